//! How values are read from fields, and written into them.

use kernel::amendment::Amendment;
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::paper::Paper;
use kernel::writing::{Line, Text};
use proto::common;
use runtime::{Malformed, read as values, write};
use uuid::Uuid;

use crate::clocks::{AddresseeNumber, ClockName, End, Origin};
use crate::suggestion::Stage;
use crate::suggestion::follow_up::{ClosingGround, RectificationStatus};
use crate::suggestion::issue::{Kind, LetterNumber};
use crate::suggestion::reply::{Adoption, Reviewed};

/// A value of ours that a field of this type carries. What is wrong with it is said without the field's name, which the
/// part that contains it adds.
pub(crate) trait Field<M>: Sized {
    fn read(message: M) -> Result<Self, Malformed>;
    fn write(&self) -> M;
}

/// The name of a field that its container names.
const HERE: &str = "";

/// A field's value.
pub(crate) fn read<M, T: Field<M>>(field: &str, message: M) -> Result<T, Malformed> {
    T::read(message).map_err(|wrong| wrong.at(field))
}

/// A part of a message that must be there.
pub(crate) fn required<M, T: Field<M>>(field: &str, message: Option<M>) -> Result<T, Malformed> {
    read(field, values::part(field, message)?)
}

impl<M, T: Field<M>> Field<Option<M>> for Option<T> {
    fn read(message: Option<M>) -> Result<Self, Malformed> {
        message.map(T::read).transpose()
    }
    fn write(&self) -> Option<M> {
        self.as_ref().map(T::write)
    }
}

impl<M, T: Field<M>> Field<Vec<M>> for Vec<T> {
    fn read(messages: Vec<M>) -> Result<Self, Malformed> {
        messages.into_iter().map(T::read).collect()
    }
    fn write(&self) -> Vec<M> {
        self.iter().map(T::write).collect()
    }
}

/// What is written as text: a value, and a value that may be left empty.
macro_rules! texts { ($($name:ident: $read:expr;)+) => { $(
    impl Field<String> for $name {
        fn read(text: String) -> Result<Self, Malformed> {
            let read: fn(String) -> Result<Self, Malformed> = $read;
            read(text)
        }
        fn write(&self) -> String {
            self.to_string()
        }
    }

    impl Field<String> for Option<$name> {
        fn read(text: String) -> Result<Self, Malformed> {
            if text.trim().is_empty() { Ok(None) } else { <$name as Field<String>>::read(text).map(Some) }
        }
        fn write(&self) -> String {
            self.as_ref().map(ToString::to_string).unwrap_or_default()
        }
    }
)+ }; }

texts! {
    Day: |text| values::day(HERE, &text);
    Line: |text| values::value(HERE, text);
    Text: |text| values::value(HERE, text);
    LetterNumber: |text| values::value(HERE, text);
}

/// Words of closed lists, by their English names.
macro_rules! listed { ($($name:ident)+) => { $(
    impl Field<String> for $name {
        fn read(text: String) -> Result<Self, Malformed> {
            values::word(HERE, &text)
        }
        fn write(&self) -> String {
            write::word(*self)
        }
    }
)+ }; }
listed! { Kind Adoption Reviewed RectificationStatus ClosingGround Stage ClockName Origin End }

impl Field<Vec<u8>> for Uuid {
    fn read(bytes: Vec<u8>) -> Result<Self, Malformed> {
        values::uuid(HERE, &bytes)
    }
    fn write(&self) -> Vec<u8> {
        write::uuid(*self)
    }
}

impl Field<Vec<u8>> for Option<Uuid> {
    fn read(bytes: Vec<u8>) -> Result<Self, Malformed> {
        values::uuid_if_any(HERE, &bytes)
    }
    fn write(&self) -> Vec<u8> {
        write::uuid_if_any(*self)
    }
}

impl Field<common::Paper> for Paper {
    fn read(message: common::Paper) -> Result<Self, Malformed> {
        values::paper(HERE, message)
    }
    fn write(&self) -> common::Paper {
        write::paper(self)
    }
}

impl Field<common::Amendment> for Amendment {
    fn read(message: common::Amendment) -> Result<Self, Malformed> {
        values::amendment(HERE, Some(message))
    }
    fn write(&self) -> common::Amendment {
        write::amendment(self)
    }
}

/// A period that is running.
impl Field<common::Deadline> for Deadline {
    fn read(message: common::Deadline) -> Result<Self, Malformed> {
        values::deadline(HERE, Some(message))
    }
    fn write(&self) -> common::Deadline {
        write::deadline(self)
    }
}

impl Field<u32> for AddresseeNumber {
    fn read(number: u32) -> Result<Self, Malformed> {
        if number == 0 { Err(Malformed::new("缺少被建议单位序号（从1起）")) } else { Ok(Self(number)) }
    }
    fn write(&self) -> u32 {
        self.0
    }
}

/// Zero: all of them.
impl Field<u32> for Option<AddresseeNumber> {
    fn read(number: u32) -> Result<Self, Malformed> {
        Ok((number > 0).then_some(AddresseeNumber(number)))
    }
    fn write(&self) -> u32 {
        self.map_or(0, |number| number.0)
    }
}

/// A number of days or months.
impl Field<u32> for u16 {
    fn read(number: u32) -> Result<Self, Malformed> {
        values::days(HERE, number)
    }
    fn write(&self) -> u32 {
        u32::from(*self)
    }
}

macro_rules! as_they_are { ($($name:ident)+) => { $(
    impl Field<$name> for $name {
        fn read(message: $name) -> Result<Self, Malformed> {
            Ok(message)
        }
        fn write(&self) -> $name {
            self.clone()
        }
    }
)+ }; }
as_they_are! { bool u32 i32 String }
