//! How values are read from fields.

use kernel::day::Day;
use kernel::word::Word;
use kernel::writing::Line;
use proto::notices as messages;
use runtime::Malformed;
use uuid::Uuid;

use crate::number::Number;

/// A checked value from a field's text.
pub(crate) fn value<T: TryFrom<String, Error: std::fmt::Display>>(field: &str, text: String) -> Result<T, Malformed> {
    T::try_from(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A checked value from a field that may be left empty.
pub(crate) fn value_if_any<T: TryFrom<String, Error: std::fmt::Display>>(
    field: &str,
    text: String,
) -> Result<Option<T>, Malformed> {
    if text.trim().is_empty() { Ok(None) } else { value(field, text).map(Some) }
}

/// A day.
pub(crate) fn day(field: &str, text: &str) -> Result<Day, Malformed> {
    if text.is_empty() {
        return Err(Malformed::field(field, "缺少日期，请写成 2024-09-25 这样的形式"));
    }
    text.parse().map_err(|wrong| Malformed::field(field, wrong))
}

/// A word of a closed list, by its English name.
pub(crate) fn word<W: Word>(field: &str, text: &str) -> Result<W, Malformed> {
    W::from_english(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A stream's name.
pub(crate) fn uuid(field: &str, bytes: &[u8]) -> Result<Uuid, Malformed> {
    match Uuid::from_slice(bytes) {
        Ok(uuid) if !uuid.is_nil() => Ok(uuid),
        _ => Err(Malformed::field(field, "应为16字节的非空UUID")),
    }
}

/// A division's code in GB/T 2260.
pub(crate) fn area(field: &str, text: String) -> Result<String, Malformed> {
    if matches!(text.len(), 6 | 9) && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(Malformed::field(field, format!("“{text}”不是行政区划代码，应为六位数字（乡镇九位），如 610327")))
    }
}

pub(crate) fn number(message: Option<messages::Number>) -> Result<Number, Malformed> {
    let m = message.ok_or_else(|| Malformed::field("number", "缺少文号"))?;
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

/// A value's text; nothing where there is none.
pub(crate) fn text_if_any(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

pub(crate) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}
