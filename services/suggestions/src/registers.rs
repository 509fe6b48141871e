//! The service's own read models. All of them can be dropped and filled again from the events.

pub mod open_clocks;
pub mod reply_months;

use sqlx::migrate::Migrator;

/// Their tables.
#[must_use]
pub fn layout() -> Migrator {
    sqlx::migrate!("./migrations")
}
