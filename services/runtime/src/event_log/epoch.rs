//! A log that was restored from a backup may lack events that others have seen: it goes on under a new epoch.

use sqlx::PgPool;

/// A stretch of the log's life between two restorations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    /// 1, 2, 3 …
    pub number: i32,
    /// The last position that it shares with the epoch before it. Who has read further in that epoch has seen events
    /// that this log does not have.
    pub after: i64,
}

/// The epoch the log is in.
pub(super) async fn current(pool: &PgPool) -> sqlx::Result<Epoch> {
    let (number, after) =
        sqlx::query_as("SELECT epoch, after FROM log.epoch ORDER BY epoch DESC LIMIT 1").fetch_one(pool).await?;
    Ok(Epoch { number, after })
}

/// Begins a new epoch at the log's head, for a reason that is kept. To be called once after a log was restored, before
/// anything is appended; services that run meanwhile notice it only when they are started again.
pub async fn begin_epoch(pool: &PgPool, reason: &str) -> sqlx::Result<Epoch> {
    begin_epoch_after(pool, super::head(pool).await?.position, reason).await
}

/// The same for a log to which something was appended already: it parted from the epoch before after this position.
pub(crate) async fn begin_epoch_after(pool: &PgPool, after: i64, reason: &str) -> sqlx::Result<Epoch> {
    let number = sqlx::query_scalar(
        "INSERT INTO log.epoch (epoch, after, reason) SELECT max(e.epoch) + 1, $1, $2 FROM log.epoch e RETURNING epoch",
    )
    .bind(after)
    .bind(reason)
    .fetch_one(pool)
    .await?;
    Ok(Epoch { number, after })
}

impl super::EventLog {
    /// The epoch the log is in, asked anew.
    pub async fn current_epoch(&self) -> sqlx::Result<Epoch> {
        current(&self.pool).await
    }
}
