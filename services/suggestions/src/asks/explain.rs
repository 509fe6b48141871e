//! How a date came about.

use kernel::calendar::Calendar;
use kernel::explain::{Explanation, Line, Role};
use kernel::rule::{Mark, Rule};
use proto::suggestions::{ExplainAnswer, ExplainQuestion, StripDay};
use runtime::{At, Question, Unanswered};

use super::{known_suggestion_of, words};
use crate::clocks::AddresseeNumber;
use crate::contract::field::{Field, read};
use crate::law;
use crate::suggestion::Suggestion;

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = ExplainAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<ExplainAnswer, Unanswered> {
        let (suggestion, _) = known_suggestion_of(at, &asked.suggestion).await?;
        let addressee = read("addressee", asked.addressee)?;
        Ok(explained(&suggestion, addressee, &at.calendar))
    }
}

/// How the date of a period came about.
#[must_use]
pub fn explained(suggestion: &Suggestion, addressee: AddresseeNumber, calendar: &Calendar) -> ExplainAnswer {
    let Some(clock) = suggestion.clocks.find(addressee) else { return ExplainAnswer::default() };
    let explanation = Explanation::of(&clock.deadline, calendar);
    let rule = law::PERIODS.into_iter().find(|rule| rule.id() == clock.deadline.rule());
    let warning = clock.warning().map(|warning| format!("{warning}。")).unwrap_or_default();
    ExplainAnswer {
        found: true,
        clock: Some(clock.write()),
        title: words::title(clock, suggestion),
        article: rule.map_or_else(|| clock.origin.to_string(), |rule| rule.article().to_string()),
        mark: rule.map(marked).unwrap_or_default().to_owned(),
        days: explanation.lines.iter().map(strip_day).collect(),
        words: format!("{warning}{}", explanation.words),
    }
}

fn marked(rule: &Rule) -> &'static str {
    match rule.mark() {
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
