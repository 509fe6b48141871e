//! Words of a closed list, each with an English name for messages and a Chinese one for people.

use std::fmt::Debug;

/// A word of a closed list.
pub trait Word: Copy + PartialEq + Debug + 'static {
    /// All of them: the word, its name in messages, its name for people.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amendment::Reason;
    use crate::judicial_organ::{JudicialKind, JudicialLevel};
    use crate::official::PostLevel;
    use crate::organ::OrganKind;

    fn each_is_found_by_both_its_names<W: Word>() {
        for (word, english, chinese) in W::ALL {
            assert_eq!((word.english(), word.chinese()), (*english, *chinese));
            assert_eq!((W::from_english(english), W::from_chinese(chinese)), (Ok(*word), Ok(*word)));
            assert_eq!(format!("{word:?}"), *english, "stored values and messages use one name");
        }
    }

    #[test]
    fn every_word_is_found_by_its_names() {
        each_is_found_by_both_its_names::<OrganKind>();
        each_is_found_by_both_its_names::<PostLevel>();
        each_is_found_by_both_its_names::<JudicialKind>();
        each_is_found_by_both_its_names::<JudicialLevel>();
        each_is_found_by_both_its_names::<Reason>();
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_list() {
        let said = JudicialKind::from_english("Tribunal").unwrap_err().to_string();
        assert_eq!(said, "“Tribunal”不在可用的值之内，应为：Court、Procuratorate");
    }
}
