//! How a date came about.

use kernel::calendar::Calendar;
use kernel::rules;
use proto::appearances::ExplainQuestion;
use proto::common::Explanation;
use runtime::{At, Question, Unanswered};

use super::{found, lawsuit_of, words};
use crate::clocks::{Clock, ClockName};
use crate::contract::{read, telling, write};
use crate::hearing::Hearing;

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = Explanation;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<Explanation, Unanswered> {
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
        Ok(hearing.of.as_ref().map_or_else(Explanation::default, |of| explained(found, of, &at.calendar)))
    }
}

/// How the date of a period came about.
fn explained(found: Option<&Clock>, names: &impl words::Names, calendar: &Calendar) -> Explanation {
    let Some(found) = found else { return Explanation::default() };
    let (rule, title) = (rules::find(found.deadline.rule()), words::title(found, names));
    write::explanation(&found.deadline, rule, title, calendar)
}
