//! The form of the file: parts with a heading, columns with names, one row a line.

use kernel::area::Area;
use runtime::{Malformed, read};

use super::{PARTS, Part, Wrong};

/// A row of a part, with as many cells as the part has columns.
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) part: &'static Part,
    /// As it stands in the file.
    pub(super) text: String,
    cells: Vec<String>,
}

/// The rows of a file, each read by the columns of its part.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, Wrong> {
    let mut rows = Vec::new();
    let mut part: Option<&'static Part> = None;
    let mut headed = false;
    for (line, text) in (1..).zip(text.lines()) {
        let wrong = |wrong: String| Wrong { line, wrong };
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some(name) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            part = Some(named(name).map_err(wrong)?);
            headed = false;
            continue;
        }
        let Some(part) = part else {
            return Err(wrong(format!("尚未写明属于哪一段，请在前面写一行“[段名]”，段名为：{}", names())));
        };
        let cells: Vec<String> = text.split(',').map(|cell| cell.trim().to_owned()).collect();
        if headed {
            if cells.len() != part.columns.len() {
                let (is, should) = (cells.len(), part.columns.len());
                return Err(wrong(format!("应为{should}列，实为{is}列：列间用半角逗号，空列的逗号不能省")));
            }
            rows.push(Row { line, part, text: text.to_owned(), cells });
        } else if cells == part.columns {
            headed = true;
        } else {
            return Err(wrong(format!("“{}”段的列名应为：{}", part.name, part.columns.join(","))));
        }
    }
    Ok(rows)
}

fn named(name: &str) -> Result<&'static Part, String> {
    let found = PARTS.iter().find(|part| part.name == name);
    found.ok_or_else(|| format!("没有名为“{name}”的段，段名为：{}", names()))
}

fn names() -> String {
    PARTS.iter().map(|part| part.name).collect::<Vec<_>>().join("、")
}

impl Row {
    /// What stands in a column.
    pub(super) fn cell(&self, column: &str) -> &str {
        let place = self.part.columns.iter().position(|name| *name == column);
        place.and_then(|place| self.cells.get(place)).map_or("", String::as_str)
    }

    /// The same, to keep.
    pub(super) fn text_of(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }

    /// The area the row names.
    pub(super) fn area(&self) -> Result<Area, String> {
        read::value("区划", self.text_of("区划")).map_err(|wrong: Malformed| wrong.to_string())
    }

    /// The jurisdiction the row's stream belongs to.
    pub(super) fn jurisdiction(&self) -> Result<String, String> {
        self.area().map(|area| area.jurisdiction().to_owned())
    }
}
