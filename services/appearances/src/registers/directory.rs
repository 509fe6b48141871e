//! What the directory says, as far as it is asked here: what organs and courts were called, who held which post, and what
//! a place has adopted.

use proto::Message;
use proto::directory::{
    Adoption, JudicialOrganEvent, JudicialOrganFact, JudicialOrganName, OfficialEvent, OfficialFact, OrganEvent,
    OrganFact, OrganName, SettingEvent, judicial_organ_event, judicial_organ_fact, official_event, official_fact,
    organ_event, organ_fact, setting_event,
};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

/// The service's own copy of the directory.
#[derive(Debug)]
pub struct Directory;

impl Projection for Directory {
    const NAME: &'static str = "directory";
    const READS: &'static [&'static str] = &["directory"];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let (id, version) = (event.stream()?, event.envelope.version);
        let payload = event.envelope.payload.as_slice();
        match event.envelope.kind.as_str() {
            "Organ" => organ(db, id, version, OrganEvent::decode(payload)?).await,
            "JudicialOrgan" => court(db, id, version, JudicialOrganEvent::decode(payload)?).await,
            "Official" => official(db, id, version, OfficialEvent::decode(payload)?).await,
            "Setting" => setting(db, id, version, SettingEvent::decode(payload)?).await,
            _ => Ok(()),
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        for table in ["organ_name", "court_name", "official", "post", "setting"] {
            query(sqlx::AssertSqlSafe(format!("DELETE FROM appearances.{table}"))).execute(&mut *db).await?;
        }
        Ok(())
    }
}

fn entry_of(amendment: Option<proto::directory::Amendment>) -> i64 {
    amendment.map_or(0, |amendment| amendment.entry)
}

async fn organ(db: &mut PgConnection, id: Uuid, version: i64, event: OrganEvent) -> anyhow::Result<()> {
    use organ_event::Event;
    use organ_fact::Fact;
    let fact = |fact: Option<OrganFact>| fact.and_then(|fact| fact.fact);
    let (entry, fact) = match event.event {
        Some(Event::Registered(e)) => (version, Some(Fact::Entry(e))),
        Some(Event::Renamed(e)) => (version, Some(Fact::Name(e))),
        Some(Event::Amended(e)) => (entry_of(e.amendment), fact(e.after)),
        Some(Event::Struck(e)) => return take_out(db, "organ_name", "organ", id, entry_of(e.amendment)).await,
        Some(Event::Abolished(_)) | None => return Ok(()),
    };
    let OrganName { name, short_name, from, .. } = match fact {
        Some(Fact::Entry(e)) => {
            OrganName { name: e.name, short_name: e.short_name, from: e.since, ..OrganName::default() }
        }
        Some(Fact::Name(name)) => name,
        Some(Fact::End(_)) | None => return Ok(()),
    };
    query(
        "INSERT INTO appearances.organ_name (organ, entry, name, short_name, from_day) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organ, entry)
         DO UPDATE SET name = excluded.name, short_name = excluded.short_name, from_day = excluded.from_day",
    )
    .bind(id)
    .bind(entry)
    .bind(name)
    .bind(short_name)
    .bind(from)
    .execute(db)
    .await?;
    Ok(())
}

async fn court(db: &mut PgConnection, id: Uuid, version: i64, event: JudicialOrganEvent) -> anyhow::Result<()> {
    use judicial_organ_event::Event;
    use judicial_organ_fact::Fact;
    let fact = |fact: Option<JudicialOrganFact>| fact.and_then(|fact| fact.fact);
    let (entry, fact) = match event.event {
        Some(Event::Registered(e)) => (version, Some(Fact::Entry(e))),
        Some(Event::Renamed(e)) => (version, Some(Fact::Name(e))),
        Some(Event::Amended(e)) => (entry_of(e.amendment), fact(e.after)),
        Some(Event::Struck(e)) => return take_out(db, "court_name", "court", id, entry_of(e.amendment)).await,
        Some(Event::Abolished(_)) | None => return Ok(()),
    };
    let (code, JudicialOrganName { name, from, .. }) = match fact {
        Some(Fact::Entry(e)) => {
            (e.code, JudicialOrganName { name: e.name, from: e.since, ..JudicialOrganName::default() })
        }
        Some(Fact::Name(name)) => {
            let code = query_scalar("SELECT code FROM appearances.court_name WHERE court = $1 LIMIT 1");
            (code.bind(id).fetch_optional(&mut *db).await?.unwrap_or_default(), name)
        }
        Some(Fact::End(_)) | None => return Ok(()),
    };
    query(
        "INSERT INTO appearances.court_name (court, entry, code, name, from_day) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (court, entry)
         DO UPDATE SET code = excluded.code, name = excluded.name, from_day = excluded.from_day",
    )
    .bind(id)
    .bind(entry)
    .bind(code)
    .bind(name)
    .bind(from)
    .execute(db)
    .await?;
    Ok(())
}

async fn official(db: &mut PgConnection, id: Uuid, version: i64, event: OfficialEvent) -> anyhow::Result<()> {
    use official_event::Event;
    use official_fact::Fact;
    let fact = |fact: Option<OfficialFact>| fact.and_then(|fact| fact.fact);
    let (entry, fact) = match event.event {
        Some(Event::Registered(e)) => (version, Some(Fact::Person(e))),
        Some(Event::Appointed(e)) => (version, Some(Fact::Appointment(e))),
        Some(Event::Ended(e)) => {
            let ended = query("UPDATE appearances.post SET to_day = $3 WHERE official = $1 AND entry = $2");
            ended.bind(id).bind(e.entry).bind(e.to).execute(db).await?;
            return Ok(());
        }
        Some(Event::Amended(e)) => (entry_of(e.amendment), fact(e.after)),
        Some(Event::Struck(e)) => match fact(e.before) {
            Some(Fact::Person(_)) => {
                query("DELETE FROM appearances.official WHERE id = $1").bind(id).execute(db).await?;
                return Ok(());
            }
            _ => return take_out(db, "post", "official", id, entry_of(e.amendment)).await,
        },
        None => return Ok(()),
    };
    let put = match fact {
        Some(Fact::Person(person)) => query(
            "INSERT INTO appearances.official (id, name) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        )
        .bind(id)
        .bind(person.name),
        Some(Fact::Appointment(a)) => query(
            "INSERT INTO appearances.post (official, entry, organ, post, level, from_day, to_day)
             VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''))
             ON CONFLICT (official, entry) DO UPDATE SET organ = excluded.organ, post = excluded.post,
                 level = excluded.level, from_day = excluded.from_day, to_day = excluded.to_day",
        )
        .bind(id)
        .bind(entry)
        .bind(Uuid::from_slice(&a.organ)?)
        .bind(a.post)
        .bind(a.level)
        .bind(a.from)
        .bind(a.to),
        None => return Ok(()),
    };
    put.execute(db).await?;
    Ok(())
}

async fn setting(db: &mut PgConnection, id: Uuid, version: i64, event: SettingEvent) -> anyhow::Result<()> {
    use setting_event::Event;
    let (entry, adoption) = match event.event {
        Some(Event::Adopted(e)) => (version, Some(e)),
        Some(Event::Amended(e)) => (entry_of(e.amendment), e.after),
        Some(Event::Struck(e)) => return take_out(db, "setting", "id", id, entry_of(e.amendment)).await,
        None => return Ok(()),
    };
    let Some(Adoption { name, value, from, area, .. }) = adoption else { return Ok(()) };
    query(
        "INSERT INTO appearances.setting (id, entry, area, name, value, from_day) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id, entry) DO UPDATE SET value = excluded.value, from_day = excluded.from_day",
    )
    .bind(id)
    .bind(entry)
    .bind(area)
    .bind(name)
    .bind(value)
    .bind(from)
    .execute(db)
    .await?;
    Ok(())
}

async fn take_out(db: &mut PgConnection, table: &str, key: &str, id: Uuid, entry: i64) -> anyhow::Result<()> {
    // A struck first entry takes the whole thing out.
    let sql = format!("DELETE FROM appearances.{table} WHERE {key} = $1 AND (entry = $2 OR $2 = 1)");
    query(sqlx::AssertSqlSafe(sql)).bind(id).bind(entry).execute(db).await?;
    Ok(())
}

/// An organ or a court, as it was called on a day; before its first name in the directory, by that.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Named {
    /// Its id.
    pub id: Uuid,
    /// A court's code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// An organ of the directory: by its id, or by a name it bore.
pub async fn organ_on(db: &mut PgConnection, id: Option<Uuid>, name: &str, day: &str) -> sqlx::Result<Option<Named>> {
    let id = if id.is_some() {
        id
    } else {
        let sql = "SELECT organ FROM appearances.organ_name WHERE name = $1 OR (short_name = $1 AND $1 <> '')
                ORDER BY from_day > $2::text, abs(from_day::date - $2::text::date), organ LIMIT 1";
        query_scalar(sql).bind(name.trim()).bind(day).fetch_optional(&mut *db).await?
    };
    let sql = "SELECT organ AS id, '' AS code, name FROM appearances.organ_name WHERE organ = $1
        ORDER BY from_day > $2::text, abs(from_day::date - $2::text::date) LIMIT 1";
    query_as(sql).bind(id).bind(day).fetch_optional(db).await
}

/// A court of the directory: by its id, its code, or a name it bore.
pub async fn court_on(
    db: &mut PgConnection,
    id: Option<Uuid>,
    code: &str,
    name: &str,
    day: &str,
) -> sqlx::Result<Option<Named>> {
    let sql = "SELECT court AS id, code, name FROM appearances.court_name
        WHERE court = coalesce($1, (SELECT court FROM appearances.court_name
            WHERE (code = $2 AND $2 <> '') OR ($2 = '' AND name = $3) ORDER BY court LIMIT 1))
        ORDER BY from_day > $4::text, abs(from_day::date - $4::text::date) LIMIT 1";
    query_as(sql).bind(id).bind(code.trim()).bind(name.trim()).bind(day).fetch_optional(db).await
}

/// What somebody in the directory is called.
pub async fn official_name(db: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<String>> {
    query_scalar("SELECT name FROM appearances.official WHERE id = $1").bind(id).fetch_optional(db).await
}

/// A post that somebody held on a day.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct PostHeld {
    /// In which organ.
    pub organ: Uuid,
    /// What the organ was called that day.
    pub organ_name: String,
    /// The post.
    pub post: String,
    /// Its rank.
    pub level: String,
}

/// All posts that somebody held on a day.
pub async fn posts_on(db: &mut PgConnection, official: Uuid, day: &str) -> sqlx::Result<Vec<PostHeld>> {
    let sql = "SELECT post.organ, borne.name AS organ_name, post, level
        FROM appearances.post CROSS JOIN LATERAL (
            SELECT name FROM appearances.organ_name WHERE organ_name.organ = post.organ
            ORDER BY from_day > $2::text, abs(from_day::date - $2::text::date) LIMIT 1) AS borne
        WHERE official = $1 AND from_day <= $2::text AND (to_day IS NULL OR to_day >= $2::text) ORDER BY entry";
    query_as(sql).bind(official).bind(day).fetch_all(db).await
}

/// What a place has adopted, as of a day: the place itself, or the nearest that it lies in.
pub async fn setting_on(db: &mut PgConnection, name: &str, area: &str, day: &str) -> sqlx::Result<Option<String>> {
    let sql = "SELECT value FROM appearances.setting WHERE name = $1 AND from_day <= $3 AND starts_with($2, area)
        ORDER BY length(area) DESC, from_day DESC, entry DESC LIMIT 1";
    query_scalar(sql).bind(name).bind(area).bind(day).fetch_optional(db).await
}
