//! The read models, each with the question it answers. What was struck stands in none of them.

pub mod holidays;
pub mod judicial_organs;
pub mod officials;
pub mod organs;
pub mod settings;

use kernel::day::Day;
use runtime::event_log::Recorded;
use runtime::{Contract, Malformed, read};
use sqlx::migrate::Migrator;
use uuid::Uuid;

/// How many organs or people a page of an answer holds, so that the message stays far below a megabyte.
const PAGE: i64 = 1000;

/// Their tables.
#[must_use]
pub fn layout() -> Migrator {
    sqlx::migrate!("./migrations")
}

/// An event of one kind of aggregate: whose it is, its number there, and what happened. None for other kinds.
fn told<A: Contract>(event: &Recorded) -> anyhow::Result<Option<(Uuid, i64, A::Event)>> {
    if event.envelope.kind != A::KIND {
        return Ok(None);
    }
    Ok(Some((event.stream()?, event.envelope.version, A::read(&event.envelope.payload)?)))
}

/// An entry's number as the database takes it.
fn numbered(entry: u64) -> anyhow::Result<i64> {
    Ok(i64::try_from(entry)?)
}

/// The day a question is about. There is no clock here, so it must be said.
fn asked_on(on: &str) -> Result<Day, Malformed> {
    read::day("on", on)
}

/// The rows of a page, and what the next one is asked for by; one row more than a page was fetched to see if there is one.
fn page<R>(mut rows: Vec<R>, key: impl Fn(&R) -> String) -> (Vec<R>, String) {
    let full = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > full;
    rows.truncate(full);
    let next = rows.last().filter(|_| more).map(key).unwrap_or_default();
    (rows, next)
}
