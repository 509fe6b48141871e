//! How values are read from fields.

use proto::reconsideration as messages;
use runtime::Malformed;
pub(crate) use runtime::read::*;

use crate::approval::Approval;
use crate::clocks::PersonNumber;

/// A person's number in the case.
pub(crate) fn person(field: &str, number: u32) -> Result<PersonNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少参加人序号（从1起）"))
    } else {
        Ok(PersonNumber(number))
    }
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
