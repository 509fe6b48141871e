//! Of several copies of a service one leads: it relays, feeds the read models and keeps time. The others answer commands
//! and questions, and stand by.
//!
//! The lease only saves work: whatever is done under it is also right when two do it.

use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};

/// How often a copy that stands by asks for the lease, and the one that leads makes sure of it.
const LOOK: Duration = Duration::from_secs(1);

/// A lease, held as long as its connection to the database lives.
pub(crate) struct Lease {
    holding: PgConnection,
}

impl Lease {
    /// Waits until nobody else in this database holds the lease.
    pub(crate) async fn take(pool: &PgPool) -> sqlx::Result<Self> {
        let mut holding = pool.acquire().await?.detach();
        loop {
            let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock(hashtextextended('songli.lead', 0))")
                .fetch_one(&mut holding)
                .await?;
            if taken {
                return Ok(Self { holding });
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Returns when the lease may have been lost.
    pub(crate) async fn lost(mut self) -> sqlx::Error {
        loop {
            tokio::time::sleep(LOOK).await;
            if let Err(error) = self.holding.ping().await {
                return error;
            }
        }
    }
}
