//! How much time a letter gives, in its own words.

use std::fmt;

use kernel::day::Day;
use kernel::deadline::Lengthening;
use kernel::period::Period;
use serde::{Deserialize, Serialize};

/// A last day, or so many months, days or working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// By this day.
    Until(Day),
    /// Within this time.
    Within(Period),
}

/// How periods are written; the longer words first.
const UNITS: [(&str, Period); 4] = [
    ("个工作日", Period::working_days(1)),
    ("个月", Period::months(1)),
    ("日", Period::days(1)),
    ("天", Period::days(1)),
];

/// Why a text is no [`Limit`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是期限，请写成 2026-02-28、2个月、15日或者10个工作日")]
pub struct LimitError(String);

impl Limit {
    /// The period it amounts to for who received the letter on a day; none if that day came after its last one.
    #[must_use]
    pub fn period(self, received_on: Day) -> Option<Period> {
        match self {
            Self::Within(period) => Some(period),
            Self::Until(day) if day < received_on => None,
            Self::Until(day) => u16::try_from(day.days_since(received_on)).ok().map(Period::days),
        }
    }
}

/// What is granted on top of a period that runs.
impl From<Limit> for Lengthening {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Until(day) => Self::Until(day),
            Limit::Within(period) => Self::Within(period),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Until(day) => day.fmt(f),
            // A year is written as its months, so that what is shown can be typed in again.
            Self::Within(Period::Months(count)) => write!(f, "{count}个月"),
            Self::Within(period) => period.fmt(f),
        }
    }
}

impl TryFrom<String> for Limit {
    type Error = LimitError;

    fn try_from(text: String) -> Result<Self, LimitError> {
        let counted = UNITS.into_iter().find_map(|(unit, period)| {
            let count = text.trim().strip_suffix(unit)?.trim().parse().ok().filter(|count| *count > 0)?;
            Some(Self::Within(period.of_same_unit(count)))
        });
        counted.or_else(|| text.trim().parse().ok().map(Self::Until)).ok_or(LimitError(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_typed_as_it_is_shown() {
        for text in ["2026-02-28", "2个月", "12个月", "15日", "10个工作日"] {
            assert_eq!(Limit::try_from(text.to_owned()).unwrap().to_string(), text);
        }
        assert_eq!(Limit::try_from("30 天".to_owned()).unwrap(), Limit::Within(Period::days(30)));
        for text in ["", "0日", "两个月", "2026-02-30", "1年"] {
            assert!(Limit::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
