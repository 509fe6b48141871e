//! The doors of a service on the bus: commands and questions come in as requests, replies go out.

use std::future::Future;
use std::sync::Arc;

use async_nats::Message as Request;
use futures::StreamExt;
use proto::common::{Answer, Command, Malformed, Reply, answer, reply};
use proto::{Message, subject};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::asks::Answers;
use crate::running::{Duties, Inside};

/// The most requests of one kind that are dealt with at once; the others wait at the broker's connection.
const AT_ONCE: usize = 1024;

/// Takes commands of one kind until the service closes it.
pub(crate) async fn commands(
    inside: &Inside,
    closing: &watch::Sender<bool>,
    kind: &'static str,
) -> anyhow::Result<impl Future<Output = ()> + use<>> {
    let executor = inside.executor.clone();
    open(inside, closing, subject::command(inside.log.service(), kind), move |payload| {
        let executor = executor.clone();
        async move {
            let reply = match Command::decode(payload.as_slice()) {
                Ok(command) => executor.execute(kind, command).await,
                Err(error) => Reply {
                    outcome: Some(reply::Outcome::Malformed(Malformed {
                        text: format!("命令无法解码：{error}")
                    })),
                },
            };
            reply.encode_to_vec()
        }
    })
    .await
}

/// Takes one question until the service closes it.
pub(crate) async fn questions(
    inside: &Inside,
    closing: &watch::Sender<bool>,
    question: Arc<dyn Answers>,
) -> anyhow::Result<impl Future<Output = ()> + use<>> {
    let subject = subject::ask(inside.log.service(), question.name());
    let desk = inside.clone();
    open(inside, closing, subject, move |payload| {
        let (question, desk) = (Arc::clone(&question), desk.clone());
        async move { question.answer(&desk, &payload).await.encode_to_vec() }
    })
    .await
}

/// Tells what the service lacks to be at rest, in words; nothing if it is. Whoever moves the clock asks, since what
/// follows from a day having come is done by timers that nobody sees.
pub(crate) async fn rest(
    inside: &Inside,
    closing: &watch::Sender<bool>,
    duties: Duties,
) -> anyhow::Result<impl Future<Output = ()> + use<>> {
    let desk = inside.clone();
    open(inside, closing, subject::ask(inside.log.service(), subject::REST), move |_| {
        let (desk, duties) = (desk.clone(), duties.clone());
        async move {
            let lack = desk.lacks(&duties).await.unwrap_or_else(|error| Some(format!("{error:#}")));
            Answer { outcome: Some(answer::Outcome::Found(lack.unwrap_or_default().into_bytes())) }.encode_to_vec()
        }
    })
    .await
}

/// Subscribes, as one of any number of copies, before it returns; the future it gives answers.
async fn open<F, A>(
    inside: &Inside,
    closing: &watch::Sender<bool>,
    subject: String,
    answer: F,
) -> anyhow::Result<impl Future<Output = ()> + use<F, A>>
where
    F: Fn(Vec<u8>) -> A + Send + 'static,
    A: Future<Output = Vec<u8>> + Send + 'static,
{
    let client = inside.bus.client.clone();
    let mut requests = client.queue_subscribe(subject, inside.log.service().to_owned()).await?;
    client.flush().await?;
    let mut closing = closing.subscribe();
    Ok(async move {
        let room = Arc::new(Semaphore::new(AT_ONCE));
        let mut under_way = JoinSet::new();
        loop {
            let asked = tokio::select! {
                asked = requests.next() => asked,
                _ = closing.changed() => {
                    // Nothing new comes after this; what has come before it is still answered.
                    let _ = requests.drain().await;
                    requests.next().await
                }
            };
            let Some(Request { payload, reply, .. }) = asked else { break };
            while under_way.try_join_next().is_some() {}
            let Some(reply) = reply else { continue };
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            let (client, answer) = (client.clone(), answer(payload.to_vec()));
            under_way.spawn(async move {
                let _place = place;
                // Whoever asked and hears nothing asks again under the same id.
                let _ = client.publish(reply, answer.await.into()).await;
            });
        }
        under_way.join_all().await;
    })
}
