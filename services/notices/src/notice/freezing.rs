//! Freezes the figures of a notice, with all that they follow from (N-GEN-3).

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::writing::{Line, Text};
use proto::notices as messages;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Event, Notice};
use crate::kept::Kept;
use crate::refusal::Refusal;

/// Freezes the figures. Manifest and figures are looked up before it is decided; none: nothing was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Freezing {
    /// The day.
    pub on: Day,
    /// The notice.
    pub notice: Uuid,
    /// What the figures follow from, and the figures.
    pub found: Option<(Kept<messages::Manifest>, Kept<messages::FigureDocument>)>,
    /// The citizens in the cases of the period, listed or not; looked up too.
    pub citizens: Vec<Line>,
}

/// The figures are frozen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The day.
    pub on: Day,
    /// The notice.
    pub notice: Uuid,
    /// What the figures follow from.
    pub manifest: Kept<messages::Manifest>,
    /// The figures.
    pub figures: Kept<messages::FigureDocument>,
    /// The citizens in the cases of the period, listed or not, whom its words do not name (N-GEN-5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citizens: Vec<Line>,
}

/// The figures are given up before the issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfreezing {
    /// The day.
    pub on: Day,
    /// Why.
    pub reason: Text,
}

/// Freezes the figures of a period that has ended.
pub fn freeze(notice: &Notice, c: Freezing, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    let begun = notice.begun.as_ref().ok_or(Refusal::NotBegun)?;
    let last = begun.period.last();
    if c.on <= last {
        return Err(Refusal::PeriodRuns { period: begun.period.title(), last });
    }
    let (manifest, figures) = c.found.ok_or(Refusal::NoFigures)?;
    let told = manifest.message();
    if told.period != begun.period.to_string() || told.area != begun.area.as_str() {
        return Err(Refusal::NoFigures);
    }
    Ok(Event::Frozen(Box::new(Frozen { on: c.on, notice: c.notice, manifest, figures, citizens: c.citizens })))
}

/// Takes a freeze back, with its reason.
pub fn unfreeze(notice: &Notice, c: Unfreezing, on: &Occasion) -> Result<Event, Refusal> {
    notice.entered(c.on, on)?;
    Ok(Event::Unfrozen(c))
}
