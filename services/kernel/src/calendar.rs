//! Holidays, make-up working days, and the days that follow one another without them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::period::{Counting, Period, Shape};

mod announced;
mod statutory;

pub use announced::{AnnouncedYear, ArrangedDay, Arrangement, CalendarError, Fault, Notice};

/// Which days are worked: the announced years, and for the others weekends and the statutory holidays (R-CAL-7).
///
/// A calendar is a value. Another announced year makes another calendar with a version of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: CalendarVersion,
    years: BTreeMap<i16, AnnouncedYear>,
    arranged: BTreeMap<Day, ArrangedDay>,
}

/// The state of the calendar a deadline was computed with. The directory counts it up with each year announced or amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarVersion(pub u32);

impl CalendarVersion {
    /// The years that come with the program.
    pub const SHIPPED: CalendarVersion = CalendarVersion(1);
}

impl fmt::Display for CalendarVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What sort of day a day is, with the holiday it owes that to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Monday to Friday, nothing special.
    Workday,
    /// A weekend day that is worked for a holiday (调休上班).
    MakeUpWorkday(&'a str),
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// A statutory holiday or a day moved to one.
    Holiday(&'a str),
}

impl DayKind<'_> {
    /// Ordinary and make-up working days.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, DayKind::Workday | DayKind::MakeUpWorkday(_))
    }
}

impl fmt::Display for DayKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayKind::Workday => f.write_str("工作日"),
            DayKind::MakeUpWorkday(name) => write!(f, "{name}调休上班"),
            DayKind::Weekend => f.write_str("周末"),
            DayKind::Holiday(name) => write!(f, "{name}休假"),
        }
    }
}

const SEEDS: [(i16, &str); 4] = [
    (2023, include_str!("../seeds/holidays-2023.csv")),
    (2024, include_str!("../seeds/holidays-2024.csv")),
    (2025, include_str!("../seeds/holidays-2025.csv")),
    (2026, include_str!("../seeds/holidays-2026.csv")),
];

impl Calendar {
    /// A calendar of these announced years; of two for one year the later in order holds.
    #[must_use]
    pub fn new(version: CalendarVersion, years: impl IntoIterator<Item = AnnouncedYear>) -> Calendar {
        let years: BTreeMap<i16, AnnouncedYear> = years.into_iter().map(|year| (year.year(), year)).collect();
        // A notice may move the last days of the year before, so where two speak of one day the later year's holds.
        let arranged = years.values().flat_map(AnnouncedYear::days).map(|day| (day.day, day.clone())).collect();
        Calendar { version, years, arranged }
    }

    /// The years that come with the program.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the seeds are part of the program, and a test reads them all")]
    pub fn shipped() -> Calendar {
        let read = |(year, text)| AnnouncedYear::parse(year, 1, text).expect("a shipped year");
        Calendar::new(CalendarVersion::SHIPPED, SEEDS.map(read))
    }

    /// This calendar with one more year, or with a year replaced by its amendment.
    #[must_use]
    pub fn announcing(&self, year: AnnouncedYear, version: CalendarVersion) -> Calendar {
        Calendar::new(version, self.years.values().cloned().chain([year.holding_since(version)]))
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> CalendarVersion {
        self.version
    }

    /// The announced years, in order.
    pub fn years(&self) -> impl Iterator<Item = &AnnouncedYear> {
        self.years.values()
    }

    /// The years that were announced or amended since a version and speak of a day from one to another.
    pub fn changed_since(
        &self,
        version: CalendarVersion,
        first: Day,
        last: Day,
    ) -> impl Iterator<Item = &AnnouncedYear> {
        self.years().filter(move |year| {
            let (from, to) = year.reach();
            version < year.since() && first <= to && from <= last
        })
    }

    /// Whether it is announced what sort of day this is. Where it is not, every date that depends on it is provisional.
    #[must_use]
    pub fn is_announced(&self, day: Day) -> bool {
        self.years.contains_key(&day.year()) || self.arranged.contains_key(&day)
    }

    /// What sort of day this is.
    #[must_use]
    pub fn kind(&self, day: Day) -> DayKind<'_> {
        if let Some(ArrangedDay { arrangement, name, .. }) = self.arranged.get(&day) {
            return match arrangement {
                Arrangement::Holiday => DayKind::Holiday(name),
                Arrangement::MakeUpWorkday => DayKind::MakeUpWorkday(name),
            };
        }
        match statutory::holiday(day) {
            Some(name) if !self.is_announced(day) => DayKind::Holiday(name),
            _ if day.is_weekend() => DayKind::Weekend,
            _ => DayKind::Workday,
        }
    }

    /// Whether offices work on this day.
    #[must_use]
    pub fn is_working_day(&self, day: Day) -> bool {
        self.kind(day).is_working()
    }

    /// The same day if it is worked, else the first working day after it (R-CAL-4).
    #[must_use]
    pub fn roll_forward(&self, day: Day) -> Day {
        if self.is_working_day(day) { day } else { self.working_day_after(day, 1) }
    }

    /// The n-th working day after a day; the day itself for zero.
    #[must_use]
    pub fn working_day_after(&self, day: Day, n: u32) -> Day {
        nth_or(day, n, day.following().filter(|d| self.is_working_day(*d)), Day::LAST)
    }

    /// The n-th working day before a day; the day itself for zero.
    #[must_use]
    pub fn working_day_before(&self, day: Day, n: u32) -> Day {
        nth_or(day, n, day.preceding().filter(|d| self.is_working_day(*d)), Day::FIRST)
    }

    /// How many working days lie after one day, up to and including another.
    #[must_use]
    pub fn working_days_between(&self, after: Day, until: Day) -> u32 {
        let days = after.following().take_while(|day| *day <= until);
        u32::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u32::MAX)
    }

    /// The end of a period counted from a day, before any rolling.
    #[must_use]
    pub fn end_of(&self, shape: Shape, start: Day) -> Day {
        let clear = u32::from(shape.counting == Counting::ClearDaysBefore);
        match (shape.is_before(), shape.period) {
            (false, Period::WorkingDays(n)) => self.working_day_after(start, n.into()),
            (false, Period::CalendarDays(n)) => start.plus_days(n.into()),
            (false, Period::Months(n)) => start.plus_months(n),
            (true, Period::WorkingDays(n)) => self.working_day_before(start, u32::from(n) + clear),
            (true, Period::CalendarDays(n)) => start.minus_days(u32::from(n) + clear),
            (true, Period::Months(n)) => start.minus_months(n).minus_days(clear),
        }
    }
}

fn nth_or(start: Day, n: u32, mut days: impl Iterator<Item = Day>, edge: Day) -> Day {
    match usize::try_from(n) {
        Ok(0) => start,
        Ok(n) => days.nth(n - 1).unwrap_or(edge),
        Err(_) => edge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::day;

    #[test]
    fn the_shipped_years_hold_as_many_days_as_their_notices() {
        let shipped = Calendar::shipped();
        let count = |of| shipped.years().map(|y| y.days().filter(|d| d.arrangement == of).count()).collect::<Vec<_>>();
        assert_eq!(shipped.years().map(AnnouncedYear::year).collect::<Vec<_>>(), [2023, 2024, 2025, 2026]);
        assert_eq!(count(Arrangement::Holiday), [26, 28, 28, 33]);
        assert_eq!(count(Arrangement::MakeUpWorkday), [7, 8, 5, 6]);
    }

    #[test]
    fn lunar_new_years_eve_was_an_ordinary_day_in_2024_and_a_holiday_in_2025() {
        let shipped = Calendar::shipped();
        assert_eq!(shipped.kind(day(2024, 2, 9)), DayKind::Workday);
        assert_eq!(shipped.kind(day(2025, 1, 28)), DayKind::Holiday("春节"));
    }

    #[test]
    fn r_cal_4_a_last_day_moves_past_the_holiday_and_not_off_a_make_up_day() {
        let shipped = Calendar::shipped();
        assert_eq!(shipped.roll_forward(day(2024, 9, 30)), day(2024, 9, 30));
        assert_eq!(shipped.roll_forward(day(2024, 10, 1)), day(2024, 10, 8));
        assert_eq!(shipped.roll_forward(day(2024, 10, 7)), day(2024, 10, 8));
        assert_eq!(shipped.roll_forward(day(2025, 10, 11)), day(2025, 10, 11), "a working Saturday");
        assert_eq!(shipped.roll_forward(day(2024, 2, 11)), day(2024, 2, 18), "a working Sunday");
    }

    #[test]
    fn r_cal_7_the_statutory_days_of_2027_hold_until_its_notice() {
        let shipped = Calendar::shipped();
        let expected = [
            (1, 1),
            (2, 5),
            (2, 6),
            (2, 7),
            (2, 8),
            (4, 5),
            (5, 1),
            (5, 2),
            (6, 9),
            (9, 15),
            (10, 1),
            (10, 2),
            (10, 3),
        ];
        let first = day(2026, 12, 31);
        let holidays = first.following().take(365).filter(|d| matches!(shipped.kind(*d), DayKind::Holiday(_)));
        assert_eq!(holidays.collect::<Vec<_>>(), expected.map(|(month, d)| day(2027, month, d)));
        assert!(!shipped.is_announced(day(2027, 1, 1)));
        assert!(shipped.is_announced(first));
    }

    #[test]
    fn r_cal_7_before_2025_a_year_had_eleven_statutory_days() {
        let empty = Calendar::new(CalendarVersion(0), []);
        let holidays =
            day(2023, 12, 31).following().take(366).filter(|d| matches!(empty.kind(*d), DayKind::Holiday(_)));
        assert_eq!(holidays.count(), 11);
        assert_eq!(empty.kind(day(2024, 5, 2)), DayKind::Workday);
        assert_eq!(empty.kind(day(2024, 2, 9)), DayKind::Workday);
    }

    #[test]
    fn an_announced_year_says_all_so_no_statutory_day_is_added() {
        let year = "date,kind,name\n2027-01-01,holiday,元旦\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
        let year = AnnouncedYear::parse(2027, 1, year).unwrap();
        let calendar = Calendar::shipped().announcing(year, CalendarVersion(2));
        assert_eq!(calendar.kind(day(2027, 6, 9)), DayKind::Workday);
        assert_eq!(calendar.version(), CalendarVersion(2));
    }

    #[test]
    fn a_notice_moves_the_last_day_of_the_year_before() {
        let year = "date,kind,name\n2026-12-31,holiday,元旦\n2027-01-01,holiday,元旦\n\
                    2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
        let calendar = Calendar::shipped().announcing(AnnouncedYear::parse(2027, 1, year).unwrap(), CalendarVersion(2));
        assert_eq!(calendar.kind(day(2026, 12, 31)), DayKind::Holiday("元旦"));
        assert_eq!(calendar.working_day_after(day(2026, 12, 30), 1), day(2027, 1, 4));
    }

    #[test]
    fn an_amended_year_replaces_the_one_announced_before() {
        let year = |last| {
            let rows =
                format!("2027-01-01,holiday,元旦\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n{last}\n");
            AnnouncedYear::parse(2027, 1, &rows).unwrap()
        };
        let first = Calendar::shipped().announcing(year("2027-01-30,makeup_workday,春节"), CalendarVersion(2));
        let amended = first.announcing(year("2027-01-31,makeup_workday,春节"), CalendarVersion(3));
        assert!(first.is_working_day(day(2027, 1, 30)));
        assert!(!amended.is_working_day(day(2027, 1, 30)));
        assert!(amended.is_working_day(day(2027, 1, 31)));
    }

    #[test]
    fn r_cal_7_a_year_announced_since_a_version_concerns_the_days_it_speaks_of() {
        let year =
            "2026-12-31,holiday,元旦\n2027-01-01,holiday,元旦\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
        let year = AnnouncedYear::parse(2027, 1, year).unwrap();
        let calendar = Calendar::shipped().announcing(year, CalendarVersion(5));
        let concerned = |version, first, last| {
            calendar.changed_since(CalendarVersion(version), first, last).map(AnnouncedYear::year).collect::<Vec<_>>()
        };
        assert_eq!(concerned(4, day(2026, 12, 1), day(2026, 12, 30)), [0_i16; 0]);
        assert_eq!(concerned(4, day(2026, 12, 1), day(2026, 12, 31)), [2027]);
        assert_eq!(concerned(4, day(2027, 12, 31), day(2028, 1, 31)), [2027]);
        assert_eq!(concerned(4, day(2028, 1, 1), day(2028, 1, 31)), [0_i16; 0]);
        assert_eq!(concerned(5, day(2026, 12, 1), day(2027, 2, 1)), [0_i16; 0], "it was known then");
    }

    #[test]
    fn counting_ends_at_the_edge_of_what_can_be_expressed() {
        let shipped = Calendar::shipped();
        assert_eq!(shipped.working_day_after(Day::LAST, 3), Day::LAST);
        assert_eq!(shipped.working_day_before(day(1900, 1, 3), 30), Day::FIRST);
    }
}
