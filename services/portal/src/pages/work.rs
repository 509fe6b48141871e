//! `/`: what is due, mine before the team's.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::access::{Door, Person};
use crate::drafts::{self, Draft};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::filter::Total;
use crate::registers::work::{self, Counts, Duty};
use crate::{Portal, remaining};

#[derive(Template)]
#[template(path = "work.html")]
struct Page {
    frame: Frame,
    counts: Counts,
    bucket: String,
    whose: &'static str,
    lines: Vec<Line>,
    pages: Pages,
    drafts: Vec<Draft>,
    banner: String,
    may_register: bool,
}

/// A duty as the page shows it.
struct Line {
    duty: Duty,
    task: String,
    stage: String,
    basis: String,
    /// Where it is explained how the date came about.
    explained: String,
    left: String,
    class: &'static str,
}

/// Which page of how many.
pub(super) struct Pages {
    pub(super) page: i64,
    pub(super) last: i64,
    pub(super) total: Total,
    /// The address without the page.
    pub(super) address: String,
}

impl Pages {
    pub(super) fn of(page: i64, total: Total, size: i64, address: String) -> Self {
        let last = ((total.counted + size - 1) / size).max(1);
        Self { page: page.clamp(1, last), last, total, address }
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    bucket: String,
    #[serde(default)]
    whose: String,
    #[serde(default)]
    page: i64,
}

/// `GET /`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if !person.may_open(Door::Work) {
        return Ok(Redirect::to(person.first_address()).into_response());
    }
    let bucket = if work::BUCKETS.iter().any(|(name, _)| *name == asked.bucket) { asked.bucket } else { String::new() };
    let frame = Frame::of(&portal, &person, "/").await?;
    // Mine before the team's, unless there is nothing of mine.
    let (own, all) = work::counts(&portal, &person).await?;
    let mine = asked.whose == "mine" || (asked.whose.is_empty() && own.total > 0);
    let counts = if mine { own } else { all };
    let total = counts.each.iter().find(|(name, ..)| *name == bucket).map_or(counts.total, |(_, _, count)| *count);
    let whose = if mine { "mine" } else { "all" };
    let pages =
        Pages::of(asked.page.max(1), Total::exactly(total), work::PAGE, format!("/?whose={whose}&bucket={bucket}"));
    let duties = work::list(&portal, &person, mine, &bucket, pages.page).await?;
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let line = |duty: Duty| {
        let is_dated = duty.is_dated();
        let (pressing, left) = remaining::left(duty.due_day(), duty.working, today, &calendar);
        Line {
            task: duty.task(),
            stage: duty.stage_title(),
            basis: duty.basis(),
            explained: duty.explained(),
            left: if is_dated { left } else { "未设期限".to_owned() },
            class: if is_dated { pressing.class() } else { "tag-plain" },
            duty,
        }
    };
    let drafts = drafts::all(&portal, &person).await?.into_iter().take(5).collect();
    let banner = banner(&counts);
    let may_register = person.may_open(Door::CaseWork);
    let lines = duties.into_iter().map(line).collect();
    page(&Page { frame, counts, bucket, whose, lines, pages, drafts, banner, may_register })
}

/// One sentence on what presses.
fn banner(counts: &Counts) -> String {
    let of = |name: &str| counts.each.iter().find(|(known, ..)| *known == name).map_or(0, |(_, _, count)| *count);
    let parts = [("已经逾期", of("overdue")), ("今天到期", of("today")), ("5 个工作日内到期", of("soon"))];
    let said: Vec<String> =
        parts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count} 项")).collect();
    if said.is_empty() { String::new() } else { format!("{}。", said.join("，")) }
}
