//! The places in which fields are kept: what each contains, and how it is put there.

use kernel::day::Day;
use kernel::word::{Word, words};
use kernel::writing::{Line, Text};

use super::FieldKind;
use crate::case::acceptance::{Procedure, Simplification, SimplifiedGround, Track};
use crate::case::termination::TerminationGround;
use crate::clocks::PersonNumber;
use crate::money::Yuan;

words! {
    /// Whether something is so.
    YesOrNo {
        Yes "是",
        No "否",
    }

    /// Whether something is so, where that may not be known.
    IsKnown {
        Yes "是",
        No "否",
        Unknown "不清楚",
    }
}

/// A word that can be chosen: its name in messages, and for people.
pub type Choice = (String, String);

/// The place a field is kept.
pub(super) enum Place<'a> {
    Day(&'a mut Day),
    DayIfAny(&'a mut Option<Day>),
    /// Which may lie ahead.
    ComingDay(&'a mut Day),
    ComingDayIfAny(&'a mut Option<Day>),
    Days(&'a mut u16),
    DaysIfAny(&'a mut Option<u16>),
    AmountIfAny(&'a mut Option<Yuan>),
    Line(&'a mut Line),
    LineIfAny(&'a mut Option<Line>),
    /// With the letter of its list, which is the directory's.
    CodeIfAny(&'a mut Option<Line>, char),
    Text(&'a mut Text),
    TextIfAny(&'a mut Option<Text>),
    Flag(&'a mut bool),
    /// None: not known.
    IsKnown(&'a mut Option<bool>),
    Chosen(Box<dyn Chosen + 'a>),
    Track(&'a mut Track),
    /// With whether a withdrawal was entered, without which none can be the ground.
    Terminated(&'a mut TerminationGround, bool),
    /// Some of these, by their numbers.
    Persons(&'a mut Vec<PersonNumber>, Vec<Choice>),
}

/// Words of a closed list.
pub(super) trait Chosen {
    /// Those that are chosen: names in messages, or for people.
    fn names(&self, name: fn(Choice) -> String) -> Vec<String>;
    fn choices(&self) -> Vec<Choice>;
    fn kind(&self) -> FieldKind;
    fn choose(&mut self, value: &str) -> Result<(), String>;
}

/// One word.
pub(super) struct One<'a, W>(pub(super) &'a mut W);
/// One word, or none.
pub(super) struct IfAny<'a, W>(pub(super) &'a mut Option<W>);
/// Any number of words.
pub(super) struct Several<'a, W>(pub(super) &'a mut Vec<W>);

macro_rules! chosen {
    ($($place:ident $kind:ident |$words:ident| $chosen:expr, |$value:ident| $chooses:expr;)+) => { $(
        impl<W: Word> Chosen for $place<'_, W> {
            fn names(&self, name: fn(Choice) -> String) -> Vec<String> {
                let $words = &self.0;
                $chosen.map(|word: &W| name(choice(*word))).collect()
            }

            fn choices(&self) -> Vec<Choice> {
                choices::<W>()
            }

            fn kind(&self) -> FieldKind {
                FieldKind::$kind
            }

            fn choose(&mut self, $value: &str) -> Result<(), String> {
                *self.0 = $chooses;
                Ok(())
            }
        }
    )+ };
}

chosen! {
    One Word |word| std::iter::once(&**word), |value| word(value)?;
    IfAny WordIfAny |word| word.iter(), |value| if value.is_empty() { None } else { Some(word(value)?) };
    Several Words |words| words.iter(), |value| parts(value).map(word).collect::<Result<_, _>>()?;
}

fn choice<W: Word>(word: W) -> Choice {
    (word.english().to_owned(), word.chinese().to_owned())
}

fn choices<W: Word>() -> Vec<Choice> {
    W::ALL.iter().map(|(word, ..)| choice(*word)).collect()
}

/// Several stand apart by blanks, or by a semicolon, which is in none of them.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(['；', ';', ' ', '\u{3000}']).filter(|part| !part.is_empty())
}

impl Place<'_> {
    pub(super) fn kind(&self) -> FieldKind {
        match self {
            Self::Day(_) | Self::DayIfAny(_) => FieldKind::Day,
            Self::ComingDay(_) | Self::ComingDayIfAny(_) => FieldKind::ComingDay,
            Self::Days(_) | Self::DaysIfAny(_) | Self::AmountIfAny(_) => FieldKind::Number,
            Self::Line(_) | Self::LineIfAny(_) | Self::CodeIfAny(..) => FieldKind::Text,
            Self::Text(_) | Self::TextIfAny(_) => FieldKind::LongText,
            Self::Flag(_) | Self::IsKnown(_) | Self::Track(_) | Self::Terminated(..) => FieldKind::Word,
            Self::Chosen(chosen) => chosen.kind(),
            Self::Persons(..) => FieldKind::Words,
        }
    }

    /// As messages carry it: other services count by its words.
    pub(super) fn value(&self) -> String {
        match self {
            Self::Day(day) | Self::ComingDay(day) => day.to_string(),
            Self::DayIfAny(day) | Self::ComingDayIfAny(day) => shown(day.as_ref()),
            Self::Days(days) => days.to_string(),
            Self::DaysIfAny(days) => shown(days.as_ref()),
            Self::AmountIfAny(amount) => shown(amount.as_ref()),
            Self::Line(line) => line.to_string(),
            Self::LineIfAny(line) | Self::CodeIfAny(line, _) => shown(line.as_ref()),
            Self::Text(text) => text.to_string(),
            Self::TextIfAny(text) => shown(text.as_ref()),
            Self::Flag(flag) => YesOrNo::of(**flag).english().to_owned(),
            Self::IsKnown(known) => IsKnown::of(**known).english().to_owned(),
            Self::Chosen(chosen) => chosen.names(|(english, _)| english).join(" "),
            Self::Track(track) => track_of(track).0,
            Self::Terminated(ground, _) => ground.english().to_owned(),
            Self::Persons(persons, _) => {
                persons.iter().map(|person| person.0.to_string()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// As people read it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Flag(flag) => YesOrNo::of(**flag).to_string(),
            Self::IsKnown(known) => IsKnown::of(**known).to_string(),
            Self::Chosen(chosen) => chosen.names(|(_, chinese)| chinese).join("；"),
            Self::Track(track) => track_of(track).1,
            Self::Terminated(ground, _) => ground.to_string(),
            Self::Persons(persons, among) => {
                let name = |person: &PersonNumber| among.iter().find(|(number, _)| *number == person.0.to_string());
                persons.iter().filter_map(name).map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("；")
            }
            _ => self.value(),
        }
    }

    /// What can be chosen; nothing where anything can be written.
    pub(super) fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Flag(_) => choices::<YesOrNo>(),
            Self::IsKnown(_) => choices::<IsKnown>(),
            Self::Chosen(chosen) => chosen.choices(),
            Self::Track(_) => tracks().collect(),
            Self::Terminated(..) => choices::<TerminationGround>(),
            Self::Persons(_, among) => among.clone(),
            _ => Vec::new(),
        }
    }

    pub(super) fn set(self, value: &str) -> Result<(), String> {
        match self {
            Self::Day(day) | Self::ComingDay(day) => *day = value.parse().map_err(said)?,
            Self::DayIfAny(day) | Self::ComingDayIfAny(day) => {
                *day = if value.is_empty() { None } else { Some(value.parse().map_err(said)?) }
            }
            Self::Days(days) => *days = number(value)?,
            Self::DaysIfAny(days) => *days = if value.is_empty() { None } else { Some(number(value)?) },
            Self::AmountIfAny(amount) => *amount = if_any(value)?,
            Self::Line(line) => *line = Line::try_from(value.to_owned()).map_err(said)?,
            Self::LineIfAny(line) => *line = if_any(value)?,
            Self::CodeIfAny(code, letter) => *code = if_any(coded(letter, value)?)?,
            Self::Text(text) => *text = Text::try_from(value.to_owned()).map_err(said)?,
            Self::TextIfAny(text) => *text = if_any(value)?,
            Self::Flag(flag) => *flag = word::<YesOrNo>(value)? == YesOrNo::Yes,
            Self::IsKnown(known) => *known = word::<IsKnown>(value)?.known(),
            Self::Chosen(mut chosen) => chosen.choose(value)?,
            Self::Track(track) => *track = read_track(value, track)?,
            Self::Terminated(ground, is_withdrawn) => match word(value)? {
                TerminationGround::Withdrawn if !is_withdrawn => {
                    return Err("还需要撤回申请的日期和原因，请撤除这条记录后重新登记；重新登记时在“已有编号”中填写\
                                原文书编号，编号不变"
                        .to_owned());
                }
                new => *ground = new,
            },
            Self::Persons(persons, among) => {
                *persons = parts(value).map(|name| person(name, &among)).collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }
}

/// The procedure in one word: the simplified one by what allows it.
fn track_of(track: &Track) -> Choice {
    match track {
        Track::Ordinary => choice(Procedure::Ordinary),
        Track::Simplified(simplified) => simplified_by(simplified.ground),
    }
}

fn simplified_by(ground: SimplifiedGround) -> Choice {
    (ground.english().to_owned(), format!("{}（{ground}）", Procedure::Simplified))
}

fn tracks() -> impl Iterator<Item = Choice> {
    let simplified = SimplifiedGround::ALL.iter().map(|(ground, ..)| simplified_by(*ground));
    std::iter::once(choice(Procedure::Ordinary)).chain(simplified)
}

/// Whoever names a ground of the simplified procedure says with it that the case is clear; what was explained stays.
fn read_track(value: &str, before: &Track) -> Result<Track, String> {
    let found = tracks().find(|(word, title)| word == value || title == value);
    let (word, _) = found.ok_or_else(|| among(value, tracks()))?;
    if word == Procedure::Ordinary.english() {
        return Ok(Track::Ordinary);
    }
    let explanation = match before {
        Track::Simplified(simplified) => simplified.explanation.clone(),
        Track::Ordinary => None,
    };
    Ok(Track::Simplified(Simplification { ground: self::word(&word)?, is_clear: true, explanation }))
}

fn among(value: &str, choices: impl IntoIterator<Item = Choice>) -> String {
    let allowed: Vec<String> = choices.into_iter().map(|(_, title)| title).collect();
    format!("“{value}”不在可用的值之内，应为：{}", allowed.join("、"))
}

impl YesOrNo {
    fn of(is_so: bool) -> Self {
        if is_so { Self::Yes } else { Self::No }
    }
}

impl IsKnown {
    fn of(known: Option<bool>) -> Self {
        known.map_or(Self::Unknown, |is_so| if is_so { Self::Yes } else { Self::No })
    }

    fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn word<W: Word>(value: &str) -> Result<W, String> {
    W::from_either(value).map_err(said)
}

fn number(value: &str) -> Result<u16, String> {
    value.parse().map_err(|_| "不是天数，请写成数字".to_owned())
}

fn if_any<T: TryFrom<String, Error: std::fmt::Display>>(value: &str) -> Result<Option<T>, String> {
    if value.is_empty() { Ok(None) } else { T::try_from(value.to_owned()).map(Some).map_err(said) }
}

/// A code of an adopted list: its letter and two digits. The list itself is the directory's.
pub(crate) fn coded(letter: char, code: &str) -> Result<&str, String> {
    let good = code.strip_prefix(letter).is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()));
    if code.is_empty() || good {
        Ok(code)
    } else {
        Err(format!("“{code}”不是代码，应为{letter}和两位数字，如 {letter}01"))
    }
}

/// Somebody of these, by his number or name.
fn person(name: &str, persons: &[Choice]) -> Result<PersonNumber, String> {
    let found = persons.iter().find(|(number, known)| number == name || known == name);
    let number = found.and_then(|(number, _)| number.parse().ok());
    number.map(PersonNumber).ok_or_else(|| among(name, persons.iter().cloned()))
}
