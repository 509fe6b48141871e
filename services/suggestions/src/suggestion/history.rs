//! All that was entered about a paper and stands, each under the number of the event that entered it.

use kernel::field::Fields as _;
use serde::{Deserialize, Serialize};

use super::Fact;

/// What was entered, in that order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    events: u64,
    entries: Vec<Entry>,
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
    /// What stands.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was entered under a number, if it stands.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// Takes the next event up. Tells whether it only adds at the end; otherwise all is to be told anew.
    pub(super) fn take_up(&mut self, fact: &Fact) -> bool {
        self.events += 1;
        match fact {
            Fact::Amended(e) => {
                if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == e.amendment.entry) {
                    // It was checked before it was recorded.
                    let _ = entry.fact.set(&e.field, &e.after);
                }
                false
            }
            Fact::Struck(e) if e.amendment.entry == 1 => true,
            Fact::Struck(e) => {
                self.entries.retain(|entry| entry.number != e.amendment.entry);
                false
            }
            // What was entered is as it was.
            Fact::DeadlinesRecounted(_) => true,
            fact => {
                self.entries.push(Entry { number: self.events, fact: fact.clone() });
                true
            }
        }
    }
}
