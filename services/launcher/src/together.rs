//! Services that run in this process, each by the clock it is given.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use backing::Private;
use runtime::clock::Clock;
use runtime::{Running, Service, Surroundings};

use crate::place::Place;
use crate::services::database;

/// How often those who wait for rest look.
const LOOK: Duration = Duration::from_millis(5);
/// How often those who wait for one reader look whether anything moves.
const GLANCE: Duration = Duration::from_secs(1);
/// How long nothing may move before waiting is given up. On a busy machine everything may be slow, but it moves.
const PATIENCE: Duration = Duration::from_mins(1);

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
    let mut patience = Patience::of(running);
    // Twice, since what its timers have ordered in the meantime is to be published and read too.
    for _ in 0..2 {
        while let Some(lack) = lack(running).await {
            patience.bears(lack, Instant::now())?;
            tokio::time::sleep(LOOK).await;
        }
    }
    Ok(())
}

/// Waits until a reader of a service has come to a position in the service's own log.
pub(crate) async fn has_read(running: &Running, reader: &str, position: i64) -> anyhow::Result<()> {
    let mut patience = Patience::of(running);
    // Where that cannot be seen, what is lacking tells why.
    while !running.reached(reader, running.log.service(), position, GLANCE).await.unwrap_or_default() {
        patience.bears(lack(running).await.unwrap_or_default(), Instant::now())?;
    }
    Ok(())
}

/// What a service still has to do, or why that cannot be told.
async fn lack(running: &Running) -> Option<String> {
    running.lacks().await.unwrap_or_else(|error| Some(format!("{error:#}")))
}

/// Bears that something is lacking, as long as it is not the same for long.
struct Patience {
    service: String,
    lack: String,
    since: Option<Instant>,
}

impl Patience {
    fn of(running: &Running) -> Self {
        Self { service: running.log.service().to_owned(), lack: String::new(), since: None }
    }

    fn bears(&mut self, lack: String, now: Instant) -> anyhow::Result<()> {
        match self.since {
            Some(since) if self.lack == lack => {
                if now.duration_since(since) >= PATIENCE {
                    bail!("服务 {} 一分钟没有进展（{lack}），请查看运行日志", self.service);
                }
            }
            _ => (self.lack, self.since) = (lack, Some(now)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_moves_is_waited_for_and_what_stands_still_is_given_up_after_a_minute() {
        let mut patience = Patience { service: "portal".to_owned(), lack: String::new(), since: None };
        let begun = Instant::now();
        for minute in 0..10 {
            let behind = format!("cases has come to {minute} of 10");
            assert!(patience.bears(behind.clone(), begun + PATIENCE * minute).is_ok());
            assert!(patience.bears(behind, begun + PATIENCE * minute + PATIENCE.saturating_sub(LOOK)).is_ok());
        }
        let stuck = patience.bears("cases has come to 9 of 10".to_owned(), begun + PATIENCE * 10);
        let said = stuck.unwrap_err().to_string();
        assert!(said.contains("portal") && said.contains("9 of 10"), "{said}");
    }
}
