//! The steps between reception and decision, each message both ways.

use proto::reconsideration as messages;
use runtime::Malformed;

use super::{read, write};
use crate::case::acceptance::{
    Acceptance, Acknowledgement, Condition, NonAcceptance, ProcedureChoice, Simplification, Track,
};
use crate::case::amendment::Late;
use crate::case::conversion::Conversion;
use crate::case::opinions::{CommitteeOpinion, HearingRecord, Opinion, OpinionExcuse, Requirement};
use crate::case::resolution::DisputeResolution;
use crate::case::service::{Served, Service};
use crate::case::supplement::{Abandonment, SupplementExtension, SupplementNotice, Supplements};
use crate::case::suspension::{Resumption, Suspension};
use crate::case::trial::{AnswerExpiry, Assignment, CopySending, Extension, Handler, RespondentAnswer};
use kernel::word::Word;

/// Reads and writes a message whose fields and ours correspond one by one.
macro_rules! both_ways {
    ($($read:ident, $write:ident: $ours:ident = $theirs:ident { $($field:ident: $as:tt),* $(,)? })+) => { $(
        pub(super) fn $read(m: messages::$theirs) -> Result<$ours, Malformed> {
            Ok($ours { $($field: both_ways!(@read $as, stringify!($field), m.$field)),* })
        }
        pub(super) fn $write(e: &$ours) -> messages::$theirs {
            messages::$theirs { $($field: both_ways!(@write $as, e.$field)),* }
        }
    )+ };
    (@read day, $name:expr, $value:expr) => { read::day($name, &$value)? };
    (@write day, $value:expr) => { write::text(&$value) };
    (@read day_if_any, $name:expr, $value:expr) => { read::day_if_any($name, &$value)? };
    (@write day_if_any, $value:expr) => { write::text_if_any($value.as_ref()) };
    (@read text, $name:expr, $value:expr) => { read::value($name, $value)? };
    (@write text, $value:expr) => { write::text(&$value) };
    (@read text_if_any, $name:expr, $value:expr) => { read::value_if_any($name, $value)? };
    (@write text_if_any, $value:expr) => { write::text_if_any($value.as_ref()) };
    (@read word, $name:expr, $value:expr) => { read::word($name, &$value)? };
    (@write word, $value:expr) => { write::word($value) };
    (@read person, $name:expr, $value:expr) => { read::person($name, $value)? };
    (@write person, $value:expr) => { $value.0 };
    (@read flag, $name:expr, $value:expr) => { $value };
    (@write flag, $value:expr) => { $value };
    (@read days, $name:expr, $value:expr) => { read::days($name, $value)? };
    (@write days, $value:expr) => { u32::from($value) };
    (@read paper, $name:expr, $value:expr) => { read::paper_if_any($name, $value)? };
    (@write paper, $value:expr) => { write::paper_if_any($value.as_ref()) };
    (@read approval, $name:expr, $value:expr) => { read::approval($name, $value)? };
    (@write approval, $value:expr) => { Some(write::approval(&$value)) };
    (@read entry, $name:expr, $value:expr) => { read::entry($name, $value)? };
    (@write entry, $value:expr) => { write::entry($value) };
    (@read moved, $name:expr, $value:expr) => { read::moved($name, $value)? };
    (@write moved, $value:expr) => { write::moved(&$value) };
}

both_ways! {
    read_service, write_service: Service = Service { recipient: person, method: word, on: day, proof: text_if_any }
    read_supplements, write_supplements: Supplements = Supplements {
        received_on: day, posted_on: day_if_any, items: text_if_any,
    }
    read_supplement_extension, write_supplement_extension: SupplementExtension = SupplementExtension {
        on: day, until: day, reason: text,
    }
    read_abandonment, write_abandonment: Abandonment = Abandonment { on: day, explanation: text }
    read_non_acceptance, write_non_acceptance: NonAcceptance = NonAcceptance {
        on: day, ground: word, reasons: text, competent_organ: text_if_any, paper: paper,
    }
    read_acknowledgement, write_acknowledgement: Acknowledgement = Acknowledgement {
        on: day, method: word, paper: paper,
    }
    read_answer, write_answer: RespondentAnswer = RespondentAnswer {
        respondent: person, received_on: day, posted_on: day_if_any, with_evidence: flag, paper: paper,
    }
    read_answer_expiry, write_answer_expiry: AnswerExpiry = AnswerExpiry { respondent: person, on: day }
    read_opinion, write_opinion: Opinion = Opinion {
        party: person, on: day, method: word, heard_by: text, mediation: word, summary: text_if_any,
    }
    read_excuse, write_excuse: OpinionExcuse = OpinionExcuse { party: person, on: day, reason: text }
    read_hearing, write_hearing: HearingRecord = HearingRecord { on: day, summary: text_if_any, paper: paper }
    read_committee_opinion, write_committee_opinion: CommitteeOpinion = CommitteeOpinion {
        on: day, opinion: text, paper: paper,
    }
    read_extension, write_extension: Extension = Extension {
        on: day, days: days, approval: approval, reason: text_if_any,
    }
    read_conversion, write_conversion: Conversion = Conversion { on: day, approval: approval, reason: text_if_any }
    read_resumption, write_resumption: Resumption = Resumption { on: day, explanation: text_if_any, paper: paper }
    read_resolution, write_resolution: DisputeResolution = DisputeResolution {
        on: day, by: word, explanation: text_if_any,
    }
    read_late, write_late: Late = Late { before: entry, moved: moved }
    read_handler, write_handler: Handler = Handler { account: text, name: text }
}

/// The suspension, and the resumption where it was over when it was entered.
pub(super) fn read_suspension(m: messages::Suspension) -> Result<(Suspension, Option<Resumption>), Malformed> {
    let suspension = Suspension {
        on: read::day("on", &m.on)?,
        ground: read::word("ground", &m.ground)?,
        explanation: read::value_if_any("explanation", m.explanation)?,
        paper: read::paper_if_any("paper", m.paper)?,
    };
    Ok((suspension, m.resumption.map(read_resumption).transpose()?))
}

pub(super) fn write_suspension(e: &Suspension) -> messages::Suspension {
    messages::Suspension {
        on: write::text(&e.on),
        ground: write::word(e.ground),
        explanation: write::text_if_any(e.explanation.as_ref()),
        paper: write::paper_if_any(e.paper.as_ref()),
        resumption: None,
    }
}

pub(super) fn read_served(m: messages::Served) -> Result<Served, Malformed> {
    Ok(Served {
        service: read_service(read::part("service", m.service)?)?,
        served_on: read::day("served_on", &m.served_on)?,
    })
}

pub(super) fn write_served(e: &Served) -> messages::Served {
    messages::Served { service: Some(write_service(&e.service)), served_on: write::text(&e.served_on) }
}

/// The notice, and its service where it was handed over at once.
pub(super) fn read_notice(m: messages::SupplementNotice) -> Result<(SupplementNotice, Option<Service>), Malformed> {
    let notice = SupplementNotice {
        on: read::day("on", &m.on)?,
        items: read::value("items", m.items)?,
        paper: read::paper_if_any("paper", m.paper)?,
    };
    Ok((notice, m.service.map(read_service).transpose()?))
}

pub(super) fn write_notice(e: &SupplementNotice) -> messages::SupplementNotice {
    messages::SupplementNotice {
        on: write::text(&e.on),
        items: write::text(&e.items),
        paper: write::paper_if_any(e.paper.as_ref()),
        service: None,
    }
}

/// The sending, and the services that followed at once.
pub(super) fn read_sending(m: messages::CopySending) -> Result<(CopySending, Vec<Service>), Malformed> {
    let sending = CopySending { on: read::day("on", &m.on)?, method: read::word("method", &m.method)? };
    Ok((sending, read::each(m.services, read_service)?))
}

pub(super) fn write_sending(e: &CopySending) -> messages::CopySending {
    messages::CopySending { on: write::text(&e.on), method: write::word(e.method), services: Vec::new() }
}

pub(super) fn read_acceptance(m: messages::Acceptance) -> Result<Acceptance, Malformed> {
    let ticked = m.conditions.unwrap_or_default();
    let conditions = Condition::ALL.iter().map(|(condition, ..)| *condition);
    Ok(Acceptance {
        on: read::day("on", &m.on)?,
        track: read_track(&m.procedure, m.simplified)?,
        conditions: conditions.filter(|condition| is_ticked(ticked, *condition)).collect(),
        paper: read::paper_if_any("paper", m.paper)?,
    })
}

pub(super) fn write_acceptance(e: &Acceptance) -> messages::Acceptance {
    let has = |condition| e.conditions.contains(&condition);
    messages::Acceptance {
        on: write::text(&e.on),
        procedure: write::word(e.track.procedure()),
        simplified: write_simplified(&e.track),
        conditions: Some(messages::Conditions {
            parties: has(Condition::Parties),
            interest: has(Condition::Interest),
            claims: has(Condition::Claims),
            in_time: has(Condition::InTime),
            in_scope: has(Condition::InScope),
            jurisdiction: has(Condition::Jurisdiction),
            not_pending: has(Condition::NotPending),
        }),
        paper: write::paper_if_any(e.paper.as_ref()),
    }
}

fn is_ticked(ticked: messages::Conditions, condition: Condition) -> bool {
    match condition {
        Condition::Parties => ticked.parties,
        Condition::Interest => ticked.interest,
        Condition::Claims => ticked.claims,
        Condition::InTime => ticked.in_time,
        Condition::InScope => ticked.in_scope,
        Condition::Jurisdiction => ticked.jurisdiction,
        Condition::NotPending => ticked.not_pending,
    }
}

fn read_track(procedure: &str, simplified: Option<messages::SimplifiedGround>) -> Result<Track, Malformed> {
    use crate::case::acceptance::Procedure;
    match (read::word("procedure", procedure)?, simplified) {
        (Procedure::Ordinary, None) => Ok(Track::Ordinary),
        (Procedure::Ordinary, Some(_)) => Err(Malformed::field("simplified", "普通程序不需要简易程序的情形")),
        (Procedure::Simplified, simplified) => {
            let m = read::part("simplified", simplified)?;
            Ok(Track::Simplified(Simplification {
                ground: read::word("simplified.ground", &m.ground)?,
                is_clear: m.facts_clear,
                explanation: read::value_if_any("simplified.explanation", m.explanation)?,
            }))
        }
    }
}

fn write_simplified(track: &Track) -> Option<messages::SimplifiedGround> {
    match track {
        Track::Ordinary => None,
        Track::Simplified(simplified) => Some(messages::SimplifiedGround {
            ground: write::word(simplified.ground),
            facts_clear: simplified.is_clear,
            explanation: write::text_if_any(simplified.explanation.as_ref()),
        }),
    }
}

pub(super) fn read_choice(m: messages::ProcedureChoice) -> Result<ProcedureChoice, Malformed> {
    Ok(ProcedureChoice { on: read::day("on", &m.on)?, track: read_track(&m.procedure, m.simplified)? })
}

pub(super) fn write_choice(e: &ProcedureChoice) -> messages::ProcedureChoice {
    messages::ProcedureChoice {
        on: write::text(&e.on),
        procedure: write::word(e.track.procedure()),
        simplified: write_simplified(&e.track),
    }
}

pub(super) fn read_assignment(m: messages::Assignment) -> Result<Assignment, Malformed> {
    Ok(Assignment { on: read::day("on", &m.on)?, handlers: read::each(m.handlers, read_handler)? })
}

pub(super) fn write_assignment(e: &Assignment) -> messages::Assignment {
    messages::Assignment { on: write::text(&e.on), handlers: e.handlers.iter().map(write_handler).collect() }
}

pub(super) fn read_requirement<G: Word>(m: messages::Requirement) -> Result<Requirement<G>, Malformed> {
    let ground = read::word_if_any("ground", &m.ground)?;
    match (m.required, ground.is_some()) {
        (true, false) => Err(Malformed::field("ground", "确定为应当的，请注明情形")),
        (false, true) => Err(Malformed::field("ground", "确定为不需要的，不应注明情形")),
        _ => Ok(Requirement {
            on: read::day("on", &m.on)?,
            ground,
            explanation: read::value_if_any("explanation", m.explanation)?,
        }),
    }
}

pub(super) fn write_requirement<G: Word>(e: &Requirement<G>) -> messages::Requirement {
    messages::Requirement {
        on: write::text(&e.on),
        required: e.ground.is_some(),
        ground: write::word_if_any(e.ground),
        explanation: write::text_if_any(e.explanation.as_ref()),
    }
}
