//! The periods that run, or ran, in a lawsuit, and those counted back from a hearing.

use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use crate::parties::{InstanceNumber, PartyNumber};

words! {
    /// What a period is for.
    ClockName {
        Answer "答辩和举证期限",
        Evidence "举证期限",
        LateEvidence "申请延期举证期限",
        Objection "管辖异议期限",
        AppealAnswer "对上诉或者再审申请答辩期限",
        Trial "法院审理期限",
        Appeal "上诉期限",
        Effect "裁判生效前的最后上诉期限",
        Notice "出庭通知书送达期限",
        Summons "传票送达期限",
    }

    /// How a period ended.
    End {
        Done "已办理",
        Superseded "被取代",
        Lapsed "届满未办",
        Withdrawn "已撤除",
    }
}

/// A period of an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// What it is for.
    pub name: ClockName,
    /// In which instance.
    pub instance: InstanceNumber,
    /// Whose it is, where each of several has one.
    pub party: Option<PartyNumber>,
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
    pub fn started(name: ClockName, instance: InstanceNumber, deadline: Deadline, today: Day) -> Self {
        Self { name, instance, party: None, deadline, registered_on: today, ended: None }
    }

    /// The period of one of several parties.
    #[must_use]
    pub fn of(self, party: PartyNumber) -> Self {
        Self { party: Some(party), ..self }
    }

    /// The period, ended.
    #[must_use]
    pub fn ended(&self, how: End, on: Day) -> Self {
        Self { ended: Some(Ended { on, how }), ..self.clone() }
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// The period as another calendar counts it; none where somebody has to say what becomes of it.
    #[must_use]
    pub fn recounted(&self, calendar: &Calendar) -> Option<Self> {
        self.deadline.recomputed(calendar).ok().map(|deadline| Self { deadline, ..self.clone() })
    }

    /// Its last day.
    #[must_use]
    pub fn due(&self) -> Day {
        self.deadline.due().unwrap_or(Day::LAST)
    }
}

/// All periods of a lawsuit or a hearing, the last of each name, instance and party.
pub type Clocks = kernel::clocks::Clocks<Clock>;

impl kernel::clocks::Clock for Clock {
    type Key = (ClockName, InstanceNumber, Option<PartyNumber>);

    fn key(&self) -> Self::Key {
        (self.name, self.instance, self.party)
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

    fn keep(&mut self, recorded: &Self) {
        self.registered_on = recorded.registered_on;
        if self.deadline.has_same_inputs(&recorded.deadline) {
            self.deadline = recorded.deadline.clone();
        }
    }
}
