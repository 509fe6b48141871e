//! When and where a hearing is, whom it concerns, and that it took place.

use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::{Line, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::attendance::{Attendance, Notice, PostLevel};
use crate::parties::PartyNumber;

words! {
    /// How one takes part.
    Mode {
        OnSite "现场",
        Online "线上",
        Mixed "现场和线上",
    }
}

/// A hearing is fixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The day.
    pub day: Day,
    /// The time of day, once it is fixed.
    pub time: Option<Line>,
    /// The courtroom.
    pub room: Option<Line>,
    /// How one takes part.
    pub mode: Mode,
    /// Whether it is not in public.
    pub closed: bool,
    /// Whom it concerns, and whom the court notified.
    pub notices: Vec<NoticeTo>,
    /// When the summons arrived.
    pub summoned_on: Option<Day>,
    /// Anything else.
    pub remark: Option<Text>,
}

/// A defendant concerned, and whether the court notified it that its responsible person is to appear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeTo {
    /// Which.
    pub defendant: PartyNumber,
    /// Whether.
    pub notice: Notice,
    /// When the notice arrived.
    pub served_on: Option<Day>,
}

/// A hearing is moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// As it is now, whole.
    pub plan: Plan,
    /// The day of the change.
    pub on: Day,
    /// Why.
    pub reason: Option<Line>,
}

/// A hearing does not take place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cancellation {
    /// The day of the cancellation.
    pub on: Day,
    /// Why.
    pub reason: Option<Line>,
}

/// A hearing took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// When.
    pub on: Day,
    /// Who came for each organ concerned.
    pub attendances: Vec<Attendance>,
    /// The record of the hearing.
    pub record: Option<Paper>,
    /// In short.
    pub summary: Option<Text>,
}

/// A unit sat in the audience (N-OBS).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The hearing's day.
    pub on: Day,
    /// The organising unit in the directory, where it is in it.
    pub unit: Option<Uuid>,
    /// Its name.
    pub unit_name: Line,
    /// Those who came and are named.
    pub observers: Vec<Observer>,
    /// All who came.
    pub headcount: u32,
    /// How they took part.
    pub mode: Mode,
    /// What was handed out, or written about it.
    pub material: Option<Line>,
}

/// Somebody in the audience.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observer {
    /// The name.
    pub name: Line,
    /// The post.
    pub post: Option<Line>,
    /// The rank; none for staff.
    pub level: Option<PostLevel>,
}

impl Observation {
    /// Whether both are by the same unit: it counts once for each hearing.
    #[must_use]
    pub fn is_of_the_same_unit(&self, other: &Self) -> bool {
        match (self.unit, other.unit) {
            (Some(one), Some(other)) => one == other,
            _ => self.unit_name == other.unit_name,
        }
    }
}
