//! How a case ends without a decision, each message both ways.

use proto::reconsideration as messages;
use runtime::Malformed;

use super::reception::{read_request, write_request};
use super::{read, write};
use crate::case::dismissal::{Dismissal, Dismissed};
use crate::case::mediation::{Mediated, MediationDocument, Signature};
use crate::case::termination::{Terminated, Termination, TerminationGround, Withdrawal};

pub(super) fn read_mediation(m: messages::Mediation) -> Result<MediationDocument, Malformed> {
    Ok(MediationDocument {
        number: read_request(m.number)?,
        signatures: read::each(m.signatures, |m| {
            let party = read::person("signatures.party", m.party)?;
            Ok(Signature { party, on: read::day("signatures.on", &m.on)? })
        })?,
        sealed_on: read::day("sealed_on", &m.sealed_on)?,
        changes_act: m.changes_act,
        terms: read::value("terms", m.terms)?,
        perform_by: read::day_if_any("perform_by", &m.perform_by)?,
    })
}

pub(super) fn write_mediated(e: &Mediated) -> messages::Mediated {
    let signature = |s: &Signature| messages::Signature { party: s.party.0, on: write::text(&s.on) };
    let mediation = messages::Mediation {
        number: Some(write_request(&e.paper.number)),
        signatures: e.paper.signatures.iter().map(signature).collect(),
        sealed_on: write::text(&e.paper.sealed_on),
        changes_act: e.paper.changes_act,
        terms: write::text(&e.paper.terms),
        perform_by: write::text_if_any(e.paper.perform_by.as_ref()),
    };
    let (number, effective_on) = (Some(write::number(&e.number)), write::text(&e.effective_on));
    messages::Mediated { mediation: Some(mediation), number, effective_on }
}

pub(super) fn read_mediated(m: messages::Mediated) -> Result<Mediated, Malformed> {
    Ok(Mediated {
        paper: read_mediation(read::part("mediation", m.mediation)?)?,
        number: read::number("number", m.number)?,
        effective_on: read::day("effective_on", &m.effective_on)?,
    })
}

pub(super) fn read_withdrawal(m: messages::Withdrawal) -> Result<Withdrawal, Malformed> {
    Ok(Withdrawal {
        on: read::day("withdrawal.on", &m.on)?,
        reason: read::word("withdrawal.reason", &m.reason)?,
        explanation: read::value_if_any("withdrawal.explanation", m.explanation)?,
        paper: read::paper_if_any("paper", m.paper)?,
    })
}

pub(super) fn write_withdrawal(e: &Withdrawal) -> messages::Withdrawal {
    messages::Withdrawal {
        on: write::text(&e.on),
        reason: write::word(e.reason),
        explanation: write::text_if_any(e.explanation.as_ref()),
        paper: write::paper_if_any(e.paper.as_ref()),
    }
}

pub(super) fn read_termination(m: messages::Termination) -> Result<Termination, Malformed> {
    let ground = read::word("ground", &m.ground)?;
    match (ground, &m.withdrawal) {
        (TerminationGround::Withdrawn, None) => {
            return Err(Malformed::field("withdrawal", "准予撤回而终止的，请填写撤回申请的日期和原因"));
        }
        (TerminationGround::Withdrawn, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Malformed::field("withdrawal", "不是因撤回申请而终止，不应填写撤回申请")),
    }
    Ok(Termination {
        on: read::day("on", &m.on)?,
        number: read_request(m.number)?,
        ground,
        withdrawal: m.withdrawal.map(read_withdrawal).transpose()?,
        explanation: read::value_if_any("explanation", m.explanation)?,
    })
}

pub(super) fn read_terminated(m: messages::Terminated) -> Result<Terminated, Malformed> {
    let termination = read_termination(read::part("termination", m.termination)?)?;
    Ok(Terminated { termination, number: read::number("number", m.number)? })
}

pub(super) fn write_terminated(e: &Terminated) -> messages::Terminated {
    let termination = messages::Termination {
        on: write::text(&e.termination.on),
        number: Some(write_request(&e.termination.number)),
        ground: write::word(e.termination.ground),
        withdrawal: e.termination.withdrawal.as_ref().map(write_withdrawal),
        explanation: write::text_if_any(e.termination.explanation.as_ref()),
    };
    messages::Terminated { termination: Some(termination), number: Some(write::number(&e.number)) }
}

pub(super) fn read_dismissal(m: messages::Dismissal) -> Result<Dismissal, Malformed> {
    Ok(Dismissal {
        on: read::day("on", &m.on)?,
        number: read_request(m.number)?,
        ground: read::word("ground", &m.ground)?,
        reasons: read::value("reasons", m.reasons)?,
    })
}

pub(super) fn read_dismissed(m: messages::Dismissed) -> Result<Dismissed, Malformed> {
    let dismissal = read_dismissal(read::part("dismissal", m.dismissal)?)?;
    Ok(Dismissed { dismissal, number: read::number("number", m.number)? })
}

pub(super) fn write_dismissed(e: &Dismissed) -> messages::Dismissed {
    let dismissal = messages::Dismissal {
        on: write::text(&e.dismissal.on),
        number: Some(write_request(&e.dismissal.number)),
        ground: write::word(e.dismissal.ground),
        reasons: write::text(&e.dismissal.reasons),
    };
    messages::Dismissed { dismissal: Some(dismissal), number: Some(write::number(&e.number)) }
}
