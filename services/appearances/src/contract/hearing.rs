use proto::Message;
use proto::appearances::{self as messages, hearing_command, hearing_event, hearing_fact};
use runtime::{Contract, Draft, First, Malformed};
use uuid::Uuid;

use super::lawsuit::write_note;
use super::telling::{read_presence, some_party, write_presence};
use super::{clock, parties, read, write};
use crate::hearing::attendance::{
    Absence, AbsenceGround, Attendance, Companion, Finding, Head, HeadOf, PostThatDay, Spoke,
};
use crate::hearing::plan::{Cancellation, Holding, Mode, Move, NoticeTo, Observation, Observer, Plan};
use crate::hearing::{
    Amended, Asked, Command, Fact, Hearing, HearingEvent, HearingFact, HearingOf, Held, Noted, Struck,
};
use crate::lawsuit::noting::{HearingNote, HearingNoted, Note};
use crate::lawsuit::{Fact as LawsuitFact, Lawsuit, LawsuitEvent};

impl Contract for Hearing {
    fn command(payload: &[u8]) -> Result<Asked, Malformed> {
        let m = messages::HearingCommand::decode(payload)?;
        Ok(Asked {
            hearing: read::uuid("hearing", &m.hearing)?,
            lawsuit: read::uuid("lawsuit", &m.lawsuit)?,
            instance: read::instance("instance", m.instance)?,
            principal_required: m.principal_required,
            noted: None,
            command: read_command(m.command.ok_or_else(Malformed::empty)?)?,
        })
    }

    fn write(event: &HearingEvent) -> Vec<u8> {
        let message = messages::HearingEvent {
            event: Some(write_fact(&event.fact)),
            of: Some(write_of(&event.of)),
            clocks: event.clocks.iter().map(clock::write).collect(),
        };
        message.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<HearingEvent, Malformed> {
        let m = messages::HearingEvent::decode(payload)?;
        Ok(HearingEvent {
            fact: read_fact(m.event.ok_or_else(Malformed::empty)?)?,
            of: read_of(read::part("of", m.of)?)?,
            clocks: read::each(m.clocks, clock::read)?,
        })
    }

    fn stream(asked: &Asked) -> Option<Uuid> {
        Some(asked.hearing)
    }

    /// The lawsuit is told first, and says what the hearing amounts to.
    fn first(_stream: Uuid, asked: &Asked) -> Option<First> {
        let kind = <Lawsuit as kernel::aggregate::Aggregate>::KIND;
        let payload = write_note(&note_of(asked)?);
        Some(First { kind, stream: asked.lawsuit, payload })
    }

    fn told(asked: Asked, first: &[Draft]) -> Result<Asked, Malformed> {
        let Some(draft) = first.first() else { return Ok(asked) };
        Ok(noted(asked, &Lawsuit::read(&draft.payload)?))
    }
}

/// What the lawsuit is told of a command; none for what concerns the audience alone.
pub(crate) fn note_of(asked: &Asked) -> Option<HearingNote> {
    let what = match &asked.command {
        Command::Schedule(plan)
        | Command::Move(Move { plan, .. })
        | Command::Amend(_, HearingFact::Plan(plan) | HearingFact::Move(Move { plan, .. })) => {
            Note::Planned(plan.clone())
        }
        Command::Hold(holding) | Command::Amend(_, HearingFact::Holding(holding)) => Note::Held(None, holding.clone()),
        Command::Record(plan, holding) => Note::Held(Some(plan.clone()), holding.clone()),
        Command::Cancel(c) | Command::Amend(_, HearingFact::Cancellation(c)) => Note::Cancelled(c.on),
        Command::Strike(amendment) if amendment.entry == 1 => Note::Struck,
        Command::Strike(_) | Command::Observe(_) | Command::Amend(_, HearingFact::Observation(_)) => return None,
    };
    let (hearing, instance, principal_required) = (asked.hearing, asked.instance, asked.principal_required);
    Some(HearingNote { hearing, instance, principal_required, what })
}

/// A command with what the lawsuit made of it.
pub(crate) fn noted(asked: Asked, event: &LawsuitEvent) -> Asked {
    let LawsuitFact::HearingNoted(note) = &event.fact else { return asked };
    let HearingNoted { notices, presences, .. } = &**note;
    let concerned = |number| notices.iter().any(|notice| notice.defendant == number);
    let of = HearingOf::of(
        &event.told.lawsuit,
        asked.lawsuit,
        asked.instance,
        |defendant| concerned(defendant.number),
        asked.principal_required,
    );
    let noted = of.map(|of| Noted { of, presences: presences.clone() });
    Asked { noted, ..asked }
}

fn read_command(message: hearing_command::Command) -> Result<Command, Malformed> {
    use hearing_command::Command as M;
    Ok(match message {
        M::Schedule(m) => Command::Schedule(read_plan(m)?),
        M::Move(m) => Command::Move(read_move(m)?),
        M::Hold(m) => Command::Hold(read_holding(m)?),
        M::Cancel(m) => Command::Cancel(read_cancellation(m)?),
        M::Record(m) => {
            Command::Record(read_plan(read::part("plan", m.plan)?)?, read_holding(read::part("holding", m.holding)?)?)
        }
        M::Observe(m) => Command::Observe(read_observation(m)?),
        M::Amend(m) => Command::Amend(read::amendment("amendment", m.amendment)?, read_hearing_fact(m.fact)?),
        M::Strike(m) => Command::Strike(read::amendment("amendment", m.amendment)?),
    })
}

fn write_fact(fact: &Fact) -> hearing_event::Event {
    use hearing_event::Event as M;
    match fact {
        Fact::Scheduled(e) => M::HearingScheduled(write_plan(e)),
        Fact::Moved(e) => M::HearingMoved(write_move(e)),
        Fact::Held(e) => M::HearingHeld(messages::Held {
            holding: Some(write_holding(&e.holding)),
            presences: e.presences.iter().map(write_presence).collect(),
        }),
        Fact::Cancelled(e) => M::HearingCancelled(write_cancellation(e)),
        Fact::Observed(e) => M::CourtObserved(write_observation(e)),
        Fact::Amended(e) => M::HearingAmended(messages::HearingAmended {
            amendment: Some(write::amendment(&e.amendment)),
            on: write::text(&e.on),
            before: Some(write_hearing_fact(&e.before)),
            after: Some(write_hearing_fact(&e.after)),
            presences: e.presences.iter().map(write_presence).collect(),
        }),
        Fact::Struck(e) => M::HearingStruck(messages::HearingStruck {
            amendment: Some(write::amendment(&e.amendment)),
            on: write::text(&e.on),
            event: write::text(&e.event),
            observation: e.observation.as_ref().map(write_observation),
        }),
    }
}

fn read_fact(message: hearing_event::Event) -> Result<Fact, Malformed> {
    use hearing_event::Event as M;
    Ok(match message {
        M::HearingScheduled(m) => Fact::Scheduled(read_plan(m)?),
        M::HearingMoved(m) => Fact::Moved(read_move(m)?),
        M::HearingHeld(m) => Fact::Held(Held {
            holding: read_holding(read::part("holding", m.holding)?)?,
            presences: read::each(m.presences, read_presence)?,
        }),
        M::HearingCancelled(m) => Fact::Cancelled(read_cancellation(m)?),
        M::CourtObserved(m) => Fact::Observed(read_observation(m)?),
        M::HearingAmended(m) => Fact::Amended(Box::new(Amended {
            amendment: read::amendment("amendment", m.amendment)?,
            on: read::day("on", &m.on)?,
            before: read_hearing_fact(m.before)?,
            after: read_hearing_fact(m.after)?,
            presences: read::each(m.presences, read_presence)?,
        })),
        M::HearingStruck(m) => Fact::Struck(Struck {
            amendment: read::amendment("amendment", m.amendment)?,
            on: read::day("on", &m.on)?,
            event: read::value("event", m.event)?,
            observation: m.observation.map(read_observation).transpose()?,
        }),
    })
}

fn read_hearing_fact(message: Option<messages::HearingFact>) -> Result<HearingFact, Malformed> {
    use hearing_fact::Fact as M;
    Ok(match read::part("fact", message)?.fact.ok_or_else(Malformed::empty)? {
        M::Plan(m) => HearingFact::Plan(read_plan(m)?),
        M::Move(m) => HearingFact::Move(read_move(m)?),
        M::Holding(m) => HearingFact::Holding(read_holding(m)?),
        M::Cancellation(m) => HearingFact::Cancellation(read_cancellation(m)?),
        M::Observation(m) => HearingFact::Observation(read_observation(m)?),
    })
}

pub(crate) fn write_hearing_fact(fact: &HearingFact) -> messages::HearingFact {
    use hearing_fact::Fact as M;
    let fact = match fact {
        HearingFact::Plan(e) => M::Plan(write_plan(e)),
        HearingFact::Move(e) => M::Move(write_move(e)),
        HearingFact::Holding(e) => M::Holding(write_holding(e)),
        HearingFact::Cancellation(e) => M::Cancellation(write_cancellation(e)),
        HearingFact::Observation(e) => M::Observation(write_observation(e)),
    };
    messages::HearingFact { fact: Some(fact) }
}

pub(crate) fn write_of(of: &HearingOf) -> messages::HearingOf {
    messages::HearingOf {
        lawsuit: write::uuid(of.lawsuit),
        instance: of.instance.0,
        instance_kind: write::word(of.kind),
        court: Some(parties::write_court(&of.court)),
        case_number: of.case_number.as_ref().map(parties::write_number),
        docketed_on: write::text_if_any(of.docketed_on.as_ref()),
        defendants: of.defendants.iter().map(parties::write_defendant).collect(),
        classes: write::words(&of.classes),
        principal_required: of.principal_required,
        public_interest: of.public_interest,
    }
}

fn read_of(m: messages::HearingOf) -> Result<HearingOf, Malformed> {
    Ok(HearingOf {
        lawsuit: read::uuid("of.lawsuit", &m.lawsuit)?,
        instance: read::instance("of.instance", m.instance)?,
        kind: read::word("of.instance_kind", &m.instance_kind)?,
        court: parties::read_court(m.court)?,
        case_number: parties::read_number(m.case_number)?,
        docketed_on: read::day_if_any("of.docketed_on", &m.docketed_on)?,
        defendants: read::each(m.defendants, parties::read_defendant)?,
        classes: read::words("of.classes", &m.classes)?,
        principal_required: m.principal_required,
        public_interest: m.public_interest,
    })
}

pub(crate) fn read_plan(m: messages::Plan) -> Result<Plan, Malformed> {
    Ok(Plan {
        day: read::day("day", &m.day)?,
        time: read::value_if_any("time", m.time)?,
        room: read::value_if_any("room", m.room)?,
        mode: read::word_if_any("mode", &m.mode)?.unwrap_or(Mode::OnSite),
        closed: m.closed,
        notices: m.notices.iter().map(read_notice).collect::<Result<_, _>>()?,
        summoned_on: read::day_if_any("summoned_on", &m.summoned_on)?,
        remark: read::value_if_any("remark", m.remark)?,
    })
}

pub(crate) fn write_plan(plan: &Plan) -> messages::Plan {
    messages::Plan {
        day: write::text(&plan.day),
        time: write::text_if_any(plan.time.as_ref()),
        room: write::text_if_any(plan.room.as_ref()),
        mode: write::word(plan.mode),
        closed: plan.closed,
        notices: plan.notices.iter().map(write_notice).collect(),
        summoned_on: write::text_if_any(plan.summoned_on.as_ref()),
        remark: write::text_if_any(plan.remark.as_ref()),
    }
}

pub(crate) fn read_notice(m: &messages::NoticeTo) -> Result<NoticeTo, Malformed> {
    Ok(NoticeTo {
        defendant: read::party("notices.defendant", m.defendant)?,
        notice: read::word("notices.notice", &m.notice)?,
        served_on: read::day_if_any("notices.served_on", &m.served_on)?,
    })
}

pub(crate) fn write_notice(notice: &NoticeTo) -> messages::NoticeTo {
    messages::NoticeTo {
        defendant: notice.defendant.0,
        notice: write::word(notice.notice),
        served_on: write::text_if_any(notice.served_on.as_ref()),
    }
}

fn read_move(m: messages::Move) -> Result<Move, Malformed> {
    Ok(Move {
        plan: read_plan(read::part("plan", m.plan)?)?,
        on: read::day("on", &m.on)?,
        reason: read::value_if_any("reason", m.reason)?,
    })
}

fn write_move(e: &Move) -> messages::Move {
    messages::Move {
        plan: Some(write_plan(&e.plan)),
        on: write::text(&e.on),
        reason: write::text_if_any(e.reason.as_ref()),
    }
}

pub(crate) fn read_cancellation(m: messages::Cancellation) -> Result<Cancellation, Malformed> {
    Ok(Cancellation { on: read::day("on", &m.on)?, reason: read::value_if_any("reason", m.reason)? })
}

fn write_cancellation(e: &Cancellation) -> messages::Cancellation {
    messages::Cancellation { on: write::text(&e.on), reason: write::text_if_any(e.reason.as_ref()) }
}

pub(crate) fn read_holding(m: messages::Holding) -> Result<Holding, Malformed> {
    Ok(Holding {
        on: read::day("on", &m.on)?,
        attendances: read::each(m.attendances, read_attendance)?,
        record: read::paper_if_any("record", m.record)?,
        summary: read::value_if_any("summary", m.summary)?,
    })
}

pub(crate) fn write_holding(e: &Holding) -> messages::Holding {
    messages::Holding {
        on: write::text(&e.on),
        attendances: e.attendances.iter().map(write_attendance).collect(),
        record: write::paper_if_any(e.record.as_ref()),
        summary: write::text_if_any(e.summary.as_ref()),
    }
}

fn read_attendance(m: messages::Attendance) -> Result<Attendance, Malformed> {
    Ok(Attendance {
        defendant: read::party("attendances.defendant", m.defendant)?,
        heads: read::each(m.heads, read_head)?,
        staff: read::each(m.staff, read_companion)?,
        lawyers: read::each(m.lawyers, read_companion)?,
        absence: m.absence.map(read_absence).transpose()?,
        represented_by: some_party(m.represented_by),
    })
}

fn write_attendance(e: &Attendance) -> messages::Attendance {
    messages::Attendance {
        defendant: e.defendant.0,
        heads: e.heads.iter().map(write_head).collect(),
        staff: e.staff.iter().map(write_companion).collect(),
        lawyers: e.lawyers.iter().map(write_companion).collect(),
        absence: e.absence.as_ref().map(write_absence),
        represented_by: e.represented_by.map_or(0, |party| party.0),
    }
}

fn read_head(m: messages::Head) -> Result<Head, Malformed> {
    if m.name.trim().is_empty() {
        let wrong = "名录中没有这个人：请先在名录中登记，或者填写姓名、职务、级别和依据";
        return Err(Malformed::field("heads.official", wrong));
    }
    let identity_rejected = match (m.identity_rejected, m.identity_reason.trim()) {
        (false, _) => None,
        (true, "") => return Err(Malformed::field("heads.identity_reason", "身份审查不合格的，请写明原因")),
        (true, _) => Some(read::value("heads.identity_reason", m.identity_reason)?),
    };
    Ok(Head {
        official: read::uuid_if_any("heads.official", &m.official)?,
        name: read::value("heads.name", m.name)?,
        post: read::value_if_any("heads.post", m.post)?,
        level: read::word_if_any("heads.level", &m.level)?,
        of: read::word_if_any("heads.of", &m.of)?.unwrap_or(HeadOf::Own),
        statement: read::value_if_any("heads.statement", m.statement)?,
        identity_rejected,
        spoke: read::word_if_any("heads.spoke", &m.spoke)?.unwrap_or(Spoke::No),
        left_early: m.left_early,
        posts: read::each(m.posts, read_post)?,
        counts: m.counts,
        remark: read::value_if_any("heads.remark", m.remark)?,
    })
}

fn write_head(e: &Head) -> messages::Head {
    messages::Head {
        official: write::uuid_if_any(e.official),
        name: write::text(&e.name),
        post: write::text_if_any(e.post.as_ref()),
        level: write::word_if_any(e.level),
        of: write::word(e.of),
        statement: write::text_if_any(e.statement.as_ref()),
        identity_rejected: e.identity_rejected.is_some(),
        identity_reason: write::text_if_any(e.identity_rejected.as_ref()),
        spoke: write::word(e.spoke),
        left_early: e.left_early,
        posts: e.posts.iter().map(write_post).collect(),
        counts: e.counts,
        remark: write::text_if_any(e.remark.as_ref()),
    }
}

fn read_post(m: messages::PostThatDay) -> Result<PostThatDay, Malformed> {
    Ok(PostThatDay {
        organ: read::uuid("posts.organ", &m.organ)?,
        organ_name: read::value("posts.organ_name", m.organ_name)?,
        post: read::value("posts.post", m.post)?,
        level: read::word("posts.level", &m.level)?,
    })
}

fn write_post(e: &PostThatDay) -> messages::PostThatDay {
    messages::PostThatDay {
        organ: write::uuid(e.organ),
        organ_name: write::text(&e.organ_name),
        post: write::text(&e.post),
        level: write::word(e.level),
    }
}

fn read_companion(m: messages::Companion) -> Result<Companion, Malformed> {
    Ok(Companion {
        name: read::value("name", m.name)?,
        post: read::value_if_any("post", m.post)?,
        organisation: read::value_if_any("organisation", m.organisation)?,
    })
}

fn write_companion(e: &Companion) -> messages::Companion {
    messages::Companion {
        name: write::text(&e.name),
        post: write::text_if_any(e.post.as_ref()),
        organisation: write::text_if_any(e.organisation.as_ref()),
    }
}

fn read_absence(m: messages::Absence) -> Result<Absence, Malformed> {
    Ok(Absence {
        ground: read::word_if_any("absence.ground", &m.ground)?.unwrap_or(AbsenceGround::NotStated),
        explanation: read::value_if_any("absence.explanation", m.explanation)?,
        paper: read::paper_if_any("paper", m.paper)?,
        stamped: m.stamped,
        finding: read::word_if_any("absence.finding", &m.finding)?.unwrap_or(Finding::NotStated),
    })
}

fn write_absence(e: &Absence) -> messages::Absence {
    messages::Absence {
        ground: write::word(e.ground),
        explanation: write::text_if_any(e.explanation.as_ref()),
        paper: write::paper_if_any(e.paper.as_ref()),
        stamped: e.stamped,
        finding: write::word(e.finding),
    }
}

fn read_observation(m: messages::Observation) -> Result<Observation, Malformed> {
    if m.unit_name.trim().is_empty() {
        return Err(Malformed::field("unit_name", "名录中没有这个单位，请填写名称，或者先在名录中登记"));
    }
    Ok(Observation {
        on: read::day("on", &m.on)?,
        unit: read::uuid_if_any("unit", &m.unit)?,
        unit_name: read::value("unit_name", m.unit_name)?,
        observers: read::each(m.observers, read_observer)?,
        headcount: m.headcount,
        mode: read::word_if_any("mode", &m.mode)?.unwrap_or(Mode::OnSite),
        material: read::value_if_any("material", m.material)?,
    })
}

fn write_observation(e: &Observation) -> messages::Observation {
    messages::Observation {
        on: write::text(&e.on),
        unit: write::uuid_if_any(e.unit),
        unit_name: write::text(&e.unit_name),
        observers: e.observers.iter().map(write_observer).collect(),
        headcount: e.headcount,
        mode: write::word(e.mode),
        material: write::text_if_any(e.material.as_ref()),
    }
}

fn read_observer(m: messages::Observer) -> Result<Observer, Malformed> {
    Ok(Observer {
        name: read::value("observers.name", m.name)?,
        post: read::value_if_any("observers.post", m.post)?,
        level: read::word_if_any("observers.level", &m.level)?,
    })
}

fn write_observer(e: &Observer) -> messages::Observer {
    messages::Observer {
        name: write::text(&e.name),
        post: write::text_if_any(e.post.as_ref()),
        level: write::word_if_any(e.level),
    }
}
