//! Feeds a read model from the events. Its position moves in the same transaction, so each event counts once.

use std::future::Future;

use anyhow::Context as _;
use async_nats::jetstream::consumer::{DeliverPolicy, pull};
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt};
use proto::subject;
use sqlx::{PgConnection, PgPool};

use crate::bus::{Bus, as_position};
use crate::event_log::Recorded;
use crate::feed::{Place, Reader, told};
use crate::transaction::begin;

/// A read model: tables that can be dropped and filled again from the events.
///
/// It copies; it reads no clock, no law and no other model's table. Of several logs it reads, each is in order, but not
/// one against the other; so what it makes must not depend on which came first.
pub trait Projection: Send + Sync + 'static {
    /// Its name, unique in the service.
    const NAME: &'static str;
    /// The logs it reads.
    const READS: &'static [&'static str];

    /// Takes one event in.
    fn apply(&self, db: &mut PgConnection, event: &Recorded) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Takes events of one log in, in their order. It comes to the same as one after the other; a model that many events
    /// change in the same place writes it once.
    fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> impl Future<Output = anyhow::Result<()>> + Send {
        async move {
            for event in events {
                self.apply(db, event).await?;
            }
            Ok(())
        }
    }

    /// Empties its tables.
    fn clear(&self, db: &mut PgConnection) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// A projection without its type.
pub(crate) trait Model: Reader {
    fn reads(&self) -> &'static [&'static str];
    fn rebuild<'a>(&'a self, pool: &'a PgPool, bus: &'a Bus, at_once: usize) -> BoxFuture<'a, anyhow::Result<i64>>;
}

/// Makes a reader of a projection.
pub(crate) struct ModelOf<P>(pub(crate) P);

impl<P: Projection> Reader for ModelOf<P> {
    fn name(&self) -> &str {
        P::NAME
    }

    fn take<'a>(
        &'a self,
        pool: &'a PgPool,
        place: &'a Place,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        async move {
            let Some(last) = events.last() else { return Ok(()) };
            let mut tx = begin(pool).await?;
            // Moved first: of two copies that got the same events, the second waits here and then finds it has lost.
            place.move_to(last, &mut tx).await?;
            self.apply(&mut tx, events).await?;
            Ok(tx.commit().await?)
        }
        .boxed()
    }
}

impl<P: Projection> ModelOf<P> {
    async fn apply(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        self.0.apply_all(db, events).await.with_context(|| match events {
            [] => String::new(),
            [event] => {
                format!("{}无法写入{}第{}号事件{}", P::NAME, event.envelope.log, event.position, event.envelope.event)
            }
            [first, .., last] => {
                format!("{}无法写入{}第{}至{}号事件", P::NAME, first.envelope.log, first.position, last.position)
            }
        })
    }

    /// Reads a log's stream from its beginning to its end of now, so many events at once, and tells where that was.
    async fn replay(&self, log: &str, bus: &Bus, at_once: usize, db: &mut PgConnection) -> anyhow::Result<Place> {
        let mut stream = bus.jetstream.get_stream(subject::stream(log)).await?;
        let end = as_position(stream.info().await?.state.last_sequence)?;
        let mut place = Place::beginning(P::NAME, log);
        if end == 0 {
            return Ok(place);
        }
        let from_the_first = pull::OrderedConfig { deliver_policy: DeliverPolicy::All, ..Default::default() };
        let mut messages = stream.create_consumer(from_the_first).await?.messages().await?;
        let mut events = Vec::new();
        while place.position < end {
            let message = messages.next().await.context("the stream has ended")??;
            let (epoch, position) = told(message.headers.as_ref())?;
            let next = place.position + 1;
            anyhow::ensure!(position == next, "{log}的流在{next}处缺少事件");
            let event = Recorded::read(position, message.payload.to_vec())?;
            place.epoch = epoch.number;
            place.stand_at(&event);
            events.push(event);
            if events.len() == at_once || position == end {
                self.apply(db, &events).await?;
                events.clear();
            }
        }
        Ok(place)
    }
}

impl<P: Projection> Model for ModelOf<P> {
    fn reads(&self) -> &'static [&'static str] {
        P::READS
    }

    /// Fills the model again from the first event, in one transaction: readers see the old content until the new one is
    /// complete, and writing goes on meanwhile. Tells how many events were applied.
    fn rebuild<'a>(&'a self, pool: &'a PgPool, bus: &'a Bus, at_once: usize) -> BoxFuture<'a, anyhow::Result<i64>> {
        async move {
            let mut connection = pool.acquire().await?;
            for log in P::READS {
                Place::of(P::NAME, log, &mut connection).await?;
            }
            drop(connection);
            let mut tx = begin(pool).await?;
            sqlx::query("SELECT FROM log.reader WHERE name = $1 FOR UPDATE").bind(P::NAME).execute(&mut *tx).await?;
            self.0.clear(&mut tx).await?;
            let mut applied = 0;
            for log in P::READS {
                let place = self.replay(log, bus, at_once, &mut tx).await?;
                sqlx::query("UPDATE log.reader SET epoch = $3, position = $4, last = $5 WHERE name = $1 AND log = $2")
                    .bind(P::NAME)
                    .bind(log)
                    .bind(place.epoch)
                    .bind(place.position)
                    .bind(&place.last)
                    .execute(&mut *tx)
                    .await?;
                applied += place.position;
            }
            tx.commit().await?;
            Ok(applied)
        }
        .boxed()
    }
}
