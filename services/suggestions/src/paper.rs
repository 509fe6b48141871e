//! A paper that proves a fact.

use kernel::day::Day;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

/// A paper: what it is called, its number, its day and its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// 复函.
    pub kind: Line,
    /// Its number, if it bears one.
    pub number: Option<Line>,
    /// Its day, if it bears one.
    pub on: Option<Day>,
    /// Its title, if it bears one.
    pub title: Option<Line>,
}
