//! `/suggestions`: the ledger of judicial and procuratorial suggestions with their reply clocks, and its export.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::lawsuits::{Order, orders};
use super::tables::{download, row};
use super::work::Pages;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::filter::{EXPORT, Filter, PAGE};
use crate::registers::organs::{self, Organ};
use crate::registers::suggestions::{self, Line, NAMES, SORTS, STATES};
use crate::words::{self, title};
use crate::{Portal, remaining};

/// The kinds the list can be narrowed to, all judicial and all procuratorial ones among them.
const KINDS: words::Words = &[("Judicial", "司法建议"), ("Procuratorial", "检察建议")];

#[derive(Template)]
#[template(path = "suggestions.html")]
struct Page {
    frame: Frame,
    filter: Filter,
    lines: Vec<Shown>,
    pages: Pages,
    orders: Vec<Order>,
    organs: Vec<Organ>,
    export: String,
    may_register: bool,
    kinds: words::Words,
    states: words::Words,
}

struct Shown {
    line: Line,
    kind: String,
    stage: String,
    left: String,
    class: &'static str,
}

/// What a kind of paper is called: 司法建议（综合治理）.
pub(super) fn kind_of(kind: &str) -> String {
    match words::JUDICIAL.iter().find(|(known, _)| *known == kind) {
        Some((_, title)) => format!("司法建议（{title}）"),
        None => format!("检察建议（{}）", title(words::PROCURATORIAL, kind)),
    }
}

/// `GET /suggestions`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
    let frame = Frame::of(&portal, &person, "/suggestions").await?;
    let total = suggestions::count(&portal, &person, &filter).await?;
    let pages = Pages::of(filter.page, total, PAGE, format!("/suggestions?{}", filter.address()));
    let lines = suggestions::list(&portal, &person, &filter, PAGE, (pages.page - 1) * PAGE).await?;
    let shown = |line: Line| {
        let due = line.due.as_ref().and_then(|due| due.parse().ok());
        let (pressing, left) = remaining::left(due, line.working == Some(true), today, &calendar);
        Shown {
            kind: kind_of(&line.kind),
            stage: title(words::SUGGESTION_STAGES, &line.stage),
            left: if due.is_some() { left } else { String::new() },
            class: pressing.class(),
            line,
        }
    };
    page(&Page {
        frame,
        lines: lines.into_iter().map(shown).collect(),
        pages,
        orders: orders(&filter, &SORTS, "/suggestions"),
        organs: organs::ever(&portal, today).await?,
        export: format!("/suggestions.csv?{}", filter.address()),
        may_register: person.may_open(Door::SuggestionWork),
        kinds: KINDS,
        states: STATES,
        filter,
    })
}

/// `GET /suggestions.csv`: what the filter leaves, for office programs (S54).
pub(crate) async fn export(State(portal): State<Portal>, person: Person, RawQuery(query): RawQuery) -> Response {
    let today = portal.inside.clock.today();
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
    let head =
        ["文号", "种类", "制发机关", "标题", "落款日期", "被建议单位", "状态", "未回复数", "最近回复期限", "由谁回复"];
    let write = |text: &mut String, line: &Line| {
        let cells = [
            line.number.as_str(),
            &kind_of(&line.kind),
            &line.issuer_name,
            &line.title,
            &line.issued_on,
            &line.organs,
            &title(words::SUGGESTION_STAGES, &line.stage),
            &line.owed.to_string(),
            line.due.as_deref().unwrap_or_default(),
            line.owed_by.as_deref().unwrap_or_default(),
        ];
        row(text, cells);
    };
    let lines = suggestions::some(&portal, &person, &filter, EXPORT, 0);
    download(&portal, &format!("suggestions-{today}.csv"), head, lines, write)
}
