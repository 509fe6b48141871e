//! The periods that run, or ran, in a lawsuit, and those counted back from a hearing.

use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use crate::parties::{InstanceNumber, PartyNumber};

words! {
    /// What a period is for.
    ClockName {
        Answer "答辩和举证期限",
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

    /// Its last day.
    #[must_use]
    pub fn due(&self) -> Day {
        self.deadline.due().unwrap_or(Day::LAST)
    }

    /// Whether both are the same period of the same party.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (self.name, self.instance, self.party) == (other.name, other.instance, other.party)
    }
}

/// All periods of a lawsuit or a hearing, the last of each name, instance and party.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks(Vec<Clock>);

impl Clocks {
    /// All of them, in the order in which they first began.
    pub fn iter(&self) -> impl Iterator<Item = &Clock> {
        self.0.iter()
    }

    /// The period of this name in an instance, and of this party where each has one.
    #[must_use]
    pub fn find(&self, name: ClockName, instance: InstanceNumber, party: Option<PartyNumber>) -> Option<&Clock> {
        self.0.iter().find(|clock| (clock.name, clock.instance, clock.party) == (name, instance, party))
    }

    /// The periods that run in an instance.
    pub fn running(&self, instance: InstanceNumber) -> impl Iterator<Item = &Clock> {
        self.0.iter().filter(move |clock| clock.instance == instance && clock.is_running())
    }

    /// Takes up what an event says about periods.
    pub(crate) fn take_up(&mut self, changed: &[Clock]) {
        for clock in changed {
            let is_withdrawn = clock.ended.is_some_and(|ended| ended.how == End::Withdrawn);
            match self.0.iter().position(|old| old.is_same(clock)) {
                Some(place) if is_withdrawn => drop(self.0.remove(place)),
                Some(place) => self.0[place] = clock.clone(),
                None if is_withdrawn => {}
                None => self.0.push(clock.clone()),
            }
        }
    }

    /// Puts in place of what was counted again what was recorded, wherever the inputs are the same: a calendar that has
    /// changed since moves periods by an event of its own, never in passing.
    pub(crate) fn keep_recorded(&mut self, recorded: &Self) {
        for clock in &mut self.0 {
            let Some(old) = recorded.find(clock.name, clock.instance, clock.party) else { continue };
            clock.registered_on = old.registered_on;
            if has_same_inputs(&old.deadline, &clock.deadline) {
                clock.deadline = old.deadline.clone();
            }
        }
    }

    /// What an event must say so that these periods become those.
    #[must_use]
    pub(crate) fn changes_to(&self, other: &Self) -> Vec<Clock> {
        let is_in = |clocks: &Self, clock: &Clock| clocks.0.iter().any(|other| other.is_same(clock));
        let gone = self.0.iter().filter(|old| !is_in(other, old));
        let gone = gone.map(|old| old.ended(End::Withdrawn, old.deadline.start().on));
        gone.chain(other.0.iter().filter(|new| !self.0.contains(new)).cloned()).collect()
    }
}

fn has_same_inputs(one: &Deadline, other: &Deadline) -> bool {
    let (one, other) = (one.parts(), other.parts());
    (&one.rule, one.shape, &one.start, &one.pauses, &one.extensions)
        == (&other.rule, other.shape, &other.start, &other.pauses, &other.extensions)
}
