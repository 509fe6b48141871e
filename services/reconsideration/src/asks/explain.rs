//! How a date came about.

use kernel::calendar::Calendar;
use kernel::rules;
use proto::common::Explanation;
use proto::reconsideration::ExplainQuestion;
use runtime::{At, Question, Unanswered};

use super::{known_case_of, words};
use crate::case::Case;
use crate::clocks::{ClockName, PersonNumber};
use crate::contract::{read, write};

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = Explanation;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<Explanation, Unanswered> {
        let (case, _) = known_case_of(at, &asked.case).await?;
        let name = read::word("clock", &asked.clock)?;
        let person = if asked.party == 0 { None } else { Some(PersonNumber(asked.party)) };
        Ok(explained(&case, name, person, &at.calendar))
    }
}

/// How the date of a period came about.
#[must_use]
pub fn explained(case: &Case, name: ClockName, person: Option<PersonNumber>, calendar: &Calendar) -> Explanation {
    let Some(found) = case.file.clocks.find((name, person)) else { return Explanation::default() };
    let (rule, title) = (rules::find(found.deadline.rule()), words::title(found, &case.file));
    write::explanation(&found.deadline, rule, title, calendar)
}
