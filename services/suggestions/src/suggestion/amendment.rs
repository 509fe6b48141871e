//! Nothing is deleted: what was entered is amended or struck by another event. The paper is then told again from its
//! beginning under the law's own conditions; what no longer fits together is refused, and every period that comes out
//! otherwise is in the event.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::field::Fields as _;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

pub use kernel::amendment::{Amendment, Reason};

use super::history::Entry;
use super::{Fact, Happening, Suggestion};
use crate::clocks::Clocks;
use crate::refusal::Refusal;

/// Puts one field of an entry right.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// Which field.
    pub field: String,
    /// What it should contain.
    pub value: String,
}

/// A field of an entry was put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amended {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day of the amendment.
    pub on: Day,
    /// Which field.
    pub field: String,
    /// What it contained.
    pub before: String,
    /// What it contains.
    pub after: String,
}

/// An entry was made by mistake; it stays in the history and counts no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day it was struck.
    pub on: Day,
    /// The name of what was struck.
    pub event: Line,
}

/// Puts a field of an entry right.
pub(crate) fn amend(suggestion: &Suggestion, c: Amend, on: &Occasion) -> Result<Happening, Refusal> {
    let mut entry = entry_of(suggestion, &c.amendment)?.clone();
    let before = entry.fact.value(&c.field).ok_or_else(|| Refusal::NoSuchField { field: c.field.clone() })?;
    entry.fact.set(&c.field, &c.value).map_err(|why| Refusal::WrongValue { value: c.value.clone(), why })?;
    let after = entry.fact.value(&c.field).unwrap_or_default();
    if before == after {
        return Err(Refusal::NothingChanges);
    }
    let amended = Amended { amendment: c.amendment, on: on.today, field: c.field, before, after };
    let entries = suggestion.history.entries().iter();
    let entries = entries.map(|old| if old.number == entry.number { &entry } else { old });
    let told = tell(suggestion, entries, Some(entry.number), on)?;
    Ok((Fact::Amended(amended), suggestion.clocks.changes_to(&told.clocks)))
}

/// Takes out what was entered by mistake; with the first entry, the whole paper.
pub(crate) fn strike(suggestion: &Suggestion, amendment: Amendment, on: &Occasion) -> Result<Happening, Refusal> {
    let entry = entry_of(suggestion, &amendment)?;
    if amendment.reason == Reason::NewFact {
        return Err(Refusal::NewFactStrikesNothing);
    }
    let number = entry.number;
    let struck = Fact::Struck(Struck { amendment, on: on.today, event: Line::known(entry.fact.described().0) });
    if number == 1 {
        return Ok((struck, suggestion.clocks.changes_to(&Clocks::default())));
    }
    let entries = suggestion.history.entries().iter().filter(|entry| entry.number != number);
    let told = tell(suggestion, entries, None, on)?;
    Ok((struck, suggestion.clocks.changes_to(&told.clocks)))
}

/// The entry that an amendment means, if it can be put right.
fn entry_of<'a>(suggestion: &'a Suggestion, amendment: &Amendment) -> Result<&'a Entry, Refusal> {
    let entry = suggestion.history.get(amendment.entry).ok_or(Refusal::NoSuchEntry { entry: amendment.entry })?;
    match entry.fact {
        Fact::Reminded(_) => Err(Refusal::ReminderStands),
        _ => Ok(entry),
    }
}

/// Tells a paper again from these entries, each under the conditions under which it was entered. Periods that come out as
/// they were recorded stay as they were recorded.
pub(super) fn tell<'a>(
    suggestion: &Suggestion,
    entries: impl Iterator<Item = &'a Entry>,
    own: Option<u64>,
    on: &Occasion,
) -> Result<Suggestion, Refusal> {
    let mut told = Suggestion::default();
    for entry in entries {
        let (fact, clocks) = match entry.fact.command() {
            None => (entry.fact.clone(), Vec::new()),
            Some(command) => told.step(command, on).map_err(|refusal| match entry.fact.described() {
                _ if own == Some(entry.number) => refusal,
                (_, title, on) => Refusal::Clash { entry: entry.number, title, on, why: Box::new(refusal) },
            })?,
        };
        told = told.after(&fact, &clocks);
        told.clocks.keep_recorded(&suggestion.clocks);
    }
    Ok(told)
}
