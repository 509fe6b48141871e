//! What was entered about lawsuits, hearings and suggestions, as it was told, and their periods.

use kernel::day::Day;
use proto::Message;
use proto::common::{Deadline, shape};
use runtime::event_log::Recorded;
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

/// Takes an event in.
pub(crate) async fn put(db: &mut PgConnection, event: &Recorded) -> anyhow::Result<Uuid> {
    const ENTRIES: &str = "INSERT INTO portal.entry (kind, id, entry, event, occurred_on, recorded_at, account, actor, payload) SELECT * FROM ";
    put_all(db, ENTRIES, &[event]).await?;
    event.stream()
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
    query("DELETE FROM portal.entry WHERE kind = ANY ($1)").bind(kinds).execute(&mut *db).await?;
    query("DELETE FROM portal.term WHERE kind = ANY ($1)").bind(kinds).execute(db).await?;
    Ok(())
}

/// A period as an event tells it.
pub(crate) struct Told {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) instance: u32,
    pub(crate) party: u32,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) ended_on: String,
    pub(crate) end: String,
}

/// Takes a period in. One that never ran is taken out.
pub(crate) async fn put_term(db: &mut PgConnection, id: Uuid, told: Told) -> anyhow::Result<()> {
    const TERM: &str = "INSERT INTO portal.term
            (kind, id, name, instance, party, rule, due, ended_on, ended, working, provisional, deadline)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id, name, instance, party) DO UPDATE SET rule = excluded.rule, due = excluded.due,
            ended_on = excluded.ended_on, ended = excluded.ended, working = excluded.working,
            provisional = excluded.provisional, deadline = excluded.deadline";
    let (instance, party) = (i64::from(told.instance), i64::from(told.party));
    if told.end == "Withdrawn" {
        let gone = query("DELETE FROM portal.term WHERE id = $1 AND name = $2 AND instance = $3 AND party = $4");
        gone.bind(id).bind(told.name).bind(instance).bind(party).execute(db).await?;
        return Ok(());
    }
    let deadline = told.deadline.unwrap_or_default();
    let period = deadline.shape.as_ref().and_then(|shape| shape.period.as_ref());
    query(TERM)
        .bind(told.kind)
        .bind(id)
        .bind(told.name)
        .bind(instance)
        .bind(party)
        .bind(&deadline.rule)
        .bind(if_any(&deadline.due))
        .bind(if_any(&told.ended_on))
        .bind(told.end)
        .bind(matches!(period, Some(shape::Period::WorkingDays(_))))
        .bind(deadline.provisional)
        .bind(deadline.encode_to_vec())
        .execute(db)
        .await?;
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

#[derive(FromRow)]
struct Row {
    name: String,
    instance: i64,
    party: i64,
    due: Option<String>,
    ended_on: Option<String>,
    ended: String,
    working: bool,
    deadline: Vec<u8>,
}

/// A period.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) name: String,
    pub(crate) instance: u32,
    pub(crate) party: u32,
    pub(crate) due: Option<Day>,
    pub(crate) ended_on: Option<String>,
    pub(crate) ended: String,
    pub(crate) working: bool,
    pub(crate) deadline: Deadline,
}

impl Term {
    pub(crate) fn is_running(&self) -> bool {
        self.ended_on.is_none()
    }
}

/// All periods of one thing, running ones first, by due day.
pub(crate) async fn terms(portal: &Portal, id: Uuid) -> anyhow::Result<Vec<Term>> {
    let rows: Vec<Row> = query_as(
        "SELECT name, instance, party, due, ended_on, ended, working, deadline FROM portal.term
         WHERE id = $1 ORDER BY ended_on IS NOT NULL, due NULLS LAST, instance, name, party",
    )
    .bind(id)
    .fetch_all(portal.inside.pool())
    .await?;
    let term = |row: Row| {
        Ok(Term {
            name: row.name,
            instance: u32::try_from(row.instance)?,
            party: u32::try_from(row.party)?,
            due: row.due.map(|due| due.parse()).transpose()?,
            ended_on: row.ended_on,
            ended: row.ended,
            working: row.working,
            deadline: Deadline::decode(row.deadline.as_slice())?,
        })
    };
    rows.into_iter().map(term).collect()
}
