//! Songli's own command cycle, as a service runs it.

use std::time::Duration;

use anyhow::ensure;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt, stream};
use prost::Message;
use proto::common::reply::Outcome;
use runtime::clock::Clock;
use runtime::event_log::{self, EventLog};
use runtime::settings::Settings;
use runtime::{Running, Service, Surroundings};
use songli_tests::jar::{Jar, to_jar};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::{Contestant, put};
use crate::ground::Ground;

/// A service of jars on a database of its own.
pub struct Ours {
    running: Running,
    clock: Clock,
    _leader: Option<PgConnection>,
}

impl Ours {
    /// Starts it as it is installed.
    pub async fn start(ground: &Ground, name: &'static str) -> anyhow::Result<Self> {
        Self::on(ground, name, None).await
    }

    /// Starts it as a copy that stands by while another leads: it decides and stores, but publishes nothing.
    pub async fn standing_by(ground: &Ground, name: &'static str) -> anyhow::Result<Self> {
        let mut leader = PgConnection::connect(&ground.database(name).await?).await?;
        sqlx::query("SELECT pg_advisory_lock(hashtextextended('songli.lead', 0))").execute(&mut leader).await?;
        Self::on(ground, name, Some(leader)).await
    }

    async fn on(ground: &Ground, name: &'static str, leader: Option<PgConnection>) -> anyhow::Result<Self> {
        let nats = ground.nats();
        let settings = Settings {
            database_url: ground.database(name).await?,
            nats_url: nats.url(),
            nats_user: nats.user().to_owned(),
            nats_password: nats.password().to_owned(),
            area: "610327".to_owned(),
            log: String::new(),
        };
        let around = Surroundings::of(&settings, name).await?;
        let clock = around.clock.clone();
        let running = Service::new(name).aggregate::<Jar>().start(around).await?;
        Ok(Self { running, clock, _leader: leader })
    }

    /// Its log.
    pub fn log(&self) -> &EventLog {
        &self.running.log
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Gives each jar a command before anything is measured.
    pub async fn fill(&self, jars: &[Uuid], events: u32) -> anyhow::Result<()> {
        stream::iter(jars).map(|jar| self.put(0, *jar, events)).buffer_unordered(256).try_collect().await
    }

    /// How much of the log is published.
    pub async fn published(&self) -> anyhow::Result<i64> {
        self.running.bus.published(self.log().service()).await
    }

    /// Waits until all of it is.
    pub async fn publish_all(&self) -> anyhow::Result<()> {
        let head = event_log::head(self.log().pool()).await?.position;
        while self.published().await? < head {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(())
    }
}

impl Contestant for Ours {
    fn put(&self, _worker: usize, jar: Uuid, events: u32) -> BoxFuture<'_, anyhow::Result<()>> {
        let command = to_jar(self.clock.new_id(), jar, put(events).encode_to_vec());
        Box::pin(async move {
            let reply = self.running.executor.execute("Jar", command).await;
            ensure!(matches!(&reply.outcome, Some(Outcome::Accepted(new)) if !new.repeated), "{reply:?}");
            Ok(())
        })
    }
}
