//! Writers for the probe of the event log: what each writes follows from a seed, so that whoever checks the log
//! afterwards knows what must be in it. `bin/probe-writer.rs` runs a part of them as a process that can be killed.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kernel::day::Day;
use proto::Message;
use proto::common::{self, Command, Envelope, reply};
use runtime::clock::Clock;
use runtime::event_log::{Commit, Encoded, EventLog, Outcome, sha256};
use runtime::{Bus, Contract, Executor, Running, Service, Surroundings};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use crate::chance::Chance;
use crate::jar::{Jar, JarEvent, put};

/// The service they write for.
pub const SERVICE: &str = "jars";
/// How many streams they have in common.
const SHARED: u32 = 8;
/// The most commands that an appending writer has in one batch.
const BATCH: usize = 4;

/// What a process of writers is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// Through the service's executor, or straight into the log.
    pub way: Way,
    /// The database's address.
    pub database: String,
    /// The broker's address, user and password.
    pub nats: [String; 3],
    /// Everything follows from it.
    pub seed: u64,
    /// Which writers.
    pub writers: Range<u32>,
    /// How many commands each gives.
    pub commands: u32,
    /// Where it writes down what was acknowledged.
    pub ledger: PathBuf,
}

/// How a process writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Commands to a running service.
    Executor,
    /// Batches of commits.
    Append,
}

/// A command that a writer gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// The command's id.
    pub id: Uuid,
    /// The streams it writes to, its own first.
    pub streams: Vec<Uuid>,
    /// How many events it has in each of them.
    pub events: u32,
}

/// A writer's command of this number.
#[must_use]
pub fn deed(way: Way, seed: u64, writer: u32, number: u32) -> Deed {
    let mut chance = Chance::of(seed ^ (u64::from(writer) << 32) ^ u64::from(number));
    let named = |name: String| Uuid::new_v5(&Uuid::from_u64_pair(seed, seed), name.as_bytes());
    let own = named(format!("own {writer}"));
    let shared = named(format!("shared {}", chance.below(SHARED)));
    let streams = match way {
        _ if chance.one_in(2) => vec![own],
        Way::Append if chance.one_in(3) => vec![own, shared],
        Way::Append | Way::Executor => vec![shared],
    };
    Deed { id: named(format!("command {writer} {number}")), streams, events: 1 + chance.below(3) }
}

/// An acknowledgement that a writer got, as it stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Acknowledged {
    /// Whose command.
    pub writer: u32,
    /// Which.
    pub number: u32,
    /// The position told.
    pub position: i64,
    /// The version told.
    pub version: i64,
}

/// What was acknowledged. Each line goes to the system in one piece and is then safe from the killing of the process;
/// only the machine's own end would lose it.
struct Ledger(File);

impl Ledger {
    fn enter(&self, writer: u32, number: u32, position: i64, version: i64) {
        let line = format!("{writer} {number} {position} {version}\n");
        (&self.0).write_all(line.as_bytes()).expect("a ledger");
    }
}

/// Reads a ledger.
#[must_use]
pub fn acknowledged(ledger: &Path) -> Vec<Acknowledged> {
    let text = std::fs::read_to_string(ledger).unwrap_or_default();
    let line = |line: &str| {
        let mut numbers = line.split(' ').map(|number| number.parse::<i64>().expect("a number"));
        let mut next = || numbers.next().expect("four numbers");
        Acknowledged {
            writer: u32::try_from(next()).expect("a writer"),
            number: u32::try_from(next()).expect("a number"),
            position: next(),
            version: next(),
        }
    };
    text.lines().map(line).collect()
}

/// What the writers of a process share.
struct Office {
    task: Task,
    ledger: Ledger,
    done: HashSet<(u32, u32)>,
}

impl Office {
    fn deed(&self, writer: u32, number: u32) -> Deed {
        deed(self.task.way, self.task.seed, writer, number)
    }

    /// The chance of this life of a writer: after each killing another.
    fn chance(&self, writer: u32) -> Chance {
        Chance::of(self.task.seed ^ (u64::from(writer) << 32) ^ (u64::try_from(self.done.len()).unwrap_or(0) << 16))
    }
}

/// Does what is left of a task. It returns when every command of every writer is acknowledged.
///
/// # Panics
/// If anything is answered that should not be.
pub async fn write(task: Task) {
    let done = acknowledged(&task.ledger).iter().map(|a| (a.writer, a.number)).collect();
    let ledger = File::options().append(true).create(true).open(&task.ledger).expect("a ledger");
    let office = Arc::new(Office { ledger: Ledger(ledger), done, task });
    match office.task.way {
        Way::Executor => {
            let running = started(&office.task).await;
            let writers = office
                .task
                .writers
                .clone()
                .map(|writer| tokio::spawn(commanding(Arc::clone(&office), writer, running.executor.clone())));
            all_done(writers).await;
            running.stop().await;
        }
        Way::Append => {
            let log = opened(&office.task).await;
            let writers =
                office.task.writers.clone().map(|w| tokio::spawn(appending(Arc::clone(&office), w, log.clone())));
            all_done(writers).await;
        }
    }
}

async fn all_done(writers: impl Iterator<Item = tokio::task::JoinHandle<()>>) {
    let writers: Vec<_> = writers.collect();
    for writer in writers {
        writer.await.expect("a writer that ends well");
    }
}

/// The database may be away just now, so it is tried until it is there.
async fn started(task: &Task) -> Running {
    let [url, user, password] = &task.nats;
    crate::until("the service has started", async || {
        let pool = PgPoolOptions::new().max_connections(4).connect(&task.database).await.ok()?;
        let bus = Bus::connect(url, user, password, "probe").await.ok()?;
        let around = Surroundings { pool, bus, clock: Clock::machine(), area: "610327".to_owned() };
        Service::new(SERVICE).aggregate::<Jar>().start(around).await.ok()
    })
    .await
}

async fn opened(task: &Task) -> EventLog {
    crate::until("the log is open", async || {
        let pool = PgPoolOptions::new().max_connections(8).connect(&task.database).await.ok()?;
        EventLog::open(pool, SERVICE).await.ok()
    })
    .await
}

async fn pause(chance: &mut Chance) {
    if chance.one_in(3) {
        tokio::time::sleep(Duration::from_millis(u64::from(chance.below(8)))).await;
    }
}

/// A writer that gives commands to a service: in their order, some twice at once, some of earlier or of other writers
/// again.
async fn commanding(office: Arc<Office>, writer: u32, executor: Executor) {
    let mut chance = office.chance(writer);
    for number in (0..office.task.commands).filter(|number| !office.done.contains(&(writer, *number))) {
        pause(&mut chance).await;
        if chance.one_in(4) {
            let colleague =
                office.task.writers.start + chance.below(office.task.writers.end - office.task.writers.start);
            let earlier = chance.below(number + 1);
            command(&office, colleague, earlier, &executor).await;
        }
        if chance.one_in(8) {
            tokio::join!(command(&office, writer, number, &executor), command(&office, writer, number, &executor));
        }
        while command(&office, writer, number, &executor).await.is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Gives a command, and enters the acknowledgement if there is one.
async fn command(office: &Office, writer: u32, number: u32, executor: &Executor) -> Option<()> {
    let deed = office.deed(writer, number);
    let command: Command = crate::command(deed.id, deed.streams[0], put(1, deed.events));
    match executor.execute("Jar", command).await.outcome {
        Some(reply::Outcome::Accepted(accepted)) => {
            office.ledger.enter(writer, number, accepted.position, accepted.version);
            Some(())
        }
        // The database was away, or too many wrote to the same stream: the same again.
        Some(reply::Outcome::Unavailable(_)) => None,
        other => panic!("command {number} of writer {writer}: {other:?}"),
    }
}

/// A writer that appends batches of commits to the log, made on what it has just read there.
async fn appending(office: Arc<Office>, writer: u32, log: EventLog) {
    let mut chance = office.chance(writer);
    let mut left: Vec<u32> =
        (0..office.task.commands).filter(|number| !office.done.contains(&(writer, *number))).collect();
    while !left.is_empty() {
        pause(&mut chance).await;
        let count = 1 + usize::try_from(chance.below(4)).unwrap_or(0);
        let mut batch: Vec<u32> = left.iter().copied().take(count.min(BATCH)).collect();
        if chance.one_in(4) {
            // One that may be in the log already.
            let earlier = chance.below(office.task.commands);
            if !batch.contains(&earlier) && !left.contains(&earlier) {
                batch.insert(0, earlier);
            }
        }
        let Ok(commits) = commits(&office, writer, &batch, &log).await else { continue };
        let Ok(outcomes) = log.append(&commits).await else { continue };
        for ((number, commit), outcome) in batch.into_iter().zip(commits).zip(outcomes) {
            let (position, version) = match outcome {
                Outcome::Stored(position) => (position, commit.version),
                Outcome::Known(known) => {
                    assert_eq!(known.request, commit.request, "command {number} of writer {writer}");
                    (known.position, known.version)
                }
                Outcome::Stale => continue,
            };
            office.ledger.enter(writer, number, position, version);
            left.retain(|one| *one != number);
        }
    }
}

async fn commits(office: &Office, writer: u32, batch: &[u32], log: &EventLog) -> anyhow::Result<Vec<Commit>> {
    let deeds: Vec<_> = batch.iter().map(|number| office.deed(writer, *number)).collect();
    let touched: HashSet<Uuid> = deeds.iter().flat_map(|deed| deed.streams.clone()).collect();
    let touched: Vec<Uuid> = touched.into_iter().collect();
    let mut ends = Ends::new();
    for event in log.load(&touched).await? {
        ends.insert(event.stream()?, (event.envelope.version, sha256(&event.bytes).to_vec()));
    }
    Ok(deeds.iter().map(|deed| commit(deed, &mut ends)).collect())
}

/// Where streams end: the version, and the hash, of the last event of each.
pub type Ends = BTreeMap<Uuid, (i64, Vec<u8>)>;

/// The commit that a command comes to when its streams end so. They end with it afterwards.
pub fn commit(deed: &Deed, ends: &mut Ends) -> Commit {
    let mut streams = Vec::new();
    let mut events = Vec::new();
    for stream in &deed.streams {
        let (version, hash) = ends.entry(*stream).or_default();
        streams.push((*stream, *version));
        for nth in 0..deed.events {
            *version += 1;
            let envelope = Envelope {
                event_id: Uuid::new_v5(&deed.id, format!("{stream} {nth}").as_bytes()).as_bytes().to_vec(),
                log: SERVICE.to_owned(),
                kind: "Jar".to_owned(),
                stream: stream.as_bytes().to_vec(),
                version: *version,
                area: "610327".to_owned(),
                event: "BeansPut".to_owned(),
                occurred_on: "2026-03-02".to_owned(),
                recorded_at: 0,
                command_id: deed.id.as_bytes().to_vec(),
                cause: Vec::new(),
                actor: Some(common::Actor { account: "probe".to_owned(), name: "测试员".to_owned() }),
                previous: std::mem::take(hash),
                payload: Jar::write(&JarEvent::BeansPut { beans: 1, words: String::new(), on: day() }),
            };
            *hash = sha256(&envelope.encode_to_vec()).to_vec();
            events.push(Encoded::new(*stream, &envelope));
        }
    }
    let version = ends.get(&deed.streams[0]).map_or(0, |(version, _)| *version);
    Commit { command_id: deed.id, request: sha256(deed.id.as_bytes()), streams, events, version }
}

fn day() -> Day {
    "2026-03-02".parse().expect("a day")
}
