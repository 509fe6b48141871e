//! How values are read from fields.

use kernel::writing::Line;
use proto::notices as messages;
use runtime::Malformed;
pub(crate) use runtime::read::*;

use crate::number::Number;

/// A division's code in GB/T 2260.
pub(crate) fn area(field: &str, text: String) -> Result<String, Malformed> {
    if matches!(text.len(), 6 | 9) && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(Malformed::field(field, format!("“{text}”不是行政区划代码，应为六位数字（乡镇九位），如 610327")))
    }
}

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
