//! Begins a notice: the data of its period is looked at while it comes in.

use kernel::aggregate::Occasion;
use kernel::area::Area;
use kernel::day::Day;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Kind, Notice};
use crate::period::Period;
use crate::refusal::Refusal;

/// A notice is begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// The day.
    pub on: Day,
    /// What it is about.
    pub kind: Kind,
    /// Its period.
    pub period: Period,
    /// GB/T 2260.
    pub area: Area,
    /// 1; one more than the notice it restates, or that was withdrawn.
    pub ordinal: u32,
    /// The notice it puts right.
    pub restates: Option<Restated>,
    /// The withdrawn notice before it; looked up before it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Uuid>,
}

/// The issued notice that another one puts right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restated {
    /// The notice.
    pub notice: Uuid,
    /// Its number; none: it is not in force.
    pub number: Option<Line>,
    /// The day of its issue.
    pub issued_on: Option<Day>,
}

/// Begins a notice.
pub fn collect(c: Collection, on: &Occasion) -> Result<Event, Refusal> {
    Notice::default().entered(c.on, on)?;
    if !matches!(c.period, Period::Quarter(..)) {
        return Err(Refusal::NotAQuarter { period: c.period });
    }
    match &c.restates {
        None if c.ordinal != 1 && c.after.is_none() => return Err(Refusal::NotWithdrawn),
        Some(Restated { number: None, .. }) => return Err(Refusal::NothingToRestate),
        Some(restated) => is_the_one_before(&c, restated)?,
        None => {}
    }
    Ok(Event::Collected(c))
}

/// A restatement is of the same kind, area and period as the notice it restates, and the next one.
fn is_the_one_before(c: &Collection, restated: &Restated) -> Result<(), Refusal> {
    let before =
        c.ordinal.checked_sub(1).map(|ordinal| super::notice_id(c.kind, c.area.as_str(), c.period, ordinal).uuid());
    if before == Some(restated.notice) { Ok(()) } else { Err(Refusal::AnotherNoticeRestated) }
}
