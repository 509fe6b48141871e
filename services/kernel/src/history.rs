//! All that was entered about something and stands, each under the number of the event that entered it.

use serde::{Deserialize, Serialize};

use crate::amendment::{Amended, Correction, Late, MovedEntry, Retraction, Struck};
use crate::day::Day;
use crate::field::Fields;

/// What can be entered, and put right afterwards.
pub trait Entered: Fields + PartialEq {
    /// What enters it.
    type Command;

    /// The command that would enter it again; none for what puts right what was entered.
    fn again(&self) -> Option<Self::Command>;

    /// Its name in the log, its Chinese title, and its legal day.
    fn described(&self) -> (&'static str, &'static str, Day);

    /// Whether it follows by law from the end of a period.
    fn is_lapse(&self) -> bool;

    /// Whether it takes the place of an entry before it, which binds nothing any more and stays in the history.
    fn overtakes(&self, _other: &Self) -> bool {
        false
    }

    /// The legal day, where it follows from other entries.
    fn derived_day(&self) -> Option<Day>;

    /// Moves the legal day that follows from other entries.
    fn move_to(&mut self, day: Day);

    /// Told again, what belongs to the day of entry stays as it was.
    fn keep_what_was_seen(&mut self, before: &Self);

    /// What it puts right, if it does.
    fn correction(&self) -> Option<Correction<'_>>;

    /// The fact that a field was put right.
    fn amended(amended: Amended) -> Self;

    /// The fact that an entry was struck.
    fn struck(struck: Struck) -> Self;

    /// The fact that this lapse did not happen.
    #[must_use]
    fn withdrawn(&self, retraction: Retraction) -> Self;
}

/// What was entered, in the order in which it is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History<F> {
    events: u64,
    entries: Vec<Entry<F>>,
    /// Where the next entry belongs, if it takes the place of one that was taken back.
    gap: Option<usize>,
}

/// Something that was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry<F> {
    /// The number of the event in the stream.
    pub number: u64,
    /// What was entered, as it was last amended.
    pub fact: F,
}

impl<F> Default for History<F> {
    fn default() -> Self {
        Self { events: 0, entries: Vec::new(), gap: None }
    }
}

impl<F: Entered> History<F> {
    /// What stands, in the order in which it is told.
    #[must_use]
    pub fn entries(&self) -> &[Entry<F>] {
        &self.entries
    }

    /// What was entered under a number, if it stands.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&Entry<F>> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// What was entered first, for what an amendment of it makes another.
    pub fn first_mut(&mut self) -> Option<&mut F> {
        self.entry(1).map(|entry| &mut entry.fact)
    }

    /// The number of the last event.
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.events
    }

    /// Takes the next event up. Tells whether it only adds at the end; otherwise all is to be told anew.
    pub fn take_up(&mut self, fact: &F, late: Option<&Late>) -> bool {
        self.events += 1;
        match fact.correction() {
            Some(Correction::Amended(e)) => {
                if let Some(entry) = self.entry(e.amendment.entry) {
                    // It was checked before it was recorded.
                    let _ = entry.fact.set(&e.field, &e.after);
                }
                self.move_days(&e.moved);
                false
            }
            Some(Correction::Struck(e)) if e.amendment.entry == 1 => true,
            Some(Correction::Struck(e)) => {
                self.entries.retain(|entry| entry.number != e.amendment.entry);
                self.move_days(&e.moved);
                false
            }
            Some(Correction::Withdrawn(e)) => {
                let place = self.place_of(e.entry);
                self.entries.retain(|entry| entry.number != e.entry);
                self.gap = place.filter(|_| e.replaced);
                self.move_days(&e.moved);
                false
            }
            // What was entered is as it was.
            Some(Correction::Recounted) => true,
            None => {
                let entry = Entry { number: self.events, fact: fact.clone() };
                let end = self.entries.len();
                let before = late.and_then(|late| self.place_of(late.before));
                let place = self.gap.take().or(before).unwrap_or(end);
                self.entries.insert(place, entry);
                self.move_days(late.map_or(&[], |late| &late.moved));
                place == end
            }
        }
    }

    /// For telling anew: the next event has this number.
    pub(crate) fn continue_at(&mut self, number: u64) {
        self.events = number.saturating_sub(1);
    }

    pub(crate) fn place_of(&self, number: u64) -> Option<usize> {
        self.entries.iter().position(|entry| entry.number == number)
    }

    fn move_days(&mut self, moved: &[MovedEntry]) {
        for MovedEntry { entry, on } in moved {
            if let Some(entry) = self.entry(*entry) {
                entry.fact.move_to(*on);
            }
        }
    }

    fn entry(&mut self, number: u64) -> Option<&mut Entry<F>> {
        self.entries.iter_mut().find(|entry| entry.number == number)
    }
}
