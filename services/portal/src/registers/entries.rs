//! What was entered about lawsuits, hearings and suggestions, as it was told.

use runtime::event_log::Recorded;
use serde::Serializer;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::Portal;

/// Something that was entered.
#[derive(Debug, Clone, FromRow)]
#[expect(clippy::struct_field_names, reason = "its number in the stream is the column's name")]
pub(crate) struct Entry {
    pub(crate) entry: i64,
    pub(crate) event: String,
    pub(crate) occurred_on: String,
    pub(crate) recorded_at: i64,
    pub(crate) account: String,
    pub(crate) actor: String,
    pub(crate) payload: Vec<u8>,
}

/// Takes events in.
pub(crate) async fn put(db: &mut PgConnection, events: &[&Recorded]) -> anyhow::Result<()> {
    const ENTRIES: &str = "INSERT INTO portal.entry (kind, id, entry, event, occurred_on, recorded_at, account, actor, payload) SELECT * FROM ";
    put_all(db, ENTRIES, events).await
}

/// Takes events in by one statement, which goes on from here with their columns.
pub(crate) async fn put_all(db: &mut PgConnection, insert: &'static str, events: &[&Recorded]) -> anyhow::Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let streams = events.iter().map(|event| event.stream()).collect::<Result<Vec<Uuid>, _>>()?;
    let envelopes = || events.iter().map(|event| &event.envelope);
    let actors = || envelopes().map(|envelope| envelope.actor.as_ref());
    let columns = "unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::bytea[])
        AS told (kind, id, entry, event, occurred_on, recorded_at, account, actor, payload)";
    // Both parts are constants of this program.
    query(sqlx::AssertSqlSafe(format!("{insert}{columns}")))
        .bind(envelopes().map(|envelope| envelope.kind.as_str()).collect::<Vec<_>>())
        .bind(streams)
        .bind(envelopes().map(|envelope| envelope.version).collect::<Vec<_>>())
        .bind(envelopes().map(|envelope| envelope.event.as_str()).collect::<Vec<_>>())
        .bind(envelopes().map(|envelope| envelope.occurred_on.as_str()).collect::<Vec<_>>())
        .bind(envelopes().map(|envelope| envelope.recorded_at).collect::<Vec<_>>())
        .bind(actors().map(|actor| actor.map_or("", |actor| actor.account.as_str())).collect::<Vec<_>>())
        .bind(actors().map(|actor| actor.map_or("", |actor| actor.name.as_str())).collect::<Vec<_>>())
        .bind(envelopes().map(|envelope| envelope.payload.as_slice()).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// All entries about one thing, in the order in which they were told. Whoever asks has seen that the person may read it.
pub(crate) async fn of(portal: &Portal, id: Uuid) -> sqlx::Result<Vec<Entry>> {
    query_as(
        "SELECT entry, event, occurred_on, recorded_at, account, actor, payload FROM portal.entry WHERE id = $1 ORDER BY entry",
    )
    .bind(id)
    .fetch_all(portal.inside.pool())
    .await
}

/// Empties what is kept of these kinds.
pub(crate) async fn clear(db: &mut PgConnection, kinds: &[&str]) -> sqlx::Result<()> {
    query("DELETE FROM portal.entry WHERE kind = ANY ($1)").bind(kinds).execute(db).await?;
    Ok(())
}

/// A text, if there is any.
pub(crate) fn if_any(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// An id as messages carry it, if it is one.
pub(crate) fn id(bytes: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(bytes).ok()
}

/// Bytes in a line that PostgreSQL reads as JSON.
pub(crate) fn bytea<S: Serializer>(bytes: &[u8], line: S) -> Result<S::Ok, S::Error> {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    line.serialize_str(&"\\x".chars().chain(digits).collect::<String>())
}
