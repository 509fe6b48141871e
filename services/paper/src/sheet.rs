//! What `official.typ` is given. The names are those it uses; every text in it was checked.

use kernel::day::Day;
use serde::Serialize;

/// A document, ready to be set.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sheet {
    pub draft: bool,
    pub letterhead: String,
    pub number: String,
    pub signer: String,
    pub title: Vec<String>,
    pub dated: Dated,
    pub addressee: String,
    pub body: Vec<Block>,
    /// The end of the body, which stays on one page with the signature.
    pub tail: Vec<Block>,
    pub attachments: Vec<Attachment>,
    pub issuers: Vec<String>,
    pub day: String,
    pub remark: String,
    pub copies: Vec<String>,
    pub printer: String,
    pub printed_on: String,
}

/// The day in the file's own record, which PDF/A demands.
#[derive(Debug, Serialize)]
pub(crate) struct Dated {
    year: i16,
    month: i8,
    day: i8,
}

impl From<Day> for Dated {
    fn from(day: Day) -> Self {
        Self { year: day.year(), month: day.month(), day: day.day_of_month() }
    }
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Block {
    Heading { level: u32, text: String },
    Paragraph { runs: Vec<Run> },
    Table(Table),
}

#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub text: String,
    pub strong: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Attachment {
    pub title: Vec<String>,
    pub body: Vec<Block>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub caption: String,
    pub unit: String,
    /// Of its text, in points.
    pub size: f64,
    pub columns: Vec<Column>,
    pub head: Vec<Row>,
    pub rows: Vec<Row>,
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Column {
    pub align: &'static str,
    /// In characters.
    pub width: f64,
    /// Whether it is exactly that wide; otherwise it takes its part of what is left.
    pub fixed: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub strong: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    pub text: String,
    pub columns: usize,
    pub rows: usize,
}

impl Block {
    /// How many characters a paragraph has.
    pub(crate) fn length(&self) -> Option<usize> {
        match self {
            Self::Paragraph { runs } => Some(runs.iter().map(|run| run.text.chars().count()).sum()),
            Self::Heading { .. } | Self::Table(_) => None,
        }
    }
}
