//! What was entered about a lawsuit and stands, with what can be amended in it.

use kernel::field::Fields as _;
use proto::appearances::{LawsuitEntriesAnswer, LawsuitEntriesQuestion};
use runtime::{At, Question, Unanswered};

use super::lawsuit_of;
use crate::contract::{clock, write};
use crate::lawsuit::Lawsuit;

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
    let entries = lawsuit.history.entries().iter();
    let entries = entries.map(|entry| write::listed_entry(entry.number, entry.fact.described(), entry.fact.fields()));
    LawsuitEntriesAnswer {
        version: 0,
        entries: entries.collect(),
        clocks: lawsuit.clocks.iter().map(clock::write).collect(),
    }
}
