//! What happened, in order, for ever: one log per service, in its own database.
//!
//! An event is encoded once; the same bytes are stored, hashed, published and replayed. Positions are gapless and in
//! commit order, and each position's root binds everything up to it (`event_log/append.rs`).
//!
//! The log decides nothing; `commands.rs` does. `event_log/cqrs.rs` is a second door to it, for the framework of `cqrs-es`.

mod append;
mod cqrs;
mod epoch;
mod verify;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use prost::Message;
use proto::common::Envelope;
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::{PgPool, Row};
use tokio::sync::watch;
use uuid::Uuid;

pub use cqrs::{LogStore, LogStoreContext};
pub(crate) use epoch::begin_epoch_after;
pub use epoch::{Epoch, begin_epoch};
pub use verify::{Damage, Seal, Verified, head, verify};

/// The most commands that one batch takes. More brings nothing and makes each wait longer.
pub const BATCH: usize = 512;

/// SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The log of one service.
#[derive(Clone)]
pub struct EventLog {
    pool: PgPool,
    service: &'static str,
    epoch: i32,
    /// Where the log ended when this handle last looked or appended.
    head: Arc<Mutex<Seal>>,
    moved: watch::Sender<i64>,
}

/// An event as it lies in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its place in the log: 1, 2, 3 …
    pub position: i64,
    /// The very bytes that were hashed.
    pub bytes: Vec<u8>,
    /// The bytes read.
    pub envelope: Envelope,
}

/// A command that was decided, with the events that follow from it.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The command's id.
    pub command_id: Uuid,
    /// SHA-256 of what was asked.
    pub request: [u8; 32],
    /// The streams it writes to, each with the version it expects there.
    pub streams: Vec<(Uuid, i64)>,
    /// The events, encoded, in their order.
    pub events: Vec<Encoded>,
    /// The version of the command's own stream afterwards.
    pub version: i64,
}

/// An event's envelope as bytes, with what the log must know of it.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// The stream.
    pub stream: Uuid,
    /// The version in the stream.
    pub version: i64,
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
    /// The envelope.
    pub bytes: Vec<u8>,
}

impl Encoded {
    /// Encodes an envelope, once.
    #[must_use]
    pub fn new(stream: Uuid, envelope: &Envelope) -> Self {
        let bytes = envelope.encode_to_vec();
        Self { stream, version: envelope.version, hash: sha256(&bytes), bytes }
    }
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It lies in the log; this is the position after it.
    Stored(i64),
    /// The command had been accepted before. Nothing was stored.
    Known(Known),
    /// A stream is no longer at the expected version. Nothing was stored.
    Stale,
}

/// What is kept of an accepted command.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// SHA-256 of what was asked then.
    pub request: Vec<u8>,
    /// The log's position after it.
    pub position: i64,
    /// The stream's version after it.
    pub version: i64,
}

impl EventLog {
    /// Opens the log of a service in its database, and lays it out if the database is empty.
    pub async fn open(pool: PgPool, service: &'static str) -> anyhow::Result<Self> {
        let mut layout: Migrator = sqlx::migrate!("src/event_log/migrations");
        layout.create_schema("log");
        layout.dangerous_set_table_name("log.migration");
        layout.run(&pool).await?;
        let epoch = epoch::current(&pool).await?.number;
        let head = head(&pool).await?;
        let moved = watch::Sender::new(head.position);
        Ok(Self { pool, service, epoch, head: Arc::new(Mutex::new(head)), moved })
    }

    /// The service whose log this is.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The epoch: it changes when the log is restored from a backup.
    #[must_use]
    pub fn epoch(&self) -> i32 {
        self.epoch
    }

    /// The database it lies in.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Tells the last position appended through this handle, each time it moves.
    #[must_use]
    pub fn moved(&self) -> watch::Receiver<i64> {
        self.moved.subscribe()
    }

    /// What is kept of those of the commands that were accepted before.
    pub async fn known(&self, commands: &[Uuid]) -> sqlx::Result<HashMap<Uuid, Known>> {
        append::known(&mut *self.pool.acquire().await?, commands).await
    }

    /// The versions of those of the streams that have begun.
    pub async fn versions(&self, streams: &[Uuid]) -> sqlx::Result<HashMap<Uuid, i64>> {
        append::versions(&mut *self.pool.acquire().await?, streams).await
    }

    /// The events of the given streams, each stream's in order and together.
    pub async fn load(&self, streams: &[Uuid]) -> anyhow::Result<Vec<Recorded>> {
        let rows = match streams {
            // The most frequent case by far deserves the plan that needs no array.
            [stream] => {
                sqlx::query("SELECT position, envelope FROM log.event WHERE stream = $1 ORDER BY version")
                    .bind(stream)
                    .fetch_all(&self.pool)
                    .await?
            }
            _ => {
                sqlx::query("SELECT position, envelope FROM log.event WHERE stream = ANY ($1) ORDER BY stream, version")
                    .bind(streams)
                    .fetch_all(&self.pool)
                    .await?
            }
        };
        rows.into_iter().map(|row| Recorded::read(row.try_get("position")?, row.try_get("envelope")?)).collect()
    }

    /// The events after a position, in order, at most so many. What follows n is n + 1: there are no holes.
    pub async fn read(&self, after: i64, limit: i64) -> anyhow::Result<Vec<Recorded>> {
        let rows =
            sqlx::query("SELECT position, envelope FROM log.event WHERE position > $1 ORDER BY position LIMIT $2")
                .bind(after)
                .bind(limit)
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter().map(|row| Recorded::read(row.try_get("position")?, row.try_get("envelope")?)).collect()
    }
}

impl Recorded {
    /// Reads the bytes of an event.
    pub fn read(position: i64, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let envelope = Envelope::decode(bytes.as_slice())?;
        Ok(Self { position, bytes, envelope })
    }

    /// The stream it belongs to.
    pub fn stream(&self) -> anyhow::Result<Uuid> {
        Ok(Uuid::from_slice(&self.envelope.stream)?)
    }
}
