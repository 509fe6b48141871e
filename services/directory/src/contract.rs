//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

mod holiday_year;
mod judicial_organ;
mod official;
mod organ;
mod setting;

pub(crate) use holiday_year::kind as holiday_kind;
use kernel::day::Day;
use kernel::id::Id;
use proto::directory as messages;
use runtime::Malformed;
use uuid::Uuid;

use crate::amendment::{Amend, Amendment};
use kernel::word::Word;
use kernel::writing::Line;

/// A checked value from a field's text.
pub(crate) fn read<T: TryFrom<String>>(field: &str, text: String) -> Result<T, Malformed>
where
    T::Error: std::fmt::Display,
{
    T::try_from(text).map_err(|wrong| Malformed::field(field, wrong))
}

/// A checked value from a field that may be left empty.
fn read_if_any<T: TryFrom<String>>(field: &str, text: String) -> Result<Option<T>, Malformed>
where
    T::Error: std::fmt::Display,
{
    if text.is_empty() { Ok(None) } else { read(field, text).map(Some) }
}

/// A day. The empty text is not today: whoever asks says which day is meant.
pub(crate) fn read_day(field: &str, text: &str) -> Result<Day, Malformed> {
    if text.is_empty() {
        return Err(Malformed::field(field, "缺少日期，请写成 2024-09-25 这样的形式"));
    }
    text.parse().map_err(|wrong| Malformed::field(field, wrong))
}

fn read_day_if_any(field: &str, text: &str) -> Result<Option<Day>, Malformed> {
    if text.is_empty() { Ok(None) } else { read_day(field, text).map(Some) }
}

/// A word of a closed list, by its English name.
pub(crate) fn read_word<W: Word>(field: &str, text: &str) -> Result<W, Malformed> {
    W::from_english(text).map_err(|wrong| Malformed::field(field, wrong))
}

fn read_id<T>(field: &str, bytes: &[u8]) -> Result<Id<T>, Malformed> {
    match Uuid::from_slice(bytes) {
        Ok(uuid) if !uuid.is_nil() => Ok(Id::from_uuid(uuid)),
        _ => Err(Malformed::field(field, "应为16字节的非空UUID，请从名录中选取")),
    }
}

pub(crate) fn read_id_if_any<T>(field: &str, bytes: &[u8]) -> Result<Option<Id<T>>, Malformed> {
    if bytes.is_empty() { Ok(None) } else { read_id(field, bytes).map(Some) }
}

/// The number of an event in its stream.
fn read_entry(field: &str, number: i64) -> Result<u64, Malformed> {
    match u64::try_from(number) {
        Ok(entry) if entry > 0 => Ok(entry),
        _ => Err(Malformed::field(field, "应为原记录的序号（从1开始）")),
    }
}

fn read_amendment(amendment: Option<messages::Amendment>) -> Result<Amendment, Malformed> {
    let amendment = amendment.ok_or_else(|| Malformed::field("amendment", "缺少更正的对象和理由，请填写"))?;
    Ok(Amendment {
        entry: read_entry("amendment.entry", amendment.entry)?,
        reason: read_word("amendment.reason", &amendment.reason)?,
        explanation: read::<Line>("amendment.explanation", amendment.explanation)?,
    })
}

/// What an amendment puts in the place of an entry.
fn read_amend<M, F>(
    amendment: Option<messages::Amendment>,
    fact: Option<M>,
    read: impl FnOnce(M) -> Result<F, Malformed>,
) -> Result<Amend<F>, Malformed> {
    let fact = fact.ok_or_else(|| Malformed::field("fact", "缺少更正后的内容，请填写"))?;
    Ok(Amend { amendment: read_amendment(amendment)?, fact: read(fact)? })
}

/// What stands in a stored event under a name.
fn stored<M>(field: &str, message: Option<M>) -> Result<M, Malformed> {
    message.ok_or_else(|| Malformed::field(field, "缺少内容，或由较新版本写成：请先升级本机程序"))
}

fn write_amendment(amendment: &Amendment) -> messages::Amendment {
    messages::Amendment {
        entry: i64::try_from(amendment.entry).unwrap_or(i64::MAX),
        reason: amendment.reason.english().to_owned(),
        explanation: write(&amendment.explanation),
    }
}

/// A value's text.
fn write(value: &(impl Clone + Into<String>)) -> String {
    value.clone().into()
}

/// A value's text; nothing where there is none.
fn write_if_any(value: Option<&(impl Clone + Into<String>)>) -> String {
    value.map(write).unwrap_or_default()
}

fn write_id<T>(id: Id<T>) -> Vec<u8> {
    id.uuid().as_bytes().to_vec()
}

fn write_id_if_any<T>(id: Option<Id<T>>) -> Vec<u8> {
    id.map(write_id).unwrap_or_default()
}

#[cfg(test)]
mod tests;
