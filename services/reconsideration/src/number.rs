//! Case numbers as people see them, and the registers they are taken from.

use std::collections::BTreeSet;
use std::fmt;

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use kernel::word::{Word, words};
use kernel::writing::Line;

words! {
    /// What a register numbers.
    Series {
        Receipt "收件",
        Decision "决定",
        Mediation "调解",
        Termination "终止",
        Dismissal "驳回申请",
    }
}

impl Series {
    /// What stands before the year until a place adopts its own.
    #[must_use]
    pub fn default_template(self) -> Line {
        Line::known(match self {
            Self::Receipt => "陇政复",
            Self::Decision => "陇政复决字",
            Self::Mediation => "陇政复调字",
            Self::Termination => "陇政复终字",
            Self::Dismissal => "陇政复驳字",
        })
    }
}

/// A case number: `陇政复〔2024〕12号`. Holding one means that a register has given it out.
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
    /// Whose register: the GB/T 2260 code.
    pub area: Area,
    /// What stands before the year; none: the default.
    pub template: Option<Line>,
    /// The number that a paper already bears; none: the next free one.
    pub existing: Option<Line>,
}

impl NumberRequest {
    /// The year whose register is meant: the one that a paper's number bears, else that of the legal day.
    #[must_use]
    pub fn year(&self, on: Day) -> i16 {
        let existing = self.existing.as_ref().map(|number| with_usual_brackets(number.as_str()));
        let year = existing.as_deref().and_then(|number| number.split_once('〔')?.1.split_once('〕')?.0.parse().ok());
        year.filter(|year| (1900..=2999).contains(year)).unwrap_or_else(|| on.year())
    }
}

/// A number as it is written here, whatever brackets the paper uses.
fn with_usual_brackets(number: &str) -> String {
    number.replace(['[', '［', '(', '（', '【'], "〔").replace([']', '］', ')', '）', '】'], "〕")
}

/// A division's code in GB/T 2260, six digits or, for a town, nine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area(String);

/// Why a text is not an [`Area`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是行政区划代码，应为六位数字（乡镇九位），如 610327")]
pub struct AreaError(String);

impl Area {
    /// No division in particular, where none is asked for.
    pub(crate) fn unknown() -> Self {
        Self("000000".to_owned())
    }
}

impl TryFrom<String> for Area {
    type Error = AreaError;

    fn try_from(text: String) -> Result<Self, AreaError> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(text.len(), 6 | 9) { Ok(Self(text)) } else { Err(AreaError(text)) }
    }
}

impl From<Area> for String {
    fn from(area: Area) -> String {
        area.0
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A register of numbers: one for each series, area and year. No number is given out twice, and a number that it passes
/// over is named in the event that passed over it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NumberRegister {
    /// The highest number given out.
    last: u32,
    /// Numbers below it that papers bear which were not entered: the existing numbers that may still come.
    passed_over: BTreeSet<u32>,
    /// Existing numbers of another form.
    outside: BTreeSet<Line>,
}

/// Takes a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberTaking {
    /// What is numbered.
    pub series: Series,
    /// Whose register.
    pub area: Area,
    /// The year in the number.
    pub year: i16,
    /// What stands before the year.
    pub template: Line,
    /// The number that a paper already bears.
    pub existing: Option<Line>,
    /// The legal day of what is numbered.
    pub on: Day,
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
    /// What is numbered.
    pub series: Series,
    /// Whose register.
    pub area: Area,
    /// The year in the number.
    pub year: i16,
    /// The number.
    pub number: Number,
    /// The legal day of what is numbered.
    pub on: Day,
    /// Numbers, first and last, that papers bear which were not entered.
    pub skipped: Option<(u32, u32)>,
}

/// A paper runs ahead of the register by no more than this; a greater leap is a slip of the hand.
const WIDEST_LEAP: u32 = 1000;

impl NumberTaking {
    /// The register it is taken from.
    #[must_use]
    pub fn register(&self) -> Id<NumberRegister> {
        Id::named(NumberRegister::KIND, &format!("{}/{}/{}", self.series.english(), self.area, self.year))
    }

    /// What a number of this register looks like.
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

impl Aggregate for NumberRegister {
    const KIND: &'static str = "NumberRegister";
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
        let NumberTaking { series, area, year, on, .. } = taking;
        Ok(vec![RegisterEvent::Taken(NumberTaken { series, area, year, number, on, skipped })])
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

impl NumberRegister {
    /// A number that a paper bears: of the register's own form it takes its place in it, and the register goes on after
    /// the highest; of another form it stands outside the count.
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
mod tests;
