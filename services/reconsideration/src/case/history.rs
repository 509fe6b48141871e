//! All that was entered about a case and stands, each under the number of the event that entered it.

use serde::{Deserialize, Serialize};

use super::Fact;
use super::amendment::MovedEntry;

/// What was entered, in the order in which it is told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    events: u64,
    entries: Vec<Entry>,
    /// Where the next entry belongs, if it takes the place of one that was taken back.
    gap: Option<usize>,
}

/// Something that was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the event in the stream.
    pub number: u64,
    /// What was entered, as it was last amended.
    pub fact: Fact,
}

impl History {
    /// What stands, in the order in which it is told.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was entered under a number, if it stands.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// The number of the last event.
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.events
    }

    /// Whether something of this sort stands.
    #[must_use]
    pub fn contains(&self, sort: impl Fn(&Fact) -> bool) -> bool {
        self.entries.iter().any(|entry| sort(&entry.fact))
    }

    /// Takes the next event up. Tells whether it only adds at the end; otherwise the case is to be told anew.
    pub(crate) fn take_up(&mut self, fact: &Fact) -> bool {
        self.events += 1;
        match fact {
            Fact::Amended(e) => {
                if let Some(entry) = self.entry(e.amendment.entry) {
                    // It was checked before it was recorded.
                    let _ = entry.fact.set(&e.field, &e.after);
                }
                self.move_days(&e.moved);
                false
            }
            Fact::Struck(e) if e.amendment.entry == 1 => true,
            Fact::Struck(e) => {
                self.entries.retain(|entry| entry.number != e.amendment.entry);
                self.move_days(&e.moved);
                false
            }
            Fact::DeemedAcceptanceWithdrawn(e) | Fact::AnswerExpiryWithdrawn(e) => {
                let place = self.entries.iter().position(|entry| entry.number == e.entry);
                self.entries.retain(|entry| entry.number != e.entry);
                self.gap = place.filter(|_| e.replaced);
                self.move_days(&e.moved);
                false
            }
            fact => {
                let entry = Entry { number: self.events, fact: fact.clone() };
                let (place, end) = (self.gap.take(), self.entries.len());
                self.entries.insert(place.unwrap_or(end), entry);
                place.is_none_or(|place| place == end)
            }
        }
    }

    /// For telling a case anew: the next event has this number.
    pub(crate) fn continue_at(&mut self, number: u64) {
        self.events = number.saturating_sub(1);
    }

    fn move_days(&mut self, moved: &[MovedEntry]) {
        for MovedEntry { entry, on } in moved {
            if let Some(entry) = self.entry(*entry) {
                entry.fact.move_to(*on);
            }
        }
    }

    fn entry(&mut self, number: u64) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.number == number)
    }
}
