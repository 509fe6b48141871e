//! How a date came about.

use kernel::calendar::Calendar;
use proto::common::Explanation;
use proto::suggestions::ExplainQuestion;
use runtime::{At, Question, Unanswered, write};

use super::{known_suggestion_of, words};
use crate::clocks::{AddresseeNumber, Origin};
use crate::contract::field::read;
use crate::law;
use crate::suggestion::Suggestion;

/// A strip of days, and a paragraph.
#[derive(Debug)]
pub struct Explain;

impl Question for Explain {
    const NAME: &'static str = "Explain";
    type Asked = ExplainQuestion;
    type Answer = Explanation;

    async fn answer(&self, at: &mut At<'_>, asked: ExplainQuestion) -> Result<Explanation, Unanswered> {
        let (suggestion, _) = known_suggestion_of(at, &asked.suggestion).await?;
        let addressee = read("addressee", asked.addressee)?;
        Ok(explained(&suggestion, addressee, &at.calendar))
    }
}

/// How the date of a period came about.
#[must_use]
pub fn explained(suggestion: &Suggestion, addressee: AddresseeNumber, calendar: &Calendar) -> Explanation {
    let Some(clock) = suggestion.clocks.find(addressee) else { return Explanation::default() };
    let rule = law::PERIODS.into_iter().find(|rule| rule.id() == clock.deadline.rule());
    let told = write::explanation(&clock.deadline, rule, words::title(clock, suggestion), calendar);
    let warning = clock.warning().map(|warning| format!("{warning}。")).unwrap_or_default();
    Explanation {
        article: if clock.origin == Origin::Statute { told.article } else { clock.origin.to_string() },
        words: format!("{warning}{}", told.words),
        ..told
    }
}
