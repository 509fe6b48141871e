//! A field number never changes its meaning: what was released once still means the same, and fields are only added.
//!
//! `released.txt` holds one line for each field and each value of an enumeration: message, number, name, type, label, and
//! the oneof it belongs to. A release adds lines; none is ever changed or removed. A line `draft songli.x.v1` says that
//! nothing of a package is out yet.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorSet};
use proto::Message;

const RELEASED: &str = include_str!("released.txt");
const HEAD: &str =
    "# What was released of the messages; see compatibility.rs. A release adds lines; none is changed or removed.";
/// What a line begins with that names a package of which nothing is out yet.
const DRAFT: &str = "draft ";
/// Set to a package's name, it has that package's new lines written into the file.
const RELEASE: &str = "SONGLI_RELEASE";

fn current() -> FileDescriptorSet {
    FileDescriptorSet::decode(proto::DESCRIPTORS).unwrap()
}

/// The lines of a set of descriptors.
fn lines(set: &FileDescriptorSet) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for file in &set.file {
        let package = file.package();
        file.message_type.iter().for_each(|message| of_message(package, message, &mut lines));
        file.enum_type.iter().for_each(|values| of_enum(package, values, &mut lines));
    }
    lines
}

fn of_message(within: &str, message: &DescriptorProto, lines: &mut BTreeSet<String>) {
    let name = format!("{within}.{}", message.name());
    for field in &message.field {
        let kind = match field.r#type() {
            Type::Message | Type::Enum => field.type_name().trim_start_matches('.').to_owned(),
            scalar => scalar.as_str_name().trim_start_matches("TYPE_").to_lowercase(),
        };
        let mut line = format!("{name} {} {} {kind} {}", field.number(), field.name(), label(field));
        if let (Some(oneof), false) = (field.oneof_index, field.proto3_optional()) {
            let oneof = message.oneof_decl[usize::try_from(oneof).unwrap()].name();
            write!(line, " in {oneof}").unwrap();
        }
        lines.insert(line);
    }
    message.nested_type.iter().for_each(|nested| of_message(&name, nested, lines));
    message.enum_type.iter().for_each(|values| of_enum(&name, values, lines));
}

fn label(field: &FieldDescriptorProto) -> &'static str {
    match field.label() {
        Label::Repeated => "repeated",
        Label::Required => "required",
        Label::Optional if field.proto3_optional() => "optional",
        Label::Optional => "plain",
    }
}

fn of_enum(within: &str, values: &EnumDescriptorProto, lines: &mut BTreeSet<String>) {
    for value in &values.value {
        lines.insert(format!("{within}.{} {} {} value", values.name(), value.number(), value.name()));
    }
}

fn released() -> BTreeSet<String> {
    let lines = RELEASED.lines().filter(|line| !line.starts_with('#') && !line.starts_with(DRAFT) && !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// The packages of which nothing is out yet.
fn drafts() -> Vec<&'static str> {
    RELEASED.lines().filter_map(|line| line.strip_prefix(DRAFT)).collect()
}

/// Whether a line is of a package.
fn is_of(line: &str, package: &str) -> bool {
    line.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'))
}

/// The released lines that no longer hold, each with what stands there now.
fn broken(released: &BTreeSet<String>, now: &BTreeSet<String>) -> Vec<String> {
    let subject = |line: &str| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ");
    let gone = released.difference(now);
    gone.map(|line| match now.iter().find(|other| subject(other) == subject(line)) {
        Some(other) => format!("released: {line}\n     now: {other}"),
        None => format!("released: {line}\n     now: nothing"),
    })
    .collect()
}

#[test]
fn everything_released_still_holds() {
    let broken = broken(&released(), &lines(&current()));
    assert!(
        broken.is_empty(),
        "stored events and other programs still say this; add a field with a new number instead:\n{}",
        broken.join("\n")
    );
}

#[test]
fn everything_there_is_has_been_released() {
    let (now, released, drafts) = (lines(&current()), released(), drafts());
    let new: Vec<_> = now.difference(&released).filter(|line| !drafts.iter().any(|draft| is_of(line, draft))).collect();
    if let Ok(package) = std::env::var(RELEASE) {
        return release(&package, released, drafts, now);
    }
    assert!(
        new.is_empty(),
        "not released; if it is as it shall be for ever, run {RELEASE}=PACKAGE cargo test -p proto, and if it is still \
         being drafted, add the line “{DRAFT}PACKAGE” to released.txt:\n{}",
        new.iter().map(|line| line.as_str()).collect::<Vec<_>>().join("\n")
    );
}

/// Adds a package's lines to the file.
fn release(package: &str, mut released: BTreeSet<String>, mut drafts: Vec<&str>, now: BTreeSet<String>) {
    assert!(now.iter().any(|line| is_of(line, package)), "there is no package {package}");
    released.extend(now.into_iter().filter(|line| is_of(line, package)));
    drafts.retain(|draft| *draft != package);
    let drafts = drafts.iter().map(|draft| format!("{DRAFT}{draft}"));
    let all: Vec<String> = [HEAD.to_owned()].into_iter().chain(drafts).chain(released).collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/released.txt");
    std::fs::write(file, all.join("\n") + "\n").unwrap();
}

#[test]
fn a_draft_is_out_in_no_part() {
    for draft in drafts() {
        let out: Vec<_> = released().into_iter().filter(|line| is_of(line, draft)).collect();
        assert!(out.is_empty(), "{draft} is no draft any more: {out:?}");
    }
}

/// What is broken when the current set is doctored, in its message `songli.common.v1.Envelope`.
fn broken_by(doctor: impl FnOnce(&mut DescriptorProto)) -> Vec<String> {
    let mut set = current();
    let released = lines(&set);
    let file = set.file.iter_mut().find(|file| file.package() == "songli.common.v1").unwrap();
    doctor(file.message_type.iter_mut().find(|message| message.name() == "Envelope").unwrap());
    broken(&released, &lines(&set))
}

fn kind(envelope: &mut DescriptorProto) -> &mut FieldDescriptorProto {
    envelope.field.iter_mut().find(|field| field.name() == "kind").unwrap()
}

#[test]
fn a_changed_number_is_noticed() {
    let broken = broken_by(|envelope| kind(envelope).number = Some(300));
    assert_eq!(broken, ["released: songli.common.v1.Envelope 3 kind string plain\n     now: nothing"]);
}

#[test]
fn two_fields_that_change_places_are_noticed() {
    let broken = broken_by(|envelope| {
        let [log, kind] = [2, 3].map(|n| envelope.field.iter().position(|field| field.number() == n).unwrap());
        envelope.field[log].number = Some(3);
        envelope.field[kind].number = Some(2);
    });
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert!(broken[0].contains("now: songli.common.v1.Envelope 2 kind"), "{broken:?}");
}

#[test]
fn another_name_type_or_label_and_a_removal_are_noticed() {
    assert_eq!(broken_by(|envelope| kind(envelope).name = Some("sort".to_owned())).len(), 1);
    assert_eq!(broken_by(|envelope| kind(envelope).set_type(Type::Bytes)).len(), 1);
    assert_eq!(broken_by(|envelope| kind(envelope).set_label(Label::Repeated)).len(), 1);
    assert_eq!(broken_by(|envelope| envelope.field.retain(|field| field.name() != "kind")).len(), 1);
    assert_eq!(broken_by(|_| {}).len(), 0);
}

#[test]
fn a_field_that_leaves_its_oneof_is_noticed() {
    let mut set = current();
    let released = lines(&set);
    let file = set.file.iter_mut().find(|file| file.package() == "songli.common.v1").unwrap();
    let reply = file.message_type.iter_mut().find(|message| message.name() == "Reply").unwrap();
    reply.field[0].oneof_index = None;
    let broken = broken(&released, &lines(&set));
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert!(broken[0].contains("in outcome"), "{broken:?}");
}

#[test]
fn an_added_field_breaks_nothing() {
    let added = |envelope: &mut DescriptorProto| {
        let mut field = kind(envelope).clone();
        (field.name, field.number) = (Some("new".to_owned()), Some(99));
        envelope.field.push(field);
    };
    assert!(broken_by(added).is_empty());
}
