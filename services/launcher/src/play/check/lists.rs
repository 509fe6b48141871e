//! What somebody is shown: his ledgers, his hearing calendar, the thing itself; and what he is refused.

use portal::PracticePerson;
use portal::words::Words;

use super::{cases, miswritten, same, times};
use crate::play::Stop;
use crate::play::reading::{person, unknown, word};
use crate::play::stage::Stage;
use crate::play::vocabulary::{CASE, LAWSUIT, NOTICE, Thing};

/// The words these checks begin with.
pub(super) const NOUNS: [&str; 3] = ["台账", "庭审日历", "查阅"];

/// Written where he may not look.
const REFUSED: &str = "拒绝";

/// A check of what somebody is shown.
#[derive(Debug)]
pub(in super::super) struct Shown {
    person: &'static PracticePerson,
    what: What,
}

#[derive(Debug)]
enum What {
    /// What his ledger lists of the scenario's things.
    Ledger(Listed, Vec<(&'static Key, String)>),
    /// How many hearings of the lawsuit his calendar has.
    Calendar(usize),
    /// What is meant, by its address.
    Itself,
    /// He may not look at the ledger, the calendar, the thing itself.
    NoLedger,
    NoCalendar,
    NotItself,
}

/// So many, the one that is meant, or not that one.
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

impl Shown {
    /// `台账 钱芳 有 阶段=审理`, of things of this kind.
    pub(super) fn read(noun: &str, rest: &[&str], of: &Thing) -> Result<Self, String> {
        let (who, what) = match (noun, rest) {
            ("台账", [who, REFUSED]) => (who, What::NoLedger),
            ("台账", [who, listed, filters @ ..]) => {
                let filters: Result<Vec<_>, String> = filters.iter().map(|filter| key(filter, of)).collect();
                (who, What::Ledger(Listed::read(listed)?, filters?))
            }
            ("庭审日历", [who, REFUSED]) => (who, What::NoCalendar),
            ("庭审日历", [who, count]) if *of == LAWSUIT => (who, What::Calendar(times(count)?)),
            ("查阅", [who, REFUSED]) => (who, What::NotItself),
            ("查阅", [who, "可以"]) => (who, What::Itself),
            _ => return Err(miswritten(noun)),
        };
        Ok(Self { person: person(who)?, what })
    }

    /// What was found, if it holds.
    pub(super) fn holds(&self, on: &mut Stage<'_>) -> Result<String, Stop> {
        // Where there is nothing yet, nothing is refused either.
        let this = on.id()?;
        match &self.what {
            What::Ledger(wanted, filters) => {
                let filters: Vec<(&str, &str)> =
                    filters.iter().map(|(key, content)| (key.name, content.as_str())).collect();
                wanted.holds(&on.listed(self.person, &filters)?, &this)
            }
            What::Calendar(count) => same(&format!("{count}次"), &format!("{}次", on.calendar(self.person)?.len())),
            What::Itself => on.itself(self.person).map(|_| "可以查阅".to_owned()),
            What::NoLedger => refused(on.listed(self.person, &[]).err()),
            What::NoCalendar => refused(on.calendar(self.person).err()),
            What::NotItself => refused(on.itself(self.person).err()),
        }
    }
}

/// Why somebody may not look, if he may not.
fn refused(stopped: Option<Stop>) -> Result<String, Stop> {
    match stopped {
        Some(Stop::Differs { found, .. }) => Ok(found),
        Some(fault) => Err(fault),
        None => Err(Stop::differs("不能查阅", "可以查阅")),
    }
}

impl Listed {
    fn read(text: &str) -> Result<Self, String> {
        match (text, text.strip_suffix('件').map(str::parse)) {
            ("有", _) => Ok(Self::This(true)),
            ("无", _) => Ok(Self::This(false)),
            (_, Some(Ok(count))) => Ok(Self::Count(count)),
            _ => Err(format!("“{text}”应为“有”“无”“{REFUSED}”或者件数，如“2件”")),
        }
    }

    fn holds(&self, found: &[(String, String)], this: &str) -> Result<String, Stop> {
        let numbers: Vec<&str> = found.iter().map(|(_, number)| number.as_str()).collect();
        let said = match numbers.as_slice() {
            [] => "本次登记的一件也没有列出".to_owned(),
            _ => format!("本次登记的列出{}件：{}", numbers.len(), numbers.join("、")),
        };
        let (holds, expected) = match self {
            Self::Count(count) => (found.len() == *count, format!("列出{count}件")),
            Self::This(true) => (found.iter().any(|(id, _)| id == this), "列出本案".to_owned()),
            Self::This(false) => (found.iter().all(|(id, _)| id != this), "不列出本案".to_owned()),
        };
        if holds { Ok(said) } else { Err(Stop::differs(expected, said)) }
    }
}

/// `阶段=审理`; the ledgers of lawsuits and suggestions are only searched, and the list of notices not even that.
fn key(filter: &str, of: &Thing) -> Result<(&'static Key, String), String> {
    let Some((name, content)) = filter.split_once('=') else {
        return Err(format!("“{filter}”应写成“条件=内容”，如“检索=张某”"));
    };
    let keys = match *of {
        CASE => &cases::KEYS[..],
        NOTICE => &[],
        _ => &cases::KEYS[..1],
    };
    let key = keys.iter().find(|key| key.word == name);
    let key = key.ok_or_else(|| unknown(name, keys.iter().map(|key| key.word)))?;
    let content = if key.words.is_empty() { content } else { word(key.words, content)? };
    Ok((key, content.to_owned()))
}
