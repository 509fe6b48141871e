use crate::day::{Day, day};

/// The holiday the law itself puts on a day (全国年节及纪念日放假办法), before any notice moves days around it.
///
/// From 2025 thirteen days a year; before that eleven, as in force from 2014. Older years follow the same eleven: a date
/// there is provisional in any case. Outside the table of lunar dates only the fixed days are known.
pub(super) fn holiday(day: Day) -> Option<&'static str> {
    let amended = day.year() >= 2025;
    match (day.month(), day.day_of_month()) {
        (1, 1) => return Some("元旦"),
        (5, 1) => return Some("劳动节"),
        (5, 2) if amended => return Some("劳动节"),
        (10, 1..=3) => return Some("国庆节"),
        _ => {}
    }
    let moved = MovedHolidays::of(day.year())?;
    let eve = moved.spring_festival.minus_days(1);
    match day {
        _ if day == eve && amended => Some("春节"),
        _ if (moved.spring_festival..=moved.spring_festival.plus_days(2)).contains(&day) => Some("春节"),
        _ if day == moved.tomb_sweeping => Some("清明节"),
        _ if day == moved.dragon_boat => Some("端午节"),
        _ if day == moved.mid_autumn => Some("中秋节"),
        _ => None,
    }
}

/// The holidays that fall on another date each year.
struct MovedHolidays {
    spring_festival: Day,
    tomb_sweeping: Day,
    dragon_boat: Day,
    mid_autumn: Day,
}

impl MovedHolidays {
    fn of(year: i16) -> Option<MovedHolidays> {
        let [spring_festival, tomb_sweeping, dragon_boat, mid_autumn] =
            *MOVED.get(usize::try_from(year - FIRST_YEAR).ok()?)?;
        let in_year = |(month, d)| day(year, month, d);
        Some(MovedHolidays {
            spring_festival: in_year(spring_festival),
            tomb_sweeping: in_year(tomb_sweeping),
            dragon_boat: in_year(dragon_boat),
            mid_autumn: in_year(mid_autumn),
        })
    }
}

const FIRST_YEAR: i16 = 2000;

/// Month and day of 春节 (first of the first lunar month), 清明 (solar term), 端午 (fifth of the fifth) and 中秋 (fifteenth
/// of the eighth), 2000 to 2060. Written out by lunar_python 1.4.8, which computes them from the positions of sun and moon,
/// and found equal in every year to the tables of borax 4.1.3.
#[rustfmt::skip]
const MOVED: [[(i8, i8); 4]; 61] = [
    [(2, 5), (4, 4), (6, 6), (9, 12)], [(1, 24), (4, 5), (6, 25), (10, 1)], [(2, 12), (4, 5), (6, 15), (9, 21)],
    [(2, 1), (4, 5), (6, 4), (9, 11)], [(1, 22), (4, 4), (6, 22), (9, 28)], [(2, 9), (4, 5), (6, 11), (9, 18)],
    [(1, 29), (4, 5), (5, 31), (10, 6)], [(2, 18), (4, 5), (6, 19), (9, 25)], [(2, 7), (4, 4), (6, 8), (9, 14)],
    [(1, 26), (4, 4), (5, 28), (10, 3)], [(2, 14), (4, 5), (6, 16), (9, 22)], [(2, 3), (4, 5), (6, 6), (9, 12)],
    [(1, 23), (4, 4), (6, 23), (9, 30)], [(2, 10), (4, 4), (6, 12), (9, 19)], [(1, 31), (4, 5), (6, 2), (9, 8)],
    [(2, 19), (4, 5), (6, 20), (9, 27)], [(2, 8), (4, 4), (6, 9), (9, 15)], [(1, 28), (4, 4), (5, 30), (10, 4)],
    [(2, 16), (4, 5), (6, 18), (9, 24)], [(2, 5), (4, 5), (6, 7), (9, 13)], [(1, 25), (4, 4), (6, 25), (10, 1)],
    [(2, 12), (4, 4), (6, 14), (9, 21)], [(2, 1), (4, 5), (6, 3), (9, 10)], [(1, 22), (4, 5), (6, 22), (9, 29)],
    [(2, 10), (4, 4), (6, 10), (9, 17)], [(1, 29), (4, 4), (5, 31), (10, 6)], [(2, 17), (4, 5), (6, 19), (9, 25)],
    [(2, 6), (4, 5), (6, 9), (9, 15)], [(1, 26), (4, 4), (5, 28), (10, 3)], [(2, 13), (4, 4), (6, 16), (9, 22)],
    [(2, 3), (4, 5), (6, 5), (9, 12)], [(1, 23), (4, 5), (6, 24), (10, 1)], [(2, 11), (4, 4), (6, 12), (9, 19)],
    [(1, 31), (4, 4), (6, 1), (9, 8)], [(2, 19), (4, 5), (6, 20), (9, 27)], [(2, 8), (4, 5), (6, 10), (9, 16)],
    [(1, 28), (4, 4), (5, 30), (10, 4)], [(2, 15), (4, 4), (6, 18), (9, 24)], [(2, 4), (4, 5), (6, 7), (9, 13)],
    [(1, 24), (4, 5), (5, 27), (10, 2)], [(2, 12), (4, 4), (6, 14), (9, 20)], [(2, 1), (4, 4), (6, 3), (9, 10)],
    [(1, 22), (4, 4), (6, 22), (9, 28)], [(2, 10), (4, 5), (6, 11), (9, 17)], [(1, 30), (4, 4), (5, 31), (10, 5)],
    [(2, 17), (4, 4), (6, 19), (9, 25)], [(2, 6), (4, 4), (6, 8), (9, 15)], [(1, 26), (4, 5), (5, 29), (10, 4)],
    [(2, 14), (4, 4), (6, 15), (9, 22)], [(2, 2), (4, 4), (6, 4), (9, 11)], [(1, 23), (4, 4), (6, 23), (9, 30)],
    [(2, 11), (4, 5), (6, 13), (9, 19)], [(2, 1), (4, 4), (6, 1), (9, 7)], [(2, 19), (4, 4), (6, 20), (9, 26)],
    [(2, 8), (4, 4), (6, 10), (9, 16)], [(1, 28), (4, 5), (5, 30), (10, 5)], [(2, 15), (4, 4), (6, 17), (9, 24)],
    [(2, 4), (4, 4), (6, 6), (9, 13)], [(1, 24), (4, 4), (6, 25), (10, 2)], [(2, 12), (4, 5), (6, 14), (9, 21)],
    [(2, 2), (4, 4), (6, 3), (9, 9)],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lunar_holidays_fall_where_announced_years_put_them() {
        assert_eq!(holiday(day(2024, 2, 10)), Some("春节"));
        assert_eq!(holiday(day(2024, 2, 13)), None);
        assert_eq!(holiday(day(2025, 1, 28)), Some("春节"));
        assert_eq!(holiday(day(2025, 5, 31)), Some("端午节"));
        assert_eq!(holiday(day(2025, 10, 6)), Some("中秋节"));
        assert_eq!(holiday(day(2026, 4, 5)), Some("清明节"));
        assert_eq!(holiday(day(2026, 9, 25)), Some("中秋节"));
    }

    #[test]
    fn outside_the_table_only_the_fixed_days_are_known() {
        let holidays =
            |year| day(year, 1, 1).minus_days(1).following().take(365).filter(|d| holiday(*d).is_some()).count();
        assert_eq!(holidays(2060), 13);
        assert_eq!(holidays(2061), 6);
        assert_eq!(holidays(1999), 5);
    }
}
