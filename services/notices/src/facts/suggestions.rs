//! A suggestion, as far as it is counted: for each organ that received it, when its reply was due and when it came. Where
//! the letter was changed upon an objection, that was due twice: of the letter as it was, and of the changed one.

use std::collections::BTreeMap;

use proto::suggestions::suggestion_event::Event;
use proto::suggestions::{Brief, Clock, Standing, SuggestionEvent};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::rows::Row;
use super::told::{Told, day, id_if_any, read, sources};
use super::{Fact, OnDay, Source, Sources};

/// The log.
pub const LOG: &str = "suggestions";
/// The aggregate.
pub const KIND: &str = "Suggestion";

/// A suggestion to one organ, as it was issued or as it was changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Suggestion {
    /// The suggestion.
    pub stream: Uuid,
    /// The addressee.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// 陇法建〔2026〕3号.
    pub number: String,
    /// The organ addressed; empty: not in the directory.
    pub organs: Vec<Uuid>,
    /// Its name that day.
    pub organ_names: Vec<String>,
    /// What it is about.
    pub title: String,
    /// The court or procuratorate that issued it.
    pub issuer: Option<Uuid>,
    /// The day on which the reply is due, as extended.
    pub due_on: OnDay,
    /// The day on which it was due before any extension.
    pub original_due_on: OnDay,
    /// The day the reply was posted, or else delivered.
    pub replied_on: OnDay,
    /// The day it was withdrawn by its issuer.
    pub withdrawn_on: OnDay,
    /// The day on which the organ received the changed letter, which is another fact.
    pub replaced_on: OnDay,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

impl Fact for Suggestion {
    const KIND: &'static str = "Suggestion";
    const IS_AN_ORGANS: bool = true;

    fn stream(&self) -> Uuid {
        self.stream
    }
    fn key(&self) -> &str {
        &self.key
    }
    fn organs(&self) -> &[Uuid] {
        &self.organs
    }
    fn organ_names(&self) -> &[String] {
        &self.organ_names
    }
    fn number(&self) -> &str {
        &self.number
    }
    fn title(&self) -> String {
        format!("{} · {}", self.title, self.organ_names.join("、"))
    }
    fn court(&self) -> Option<Uuid> {
        self.issuer
    }
    fn sources(&self) -> &[Source] {
        &self.sources.0
    }
}

impl Row for Suggestion {
    const TABLE: &'static str = "notices.suggestion_fact";
    const LOG: &'static str = LOG;
    const COLUMNS: &'static str = "stream, key, area, number, organs, organ_names, title, issuer, due_on,
        original_due_on, replied_on, withdrawn_on, replaced_on";
    const DAYS: &'static [&'static str] = &["due_on", "original_due_on"];
}

/// Whether an event of a suggestion can change what is counted of it.
pub(super) fn makes_facts(event: &str) -> bool {
    !matches!(event, "Reminded" | "RectificationRecorded")
}

/// What the events of a suggestion come to; nothing if it was entered by mistake.
pub fn made_of(history: &[Told]) -> anyhow::Result<Vec<Suggestion>> {
    let Some(first) = history.first() else { return Ok(Vec::new()) };
    let (mut about, mut stage) = (Brief::default(), String::new());
    let mut standings: BTreeMap<u32, (Standing, Vec<&Told>)> = BTreeMap::new();
    let mut clocks: BTreeMap<u32, Clock> = BTreeMap::new();
    for told in history {
        let event: SuggestionEvent = read(told)?;
        about = event.about.unwrap_or(about);
        stage = event.stage;
        clocks.extend(event.clocks.into_iter().map(|clock| (clock.addressee, clock)));
        clocks.retain(|_, clock| clock.end != "Withdrawn");
        if let Some(Event::Amended(_) | Event::Struck(_)) = event.event {
            standings.retain(|number, _| event.standings.iter().any(|standing| number_of(standing) == *number));
        }
        for standing in event.standings {
            let known = standings.entry(number_of(&standing)).or_default();
            known.0 = standing;
            known.1.push(told);
        }
    }
    if stage == "Struck" {
        return Ok(Vec::new());
    }
    let mut made = Vec::new();
    for (number, (standing, told)) in standings {
        let addressee = standing.addressee.unwrap_or_default();
        let periods: Vec<&Clock> =
            std::iter::successors(clocks.get(&number), |clock| clock.replaces.as_deref()).collect();
        let mut replaced_on = None;
        for (nth, clock) in (1..=periods.len()).rev().zip(periods) {
            let due = clock.deadline.as_ref().and_then(|deadline| day(&deadline.due));
            let replied_on = match (&replaced_on, &standing.reply) {
                (None, Some(reply)) => day(&reply.posted_on).or_else(|| day(&reply.delivered_on)),
                (Some(_), _) if clock.end == "Done" => day(&clock.ended_on),
                _ => None,
            };
            made.push(Suggestion {
                stream: first.stream,
                key: if nth == 1 { number.to_string() } else { format!("{number}/{nth}") },
                area: first.area.clone(),
                number: about.number.clone(),
                organs: id_if_any(&addressee.organ).into_iter().collect(),
                organ_names: vec![addressee.name.clone()],
                title: about.title.clone(),
                issuer: id_if_any(&about.issuer),
                original_due_on: day(&clock.original_due).or_else(|| due.clone()),
                due_on: due,
                replied_on,
                withdrawn_on: day(&standing.withdrawn_on),
                replaced_on,
                sources: sources(told.iter().copied()),
            });
            replaced_on = clock.deadline.as_ref().and_then(|deadline| day(&deadline.start));
        }
    }
    Ok(made)
}

fn number_of(standing: &Standing) -> u32 {
    standing.addressee.as_ref().map_or(0, |addressee| addressee.number)
}
