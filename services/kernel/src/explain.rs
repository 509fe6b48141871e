//! How a date came about, day by day and in a paragraph.

use std::fmt;

use crate::calendar::{Calendar, DayKind};
use crate::day::Day;
use crate::deadline::{Deadline, DeadlineParts};

mod words;

/// How a deadline's date came about. It is worked out from the deadline and the calendar, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The days in order of date. A long run of days that were simply counted is left out.
    pub lines: Vec<Line>,
    /// The same in one paragraph, complete whatever was left out above.
    pub words: String,
}

/// A line of the day-by-day explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// One day.
    Day(DayLine),
    /// Days that were all counted, first and last.
    Omitted(Day, Day),
}

/// One day and what it did to the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// The day.
    pub day: Day,
    /// What it did.
    pub role: Role,
    /// What is special about it: `周末`, `国庆节休假`, `国庆节调休上班`.
    pub note: Option<String>,
    /// Whether it is the end before rolling.
    pub is_nominal: bool,
    /// Whether it is the last day in time.
    pub is_due: bool,
    /// Whether the period is counted back, so that what is due is a latest day.
    counted_back: bool,
}

/// What a day does to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The day the period is counted from.
    Start,
    /// The day it is counted back from.
    Event,
    /// The n-th day.
    Counted(u32),
    /// A rest day of a period in working days.
    Skipped,
    /// A day while the period stood still.
    Paused,
    /// A rest day after the nominal end.
    RolledOver,
    /// The working day rolled to.
    RolledTo,
}

/// A run of counted days longer than this is shortened to its first and last few.
const LONG: usize = 100;
const KEPT: usize = 3;

impl Explanation {
    /// Explains a deadline by the calendar it was computed with.
    ///
    /// With another calendar the words say what that one would make of it.
    #[must_use]
    pub fn of(deadline: &Deadline, calendar: &Calendar) -> Explanation {
        let days = days(deadline.parts(), calendar);
        let words = words::paragraph(deadline, calendar, &days);
        Explanation { lines: shortened(&days), words }
    }
}

fn days(parts: &DeadlineParts, calendar: &Calendar) -> Vec<DayLine> {
    let start = parts.start.on;
    let mut nth = 0;
    let mut line = |day: Day| DayLine {
        day,
        role: role(parts, calendar, day, &mut nth),
        note: note(calendar.kind(day)),
        is_nominal: parts.nominal == Some(day),
        is_due: parts.due == Some(day),
        counted_back: parts.shape.is_before(),
    };
    let first = line(start);
    if parts.shape.is_before() {
        let mut days: Vec<DayLine> =
            start.preceding().take_while(|day| parts.due.is_some_and(|due| due <= *day)).map(line).collect();
        days.reverse();
        days.push(first);
        return days;
    }
    // While it stands still, what has elapsed so far is shown.
    let last = parts.due.or(parts.pauses.last().map(|pause| pause.from)).unwrap_or(start);
    std::iter::once(first).chain(start.following().take_while(|day| *day <= last).map(line)).collect()
}

fn role(parts: &DeadlineParts, calendar: &Calendar, day: Day, nth: &mut u32) -> Role {
    let skips = parts.shape.period.is_in_working_days() && !calendar.is_working_day(day);
    if day == parts.start.on {
        return if parts.shape.is_before() { Role::Event } else { Role::Start };
    }
    if parts.leaves_out(day) {
        return Role::Paused;
    }
    if parts.nominal.is_some_and(|nominal| nominal < day) {
        return if parts.due == Some(day) { Role::RolledTo } else { Role::RolledOver };
    }
    if skips {
        return Role::Skipped;
    }
    *nth += 1;
    Role::Counted(*nth)
}

fn note(kind: DayKind) -> Option<String> {
    (kind != DayKind::Workday).then(|| kind.to_string())
}

fn shortened(days: &[DayLine]) -> Vec<Line> {
    let is_plain = |line: &DayLine| matches!(line.role, Role::Counted(_)) && !line.is_nominal && !line.is_due;
    let mut lines = Vec::new();
    for run in days.chunk_by(|a, b| is_plain(a) && is_plain(b)) {
        let shown = |days: &[DayLine]| days.iter().cloned().map(Line::Day).collect::<Vec<_>>();
        if run.len() <= LONG {
            lines.extend(shown(run));
            continue;
        }
        lines.extend(shown(&run[..KEPT]));
        lines.push(Line::Omitted(run[KEPT].day, run[run.len() - KEPT - 1].day));
        lines.extend(shown(&run[run.len() - KEPT..]));
    }
    lines
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = match self {
            Line::Omitted(from, to) => return write!(f, "……（{from}至{to}逐日计入，略）"),
            Line::Day(line) => line,
        };
        write!(f, "{} {} ", line.day, line.day.weekday_in_chinese())?;
        match line.role {
            Role::Start => f.write_str("起算日，不计入")?,
            Role::Event => f.write_str("倒数起点，不计入")?,
            Role::Counted(nth) => write!(f, "第{nth}日")?,
            Role::Skipped => f.write_str("不计入")?,
            Role::Paused => f.write_str("中止，不计入")?,
            Role::RolledOver => f.write_str("顺延")?,
            Role::RolledTo => f.write_str("顺延至本日")?,
        }
        if let Some(note) = &line.note {
            write!(f, "（{note}）")?;
        }
        match (line.is_nominal, line.is_due) {
            (_, true) if line.counted_back => f.write_str(" ← 最迟日"),
            (_, true) => f.write_str(" ← 届满日"),
            (true, false) => f.write_str(" ← 名义届满日"),
            (false, false) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
