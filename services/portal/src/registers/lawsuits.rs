//! Lawsuits and hearings. Each event tells how the lawsuit, its duties, results and periods are afterwards, so nothing is
//! worked out here.

mod hearings;
pub(crate) mod ledger;
pub(crate) mod telling;

use proto::Message;
use proto::appearances::{
    Clock, Defendant, Duty, HearingEvent, HearingOf, Held, InstanceResult, LawsuitEvent, Plan, Registration, Summary,
    hearing_event, lawsuit_event,
};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, query, query_scalar};
use uuid::Uuid;

use super::entries::{self, Told, id, if_any};
use crate::access::{Person, lawsuits_within_reach};
use crate::kinds::APPEARANCES;
use crate::{Portal, normal};

pub(crate) use hearings::{Between, Hearing, MOST, court_day, hearing_of, hearings_between, hearings_of, unrecorded};

/// What stands in the place of a number that the court has not given yet.
pub(crate) const NO_NUMBER_YET: &str = "（尚无案号）";

/// The register of lawsuits and hearings.
pub(crate) struct Lawsuits;

impl Projection for Lawsuits {
    const NAME: &'static str = "lawsuits";
    const READS: &'static [&'static str] = &[APPEARANCES];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        match event.envelope.kind.as_str() {
            "Lawsuit" => lawsuit(db, event).await,
            "Hearing" => hearing(db, event).await,
            _ => Ok(()),
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        entries::clear(db, &["Lawsuit", "Hearing"]).await?;
        for table in ["lawsuit", "duty", "result", "hearing"] {
            query(sqlx::AssertSqlSafe(format!("DELETE FROM portal.{table}"))).execute(&mut *db).await?;
        }
        Ok(())
    }
}

async fn lawsuit(db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
    let lawsuit = entries::put(db, event).await?;
    let happened = LawsuitEvent::decode(event.envelope.payload.as_slice())?;
    let tells_terms = !happened.clocks.is_empty();
    for clock in happened.clocks {
        entries::put_term(db, lawsuit, told("Lawsuit", clock)).await?;
    }
    for duty in &happened.duties {
        put_duty(db, lawsuit, duty).await?;
    }
    for result in &happened.results {
        put_result(db, lawsuit, result).await?;
    }
    match (happened.lawsuit, happened.event) {
        (Some(summary), Some(event_of)) => {
            put_lawsuit(db, lawsuit, event, &summary, &event_of).await?;
            if tells_terms || matches!(event_of, lawsuit_event::Event::LawsuitAmended(_)) {
                put_whose(db, lawsuit, &summary).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The organ whose each period is, by its number in the lawsuit.
async fn put_whose(db: &mut PgConnection, lawsuit: Uuid, summary: &Summary) -> sqlx::Result<()> {
    let organs = summary.defendants.iter().map(|defendant| (i64::from(defendant.number), id(&defendant.organ)));
    let (parties, organs): (Vec<i64>, Vec<Option<Uuid>>) = organs.unzip();
    query(
        "UPDATE portal.term t SET organ = whose.organ FROM unnest($2::bigint[], $3::uuid[]) AS whose (party, organ)
         WHERE t.id = $1 AND t.party = whose.party AND t.organ IS DISTINCT FROM whose.organ",
    )
    .bind(lawsuit)
    .bind(parties)
    .bind(organs)
    .execute(db)
    .await?;
    Ok(())
}

fn told(kind: &'static str, clock: Clock) -> Told {
    Told {
        kind,
        name: clock.name,
        instance: clock.instance,
        party: clock.party,
        deadline: clock.deadline,
        ended_on: clock.ended_on,
        end: clock.end,
    }
}

async fn put_duty(db: &mut PgConnection, lawsuit: Uuid, duty: &Duty) -> sqlx::Result<()> {
    let statement = if duty.state == "Withdrawn" {
        query("DELETE FROM portal.duty WHERE lawsuit = $1 AND instance = $2 AND defendant = $3 AND ordinal = $4")
    } else {
        query(
            "INSERT INTO portal.duty (duty, lawsuit, instance, defendant, ordinal) VALUES ($5, $1, $2, $3, $4)
             ON CONFLICT (lawsuit, instance, defendant, ordinal) DO UPDATE SET duty = excluded.duty",
        )
    };
    let key = [duty.instance, duty.defendant, duty.ordinal].map(i64::from);
    let statement = key.into_iter().fold(statement.bind(lawsuit), sqlx::query::Query::bind);
    let statement = if duty.state == "Withdrawn" { statement } else { statement.bind(duty.encode_to_vec()) };
    statement.execute(db).await?;
    Ok(())
}

async fn put_result(db: &mut PgConnection, lawsuit: Uuid, result: &InstanceResult) -> sqlx::Result<()> {
    let (instance, defendant) = (i64::from(result.instance), i64::from(result.defendant));
    if result.code.is_empty() {
        let gone = query("DELETE FROM portal.result WHERE lawsuit = $1 AND instance = $2 AND defendant = $3");
        gone.bind(lawsuit).bind(instance).bind(defendant).execute(db).await?;
        return Ok(());
    }
    query(
        "INSERT INTO portal.result (lawsuit, instance, defendant, result) VALUES ($1, $2, $3, $4)
         ON CONFLICT (lawsuit, instance, defendant) DO UPDATE SET result = excluded.result",
    )
    .bind(lawsuit)
    .bind(instance)
    .bind(defendant)
    .bind(result.encode_to_vec())
    .execute(db)
    .await?;
    Ok(())
}

/// What the registration alone tells, as it stands after amendments.
async fn registered(db: &mut PgConnection, lawsuit: Uuid) -> anyhow::Result<(Registration, String)> {
    let payloads: Vec<Vec<u8>> = query_scalar("SELECT payload FROM portal.entry WHERE id = $1 ORDER BY entry")
        .bind(lawsuit)
        .fetch_all(db)
        .await?;
    let mut found = (Registration::default(), String::new());
    for payload in payloads {
        match LawsuitEvent::decode(payload.as_slice())?.event {
            Some(lawsuit_event::Event::Registered(e)) => {
                found = (e.registration.unwrap_or_default(), e.registered_on);
            }
            Some(lawsuit_event::Event::LawsuitAmended(e))
                if e.field == "act_title" && e.amendment.as_ref().is_some_and(|a| a.entry == 1) =>
            {
                found.0.act_title = e.after;
            }
            _ => {}
        }
    }
    Ok(found)
}

async fn put_lawsuit(
    db: &mut PgConnection,
    lawsuit: Uuid,
    event: &Recorded,
    summary: &Summary,
    happened: &lawsuit_event::Event,
) -> anyhow::Result<()> {
    const LAWSUIT: &str = "INSERT INTO portal.lawsuit (id, version, number, number_keys, stage, is_open, instance, court,
            plaintiffs, defendants, organ_ids, cause, act, docketed_on, registered_on, effective_on, reconsidered, is_lost,
            outcome, changed_at, words, grams, summary)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, number = excluded.number,
            number_keys = excluded.number_keys, stage = excluded.stage, is_open = excluded.is_open,
            instance = excluded.instance, court = excluded.court, plaintiffs = excluded.plaintiffs,
            defendants = excluded.defendants, organ_ids = excluded.organ_ids, cause = excluded.cause, act = excluded.act,
            docketed_on = excluded.docketed_on, registered_on = excluded.registered_on,
            effective_on = excluded.effective_on, reconsidered = excluded.reconsidered, is_lost = excluded.is_lost,
            outcome = excluded.outcome, changed_at = excluded.changed_at, words = excluded.words, grams = excluded.grams,
            summary = excluded.summary";
    let (registration, registered_on) = registered(db, lawsuit).await?;
    let results = results_of(&mut *db, lawsuit).await?;
    let standing: Vec<&InstanceResult> = results.iter().filter(|result| result.r#final).collect();
    let numbers: Vec<&str> = summary.instances.iter().filter_map(number_of).collect();
    let latest = summary.instances.last();
    let is_struck = matches!(happened, lawsuit_event::Event::LawsuitStruck(e) if e.amendment.as_ref().is_some_and(|a| a.entry == 1));
    let is_open = !is_struck && !matches!(summary.stage.as_str(), "Effective" | "Closed" | "Struck");
    let after = summary.after_reconsideration.clone().unwrap_or_default();
    let (plaintiffs, defendants) = (plaintiffs(summary), defendants(summary));
    let words = normal::alike(
        &[&numbers.join(" | "), &plaintiffs, &defendants, &summary.cause, &registration.act_title, &after.number]
            .map(String::as_str)
            .join(" | "),
    );
    let mut outcome: Vec<&str> = standing.iter().map(|result| result.code.as_str()).collect();
    outcome.dedup();
    query(LAWSUIT)
        .bind(lawsuit)
        .bind(event.envelope.version)
        .bind(numbers.last().copied().unwrap_or_default())
        .bind(numbers.iter().map(|number| normal::alike(number)).collect::<Vec<_>>())
        .bind(if is_struck { "Struck" } else { &summary.stage })
        .bind(is_open)
        .bind(latest.map_or("", |instance| instance.kind.as_str()))
        .bind(latest.and_then(|instance| instance.court.as_ref()).map_or("", |court| court.name.as_str()))
        .bind(plaintiffs)
        .bind(defendants)
        .bind(summary.defendants.iter().filter_map(|defendant| id(&defendant.organ)).collect::<Vec<_>>())
        .bind(&summary.cause)
        .bind(&registration.act_title)
        .bind(summary.instances.first().and_then(|first| if_any(&first.docketed_on)))
        .bind(registered_on)
        .bind(if_any(&summary.effective_on))
        .bind(id(&after.case))
        .bind(standing.iter().any(|result| result.loss))
        .bind(outcome.join(" "))
        .bind(event.envelope.recorded_at)
        .bind(&words)
        .bind(normal::grams(&words))
        .bind(summary.encode_to_vec())
        .execute(&mut *db)
        .await?;
    if is_struck {
        query("DELETE FROM portal.term WHERE id = $1").bind(lawsuit).execute(&mut *db).await?;
    }
    if matches!(happened, lawsuit_event::Event::LawsuitAmended(_)) {
        put_right_hearings(db, lawsuit, summary).await?;
    }
    Ok(())
}

/// The hearings of a lawsuit bear its numbers and names as they are now, not as they were at the hearing's last event.
async fn put_right_hearings(db: &mut PgConnection, lawsuit: Uuid, summary: &Summary) -> anyhow::Result<()> {
    for instance in &summary.instances {
        let court = instance.court.clone().unwrap_or_default();
        query("UPDATE portal.hearing SET number = $3, court_name = $4 WHERE lawsuit = $1 AND instance = $2")
            .bind(lawsuit)
            .bind(i64::from(instance.number))
            .bind(number_of(instance).unwrap_or_default())
            .bind(court.name)
            .execute(&mut *db)
            .await?;
    }
    let hearings: Vec<(Uuid, Vec<u8>)> = sqlx::query_as("SELECT id, plan FROM portal.hearing WHERE lawsuit = $1")
        .bind(lawsuit)
        .fetch_all(&mut *db)
        .await?;
    for (hearing, plan) in hearings {
        let noticed = Plan::decode(plan.as_slice())?.notices;
        let concerned = noticed.iter().map(|notice| name_of(summary, notice.defendant)).collect::<Vec<_>>();
        query("UPDATE portal.hearing SET defendants = $2 WHERE id = $1")
            .bind(hearing)
            .bind(concerned.join("、"))
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

fn number_of(instance: &proto::appearances::Instance) -> Option<&str> {
    instance.case_number.as_ref().map(|number| number.text.as_str()).filter(|text| !text.is_empty())
}

pub(crate) fn plaintiffs(summary: &Summary) -> String {
    summary.plaintiffs.iter().map(|plaintiff| plaintiff.name.as_str()).collect::<Vec<_>>().join("、")
}

pub(crate) fn defendants(summary: &Summary) -> String {
    summary.defendants.iter().map(|defendant| defendant.name.as_str()).collect::<Vec<_>>().join("、")
}

async fn hearing(db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
    use hearing_event::Event;
    let hearing = entries::put(db, event).await?;
    let happened = HearingEvent::decode(event.envelope.payload.as_slice())?;
    for clock in happened.clocks {
        entries::put_term(db, hearing, told("Hearing", clock)).await?;
    }
    let of = happened.of.unwrap_or_default();
    let Some(happened) = happened.event else { return Ok(()) };
    begin_hearing(db, hearing, event, &of).await?;
    match happened {
        Event::HearingScheduled(plan) => replan(db, hearing, &plan).await?,
        Event::HearingMoved(moved) => replan(db, hearing, &moved.plan.unwrap_or_default()).await?,
        Event::HearingHeld(held) => {
            put_held(db, hearing, &held).await?;
        }
        Event::HearingCancelled(_) => put_state(db, hearing, "Cancelled").await?,
        Event::CourtObserved(_) => observed(db, hearing, 1).await?,
        Event::HearingAmended(amended) => {
            use proto::appearances::hearing_fact::Fact;
            match amended.after.and_then(|after| after.fact) {
                Some(Fact::Plan(plan)) => replan(db, hearing, &plan).await?,
                Some(Fact::Move(moved)) => replan(db, hearing, &moved.plan.unwrap_or_default()).await?,
                Some(Fact::Holding(holding)) => {
                    let held = Held { holding: Some(holding), presences: amended.presences };
                    put_held(db, hearing, &held).await?;
                }
                Some(Fact::Cancellation(_) | Fact::Observation(_)) | None => {}
            }
        }
        Event::HearingStruck(struck) if struck.observation.is_some() => observed(db, hearing, -1).await?,
        Event::HearingStruck(_) => put_state(db, hearing, "Struck").await?,
    }
    Ok(())
}

/// The line of a hearing, with the lawsuit as it stood.
async fn begin_hearing(db: &mut PgConnection, hearing: Uuid, event: &Recorded, of: &HearingOf) -> sqlx::Result<()> {
    let court = of.court.clone().unwrap_or_default();
    let names: Vec<&str> = of.defendants.iter().map(|defendant| defendant.name.as_str()).collect();
    query(
        "INSERT INTO portal.hearing (id, version, lawsuit, instance, state, day, time, room, court, court_name, number,
            organ_ids, defendants, statuses, observed, plan, held, changed_at)
         VALUES ($1, $2, $3, $4, 'Scheduled', $5, '', '', $6, $7, $8, $9, $10, '', 0, '', '', $11)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, court = excluded.court,
            court_name = excluded.court_name, number = excluded.number, organ_ids = excluded.organ_ids,
            defendants = excluded.defendants, changed_at = excluded.changed_at",
    )
    .bind(hearing)
    .bind(event.envelope.version)
    .bind(id(&of.lawsuit))
    .bind(i64::from(of.instance))
    .bind(&event.envelope.occurred_on)
    .bind(id(&court.id))
    .bind(&court.name)
    .bind(of.case_number.as_ref().map_or("", |number| number.text.as_str()))
    .bind(of.defendants.iter().filter_map(|defendant| id(&defendant.organ)).collect::<Vec<_>>())
    .bind(names.join("、"))
    .bind(event.envelope.recorded_at)
    .execute(db)
    .await?;
    Ok(())
}

async fn replan(db: &mut PgConnection, hearing: Uuid, plan: &Plan) -> sqlx::Result<()> {
    query(
        "UPDATE portal.hearing SET day = CASE WHEN state = 'Held' THEN day ELSE $2 END, time = $3, room = $4, plan = $5
         WHERE id = $1",
    )
    .bind(hearing)
    .bind(&plan.day)
    .bind(&plan.time)
    .bind(&plan.room)
    .bind(plan.encode_to_vec())
    .execute(db)
    .await?;
    Ok(())
}

async fn put_state(db: &mut PgConnection, hearing: Uuid, state: &str) -> sqlx::Result<()> {
    query("UPDATE portal.hearing SET state = $2 WHERE id = $1").bind(hearing).bind(state).execute(db).await?;
    Ok(())
}

async fn put_held(db: &mut PgConnection, hearing: Uuid, held: &Held) -> sqlx::Result<()> {
    let on = held.holding.as_ref().map_or("", |holding| holding.on.as_str());
    let statuses: Vec<&str> = held.presences.iter().map(|presence| presence.status.as_str()).collect();
    query("UPDATE portal.hearing SET state = 'Held', day = $2, statuses = $3, held = $4 WHERE id = $1")
        .bind(hearing)
        .bind(on)
        .bind(statuses.join(" "))
        .bind(held.encode_to_vec())
        .execute(db)
        .await?;
    Ok(())
}

async fn observed(db: &mut PgConnection, hearing: Uuid, by: i64) -> sqlx::Result<()> {
    let counted = query("UPDATE portal.hearing SET observed = observed + $2 WHERE id = $1");
    counted.bind(hearing).bind(by).execute(db).await?;
    Ok(())
}

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
    let (registration, _) = registered(&mut db, lawsuit).await?;
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
        results: results_of(&mut db, lawsuit).await?,
    }))
}

async fn results_of(db: &mut PgConnection, lawsuit: Uuid) -> anyhow::Result<Vec<InstanceResult>> {
    let results: Vec<Vec<u8>> =
        query_scalar("SELECT result FROM portal.result WHERE lawsuit = $1 ORDER BY instance, defendant")
            .bind(lawsuit)
            .fetch_all(db)
            .await?;
    Ok(results.iter().map(|result| InstanceResult::decode(result.as_slice())).collect::<Result<_, _>>()?)
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
