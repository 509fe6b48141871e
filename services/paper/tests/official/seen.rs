//! What stands where on a page that was laid out.

use paper::Press;
use proto::paper::{Document, Problem};
use std::path::Path;
use std::sync::LazyLock;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;

pub static PRESS: LazyLock<Press> =
    LazyLock::new(|| Press::new(None, &Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")).unwrap());

/// A piece of text in one face; lengths in millimetres, from the page's upper left corner to its baseline.
#[derive(Debug, Clone)]
pub struct Seen {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    /// In points.
    pub size: f64,
    pub family: String,
    /// Whether each of its characters has a shape.
    pub shown: bool,
}

pub fn laid_out(document: Document) -> PagedDocument {
    PRESS.lay_out(document, "2026-11-22".parse().unwrap()).unwrap().unwrap()
}

pub fn problems(document: Document) -> Vec<Problem> {
    PRESS.lay_out(document, "2026-11-22".parse().unwrap()).unwrap().unwrap_err()
}

/// All text of each page, from top to bottom and from left to right.
pub fn pages(document: Document) -> Vec<Vec<Seen>> {
    let page = |page: &typst_layout::Page| {
        let mut seen = Vec::new();
        look(&page.frame, Point::zero(), &mut seen);
        seen.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        seen
    };
    laid_out(document).pages().iter().map(page).collect()
}

fn look(frame: &Frame, at: Point, seen: &mut Vec<Seen>) {
    for (place, item) in frame.items() {
        let at = at + *place;
        match item {
            FrameItem::Group(group) => {
                look(&group.frame, at + Point::new(group.transform.tx, group.transform.ty), seen);
            }
            FrameItem::Text(text) => seen.push(Seen {
                text: text.text.to_string(),
                x: at.x.to_mm(),
                y: at.y.to_mm(),
                width: text.width().to_mm(),
                size: (text.size / Abs::pt(1.0) * 100.0).round() / 100.0,
                family: text.font.font().info().family.clone(),
                shown: text.glyphs.iter().all(|glyph| glyph.id != 0),
            }),
            FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            FrameItem::Image(..) => panic!("no document has an image"),
        }
    }
}

/// The lines of a page: all that stands on one baseline, as one text.
pub fn lines(page: &[Seen]) -> Vec<Vec<Seen>> {
    page.chunk_by(|a, b| (a.y - b.y).abs() < 0.1).map(<[Seen]>::to_vec).collect()
}

pub fn text(line: &[Seen]) -> String {
    line.iter().map(|seen| seen.text.as_str()).collect()
}

/// The line that contains this.
pub fn line_of(page: &[Seen], words: &str) -> Vec<Seen> {
    let found = lines(page).into_iter().find(|line| text(line).contains(words));
    found.unwrap_or_else(|| panic!("{words} is not on the page"))
}
