//! The periods that run now, for the timers to look at.

use std::collections::BTreeMap;

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use kernel::word::Word;
use runtime::event_log::Recorded;
use runtime::{Contract, Projection};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::clocks::ClockName;
use crate::lawsuit::Lawsuit;

/// The register of running periods.
#[derive(Debug)]
pub struct OpenClocks;

/// A period that ended by a day without what it was for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lapsed {
    /// Whose lawsuit.
    pub lawsuit: Uuid,
    /// In which instance.
    pub instance: u32,
    /// Whose period; 0: the instance's one.
    pub party: u32,
    /// Its last day.
    pub due: Day,
}

const BEFORE: &str = "DELETE FROM appearances.open_clock c
    USING unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS told (lawsuit, name, instance, party)
    WHERE (c.lawsuit, c.name, c.instance, c.party) = (told.lawsuit, told.name, told.instance, told.party)";
const RUNS: &str = "INSERT INTO appearances.open_clock (lawsuit, name, instance, party, due, registered_on)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])";
const LAPSED: &str = "SELECT lawsuit, instance, party, due FROM appearances.open_clock
    WHERE name = $1 AND due < $2 AND registered_on < due ORDER BY due, lawsuit, instance, party";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each period is written once, as the last of the events about it left it.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let mut told = BTreeMap::new();
        for event in events.iter().filter(|event| event.envelope.kind == Lawsuit::KIND) {
            let lawsuit = event.stream()?;
            for clock in Lawsuit::read(&event.envelope.payload)?.clocks {
                let party = clock.party.map_or(0, |party| i64::from(party.0));
                let runs = clock.is_running().then(|| (clock.due().to_string(), clock.registered_on.to_string()));
                told.insert((lawsuit, clock.name.english(), i64::from(clock.instance.0), party), runs);
            }
        }
        if told.is_empty() {
            return Ok(());
        }
        query(BEFORE)
            .bind(told.keys().map(|(lawsuit, ..)| *lawsuit).collect::<Vec<_>>())
            .bind(told.keys().map(|(_, name, ..)| *name).collect::<Vec<_>>())
            .bind(told.keys().map(|(.., instance, _)| *instance).collect::<Vec<_>>())
            .bind(told.keys().map(|(.., party)| *party).collect::<Vec<_>>())
            .execute(&mut *db)
            .await?;
        let running = told.into_iter().filter_map(|(key, runs)| Some((key, runs?)));
        let (of, runs): (Vec<_>, Vec<_>) = running.unzip();
        let (due, registered_on): (Vec<String>, Vec<String>) = runs.into_iter().unzip();
        query(RUNS)
            .bind(of.iter().map(|(lawsuit, ..)| *lawsuit).collect::<Vec<_>>())
            .bind(of.iter().map(|(_, name, ..)| *name).collect::<Vec<_>>())
            .bind(of.iter().map(|(.., instance, _)| *instance).collect::<Vec<_>>())
            .bind(of.iter().map(|(.., party)| *party).collect::<Vec<_>>())
            .bind(due)
            .bind(registered_on)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM appearances.open_clock").execute(db).await?;
        Ok(())
    }
}

#[derive(FromRow)]
struct Row {
    lawsuit: Uuid,
    instance: i64,
    party: i64,
    due: String,
}

/// The periods of a name that had ended before a day, of what was registered before they ended: what is registered later
/// is told step by step.
pub async fn lapsed_before(db: &mut PgConnection, name: ClockName, day: Day) -> anyhow::Result<Vec<Lapsed>> {
    let rows: Vec<Row> = query_as(LAPSED).bind(name.english()).bind(day.to_string()).fetch_all(db).await?;
    rows.into_iter()
        .map(|row| {
            let (instance, party) = (u32::try_from(row.instance)?, u32::try_from(row.party)?);
            Ok(Lapsed { lawsuit: row.lawsuit, instance, party, due: row.due.parse()? })
        })
        .collect()
}
