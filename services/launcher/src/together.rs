//! Services that run in this process, each by the clock it is given.

use std::time::Duration;

use anyhow::Context as _;
use backing::Private;
use runtime::clock::Clock;
use runtime::{Running, Service, Surroundings};

use crate::place::Place;
use crate::services::database;

/// How often those who wait for rest look.
const LOOK: Duration = Duration::from_millis(5);

/// Some services.
pub(crate) struct Together(Vec<Running>);

impl Together {
    /// Starts them, one after another.
    pub(crate) async fn start(
        place: &Place,
        private: &Private,
        services: impl IntoIterator<Item = (Service, Clock)>,
    ) -> anyhow::Result<Self> {
        let mut running = Vec::new();
        for (service, clock) in services {
            let (name, database) = (service.name(), database(service.name()));
            private.postgres.create_database(&database).await?;
            let settings = place.settings(private.postgres.url(&database), &private.nats.access());
            let around = Surroundings { clock, ..Surroundings::of(&settings, name).await? };
            running.push(service.start(around).await.with_context(|| format!("服务 {name} 没有启动"))?);
        }
        Ok(Self(running))
    }

    /// One of them.
    pub(crate) fn service(&self, name: &str) -> anyhow::Result<&Running> {
        self.0.iter().find(|running| running.log.service() == name).with_context(|| format!("{name} 不在此处"))
    }

    /// Waits until everything that follows from what was said so far has happened.
    pub(crate) async fn settled(&self) -> anyhow::Result<()> {
        // Twice, since one service's rest may be another's work.
        for running in self.0.iter().chain(&self.0) {
            rested(running).await?;
        }
        Ok(())
    }

    /// Stops them, the last started first.
    pub(crate) async fn stop(self) {
        for running in self.0.into_iter().rev() {
            running.stop().await;
        }
    }
}

/// Waits until a service has done what it was told and what its day brings.
pub(crate) async fn rested(running: &Running) -> anyhow::Result<()> {
    // Twice, since what its timers have ordered in the meantime is to be published and read too.
    for _ in 0..2 {
        while running.lacks().await?.is_some() {
            tokio::time::sleep(LOOK).await;
        }
    }
    Ok(())
}
