//! The registers that the numbers of cases and their papers are taken from.

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use kernel::number::{Form, Number, NumberRequest, Register, Skipped};
use kernel::word::{Word, words};
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

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

/// A register of numbers: one for each series, area and year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberRegister(Register);

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
    pub skipped: Skipped,
}

impl NumberTaking {
    /// The taking that follows from a request, of the year that a paper's number bears, else of the legal day's.
    #[must_use]
    pub fn of(series: Series, request: &NumberRequest, on: Day) -> Self {
        Self {
            series,
            area: request.area.clone(),
            year: request.year(on),
            template: request.template.clone().unwrap_or_else(|| series.default_template()),
            existing: request.existing.clone(),
            on,
        }
    }

    /// The register it is taken from.
    #[must_use]
    pub fn register(&self) -> Id<NumberRegister> {
        Id::named(NumberRegister::KIND, &format!("{}/{}/{}", self.series.english(), self.area, self.year))
    }
}

impl Aggregate for NumberRegister {
    const KIND: &'static str = "NumberRegister";
    type Command = RegisterCommand;
    type Event = RegisterEvent;
    type Refusal = Refusal;

    fn decide(&self, command: RegisterCommand, _on: &Occasion) -> Result<Vec<RegisterEvent>, Refusal> {
        let RegisterCommand::Take(NumberTaking { series, area, year, template, existing, on }) = command;
        let (number, skipped) = self.0.give(Form { template: &template, year }, existing.as_ref())?;
        Ok(vec![RegisterEvent::Taken(NumberTaken { series, area, year, number, on, skipped })])
    }

    fn evolve(self, event: &RegisterEvent) -> Self {
        let RegisterEvent::Taken(taken) = event;
        Self(self.0.after(&taken.number, taken.skipped))
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
    use crate::samples::{d, line};

    fn taking(series: Series, existing: Option<&str>) -> NumberTaking {
        let area = "610327".to_owned().try_into().unwrap();
        NumberTaking::of(series, &NumberRequest { area, template: None, existing: existing.map(line) }, d("2024-03-04"))
    }

    #[test]
    fn each_series_area_and_year_has_a_register_of_its_own() {
        let register = |series, existing| taking(series, existing).register();
        assert_eq!(register(Series::Receipt, None), register(Series::Receipt, Some("陇政复〔2024〕12号")));
        assert_ne!(register(Series::Receipt, None), register(Series::Receipt, Some("陇政复〔2023〕12号")));
        assert_ne!(register(Series::Receipt, None), register(Series::Decision, None));
    }

    #[test]
    fn a_register_gives_each_number_out_once() {
        let take = |existing| RegisterCommand::Take(taking(Series::Receipt, existing));
        let twelfth = given::<NumberRegister>([]).when(take(Some("陇政复〔2024〕12号"))).outcome().unwrap();
        let RegisterEvent::Taken(taken) = &twelfth[0];
        assert_eq!((taken.number.ordinal, taken.skipped), (Some(12), Some((1, 11))));
        let again = given::<NumberRegister>(twelfth).when(take(Some("陇政复〔2024〕12号")));
        again.refused(Refusal::NumberTaken { number: line("陇政复〔2024〕12号") });
    }
}
