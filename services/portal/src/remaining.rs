//! How much of a period is left, in words: overdue is said, never only coloured.

use kernel::calendar::Calendar;
use kernel::day::Day;

/// How pressing something is; the name of its colour too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pressing {
    Overdue,
    Today,
    Soon,
    Later,
    Paused,
}

impl Pressing {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Overdue => "tag-red",
            Self::Today | Self::Soon => "tag-amber",
            Self::Later => "tag-plain",
            Self::Paused => "tag-grey",
        }
    }
}

/// What counts as soon: five working days.
pub(crate) const SOON: u32 = 5;

/// The last day that is soon.
pub(crate) fn soon_until(calendar: &Calendar, today: Day) -> Day {
    calendar.working_day_after(today, SOON)
}

/// How much is left until a due day; none while paused.
pub(crate) fn left(due: Option<Day>, in_working_days: bool, today: Day, calendar: &Calendar) -> (Pressing, String) {
    let Some(due) = due else { return (Pressing::Paused, "中止中".to_owned()) };
    let count = |from: Day, to: Day| {
        if in_working_days { calendar.working_days_between(from, to) } else { to.days_since(from) }
    };
    let unit = if in_working_days { "个工作日" } else { "天" };
    if due < today {
        return (Pressing::Overdue, format!("已逾期 {} 天", today.days_since(due)));
    }
    if due == today {
        return (Pressing::Today, "今天到期".to_owned());
    }
    let pressing = if due <= soon_until(calendar, today) { Pressing::Soon } else { Pressing::Later };
    (pressing, format!("还剩 {} {unit}", count(today, due)))
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    #[test]
    fn what_is_left_is_said_in_the_periods_own_days() {
        let calendar = Calendar::shipped();
        let words = |due, working| left(Some(due), working, day(2024, 9, 29), &calendar).1;
        // The National Day holiday: 30 September, 8, 9 October are worked.
        assert_eq!(words(day(2024, 10, 8), true), "还剩 2 个工作日");
        assert_eq!(words(day(2024, 10, 8), false), "还剩 9 天");
        assert_eq!(words(day(2024, 9, 29), true), "今天到期");
        assert_eq!(words(day(2024, 9, 27), true), "已逾期 2 天");
    }

    #[test] // S09
    fn a_paused_period_says_so() {
        assert_eq!(left(None, false, day(2024, 9, 29), &Calendar::shipped()), (Pressing::Paused, "中止中".to_owned()));
    }
}
