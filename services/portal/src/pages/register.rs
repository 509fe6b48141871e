//! `/cases/new`: an application is registered. As few fields as possible; what is seldom needed stays folded.

mod fields;

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::day::Day;
use proto::reconsideration::{CaseCommand, case_command};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{self, Consequence, Form, Outcome, Submitted};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Reader};
use crate::registers::organs::{self, Organ};
use crate::registers::twins::{self, Twin};
use crate::{Portal, dates, drafts};

pub(super) const HERE: &str = "/cases/new";
const TITLE: &str = "登记收到申请";

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    draft: Option<Uuid>,
}

/// What the form is filled in with the help of.
struct Desk {
    organs: Vec<Organ>,
    government: Option<Organ>,
    area: String,
    today: Day,
}

impl Desk {
    /// Organs bear the names of the day on which the application was received.
    async fn of(portal: &Portal, entered: &Entered) -> Result<Self, Failure> {
        let today = portal.inside.clock.today();
        let day = dates::typed(entered.text("received_on"), today).unwrap_or(today).min(today);
        let organs = organs::on(portal, day).await?;
        let area = portal.settings.area.clone();
        let government = organs::government(&organs, &area).cloned();
        Ok(Self { organs, government, area, today })
    }

    fn read(&self, entered: &Entered, twins: &[Twin]) -> Result<CaseCommand, BTreeMap<String, String>> {
        let mut reader = Reader::new(entered, self.today);
        let reception = fields::read(&mut reader, self, twins);
        let errors = reader.errors();
        let command = Some(case_command::Command::Receive(reception));
        if errors.is_empty() { Ok(CaseCommand { command }) } else { Err(errors) }
    }
}

/// Cases that look like what is entered so far (S01).
async fn twins(portal: &Portal, person: &Person, entered: &Entered) -> Result<Vec<Twin>, Failure> {
    let applicants: Vec<String> =
        (1..=entered.rows("applicant")).map(|n| entered.text(&format!("applicant.{n}.name")).to_owned()).collect();
    let respondents: Vec<Uuid> = (1..=entered.rows("respondent"))
        .filter_map(|n| entered.text(&format!("respondent.{n}.organ")).parse().ok())
        .collect();
    Ok(twins::like(
        portal,
        person,
        &applicants,
        &respondents,
        entered.text("act.document_number"),
        entered.text("act.title"),
    )
    .await?)
}

/// What a draft of this form is called.
pub(super) fn title(entered: &Entered) -> String {
    let applicant: String = entered.text("applicant.1.name").chars().take(40).collect();
    if applicant.is_empty() { TITLE.to_owned() } else { format!("{TITLE}：{applicant}") }
}

fn form(portal: &Portal, entered: &Entered) -> Form {
    let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
    Form {
        title: TITLE.to_owned(),
        article: "《行政复议法》第二十二条".to_owned(),
        action: HERE.to_owned(),
        save: "保存并取号".to_owned(),
        back: "/cases".to_owned(),
        command_id: id.to_string(),
        version: "0".to_owned(),
        is_command: true,
        ..Form::default()
    }
}

async fn shown(
    portal: &Portal,
    person: &Person,
    form: Form,
    desk: &Desk,
    entered: &Entered,
    errors: BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let sections = fields::sections(desk, entered, &errors, &form.twins);
    forms::shown(portal, person, HERE, form, sections, errors).await
}

/// `GET /cases/new`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let draft = match asked.draft {
        Some(id) => drafts::of(&portal, &person, id).await?,
        None => None,
    };
    let entered = draft.as_ref().map(|draft| Entered::read(draft.entered.as_bytes())).unwrap_or_default();
    let mut form = form(&portal, &entered);
    match draft {
        Some(draft) if draft.is_waiting() => return super::drafts::locked(),
        Some(draft) => {
            form.said.push(format!("已恢复 {} 保存的草稿", draft.kept()).into());
            form.twins = twins(&portal, &person, &entered).await?;
        }
        None => {
            let older = drafts::latest(&portal, &person, HERE).await?.filter(|draft| !draft.is_waiting());
            form.draft = older.filter(|draft| draft.state != "Sent").map(|draft| draft.address());
        }
    }
    let desk = Desk::of(&portal, &entered).await?;
    shown(&portal, &person, form, &desk, &entered, BTreeMap::new()).await
}

/// `POST /cases/new`
pub(crate) async fn save(
    State(portal): State<Portal>,
    headers: HeaderMap,
    mut entered: Entered,
) -> Result<Response, Failure> {
    let person = match forms::sender(&portal, &headers, &entered, HERE, &title(&entered)).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let desk = Desk::of(&portal, &entered).await?;
    let case = entered.command_id()?;
    // The command of this form may have been carried out already; its own case is no twin of it.
    let twins: Vec<Twin> =
        twins(&portal, &person, &entered).await?.into_iter().filter(|twin| twin.id != case).collect();
    if entered.add_row() {
        let form = Form { twins, ..form(&portal, &entered) };
        return shown(&portal, &person, form, &desk, &entered, BTreeMap::new()).await;
    }
    let read = desk.read(&entered, &twins);
    if entered.get("do") == Some("check") {
        let errors = read.as_ref().err().cloned().unwrap_or_default();
        let previewed = forms::previewed(&portal, &person, None, read).await?;
        let consequence = Some(Consequence { twins: twins.clone(), ..previewed });
        let form = Form { consequence, twins, ..form(&portal, &entered) };
        return shown(&portal, &person, form, &desk, &entered, errors).await;
    }
    let (errors, said) = match &read {
        Err(errors) => (errors.clone(), Vec::new()),
        Ok(command) => {
            let title = title(&entered);
            let submitted = Submitted { case, command, entered: &entered, form: HERE, title: &title };
            match forms::save(&portal, &person, &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said, .. } => (errors, said),
            }
        }
    };
    let like = (!twins.is_empty()).then(|| Consequence { twins: twins.clone(), ..Consequence::default() });
    let form = Form { said, twins, consequence: like, ..form(&portal, &entered) };
    shown(&portal, &person, form, &desk, &entered, errors).await
}

/// `POST /cases/new/consequence`: while somebody types.
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let desk = Desk::of(&portal, &entered).await?;
    let twins = twins(&portal, &person, &entered).await?;
    // The reason for going on is asked for when saving; what follows is shown before.
    let mut complete = entered.clone();
    if !twins.is_empty() && entered.text("twin.reason").is_empty() {
        complete.set("twin.reason", "（待填）");
    }
    let consequence = forms::previewed(&portal, &person, None, desk.read(&complete, &twins)).await;
    let consequence = match consequence {
        Err(Failure::Away(text)) => Consequence { notes: vec![text], ..Consequence::default() },
        other => other?,
    };
    forms::fragment(&Consequence { twins, ..consequence })
}
