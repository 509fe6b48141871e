//! Feeds lawsuits and hearings from their events. Each event tells how the lawsuit, its duties, results and periods are
//! afterwards, so nothing is worked out here, and of many events only what the last of them left is written.

mod hearings;

use std::collections::BTreeMap;

use anyhow::Context as _;
use proto::Message;
use proto::appearances::{
    Clock, Duty, HearingEvent, Instance, InstanceResult, LawsuitEvent, Registration, Summary, lawsuit_event,
};
use runtime::Projection;
use runtime::event_log::Recorded;
use serde::Serialize;
use sqlx::{PgConnection, query};
use uuid::Uuid;

use super::{defendants, plaintiffs, registrations, results_of};
use crate::kinds::APPEARANCES;
use crate::normal;
use crate::registers::entries::{self, bytea, id};
use crate::registers::terms::{self, Terms, Told};
use hearings::Hearings;

/// The register of lawsuits and hearings.
pub(crate) struct Lawsuits;

impl Projection for Lawsuits {
    const NAME: &'static str = "lawsuits";
    const READS: &'static [&'static str] = &[APPEARANCES];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let told = events.iter().filter(|event| matches!(event.envelope.kind.as_str(), "Lawsuit" | "Hearing"));
        let told: Vec<&Recorded> = told.collect();
        entries::put(&mut *db, &told).await?;
        let mut left = Left { hearings: Hearings::before(&mut *db, &told).await?, ..Left::default() };
        for event in told {
            match event.envelope.kind.as_str() {
                "Lawsuit" => left.take_lawsuit(event)?,
                _ => left.take_hearing(event)?,
            }
        }
        left.put(db).await
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        entries::clear(db, &["Lawsuit", "Hearing"]).await?;
        terms::clear(db, &["Lawsuit", "Hearing"]).await?;
        for table in ["lawsuit", "duty", "result", "hearing"] {
            query(sqlx::AssertSqlSafe(format!("DELETE FROM portal.{table}"))).execute(&mut *db).await?;
        }
        Ok(())
    }
}

/// What some events leave.
#[derive(Default)]
struct Left {
    lawsuits: BTreeMap<Uuid, Lawsuit>,
    /// By instance, defendant and ordinal.
    duties: BTreeMap<(Uuid, [u32; 3]), Duty>,
    /// By instance and defendant.
    results: BTreeMap<(Uuid, [u32; 2]), InstanceResult>,
    terms: Terms,
    hearings: Hearings,
}

/// A lawsuit as the last event about it left it.
struct Lawsuit {
    version: i64,
    recorded_at: i64,
    is_struck: bool,
    summary: Summary,
}

impl Left {
    fn take_lawsuit(&mut self, event: &Recorded) -> anyhow::Result<()> {
        use lawsuit_event::Event;
        let lawsuit = event.stream()?;
        let happened = LawsuitEvent::decode(event.envelope.payload.as_slice())?;
        let tells_terms = !happened.clocks.is_empty();
        for clock in happened.clocks {
            self.terms.tell(lawsuit, told("Lawsuit", clock));
        }
        let duties = happened.duties.into_iter();
        self.duties.extend(duties.map(|duty| ((lawsuit, [duty.instance, duty.defendant, duty.ordinal]), duty)));
        let results = happened.results.into_iter();
        self.results.extend(results.map(|result| ((lawsuit, [result.instance, result.defendant]), result)));
        let Some(summary) = happened.lawsuit else { return Ok(()) };
        let is_amended = matches!(happened.event, Some(Event::LawsuitAmended(_)));
        if tells_terms || is_amended {
            for defendant in &summary.defendants {
                self.terms.belong(lawsuit, defendant.number, id(&defendant.organ));
            }
        }
        if is_amended {
            self.hearings.put_right(lawsuit, &summary)?;
        }
        let struck = match &happened.event {
            Some(Event::LawsuitStruck(struck)) => struck.amendment.as_ref(),
            _ => None,
        };
        let is_struck = struck.is_some_and(|struck| struck.entry == 1);
        if is_struck {
            self.terms.strike(lawsuit);
        }
        let (version, recorded_at) = (event.envelope.version, event.envelope.recorded_at);
        self.lawsuits.insert(lawsuit, Lawsuit { version, recorded_at, is_struck, summary });
        Ok(())
    }

    fn take_hearing(&mut self, event: &Recorded) -> anyhow::Result<()> {
        let hearing = event.stream()?;
        let happened = HearingEvent::decode(event.envelope.payload.as_slice())?;
        for clock in happened.clocks {
            self.terms.tell(hearing, told("Hearing", clock));
        }
        match happened.event {
            Some(step) => self.hearings.take(&event.envelope, hearing, &happened.of.unwrap_or_default(), step),
            None => Ok(()),
        }
    }

    async fn put(self, db: &mut PgConnection) -> anyhow::Result<()> {
        self.terms.put(&mut *db).await?;
        if !self.duties.is_empty() {
            put_duties(&mut *db, self.duties).await?;
        }
        if !self.results.is_empty() {
            put_results(&mut *db, self.results).await?;
        }
        if !self.lawsuits.is_empty() {
            put_lawsuits(&mut *db, &self.lawsuits).await?;
        }
        self.hearings.put(db).await
    }
}

fn told(kind: &'static str, clock: Clock) -> Told {
    let Clock { name, instance, party, deadline, ended_on, end, .. } = clock;
    Told { kind, name, instance, party, deadline, ended_on, end }
}

/// One that never was is taken out.
async fn put_duties(db: &mut PgConnection, duties: BTreeMap<(Uuid, [u32; 3]), Duty>) -> sqlx::Result<()> {
    const BEFORE: &str = "DELETE FROM portal.duty d
        USING unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) AS told (lawsuit, instance, defendant, ordinal)
        WHERE (d.lawsuit, d.instance, d.defendant, d.ordinal) = (told.lawsuit, told.instance, told.defendant, told.ordinal)";
    const NOW: &str = "INSERT INTO portal.duty (lawsuit, instance, defendant, ordinal, duty)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])";
    query(BEFORE)
        .bind(duties.keys().map(|(lawsuit, _)| *lawsuit).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [instance, ..])| i64::from(*instance)).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [_, defendant, _])| i64::from(*defendant)).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [.., ordinal])| i64::from(*ordinal)).collect::<Vec<_>>())
        .execute(&mut *db)
        .await?;
    let duties: BTreeMap<_, Duty> = duties.into_iter().filter(|(_, duty)| duty.state != "Withdrawn").collect();
    query(NOW)
        .bind(duties.keys().map(|(lawsuit, _)| *lawsuit).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [instance, ..])| i64::from(*instance)).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [_, defendant, _])| i64::from(*defendant)).collect::<Vec<_>>())
        .bind(duties.keys().map(|(_, [.., ordinal])| i64::from(*ordinal)).collect::<Vec<_>>())
        .bind(duties.values().map(Message::encode_to_vec).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// One that was taken back has no code, and is taken out.
async fn put_results(db: &mut PgConnection, results: BTreeMap<(Uuid, [u32; 2]), InstanceResult>) -> sqlx::Result<()> {
    const BEFORE: &str = "DELETE FROM portal.result r
        USING unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS told (lawsuit, instance, defendant)
        WHERE (r.lawsuit, r.instance, r.defendant) = (told.lawsuit, told.instance, told.defendant)";
    const NOW: &str = "INSERT INTO portal.result (lawsuit, instance, defendant, result)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bytea[])";
    query(BEFORE)
        .bind(results.keys().map(|(lawsuit, _)| *lawsuit).collect::<Vec<_>>())
        .bind(results.keys().map(|(_, [instance, _])| i64::from(*instance)).collect::<Vec<_>>())
        .bind(results.keys().map(|(_, [_, defendant])| i64::from(*defendant)).collect::<Vec<_>>())
        .execute(&mut *db)
        .await?;
    let results: BTreeMap<_, InstanceResult> =
        results.into_iter().filter(|(_, result)| !result.code.is_empty()).collect();
    query(NOW)
        .bind(results.keys().map(|(lawsuit, _)| *lawsuit).collect::<Vec<_>>())
        .bind(results.keys().map(|(_, [instance, _])| i64::from(*instance)).collect::<Vec<_>>())
        .bind(results.keys().map(|(_, [_, defendant])| i64::from(*defendant)).collect::<Vec<_>>())
        .bind(results.values().map(Message::encode_to_vec).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// A line of the ledger as its table has it.
#[derive(Serialize)]
struct Line<'s> {
    id: Uuid,
    version: i64,
    number: &'s str,
    number_keys: Vec<String>,
    stage: &'s str,
    is_open: bool,
    instance: &'s str,
    court: &'s str,
    plaintiffs: String,
    defendants: String,
    organ_ids: Vec<Uuid>,
    cause: &'s str,
    act: &'s str,
    docketed_on: Option<&'s str>,
    registered_on: &'s str,
    effective_on: Option<&'s str>,
    reconsidered: Option<Uuid>,
    is_lost: bool,
    outcome: String,
    changed_at: i64,
    words: String,
    grams: Vec<String>,
    #[serde(serialize_with = "bytea")]
    summary: Vec<u8>,
}

async fn put_lawsuits(db: &mut PgConnection, lawsuits: &BTreeMap<Uuid, Lawsuit>) -> anyhow::Result<()> {
    const LINES: &str = "INSERT INTO portal.lawsuit SELECT * FROM json_populate_recordset(NULL::portal.lawsuit, $1::json)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, number = excluded.number,
            number_keys = excluded.number_keys, stage = excluded.stage, is_open = excluded.is_open,
            instance = excluded.instance, court = excluded.court, plaintiffs = excluded.plaintiffs,
            defendants = excluded.defendants, organ_ids = excluded.organ_ids, cause = excluded.cause, act = excluded.act,
            docketed_on = excluded.docketed_on, registered_on = excluded.registered_on,
            effective_on = excluded.effective_on, reconsidered = excluded.reconsidered, is_lost = excluded.is_lost,
            outcome = excluded.outcome, changed_at = excluded.changed_at, words = excluded.words, grams = excluded.grams,
            summary = excluded.summary";
    let ids: Vec<Uuid> = lawsuits.keys().copied().collect();
    let (registrations, results) = (registrations(&mut *db, &ids).await?, results_of(&mut *db, &ids).await?);
    let lines = lawsuits.iter().map(|(id, lawsuit)| {
        let results = results.get(id).map(Vec::as_slice).unwrap_or_default();
        Ok(Line::of(*id, lawsuit, registrations.get(id).context("a registration")?, results))
    });
    let lines: Vec<Line> = lines.collect::<anyhow::Result<_>>()?;
    query(LINES).bind(serde_json::to_string(&lines)?).execute(db).await?;
    Ok(())
}

impl<'s> Line<'s> {
    fn of(
        id: Uuid,
        lawsuit: &'s Lawsuit,
        (registration, registered_on): &'s (Registration, String),
        results: &'s [InstanceResult],
    ) -> Self {
        let Lawsuit { version, recorded_at, is_struck, summary } = lawsuit;
        let standing: Vec<&InstanceResult> = results.iter().filter(|result| result.r#final).collect();
        let numbers: Vec<&str> = summary.instances.iter().filter_map(number_of).collect();
        let latest = summary.instances.last();
        let (plaintiffs, defendants) = (plaintiffs(summary), defendants(summary));
        let after = summary.after_reconsideration.as_ref();
        let words = [
            numbers.join(" | ").as_str(),
            &plaintiffs,
            &defendants,
            &summary.cause,
            &registration.act_title,
            after.map_or("", |after| &after.number),
        ]
        .join(" | ");
        let words = normal::alike(&words);
        let mut outcome: Vec<&str> = standing.iter().map(|result| result.code.as_str()).collect();
        outcome.dedup();
        Self {
            id,
            version: *version,
            number: numbers.last().copied().unwrap_or_default(),
            number_keys: numbers.iter().map(|number| normal::alike(number)).collect(),
            stage: if *is_struck { "Struck" } else { &summary.stage },
            is_open: !is_struck && !matches!(summary.stage.as_str(), "Effective" | "Closed" | "Struck"),
            instance: latest.map_or("", |instance| &instance.kind),
            court: latest.and_then(|instance| instance.court.as_ref()).map_or("", |court| &court.name),
            plaintiffs,
            defendants,
            organ_ids: summary.defendants.iter().filter_map(|defendant| entries::id(&defendant.organ)).collect(),
            cause: &summary.cause,
            act: &registration.act_title,
            docketed_on: summary.instances.first().and_then(|first| day(&first.docketed_on)),
            registered_on,
            effective_on: day(&summary.effective_on),
            reconsidered: after.and_then(|after| entries::id(&after.case)),
            is_lost: standing.iter().any(|result| result.loss),
            outcome: outcome.join(" "),
            changed_at: *recorded_at,
            grams: normal::grams(&words),
            words,
            summary: summary.encode_to_vec(),
        }
    }
}

fn number_of(instance: &Instance) -> Option<&str> {
    instance.case_number.as_ref().map(|number| number.text.as_str()).filter(|text| !text.is_empty())
}

fn day(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
