//! How a date came about.

use kernel::calendar::Calendar;
use kernel::explain::{Explanation, Line, Role};
use kernel::rule::Mark;
use kernel::rules;
use proto::appearances::{ExplainAnswer, ExplainQuestion, StripDay};
use runtime::{At, Question, Unanswered};

use super::{found, lawsuit_of, words};
use crate::clocks::{Clock, ClockName};
use crate::contract::{clock, read, telling};
use crate::hearing::Hearing;

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = ExplainAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<ExplainAnswer, Unanswered> {
        let name = read::word::<ClockName>("clock", &asked.clock)?;
        let instance = read::instance("instance", asked.instance)?;
        let party = telling::some_party(asked.party);
        if asked.hearing.is_empty() {
            let (lawsuit, _) = lawsuit_of(at, &asked.lawsuit).await?;
            let found = lawsuit.clocks.find((name, instance, party));
            return Ok(explained(found, &lawsuit.chain, &at.calendar));
        }
        let (hearing, _) = found::<Hearing>(at, "hearing", &asked.hearing).await?;
        let found = hearing.clocks.find((name, instance, party));
        Ok(hearing.of.as_ref().map_or_else(ExplainAnswer::default, |of| explained(found, of, &at.calendar)))
    }
}

/// How the date of a period came about.
fn explained(found: Option<&Clock>, names: &impl words::Names, calendar: &Calendar) -> ExplainAnswer {
    let Some(found) = found else { return ExplainAnswer::default() };
    let explanation = Explanation::of(&found.deadline, calendar);
    let rule = rules::find(found.deadline.rule());
    ExplainAnswer {
        found: true,
        clock: Some(clock::write(found)),
        title: words::title(found, names),
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
