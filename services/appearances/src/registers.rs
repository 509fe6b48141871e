//! The service's own read models. All of them can be dropped and filled again from the events.

pub mod case_numbers;
pub mod directory;
pub mod open_clocks;

use sqlx::migrate::Migrator;

/// Their tables.
#[must_use]
pub fn layout() -> Migrator {
    sqlx::migrate!("./migrations")
}
