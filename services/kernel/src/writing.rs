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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// A character that cannot be seen, so it is said where to look.
    #[error("“{after}”之后有换行或看不见的字符（U+{code:04X}），请删去后重新输入")]
    Unprintable {
        /// The last that can be seen before it.
        after: String,
        /// Its number in Unicode.
        code: u32,
    },
}

fn checked(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<String, WritingError> {
    let text = text.trim();
    let has = text.chars().count();
    match (has, text.find(|c| is_invisible(c) && !allowed(c))) {
        (0, _) => Err(WritingError::Empty),
        _ if has > most => Err(WritingError::TooLong { has, most }),
        (_, Some(at)) => {
            let (before, rest) = text.split_at(at);
            let skipped = before.chars().count().saturating_sub(6);
            let code = rest.chars().next().map_or(0, u32::from);
            Err(WritingError::Unprintable { after: before.chars().skip(skipped).collect(), code })
        }
        _ => Ok(text.to_owned()),
    }
}

/// What no paper can show: control characters, those of no width, and marks that turn the direction of what follows. They
/// come along with what is pasted.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl TryFrom<String> for Line {
    type Error = WritingError;

    fn try_from(text: String) -> Result<Self, WritingError> {
        checked(&text, LONGEST_LINE, |_| false).map(Self)
    }
}

impl TryFrom<String> for Text {
    type Error = WritingError;

    fn try_from(text: String) -> Result<Self, WritingError> {
        // Browsers send line ends as CR LF; a table that is pasted brings tabs.
        checked(&text.replace("\r\n", "\n").replace('\t', " "), LONGEST_TEXT, |c| c == '\n').map(Self)
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
        Self(text.chars().filter(|c| !is_invisible(*c)).take(LONGEST_LINE).collect())
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
        let said = Line::try_from("张\n三".to_owned()).unwrap_err().to_string();
        assert_eq!(said, "“张”之后有换行或看不见的字符（U+000A），请删去后重新输入");
    }

    #[test]
    fn what_no_paper_can_show_is_refused_by_name_and_place() {
        for c in ['\u{200b}', '\u{feff}', '\u{202e}', '\u{7}'] {
            let text = format!("关于2026年第一季度行政{c}应诉");
            let wrong = WritingError::Unprintable { after: "第一季度行政".to_owned(), code: c.into() };
            assert_eq!(Line::try_from(text.clone()), Err(wrong.clone()));
            assert_eq!(Text::try_from(text), Err(wrong));
        }
    }

    #[test]
    fn reasons_have_paragraphs() {
        assert_eq!(Text::try_from("一\r\n二".to_owned()).unwrap().as_str(), "一\n二");
        assert_eq!(Text::try_from("一\t二".to_owned()).unwrap().as_str(), "一 二");
    }
}
