//! `/search`: what was found among cases, lawsuits and suggestions; a number leads straight to what bears it (S53).

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::suggestions::kind_of;
use crate::Portal;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::filter::{Filter, Total};
use crate::registers::{lawsuits, ledger, search, suggestions};
use crate::words::{self, title};

/// How many of each are shown; the rest stand in their own list.
const SHOWN: i64 = 10;
/// The longest text that is looked for.
const LONGEST: usize = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    wanted: String,
    found: Vec<Found>,
    /// What was looked through, in words.
    among: String,
}

/// What was found in one register.
struct Found {
    title: &'static str,
    columns: [&'static str; 4],
    total: Total,
    /// Where all of them are listed.
    all: String,
    hits: Vec<Hit>,
}

/// A line: where it leads, and what stands in its columns.
struct Hit {
    address: String,
    number: String,
    who: String,
    what: String,
    stage: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /search`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let wanted: String = asked.q.trim().replace('\0', "").chars().take(LONGEST).collect();
    if !wanted.is_empty()
        && let Some(address) = search::numbered(&portal, &person, &wanted).await?
    {
        return Ok(Redirect::to(&address).into_response());
    }
    let mut found = Vec::new();
    if !wanted.is_empty() {
        if person.may_open(Door::Cases) {
            found.push(cases(&portal, &person, &wanted).await?);
        }
        if person.may_open(Door::Lawsuits) {
            found.push(of_lawsuits(&portal, &person, &wanted).await?);
        }
        if person.may_open(Door::Suggestions) {
            found.push(of_suggestions(&portal, &person, &wanted).await?);
        }
    }
    let frame = Frame { searched: wanted.clone(), ..Frame::of(&portal, &person, "/search").await? };
    let among = found.iter().map(|found| found.title).collect::<Vec<_>>().join("、");
    found.retain(|found| found.total.counted > 0);
    page(&Page { frame, wanted, found, among })
}

/// The query that looks for this text alone.
fn query(wanted: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("q", wanted).finish()
}

async fn cases(portal: &Portal, person: &Person, wanted: &str) -> sqlx::Result<Found> {
    let filter = Filter::read(&query(wanted), &["q"], portal.inside.clock.today());
    let hit = |line: ledger::Line| Hit {
        address: format!("/cases/{}", line.id),
        who: format!("{} 不服 {}", line.applicants, line.respondents),
        what: line.act,
        stage: title(words::STAGES, &line.stage),
        number: line.number,
    };
    Ok(Found {
        title: "行政复议案件",
        columns: ["编号", "当事人", "行政行为", "阶段"],
        total: ledger::count(portal, person, &filter).await?,
        all: format!("/cases?{}", query(wanted)),
        hits: ledger::list(portal, person, &filter, SHOWN, 0).await?.into_iter().map(hit).collect(),
    })
}

async fn of_lawsuits(portal: &Portal, person: &Person, wanted: &str) -> sqlx::Result<Found> {
    let filter = Filter::read(&query(wanted), &["q"], portal.inside.clock.today());
    let hit = |line: lawsuits::ledger::Line| Hit {
        address: format!("/lawsuits/{}", line.id),
        who: format!("{} 诉 {}", line.plaintiffs, line.defendants),
        what: if line.act.is_empty() { line.cause } else { line.act },
        stage: format!("{} {}", title(words::INSTANCES, &line.instance), title(words::LAWSUIT_STAGES, &line.stage)),
        number: if line.number.is_empty() { lawsuits::NO_NUMBER_YET.to_owned() } else { line.number },
    };
    Ok(Found {
        title: "应诉案件",
        columns: ["案号", "当事人", "被诉行政行为", "阶段"],
        total: lawsuits::ledger::count(portal, person, &filter).await?,
        all: format!("/lawsuits?{}", query(wanted)),
        hits: lawsuits::ledger::list(portal, person, &filter, SHOWN, 0).await?.into_iter().map(hit).collect(),
    })
}

async fn of_suggestions(portal: &Portal, person: &Person, wanted: &str) -> sqlx::Result<Found> {
    let filter = Filter::read(&query(wanted), &["q"], portal.inside.clock.today());
    let hit = |line: suggestions::Line| Hit {
        address: format!("/suggestions/{}", line.id),
        who: format!("{} 致 {}", line.issuer_name, line.organs),
        what: format!("{}：{}", kind_of(&line.kind), line.title),
        stage: title(words::SUGGESTION_STAGES, &line.stage),
        number: if line.number.is_empty() { "（无文号）".to_owned() } else { line.number },
    };
    Ok(Found {
        title: "司法建议和检察建议",
        columns: ["文号", "制发机关和被建议单位", "种类和标题", "状态"],
        total: suggestions::count(portal, person, &filter).await?,
        all: format!("/suggestions?{}", query(wanted)),
        hits: suggestions::list(portal, person, &filter, SHOWN, 0).await?.into_iter().map(hit).collect(),
    })
}
