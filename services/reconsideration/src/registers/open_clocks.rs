//! The periods that run now, for the timers to look at.

use std::collections::BTreeMap;

use runtime::event_log::Recorded;
use runtime::{Contract, Projection};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use kernel::aggregate::Aggregate;
use kernel::day::Day;

use crate::case::Case;
use crate::clocks::{ClockName, PersonNumber};
use kernel::word::Word;

/// The register of running periods.
#[derive(Debug)]
pub struct OpenClocks;

/// A period that ended by a day without what it was for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lapsed {
    /// Whose case.
    pub case: Uuid,
    /// Whose period.
    pub person: Option<PersonNumber>,
    /// Its last day.
    pub due: Day,
}

const BEFORE: &str = "DELETE FROM reconsideration.open_clock c
    USING unnest($1::uuid[], $2::text[], $3::bigint[]) AS told (case_id, name, person)
    WHERE (c.case_id, c.name, c.person) = (told.case_id, told.name, told.person)";
const RUNS: &str = "INSERT INTO reconsideration.open_clock (case_id, name, person, due, registered_on)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[])";
const LAPSED: &str = "SELECT case_id, person, due FROM reconsideration.open_clock
    WHERE name = $1 AND due < $2 AND registered_on <= due ORDER BY due, case_id, person";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each period is written once, as the last of the events about it left it.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let mut told = BTreeMap::new();
        for event in events.iter().filter(|event| event.envelope.kind == Case::KIND) {
            let case = event.stream()?;
            for clock in Case::read(&event.envelope.payload)?.clocks {
                let person = clock.person.map_or(0, |person| i64::from(person.0));
                let due = clock.deadline.due().filter(|_| clock.ended.is_none());
                let runs = due.map(|due| (due.to_string(), clock.registered_on.to_string()));
                told.insert((case, clock.name.english(), person), runs);
            }
        }
        if told.is_empty() {
            return Ok(());
        }
        query(BEFORE)
            .bind(told.keys().map(|(case, ..)| *case).collect::<Vec<_>>())
            .bind(told.keys().map(|(_, name, _)| *name).collect::<Vec<_>>())
            .bind(told.keys().map(|(.., person)| *person).collect::<Vec<_>>())
            .execute(&mut *db)
            .await?;
        let running = told.into_iter().filter_map(|(key, runs)| Some((key, runs?)));
        let (of, runs): (Vec<_>, Vec<_>) = running.unzip();
        let (due, registered_on): (Vec<String>, Vec<String>) = runs.into_iter().unzip();
        query(RUNS)
            .bind(of.iter().map(|(case, ..)| *case).collect::<Vec<_>>())
            .bind(of.iter().map(|(_, name, _)| *name).collect::<Vec<_>>())
            .bind(of.iter().map(|(.., person)| *person).collect::<Vec<_>>())
            .bind(due)
            .bind(registered_on)
            .execute(db)
            .await?;
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM reconsideration.open_clock").execute(db).await?;
        Ok(())
    }
}

#[derive(FromRow)]
struct Row {
    case_id: Uuid,
    person: i64,
    due: String,
}

/// The periods of a name that had ended before a day, of what was registered before they ended, be it on their last day
/// (R-CAL-8): what is registered later is told step by step, and each step says what had lapsed before it.
pub async fn lapsed_before(db: &mut PgConnection, name: ClockName, day: Day) -> anyhow::Result<Vec<Lapsed>> {
    let rows: Vec<Row> = query_as(LAPSED).bind(name.english()).bind(day.to_string()).fetch_all(db).await?;
    rows.into_iter()
        .map(|row| {
            let person = u32::try_from(row.person)?;
            let person = if person == 0 { None } else { Some(PersonNumber(person)) };
            Ok(Lapsed { case: row.case_id, person, due: row.due.parse()? })
        })
        .collect()
}
