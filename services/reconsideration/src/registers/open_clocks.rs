//! The periods that run now, for the timers to look at.

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

const RUNS: &str = "INSERT INTO reconsideration.open_clock (case_id, name, person, due, registered_on)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (case_id, name, person) DO UPDATE SET due = excluded.due, registered_on = excluded.registered_on";
const ENDED: &str = "DELETE FROM reconsideration.open_clock WHERE case_id = $1 AND name = $2 AND person = $3";
const LAPSED: &str = "SELECT case_id, person, due FROM reconsideration.open_clock
    WHERE name = $1 AND due < $2 AND registered_on <= due ORDER BY due, case_id, person";

impl Projection for OpenClocks {
    const NAME: &'static str = "open_clocks";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != Case::KIND {
            return Ok(());
        }
        let case = event.stream()?;
        for clock in Case::read(&event.envelope.payload)?.clocks {
            let person = clock.person.map_or(0, |person| i64::from(person.0));
            let change = match (clock.ended, clock.deadline.due()) {
                (None, Some(due)) => {
                    let runs = query(RUNS).bind(case).bind(clock.name.english()).bind(person);
                    runs.bind(due.to_string()).bind(clock.registered_on.to_string())
                }
                _ => query(ENDED).bind(case).bind(clock.name.english()).bind(person),
            };
            change.execute(&mut *db).await?;
        }
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
