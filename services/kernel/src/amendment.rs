//! What puts right something entered earlier. Nothing is deleted: it is amended, struck or taken back by another event.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::word::words;
use crate::writing::Line;

words! {
    /// Why something entered earlier is put right.
    Reason {
        EntryError "录入错误",
        NewFact "新的事实",
        AnnulledByAuthority "有权机关撤销",
    }
}

/// Which entry is put right, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// The number of the event that entered it.
    pub entry: u64,
    /// The class of reason.
    pub reason: Reason,
    /// In the words of whoever amends.
    pub explanation: Line,
}

/// Puts a field of an entry right, or several that hold only together.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// Which field.
    pub field: String,
    /// What it should contain.
    pub value: String,
    /// The other fields, each with what it should contain.
    pub also: Vec<(String, String)>,
}

/// A field of an entry was put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amended {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day of the amendment.
    pub on: Day,
    /// Which field.
    pub field: String,
    /// What it contained.
    pub before: String,
    /// What it contains.
    pub after: String,
    /// Entries whose legal day follows from this one.
    pub moved: Vec<MovedEntry>,
}

/// The legal day of an entry follows from another entry, and is another now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MovedEntry {
    /// Which.
    pub entry: u64,
    /// Its day as it is now.
    pub on: Day,
}

/// An entry was made by mistake: it is out of the procedure, and still in the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day it was struck.
    pub on: Day,
    /// The name of the event that was struck.
    pub event: Line,
    /// Entries whose legal day followed from it.
    pub moved: Vec<MovedEntry>,
}

/// What had been taken to follow from the lapse of a period did not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retraction {
    /// The number of the event taken back.
    pub entry: u64,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: Line,
    /// Whether the next event takes its place.
    pub replaced: bool,
    /// Entries whose legal day follows from the step that takes its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<MovedEntry>,
}

/// Something was entered when the procedure had gone on, and is told as if it had been entered in time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Late {
    /// The number of the event before which it belongs.
    pub before: u64,
    /// Entries whose legal day follows from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<MovedEntry>,
}

/// What an event puts right.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each names what it carries")]
pub enum Correction<'a> {
    Amended(&'a Amended),
    Struck(&'a Struck),
    Withdrawn(&'a Retraction),
    /// Nothing that was entered: periods alone, since the calendar is another ([`crate::recount`]).
    Recounted,
}

/// Why something cannot be put right so. `R` is what the procedure itself says no with.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each service says it in its own refusal of this name")]
pub enum Unfit<R> {
    NoSuchEntry { entry: u64 },
    NoSuchField { field: String },
    WrongValue { value: String, why: String },
    NothingChanges,
    FollowsByLaw { title: &'static str },
    NewFactStrikesNothing,
    Clash { entry: u64, title: &'static str, on: Day, why: R },
}
