//! The registers that the numbers of cases and their papers are taken from.

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use kernel::number::{Form, NotGiven, Number, NumberRequest, Register, Skipped};
use kernel::word::{Word, words};
use kernel::writing::Line;
use rpds::RedBlackTreeMapSync;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
pub struct NumberRegister {
    /// What it has given out.
    given: Register,
    /// To which case, by ordinal. A state is copied for each command, so the copy shares what a year has given out.
    to: RedBlackTreeMapSync<u32, Uuid>,
    /// To which case, of numbers of another form.
    outside: RedBlackTreeMapSync<Line, Uuid>,
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
    /// For which case; none of a preview, before there is one.
    pub case: Option<Uuid>,
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
    /// To which case; none: told before cases were named here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Uuid>,
}

impl NumberTaking {
    /// The taking that follows from a request, of the year that a paper's number bears, else of the legal day's.
    #[must_use]
    pub fn of(series: Series, request: &NumberRequest, on: Day, case: Option<Uuid>) -> Self {
        Self {
            series,
            area: request.area.clone(),
            year: request.year(on),
            template: request.template.clone().unwrap_or_else(|| series.default_template()),
            existing: request.existing.clone(),
            on,
            case,
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
        let RegisterCommand::Take(NumberTaking { series, area, year, template, existing, on, case }) = command;
        let form = Form { template: &template, year };
        let (number, skipped) = match self.given.give(form, existing.as_ref()) {
            Err(NotGiven::Taken(existing)) => (self.given_before(form.existing(&existing), case)?, None),
            given => given?,
        };
        Ok(vec![RegisterEvent::Taken(NumberTaken { series, area, year, number, on, skipped, case })])
    }

    fn evolve(mut self, event: &RegisterEvent) -> Self {
        let RegisterEvent::Taken(taken) = event;
        match (taken.case, taken.number.ordinal) {
            (Some(case), Some(ordinal)) => self.to.insert_mut(ordinal, case),
            (Some(case), None) => self.outside.insert_mut(taken.number.text.clone(), case),
            (None, _) => {}
        }
        Self { given: self.given.after(&taken.number, taken.skipped), ..self }
    }
}

impl NumberRegister {
    /// A case takes the number of its own paper once more, having struck the entry that took it: while that stands, the case
    /// lets none be entered beside it. So a number is on one paper for ever, and each gap keeps its explanation.
    fn given_before(&self, number: Number, case: Option<Uuid>) -> Result<Number, Refusal> {
        let given_to = match number.ordinal {
            Some(ordinal) => self.to.get(&ordinal),
            None => self.outside.get(&number.text),
        };
        let is_its_own = case.is_some() && given_to.copied() == case;
        if is_its_own { Ok(number) } else { Err(NotGiven::Taken(number.text).into()) }
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

    const CASE: Uuid = Uuid::from_u128(1);

    fn taking(series: Series, existing: Option<&str>) -> NumberTaking {
        let area = "610327".to_owned().try_into().unwrap();
        let request = NumberRequest { area, template: None, existing: existing.map(line) };
        NumberTaking::of(series, &request, d("2024-03-04"), Some(CASE))
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
        let RegisterCommand::Take(own) = take(Some("陇政复〔2024〕12号"));
        let others = RegisterCommand::Take(NumberTaking { case: Some(Uuid::from_u128(2)), ..own });
        let again = given::<NumberRegister>(twelfth).when(others);
        again.refused(Refusal::NumberTaken { number: line("陇政复〔2024〕12号") });
    }

    #[test]
    fn a_case_takes_the_number_of_its_own_paper_again_and_the_count_goes_on_where_it_was() {
        let take = |existing: Option<&str>| RegisterCommand::Take(taking(Series::Termination, existing));
        let told = given::<NumberRegister>([]).when(take(Some("陇政复终字〔2024〕3号"))).outcome().unwrap();
        // With other brackets, as the paper writes them.
        let again = given::<NumberRegister>(told.clone()).when(take(Some("陇政复终字[2024]3号"))).outcome().unwrap();
        let [RegisterEvent::Taken(first), RegisterEvent::Taken(second)] = [&told[0], &again[0]];
        assert_eq!((&second.number, second.skipped), (&first.number, None), "no gap is named twice");
        let next = given::<NumberRegister>([told, again].concat()).when(take(None)).outcome().unwrap();
        let RegisterEvent::Taken(next) = &next[0];
        assert_eq!(next.number.ordinal, Some(4));
    }

    #[test]
    fn the_same_holds_for_a_number_of_another_form() {
        let take = || RegisterCommand::Take(taking(Series::Termination, Some("陇复终第3号")));
        let told = given::<NumberRegister>([]).when(take()).outcome().unwrap();
        assert_eq!(given::<NumberRegister>(told.clone()).when(take()).outcome().unwrap(), told);
    }

    #[test]
    fn a_number_given_out_before_cases_were_named_is_given_to_none_again() {
        let take = || RegisterCommand::Take(taking(Series::Receipt, Some("陇政复〔2024〕12号")));
        let mut told = given::<NumberRegister>([]).when(take()).outcome().unwrap();
        let RegisterEvent::Taken(taken) = &mut told[0];
        taken.case = None;
        let again = given::<NumberRegister>(told).when(take());
        again.refused(Refusal::NumberTaken { number: line("陇政复〔2024〕12号") });
    }
}
