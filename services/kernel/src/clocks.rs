//! The periods that run, or ran, in one thing: a case, a lawsuit, a suggestion.

use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;

/// A period of a thing, as its service names and ends it.
pub trait Clock: Clone + PartialEq {
    /// Which it is among those of its thing: its name, and whose.
    type Key: Copy + PartialEq;

    /// Which it is.
    fn key(&self) -> Self::Key;

    /// Whether it is told that it never ran.
    fn is_withdrawn(&self) -> bool;

    /// The same, told so.
    #[must_use]
    fn withdrawn(&self) -> Self;

    /// Whether it has not ended.
    fn is_running(&self) -> bool;

    /// What is counted for it, the one that holds first.
    fn deadlines(&self) -> Vec<&Deadline>;

    /// Whether it says nothing else than another, whatever calendar each was counted with.
    fn says_the_same(&self, other: &Self) -> bool {
        same_deadlines(self, other)
    }

    /// Whether it goes on when its thing is over, with nobody to say how it ended: once it has run out, it is over too.
    fn outlives_its_thing(&self) -> bool {
        false
    }

    /// Puts in place of what was counted again what was recorded, if the inputs are the same: a calendar that has changed
    /// since moves periods by an event of its own, never in passing.
    fn keep(&mut self, recorded: &Self);
}

/// Whether what is counted for two periods is the same.
pub fn same_deadlines<C: Clock>(one: &C, other: &C) -> bool {
    let (one, other) = (one.deadlines(), other.deadlines());
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one.says_the_same(other))
}

/// All periods of a thing, the last of each key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks<C>(Vec<C>);

impl<C> Default for Clocks<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: Clock> Clocks<C> {
    /// All of them, in the order in which they first began.
    pub fn iter(&self) -> impl Iterator<Item = &C> {
        self.0.iter()
    }

    /// One of them.
    #[must_use]
    pub fn find(&self, key: C::Key) -> Option<&C> {
        self.0.iter().find(|clock| clock.key() == key)
    }

    /// Takes up what an event says about periods.
    pub fn take_up(&mut self, changed: &[C]) {
        for clock in changed {
            let place = self.0.iter().position(|old| old.key() == clock.key());
            match (place, clock.is_withdrawn()) {
                (Some(place), true) => drop(self.0.remove(place)),
                (Some(place), false) => self.0[place] = clock.clone(),
                (None, true) => {}
                (None, false) => self.0.push(clock.clone()),
            }
        }
    }

    /// Puts in place of what was counted again what was recorded, wherever the inputs are the same.
    pub fn keep_recorded(&mut self, recorded: &Self) {
        for clock in &mut self.0 {
            if let Some(old) = recorded.find(clock.key()) {
                clock.keep(old);
            }
        }
    }

    /// What an event must say so that these periods become those.
    #[must_use]
    pub fn changes_to(&self, other: &Self) -> Vec<C> {
        let gone = self.0.iter().filter(|old| other.find(old.key()).is_none()).map(C::withdrawn);
        gone.chain(other.0.iter().filter(|new| !self.0.contains(new)).cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name, and how many days.
    #[derive(Debug, Clone, PartialEq)]
    struct Days(char, u32);

    impl Clock for Days {
        type Key = char;

        fn key(&self) -> char {
            self.0
        }

        fn is_withdrawn(&self) -> bool {
            self.1 == 0
        }

        fn withdrawn(&self) -> Self {
            Self(self.0, 0)
        }

        fn is_running(&self) -> bool {
            self.1 > 0
        }

        fn deadlines(&self) -> Vec<&Deadline> {
            Vec::new()
        }

        fn keep(&mut self, recorded: &Self) {
            self.1 = recorded.1;
        }
    }

    fn clocks(changed: &[Days]) -> Clocks<Days> {
        let mut clocks = Clocks::default();
        clocks.take_up(changed);
        clocks
    }

    #[test]
    fn the_last_of_each_name_stands_where_the_first_began_and_a_withdrawn_one_is_gone() {
        let told = [Days('a', 1), Days('b', 2), Days('c', 3), Days('a', 4), Days('b', 0), Days('d', 0)];
        assert_eq!(clocks(&told).iter().collect::<Vec<_>>(), [&Days('a', 4), &Days('c', 3)]);
    }

    #[test]
    fn what_an_event_must_say_leads_from_these_periods_to_those() {
        let (before, after) = (clocks(&[Days('a', 1), Days('b', 2)]), clocks(&[Days('b', 2), Days('c', 3)]));
        let told = before.changes_to(&after);
        assert_eq!(told, [Days('a', 0), Days('c', 3)]);
        let mut led = before;
        led.take_up(&told);
        assert_eq!(led, after);
    }

    #[test]
    fn each_period_keeps_what_was_recorded_of_it_and_of_no_other() {
        let mut counted = clocks(&[Days('a', 1), Days('b', 2)]);
        counted.keep_recorded(&clocks(&[Days('b', 9)]));
        assert_eq!(counted, clocks(&[Days('a', 1), Days('b', 9)]));
    }
}
