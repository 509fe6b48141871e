//! Organs with all names they have borne; asked: which stood on a day, under which name.

use kernel::area::Area;
use proto::directory::{self as messages, OrgansAnswer, OrgansQuestion};
use runtime::event_log::Recorded;
use runtime::{At, Projection, Question, Unanswered, read, write};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::{PAGE, asked_on, numbered, told};
use crate::organ::{Organ, OrganEvent, OrganFact};

/// The register of organs.
#[derive(Debug)]
pub struct Organs;

const ENTRY: &str = "INSERT INTO directory.organ (id, code, kind, area, credit_code, since, predecessors)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, area = excluded.area, credit_code = excluded.credit_code,
        since = excluded.since, predecessors = excluded.predecessors";
const NAME: &str = "INSERT INTO directory.organ_name (organ, entry, name, short_name, from_day) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (organ, entry) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, from_day = excluded.from_day";
const END: &str = "UPDATE directory.organ SET until = $2, successor = $3 WHERE id = $1";

impl Projection for Organs {
    const NAME: &'static str = "organs";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let Some((id, version, event)) = told::<Organ>(event)? else { return Ok(()) };
        match event {
            OrganEvent::Registered(entry) => put(db, id, version, OrganFact::Entry(entry)).await,
            OrganEvent::Renamed(name) => put(db, id, version, OrganFact::Name(name)).await,
            OrganEvent::Abolished(end) => put(db, id, version, OrganFact::End(end)).await,
            OrganEvent::Amended(e) => put(db, id, numbered(e.amendment.entry)?, e.after).await,
            OrganEvent::Struck(e) => take_out(db, id, numbered(e.amendment.entry)?, e.before).await,
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM directory.organ").execute(&mut *db).await?;
        query("DELETE FROM directory.organ_name").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, fact: OrganFact) -> anyhow::Result<()> {
    let text = |line: Option<&kernel::writing::Line>| line.map_or(String::new(), ToString::to_string);
    match fact {
        OrganFact::Entry(e) => {
            let predecessors: Vec<Uuid> = e.predecessors.iter().map(|id| id.uuid()).collect();
            query(ENTRY)
                .bind(id)
                .bind(e.code.to_string())
                .bind(kernel::word::Word::english(e.kind))
                .bind(e.area.as_str())
                .bind(e.credit_code.as_ref().map_or("", |code| code.as_str()))
                .bind(e.since.to_string())
                .bind(predecessors)
                .execute(&mut *db)
                .await?;
            let name = query(NAME).bind(id).bind(entry).bind(e.name.as_str()).bind(text(e.short_name.as_ref()));
            name.bind(e.since.to_string()).execute(db).await?;
        }
        OrganFact::Name(n) => {
            let name = query(NAME).bind(id).bind(entry).bind(n.name.as_str()).bind(text(n.short_name.as_ref()));
            name.bind(n.from.to_string()).execute(db).await?;
        }
        OrganFact::End(e) => {
            let successor = e.successor.map(kernel::id::Id::uuid);
            query(END).bind(id).bind(Some(e.on.to_string())).bind(successor).execute(db).await?;
        }
    }
    Ok(())
}

async fn take_out(db: &mut PgConnection, id: Uuid, entry: i64, fact: OrganFact) -> anyhow::Result<()> {
    match fact {
        OrganFact::Entry(_) => {
            query("DELETE FROM directory.organ WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM directory.organ_name WHERE organ = $1").bind(id).execute(db).await?;
        }
        OrganFact::Name(_) => {
            let name = query("DELETE FROM directory.organ_name WHERE organ = $1 AND entry = $2");
            name.bind(id).bind(entry).execute(db).await?;
        }
        OrganFact::End(_) => {
            query(END).bind(id).bind(None::<String>).bind(None::<Uuid>).execute(db).await?;
        }
    }
    Ok(())
}

const STOOD: &str =
    "SELECT organ.id, code, name, short_name, kind, area, credit_code, since, predecessors, until, successor
    FROM directory.organ
    CROSS JOIN LATERAL (
        SELECT name, short_name FROM directory.organ_name
        WHERE organ_name.organ = organ.id AND from_day <= $1 ORDER BY from_day DESC LIMIT 1
    ) AS borne
    WHERE since <= $1 AND (until IS NULL OR until > $1) AND starts_with(area, $2) AND code > $3
    ORDER BY code LIMIT $4";

#[derive(FromRow)]
struct Stood {
    id: Uuid,
    code: String,
    name: String,
    short_name: String,
    kind: String,
    area: String,
    credit_code: String,
    since: String,
    predecessors: Vec<Uuid>,
    until: Option<String>,
    successor: Option<Uuid>,
}

impl Question for Organs {
    const NAME: &'static str = "Organs";
    type Asked = OrgansQuestion;
    type Answer = OrgansAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: OrgansQuestion) -> Result<OrgansAnswer, Unanswered> {
        let on = asked_on(&asked.on)?;
        let within = match asked.area {
            all if all.is_empty() => all,
            area => read::value::<Area>("area", area)?.beginning().to_owned(),
        };
        let rows: Vec<Stood> = query_as(STOOD)
            .bind(on.to_string())
            .bind(within)
            .bind(asked.after)
            .bind(PAGE + 1)
            .fetch_all(&mut *at.db)
            .await?;
        let (organs, next) = super::page(rows, |row| row.code.clone());
        Ok(OrgansAnswer { organs: organs.into_iter().map(messages::Organ::from).collect(), next })
    }
}

impl From<Stood> for messages::Organ {
    fn from(row: Stood) -> Self {
        Self {
            id: write::uuid(row.id),
            code: row.code,
            name: row.name,
            short_name: row.short_name,
            kind: row.kind,
            area: row.area,
            since: row.since,
            until: row.until.unwrap_or_default(),
            successor: write::uuid_if_any(row.successor),
            credit_code: row.credit_code,
            predecessors: row.predecessors.into_iter().map(write::uuid).collect(),
        }
    }
}
