//! The periods within which the addressees of a letter reply.

use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::word::words;
use serde::{Deserialize, Serialize};

words! {
    /// What a period is for.
    ClockName {
        Reply "回复期限",
    }

    /// How a period ended.
    End {
        Done "已回复",
        Voided "建议书已撤回",
        Withdrawn "已撤除",
    }

    /// Who set the limit that counts.
    Origin {
        Statute "法定期限",
        Letter "建议书限定的期限",
        LocalDefault "本地规定的期限",
    }
}

/// The number of an addressee within a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddresseeNumber(pub u32);

/// The period of an addressee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// What it is for.
    pub name: ClockName,
    /// Whose it is.
    pub addressee: AddresseeNumber,
    /// When it is due, and why.
    pub deadline: Deadline,
    /// Who set it.
    pub origin: Origin,
    /// When it was due before any extension (S-COM-2).
    pub original_due: Day,
    /// Where law and letter both set a limit, the later one.
    pub other: Option<Deadline>,
    /// The day on which the receipt was typed in.
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
    /// The period, ended.
    #[must_use]
    pub fn ended(&self, how: End, on: Day) -> Self {
        Self { ended: Some(Ended { on, how }), ..self.clone() }
    }

    /// Its last day.
    #[must_use]
    pub fn due(&self) -> Day {
        self.deadline.due().unwrap_or(Day::LAST)
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it was met too late.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.ended.is_some_and(|ended| ended.how == End::Done && self.due() < ended.on)
    }

    /// What somebody should look at: law and letter differ.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let (other, counts) = (self.other.as_ref()?.due()?, self.original_due);
        Some(match self.origin {
            Origin::Letter => format!("建议书限定的期限至{counts}，早于法定期限{other}，以较早者为准"),
            Origin::Statute | Origin::LocalDefault => {
                format!("建议书限定的期限至{other}，晚于法定期限{counts}，以较早者为准")
            }
        })
    }
}

/// All periods of a paper, one for each addressee that has received it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clocks(Vec<Clock>);

impl Clocks {
    /// All of them, in the order in which they first began.
    pub fn iter(&self) -> impl Iterator<Item = &Clock> {
        self.0.iter()
    }

    /// An addressee's.
    #[must_use]
    pub fn of(&self, addressee: AddresseeNumber) -> Option<&Clock> {
        self.0.iter().find(|clock| clock.addressee == addressee)
    }

    /// Takes up what an event says about periods.
    pub(crate) fn take_up(&mut self, changed: &[Clock]) {
        for clock in changed {
            let place = self.0.iter().position(|old| old.addressee == clock.addressee);
            match (place, clock.ended.is_some_and(|ended| ended.how == End::Withdrawn)) {
                (Some(place), true) => drop(self.0.remove(place)),
                (Some(place), false) => self.0[place] = clock.clone(),
                (None, true) => {}
                (None, false) => self.0.push(clock.clone()),
            }
        }
    }

    /// Puts in place of what was counted again what was recorded, wherever the inputs are the same: a calendar that has
    /// changed since moves periods by an event of its own, never in passing.
    pub(crate) fn keep_recorded(&mut self, recorded: &Self) {
        for clock in &mut self.0 {
            let Some(old) = recorded.of(clock.addressee) else { continue };
            let same = inputs(clock) == inputs(old);
            let kept = if same { old.clone() } else { clock.clone() };
            *clock = Clock { ended: clock.ended, registered_on: old.registered_on, ..kept };
        }
    }

    /// What an event must say so that these periods become those.
    pub(crate) fn changes_to(&self, other: &Self) -> Vec<Clock> {
        let gone = self.0.iter().filter(|old| other.of(old.addressee).is_none());
        let gone = gone.map(|old| old.ended(End::Withdrawn, old.deadline.start().on));
        let changed = other.0.iter().filter(|new| self.of(new.addressee) != Some(new)).cloned();
        gone.chain(changed).collect()
    }
}

/// All that a period depends on besides the calendar.
fn inputs(clock: &Clock) -> impl PartialEq {
    let of = |deadline: &Deadline| {
        let parts = deadline.parts().clone();
        (parts.rule, parts.shape, parts.start, parts.pauses, parts.extensions)
    };
    (clock.origin, of(&clock.deadline), clock.other.as_ref().map(of))
}
