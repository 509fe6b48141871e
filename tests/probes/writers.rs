//! 32 writers in three processes, with pauses inside and between their transactions; the writers and PostgreSQL are
//! killed as by `kill -9`; one reader follows the log all the while. Nothing may be lost, doubled, reordered or skipped.
//!
//! What each writer writes follows from the seed, so the log is compared with what must be in it; what was acknowledged
//! stands in the writers' ledgers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backing::{Durability, Options, Private};
use runtime::clock::Clock;
use runtime::event_log::{EventLog, Recorded, sha256, verify};
use runtime::{Bus, Service, Surroundings};
use songli_tests::chance::{Chance, rounds};
use songli_tests::jar::Jar;
use songli_tests::writing::{Acknowledged, Deed, SERVICE, Task, Way, acknowledged, deed};
use songli_tests::{published, until};
use sqlx::postgres::{PgPool, PgPoolOptions};
use tokio::sync::watch;
use uuid::Uuid;

/// Two processes give commands to copies of a service, one appends to the log.
const PROCESSES: [(Way, std::ops::Range<u32>); 3] =
    [(Way::Executor, 0..11), (Way::Executor, 11..22), (Way::Append, 22..32)];

/// The log as most make it at first: positions from a sequence, and a head that nobody has to wait for.
const POSITIONS_FROM_A_SEQUENCE: &str = "
    CREATE SEQUENCE log.naive;
    ALTER TABLE log.head RENAME TO kept;
    CREATE VIEW log.head AS
        SELECT coalesce((SELECT max(position) FROM log.event), 0) AS position,
               coalesce((SELECT root FROM log.event ORDER BY position DESC LIMIT 1), sha256('songli')) AS root
        FROM (VALUES (1)) one;
    CREATE FUNCTION log.wait_for_nobody() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER wait_for_nobody INSTEAD OF UPDATE ON log.head FOR EACH ROW EXECUTE FUNCTION log.wait_for_nobody();
    CREATE FUNCTION log.count_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.position := nextval('log.naive');
        RETURN NEW;
    END $$;
    CREATE TRIGGER count_up BEFORE INSERT ON log.event FOR EACH ROW EXECUTE FUNCTION log.count_up();";

/// A log that does not remember its commands.
const COMMANDS_FORGOTTEN: &str = "
    CREATE FUNCTION log.forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER forget BEFORE INSERT ON log.command FOR EACH ROW EXECUTE FUNCTION log.forget();";

/// Makes each transaction that appends stop twice for a moment, now and then for a long one, while it holds the head.
const PAUSES: &str = "
    CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_sleep(CASE WHEN random() < 0.03 THEN 0.03 ELSE random() * 0.003 END);
        RETURN NULL;
    END $$;
    CREATE TRIGGER pause AFTER INSERT ON log.event FOR EACH STATEMENT EXECUTE FUNCTION pause();
    CREATE TRIGGER pause AFTER INSERT ON log.command FOR EACH STATEMENT EXECUTE FUNCTION pause();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_reordered_or_skipped() {
    let seed = Chance::seed();
    for round in 0..rounds() {
        let probe = Probe {
            seed: seed.wrapping_add(u64::from(round)),
            commands: 12,
            broken: Broken::Nothing,
            kills: 5,
            outages: 2,
        };
        let found = probe.run().await;
        assert_eq!(found, Vec::<String>::new(), "SONGLI_PROBE_SEED={}", probe.seed);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn positions_from_a_sequence_are_found_out() {
    // Whether somebody comes by, or is killed, between taking a position and writing it is chance.
    let mut found = Vec::new();
    let missing = |found: &[String]| {
        let is_there = |what: &str| found.iter().any(|found| found.starts_with(what));
        ["the reader missed", "there is a hole", "verify"].into_iter().find(|what| !is_there(what))
    };
    for round in 0..9 {
        let seed = Chance::seed().wrapping_add(round);
        let broken = Broken::Log(POSITIONS_FROM_A_SEQUENCE);
        found.extend(Probe { seed, commands: 8, broken, kills: 1, outages: 0 }.run().await);
        if missing(&found).is_none() {
            break;
        }
    }
    println!("{found:#?}");
    assert_eq!(missing(&found), None, "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_carried_out_twice_are_found_out() {
    let probe =
        Probe { seed: Chance::seed(), commands: 8, broken: Broken::Log(COMMANDS_FORGOTTEN), kills: 1, outages: 0 };
    let found = probe.run().await;
    println!("{found:#?}");
    assert!(found.iter().any(|found| found.contains("is there 2 times")), "{found:#?}");
}

/// A database that says yes before it has written anything down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledgements_that_are_not_kept_are_found_out() {
    let probe = Probe { seed: Chance::seed(), commands: 12, broken: Broken::Promises, kills: 0, outages: 3 };
    let found = probe.run().await;
    println!("{found:#?}");
    assert!(found.iter().any(|found| found.contains("was told")), "{found:#?}");
}

enum Broken {
    Nothing,
    /// The log, by these statements.
    Log(&'static str),
    /// What PostgreSQL confirms is not kept yet.
    Promises,
}

struct Probe {
    seed: u64,
    /// How many commands each writer gives.
    commands: u32,
    /// What breaks the log.
    broken: Broken,
    /// How many times a process of writers is killed.
    kills: u32,
    /// How many times PostgreSQL is.
    outages: u32,
}

impl Probe {
    /// Runs it and tells what it found wrong.
    async fn run(&self) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let durability = if let Broken::Promises = self.broken { Durability::ThrowAway } else { Durability::Full };
        let servers = Private::start(folder.path(), &Options { durability, ..Options::default() }).await.unwrap();
        servers.postgres.create_database(SERVICE).await.unwrap();
        let pool = PgPoolOptions::new().max_connections(3).connect(&servers.postgres.url(SERVICE)).await.unwrap();
        let log = EventLog::open(pool.clone(), SERVICE).await.unwrap();
        sqlx::raw_sql(PAUSES).execute(&pool).await.unwrap();
        if let Broken::Log(statements) = self.broken {
            sqlx::raw_sql(statements).execute(&pool).await.unwrap();
        }

        let seen = Arc::new(Mutex::new(Vec::new()));
        let (finished, finish) = watch::channel(false);
        let reader = tokio::spawn(follow(log.clone(), Arc::clone(&seen), finish, Chance::of(self.seed)));
        let mut crew = Crew::begin(self, &servers, folder.path());
        let ends = self.disturb(&mut crew, &servers, &pool).await;
        finished.send_replace(true);
        reader.await.unwrap();

        let mut found: Vec<String> = ends.iter().map(|end| format!("a process of writers ended with {end}")).collect();
        let events = log.read(0, i64::MAX).await.unwrap();
        let told = crew.told();
        println!("{} events, {} acknowledgements", events.len(), told.len());
        found.extend(self.compare_with_what_was_written(&events, &told));
        found.extend(compare_with_what_was_read(&events, &seen.lock().unwrap()));
        found.extend(compare_streams(&events));
        found.extend(self.compare_commands(&pool, &events).await);
        match verify(&pool, None).await.unwrap() {
            Ok(whole) => assert_eq!(usize::try_from(whole.events).unwrap(), events.len()),
            Err(damage) => found.push(format!("verify: {damage}")),
        }
        if let Broken::Nothing = self.broken {
            found.extend(compare_with_what_is_published(&servers, &log).await);
        }
        pool.close().await;
        servers.stop().await;
        found
    }

    /// Kills writers and PostgreSQL at random moments, then lets the writers finish. Tells who ended badly.
    async fn disturb(&self, crew: &mut Crew, servers: &Private, pool: &PgPool) -> Vec<ExitStatus> {
        let mut chance = Chance::of(!self.seed);
        let all: u32 =
            self.deeds().values().map(|(deed, ..)| deed.events * u32::try_from(deed.streams.len()).unwrap()).sum();
        let strikes = self.kills + self.outages;
        for strike in 0..strikes {
            // Spread over the run, each somewhere in its part.
            let part = all / (strikes + 1);
            let moment = i64::from(strike * part + chance.below(part));
            until("the writers have come so far", async || {
                let come: Option<i64> =
                    sqlx::query_scalar("SELECT max(position) FROM log.event").fetch_one(pool).await.unwrap_or_default();
                (come.unwrap_or(0) >= moment || crew.all_ended()).then_some(())
            })
            .await;
            let outages_by = |strike: u32| strike * self.outages / strikes;
            if outages_by(strike + 1) > outages_by(strike) {
                servers.postgres.kill9();
                servers.postgres.end().await;
                servers.postgres.restart().await.unwrap();
            } else {
                crew.kill_and_restart(usize::try_from(chance.below(3)).unwrap());
            }
        }
        until("the writers have finished", async || crew.all_ended().then_some(())).await;
        crew.bad_ends()
    }

    /// All commands: id, and whose.
    fn deeds(&self) -> HashMap<Uuid, (Deed, u32, u32)> {
        let numbers = |(way, writers): (Way, std::ops::Range<u32>)| {
            writers.flat_map(move |writer| (0..self.commands).map(move |number| (way, writer, number)))
        };
        PROCESSES
            .into_iter()
            .flat_map(numbers)
            .map(|(way, writer, number)| (deed(way, self.seed, writer, number), writer, number))
            .map(|(deed, writer, number)| (deed.id, (deed, writer, number)))
            .collect()
    }

    /// Every command is there once, whole and in one place, and where the acknowledgements say.
    fn compare_with_what_was_written(&self, events: &[Recorded], told: &[Acknowledged]) -> Vec<String> {
        let mut found = Vec::new();
        let mut there: HashMap<Uuid, Vec<&Recorded>> = HashMap::new();
        for event in events {
            there.entry(Uuid::from_slice(&event.envelope.command_id).unwrap()).or_default().push(event);
        }
        let deeds = self.deeds();
        let mut places = HashMap::new();
        for (id, (deed, writer, number)) in &deeds {
            let events = there.remove(id).unwrap_or_default();
            let should: usize = usize::try_from(deed.events).unwrap() * deed.streams.len();
            let (first, last) = (events.first().map_or(0, |e| e.position), events.last().map_or(0, |e| e.position));
            if events.len() != should {
                let times = events.len() / should;
                found.push(match times {
                    0 => format!("command {number} of writer {writer} is lost"),
                    _ => format!("command {number} of writer {writer} is there {times} times"),
                });
            } else if last - first + 1 != i64::try_from(should).unwrap() {
                found.push(format!("command {number} of writer {writer} is torn apart: {first} to {last}"));
            }
            let version =
                events.iter().filter(|e| e.envelope.stream == deed.streams[0].as_bytes()).map(|e| e.envelope.version);
            places.insert((*writer, *number), (last, version.max().unwrap_or(0)));
        }
        found.extend(there.keys().map(|id| format!("command {id} is nobody's")));
        for a in told {
            if places[&(a.writer, a.number)] != (a.position, a.version) {
                let place = places[&(a.writer, a.number)];
                found.push(format!(
                    "writer {} was told {:?} of command {}, which is at {place:?}",
                    a.writer,
                    (a.position, a.version),
                    a.number
                ));
            }
        }
        let told: BTreeSet<_> = told.iter().map(|a| (a.writer, a.number)).collect();
        if told.len() != deeds.len() {
            found.push(format!("{} of {} commands were acknowledged", told.len(), deeds.len()));
        }
        found
    }

    /// What the log keeps of the commands is what their events say.
    async fn compare_commands(&self, pool: &PgPool, events: &[Recorded]) -> Vec<String> {
        let kept: Vec<(Uuid, i64)> =
            sqlx::query_as("SELECT id, position FROM log.command").fetch_all(pool).await.unwrap();
        let kept: BTreeMap<_, _> = kept.into_iter().collect();
        let ends: BTreeMap<_, _> =
            events.iter().map(|e| (Uuid::from_slice(&e.envelope.command_id).unwrap(), e.position)).collect();
        if kept == ends {
            Vec::new()
        } else {
            vec!["what is kept of the commands differs from their events".to_owned()]
        }
    }
}

/// The copies of the service ended, or were ended, in the middle of their work. One that is started now finishes it.
async fn compare_with_what_is_published(servers: &Private, log: &EventLog) -> Vec<String> {
    let nats = &servers.nats;
    let bus = Bus::connect(&nats.url(), nats.user(), nats.password(), "probe").await.unwrap();
    let around = Surroundings {
        pool: PgPool::connect(&servers.postgres.url(SERVICE)).await.unwrap(),
        bus: bus.clone(),
        clock: Clock::machine(),
        area: "610327".to_owned(),
    };
    let running = Service::new(SERVICE).aggregate::<Jar>().start(around).await.unwrap();
    until("all is published", async || running.lacks().await.unwrap().is_none().then_some(())).await;
    let faults = published::faults(&bus, log).await;
    running.stop().await;
    faults
}

/// The processes of writers.
struct Crew {
    tasks: Vec<Task>,
    children: Vec<Child>,
}

impl Crew {
    fn begin(probe: &Probe, servers: &Private, folder: &Path) -> Self {
        let nats = &servers.nats;
        let tasks: Vec<Task> = PROCESSES
            .into_iter()
            .map(|(way, writers)| Task {
                way,
                database: servers.postgres.url(SERVICE),
                nats: [nats.url(), nats.user().to_owned(), nats.password().to_owned()],
                seed: probe.seed,
                commands: probe.commands,
                ledger: folder.join(format!("ledger-{}", writers.start)),
                writers,
            })
            .collect();
        let children = tasks.iter().map(start).collect();
        Self { tasks, children }
    }

    fn kill_and_restart(&mut self, which: usize) {
        self.children[which].kill().unwrap();
        self.children[which].wait().unwrap();
        self.children[which] = start(&self.tasks[which]);
    }

    fn all_ended(&mut self) -> bool {
        self.children.iter_mut().all(|child| child.try_wait().unwrap().is_some())
    }

    fn bad_ends(&mut self) -> Vec<ExitStatus> {
        self.children.iter_mut().map(|child| child.wait().unwrap()).filter(|end| !end.success()).collect()
    }

    fn told(&self) -> Vec<Acknowledged> {
        self.tasks.iter().flat_map(|task| acknowledged(&task.ledger)).collect()
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn start(task: &Task) -> Child {
    let mut writers = Command::new(env!("CARGO_BIN_EXE_probe-writer"));
    writers.arg(serde_json::to_string(task).unwrap()).stdin(Stdio::piped()).spawn().unwrap()
}

/// An event that the reader has seen.
type Seen = (i64, [u8; 32]);

/// Follows the log as any reader does: what comes after the last position seen, in pages. It ends when the writers have
/// finished and nothing more comes.
async fn follow(log: EventLog, seen: Arc<Mutex<Vec<Seen>>>, finish: watch::Receiver<bool>, mut chance: Chance) {
    let mut last = 0;
    loop {
        let finishing = *finish.borrow();
        // An error means that the database is away just now.
        let Ok(page) = log.read(last, 1 + i64::from(chance.below(100))).await else { continue };
        if page.is_empty() && finishing {
            return;
        }
        last = page.last().map_or(last, |event| event.position);
        seen.lock().unwrap().extend(page.iter().map(|event| (event.position, sha256(&event.bytes))));
        tokio::time::sleep(Duration::from_millis(u64::from(chance.below(3)))).await;
    }
}

fn compare_with_what_was_read(events: &[Recorded], seen: &[Seen]) -> Vec<String> {
    let mut found = Vec::new();
    for (event, should) in events.iter().zip(1..) {
        if event.position != should {
            found.push(format!("there is a hole before position {}", event.position));
            break;
        }
    }
    let read: HashMap<i64, [u8; 32]> = seen.iter().copied().collect();
    let missed: Vec<_> =
        events.iter().map(|event| event.position).filter(|position| !read.contains_key(position)).collect();
    if !missed.is_empty() {
        found.push(format!("the reader missed {} of {} events: {missed:?}", missed.len(), events.len()));
    }
    if read.len() != seen.len() {
        found.push(format!("the reader saw {} events twice", seen.len() - read.len()));
    }
    if !seen.is_sorted_by_key(|(position, _)| *position) {
        found.push("the reader saw events out of order".to_owned());
    }
    let bytes: HashMap<i64, [u8; 32]> = events.iter().map(|event| (event.position, sha256(&event.bytes))).collect();
    let other = seen.iter().filter(|(position, hash)| bytes.get(position) != Some(hash)).count();
    if other > 0 {
        found.push(format!("the reader saw {other} events that are not, or no longer, in the log"));
    }
    found
}

fn compare_streams(events: &[Recorded]) -> Vec<String> {
    let mut versions: HashMap<&[u8], i64> = HashMap::new();
    let mut found = Vec::new();
    for event in events {
        let version = versions.entry(&event.envelope.stream).or_default();
        *version += 1;
        if event.envelope.version != *version {
            found.push(format!(
                "position {} is version {} where {version} is due",
                event.position, event.envelope.version
            ));
        }
    }
    found
}
