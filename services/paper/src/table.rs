//! How wide the columns of a table are, and how large its text is, so that numbers never break and heads may.

use proto::paper::Row;

use crate::sheet::{self, Column};

/// The width of the type area, in points.
const WIDTH: f64 = 442.2;
/// What is tried in turn: 小四, 五号, 小五, and how many lines a head may take.
const TRIES: [(f64, f64); 5] = [(12.0, 2.0), (10.5, 2.0), (10.5, 3.0), (9.0, 2.0), (9.0, 3.0)];
/// What the lines and the room beside them take of a column, in characters.
const ROOM: f64 = 0.7;
/// A longer cell becomes several lines.
const LONG: f64 = 12.0;
/// A column up to here is never made narrower than what it holds.
const SHORT: f64 = 6.0;
/// A long column is at least this wide.
const LEAST: f64 = 4.0;

/// The size of a table's text, and the widths of its columns in characters.
#[derive(Debug, PartialEq)]
pub(crate) struct Fit {
    pub size: f64,
    /// With whether the column is exactly that wide.
    pub widths: Vec<(f64, bool)>,
}

/// Fits a table into the type area; none, if its columns are too many.
pub(crate) fn fit(columns: usize, head: &[sheet::Row], rows: &[sheet::Row]) -> Option<Fit> {
    let roomy = TRIES.into_iter().find_map(|(size, lines)| {
        let widths = natural(columns, head, rows, lines);
        let fits = widths.iter().sum::<f64>() <= WIDTH / size;
        fits.then(|| Fit { size, widths: widths.into_iter().map(|width| (width, false)).collect() })
    });
    roomy.or_else(|| {
        let [.., (size, lines)] = TRIES;
        let widths = natural(columns, head, rows, lines);
        let is_short = |width: f64| width <= SHORT + ROOM;
        let least: f64 = widths.iter().map(|width| if is_short(*width) { *width } else { LEAST + ROOM }).sum();
        let widths = widths.into_iter().map(|width| (width, is_short(width))).collect();
        (least <= WIDTH / size).then_some(Fit { size, widths })
    })
}

/// How wide each column wants to be, when a head takes so many lines.
fn natural(columns: usize, head: &[sheet::Row], rows: &[sheet::Row], lines: f64) -> Vec<f64> {
    let mut widths = vec![2.0; columns];
    for (column, cell) in placed(columns, rows).filter(|(_, cell)| cell.columns == 1) {
        widths[column] = f64::max(widths[column], length(&cell.text).min(LONG));
    }
    for (column, cell) in placed(columns, head) {
        let covered = &mut widths[column..column + cell.columns];
        // The head of a group is short and stands on one line.
        let (lines, room) = if cell.columns > 1 { (1.0, ROOM) } else { (lines, 0.0) };
        let count = f64::from(u16::try_from(cell.columns).unwrap_or(u16::MAX));
        let lacks = (length(&cell.text) / lines).ceil() - covered.iter().sum::<f64>() - room * (count - 1.0);
        for width in covered {
            *width += (lacks / count).max(0.0);
        }
    }
    widths.into_iter().map(|width| width + ROOM).collect()
}

/// A text's length in characters of full width.
fn length(text: &str) -> f64 {
    let half = |c: char| c < '\u{2e80}' && !matches!(c, '—' | '…' | '“' | '”' | '‘' | '’' | '℃' | '①'..='⑳');
    text.chars().map(|c| if half(c) { 0.56 } else { 1.0 }).sum()
}

/// Each cell with the column in which it begins. The rows fill their columns.
fn placed(columns: usize, rows: &[sheet::Row]) -> impl Iterator<Item = (usize, &sheet::Cell)> {
    let mut taken = vec![0; columns];
    rows.iter().flat_map(move |row| {
        let mut found = Vec::new();
        let mut cells = row.cells.iter();
        let mut column = 0;
        while column < columns {
            if taken[column] > 0 {
                column += 1;
            } else if let Some(cell) = cells.next() {
                found.push((column, cell));
                taken[column..column + cell.columns].fill(cell.rows);
                column += cell.columns;
            } else {
                break;
            }
        }
        for rows in &mut taken {
            *rows = rows.saturating_sub(1);
        }
        found
    })
}

/// How many columns and rows a cell spans.
pub(crate) fn span(of: u32) -> usize {
    usize::try_from(of).unwrap_or(usize::MAX).max(1)
}

/// The first row that does not fill the columns exactly, counted from 1.
pub(crate) fn first_ragged(columns: usize, rows: &[Row]) -> Option<usize> {
    let mut taken = vec![0_usize; columns];
    for (number, row) in (1..).zip(rows) {
        for cell in &row.cells {
            let Some(from) = taken.iter().position(|rows| *rows == 0) else { return Some(number) };
            let to = from.saturating_add(span(cell.columns));
            match taken.get_mut(from..to) {
                Some(covered) if covered.iter().all(|rows| *rows == 0) => covered.fill(span(cell.rows)),
                _ => return Some(number),
            }
        }
        if taken.contains(&0) {
            return Some(number);
        }
        for rows in &mut taken {
            *rows -= 1;
        }
    }
    taken.iter().any(|rows| *rows > 0).then_some(rows.len())
}

/// The columns as `official.typ` wants them.
pub(crate) fn columns(fit: &Fit, alignments: impl Iterator<Item = &'static str>) -> Vec<Column> {
    fit.widths
        .iter()
        .zip(alignments)
        .map(|((width, fixed), align)| Column { align, width: *width, fixed: *fixed })
        .collect()
}

#[cfg(test)]
mod tests {
    use proto::paper::Cell;

    use super::*;

    fn row(cells: &[(u32, u32)]) -> Row {
        let cells = cells.iter().map(|(columns, rows)| Cell { columns: *columns, rows: *rows, ..Cell::default() });
        Row { cells: cells.collect(), strong: false }
    }

    #[test]
    fn cells_that_span_fill_the_columns_and_others_are_told_by_their_row() {
        assert_eq!(first_ragged(3, &[row(&[(1, 2), (2, 1)]), row(&[(1, 1), (0, 0)])]), None);
        assert_eq!(first_ragged(3, &[row(&[(1, 1), (2, 1)]), row(&[(1, 1), (1, 1)])]), Some(2));
        assert_eq!(first_ragged(2, &[row(&[(3, 1)])]), Some(1));
        assert_eq!(first_ragged(2, &[row(&[(1, 2), (1, 1)])]), Some(1), "a cell reaches below the last row");
        assert_eq!(first_ragged(2, &[row(&[(1, 1), (1, u32::MAX)]), row(&[(2, 1)])]), Some(2));
    }

    fn words(texts: &[&str]) -> Vec<sheet::Row> {
        let cell = |text: &&str| sheet::Cell { text: (*text).to_owned(), columns: 1, rows: 1 };
        vec![sheet::Row { strong: false, cells: texts.iter().map(cell).collect() }]
    }

    #[test]
    fn a_table_is_set_as_large_as_it_fits_and_one_with_too_many_columns_not_at_all() {
        let few = fit(2, &words(&["单位", "件数"]), &words(&["县公安局", "3"])).unwrap();
        assert!(few.size > 11.0, "{few:?}");
        assert!(few.widths[0].0 > few.widths[1].0);
        let texts = vec!["县人力资源和社会保障局的一件案件"; 5];
        let wide = fit(5, &words(&["单位"; 5]), &words(&texts)).unwrap();
        assert!(wide.size < 10.0 && wide.widths.iter().all(|(_, fixed)| !fixed), "{wide:?}");
        assert_eq!(fit(40, &words(&["件"; 40]), &words(&["3"; 40])), None);
    }
}
