//! How fast read models are made again from the first event, and what limits it.

use std::time::{Duration, Instant};

use songli_tests::{System, postgres};

use crate::crowd::services;
use crate::processors;

/// What it took to make something again.
#[derive(Default)]
struct Took {
    events: i64,
    all: Duration,
    /// How long this process was at work.
    here: Duration,
    /// How long PostgreSQL was.
    database: Duration,
}

impl Took {
    fn and(&self, other: &Self) -> Self {
        Self {
            events: self.events + other.events,
            all: self.all + other.all,
            here: self.here + other.here,
            database: self.database + other.database,
        }
    }

    fn tell(&self, what: &str) -> anyhow::Result<()> {
        let all = self.all.as_secs_f64();
        let events = f64::from(u32::try_from(self.events)?);
        let [here, database] = [self.here, self.database].map(|busy| 100.0 * busy.as_secs_f64() / all);
        println!("| {what} | {:.0} | {all:.1} | {here:.0} % | {database:.0} % |", events / all);
        Ok(())
    }
}

/// Makes every read model of every service again that reads any of these logs, one after another.
pub async fn measure(system: &System, logs: &[&str]) -> anyhow::Result<()> {
    println!("| made again | events a second | seconds | at work here | PostgreSQL at work |\n|---|---|---|---|---|");
    let mut sum = Took::default();
    for service in services(portal::Settings::default()) {
        let around = system.surroundings(&system.service(service.name()).database).await;
        let readers: Vec<String> = sqlx::query_scalar("SELECT DISTINCT name FROM log.reader WHERE log = ANY ($1)")
            .bind(logs)
            .fetch_all(&around.pool)
            .await?;
        for model in service.read_models().filter(|model| readers.iter().any(|reader| reader == model)) {
            let (begun, here, database) = (Instant::now(), processors::here()?, processors::of(postgres())?);
            let events = runtime::rebuild(&service, model, &around).await?.unwrap_or_default();
            let took = Took {
                events,
                all: begun.elapsed(),
                here: processors::here()?.saturating_sub(here),
                database: processors::of(postgres())?.saturating_sub(database),
            };
            took.tell(&format!("{} {model}", service.name()))?;
            sum = sum.and(&took);
        }
    }
    sum.tell("all of them")
}
