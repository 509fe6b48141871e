//! The cases: every entry as it was told, and one line of the ledger for each case, which is what the entries that stand
//! come to. The timeline and the case page are read from the entries.

mod sheet;

pub(crate) use sheet::{End, Entry, Mark, Sheet};

use std::collections::{BTreeMap, BTreeSet};

use proto::Message;
use proto::reconsideration::CaseEvent;
use runtime::Projection;
use runtime::event_log::Recorded;
use serde::Serialize;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, query};
use uuid::Uuid;

use super::entries;
use crate::access::{Person, within_reach};
use crate::kinds::{CASE, RECONSIDERATION};
use crate::{Portal, normal};

/// The register of cases.
pub(crate) struct Cases;

const ENTRIES: &str =
    "INSERT INTO portal.case_entry (case_id, entry, event, occurred_on, recorded_at, account, actor, payload)
    SELECT id, entry, event, occurred_on, recorded_at, account, actor, payload FROM ";
const FILES: &str = "INSERT INTO portal.case_file SELECT * FROM json_populate_recordset(NULL::portal.case_file, $1::json)
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
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each case that the events are about is laid out anew once, however many of them it has.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let told: Vec<&Recorded> = events.iter().filter(|event| event.envelope.kind == CASE.name).collect();
        let cases = told.iter().map(|event| event.stream()).collect::<Result<BTreeSet<Uuid>, _>>()?;
        let cases: Vec<Uuid> = cases.into_iter().collect();
        entries::put_all(&mut *db, ENTRIES, &told).await?;
        let told = entries_of(&mut *db, &cases).await?;
        let sheets = told.iter().filter_map(|(case, entries)| Some((*case, Sheet::of(entries)?)));
        let sheets: Vec<(Uuid, Sheet)> = sheets.collect();
        let files: Vec<File> = sheets.iter().map(|(case, sheet)| File::of(*case, sheet)).collect();
        if !files.is_empty() {
            query(FILES).bind(serde_json::to_string(&files)?).execute(db).await?;
        }
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM portal.case_entry").execute(&mut *db).await?;
        query("DELETE FROM portal.case_file").execute(db).await?;
        Ok(())
    }
}

/// A line of the ledger as its table has it.
#[derive(Serialize)]
struct File<'s> {
    id: Uuid,
    version: i64,
    number: &'s str,
    number_key: String,
    stage: &'static str,
    is_open: bool,
    procedure: &'s str,
    received_on: &'s str,
    accepted_on: Option<&'s str>,
    decided_on: Option<&'s str>,
    decision_number: &'s str,
    outcome: String,
    applicants: String,
    respondents: String,
    respondent_ids: Vec<Uuid>,
    act_kind: &'s str,
    act: &'s str,
    handlers: Vec<&'s str>,
    handler_names: String,
    acknowledged: bool,
    registered_by: &'s str,
    changed_at: i64,
    words: String,
    grams: Vec<String>,
}

impl<'s> File<'s> {
    fn of(id: Uuid, sheet: &'s Sheet) -> Self {
        let words = normal::alike(&sheet.words());
        Self {
            id,
            version: sheet.version,
            number: &sheet.number,
            number_key: normal::alike(&sheet.number),
            stage: sheet.stage(),
            is_open: sheet.is_open(),
            procedure: &sheet.procedure,
            received_on: &sheet.received_on,
            accepted_on: sheet.accepted_on.as_deref(),
            decided_on: sheet.decided_on.as_deref(),
            decision_number: &sheet.decision_number,
            outcome: sheet.outcome(),
            applicants: sheet.names("Applicant"),
            respondents: sheet.respondent_names(),
            respondent_ids: sheet.respondent_ids(),
            act_kind: &sheet.act.kind,
            act: &sheet.act.title,
            handlers: sheet.handlers.iter().map(|handler| handler.account.as_str()).collect(),
            handler_names: sheet.handler_names(),
            acknowledged: sheet.acknowledged,
            registered_by: &sheet.registered_by,
            changed_at: sheet.changed_at,
            grams: normal::grams(&words),
            words,
        }
    }
}

#[derive(FromRow)]
struct EntryRow {
    case_id: Uuid,
    entry: i64,
    event: String,
    occurred_on: String,
    recorded_at: i64,
    account: String,
    actor: String,
    payload: Vec<u8>,
}

/// All entries of cases, of each in the order in which they were told.
async fn entries_of(db: &mut PgConnection, cases: &[Uuid]) -> anyhow::Result<BTreeMap<Uuid, Vec<Entry>>> {
    let rows: Vec<EntryRow> = sqlx::query_as(
        "SELECT case_id, entry, event, occurred_on, recorded_at, account, actor, payload FROM portal.case_entry
         WHERE case_id = ANY ($1) ORDER BY case_id, entry",
    )
    .bind(cases)
    .fetch_all(db)
    .await?;
    let mut found: BTreeMap<Uuid, Vec<Entry>> = BTreeMap::new();
    for row in rows {
        let told = CaseEvent::decode(row.payload.as_slice())?;
        found.entry(row.case_id).or_default().push(Entry {
            number: row.entry,
            name: row.event,
            occurred_on: row.occurred_on,
            recorded_at: row.recorded_at,
            account: row.account,
            actor: row.actor,
            event: told.event,
            late: told.late,
            application: told.application,
            clocks: told.clocks,
        });
    }
    Ok(found)
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
    let entries = entries_of(&mut db, &[case]).await?.remove(&case).unwrap_or_default();
    Ok(Sheet::of(&entries).map(|sheet| (entries, sheet)))
}

/// How many open cases an account handles.
pub(crate) async fn handled_by(portal: &Portal, account: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM portal.case_file WHERE is_open AND handlers @> ARRAY[$1]")
        .bind(account)
        .fetch_one(portal.inside.pool())
        .await
}

/// How many open cases an account has registered that nobody handles yet: what is to be done with them is on its work list.
pub(crate) async fn registered_by(portal: &Portal, account: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM portal.case_file WHERE is_open AND handlers = '{}' AND registered_by = $1")
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
