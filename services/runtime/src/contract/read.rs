//! How values are read from the fields of messages. What is wrong is said in Chinese, with the field.

use std::fmt::Display;

use kernel::day::Day;
use kernel::id::Id;
use kernel::word::Word;
use uuid::Uuid;

use super::Malformed;
pub use super::amendment::{
    read_amend as amend, read_amended as amended, read_amendment as amendment, read_moved as moved,
    read_retraction as retraction, read_struck as struck,
};
pub use super::arrangement::read_arrangements as arrangements;
pub use super::deadline::read_deadline as deadline;
pub use super::papers::{read_number as number, read_paper as paper, read_paper_if_any as paper_if_any};

/// A checked value from a field's text.
pub fn value<T: TryFrom<String, Error: Display>>(field: &str, text: String) -> Result<T, Malformed> {
    T::try_from(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A checked value from a field that may be left empty.
pub fn value_if_any<T: TryFrom<String, Error: Display>>(field: &str, text: String) -> Result<Option<T>, Malformed> {
    if text.trim().is_empty() { Ok(None) } else { value(field, text).map(Some) }
}

/// A day. The empty text is not today: whoever sends says which day is meant.
pub fn day(field: &str, text: &str) -> Result<Day, Malformed> {
    if text.is_empty() {
        return Err(Malformed::field(field, "缺少日期，请写成 2024-09-25 这样的形式"));
    }
    text.parse().map_err(|wrong| Malformed::field(field, wrong))
}

/// A day that may be left empty.
pub fn day_if_any(field: &str, text: &str) -> Result<Option<Day>, Malformed> {
    if text.is_empty() { Ok(None) } else { day(field, text).map(Some) }
}

/// A year.
pub fn year(field: &str, year: i32) -> Result<i16, Malformed> {
    i16::try_from(year).map_err(|_| Malformed::field(field, format_args!("{year}不是年份，请写四位数字")))
}

/// A word of a closed list, by its English name.
pub fn word<W: Word>(field: &str, text: &str) -> Result<W, Malformed> {
    W::from_english(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A word that may be left out.
pub fn word_if_any<W: Word>(field: &str, text: &str) -> Result<Option<W>, Malformed> {
    if text.is_empty() { Ok(None) } else { word(field, text).map(Some) }
}

/// Words of a closed list.
pub fn words<W: Word>(field: &str, texts: &[String]) -> Result<Vec<W>, Malformed> {
    texts.iter().map(|text| word(field, text)).collect()
}

/// A stream's name.
pub fn uuid(field: &str, bytes: &[u8]) -> Result<Uuid, Malformed> {
    match Uuid::from_slice(bytes) {
        Ok(uuid) if !uuid.is_nil() => Ok(uuid),
        _ => Err(Malformed::field(field, "应为16字节的非空UUID")),
    }
}

/// A stream's name that may be left out.
pub fn uuid_if_any(field: &str, bytes: &[u8]) -> Result<Option<Uuid>, Malformed> {
    if bytes.is_empty() { Ok(None) } else { uuid(field, bytes).map(Some) }
}

/// The id of one `T`.
pub fn id<T>(field: &str, bytes: &[u8]) -> Result<Id<T>, Malformed> {
    uuid(field, bytes).map(Id::from_uuid)
}

/// The id of one `T`, which may be left out.
pub fn id_if_any<T>(field: &str, bytes: &[u8]) -> Result<Option<Id<T>>, Malformed> {
    Ok(uuid_if_any(field, bytes)?.map(Id::from_uuid))
}

/// The number of an event in its stream.
pub fn entry(field: &str, number: i64) -> Result<u64, Malformed> {
    match u64::try_from(number) {
        Ok(entry) if entry > 0 => Ok(entry),
        _ => Err(Malformed::field(field, "应为原记录的序号（从1起）")),
    }
}

/// A number of days or months.
pub fn days(field: &str, number: u32) -> Result<u16, Malformed> {
    u16::try_from(number).map_err(|_| Malformed::field(field, "数字过大"))
}

/// A part of a message that must be there.
pub fn part<M>(field: &str, message: Option<M>) -> Result<M, Malformed> {
    message.ok_or_else(|| Malformed::field(field, "缺少内容，请填写"))
}

/// Each of a list.
pub fn each<M, T>(messages: Vec<M>, read: impl FnMut(M) -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
    messages.into_iter().map(read).collect()
}
