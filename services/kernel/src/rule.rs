//! A period with its article and its name.

use crate::article::{ARR_2007, Article};
use crate::day::{Day, day};
use crate::period::{Counting, Period, Shape};

/// A period the law, or a place, sets: how long, counted from which fact, by which article, since when.
///
/// Rules are constants: a change of law is a reviewed change of code. A [`Deadline`](crate::deadline::Deadline) pins the
/// shape of the rule it was run by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    id: &'static str,
    title: &'static str,
    counted_from: &'static str,
    shape: Shape,
    article: Article,
    mark: Mark,
    in_force: (Option<Day>, Option<Day>),
}

/// How sure the rulebook is of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The article was read in full.
    Certain,
    /// Settled practice, analogy, or a text not read again.
    Likely,
    /// No national rule; places differ.
    LocalPractice,
}

/// The last day on which the regulation of 2007 certainly held.
pub const ARR_2007_HELD_UNTIL: Day = day(2026, 6, 30);

impl Rule {
    /// A rule counted forward whose last day rolls, certain, and in force as far back as anyone asks.
    #[must_use]
    pub const fn new(id: &'static str, period: Period, article: Article) -> Rule {
        let shape = Shape::after(period);
        Rule { id, title: id, counted_from: "起算", shape, article, mark: Mark::Certain, in_force: (None, None) }
    }

    /// Its short Chinese name.
    #[must_use]
    pub const fn titled(self, title: &'static str) -> Rule {
        Rule { title, ..self }
    }

    /// The fact whose day starts the count: `收到行政复议申请`.
    #[must_use]
    pub const fn counted_from(self, counted_from: &'static str) -> Rule {
        Rule { counted_from, ..self }
    }

    /// Counted back from an event, without rolling (R-CAL-9).
    #[must_use]
    pub const fn counted_before(self, event: &'static str) -> Rule {
        Rule { counted_from: event, shape: Shape::before(self.shape.period), ..self }
    }

    /// For a place that reads "N days before" as N clear days (setting of R-CAL-9). No effect on a rule counted forward.
    #[must_use]
    pub const fn with_clear_days(self) -> Rule {
        let counting = if self.shape.is_before() { Counting::ClearDaysBefore } else { Counting::After };
        Rule { shape: Shape { counting, ..self.shape }, ..self }
    }

    /// The end is a day that passes, not an act someone must do, so it does not move.
    #[must_use]
    pub const fn without_rolling(self) -> Rule {
        Rule { shape: Shape { rolls: false, ..self.shape }, ..self }
    }

    /// Marks it [`Mark::Likely`].
    #[must_use]
    pub const fn likely(self) -> Rule {
        Rule { mark: Mark::Likely, ..self }
    }

    /// Marks it [`Mark::LocalPractice`]: a default each place may replace.
    #[must_use]
    pub const fn local_practice(self) -> Rule {
        Rule { mark: Mark::LocalPractice, ..self }
    }

    /// Its first day.
    #[must_use]
    pub const fn in_force_from(self, first: Day) -> Rule {
        Rule { in_force: (Some(first), self.in_force.1), ..self }
    }

    /// Its last day.
    #[must_use]
    pub const fn in_force_to(self, last: Day) -> Rule {
        Rule { in_force: (self.in_force.0, Some(last)), ..self }
    }

    /// The rulebook's id: `R-ACC-1`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The short Chinese name.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// The fact the count starts from.
    #[must_use]
    pub const fn start_fact(&self) -> &'static str {
        self.counted_from
    }

    /// How it counts.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// Where it is written.
    #[must_use]
    pub const fn article(&self) -> Article {
        self.article
    }

    /// How sure the rulebook is.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether it rests on the regulation of 2007, revised in 2026 ({ARR-2007} in the rulebook).
    #[must_use]
    pub fn rests_on_arr_2007(&self) -> bool {
        self.article.statute == ARR_2007
    }

    /// Whether it was law on the day its count starts.
    #[must_use]
    pub fn is_in_force_on(&self, day: Day) -> bool {
        let (first, last) = self.in_force;
        first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ARL_2023, art};

    const RULE: Rule = Rule::new("R-DEC-1", Period::days(60), art(ARL_2023, 62)).in_force_from(day(2024, 1, 1));

    #[test]
    fn a_rule_holds_from_its_first_day_to_its_last() {
        let rule = RULE.in_force_to(day(2026, 6, 30));
        assert!(!rule.is_in_force_on(day(2023, 12, 31)));
        assert!(rule.is_in_force_on(day(2024, 1, 1)));
        assert!(rule.is_in_force_on(day(2026, 6, 30)));
        assert!(!rule.is_in_force_on(day(2026, 7, 1)));
    }

    #[test]
    fn clear_days_are_for_rules_counted_back() {
        assert_eq!(RULE.with_clear_days(), RULE);
        assert_eq!(RULE.counted_before("听证").with_clear_days().shape().counting, Counting::ClearDaysBefore);
    }
}
