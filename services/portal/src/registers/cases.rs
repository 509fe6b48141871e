//! The cases: every entry as it was told, and one line of the ledger for each case, which is what the entries that stand
//! come to. The timeline and the case page are read from the entries.

mod sheet;

pub(crate) use sheet::{End, Entry, Mark, Sheet};

use proto::Message;
use proto::reconsideration::CaseEvent;
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, query};
use uuid::Uuid;

use crate::access::{Person, within_reach};
use crate::kinds::RECONSIDERATION;
use crate::{Portal, normal};

/// The register of cases.
pub(crate) struct Cases;

const ENTRY: &str =
    "INSERT INTO portal.case_entry (case_id, entry, event, occurred_on, recorded_at, account, actor, payload)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const FILE: &str = "INSERT INTO portal.case_file (id, version, number, number_key, stage, is_open, procedure, received_on,
        accepted_on, decided_on, decision_number, outcome, applicants, respondents, respondent_ids, act_kind, act, handlers,
        handler_names, acknowledged, registered_by, changed_at, words, grams)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, number = excluded.number, number_key = excluded.number_key,
        stage = excluded.stage, is_open = excluded.is_open, procedure = excluded.procedure,
        received_on = excluded.received_on, accepted_on = excluded.accepted_on, decided_on = excluded.decided_on,
        decision_number = excluded.decision_number, outcome = excluded.outcome, applicants = excluded.applicants,
        respondents = excluded.respondents, respondent_ids = excluded.respondent_ids, act_kind = excluded.act_kind,
        act = excluded.act, handlers = excluded.handlers, handler_names = excluded.handler_names,
        acknowledged = excluded.acknowledged, registered_by = excluded.registered_by, changed_at = excluded.changed_at,
        words = excluded.words, grams = excluded.grams";

impl Projection for Cases {
    const NAME: &'static str = "cases";
    const READS: &'static [&'static str] = &[RECONSIDERATION];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != "ReconsiderationCase" {
            return Ok(());
        }
        let (id, envelope) = (event.stream()?, &event.envelope);
        let actor = envelope.actor.clone().unwrap_or_default();
        query(ENTRY)
            .bind(id)
            .bind(envelope.version)
            .bind(&envelope.event)
            .bind(&envelope.occurred_on)
            .bind(envelope.recorded_at)
            .bind(actor.account)
            .bind(actor.name)
            .bind(&envelope.payload)
            .execute(&mut *db)
            .await?;
        let entries = entries_of(&mut *db, id).await?;
        match Sheet::of(&entries) {
            Some(sheet) => write(db, id, &sheet).await,
            None => Ok(()),
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM portal.case_entry").execute(&mut *db).await?;
        query("DELETE FROM portal.case_file").execute(db).await?;
        Ok(())
    }
}

async fn write(db: &mut PgConnection, id: Uuid, sheet: &Sheet) -> anyhow::Result<()> {
    let words = normal::alike(&sheet.words());
    let handlers: Vec<&str> = sheet.handlers.iter().map(|handler| handler.account.as_str()).collect();
    query(FILE)
        .bind(id)
        .bind(sheet.version)
        .bind(&sheet.number)
        .bind(normal::alike(&sheet.number))
        .bind(sheet.stage())
        .bind(sheet.is_open())
        .bind(&sheet.procedure)
        .bind(&sheet.received_on)
        .bind(&sheet.accepted_on)
        .bind(&sheet.decided_on)
        .bind(&sheet.decision_number)
        .bind(sheet.outcome())
        .bind(sheet.names("Applicant"))
        .bind(sheet.respondent_names())
        .bind(sheet.respondent_ids())
        .bind(&sheet.act.kind)
        .bind(&sheet.act.title)
        .bind(handlers)
        .bind(sheet.handler_names())
        .bind(sheet.acknowledged)
        .bind(&sheet.registered_by)
        .bind(sheet.changed_at)
        .bind(&words)
        .bind(normal::grams(&words))
        .execute(db)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct EntryRow {
    entry: i64,
    event: String,
    occurred_on: String,
    recorded_at: i64,
    account: String,
    actor: String,
    payload: Vec<u8>,
}

/// All entries of a case, in the order in which they were told.
async fn entries_of(db: &mut PgConnection, case: Uuid) -> anyhow::Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "SELECT entry, event, occurred_on, recorded_at, account, actor, payload FROM portal.case_entry
         WHERE case_id = $1 ORDER BY entry",
    )
    .bind(case)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let told = CaseEvent::decode(row.payload.as_slice())?;
            Ok(Entry {
                number: row.entry,
                name: row.event,
                occurred_on: row.occurred_on,
                recorded_at: row.recorded_at,
                account: row.account,
                actor: row.actor,
                event: told.event,
                clocks: told.clocks,
            })
        })
        .collect()
}

/// A case as a person may read it: its entries, and what they come to.
pub(crate) async fn case(portal: &Portal, person: &Person, case: Uuid) -> anyhow::Result<Option<(Vec<Entry>, Sheet)>> {
    let mut seen = QueryBuilder::<Postgres>::new("SELECT EXISTS (SELECT FROM portal.case_file c WHERE c.id = ");
    seen.push_bind(case);
    within_reach(&mut seen, person);
    seen.push(")");
    let mut db = portal.inside.pool().acquire().await?;
    let is_seen: bool = seen.build_query_scalar().fetch_one(&mut *db).await?;
    if !is_seen {
        return Ok(None);
    }
    let entries = entries_of(&mut db, case).await?;
    Ok(Sheet::of(&entries).map(|sheet| (entries, sheet)))
}

/// How many open cases an account handles.
pub(crate) async fn handled_by(portal: &Portal, account: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM portal.case_file WHERE is_open AND handlers @> ARRAY[$1]")
        .bind(account)
        .fetch_one(portal.inside.pool())
        .await
}

/// The case of an address: its id, or its number in any usual writing.
pub(crate) async fn named(portal: &Portal, person: &Person, name: &str) -> anyhow::Result<Option<Uuid>> {
    if let Ok(id) = name.parse() {
        return Ok(Some(id));
    }
    let mut found = QueryBuilder::<Postgres>::new("SELECT c.id FROM portal.case_file c WHERE c.number_key = ");
    found.push_bind(normal::alike(name));
    within_reach(&mut found, person);
    found.push(" ORDER BY c.received_on DESC LIMIT 1");
    Ok(found.build_query_scalar().fetch_optional(portal.inside.pool()).await?)
}
