//! Days as the law counts them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{self, Date, Weekday};
use jiff::{Span, Timestamp, tz};
use serde::{Deserialize, Serialize};

/// A legal day: a date in China, between 1900-01-01 and 2999-12-31.
///
/// Arithmetic stays inside this range: a sum that would leave it stops at its edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

/// A day known when the program is written, such as the day a law came into force.
///
/// # Panics
/// If there is no such day; in a constant this stops the build. Text from outside goes through [`Day::from_str`].
#[must_use]
pub const fn day(year: i16, month: i8, day: i8) -> Day {
    assert!(FIRST_YEAR <= year && year <= LAST_YEAR, "outside the years Songli counts in");
    Day(civil::date(year, month, day))
}

/// Why a text is not a [`Day`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not of the form `2024-09-25`.
    #[error("“{0}”不是日期，请写成 2024-09-25 这样的形式")]
    NotADate(String),
    /// The month ends before this day, as February 2025 does before the 29th.
    #[error("{text}这一天不存在：{year}年{month}月只有{days}天，请核对日期")]
    NoSuchDay {
        /// As it was written.
        text: String,
        /// The year written.
        year: i16,
        /// The month written.
        month: i8,
        /// How many days that month has.
        days: i8,
    },
    /// Month 0, month 13, or day 0.
    #[error("{0}这一天不存在：月份为01至12，日从01开始，请核对日期")]
    NoSuchMonth(String),
    /// Before 1900 or after 2999: a slip of the hand.
    #[error("{0}不在1900年至2999年之间，请核对年份")]
    OutOfRange(String),
}

const FIRST_YEAR: i16 = 1900;
const LAST_YEAR: i16 = 2999;
/// Any more than this leaves the range from wherever one starts.
const MOST_DAYS: u32 = 366 * 1100;

impl Day {
    /// The first day that can be expressed.
    pub const FIRST: Day = day(FIRST_YEAR, 1, 1);
    /// The last day that can be expressed.
    pub const LAST: Day = day(LAST_YEAR, 12, 31);

    /// The day it is in China at an instant. China keeps UTC+8 all year, so no time zone data is asked.
    #[must_use]
    pub fn in_china(instant: Timestamp) -> Day {
        Day(tz::offset(8).to_datetime(instant).date()).clamp(Day::FIRST, Day::LAST)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// Saturday or Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The days after this one, in order.
    pub fn following(self) -> impl Iterator<Item = Day> {
        self.0.series(Span::new().days(1)).skip(1).map(Day).take_while(|day| *day <= Day::LAST)
    }

    /// The days before this one, latest first.
    pub fn preceding(self) -> impl Iterator<Item = Day> {
        self.0.series(Span::new().days(-1)).skip(1).map(Day).take_while(|day| *day >= Day::FIRST)
    }

    /// So many calendar days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Day {
        self.plus(Span::new().days(days.min(MOST_DAYS)))
    }

    /// So many calendar days earlier.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Day {
        self.plus(Span::new().days(-i64::from(days.min(MOST_DAYS))))
    }

    /// The corresponding day so many months later; where that month has none, its last day (民法典第二百零二条).
    #[must_use]
    pub fn plus_months(self, months: u16) -> Day {
        self.plus(Span::new().months(months))
    }

    /// The corresponding day so many months earlier; where that month has none, its last day.
    #[must_use]
    pub fn minus_months(self, months: u16) -> Day {
        self.plus(Span::new().months(-i32::from(months)))
    }

    /// How many days lie between an earlier day and this one; zero if it is not earlier.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> u32 {
        u32::try_from(self.0.duration_since(earlier.0).as_hours() / 24).unwrap_or(0)
    }

    /// As papers write it: `2024年9月25日`.
    #[must_use]
    pub fn in_chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day_of_month())
    }

    /// `星期一` to `星期日`.
    #[must_use]
    pub fn weekday_in_chinese(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Monday => "星期一",
            Weekday::Tuesday => "星期二",
            Weekday::Wednesday => "星期三",
            Weekday::Thursday => "星期四",
            Weekday::Friday => "星期五",
            Weekday::Saturday => "星期六",
            Weekday::Sunday => "星期日",
        }
    }

    fn plus(self, span: Span) -> Day {
        Day(self.0.saturating_add(span)).clamp(Day::FIRST, Day::LAST)
    }
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `2024-09-25` and nothing else: a date in another order could be taken for a different day.
    fn from_str(text: &str) -> Result<Day, DayError> {
        let (year, month, day) = year_month_day(text).ok_or_else(|| DayError::NotADate(text.to_owned()))?;
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(DayError::OutOfRange(text.to_owned()));
        }
        let first = Date::new(year, month, 1).map_err(|_| DayError::NoSuchMonth(text.to_owned()))?;
        if day == 0 {
            return Err(DayError::NoSuchMonth(text.to_owned()));
        }
        let days = first.days_in_month();
        let no_such_day = |_| DayError::NoSuchDay { text: text.to_owned(), year, month, days };
        Date::new(year, month, day).map(Day).map_err(no_such_day)
    }
}

/// Splits `2024-09-25`; four, two and two digits.
fn year_month_day(text: &str) -> Option<(i16, i8, i8)> {
    let shape = text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b });
    if !shape.eq(*b"0000-00-00") {
        return None;
    }
    Some((text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Day, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Day, DayError> {
        text.parse()
    }

    #[test]
    fn a_day_is_written_as_it_is_read() {
        assert_eq!(read("2024-09-25").unwrap().to_string(), "2024-09-25");
        assert_eq!(serde_json::to_string(&day(2024, 2, 29)).unwrap(), r#""2024-02-29""#);
        assert!(serde_json::from_str::<Day>(r#""2025-02-29""#).is_err());
    }

    #[test]
    fn a_leap_day_of_an_ordinary_year_is_refused_by_name() {
        let text = "2025-02-29".to_owned();
        assert_eq!(read("2025-02-29"), Err(DayError::NoSuchDay { text, year: 2025, month: 2, days: 28 }));
        assert_eq!(read("2024-02-29"), Ok(day(2024, 2, 29)));
    }

    #[test]
    fn a_month_or_day_that_no_year_has_is_refused() {
        assert_eq!(read("2025-13-01"), Err(DayError::NoSuchMonth("2025-13-01".to_owned())));
        assert_eq!(read("2025-01-00"), Err(DayError::NoSuchMonth("2025-01-00".to_owned())));
    }

    #[test]
    fn other_ways_of_writing_a_date_are_refused() {
        for text in
            ["", "2024-9-5", "2024/09/25", "20240925", "25-09-2024", "2024-09-25 ", "２０２４-09-25", "2024-09-2五"]
        {
            assert_eq!(read(text), Err(DayError::NotADate(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_year_far_away_is_taken_for_a_slip() {
        assert_eq!(read("0024-09-25"), Err(DayError::OutOfRange("0024-09-25".to_owned())));
        assert_eq!(read("3024-09-25"), Err(DayError::OutOfRange("3024-09-25".to_owned())));
    }

    #[test]
    fn chinese_papers_write_year_month_day_and_weekday() {
        assert_eq!(day(2024, 9, 25).in_chinese(), "2024年9月25日");
        assert_eq!(day(2024, 9, 25).weekday_in_chinese(), "星期三");
        assert_eq!(day(2024, 9, 29).weekday_in_chinese(), "星期日");
    }

    #[test]
    fn midnight_in_china_begins_a_new_day_whatever_the_servers_zone() {
        assert_eq!(Day::in_china("2025-02-05T15:59:59Z".parse().unwrap()), day(2025, 2, 5));
        assert_eq!(Day::in_china("2025-02-05T16:00:00Z".parse().unwrap()), day(2025, 2, 6));
    }

    #[test]
    fn r_cal_5_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month() {
        assert_eq!(day(2024, 2, 29).plus_months(12), day(2025, 2, 28));
        assert_eq!(day(2025, 8, 31).plus_months(6), day(2026, 2, 28));
        assert_eq!(day(2025, 3, 10).plus_months(6), day(2025, 9, 10));
    }

    #[test]
    fn sums_stop_at_the_edge_of_what_can_be_expressed() {
        assert_eq!(Day::LAST.plus_days(1), Day::LAST);
        assert_eq!(Day::FIRST.minus_days(1), Day::FIRST);
        assert_eq!(Day::FIRST.plus_days(u32::MAX), Day::LAST);
        assert_eq!(Day::LAST.following().next(), None);
        assert_eq!(Day::FIRST.preceding().next(), None);
    }

    #[test]
    fn the_days_between_are_counted_over_a_leap_day() {
        assert_eq!(day(2024, 3, 1).days_since(day(2024, 2, 28)), 2);
        assert_eq!(day(2024, 3, 1).days_since(day(2024, 3, 2)), 0);
    }
}
