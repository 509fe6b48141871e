//! Another service's event in, a command out.

use std::future::Future;

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::actor::Actor;
use proto::common::{self, Command, Reply, reply};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::commands::Executor;
use crate::event_log::Recorded;
use crate::feed::{Place, Reader};

/// What a service does of itself when something has happened elsewhere.
///
/// The commands it gives have ids that follow from the event: however often the event comes, each is carried out once.
pub trait Reaction: Send + Sync + 'static {
    /// Its name, unique in the service. It goes into the command ids: renaming it would have them given once more.
    const NAME: &'static str;
    /// The log it reads.
    const READS: &'static str;

    /// The commands that follow from an event. It may look things up in its service's read models.
    fn react(&self, db: &mut PgConnection, event: &Recorded)
    -> impl Future<Output = anyhow::Result<Vec<Order>>> + Send;
}

/// A command that a reaction, a timer or a seed gives to its own service.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The kind of aggregate.
    pub kind: &'static str,
    /// Which one.
    pub stream: Uuid,
    /// The area, for a stream that begins; empty: the service's own.
    pub area: String,
    /// What the order is about, so that it is carried out once: unique among the orders to this stream by this sender.
    pub key: String,
    /// The service's own message.
    pub payload: Vec<u8>,
}

/// The namespace of the ids of orders.
const ORDERS: Uuid = Uuid::from_u128(0x0b7e_9c1d_5a41_5f0e_8d53_62c4_10a7_9e88);

impl Executor {
    /// Has an order carried out, once. A refusal is an answer too; anything that leaves it open whether the order was
    /// carried out is an error.
    pub(crate) async fn order(&self, by: &str, cause: &[u8], order: Order) -> anyhow::Result<Reply> {
        let name = [by.as_bytes(), cause, order.stream.as_bytes(), order.key.as_bytes()].join(&0);
        let Actor { account, name: shown } = Actor::system(by);
        let command = Command {
            command_id: Uuid::new_v5(&ORDERS, &name).as_bytes().to_vec(),
            stream: order.stream.as_bytes().to_vec(),
            expected_version: None,
            actor: Some(common::Actor { account, name: shown }),
            cause: cause.to_vec(),
            area: order.area,
            payload: order.payload,
        };
        let reply = self.execute_once(order.kind, command).await;
        match &reply.outcome {
            Some(reply::Outcome::Accepted(_)) => Ok(reply),
            Some(reply::Outcome::Refused(refused)) => {
                tracing::info!("{by}: {} {}: {}", order.kind, order.key, refused.text);
                Ok(reply)
            }
            other => anyhow::bail!("{by}: {} {}: {other:?}", order.kind, order.key),
        }
    }
}

/// Makes a reader of a reaction.
pub(crate) struct ReactionOf<R> {
    pub(crate) reaction: R,
    pub(crate) executor: Executor,
}

impl<R: Reaction> Reader for ReactionOf<R> {
    fn name(&self) -> &str {
        R::NAME
    }

    fn take<'a>(
        &'a self,
        pool: &'a PgPool,
        place: &'a Place,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        async move {
            let mut place = place.clone();
            let mut db = pool.acquire().await?;
            for event in events {
                for order in self.reaction.react(&mut db, event).await? {
                    self.executor.order(R::NAME, &event.envelope.event_id, order).await?;
                }
                place.move_to(event, &mut db).await?;
                place.stand_at(event);
            }
            Ok(())
        }
        .boxed()
    }
}
