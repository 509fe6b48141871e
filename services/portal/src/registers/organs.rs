//! Organs as the directory tells of them: for pick lists, under the names they bear on a day.

use kernel::day::Day;
use proto::Message;
use proto::directory::{OrganEvent, OrganFact, OrganName, organ_event, organ_fact};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::Portal;

/// The register of organs.
pub(crate) struct Organs;

impl Projection for Organs {
    const NAME: &'static str = "organs";
    const READS: &'static [&'static str] = &["directory"];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        use organ_event::Event;
        if event.envelope.kind != "Organ" {
            return Ok(());
        }
        let (id, version) = (event.stream()?, event.envelope.version);
        let Some(happened) = OrganEvent::decode(event.envelope.payload.as_slice())?.event else { return Ok(()) };
        match happened {
            Event::Registered(entry) => put(db, id, version, organ_fact::Fact::Entry(entry)).await,
            Event::Renamed(name) => put(db, id, version, organ_fact::Fact::Name(name)).await,
            Event::Abolished(end) => put(db, id, version, organ_fact::Fact::End(end)).await,
            Event::Amended(amended) => {
                let entry = amended.amendment.map_or(0, |amendment| amendment.entry);
                match amended.after.and_then(|after| after.fact) {
                    Some(fact) => put(db, id, entry, fact).await,
                    None => Ok(()),
                }
            }
            Event::Struck(struck) => {
                let entry = struck.amendment.map_or(0, |amendment| amendment.entry);
                take_out(db, id, entry, struck.before).await
            }
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM portal.organ_name WHERE organ IN (SELECT id FROM portal.organ)").execute(&mut *db).await?;
        query("DELETE FROM portal.organ").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, fact: organ_fact::Fact) -> anyhow::Result<()> {
    match fact {
        organ_fact::Fact::Entry(e) => {
            query(
                "INSERT INTO portal.organ (id, code, kind, area, since, credit_code, predecessors)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, area = excluded.area, since = excluded.since,
                    credit_code = excluded.credit_code, predecessors = excluded.predecessors",
            )
            .bind(id)
            .bind(&e.code)
            .bind(&e.kind)
            .bind(&e.area)
            .bind(&e.since)
            .bind(&e.credit_code)
            .bind(e.predecessors.iter().filter_map(|organ| Uuid::from_slice(organ).ok()).collect::<Vec<_>>())
            .execute(&mut *db)
            .await?;
            let name = OrganName { name: e.name, short_name: e.short_name, from: e.since, basis: String::new() };
            put_name(db, id, entry, &name).await
        }
        organ_fact::Fact::Name(name) => put_name(db, id, entry, &name).await,
        organ_fact::Fact::End(end) => {
            let ended = query("UPDATE portal.organ SET until = $2, successor = $3 WHERE id = $1").bind(id).bind(end.on);
            ended.bind(Uuid::from_slice(&end.successor).ok()).execute(db).await?;
            Ok(())
        }
    }
}

pub(super) async fn put_name(db: &mut PgConnection, id: Uuid, entry: i64, name: &OrganName) -> anyhow::Result<()> {
    query(
        "INSERT INTO portal.organ_name (organ, entry, name, short_name, from_day) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organ, entry) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, from_day = excluded.from_day",
    )
    .bind(id)
    .bind(entry)
    .bind(&name.name)
    .bind(&name.short_name)
    .bind(&name.from)
    .execute(db)
    .await?;
    Ok(())
}

async fn take_out(db: &mut PgConnection, id: Uuid, entry: i64, before: Option<OrganFact>) -> anyhow::Result<()> {
    match before.and_then(|before| before.fact) {
        Some(organ_fact::Fact::Entry(_)) => {
            query("DELETE FROM portal.organ WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM portal.organ_name WHERE organ = $1").bind(id).execute(db).await?;
        }
        Some(organ_fact::Fact::Name(_)) => {
            let name = query("DELETE FROM portal.organ_name WHERE organ = $1 AND entry = $2");
            name.bind(id).bind(entry).execute(db).await?;
        }
        Some(organ_fact::Fact::End(_)) => {
            let stands = query("UPDATE portal.organ SET until = NULL, successor = NULL WHERE id = $1");
            stands.bind(id).execute(db).await?;
        }
        None => {}
    }
    Ok(())
}

/// An organ on a day.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Organ {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) until: Option<String>,
}

impl Organ {
    /// As a pick list offers it: with the day on which it ended, where it has.
    pub(crate) fn choice(&self) -> (String, String) {
        let until = self.until.as_ref().map(|until| format!("（至 {until}）")).unwrap_or_default();
        (self.id.to_string(), format!("{}{until}", self.name))
    }
}

/// The organs that stood on a day, under the names they bore then.
pub(crate) async fn on(portal: &Portal, day: Day) -> sqlx::Result<Vec<Organ>> {
    query_as(
        "SELECT organ.id, code, kind, area, name, until FROM portal.organ CROSS JOIN LATERAL (
            SELECT name FROM portal.organ_name WHERE organ_name.organ = organ.id AND from_day <= $1
            ORDER BY from_day DESC LIMIT 1) AS borne
         WHERE since <= $1 AND (until IS NULL OR until > $1) ORDER BY code",
    )
    .bind(day.to_string())
    .fetch_all(portal.inside.pool())
    .await
}

/// All organs there ever were, those that stand first, each under the name it bore on a day: what is entered late, and what
/// is looked for, may concern one that is no more.
pub(crate) async fn ever(portal: &Portal, day: Day) -> sqlx::Result<Vec<Organ>> {
    query_as(
        "SELECT organ.id, code, kind, area, name, until FROM portal.organ CROSS JOIN LATERAL (
            SELECT name FROM portal.organ_name WHERE organ_name.organ = organ.id
            ORDER BY from_day <= $1 DESC, CASE WHEN from_day <= $1 THEN from_day END DESC, from_day LIMIT 1) AS borne
         ORDER BY until IS NOT NULL, code",
    )
    .bind(day.to_string())
    .fetch_all(portal.inside.pool())
    .await
}

/// An organ as the directory's pages show it, with every name it has borne.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Listed {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) credit_code: String,
    pub(crate) since: String,
    pub(crate) until: Option<String>,
    pub(crate) successor: Option<Uuid>,
    pub(crate) predecessors: Vec<Uuid>,
    /// The latest name.
    pub(crate) name: String,
    /// All names, each with its first day, the latest first.
    pub(crate) names: Vec<String>,
}

/// All organs there ever were, those that stand first.
pub(crate) async fn all(portal: &Portal) -> sqlx::Result<Vec<Listed>> {
    query_as(
        "SELECT o.id, o.code, o.kind, o.credit_code, o.since, o.until, o.successor, o.predecessors,
            borne.names[1] AS name, borne.told AS names
         FROM portal.organ o CROSS JOIN LATERAL (
            SELECT array_agg(n.name ORDER BY n.from_day DESC) AS names,
                array_agg(n.from_day || ' 起：' || n.name ORDER BY n.from_day DESC) AS told
            FROM portal.organ_name n WHERE n.organ = o.id) AS borne
         ORDER BY o.until IS NOT NULL, o.code",
    )
    .fetch_all(portal.inside.pool())
    .await
}

/// The government that decides reconsiderations in an area, among the organs of a day: the directory knows other places'
/// governments too.
pub(crate) fn government<'a>(organs: &'a [Organ], area: &str) -> Option<&'a Organ> {
    organs.iter().find(|organ| organ.area == area && organ.kind.ends_with("Government"))
}

/// What the bar calls the place.
pub(crate) async fn place(portal: &Portal, day: Day) -> sqlx::Result<String> {
    let organs = on(portal, day).await?;
    Ok(government(&organs, &portal.settings.area).map(|organ| organ.name.clone()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_government_is_that_of_the_area_and_not_the_first_by_code() {
        let organ = |kind: &str, area: &str| {
            let [code, kind, area, name] = ["", kind, area, ""].map(str::to_owned);
            Organ { id: Uuid::nil(), code, kind, area, name, until: None }
        };
        let city = organ("MunicipalGovernment", "610300");
        let organs = [city, organ("Department", "610327"), organ("CountyGovernment", "610327")];
        assert_eq!(government(&organs, "610327").unwrap().kind, "CountyGovernment");
        assert!(government(&organs, "610326").is_none());
    }
}
