//! A paper that proves a fact.

use kernel::day::Day;
use serde::{Deserialize, Serialize};

use kernel::writing::Line;

/// A paper: what it is called, its number, its day and its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// 补正通知书.
    pub kind: Line,
    /// Its number, if it bears one.
    pub number: Option<Line>,
    /// Its day, if it bears one.
    pub on: Option<Day>,
    /// Its title, if it bears one.
    pub title: Option<Line>,
}

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
