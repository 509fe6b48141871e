//! A service at work: its log is relayed, its doors are open, its read models are fed, its timers run.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;
use kernel::calendar::Calendar;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::bus::Bus;
use crate::clock::Clock;
use crate::commands::Executor;
use crate::event_log::{self, EventLog};
use crate::feed::{BATCH, Feed, Place, Reader};
use crate::lease::Lease;
use crate::progress::Progress;
use crate::recount::{self, Recounting};
use crate::timer::{self, Alarm};
use crate::{Service, doors, holidays, relay};

/// How long a stopping service waits for the commands it has begun.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long to wait after losing the lease.
const REST: Duration = Duration::from_secs(1);

/// What a service needs around it.
pub struct Surroundings {
    /// Its own database.
    pub pool: PgPool,
    /// Its connection to NATS.
    pub bus: Bus,
    /// Its clock.
    pub clock: Clock,
    /// The GB/T 2260 code of the jurisdiction that new streams belong to.
    pub area: String,
}

/// The inside of a running service: what its parts share. Clones share it too.
#[derive(Clone)]
pub struct Inside {
    /// Its log, in its own database.
    pub log: EventLog,
    /// Its connection to NATS.
    pub bus: Bus,
    /// Its clock.
    pub clock: Clock,
    /// Decides its commands.
    pub executor: Executor,
    /// What troubles it, and when it moves.
    pub progress: Progress,
    pub(crate) calendar: watch::Receiver<Arc<Calendar>>,
    stopping: watch::Sender<bool>,
}

/// A service that runs.
pub struct Running {
    inside: Inside,
    duties: Duties,
    /// Those on the bus.
    doors: JoinSet<()>,
    /// Tells them to let nobody in any more.
    closing: watch::Sender<bool>,
    /// Those it has beside them.
    own_doors: JoinSet<()>,
    works: JoinSet<()>,
}

/// What a service does without being asked: who reads which log, which timers it keeps, and what a new calendar moves.
#[derive(Debug, Clone)]
pub(crate) struct Duties {
    readers: Vec<(String, &'static str)>,
    alarms: Vec<&'static str>,
    recountings: Vec<Recounting>,
}

impl Deref for Running {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.inside
    }
}

impl Inside {
    /// Its database.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        self.log.pool()
    }

    /// The holiday arrangements it knows now.
    #[must_use]
    pub fn calendar(&self) -> Arc<Calendar> {
        Arc::clone(&self.calendar.borrow())
    }

    /// Waits until the service is told to stop. A door of its own then lets nobody in any more, and ends once those who
    /// are in have their answers.
    pub async fn stopping(&self) {
        // An error means that the service is gone.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Waits until a reader has come to a position in a log, at most so long; tells whether it has.
    pub async fn reached(&self, reader: &str, log: &str, position: i64, patience: Duration) -> anyhow::Result<bool> {
        let until = Instant::now() + patience;
        Ok(Place::reach(reader, log, position, until, &self.progress, self.pool()).await? >= position)
    }

    /// What is still to be done of these duties, if anything.
    pub(crate) async fn lacks(&self, duties: &Duties) -> anyhow::Result<Option<String>> {
        let head = event_log::head(self.log.pool()).await?.position;
        let mut db = self.log.pool().acquire().await?;
        let published = self.bus.published(self.log.service()).await?;
        if published != head {
            return Ok(Some(format!("{} is published up to {published} of {head}", self.log.service())));
        }
        for (reader, log) in &duties.readers {
            // Whoever has not begun to read is not through either: asking so makes its place.
            let (come, end) = (Place::of(reader, log, &mut db).await?.position, self.bus.published(log).await?);
            if come != end {
                return Ok(Some(format!("{reader} has come to {come} of {end} in {log}")));
            }
        }
        for of in &duties.recountings {
            if !recount::is_done(*of, self.log.service(), &mut db).await? {
                return Ok(Some(format!("not every {} is counted by the calendar of today", of.kind)));
            }
        }
        let seen = timer::seen(&mut db).await?;
        for alarm in &duties.alarms {
            let last = timer::dealt_with(alarm, &mut db).await?;
            if last != Some((self.clock.today(), seen)) {
                return Ok(Some(format!(
                    "{alarm} was last asked at {last:?}, not at {:?}",
                    (self.clock.today(), seen)
                )));
            }
        }
        // A timer may have given orders since it was asked how far the log goes.
        let now = event_log::head(self.log.pool()).await?.position;
        Ok((now != head).then(|| format!("{} has gone on from {head} to {now}", self.log.service())))
    }
}

impl Running {
    /// Lays out the database, opens the doors and starts all parts. It returns when commands are answered.
    pub(crate) async fn start(service: Service, around: Surroundings) -> anyhow::Result<Self> {
        let Surroundings { pool, bus, clock, area } = around;
        let Service {
            name, kinds, completions, models, reactions, alarms, recountings, questions, seeds, doors, ..
        } = service;
        let log = EventLog::open(pool.clone(), name).await?;
        if let Some(mut layout) = service.layout {
            layout.create_schema(name);
            layout.dangerous_set_table_name(format!("{name}.migration"));
            layout.run(&pool).await?;
        }
        bus.stream(name).await?;

        let (holidays, calendar) = holidays::Holidays::kept(&pool).await?;
        let progress = Progress::new();
        let around = Surroundings { pool: pool.clone(), bus: bus.clone(), clock: clock.clone(), area };
        let executor = Executor::start(log.clone(), around, progress.clone(), calendar.clone(), kinds, completions);
        for order in seeds {
            executor.order("seed", &[], order).await?;
        }

        let mut readers: Vec<(Arc<dyn Reader>, &'static str)> = vec![(Arc::clone(&holidays) as _, holidays::LOG)];
        for model in models {
            readers.extend(model.reads().iter().map(|log| (Arc::clone(&model) as _, *log)));
        }
        readers.extend(reactions.into_iter().map(|reaction| reaction(executor.clone())));
        let stopping = watch::Sender::new(false);
        let inside = Inside { log, bus, clock, executor, progress, calendar, stopping };
        let lead = Lead { inside: inside.clone(), readers, alarms, recountings: recountings.clone() };
        let duties = Duties {
            readers: lead.readers.iter().map(|(reader, log)| (reader.name().to_owned(), *log)).collect(),
            alarms: lead.alarms.iter().map(|alarm| alarm.name()).collect(),
            recountings,
        };
        let mut works = JoinSet::new();
        works.spawn(lead.run());
        works.spawn(holidays.watch(pool));

        let (mut open, closing) = (JoinSet::new(), watch::Sender::new(false));
        for kind in inside.executor.kinds() {
            open.spawn(doors::commands(&inside, &closing, kind).await?);
        }
        for question in questions {
            open.spawn(doors::questions(&inside, &closing, question).await?);
        }
        if inside.clock.can_be_moved() {
            open.spawn(doors::rest(&inside, &closing, duties.clone()).await?);
        }
        let mut own_doors = JoinSet::new();
        for door in doors {
            own_doors.spawn(door(inside.clone()).await?);
        }
        Ok(Self { inside, duties, doors: open, closing, own_doors, works })
    }

    /// Whether all it has been told is done: its log published, its readers at the end of their streams, its timers
    /// through with today. With what it lacks, for whoever waits in vain.
    pub async fn lacks(&self) -> anyhow::Result<Option<String>> {
        self.inside.lacks(&self.duties).await
    }

    /// Stops: no new requests, the begun ones answered, everything else let go. What is let go goes on at the next start.
    pub async fn stop(mut self) {
        self.inside.stopping.send_replace(true);
        close(self.own_doors).await;
        self.works.shutdown().await;
        self.closing.send_replace(true);
        close(self.doors).await;
        let _ = self.inside.bus.client.drain().await;
        self.inside.pool().close().await;
    }
}

/// Waits until doors have closed, for a while.
async fn close(mut doors: JoinSet<()>) {
    let _ = tokio::time::timeout(FAREWELL, async { while doors.join_next().await.is_some() {} }).await;
    doors.shutdown().await;
}

/// The work that one copy of a service does for all.
struct Lead {
    inside: Inside,
    readers: Vec<(Arc<dyn Reader>, &'static str)>,
    alarms: Vec<Arc<dyn Alarm>>,
    recountings: Vec<Recounting>,
}

impl Lead {
    /// Leads whenever no other copy does, for ever.
    async fn run(self) {
        let progress = &self.inside.progress;
        let part = format!("{}.lead", self.inside.log.service());
        loop {
            let error = match Lease::take(self.inside.pool()).await {
                Ok(lease) => {
                    progress.well(&part);
                    // Dropping the tasks at the end of this arm stops them. None ends by itself, unless it panics.
                    let mut tasks = self.begin();
                    tokio::select! {
                        error = lease.lost() => error.into(),
                        ended = tasks.join_next() => anyhow!("a part has ended: {ended:?}"),
                    }
                }
                Err(error) => error.into(),
            };
            progress.trouble(&part, &error);
            tokio::time::sleep(REST).await;
        }
    }

    fn begin(&self) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        tasks.spawn(relay::run(self.inside.clone()));
        for (reader, log) in &self.readers {
            tasks.spawn(Feed { reader: Arc::clone(reader), log, inside: self.inside.clone() }.run());
        }
        for alarm in &self.alarms {
            tasks.spawn(timer::run(Arc::clone(alarm), self.inside.clone()));
        }
        for of in &self.recountings {
            tasks.spawn(recount::run(*of, self.inside.clone()));
        }
        tasks
    }
}

/// Fills a read model of a service again from the first event, while the service may be running elsewhere, and tells how
/// many events there were. Any other reader, such as a reaction, is sent back to the first event, from where it goes on by
/// itself: what it has given orders for is not done a second time.
pub async fn rebuild(service: &Service, reader: &str, around: &Surroundings) -> anyhow::Result<Option<i64>> {
    rebuild_by(service, reader, around, BATCH).await
}

/// The same, with so many events taken in at once; what comes of it is the same too.
pub async fn rebuild_by(
    service: &Service,
    reader: &str,
    around: &Surroundings,
    at_once: usize,
) -> anyhow::Result<Option<i64>> {
    if let Some(model) = service.models.iter().find(|model| model.name() == reader) {
        return model.rebuild(&around.pool, &around.bus, at_once).await.map(Some);
    }
    let sent_back = sqlx::query("UPDATE log.reader SET epoch = 0, position = 0, last = '' WHERE name = $1")
        .bind(reader)
        .execute(&around.pool)
        .await?;
    if sent_back.rows_affected() == 0 {
        let known: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT name FROM log.reader ORDER BY name").fetch_all(&around.pool).await?;
        anyhow::bail!("{}没有名为“{reader}”的读模型，现有：{}", service.name, known.join("、"));
    }
    Ok(None)
}
