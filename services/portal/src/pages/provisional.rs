//! `/provisional`: the periods that the announcement of a year's holidays may still move (R-CAL-7).

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Portal;
use crate::access::Person;
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::provisional::{self, Provisional};
use crate::words::{self, title};

#[derive(Template)]
#[template(path = "provisional.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    total: i64,
}

struct Line {
    provisional: Provisional,
    period: String,
}

/// `GET /provisional`
pub(crate) async fn show(State(portal): State<Portal>, person: Person) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/provisional").await?;
    let found = provisional::all(&portal, &person).await?;
    let total = found.first().map_or(0, |first| first.total);
    let lines = found.into_iter().map(|provisional| Line { period: period(&provisional), provisional });
    page(&Page { frame, lines: lines.collect(), total })
}

/// What the rule of a period is called; its own name where a letter or a place has set it.
fn period(of: &Provisional) -> String {
    match (kernel::rules::find(&of.rule), of.thing.as_str()) {
        (Some(rule), _) => rule.title().to_owned(),
        (None, "suggestions") => "回复期限".to_owned(),
        (None, _) => title(words::TERMS, &of.name),
    }
}
