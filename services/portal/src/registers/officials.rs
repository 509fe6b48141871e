//! Those who hold posts in organs, with the rank of each post and its days.

use proto::Message;
use proto::directory::{Appointment, OfficialEvent, OfficialFact, official_event, official_fact};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::entries::if_any;
use crate::Portal;
use crate::kinds::DIRECTORY;

/// The register of officials.
pub(crate) struct Officials;

impl Projection for Officials {
    const NAME: &'static str = "officials";
    const READS: &'static [&'static str] = &[DIRECTORY];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        use official_event::Event;
        if event.envelope.kind != "Official" {
            return Ok(());
        }
        let (id, version) = (event.stream()?, event.envelope.version);
        match OfficialEvent::decode(event.envelope.payload.as_slice())?.event {
            Some(Event::Registered(person)) => put_name(db, id, &person.name).await,
            Some(Event::Appointed(appointment)) => put_post(db, id, version, &appointment).await,
            Some(Event::Ended(end)) => {
                let ended = query("UPDATE portal.post SET to_day = $3 WHERE official = $1 AND entry = $2");
                ended.bind(id).bind(end.entry).bind(end.to).execute(db).await?;
                Ok(())
            }
            Some(Event::Amended(amended)) => {
                let entry = amended.amendment.map_or(0, |amendment| amendment.entry);
                match amended.after.and_then(|after| after.fact) {
                    Some(official_fact::Fact::Person(person)) => put_name(db, id, &person.name).await,
                    Some(official_fact::Fact::Appointment(post)) => put_post(db, id, entry, &post).await,
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
        query("DELETE FROM portal.post").execute(&mut *db).await?;
        query("DELETE FROM portal.official").execute(db).await?;
        Ok(())
    }
}

async fn put_name(db: &mut PgConnection, id: Uuid, name: &str) -> anyhow::Result<()> {
    let named =
        "INSERT INTO portal.official (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
    query(named).bind(id).bind(name).execute(db).await?;
    Ok(())
}

async fn put_post(db: &mut PgConnection, id: Uuid, entry: i64, post: &Appointment) -> anyhow::Result<()> {
    query(
        "INSERT INTO portal.post (official, entry, organ, post, level, from_day, to_day, in_charge_of, basis)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (official, entry) DO UPDATE SET organ = excluded.organ, post = excluded.post,
            level = excluded.level, from_day = excluded.from_day, to_day = excluded.to_day,
            in_charge_of = excluded.in_charge_of, basis = excluded.basis",
    )
    .bind(id)
    .bind(entry)
    .bind(Uuid::from_slice(&post.organ)?)
    .bind(&post.post)
    .bind(&post.level)
    .bind(&post.from)
    .bind(if_any(&post.to))
    .bind(&post.in_charge_of)
    .bind(&post.basis)
    .execute(db)
    .await?;
    Ok(())
}

async fn take_out(db: &mut PgConnection, id: Uuid, entry: i64, before: Option<OfficialFact>) -> anyhow::Result<()> {
    match before.and_then(|before| before.fact) {
        Some(official_fact::Fact::Person(_)) => {
            query("DELETE FROM portal.official WHERE id = $1").bind(id).execute(&mut *db).await?;
            query("DELETE FROM portal.post WHERE official = $1").bind(id).execute(db).await?;
        }
        Some(official_fact::Fact::Appointment(_)) => {
            let gone = query("DELETE FROM portal.post WHERE official = $1 AND entry = $2");
            gone.bind(id).bind(entry).execute(db).await?;
        }
        None => {}
    }
    Ok(())
}

/// A post that somebody holds or held.
#[derive(Debug, Clone, FromRow)]
#[expect(clippy::struct_field_names, reason = "what the post is called is the column's name")]
pub(crate) struct Post {
    pub(crate) official: Uuid,
    pub(crate) name: String,
    pub(crate) organ: Uuid,
    pub(crate) post: String,
    pub(crate) level: String,
    pub(crate) from_day: String,
    pub(crate) to_day: Option<String>,
    pub(crate) in_charge_of: String,
    pub(crate) basis: String,
}

impl Post {
    /// Whether it was held on a day.
    pub(crate) fn is_held_on(&self, day: &str) -> bool {
        self.from_day.as_str() <= day && self.to_day.as_ref().is_none_or(|to| to.as_str() >= day)
    }
}

/// All posts, of these organs if any are named: by organ, those that are held before those that were, by rank.
pub(crate) async fn posts(portal: &Portal, organs: &[Uuid]) -> sqlx::Result<Vec<Post>> {
    query_as(
        "SELECT p.official, f.name, p.organ, p.post, p.level, p.from_day, p.to_day, p.in_charge_of, p.basis
         FROM portal.post p JOIN portal.official f ON f.id = p.official
         WHERE cardinality($1::uuid[]) = 0 OR p.organ = ANY ($1)
         ORDER BY p.organ, p.to_day IS NOT NULL,
            array_position(ARRAY['Principal', 'Deputy', 'DeputyRank', 'OtherInCharge'], p.level), p.from_day, f.name",
    )
    .bind(organs)
    .fetch_all(portal.inside.pool())
    .await
}
