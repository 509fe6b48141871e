//! `/notices`: all notices, by the periods they are about; and `/notices/new`, where one is begun.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::id::Id;
use proto::notices::{Collection, NoticeCommand, NoticeLine, notice_command};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{self, Form, Outcome, Submitted};
use super::notice::{self, stage_class};
use super::{desk, figures, government, members, organ_card, periods};
use crate::Portal;
use crate::access::{Door, Doors, Person};
use crate::asking::notices;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::frame::{Frame, page};
use crate::kinds::NOTICE;
use crate::words::Words;

pub(super) const NEW: &str = "/notices/new";
const BEGIN: &str = "开始编制通报";
const QUARTERLY: &str = "Quarterly";

/// The stages, to filter by.
const STAGES: Words = &[
    ("Collecting", "汇总数据"),
    ("Frozen", "数据已冻结"),
    ("Drafted", "起草"),
    ("Approved", "已审批"),
    ("Issued", "已印发"),
    ("Restated", "已被更正"),
    ("Withdrawn", "已撤回"),
];

/// The addresses of figures and notices.
pub(super) fn routes(doors: Doors) -> Doors {
    doors
        .at("/government", Door::Figures, get(government::show))
        .at("/figures", Door::Figures, get(figures::show))
        .at("/figures/members", Door::Figures, get(members::show))
        .at("/organs/{organ}/card", Door::Figures, get(organ_card::show))
        .at("/notices", Door::Notices, get(show))
        .at(NEW, Door::NoticeWork, get(begin).post(save))
        .at("/notices/new/consequence", Door::NoticeWork, post(consequence))
        .at("/notices/{notice}", Door::Notices, get(notice::show))
        .at("/notices/{notice}/paper.pdf", Door::Notices, get(notice::paper))
        .at("/notices/{notice}/steps/draft", Door::NoticeWork, get(notice::show_draft).post(notice::save_draft))
        .at("/notices/{notice}/steps/draft/consequence", Door::NoticeWork, post(notice::draft_consequence))
        .at("/notices/{notice}/steps/{command}", Door::NoticeWork, get(notice::show_step).post(notice::save))
        .at("/notices/{notice}/steps/{command}/consequence", Door::NoticeWork, post(notice::consequence))
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Page {
    frame: Frame,
    years: Vec<String>,
    year: String,
    stages: Words,
    stage: String,
    notices: Vec<Line>,
    edits: bool,
    any: bool,
}

/// A notice in a list.
pub(crate) struct Line {
    pub(crate) notice: NoticeLine,
    pub(crate) address: String,
    pub(crate) class: &'static str,
    /// The number of the notice that this one puts right, or that puts this one right.
    pub(crate) linked: Vec<(&'static str, String, String)>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    year: String,
    #[serde(default)]
    stage: String,
}

/// `GET /notices`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let listed = notices::notices(&portal, &person).await?;
    let all = lines(&listed.notices);
    let year_of = |line: &Line| line.notice.period.chars().take(4).collect::<String>();
    let mut years: Vec<String> = all.iter().map(year_of).collect();
    years.dedup();
    let wanted = |line: &Line| {
        (asked.year.is_empty() || line.notice.period.starts_with(&asked.year))
            && (asked.stage.is_empty() || line.notice.stage == asked.stage)
    };
    let mut frame = Frame::of(&portal, &person, "/notices").await?;
    frame.is_processing |= listed.is_behind;
    page(&Page {
        any: !all.is_empty(),
        notices: all.into_iter().filter(wanted).collect(),
        years,
        year: asked.year,
        stages: STAGES,
        stage: asked.stage,
        edits: person.may_open(Door::NoticeWork),
        frame,
    })
}

/// Notices as lists show them, each with those it is linked with.
pub(crate) fn lines(notices: &[NoticeLine]) -> Vec<Line> {
    let line = |notice: &NoticeLine| {
        let known = |id: &[u8]| notices.iter().find(|other| !id.is_empty() && other.id == id);
        let link = |words, other: &NoticeLine| (words, other.number.clone(), address(&other.id));
        let before = known(&notice.restates).map(|other| link("更正", other));
        let after = known(&notice.restated_by).map(|other| link("更正见", other));
        Line {
            address: address(&notice.id),
            class: stage_class(&notice.stage),
            linked: before.into_iter().chain(after).collect(),
            notice: notice.clone(),
        }
    };
    notices.iter().map(line).collect()
}

/// Where a notice is read.
pub(crate) fn address(id: &[u8]) -> String {
    Uuid::from_slice(id).map_or_else(|_| "/notices".to_owned(), |id| format!("/notices/{id}"))
}

#[derive(Deserialize)]
pub(crate) struct Begun {
    #[serde(default)]
    period: String,
    #[serde(default)]
    draft: Option<Uuid>,
}

fn fields(portal: &Portal, period: &str) -> Vec<Field> {
    let today = portal.inside.clock.today();
    let chosen = if period.is_empty() { periods::last_quarter(today).0 } else { period.to_owned() };
    vec![
        Field::select("period", "期间", periods::quarters(today, 8))
            .or(chosen)
            .help("按季度编制。季度还没有结束的，也可以先开始汇总"),
        Field::day("on", "开始日期").or(today),
    ]
}

fn form(portal: &Portal, entered: &Entered) -> Form {
    let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
    Form {
        title: BEGIN.to_owned(),
        effect: "开始汇总这一季度的数据，还不生成通报稿；冻结以后数字才固定下来".to_owned(),
        action: NEW.to_owned(),
        save: "开始".to_owned(),
        back: "/notices".to_owned(),
        command_id: id.to_string(),
        version: "0".to_owned(),
        is_command: true,
        ..Form::default()
    }
}

/// `GET /notices/new`
pub(crate) async fn begin(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Begun>,
) -> Result<Response, Failure> {
    let mut opened = desk::opened(&portal, &person, NEW, asked.draft).await?;
    let entered = opened.entered.take().unwrap_or_default();
    let mut form = form(&portal, &entered);
    opened.say(&mut form);
    shown(&portal, &person, form, &asked.period, &entered, BTreeMap::new()).await
}

async fn shown(
    portal: &Portal,
    person: &Person,
    form: Form,
    period: &str,
    entered: &Entered,
    errors: BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let today = portal.inside.clock.today();
    let section = Section::new("", fields(portal, period), entered, &errors, today);
    forms::shown(portal, person, NEW, form, vec![section], errors).await
}

/// The stream of a period's first notice.
fn first_of(area: &str, period: &str) -> Uuid {
    Id::<()>::named(NOTICE.name, &format!("{QUARTERLY}/{area}/{period}/1")).uuid()
}

/// `POST /notices/new`
pub(crate) async fn save(
    State(portal): State<Portal>,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    let person = match forms::sender(&portal, &headers, &entered, NEW, BEGIN).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let (period, on) = (reader.line("period"), reader.day("on"));
    let mut form = form(&portal, &entered);
    let errors = reader.errors();
    if !errors.is_empty() || entered.get("do") == Some("check") {
        return shown(&portal, &person, form, &period, &entered, errors).await;
    }
    let (kind, area) = (QUARTERLY.to_owned(), portal.settings.area.clone());
    let (notice, ordinal) = match notices::steps_of_period(&portal, &period).await {
        // S50: with its service away it is taken for the period's first, and waits.
        Err(Failure::Away(_)) => (first_of(&area, &period), 1),
        steps => {
            let steps = steps?;
            (Uuid::from_slice(&steps.id).map_err(anyhow::Error::from)?, steps.ordinal.max(1))
        }
    };
    let collect = Collection { on, kind, period: period.clone(), area, ordinal, ..Collection::default() };
    let command = NoticeCommand { command: Some(notice_command::Command::Collect(collect)) };
    let title = format!("{BEGIN} {period}");
    let submitted = Submitted { case: notice, command: &command, entered: &entered, form: NEW, title: &title };
    match forms::save(&portal, &person, &submitted).await? {
        Outcome::Go(response) => Ok(response),
        Outcome::Again { errors, version: None, .. } => shown(&portal, &person, form, &period, &entered, errors).await,
        Outcome::Again { .. } => {
            form.said = vec!["这个季度的通报已经开始编制，请在通报列表中打开它".to_owned().into()];
            shown(&portal, &person, form, &period, &entered, BTreeMap::new()).await
        }
    }
}

/// `POST /notices/new/consequence`
pub(crate) async fn consequence(person: Person, entered: Entered) -> Result<Response, Failure> {
    entered.checked(&person)?;
    forms::fragment(&forms::Consequence {
        moves: vec![(BEGIN.to_owned(), "：开始汇总这一季度的数据，冻结以后数字才固定下来".to_owned())],
        ..forms::Consequence::default()
    })
}
