//! The approval that a step needs.

use kernel::day::Day;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

/// Who agreed to a step, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The account; none where the approval is on paper only.
    pub account: Option<Line>,
    /// The name.
    pub name: Line,
    /// The post that gives the power.
    pub post: Option<Line>,
    /// When.
    pub on: Option<Day>,
}
