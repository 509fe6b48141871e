//! What a person writes: a line such as a name, or a text of several lines such as the reasons.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most characters of a line.
const LONGEST_LINE: usize = 200;
/// The most characters of a text.
const LONGEST_TEXT: usize = 20_000;

/// One line: 1 to 200 characters, no blanks at its ends, no line break inside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

/// A text of lines: 1 to 20,000 characters, no blanks at its ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

/// Why something written is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WritingError {
    /// Nothing there.
    #[error("不能为空，请填写")]
    Empty,
    /// More than fits.
    #[error("共{has}个字，最多{most}个字，请缩短")]
    TooLong {
        /// How many characters it has.
        has: usize,
        /// How many it may have.
        most: usize,
    },
    /// A character that is not printed.
    #[error("含有换行或不可见字符，请改正")]
    Unprintable,
}

fn checked(text: &str, most: usize, unprintable: impl Fn(char) -> bool) -> Result<String, WritingError> {
    let text = text.trim();
    let has = text.chars().count();
    match has {
        0 => Err(WritingError::Empty),
        _ if has > most => Err(WritingError::TooLong { has, most }),
        _ if text.chars().any(unprintable) => Err(WritingError::Unprintable),
        _ => Ok(text.to_owned()),
    }
}

impl TryFrom<String> for Line {
    type Error = WritingError;

    fn try_from(text: String) -> Result<Self, WritingError> {
        checked(&text, LONGEST_LINE, char::is_control).map(Self)
    }
}

impl TryFrom<String> for Text {
    type Error = WritingError;

    fn try_from(text: String) -> Result<Self, WritingError> {
        checked(&text.replace("\r\n", "\n"), LONGEST_TEXT, |c| c.is_control() && c != '\n' && c != '\t').map(Self)
    }
}

impl From<Line> for String {
    fn from(line: Line) -> String {
        line.0
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.0
    }
}

impl Line {
    /// A line that is known when it is written down.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.chars().filter(|c| !c.is_control()).take(LONGEST_LINE).collect())
    }

    /// The line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// A text that is known when it is written down.
    #[must_use]
    pub fn known(text: &str) -> Self {
        Self(text.chars().take(LONGEST_TEXT).collect())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_hundred_characters_is_taken_and_one_more_is_refused_with_the_count() {
        assert!(Line::try_from("字".repeat(200)).is_ok());
        let said = Line::try_from("字".repeat(201)).unwrap_err().to_string();
        assert_eq!(said, "共201个字，最多200个字，请缩短");
    }

    #[test]
    fn blanks_at_the_ends_are_taken_off_and_nothing_is_no_name() {
        assert_eq!(Line::try_from(" 张三\u{3000}".to_owned()).unwrap().as_str(), "张三");
        assert_eq!(Line::try_from("\u{3000}".to_owned()), Err(WritingError::Empty));
        assert_eq!(Line::try_from("张\n三".to_owned()), Err(WritingError::Unprintable));
    }

    #[test]
    fn reasons_have_paragraphs() {
        assert_eq!(Text::try_from("一\r\n二".to_owned()).unwrap().as_str(), "一\n二");
        assert_eq!(Text::try_from("一\u{7}".to_owned()), Err(WritingError::Unprintable));
    }
}
