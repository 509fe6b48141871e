//! `/cases`: the ledger, and its export.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::work::Pages;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::form::Entered;
use crate::frame::{Frame, page};
use crate::registers::ledger::{self, Filter, Line, SORTS};
use crate::registers::organs::{self, Organ};
use crate::{Portal, remaining, words};

#[derive(Template)]
#[template(path = "ledger.html")]
struct Page {
    frame: Frame,
    filter: Filter,
    lines: Vec<Shown>,
    pages: Pages,
    stages: words::Words,
    acts: words::Words,
    orders: Vec<Order>,
    organs: Vec<Organ>,
    export: String,
    may_register: bool,
    /// The dates that could not be read as such.
    misread: Vec<String>,
}

/// A way to sort, and where the same list is sorted so.
struct Order {
    title: &'static str,
    address: String,
    is_chosen: bool,
}

struct Shown {
    line: Line,
    stage: String,
    act: String,
    left: String,
    class: &'static str,
}

/// `GET /cases`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let query = query.unwrap_or_default();
    let filter = Filter::read(&query, today);
    let frame = Frame::of(&portal, &person, "/cases").await?;
    let total = ledger::count(&portal, &person, &filter).await?;
    let pages = Pages::of(filter.page, total, ledger::PAGE, format!("/cases?{}", filter.address(1)));
    let lines = ledger::list(&portal, &person, &filter, ledger::PAGE, (pages.page - 1) * ledger::PAGE).await?;
    let shown = |line: Line| {
        let due = line.due.as_ref().and_then(|due| due.parse().ok());
        let (pressing, left) = remaining::left(due, line.due_in_working_days == Some(true), today, &calendar);
        let has_clock = due.is_some() || line.is_paused;
        Shown {
            stage: words::title(words::STAGES, &line.stage),
            act: words::title(words::ACT_KINDS, &line.act_kind),
            left: if has_clock { left } else { String::new() },
            class: pressing.class(),
            line,
        }
    };
    let entered = Entered::read(query.as_bytes());
    let misread = [("from", &filter.from), ("to", &filter.to)].into_iter();
    let misread = misread.filter(|(name, read)| !entered.text(name).trim().is_empty() && read.is_empty());
    page(&Page {
        frame,
        may_register: person.may_open(Door::CaseWork),
        lines: lines.into_iter().map(shown).collect(),
        pages,
        stages: words::STAGES,
        acts: words::ACT_KINDS,
        orders: SORTS.iter().map(|(sort, title, _)| order(&filter, sort, title)).collect(),
        organs: organs::ever(&portal, today).await?,
        export: format!("/cases.csv?{}", filter.address(1)),
        misread: misread.map(|(name, _)| format!("“{}”不是日期，没有按它筛选", entered.text(name))).collect(),
        filter,
    })
}

fn order(filter: &Filter, sort: &str, title: &'static str) -> Order {
    let sorted = Filter { sort: sort.to_owned(), ..filter.clone() };
    Order { title, address: format!("/cases?{}", sorted.address(1)), is_chosen: filter.sort == sort }
}

/// `GET /cases.csv`: what the filter leaves, for office programs (S54).
pub(crate) async fn export(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let today = portal.inside.clock.today();
    let filter = Filter::read(&query.unwrap_or_default(), today);
    let lines = ledger::list(&portal, &person, &filter, ledger::EXPORT, 0).await?;
    let head = [
        "编号",
        "收到日期",
        "申请人",
        "被申请人",
        "行政行为",
        "类型",
        "阶段",
        "审理程序",
        "受理日期",
        "最近期限",
        "承办人",
        "决定日期",
        "决定文号",
        "结果",
    ];
    let mut text = begin(head);
    for line in lines {
        let cells = [
            line.number.as_str(),
            &line.received_on,
            &line.applicants,
            &line.respondents,
            &line.act,
            &words::title(words::ACT_KINDS, &line.act_kind),
            &words::title(words::STAGES, &line.stage),
            &words::title(words::PROCEDURES, &line.procedure),
            line.accepted_on.as_deref().unwrap_or_default(),
            line.due.as_deref().unwrap_or_default(),
            &line.handler_names,
            line.decided_on.as_deref().unwrap_or_default(),
            &line.decision_number,
            &line.outcome,
        ];
        row(&mut text, cells);
    }
    Ok(file(&format!("cases-{today}.csv"), text))
}

/// A table as it is downloaded.
pub(super) fn file(name: &str, text: String) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, text).into_response()
}

/// The beginning of a table: a sign for office programs that it is UTF-8, and the head.
pub(super) fn begin<const N: usize>(head: [&str; N]) -> String {
    let mut text = String::from("\u{feff}");
    row(&mut text, head);
    text
}

/// A line of a table.
pub(super) fn row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (n, cell) in cells.into_iter().enumerate() {
        let _ = write!(text, "{}{}", if n > 0 { "," } else { "" }, safe(cell));
    }
    text.push_str("\r\n");
}

/// A cell that starts no formula and breaks no line.
fn safe(cell: &str) -> String {
    let starts_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.starts_with(['＝', '＋', '－', '＠']);
    let cell = cell.replace('"', "\"\"");
    let guard = if starts_formula { "'" } else { "" };
    format!("\"{guard}{cell}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // S54
    fn no_cell_starts_a_formula_or_ends_its_quotes() {
        assert_eq!(safe("=1+1"), "\"'=1+1\"");
        assert_eq!(safe("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(safe("张“三”\"x\""), "\"张“三”\"\"x\"\"\"");
        assert_eq!(safe("2026-03-02"), "\"2026-03-02\"");
        let mut text = String::new();
        row(&mut text, ["a", "b,c"]);
        assert_eq!(text, "\"a\",\"b,c\"\r\n");
    }
}
