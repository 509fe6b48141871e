//! The words of scenario files: a verb for each command, a word for each field, as the pages call them. A test compares them
//! with the descriptors of the messages, so none can be forgotten.

mod cases;
mod lawsuits;
mod notices;
mod suggestions;

use portal::words::{REASONS, Words};

/// What somebody does.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) word: &'static str,
    /// The field of the message of commands.
    pub(super) command: &'static str,
    pub(super) message: Message,
    /// With what it is done.
    pub(super) to: &'static Thing,
}

/// A kind of thing that steps are taken with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Thing {
    /// What it is called in scenarios.
    pub(super) word: &'static str,
    /// Its part of the API.
    pub(super) address: &'static str,
    /// The steps that begin one.
    pub(super) begins: &'static [&'static str],
    /// The account of whoever looks where nobody is named.
    pub(super) reader: &'static str,
}

pub(super) const CASE: Thing = Thing { word: "案件", address: "cases", begins: &["receive"], reader: "qian.fang" };
pub(super) const LAWSUIT: Thing =
    Thing { word: "诉讼", address: "lawsuits", begins: &["register"], reader: "zhao.lin" };
/// The last one of the lawsuit that is meant.
pub(super) const HEARING: Thing =
    Thing { word: "庭审", address: "hearings", begins: &["schedule", "record"], reader: "zhao.lin" };
pub(super) const SUGGESTION: Thing =
    Thing { word: "建议", address: "suggestions", begins: &["register"], reader: "zhao.lin" };
pub(super) const NOTICE: Thing =
    Thing { word: "通报", address: "notices", begins: &["collect", "restate"], reader: "he.jing" };

/// A message and the words for its fields.
#[derive(Debug)]
pub(super) struct Message {
    /// The field whose content stands beside the message's own word; empty: nothing stands there.
    pub(super) head: &'static str,
    pub(super) fields: &'static [Field],
    /// What nobody writes.
    pub(super) filled: &'static [(&'static str, Fill)],
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What is meant where nothing is written: what the page's form shows at first.
    pub(super) default: &'static str,
}

/// How a field's content is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// The day of the step, where no other is written.
    OwnDay,
    /// The name of whoever takes the step, where no other is written.
    OwnName,
    Day,
    Text,
    Number,
    Flag,
    /// A word of a closed list, or several.
    Word(Words),
    Words(Words),
    /// Which of a message's flags are up.
    Ticks(Words),
    /// An organ of the directory, by name.
    Organ,
    /// Somebody in the case, or several, by name.
    Person,
    Persons,
    /// Those who handle a case, by name.
    Handlers,
    /// An organ by name, whether it is in the directory or not; its name goes into that field.
    Unit(&'static str),
    /// A court or procuratorate of the directory, by name.
    Issuer,
    /// An official of the directory, by name, or somebody who is not in it.
    Official,
    /// An instance by its title; where nothing is written, the latest.
    Instance,
    /// How much time: a day, or `2个月`, `15日`, `10个工作日`.
    Limit,
    /// Several lines.
    Texts,
    /// A quarter: `2026Q1`.
    Quarter,
    /// How many of those the service offers.
    Offered,
    /// Claims by number; where nothing is written, the one at the item's own place.
    Claims,
    /// Another case, or a lawsuit, of the scenario.
    Case,
    Lawsuit,
    /// What was entered before, by its title in the timeline; one of its columns; what is to stand there.
    Entry,
    Column,
    NewValue,
    /// A message of its own, or any number of them.
    One(&'static Message),
    Many(&'static Message),
    /// One that is always there.
    Always(&'static Message),
}

/// What `play` fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Always this.
    Is(&'static str),
    /// The word under which the message stands.
    Label,
    /// The place among its like, from one.
    Nth,
    /// The next number that is free in the case.
    Free,
    /// The area whose register gives the number.
    Area,
    /// The government's name, and its id.
    GovernmentName,
    GovernmentId,
    /// Follows from another field of the message.
    Follows,
}

impl Field {
    const fn or(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
}

impl Message {
    /// The field of a word.
    pub(super) fn field(&self, word: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.word == word)
    }

    /// The field that stands beside the message's word.
    pub(super) fn head(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == self.head)
    }
}

/// All verbs.
pub(super) fn verbs() -> impl Iterator<Item = &'static Verb> {
    let of_notices = [notices::NOTICES, notices::RESTATE];
    let of_cases = [cases::CASES, lawsuits::LAWSUITS, lawsuits::HEARINGS, suggestions::SUGGESTIONS];
    of_cases.into_iter().chain(of_notices).flatten()
}

/// The verb of a word; of those done with several things, the one that is done with what is meant.
pub(super) fn verb(word: &str, meant: &Thing) -> Option<&'static Verb> {
    let of_word = || verbs().filter(|verb| verb.word == word);
    of_word().find(|verb| verb.to == meant).or_else(|| of_word().next())
}

const fn field(word: &'static str, name: &'static str, kind: Kind) -> Field {
    Field { word, name, kind, default: "" }
}

const fn text(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Text)
}

const fn day(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Day)
}

const fn own_day(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::OwnDay)
}

const fn flag(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Flag)
}

const fn part(head: &'static str, fields: &'static [Field], filled: &'static [(&'static str, Fill)]) -> Message {
    Message { head, fields, filled }
}

const fn verb_of(word: &'static str, command: &'static str, fields: &'static [Field]) -> Verb {
    Verb { word, command, message: part("", fields, &[]), to: &CASE }
}

const PAPER: Message =
    part("number", &[text("文号", "number"), day("落款日期", "on"), text("标题", "title")], &[("kind", Fill::Label)]);

const AMENDMENT: Message = part(
    "entry",
    &[
        field("记录", "entry", Kind::Entry),
        field("更正的性质", "reason", Kind::Word(REASONS)).or("EntryError"),
        text("说明", "explanation"),
    ],
    &[],
);

const AMEND: Verb = verb_of(
    "更正",
    "amend",
    &[
        field("记录", "amendment", Kind::One(&AMENDMENT)),
        field("更正哪一栏", "field", Kind::Column),
        field("改为", "value", Kind::NewValue),
    ],
);

/// A further column, by its name in messages.
const CHANGE: Message = part("field", &[text("栏目", "field"), text("改为", "value")], &[]);

/// Where columns that hold only together are put right together.
const AMEND_TOGETHER: Verb = verb_of(
    "更正",
    "amend",
    &[
        field("记录", "amendment", Kind::One(&AMENDMENT)),
        field("更正哪一栏", "field", Kind::Column),
        field("改为", "value", Kind::NewValue),
        field("一并更正", "also", Kind::Many(&CHANGE)),
    ],
);

const STRIKE: Verb = verb_of("撤除误录", "strike", &[field("记录", "amendment", Kind::One(&AMENDMENT))]);

impl Verb {
    const fn to(self, to: &'static Thing) -> Self {
        Self { to, ..self }
    }

    const fn with(self, filled: &'static [(&'static str, Fill)]) -> Self {
        Self { message: Message { filled, ..self.message }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use prost_reflect::{DescriptorPool, FieldDescriptor, MessageDescriptor};

    use super::*;

    /// What is done with each kind of thing, the message of its commands, and the steps nobody takes in a scenario.
    const THINGS: [(&Thing, &[Verb], &str, &[&str]); 5] = [
        (&CASE, cases::CASES, "reconsideration.v1.CaseCommand", &["recount"]),
        (&LAWSUIT, lawsuits::LAWSUITS, "appearances.v1.LawsuitCommand", &["note_hearing", "recount"]),
        (&HEARING, lawsuits::HEARINGS, "appearances.v1.HearingCommand", &[]),
        (&SUGGESTION, suggestions::SUGGESTIONS, "suggestions.v1.SuggestionCommand", &["recount"]),
        (&NOTICE, notices::NOTICES, "notices.v1.NoticeCommand", &["keep_paper", "offer_restatement", "mark_restated"]),
    ];

    #[test]
    fn every_command_has_a_verb_and_every_field_a_word() {
        let pool = DescriptorPool::decode(proto::DESCRIPTORS).unwrap();
        for (thing, all, message, nobodys) in THINGS {
            let commands = pool.get_message_by_name(&format!("songli.{message}")).unwrap();
            let commands = commands.oneofs().next().unwrap().fields().collect::<Vec<_>>();
            let verbs: BTreeMap<&str, &Verb> = all.iter().map(|verb| (verb.command, verb)).collect();
            let words: BTreeSet<&str> = all.iter().map(|verb| verb.word).collect();
            assert_eq!((verbs.len(), words.len()), (all.len(), all.len()));
            let there = commands.iter().map(FieldDescriptor::name).filter(|name| !nobodys.contains(name));
            assert_eq!(there.collect::<BTreeSet<_>>(), verbs.keys().copied().collect());
            for command in commands.iter().filter(|command| verbs.contains_key(command.name())) {
                let verb = verbs[command.name()];
                assert_eq!(verb.to, thing, "{}", verb.word);
                says_everything(&verb.message, command.kind().as_message().unwrap(), verb.word);
            }
            let is_there = |begins: &&str| super::verbs().any(|verb| verb.to == thing && verb.command == *begins);
            assert!(thing.begins.iter().all(is_there), "{thing:?}");
        }
    }

    /// The words for a message name all of its fields, each with a content of its kind, and no others.
    fn says_everything(words: &Message, message: &MessageDescriptor, place: &str) {
        let place = format!("{place}/{}", message.name());
        assert!(words.head.is_empty() || words.head().is_some(), "{place}: {}", words.head);
        let said = words.fields.iter().map(|field| field.name).chain(words.filled.iter().map(|(name, _)| *name));
        let said: BTreeSet<String> = said.map(str::to_owned).collect();
        assert_eq!(said, message.fields().map(|field| field.name().to_owned()).collect(), "{place}");
        let distinct: BTreeSet<&str> = words.fields.iter().map(|field| field.word).collect();
        assert_eq!(distinct.len(), words.fields.len(), "{place}: a word twice");
        for field in words.fields {
            is_of_its_kind(field, &message.get_field_by_name(field.name).unwrap(), &place);
        }
    }

    fn is_of_its_kind(field: &Field, there: &FieldDescriptor, place: &str) {
        use prost_reflect::Kind as There;
        let place = format!("{place}/{}", field.word);
        let (fits, many) = match field.kind {
            Kind::OwnDay | Kind::OwnName | Kind::Day | Kind::Text | Kind::Quarter | Kind::Column | Kind::NewValue => {
                (there.kind() == There::String, false)
            }
            Kind::Offered => (there.kind().as_message().is_some(), true),
            Kind::Limit => (there.kind().as_message().is_some_and(|message| message.name() == "Limit"), false),
            Kind::Word(list) => (there.kind() == There::String && is_sound(field, list), false),
            Kind::Words(_) | Kind::Texts => (there.kind() == There::String, true),
            Kind::Number | Kind::Person | Kind::Instance => (there.kind() == There::Uint32, false),
            Kind::Persons | Kind::Claims => (there.kind() == There::Uint32, true),
            Kind::Entry => (there.kind() == There::Int64, false),
            Kind::Flag => (there.kind() == There::Bool, false),
            Kind::Organ | Kind::Unit(_) | Kind::Issuer | Kind::Official | Kind::Case | Kind::Lawsuit => {
                (there.kind() == There::Bytes, false)
            }
            Kind::Handlers => (there.kind().as_message().is_some_and(|message| message.name() == "Handler"), true),
            Kind::Ticks(list) => {
                let flags: Vec<String> =
                    there.kind().as_message().unwrap().fields().map(|flag| flag.name().to_owned()).collect();
                (list.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>() == flags, false)
            }
            Kind::One(words) | Kind::Always(words) => {
                says_everything(words, there.kind().as_message().unwrap(), &place);
                (true, false)
            }
            Kind::Many(words) => {
                says_everything(words, there.kind().as_message().unwrap(), &place);
                (true, true)
            }
        };
        assert!(fits, "{place} is a {:?}", there.kind());
        assert_eq!(many, there.is_list(), "{place}");
    }

    /// The list has every title once, and the default is in it.
    fn is_sound(field: &Field, list: Words) -> bool {
        let titles: BTreeSet<&str> = list.iter().map(|(_, title)| *title).collect();
        let known = field.default.is_empty() || list.iter().any(|(name, _)| *name == field.default);
        titles.len() == list.len() && known
    }

    #[test]
    fn a_verb_is_what_the_pages_call_the_step() {
        use portal::words::{HEARING_STEPS, LAWSUIT_STEPS, STEPS, SUGGESTION_STEPS};
        for (thing, steps) in
            [(&CASE, STEPS), (&LAWSUIT, LAWSUIT_STEPS), (&HEARING, HEARING_STEPS), (&SUGGESTION, SUGGESTION_STEPS)]
        {
            // Entries are put right on a page of their own.
            for (command, title) in steps.iter().filter(|(command, _)| !matches!(*command, "amend" | "strike")) {
                assert_eq!(verb(title, thing).map(|verb| verb.command), Some(*command));
            }
        }
    }

    /// The words of a service are as the pages show them, so that what is put right reads as what was entered.
    #[test]
    fn a_word_has_one_title() {
        use appearances::outcome::{Cause, Code, WithdrawReason};
        use appearances::parties::{CaseClass, OrganKind, Role};
        use portal::words::{CASE_CLASSES, DEFENDANT_KINDS, DEFENDANT_ROLES, LOSS_CAUSES, OUTCOMES, WITHDRAWN};
        are_titled::<Code>(OUTCOMES);
        are_titled::<WithdrawReason>(WITHDRAWN);
        are_titled::<Cause>(LOSS_CAUSES);
        are_titled::<Role>(DEFENDANT_ROLES);
        are_titled::<OrganKind>(DEFENDANT_KINDS);
        are_titled::<CaseClass>(CASE_CLASSES);
    }

    fn are_titled<W: kernel::word::Word>(shown: Words) {
        for (word, title) in shown {
            assert_eq!(W::from_english(word).map(W::chinese), Ok(*title));
        }
    }

    #[test]
    fn the_document_has_every_verb_and_every_field() {
        for verb in verbs() {
            assert!(DOCUMENT.contains(verb.word), "{}", verb.word);
            is_documented(&verb.message);
        }
    }

    fn is_documented(message: &Message) {
        for field in message.fields {
            assert!(DOCUMENT.contains(field.word), "{}", field.word);
            if let Kind::One(message) | Kind::Many(message) | Kind::Always(message) = field.kind {
                is_documented(message);
            }
        }
    }

    const DOCUMENT: &str = include_str!("../../../../tests/scenarios/README.md");
}
