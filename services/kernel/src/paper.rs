//! A paper that proves a fact.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::writing::Line;

/// A paper: what it is called, its number, its day and its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// 补正通知书、行政判决书、复函.
    pub kind: Line,
    /// Its number, if it bears one.
    pub number: Option<Line>,
    /// Its day, if it bears one.
    pub on: Option<Day>,
    /// Its title, if it bears one.
    pub title: Option<Line>,
}
