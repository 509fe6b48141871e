//! How values are written into the fields of messages.

use kernel::aggregate::Refusal;
use kernel::id::Id;
use kernel::word::Word;
use proto::common;
use uuid::Uuid;

pub use super::amendment::{
    write_amended as amended, write_amendment as amendment, write_listed_entry as listed_entry, write_moved as moved,
    write_retraction as retraction, write_struck as struck,
};
pub use super::arrangement::write_arrangements as arrangements;
pub use super::deadline::write_deadline as deadline;
pub use super::explanation::write_explanation as explanation;
pub use super::papers::{write_number as number, write_paper as paper, write_paper_if_any as paper_if_any};

/// A value's text.
pub fn text(value: &(impl Clone + Into<String>)) -> String {
    value.clone().into()
}

/// A value's text; nothing where there is none.
pub fn text_if_any(value: Option<&(impl Clone + Into<String>)>) -> String {
    value.map(text).unwrap_or_default()
}

/// A word's English name.
pub fn word(word: impl Word) -> String {
    word.english().to_owned()
}

/// A word's English name; nothing where there is none.
pub fn word_if_any(word: Option<impl Word>) -> String {
    word.map(Word::english).unwrap_or_default().to_owned()
}

/// Words' English names.
pub fn words<W: Word>(words: &[W]) -> Vec<String> {
    words.iter().map(|one| word(*one)).collect()
}

/// A stream's name.
#[must_use]
pub fn uuid(uuid: Uuid) -> Vec<u8> {
    uuid.as_bytes().to_vec()
}

/// A stream's name; nothing where there is none.
#[must_use]
pub fn uuid_if_any(id: Option<Uuid>) -> Vec<u8> {
    id.map(uuid).unwrap_or_default()
}

/// The id of one `T`.
#[must_use]
pub fn id<T>(id: Id<T>) -> Vec<u8> {
    uuid(id.uuid())
}

/// The id of one `T`; nothing where there is none.
#[must_use]
pub fn id_if_any<T>(id: Option<Id<T>>) -> Vec<u8> {
    uuid_if_any(id.map(Id::uuid))
}

/// Why a service says no.
pub fn refused(refusal: &impl Refusal) -> common::Refused {
    common::Refused {
        code: refusal.code(),
        text: refusal.to_string(),
        field: refusal.field().unwrap_or_default().to_owned(),
    }
}

/// The number of an event in its stream.
#[must_use]
pub fn entry(entry: u64) -> i64 {
    i64::try_from(entry).unwrap_or(i64::MAX)
}
