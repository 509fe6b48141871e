use proto::appearances::{self as messages, lawsuit_command, lawsuit_event};
use proto::{Message, common};
use runtime::{Contract, Counted, Malformed};

use super::{clock, hearing, parties, read, steps, telling, write};
use crate::clocks::Clock;
use crate::lawsuit::noting::{HearingNote, Note};
use crate::lawsuit::recount::Recounted;
use crate::lawsuit::{Command, Fact, Lawsuit, LawsuitEvent, Told};

impl Contract for Lawsuit {
    fn command(payload: &[u8]) -> Result<Command, Malformed> {
        let message = messages::LawsuitCommand::decode(payload)?;
        read_command(message.command.ok_or_else(Malformed::empty)?)
    }

    fn write(event: &LawsuitEvent) -> Vec<u8> {
        let message = messages::LawsuitEvent {
            event: Some(write_fact(&event.fact)),
            clocks: event.clocks.iter().map(clock::write).collect(),
            duties: event.told.duties.iter().map(telling::write_duty).collect(),
            results: event.told.results.iter().map(telling::write_result).collect(),
            lawsuit: Some(telling::write_summary(&event.told.lawsuit)),
        };
        message.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<LawsuitEvent, Malformed> {
        let m = messages::LawsuitEvent::decode(payload)?;
        let told = Told {
            duties: read::each(m.duties, telling::read_duty)?,
            results: read::each(m.results, telling::read_result)?,
            lawsuit: telling::read_summary(m.lawsuit.unwrap_or_default())?,
        };
        let fact = read_fact(m.event.ok_or_else(Malformed::empty)?)?;
        Ok(LawsuitEvent { fact, clocks: read::each(m.clocks, clock::read)?, told })
    }
}

impl Counted for Lawsuit {
    type Clock = Clock;
    const LOG: &'static str = crate::NAME;

    fn clocks(event: &LawsuitEvent) -> &[Clock] {
        &event.clocks
    }

    fn recounted(event: &LawsuitEvent) -> Option<&Recounted> {
        match &event.fact {
            Fact::DeadlinesRecounted(recounted) => Some(recounted),
            _ => None,
        }
    }

    fn recount() -> Vec<u8> {
        let command = lawsuit_command::Command::Recount(common::Recount {});
        messages::LawsuitCommand { command: Some(command) }.encode_to_vec()
    }
}

fn read_command(message: lawsuit_command::Command) -> Result<Command, Malformed> {
    use lawsuit_command::Command as M;
    Ok(match message {
        M::Register(m) => Command::Register(Box::new(parties::read_registration(m)?)),
        M::RecordCopy(m) => Command::RecordCopy(steps::read_copy(&m)?),
        M::RecordAnswer(m) => Command::RecordAnswer(steps::read_filing(m)?),
        // The day follows from the period, whatever the message says.
        M::RecordAnswerExpiry(m) => {
            Command::RecordAnswerExpiry(read::instance("instance", m.instance)?, read::party("defendant", m.defendant)?)
        }
        M::DecideWithoutHearing(m) => Command::DecideWithoutHearing(steps::read_without(&m)?),
        M::Judge(m) => Command::Judge(steps::read_judgment(m)?),
        M::ServeJudgment(m) => Command::ServeJudgment(steps::read_service(m)?),
        M::FileAppeal(m) => Command::FileAppeal(steps::read_appeal(m)?),
        M::OpenInstance(m) => Command::OpenInstance(steps::read_opening(m)?),
        M::TakeEffect(m) => Command::TakeEffect(steps::read_effect(m)?),
        M::Convert(m) => Command::Convert(steps::read_conversion(m)?),
        M::JoinDefendant(m) => Command::JoinDefendant(Box::new(parties::read_joining(m)?)),
        M::Amend(m) => Command::Amend(read::amend(m)?),
        M::Strike(m) => Command::Strike(read::amendment("amendment", m.amendment)?),
        M::NoteHearing(m) => Command::NoteHearing(Box::new(read_note(m)?)),
        M::Recount(common::Recount {}) => Command::Recount,
    })
}

fn read_note(m: messages::HearingNote) -> Result<HearingNote, Malformed> {
    let plan = m.plan.map(hearing::read_plan).transpose()?;
    let what = match (m.holding, m.cancellation, plan, m.struck) {
        (Some(holding), _, plan, _) => Note::Held(plan, hearing::read_holding(holding)?),
        (None, Some(cancellation), ..) => Note::Cancelled(hearing::read_cancellation(cancellation)?.on),
        (None, None, Some(plan), _) => Note::Planned(plan),
        (None, None, None, true) => Note::Struck,
        (None, None, None, false) => return Err(Malformed::empty()),
    };
    Ok(HearingNote {
        hearing: read::uuid("hearing", &m.hearing)?,
        instance: read::instance("instance", m.instance)?,
        principal_required: m.principal_required,
        what,
    })
}

/// A note as a hearing sends it.
pub(crate) fn write_note(note: &HearingNote) -> Vec<u8> {
    let mut m = messages::HearingNote {
        hearing: write::uuid(note.hearing),
        instance: note.instance.0,
        principal_required: note.principal_required,
        ..messages::HearingNote::default()
    };
    match &note.what {
        Note::Planned(plan) => m.plan = Some(hearing::write_plan(plan)),
        Note::Held(plan, holding) => {
            m.plan = plan.as_ref().map(hearing::write_plan);
            m.holding = Some(hearing::write_holding(holding));
        }
        Note::Cancelled(on) => {
            m.cancellation = Some(messages::Cancellation { on: write::text(on), reason: String::new() });
        }
        Note::Struck => m.struck = true,
    }
    let command = lawsuit_command::Command::NoteHearing(m);
    messages::LawsuitCommand { command: Some(command) }.encode_to_vec()
}

fn write_fact(fact: &Fact) -> lawsuit_event::Event {
    use lawsuit_event::Event as M;
    match fact {
        Fact::Registered(e) => M::Registered(parties::write_registered(e)),
        Fact::CopyReceived(e) => M::CopyReceived(steps::write_copy(e)),
        Fact::AnswerFiled(e) => M::AnswerFiled(steps::write_filed(e)),
        Fact::AnswerExpired(e) => M::AnswerExpired(steps::write_expired(e)),
        Fact::HearingDispensed(e) => M::HearingDispensed(steps::write_without(e)),
        Fact::Judged(e) => M::Judged(steps::write_judged(e)),
        Fact::JudgmentServed(e) => M::JudgmentServed(steps::write_served(e)),
        Fact::AppealFiled(e) => M::AppealFiled(steps::write_appealed(e)),
        Fact::InstanceOpened(e) => M::InstanceOpened(steps::write_opened(e)),
        Fact::TookEffect(e) => M::TookEffect(steps::write_effect(e)),
        Fact::Converted(e) => M::Converted(steps::write_conversion(e)),
        Fact::DefendantJoined(e) => M::DefendantJoined(parties::write_joining(e)),
        Fact::HearingNoted(e) => M::HearingNoted(steps::write_noted(e)),
        Fact::Amended(e) => M::LawsuitAmended(write::amended(e)),
        Fact::Struck(e) => M::LawsuitStruck(write::struck(e)),
        Fact::AnswerExpiryWithdrawn(e) => M::AnswerExpiryWithdrawn(write::retraction(e)),
        Fact::EffectWithdrawn(e) => M::EffectWithdrawn(write::retraction(e)),
        Fact::DeadlinesRecounted(e) => M::DeadlinesRecounted(clock::write_recounted(e)),
    }
}

fn read_fact(message: lawsuit_event::Event) -> Result<Fact, Malformed> {
    use lawsuit_event::Event as M;
    Ok(match message {
        M::Registered(m) => Fact::Registered(Box::new(parties::read_registered(m)?)),
        M::CopyReceived(m) => Fact::CopyReceived(steps::read_received(m)?),
        M::AnswerFiled(m) => Fact::AnswerFiled(steps::read_filed(m)?),
        M::AnswerExpired(m) => Fact::AnswerExpired(steps::read_expired(m)?),
        M::HearingDispensed(m) => Fact::HearingDispensed(steps::read_without(&read::part("without", m.without)?)?),
        M::Judged(m) => Fact::Judged(steps::read_judged(m)?),
        M::JudgmentServed(m) => Fact::JudgmentServed(steps::read_served(m)?),
        M::AppealFiled(m) => Fact::AppealFiled(steps::read_appealed(m)?),
        M::InstanceOpened(m) => Fact::InstanceOpened(steps::read_opened(m)?),
        M::TookEffect(m) => Fact::TookEffect(steps::read_took_effect(m)?),
        M::Converted(m) => Fact::Converted(steps::read_conversion(m)?),
        M::DefendantJoined(m) => Fact::DefendantJoined(Box::new(parties::read_joining(m)?)),
        M::HearingNoted(m) => Fact::HearingNoted(Box::new(steps::read_noted(m)?)),
        M::LawsuitAmended(m) => Fact::Amended(read::amended(m)?),
        M::LawsuitStruck(m) => Fact::Struck(read::struck(m)?),
        M::AnswerExpiryWithdrawn(m) => Fact::AnswerExpiryWithdrawn(read::retraction(m)?),
        M::EffectWithdrawn(m) => Fact::EffectWithdrawn(read::retraction(m)?),
        M::DeadlinesRecounted(m) => Fact::DeadlinesRecounted(clock::read_recounted(m)?),
    })
}
