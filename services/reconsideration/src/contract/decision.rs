use proto::reconsideration as messages;
use runtime::Malformed;

use super::reception::{read_request, write_request};
use super::{read, write};
use crate::case::decision::{Decided, Decision, Item, Submission};
use crate::law;

pub(super) fn read_submission(m: messages::Submission) -> Result<Submission, Malformed> {
    Ok(Submission { on: read::day("on", &m.on)?, proposal: read::value_if_any("proposal", m.proposal)? })
}

pub(super) fn write_submission(s: &Submission) -> messages::Submission {
    messages::Submission { on: write::text(&s.on), proposal: write::text_if_any(s.proposal.as_ref()) }
}

pub(super) fn read_decision(m: messages::Decision) -> Result<Decision, Malformed> {
    Ok(Decision {
        on: read::day("on", &m.on)?,
        number: read_request(m.number)?,
        items: read::each(m.items, read_item)?,
        consent: read::word("approval", &m.approval)?,
        approved_by: read::approval("approved_by", m.approved_by)?,
        summary: read::value_if_any("summary", m.summary)?,
    })
}

pub(super) fn write_decision(d: &Decision) -> messages::Decision {
    messages::Decision {
        on: write::text(&d.on),
        number: Some(write_request(&d.number)),
        items: d.items.iter().map(write_item).collect(),
        approval: write::word(d.consent),
        approved_by: Some(write::approval(&d.approved_by)),
        summary: write::text_if_any(d.summary.as_ref()),
    }
}

fn read_item(m: messages::DecisionItem) -> Result<Item, Malformed> {
    let redo_days = match (m.redo_ordered, m.redo_days) {
        (false, 0) => None,
        (false, _) => return Err(Malformed::field("items.redo_days", "没有责令重新作出，不应填写期限")),
        (true, 0) => Some(law::REDO_DAYS),
        (true, days) => Some(read::days("items.redo_days", days)?),
    };
    Ok(Item {
        kind: read::word("items.kind", &m.kind)?,
        claims: m.claims,
        text: read::value_if_any("items.text", m.text)?,
        redo_days,
        perform_by: read::day_if_any("items.perform_by", &m.perform_by)?,
        causes: read::each(m.causes, |cause| read::word("items.causes", &cause))?,
    })
}

fn write_item(i: &Item) -> messages::DecisionItem {
    messages::DecisionItem {
        kind: write::word(i.kind),
        claims: i.claims.clone(),
        text: write::text_if_any(i.text.as_ref()),
        redo_ordered: i.redo_days.is_some(),
        redo_days: i.redo_days.map_or(0, u32::from),
        perform_by: write::text_if_any(i.perform_by.as_ref()),
        causes: i.causes.iter().map(|cause| write::word(*cause)).collect(),
    }
}

pub(super) fn read_decided(m: messages::Decided) -> Result<Decided, Malformed> {
    Ok(Decided {
        decision: read_decision(read::part("decision", m.decision)?)?,
        number: read::number("number", m.number)?,
        corrective: m.corrective,
        by_default_of_answer: m.by_default_of_answer,
    })
}

pub(super) fn write_decided(d: &Decided) -> messages::Decided {
    messages::Decided {
        decision: Some(write_decision(&d.decision)),
        number: Some(write::number(&d.number)),
        corrective: d.corrective,
        by_default_of_answer: d.by_default_of_answer,
    }
}
