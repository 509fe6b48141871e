//! Words of a closed list, each with an English name for messages and a Chinese one for people.

use std::fmt::Debug;

/// A word of a closed list.
pub trait Word: Copy + PartialEq + Debug + 'static {
    /// All of them, in the law's order: the word, its name in messages, and its name for people.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// Its English name, as messages carry it. It is never changed.
    #[must_use]
    fn english(self) -> &'static str {
        Self::ALL.iter().find(|(word, ..)| *word == self).map_or("", |(_, english, _)| english)
    }

    /// Its Chinese name.
    #[must_use]
    fn chinese(self) -> &'static str {
        Self::ALL.iter().find(|(word, ..)| *word == self).map_or("", |(.., chinese)| chinese)
    }

    /// The word of this English name.
    fn from_english(name: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|(_, english, _)| *english == name);
        found.map(|(word, ..)| *word).ok_or_else(|| UnknownWord::among(name, Self::ALL.iter().map(|(_, e, _)| *e)))
    }

    /// The word of this Chinese name.
    fn from_chinese(name: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|(.., chinese)| *chinese == name);
        found.map(|(word, ..)| *word).ok_or_else(|| UnknownWord::among(name, Self::ALL.iter().map(|(.., c)| *c)))
    }

    /// The word as people know it, or as messages carry it.
    fn from_either(name: &str) -> Result<Self, UnknownWord> {
        Self::from_chinese(name).or_else(|unknown| Self::from_english(name).map_err(|_| unknown))
    }
}

/// A name that is not in the list, with the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{name}”不在可用的值之内，应为：{allowed}")]
pub struct UnknownWord {
    /// As it was written.
    pub name: String,
    /// What could have been written.
    pub allowed: String,
}

impl UnknownWord {
    fn among(name: &str, allowed: impl Iterator<Item = &'static str>) -> Self {
        Self { name: name.to_owned(), allowed: allowed.collect::<Vec<_>>().join("、") }
    }
}

/// Writes a closed list down once: each word with its Chinese name.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident $chinese:literal,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $chinese] $word,)+
        }

        impl $crate::word::Word for $name {
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$word, stringify!($word), $chinese),)+];
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::word::Word::chinese(*self))
            }
        }
    )+ };
}
pub use words;

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// Two words.
        Pair { First "第一", Second "第二", }
    }

    #[test]
    fn a_word_is_sent_by_one_name_and_shown_by_another() {
        assert_eq!((Pair::Second.english(), Pair::Second.chinese()), ("Second", "第二"));
        assert_eq!(Pair::from_english("First"), Ok(Pair::First));
        assert_eq!(Pair::from_chinese("第二"), Ok(Pair::Second));
        assert_eq!(Pair::First.to_string(), "第一");
        assert_eq!((Pair::from_either("First"), Pair::from_either("第一")), (Ok(Pair::First), Ok(Pair::First)));
        assert_eq!(Pair::from_either("Third").unwrap_err().allowed, "第一、第二");
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_list() {
        let said = Pair::from_english("Third").unwrap_err().to_string();
        assert_eq!(said, "“Third”不在可用的值之内，应为：First、Second");
    }
}
