//! Due, met, expired: what every screen and figure reads.

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, CalendarVersion};
use crate::day::Day;
use crate::period::{Counting, Period, Shape};
use crate::rule::Rule;

mod count;

/// A period that is running for somebody: what it was counted from, what stopped and lengthened it, when it is due.
///
/// The inputs are kept beside the result. Every change builds a new deadline from the inputs, so one reached by many
/// small steps equals the one computed at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DeadlineParts", into = "DeadlineParts")]
pub struct Deadline(DeadlineParts);

/// All that a [`Deadline`] is made of, for contracts and stores. [`Deadline::recorded`] makes it one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineParts {
    /// The rule it was run by: `R-DEC-1`.
    pub rule: String,
    /// How that rule counted when it was run.
    pub shape: Shape,
    /// What it is counted from.
    pub start: Start,
    /// When it stood still, in order; only the last may be open.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// What lengthened it, in the order recorded.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// The calendar it was last computed with.
    pub calendar: CalendarVersion,
    /// The end before rolling; none while paused, and none where end and due day cannot differ.
    pub nominal: Option<Day>,
    /// The last day on which the act is in time; none while paused.
    pub due: Option<Day>,
    /// Whether it rests on a day of a year not yet announced.
    pub provisional: bool,
}

/// The fact a period is counted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// In Chinese, as the explanation says it: `收到行政复议申请`.
    pub fact: String,
    /// Its legal day, which does not count itself (R-CAL-3).
    pub on: Day,
}

/// Days that do not count: those after `from`, up to and including `to` (R-SUS-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The day of suspension; it has elapsed and counts.
    pub from: Day,
    /// The day of resumption; none while suspended.
    pub to: Option<Day>,
}

/// More time, granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The legal day it was granted.
    pub granted_on: Day,
    /// How much.
    pub lengthening: Lengthening,
}

/// How an extension is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lengthening {
    /// So many more of the period's own unit.
    By(u16),
    /// So much more, in a unit of its own.
    Within(Period),
    /// The period now ends nominally on this day.
    Until(Day),
}

/// A document that has to arrive in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    /// When it was handed to the post, if it was.
    pub posted_on: Option<Day>,
    /// When it arrived, if it did.
    pub received_on: Option<Day>,
}

/// Why a deadline cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it, and the fields are the days it names")]
pub enum DeadlineError {
    #[error("中止日{from}早于起算日{start}")]
    PausedBeforeStart { from: Day, start: Day },
    #[error("恢复日{to}早于中止日{from}")]
    ResumedBeforePause { from: Day, to: Day },
    #[error("中止日{from}早于上一次恢复日{resumed}")]
    PausedBeforeResumption { from: Day, resumed: Day },
    #[error("自{since}起已经中止，尚未恢复")]
    AlreadyPaused { since: Day },
    #[error("没有中止，无从恢复")]
    NotPaused,
    #[error("中止日{from}晚于届满日{due}，期限已经届满")]
    PausedAfterExpiry { from: Day, due: Day },
    #[error("延长的批准日{granted_on}早于起算日{start}")]
    ExtendedBeforeStart { granted_on: Day, start: Day },
    #[error("延长的批准日{granted_on}晚于届满日{due}，期限已经届满")]
    ExtendedAfterExpiry { granted_on: Day, due: Day },
    #[error("延长到{until}不晚于原届满日{end}")]
    NotLengthened { until: Day, end: Day },
    #[error("倒数的期限不能中止或者延长")]
    CountedBack,
    #[error("没有第{}次中止", index + 1)]
    NoSuchPause { index: usize },
    #[error("没有第{}次延长", index + 1)]
    NoSuchExtension { index: usize },
    #[error("记录的期限自相矛盾：中止期间没有届满日，其他时候必须有届满日")]
    DueDisagreesWithPauses,
    #[error("记录的期限自相矛盾：名义届满日{nominal}晚于届满日")]
    NominalDisagreesWithDue { nominal: Day },
}

impl Deadline {
    /// The deadline a rule sets from a day.
    #[must_use]
    pub fn run(rule: &Rule, start: Day, calendar: &Calendar) -> Deadline {
        let shape = rule.shape();
        let parts = DeadlineParts {
            rule: rule.id().to_owned(),
            shape,
            start: Start { fact: rule.start_fact().to_owned(), on: start },
            pauses: Vec::new(),
            extensions: Vec::new(),
            calendar: calendar.version(),
            nominal: None,
            due: None,
            provisional: false,
        };
        let end = calendar.end_of(shape, start);
        Deadline(parts.ending(end, calendar))
    }

    /// A deadline as it was recorded, not computed again.
    pub fn recorded(parts: DeadlineParts) -> Result<Deadline, DeadlineError> {
        parts.check_order()?;
        if parts.due.is_some() == parts.is_paused() {
            return Err(DeadlineError::DueDisagreesWithPauses);
        }
        match parts.nominal {
            Some(nominal) if parts.due.is_none_or(|due| due < nominal) => {
                Err(DeadlineError::NominalDisagreesWithDue { nominal })
            }
            _ => Ok(Deadline(parts)),
        }
    }

    /// All it is made of.
    #[must_use]
    pub fn parts(&self) -> &DeadlineParts {
        &self.0
    }

    /// Whether both follow from the same facts by the same rule, whatever calendar each was computed with.
    #[must_use]
    pub fn has_same_inputs(&self, other: &Deadline) -> bool {
        let (one, other) = (&self.0, &other.0);
        (&one.rule, one.shape, &one.start, &one.pauses, &one.extensions)
            == (&other.rule, other.shape, &other.start, &other.pauses, &other.extensions)
    }

    /// Whether both are due on the same day from the same facts, and equally sure, whatever calendar each was computed with.
    #[must_use]
    pub fn says_the_same(&self, other: &Deadline) -> bool {
        let result = |parts: &DeadlineParts| (parts.nominal, parts.due, parts.provisional);
        self.has_same_inputs(other) && result(&self.0) == result(&other.0)
    }

    /// Lengthened; more time comes on top of the nominal end, and the last day rolls once (R-CAL-10).
    pub fn extended(&self, by: Lengthening, granted_on: Day, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
        self.changed(calendar, |parts| {
            parts.extensions.push(Extension { granted_on, lengthening: by });
            Ok(())
        })
    }

    /// Standing still from a day on.
    pub fn paused(&self, from: Day, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
        self.changed(calendar, |parts| {
            parts.pauses.push(Pause { from, to: None });
            Ok(())
        })
    }

    /// Running again after a day.
    pub fn resumed(&self, to: Day, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
        self.changed(calendar, |parts| match parts.pauses.last_mut() {
            Some(pause) if pause.to.is_none() => {
                pause.to = Some(to);
                Ok(())
            }
            _ => Err(DeadlineError::NotPaused),
        })
    }

    /// Counted from another day, since the start fact was amended.
    pub fn started_on(&self, start: Day, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
        self.changed(calendar, |parts| {
            parts.start.on = start;
            Ok(())
        })
    }

    /// By another calendar. A pause or extension that the new calendar makes too late is an error for a person to settle.
    pub fn recomputed(&self, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
        self.changed(calendar, |_| Ok(()))
    }

    /// As if a pause (counted from 0) had been this one, or none at all.
    pub fn pause_amended(
        &self,
        index: usize,
        to: Option<Pause>,
        calendar: &Calendar,
    ) -> Result<Deadline, DeadlineError> {
        let missing = DeadlineError::NoSuchPause { index };
        self.changed(calendar, |parts| amended(&mut parts.pauses, index, to).ok_or(missing))
    }

    /// As if an extension (counted from 0) had been this one, or none at all.
    pub fn extension_amended(
        &self,
        index: usize,
        to: Option<Extension>,
        calendar: &Calendar,
    ) -> Result<Deadline, DeadlineError> {
        let missing = DeadlineError::NoSuchExtension { index };
        self.changed(calendar, |parts| amended(&mut parts.extensions, index, to).ok_or(missing))
    }

    /// The calendar it was last computed with.
    #[must_use]
    pub fn calendar(&self) -> CalendarVersion {
        self.0.calendar
    }

    /// The first and the last day between which the calendar decides about it; none while it stands still.
    #[must_use]
    pub fn span(&self) -> Option<(Day, Day)> {
        let (start, due) = (self.0.start.on, self.0.due?);
        Some((start.min(due), start.max(due)))
    }

    /// The id of the rule it was run by.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.0.rule
    }

    /// What it is counted from.
    #[must_use]
    pub fn start(&self) -> &Start {
        &self.0.start
    }

    /// The end before rolling; none while paused, and none where it cannot differ from the due day.
    #[must_use]
    pub fn nominal(&self) -> Option<Day> {
        self.0.nominal
    }

    /// The last day in time, for a period counted back the latest day; none while paused.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        self.0.due
    }

    /// Whether the announcement of a year may still move it.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.0.provisional
    }

    /// Whether it stands still.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.is_paused()
    }

    /// Whether a filing is in time. The way through the post does not count (R-CAL-6), and a day ends at 24:00 (R-CAL-8).
    #[must_use]
    pub fn is_met_by(&self, filing: Filing) -> bool {
        let in_time = |day: Option<Day>| day.is_some_and(|day| !self.expired_before(day));
        in_time(filing.posted_on) || in_time(filing.received_on)
    }

    /// Whether it had run out before a day: what is done on that day is late.
    #[must_use]
    pub fn expired_before(&self, day: Day) -> bool {
        self.0.due.is_some_and(|due| due < day)
    }

    /// The one way a deadline changes: its inputs change, and the result is counted anew.
    fn changed(
        &self,
        calendar: &Calendar,
        change: impl FnOnce(&mut DeadlineParts) -> Result<(), DeadlineError>,
    ) -> Result<Deadline, DeadlineError> {
        let mut parts = self.0.clone();
        change(&mut parts)?;
        parts.check_order()?;
        parts.counted(calendar).map(Deadline)
    }
}

/// Replaces or removes one of a list; nothing if there is no such one.
fn amended<T>(list: &mut Vec<T>, index: usize, to: Option<T>) -> Option<()> {
    match to {
        Some(other) => *list.get_mut(index)? = other,
        None if index < list.len() => drop(list.remove(index)),
        None => return None,
    }
    Some(())
}

impl DeadlineParts {
    /// Whether the last pause is open.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// Whether a day is among those that a pause leaves out.
    #[must_use]
    pub fn leaves_out(&self, day: Day) -> bool {
        self.pauses.iter().any(|pause| pause.from < day && pause.to.is_none_or(|to| day <= to))
    }

    /// Whether what happened to it could have happened in this order, as far as that can be said without a calendar.
    fn check_order(&self) -> Result<(), DeadlineError> {
        let start = self.start.on;
        if self.shape.counting != Counting::After && !(self.pauses.is_empty() && self.extensions.is_empty()) {
            return Err(DeadlineError::CountedBack);
        }
        let mut earlier: Option<&Pause> = None;
        for pause in &self.pauses {
            let Pause { from, to } = *pause;
            match earlier {
                _ if from < start => return Err(DeadlineError::PausedBeforeStart { from, start }),
                Some(Pause { from: since, to: None }) => return Err(DeadlineError::AlreadyPaused { since: *since }),
                Some(Pause { to: Some(resumed), .. }) if from < *resumed => {
                    return Err(DeadlineError::PausedBeforeResumption { from, resumed: *resumed });
                }
                _ => {}
            }
            if let Some(to) = to.filter(|to| *to < from) {
                return Err(DeadlineError::ResumedBeforePause { from, to });
            }
            earlier = Some(pause);
        }
        match self.extensions.iter().map(|extension| extension.granted_on).find(|granted_on| *granted_on < start) {
            Some(granted_on) => Err(DeadlineError::ExtendedBeforeStart { granted_on, start }),
            None => Ok(()),
        }
    }
}

impl TryFrom<DeadlineParts> for Deadline {
    type Error = DeadlineError;

    fn try_from(parts: DeadlineParts) -> Result<Deadline, DeadlineError> {
        Deadline::recorded(parts)
    }
}

impl From<Deadline> for DeadlineParts {
    fn from(deadline: Deadline) -> DeadlineParts {
        deadline.0
    }
}

#[cfg(test)]
mod tests;
