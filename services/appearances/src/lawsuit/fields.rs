//! What can be amended in an entry: its fields by name, as text.

use std::collections::BTreeSet;

use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::word::{Word, words};
use kernel::writing::Line;

use super::further::InstanceOpened;
use super::registration::{AfterReconsideration, Procedure, Reconsidered};
use super::{Fact, InstanceKind};
use crate::outcome::{Cause, Code, Form, WithdrawReason};
use crate::parties::{CaseClass, Court, Defendant, OrganKind, Role};

words! {
    /// What a field contains.
    FieldKind {
        Day "日期",
        Text "文字",
        Word "选项",
        WordIfAny "选项，可以不选",
        Words "多个选项",
    }
}

/// A field as a form shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in commands; for one of several with its number: `code/2`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it contains now; nothing where it is empty.
    pub value: String,
    /// What sort of thing that is.
    pub kind: FieldKind,
    /// What can be chosen, where only that can.
    pub choices: Vec<Choice>,
}

/// A word that can be chosen: its name in messages, and for people.
pub type Choice = (&'static str, &'static str);

/// The place a field is kept.
enum Place<'a> {
    Day(&'a mut Day),
    DayIfAny(&'a mut Option<Day>),
    Line(&'a mut Line),
    LineIfAny(&'a mut Option<Line>),
    NumberIfAny(&'a mut Option<CaseNumber>),
    Code(&'a mut Code),
    CodeIfAny(&'a mut Option<Code>),
    ReasonIfAny(&'a mut Option<WithdrawReason>),
    Flag(&'a mut bool),
    Role(&'a mut Role),
    Organ(&'a mut OrganKind),
    Causes(&'a mut Vec<Cause>),
    Classes(&'a mut Vec<CaseClass>),
    Riders(&'a mut Vec<Code>),
    Form(&'a mut Form),
    Procedure(&'a mut Procedure),
    Kind(&'a mut InstanceKind),
    After(&'a mut Option<AfterReconsideration>),
}

impl Place<'_> {
    fn kind(&self) -> FieldKind {
        match self {
            Self::Day(_) | Self::DayIfAny(_) => FieldKind::Day,
            Self::Line(_) | Self::LineIfAny(_) | Self::NumberIfAny(_) => FieldKind::Text,
            Self::Code(_)
            | Self::Flag(_)
            | Self::Role(_)
            | Self::Organ(_)
            | Self::Form(_)
            | Self::Procedure(_)
            | Self::Kind(_) => FieldKind::Word,
            Self::CodeIfAny(_) | Self::ReasonIfAny(_) | Self::After(_) => FieldKind::WordIfAny,
            Self::Causes(_) | Self::Classes(_) | Self::Riders(_) => FieldKind::Words,
        }
    }

    /// What can be chosen; nothing where anything can be written.
    fn choices(&self) -> Vec<Choice> {
        match self {
            Self::Code(_) | Self::CodeIfAny(_) | Self::Riders(_) => choices::<Code>(),
            Self::ReasonIfAny(_) => choices::<WithdrawReason>(),
            Self::Flag(_) => vec![(YES, YES), (NO, NO)],
            Self::Role(_) => choices::<Role>(),
            Self::Organ(_) => choices::<OrganKind>(),
            Self::Causes(_) => choices::<Cause>(),
            Self::Classes(_) => choices::<CaseClass>(),
            Self::Form(_) => choices::<Form>(),
            Self::Procedure(_) => choices::<Procedure>(),
            Self::Kind(_) => choices::<InstanceKind>(),
            Self::After(_) => choices::<Reconsidered>(),
            Self::Day(_) | Self::DayIfAny(_) | Self::Line(_) | Self::LineIfAny(_) | Self::NumberIfAny(_) => Vec::new(),
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::DayIfAny(day) => shown(day.as_ref()),
            Self::Line(line) => line.to_string(),
            Self::LineIfAny(line) => shown(line.as_ref()),
            Self::NumberIfAny(number) => shown(number.as_ref()),
            Self::Code(code) => code.to_string(),
            Self::CodeIfAny(code) => shown(code.as_ref()),
            Self::ReasonIfAny(reason) => shown(reason.as_ref()),
            Self::Flag(flag) => if **flag { YES } else { NO }.to_owned(),
            Self::Role(role) => role.to_string(),
            Self::Organ(kind) => kind.to_string(),
            Self::Causes(causes) => listed(causes),
            Self::Classes(classes) => listed(classes),
            Self::Riders(riders) => listed(riders),
            Self::Form(form) => form.to_string(),
            Self::Procedure(procedure) => procedure.to_string(),
            Self::Kind(kind) => kind.to_string(),
            Self::After(after) => shown(after.as_ref().map(|after| after.result).as_ref()),
        }
    }

    fn set(self, value: &str) -> Result<(), String> {
        match self {
            Self::Day(day) => *day = value.parse().map_err(said)?,
            Self::DayIfAny(day) => *day = if value.is_empty() { None } else { Some(value.parse().map_err(said)?) },
            Self::Line(line) => *line = Line::try_from(value.to_owned()).map_err(said)?,
            Self::LineIfAny(line) => *line = if_any(value)?,
            Self::NumberIfAny(number) => *number = if_any(value)?,
            Self::Code(code) => *code = word(value)?,
            Self::CodeIfAny(code) => *code = word_if_any(value)?,
            Self::ReasonIfAny(reason) => *reason = word_if_any(value)?,
            Self::Flag(flag) => *flag = yes_or_no(value)?,
            Self::Role(role) => *role = word(value)?,
            Self::Organ(kind) => *kind = word(value)?,
            Self::Causes(causes) => *causes = each(value)?,
            Self::Classes(classes) => {
                *classes = each(value)?.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            }
            Self::Riders(riders) => *riders = each(value)?,
            Self::Form(form) => *form = word(value)?,
            Self::Procedure(procedure) => *procedure = word(value)?,
            Self::Kind(kind) => *kind = word(value)?,
            Self::After(after) => *after = came_to(after.take(), word_if_any(value)?),
        }
        Ok(())
    }
}

/// What a reconsideration came to, with what else is known of it; none: the suit was brought directly.
fn came_to(before: Option<AfterReconsideration>, result: Option<Reconsidered>) -> Option<AfterReconsideration> {
    let result = result?;
    let unknown = AfterReconsideration { case: None, number: None, result, decided_on: None };
    Some(AfterReconsideration { result, ..before.unwrap_or(unknown) })
}

const YES: &str = "是";
const NO: &str = "否";

fn yes_or_no(value: &str) -> Result<bool, String> {
    match value {
        YES => Ok(true),
        NO => Ok(false),
        _ => Err(format!("应当是“{YES}”或者“{NO}”")),
    }
}

fn choices<W: Word>() -> Vec<Choice> {
    W::ALL.iter().map(|(_, english, chinese)| (*english, *chinese)).collect()
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Several words stand apart by a semicolon, which is in none of them.
fn listed(words: &[impl Word]) -> String {
    words.iter().map(|word| word.chinese()).collect::<Vec<_>>().join("；")
}

fn each<W: Word>(value: &str) -> Result<Vec<W>, String> {
    value.split(['；', ';', ' ', '\u{3000}']).filter(|part| !part.is_empty()).map(word).collect()
}

fn word<W: Word>(value: &str) -> Result<W, String> {
    W::from_either(value).map_err(said)
}

fn if_any<T: TryFrom<String, Error: std::fmt::Display>>(value: &str) -> Result<Option<T>, String> {
    if value.is_empty() { Ok(None) } else { T::try_from(value.to_owned()).map(Some).map_err(said) }
}

fn word_if_any<W: Word>(value: &str) -> Result<Option<W>, String> {
    if value.is_empty() { Ok(None) } else { word(value).map(Some) }
}

impl Fact {
    /// What can be amended in it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fact = self.clone();
        let places = fact.places().into_iter();
        let field = |(name, title, place): (String, String, Place<'_>)| Field {
            name,
            title,
            value: place.value(),
            kind: place.kind(),
            choices: place.choices(),
        };
        places.map(field).collect()
    }

    /// What a field contains; none if there is no such field.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<String> {
        let mut fact = self.clone();
        fact.places().into_iter().find(|(name, ..)| name == field).map(|(_, _, place)| place.value())
    }

    /// Puts a value into a field. On failure the text says what is wrong with it.
    pub(crate) fn set(&mut self, field: &str, value: &str) -> Result<(), String> {
        let place = self.places().into_iter().find(|(name, ..)| name == field);
        place.map_or(Err("没有这一栏".to_owned()), |(_, _, place)| place.set(value.trim()))
    }

    fn places(&mut self) -> Vec<(String, String, Place<'_>)> {
        let one = |name: &str, title: &str, place| (name.to_owned(), title.to_owned(), place);
        let title = self.described().1;
        let on = |day| vec![one("on", &format!("{title}的日期"), Place::Day(day))];
        match self {
            Self::Registered(e) => {
                let suit = &mut e.registration;
                let mut places = vec![
                    one("case_number", "案号", Place::NumberIfAny(&mut suit.case_number)),
                    one("docketed_on", "立案日期", Place::DayIfAny(&mut suit.docketed_on)),
                    one("procedure", "审理程序", Place::Procedure(&mut suit.procedure)),
                    one("cause", "案由", Place::Line(&mut suit.cause)),
                    one("field", "行政管理领域", Place::LineIfAny(&mut suit.field)),
                    one("matter", "诉讼事项", Place::LineIfAny(&mut suit.matter)),
                    one("act_title", "被诉行政行为", Place::LineIfAny(&mut suit.act_title)),
                    one("classes", "重大公共利益等类别", Place::Classes(&mut suit.classes)),
                    one("public_interest", "行政公益诉讼", Place::Flag(&mut suit.public_interest)),
                    one("compensation_only", "单独提起行政赔偿", Place::Flag(&mut suit.compensation_only)),
                    one("non_public", "不公开的案件", Place::Flag(&mut suit.non_public)),
                    one("after_reconsideration", "复议结果", Place::After(&mut suit.after_reconsideration)),
                ];
                places.extend(name_of_court(&mut suit.court));
                for plaintiff in &mut suit.plaintiffs {
                    let name = format!("party_name/{}", plaintiff.number.0);
                    places.push((name, "原告名称".to_owned(), Place::Line(&mut plaintiff.name)));
                }
                places.extend(suit.defendants.iter_mut().flat_map(of_defendant));
                places
            }
            Self::CopyReceived(e) => on(&mut e.receipt.on),
            Self::AnswerFiled(e) => {
                let mut places = on(&mut e.filing.on);
                places.push(one("posted_on", "交邮日期", Place::DayIfAny(&mut e.filing.posted_on)));
                if !e.filing.evidence_only {
                    places.push(one("with_evidence", "附证据、依据", Place::Flag(&mut e.filing.with_evidence)));
                }
                places
            }
            Self::HearingDispensed(e) => on(&mut e.on),
            Self::Converted(e) => on(&mut e.on),
            Self::Judged(e) => {
                let mut places = vec![
                    one("judged_on", "裁判日期", Place::Day(&mut e.judgment.judged_on)),
                    one("form", "文书种类", Place::Form(&mut e.judgment.form)),
                ];
                for outcome in &mut e.judgment.outcomes {
                    let number = outcome.defendant.0;
                    let name = outcome.of.as_ref().map_or(String::new(), |of| of.name.to_string());
                    let numbered = |field: &str, title: &str, place| {
                        (format!("{field}/{number}"), format!("{title}（{name}）"), place)
                    };
                    places.push(numbered("code", "裁判结果", Place::Code(&mut outcome.code)));
                    places.push(numbered("riders", "一并作出", Place::Riders(&mut outcome.riders)));
                    places.push(numbered("changed_to", "改判为", Place::CodeIfAny(&mut outcome.changed_to)));
                    let reason = Place::ReasonIfAny(&mut outcome.withdraw_reason);
                    places.push(numbered("withdraw_reason", "撤诉原因", reason));
                    places.push(numbered("causes", "败诉原因", Place::Causes(&mut outcome.causes)));
                }
                places
            }
            Self::JudgmentServed(e) => on(&mut e.service.on),
            Self::AppealFiled(e) => vec![
                one("on", "提起上诉的日期", Place::Day(&mut e.appeal.on)),
                one("posted_on", "交邮日期", Place::DayIfAny(&mut e.appeal.posted_on)),
            ],
            Self::InstanceOpened(InstanceOpened { opening, .. }) => {
                let kind = opening.kind;
                let mut places = vec![
                    one("docketed_on", "立案日期", Place::Day(&mut opening.docketed_on)),
                    one("case_number", "案号", Place::NumberIfAny(&mut opening.case_number)),
                    one("kind", "审级", Place::Kind(&mut opening.kind)),
                ];
                if kind == InstanceKind::Remand {
                    places.push(one("procedure", "审理程序", Place::Procedure(&mut opening.procedure)));
                }
                if kind == InstanceKind::Retrial {
                    places.push(one("by_superior", "上级法院提审", Place::Flag(&mut opening.by_superior)));
                }
                places.extend(name_of_court(&mut opening.court));
                places
            }
            Self::DefendantJoined(e) => {
                let mut places = on(&mut e.on);
                places.extend(of_defendant(&mut e.defendant));
                places
            }
            Self::TookEffect(e) if e.certificate.is_some() => on(&mut e.on),
            Self::TookEffect(_)
            | Self::AnswerExpired(_)
            | Self::HearingNoted(_)
            | Self::Amended(_)
            | Self::Struck(_)
            | Self::AnswerExpiryWithdrawn(_)
            | Self::EffectWithdrawn(_)
            | Self::DeadlinesRecounted(_) => Vec::new(),
        }
    }
}

/// The directory names what it knows, so that a name never stands beside the id of another: a court or organ that was
/// mistaken for another is another entry.
fn name_of_court(court: &mut Court) -> Option<(String, String, Place<'_>)> {
    let is_known = court.id.is_some();
    (!is_known).then(|| ("court_name".to_owned(), "法院名称".to_owned(), Place::Line(&mut court.name)))
}

/// As what an organ takes part, and its name where the directory does not give it.
fn of_defendant(defendant: &mut Defendant) -> Vec<(String, String, Place<'_>)> {
    let Defendant { number, role, kind, organ, name, .. } = defendant;
    let field = |field: &str| format!("{field}/{}", number.0);
    let [title, place, sort] = [format!("{role}名称"), format!("诉讼地位（{name}）"), format!("被告类型（{name}）")];
    let mut places = vec![(field("role"), place, Place::Role(role)), (field("kind"), sort, Place::Organ(kind))];
    if organ.is_none() {
        places.push((field("party_name"), title, Place::Line(name)));
    }
    places
}
