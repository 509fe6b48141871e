//! A holiday year is announced or amended, and every running period that it touches is counted anew (R-CAL-7).
//!
//! A register keeps between which days each period runs. When the calendar is another, and at every start, it is asked
//! which things have a period that a year announced since then speaks of; each of them is ordered to count anew, once for
//! each version of the calendar, and decides for itself what moves. The question is the same without the order.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::{AnnouncedYear, Calendar, CalendarVersion};
use kernel::clocks::Clock;
use kernel::day::Day;
use kernel::recount::Recounted;
use proto::common::{self, MovedPeriod, MovedThing, RecountAnswer, RecountQuestion};
use serde::Serialize;
use sqlx::{PgConnection, query, query_as};
use uuid::Uuid;

use crate::asks::{At, Question, Unanswered};
use crate::contract::{Contract, Malformed, read, write};
use crate::event_log::Recorded;
use crate::feed::Place;
use crate::holidays;
use crate::projection::Projection;
use crate::reaction::Order;
use crate::running::Inside;

/// The register, and whoever gives the orders.
const NAME: &str = "running_periods";
/// How many orders are under way at once.
const AT_ONCE: usize = 256;
/// How many things an answer holds.
const PAGE: usize = 200;
/// How long to wait after a failure.
const REST: Duration = Duration::from_secs(1);

/// An aggregate with periods that the calendar moves.
pub trait Counted: Contract {
    /// A period of it.
    type Clock: Clock<Key: Serialize>;
    /// The service that keeps it.
    const LOG: &'static str;

    /// The periods that an event started, moved or ended, as they are afterwards.
    fn clocks(event: &Self::Event) -> &[Self::Clock];

    /// What the event says by which they were counted anew.
    fn recounted(event: &Self::Event) -> Option<&Recounted<Self::Clock>>;

    /// The service's own message that has what runs counted anew.
    fn recount() -> Vec<u8>;
}

/// The register of the periods of an `A` that run.
pub(crate) struct RunningPeriods<A>(pub(crate) PhantomData<fn() -> A>);

/// The question what of an `A` would move.
pub(crate) struct Recount<A>(pub(crate) PhantomData<fn() -> A>);

/// What is counted anew: which kind of aggregate, by which message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recounting {
    pub(crate) kind: &'static str,
    pub(crate) message: fn() -> Vec<u8>,
}

/// A period as an event left it.
struct Row {
    version: i64,
    position: i64,
    /// By which calendar it was counted, and between which days it runs.
    runs: Option<(CalendarVersion, Day, Day)>,
}

fn runs<C: Clock>(clock: &C) -> Option<(CalendarVersion, Day, Day)> {
    let deadlines = clock.deadlines();
    let counted = deadlines.iter().filter_map(|deadline| Some((deadline.calendar(), deadline.span()?)));
    let widest = counted
        .reduce(|(version, (first, last)), (other, (from, to))| (version.min(other), (first.min(from), last.max(to))));
    widest.filter(|_| clock.is_running()).map(|(version, (first, last))| (version, first, last))
}

impl<A: Counted> Projection for RunningPeriods<A> {
    const NAME: &'static str = NAME;
    const READS: &'static [&'static str] = &[A::LOG];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// Each period is written once, as the last of the events about it left it.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let mut told = BTreeMap::new();
        for event in events.iter().filter(|event| event.envelope.kind == A::KIND) {
            let stream = event.stream()?;
            for clock in A::clocks(&A::read(&event.envelope.payload)?) {
                let row = Row { version: event.envelope.version, position: event.position, runs: runs(clock) };
                told.insert((stream, serde_json::to_string(&clock.key())?), row);
            }
        }
        if told.is_empty() { Ok(()) } else { put(db, A::KIND, told).await }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM log.running_period WHERE kind = $1").bind(A::KIND).execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, kind: &str, told: BTreeMap<(Uuid, String), Row>) -> anyhow::Result<()> {
    const BEFORE: &str = "DELETE FROM log.running_period p USING unnest($1::uuid[], $2::text[]) AS told (stream, clock)
        WHERE (p.stream, p.clock) = (told.stream, told.clock)";
    const RUNS: &str = "INSERT INTO log.running_period
            (kind, stream, clock, version, position, calendar, first_day, last_day)
        SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])";
    query(BEFORE)
        .bind(told.keys().map(|(stream, _)| *stream).collect::<Vec<_>>())
        .bind(told.keys().map(|(_, clock)| clock.as_str()).collect::<Vec<_>>())
        .execute(&mut *db)
        .await?;
    let running = told.iter().filter_map(|(of, row)| Some((of, row, row.runs?)));
    let running: Vec<_> = running.collect();
    query(RUNS)
        .bind(kind)
        .bind(running.iter().map(|((stream, _), ..)| *stream).collect::<Vec<_>>())
        .bind(running.iter().map(|((_, clock), ..)| clock.as_str()).collect::<Vec<_>>())
        .bind(running.iter().map(|(_, row, _)| row.version).collect::<Vec<_>>())
        .bind(running.iter().map(|(_, row, _)| row.position).collect::<Vec<_>>())
        .bind(running.iter().map(|(.., (calendar, ..))| i64::from(calendar.0)).collect::<Vec<_>>())
        .bind(running.iter().map(|(.., (_, first, _))| first.to_string()).collect::<Vec<_>>())
        .bind(running.iter().map(|(.., (.., last))| last.to_string()).collect::<Vec<_>>())
        .execute(db)
        .await?;
    Ok(())
}

/// Of a kind, the things behind a stream that have a period, told after a position, of which a year speaks that was
/// announced since it was counted; each with its version as the register knows it.
async fn touched(
    db: &mut PgConnection,
    kind: &str,
    calendar: &Calendar,
    position: i64,
    (after, most): (Uuid, usize),
) -> anyhow::Result<Vec<(Uuid, i64)>> {
    const TOUCHED: &str = "SELECT stream, max(version) FROM log.running_period period
        WHERE kind = $1 AND position > $2 AND stream > $6 AND EXISTS (
            SELECT FROM unnest($3::bigint[], $4::text[], $5::text[]) AS year (since, first_day, last_day)
            WHERE period.calendar < year.since
                AND period.first_day <= year.last_day AND year.first_day <= period.last_day)
        GROUP BY stream ORDER BY stream LIMIT $7";
    let column = |of: fn(&AnnouncedYear) -> String| calendar.years().map(of).collect::<Vec<_>>();
    let touched = query_as(TOUCHED)
        .bind(kind)
        .bind(position)
        .bind(calendar.years().map(|year| i64::from(year.since().0)).collect::<Vec<_>>())
        .bind(column(|year| year.reach().0.to_string()))
        .bind(column(|year| year.reach().1.to_string()))
        .bind(after)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(db)
        .await?;
    Ok(touched)
}

/// How far a kind has been compared with a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    calendar: i64,
    position: i64,
}

impl Mark {
    async fn of(kind: &str, db: &mut PgConnection) -> sqlx::Result<Option<Self>> {
        let found: Option<(i64, i64)> = query_as("SELECT calendar, position FROM log.recounted WHERE kind = $1")
            .bind(kind)
            .fetch_optional(db)
            .await?;
        Ok(found.map(|(calendar, position)| Self { calendar, position }))
    }

    /// Where it would be if all the register knows had been compared.
    async fn at_the_end(calendar: CalendarVersion, log: &str, db: &mut PgConnection) -> sqlx::Result<Self> {
        Ok(Self { calendar: calendar.0.into(), position: Place::come(NAME, log, db).await? })
    }

    async fn keep(self, kind: &str, db: &mut PgConnection) -> sqlx::Result<()> {
        let keep = "INSERT INTO log.recounted (kind, calendar, position) VALUES ($1, $2, $3)
            ON CONFLICT (kind) DO UPDATE SET calendar = excluded.calendar, position = excluded.position";
        query(keep).bind(kind).bind(self.calendar).bind(self.position).execute(db).await?;
        Ok(())
    }
}

/// Whether everything of a kind that runs has been counted by the calendar that is kept.
pub(crate) async fn is_done(of: Recounting, log: &str, db: &mut PgConnection) -> anyhow::Result<bool> {
    let calendar = holidays::version(db).await?.unwrap_or(CalendarVersion::SHIPPED);
    Ok(Mark::of(of.kind, db).await? == Some(Mark::at_the_end(calendar, log, db).await?))
}

/// Has what a new calendar touches counted anew, for ever.
pub(crate) async fn run(of: Recounting, inside: Inside) {
    let part = format!("{}.{NAME}", inside.log.service());
    loop {
        if let Err(error) = keep_counted(of, &inside, &part).await {
            inside.progress.trouble(&part, &error);
        }
        tokio::time::sleep(REST).await;
    }
}

async fn keep_counted(of: Recounting, inside: &Inside, part: &str) -> anyhow::Result<()> {
    inside.progress.well(part);
    let (mut steps, mut calendar) = (inside.progress.steps(), inside.calendar.clone());
    loop {
        steps.mark_unchanged();
        let now = Arc::clone(&calendar.borrow_and_update());
        count(of, &now, inside).await?;
        tokio::select! {
            _ = steps.changed() => {}
            changed = calendar.changed() => changed?,
        }
    }
}

/// Gives the orders that follow from a calendar and have not been given. Their ids follow from the versions, so whatever is
/// interrupted is done again without being done twice.
async fn count(of: Recounting, calendar: &Calendar, inside: &Inside) -> anyhow::Result<()> {
    let mut db = inside.pool().acquire().await?;
    let end = Mark::at_the_end(calendar.version(), inside.log.service(), &mut db).await?;
    let mark = Mark::of(of.kind, &mut db).await?;
    if mark == Some(end) {
        return Ok(());
    }
    // What was compared with this calendar already, and has not been told anew, comes out the same.
    let position = mark.filter(|mark| mark.calendar == end.calendar).map_or(0, |mark| mark.position);
    let touched = touched(&mut db, of.kind, calendar, position, (Uuid::nil(), usize::MAX)).await?;
    let orders = touched.into_iter().map(|(stream, version)| order(of, stream, calendar.version(), version));
    let given = orders.map(|order| inside.executor.order(NAME, &[], order));
    futures::stream::iter(given).buffer_unordered(AT_ONCE).try_for_each(|_| async { Ok(()) }).await?;
    end.keep(of.kind, &mut db).await?;
    inside.progress.moved();
    Ok(())
}

fn order(of: Recounting, stream: Uuid, calendar: CalendarVersion, version: i64) -> Order {
    let key = format!("{calendar}/{version}");
    Order { kind: of.kind, stream, area: String::new(), key, payload: (of.message)() }
}

impl<A: Counted> Question for Recount<A> {
    const NAME: &'static str = "Recount";
    type Asked = RecountQuestion;
    type Answer = RecountAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: RecountQuestion) -> Result<RecountAnswer, Unanswered> {
        let after = read::uuid_if_any("after", &asked.after)?.unwrap_or(Uuid::nil());
        let calendar = match supposed(&asked, &at.calendar) {
            Ok(calendar) => calendar,
            Err(wrong) => {
                let malformed = Some(common::Malformed { text: wrong.to_string() });
                return Ok(RecountAnswer { malformed, ..RecountAnswer::default() });
            }
        };
        let touched = touched(&mut *at.db, A::KIND, &calendar, 0, (after, PAGE)).await?;
        let last = touched.last().map(|(stream, _)| *stream).filter(|_| touched.len() == PAGE);
        let on = Occasion { calendar: Arc::new(calendar), ..at.occasion(Actor::system(NAME)) };
        let mut things = Vec::new();
        for (stream, _) in touched {
            let (thing, _) = at.aggregate::<A>(stream).await?;
            let periods = would_move(&thing, &on)?;
            if !periods.is_empty() {
                things.push(MovedThing { kind: A::KIND.to_owned(), stream: write::uuid(stream), periods });
            }
        }
        Ok(RecountAnswer { malformed: None, things, next: write::uuid_if_any(last) })
    }
}

/// The calendar as it would be.
fn supposed(asked: &RecountQuestion, now: &Calendar) -> Result<Calendar, Malformed> {
    let year = read::year("year", asked.year)?;
    let known = now.years().find(|known| known.year() == year).map_or(0, AnnouncedYear::revision);
    let announced = AnnouncedYear::parse(year, known + 1, &asked.days).map_err(Malformed::new)?;
    Ok(now.announcing(announced, CalendarVersion(now.version().0 + 1)))
}

/// The periods of a thing that would be due otherwise. What would be refused is for a person to settle.
fn would_move<A: Counted>(thing: &A, on: &Occasion) -> Result<Vec<MovedPeriod>, Malformed> {
    let events = thing.decide(A::command(&A::recount())?, on).unwrap_or_default();
    Ok(events.iter().filter_map(|event| Some(moves::<A>(A::recounted(event)?, event))).flatten().collect())
}

/// What an event moves.
fn moves<A: Counted>(said: &Recounted<A::Clock>, event: &A::Event) -> Vec<MovedPeriod> {
    let moved = said.before.iter().filter_map(|old| {
        let new = A::clocks(event).iter().find(|new| new.key() == old.key())?;
        let (before, after) = (*old.deadlines().first()?, *new.deadlines().first()?);
        let (before, after) =
            (!before.says_the_same(after)).then(|| (write::deadline(before), write::deadline(after)))?;
        Some(MovedPeriod { before: Some(before), after: Some(after) })
    });
    moved.collect()
}
