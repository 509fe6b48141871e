//! Figures, their sets, and notices, with the same access as on the pages. A notice goes by its id, its number or its
//! period; a period without a notice names the one that can be begun for it.

use axum::Json;
use axum::extract::{Path, Query, RawQuery, State};
use axum::response::Response;
use axum::routing::{get, post};
use proto::notices::notice_command::Command;
use proto::notices::{FiguresQuestion, NoticeCommand, NoticeLine, OrganCardQuestion, TrendsQuestion};
use serde_json::{Value, json};
use uuid::Uuid;

use super::commands::{self, Reached};
use super::shown;
use crate::Portal;
use crate::access::{Door, Doors, Person};
use crate::asking::{bytes, notices};
use crate::failure::{Failure, Told};
use crate::form::Entered;
use crate::kinds::NOTICES;
use crate::pages::figures::{self, supposed};
use crate::pages::{members, notice};

/// Their addresses.
pub(super) fn routes(doors: Doors) -> Doors {
    doors
        .at("/api/figures", Door::Figures, get(all))
        .at("/api/figures/members", Door::Figures, get(set))
        .at("/api/figures/trend", Door::Figures, get(trend))
        .at("/api/organs/{organ}/card", Door::Figures, get(card))
        .at("/api/notices", Door::Notices, get(list))
        .at("/api/notices/{name}", Door::Notices, get(one))
        .at("/api/notices/{name}/paper", Door::Notices, get(paper))
        .at("/api/notices/{name}/steps", Door::NoticeWork, get(steps))
        .at("/api/notices/{name}/commands", Door::NoticeWork, post(commands::command::<NoticeCommand>))
}

impl Reached for NoticeCommand {
    const MESSAGE: &'static str = "NoticeCommand";
    /// The stream of a notice follows from its period, so none begins under `new`.
    const BEGINS: &'static [&'static str] = &[];

    async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
        found(portal, person, name).await
    }

    fn puts_right(&self) -> Option<i64> {
        None
    }

    fn about(mut self, notice: Uuid) -> Self {
        if let Some(Command::Freeze(freezing)) = &mut self.command {
            freezing.notice = bytes(notice);
        }
        self
    }
}

async fn found(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
    match notices::named(portal, person, name).await {
        Err(Failure::NotFound(_)) if person.may_open(Door::NoticeWork) => {
            let steps = notices::steps_of_period(portal, name).await?;
            Ok(Uuid::from_slice(&steps.id).map_err(anyhow::Error::from)?)
        }
        found => found,
    }
}

async fn all(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<figures::Asked>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Told> {
    let policies = supposed(&Entered::read(query.unwrap_or_default().as_bytes()));
    let (period, organ) = (asked.period, asked.organ.map(bytes).unwrap_or_default());
    let asked = FiguresQuestion { period, organ, policies, ..FiguresQuestion::default() };
    Ok(Json(shown(NOTICES, "FiguresAnswer", &notices::figures(&portal, &person, &asked).await?)?))
}

async fn set(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<members::Asked>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Told> {
    let policies = supposed(&Entered::read(query.unwrap_or_default().as_bytes()));
    let asked = asked.question(policies);
    Ok(Json(shown(NOTICES, "MembersAnswer", &notices::members(&portal, &person, &asked).await?)?))
}

async fn trend(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<members::Asked>,
) -> Result<Json<Value>, Told> {
    let (figures, organ) = (vec![asked.figure], asked.organ.map(bytes).unwrap_or_default());
    let asked = TrendsQuestion { figures, organ, until: asked.period, area: String::new() };
    let trends = notices::trends(&portal, &person, &asked).await?;
    let trend = trends.first().ok_or_else(Failure::no_such_thing)?;
    Ok(Json(shown(NOTICES, "Trend", trend)?))
}

async fn card(
    State(portal): State<Portal>,
    person: Person,
    Path(organ): Path<Uuid>,
    Query(asked): Query<figures::Asked>,
) -> Result<Json<Value>, Told> {
    let asked = OrganCardQuestion { organ: bytes(organ), period: asked.period, area: String::new() };
    Ok(Json(shown(NOTICES, "OrganCardAnswer", &notices::organ_card(&portal, &person, &asked).await?)?))
}

async fn list(State(portal): State<Portal>, person: Person) -> Result<Json<Value>, Told> {
    let known = notices::notices(&portal, &person).await?.notices;
    let line = |notice: &NoticeLine| {
        let mut line = shown(NOTICES, "NoticeLine", notice)?;
        line["id"] = json!(Uuid::from_slice(&notice.id)?);
        Ok(line)
    };
    let known = known.iter().map(line).collect::<anyhow::Result<Vec<Value>>>()?;
    Ok(Json(json!({ "notices": known })))
}

async fn one(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let id = notices::named(&portal, &person, &name).await?;
    let mut answer = shown(NOTICES, "NoticeAnswer", &notices::notice(&portal, &person, id).await?)?;
    answer["id"] = json!(id);
    Ok(Json(answer))
}

/// The steps, with the ids as addresses have them.
async fn steps(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let id = found(&portal, &person, &name).await?;
    let answer = notices::steps(&portal, id).await?;
    let mut steps = shown(NOTICES, "NoticeStepsAnswer", &answer)?;
    steps["id"] = json!(id);
    steps["restatement"] = json!(Uuid::from_slice(&answer.restatement).ok());
    Ok(Json(steps))
}

/// The paper itself.
async fn paper(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Response, Told> {
    let id = notices::named(&portal, &person, &name).await?;
    Ok(notice::paper(State(portal), person, Path(id)).await?)
}
