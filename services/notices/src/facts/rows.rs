//! Facts as rows: one table a kind, a column a field.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use serde::Serialize;
use serde_json::{Map, Value};
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

/// The facts of a stream from a position on: all there are of it then.
pub(super) struct AsOf<F> {
    pub(super) stream: Uuid,
    pub(super) since: i64,
    pub(super) facts: Vec<F>,
}

/// A row that is still to be written.
struct New {
    key: String,
    digest: Uuid,
    row: Map<String, Value>,
}

/// What stands of a stream while its facts change: the rows there are by key, and the last of the new ones.
#[derive(Default)]
struct Standing {
    kept: BTreeMap<String, Uuid>,
    new: Vec<New>,
}

/// Makes these the facts of their streams, in the order in which they are told. Rows that say the same stay open.
pub(super) async fn put<F: Row>(db: &mut PgConnection, told: &[AsOf<F>]) -> anyhow::Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let streams: BTreeSet<Uuid> = told.iter().map(|told| told.stream).collect();
    let mut standing = standing::<F>(&mut *db, &streams).await?;
    let mut closed: Vec<(Uuid, String, i64)> = Vec::new();
    let mut written: Vec<Map<String, Value>> = Vec::new();
    for AsOf { stream, since, facts } in told {
        let mut rows = facts.iter().map(|fact| row(fact, *since)).collect::<anyhow::Result<Vec<New>>>()?;
        let Standing { kept, new } = standing.entry(*stream).or_default();
        let mut says = |key: &str, digest: Uuid| {
            let same = rows.iter().position(|row| row.key == key && row.digest == digest);
            same.map(|place| rows.remove(place)).is_some()
        };
        kept.retain(|key, digest| {
            let remains = says(key, *digest);
            if !remains {
                closed.push((*stream, key.clone(), *since));
            }
            remains
        });
        for mut one in std::mem::take(new) {
            if says(&one.key, one.digest) {
                new.push(one);
            } else {
                one.row.insert("until".to_owned(), (*since).into());
                written.push(one.row);
            }
        }
        new.append(&mut rows);
    }
    written.extend(standing.into_values().flat_map(|standing| standing.new).map(|one| one.row));
    write::<F>(db, closed, written).await
}

/// The rows that stand of these streams.
async fn standing<F: Row>(db: &mut PgConnection, streams: &BTreeSet<Uuid>) -> sqlx::Result<BTreeMap<Uuid, Standing>> {
    let sql = format!("SELECT stream, key, digest FROM {} WHERE stream = ANY ($1) AND until IS NULL", F::TABLE);
    // The names are constants of this program.
    let rows: Vec<(Uuid, String, Uuid)> =
        query_as(AssertSqlSafe(sql)).bind(streams.iter().copied().collect::<Vec<_>>()).fetch_all(db).await?;
    let mut standing: BTreeMap<Uuid, Standing> = BTreeMap::new();
    for (stream, key, digest) in rows {
        standing.entry(stream).or_default().kept.insert(key, digest);
    }
    Ok(standing)
}

async fn write<F: Row>(
    db: &mut PgConnection,
    closed: Vec<(Uuid, String, i64)>,
    written: Vec<Map<String, Value>>,
) -> anyhow::Result<()> {
    let table = F::TABLE;
    if !closed.is_empty() {
        let sql = format!(
            "UPDATE {table} AS fact SET until = closed.until FROM unnest($1::uuid[], $2::text[], $3::bigint[])
                 AS closed (stream, key, until)
             WHERE fact.stream = closed.stream AND fact.key = closed.key AND fact.until IS NULL"
        );
        query(AssertSqlSafe(sql))
            .bind(closed.iter().map(|(stream, ..)| *stream).collect::<Vec<_>>())
            .bind(closed.iter().map(|(_, key, _)| key.as_str()).collect::<Vec<_>>())
            .bind(closed.iter().map(|(.., until)| *until).collect::<Vec<_>>())
            .execute(&mut *db)
            .await?;
    }
    if !written.is_empty() {
        let sql = format!("INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)");
        query(AssertSqlSafe(sql)).bind(serde_json::to_string(&written)?).execute(db).await?;
    }
    Ok(())
}

fn row<F: Row>(fact: &F, since: i64) -> anyhow::Result<New> {
    let row = serde_json::to_value(fact)?;
    let digest = Uuid::new_v5(&DIGESTS, row.to_string().as_bytes());
    let Value::Object(mut row) = row else { bail!("a fact is a row") };
    row.insert("digest".to_owned(), serde_json::to_value(digest)?);
    row.insert("since".to_owned(), since.into());
    Ok(New { key: fact.key().to_owned(), digest, row })
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
