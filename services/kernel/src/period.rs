//! A length of time and the way it is counted.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A length of time as an article states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Days without rest days and holidays, with make-up working days. In reconsideration the three, five, seven and
    /// ten days (行政复议法第八十八条第二款); never in litigation.
    WorkingDays(u16),
    /// Every day counts; only the last one may move.
    CalendarDays(u16),
    /// To the corresponding day of a later month. A year is twelve.
    Months(u16),
}

impl Period {
    /// So many working days (工作日).
    #[must_use]
    pub const fn working_days(count: u16) -> Period {
        Period::WorkingDays(count)
    }

    /// So many calendar days (自然日).
    #[must_use]
    pub const fn days(count: u16) -> Period {
        Period::CalendarDays(count)
    }

    /// So many months.
    #[must_use]
    pub const fn months(count: u16) -> Period {
        Period::Months(count)
    }

    /// So many years.
    #[must_use]
    pub const fn years(count: u16) -> Period {
        Period::Months(count * 12)
    }

    /// The same unit, another number: an extension of five working days on a period of ten.
    #[must_use]
    pub const fn of_same_unit(self, count: u16) -> Period {
        match self {
            Period::WorkingDays(_) => Period::WorkingDays(count),
            Period::CalendarDays(_) => Period::CalendarDays(count),
            Period::Months(_) => Period::Months(count),
        }
    }

    /// Whether rest days are left out while counting.
    #[must_use]
    pub const fn is_in_working_days(self) -> bool {
        matches!(self, Period::WorkingDays(_))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::WorkingDays(count) => write!(f, "{count}个工作日"),
            Period::CalendarDays(count) => write!(f, "{count}日"),
            Period::Months(count) if *count > 0 && count % 12 == 0 => write!(f, "{}年", count / 12),
            Period::Months(count) => write!(f, "{count}个月"),
        }
    }
}

/// Which way a period runs from the day it is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Forward; the day it is counted from does not count (R-CAL-3).
    After,
    /// "N days before": the N-th day counted back from the day before (R-CAL-9).
    NthDayBefore,
    /// The stricter reading of R-CAL-9: N whole days lie between, so one more is counted back.
    ClearDaysBefore,
}

/// How a rule counts: all that a date depends on besides its start and the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// How long.
    pub period: Period,
    /// Forward or back.
    pub counting: Counting,
    /// Whether a last day that is a rest day moves to the next working day (R-CAL-4).
    pub rolls: bool,
}

impl Shape {
    /// Counted after a day, the last day rolling: what the law means unless it says otherwise.
    #[must_use]
    pub const fn after(period: Period) -> Shape {
        Shape { period, counting: Counting::After, rolls: true }
    }

    /// Counted back from a day, never rolling.
    #[must_use]
    pub const fn before(period: Period) -> Shape {
        Shape { period, counting: Counting::NthDayBefore, rolls: false }
    }

    /// Whether the period runs backward.
    #[must_use]
    pub const fn is_before(self) -> bool {
        !matches!(self.counting, Counting::After)
    }

    /// Whether the end can differ from the due day, so that a nominal day is worth keeping. The last of some working
    /// days is a working day, and a day counted back does not roll.
    #[must_use]
    pub const fn has_nominal_day(self) -> bool {
        !self.period.is_in_working_days() && !self.is_before()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_as_the_law_writes_it() {
        let written = [Period::working_days(5), Period::days(60), Period::months(6), Period::years(20)];
        assert_eq!(written.map(|p| p.to_string()), ["5个工作日", "60日", "6个月", "20年"]);
    }
}
