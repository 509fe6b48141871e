//! `/lawsuits`: the ledger of lawsuits, and its export.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::tables::{download, row};
use super::work::Pages;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::filter::{EXPORT, Filter, PAGE};
use crate::registers::lawsuits::NO_NUMBER_YET;
use crate::registers::lawsuits::ledger::{self, Line, NAMES, SORTS, STATES};
use crate::registers::organs::{self, Organ};
use crate::words::{self, title};
use crate::{Portal, remaining};

#[derive(Template)]
#[template(path = "lawsuits.html")]
struct Page {
    frame: Frame,
    filter: Filter,
    lines: Vec<Shown>,
    pages: Pages,
    orders: Vec<Order>,
    organs: Vec<Organ>,
    export: String,
    may_register: bool,
    stages: words::Words,
    states: words::Words,
    instances: words::Words,
}

/// A way to sort, and where the same list is sorted so.
pub(super) struct Order {
    pub(super) title: &'static str,
    pub(super) address: String,
    pub(super) is_chosen: bool,
}

/// The ways to sort a list at this address.
pub(super) fn orders(filter: &Filter, sorts: &[(&'static str, &'static str, &str)], address: &str) -> Vec<Order> {
    let order = |(sort, title, _): &(&'static str, &'static str, &str)| Order {
        title,
        address: format!("{address}?{}", filter.with("sort", sort)),
        is_chosen: filter.is("sort", sort),
    };
    sorts.iter().map(order).collect()
}

struct Shown {
    line: Line,
    number: String,
    stage: String,
    instance: String,
    outcome: String,
    left: String,
    class: &'static str,
}

/// Codes of results as they are read.
pub(super) fn outcomes(codes: &str) -> String {
    let codes = codes.split(' ').filter(|code| !code.is_empty());
    codes.map(|code| title(words::OUTCOMES, code)).collect::<Vec<_>>().join("；")
}

/// `GET /lawsuits`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
    let frame = Frame::of(&portal, &person, "/lawsuits").await?;
    let total = ledger::count(&portal, &person, &filter).await?;
    let pages = Pages::of(filter.page, total, PAGE, format!("/lawsuits?{}", filter.address()));
    let lines = ledger::list(&portal, &person, &filter, PAGE, (pages.page - 1) * PAGE).await?;
    let shown = |line: Line| {
        let due = line.due.as_ref().and_then(|due| due.parse().ok());
        let (pressing, left) = remaining::left(due, false, today, &calendar);
        Shown {
            number: if line.number.is_empty() { NO_NUMBER_YET.to_owned() } else { line.number.clone() },
            stage: title(words::LAWSUIT_STAGES, &line.stage),
            instance: title(words::INSTANCES, &line.instance),
            outcome: outcomes(&line.outcome),
            left: if due.is_some() { left } else { String::new() },
            class: pressing.class(),
            line,
        }
    };
    page(&Page {
        frame,
        lines: lines.into_iter().map(shown).collect(),
        pages,
        orders: orders(&filter, &SORTS, "/lawsuits"),
        organs: organs::ever(&portal, today).await?,
        export: format!("/lawsuits.csv?{}", filter.address()),
        may_register: person.may_open(Door::LawsuitWork),
        stages: words::LAWSUIT_STAGES,
        states: STATES,
        instances: words::INSTANCES,
        filter,
    })
}

/// `GET /lawsuits.csv`: what the filter leaves, for office programs (S54).
pub(crate) async fn export(State(portal): State<Portal>, person: Person, RawQuery(query): RawQuery) -> Response {
    let today = portal.inside.clock.today();
    let filter = Filter::read(&query.unwrap_or_default(), &NAMES, today);
    let head = [
        "案号",
        "审级",
        "法院",
        "原告",
        "被告",
        "案由",
        "被诉行政行为",
        "立案日期",
        "阶段",
        "最近期限",
        "裁判结果",
        "是否败诉",
        "生效日期",
    ];
    let write = |text: &mut String, line: &Line| {
        let cells = [
            line.number.as_str(),
            &title(words::INSTANCES, &line.instance),
            &line.court,
            &line.plaintiffs,
            &line.defendants,
            &line.cause,
            &line.act,
            line.docketed_on.as_deref().unwrap_or_default(),
            &title(words::LAWSUIT_STAGES, &line.stage),
            line.due.as_deref().unwrap_or_default(),
            &outcomes(&line.outcome),
            if line.is_lost { "败诉" } else { "" },
            line.effective_on.as_deref().unwrap_or_default(),
        ];
        row(text, cells);
    };
    download(&portal, &format!("lawsuits-{today}.csv"), head, ledger::lines(&person, &filter, EXPORT, 0), write)
}
