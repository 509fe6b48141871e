use std::collections::BTreeMap;

use kernel::day::Day;

use super::Entered;
use crate::dates;
use crate::words::Words;

/// A group of fields with a heading.
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) fields: Vec<Shown>,
    /// The group whose rows a button adds to, with the button's words.
    pub(crate) more: Option<(String, String)>,
    /// Closed at first: what is seldom needed.
    pub(crate) folded: bool,
}

/// A field as it is described.
pub(crate) struct Field {
    name: String,
    label: String,
    kind: &'static str,
    help: String,
    required: bool,
    wide: bool,
    is_coming: bool,
    with: String,
    default: String,
    options: Vec<(String, String)>,
}

/// A field as the page shows it.
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own in the page")]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) kind: &'static str,
    pub(crate) help: String,
    pub(crate) required: bool,
    pub(crate) wide: bool,
    /// Of a day: it may be still to come.
    pub(crate) is_coming: bool,
    /// The choice with which alone it is shown, as `name=value`; empty: with any.
    pub(crate) with: String,
    pub(crate) value: String,
    pub(crate) error: String,
    /// A date as it was understood.
    pub(crate) echo: String,
    /// It is the first of a row that was just added.
    pub(crate) is_next: bool,
    /// Of a choice: it is another than the one that stands there at first.
    is_chosen: bool,
    pub(crate) options: Vec<Choice>,
}

/// One thing to choose.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) title: String,
    pub(crate) is_chosen: bool,
}

impl Shown {
    pub(crate) fn has_error(&self) -> bool {
        !self.error.is_empty()
    }

    /// What describes the field to who does not see it.
    pub(crate) fn described_by(&self) -> String {
        let parts = [("error", !self.error.is_empty()), ("help", !self.help.is_empty())];
        let ids = parts.iter().filter(|(_, there)| *there).map(|(part, _)| format!("{}-{part}", self.id));
        ids.collect::<Vec<_>>().join(" ")
    }
}

impl Field {
    fn new(kind: &'static str, name: impl Into<String>, label: impl Into<String>) -> Self {
        let options = Vec::new();
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            help: String::new(),
            required: true,
            wide: false,
            is_coming: false,
            with: String::new(),
            default: String::new(),
            options,
        }
    }

    pub(crate) fn day(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("day", name, label)
    }

    /// A day that may be still to come.
    pub(crate) fn coming_day(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { is_coming: true, ..Self::day(name, label) }
    }

    pub(crate) fn line(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("line", name, label)
    }

    pub(crate) fn number(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("number", name, label)
    }

    pub(crate) fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new("password", name, label)
    }

    pub(crate) fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { wide: true, ..Self::new("text", name, label) }
    }

    pub(crate) fn flag(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { required: false, ..Self::new("flag", name, label) }
    }

    /// Something that is carried along and not shown.
    pub(crate) fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { required: false, default: value.into(), ..Self::new("hidden", name, "") }
    }

    /// Something that is carried along as it was when the form was first shown.
    pub(crate) fn kept(name: impl Into<String>, value: impl std::fmt::Display) -> Self {
        Self { required: false, default: value.to_string(), ..Self::new("kept", name, "") }
    }

    /// One of a list; few are shown side by side.
    pub(crate) fn choice(name: impl Into<String>, label: impl Into<String>, words: Words) -> Self {
        let kind = if words.len() <= 3 { "radio" } else { "select" };
        Self::new(kind, name, label).of(words.iter().map(|(value, title)| ((*value).to_owned(), (*title).to_owned())))
    }

    /// One of few, side by side.
    pub(crate) fn radio(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self::new("radio", name, label).of(options)
    }

    /// One of what was found.
    pub(crate) fn select(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self::new("select", name, label).of(options)
    }

    /// Any number of a list.
    pub(crate) fn checks(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self { wide: true, ..Self::new("checks", name, label).of(options) }
    }

    /// The name under which it is carried along as it was, if it is.
    pub(crate) fn kept_as(&self) -> Option<&str> {
        (self.kind == "kept").then_some(self.name.as_str())
    }

    fn of(mut self, options: impl IntoIterator<Item = (String, String)>) -> Self {
        self.options = options.into_iter().collect();
        self
    }

    pub(crate) fn if_any(mut self) -> Self {
        self.required = false;
        self
    }

    /// What it means, and what it is needed for (S60).
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// What stands there at first.
    pub(crate) fn or(mut self, default: impl std::fmt::Display) -> Self {
        self.default = default.to_string();
        self
    }

    /// It is asked for with one choice alone, and not in the way with another.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.with = format!("{name}={value}");
        self
    }

    pub(crate) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    fn shown(self, entered: &Entered, errors: &BTreeMap<String, String>, today: Day) -> Shown {
        let fresh = entered.is_fresh();
        let chosen: Vec<&str> = if fresh {
            self.default.split(' ').filter(|value| !value.is_empty()).collect()
        } else {
            entered.all(&self.name).collect()
        };
        let is_chosen =
            chosen.iter().any(|value| !value.is_empty() && self.default.split(' ').all(|first| first != *value));
        let blank = (self.kind == "select").then(|| Choice {
            value: String::new(),
            title: if self.required { "请选择".to_owned() } else { "（不填）".to_owned() },
            is_chosen: chosen.is_empty(),
        });
        let listed = self.options.iter().map(|(value, title)| Choice {
            value: value.clone(),
            title: title.clone(),
            is_chosen: chosen.contains(&value.as_str()),
        });
        let options = blank.into_iter().chain(listed).collect();
        let value = match (self.kind, fresh) {
            ("hidden", _) | (_, true) => self.default.clone(),
            ("kept", _) if entered.get(&self.name).is_none() => self.default.clone(),
            ("password", _) => String::new(),
            (_, false) => entered.text(&self.name).to_owned(),
        };
        let read = if self.is_coming { dates::coming } else { dates::typed };
        let understood = (self.kind == "day" && !value.trim().is_empty()).then(|| read(&value, today).ok()).flatten();
        let echo =
            understood.map(|day| format!("{}（{}）", day.in_chinese(), day.weekday_in_chinese())).unwrap_or_default();
        let error = errors.get(&self.name).cloned().unwrap_or_default();
        let id = format!("f-{}", self.name.replace(['.', '/'], "-"));
        Shown {
            id,
            name: self.name,
            label: self.label,
            kind: self.kind,
            help: self.help,
            required: self.required,
            wide: self.wide,
            is_coming: self.is_coming,
            with: self.with,
            value,
            error,
            echo,
            is_next: false,
            is_chosen,
            options,
        }
    }
}

impl Section {
    /// Fields under a heading, with what was entered and what is wrong with it.
    pub(crate) fn new(
        title: impl Into<String>,
        fields: impl IntoIterator<Item = Field>,
        entered: &Entered,
        errors: &BTreeMap<String, String>,
        today: Day,
    ) -> Self {
        let mut fields: Vec<Shown> = fields.into_iter().map(|field| field.shown(entered, errors, today)).collect();
        if let Some(row) = entered.added() {
            fields
                .iter_mut()
                .filter(|field| field.name.starts_with(&row))
                .take(1)
                .for_each(|field| field.is_next = true);
        }
        Self { title: title.into(), note: String::new(), fields, more: None, folded: false }
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub(crate) fn with_more(mut self, group: &str, words: &str) -> Self {
        self.more = Some((group.to_owned(), words.to_owned()));
        self
    }

    /// Closed until something in it is filled in or wrong.
    pub(crate) fn folded(mut self) -> Self {
        let is_used = |field: &Shown| {
            let is_filled = match field.kind {
                "hidden" | "kept" => false,
                "radio" | "select" => field.is_chosen,
                _ => !field.value.is_empty(),
            };
            is_filled || field.has_error()
        };
        self.folded = !self.fields.iter().any(is_used);
        self
    }
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;
    use crate::words::PROCEDURES;

    fn is_folded(entered: &str) -> bool {
        let entered = Entered::read(entered.as_bytes());
        let fields = [
            Field::choice("procedure", "程序", PROCEDURES).or("Ordinary"),
            Field::select("organ", "机关", [("1".to_owned(), "甲".to_owned())]).if_any(),
            Field::line("number", "文号").if_any(),
        ];
        Section::new("其他", fields, &entered, &BTreeMap::new(), day(2026, 3, 2)).folded().folded
    }

    #[test] // S21
    fn a_section_opens_once_something_in_it_is_other_than_at_first() {
        assert!(is_folded("") && is_folded("procedure=Ordinary&organ=&number="));
        for entered in ["procedure=Simplified", "procedure=Ordinary&organ=1", "number=7"] {
            assert!(!is_folded(entered), "{entered}");
        }
    }
}
