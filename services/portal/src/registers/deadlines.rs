//! The periods of all cases, each as the last event about it left it. New kinds of periods need nothing here.

use std::collections::BTreeMap;

use kernel::day::Day;
use proto::Message;
use proto::common::{Deadline, shape};
use proto::reconsideration::{CaseEvent, Clock, case_event};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::entries::if_any;
use crate::kinds::{CASE, RECONSIDERATION};
use crate::{Portal, words};

/// The register of deadlines.
pub(crate) struct Deadlines;

const CLOCKS: &str =
    "INSERT INTO portal.clock (case_id, name, party, rule, start, due, ended_on, ended, working, provisional, deadline)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::boolean[], $10::boolean[], $11::bytea[])
    ON CONFLICT (case_id, name, party) DO UPDATE SET rule = excluded.rule, start = excluded.start, due = excluded.due,
        ended_on = excluded.ended_on, ended = excluded.ended, working = excluded.working,
        provisional = excluded.provisional, deadline = excluded.deadline";

impl Projection for Deadlines {
    const NAME: &'static str = "deadlines";
    const READS: &'static [&'static str] = &[RECONSIDERATION];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each period is written once, as the last of the events about it left it.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let mut struck: Vec<Uuid> = Vec::new();
        let mut clocks: BTreeMap<(Uuid, String, u32), Clock> = BTreeMap::new();
        for event in events.iter().filter(|event| event.envelope.kind == CASE.name) {
            let case = event.stream()?;
            let happened = CaseEvent::decode(event.envelope.payload.as_slice())?;
            let told = happened.clocks.into_iter();
            clocks.extend(told.map(|clock| ((case, clock.name.clone(), clock.party), clock)));
            if matches!(&happened.event, Some(case_event::Event::Struck(e)) if e.amendment.as_ref().is_some_and(|a| a.entry == 1))
            {
                struck.push(case);
                clocks.retain(|(of, ..), _| *of != case);
            }
        }
        if !struck.is_empty() {
            query("DELETE FROM portal.clock WHERE case_id = ANY ($1)").bind(struck).execute(&mut *db).await?;
        }
        if clocks.is_empty() { Ok(()) } else { put(db, clocks).await }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM portal.clock").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, clocks: BTreeMap<(Uuid, String, u32), Clock>) -> anyhow::Result<()> {
    let (of, clocks): (Vec<_>, Vec<Clock>) = clocks.into_iter().unzip();
    let deadlines: Vec<Deadline> = clocks.iter().map(|clock| clock.deadline.clone().unwrap_or_default()).collect();
    let is_working = |deadline: &Deadline| {
        let period = deadline.shape.as_ref().and_then(|shape| shape.period.as_ref());
        matches!(period, Some(shape::Period::WorkingDays(_)))
    };
    query(CLOCKS)
        .bind(of.iter().map(|(case, ..)| *case).collect::<Vec<_>>())
        .bind(of.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>())
        .bind(of.iter().map(|(.., party)| i64::from(*party)).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| deadline.rule.as_str()).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| deadline.start.as_str()).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| if_any(&deadline.due)).collect::<Vec<_>>())
        .bind(clocks.iter().map(|clock| if_any(&clock.ended_on)).collect::<Vec<_>>())
        .bind(clocks.iter().map(|clock| clock.end.as_str()).collect::<Vec<_>>())
        .bind(deadlines.iter().map(is_working).collect::<Vec<_>>())
        .bind(deadlines.iter().map(|deadline| deadline.provisional).collect::<Vec<_>>())
        .bind(deadlines.iter().map(Message::encode_to_vec).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    name: String,
    party: i64,
    due: Option<String>,
    ended_on: Option<String>,
    ended: String,
    working: bool,
    deadline: Vec<u8>,
}

/// A period of a case.
#[derive(Debug, Clone)]
pub(crate) struct Running {
    pub(crate) name: String,
    pub(crate) party: u32,
    pub(crate) due: Option<Day>,
    pub(crate) ended_on: Option<String>,
    pub(crate) ended: String,
    pub(crate) working: bool,
    pub(crate) deadline: Deadline,
}

impl Running {
    pub(crate) fn is_running(&self) -> bool {
        self.ended_on.is_none()
    }

    /// Somebody's duty, and not only for information.
    pub(crate) fn is_duty(&self) -> bool {
        words::DUTIES.iter().any(|(name, _)| *name == self.name)
    }

    /// What it is called.
    pub(crate) fn title(&self) -> String {
        title(&self.name, &self.deadline.rule)
    }

    pub(crate) fn article(&self) -> String {
        kernel::rules::find(&self.deadline.rule).map(|rule| rule.article().to_string()).unwrap_or_default()
    }
}

/// What the rule of a period is called; the period's own name if the rule is newer than this program.
pub(crate) fn title(name: &str, rule: &str) -> String {
    let rule = kernel::rules::find(rule);
    rule.map_or_else(|| words::title(words::CLOCKS, name), |rule| rule.title().to_owned())
}

/// All periods of a case, running ones first, by due day.
pub(crate) async fn of(portal: &Portal, case: Uuid) -> anyhow::Result<Vec<Running>> {
    let rows: Vec<Row> = query_as(
        "SELECT name, party, due, ended_on, ended, working, deadline FROM portal.clock
         WHERE case_id = $1 ORDER BY ended_on IS NOT NULL, due NULLS LAST, name, party",
    )
    .bind(case)
    .fetch_all(portal.inside.pool())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Running {
                name: row.name,
                party: u32::try_from(row.party)?,
                due: row.due.map(|due| due.parse()).transpose()?,
                ended_on: row.ended_on,
                ended: row.ended,
                working: row.working,
                deadline: Deadline::decode(row.deadline.as_slice())?,
            })
        })
        .collect()
}
