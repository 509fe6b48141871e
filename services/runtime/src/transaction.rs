//! Transactions, begun whole or not at all.

use sqlx::{Error, PgPool, Postgres, Transaction};

/// Begins a transaction. Nothing else here does, since giving this up is safe.
///
/// Given up while `BEGIN` is under way, sqlx 0.9.0 gives its connection back with a transaction open that nobody knows of:
/// what others write on it is reported as stored, and is gone with the connection. So a task of its own sees the beginning
/// through; if nobody waits for it any more, it rolls back.
pub(crate) async fn begin(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.begin().await }).await.unwrap_or(Err(Error::PoolClosed))
}
