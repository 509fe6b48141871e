//! Organs and settings as the directory tells of them.

use proto::Message;
use proto::directory::{
    Adoption, OrganEvent, OrganFact, OrganName, SettingEvent, organ_event, organ_fact, setting_event,
};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::facts::Asked;
use crate::period::Period;
use crate::policies::Policies;
use proto::notices as messages;

/// The register of organs and settings.
pub(crate) struct Names;

impl Projection for Names {
    const NAME: &'static str = "names";
    const READS: &'static [&'static str] = &["directory"];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let (id, entry, payload) = (event.stream()?, event.envelope.version, event.envelope.payload.as_slice());
        match event.envelope.kind.as_str() {
            "Organ" => match OrganEvent::decode(payload)?.event {
                Some(happened) => take_organ(db, id, entry, happened).await,
                None => Ok(()),
            },
            "Setting" => match SettingEvent::decode(payload)?.event {
                Some(happened) => take_setting(db, id, entry, happened).await,
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        for table in ["DELETE FROM notices.organ", "DELETE FROM notices.organ_name", "DELETE FROM notices.setting"] {
            query(table).execute(&mut *db).await?;
        }
        Ok(())
    }
}

async fn take_organ(db: &mut PgConnection, id: Uuid, entry: i64, happened: organ_event::Event) -> anyhow::Result<()> {
    use organ_event::Event;
    let (entry, fact) = match happened {
        Event::Registered(e) => (entry, Some(organ_fact::Fact::Entry(e))),
        Event::Renamed(e) => (entry, Some(organ_fact::Fact::Name(e))),
        Event::Abolished(e) => (entry, Some(organ_fact::Fact::End(e))),
        Event::Amended(e) => (e.amendment.map_or(0, |amendment| amendment.entry), e.after.and_then(|after| after.fact)),
        Event::Struck(e) => return strike(db, id, e.amendment.map_or(0, |amendment| amendment.entry), e.before).await,
    };
    match fact {
        Some(organ_fact::Fact::Entry(e)) => {
            query(
                "INSERT INTO notices.organ (id, code, kind, area, since) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, area = excluded.area, since = excluded.since",
            )
            .bind(id)
            .bind(&e.code)
            .bind(&e.kind)
            .bind(&e.area)
            .bind(&e.since)
            .execute(&mut *db)
            .await?;
            let name = OrganName { name: e.name, short_name: e.short_name, from: e.since, basis: String::new() };
            put_name(db, id, entry, &name).await
        }
        Some(organ_fact::Fact::Name(name)) => put_name(db, id, entry, &name).await,
        Some(organ_fact::Fact::End(end)) => {
            let ended = query("UPDATE notices.organ SET until = $2, successor = $3 WHERE id = $1");
            ended.bind(id).bind(end.on).bind(Uuid::from_slice(&end.successor).ok()).execute(db).await?;
            Ok(())
        }
        None => Ok(()),
    }
}

async fn put_name(db: &mut PgConnection, id: Uuid, entry: i64, name: &OrganName) -> anyhow::Result<()> {
    query(
        "INSERT INTO notices.organ_name (organ, entry, name, short_name, from_day) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organ, entry) DO UPDATE SET name = excluded.name, short_name = excluded.short_name,
             from_day = excluded.from_day",
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

async fn strike(db: &mut PgConnection, id: Uuid, entry: i64, before: Option<OrganFact>) -> anyhow::Result<()> {
    match before.and_then(|before| before.fact) {
        Some(organ_fact::Fact::Entry(_)) => {
            query("DELETE FROM notices.organ WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM notices.organ_name WHERE organ = $1").bind(id).execute(db).await?;
        }
        Some(organ_fact::Fact::Name(_)) => {
            let name = query("DELETE FROM notices.organ_name WHERE organ = $1 AND entry = $2");
            name.bind(id).bind(entry).execute(db).await?;
        }
        Some(organ_fact::Fact::End(_)) => {
            let stands = query("UPDATE notices.organ SET until = NULL, successor = NULL WHERE id = $1");
            stands.bind(id).execute(db).await?;
        }
        None => {}
    }
    Ok(())
}

async fn take_setting(
    db: &mut PgConnection,
    id: Uuid,
    entry: i64,
    happened: setting_event::Event,
) -> anyhow::Result<()> {
    let (entry, adoption) = match happened {
        setting_event::Event::Adopted(adoption) => (entry, Some(adoption)),
        setting_event::Event::Amended(e) => (e.amendment.map_or(0, |amendment| amendment.entry), e.after),
        setting_event::Event::Struck(e) => {
            let struck = e.amendment.map_or(0, |amendment| amendment.entry);
            let gone = query("DELETE FROM notices.setting WHERE stream = $1 AND entry = $2");
            gone.bind(id).bind(struck).execute(db).await?;
            return Ok(());
        }
    };
    let Some(Adoption { name, value, from, basis, area }) = adoption else { return Ok(()) };
    query(
        "INSERT INTO notices.setting (stream, entry, area, name, value, from_day, basis)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (stream, entry) DO UPDATE SET value = excluded.value, from_day = excluded.from_day,
             basis = excluded.basis",
    )
    .bind(id)
    .bind(entry)
    .bind(area)
    .bind(name)
    .bind(value)
    .bind(from)
    .bind(basis)
    .execute(db)
    .await?;
    Ok(())
}

#[derive(FromRow)]
struct Stood {
    id: Uuid,
    code: String,
    kind: String,
    name: String,
    short_name: String,
}

/// An organ that another succeeded.
#[derive(FromRow)]
struct Ended {
    id: Uuid,
    successor: Uuid,
    code: String,
    name: String,
}

/// The organs of an area that stood on some day of a period, by code, under the last names they bore in it; each with those
/// before it whose matters are its own now (R-APP-13).
pub(crate) async fn organs(db: &mut PgConnection, asked: &Asked, period: Period) -> sqlx::Result<Vec<messages::Organ>> {
    let stood: Vec<Stood> = query_as(
        "SELECT organ.id, code, kind, name, short_name FROM notices.organ CROSS JOIN LATERAL (
            SELECT name, short_name FROM notices.organ_name WHERE organ_name.organ = organ.id AND from_day <= $2
            ORDER BY from_day DESC LIMIT 1) AS borne
         WHERE since <= $2 AND (until IS NULL OR until > $1) AND starts_with(area, $3) ORDER BY code",
    )
    .bind(period.first().to_string())
    .bind(period.last().to_string())
    .bind(asked.within())
    .fetch_all(&mut *db)
    .await?;
    let ended: Vec<Ended> = query_as(
        "SELECT organ.id, successor, code, name FROM notices.organ CROSS JOIN LATERAL (
            SELECT name FROM notices.organ_name WHERE organ_name.organ = organ.id ORDER BY from_day DESC LIMIT 1) AS borne
         WHERE successor IS NOT NULL ORDER BY code",
    )
    .fetch_all(db)
    .await?;
    let organ = |row: Stood| messages::Organ {
        id: row.id.as_bytes().to_vec(),
        code: row.code,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        predecessors: Vec::new(),
    };
    let mut organs: Vec<_> = stood.into_iter().map(organ).collect();
    succeed(&mut organs, &ended);
    Ok(organs)
}

/// Gives each organ that no longer stood to the first of its successors that did.
fn succeed(organs: &mut [messages::Organ], ended: &[Ended]) {
    let stood: Vec<Vec<u8>> = organs.iter().map(|organ| organ.id.clone()).collect();
    let place = |id: Uuid| stood.iter().position(|stood| stood == id.as_bytes());
    for gone in ended.iter().filter(|gone| place(gone.id).is_none()) {
        let after = |organ: &&Ended| ended.iter().find(|next| next.id == organ.successor);
        let successors = std::iter::successors(Some(gone), after).take(ended.len());
        if let Some(organ) = successors.map(|organ| organ.successor).find_map(place) {
            let Ended { id, code, name, .. } = gone;
            let (id, code, name) = (id.as_bytes().to_vec(), code.clone(), name.clone());
            organs[organ].predecessors.push(messages::Organ { id, code, name, ..messages::Organ::default() });
        }
    }
}

/// The settings of an area as they held on the last day of a period.
pub(crate) async fn policies(db: &mut PgConnection, area: &str, period: Period) -> sqlx::Result<Policies> {
    let adopted: Vec<(String, String, String, String)> = query_as(
        "SELECT DISTINCT ON (name) name, value, from_day, basis FROM notices.setting
         WHERE area = $1 AND from_day <= $2 ORDER BY name, from_day DESC, entry DESC",
    )
    .bind(area)
    .bind(period.last().to_string())
    .fetch_all(db)
    .await?;
    let policy = |(name, value, from, basis)| messages::Policy { name, value, from, basis };
    Ok(Policies::of(adopted.into_iter().map(policy)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_ended_organ_did_is_its_first_standing_successors() {
        // R-APP-13
        let id = Uuid::from_u128;
        let ended = |one, successor| Ended {
            id: id(one),
            successor: id(successor),
            code: String::new(),
            name: one.to_string(),
        };
        let organ = |one| messages::Organ { id: id(one).as_bytes().to_vec(), ..messages::Organ::default() };
        let mut organs = vec![organ(3), organ(4)];
        // 1 became 2, which became 3; 5 became 4, which stood still when it became 3; 6 and 7 became each other.
        succeed(
            &mut organs,
            &[ended(1, 2), ended(2, 3), ended(4, 3), ended(5, 4), ended(6, 7), ended(7, 6), ended(8, 9)],
        );
        let before = |nth: usize| organs[nth].predecessors.iter().map(|organ| organ.name.as_str()).collect::<Vec<_>>();
        assert_eq!((before(0), before(1)), (vec!["1", "2"], vec!["5"]));
    }
}
