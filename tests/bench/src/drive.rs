//! Keeps a number of commands in flight for a while, and measures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures::future::try_join_all;
use runtime::clock::Clock;
use tokio::sync::Barrier;
use uuid::Uuid;

use crate::contestants::Contestant;
use crate::ground::Ground;

/// What a contestant did in one round.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample {
    /// Commands a second.
    pub rate: f64,
    /// Half of the commands took no longer.
    pub p50: Duration,
    /// All but one in a hundred took no longer.
    pub p99: Duration,
    /// What each took of the processors, here and in PostgreSQL together. Other work on the machine hardly touches it.
    pub cpu: Duration,
}

impl Sample {
    /// What these times amount to, all taken within so long.
    pub fn of(mut times: Vec<Duration>, within: Duration) -> Self {
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
        let count = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX));
        Self { rate: count / within.as_secs_f64(), p50: at(50), p99: at(99), cpu: Duration::ZERO }
    }
}

/// Jars, taken in turn.
pub struct Jars {
    ids: Vec<Uuid>,
    turn: AtomicUsize,
}

impl Jars {
    /// So many new ones.
    pub fn new(count: usize, clock: &Clock) -> Arc<Self> {
        Arc::new(Self { ids: (0..count).map(|_| clock.new_id()).collect(), turn: AtomicUsize::new(0) })
    }

    /// All of them.
    pub fn ids(&self) -> &[Uuid] {
        &self.ids
    }

    /// The next one for a worker. Each has jars of its own, so that nobody waits for anybody else's.
    fn next(&self, worker: usize, workers: usize) -> Uuid {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) / workers;
        self.ids[worker + workers * (turn % (self.ids.len() / workers))]
    }
}

/// Has commands of so many events carried out, `in_flight` at a time, and measures for so long, once each worker is warm.
pub async fn drive<C: Contestant + 'static>(
    ground: &Ground,
    contestant: &Arc<C>,
    jars: &Arc<Jars>,
    in_flight: usize,
    events: u32,
    length: Duration,
) -> anyhow::Result<Sample> {
    const WARM: usize = 3;
    let warm = Arc::new(Barrier::new(in_flight + 1));
    let workers = (0..in_flight).map(|worker| {
        let (contestant, jars, warm) = (Arc::clone(contestant), Arc::clone(jars), Arc::clone(&warm));
        let work = tokio::spawn(async move {
            for _ in 0..WARM {
                contestant.put(worker, jars.next(worker, in_flight), events).await?;
            }
            warm.wait().await;
            let begin = Instant::now();
            let mut times = Vec::new();
            loop {
                let asked = Instant::now();
                contestant.put(worker, jars.next(worker, in_flight), events).await?;
                if begin.elapsed() > length {
                    return anyhow::Ok(times);
                }
                times.push(asked.elapsed());
            }
        });
        async { work.await? }
    });
    let mut workers = try_join_all(workers);
    let begin = tokio::select! {
        _ = warm.wait() => ground.cpu_time()?,
        failed = &mut workers => return Err(failed.err().context("a worker ended before the measuring began")?),
    };
    let times = workers.await?.concat();
    let spent = ground.cpu_time()?.saturating_sub(begin);
    let commands = u32::try_from(times.len() + in_flight)?;
    Ok(Sample { cpu: spent / commands, ..Sample::of(times, length) })
}
