//! The periods that run, or ran, in a case.

use kernel::day::Day;
use kernel::deadline::Deadline;
use serde::{Deserialize, Serialize};

use kernel::word::words;

words! {
    /// What a period is for.
    ClockName {
        Application "申请期限",
        Review "审查期限",
        Supplement "补正期限",
        Copy "发送副本期限",
        Answer "答复期限",
        Decision "审理期限",
        Suit "起诉期限",
        Suspension "中止满六十日",
    }

    /// How a period ended.
    End {
        Done "已办理",
        Superseded "被取代",
        Lapsed "届满未办",
        Withdrawn "已撤除",
    }
}

/// The number of a person within a case, as the reception gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonNumber(pub u32);

/// A period of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// What it is for.
    pub name: ClockName,
    /// Whose it is, where each of several persons has one.
    pub person: Option<PersonNumber>,
    /// When it is due, and why.
    pub deadline: Deadline,
    /// The day on which what it is counted from was typed in: a timer acts only on what was registered in time.
    pub registered_on: Day,
    /// When and how it ended; none while it runs.
    pub ended: Option<Ended>,
}

/// The end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The legal day.
    pub on: Day,
    /// How.
    pub how: End,
}

impl Clock {
    /// A period that begins to run.
    #[must_use]
    pub fn started(name: ClockName, deadline: Deadline, today: Day) -> Self {
        Self { name, person: None, deadline, registered_on: today, ended: None }
    }

    /// The period of one of several persons.
    #[must_use]
    pub fn of(self, person: PersonNumber) -> Self {
        Self { person: Some(person), ..self }
    }

    /// The period, ended.
    #[must_use]
    pub fn ended(&self, how: End, on: Day) -> Self {
        Self { ended: Some(Ended { on, how }), ..self.clone() }
    }

    /// The period with another due day.
    #[must_use]
    pub fn with(&self, deadline: Deadline) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// Its last day; while it stands still there is none, and then nothing is late.
    #[must_use]
    pub fn due(&self) -> Day {
        self.deadline.due().unwrap_or(Day::LAST)
    }

    /// Whether both are the same period of the same person.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.person == other.person
    }
}

/// All periods of a case, the last of each name and person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks(Vec<Clock>);

impl Clocks {
    /// All of them, in the order in which they first began.
    pub fn iter(&self) -> impl Iterator<Item = &Clock> {
        self.0.iter()
    }

    /// The case's period of this name.
    #[must_use]
    pub fn get(&self, name: ClockName) -> Option<&Clock> {
        self.find(name, None)
    }

    /// A person's period of this name.
    #[must_use]
    pub fn find(&self, name: ClockName, person: Option<PersonNumber>) -> Option<&Clock> {
        self.0.iter().find(|clock| clock.name == name && clock.person == person)
    }

    /// Takes up what an event says about periods.
    pub(crate) fn take_up(&mut self, changed: &[Clock]) {
        for clock in changed {
            self.0.retain(|old| !(old.is_same(clock) && is_withdrawn(clock)));
            match self.0.iter_mut().find(|old| old.is_same(clock)) {
                Some(old) => *old = clock.clone(),
                None if is_withdrawn(clock) => {}
                None => self.0.push(clock.clone()),
            }
        }
    }

    /// Puts in place of what was counted again what was recorded, wherever the inputs are the same: a calendar that has
    /// changed since moves periods by an event of its own, never in passing.
    pub(crate) fn keep_recorded(&mut self, recorded: &Self) {
        for clock in &mut self.0 {
            let Some(old) = recorded.find(clock.name, clock.person) else { continue };
            clock.registered_on = old.registered_on;
            if has_same_inputs(&old.deadline, &clock.deadline) {
                clock.deadline = old.deadline.clone();
            }
        }
    }

    /// What an event must say so that these periods become those.
    #[must_use]
    pub(crate) fn changes_to(&self, other: &Self) -> Vec<Clock> {
        let gone = self.0.iter().filter(|old| other.find(old.name, old.person).is_none());
        let gone = gone.map(|old| old.ended(End::Withdrawn, old.deadline.start().on));
        let changed = other.0.iter().filter(|new| self.find(new.name, new.person) != Some(new)).cloned();
        gone.chain(changed).collect()
    }
}

fn is_withdrawn(clock: &Clock) -> bool {
    clock.ended.is_some_and(|ended| ended.how == End::Withdrawn)
}

fn has_same_inputs(one: &Deadline, other: &Deadline) -> bool {
    let (one, other) = (one.parts(), other.parts());
    (&one.rule, one.shape, &one.start, &one.pauses, &one.extensions)
        == (&other.rule, other.shape, &other.start, &other.pauses, &other.extensions)
}
