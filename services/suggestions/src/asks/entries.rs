//! What was entered about a suggestion and stands, with what can be amended in it.

use kernel::word::Word;
use proto::common::{AmendableField, Choice, Entry};
use proto::suggestions::{EntriesAnswer, EntriesQuestion};
use runtime::{At, Question, Unanswered};

use super::known_suggestion_of;
use crate::contract::field::Field;
use crate::suggestion::{Suggestion, history};

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
    EntriesAnswer {
        version: 0,
        entries: suggestion.history.entries().iter().map(entry).collect(),
        clocks: suggestion.clocks.iter().map(Field::write).collect(),
    }
}

fn chosen((word, title): (&str, &str)) -> Choice {
    Choice { word: word.to_owned(), title: title.to_owned() }
}

fn entry(entry: &history::Entry) -> Entry {
    let (event, title, on) = entry.fact.described();
    let fields = entry.fact.fields().into_iter().map(|field| AmendableField {
        field: field.name,
        title: field.title,
        value: field.value,
        kind: field.kind.english().to_owned(),
        choices: field.choices.into_iter().map(chosen).collect(),
    });
    Entry {
        entry: entry.number.write(),
        event: event.to_owned(),
        title: title.to_owned(),
        on: on.to_string(),
        fields: fields.collect(),
    }
}
