//! Numbers of notices as people see them, and the registers they are taken from.

use std::collections::BTreeSet;

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::day::Day;
use kernel::id::Id;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// What stands before the year until an office says otherwise.
const DEFAULT_TEMPLATE: &str = "通报";
/// A paper runs ahead of the register by no more than this; a greater leap is a slip of the hand.
const WIDEST_LEAP: u32 = 1000;

/// A number: `通报〔2026〕3号`. Holding one means that a register has given it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// As people see it.
    pub text: Line,
    /// Its place in the register; none for an existing number of another form.
    pub ordinal: Option<u32>,
    /// Whether a paper bore it before it was entered.
    pub existing: bool,
}

/// From which register a number is to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRequest {
    /// Whose register.
    pub area: String,
    /// What stands before the year; none: the default.
    pub template: Option<Line>,
    /// The number that the paper already bears; none: the next free one.
    pub existing: Option<Line>,
}

/// Takes a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberTaking {
    /// Whose register.
    pub area: String,
    /// The year in the number.
    pub year: i16,
    /// What stands before the year.
    pub template: Line,
    /// The number that the paper already bears.
    pub existing: Option<Line>,
    /// The day of the issue.
    pub on: Day,
}

impl NumberRequest {
    /// The taking that follows from it: of the year that a paper's number bears, else of the day's.
    #[must_use]
    pub fn taking(&self, on: Day) -> NumberTaking {
        let existing = self.existing.as_ref().map(|number| with_usual_brackets(number.as_str()));
        let year = existing.as_deref().and_then(|number| number.split_once('〔')?.1.split_once('〕')?.0.parse().ok());
        NumberTaking {
            area: self.area.clone(),
            year: year.filter(|year| (1900..=2999).contains(year)).unwrap_or_else(|| on.year()),
            template: self.template.clone().unwrap_or_else(|| Line::known(DEFAULT_TEMPLATE)),
            existing: self.existing.clone(),
            on,
        }
    }
}

/// A number as it is written here, whatever brackets the paper uses.
fn with_usual_brackets(number: &str) -> String {
    number.replace(['[', '［', '(', '（', '【'], "〔").replace([']', '］', ')', '）', '】'], "〕")
}

impl NumberTaking {
    /// The register it is taken from.
    #[must_use]
    pub fn register(&self) -> Id<NoticeRegister> {
        Id::named(NoticeRegister::KIND, &format!("{}/{}/{}", self.area, self.template, self.year))
    }

    fn text(&self, ordinal: u32) -> Line {
        Line::known(&format!("{}〔{}〕{ordinal}号", self.template, self.year))
    }

    /// The place of an existing number in this register, if it has its form.
    fn ordinal(&self, existing: &Line) -> Option<u32> {
        let text = with_usual_brackets(existing.as_str());
        let head = format!("{}〔{}〕", self.template, self.year);
        let digits = text.strip_prefix(&head)?.strip_suffix('号')?;
        digits.parse().ok().filter(|ordinal| *ordinal > 0)
    }
}

/// A register of numbers: one for each area, template and year. No number is given out twice, and a number that it passes
/// over is named in the event that passed over it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NoticeRegister {
    last: u32,
    passed_over: BTreeSet<u32>,
    outside: BTreeSet<Line>,
}

/// What may be asked of a register.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterCommand {
    /// Give out a number.
    Take(NumberTaking),
}

/// What happens to a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RegisterEvent {
    /// A number was given out.
    Taken(NumberTaken),
}

/// A number was given out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberTaken {
    /// How it was asked for.
    pub area: String,
    /// The year in the number.
    pub year: i16,
    /// What stands before the year.
    pub template: Line,
    /// The number.
    pub number: Number,
    /// The day of the issue.
    pub on: Day,
    /// Numbers, first and last, that papers bear which were not entered.
    pub skipped: Option<(u32, u32)>,
}

impl Aggregate for NoticeRegister {
    const KIND: &'static str = "NoticeRegister";
    type Command = RegisterCommand;
    type Event = RegisterEvent;
    type Refusal = Refusal;

    fn decide(&self, command: RegisterCommand, _on: &Occasion) -> Result<Vec<RegisterEvent>, Refusal> {
        let RegisterCommand::Take(taking) = command;
        let (number, skipped) = match &taking.existing {
            None => {
                let next = self.last + 1;
                (Number { text: taking.text(next), ordinal: Some(next), existing: false }, None)
            }
            Some(existing) => self.take_existing(&taking, existing)?,
        };
        let NumberTaking { area, year, template, on, .. } = taking;
        Ok(vec![RegisterEvent::Taken(NumberTaken { area, year, template, number, on, skipped })])
    }

    fn evolve(mut self, event: &RegisterEvent) -> Self {
        let RegisterEvent::Taken(taken) = event;
        match taken.number.ordinal {
            Some(ordinal) => {
                self.passed_over.remove(&ordinal);
                self.last = self.last.max(ordinal);
            }
            None => {
                self.outside.insert(taken.number.text.clone());
            }
        }
        if let Some((first, last)) = taken.skipped {
            self.passed_over.extend(first..=last);
        }
        self
    }
}

impl NoticeRegister {
    fn take_existing(&self, taking: &NumberTaking, existing: &Line) -> Result<(Number, Option<(u32, u32)>), Refusal> {
        let taken = || Refusal::NumberTaken { number: existing.clone() };
        let Some(ordinal) = taking.ordinal(existing) else {
            let number = Number { text: existing.clone(), ordinal: None, existing: true };
            return if self.outside.contains(existing) { Err(taken()) } else { Ok((number, None)) };
        };
        let number = Number { text: taking.text(ordinal), ordinal: Some(ordinal), existing: true };
        if ordinal <= self.last {
            return if self.passed_over.contains(&ordinal) { Ok((number, None)) } else { Err(taken()) };
        }
        if ordinal > self.last.saturating_add(WIDEST_LEAP) {
            return Err(Refusal::NumberFarAhead { number: existing.clone(), last: self.last });
        }
        let skipped = (ordinal > self.last + 1).then_some((self.last + 1, ordinal - 1));
        Ok((number, skipped))
    }
}

impl Event for RegisterEvent {
    fn name(&self) -> &'static str {
        "NumberTaken"
    }

    fn occurred_on(&self) -> Day {
        let Self::Taken(taken) = self;
        taken.on
    }
}

#[cfg(test)]
mod tests {
    use kernel::spec::given;

    use super::*;

    fn take(existing: &str) -> RegisterCommand {
        let existing = (!existing.is_empty()).then(|| Line::known(existing));
        let request = NumberRequest { area: "610327".to_owned(), template: None, existing };
        RegisterCommand::Take(request.taking("2026-04-20".parse().unwrap()))
    }

    /// The numbers that follow from one request after another.
    fn taken(requests: &[&str]) -> Vec<Result<String, Refusal>> {
        let mut history = Vec::new();
        requests
            .iter()
            .map(|existing| {
                let decided = given::<NoticeRegister>(history.clone()).when(take(existing)).outcome()?;
                let RegisterEvent::Taken(number) = &decided[0];
                let text = number.number.text.to_string();
                history.extend(decided);
                Ok(text)
            })
            .collect()
    }

    #[test]
    fn numbers_follow_one_another_and_none_is_given_twice() {
        let taken = taken(&["", "", "通报[2026]2号", "通报〔2026〕5号", "", "通报〔2026〕3号"]);
        let numbers: Vec<_> = taken.iter().filter_map(|number| number.as_deref().ok()).collect();
        let expected = ["通报〔2026〕1号", "通报〔2026〕2号", "通报〔2026〕5号", "通报〔2026〕6号", "通报〔2026〕3号"];
        assert_eq!(numbers, expected);
        assert_eq!(taken[2], Err(Refusal::NumberTaken { number: Line::known("通报[2026]2号") }));
    }

    #[test]
    fn a_number_of_the_year_before_is_taken_from_its_own_register() {
        let request =
            NumberRequest {
                area: "610327".to_owned(), template: None, existing: Some(Line::known("通报〔2025〕9号"))
            };
        assert_eq!(request.taking("2026-01-04".parse().unwrap()).year, 2025);
    }
}
