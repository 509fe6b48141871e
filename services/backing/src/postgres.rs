//! A private PostgreSQL: reached by a socket in its own folder and a password, never by the network.

mod access;
mod binaries;
mod cluster;
mod copy;
mod socket;

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::kept::Kept;
use crate::private::Options;
use crate::{DataFolder, Durability, Failure, Identity, end_residents, tool};
pub use access::Access;
pub use binaries::Binaries;
pub use cluster::major_of;
pub use copy::{copy_to, unpack};

/// How long a server may take that has no crash to recover from.
const READY_WITHIN: Duration = Duration::from_mins(2);

/// Fast shutdown, then immediate, then by force. A fast one writes everything down, which takes its time on a slow disk.
const STOP: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_mins(1)),
    (Signal::SIGQUIT, Duration::from_secs(10)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// A running PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    kept: RwLock<Arc<Kept>>,
    setup: Setup,
    access: Access,
}

/// What a start needs, kept for the next one.
#[derive(Debug)]
struct Setup {
    binaries: Binaries,
    identity: Identity,
    data: PathBuf,
    sockets: PathBuf,
    log: PathBuf,
    durability: Durability,
}

impl Postgres {
    /// Finds the programs, clears away what an earlier run left, makes the cluster if there is none, and starts.
    pub async fn start(folder: &DataFolder, options: &Options) -> Result<Self, Failure> {
        let data = folder.path().join("postgres");
        end_residents(&data, "postgres", &STOP).await;
        let major = major_of(&data)?;
        let found = Binaries::find(options.postgres_bin.as_deref(), &options.packages(), major).await?;
        let binaries = found.reachable_from(folder)?;
        let password = cluster::prepare(folder, &data, &binaries, options.durability).await?;
        let sockets = socket::folder(folder)?;
        let (log, _) = folder.log("postgres")?;
        let identity = folder.identity().clone();
        let access = Access::new(sockets.clone(), password);
        let setup = Setup { binaries, identity, data, sockets, log, durability: options.durability };
        let kept = setup.launch(&access).await?;
        Ok(Self { kept: RwLock::new(kept.into()), setup, access })
    }

    /// Starts again after the server has ended, at the same address.
    pub async fn restart(&self) -> Result<(), Failure> {
        self.stop().await;
        end_residents(&self.setup.data, "postgres", &STOP).await;
        let kept = self.setup.launch(&self.access).await?;
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept.into();
        Ok(())
    }

    /// The way in: addresses of databases, and what makes and drops them.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The address of a database, for sqlx.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.access.url(database)
    }

    /// Makes a database unless it is there. Says whether it was made.
    pub async fn create_database(&self, name: &str) -> Result<bool, Failure> {
        self.access.create_database(name).await
    }

    /// Makes a database as a copy of another, which nobody may be using.
    pub async fn create_database_from_template(&self, name: &str, template: &str) -> Result<(), Failure> {
        self.access.create_database_from_template(name, template).await
    }

    /// Drops a database, whoever is using it.
    pub async fn drop_database(&self, name: &str) -> Result<(), Failure> {
        self.access.drop_database(name).await
    }

    /// The programs it runs from.
    #[must_use]
    pub fn binaries(&self) -> &Binaries {
        &self.setup.binaries
    }

    /// The server's process number.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.kept().pid()
    }

    /// Returns when the server has ended, for whatever reason.
    pub async fn end(&self) -> ExitStatus {
        self.kept().end().await
    }

    /// Asks it to end, then insists.
    pub async fn stop(&self) {
        self.kept().stop(&STOP).await;
    }

    /// Ends it as a power cut would. For probes.
    pub fn kill9(&self) {
        self.kept().kill9();
    }

    fn kept(&self) -> Arc<Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Setup {
    /// Ready means that a query was answered; while the server says that it is recovering, it may take its time.
    async fn launch(&self, access: &Access) -> Result<Kept, Failure> {
        let log = std::fs::File::options().append(true).create(true).open(&self.log);
        let log = log.map_err(|e| Failure::file(&self.log, e))?;
        let begin = log.metadata().map_or(0, |found| found.len());
        let output = log.try_clone().map_err(|e| Failure::file(&self.log, e))?;
        let mut command = tool::command(&self.binaries.program("postgres"), Some(&self.identity));
        command.arg("-D").arg(&self.data).current_dir(&self.data).stdout(output).stderr(log).stdin(Stdio::null());
        for setting in self.settings() {
            command.args(["-c", &setting]);
        }
        let kept = Kept::spawn(command, &self.identity, Signal::SIGINT)?;

        let mut since = Instant::now();
        loop {
            if kept.ended().is_some() {
                let tail = tool::tail(&self.log, begin);
                return Err(Failure::in_words_of("PostgreSQL", &self.data, &self.log, tail));
            }
            match access.answers().await {
                access::Answer::Ready => return Ok(kept),
                access::Answer::Recovering => since = Instant::now(),
                access::Answer::None => {}
            }
            if since.elapsed() > READY_WITHIN {
                let (log, tail) = (self.log.clone(), tool::tail(&self.log, begin));
                return Err(Failure::NotReady { server: "PostgreSQL", seconds: READY_WITHIN.as_secs(), log, tail });
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Given on the command line, so that they hold whatever a restored cluster's own file says. Sized for a small
    /// machine. `wal_keep_size` keeps a backup whole that lasts longer than a checkpoint.
    fn settings(&self) -> Vec<String> {
        let mut settings = vec![
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={}", self.sockets.display()),
            "unix_socket_permissions=0700".to_owned(),
            "max_connections=200".to_owned(),
            "shared_buffers=64MB".to_owned(),
            "max_wal_size=512MB".to_owned(),
            "wal_keep_size=256MB".to_owned(),
            "jit=off".to_owned(),
            "log_checkpoints=off".to_owned(),
            "log_timezone=Asia/Shanghai".to_owned(),
            "logging_collector=off".to_owned(),
        ];
        if self.durability == Durability::ThrowAway {
            settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
        }
        settings
    }
}
