//! People and the posts they hold; asked: who held which post on a day.

use proto::directory::{OfficialsAnswer, OfficialsQuestion, PostHeld};
use runtime::event_log::Recorded;
use runtime::{At, Malformed, Projection, Question, Unanswered, read, write};
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::{PAGE, asked_on, numbered, told};
use crate::official::{Official, OfficialEvent, OfficialFact};
use kernel::word::Word;

/// The register of officials.
#[derive(Debug)]
pub struct Officials;

const PERSON: &str =
    "INSERT INTO directory.official (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
const POST: &str = "INSERT INTO directory.post (official, entry, organ, post, level, from_day, to_day, in_charge_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (official, entry) DO UPDATE SET organ = excluded.organ, post = excluded.post, level = excluded.level,
        from_day = excluded.from_day, to_day = excluded.to_day, in_charge_of = excluded.in_charge_of";

impl Projection for Officials {
    const NAME: &'static str = "officials";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let Some((id, version, event)) = told::<Official>(event)? else { return Ok(()) };
        match event {
            OfficialEvent::Registered(person) => put(db, id, version, OfficialFact::Person(person)).await,
            OfficialEvent::Appointed(appointment) => put(db, id, version, OfficialFact::Appointment(appointment)).await,
            OfficialEvent::Amended(e) => put(db, id, numbered(e.amendment.entry)?, e.after).await,
            OfficialEvent::Ended(end) => {
                let post = query("UPDATE directory.post SET to_day = $3 WHERE official = $1 AND entry = $2");
                post.bind(id).bind(numbered(end.entry)?).bind(end.to.to_string()).execute(db).await?;
                Ok(())
            }
            OfficialEvent::Struck(e) => {
                let gone = match e.before {
                    OfficialFact::Person(_) => query("DELETE FROM directory.official WHERE id = $1").bind(id),
                    OfficialFact::Appointment(_) => {
                        let post = query("DELETE FROM directory.post WHERE official = $1 AND entry = $2");
                        post.bind(id).bind(numbered(e.amendment.entry)?)
                    }
                };
                gone.execute(db).await?;
                Ok(())
            }
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM directory.official").execute(&mut *db).await?;
        query("DELETE FROM directory.post").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, fact: OfficialFact) -> anyhow::Result<()> {
    let put = match fact {
        OfficialFact::Person(person) => query(PERSON).bind(id).bind(person.name.to_string()),
        OfficialFact::Appointment(a) => query(POST)
            .bind(id)
            .bind(entry)
            .bind(a.organ.uuid())
            .bind(a.post.to_string())
            .bind(a.level.english())
            .bind(a.from.to_string())
            .bind(a.to.map(|to| to.to_string()))
            .bind(a.in_charge_of.map_or(String::new(), String::from)),
    };
    put.execute(db).await?;
    Ok(())
}

/// A page is so many people with all their posts of that day.
const HELD: &str = "WITH held AS (
        SELECT * FROM directory.post
        WHERE from_day <= $1 AND (to_day IS NULL OR to_day >= $1) AND ($2::uuid IS NULL OR organ = $2) AND official > $3
    ), page AS (SELECT DISTINCT official FROM held ORDER BY official LIMIT $4)
    SELECT official, name, organ, post, level, from_day, to_day, in_charge_of, entry
    FROM held JOIN page USING (official) JOIN directory.official ON official.id = held.official
    ORDER BY held.official, entry";

#[derive(FromRow)]
struct Held {
    official: Uuid,
    name: String,
    organ: Uuid,
    post: String,
    level: String,
    from_day: String,
    to_day: Option<String>,
    in_charge_of: String,
    entry: i64,
}

impl Question for Officials {
    const NAME: &'static str = "Officials";
    type Asked = OfficialsQuestion;
    type Answer = OfficialsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: OfficialsQuestion) -> Result<OfficialsAnswer, Unanswered> {
        let on = asked_on(&asked.on)?;
        let organ = read::uuid_if_any("organ", &asked.organ)?;
        let after = match asked.after.as_slice() {
            [] => Uuid::nil(),
            after => Uuid::from_slice(after).map_err(|_| Malformed::field("after", "应为上一页所给的续页标记"))?,
        };
        let rows: Vec<Held> =
            query_as(HELD).bind(on.to_string()).bind(organ).bind(after).bind(PAGE).fetch_all(&mut *at.db).await?;
        let mut people: Vec<Uuid> = rows.iter().map(|row| row.official).collect();
        people.dedup();
        let full = i64::try_from(people.len()).is_ok_and(|people| people >= PAGE);
        let next = write::uuid_if_any(people.last().filter(|_| full).copied());
        Ok(OfficialsAnswer { posts: rows.into_iter().map(PostHeld::from).collect(), next })
    }
}

impl From<Held> for PostHeld {
    fn from(row: Held) -> Self {
        Self {
            official: write::uuid(row.official),
            name: row.name,
            organ: write::uuid(row.organ),
            post: row.post,
            level: row.level,
            from: row.from_day,
            to: row.to_day.unwrap_or_default(),
            in_charge_of: row.in_charge_of,
            entry: row.entry,
        }
    }
}
