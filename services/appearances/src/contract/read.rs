//! How values are read from fields.

use kernel::day::Day;
use kernel::word::Word;
use proto::appearances as messages;
use runtime::Malformed;
use uuid::Uuid;

use crate::paper::Paper;
use crate::parties::{InstanceNumber, PartyNumber};

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

/// A day that may be left empty.
pub(crate) fn day_if_any(field: &str, text: &str) -> Result<Option<Day>, Malformed> {
    if text.is_empty() { Ok(None) } else { day(field, text).map(Some) }
}

/// A word of a closed list, by its English name.
pub(crate) fn word<W: Word>(field: &str, text: &str) -> Result<W, Malformed> {
    W::from_english(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A word that may be left out.
pub(crate) fn word_if_any<W: Word>(field: &str, text: &str) -> Result<Option<W>, Malformed> {
    if text.is_empty() { Ok(None) } else { word(field, text).map(Some) }
}

/// A stream's name.
pub(crate) fn uuid(field: &str, bytes: &[u8]) -> Result<Uuid, Malformed> {
    match Uuid::from_slice(bytes) {
        Ok(uuid) if !uuid.is_nil() => Ok(uuid),
        _ => Err(Malformed::field(field, "应为16字节的非空UUID")),
    }
}

/// A stream's name that may be left out.
pub(crate) fn uuid_if_any(field: &str, bytes: &[u8]) -> Result<Option<Uuid>, Malformed> {
    if bytes.is_empty() { Ok(None) } else { uuid(field, bytes).map(Some) }
}

/// A party's number in the lawsuit.
pub(crate) fn party(field: &str, number: u32) -> Result<PartyNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少当事人序号（从1起）"))
    } else {
        Ok(PartyNumber(number))
    }
}

/// An instance's number in the lawsuit.
pub(crate) fn instance(field: &str, number: u32) -> Result<InstanceNumber, Malformed> {
    if number == 0 {
        Err(Malformed::field(field, "缺少审级序号（从1起）"))
    } else {
        Ok(InstanceNumber(number))
    }
}

/// The number of an event in its stream.
pub(crate) fn entry(field: &str, number: i64) -> Result<u64, Malformed> {
    match u64::try_from(number) {
        Ok(entry) if entry > 0 => Ok(entry),
        _ => Err(Malformed::field(field, "应为原记录的序号（从1起）")),
    }
}

/// A number of days.
pub(crate) fn days(field: &str, days: u32) -> Result<u16, Malformed> {
    u16::try_from(days).map_err(|_| Malformed::field(field, "天数过大"))
}

/// A part of a message that must be there.
pub(crate) fn part<M>(field: &str, message: Option<M>) -> Result<M, Malformed> {
    message.ok_or_else(|| Malformed::field(field, "缺少内容，请填写"))
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

/// Words of a closed list.
pub(crate) fn words<W: Word>(field: &str, texts: &[String]) -> Result<Vec<W>, Malformed> {
    texts.iter().map(|text| word(field, text)).collect()
}

/// Each of a list.
pub(crate) fn each<M, T>(messages: Vec<M>, read: impl FnMut(M) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
    messages.into_iter().map(read).collect()
}
