//! The periods of lawsuits, hearings and suggestions, each as the last event about it left it.

use std::collections::BTreeMap;

use kernel::day::Day;
use proto::Message;
use proto::common::{Deadline, shape};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::entries::if_any;
use crate::Portal;

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

/// Of which thing a period is, its name, the instance and the party.
type Key = (Uuid, String, u32, u32);

/// The periods that some events tell of, each as the last of them leaves it.
#[derive(Default)]
pub(crate) struct Terms {
    told: BTreeMap<Key, Told>,
    /// Whose the periods of a thing's party are, also those told before.
    organs: BTreeMap<(Uuid, u32), Option<Uuid>>,
    /// Things that have no periods any more.
    struck: Vec<Uuid>,
}

impl Terms {
    /// A period is like this. One that never ran is taken out.
    pub(crate) fn tell(&mut self, id: Uuid, told: Told) {
        self.told.insert((id, told.name.clone(), told.instance, told.party), told);
    }

    /// The periods of a party are this organ's.
    pub(crate) fn belong(&mut self, id: Uuid, party: u32, organ: Option<Uuid>) {
        self.organs.insert((id, party), organ);
    }

    /// A thing was entered by mistake, and has no periods.
    pub(crate) fn strike(&mut self, id: Uuid) {
        self.told.retain(|(of, ..), _| *of != id);
        self.struck.push(id);
    }

    /// Writes them.
    pub(crate) async fn put(self, db: &mut PgConnection) -> sqlx::Result<()> {
        if !self.struck.is_empty() {
            query("DELETE FROM portal.term WHERE id = ANY ($1)").bind(&self.struck).execute(&mut *db).await?;
        }
        if !self.told.is_empty() {
            put_told(&mut *db, &self.told).await?;
        }
        if !self.organs.is_empty() {
            put_organs(db, &self.organs).await?;
        }
        Ok(())
    }
}

async fn put_organs(db: &mut PgConnection, organs: &BTreeMap<(Uuid, u32), Option<Uuid>>) -> sqlx::Result<()> {
    query(
        "UPDATE portal.term t SET organ = whose.organ FROM unnest($1::uuid[], $2::bigint[], $3::uuid[]) AS whose (id, party, organ)
         WHERE t.id = whose.id AND t.party = whose.party AND t.organ IS DISTINCT FROM whose.organ",
    )
    .bind(organs.keys().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(organs.keys().map(|(_, party)| i64::from(*party)).collect::<Vec<_>>())
    .bind(organs.values().copied().collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}

async fn put_told(db: &mut PgConnection, told: &BTreeMap<Key, Told>) -> sqlx::Result<()> {
    const BEFORE: &str = "DELETE FROM portal.term t
        USING unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) AS told (id, name, instance, party)
        WHERE (t.id, t.name, t.instance, t.party) = (told.id, told.name, told.instance, told.party)";
    const NOW: &str = "INSERT INTO portal.term
            (kind, id, name, instance, party, rule, due, ended_on, ended, working, provisional, deadline)
        SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
            $8::text[], $9::text[], $10::boolean[], $11::boolean[], $12::bytea[])";
    query(BEFORE)
        .bind(told.keys().map(|(id, ..)| *id).collect::<Vec<_>>())
        .bind(told.keys().map(|(_, name, ..)| name.as_str()).collect::<Vec<_>>())
        .bind(told.keys().map(|(.., instance, _)| i64::from(*instance)).collect::<Vec<_>>())
        .bind(told.keys().map(|(.., party)| i64::from(*party)).collect::<Vec<_>>())
        .execute(&mut *db)
        .await?;
    let (of, stand): (Vec<&Key>, Vec<&Told>) = told.iter().filter(|(_, told)| told.end != "Withdrawn").unzip();
    let deadlines: Vec<Deadline> = stand.iter().map(|told| told.deadline.clone().unwrap_or_default()).collect();
    let is_working = |deadline: &Deadline| {
        let period = deadline.shape.as_ref().and_then(|shape| shape.period.as_ref());
        matches!(period, Some(shape::Period::WorkingDays(_)))
    };
    query(NOW)
        .bind(stand.iter().map(|told| told.kind).collect::<Vec<_>>())
        .bind(of.iter().map(|(id, ..)| *id).collect::<Vec<_>>())
        .bind(of.iter().map(|(_, name, ..)| name.as_str()).collect::<Vec<_>>())
        .bind(of.iter().map(|(.., instance, _)| i64::from(*instance)).collect::<Vec<_>>())
        .bind(of.iter().map(|(.., party)| i64::from(*party)).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| deadline.rule.as_str()).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| if_any(&deadline.due)).collect::<Vec<_>>())
        .bind(stand.iter().map(|told| if_any(&told.ended_on)).collect::<Vec<_>>())
        .bind(stand.iter().map(|told| told.end.as_str()).collect::<Vec<_>>())
        .bind(deadlines.iter().map(is_working).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| deadline.provisional).collect::<Vec<_>>())
        .bind(deadlines.iter().map(Message::encode_to_vec).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// Empties what is kept of these kinds.
pub(crate) async fn clear(db: &mut PgConnection, kinds: &[&str]) -> sqlx::Result<()> {
    query("DELETE FROM portal.term WHERE kind = ANY ($1)").bind(kinds).execute(db).await?;
    Ok(())
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
pub(crate) async fn of(portal: &Portal, id: Uuid) -> anyhow::Result<Vec<Term>> {
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
