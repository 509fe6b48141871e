//! Given what has happened, when something is asked, then this follows: the form in which rules are tested.

use std::sync::Arc;

use crate::actor::Actor;
use crate::aggregate::{Aggregate, Occasion};
use crate::calendar::Calendar;
use crate::day::Day;

/// The day on which specifications play unless [`Given::on`] says otherwise.
const SOME_DAY: &str = "2026-03-02";

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
