//! `/hearings/{hearing}`: when and where, who came for each organ and what it amounts to, who listened.

mod attendance;
pub(crate) mod begin;
mod plan;
pub(crate) mod step;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::appearances::{ExplainQuestion, HearingStepsAnswer, Presence, Step};
use serde::Deserialize;
use uuid::Uuid;

use super::beside::{self, Facts, Happening, Offered, Period};
use super::{explain, saved};
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::lawsuits::{self, Hearing, telling};
use crate::registers::{entries, terms};
use crate::words::{self, title};
use crate::{Portal, asking};

#[derive(Template)]
#[template(path = "hearing.html")]
struct Page {
    frame: Frame,
    hearing: Hearing,
    state: String,
    said: &'static str,
    facts: Vec<Facts>,
    organs: Vec<OfOrgan>,
    running: Vec<Period>,
    ended: Vec<Period>,
    steps: Vec<Offered>,
    hindered: Vec<(String, String)>,
    away: Option<String>,
    happenings: Vec<Happening>,
    may_work: bool,
    sees_lawsuits: bool,
}

/// What a hearing amounts to for one organ.
struct OfOrgan {
    name: String,
    status: String,
    class: &'static str,
    people: Vec<String>,
    warnings: Vec<&'static str>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
}

/// Each organ concerned: its name, and who came; before the hearing whether the court notified its head.
pub(super) fn concerned(hearing: &Hearing) -> anyhow::Result<Vec<(String, String)>> {
    let held = hearing.held()?;
    if !held.presences.is_empty() {
        let amounts = held.presences.iter().map(|presence| {
            let status = title(words::ATTENDANCE, &presence.status);
            let who = match presence.official_name.as_str() {
                "" => status,
                name => format!("{name} {}：{status}", presence.official_post),
            };
            (presence.organ_name.clone(), who)
        });
        return Ok(amounts.collect());
    }
    let noticed = hearing.noticed()?.into_iter();
    Ok(noticed.map(|(name, notice)| (name, title(words::COURT_NOTICES, &notice.notice))).collect())
}

/// `GET /hearings/{hearing}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/hearings").await?;
    let Some(hearing) = lawsuits::hearing_of(&portal, &person, id).await? else {
        return saved::not_yet(frame, &asked.saved, "/hearings");
    };
    let may_work = person.may_open(Door::LawsuitWork);
    let (steps, away) = match asking::hearing_steps(&portal, id).await {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (HearingStepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let defendants = steps.of.unwrap_or_default().defendants;
    let name = |number: u32| {
        let found = defendants.iter().find(|defendant| defendant.number == number);
        found.map_or_else(|| format!("{number}号被告"), |defendant| defendant.name.clone())
    };
    let terms = terms::of(&portal, id).await?;
    let (running, ended) = beside::periods(
        &portal,
        &terms,
        |term| if term.party == 0 { String::new() } else { name(term.party) },
        |term| format!("/hearings/{id}/deadlines/{}/{}", term.name, term.party),
    );
    let told = entries::of(&portal, id).await?.into_iter().map(|entry| {
        let told = telling::hearing(&entry);
        (entry, told)
    });
    let correct = |entry| format!("/hearings/{id}/entries/{entry}");
    let happenings = beside::told(&portal, &person, told.collect(), may_work, correct);
    let offers = steps.steps.into_iter().filter(|step| !matches!(step.command.as_str(), "amend" | "strike"));
    page(&Page {
        state: title(words::HEARING_STATES, &hearing.state),
        said: saved::said(&asked.saved),
        facts: vec![facts(&hearing)?],
        organs: organs(&hearing)?,
        running,
        ended,
        steps: if may_work { offers.map(|step| offered(step, id)).collect() } else { Vec::new() },
        hindered: steps.hindered.into_iter().map(|step| (step.title, step.refusal)).collect(),
        away,
        happenings,
        may_work,
        sees_lawsuits: person.may_open(Door::Lawsuits),
        frame,
        hearing,
    })
}

fn offered(step: Step, hearing: Uuid) -> Offered {
    Offered {
        of: String::new(),
        title: step.title,
        article: step.article,
        effect: step.effect,
        on: step.on,
        address: format!("/hearings/{hearing}/steps/{}", step.command),
        command: step.command,
    }
}

fn facts(hearing: &Hearing) -> anyhow::Result<Facts> {
    let (plan, held) = (hearing.plan()?, hearing.held()?);
    let holding = held.holding.unwrap_or_default();
    let notices = hearing.noticed()?.into_iter().filter(|(_, notice)| notice.notice != "None");
    let notices = notices.map(|(name, notice)| {
        let served =
            if notice.served_on.is_empty() { String::new() } else { format!("，{} 送达", notice.served_on) };
        format!("{name}：{}{served}", title(words::COURT_NOTICES, &notice.notice))
    });
    let closed = if plan.closed { "，不公开" } else { "" };
    Ok(Facts::new(
        "开庭",
        [
            ("案号", hearing.called().to_owned()),
            ("原告", hearing.plaintiffs.clone()),
            ("被告", hearing.defendants.clone()),
            ("法院", hearing.court_name.clone()),
            ("时间", format!("{} {}", hearing.day, hearing.time)),
            ("地点", hearing.room.clone()),
            ("方式", format!("{}{closed}", title(words::HEARING_MODES, &plan.mode))),
            ("出庭通知", notices.collect::<Vec<_>>().join("；")),
            ("传票", plan.summoned_on),
            ("备注", plan.remark),
            ("庭审情况", holding.summary),
        ],
    ))
}

fn organs(hearing: &Hearing) -> anyhow::Result<Vec<OfOrgan>> {
    let held = hearing.held()?;
    let holding = held.holding.unwrap_or_default();
    let organ = |presence: &Presence| {
        let attendance = holding.attendances.iter().find(|attendance| attendance.defendant == presence.defendant);
        let mut people = attendance.map(telling::people).unwrap_or_default();
        if let Some(absence) = attendance.and_then(|attendance| attendance.absence.as_ref()) {
            people.push(telling::absent(absence));
        }
        let warnings = [
            (presence.principal_missing, "应当由主要负责人出庭的案件，出庭的是其他负责人"),
            (presence.status == "OnlyLawyers", "只有律师出庭，不符合行政诉讼法的要求"),
        ];
        OfOrgan {
            name: presence.organ_name.clone(),
            status: title(words::ATTENDANCE, &presence.status),
            class: match presence.status.as_str() {
                "Appeared" => "tag-green",
                "AbsentAccepted" | "AbsentNotFound" => "tag-plain",
                _ => "tag-red",
            },
            people,
            warnings: warnings.iter().filter(|(set, _)| *set).map(|(_, text)| *text).collect(),
        }
    };
    Ok(held.presences.iter().map(organ).collect())
}

/// `GET /hearings/{hearing}/deadlines/{clock}/{party}`
pub(crate) async fn explained(
    State(portal): State<Portal>,
    person: Person,
    Path((hearing, clock, party)): Path<(Uuid, String, u32)>,
) -> Result<Response, Failure> {
    let found = lawsuits::hearing_of(&portal, &person, hearing).await?.ok_or_else(Failure::no_such_thing)?;
    let instance = u32::try_from(found.instance).unwrap_or_default();
    let asked = ExplainQuestion { lawsuit: Vec::new(), hearing: asking::bytes(hearing), clock, instance, party };
    let answer = asking::explain_appearance(&portal, &asked).await?;
    let back = format!("/hearings/{hearing}");
    explain::shown(&portal, &person, "/hearings", back, found.called().to_owned(), answer).await
}
