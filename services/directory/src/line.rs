//! One line of text as a person writes it: a name, a post, the title of a document.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most characters a line holds.
const LONGEST: usize = 200;

/// One line of text: 1 to 200 characters, no blanks at its ends, no line break inside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

/// Why a text is not a [`Line`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Nothing there.
    #[error("不能为空，请填写")]
    Empty,
    /// More than a line holds.
    #[error("超过{LONGEST}个字，请缩短")]
    TooLong,
    /// A line break or another character that is not printed.
    #[error("含有换行或不可见字符，请写在一行内")]
    Unprintable,
}

impl Line {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Line {
    type Error = LineError;

    fn try_from(text: String) -> Result<Self, LineError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(LineError::Empty);
        }
        if trimmed.chars().any(char::is_control) {
            return Err(LineError::Unprintable);
        }
        if trimmed.chars().count() > LONGEST {
            return Err(LineError::TooLong);
        }
        Ok(Self(if trimmed.len() == text.len() { text } else { trimmed.to_owned() }))
    }
}

impl From<Line> for String {
    fn from(line: Line) -> String {
        line.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_are_taken_off() {
        assert_eq!(Line::try_from(" 县司法局\u{3000}".to_owned()).unwrap().as_str(), "县司法局");
    }

    #[test]
    fn nothing_two_lines_and_a_whole_page_are_refused() {
        assert_eq!(Line::try_from(" ".to_owned()), Err(LineError::Empty));
        assert_eq!(Line::try_from("县司\n法局".to_owned()), Err(LineError::Unprintable));
        assert!(Line::try_from("字".repeat(200)).is_ok());
        assert_eq!(Line::try_from("字".repeat(201)), Err(LineError::TooLong));
    }
}
