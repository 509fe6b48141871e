//! Stored events are history: every form in which one was ever written still reads (`history.json`).
//!
//! A line is never changed or removed. A new event, or a new form of one, is added to `forms` below; the test then tells
//! the line to add.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "history/forms.rs"]
mod forms;

use std::collections::BTreeSet;

use kernel::aggregate::{Aggregate, Event};
use prost_types::FileDescriptorSet;
use proto::Message;
use proto::reconsideration as messages;
use reconsideration::case::Case;
use reconsideration::number::NumberRegister;
use runtime::Contract;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A form in which an event was written.
#[derive(Debug, Serialize, Deserialize)]
struct Form {
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

fn history() -> Vec<Form> {
    serde_json::from_str(include_str!("history.json")).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// An event as it is read and written again.
fn form<A: Contract>(event: &A::Event) -> Form {
    let payload = hex(&A::write(event));
    let (kind, event, says) = (A::KIND.to_owned(), event.name().to_owned(), serde_json::to_value(event).unwrap());
    Form { kind, event, payload, says, former: false }
}

fn read_and_written(kind: &str, payload: &[u8]) -> Form {
    match kind {
        Case::KIND => form::<Case>(&Case::read(payload).unwrap()),
        NumberRegister::KIND => form::<NumberRegister>(&NumberRegister::read(payload).unwrap()),
        other => panic!("no such kind: {other}"),
    }
}

#[test]
fn every_form_still_says_what_it_said_and_is_written_as_it_was() {
    for stored in history() {
        let read = read_and_written(&stored.kind, &bytes(&stored.payload));
        assert_eq!((&read.event, &read.says), (&stored.event, &stored.says));
        assert_eq!(read.payload == stored.payload, !stored.former, "{} is written as {}", read.event, read.payload);
    }
}

#[test]
fn every_event_of_every_kind_occurs_in_the_history() {
    let set = FileDescriptorSet::decode(proto::DESCRIPTORS).unwrap();
    let file = set.file.iter().find(|file| file.package() == "songli.reconsideration.v1").unwrap();
    let names = |message: &str| -> BTreeSet<String> {
        let message = file.message_type.iter().find(|m| m.name() == message).unwrap();
        let members = message.field.iter().filter(|field| field.oneof_index.is_some());
        members.map(|field| field.name().to_owned()).collect()
    };
    let there_are = names("CaseEvent").len() + names("RegisterEvent").len();
    let occurring: BTreeSet<_> = history().into_iter().map(|form| (form.kind, form.event)).collect();
    assert_eq!(occurring.len(), there_are, "{occurring:?}");
}

#[test]
fn every_form_of_today_lies_in_the_history() {
    let history: BTreeSet<String> = history().into_iter().map(|form| form.payload).collect();
    let of_today = forms::case().into_iter().map(|event| form::<Case>(&event));
    let of_today = of_today.chain(forms::register().into_iter().map(|event| form::<NumberRegister>(&event)));
    let missing: Vec<_> = of_today.filter(|form| !history.contains(&form.payload)).collect();
    let lines: Vec<_> = missing.iter().map(|form| serde_json::to_string(form).unwrap()).collect();
    assert!(missing.is_empty(), "to be added to history.json:\n{}", lines.join(",\n"));
}

#[test]
fn what_was_written_by_a_newer_version_is_said_to_be_so() {
    let unknown = messages::CaseEvent { event: None, ..messages::CaseEvent::default() }.encode_to_vec();
    let said = Case::read(&unknown).unwrap_err().to_string();
    assert!(said.contains("升级"), "{said}");
}
