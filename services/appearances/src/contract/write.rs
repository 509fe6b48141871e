//! How values are written into fields.

use kernel::word::Word;
use proto::appearances as messages;
use uuid::Uuid;

use crate::paper::Paper;

/// A value's text.
pub(crate) fn text(value: &(impl Clone + Into<String>)) -> String {
    value.clone().into()
}

/// A value's text; nothing where there is none.
pub(crate) fn text_if_any(value: Option<&(impl Clone + Into<String>)>) -> String {
    value.map(text).unwrap_or_default()
}

/// A word's English name; nothing where there is none.
pub(crate) fn word_if_any(word: Option<impl Word>) -> String {
    word.map(Word::english).unwrap_or_default().to_owned()
}

/// A word's English name.
pub(crate) fn word(word: impl Word) -> String {
    word.english().to_owned()
}

/// Words' English names.
pub(crate) fn words<W: Word>(words: &[W]) -> Vec<String> {
    words.iter().map(|one| word(*one)).collect()
}

pub(crate) fn uuid(uuid: Uuid) -> Vec<u8> {
    uuid.as_bytes().to_vec()
}

pub(crate) fn uuid_if_any(id: Option<Uuid>) -> Vec<u8> {
    id.map(uuid).unwrap_or_default()
}

/// The number of an event in its stream.
pub(crate) fn entry(entry: u64) -> i64 {
    i64::try_from(entry).unwrap_or(i64::MAX)
}

pub(crate) fn paper(paper: Option<&Paper>) -> Option<messages::Paper> {
    paper.map(|paper| messages::Paper {
        kind: text(&paper.kind),
        number: text_if_any(paper.number.as_ref()),
        on: text_if_any(paper.on.as_ref()),
        title: text_if_any(paper.title.as_ref()),
    })
}
