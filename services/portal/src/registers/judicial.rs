//! Courts and procuratorates as the directory tells of them.

use proto::Message;
use proto::directory::{JudicialOrganEvent, JudicialOrganFact, OrganName, judicial_organ_event, judicial_organ_fact};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::organs::put_name;
use crate::Portal;
use crate::kinds::DIRECTORY;

/// The register of courts and procuratorates.
pub(crate) struct JudicialOrgans;

impl Projection for JudicialOrgans {
    const NAME: &'static str = "judicial_organs";
    const READS: &'static [&'static str] = &[DIRECTORY];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        use judicial_organ_event::Event;
        use judicial_organ_fact::Fact;
        if event.envelope.kind != "JudicialOrgan" {
            return Ok(());
        }
        let (id, version) = (event.stream()?, event.envelope.version);
        match JudicialOrganEvent::decode(event.envelope.payload.as_slice())?.event {
            Some(Event::Registered(entry)) => put(db, id, version, Fact::Entry(entry)).await,
            Some(Event::Renamed(name)) => put(db, id, version, Fact::Name(name)).await,
            Some(Event::Abolished(end)) => put(db, id, version, Fact::End(end)).await,
            Some(Event::Amended(amended)) => {
                let entry = amended.amendment.map_or(0, |amendment| amendment.entry);
                match amended.after.and_then(|after| after.fact) {
                    Some(fact) => put(db, id, entry, fact).await,
                    None => Ok(()),
                }
            }
            Some(Event::Struck(struck)) => {
                let entry = struck.amendment.map_or(0, |amendment| amendment.entry);
                take_out(db, id, entry, struck.before).await
            }
            None => Ok(()),
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        let names = query("DELETE FROM portal.organ_name WHERE organ IN (SELECT id FROM portal.judicial_organ)");
        names.execute(&mut *db).await?;
        query("DELETE FROM portal.judicial_organ").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, fact: judicial_organ_fact::Fact) -> anyhow::Result<()> {
    use judicial_organ_fact::Fact;
    let named = |name: String, from: String| OrganName { name, from, ..OrganName::default() };
    match fact {
        Fact::Entry(e) => {
            query(
                "INSERT INTO portal.judicial_organ (id, code, kind, level, area, since) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, level = excluded.level, area = excluded.area,
                    since = excluded.since",
            )
            .bind(id)
            .bind(&e.code)
            .bind(&e.kind)
            .bind(&e.level)
            .bind(&e.area)
            .bind(&e.since)
            .execute(&mut *db)
            .await?;
            put_name(db, id, entry, &named(e.name, e.since)).await
        }
        Fact::Name(name) => put_name(db, id, entry, &named(name.name, name.from)).await,
        Fact::End(end) => {
            let ended = query("UPDATE portal.judicial_organ SET until = $2, successor = $3 WHERE id = $1");
            ended.bind(id).bind(end.on).bind(Uuid::from_slice(&end.successor).ok()).execute(db).await?;
            Ok(())
        }
    }
}

async fn take_out(
    db: &mut PgConnection,
    id: Uuid,
    entry: i64,
    before: Option<JudicialOrganFact>,
) -> anyhow::Result<()> {
    use judicial_organ_fact::Fact;
    match before.and_then(|before| before.fact) {
        Some(Fact::Entry(_)) => {
            query("DELETE FROM portal.judicial_organ WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM portal.organ_name WHERE organ = $1").bind(id).execute(db).await?;
        }
        Some(Fact::Name(_)) => {
            let name = query("DELETE FROM portal.organ_name WHERE organ = $1 AND entry = $2");
            name.bind(id).bind(entry).execute(db).await?;
        }
        Some(Fact::End(_)) => {
            let stands = query("UPDATE portal.judicial_organ SET until = NULL, successor = NULL WHERE id = $1");
            stands.bind(id).execute(db).await?;
        }
        None => {}
    }
    Ok(())
}

/// A court or procuratorate, under its latest name.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct JudicialOrgan {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) level: String,
    pub(crate) area: String,
    pub(crate) since: String,
    pub(crate) until: Option<String>,
    pub(crate) successor: Option<Uuid>,
}

/// All there ever were, those that stand first.
pub(crate) async fn all(portal: &Portal) -> sqlx::Result<Vec<JudicialOrgan>> {
    query_as(
        "SELECT j.id, j.code, borne.name, j.kind, j.level, j.area, j.since, j.until, j.successor
         FROM portal.judicial_organ j CROSS JOIN LATERAL (
            SELECT name FROM portal.organ_name n WHERE n.organ = j.id ORDER BY from_day DESC LIMIT 1) AS borne
         ORDER BY j.until IS NOT NULL, j.kind, j.code",
    )
    .fetch_all(portal.inside.pool())
    .await
}

/// All courts there ever were: what is entered late may have been before one that is no more.
pub(crate) async fn courts(portal: &Portal) -> sqlx::Result<Vec<JudicialOrgan>> {
    Ok(all(portal).await?.into_iter().filter(|organ| organ.kind == "Court").collect())
}

impl JudicialOrgan {
    /// As a pick list offers it: with the day on which it ended, where it has.
    pub(crate) fn choice(&self) -> (String, String) {
        let until = self.until.as_ref().map(|until| format!("（至 {until}）")).unwrap_or_default();
        (self.id.to_string(), format!("{}{until}", self.name))
    }
}
