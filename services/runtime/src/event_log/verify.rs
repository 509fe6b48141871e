//! Proof that nothing was changed, removed or moved: the log is read from its beginning and every link is made anew.

use std::collections::HashMap;
use std::fmt;

use prost::Message;
use proto::common::Envelope;
use sqlx::{PgPool, Row};
use uuid::Uuid;

use super::append::known;
use super::sha256;

/// A position and the root that binds everything up to it. Printed and handed to a third party, it proves later that
/// nothing before it was touched since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The last position it binds.
    pub position: i64,
    /// SHA-256 over the root before it and the event's own hash.
    pub root: Vec<u8>,
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.position)?;
        self.root.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Seal {
    type Err = NotASeal;

    fn from_str(text: &str) -> Result<Self, NotASeal> {
        let (position, root) = text.trim().split_once(':').ok_or(NotASeal)?;
        if root.len() != 64 || !root.is_ascii() {
            return Err(NotASeal);
        }
        let root = (0..64).step_by(2).map(|at| u8::from_str_radix(&root[at..at + 2], 16)).collect::<Result<_, _>>();
        Ok(Self { position: position.parse().map_err(|_| NotASeal)?, root: root.map_err(|_| NotASeal)? })
    }
}

/// The text is not a seal.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("封印应为“位置:64位十六进制”，如 1024:9f86…")]
pub struct NotASeal;

/// What a log amounts to after it was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many events it holds.
    pub events: i64,
    /// How many streams.
    pub streams: usize,
    /// The seal at its head.
    pub seal: Seal,
}

/// The first thing found wrong in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The event at this position is not what was appended there.
    Altered {
        /// Where.
        position: i64,
        /// Which event it claims to be, as far as that can still be read.
        event: String,
    },
    /// There is no event at this position.
    Missing {
        /// Where.
        position: i64,
    },
    /// The command from which the event at this position followed is not on record as carried out, so that it could be
    /// carried out a second time.
    CommandLost {
        /// Where.
        position: i64,
    },
    /// The log goes on behind its head, or ends before it, or its head was changed.
    HeadDisagrees {
        /// The last position found whole.
        position: i64,
    },
    /// The log is whole in itself, but is not the one for which the given seal was printed.
    SealDisagrees {
        /// The position of the given seal.
        position: i64,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered { position, event } => write!(f, "第{position}号事件被改动：{event}"),
            Self::Missing { position } => write!(f, "第{position}号事件缺失"),
            Self::CommandLost { position } => write!(f, "第{position}号事件的命令登记缺失或被改动"),
            Self::HeadDisagrees { position } => write!(f, "日志头与第{position}号事件不符"),
            Self::SealDisagrees { position } => {
                write!(f, "第{position}号位置与所给封印不符：此后或此前的记录曾被整体改写")
            }
        }
    }
}

/// The seal at the head of the log.
pub async fn head(pool: &PgPool) -> sqlx::Result<Seal> {
    let (position, root) = sqlx::query_as("SELECT position, root FROM log.head").fetch_one(pool).await?;
    Ok(Seal { position, root })
}

/// Reads the whole log as it stands now and names the first event that is altered, missing or out of place. With a seal
/// that was printed earlier, it is also checked that the log still is the one it was printed for.
pub async fn verify(pool: &PgPool, printed: Option<&Seal>) -> anyhow::Result<Result<Verified, Damage>> {
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as("SELECT position, root FROM log.head").fetch_all(pool).await?;
    let [(position, root)] = rows.as_slice() else { return Ok(Err(Damage::HeadDisagrees { position: 0 })) };
    let head = Seal { position: *position, root: root.clone() };
    let mut walk = Walk { position: 0, root: sha256(b"songli").to_vec(), streams: HashMap::new() };
    let mut met = printed.is_none_or(|seal| seal.position == 0 && seal.root == walk.root);
    // From below the first position: a row put there is read by no reader of the log, but by whoever loads its stream.
    let mut after = i64::MIN;
    loop {
        let rows = sqlx::query(
            "SELECT position, stream, version, root, envelope FROM log.event
             WHERE position > $1 AND position <= $2 ORDER BY position LIMIT 1000",
        )
        .bind(after)
        .bind(head.position)
        .fetch_all(pool)
        .await?;
        if rows.is_empty() {
            break;
        }
        let mut commands = HashMap::new();
        for row in rows {
            let row = StoredRow {
                position: row.try_get("position")?,
                stream: row.try_get("stream")?,
                version: row.try_get("version")?,
                root: row.try_get("root")?,
                envelope: row.try_get("envelope")?,
            };
            match walk.step(&row) {
                Ok(command) => commands.insert(command, row.position),
                Err(damage) => return Ok(Err(damage)),
            };
            met = met || printed.is_some_and(|seal| seal.position == walk.position && seal.root == walk.root);
        }
        after = walk.position;
        if let Some(position) = lost(pool, commands).await? {
            return Ok(Err(Damage::CommandLost { position }));
        }
    }
    if walk.position < head.position {
        return Ok(Err(Damage::Missing { position: walk.position + 1 }));
    }
    let behind: Option<i64> = sqlx::query_scalar(
        "SELECT min(position) FROM log.event WHERE position > $1 AND (SELECT position FROM log.head) = $1",
    )
    .bind(head.position)
    .fetch_one(pool)
    .await?;
    if walk.root != head.root || behind.is_some() {
        return Ok(Err(Damage::HeadDisagrees { position: walk.position }));
    }
    if let (false, Some(seal)) = (met, printed) {
        return Ok(Err(Damage::SealDisagrees { position: seal.position }));
    }
    Ok(Ok(Verified { events: walk.position, streams: walk.streams.len(), seal: head }))
}

/// The first of these positions whose command is not on record as carried out there or later.
async fn lost(pool: &PgPool, commands: HashMap<Vec<u8>, i64>) -> anyhow::Result<Option<i64>> {
    let mut ids = HashMap::new();
    for (id, position) in commands {
        ids.insert(Uuid::from_slice(&id)?, position);
    }
    let asked: Vec<Uuid> = ids.keys().copied().collect();
    let known = known(&mut *pool.acquire().await?, &asked).await?;
    let is_lost = |(id, position): &(Uuid, i64)| known.get(id).is_none_or(|known| known.position < *position);
    Ok(ids.into_iter().filter(is_lost).map(|(_, position)| position).min())
}

struct StoredRow {
    position: i64,
    stream: Uuid,
    version: i64,
    root: Vec<u8>,
    envelope: Vec<u8>,
}

/// How far the reading has come, and what the next event must join on to.
struct Walk {
    position: i64,
    root: Vec<u8>,
    streams: HashMap<Uuid, (i64, [u8; 32])>,
}

impl Walk {
    /// Goes on over a row and tells which command it followed from.
    fn step(&mut self, row: &StoredRow) -> Result<Vec<u8>, Damage> {
        if row.position > self.position + 1 {
            return Err(Damage::Missing { position: self.position + 1 });
        }
        let hash = sha256(&row.envelope);
        let root = sha256(&[self.root.as_slice(), &hash].concat());
        let (version, previous) = match self.streams.get(&row.stream) {
            Some((version, hash)) => (version + 1, hash.to_vec()),
            None => (1, Vec::new()),
        };
        let envelope = Envelope::decode(row.envelope.as_slice()).ok();
        let joins = |e: &&Envelope| {
            row.position == self.position + 1
                && root.as_slice() == row.root
                && row.version == version
                && e.stream == row.stream.as_bytes()
                && e.version == row.version
                && e.previous == previous
        };
        let Some(command) = envelope.as_ref().filter(joins).map(|e| e.command_id.clone()) else {
            let event = envelope.map_or_else(
                || "内容已无法读取".to_owned(),
                |e| format!("{} {}（{}第{}版）", e.kind, e.event, row.stream, e.version),
            );
            return Err(Damage::Altered { position: row.position, event });
        };
        self.position = row.position;
        self.root = root.to_vec();
        self.streams.insert(row.stream, (row.version, hash));
        Ok(command)
    }
}
