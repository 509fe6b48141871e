//! Issues a notice: number, day, signer. What is issued stays as it is; its paper is rendered once and kept.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use kernel::writing::{Line, Text};
use proto::notices as messages;
use runtime::event_log::sha256;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Notice};
use crate::kept::Kept;
use crate::refusal::Refusal;

/// The most bytes of a paper, so that its event can be sent.
pub(crate) const LARGEST: usize = 900 * 1024;

/// Issues the notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The day.
    pub on: Day,
    /// Who signed it.
    pub signer: Line,
    /// From which register the number is taken.
    pub request: NumberRequest,
    /// The number taken; none until the register has said so.
    pub number: Option<Number>,
}

/// The notice is issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    /// The day.
    pub on: Day,
    /// Who signed it.
    pub signer: Line,
    /// Its number.
    pub number: Number,
    /// The notice it puts right.
    pub restates: Option<Uuid>,
}

/// The paper, as it was rendered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// The day.
    pub on: Day,
    /// The document.
    pub pdf: Vec<u8>,
    /// SHA-256 of it.
    pub sha256: Vec<u8>,
    /// How many pages.
    pub pages: u32,
}

/// What a notice remembers of its paper, which lies in its event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaperKept {
    /// SHA-256 of the document.
    pub sha256: Vec<u8>,
    /// How many pages.
    pub pages: u32,
}

/// Facts recorded since the issue change printed figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offer {
    /// The day.
    pub on: Day,
    /// What changes, and as of where.
    pub content: Kept<messages::Offer>,
}

/// Two offers are one if they would change the same.
impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.content.message().changes == other.content.message().changes
    }
}

/// Another notice was issued in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restating {
    /// The day.
    pub on: Day,
    /// That notice.
    pub by: Uuid,
    /// Its number.
    pub number: Line,
}

/// The notice is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The day.
    pub on: Day,
    /// Why.
    pub reason: Text,
}

/// Issues what was approved.
pub fn issue(notice: &Notice, c: Issue, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    let number = c.number.ok_or(Refusal::NumberNotTaken)?;
    let restates = notice.begun.as_ref().and_then(|begun| begun.restates.as_ref()).map(|restated| restated.notice);
    Ok(Event::Issued(Issued { on: c.on, signer: c.signer, number, restates }))
}

/// Keeps the paper, once.
pub fn keep_paper(notice: &Notice, c: Paper) -> Result<Event, Refusal> {
    if notice.paper.is_some() {
        return Err(Refusal::PaperKeptBefore);
    }
    if c.pdf.len() > LARGEST {
        return Err(Refusal::PaperTooLarge { size: c.pdf.len(), most: LARGEST });
    }
    if sha256(&c.pdf).as_slice() != c.sha256 {
        return Err(Refusal::PaperDamaged);
    }
    Ok(Event::PaperKept(c))
}

/// Takes an issued notice back.
pub fn withdraw(notice: &Notice, c: Withdrawal, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    Ok(Event::Withdrawn(c))
}

impl Paper {
    /// What is remembered of it.
    #[must_use]
    pub fn kept(&self) -> PaperKept {
        PaperKept { sha256: self.sha256.clone(), pages: self.pages }
    }
}
