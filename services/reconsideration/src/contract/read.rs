//! How values are read from fields.

use kernel::number::Number;
use kernel::paper::Paper;
use kernel::writing::Line;
use proto::reconsideration as messages;
use runtime::Malformed;
pub(crate) use runtime::read::*;

use crate::clocks::PersonNumber;
use crate::approval::Approval;

/// A person's number in the case.
pub(crate) fn person(field: &str, number: u32) -> Result<PersonNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少参加人序号（从1起）"))
    } else {
        Ok(PersonNumber(number))
    }
}

pub(crate) fn paper(message: Option<messages::Paper>) -> Result<Option<Paper>, Malformed> {
    let Some(m) = message else { return Ok(None) };
    Ok(Some(Paper {
        kind: value("paper.kind", m.kind)?,
        number: value_if_any("paper.number", m.number)?,
        on: day_if_any("paper.on", &m.on)?,
        title: value_if_any("paper.title", m.title)?,
    }))
}

pub(crate) fn approval(field: &str, message: Option<messages::Approval>) -> Result<Approval, Malformed> {
    let m = part(field, message)?;
    Ok(Approval {
        account: value_if_any(&format!("{field}.account"), m.account)?,
        name: value(&format!("{field}.name"), m.name)?,
        post: value_if_any(&format!("{field}.post"), m.post)?,
        on: day_if_any(&format!("{field}.on"), &m.on)?,
    })
}

pub(crate) fn number(message: Option<messages::Number>) -> Result<Number, Malformed> {
    let m = part("number", message)?;
    let ordinal = if m.ordinal == 0 { None } else { Some(m.ordinal) };
    Ok(Number { text: value::<Line>("number.text", m.text)?, ordinal, existing: m.existing })
}
