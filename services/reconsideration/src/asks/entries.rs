//! What was entered about a case and stands, with what can be amended in it.

use proto::common::{AmendableField, Choice, Entry};
use proto::reconsideration::{EntriesAnswer, EntriesQuestion};
use runtime::{At, Question, Unanswered};

use super::known_case_of;
use crate::case::{Case, amendment};
use crate::contract::{clock, write};

/// The entries of a case, for its page and for the form that puts them right.
#[derive(Debug)]
pub struct Entries;

impl Question for Entries {
    const NAME: &'static str = "Entries";
    type Asked = EntriesQuestion;
    type Answer = EntriesAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: EntriesQuestion) -> Result<EntriesAnswer, Unanswered> {
        let (case, version) = known_case_of(at, &asked.case).await?;
        Ok(EntriesAnswer { version, ..listed(&case) })
    }
}

/// The entries that stand.
#[must_use]
pub fn listed(case: &Case) -> EntriesAnswer {
    EntriesAnswer {
        version: 0,
        entries: case.file.history.entries().iter().map(entry).collect(),
        clocks: case.file.clocks.iter().map(clock::write).collect(),
    }
}

fn entry(entry: &amendment::Entry) -> Entry {
    let (event, title, on) = entry.fact.described();
    let fields = entry.fact.fields().into_iter().map(|field| AmendableField {
        kind: write::word(field.kind),
        field: field.name,
        title: field.title,
        value: field.value,
        choices: field.choices.into_iter().map(|(word, title)| Choice { word, title }).collect(),
    });
    Entry {
        entry: write::entry(entry.number),
        event: event.to_owned(),
        title: title.to_owned(),
        on: on.to_string(),
        fields: fields.collect(),
    }
}
