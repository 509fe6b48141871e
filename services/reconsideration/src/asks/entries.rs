//! What was entered about a case and stands, with what can be amended in it.

use kernel::field::Fields as _;
use proto::reconsideration::{EntriesAnswer, EntriesQuestion};
use runtime::{At, Question, Unanswered};

use super::known_case_of;
use crate::case::Case;
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
    let entries = case.file.history.entries().iter();
    let entries = entries.map(|entry| write::listed_entry(entry.number, entry.fact.described(), entry.fact.fields()));
    EntriesAnswer {
        version: 0,
        entries: entries.collect(),
        clocks: case.file.clocks.iter().map(clock::write).collect(),
    }
}
