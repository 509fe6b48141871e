use kernel::calendar::Calendar;
use kernel::day::Day;
use uuid::Uuid;

use crate::registers::cases::Sheet;
use crate::registers::deadlines::Running;
use crate::remaining;

/// A period beside the facts.
pub(super) struct Period {
    pub(super) title: String,
    pub(super) article: String,
    pub(super) due: String,
    pub(super) left: String,
    pub(super) class: &'static str,
    pub(super) provisional: bool,
    pub(super) is_information: bool,
    pub(super) explained: String,
    /// From, to, and how many days were left out.
    pub(super) pauses: Vec<String>,
    pub(super) ended: String,
}

impl Period {
    pub(super) fn of(clock: &Running, sheet: &Sheet, case: Uuid, today: Day, calendar: &Calendar) -> Self {
        let (pressing, left) = remaining::left(clock.due, clock.working, today, calendar);
        let due = clock.due.map(|due| due.to_string()).unwrap_or_default();
        let is_late = clock.ended_on.as_ref().is_some_and(|ended| !due.is_empty() && *ended > due);
        let ended = match (clock.ended.as_str(), clock.ended_on.as_deref()) {
            (_, None) => String::new(),
            ("Done", Some(on)) if due.is_empty() => format!("{on} 中止期间办结"),
            ("Done", Some(on)) if is_late => format!("{on} 办结，逾期"),
            ("Done", Some(on)) => format!("{on} 办结，在期限内"),
            ("Lapsed", _) => "届满未办".to_owned(),
            ("Superseded", Some(on)) => format!("{on} 停止计算"),
            _ => "已撤除".to_owned(),
        };
        let pauses = clock.deadline.pauses.iter().map(|pause| match pause.to.as_str() {
            "" => format!("{} 起中止", pause.from),
            to => format!("{} 至 {to} 中止", pause.from),
        });
        Self {
            title: format!("{}{}", clock.title(), sheet.whose(clock.party)),
            article: clock.article(),
            is_information: !clock.is_duty(),
            explained: format!("/cases/{case}/deadlines/{}/{}", clock.name, clock.party),
            pauses: pauses.collect(),
            provisional: clock.deadline.provisional,
            class: pressing.class(),
            due,
            left,
            ended,
        }
    }
}

/// 第 23 天 / 60 天, with pauses drawn in, in thousandths of the bar.
pub(super) struct Bar {
    pub(super) words: String,
    pub(super) elapsed: u32,
    /// Beginning and width.
    pub(super) pauses: Vec<(u32, u32)>,
    pub(super) class: &'static str,
}

impl Bar {
    /// None for a period that was broken off: what counts is the one that took its place.
    pub(super) fn of(clock: &Running, today: Day, calendar: &Calendar) -> Option<Self> {
        let is_done = clock.ended == "Done";
        if !clock.is_running() && !is_done {
            return None;
        }
        let start: Day = clock.deadline.start.parse().ok()?;
        let until = clock.ended_on.as_ref().and_then(|ended| ended.parse().ok()).unwrap_or(today).max(start);
        let spans: Vec<(Day, Day)> = clock
            .deadline
            .pauses
            .iter()
            .filter_map(|pause| Some((pause.from.parse().ok()?, pause.to.parse().unwrap_or(until))))
            .collect();
        let paused = |to: Day| spans.iter().map(|(from, end)| (*end).min(to).days_since(*from)).sum::<u32>();
        let counted = until.days_since(start) - paused(until).min(until.days_since(start));
        let Some(due) = clock.due else {
            let standing = if is_done { "中止期间结案" } else { "中止中" };
            let words = format!("{}：已计 {counted} 天，{standing}", clock.title());
            return Some(Self { words, elapsed: 1000, pauses: Vec::new(), class: "bar-paused" });
        };
        let working = |to: Day| calendar.working_days_between(start, to);
        let days = |to: Day| if clock.working { working(to) } else { to.days_since(start) };
        let length = days(due).max(1);
        let part = |to: Day| (days(to.max(start)).min(length) * 1000) / length;
        // A last day that is a rest day moves on; the period is no longer for that.
        let nominal: Day = clock.deadline.nominal.parse().unwrap_or(due);
        let total = nominal.days_since(start) - paused(nominal).min(nominal.days_since(start));
        let is_over = until > due;
        let nth = if is_done { "用时" } else { "第" };
        let words = match (is_over, clock.working) {
            (true, _) => format!("超过 {} 天", until.days_since(due)),
            (false, false) => format!("{nth} {counted} 天 / {total} 天"),
            (false, true) => format!("{nth} {} 个工作日 / {} 个工作日", working(until), working(due)),
        };
        Some(Self {
            words: format!("{}：{words}", clock.title()),
            elapsed: part(until),
            pauses: spans
                .iter()
                .map(|(from, to)| (part(*from), part(*to).saturating_sub(part(*from)).max(4)))
                .collect(),
            class: if is_over { "bar-over" } else { "bar-running" },
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::day::day;
    use proto::common::{Deadline, Pause};

    use super::*;

    fn clock(due: &str, pauses: Vec<Pause>) -> Running {
        let deadline = Deadline { start: "2026-03-01".to_owned(), due: due.to_owned(), pauses, ..Deadline::default() };
        Running {
            name: "Decision".to_owned(),
            party: 0,
            due: due.parse().ok(),
            ended_on: None,
            ended: String::new(),
            working: false,
            deadline,
        }
    }

    #[test]
    fn the_day_count_leaves_pauses_out() {
        let pause = Pause { from: "2026-03-11".to_owned(), to: "2026-03-26".to_owned() };
        let bar = Bar::of(&clock("2026-05-15", vec![pause]), day(2026, 3, 31), &Calendar::shipped()).unwrap();
        assert!(bar.words.ends_with("第 15 天 / 60 天"), "{}", bar.words);
        assert_eq!(bar.pauses.len(), 1);
    }

    #[test] // S09
    fn while_it_is_paused_the_bar_says_so() {
        let pause = Pause { from: "2026-03-11".to_owned(), to: String::new() };
        let bar = Bar::of(&clock("", vec![pause]), day(2026, 3, 31), &Calendar::shipped()).unwrap();
        assert!(bar.words.contains("已计 10 天，中止中"), "{}", bar.words);
    }

    #[test]
    fn a_last_day_that_moves_on_makes_the_period_no_longer() {
        let mut clock = clock("2026-05-06", Vec::new());
        clock.deadline.nominal = "2026-04-30".to_owned();
        let bar = Bar::of(&clock, day(2026, 3, 31), &Calendar::shipped()).unwrap();
        assert!(bar.words.ends_with("第 30 天 / 60 天"), "{}", bar.words);
    }

    #[test]
    fn where_working_days_count_the_bar_is_as_long_as_its_words_say() {
        let (friday, sunday, monday) = (day(2026, 11, 20), day(2026, 11, 22), day(2026, 11, 23));
        let deadline = Deadline { start: friday.to_string(), ..Deadline::default() };
        let clock = Running { working: true, deadline, ..clock("2026-11-27", Vec::new()) };
        let on = |today| Bar::of(&clock, today, &Calendar::shipped()).unwrap();
        assert!(on(sunday).words.ends_with("第 0 个工作日 / 5 个工作日"), "{}", on(sunday).words);
        assert_eq!([on(sunday).elapsed, on(monday).elapsed], [0, 200]);
    }

    #[test]
    fn what_is_done_says_how_long_it_took_and_what_was_broken_off_nothing() {
        let ended = |how: &str| Running {
            ended_on: Some("2026-03-21".to_owned()),
            ended: how.to_owned(),
            ..clock("2026-04-30", Vec::new())
        };
        let done = Bar::of(&ended("Done"), day(2026, 5, 31), &Calendar::shipped()).unwrap();
        assert!(done.words.ends_with("用时 20 天 / 60 天"), "{}", done.words);
        assert!(Bar::of(&ended("Superseded"), day(2026, 5, 31), &Calendar::shipped()).is_none());
    }

    #[test]
    fn what_is_over_is_said() {
        let bar = Bar::of(&clock("2026-04-30", Vec::new()), day(2026, 5, 3), &Calendar::shipped()).unwrap();
        assert!(bar.words.contains("超过 3 天"), "{}", bar.words);
        assert_eq!(bar.elapsed, 1000);
    }
}
