//! The lines of hearings: as they stood before some events, and as these leave them.

use std::collections::BTreeMap;

use anyhow::Context as _;
use proto::Message;
use proto::appearances::{HearingOf, Held, Plan, Summary, hearing_event, hearing_fact};
use proto::common::Envelope;
use runtime::event_log::Recorded;
use serde::Serialize;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::number_of;
use crate::registers::entries::{bytea, id};
use crate::registers::lawsuits::name_of;

/// Hearings, by id.
#[derive(Default)]
pub(super) struct Hearings(BTreeMap<Uuid, Line>);

/// A hearing as its table has it.
#[derive(Default, FromRow, Serialize)]
struct Line {
    id: Uuid,
    version: i64,
    lawsuit: Uuid,
    instance: i64,
    state: String,
    day: String,
    time: String,
    room: String,
    court: Option<Uuid>,
    court_name: String,
    number: String,
    organ_ids: Vec<Uuid>,
    defendants: String,
    statuses: String,
    observed: i64,
    #[serde(serialize_with = "bytea")]
    plan: Vec<u8>,
    #[serde(serialize_with = "bytea")]
    held: Vec<u8>,
    changed_at: i64,
}

impl Hearings {
    /// Those that events are about, as they stood before: their own, and all of a lawsuit that is put right.
    pub(super) async fn before(db: &mut PgConnection, told: &[&Recorded]) -> anyhow::Result<Self> {
        const BEFORE: &str = "SELECT id, version, lawsuit, instance, state, day, time, room, court, court_name, number,
                organ_ids, defendants, statuses, observed, plan, held, changed_at
            FROM portal.hearing WHERE id = ANY ($1) OR lawsuit = ANY ($2)";
        let streams = |is_one: fn(&Envelope) -> bool| {
            told.iter()
                .filter(|event| is_one(&event.envelope))
                .map(|event| event.stream())
                .collect::<Result<Vec<_>, _>>()
        };
        let hearings = streams(|envelope| envelope.kind == "Hearing")?;
        let put_right = streams(|envelope| envelope.event == "LawsuitAmended")?;
        if hearings.is_empty() && put_right.is_empty() {
            return Ok(Self::default());
        }
        let lines: Vec<Line> = query_as(BEFORE).bind(hearings).bind(put_right).fetch_all(db).await?;
        Ok(Self(lines.into_iter().map(|line| (line.id, line)).collect()))
    }

    /// Takes a step of a hearing in, with the lawsuit as it stood.
    pub(super) fn take(
        &mut self,
        envelope: &Envelope,
        hearing: Uuid,
        of: &HearingOf,
        step: hearing_event::Event,
    ) -> anyhow::Result<()> {
        let begun = Line {
            id: hearing,
            lawsuit: id(&of.lawsuit).context("a hearing of no lawsuit")?,
            instance: of.instance.into(),
            state: "Scheduled".to_owned(),
            day: envelope.occurred_on.clone(),
            ..Line::default()
        };
        let line = self.0.entry(hearing).or_insert(begun);
        let court = of.court.clone().unwrap_or_default();
        let names: Vec<&str> = of.defendants.iter().map(|defendant| defendant.name.as_str()).collect();
        line.version = envelope.version;
        line.court = id(&court.id);
        line.court_name = court.name;
        line.number = of.case_number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
        line.organ_ids = of.defendants.iter().filter_map(|defendant| id(&defendant.organ)).collect();
        line.defendants = names.join("、");
        line.changed_at = envelope.recorded_at;
        line.take(step);
        Ok(())
    }

    /// The hearings of a lawsuit bear its numbers and names as they are now, not as they were at the hearing's last event.
    pub(super) fn put_right(&mut self, lawsuit: Uuid, summary: &Summary) -> anyhow::Result<()> {
        for line in self.0.values_mut().filter(|line| line.lawsuit == lawsuit) {
            let instance = summary.instances.iter().find(|instance| i64::from(instance.number) == line.instance);
            if let Some(instance) = instance {
                line.number = number_of(instance).unwrap_or_default().to_owned();
                line.court_name = instance.court.as_ref().map(|court| court.name.clone()).unwrap_or_default();
            }
            let noticed = Plan::decode(line.plan.as_slice())?.notices;
            let concerned: Vec<String> = noticed.iter().map(|notice| name_of(summary, notice.defendant)).collect();
            line.defendants = concerned.join("、");
        }
        Ok(())
    }

    /// Writes them.
    pub(super) async fn put(self, db: &mut PgConnection) -> anyhow::Result<()> {
        const LINES: &str =
            "INSERT INTO portal.hearing SELECT * FROM json_populate_recordset(NULL::portal.hearing, $1::json)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, day = excluded.day,
                time = excluded.time, room = excluded.room, court = excluded.court, court_name = excluded.court_name,
                number = excluded.number, organ_ids = excluded.organ_ids, defendants = excluded.defendants,
                statuses = excluded.statuses, observed = excluded.observed, plan = excluded.plan, held = excluded.held,
                changed_at = excluded.changed_at";
        let lines: Vec<Line> = self.0.into_values().collect();
        if !lines.is_empty() {
            query(LINES).bind(serde_json::to_string(&lines)?).execute(db).await?;
        }
        Ok(())
    }
}

impl Line {
    fn take(&mut self, step: hearing_event::Event) {
        use hearing_event::Event;
        use hearing_fact::Fact;
        match step {
            Event::HearingScheduled(plan) => self.replan(&plan),
            Event::HearingMoved(moved) => self.replan(&moved.plan.unwrap_or_default()),
            Event::HearingHeld(held) => self.hold(&held),
            Event::HearingCancelled(_) => "Cancelled".clone_into(&mut self.state),
            Event::CourtObserved(_) => self.observed += 1,
            Event::HearingAmended(amended) => match amended.after.and_then(|after| after.fact) {
                Some(Fact::Plan(plan)) => self.replan(&plan),
                Some(Fact::Move(moved)) => self.replan(&moved.plan.unwrap_or_default()),
                Some(Fact::Holding(holding)) => {
                    self.hold(&Held { holding: Some(holding), presences: amended.presences });
                }
                Some(Fact::Cancellation(_) | Fact::Observation(_)) | None => {}
            },
            Event::HearingStruck(struck) if struck.observation.is_some() => self.observed -= 1,
            Event::HearingStruck(_) => "Struck".clone_into(&mut self.state),
        }
    }

    fn replan(&mut self, plan: &Plan) {
        if self.state != "Held" {
            self.day.clone_from(&plan.day);
        }
        self.time.clone_from(&plan.time);
        self.room.clone_from(&plan.room);
        self.plan = plan.encode_to_vec();
    }

    fn hold(&mut self, held: &Held) {
        let statuses: Vec<&str> = held.presences.iter().map(|presence| presence.status.as_str()).collect();
        "Held".clone_into(&mut self.state);
        self.day = held.holding.as_ref().map(|holding| holding.on.clone()).unwrap_or_default();
        self.statuses = statuses.join(" ");
        self.held = held.encode_to_vec();
    }
}
