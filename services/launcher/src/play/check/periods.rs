//! What must hold of the periods of what is meant.

use kernel::day::Day;
use portal::words::{self, Words};
use serde_json::Value;

use super::{miswritten, same};
use crate::play::Stop;
use crate::play::reading::{day, plain, word};
use crate::play::stage::Stage;
use crate::play::vocabulary::{CASE, NOTICE, Thing};

/// The words these checks begin with.
pub(super) const NOUNS: [&str; 5] = ["届满", "起算", "剩余", "状态", "解释"];

/// A check of a period.
#[derive(Debug)]
pub(in super::super) struct Period {
    which: Which,
    of: Of,
}

/// Which period it is, and whose.
#[derive(Debug)]
struct Which {
    clock: &'static str,
    title: String,
    whose: Option<String>,
}

/// What is asked of it.
#[derive(Debug)]
enum Of {
    Due(Day, bool),
    Start(Day),
    Left(String),
    Explanation(String),
    State(&'static str, Option<Day>),
}

/// How a period stands: as messages say it, and in words.
pub(super) const STATES: Words = &[
    ("", "计算中"),
    ("Paused", "中止"),
    ("Done", "办结"),
    ("Superseded", "停止计算"),
    ("Lapsed", "届满未办"),
    ("Withdrawn", "撤除"),
    ("Voided", "建议书撤回"),
    ("None", "没有"),
];

impl Period {
    /// `届满 审理期限 2024-07-19`, of a thing of this kind.
    pub(super) fn read(noun: &str, rest: &[&str], thing: &Thing) -> Result<Self, String> {
        let (title, of) = match (noun, rest) {
            ("届满", [title, on]) => (title, Of::Due(day(on)?, false)),
            ("届满", [title, on, "暂定"]) => (title, Of::Due(day(on)?, true)),
            ("起算", [title, on]) => (title, Of::Start(day(on)?)),
            ("剩余", [title, left @ ..]) if !left.is_empty() => (title, Of::Left(left.concat())),
            ("解释", [title, part @ ..]) if !part.is_empty() => (title, Of::Explanation(part.join(" "))),
            ("状态", [title, state]) => (title, Of::State(word(STATES, state)?, None)),
            ("状态", [title, state, on]) => (title, Of::State(word(STATES, state)?, Some(day(on)?))),
            _ => return Err(miswritten(noun)),
        };
        Ok(Self { which: Which::read(title, thing)?, of })
    }

    /// What was found, if it holds.
    pub(super) fn holds(&self, on: &mut Stage<'_>) -> Result<String, Stop> {
        self.of.holds(&self.which, on)
    }
}

impl Which {
    /// `答复期限`, `答复期限（陇县公安局）`
    fn read(text: &str, of: &Thing) -> Result<Self, String> {
        let (title, whose) = match text.split_once(['（', '(']) {
            Some((title, whose)) => (title, Some(whose.trim_end_matches(['）', ')']).to_owned())),
            None => (text, None),
        };
        let names = match *of {
            CASE => words::CLOCKS,
            NOTICE => &[],
            _ => words::TERMS,
        };
        Ok(Self { clock: word(names, title)?, title: text.to_owned(), whose })
    }

    /// The period, if there is one.
    fn find(&self, on: &mut Stage<'_>) -> Result<Option<Value>, Stop> {
        let party = match &self.whose {
            None => None,
            Some(name) => Some(on.person(name)?),
        };
        let clocks = on.about("/deadlines")?;
        let clocks = clocks["deadlines"].as_array().cloned().unwrap_or_default();
        let is_it = |clock: &Value| {
            clock["name"] == self.clock && party.is_none_or(|party| clock["party"].as_u64() == Some(u64::from(party)))
        };
        // Of several instances the latest.
        let latest = clocks.iter().filter(|clock| is_it(clock)).filter_map(|clock| clock["instance"].as_u64()).max();
        let mut found = clocks
            .into_iter()
            .filter(|clock| is_it(clock) && (latest.is_none() || clock["instance"].as_u64() == latest));
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => {
                Err(Stop::differs(format!("一个{}", self.title), "有几个，请注明是谁的，如“答复期限（陇县公安局）”"))
            }
            (first, _) => Ok(first),
        }
    }
}

impl Of {
    fn holds(&self, which: &Which, on: &mut Stage<'_>) -> Result<String, Stop> {
        let clock = which.find(on)?;
        if let (None, Self::State("None", _)) = (&clock, self) {
            return Ok("没有".to_owned());
        }
        let Some(clock) = clock else { return Err(Stop::differs(&which.title, "没有这个期限")) };
        let text = |name: &str| clock[name].as_str().unwrap_or_default().to_owned();
        let doubt = |provisional: bool| if provisional { "（暂定）" } else { "" };
        match self {
            Self::Due(day, provisional) => {
                let due = if text("due").is_empty() { "中止中，没有届满日".to_owned() } else { text("due") };
                let found = format!("{due}{}", doubt(clock["provisional"] == true));
                same(&format!("{day}{}", doubt(*provisional)), &found)
            }
            Self::Start(day) => same(&day.to_string(), &text("start")),
            Self::Left(left) => same(left, &text("left")),
            Self::State(state, day) => {
                let ended = if clock["paused"] == true { "Paused".to_owned() } else { text("ended") };
                let on = |day: String| if day.is_empty() { day } else { format!(" {day}") };
                let expected = format!(
                    "{}{}",
                    words::title(STATES, state),
                    on(day.map(|day| day.to_string()).unwrap_or_default())
                );
                let found_on = if day.is_some() { on(text("ended_on")) } else { String::new() };
                same(&expected, &format!("{}{found_on}", words::title(STATES, &ended)))
            }
            Self::Explanation(part) => {
                let party = clock["party"].as_u64().unwrap_or_default();
                let instance = clock["instance"].as_u64().unwrap_or_default();
                let asked = format!("/explain?clock={}&party={party}&instance={instance}", which.clock);
                let answer = on.about(&asked)?;
                let days = answer["days"].as_array().cloned().unwrap_or_default();
                let lines = days.iter().map(|day| day["text"].as_str().unwrap_or_default());
                let words = answer["words"].as_str().unwrap_or_default();
                let found = lines.chain([words]).find(|line| plain(line).contains(&plain(part)));
                found.map(str::to_owned).ok_or_else(|| Stop::differs(format!("怎么算的里有“{part}”"), words))
            }
        }
    }
}
