//! The registers that the numbers of notices are taken from.

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use kernel::number::{Form, Number, NumberRequest, Register, Skipped};
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// What stands before the year until an office says otherwise.
const DEFAULT_TEMPLATE: &str = "通报";

/// A register of numbers: one for each area, template and year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeRegister(Register);

/// Takes a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberTaking {
    /// Whose register.
    pub area: Area,
    /// The year in the number.
    pub year: i16,
    /// What stands before the year.
    pub template: Line,
    /// The number that the paper already bears.
    pub existing: Option<Line>,
    /// The day of the issue.
    pub on: Day,
}

impl NumberTaking {
    /// The taking that follows from a request, of the year that a paper's number bears, else of the day's.
    #[must_use]
    pub fn of(request: &NumberRequest, on: Day) -> Self {
        Self {
            area: request.area.clone(),
            year: request.year(on),
            template: request.template.clone().unwrap_or_else(|| Line::known(DEFAULT_TEMPLATE)),
            existing: request.existing.clone(),
            on,
        }
    }

    /// The register it is taken from.
    #[must_use]
    pub fn register(&self) -> Id<NoticeRegister> {
        Id::named(NoticeRegister::KIND, &format!("{}/{}/{}", self.area, self.template, self.year))
    }
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
    /// Whose register.
    pub area: Area,
    /// The year in the number.
    pub year: i16,
    /// What stands before the year.
    pub template: Line,
    /// The number.
    pub number: Number,
    /// The day of the issue.
    pub on: Day,
    /// Numbers, first and last, that papers bear which were not entered.
    pub skipped: Skipped,
}

impl Aggregate for NoticeRegister {
    const KIND: &'static str = "NoticeRegister";
    type Command = RegisterCommand;
    type Event = RegisterEvent;
    type Refusal = Refusal;

    fn decide(&self, command: RegisterCommand, _on: &Occasion) -> Result<Vec<RegisterEvent>, Refusal> {
        let RegisterCommand::Take(NumberTaking { area, year, template, existing, on }) = command;
        let (number, skipped) = self.0.give(Form { template: &template, year }, existing.as_ref())?;
        Ok(vec![RegisterEvent::Taken(NumberTaken { area, year, template, number, on, skipped })])
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

    fn taking(existing: Option<&str>) -> NumberTaking {
        let area = "610327".to_owned().try_into().unwrap();
        let request = NumberRequest { area, template: None, existing: existing.map(Line::known) };
        NumberTaking::of(&request, "2026-04-20".parse().unwrap())
    }

    #[test]
    fn a_number_of_the_year_before_is_taken_from_its_own_register() {
        assert_eq!(taking(Some("通报〔2026〕9号")).register(), taking(None).register());
        assert_eq!(taking(Some("通报〔2025〕9号")).year, 2025);
        assert_ne!(taking(Some("通报〔2025〕9号")).register(), taking(None).register());
    }

    #[test]
    fn a_register_gives_each_number_out_once() {
        let take = |existing| RegisterCommand::Take(taking(existing));
        let second = given::<NoticeRegister>([]).when(take(Some("通报[2026]2号"))).outcome().unwrap();
        let RegisterEvent::Taken(taken) = &second[0];
        assert_eq!((taken.number.text.as_str(), taken.skipped), ("通报〔2026〕2号", Some((1, 1))));
        let again = given::<NoticeRegister>(second).when(take(Some("通报〔2026〕2号")));
        again.refused(Refusal::NumberTaken { number: Line::known("通报〔2026〕2号") });
    }
}
