//! Facts as rows: one table a kind, a column a field.

use serde::Serialize;
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

use super::{Asked, Fact};
use crate::period::Period;

/// A fact that is kept in a table whose columns bear the names of its fields.
pub(crate) trait Row: Fact + Serialize + for<'r> FromRow<'r, PgRow> + Send + Unpin {
    /// The table.
    const TABLE: &'static str;
    /// The log whose positions bound it.
    const LOG: &'static str;
    /// The columns that placing asks for.
    const COLUMNS: &'static str;
    /// The days by which it belongs to a period; each has an index.
    const DAYS: &'static [&'static str];
}

/// The namespace of the digests by which a fact is compared with what stands.
const DIGESTS: Uuid = Uuid::from_u128(0x5d0f_41c2_8e1b_5a77_9c20_3be1_70d4_6a15);

/// Makes these the facts of a stream from a position on. Rows that say the same stay open.
pub(super) async fn put<F: Row>(db: &mut PgConnection, stream: Uuid, position: i64, facts: &[F]) -> anyhow::Result<()> {
    let rows = facts.iter().map(|fact| row(fact, position)).collect::<anyhow::Result<Vec<_>>>()?;
    let table = F::TABLE;
    let sql = format!(
        "WITH told AS (SELECT * FROM jsonb_populate_recordset(NULL::{table}, $2::jsonb)),
         standing AS (SELECT key, digest FROM {table} WHERE stream = $1 AND until IS NULL),
         closed AS (
             UPDATE {table} AS fact SET until = $3 WHERE stream = $1 AND until IS NULL
                 AND NOT EXISTS (SELECT FROM told WHERE told.key = fact.key AND told.digest = fact.digest)
         )
         INSERT INTO {table} SELECT * FROM told
         WHERE NOT EXISTS (SELECT FROM standing WHERE standing.key = told.key AND standing.digest = told.digest)"
    );
    // The names are constants of this program.
    query(AssertSqlSafe(sql)).bind(stream).bind(Value::Array(rows).to_string()).bind(position).execute(db).await?;
    Ok(())
}

fn row<F: Serialize>(fact: &F, position: i64) -> anyhow::Result<Value> {
    let mut row = serde_json::to_value(fact)?;
    let digest = Uuid::new_v5(&DIGESTS, row.to_string().as_bytes());
    if let Some(row) = row.as_object_mut() {
        row.insert("digest".to_owned(), serde_json::to_value(digest)?);
        row.insert("since".to_owned(), position.into());
    }
    Ok(row)
}

/// Facts that belong to a period by one of their days, as they were known at a position.
pub(super) async fn in_period<F: Row>(db: &mut PgConnection, asked: &Asked, period: Period) -> sqlx::Result<Vec<F>> {
    let (columns, table, days) = (F::COLUMNS, F::TABLE, belonging::<F>());
    let sql = format!(
        "SELECT {columns} FROM {table} WHERE ({days}) AND since <= $3 AND (until IS NULL OR until > $3)
         AND starts_with(area, $4)"
    );
    query_as(AssertSqlSafe(sql))
        .bind(period.first().to_string())
        .bind(period.last().to_string())
        .bind(asked.positions.in_log(F::LOG))
        .bind(asked.within())
        .fetch_all(db)
        .await
}

/// The facts of streams, whole, as they were known at a position.
pub(crate) async fn named<F: Row>(db: &mut PgConnection, asked: &Asked, streams: &[Uuid]) -> sqlx::Result<Vec<F>> {
    let table = F::TABLE;
    let sql =
        format!("SELECT * FROM {table} WHERE stream = ANY ($1) AND since <= $2 AND (until IS NULL OR until > $2)");
    query_as(AssertSqlSafe(sql)).bind(streams).bind(asked.positions.in_log(F::LOG)).fetch_all(db).await
}

/// Whether any fact that belongs to a period changed after a position.
pub(crate) async fn changed_in<F: Row>(db: &mut PgConnection, asked: &Asked, period: Period) -> sqlx::Result<bool> {
    let (table, days) = (F::TABLE, belonging::<F>());
    let sql = format!(
        "SELECT EXISTS (SELECT FROM {table} WHERE ({days}) AND (since > $3 OR until > $3) AND starts_with(area, $4))"
    );
    query_scalar(AssertSqlSafe(sql))
        .bind(period.first().to_string())
        .bind(period.last().to_string())
        .bind(asked.positions.in_log(F::LOG))
        .bind(asked.within())
        .fetch_one(db)
        .await
}

fn belonging<F: Row>() -> String {
    let days: Vec<_> = F::DAYS.iter().map(|day| format!("{day} BETWEEN $1 AND $2")).collect();
    days.join(" OR ")
}
