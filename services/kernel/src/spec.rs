//! Given what has happened, when something is asked, then this follows: the form in which rules are tested.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::actor::Actor;
use crate::aggregate::{Aggregate, Occasion};
use crate::calendar::{AnnouncedYear, ArrangedDay, Arrangement, Calendar, CalendarVersion};
use crate::day::{Day, day};

/// The day on which specifications play unless [`Given::on`] says otherwise.
const SOME_DAY: &str = "2026-03-02";

/// A calendar in which these days are announced to be the other sort of day: weekdays off, days of a weekend worked. Each
/// year among them is announced anew, under a version of its own.
#[must_use]
pub fn rearranged(calendar: &Calendar, days: impl IntoIterator<Item = Day>) -> Calendar {
    let mut years: BTreeMap<i16, Vec<Day>> = BTreeMap::new();
    days.into_iter().for_each(|day| years.entry(day.year()).or_default().push(day));
    years.into_iter().fold(calendar.clone(), |calendar, (year, days)| {
        let version = CalendarVersion(calendar.version().0 + 1);
        let known = calendar.years().find(|known| known.year() == year);
        let revision = known.map_or(1, |known| known.revision() + 1);
        let arranged = known.into_iter().flat_map(AnnouncedYear::days).cloned();
        let mut arranged: BTreeMap<Day, ArrangedDay> = arranged.map(|arranged| (arranged.day, arranged)).collect();
        let fixed = [(1, 1), (5, 1), (10, 1)].map(|(month, of)| day(year, month, of));
        for day in fixed.into_iter().chain(days) {
            arranged.entry(day).or_insert_with(|| {
                let is_worked = day.is_weekend() && !fixed.contains(&day);
                let arrangement = if is_worked { Arrangement::MakeUpWorkday } else { Arrangement::Holiday };
                ArrangedDay { day, arrangement, name: "调整".to_owned() }
            });
        }
        let announced = AnnouncedYear::new(year, revision, arranged.into_values());
        announced.map_or(calendar.clone(), |announced| calendar.announcing(announced, version))
    })
}

/// Starts a specification from what has happened.
pub fn given<A: Aggregate>(history: impl IntoIterator<Item = A::Event>) -> Given<A> {
    let state = history.into_iter().fold(A::default(), |state, event| state.evolve(&event));
    let today = SOME_DAY.parse().unwrap_or_else(|_| unreachable!("{SOME_DAY} is a day"));
    Given {
        state,
        occasion: Occasion {
            today, actor: Actor::person("tester", "测试员"), calendar: Arc::new(Calendar::shipped())
        },
    }
}

/// What has happened, and the occasion on which something will be asked.
pub struct Given<A> {
    state: A,
    occasion: Occasion,
}

impl<A: Aggregate> Given<A> {
    /// Plays on another day.
    #[must_use]
    pub fn on(mut self, today: Day) -> Self {
        self.occasion.today = today;
        self
    }

    /// Plays under another calendar.
    #[must_use]
    pub fn under(mut self, calendar: Calendar) -> Self {
        self.occasion.calendar = Arc::new(calendar);
        self
    }

    /// Asks.
    pub fn when(self, command: impl Into<A::Command>) -> Outcome<A> {
        Outcome { outcome: self.state.decide(command.into(), &self.occasion) }
    }

    /// The state reached, for tests of what a history amounts to.
    pub fn state(&self) -> &A {
        &self.state
    }
}

/// What was decided.
pub struct Outcome<A: Aggregate> {
    outcome: Result<Vec<A::Event>, A::Refusal>,
}

impl<A: Aggregate> Outcome<A> {
    /// Exactly these events follow.
    ///
    /// # Panics
    /// If something else follows, or the command is refused.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = A::Event>) {
        match self.outcome {
            Ok(events) => assert_eq!(events, expected.into_iter().collect::<Vec<_>>()),
            Err(refusal) => panic!("refused: {refusal}"),
        }
    }

    /// The command is refused for exactly this reason.
    ///
    /// # Panics
    /// If it is accepted, or refused for another reason.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a specification names the reason and is done with it")]
    pub fn refused(self, expected: A::Refusal) {
        match self.outcome {
            Err(refusal) => assert_eq!(refusal, expected),
            Ok(events) => panic!("not refused: {events:?}"),
        }
    }

    /// What was decided, for tests that look closer.
    pub fn outcome(self) -> Result<Vec<A::Event>, A::Refusal> {
        self.outcome
    }
}
