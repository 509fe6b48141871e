//! Turns pure decisions into a running service.
//!
//! A service is a set of aggregates, read models, reactions, timers and questions; this crate gives it an event log in
//! PostgreSQL, doors on NATS, and everything in between. It learns of a service through the traits here, and knows
//! one by name: every service reads the directory's holiday years (`holidays.rs`).

mod asks;
mod bus;
pub mod clock;
mod commands;
mod completion;
mod contract;
mod doors;
pub mod event_log;
mod feed;
pub mod history;
mod holidays;
mod lease;
mod maintenance;
mod progress;
mod projection;
mod reaction;
mod recount;
mod relay;
mod running;
pub mod settings;
mod stream;
mod timer;
mod transaction;

use std::collections::HashMap;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPoolOptions;

pub use asks::{At, Question, Unanswered};
pub use bus::{Bus, Unreached};
pub use commands::Executor;
pub use completion::{Completion, Readers};
pub use contract::{Contract, Decider, First, Happened, Malformed, read, write};
pub use maintenance::republish;
pub use progress::Progress;
pub use projection::Projection;
pub use reaction::{Order, Reaction};
pub use recount::Counted;
pub use running::{Inside, Running, Surroundings, rebuild, rebuild_by};
pub use stream::Draft;
pub use timer::Timer;

use asks::Answers;
use clock::Clock;
use commands::{Kind, KindOf};
use completion::Completes;
use feed::Reader;
use projection::{Model, ModelOf};
use reaction::ReactionOf;
use recount::{Recount, Recounting, RunningPeriods};
use settings::Settings;
use timer::Alarm;

/// How many connections to the database a copy of a service keeps at the most; its lease takes one more.
const CONNECTIONS: u32 = 10;

/// How long anyone waits for a connection: somebody at a page has no more patience.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a connection has been idle when it is looked at before it is used again.
const RESTED: Duration = Duration::from_secs(1);

type MakeDoor = Box<dyn FnOnce(Inside) -> BoxFuture<'static, anyhow::Result<BoxFuture<'static, ()>>> + Send>;
type MakeReaction = Box<dyn FnOnce(Executor) -> (Arc<dyn Reader>, &'static str) + Send>;

/// What a service is made of.
#[must_use]
pub struct Service {
    name: &'static str,
    kinds: Vec<Arc<dyn Kind>>,
    completions: HashMap<&'static str, Arc<dyn Completes>>,
    models: Vec<Arc<dyn Model>>,
    reactions: Vec<MakeReaction>,
    alarms: Vec<Arc<dyn Alarm>>,
    questions: Vec<Arc<dyn Answers>>,
    recountings: Vec<Recounting>,
    seeds: Vec<Order>,
    doors: Vec<MakeDoor>,
    layout: Option<Migrator>,
}

impl Service {
    /// A service of this name, which is also the name of its log, its database schema and its part of the bus.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            kinds: Vec::new(),
            completions: HashMap::new(),
            models: Vec::new(),
            reactions: Vec::new(),
            alarms: Vec::new(),
            questions: Vec::new(),
            recountings: Vec::new(),
            seeds: Vec::new(),
            doors: Vec::new(),
            layout: None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The names of its read models.
    pub fn read_models(&self) -> impl Iterator<Item = &str> {
        self.models.iter().map(|model| model.name())
    }

    /// It decides for this kind of aggregate.
    pub fn aggregate<A: Contract>(mut self) -> Self {
        self.kinds.push(Arc::new(KindOf::<A>(PhantomData)));
        self
    }

    /// It decides for this kind of aggregate, on commands that are completed before.
    pub fn aggregate_completed<A: Contract>(mut self, completion: impl Completion) -> Self {
        self.completions.insert(A::KIND, Arc::new(completion));
        self.aggregate::<A>()
    }

    /// It keeps this read model.
    pub fn projection(mut self, projection: impl Projection) -> Self {
        self.models.push(Arc::new(ModelOf(projection)));
        self
    }

    /// It reacts to what happens elsewhere.
    pub fn reaction<R: Reaction>(mut self, reaction: R) -> Self {
        self.reactions.push(Box::new(|executor| (Arc::new(ReactionOf { reaction, executor }), R::READS)));
        self
    }

    /// It acts when a day has come.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.alarms.push(Arc::new(timer));
        self
    }

    /// What runs in this kind of aggregate is counted anew when a holiday year is announced or amended, and it is told
    /// beforehand what would move.
    pub fn recounted<A: Counted>(self) -> Self {
        let mut service = self.projection(RunningPeriods::<A>(PhantomData)).question(Recount::<A>(PhantomData));
        service.recountings.push(Recounting { kind: A::KIND, message: A::recount });
        service
    }

    /// It answers this question.
    pub fn question(mut self, question: impl Question) -> Self {
        self.questions.push(Arc::new(question));
        self
    }

    /// The tables of its read models, made in a schema of its name.
    pub fn layout(mut self, layout: Migrator) -> Self {
        self.layout = Some(layout);
        self
    }

    /// Orders it gives itself at every start; each is carried out once.
    pub fn seeds(mut self, seeds: impl IntoIterator<Item = Order>) -> Self {
        self.seeds.extend(seeds);
        self
    }

    /// A door of its own beside those on the bus, such as the portal's for browsers. `open` takes what it needs, an
    /// address to listen at, before the service counts as started; the future it gives serves.
    pub fn door<F, O, S>(mut self, open: F) -> Self
    where
        F: FnOnce(Inside) -> O + Send + 'static,
        O: Future<Output = anyhow::Result<S>> + Send + 'static,
        S: Future<Output = ()> + Send + 'static,
    {
        self.doors.push(Box::new(|inside| async move { Ok(open(inside).await?.boxed()) }.boxed()));
        self
    }

    /// Starts it.
    pub async fn start(self, around: Surroundings) -> anyhow::Result<Running> {
        Running::start(self, around).await
    }
}

impl Surroundings {
    /// Connects to what the settings name.
    pub async fn of(settings: &Settings, name: &str) -> anyhow::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, used| {
                // One that was in use a moment ago needs no look, which would cost a round trip for each statement.
                let is_rested = used.idle_for > RESTED;
                Box::pin(async move { if is_rested { connection.ping().await.map(|()| true) } else { Ok(true) } })
            })
            .connect(&settings.database_url)
            .await
            .context("无法连接数据库（SONGLI_DATABASE_URL）")?;
        let bus = Bus::connect(&settings.nats_url, &settings.nats_user, &settings.nats_password, name).await?;
        Ok(Self { pool, bus, clock: Clock::machine(), area: settings.area.clone() })
    }
}

/// Runs a service until told to stop. `ready` is called once commands are answered.
pub async fn run(
    service: Service,
    settings: Settings,
    ready: impl FnOnce(),
    until: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let around = Surroundings::of(&settings, service.name).await?;
    let running = service.start(around).await?;
    ready();
    until.await;
    running.stop().await;
    Ok(())
}
