//! A court's case number (案号), in whichever brackets and width it was written (LAW.md 6; 法〔2015〕137号).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A case number as courts write it since 2016: `（2024）陕0327行初12号`.
///
/// Holding one means that it was read; two that mean the same are equal and print the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber {
    year: u16,
    court: String,
    kind: String,
    serial: u32,
    part: u16,
}

/// The codes of administrative cases and of what follows from them, with their names. Others are taken too.
const KINDS: &[(&str, &str)] = &[
    ("行初", "行政一审"),
    ("行终", "行政二审"),
    ("行监", "行政依职权再审审查"),
    ("行申", "行政申请再审审查"),
    ("行抗", "行政抗诉再审审查"),
    ("行再", "行政再审"),
    ("行审", "非诉行政行为申请执行审查"),
    ("行审复", "非诉行政行为申请执行审查复议"),
    ("行赔初", "行政赔偿一审"),
    ("行赔终", "行政赔偿二审"),
    ("行赔监", "行政赔偿依职权再审审查"),
    ("行赔申", "行政赔偿申请再审审查"),
    ("行赔抗", "行政赔偿抗诉再审审查"),
    ("行赔再", "行政赔偿再审"),
    ("行辖", "行政管辖"),
    ("执", "首次执行"),
    ("执恢", "恢复执行"),
    ("执异", "执行异议"),
    ("执复", "执行复议"),
    ("执监", "执行监督"),
];

const SUPREME: &str = "最高法";
const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// Why a text is no case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongCaseNumber {
    /// It does not begin with a year in brackets.
    #[error("不是案号：应以括号内的四位年份开头，如（2024）陕0327行初12号")]
    Year,
    /// The court's code is missing.
    #[error("不是案号：年份之后应为法院代字，如陕0327、陕03、陕、最高法")]
    Court,
    /// The type code is missing.
    #[error("不是案号：法院代字之后应为类型代字，如行初、行终")]
    Kind,
    /// The serial number is missing.
    #[error("不是案号：类型代字之后应为编号和“号”，如12号")]
    Serial,
    /// Something stands behind it that does not belong to it.
    #[error("案号末尾有多余的内容，“号”之后只能是“之一”“之二”等")]
    Tail,
}

impl CaseNumber {
    /// The year.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The court's code: `陕0327`.
    #[must_use]
    pub fn court(&self) -> &str {
        &self.court
    }

    /// The type code: `行初`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What the type code means; none for one that is not among those of administrative cases.
    #[must_use]
    pub fn kind_title(&self) -> Option<&'static str> {
        KINDS.iter().find(|(kind, _)| *kind == self.kind).map(|(_, title)| *title)
    }

    /// The serial number.
    #[must_use]
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// Of 之二: 2; 0 where there is none.
    #[must_use]
    pub fn part(&self) -> u16 {
        self.part
    }
}

/// One width and one kind of bracket, no blanks, and none of the marks without a width that come with copied text.
fn normalised(text: &str) -> String {
    let one = |c: char| match c {
        '（' | '﹙' | '〔' | '﹝' | '［' | '[' | '【' | '〖' => '(',
        '）' | '﹚' | '〕' | '﹞' | '］' | ']' | '】' | '〗' => ')',
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    let is_seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    text.chars().filter(is_seen).map(one).collect()
}

/// The digits a text begins with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

impl FromStr for CaseNumber {
    type Err = WrongCaseNumber;

    fn from_str(text: &str) -> Result<Self, WrongCaseNumber> {
        let text = normalised(text);
        let (year, rest) = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).ok_or(WrongCaseNumber::Year)?;
        let year = match digits(year) {
            (digits, "") if digits.len() == 4 => digits.parse().map_err(|_| WrongCaseNumber::Year)?,
            _ => return Err(WrongCaseNumber::Year),
        };
        let named = match rest.strip_prefix(SUPREME) {
            Some(_) => SUPREME.len(),
            None => rest.chars().next().filter(|c| c.is_alphabetic() && !c.is_ascii()).map_or(0, char::len_utf8),
        };
        let (code, rest) = match digits(&rest[named..]) {
            (code, _) if named == 0 || !matches!(code.len(), 0 | 2 | 4) => return Err(WrongCaseNumber::Court),
            (code, behind) => (&rest[..named + code.len()], behind),
        };
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (kind, rest) = rest.split_at(end);
        if kind.is_empty() || kind.contains('号') {
            return Err(WrongCaseNumber::Kind);
        }
        let (serial, rest) = digits(rest);
        let serial = serial.parse().ok().filter(|serial| *serial > 0).ok_or(WrongCaseNumber::Serial)?;
        let part = match rest.strip_prefix('号').ok_or(WrongCaseNumber::Serial)? {
            "" => 0,
            tail => part_of(tail).ok_or(WrongCaseNumber::Tail)?,
        };
        Ok(Self { year, court: code.to_owned(), kind: kind.to_owned(), serial, part })
    }
}

/// 之一 to 之十九, also with digits.
fn part_of(tail: &str) -> Option<u16> {
    let part = tail.strip_prefix('之')?;
    if let Ok(part) = part.parse() {
        return Some(part).filter(|part| (1..20).contains(part));
    }
    (1..20).find(|number| numeral(*number) == part)
}

/// 1 to 19 in Chinese numerals.
fn numeral(number: u16) -> String {
    let (tens, units) = (number / 10, usize::from(number % 10));
    let unit = if units == 0 { "" } else { NUMERALS[units - 1] };
    if tens == 0 { unit.to_owned() } else { format!("十{unit}") }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, court, kind, serial, part } = self;
        write!(f, "（{year}）{court}{kind}{serial}号")?;
        if *part > 0 { write!(f, "之{}", numeral(*part)) } else { Ok(()) }
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = WrongCaseNumber;

    fn try_from(text: String) -> Result<Self, WrongCaseNumber> {
        text.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> String {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        text.parse::<CaseNumber>().unwrap().to_string()
    }

    #[test]
    fn every_bracket_and_width_means_the_same_number() {
        for text in [
            "（2024）陕0327行初12号",
            "(2024)陕0327行初12号",
            "〔2024〕陕0327行初12号",
            "[2024]陕0327行初12号",
            "【2024】陕0327行初12号",
            "﹙2024﹚陕0327行初12号",
            "﹝2024﹞陕0327行初12号",
            "〖2024〗陕0327行初12号",
            "［２０２４］陕０３２７行初１２号",
            " （2024） 陕0327 行初 012号 ",
            "\u{FEFF}（2024）陕0327\u{200B}行初12号\u{200B}",
        ] {
            assert_eq!(written(text), "（2024）陕0327行初12号", "{text}");
        }
    }

    #[test]
    fn its_parts_are_year_court_type_serial_and_part() {
        let number: CaseNumber = "（2024）陕0327行初12号之二".parse().unwrap();
        assert_eq!((number.year(), number.court(), number.kind()), (2024, "陕0327", "行初"));
        assert_eq!((number.serial(), number.part()), (12, 2));
        assert_eq!(number.kind_title(), Some("行政一审"));
        assert_eq!(number.to_string(), "（2024）陕0327行初12号之二");
    }

    #[test]
    fn courts_of_every_level_are_read() {
        for (text, court, kind) in [
            ("（2023）最高法行申1号", "最高法", "行申"),
            ("（2023）陕行终20号", "陕", "行终"),
            ("（2023）陕03行终20号", "陕03", "行终"),
            ("（2023）陕7102行初3号", "陕7102", "行初"),
        ] {
            let number: CaseNumber = text.parse().unwrap();
            assert_eq!((number.court(), number.kind()), (court, kind), "{text}");
        }
    }

    #[test]
    fn an_unknown_type_is_taken_and_known_to_be_unknown() {
        for text in ["（2024）陕0327民初12号", "（2014）陇行初字第12号"] {
            let number: CaseNumber = text.parse().unwrap();
            assert_eq!((number.kind_title(), number.to_string().as_str()), (None, text));
        }
    }

    #[test]
    fn parts_are_written_in_chinese_numerals() {
        assert_eq!(written("（2024）陕0327行初12号之1"), "（2024）陕0327行初12号之一");
        assert_eq!(written("（2024）陕0327行初12号之十一"), "（2024）陕0327行初12号之十一");
    }

    #[test]
    fn what_is_no_case_number_is_told_what_is_missing() {
        for (text, wrong) in [
            ("2024陕0327行初12号", WrongCaseNumber::Year),
            ("（24）陕0327行初12号", WrongCaseNumber::Year),
            ("（2024）0327行初12号", WrongCaseNumber::Court),
            ("（2024）陕327行初12号", WrongCaseNumber::Court),
            ("（2024）陕032712号", WrongCaseNumber::Court),
            ("（2024）陕032号", WrongCaseNumber::Court),
            ("（2024）陕0327号", WrongCaseNumber::Kind),
            ("（2024）陕0327行初12", WrongCaseNumber::Serial),
            ("（2024）陕0327行初号", WrongCaseNumber::Kind),
            ("（2024）陕0327行初0号", WrongCaseNumber::Serial),
            ("（2024）陕0327行初12号之百", WrongCaseNumber::Tail),
            ("（2024）陕0327行初12号民事", WrongCaseNumber::Tail),
        ] {
            assert_eq!(text.parse::<CaseNumber>(), Err(wrong), "{text}");
        }
    }
}
