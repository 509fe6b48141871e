//! The periods within which the addressees of a letter reply.

use kernel::clocks::same_deadlines;
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
    /// What ran until the addressee received the letter as it was changed (S-PRO-6), ended if it was answered by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Box<Clock>>,
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

    /// The period that ran on a day, this one or one that it replaces, with a reply of that day in it.
    #[must_use]
    pub(crate) fn answered(&self, on: Day) -> Self {
        match &self.replaces {
            Some(before) if on < self.deadline.start().on => {
                Self { replaces: Some(Box::new(before.answered(on))), ..self.clone() }
            }
            _ if self.ended.is_some() || on < self.deadline.start().on => self.clone(),
            _ => self.ended(End::Done, on),
        }
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
pub type Clocks = kernel::clocks::Clocks<Clock>;

impl kernel::clocks::Clock for Clock {
    type Key = AddresseeNumber;

    fn key(&self) -> AddresseeNumber {
        self.addressee
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

    /// The one that counts, and of law and letter the other.
    fn deadlines(&self) -> Vec<&Deadline> {
        std::iter::once(&self.deadline).chain(&self.other).collect()
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let origin = |clock: &Self| (clock.origin, clock.original_due);
        origin(self) == origin(other) && same_deadlines(self, other)
    }

    fn keep(&mut self, recorded: &Self) {
        self.registered_on = recorded.registered_on;
        if let (Some(before), Some(recorded)) = (&mut self.replaces, &recorded.replaces) {
            <Self as kernel::clocks::Clock>::keep(before, recorded);
        }
        let is_same = match (&self.other, &recorded.other) {
            (Some(one), Some(other)) => one.has_same_inputs(other),
            (one, other) => one == other,
        };
        if is_same && self.origin == recorded.origin && self.deadline.has_same_inputs(&recorded.deadline) {
            *self = Self { ended: self.ended, replaces: self.replaces.take(), ..recorded.clone() };
        }
    }
}
