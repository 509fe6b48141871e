//! What can be put right in an entry: its fields by name, as text, each with the place in which it is kept.

use std::fmt::Display;

use crate::case_number::CaseNumber;
use crate::day::Day;
use crate::word::{Word, words};
use crate::writing::{Line, Text};

words! {
    /// What sort of thing a field contains.
    FieldKind {
        Day "日期",
        ComingDay "可以在今天以后的日期",
        Number "数字",
        Text "文字",
        LongText "段落",
        Word "选项",
        WordIfAny "选项，可以不选",
        Words "多个选项",
    }
}

/// A field as a form shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in commands; for one of several with its number: `party_name/2`.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it contains now, a word by its name for people; nothing where it is empty.
    pub value: String,
    /// What sort of thing that is.
    pub kind: FieldKind,
    /// What can be chosen, where only that can.
    pub choices: Vec<Choice>,
}

/// A word that can be chosen: its name in messages, and for people.
pub type Choice = (String, String);

/// Something that was entered field by field.
pub trait Fields: Clone {
    /// Its fields, each in its place.
    fn places(&mut self) -> Vec<Placed<'_>>;

    /// Brings in line what depends on a field that was put right.
    fn settle(&mut self) {}

    /// What can be put right in it.
    #[must_use]
    fn fields(&self) -> Vec<Field> {
        self.clone().places().into_iter().map(|placed| placed.field).collect()
    }

    /// What a field contains, as an amendment says it; none if there is no such field.
    #[must_use]
    fn value(&self, field: &str) -> Option<String> {
        self.clone().place(field).map(|placed| placed.field.value)
    }

    /// Puts a value into a field. On failure the text says what is wrong with it.
    fn set(&mut self, field: &str, value: &str) -> Result<(), String> {
        self.place(field).ok_or_else(|| "没有这一栏".to_owned()).and_then(|placed| (placed.put)(value.trim()))?;
        self.settle();
        Ok(())
    }

    /// A field by its name.
    #[must_use]
    fn place(&mut self, field: &str) -> Option<Placed<'_>> {
        self.places().into_iter().find(|placed| placed.field.name == field)
    }
}

/// How a value is put into a place. On failure the text says what is wrong with it.
type Put<'a> = Box<dyn FnOnce(&str) -> Result<(), String> + 'a>;

/// A field, and how a value is put into its place.
pub struct Placed<'a> {
    field: Field,
    /// What it contains, as messages carry it.
    sent: String,
    put: Put<'a>,
}

impl<'a> Placed<'a> {
    /// A field that is kept as this.
    #[must_use]
    pub fn new<C: Content>(name: &str, title: impl Into<String>, content: &'a mut C) -> Self {
        let now = content.clone();
        Self::by(name, title, &now, move |new| {
            *content = new;
            Ok(())
        })
    }

    /// A field that is kept in another form than its content.
    #[must_use]
    pub fn by<C: Content>(
        name: &str,
        title: impl Into<String>,
        now: &C,
        put: impl FnOnce(C) -> Result<(), String> + 'a,
    ) -> Self {
        let (name, title, value) = (name.to_owned(), title.into(), now.shown());
        let field = Field { name, title, value, kind: C::KIND, choices: C::choices() };
        Self::of(field, now.sent(), move |value| put(C::read(value)?))
    }

    /// A field whose content is like that of no other: what it contains, as messages carry it, and how that is put there.
    #[must_use]
    pub fn of(field: Field, sent: String, put: impl FnOnce(&str) -> Result<(), String> + 'a) -> Self {
        Self { field, sent, put: Box::new(put) }
    }

    /// The same of one of several, which has a number.
    #[must_use]
    pub fn numbered(mut self, number: impl Display) -> Self {
        self.field.name = format!("{}/{number}", self.field.name);
        self
    }

    /// A day that may lie ahead.
    #[must_use]
    pub fn coming(mut self) -> Self {
        self.field.kind = FieldKind::ComingDay;
        self
    }

    /// What it contains, as messages carry it.
    #[must_use]
    pub fn sent(self) -> String {
        self.sent
    }
}

/// What a field can contain.
pub trait Content: Clone {
    /// What sort of thing it is.
    const KIND: FieldKind;

    /// What can be chosen; nothing where anything can be written.
    #[must_use]
    fn choices() -> Vec<Choice> {
        Vec::new()
    }

    /// As messages carry it.
    #[must_use]
    fn sent(&self) -> String;

    /// As people read it.
    #[must_use]
    fn shown(&self) -> String {
        self.sent()
    }

    /// What a text says; on failure what is wrong with it.
    fn read(text: &str) -> Result<Self, String>;
}

/// What a person writes becomes the content of a field.
#[macro_export]
macro_rules! written {
    ($($name:ident $kind:ident),+ $(,)?) => { $(
        impl $crate::field::Content for $name {
            const KIND: $crate::field::FieldKind = $crate::field::FieldKind::$kind;

            fn sent(&self) -> String {
                self.to_string()
            }

            fn read(text: &str) -> Result<Self, String> {
                Self::try_from(text.to_owned()).map_err(|wrong| wrong.to_string())
            }
        }
    )+ };
}
pub use written;

written! { Day Day, Line Text, Text LongText, CaseNumber Text }

impl<W: Word> Content for W {
    const KIND: FieldKind = FieldKind::Word;

    fn choices() -> Vec<Choice> {
        W::ALL.iter().map(|(_, english, chinese)| ((*english).to_owned(), (*chinese).to_owned())).collect()
    }

    fn sent(&self) -> String {
        self.english().to_owned()
    }

    fn shown(&self) -> String {
        self.chinese().to_owned()
    }

    fn read(text: &str) -> Result<Self, String> {
        W::from_either(text).map_err(|unknown| unknown.to_string())
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

    fn sent(&self) -> String {
        self.as_ref().map(C::sent).unwrap_or_default()
    }

    fn shown(&self) -> String {
        self.as_ref().map(C::shown).unwrap_or_default()
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { C::read(text).map(Some) }
    }
}

/// Any number of words.
impl<W: Word> Content for Vec<W> {
    const KIND: FieldKind = FieldKind::Words;

    fn choices() -> Vec<Choice> {
        W::choices()
    }

    fn sent(&self) -> String {
        self.iter().map(W::sent).collect::<Vec<_>>().join(" ")
    }

    fn shown(&self) -> String {
        self.iter().map(W::shown).collect::<Vec<_>>().join("；")
    }

    fn read(text: &str) -> Result<Self, String> {
        parts(text).map(W::read).collect()
    }
}

/// Several stand apart by blanks, or by a semicolon, which is in none of them.
pub fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(['；', ';', ' ', '\u{3000}']).filter(|part| !part.is_empty())
}

/// Whether something is so.
impl Word for bool {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[(true, "Yes", "是"), (false, "No", "否")];
}

/// A number of days.
impl Content for u16 {
    const KIND: FieldKind = FieldKind::Number;

    fn sent(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "不是天数，请写成数字".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::day;

    words! {
        /// How it came.
        Channel { Post "邮寄", InPerson "当面", }
    }

    #[derive(Debug, Clone, PartialEq)]
    struct Receipt {
        on: Day,
        channels: Vec<Channel>,
        first: Option<Channel>,
        is_urgent: bool,
        /// In hours, entered in days.
        hours: u32,
        names: Vec<Line>,
    }

    impl Fields for Receipt {
        fn places(&mut self) -> Vec<Placed<'_>> {
            let days = u16::try_from(self.hours / 24).unwrap();
            let mut places = vec![
                Placed::new("on", "收到日期", &mut self.on).coming(),
                Placed::new("channels", "方式", &mut self.channels),
                Placed::new("first", "先前的方式", &mut self.first),
                Placed::new("is_urgent", "是否紧急", &mut self.is_urgent),
                Placed::by("days", "天数", &days, |days: u16| {
                    self.hours = u32::from(days) * 24;
                    Ok(())
                }),
            ];
            let names = (1..).zip(&mut self.names);
            places.extend(names.map(|(number, name)| Placed::new("name", "姓名", name).numbered(number)));
            places
        }

        fn settle(&mut self) {
            self.channels.dedup();
        }
    }

    fn receipt() -> Receipt {
        Receipt {
            on: day(2026, 3, 2),
            channels: vec![Channel::Post, Channel::InPerson],
            first: None,
            is_urgent: true,
            hours: 48,
            names: vec![Line::known("甲"), Line::known("乙")],
        }
    }

    #[test]
    fn a_field_is_shown_in_words_with_what_can_be_chosen() {
        let fields = receipt().fields();
        let shown: Vec<_> =
            fields.iter().map(|field| (field.name.as_str(), field.value.as_str(), field.kind)).collect();
        let expected = [
            ("on", "2026-03-02", FieldKind::ComingDay),
            ("channels", "邮寄；当面", FieldKind::Words),
            ("first", "", FieldKind::WordIfAny),
            ("is_urgent", "是", FieldKind::Word),
            ("days", "2", FieldKind::Number),
            ("name/1", "甲", FieldKind::Text),
            ("name/2", "乙", FieldKind::Text),
        ];
        assert_eq!(shown, expected);
        assert_eq!(fields[2].choices[1], ("InPerson".to_owned(), "当面".to_owned()));
        assert_eq!(receipt().place("channels").map(Placed::sent).as_deref(), Some("Post InPerson"));
    }

    #[test]
    fn a_value_is_put_where_it_is_kept_by_either_name_of_a_word_and_what_depends_on_it_follows() {
        let mut receipt = receipt();
        for (field, value) in [("days", " 3 "), ("first", "当面"), ("is_urgent", "No"), ("name/2", "丙")] {
            assert_eq!(receipt.set(field, value), Ok(()), "{field}");
        }
        assert_eq!(receipt.set("channels", "Post；邮寄 InPerson"), Ok(()));
        assert_eq!((receipt.hours, receipt.first, receipt.is_urgent), (72, Some(Channel::InPerson), false));
        assert_eq!((receipt.channels.len(), receipt.value("name/2").as_deref()), (2, Some("丙")));
        assert_eq!(receipt.set("first", ""), Ok(()));
        assert_eq!((receipt.first, receipt.value("name/3")), (None, None));
    }

    #[test]
    fn what_does_not_fit_is_said_and_changes_nothing() {
        let mut receipt = receipt();
        assert_eq!(receipt.set("name/3", "丁"), Err("没有这一栏".to_owned()));
        assert_eq!(receipt.set("days", "三"), Err("不是天数，请写成数字".to_owned()));
        assert!(receipt.set("is_urgent", "也许").unwrap_err().ends_with("应为：是、否"));
        assert!(receipt.set("on", "昨天").is_err());
        assert_eq!(receipt, self::receipt());
    }
}
