//! What was entered about a suggestion and stands, with what can be amended in it.

use kernel::field::Fields as _;
use proto::suggestions::{EntriesAnswer, EntriesQuestion};
use runtime::{At, Question, Unanswered, write};

use super::known_suggestion_of;
use crate::contract::field::Field;
use crate::suggestion::Suggestion;

/// The entries of a suggestion, for its page and for the form that puts them right.
#[derive(Debug)]
pub struct Entries;

impl Question for Entries {
    const NAME: &'static str = "Entries";
    type Asked = EntriesQuestion;
    type Answer = EntriesAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: EntriesQuestion) -> Result<EntriesAnswer, Unanswered> {
        let (suggestion, version) = known_suggestion_of(at, &asked.suggestion).await?;
        Ok(EntriesAnswer { version, ..listed(&suggestion) })
    }
}

/// The entries that stand.
#[must_use]
pub fn listed(suggestion: &Suggestion) -> EntriesAnswer {
    let entries = suggestion.history.entries().iter();
    let entries = entries.map(|entry| write::listed_entry(entry.number, entry.fact.described(), entry.fact.fields()));
    EntriesAnswer {
        version: 0,
        entries: entries.collect(),
        clocks: suggestion.clocks.iter().map(Field::write).collect(),
    }
}
