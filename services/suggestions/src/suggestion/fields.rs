//! What can be amended in an entry: its fields by name, as text.

use kernel::day::Day;
use kernel::word::{Word, words};
use kernel::writing::{Line, Text};

use super::Fact;
use super::follow_up::{ClosingGround, RectificationStatus};
use super::issue::{Addressee, Kind, LetterNumber};
use super::reply::{Adoption, Reviewed};
use crate::limit::Limit;

words! {
    /// What a field contains.
    FieldKind {
        Day "日期",
        Text "文字",
        LongText "段落",
        Word "选项",
        WordIfAny "选项，可以不选",
    }
}

/// A field as a form shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in commands; for one of several addressees with its number: `received_on/2`.
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

/// What a field can contain.
trait Content: Sized {
    const KIND: FieldKind = FieldKind::Text;
    fn choices() -> Vec<Choice> {
        Vec::new()
    }
    fn shown(&self) -> String;
    fn read(text: &str) -> Result<Self, String>;
}

impl Content for Day {
    const KIND: FieldKind = FieldKind::Day;
    fn shown(&self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|wrong| format!("{wrong}"))
    }
}

impl Content for bool {
    const KIND: FieldKind = FieldKind::Word;
    fn choices() -> Vec<Choice> {
        vec![("是", "是"), ("否", "否")]
    }
    fn shown(&self) -> String {
        if *self { "是" } else { "否" }.to_owned()
    }
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "是" => Ok(true),
            "否" => Ok(false),
            _ => Err("应为“是”或者“否”".to_owned()),
        }
    }
}

/// What may be left empty.
impl<C: Content> Content for Option<C> {
    const KIND: FieldKind = match C::KIND {
        FieldKind::Word => FieldKind::WordIfAny,
        kind => kind,
    };
    fn choices() -> Vec<Choice> {
        C::choices()
    }
    fn shown(&self) -> String {
        self.as_ref().map(C::shown).unwrap_or_default()
    }
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { C::read(text).map(Some) }
    }
}

macro_rules! written { ($($name:ident $kind:ident)+) => { $(
    impl Content for $name {
        const KIND: FieldKind = FieldKind::$kind;
        fn shown(&self) -> String {
            self.to_string()
        }
        fn read(text: &str) -> Result<Self, String> {
            Self::try_from(text.to_owned()).map_err(|wrong| wrong.to_string())
        }
    }
)+ }; }
written! { Line Text Text LongText LetterNumber Text Limit Text }

macro_rules! chosen { ($($name:ident)+) => { $(
    impl Content for $name {
        const KIND: FieldKind = FieldKind::Word;
        fn choices() -> Vec<Choice> {
            Self::ALL.iter().map(|(_, english, chinese)| (*english, *chinese)).collect()
        }
        fn shown(&self) -> String {
            self.chinese().to_owned()
        }
        fn read(text: &str) -> Result<Self, String> {
            Self::from_either(text).map_err(|wrong| wrong.to_string())
        }
    }
)+ }; }
chosen! { Kind Adoption Reviewed RectificationStatus ClosingGround }

/// The place a field is kept.
trait Place {
    fn kind(&self) -> FieldKind;
    fn choices(&self) -> Vec<Choice>;
    fn value(&self) -> String;
    fn set(&mut self, value: &str) -> Result<(), String>;
}

impl<C: Content> Place for C {
    fn kind(&self) -> FieldKind {
        C::KIND
    }
    fn choices(&self) -> Vec<Choice> {
        C::choices()
    }
    fn value(&self) -> String {
        self.shown()
    }
    fn set(&mut self, value: &str) -> Result<(), String> {
        *self = C::read(value)?;
        Ok(())
    }
}

type Places<'a> = Vec<(String, &'static str, &'a mut dyn Place)>;

impl Fact {
    /// What can be amended in it.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fact = self.clone();
        let places = fact.places().into_iter();
        places
            .map(|(name, title, place)| Field {
                name,
                title: title.to_owned(),
                value: place.value(),
                kind: place.kind(),
                choices: place.choices(),
            })
            .collect()
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

    fn places(&mut self) -> Places<'_> {
        match self {
            Self::Registered(e) => {
                let letter = &mut e.registration.letter;
                let mut places = named([
                    ("kind", "种类", &mut letter.kind as &mut dyn Place),
                    ("number", "文号", &mut letter.number),
                    ("issued_on", "制发日期", &mut letter.issued_on),
                    ("title", "标题", &mut letter.title),
                    ("limit", "建议书限定的期限", &mut letter.limit),
                    ("urgent", "是否紧急", &mut letter.urgent),
                    ("remark", "备注", &mut letter.remark),
                ]);
                places.extend(e.registration.addressees.iter_mut().map(receipt));
                places
            }
            Self::AddresseeAdded(e) => {
                let mut places = named([("on", "查明日期", &mut e.on as &mut dyn Place)]);
                places.push(receipt(&mut e.addressee));
                places
            }
            Self::Received(e) => {
                named([("on", "签收日期", &mut e.on as &mut dyn Place), ("proof", "凭证", &mut e.proof)])
            }
            Self::Extended(e) => named([
                ("on", "同意延期的日期", &mut e.on as &mut dyn Place),
                ("by", "延长（至）", &mut e.by),
                ("reason", "理由", &mut e.reason),
            ]),
            Self::Replied(e) => named([
                ("on", "回复文书日期", &mut e.on as &mut dyn Place),
                ("posted_on", "交邮日期", &mut e.posted_on),
                ("delivered_on", "对方收到日期", &mut e.delivered_on),
                ("number", "回复文号", &mut e.number),
                ("title", "回复标题", &mut e.title),
                ("adoption", "采纳情况", &mut e.adoption),
                ("summary", "回复要点", &mut e.summary),
                ("proof", "凭证", &mut e.proof),
            ]),
            Self::Objected(e) => {
                named([("on", "异议日期", &mut e.on as &mut dyn Place), ("reasons", "异议理由", &mut e.reasons)])
            }
            Self::ObjectionSettled(e) => named([
                ("on", "复核日期", &mut e.on as &mut dyn Place),
                ("result", "复核结果", &mut e.result),
                ("changed_received_on", "变更后的建议书签收日期", &mut e.changed_received_on),
                ("limit", "变更后的建议书限定的期限", &mut e.limit),
            ]),
            Self::Withdrawn(e) => {
                named([("on", "撤回日期", &mut e.on as &mut dyn Place), ("reason", "撤回理由", &mut e.reason)])
            }
            Self::RectificationRecorded(e) => named([
                ("on", "登记的日期", &mut e.on as &mut dyn Place),
                ("status", "整改情况", &mut e.status),
                ("planned_until", "计划完成日期", &mut e.planned_until),
                ("verified_by_issuer_on", "制发机关核实日期", &mut e.verified_by_issuer_on),
                ("summary", "整改内容", &mut e.summary),
            ]),
            Self::Closed(e) => named([
                ("on", "办结日期", &mut e.on as &mut dyn Place),
                ("ground", "办结依据", &mut e.ground),
                ("explanation", "说明", &mut e.explanation),
            ]),
            Self::Reminded(_) | Self::Amended(_) | Self::Struck(_) | Self::DeadlinesRecounted(_) => Vec::new(),
        }
    }
}

fn named<'a, const N: usize>(places: [(&str, &'static str, &'a mut dyn Place); N]) -> Places<'a> {
    places.into_iter().map(|(name, title, place)| (name.to_owned(), title, place)).collect()
}

/// Its name is what the directory calls it: another organ is another addressee.
fn receipt(addressee: &mut Addressee) -> (String, &'static str, &mut dyn Place) {
    (format!("received_on/{}", addressee.number.0), "签收日期", &mut addressee.received_on)
}
