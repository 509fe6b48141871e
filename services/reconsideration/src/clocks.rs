//! The periods that run, or ran, in a case.

use kernel::calendar::Calendar;
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

    /// The period as another calendar counts it; none where somebody has to say what becomes of it.
    #[must_use]
    pub fn recounted(&self, calendar: &Calendar) -> Option<Self> {
        self.deadline.recomputed(calendar).ok().map(|deadline| self.with(deadline))
    }

    /// Its last day; while it stands still there is none, and then nothing is late.
    #[must_use]
    pub fn due(&self) -> Day {
        self.deadline.due().unwrap_or(Day::LAST)
    }
}

/// All periods of a case, the last of each name and person.
pub type Clocks = kernel::clocks::Clocks<Clock>;

impl kernel::clocks::Clock for Clock {
    type Key = (ClockName, Option<PersonNumber>);

    fn key(&self) -> Self::Key {
        (self.name, self.person)
    }

    fn is_withdrawn(&self) -> bool {
        self.ended.is_some_and(|ended| ended.how == End::Withdrawn)
    }

    fn withdrawn(&self) -> Self {
        self.ended(End::Withdrawn, self.deadline.start().on)
    }

    fn is_running(&self) -> bool {
        self.is_running()
    }

    fn deadlines(&self) -> Vec<&Deadline> {
        vec![&self.deadline]
    }

    /// Who may sue is not recorded to have sued.
    fn outlives_its_thing(&self) -> bool {
        self.name == ClockName::Suit
    }

    fn keep(&mut self, recorded: &Self) {
        self.registered_on = recorded.registered_on;
        if self.deadline.has_same_inputs(&recorded.deadline) {
            self.deadline = recorded.deadline.clone();
        }
    }
}
