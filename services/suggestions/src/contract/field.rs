//! How values are read from fields, and written into them.

use std::fmt::Display;

use kernel::day::Day;
use kernel::word::Word;
use kernel::writing::{Line, Text};
use runtime::Malformed;
use uuid::Uuid;

use crate::clocks::{AddresseeNumber, ClockName, End, Origin};
use crate::suggestion::Stage;
use crate::suggestion::amendment::Reason;
use crate::suggestion::follow_up::{ClosingGround, RectificationStatus};
use crate::suggestion::issue::{Kind, LetterNumber};
use crate::suggestion::reply::{Adoption, Reviewed};

/// A value of ours that a field of this type carries.
pub(crate) trait Field<M>: Sized {
    fn read(message: M) -> Result<Self, Wrong>;
    fn write(&self) -> M;
}

/// What is wrong, and in which field of which part.
#[derive(Debug, PartialEq)]
pub(crate) struct Wrong {
    path: String,
    text: String,
}

impl Wrong {
    pub(crate) fn new(text: impl Display) -> Self {
        Self { path: String::new(), text: text.to_string() }
    }

    /// As seen from the part that contains it.
    pub(crate) fn at(self, part: &str) -> Self {
        let path = if self.path.is_empty() { part.to_owned() } else { format!("{part}.{}", self.path) };
        Self { path, ..self }
    }
}

impl From<Wrong> for Malformed {
    fn from(wrong: Wrong) -> Self {
        Self::field(&wrong.path, wrong.text)
    }
}

/// A part of a message that must be there.
pub(crate) fn required<M, T: Field<M>>(message: Option<M>) -> Result<T, Wrong> {
    message.ok_or_else(|| Wrong::new("缺少内容，请填写")).and_then(T::read)
}

impl<M, T: Field<M>> Field<Option<M>> for Option<T> {
    fn read(message: Option<M>) -> Result<Self, Wrong> {
        message.map(T::read).transpose()
    }
    fn write(&self) -> Option<M> {
        self.as_ref().map(T::write)
    }
}

impl<M, T: Field<M>> Field<Vec<M>> for Vec<T> {
    fn read(messages: Vec<M>) -> Result<Self, Wrong> {
        messages.into_iter().map(T::read).collect()
    }
    fn write(&self) -> Vec<M> {
        self.iter().map(T::write).collect()
    }
}

/// What is written as text: a value, and a value that may be left empty.
macro_rules! texts { ($($name:ident: $read:expr;)+) => { $(
    impl Field<String> for $name {
        fn read(text: String) -> Result<Self, Wrong> {
            let read: fn(String) -> Result<Self, Wrong> = $read;
            read(text)
        }
        fn write(&self) -> String {
            self.to_string()
        }
    }

    impl Field<String> for Option<$name> {
        fn read(text: String) -> Result<Self, Wrong> {
            if text.trim().is_empty() { Ok(None) } else { <$name as Field<String>>::read(text).map(Some) }
        }
        fn write(&self) -> String {
            self.as_ref().map(ToString::to_string).unwrap_or_default()
        }
    }
)+ }; }

texts! {
    Day: |text| match text.as_str() {
        "" => Err(Wrong::new("缺少日期，请写成 2024-09-25 这样的形式")),
        text => text.parse().map_err(Wrong::new),
    };
    Line: |text| Line::try_from(text).map_err(Wrong::new);
    Text: |text| Text::try_from(text).map_err(Wrong::new);
    LetterNumber: |text| LetterNumber::try_from(text).map_err(Wrong::new);
}

/// Words of closed lists, by their English names.
macro_rules! listed { ($($name:ident)+) => { $(
    impl Field<String> for $name {
        fn read(text: String) -> Result<Self, Wrong> {
            Self::from_english(&text).map_err(Wrong::new)
        }
        fn write(&self) -> String {
            self.english().to_owned()
        }
    }
)+ }; }
listed! { Kind Adoption Reviewed RectificationStatus ClosingGround Reason Stage ClockName Origin End }

impl Field<Vec<u8>> for Uuid {
    fn read(bytes: Vec<u8>) -> Result<Self, Wrong> {
        let uuid = Uuid::from_slice(&bytes).ok().filter(|uuid| !uuid.is_nil());
        uuid.ok_or_else(|| Wrong::new("应为16字节的非空UUID"))
    }
    fn write(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

impl Field<Vec<u8>> for Option<Uuid> {
    fn read(bytes: Vec<u8>) -> Result<Self, Wrong> {
        if bytes.is_empty() { Ok(None) } else { Uuid::read(bytes).map(Some) }
    }
    fn write(&self) -> Vec<u8> {
        self.as_ref().map(Uuid::write).unwrap_or_default()
    }
}

impl Field<u32> for AddresseeNumber {
    fn read(number: u32) -> Result<Self, Wrong> {
        if number == 0 { Err(Wrong::new("缺少被建议单位序号（从1起）")) } else { Ok(Self(number)) }
    }
    fn write(&self) -> u32 {
        self.0
    }
}

/// Zero: all of them.
impl Field<u32> for Option<AddresseeNumber> {
    fn read(number: u32) -> Result<Self, Wrong> {
        Ok((number > 0).then_some(AddresseeNumber(number)))
    }
    fn write(&self) -> u32 {
        self.map_or(0, |number| number.0)
    }
}

/// A number of days or months.
impl Field<u32> for u16 {
    fn read(number: u32) -> Result<Self, Wrong> {
        u16::try_from(number).map_err(|_| Wrong::new("数字过大"))
    }
    fn write(&self) -> u32 {
        u32::from(*self)
    }
}

/// The number of an event in its stream.
impl Field<i64> for u64 {
    fn read(number: i64) -> Result<Self, Wrong> {
        let entry = u64::try_from(number).ok().filter(|entry| *entry > 0);
        entry.ok_or_else(|| Wrong::new("应为原记录的序号（从1起）"))
    }
    fn write(&self) -> i64 {
        i64::try_from(*self).unwrap_or(i64::MAX)
    }
}

macro_rules! as_they_are { ($($name:ident)+) => { $(
    impl Field<$name> for $name {
        fn read(message: $name) -> Result<Self, Wrong> {
            Ok(message)
        }
        fn write(&self) -> $name {
            self.clone()
        }
    }
)+ }; }
as_they_are! { bool u32 i32 String }
