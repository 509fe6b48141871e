//! Appending: a batch of commands, each whole or not at all, in one transaction.
//!
//! Nearly always nobody else has written since this process last did. Then one statement does everything: it moves the
//! head from where it was to where it will be, and inserts what lies between. If the head is no longer there, or the keys
//! of events and commands show that a stream has moved or a command is known, nothing has happened, and the batch is looked
//! at again under the lock of the head row.

use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;

use sqlx::error::DatabaseError;
use sqlx::{PgConnection, PgExecutor, Row};
use uuid::Uuid;

use super::{Commit, EventLog, Known, Outcome, Seal, sha256};
use crate::transaction::begin;

impl EventLog {
    /// Appends a batch and says what became of each commit.
    ///
    /// An error leaves it open whether the batch was stored: the same commands may be sent again under their ids.
    pub async fn append(&self, commits: &[Commit]) -> sqlx::Result<Vec<Outcome>> {
        if !commits.iter().all(Commit::writes_to_all_its_streams) {
            return self.append_under_lock(commits).await;
        }
        let batch = Batch::behind(self.known_head(), commits);
        match batch.insert(&self.pool).await {
            Ok(true) => {
                let outcomes = batch.command_position.iter().map(|position| Outcome::Stored(*position)).collect();
                self.has_moved_to(batch.end);
                Ok(outcomes)
            }
            Ok(false) => self.append_under_lock(commits).await,
            Err(error) if error.as_database_error().is_some_and(DatabaseError::is_unique_violation) => {
                self.append_under_lock(commits).await
            }
            Err(error) => Err(error),
        }
    }

    /// Appends what can still be appended, after others have written.
    async fn append_under_lock(&self, commits: &[Commit]) -> sqlx::Result<Vec<Outcome>> {
        let mut tx = begin(&self.pool).await?;
        let (position, root) =
            sqlx::query_as("SELECT position, root FROM log.head FOR UPDATE").fetch_one(&mut *tx).await?;
        let ids: Vec<Uuid> = commits.iter().map(|commit| commit.command_id).collect();
        let streams: Vec<Uuid> = commits.iter().flat_map(|commit| &commit.streams).map(|(stream, _)| *stream).collect();
        let mut known = known(&mut tx, &ids).await?;
        let mut versions = versions(&mut tx, &streams).await?;

        // What was decided on a commit that is left out is left out too, even if another has brought the stream to the same
        // version: it is not the same history.
        let mut lost = HashSet::new();
        let mut outcomes = Vec::with_capacity(commits.len());
        let mut stored = Vec::new();
        for commit in commits {
            let holds = |(stream, expected): &(Uuid, i64)| {
                !lost.contains(stream) && versions.get(stream).copied().unwrap_or(0) == *expected
            };
            let known = known.remove(&commit.command_id);
            if known.is_none() && commit.streams.iter().all(holds) {
                versions.extend(commit.events.iter().map(|event| (event.stream, event.version)));
                outcomes.push(Outcome::Stored(0));
                stored.push(commit);
            } else {
                lost.extend(commit.streams.iter().map(|(stream, _)| *stream));
                outcomes.push(known.map_or(Outcome::Stale, Outcome::Known));
            }
        }
        let batch = Batch::behind(Seal { position, root }, stored);
        batch.insert(&mut *tx).await?;
        tx.commit().await?;

        let stored = outcomes.iter_mut().filter(|outcome| matches!(outcome, Outcome::Stored(_)));
        for (outcome, position) in stored.zip(&batch.command_position) {
            *outcome = Outcome::Stored(*position);
        }
        self.has_moved_to(batch.end);
        Ok(outcomes)
    }

    fn known_head(&self) -> Seal {
        self.head.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn has_moved_to(&self, end: Seal) {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        if end.position > head.position {
            self.moved.send_replace(end.position);
        }
        *head = end;
    }
}

impl Commit {
    /// Whether the key of an event stands for each version it expects.
    fn writes_to_all_its_streams(&self) -> bool {
        self.streams.iter().all(|(stream, _)| self.events.iter().any(|event| event.stream == *stream))
    }
}

/// A batch as the database takes it: a column each, since one prepared statement then serves every size.
struct Batch<'a> {
    behind: Seal,
    end: Seal,
    position: Vec<i64>,
    stream: Vec<Uuid>,
    version: Vec<i64>,
    root: Vec<[u8; 32]>,
    envelope: Vec<&'a [u8]>,
    command: Vec<Uuid>,
    command_request: Vec<&'a [u8]>,
    command_position: Vec<i64>,
    command_version: Vec<i64>,
}

impl<'a> Batch<'a> {
    /// Puts commits behind the head: each event gets its position, and the root that binds it to all before it.
    fn behind(head: Seal, commits: impl IntoIterator<Item = &'a Commit>) -> Self {
        let mut batch = Self {
            end: head.clone(),
            behind: head,
            position: Vec::new(),
            stream: Vec::new(),
            version: Vec::new(),
            root: Vec::new(),
            envelope: Vec::new(),
            command: Vec::new(),
            command_request: Vec::new(),
            command_position: Vec::new(),
            command_version: Vec::new(),
        };
        let mut link = [batch.end.root.as_slice(), &[0; 32]].concat();
        for commit in commits {
            for event in &commit.events {
                let hashes = link.len() - 32;
                link[hashes..].copy_from_slice(&event.hash);
                let root = sha256(&link);
                link.truncate(0);
                link.extend_from_slice(&root);
                link.extend_from_slice(&[0; 32]);
                batch.end.position += 1;
                batch.position.push(batch.end.position);
                batch.stream.push(event.stream);
                batch.version.push(event.version);
                batch.root.push(root);
                batch.envelope.push(&event.bytes);
            }
            batch.command.push(commit.command_id);
            batch.command_request.push(&commit.request);
            batch.command_position.push(batch.end.position);
            batch.command_version.push(commit.version);
        }
        if let Some(root) = batch.root.last() {
            batch.end.root = root.to_vec();
        }
        batch
    }

    /// Inserts it if the log still ends where it begins, and tells whether it did.
    async fn insert(&self, db: impl PgExecutor<'_>) -> sqlx::Result<bool> {
        let root: Vec<&[u8]> = self.root.iter().map(<[u8; 32]>::as_slice).collect();
        let moved = sqlx::query(
            "WITH head AS (
                 UPDATE log.head SET position = $2, root = $3 WHERE position = $1 AND root = $13 RETURNING position
             ), event AS (
                 INSERT INTO log.event (position, stream, version, root, envelope)
                 SELECT unnest($4::bigint[]), unnest($5::uuid[]), unnest($6::bigint[]), unnest($7::bytea[]), unnest($8::bytea[])
                 FROM head
             ), command AS (
                 INSERT INTO log.command (id, request, position, version)
                 SELECT unnest($9::uuid[]), unnest($10::bytea[]), unnest($11::bigint[]), unnest($12::bigint[])
                 FROM head
             )
             SELECT position FROM head",
        )
        .bind(self.behind.position)
        .bind(self.end.position)
        .bind(&self.end.root)
        .bind(&self.position)
        .bind(&self.stream)
        .bind(&self.version)
        .bind(&root)
        .bind(&self.envelope)
        .bind(&self.command)
        .bind(&self.command_request)
        .bind(&self.command_position)
        .bind(&self.command_version)
        .bind(&self.behind.root)
        .fetch_optional(db)
        .await?;
        Ok(moved.is_some())
    }
}

/// What is kept of those of the commands that were accepted before.
pub(super) async fn known(db: &mut PgConnection, commands: &[Uuid]) -> sqlx::Result<HashMap<Uuid, Known>> {
    // A look-up for each command. Seldom asked, so planned anew each time: a plan kept from when the tables were small would
    // read all of them.
    let rows = sqlx::query(
        "SELECT k.* FROM (SELECT DISTINCT unnest($1::uuid[]) AS id) c,
         LATERAL (SELECT id, request, position, version FROM log.command WHERE id = c.id LIMIT 1) k",
    )
    .persistent(false)
    .bind(commands)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let known = Known {
                request: row.try_get("request")?,
                position: row.try_get("position")?,
                version: row.try_get("version")?,
            };
            Ok((row.try_get("id")?, known))
        })
        .collect()
}

/// The versions of those of the streams that have begun.
pub(super) async fn versions(db: &mut PgConnection, streams: &[Uuid]) -> sqlx::Result<HashMap<Uuid, i64>> {
    // Likewise: the last entry of each stream's part of the index.
    sqlx::query_as(
        "SELECT s.stream, e.version FROM (SELECT DISTINCT unnest($1::uuid[]) AS stream) s,
         LATERAL (SELECT version FROM log.event WHERE stream = s.stream ORDER BY version DESC LIMIT 1) e",
    )
    .persistent(false)
    .bind(streams)
    .fetch_all(db)
    .await
    .map(|versions: Vec<(Uuid, i64)>| versions.into_iter().collect())
}
