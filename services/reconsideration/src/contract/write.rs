//! How values are written into fields.

use proto::reconsideration as messages;
use uuid::Uuid;

use crate::number::Number;
use crate::paper::{Approval, Paper};
use kernel::word::Word;

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

pub(crate) fn uuid(uuid: Uuid) -> Vec<u8> {
    uuid.as_bytes().to_vec()
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

pub(crate) fn approval(approval: &Approval) -> messages::Approval {
    messages::Approval {
        account: text_if_any(approval.account.as_ref()),
        name: text(&approval.name),
        post: text_if_any(approval.post.as_ref()),
        on: text_if_any(approval.on.as_ref()),
    }
}

pub(crate) fn number(number: &Number) -> messages::Number {
    messages::Number {
        text: text(&number.text),
        ordinal: number.ordinal.unwrap_or_default(),
        existing: number.existing,
    }
}
