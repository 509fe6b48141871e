//! How values are read from fields.

use kernel::number::Number;
use kernel::writing::Line;
use proto::notices as messages;
use runtime::Malformed;
pub(crate) use runtime::read::*;

pub(crate) fn number(message: Option<messages::Number>) -> Result<Number, Malformed> {
    let m = part("number", message)?;
    let ordinal = (m.ordinal > 0).then_some(m.ordinal);
    Ok(Number { text: value::<Line>("number.text", m.text)?, ordinal, existing: m.existing })
}

pub(crate) fn write_number(number: &Number) -> messages::Number {
    messages::Number {
        text: number.text.to_string(),
        ordinal: number.ordinal.unwrap_or_default(),
        existing: number.existing,
    }
}
