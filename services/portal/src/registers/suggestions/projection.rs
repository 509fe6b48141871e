//! Feeds suggestions, their addressees and reply periods from their events. Each event tells how the paper and those it
//! concerns are afterwards, so of many events only what the last of them left is written.

use std::collections::{BTreeMap, BTreeSet};

use proto::Message;
use proto::suggestions::{Brief, Standing, SuggestionEvent, suggestion_event};
use runtime::Projection;
use runtime::event_log::Recorded;
use serde::Serialize;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use crate::kinds::{self, SUGGESTION};
use crate::normal;
use crate::registers::entries::{self, id};
use crate::registers::terms::{self, Terms, Told};

/// The register of suggestions.
pub(crate) struct Suggestions;

impl Projection for Suggestions {
    const NAME: &'static str = "suggestions";
    const READS: &'static [&'static str] = &[kinds::SUGGESTIONS];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let told: Vec<&Recorded> = events.iter().filter(|event| event.envelope.kind == SUGGESTION.name).collect();
        entries::put(&mut *db, &told).await?;
        let mut left = Left::default();
        for event in told {
            left.take(event)?;
        }
        left.put(db).await
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        entries::clear(db, &[SUGGESTION.name]).await?;
        terms::clear(db, &[SUGGESTION.name]).await?;
        query("DELETE FROM portal.addressee").execute(&mut *db).await?;
        query("DELETE FROM portal.suggestion").execute(db).await?;
        Ok(())
    }
}

/// What some events leave.
#[derive(Default)]
struct Left {
    papers: BTreeMap<Uuid, Paper>,
    /// The papers of which all who are addressed are among the standings.
    whole: BTreeSet<Uuid>,
    /// By paper and number.
    standings: BTreeMap<(Uuid, u32), Standing>,
    terms: Terms,
}

/// A paper as the last event about it left it.
struct Paper {
    version: i64,
    recorded_at: i64,
    about: Brief,
    stage: String,
}

impl Left {
    fn take(&mut self, event: &Recorded) -> anyhow::Result<()> {
        let paper = event.stream()?;
        let happened = SuggestionEvent::decode(event.envelope.payload.as_slice())?;
        if tells_all(&happened) {
            self.standings.retain(|(of, _), _| *of != paper);
            self.whole.insert(paper);
        }
        for standing in happened.standings {
            let number = standing.addressee.as_ref().map_or(0, |addressee| addressee.number);
            self.standings.insert((paper, number), standing);
        }
        for clock in happened.clocks {
            let told = Told {
                kind: SUGGESTION.name,
                name: clock.name,
                instance: 0,
                party: clock.addressee,
                deadline: clock.deadline,
                ended_on: clock.ended_on,
                end: clock.end,
            };
            self.terms.tell(paper, told);
        }
        if happened.stage == "Struck" {
            self.terms.strike(paper);
        }
        let Some(about) = happened.about else { return Ok(()) };
        let (version, recorded_at) = (event.envelope.version, event.envelope.recorded_at);
        self.papers.insert(paper, Paper { version, recorded_at, about, stage: happened.stage });
        Ok(())
    }

    async fn put(self, db: &mut PgConnection) -> anyhow::Result<()> {
        self.terms.put(&mut *db).await?;
        if !self.whole.is_empty() {
            let whole: Vec<Uuid> = self.whole.into_iter().collect();
            query("DELETE FROM portal.addressee WHERE suggestion = ANY ($1)").bind(whole).execute(&mut *db).await?;
        }
        if !self.standings.is_empty() {
            put_standings(&mut *db, &self.standings).await?;
        }
        if !self.papers.is_empty() {
            put_papers(db, &self.papers).await?;
        }
        Ok(())
    }
}

/// Whether an event tells of all who are addressed. Of a paper that was struck as a whole it tells nothing more.
fn tells_all(happened: &SuggestionEvent) -> bool {
    use suggestion_event::Event;
    happened.stage != "Struck" && matches!(happened.event, Some(Event::Amended(_) | Event::Struck(_)))
}

async fn put_standings(db: &mut PgConnection, standings: &BTreeMap<(Uuid, u32), Standing>) -> sqlx::Result<()> {
    const STANDINGS: &str = "INSERT INTO portal.addressee (suggestion, number, organ, name, stage, standing)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bytea[])
        ON CONFLICT (suggestion, number) DO UPDATE SET organ = excluded.organ, name = excluded.name,
            stage = excluded.stage, standing = excluded.standing";
    let addressees = || standings.values().map(|standing| standing.addressee.as_ref());
    query(STANDINGS)
        .bind(standings.keys().map(|(paper, _)| *paper).collect::<Vec<_>>())
        .bind(standings.keys().map(|(_, number)| i64::from(*number)).collect::<Vec<_>>())
        .bind(addressees().map(|addressee| addressee.and_then(|addressee| id(&addressee.organ))).collect::<Vec<_>>())
        .bind(addressees().map(|addressee| addressee.map_or("", |addressee| &addressee.name)).collect::<Vec<_>>())
        .bind(standings.values().map(|standing| standing.stage.as_str()).collect::<Vec<_>>())
        .bind(standings.values().map(Message::encode_to_vec).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// A line of the ledger as its table has it.
#[derive(Serialize)]
struct Line<'s> {
    id: Uuid,
    version: i64,
    kind: &'s str,
    number: &'s str,
    number_key: String,
    title: &'s str,
    issuer: Option<Uuid>,
    issuer_name: &'s str,
    issued_on: &'s str,
    urgent: bool,
    stage: &'s str,
    organs: String,
    organ_ids: Vec<Uuid>,
    lawsuit: Option<Uuid>,
    reconsidered: Option<Uuid>,
    changed_at: i64,
    words: String,
    grams: Vec<String>,
    due: Option<String>,
}

/// What a line tells of those a paper is addressed to.
#[derive(FromRow)]
struct Addressed {
    id: Uuid,
    names: Vec<String>,
    organs: Vec<Uuid>,
    /// The next reply that is due.
    due: Option<String>,
}

async fn put_papers(db: &mut PgConnection, papers: &BTreeMap<Uuid, Paper>) -> anyhow::Result<()> {
    const ADDRESSED: &str = "SELECT paper.id,
            ARRAY(SELECT a.name FROM portal.addressee a WHERE a.suggestion = paper.id ORDER BY a.number) AS names,
            ARRAY(SELECT a.organ FROM portal.addressee a WHERE a.suggestion = paper.id AND a.organ IS NOT NULL
                ORDER BY a.number) AS organs,
            (SELECT min(t.due) FROM portal.term t WHERE t.id = paper.id AND t.ended_on IS NULL) AS due
        FROM unnest($1::uuid[]) AS paper (id)";
    const LINES: &str =
        "INSERT INTO portal.suggestion SELECT * FROM json_populate_recordset(NULL::portal.suggestion, $1::json)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, kind = excluded.kind, number = excluded.number,
            number_key = excluded.number_key, title = excluded.title, issuer = excluded.issuer,
            issuer_name = excluded.issuer_name, issued_on = excluded.issued_on, urgent = excluded.urgent,
            stage = excluded.stage, organs = excluded.organs, organ_ids = excluded.organ_ids, lawsuit = excluded.lawsuit,
            reconsidered = excluded.reconsidered, changed_at = excluded.changed_at, words = excluded.words,
            grams = excluded.grams, due = excluded.due";
    let ids: Vec<Uuid> = papers.keys().copied().collect();
    let addressed: Vec<Addressed> = query_as(ADDRESSED).bind(ids).fetch_all(&mut *db).await?;
    let lines: Vec<Line> = addressed.into_iter().map(|addressed| Line::of(&papers[&addressed.id], addressed)).collect();
    query(LINES).bind(serde_json::to_string(&lines)?).execute(db).await?;
    Ok(())
}

impl<'s> Line<'s> {
    fn of(paper: &'s Paper, addressed: Addressed) -> Self {
        let Paper { version, recorded_at, about, stage } = paper;
        let organs = addressed.names.join("、");
        let words =
            normal::alike(&[&about.number, &about.title, &about.issuer_name, &organs].map(String::as_str).join(" | "));
        Self {
            id: addressed.id,
            version: *version,
            kind: &about.kind,
            number: &about.number,
            number_key: normal::alike(&about.number),
            title: &about.title,
            issuer: id(&about.issuer),
            issuer_name: &about.issuer_name,
            issued_on: &about.issued_on,
            urgent: about.urgent,
            stage,
            organs,
            organ_ids: addressed.organs,
            lawsuit: about.lawsuit.as_ref().and_then(|link| id(&link.id)),
            reconsidered: about.reconsideration.as_ref().and_then(|link| id(&link.id)),
            changed_at: *recorded_at,
            grams: normal::grams(&words),
            words,
            due: addressed.due,
        }
    }
}
