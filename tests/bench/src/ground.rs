//! One private PostgreSQL that keeps what it confirms, and one broker, in a folder that is gone afterwards.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::ensure;
use backing::{Durability, Nats, Options, Private};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::processors;

/// The servers.
pub struct Ground {
    servers: Private,
    // Dropped last: the servers write into it.
    folder: tempfile::TempDir,
}

impl Ground {
    /// Starts both, and makes sure that a commit is a commit.
    pub async fn prepare() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        // The servers run under another user when we are root.
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let options = Options { durability: Durability::Full, ..Options::default() };
        let servers = Private::start(&folder.path().join("servers"), &options).await?;
        let ground = Self { servers, folder };
        let mut db = PgConnection::connect(&ground.servers.postgres.url("postgres")).await?;
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value: String =
                sqlx::query_scalar("SELECT current_setting($1)").bind(setting).fetch_one(&mut db).await?;
            ensure!(value == "on", "{setting} is {value}");
        }
        db.close().await?;
        Ok(ground)
    }

    /// The address of a database, which is made if it is missing.
    pub async fn database(&self, name: &str) -> anyhow::Result<String> {
        self.servers.postgres.create_database(name).await?;
        Ok(self.servers.postgres.url(name))
    }

    /// Has a statement executed in a database.
    pub async fn execute(&self, database: &str, statement: impl Into<String>) -> anyhow::Result<()> {
        let mut db = PgConnection::connect(&self.database(database).await?).await?;
        sqlx::raw_sql(AssertSqlSafe(statement.into())).execute(&mut db).await?;
        Ok(db.close().await?)
    }

    /// The broker.
    pub fn nats(&self) -> &Nats {
        &self.servers.nats
    }

    /// Ends both servers as a power cut would.
    pub async fn kill(&self) {
        self.servers.postgres.kill9();
        self.servers.nats.kill9();
        tokio::join!(self.servers.postgres.end(), self.servers.nats.end());
    }

    /// Starts both again.
    pub async fn restart(&self) -> anyhow::Result<()> {
        tokio::try_join!(self.servers.postgres.restart(), self.servers.nats.restart())?;
        Ok(())
    }

    /// What was measured on: the version of the database, and how long the disk takes to keep eight kilobytes.
    pub async fn describe(&self) -> anyhow::Result<String> {
        let mut db = PgConnection::connect(&self.servers.postgres.url("postgres")).await?;
        let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&mut db).await?;
        db.close().await?;
        let cores = std::thread::available_parallelism()?;
        let fsync = self.fsync()?;
        Ok(format!("PostgreSQL {version}, fsync and synchronous_commit on; {cores} cores; one fsync {fsync:.0?}"))
    }

    fn fsync(&self) -> anyhow::Result<Duration> {
        let mut file = tempfile::tempfile_in(self.folder.path())?;
        let mut times = Vec::new();
        for _ in 0..101 {
            file.write_all(&[1; 8192])?;
            let begin = Instant::now();
            file.sync_data()?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    }

    /// What this process and PostgreSQL have had of the processors.
    pub fn cpu_time(&self) -> anyhow::Result<Duration> {
        Ok(processors::here()? + processors::of(&self.servers.postgres)?)
    }

    /// Stops both.
    pub async fn stop(&self) {
        self.servers.stop().await;
    }
}

/// The machine's load average over the last minute.
pub fn load_average() -> String {
    let read = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    read.split(' ').next().unwrap_or("unknown").to_owned()
}
