//! A publication as it is written down in a file. What it expects is read as printed: the counts in `expected` are not.

use std::collections::BTreeMap;

use kernel::day::Day;
use notices::period::Period;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::measure::Measure;

/// The year in which the facts are made: the calendars begin in 2023, and a year before must be there to compare with.
const YEAR: i16 = 2025;

/// Published figures.
#[derive(Debug, Deserialize)]
pub(super) struct Publication {
    pub(super) title: String,
    pub(super) issuer: String,
    pub(super) source: Source,
    pub(super) period: Stretch,
    pub(super) units: Vec<Unit>,
    pub(super) expected: Vec<Expected>,
}

/// Where it was published.
#[derive(Debug, Deserialize)]
pub(super) struct Source {
    pub(super) published: Day,
}

/// The period it is about.
#[derive(Debug, Deserialize)]
pub(super) struct Stretch {
    pub(super) label: String,
    start: Day,
    end: Day,
}

/// What it says of a unit: counts by their names.
#[derive(Debug, Deserialize)]
pub(super) struct Unit {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) said: Map<String, Value>,
}

/// A printed value.
#[derive(Debug, Deserialize)]
pub(super) struct Expected {
    pub(super) id: String,
    pub(super) unit: String,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) metric: String,
    #[serde(default)]
    pub(super) printed: String,
    pub(super) direction: Option<Direction>,
    pub(super) measure: Option<Measure>,
    #[serde(default)]
    pub(super) not_covered: String,
}

/// What sort of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Ratio,
    Growth,
    Sum,
}

/// Where a number went in a year.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Direction {
    Up,
    Down,
}

/// Settings, as if they had been adopted.
pub(super) type Settings = BTreeMap<String, String>;

/// Why a file cannot be computed again, and what to do about it.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(super) enum Mistake {
    #[error("第{line}行第{column}列不是有效的JSON，请核对标点和引号")]
    NotJson { line: usize, column: usize },
    #[error("内容不符合格式（{0}），请对照 tests/published/README.md 改正")]
    OtherForm(String),
    #[error("period 的末日{end}早于首日{start}，请核对")]
    Backwards { start: Day, end: Day },
    #[error("单位“{unit}”的“{key}”不是已有的统计项，请改正；已有：{known}")]
    UnknownCount { unit: String, key: String, known: String },
    #[error("单位“{unit}”的“{key}”应为0至10000000的整数，请改正")]
    NotACount { unit: String, key: String },
    #[error("单位“{unit}”的 table 与 table_columns 列数不一致，请核对")]
    OtherColumns { unit: String },
    #[error("单位“{unit}”的{parts}大于{whole}，请核对")]
    More { unit: String, parts: String, whole: String },
    #[error("单位“{unit}”的{parts}与{whole}不符，请核对")]
    Unequal { unit: String, parts: String, whole: String },
    #[error("单位“{unit}”填写了 {part}，没有填写 {whole}，请补上")]
    WholeMissing { unit: String, part: String, whole: &'static str },
    #[error("单位“{unit}”的 concluded 既可指复议又可指诉讼，请分成两个单位填写")]
    ConcludedWhat { unit: String },
    #[error("“{unit}”的组成部分超过99个，请合并或者分成几个文件")]
    TooManyParts { unit: String },
    #[error("expected 中 {id} 的{why}")]
    Expectation { id: String, why: String },
}

impl Publication {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Mistake> {
        serde_json::from_slice(bytes).map_err(|error| {
            if error.is_data() {
                return Mistake::OtherForm(error.to_string());
            }
            Mistake::NotJson { line: error.line(), column: error.column() }
        })
    }
}

impl Stretch {
    /// The same stretch of the year in which the facts are made.
    pub(super) fn moved(&self) -> Result<Period, Mistake> {
        let Self { start, end, .. } = *self;
        if end < start {
            return Err(Mistake::Backwards { start, end });
        }
        let months = 12 * (YEAR - end.year()).unsigned_abs();
        let moved = |day: Day| if end.year() < YEAR { day.plus_months(months) } else { day.minus_months(months) };
        let (first, last) = (moved(start), moved(end));
        let quarters = (1..=4).map(|quarter| Period::Quarter(YEAR, quarter));
        let named = [Period::Year(YEAR), Period::Half(YEAR, 1), Period::Half(YEAR, 2)].into_iter().chain(quarters);
        let is_it = |period: &Period| period.first() == first && period.last() == last;
        Ok(named.into_iter().find(is_it).unwrap_or(Period::Days(first, last)))
    }
}
