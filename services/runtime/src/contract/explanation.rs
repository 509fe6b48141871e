//! How a date came about, as every service tells it.

use kernel::calendar::Calendar;
use kernel::deadline::Deadline;
use kernel::explain::{Explanation, Line, Role};
use kernel::rule::{Mark, Rule};
use proto::common::{self, StripDay};

use super::write;

/// A strip of days and a paragraph, with the rule that set the period, where one did.
#[must_use]
pub fn write_explanation(
    deadline: &Deadline,
    rule: Option<&Rule>,
    title: String,
    calendar: &Calendar,
) -> common::Explanation {
    let explanation = Explanation::of(deadline, calendar);
    common::Explanation {
        found: true,
        deadline: Some(write::deadline(deadline)),
        title,
        article: rule.map(|rule| rule.article().to_string()).unwrap_or_default(),
        mark: rule.map(|rule| marked(rule.mark())).unwrap_or_default().to_owned(),
        days: explanation.lines.iter().map(strip_day).collect(),
        words: explanation.words,
    }
}

fn marked(mark: Mark) -> &'static str {
    match mark {
        Mark::Certain => "Certain",
        Mark::Likely => "Likely",
        Mark::LocalPractice => "LocalPractice",
    }
}

fn strip_day(line: &Line) -> StripDay {
    let text = line.to_string();
    let day = match line {
        Line::Omitted(from, to) => {
            let (day, role) = (from.to_string(), "Omitted".to_owned());
            return StripDay { day, role, to: to.to_string(), text, ..StripDay::default() };
        }
        Line::Day(day) => day,
    };
    let (role, nth) = match day.role {
        Role::Start => ("Start", 0),
        Role::Event => ("Event", 0),
        Role::Counted(nth) => ("Counted", nth),
        Role::Skipped => ("Skipped", 0),
        Role::Paused => ("Paused", 0),
        Role::RolledOver => ("RolledOver", 0),
        Role::RolledTo => ("RolledTo", 0),
    };
    StripDay {
        day: day.day.to_string(),
        role: role.to_owned(),
        nth,
        note: day.note.clone().unwrap_or_default(),
        nominal: day.is_nominal,
        due: day.is_due,
        text,
        to: String::new(),
    }
}
