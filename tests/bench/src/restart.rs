//! How long it takes until a log of a hundred thousand events works again after everything was killed.

use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::contestants::{Contestant, Ours};
use crate::ground::Ground;

/// How many jars there are, and how many events each gets at once.
const JARS: usize = 20_000;
const EVENTS: u32 = 5;

/// From the start of the killed servers to the first command that is accepted and published.
pub async fn after_a_kill() -> anyhow::Result<Duration> {
    let ground = Ground::prepare().await?;
    let ours = Ours::start(&ground, "jars").await?;
    let jars: Vec<Uuid> = (0..JARS).map(|_| ours.clock().new_id()).collect();
    ours.fill(&jars, EVENTS).await?;
    ours.publish_all().await?;
    drop(ours);
    ground.kill().await;

    let begun = Instant::now();
    ground.restart().await?;
    let ours = Ours::start(&ground, "jars").await?;
    ours.put(0, jars[0], 1).await?;
    ours.publish_all().await?;
    let took = begun.elapsed();
    ground.stop().await;
    Ok(took)
}
