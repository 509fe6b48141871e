//! A reconsideration case, as far as it is counted: received, accepted or not, concluded how.

use proto::common::{Amendment, MovedEntry};
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{Agent, CaseEvent, Party};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::rows::Row;
use super::told::{Told, day, id_if_any, read, sources};
use super::{Fact, OnDay, Source, Sources};

/// The log.
pub const LOG: &str = "reconsideration";
/// The aggregate.
pub const KIND: &str = "ReconsiderationCase";

/// A reconsideration case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Case {
    /// The case.
    pub stream: Uuid,
    /// Nothing: the whole case is the fact.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// 陇政复〔2026〕12号.
    pub number: String,
    /// The respondents.
    pub organs: Vec<Uuid>,
    /// Their names that day.
    pub organ_names: Vec<String>,
    /// The act.
    pub title: String,
    /// 复议事项.
    pub matter: String,
    /// The day the application was received.
    pub received_on: OnDay,
    /// The day it was accepted, or taken for accepted.
    pub accepted_on: OnDay,
    /// The day the accepted case was concluded.
    pub concluded_on: OnDay,
    /// How: Decided, Mediated, Terminated, ApplicationDismissed; empty: not concluded.
    pub conclusion: String,
    /// The kinds of the decision's items, the main one first.
    pub outcomes: Vec<String>,
    /// Why the applicant withdrew, where the case was terminated for that: Settled, SelfCorrected, OtherReason.
    pub withdrawal: String,
    /// Whether the act was changed by mediation.
    pub changes_act: bool,
    /// What resolved the dispute itself after the decision: OpinionLetter, RecommendationLetter, OtherMeans; empty: nothing.
    pub resolved_by: String,
    /// When.
    pub resolved_on: OnDay,
    /// The number of the paper that concluded it.
    pub paper: String,
    /// Whether it is not public.
    pub non_public: bool,
    /// The citizens in it.
    #[sqlx(default)]
    pub names: Vec<String>,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

impl Fact for Case {
    const KIND: &'static str = "Case";
    const IS_AN_ORGANS: bool = false;

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
        format!("被申请人：{}", self.organ_names.join("、"))
    }
    fn sources(&self) -> &[Source] {
        &self.sources.0
    }
}

impl Row for Case {
    const TABLE: &'static str = "notices.case_fact";
    const LOG: &'static str = LOG;
    const COLUMNS: &'static str =
        "stream, key, area, number, organs, organ_names, title, matter, received_on, accepted_on,
        concluded_on, conclusion, outcomes, withdrawal, changes_act, resolved_by, resolved_on, paper, non_public";
    const DAYS: &'static [&'static str] = &["received_on", "accepted_on", "concluded_on"];
}

/// Whether an event of a case is counted by, or corrects one that is.
pub(super) fn makes_facts(event: &str) -> bool {
    matches!(
        event,
        "Received"
            | "Accepted"
            | "DeemedAccepted"
            | "DeemedAcceptanceWithdrawn"
            | "Decided"
            | "Mediated"
            | "Terminated"
            | "ApplicationDismissed"
            | "DisputeResolved"
            | "ThirdPartyJoined"
            | "AgentsChanged"
            | "Amended"
            | "Struck"
    )
}

/// An entry that stands, as it was amended.
struct Entry<'t> {
    told: Vec<&'t Told>,
    event: Event,
    on: String,
}

/// What the events of a case come to; none if it was entered by mistake.
pub fn made_of(history: &[Told]) -> anyhow::Result<Option<Case>> {
    let mut entries: Vec<Entry> = Vec::new();
    for told in history {
        let Some(event) = read::<CaseEvent>(told)?.event else { continue };
        match event {
            Event::Amended(e) => {
                if let Some(entry) = entered(&mut entries, e.amendment.as_ref()) {
                    entry.amend(&e.field, &e.after);
                    entry.told.push(told);
                }
                move_entries(&mut entries, &e.moved, told);
            }
            Event::Struck(e) => {
                let struck = e.amendment.as_ref().map_or(0, |amendment| amendment.entry);
                entries.retain(|entry| entry.told[0].version != struck);
                move_entries(&mut entries, &e.moved, told);
            }
            Event::DeemedAcceptanceWithdrawn(e) => {
                entries.retain(|entry| entry.told[0].version != e.entry);
                move_entries(&mut entries, &e.moved, told);
            }
            event => entries.push(Entry { told: vec![told], event, on: told.on.clone() }),
        }
    }
    let mut case = Case::default();
    for entry in &entries {
        case.take_up(entry);
    }
    case.sources = sources(entries.iter().flat_map(|entry| entry.told.iter().copied()));
    Ok(case.received_on.is_some().then_some(case))
}

fn entered<'e, 't>(entries: &'e mut [Entry<'t>], amendment: Option<&Amendment>) -> Option<&'e mut Entry<'t>> {
    let number = amendment?.entry;
    entries.iter_mut().find(|entry| entry.told[0].version == number)
}

fn move_entries<'t>(entries: &mut [Entry<'t>], moved: &[MovedEntry], told: &'t Told) {
    for moved in moved {
        if let Some(entry) = entries.iter_mut().find(|entry| entry.told[0].version == moved.entry) {
            entry.on.clone_from(&moved.on);
            entry.told.push(told);
        }
    }
}

impl Entry<'_> {
    /// Puts a field right that is counted by or shown.
    fn amend(&mut self, field: &str, value: &str) {
        if matches!(field, "on" | "received_on") {
            value.clone_into(&mut self.on);
        }
        proto::amended::amend(&mut self.event, field, value);
    }
}

impl Case {
    fn take_up(&mut self, entry: &Entry) {
        let on = day(&entry.on);
        match &entry.event {
            Event::Received(e) => {
                let first = entry.told[0];
                self.stream = first.stream;
                self.area.clone_from(&first.area);
                self.number = e.number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
                self.received_on = on;
                let Some(reception) = &e.reception else { return };
                self.organs = reception.respondents.iter().filter_map(|r| id_if_any(&r.organ)).collect();
                self.organ_names = reception.respondents.iter().map(|r| r.name.clone()).collect();
                self.title = reception.act.as_ref().map(|act| act.title.clone()).unwrap_or_default();
                self.matter.clone_from(&reception.matter);
                self.non_public = reception.non_public;
                self.names = reception.parties.iter().flat_map(citizens).collect();
            }
            Event::Accepted(_) | Event::DeemedAccepted(_) => self.accepted_on = on,
            Event::Decided(e) => {
                self.conclude("Decided", on, e.number.as_ref());
                let items = e.decision.iter().flat_map(|decision| &decision.items);
                self.outcomes = items.map(|item| item.kind.clone()).collect();
            }
            Event::Mediated(e) => {
                self.conclude("Mediated", on, e.number.as_ref());
                self.changes_act = e.mediation.as_ref().is_some_and(|mediation| mediation.changes_act);
            }
            Event::Terminated(e) => {
                self.conclude("Terminated", on, e.number.as_ref());
                let withdrawal = e.termination.as_ref().and_then(|termination| termination.withdrawal.as_ref());
                self.withdrawal = withdrawal.map(|withdrawal| withdrawal.reason.clone()).unwrap_or_default();
            }
            Event::ApplicationDismissed(e) => self.conclude("ApplicationDismissed", on, e.number.as_ref()),
            Event::ThirdPartyJoined(e) => self.names.extend(e.party.iter().flat_map(citizens)),
            Event::AgentsChanged(e) => self.names.extend(relatives(&e.agents)),
            Event::DisputeResolved(e) => {
                self.resolved_by.clone_from(&e.by);
                self.resolved_on = on;
            }
            _ => {}
        }
    }

    fn conclude(&mut self, how: &str, on: OnDay, number: Option<&proto::common::Number>) {
        how.clone_into(&mut self.conclusion);
        self.concluded_on = on;
        self.paper = number.map(|number| number.text.clone()).unwrap_or_default();
    }
}

/// The citizens who take part as, or for, a party: none of them is named (N-GEN-5). Lawyers are.
fn citizens(party: &Party) -> impl Iterator<Item = String> {
    let own = (party.kind == "Citizen").then(|| party.name.clone());
    let guardian = Some(&party.statutory_agent).filter(|name| !name.is_empty()).cloned();
    own.into_iter().chain(guardian).chain(relatives(&party.agents))
}

fn relatives(agents: &[Agent]) -> impl Iterator<Item = String> {
    agents.iter().filter(|agent| agent.kind == "NearRelative").map(|agent| agent.name.clone())
}
