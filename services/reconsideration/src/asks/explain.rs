//! How a date came about.

use kernel::calendar::Calendar;
use kernel::explain::{Explanation, Line, Role};
use kernel::rule::Mark;
use kernel::rules;
use proto::reconsideration::{ExplainAnswer, ExplainQuestion, StripDay};
use runtime::{At, Question, Unanswered};

use super::{known_case_of, words};
use crate::case::Case;
use crate::clocks::{ClockName, PersonNumber};
use crate::contract::{clock, read};

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = ExplainAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<ExplainAnswer, Unanswered> {
        let (case, _) = known_case_of(at, &asked.case).await?;
        let name = read::word("clock", &asked.clock)?;
        let person = if asked.party == 0 { None } else { Some(PersonNumber(asked.party)) };
        Ok(explained(&case, name, person, &at.calendar))
    }
}

/// How the date of a period came about.
#[must_use]
pub fn explained(case: &Case, name: ClockName, person: Option<PersonNumber>, calendar: &Calendar) -> ExplainAnswer {
    let Some(found) = case.file.clocks.find((name, person)) else { return ExplainAnswer::default() };
    let explanation = Explanation::of(&found.deadline, calendar);
    let rule = rules::find(found.deadline.rule());
    ExplainAnswer {
        found: true,
        clock: Some(clock::write(found)),
        title: words::title(found, &case.file),
        article: rule.map(|rule| rule.article().to_string()).unwrap_or_default(),
        mark: rule.map(|rule| marked(rule.mark()).to_owned()).unwrap_or_default(),
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
