//! Stored events are history: every form in which one was ever written still reads. The form in which each service tests
//! that, on a file of its own (`tests/history.json`).
//!
//! A line of the file is never changed or removed. For a new event, or a new form of one, the test tells the line to add.

use std::collections::BTreeSet;

use kernel::aggregate::Event as _;
use prost_types::FileDescriptorSet;
use proto::Message;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{Contract, Malformed};

/// A form in which an event was written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Form {
    kind: String,
    event: String,
    /// The stored message, in hexadecimal digits.
    payload: String,
    /// What it says.
    says: Value,
    /// It is read, and written in another form today.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    former: bool,
}

impl Form {
    /// The form in which an event is written today.
    pub fn of<A: Contract>(event: &A::Event) -> Self {
        let says = serde_json::to_value(event).unwrap_or_else(|error| panic!("{}: {error}", event.name()));
        let (kind, payload) = (A::KIND.to_owned(), hex(&A::write(event)));
        Self { kind, event: event.name().to_owned(), payload, says, former: false }
    }

    /// The same as it is read, and written again.
    fn again<A: Contract>(payload: &[u8]) -> Result<Self, Malformed> {
        A::read(payload).map(|event| Self::of::<A>(&event))
    }
}

/// A kind of aggregate whose events are stored.
struct Kind {
    name: &'static str,
    /// The message of its events.
    message: &'static str,
    again: fn(&[u8]) -> Result<Form, Malformed>,
}

/// All forms in which a service's events were ever written.
pub struct History {
    forms: Vec<Form>,
    kinds: Vec<Kind>,
}

impl History {
    /// The forms of a file.
    ///
    /// # Panics
    /// If the file cannot be read.
    #[must_use]
    pub fn stored(json: &str) -> Self {
        let forms = serde_json::from_str(json).unwrap_or_else(|error| panic!("history.json: {error}"));
        Self { forms, kinds: Vec::new() }
    }

    /// Among them are those of this kind, whose events are this message: `songli.directory.v1.OrganEvent`.
    #[must_use]
    pub fn of<A: Contract>(mut self, message: &'static str) -> Self {
        self.kinds.push(Kind { name: A::KIND, message, again: Form::again::<A> });
        self
    }

    /// Every form still says what it said, and is written as it was.
    ///
    /// # Panics
    /// If one does not, or is not.
    #[track_caller]
    pub fn still_reads(&self) {
        for stored in &self.forms {
            let kind = self.kinds.iter().find(|kind| kind.name == stored.kind);
            let kind = kind.unwrap_or_else(|| panic!("no such kind: {}", stored.kind));
            let read =
                (kind.again)(&bytes(&stored.payload)).unwrap_or_else(|wrong| panic!("{}: {wrong}", stored.event));
            assert_eq!((&read.event, &read.says), (&stored.event, &stored.says));
            assert_eq!(read.payload == stored.payload, !stored.former, "{} is written as {}", read.event, read.payload);
        }
    }

    /// Every event of every kind occurs.
    ///
    /// # Panics
    /// If one does not.
    #[track_caller]
    pub fn is_complete(&self) {
        let set = FileDescriptorSet::decode(proto::DESCRIPTORS).unwrap_or_else(|error| panic!("descriptors: {error}"));
        for kind in &self.kinds {
            let messages =
                set.file.iter().flat_map(|file| file.message_type.iter().map(move |message| (file, message)));
            let named = |name: &str| kind.message.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
            let message = messages
                .filter(|(file, message)| kind.message.starts_with(file.package()) && named(message.name()))
                .map(|(_, message)| message)
                .next();
            let message = message.unwrap_or_else(|| panic!("no such message: {}", kind.message));
            let there_are = message.field.iter().filter(|field| field.oneof_index.is_some()).count();
            let occurring = self.forms.iter().filter(|form| form.kind == kind.name).map(|form| form.event.as_str());
            let occurring: BTreeSet<_> = occurring.collect();
            assert_eq!(occurring.len(), there_are, "{}: {occurring:?}", kind.name);
        }
    }

    /// The forms of today lie in it.
    ///
    /// # Panics
    /// If one does not, with the line to add.
    #[track_caller]
    pub fn holds(&self, today: impl IntoIterator<Item = Form>) {
        let stored: BTreeSet<&str> = self.forms.iter().map(|form| form.payload.as_str()).collect();
        let missing = today.into_iter().filter(|form| !stored.contains(form.payload.as_str()));
        let lines: Vec<String> = missing.map(|form| serde_json::to_string(&form).unwrap_or_default()).collect();
        assert!(lines.is_empty(), "to be added to history.json:\n{}", lines.join(",\n"));
    }

    /// What was written by a newer version is said to be so.
    ///
    /// # Panics
    /// If it is not.
    #[track_caller]
    pub fn tells_a_newer_version(&self) {
        for kind in &self.kinds {
            // A member that this version does not know is left out when it is decoded.
            let said = (kind.again)(&[]).map_or_else(|wrong| wrong.to_string(), |form| form.event);
            assert!(said.contains("升级"), "{}: {said}", kind.name);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = hex.as_bytes().chunks(2).map(|pair| pair.iter().try_fold(0, |byte, one| Some(byte << 4 | digit(one)?)));
    pairs.collect::<Option<_>>().unwrap_or_else(|| panic!("not hexadecimal: {hex}"))
}
