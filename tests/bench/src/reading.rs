//! The other direction: an aggregate loaded, and everything replayed in order. Both sides end with typed events.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{anyhow, ensure};
use cqrs_es::persist::{PersistedEventRepository, PersistedEventStore};
use cqrs_es::{AggregateContext, EventStore};
use postgres_es::PostgresEventRepository;
use runtime::event_log::LogStore;
use runtime::{Contract, Decider};
use songli_tests::jar::{Jar, JarEvent};
use uuid::Uuid;

use crate::contestants::{Ours, Stock, WORDS, stock};
use crate::drive::Sample;
use crate::ground::Ground;

/// How many jars there are: more than an executor keeps in memory.
pub const JARS: usize = 20_000;
/// How many events each has.
pub const EVENTS: u32 = 5;
/// How many jars there are besides, to be loaded.
const LONG: usize = 500;
/// How many events each of those has.
const LONG_EVENTS: u32 = 20;
/// How many events are read at a time.
const PAGE: i64 = 1_000;

/// The same events in our log and in stock's table.
pub struct Library {
    ours: Arc<Ours>,
    stock: Stock,
    long: Vec<Uuid>,
    events: i64,
}

impl Library {
    /// Fills both with the same events in the same order.
    pub async fn fill(ground: &Ground, ours: &Arc<Ours>, jars: &[Uuid]) -> anyhow::Result<Self> {
        let long: Vec<Uuid> = (0..LONG).map(|_| ours.clock().new_id()).collect();
        let stock = Stock::connect(&ground.database("stock_library").await?, stock::OWN_POOL).await?;
        let event = JarEvent::BeansPut { beans: 1, words: WORDS.to_owned(), on: ours.clock().today() };
        for (jars, events) in [(jars, EVENTS), (&long, LONG_EVENTS)] {
            ours.fill(jars, events).await?;
            sqlx_of_stock::query(
                "INSERT INTO events SELECT 'Jar', jar, nth, 'BeansPut', '1', $3::json, '{}'
                 FROM unnest($1::text[]) jar, generate_series(1, $2) nth",
            )
            .bind(jars.iter().map(Uuid::to_string).collect::<Vec<_>>())
            .bind(i32::try_from(events)?)
            .bind(serde_json::to_string(&event)?)
            .execute(stock.pool())
            .await?;
        }
        ground.execute("stock_library", "VACUUM ANALYZE").await?;
        ground.execute(ours.log().service(), "VACUUM ANALYZE").await?;
        let events = runtime::event_log::head(ours.log().pool()).await?.position;
        Ok(Self { ours: Arc::clone(ours), stock, long, events })
    }

    /// How many events it holds.
    pub fn events(&self) -> i64 {
        self.events
    }

    /// Loads of one cold aggregate after another, ours.
    pub async fn load_ours(&self, length: Duration) -> anyhow::Result<Sample> {
        let store = LogStore::<Jar>::new(self.ours.log().clone(), self.ours.clock().clone(), "610327");
        self.loads(&store, length).await
    }

    /// Loads of one cold aggregate after another, stock's.
    pub async fn load_stock(&self, length: Duration) -> anyhow::Result<Sample> {
        let repository = PostgresEventRepository::new(self.stock.pool().clone());
        let store = PersistedEventStore::<_, Decider<Jar>>::new_event_store(repository);
        self.loads(&store, length).await
    }

    async fn loads<S: EventStore<Decider<Jar>>>(&self, store: &S, length: Duration) -> anyhow::Result<Sample> {
        let mut times = Vec::new();
        let begin = Instant::now();
        for jar in self.long.iter().cycle() {
            let id = jar.to_string();
            let asked = Instant::now();
            let mut loaded = store.load_aggregate(&id).await.map_err(|error| anyhow!("loading: {error:?}"))?;
            times.push(asked.elapsed());
            ensure!(loaded.aggregate().0.beans == LONG_EVENTS, "{} beans", loaded.aggregate().0.beans);
            if begin.elapsed() > length {
                break;
            }
        }
        Ok(Sample::of(times, begin.elapsed()))
    }

    /// Events a second when everything is replayed, ours: by position, so that it can stop and go on anywhere.
    pub async fn replay_ours(&self) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let mut position = 0;
        while position < self.events {
            for recorded in self.ours.log().read(position, PAGE.min(self.events - position)).await? {
                Jar::read(&recorded.envelope.payload)?;
                ensure!(recorded.position == position + 1, "{} after {position}", recorded.position);
                position += 1;
            }
        }
        self.rate(position, begin.elapsed())
    }

    /// Events a second when everything is replayed, stock's: in no order across aggregates, and from the beginning only.
    pub async fn replay_stock(&self) -> anyhow::Result<f64> {
        let begin = Instant::now();
        let repository = PostgresEventRepository::new(self.stock.pool().clone());
        let mut replayed = repository.stream_all_events::<Decider<Jar>>().await?;
        let mut count = 0;
        while let Some(event) = replayed.next::<Decider<Jar>>(&[]).await {
            event?;
            count += 1;
        }
        self.rate(count, begin.elapsed())
    }

    fn rate(&self, count: i64, within: Duration) -> anyhow::Result<f64> {
        ensure!(count == self.events, "{count} events replayed of {}", self.events);
        Ok(f64::from(u32::try_from(count)?) / within.as_secs_f64())
    }
}
