//! Brings a log's events to a reader, each exactly once in effect: the reader's position moves with what it does.
//!
//! Sequences are positions, and a feed takes the whole stream; so what follows n is n + 1, and anything else is noticed.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, ReplayPolicy, pull};
use async_nats::jetstream::stream::Stream;
use futures::StreamExt;
use futures::future::BoxFuture;
use proto::subject;
use sqlx::{PgConnection, PgPool};
use tokio::time::{Instant, timeout_at};

use crate::bus::as_position;
use crate::event_log::{Epoch, Recorded, sha256};
use crate::progress::Progress;
use crate::relay::agree;
use crate::running::Inside;

/// The most events that are applied in one transaction.
pub(crate) const BATCH: usize = 500;
/// How often a waiting feed looks whether its stream is still what it was.
const LOOK: Duration = Duration::from_secs(2);
/// How often whoever waits for a reader looks how far it has come, although nothing was heard of it.
const UNHEARD: Duration = Duration::from_millis(50);
/// How long to wait after a failure.
const REST: Duration = Duration::from_secs(1);

/// Whoever takes a log's events in: a projection, a reaction.
pub(crate) trait Reader: Send + Sync {
    /// Its name, unique in the service.
    fn name(&self) -> &str;

    /// Takes events in and moves its place with them, in such a way that repeating it changes nothing.
    fn take<'a>(
        &'a self,
        pool: &'a PgPool,
        place: &'a Place,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, anyhow::Result<()>>;
}

/// How far a reader has come in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The reader.
    pub reader: String,
    /// The log.
    pub log: String,
    /// The log's epoch in which it read last.
    pub epoch: i32,
    /// The last position it has taken in.
    pub position: i64,
    /// SHA-256 of the event there.
    pub last: Vec<u8>,
}

impl Place {
    /// Before the first event.
    pub(crate) fn beginning(reader: &str, log: &str) -> Self {
        Self { reader: reader.to_owned(), log: log.to_owned(), epoch: 0, position: 0, last: Vec::new() }
    }

    /// Where the reader is; at the beginning if it has never read.
    pub(crate) async fn of(reader: &str, log: &str, db: &mut PgConnection) -> sqlx::Result<Self> {
        let found: Option<(i32, i64, Vec<u8>)> = sqlx::query_as(
            "WITH fresh AS (INSERT INTO log.reader (name, log, epoch, position, last) VALUES ($1, $2, 0, 0, '') ON CONFLICT DO NOTHING)
             SELECT epoch, position, last FROM log.reader WHERE name = $1 AND log = $2",
        )
        .bind(reader)
        .bind(log)
        .fetch_optional(db)
        .await?;
        let (epoch, position, last) = found.unwrap_or_default();
        Ok(Self { epoch, position, last, ..Self::beginning(reader, log) })
    }

    /// How far the reader has come, asked without waiting for whoever is moving it.
    pub(crate) async fn come(reader: &str, log: &str, db: &mut PgConnection) -> sqlx::Result<i64> {
        let come = sqlx::query_scalar("SELECT position FROM log.reader WHERE name = $1 AND log = $2");
        Ok(come.bind(reader).bind(log).fetch_optional(db).await?.unwrap_or_default())
    }

    /// Waits until the reader has come to a position, at most until then; tells how far it has come.
    pub(crate) async fn reach(
        reader: &str,
        log: &str,
        position: i64,
        until: Instant,
        progress: &Progress,
        pool: &PgPool,
    ) -> sqlx::Result<i64> {
        let mut steps = progress.steps();
        loop {
            steps.mark_unchanged();
            let come = Self::come(reader, log, &mut *pool.acquire().await?).await?;
            if come >= position || Instant::now() >= until {
                return Ok(come);
            }
            // Another copy may do the reading, of which nothing is heard here.
            let _ = timeout_at(until.min(Instant::now() + UNHEARD), steps.changed()).await;
        }
    }

    /// Moves the reader from here to an event, in the caller's transaction. It fails if another has moved it.
    pub(crate) async fn move_to(&self, event: &Recorded, db: &mut PgConnection) -> anyhow::Result<()> {
        let moved = sqlx::query(
            "UPDATE log.reader SET epoch = $4, position = $5, last = $6 WHERE name = $1 AND log = $2 AND position = $3",
        )
        .bind(&self.reader)
        .bind(&self.log)
        .bind(self.position)
        .bind(self.epoch)
        .bind(event.position)
        .bind(sha256(&event.bytes).as_slice())
        .execute(db)
        .await?;
        ensure!(moved.rows_affected() == 1, "{}在{}中的位置已被另一副本移动", self.reader, self.log);
        Ok(())
    }

    /// The place after an event was taken in.
    pub(crate) fn stand_at(&mut self, event: &Recorded) {
        self.position = event.position;
        self.last = sha256(&event.bytes).to_vec();
    }
}

/// A reader on its way through a log.
pub(crate) struct Feed {
    /// The reader.
    pub(crate) reader: Arc<dyn Reader>,
    /// The log it reads.
    pub(crate) log: &'static str,
    /// The service it belongs to.
    pub(crate) inside: Inside,
}

impl Feed {
    /// Feeds for ever.
    pub(crate) async fn run(self) {
        let part = format!("{}.{}<{}", self.inside.log.service(), self.reader.name(), self.log);
        loop {
            if let Err(error) = self.feed(&part).await {
                self.inside.progress.trouble(&part, &error);
            }
            tokio::time::sleep(REST).await;
        }
    }

    async fn feed(&self, part: &str) -> anyhow::Result<()> {
        let mut place = Place::of(self.reader.name(), self.log, &mut *self.inside.pool().acquire().await?).await?;
        let Some(mut stream) = self.inside.bus.existing(self.log).await? else {
            // Whoever has read nothing waits for a service that has not been started yet.
            ensure!(
                place.position == 0,
                "{}的流不存在，而{}已读到{}：等待重新发布",
                self.log,
                place.reader,
                place.position
            );
            return Ok(());
        };
        check(&mut stream, &place).await?;
        if self.log == self.inside.log.service() {
            agree(&stream, &self.inside.log, stream.cached_info().state.last_sequence).await?;
        }
        let mut chunks = self.messages(&stream, &place).await?.ready_chunks(BATCH);
        self.inside.progress.well(part);
        loop {
            let Ok(chunk) = tokio::time::timeout(LOOK, chunks.next()).await else {
                check(&mut stream, &place).await?;
                let mut db = self.inside.pool().acquire().await?;
                if Place::come(&place.reader, self.log, &mut db).await? == place.position {
                    continue;
                }
                // It was sent back, and begins anew from there.
                return Ok(());
            };
            let chunk: Vec<_> = chunk.context("the feed has ended")?.into_iter().collect::<Result<_, _>>()?;
            let mut events = Vec::with_capacity(chunk.len());
            for message in &chunk {
                let (epoch, position) = told(message.headers.as_ref())?;
                if position <= place.position {
                    continue;
                }
                let next = place.position + 1 + i64::try_from(events.len())?;
                ensure!(position == next, "{}的流在{next}处缺少事件，收到{position}", self.log);
                place.epoch = in_epoch(&place, epoch)?;
                events.push(Recorded::read(position, message.payload.to_vec())?);
            }
            if !events.is_empty() {
                self.take(&mut place, &events).await?;
                self.inside.progress.moved();
            }
            if let Some(last) = chunk.last() {
                last.ack().await.map_err(|error| anyhow::anyhow!("acknowledging failed: {error}"))?;
            }
        }
    }

    /// Has events taken in: all at once or, if that fails, one after the other, so that those before the one that cannot
    /// be applied are.
    async fn take(&self, place: &mut Place, events: &[Recorded]) -> anyhow::Result<()> {
        let pool = self.inside.pool();
        if let [_, .., last] = events {
            let Err(error) = self.reader.take(pool, place, events).await else {
                place.stand_at(last);
                return Ok(());
            };
            // A reaction moves with each event, so it stands already at the one that it cannot take.
            if Place::come(&place.reader, &place.log, &mut *pool.acquire().await?).await? != place.position {
                return Err(error);
            }
        }
        for event in events {
            self.reader.take(pool, place, std::slice::from_ref(event)).await?;
            place.stand_at(event);
        }
        Ok(())
    }

    /// The messages behind a place. Where to go on is known here, not by the broker, so its consumer is made anew.
    async fn messages(&self, stream: &Stream, place: &Place) -> anyhow::Result<pull::Stream> {
        let durable = format!("{}-{}", self.inside.log.service(), self.reader.name());
        let wanted = pull::Config {
            durable_name: Some(durable.clone()),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: u64::try_from(place.position + 1)? },
            ack_policy: AckPolicy::All,
            replay_policy: ReplayPolicy::Instant,
            max_ack_pending: -1,
            ..Default::default()
        };
        let _ = stream.delete_consumer(&durable).await;
        let consumer = stream.create_consumer(wanted.clone()).await?;
        let echoed = &consumer.cached_info().config;
        ensure!(
            echoed.deliver_policy == wanted.deliver_policy && echoed.ack_policy == wanted.ack_policy,
            "nats-server未按要求建立消费者{durable}：请检查其版本"
        );
        Ok(consumer.stream().max_messages_per_batch(2 * BATCH).messages().await?)
    }
}

/// Whether the stream still holds what the reader has read.
async fn check(stream: &mut Stream, place: &Place) -> anyhow::Result<()> {
    let last = stream.info().await?.state.last_sequence;
    if last > 0 {
        let (epoch, _) = told(Some(&stream.get_raw_message(last).await?.headers))?;
        in_epoch(place, epoch)?;
    }
    ensure!(
        as_position(last)? >= place.position,
        "{}的流止于{last}，而{}已读到{}：等待重新发布；如长时间如此，请核对日志后运行 songli rebuild",
        place.log,
        place.reader,
        place.position
    );
    if place.position > 0 {
        let there = stream.get_raw_message(u64::try_from(place.position)?).await?;
        ensure!(
            sha256(&there.payload).as_slice() == place.last,
            "{}的第{}号事件已不是{}读过的那一件：日志曾回到较早的状态，请运行 songli rebuild 重建",
            place.log,
            place.position,
            place.reader
        );
    }
    Ok(())
}

/// What a message's headers tell of its epoch and position.
pub(crate) fn told(headers: Option<&async_nats::HeaderMap>) -> anyhow::Result<(Epoch, i64)> {
    let number = |name: &str| -> anyhow::Result<i64> {
        let value =
            headers.and_then(|headers| headers.get(name)).with_context(|| format!("the message lacks {name}"))?;
        Ok(value.as_str().parse()?)
    };
    let epoch = Epoch { number: i32::try_from(number(subject::EPOCH)?)?, after: number(subject::FORK)? };
    Ok((epoch, number(subject::POSITION)?))
}

/// The epoch to go on in, if the reader has seen nothing that the log has lost.
fn in_epoch(place: &Place, epoch: Epoch) -> anyhow::Result<i32> {
    let Place { reader, log, position, .. } = place;
    if epoch.number > place.epoch + 1 && place.epoch > 0 && *position > 0 {
        bail!(
            "{log}已进入第{}期，{reader}停在第{}期，其间不止一次恢复：请运行 songli rebuild",
            epoch.number,
            place.epoch
        );
    }
    if epoch.number > place.epoch && place.epoch > 0 && *position > epoch.after {
        bail!(
            "{log}已从备份恢复（第{}期自{}之后另起），{reader}读过其后已不存在的事件：请运行 songli rebuild 重建",
            epoch.number,
            epoch.after
        );
    }
    Ok(epoch.number.max(place.epoch))
}
