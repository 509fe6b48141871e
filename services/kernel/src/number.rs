//! Numbers of cases and papers as people see them, and the rules by which a register gives them out.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::day::Day;
use crate::writing::Line;

/// A paper runs ahead of the register by no more than this; a greater leap is a slip of the hand.
const WIDEST_LEAP: u32 = 1000;

/// A number: `陇政复〔2024〕12号`. Holding one means that a register has given it out.
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
        let existing = self.existing.as_ref().map(|number| as_written_here(number.as_str()));
        let year = existing.as_deref().and_then(|number| number.split_once('〔')?.1.split_once('〕')?.0.parse().ok());
        year.filter(|year| (1900..=2999).contains(year)).unwrap_or_else(|| on.year())
    }
}

/// A number as it is written here, whatever brackets and digits the paper uses, and without its spaces.
fn as_written_here(number: &str) -> String {
    let usual = |written: char| match written {
        '[' | '［' | '(' | '（' | '【' => '〔',
        ']' | '］' | ')' | '）' | '】' => '〕',
        '０'..='９' => char::from_u32(u32::from(written) - u32::from('０') + u32::from('0')).unwrap_or(written),
        written => written,
    };
    number.chars().filter(|written| !written.is_whitespace()).map(usual).collect()
}

/// The form of a register's numbers.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// What stands before the year.
    pub template: &'a Line,
    /// The year in the number.
    pub year: i16,
}

impl Form<'_> {
    fn number(self, ordinal: u32, existing: bool) -> Number {
        let text = Line::known(&format!("{}〔{}〕{ordinal}号", self.template, self.year));
        Number { text, ordinal: Some(ordinal), existing }
    }

    /// A number that a paper bears, as it is written here.
    #[must_use]
    pub fn existing(self, number: &Line) -> Number {
        match self.ordinal(number) {
            Some(ordinal) => self.number(ordinal, true),
            None => Number { text: number.clone(), ordinal: None, existing: true },
        }
    }

    /// The place of an existing number in the register, if it has its form.
    fn ordinal(self, existing: &Line) -> Option<u32> {
        let text = as_written_here(existing.as_str());
        let head = as_written_here(&format!("{}〔{}〕", self.template, self.year));
        let digits = text.strip_prefix(&head)?.strip_suffix('号')?;
        let digits = digits.strip_prefix('第').unwrap_or(digits);
        digits.parse().ok().filter(|ordinal| *ordinal > 0)
    }
}

/// What a register has given out. No number is given out twice, and a number that it passes over is named when it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// The highest number given out.
    last: u32,
    /// Numbers below it that papers bear which were not entered: the existing numbers that may still come.
    passed_over: BTreeSet<u32>,
    /// Existing numbers of another form.
    outside: BTreeSet<Line>,
}

/// Numbers, first and last, that papers bear which were not entered.
pub type Skipped = Option<(u32, u32)>;

/// Why a register does not give out a number that a paper bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotGiven {
    /// It was given out before.
    Taken(Line),
    /// It lies far ahead of the last one.
    FarAhead(Line, u32),
}

impl Register {
    /// The next free number, or the one that a paper bears, with the numbers that it passes over.
    ///
    /// A number of the register's own form takes its place in it, and the register goes on after the highest; one of
    /// another form stands outside the count.
    pub fn give(&self, form: Form<'_>, existing: Option<&Line>) -> Result<(Number, Skipped), NotGiven> {
        let Some(existing) = existing else { return Ok((form.number(self.last + 1, false), None)) };
        let taken = || NotGiven::Taken(existing.clone());
        let number = form.existing(existing);
        let Some(ordinal) = number.ordinal else {
            let is_known = |known: &Line| as_written_here(known.as_str()) == as_written_here(existing.as_str());
            return if self.outside.iter().any(is_known) { Err(taken()) } else { Ok((number, None)) };
        };
        if ordinal <= self.last {
            return if self.passed_over.contains(&ordinal) { Ok((number, None)) } else { Err(taken()) };
        }
        if ordinal > self.last.saturating_add(WIDEST_LEAP) {
            return Err(NotGiven::FarAhead(existing.clone(), self.last));
        }
        Ok((number, (ordinal > self.last + 1).then_some((self.last + 1, ordinal - 1))))
    }

    /// The register once a number was given out.
    #[must_use]
    pub fn after(mut self, number: &Number, skipped: Skipped) -> Self {
        match number.ordinal {
            Some(ordinal) => {
                self.passed_over.remove(&ordinal);
                self.last = self.last.max(ordinal);
            }
            None => {
                self.outside.insert(number.text.clone());
            }
        }
        if let Some((first, last)) = skipped {
            self.passed_over.extend(first..=last);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::day;

    fn line(text: &str) -> Line {
        Line::known(text)
    }

    /// Takes a number: its text, its place, and what was skipped.
    fn take(register: &mut Register, existing: &str) -> Result<(String, Option<u32>, Skipped), NotGiven> {
        let form = Form { template: &line("陇政复"), year: 2024 };
        let existing = (!existing.is_empty()).then(|| line(existing));
        let (number, skipped) = register.give(form, existing.as_ref())?;
        assert_eq!(number.existing, existing.is_some());
        *register = std::mem::take(register).after(&number, skipped);
        Ok((number.text.to_string(), number.ordinal, skipped))
    }

    #[test]
    fn numbers_follow_one_another() {
        let mut register = Register::default();
        let taken = [(); 3].map(|()| take(&mut register, "").unwrap().0);
        assert_eq!(taken, ["陇政复〔2024〕1号", "陇政复〔2024〕2号", "陇政复〔2024〕3号"]);
    }

    #[test]
    fn a_number_that_a_paper_bears_takes_its_place_and_the_numbers_before_it_are_named() {
        let mut register = Register::default();
        let twelfth = ("陇政复〔2024〕12号".to_owned(), Some(12), Some((1, 11)));
        assert_eq!(take(&mut register, "陇政复[2024]12号"), Ok(twelfth));
        assert_eq!(take(&mut register, "").unwrap().1, Some(13));
        assert_eq!(take(&mut register, "陇政复〔2024〕7号").unwrap().2, None, "it was passed over");
        for taken in ["陇政复〔2024〕7号", "陇政复〔2024〕12号", "陇政复〔2024〕13号"] {
            assert_eq!(take(&mut register, taken), Err(NotGiven::Taken(line(taken))));
        }
        assert_eq!(take(&mut register, "").unwrap().1, Some(14), "a passed-over number is never given out");
    }

    #[test] // S04, S53
    fn however_a_paper_writes_a_number_it_is_the_same_one() {
        for written in [
            "陇政复〔2024〕１２号",
            "陇政复〔２０２４〕12号",
            "陇政复〔2024〕第12号",
            "陇政复〔2024〕 12号",
            "陇政复（2024）　第 １２ 号",
        ] {
            let mut register = Register::default();
            let taken = take(&mut register, written).unwrap();
            assert_eq!((taken.0.as_str(), taken.1), ("陇政复〔2024〕12号", Some(12)), "{written}");
            assert!(take(&mut register, "陇政复〔2024〕12号").is_err(), "{written}");
        }
        let mut register = Register::default();
        assert_eq!(take(&mut register, "陇复字第8号").unwrap().1, None);
        assert!(take(&mut register, "陇复字 第８号").is_err());
    }

    #[test]
    fn a_number_of_another_form_stands_outside_the_count_and_is_taken_once() {
        let mut register = Register::default();
        assert_eq!(take(&mut register, "陇复字第8号").unwrap().1, None);
        assert_eq!(take(&mut register, "陇复字第8号"), Err(NotGiven::Taken(line("陇复字第8号"))));
        assert_eq!(take(&mut register, "").unwrap().1, Some(1));
    }

    #[test]
    fn a_number_far_ahead_is_taken_for_a_slip() {
        let mut register = Register::default();
        let number = "陇政复〔2024〕1001号";
        assert_eq!(take(&mut register, number), Err(NotGiven::FarAhead(line(number), 0)));
        assert!(take(&mut register, "陇政复〔2024〕1000号").is_ok());
    }

    #[test]
    fn a_number_of_another_year_belongs_to_that_years_register() {
        let area: Area = "610327".to_owned().try_into().unwrap();
        let year = |existing: Option<&str>| {
            NumberRequest { area: area.clone(), template: None, existing: existing.map(line) }.year(day(2024, 1, 2))
        };
        assert_eq!(year(None), 2024);
        assert_eq!(year(Some("陇政复（2023）40号")), 2023);
        assert_eq!(year(Some("陇政复〔２０２３〕40号")), 2023);
        assert_eq!(year(Some("陇复字第8号")), 2024);
    }
}
