//! Courts and procuratorates with all names they have borne; asked: which stood on a day, under which name.

use proto::directory::{self as messages, JudicialOrgansAnswer, JudicialOrgansQuestion};
use runtime::event_log::Recorded;
use runtime::{At, Projection, Question, Unanswered, read, write};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::{PAGE, asked_on, numbered, told};
use crate::judicial_organ::{JudicialKind, JudicialOrgan, JudicialOrganEvent, JudicialOrganFact};
use kernel::word::Word;

/// The register of courts and procuratorates.
#[derive(Debug)]
pub struct JudicialOrgans;

const ENTRY: &str = "INSERT INTO directory.judicial_organ (id, code, kind, level, area, since) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, level = excluded.level, area = excluded.area, since = excluded.since";
const NAME: &str = "INSERT INTO directory.judicial_organ_name (organ, entry, name, from_day) VALUES ($1, $2, $3, $4)
    ON CONFLICT (organ, entry) DO UPDATE SET name = excluded.name, from_day = excluded.from_day";
const END: &str = "UPDATE directory.judicial_organ SET until = $2, successor = $3 WHERE id = $1";

impl Projection for JudicialOrgans {
    const NAME: &'static str = "judicial_organs";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let Some((id, version, event)) = told::<JudicialOrgan>(event)? else { return Ok(()) };
        match event {
            JudicialOrganEvent::Registered(entry) => put(db, id, version, JudicialOrganFact::Entry(entry)).await,
            JudicialOrganEvent::Renamed(name) => put(db, id, version, JudicialOrganFact::Name(name)).await,
            JudicialOrganEvent::Abolished(end) => put(db, id, version, JudicialOrganFact::End(end)).await,
            JudicialOrganEvent::Amended(e) => put(db, id, numbered(e.amendment.entry)?, e.after).await,
            JudicialOrganEvent::Struck(e) => take_out(db, id, numbered(e.amendment.entry)?, e.before).await,
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM directory.judicial_organ").execute(&mut *db).await?;
        query("DELETE FROM directory.judicial_organ_name").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, fact: JudicialOrganFact) -> anyhow::Result<()> {
    let name = query(NAME).bind(id).bind(entry);
    match fact {
        JudicialOrganFact::Entry(e) => {
            query(ENTRY)
                .bind(id)
                .bind(e.code.to_string())
                .bind(e.kind.english())
                .bind(e.level.english())
                .bind(e.area.as_str())
                .bind(e.since.to_string())
                .execute(&mut *db)
                .await?;
            name.bind(e.name.to_string()).bind(e.since.to_string()).execute(db).await?;
        }
        JudicialOrganFact::Name(n) => {
            name.bind(n.name.to_string()).bind(n.from.to_string()).execute(db).await?;
        }
        JudicialOrganFact::End(e) => {
            let successor = e.successor.map(kernel::id::Id::uuid);
            query(END).bind(id).bind(Some(e.on.to_string())).bind(successor).execute(db).await?;
        }
    }
    Ok(())
}

async fn take_out(db: &mut PgConnection, id: Uuid, entry: i64, fact: JudicialOrganFact) -> anyhow::Result<()> {
    match fact {
        JudicialOrganFact::Entry(_) => {
            query("DELETE FROM directory.judicial_organ WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM directory.judicial_organ_name WHERE organ = $1").bind(id).execute(db).await?;
        }
        JudicialOrganFact::Name(_) => {
            let name = query("DELETE FROM directory.judicial_organ_name WHERE organ = $1 AND entry = $2");
            name.bind(id).bind(entry).execute(db).await?;
        }
        JudicialOrganFact::End(_) => {
            query(END).bind(id).bind(None::<String>).bind(None::<Uuid>).execute(db).await?;
        }
    }
    Ok(())
}

const STOOD: &str = "SELECT judicial_organ.id, code, name, kind, level, area, since, until, successor
    FROM directory.judicial_organ
    CROSS JOIN LATERAL (
        SELECT name FROM directory.judicial_organ_name AS borne
        WHERE borne.organ = judicial_organ.id AND from_day <= $1 ORDER BY from_day DESC LIMIT 1
    ) AS borne
    WHERE since <= $1 AND (until IS NULL OR until > $1) AND $2 IN ('', kind) AND code > $3
    ORDER BY code LIMIT $4";

#[derive(FromRow)]
struct Stood {
    id: Uuid,
    code: String,
    name: String,
    kind: String,
    level: String,
    area: String,
    since: String,
    until: Option<String>,
    successor: Option<Uuid>,
}

impl Question for JudicialOrgans {
    const NAME: &'static str = "JudicialOrgans";
    type Asked = JudicialOrgansQuestion;
    type Answer = JudicialOrgansAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: JudicialOrgansQuestion) -> Result<JudicialOrgansAnswer, Unanswered> {
        let on = asked_on(&asked.on)?;
        if !asked.kind.is_empty() {
            read::word::<JudicialKind>("kind", &asked.kind)?;
        }
        let rows: Vec<Stood> = query_as(STOOD)
            .bind(on.to_string())
            .bind(asked.kind)
            .bind(asked.after)
            .bind(PAGE + 1)
            .fetch_all(&mut *at.db)
            .await?;
        let (organs, next) = super::page(rows, |row| row.code.clone());
        Ok(JudicialOrgansAnswer { organs: organs.into_iter().map(messages::JudicialOrgan::from).collect(), next })
    }
}

impl From<Stood> for messages::JudicialOrgan {
    fn from(row: Stood) -> Self {
        Self {
            id: write::uuid(row.id),
            code: row.code,
            name: row.name,
            kind: row.kind,
            level: row.level,
            area: row.area,
            since: row.since,
            until: row.until.unwrap_or_default(),
            successor: write::uuid_if_any(row.successor),
        }
    }
}
