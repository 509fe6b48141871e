//! All services in one process, and the ways a test has to ask, to wait and to pass days.

use std::collections::BTreeMap;
use std::time::Duration;

use backing::{DataFolder, Durability, Nats, Options};
use jiff::Timestamp;
use kernel::day::Day;
use proto::common::{Accepted, Actor, Answer, Command, Refused, Reply, answer, reply};
use proto::{Message, subject};
use runtime::clock::Clock;
use runtime::{Bus, Running, Service, Surroundings};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

/// How long a test waits for what should have happened at once.
const PATIENCE: Duration = Duration::from_mins(1);

/// The system.
pub struct System {
    /// The clock that all services go by.
    pub clock: Clock,
    /// The broker, to be killed by those who want to.
    pub nats: Nats,
    services: BTreeMap<&'static str, Started>,
    // Dropped last: it holds what the broker writes.
    _folder: DataFolder,
    _temp: tempfile::TempDir,
}

/// A service that was started, and the address of its database.
pub struct Started {
    /// The service.
    pub running: Running,
    /// Its database.
    pub database: String,
}

impl System {
    /// The system as it is installed, on the morning of 2 March 2026.
    pub async fn start() -> Self {
        Self::of([directory::service()]).await
    }

    /// A system of other services.
    pub async fn of(services: impl IntoIterator<Item = Service>) -> Self {
        let temp = tempfile::tempdir().expect("a folder");
        // The broker runs under another user when the test is root.
        std::fs::set_permissions(temp.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a folder");
        let folder = DataFolder::open(&temp.path().join("nats")).expect("a folder");
        let options = Options { durability: Durability::ThrowAway, ..Options::default() };
        let nats = Nats::start(&folder, &options).await.expect("a nats-server");
        let morning: Timestamp = "2026-03-02T09:00:00+08:00".parse().expect("an instant");
        let mut system =
            Self { clock: Clock::standing_at(morning), nats, services: BTreeMap::new(), _folder: folder, _temp: temp };
        for service in services {
            let database = crate::database().await;
            system.add(service, database).await;
        }
        system
    }

    /// Starts one more service on a database of its own choice.
    pub async fn add(&mut self, service: Service, database: String) {
        let name = service.name();
        let running = self.copy(service, &database).await;
        self.services.insert(name, Started { running, database });
    }

    /// Starts a second copy of a service beside the first, which the caller keeps.
    pub async fn copy(&self, service: Service, database: &str) -> Running {
        Box::pin(service.start(self.surroundings(database).await)).await.expect("the service starts")
    }

    /// What a service of this system needs around it.
    pub async fn surroundings(&self, database: &str) -> Surroundings {
        let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10));
        let pool = pool.connect(database).await.expect("a connection");
        Surroundings { pool, bus: self.bus().await, clock: self.clock.clone(), area: "610327".to_owned() }
    }

    /// A connection to the broker.
    pub async fn bus(&self) -> Bus {
        Bus::connect(&self.nats.url(), self.nats.user(), self.nats.password(), "test").await.expect("a connection")
    }

    /// A service.
    #[must_use]
    pub fn service(&self, name: &str) -> &Started {
        &self.services[name]
    }

    /// A connection to a service's database.
    pub async fn database(&self, name: &str) -> PgPool {
        PgPool::connect(&self.services[name].database).await.expect("a connection")
    }

    /// Takes a service out of the system and stops it.
    pub async fn stop(&mut self, name: &str) -> String {
        let started = self.services.remove(name).expect("it runs");
        started.running.stop().await;
        started.database
    }

    /// Lets days pass. What falls due is done before it returns.
    pub async fn pass(&self, days: i64) {
        let hours = jiff::Span::new().hours(24 * days);
        self.clock.move_to(self.clock.now().checked_add(hours).expect("an instant"));
        self.settled().await;
    }

    /// Today.
    #[must_use]
    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// Waits until everything that follows from what was said so far has happened: all is published, all read models
    /// have read it, all timers have been asked.
    pub async fn settled(&self) {
        let waiting = async {
            loop {
                match self.lacks().await {
                    None => return,
                    Some(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            let troubles: Vec<_> = self.services.values().map(|s| s.running.progress.troubles()).collect();
            panic!("not settled: {:?}; troubles: {troubles:?}", self.lacks().await);
        }
    }

    async fn lacks(&self) -> Option<String> {
        // Twice, since one service's rest may be another's work.
        for _ in 0..2 {
            for service in self.services.values() {
                match service.running.lacks().await {
                    Ok(None) => {}
                    Ok(lack) => return lack,
                    Err(error) => return Some(format!("{error:#}")),
                }
            }
        }
        None
    }

    /// Sends a command the way the portal does.
    pub async fn send(&self, service: &str, kind: &str, command: &Command) -> Reply {
        let bus = self.bus().await;
        let reply = bus.client.request(subject::command(service, kind), command.encode_to_vec().into()).await;
        Reply::decode(reply.expect("a reply").payload).expect("a reply")
    }

    /// Asks a question the way the portal does.
    pub async fn ask<A: Message + Default>(&self, service: &str, question: &str, asked: &impl Message) -> A {
        let bus = self.bus().await;
        let reply = bus.client.request(subject::ask(service, question), asked.encode_to_vec().into()).await;
        match Answer::decode(reply.expect("an answer").payload).expect("an answer").outcome {
            Some(answer::Outcome::Found(found)) => A::decode(found.as_slice()).expect("an answer"),
            other => panic!("not answered: {other:?}"),
        }
    }
}

/// A command by a test's person.
#[must_use]
pub fn command(command_id: Uuid, stream: Uuid, payload: Vec<u8>) -> Command {
    Command {
        command_id: command_id.as_bytes().to_vec(),
        stream: stream.as_bytes().to_vec(),
        expected_version: None,
        actor: Some(Actor { account: "ceshi".to_owned(), name: "测试员".to_owned() }),
        cause: Vec::new(),
        area: String::new(),
        payload,
    }
}

/// The reply, if it is yes.
///
/// # Panics
/// If it is anything else.
#[track_caller]
#[expect(clippy::must_use_candidate, reason = "often it only matters that it was yes")]
pub fn accepted(reply: Reply) -> Accepted {
    match reply.outcome {
        Some(reply::Outcome::Accepted(accepted)) => accepted,
        other => panic!("not accepted: {other:?}"),
    }
}

/// The reply, if it is no.
///
/// # Panics
/// If it is anything else.
#[track_caller]
#[expect(clippy::must_use_candidate, reason = "often it only matters that it was no")]
pub fn refused(reply: Reply) -> Refused {
    match reply.outcome {
        Some(reply::Outcome::Refused(refused)) => refused,
        other => panic!("not refused: {other:?}"),
    }
}
