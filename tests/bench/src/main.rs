//! The event log beside its peers, interleaved in one run.
//!
//! `cargo run --release -p bench` takes some four minutes and prints one table; `-- --quick` only shows that it runs, and
//! `-- --restart` tells how long a hundred thousand events take to work again after `kill -9` of the servers.
//! `-- --quarter 100000` measures the figures of a quarter with so many cases, `-- --crowd 100000` the portal's pages over so
//! many, with lawsuits and suggestions, and how fast read models are made again; `-- --pages 127.0.0.1:8080` measures the
//! portal of a demonstration that runs there.
//! On one private PostgreSQL that keeps what it confirms, the same aggregate gets the same commands from our executor and
//! from stock `postgres-es`, beside single INSERTs of the same bytes. The contestants take turns round by round; what is
//! compared are medians over the rounds.

mod chain;
mod contestants;
mod crowd;
mod drive;
mod entered;
mod ground;
mod made_again;
mod memory;
mod notice;
mod pages;
mod processors;
mod quarter;
mod reading;
mod restart;
mod table;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use contestants::{Ours, Raw, Stock, raw, stock};
use drive::{Jars, drive};
use ground::Ground;
use reading::Library;
use table::{Results, Who};

/// How many commands are in flight.
const IN_FLIGHT: [usize; 4] = [1, 8, 32, 256];
/// How many connections INSERTs are spread over at most; more are slower.
const RAW_CONNECTIONS: usize = 32;

/// How long all takes.
struct Scale {
    rounds: usize,
    length: Duration,
}

impl Scale {
    const WHOLE: Self = Self { rounds: 5, length: Duration::from_millis(600) };
    const QUICK: Self = Self { rounds: 1, length: Duration::from_millis(100) };
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    if std::env::args().any(|word| word == "--restart") {
        println!("working again after {:.2?}", restart::after_a_kill().await?);
        return Ok(());
    }
    if let Some(portal) = std::env::args().skip_while(|word| word != "--pages").nth(1) {
        return pages::of_demonstration(portal.parse().context("--pages 127.0.0.1:8080")?).await;
    }
    if let Some(cases) = std::env::args().skip_while(|word| word != "--crowd").nth(1) {
        return crowd::measure(cases.parse().context("--crowd 100000")?).await;
    }
    if let Some(cases) = std::env::args().skip_while(|word| word != "--quarter").nth(1) {
        return quarter::measure(cases.parse().context("--quarter 100000")?).await;
    }
    let scale = if std::env::args().any(|word| word == "--quick") { Scale::QUICK } else { Scale::WHOLE };
    let ground = Ground::prepare().await?;
    println!("{}\nload average {} before", ground.describe().await?, ground::load_average());
    let results = run(&ground, &scale).await;
    ground.stop().await;
    println!("load average {} after\n\n{}", ground::load_average(), results?);
    Ok(())
}

async fn run(ground: &Ground, scale: &Scale) -> anyhow::Result<Results> {
    let whole = Arc::new(Ours::start(ground, "jars").await?);
    let alone = Arc::new(Ours::standing_by(ground, "alone").await?);
    let cold = Arc::new(Ours::standing_by(ground, "library").await?);
    ground.execute("stock", stock::LAYOUT).await?;
    ground.execute("stock_library", stock::LAYOUT).await?;
    ground.execute("raw", raw::LAYOUT).await?;

    let shelf = Jars::new(reading::JARS, cold.clock());
    let library = Library::fill(ground, &cold, shelf.ids()).await?;
    let event = cold.log().read(0, 1).await?.swap_remove(0).bytes;
    println!("an event takes {} bytes; {} are replayed", event.len(), library.events());
    let mut results = Results::default();
    // Fewer than an executor keeps in memory, all together; each set for commands of one size.
    let sets = [(1, Jars::new(5_000, whole.clock())), (5, Jars::new(10_000, whole.clock()))];

    for round in 1..=scale.rounds {
        eprintln!("round {round} of {}", scale.rounds);
        for (events, jars) in &sets {
            for in_flight in IN_FLIGHT {
                let mut keep = |who, sample| results.keep(*events, in_flight, who, sample);
                keep(Who::Ours, drive(ground, &alone, jars, in_flight, *events, scale.length).await?);
                for connections in pools(in_flight) {
                    let stock = Arc::new(Stock::connect(&ground.database("stock").await?, *connections).await?);
                    keep(
                        Who::Stock(*connections),
                        drive(ground, &stock, jars, in_flight, *events, scale.length).await?,
                    );
                    stock.close().await;
                }
                keep(Who::Published, drive(ground, &whole, jars, in_flight, *events, scale.length).await?);
                whole.publish_all().await?;
                let connections = in_flight.min(RAW_CONNECTIONS);
                let raw = Arc::new(Raw::connect(&ground.database("raw").await?, connections, event.clone()).await?);
                keep(Who::Raw, drive(ground, &raw, jars, in_flight, *events, scale.length).await?);
                drop(raw);
                if *events == 1 && in_flight >= 32 {
                    keep(Who::Cold, drive(ground, &cold, &shelf, in_flight, *events, scale.length).await?);
                }
            }
        }
        let fullest = drive(ground, &alone, &sets[0].1, 256, 1, scale.length).await?;
        results.chain.push(chain::cost(&event, fullest.rate));
        results.load.ours.push(library.load_ours(scale.length).await?);
        results.load.stock.push(library.load_stock(scale.length).await?);
        results.replay.ours.push(library.replay_ours().await?);
        results.replay.stock.push(library.replay_stock().await?);
    }
    ensure!(alone.published().await? == 0, "the copy that stands by has published something");
    Ok(results)
}

/// The pools with which stock competes; the best counts. Ten connections are what it comes with.
fn pools(in_flight: usize) -> &'static [u32] {
    match in_flight {
        ..32 => &[stock::OWN_POOL],
        32..256 => &[stock::OWN_POOL, 32],
        256.. => &[stock::OWN_POOL, 32, 64],
    }
}
