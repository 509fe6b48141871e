//! `/cases`: the ledger, and its export.

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
use crate::registers::ledger::{self, Line, NAMES, SORTS, STATES};
use crate::registers::organs::{self, Organ};
use crate::words::{self, title};
use crate::{Portal, remaining};

#[derive(Template)]
#[template(path = "ledger.html")]
struct Page {
    frame: Frame,
    filter: Filter,
    lines: Vec<Shown>,
    pages: Pages,
    stages: words::Words,
    states: words::Words,
    acts: words::Words,
    orders: Vec<Order>,
    organs: Vec<Organ>,
    export: String,
    may_register: bool,
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
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
    let frame = Frame::of(&portal, &person, "/cases").await?;
    let total = ledger::count(&portal, &person, &filter).await?;
    let pages = Pages::of(filter.page, total, PAGE, format!("/cases?{}", filter.address()));
    let lines = ledger::list(&portal, &person, &filter, PAGE, (pages.page - 1) * PAGE).await?;
    let shown = |line: Line| {
        let due = line.due.as_ref().and_then(|due| due.parse().ok());
        let (pressing, left) = remaining::left(due, line.due_in_working_days == Some(true), today, &calendar);
        let has_clock = due.is_some() || line.is_paused;
        Shown {
            stage: title(words::STAGES, &line.stage),
            act: title(words::ACT_KINDS, &line.act_kind),
            left: if has_clock { left } else { String::new() },
            class: pressing.class(),
            line,
        }
    };
    page(&Page {
        frame,
        may_register: person.may_open(Door::CaseWork),
        lines: lines.into_iter().map(shown).collect(),
        pages,
        stages: words::STAGES,
        states: STATES,
        acts: words::ACT_KINDS,
        orders: orders(&filter, &SORTS, "/cases"),
        organs: organs::ever(&portal, today).await?,
        export: format!("/cases.csv?{}", filter.address()),
        filter,
    })
}

/// `GET /cases.csv`: what the filter leaves, for office programs (S54).
pub(crate) async fn export(State(portal): State<Portal>, person: Person, RawQuery(query): RawQuery) -> Response {
    let today = portal.inside.clock.today();
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
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
    let write = |text: &mut String, line: &Line| {
        let cells = [
            line.number.as_str(),
            &line.received_on,
            &line.applicants,
            &line.respondents,
            &line.act,
            &title(words::ACT_KINDS, &line.act_kind),
            &title(words::STAGES, &line.stage),
            &title(words::PROCEDURES, &line.procedure),
            line.accepted_on.as_deref().unwrap_or_default(),
            line.due.as_deref().unwrap_or_default(),
            &line.handler_names,
            line.decided_on.as_deref().unwrap_or_default(),
            &line.decision_number,
            &line.outcome,
        ];
        row(text, cells);
    };
    download(&portal, &format!("cases-{today}.csv"), head, ledger::lines(&person, &filter, EXPORT, 0), write)
}
