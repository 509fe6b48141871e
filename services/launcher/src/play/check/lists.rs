//! What must stand in a ledger.

use portal::PracticePerson;
use portal::words::Words;

use super::{cases, miswritten};
use crate::play::Stop;
use crate::play::reading::{person, unknown, word};
use crate::play::stage::Stage;
use crate::play::vocabulary::{CASE, NOTICE, Thing};

/// A check of a ledger.
#[derive(Debug)]
pub(in super::super) struct Ledger {
    person: &'static PracticePerson,
    wanted: Listed,
    filters: Vec<(&'static Key, String)>,
}

/// How many of the scenario's things it lists: so many, the one that is meant, or not that one.
#[derive(Debug)]
enum Listed {
    Count(usize),
    This(bool),
}

/// A filter of the ledger: its word, its name in the address, and its list.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    pub(super) words: Words,
}

impl Ledger {
    /// `台账 钱芳 有 阶段=审理`, of things of this kind.
    pub(super) fn read(rest: &[&str], of: &Thing) -> Result<Self, String> {
        let [who, listed, filters @ ..] = rest else { return Err(miswritten("台账")) };
        if *of == NOTICE {
            return Err(miswritten("台账"));
        }
        let filters: Result<Vec<_>, String> = filters.iter().map(|filter| key(filter, of)).collect();
        Ok(Self { person: person(who)?, wanted: Listed::read(listed)?, filters: filters? })
    }

    /// What was found, if it holds.
    pub(super) fn holds(&self, on: &mut Stage<'_>) -> Result<String, Stop> {
        let filters: Vec<(&str, &str)> =
            self.filters.iter().map(|(key, content)| (key.name, content.as_str())).collect();
        let found = on.listed(self.person, &filters)?;
        let numbers: Vec<&str> = found.iter().map(|(_, number)| number.as_str()).collect();
        let said = match numbers.as_slice() {
            [] => "本次登记的一件也没有列出".to_owned(),
            _ => format!("本次登记的列出{}件：{}", numbers.len(), numbers.join("、")),
        };
        let this = on.id()?;
        let (holds, expected) = match self.wanted {
            Listed::Count(count) => (found.len() == count, format!("列出{count}件")),
            Listed::This(true) => (found.iter().any(|(id, _)| *id == this), "列出本案".to_owned()),
            Listed::This(false) => (found.iter().all(|(id, _)| *id != this), "不列出本案".to_owned()),
        };
        if holds { Ok(said) } else { Err(Stop::differs(expected, said)) }
    }
}

impl Listed {
    fn read(text: &str) -> Result<Self, String> {
        match (text, text.strip_suffix('件').map(str::parse)) {
            ("有", _) => Ok(Self::This(true)),
            ("无", _) => Ok(Self::This(false)),
            (_, Some(Ok(count))) => Ok(Self::Count(count)),
            _ => Err(format!("“{text}”应为“有”“无”或者件数，如“2件”")),
        }
    }
}

/// `阶段=审理`; the ledgers of lawsuits and suggestions are only searched.
fn key(filter: &str, of: &Thing) -> Result<(&'static Key, String), String> {
    let Some((name, content)) = filter.split_once('=') else {
        return Err(format!("“{filter}”应写成“条件=内容”，如“检索=张某”"));
    };
    let keys = if *of == CASE { &cases::KEYS[..] } else { &cases::KEYS[..1] };
    let key = keys.iter().find(|key| key.word == name);
    let key = key.ok_or_else(|| unknown(name, keys.iter().map(|key| key.word)))?;
    let content = if key.words.is_empty() { content } else { word(key.words, content)? };
    Ok((key, content.to_owned()))
}
