//! Lawsuits and hearings as people look for them.

mod hearings;
pub(crate) mod ledger;
mod projection;
pub(crate) mod telling;

use std::collections::BTreeMap;

use proto::Message;
use proto::appearances::{Defendant, Duty, InstanceResult, LawsuitEvent, Registration, Summary, lawsuit_event};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, query_as, query_scalar};
use uuid::Uuid;

use crate::access::{Person, lawsuits_within_reach};
use crate::{Portal, normal};

pub(crate) use hearings::{Between, Hearing, MOST, court_day, hearing_of, hearings_between, hearings_of, unrecorded};
pub(crate) use projection::Lawsuits;

/// What stands in the place of a number that the court has not given yet.
pub(crate) const NO_NUMBER_YET: &str = "（尚无案号）";

/// A lawsuit as a person may read it.
#[derive(Debug, Clone)]
pub(crate) struct Lawsuit {
    pub(crate) id: Uuid,
    pub(crate) version: i64,
    pub(crate) stage: String,
    pub(crate) is_open: bool,
    pub(crate) number: String,
    pub(crate) reconsidered: Option<Uuid>,
    pub(crate) summary: Summary,
    pub(crate) registration: Registration,
    pub(crate) duties: Vec<Duty>,
    pub(crate) results: Vec<InstanceResult>,
}

impl Lawsuit {
    /// The name of a plaintiff or defendant by his number in the lawsuit.
    pub(crate) fn name_of(&self, number: u32) -> String {
        name_of(&self.summary, number)
    }

    /// Everyone in the lawsuit, by number.
    pub(crate) fn parties(&self) -> Vec<(u32, String)> {
        let organs = self.summary.defendants.iter().map(|organ| (organ.number, organ.name.clone()));
        self.plaintiffs().chain(organs).collect()
    }

    /// Everyone in an instance, by number.
    pub(crate) fn parties_in(&self, instance: u32) -> Vec<(u32, String)> {
        self.plaintiffs().chain(self.defendants_in(instance)).collect()
    }

    fn plaintiffs(&self) -> impl Iterator<Item = (u32, String)> {
        self.summary.plaintiffs.iter().map(|plaintiff| (plaintiff.number, plaintiff.name.clone()))
    }

    /// The organs that take part in an instance, by number.
    pub(crate) fn defendants_in(&self, instance: u32) -> Vec<(u32, String)> {
        self.organs_in(instance).map(|organ| (organ.number, organ.name.clone())).collect()
    }

    /// The organs that take part in an instance: joined by then, and without those against which the suit was withdrawn before.
    pub(crate) fn organs_in(&self, instance: u32) -> impl Iterator<Item = &Defendant> {
        let known = self.summary.instances.iter().find(|known| known.number == instance);
        let left = known.map(|known| known.left.as_slice()).unwrap_or_default();
        let is_joined = move |organ: &&Defendant| organ.joined_in <= instance;
        self.summary.defendants.iter().filter(is_joined).filter(|organ| !left.contains(&organ.number))
    }

    /// The organs that are sued and for which an instance has come to nothing yet.
    pub(crate) fn awaiting(&self, instance: u32) -> impl Iterator<Item = &Defendant> {
        let sued = self.organs_in(instance).filter(|organ| organ.role != "ThirdPartyOrgan");
        sued.filter(move |organ| self.judged_on(instance, organ.number).is_none())
    }

    /// The day of the result that an organ has got in an instance.
    pub(crate) fn judged_on(&self, instance: u32, organ: u32) -> Option<&str> {
        let result = self.results.iter().find(|result| (result.instance, result.defendant) == (instance, organ));
        result.map(|result| result.judged_on.as_str())
    }

    /// Whether a result that stands is a loss for one of the organs.
    pub(crate) fn is_lost(&self) -> bool {
        self.results.iter().any(|result| result.r#final && result.loss)
    }

    /// Who sues whom, in short.
    pub(crate) fn parties_in_short(&self) -> String {
        format!("{} 诉 {}", plaintiffs(&self.summary), defendants(&self.summary))
    }

    /// The number it goes by, or words for one that has none yet.
    pub(crate) fn called(&self) -> String {
        if self.number.is_empty() { NO_NUMBER_YET.to_owned() } else { self.number.clone() }
    }
}

pub(crate) fn plaintiffs(summary: &Summary) -> String {
    summary.plaintiffs.iter().map(|plaintiff| plaintiff.name.as_str()).collect::<Vec<_>>().join("、")
}

pub(crate) fn defendants(summary: &Summary) -> String {
    summary.defendants.iter().map(|defendant| defendant.name.as_str()).collect::<Vec<_>>().join("、")
}

pub(crate) fn name_of(summary: &Summary, number: u32) -> String {
    let plaintiff = summary.plaintiffs.iter().find(|plaintiff| plaintiff.number == number).map(|p| p.name.clone());
    let defendant = || summary.defendants.iter().find(|defendant| defendant.number == number).map(|d| d.name.clone());
    plaintiff.or_else(defendant).unwrap_or_else(|| format!("{number}号当事人"))
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    version: i64,
    stage: String,
    is_open: bool,
    number: String,
    reconsidered: Option<Uuid>,
    summary: Vec<u8>,
}

/// A lawsuit, if the person may read it.
pub(crate) async fn lawsuit_of(portal: &Portal, person: &Person, lawsuit: Uuid) -> anyhow::Result<Option<Lawsuit>> {
    let mut seen = QueryBuilder::<Postgres>::new(
        "SELECT l.id, l.version, l.stage, l.is_open, l.number, l.reconsidered, l.summary
         FROM portal.lawsuit l WHERE l.id = ",
    );
    seen.push_bind(lawsuit);
    lawsuits_within_reach(&mut seen, person);
    let mut db = portal.inside.pool().acquire().await?;
    let Some(row): Option<Row> = seen.build_query_as().fetch_optional(&mut *db).await? else { return Ok(None) };
    let (registration, _) = registrations(&mut db, &[lawsuit]).await?.remove(&lawsuit).unwrap_or_default();
    let duties: Vec<Vec<u8>> =
        query_scalar("SELECT duty FROM portal.duty WHERE lawsuit = $1 ORDER BY instance, defendant, ordinal")
            .bind(lawsuit)
            .fetch_all(&mut *db)
            .await?;
    Ok(Some(Lawsuit {
        id: row.id,
        version: row.version,
        stage: row.stage,
        is_open: row.is_open,
        number: row.number,
        reconsidered: row.reconsidered,
        summary: Summary::decode(row.summary.as_slice())?,
        registration,
        duties: duties.iter().map(|duty| Duty::decode(duty.as_slice())).collect::<Result<_, _>>()?,
        results: results_of(&mut db, &[lawsuit]).await?.remove(&lawsuit).unwrap_or_default(),
    }))
}

/// What the registrations of some lawsuits alone tell, and when they were made, as they stand after amendments.
async fn registrations(
    db: &mut PgConnection,
    lawsuits: &[Uuid],
) -> anyhow::Result<BTreeMap<Uuid, (Registration, String)>> {
    let told: Vec<(Uuid, Vec<u8>)> = query_as(
        "SELECT id, payload FROM portal.entry WHERE id = ANY ($1) AND event IN ('Registered', 'LawsuitAmended')
         ORDER BY id, entry",
    )
    .bind(lawsuits)
    .fetch_all(db)
    .await?;
    let mut found: BTreeMap<Uuid, (Registration, String)> = BTreeMap::new();
    for (lawsuit, payload) in told {
        match LawsuitEvent::decode(payload.as_slice())?.event {
            Some(lawsuit_event::Event::Registered(e)) => {
                found.insert(lawsuit, (e.registration.unwrap_or_default(), e.registered_on));
            }
            Some(lawsuit_event::Event::LawsuitAmended(e))
                if e.field == "act_title" && e.amendment.as_ref().is_some_and(|a| a.entry == 1) =>
            {
                found.entry(lawsuit).or_default().0.act_title = e.after;
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The results of some lawsuits, of each by instance and organ.
async fn results_of(db: &mut PgConnection, lawsuits: &[Uuid]) -> anyhow::Result<BTreeMap<Uuid, Vec<InstanceResult>>> {
    let results: Vec<(Uuid, Vec<u8>)> = query_as(
        "SELECT lawsuit, result FROM portal.result WHERE lawsuit = ANY ($1) ORDER BY lawsuit, instance, defendant",
    )
    .bind(lawsuits)
    .fetch_all(db)
    .await?;
    let mut found: BTreeMap<Uuid, Vec<InstanceResult>> = BTreeMap::new();
    for (lawsuit, result) in results {
        found.entry(lawsuit).or_default().push(InstanceResult::decode(result.as_slice())?);
    }
    Ok(found)
}

/// The lawsuit of an address: its id, or a court's number in any usual writing.
pub(crate) async fn named(portal: &Portal, person: &Person, name: &str) -> sqlx::Result<Option<Uuid>> {
    if let Ok(id) = name.parse() {
        return Ok(Some(id));
    }
    let mut found = QueryBuilder::<Postgres>::new("SELECT l.id FROM portal.lawsuit l WHERE l.number_keys @> ARRAY[");
    found.push_bind(normal::alike(name)).push("] AND l.stage <> 'Struck'");
    lawsuits_within_reach(&mut found, person);
    found.push(" ORDER BY l.changed_at DESC LIMIT 1");
    found.build_query_scalar().fetch_optional(portal.inside.pool()).await
}

/// Lawsuits that followed a reconsideration case, as id and number.
pub(crate) async fn after_case(portal: &Portal, person: &Person, case: Uuid) -> sqlx::Result<Vec<(Uuid, String)>> {
    let mut found = QueryBuilder::<Postgres>::new(
        "SELECT l.id, l.number FROM portal.lawsuit l WHERE l.stage <> 'Struck' AND l.reconsidered = ",
    );
    found.push_bind(case);
    lawsuits_within_reach(&mut found, person);
    found.build_query_as().fetch_all(portal.inside.pool()).await
}
