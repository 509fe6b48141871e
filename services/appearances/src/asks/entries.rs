//! What was entered about a lawsuit and stands, with what can be amended in it.

use proto::appearances::{LawsuitEntriesAnswer, LawsuitEntriesQuestion};
use proto::common::{AmendableField, Choice, Entry};
use runtime::{At, Question, Unanswered};

use super::lawsuit_of;
use crate::contract::{clock, write};
use crate::lawsuit::{Lawsuit, amendment};

/// The entries of a lawsuit, for its page and for the form that puts them right.
#[derive(Debug)]
pub struct LawsuitEntries;

impl Question for LawsuitEntries {
    const NAME: &'static str = "LawsuitEntries";
    type Asked = LawsuitEntriesQuestion;
    type Answer = LawsuitEntriesAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: LawsuitEntriesQuestion) -> Result<LawsuitEntriesAnswer, Unanswered> {
        let (lawsuit, version) = lawsuit_of(at, &asked.lawsuit).await?;
        Ok(LawsuitEntriesAnswer { version, ..listed(&lawsuit) })
    }
}

/// The entries that stand.
#[must_use]
pub fn listed(lawsuit: &Lawsuit) -> LawsuitEntriesAnswer {
    LawsuitEntriesAnswer {
        version: 0,
        entries: lawsuit.history.entries().iter().map(entry).collect(),
        clocks: lawsuit.clocks.iter().map(clock::write).collect(),
    }
}

fn chosen((word, title): (&str, &str)) -> Choice {
    Choice { word: word.to_owned(), title: title.to_owned() }
}

fn entry(entry: &amendment::Entry) -> Entry {
    let (event, title, on) = entry.fact.described();
    let fields = entry.fact.fields().into_iter().map(|field| AmendableField {
        kind: write::word(field.kind),
        field: field.name,
        title: field.title,
        value: field.value,
        choices: field.choices.into_iter().map(chosen).collect(),
    });
    Entry {
        entry: write::entry(entry.number),
        event: event.to_owned(),
        title: title.to_owned(),
        on: on.to_string(),
        fields: fields.collect(),
    }
}
