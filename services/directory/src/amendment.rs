//! Nothing is deleted: what was entered is amended or struck by another event, which says what it amends and why.

use std::collections::BTreeMap;

use kernel::day::Day;
use serde::{Deserialize, Serialize};

pub use kernel::amendment::{Amendment, Reason};

use crate::refusal::Refusal;

/// Puts another fact in the place of one that was entered.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend<F> {
    /// Which, and why.
    pub amendment: Amendment,
    /// As it should have been entered.
    pub fact: F,
}

/// An entry was amended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amended<F> {
    /// Which, and why.
    pub amendment: Amendment,
    /// The day of the amendment.
    pub on: Day,
    /// As it was entered, or last amended.
    pub before: F,
    /// As it is now.
    pub after: F,
}

/// An entry was taken out: it stands in no list and no figure, only in the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck<F> {
    /// Which, and why.
    pub amendment: Amendment,
    /// The day it was taken out.
    pub on: Day,
    /// As it was entered, or last amended.
    pub before: F,
}

/// Something that can be entered and amended.
pub(crate) trait Fact: Clone + PartialEq {
    /// Whether this may be what an earlier entry should have been.
    fn amends(&self, before: &Self, entry: u64) -> Result<(), Refusal>;
}

/// What was entered in a stream and stands today, each under the number of the event that entered it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entries<F> {
    events: u64,
    standing: BTreeMap<u64, F>,
}

impl<F> Default for Entries<F> {
    fn default() -> Self {
        Self { events: 0, standing: BTreeMap::new() }
    }
}

impl<F> Entries<F> {
    /// What stands, in the order of entry.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &F> {
        self.standing.values()
    }

    /// What was entered under a number, if it stands.
    pub(crate) fn get(&self, entry: u64) -> Result<&F, Refusal> {
        self.standing.get(&entry).ok_or(Refusal::NoSuchEntry { entry })
    }

    /// The next event enters something.
    pub(crate) fn enter(&mut self, fact: F) {
        self.events += 1;
        self.standing.insert(self.events, fact);
    }

    /// The next event changes something in what was entered.
    pub(crate) fn change(&mut self, entry: u64, change: impl FnOnce(&mut F)) {
        self.events += 1;
        if let Some(fact) = self.standing.get_mut(&entry) {
            change(fact);
        }
    }

    /// The next event takes something out.
    pub(crate) fn remove(&mut self, struck: &Struck<F>) {
        self.events += 1;
        self.standing.remove(&struck.amendment.entry);
    }
}

impl<F: Fact> Entries<F> {
    /// The next event puts one fact in the place of another.
    pub(crate) fn replace(&mut self, amended: &Amended<F>) {
        self.change(amended.amendment.entry, |fact| *fact = amended.after.clone());
    }

    /// Amends what was entered, if that changes anything.
    pub(crate) fn amend(&self, Amend { amendment, fact }: Amend<F>, on: Day) -> Result<Amended<F>, Refusal> {
        let before = self.get(amendment.entry)?.clone();
        fact.amends(&before, amendment.entry)?;
        if fact == before {
            return Err(Refusal::NothingChanges);
        }
        Ok(Amended { amendment, on, before, after: fact })
    }

    /// Strikes what was entered. A new fact strikes nothing: what was so and is no longer so has ended, and is entered.
    pub(crate) fn strike(&self, amendment: Amendment, on: Day) -> Result<Struck<F>, Refusal> {
        let before = self.get(amendment.entry)?.clone();
        if amendment.reason == Reason::NewFact {
            return Err(Refusal::NewFactStrikesNothing);
        }
        Ok(Struck { amendment, on, before })
    }
}
