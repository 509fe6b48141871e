//! The stretch of days a figure is about, and those it is compared with.

use std::fmt;

use kernel::day::{Day, DayError, day};
use serde::{Deserialize, Serialize};

/// A stretch of days, first and last included: `2026Q1`, `2026H1`, `2026`, or `2026-01-01/2026-02-28`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A quarter of a year, 1 to 4.
    Quarter(i16, i8),
    /// A half of a year, 1 or 2.
    Half(i16, i8),
    /// A year.
    Year(i16),
    /// Any other stretch.
    Days(Day, Day),
}

/// Why a text is not a [`Period`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Of no known form.
    #[error("“{0}”不是统计期间，请写成 2026Q1（季度）、2026H1（半年）、2026（年度）或 2026-01-01/2026-02-28")]
    NotAPeriod(String),
    /// One of its days is none.
    #[error(transparent)]
    Day(#[from] DayError),
    /// The last day lies before the first.
    #[error("期间的末日{last}早于首日{first}，请核对")]
    Backwards {
        /// The first day.
        first: Day,
        /// The last day.
        last: Day,
    },
}

impl Period {
    /// The quarter a day lies in.
    #[must_use]
    pub fn quarter_of(day: Day) -> Self {
        Self::Quarter(day.year(), (day.month() + 2) / 3)
    }

    /// The first day.
    #[must_use]
    pub fn first(self) -> Day {
        match self {
            Self::Quarter(year, quarter) => day(year, 3 * quarter - 2, 1),
            Self::Half(year, half) => day(year, 6 * half - 5, 1),
            Self::Year(year) => day(year, 1, 1),
            Self::Days(first, _) => first,
        }
    }

    /// The last day.
    #[must_use]
    pub fn last(self) -> Day {
        match self {
            Self::Days(_, last) => last,
            Self::Quarter(..) => self.first().plus_months(3).minus_days(1),
            Self::Half(..) => self.first().plus_months(6).minus_days(1),
            Self::Year(_) => self.first().plus_months(12).minus_days(1),
        }
    }

    /// The same period of the year before (同比).
    #[must_use]
    pub fn a_year_before(self) -> Self {
        match self {
            Self::Quarter(year, quarter) => Self::Quarter(year - 1, quarter),
            Self::Half(year, half) => Self::Half(year - 1, half),
            Self::Year(year) => Self::Year(year - 1),
            Self::Days(first, last) => Self::Days(first.minus_months(12), last.minus_months(12)),
        }
    }

    /// The period of the same length right before it (环比).
    #[must_use]
    pub fn before(self) -> Self {
        match self {
            Self::Quarter(year, 1) => Self::Quarter(year - 1, 4),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter - 1),
            Self::Half(year, 1) => Self::Half(year - 1, 2),
            Self::Half(year, half) => Self::Half(year, half - 1),
            Self::Year(year) => Self::Year(year - 1),
            Self::Days(first, last) => {
                let end = first.minus_days(1);
                Self::Days(end.minus_days(last.days_since(first)), end)
            }
        }
    }

    /// `2026年第一季度`.
    #[must_use]
    pub fn title(self) -> String {
        const QUARTERS: [&str; 4] = ["第一季度", "第二季度", "第三季度", "第四季度"];
        let nth = |n: i8| usize::try_from(n - 1).unwrap_or_default();
        match self {
            Self::Quarter(year, quarter) => format!("{year}年{}", QUARTERS[nth(quarter)]),
            Self::Half(year, half) => format!("{year}年{}", ["上半年", "下半年"][nth(half)]),
            Self::Year(year) => format!("{year}年度"),
            Self::Days(first, last) => format!("{}至{}", first.in_chinese(), last.in_chinese()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter(year, quarter) => write!(f, "{year}Q{quarter}"),
            Self::Half(year, half) => write!(f, "{year}H{half}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::Days(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        let year = |text: &str| text.parse().ok().filter(|year| (1901..=2999).contains(year) && text.len() == 4);
        let part = |text: &str, most: i8| text.parse().ok().filter(|part| (1..=most).contains(part) && text.len() == 1);
        if let Some((first, last)) = text.split_once('/') {
            let (first, last) = (first.parse()?, last.parse()?);
            return if first <= last {
                Ok(Self::Days(first, last))
            } else {
                Err(PeriodError::Backwards { first, last })
            };
        }
        let read = if let Some((of, quarter)) = text.split_once('Q') {
            year(of).zip(part(quarter, 4)).map(|(year, quarter)| Self::Quarter(year, quarter))
        } else if let Some((of, half)) = text.split_once('H') {
            year(of).zip(part(half, 2)).map(|(year, half)| Self::Half(year, half))
        } else {
            year(&text).map(Self::Year)
        };
        read.ok_or(PeriodError::NotAPeriod(text))
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Period, PeriodError> {
        text.to_owned().try_into()
    }

    #[test]
    fn a_period_is_written_as_it_is_read() {
        for text in ["2026Q1", "2026H2", "2026", "2026-01-01/2026-02-28"] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        for wrong in ["2026Q5", "2026q1", "26Q1", "", "2026H3", "2026Q", "2026Q01"] {
            assert_eq!(read(wrong), Err(PeriodError::NotAPeriod(wrong.to_owned())));
        }
        assert!(read("2026-02-29/2026-03-01").is_err());
        assert!(matches!(read("2026-03-01/2026-02-01"), Err(PeriodError::Backwards { .. })));
    }

    #[test]
    fn a_quarter_has_its_days() {
        let quarter = read("2024Q1").unwrap();
        assert_eq!((quarter.first(), quarter.last()), (day(2024, 1, 1), day(2024, 3, 31)));
        assert_eq!(Period::quarter_of(day(2026, 12, 31)), read("2026Q4").unwrap());
        assert_eq!(Period::quarter_of(day(2026, 4, 1)), read("2026Q2").unwrap());
    }

    #[test]
    fn it_is_compared_with_the_year_before_and_with_what_came_right_before() {
        let compared =
            |text| (read(text).unwrap().a_year_before().to_string(), read(text).unwrap().before().to_string());
        assert_eq!(compared("2026Q1"), ("2025Q1".to_owned(), "2025Q4".to_owned()));
        assert_eq!(compared("2026H2"), ("2025H2".to_owned(), "2026H1".to_owned()));
        let days = compared("2026-03-01/2026-03-10");
        assert_eq!(days, ("2025-03-01/2025-03-10".to_owned(), "2026-02-19/2026-02-28".to_owned()));
    }
}
