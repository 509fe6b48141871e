//! The periods that run now, for the timers to look at.

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

const RUNS: &str = "INSERT INTO appearances.open_clock (lawsuit, name, instance, party, due, registered_on)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (lawsuit, name, instance, party)
    DO UPDATE SET due = excluded.due, registered_on = excluded.registered_on";
const ENDED: &str =
    "DELETE FROM appearances.open_clock WHERE lawsuit = $1 AND name = $2 AND instance = $3 AND party = $4";
const LAPSED: &str = "SELECT lawsuit, instance, party, due FROM appearances.open_clock
    WHERE name = $1 AND due < $2 AND registered_on < due ORDER BY due, lawsuit, instance, party";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != Lawsuit::KIND {
            return Ok(());
        }
        let lawsuit = event.stream()?;
        for clock in Lawsuit::read(&event.envelope.payload)?.clocks {
            let party = clock.party.map_or(0, |party| i64::from(party.0));
            let sql = if clock.is_running() { RUNS } else { ENDED };
            let change =
                query(sql).bind(lawsuit).bind(clock.name.english()).bind(i64::from(clock.instance.0)).bind(party);
            let change = if clock.is_running() {
                change.bind(clock.due().to_string()).bind(clock.registered_on.to_string())
            } else {
                change
            };
            change.execute(&mut *db).await?;
        }
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
