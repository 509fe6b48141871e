//! Words of a closed list, each with an English name for messages and a Chinese one for people.

use std::fmt::Debug;

/// A word of a closed list.
pub trait Word: Copy + PartialEq + Debug + 'static {
    /// All of them, in the law's order: the word, its name in messages, and its name for people.
    const ALL: &'static [(Self, &'static str, &'static str)];

    /// Its name in messages. It is never changed.
    #[must_use]
    fn english(self) -> &'static str {
        Self::ALL.iter().find(|(word, ..)| *word == self).map_or("", |(_, english, _)| english)
    }

    /// Its name for people.
    #[must_use]
    fn chinese(self) -> &'static str {
        Self::ALL.iter().find(|(word, ..)| *word == self).map_or("", |(.., chinese)| chinese)
    }

    /// The word of this English name.
    fn from_english(name: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|(_, english, _)| *english == name);
        found.map(|(word, ..)| *word).ok_or_else(|| UnknownWord {
            name: name.to_owned(),
            allowed: Self::ALL.iter().map(|(_, english, _)| *english).collect::<Vec<_>>().join("、"),
        })
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

/// Writes a closed list down once: each word with its Chinese name.
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
pub(crate) use words;

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
        assert_eq!(Pair::First.to_string(), "第一");
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_list() {
        let said = Pair::from_english("Third").unwrap_err().to_string();
        assert_eq!(said, "“Third”不在可用的值之内，应为：First、Second");
    }
}
