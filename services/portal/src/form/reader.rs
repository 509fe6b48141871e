use std::collections::BTreeMap;

use kernel::day::Day;
use proto::common::Paper;
use proto::reconsideration::Approval;

use super::Entered;
use crate::dates;
use crate::words::Words;

/// As the services count: a line, and a text of several.
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 20_000;

/// Reads values and gathers everything that is wrong, so that all of it is shown at once.
pub(crate) struct Reader<'a> {
    entered: &'a Entered,
    today: Day,
    errors: BTreeMap<String, String>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(entered: &'a Entered, today: Day) -> Self {
        Self { entered, today, errors: BTreeMap::new() }
    }

    /// What is wrong, by field.
    pub(crate) fn errors(self) -> BTreeMap<String, String> {
        self.errors
    }

    pub(crate) fn entered(&self) -> &'a Entered {
        self.entered
    }

    pub(crate) fn wrong(&mut self, field: &str, why: impl Into<String>) {
        self.errors.entry(field.to_owned()).or_insert_with(|| why.into());
    }

    /// A day as messages carry it.
    pub(crate) fn day(&mut self, name: &str) -> String {
        if self.entered.text(name).trim().is_empty() {
            self.wrong(name, "请填写日期");
            return String::new();
        }
        self.day_if_any(name)
    }

    pub(crate) fn day_if_any(&mut self, name: &str) -> String {
        self.day_by(name, dates::typed)
    }

    /// A day that may be still to come.
    pub(crate) fn coming_day(&mut self, name: &str) -> String {
        if self.entered.text(name).trim().is_empty() {
            self.wrong(name, "请填写日期");
        }
        self.coming_day_if_any(name)
    }

    pub(crate) fn coming_day_if_any(&mut self, name: &str) -> String {
        self.day_by(name, dates::coming)
    }

    fn day_by(&mut self, name: &str, read: impl Fn(&str, Day) -> Result<Day, String>) -> String {
        let text = self.entered.text(name);
        if text.trim().is_empty() {
            return String::new();
        }
        match read(text, self.today) {
            Ok(day) => day.to_string(),
            Err(why) => {
                self.wrong(name, why);
                String::new()
            }
        }
    }

    pub(crate) fn line(&mut self, name: &str) -> String {
        self.filled(name, LONGEST_LINE)
    }

    pub(crate) fn line_if_any(&mut self, name: &str) -> String {
        self.checked(name, LONGEST_LINE)
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        self.filled(name, LONGEST_TEXT)
    }

    pub(crate) fn text_if_any(&mut self, name: &str) -> String {
        self.checked(name, LONGEST_TEXT)
    }

    fn filled(&mut self, name: &str, longest: usize) -> String {
        let text = self.checked(name, longest);
        if text.is_empty() {
            self.wrong(name, "请填写");
        }
        text
    }

    fn checked(&mut self, name: &str, longest: usize) -> String {
        // Browsers send line ends as CR LF.
        let text = self.entered.text(name).replace("\r\n", "\n").trim().to_owned();
        let has = text.chars().count();
        if has > longest {
            self.wrong(name, format!("共{has}个字，最多{longest}个字，请缩短"));
        }
        text
    }

    /// A word of a list.
    pub(crate) fn word(&mut self, name: &str, words: Words) -> String {
        let word = self.word_if_any(name, words);
        if word.is_empty() {
            self.wrong(name, "请选择");
        }
        word
    }

    pub(crate) fn word_if_any(&mut self, name: &str, words: Words) -> String {
        let word = self.entered.text(name);
        if !word.is_empty() && !words.iter().any(|(known, _)| *known == word) {
            self.wrong(name, "没有这一项，请重新选择");
            return String::new();
        }
        word.to_owned()
    }

    pub(crate) fn words(&mut self, name: &str, words: Words) -> Vec<String> {
        let known = |word: &&str| words.iter().any(|(known, _)| known == word);
        self.entered.all(name).filter(known).map(str::to_owned).collect()
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.entered.get(name) == Some("on")
    }

    pub(crate) fn number(&mut self, name: &str) -> u32 {
        self.number_or(name, "请填写整数")
    }

    /// Somebody chosen from a list, by his number.
    pub(crate) fn someone(&mut self, name: &str) -> u32 {
        self.number_or(name, "请选择")
    }

    fn number_or(&mut self, name: &str, wanted: &str) -> u32 {
        let plain: String = self.entered.text(name).trim().chars().map(crate::normal::narrow).collect();
        plain.parse().unwrap_or_else(|_| {
            self.wrong(name, wanted);
            0
        })
    }

    /// A paper, if any of it is filled in.
    pub(crate) fn paper(&mut self, kind: &str) -> Option<Paper> {
        let number = self.line_if_any("paper.number");
        let on = self.day_if_any("paper.on");
        let title = self.line_if_any("paper.title");
        let any = !number.is_empty() || !on.is_empty() || !title.is_empty();
        any.then(|| Paper { kind: kind.to_owned(), number, on, title })
    }

    pub(crate) fn approval(&mut self) -> Approval {
        Approval {
            account: String::new(),
            name: self.line("approval.name"),
            post: self.line_if_any("approval.post"),
            on: self.day_if_any("approval.on"),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;
    use crate::words::CHANNELS;

    #[test]
    fn everything_wrong_is_named_at_its_field_at_once() {
        let long = "长".repeat(10_000);
        let entered =
            Entered::read(format!("on=2025-2-29&name={long}&channel=Pigeon&days=%EF%BC%91%EF%BC%90").as_bytes());
        let mut reader = Reader::new(&entered, day(2026, 3, 2));
        reader.day("on");
        reader.line("name");
        reader.word("channel", CHANNELS);
        reader.line("nothing");
        assert_eq!(reader.number("days"), 10);
        reader.number("headcount");
        reader.someone("party");
        let errors = reader.errors();
        assert!(errors["on"].contains("只有28天"));
        assert!(errors["name"].contains("10000个字"));
        assert!(errors["channel"].contains("重新选择"));
        assert_eq!(errors["nothing"], "请填写");
        assert_eq!((errors["headcount"].as_str(), errors["party"].as_str()), ("请填写整数", "请选择"));
        assert_eq!(errors.len(), 6);
    }

    #[test]
    fn markup_and_rare_characters_are_read_as_they_are() {
        let entered = Entered(vec![("name".to_owned(), " <b>王喆彧䶮</b> ".to_owned())]);
        let mut reader = Reader::new(&entered, day(2026, 3, 2));
        assert_eq!(reader.line("name"), "<b>王喆彧䶮</b>");
    }

    #[test]
    fn an_empty_paper_is_none() {
        let entered = Entered::read(b"paper.number=&paper.on=");
        assert_eq!(Reader::new(&entered, day(2026, 3, 2)).paper("受理通知书"), None);
    }
}
