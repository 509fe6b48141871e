//! What an event tells readers beside the fact: duties, results, the lawsuit in short.

use proto::appearances as messages;
use runtime::Malformed;

use super::{parties, read, write};
use crate::hearing::attendance::{Notice, Presence, Spoke, Status, Sued, Who};
use crate::lawsuit::chain::{InstanceInShort, Stage, Summary};
use crate::lawsuit::duty::Duty;
use crate::lawsuit::result::{InShort, InstanceResult, Standing};
use crate::parties::{InstanceNumber, PartyNumber};

pub(crate) fn write_duty(duty: &Duty) -> messages::Duty {
    let (who, presence) = (duty.who(), duty.presence.as_ref());
    messages::Duty {
        instance: duty.instance.0,
        instance_kind: write::word(duty.kind),
        defendant: duty.of.number.0,
        organ: write::uuid_if_any(duty.of.organ),
        organ_name: write::text(&duty.of.name),
        role: write::word(duty.of.role),
        kind: write::word(duty.of.kind),
        ordinal: duty.ordinal,
        notice: write::word(duty.notice),
        state: write::word(duty.state),
        status: write::word_if_any(presence.map(|presence| presence.status)),
        first_heard_on: write::text_if_any(duty.first_heard_on.as_ref()),
        last_heard_on: write::text_if_any(duty.last_heard_on.as_ref()),
        hearing: write::uuid_if_any(duty.hearing),
        settled_on: write::text_if_any(duty.settled_on.as_ref()),
        level: write::word_if_any(who.map(|who| who.level)),
        official: write::uuid_if_any(who.and_then(|who| who.official)),
        official_name: write::text_if_any(who.map(|who| &who.name)),
        official_post: write::text_if_any(who.and_then(|who| who.post.as_ref())),
        spoke: write::word_if_any(who.map(|who| who.spoke)),
        principal_expected: duty.principal_expected,
        principal_required: duty.principal_required,
        represented_by: duty.represented_by().map_or(0, |party| party.0),
        hearings_held: duty.hearings_held,
        case_number: duty.case_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        hearing_notice: write::word_if_any(presence.map(|presence| presence.notice)),
        staff_came: presence.is_some_and(|presence| presence.staff_came),
    }
}

pub(crate) fn read_duty(m: messages::Duty) -> Result<Duty, Malformed> {
    let of = Sued {
        number: read::party("duties.defendant", m.defendant)?,
        organ: read::uuid_if_any("duties.organ", &m.organ)?,
        name: read::value("duties.organ_name", m.organ_name)?,
        role: read::word("duties.role", &m.role)?,
        kind: read::word("duties.kind", &m.kind)?,
    };
    let level = read::word_if_any("duties.level", &m.level)?;
    let who = match level {
        Some(level) => Some(Who {
            level,
            official: read::uuid_if_any("duties.official", &m.official)?,
            name: read::value("duties.official_name", m.official_name)?,
            post: read::value_if_any("duties.official_post", m.official_post)?,
            spoke: read::word::<Spoke>("duties.spoke", &m.spoke)?,
        }),
        None => None,
    };
    let presence = match read::word_if_any::<Status>("duties.status", &m.status)? {
        Some(status) => Some(Presence {
            of: of.clone(),
            notice: read::word::<Notice>("duties.hearing_notice", &m.hearing_notice)?,
            status,
            who,
            principal_expected: m.principal_expected,
            principal_required: m.principal_required,
            represented_by: some_party(m.represented_by),
            staff_came: m.staff_came,
        }),
        None => None,
    };
    Ok(Duty {
        instance: read::instance("duties.instance", m.instance)?,
        kind: read::word("duties.instance_kind", &m.instance_kind)?,
        case_number: read::value_if_any("duties.case_number", m.case_number)?,
        of,
        ordinal: m.ordinal,
        notice: read::word("duties.notice", &m.notice)?,
        state: read::word("duties.state", &m.state)?,
        presence,
        hearing: read::uuid_if_any("duties.hearing", &m.hearing)?,
        settled_on: read::day_if_any("duties.settled_on", &m.settled_on)?,
        first_heard_on: read::day_if_any("duties.first_heard_on", &m.first_heard_on)?,
        last_heard_on: read::day_if_any("duties.last_heard_on", &m.last_heard_on)?,
        hearings_held: m.hearings_held,
        principal_expected: m.principal_expected,
        principal_required: m.principal_required,
    })
}

pub(crate) fn some_party(number: u32) -> Option<PartyNumber> {
    if number == 0 { None } else { Some(PartyNumber(number)) }
}

pub(crate) fn write_presence(presence: &Presence) -> messages::Presence {
    let who = presence.who.as_ref();
    messages::Presence {
        defendant: presence.of.number.0,
        organ: write::uuid_if_any(presence.of.organ),
        organ_name: write::text(&presence.of.name),
        role: write::word(presence.of.role),
        kind: write::word(presence.of.kind),
        notice: write::word(presence.notice),
        status: write::word(presence.status),
        level: write::word_if_any(who.map(|who| who.level)),
        official: write::uuid_if_any(who.and_then(|who| who.official)),
        official_name: write::text_if_any(who.map(|who| &who.name)),
        official_post: write::text_if_any(who.and_then(|who| who.post.as_ref())),
        spoke: write::word_if_any(who.map(|who| who.spoke)),
        principal_expected: presence.principal_expected,
        principal_required: presence.principal_required,
        principal_missing: presence.principal_missing(),
        represented_by: presence.represented_by.map_or(0, |party| party.0),
        staff_came: presence.staff_came,
    }
}

pub(crate) fn read_presence(m: messages::Presence) -> Result<Presence, Malformed> {
    let who = match read::word_if_any("presences.level", &m.level)? {
        Some(level) => Some(Who {
            level,
            official: read::uuid_if_any("presences.official", &m.official)?,
            name: read::value("presences.official_name", m.official_name)?,
            post: read::value_if_any("presences.official_post", m.official_post)?,
            spoke: read::word("presences.spoke", &m.spoke)?,
        }),
        None => None,
    };
    Ok(Presence {
        of: Sued {
            number: read::party("presences.defendant", m.defendant)?,
            organ: read::uuid_if_any("presences.organ", &m.organ)?,
            name: read::value("presences.organ_name", m.organ_name)?,
            role: read::word("presences.role", &m.role)?,
            kind: read::word("presences.kind", &m.kind)?,
        },
        notice: read::word("presences.notice", &m.notice)?,
        status: read::word("presences.status", &m.status)?,
        who,
        principal_expected: m.principal_expected,
        principal_required: m.principal_required,
        represented_by: some_party(m.represented_by),
        staff_came: m.staff_came,
    })
}

pub(crate) fn write_result(result: &InstanceResult) -> messages::InstanceResult {
    let (given, standing) = (result.given.as_ref(), result.standing.as_ref());
    let inherited = standing.map(|standing| standing.from).filter(|from| *from != result.instance);
    messages::InstanceResult {
        instance: result.instance.0,
        instance_kind: write::word(result.kind),
        case_number: result.case_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        defendant: result.of.number.0,
        organ: write::uuid_if_any(result.of.organ),
        organ_name: write::text(&result.of.name),
        role: write::word(result.of.role),
        kind: write::word(result.of.kind),
        code: write::word_if_any(given.map(|given| given.code)),
        riders: given.map(|given| write::words(&given.riders)).unwrap_or_default(),
        judged_on: write::text_if_any(given.map(|given| &given.judged_on)),
        served_on: write::text_if_any(result.served_on.as_ref()),
        effective_on: write::text_if_any(result.effective_on.as_ref()),
        effective_code: write::word_if_any(standing.map(|standing| standing.code)),
        effective_riders: standing.map(|standing| write::words(&standing.riders)).unwrap_or_default(),
        inherited_from: inherited.map_or(0, |from| from.0),
        loss: standing.is_some_and(Standing::is_loss),
        withdraw_reason: write::word_if_any(given.and_then(|given| given.withdraw_reason)),
        causes: standing.map(|standing| write::words(&standing.causes)).unwrap_or_default(),
        r#final: result.is_final,
        entry: given.map_or(0, |given| write::entry(given.entry)),
        form: write::word_if_any(given.map(|given| given.form)),
    }
}

pub(crate) fn read_result(m: messages::InstanceResult) -> Result<InstanceResult, Malformed> {
    let instance = read::instance("results.instance", m.instance)?;
    let given = match read::word_if_any("results.code", &m.code)? {
        Some(code) => Some(InShort {
            form: read::word("results.form", &m.form)?,
            code,
            riders: read::words("results.riders", &m.riders)?,
            judged_on: read::day("results.judged_on", &m.judged_on)?,
            withdraw_reason: read::word_if_any("results.withdraw_reason", &m.withdraw_reason)?,
            entry: read::entry("results.entry", m.entry)?,
        }),
        None => None,
    };
    let standing = match read::word_if_any("results.effective_code", &m.effective_code)? {
        Some(code) => Some(Standing {
            code,
            riders: read::words("results.effective_riders", &m.effective_riders)?,
            causes: read::words("results.causes", &m.causes)?,
            from: if m.inherited_from == 0 { instance } else { InstanceNumber(m.inherited_from) },
        }),
        None => None,
    };
    Ok(InstanceResult {
        instance,
        kind: read::word("results.instance_kind", &m.instance_kind)?,
        case_number: read::value_if_any("results.case_number", m.case_number)?,
        of: Sued {
            number: read::party("results.defendant", m.defendant)?,
            organ: read::uuid_if_any("results.organ", &m.organ)?,
            name: read::value("results.organ_name", m.organ_name)?,
            role: read::word("results.role", &m.role)?,
            kind: read::word("results.kind", &m.kind)?,
        },
        given,
        served_on: read::day_if_any("results.served_on", &m.served_on)?,
        effective_on: read::day_if_any("results.effective_on", &m.effective_on)?,
        standing,
        is_final: m.r#final,
    })
}

pub(crate) fn write_summary(summary: &Summary) -> messages::Summary {
    messages::Summary {
        stage: write::word(summary.stage),
        instance: summary.instances.last().map_or(0, |instance| instance.number.0),
        instances: summary.instances.iter().map(write_instance).collect(),
        plaintiffs: summary.plaintiffs.iter().map(parties::write_plaintiff).collect(),
        defendants: summary.defendants.iter().map(parties::write_defendant).collect(),
        cause: write::text_if_any(summary.cause.as_ref()),
        field: write::text_if_any(summary.field.as_ref()),
        matter: write::text_if_any(summary.matter.as_ref()),
        public_interest: summary.public_interest,
        compensation_only: summary.compensation_only,
        non_public: summary.non_public,
        classes: write::words(&summary.classes),
        after_reconsideration: summary.after_reconsideration.as_ref().map(parties::write_reconsidered),
        effective_on: write::text_if_any(summary.effective_on.as_ref()),
    }
}

pub(crate) fn read_summary(m: messages::Summary) -> Result<Summary, Malformed> {
    Ok(Summary {
        stage: read::word_if_any("lawsuit.stage", &m.stage)?.unwrap_or(Stage::NotRegistered),
        instances: read::each(m.instances, read_instance)?,
        plaintiffs: read::each(m.plaintiffs, parties::read_plaintiff)?,
        defendants: read::each(m.defendants, parties::read_defendant)?,
        cause: read::value_if_any("lawsuit.cause", m.cause)?,
        field: read::value_if_any("lawsuit.field", m.field)?,
        matter: read::value_if_any("lawsuit.matter", m.matter)?,
        public_interest: m.public_interest,
        compensation_only: m.compensation_only,
        non_public: m.non_public,
        classes: read::words("lawsuit.classes", &m.classes)?,
        after_reconsideration: m.after_reconsideration.map(parties::read_reconsidered).transpose()?,
        effective_on: read::day_if_any("lawsuit.effective_on", &m.effective_on)?,
    })
}

fn write_instance(instance: &InstanceInShort) -> messages::Instance {
    messages::Instance {
        number: instance.number.0,
        kind: write::word(instance.kind),
        court: Some(parties::write_court(&instance.court)),
        case_number: instance.case_number.as_ref().map(parties::write_number),
        docketed_on: write::text_if_any(instance.docketed_on.as_ref()),
        procedure: write::word(instance.procedure),
        hearing: write::word(instance.hearings),
        first_heard_on: write::text_if_any(instance.first_heard_on.as_ref()),
        judged_on: write::text_if_any(instance.judged_on.as_ref()),
        effective_on: write::text_if_any(instance.effective_on.as_ref()),
        follows: instance.follows.map_or(0, |follows| follows.0),
        left: instance.left.iter().map(|organ| organ.0).collect(),
        dispensed_on: write::text_if_any(instance.dispensed_on.as_ref()),
    }
}

fn read_instance(m: messages::Instance) -> Result<InstanceInShort, Malformed> {
    Ok(InstanceInShort {
        number: read::instance("instances.number", m.number)?,
        kind: read::word("instances.kind", &m.kind)?,
        court: parties::read_court(m.court)?,
        case_number: parties::read_number(m.case_number)?,
        docketed_on: read::day_if_any("instances.docketed_on", &m.docketed_on)?,
        procedure: read::word("instances.procedure", &m.procedure)?,
        hearings: read::word("instances.hearing", &m.hearing)?,
        first_heard_on: read::day_if_any("instances.first_heard_on", &m.first_heard_on)?,
        judged_on: read::day_if_any("instances.judged_on", &m.judged_on)?,
        effective_on: read::day_if_any("instances.effective_on", &m.effective_on)?,
        follows: if m.follows == 0 { None } else { Some(InstanceNumber(m.follows)) },
        left: m.left.into_iter().map(PartyNumber).collect(),
        dispensed_on: read::day_if_any("instances.dispensed_on", &m.dispensed_on)?,
    })
}
