//! Names for streams that nobody reads aloud: people see case numbers, machines see these.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The namespace in which [`Id::named`] derives its ids. Changing it would rename every such stream.
const NAMED: Uuid = Uuid::from_u128(0x6d1c_7a52_0c0e_5e7b_9a35_8f1b_61b7_2f40);

/// The id of one `T`: the name of its stream, and the way others refer to it.
///
/// An id of one kind is never taken for an id of another. New ids are made by the runtime's clock (UUIDv7); this type
/// only carries them.
pub struct Id<T> {
    uuid: Uuid,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Takes up an id that was made elsewhere.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, of: PhantomData }
    }

    /// The id of the one `T` that goes by this key, such as the holiday arrangement of a year.
    ///
    /// The same kind and key always give the same id, so that there can be no second stream for it.
    #[must_use]
    pub fn named(kind: &str, key: &str) -> Self {
        Self::from_uuid(Uuid::new_v5(&NAMED, format!("{kind}\u{0}{key}").as_bytes()))
    }

    /// The bare value, for storing and sending.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

// Written out because deriving them would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Year;

    #[test]
    fn the_same_key_names_the_same_stream_for_ever() {
        let id = Id::<Year>::named("HolidayYear", "2026");
        assert_eq!(id, Id::named("HolidayYear", "2026"));
        assert_ne!(id, Id::named("HolidayYear", "2027"));
        assert_eq!(id.to_string(), "f6095b79-554d-513b-acc1-68272a6914e3");
    }
}
