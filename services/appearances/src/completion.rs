//! What is looked up in the directory before a command is decided: the names of organs and courts, the posts that somebody
//! held on the day of a hearing (S20), and what the place has adopted.

use proto::Message;
use proto::appearances::{self as messages, hearing_command, hearing_fact, lawsuit_command};
use proto::common::Envelope;
use runtime::Completion;
use sqlx::{PgConnection, query_scalar};
use uuid::Uuid;

use crate::registers::directory::{court_on, official_name, organ_on, posts_on, setting_on};

/// Completes commands to lawsuits.
#[derive(Debug)]
pub struct OfLawsuits;

/// Completes commands to hearings.
#[derive(Debug)]
pub struct OfHearings;

impl Completion for OfLawsuits {
    async fn complete(&self, payload: Vec<u8>, db: &mut PgConnection) -> anyhow::Result<Vec<u8>> {
        use lawsuit_command::Command;
        let Ok(mut message) = messages::LawsuitCommand::decode(payload.as_slice()) else { return Ok(payload) };
        match &mut message.command {
            Some(Command::Register(m)) => {
                let day = m.docketed_on.clone();
                complete_court(db, m.court.as_mut(), &day).await?;
                for defendant in &mut m.defendants {
                    (defendant.organ, defendant.name) = organ(db, &defendant.organ, &defendant.name, &day).await?;
                }
            }
            Some(Command::JoinDefendant(m)) => {
                if let Some(defendant) = &mut m.defendant {
                    (defendant.organ, defendant.name) = organ(db, &defendant.organ, &defendant.name, &m.on).await?;
                }
            }
            Some(Command::OpenInstance(m)) => complete_court(db, m.court.as_mut(), &m.docketed_on).await?,
            _ => return Ok(payload),
        }
        Ok(message.encode_to_vec())
    }
}

impl Completion for OfHearings {
    async fn complete(&self, payload: Vec<u8>, db: &mut PgConnection) -> anyhow::Result<Vec<u8>> {
        use hearing_command::Command;
        use hearing_fact::Fact;
        let Ok(mut message) = messages::HearingCommand::decode(payload.as_slice()) else { return Ok(payload) };
        let lawsuit = Uuid::from_slice(&message.lawsuit).unwrap_or_default();
        let day = match &mut message.command {
            Some(Command::Schedule(m)) => m.day.clone(),
            Some(Command::Move(m)) => m.plan.clone().unwrap_or_default().day,
            Some(Command::Hold(m)) => complete_holding(db, m).await?,
            Some(Command::Record(m)) => match &mut m.holding {
                Some(holding) => complete_holding(db, holding).await?,
                None => String::new(),
            },
            Some(Command::Observe(m)) => complete_observation(db, m).await?,
            Some(Command::Amend(m)) => match m.fact.as_mut().and_then(|fact| fact.fact.as_mut()) {
                Some(Fact::Plan(m)) => m.day.clone(),
                Some(Fact::Move(m)) => m.plan.clone().unwrap_or_default().day,
                Some(Fact::Holding(m)) => complete_holding(db, m).await?,
                Some(Fact::Observation(m)) => complete_observation(db, m).await?,
                Some(Fact::Cancellation(_)) | None => String::new(),
            },
            Some(Command::Cancel(_) | Command::Strike(_)) | None => String::new(),
        };
        let area = area_of(db, lawsuit).await?;
        let required =
            if is_day(&day) { setting_on(db, "principal_in_listed_cases", &area, &day).await? } else { None };
        message.principal_required = required.as_deref() == Some("yes");
        Ok(message.encode_to_vec())
    }
}

/// What is no day is said to be so by the contract.
fn is_day(text: &str) -> bool {
    text.parse::<kernel::day::Day>().is_ok()
}

/// The place a lawsuit belongs to.
async fn area_of(db: &mut PgConnection, lawsuit: Uuid) -> anyhow::Result<String> {
    let sql = "SELECT envelope FROM log.event WHERE stream = $1 AND version = 1";
    let envelope: Option<Vec<u8>> = query_scalar(sql).bind(lawsuit).fetch_optional(db).await?;
    Ok(envelope.map(|bytes| Envelope::decode(bytes.as_slice())).transpose()?.unwrap_or_default().area)
}

/// A day long past where none is known: then the first name in the directory is the nearest.
fn or_long_past(day: &str) -> &str {
    if is_day(day) { day } else { "1949-10-01" }
}

/// An organ's id and its name of that day: by the id that was sent, or by the name, if the directory knows it.
async fn organ(db: &mut PgConnection, id: &[u8], name: &str, day: &str) -> anyhow::Result<(Vec<u8>, String)> {
    let known = Uuid::from_slice(id).ok().filter(|id| !id.is_nil());
    Ok(match organ_on(db, known, name, or_long_past(day)).await? {
        Some(found) => (found.id.as_bytes().to_vec(), found.name),
        None if known.is_some() => (id.to_vec(), String::new()),
        None => (Vec::new(), name.to_owned()),
    })
}

async fn complete_court(db: &mut PgConnection, court: Option<&mut messages::Court>, day: &str) -> anyhow::Result<()> {
    let Some(court) = court else { return Ok(()) };
    let id = Uuid::from_slice(&court.id).ok().filter(|id| !id.is_nil());
    if let Some(found) = court_on(db, id, &court.code, &court.name, or_long_past(day)).await? {
        *court = messages::Court { id: found.id.as_bytes().to_vec(), code: found.code, name: found.name };
    } else {
        court.id = Vec::new();
    }
    Ok(())
}

async fn complete_observation(db: &mut PgConnection, m: &mut messages::Observation) -> anyhow::Result<String> {
    (m.unit, m.unit_name) = organ(db, &m.unit, &m.unit_name, &m.on).await?;
    Ok(m.on.clone())
}

/// Every head's name and posts; the day they were looked up for.
async fn complete_holding(db: &mut PgConnection, holding: &mut messages::Holding) -> anyhow::Result<String> {
    let on = holding.on.clone();
    for head in holding.attendances.iter_mut().flat_map(|attendance| &mut attendance.heads) {
        head.posts = Vec::new();
        let Ok(official) = Uuid::from_slice(&head.official) else { continue };
        head.name = official_name(db, official).await?.unwrap_or_default();
        let held = if is_day(&on) { posts_on(db, official, &on).await? } else { Vec::new() };
        head.posts = held
            .into_iter()
            .map(|held| messages::PostThatDay {
                organ: held.organ.as_bytes().to_vec(),
                organ_name: held.organ_name,
                post: held.post,
                level: held.level,
            })
            .collect();
    }
    Ok(on)
}
