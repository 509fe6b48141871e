//! Questions that a service answers without changing anything.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use kernel::day::Day;
use prost::Message;
use proto::common::{self, Answer, Envelope, answer};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::contract::{Contract, Malformed};
use crate::feed::Place;
use crate::running::Inside;

/// How often it is looked whether a read model has come along.
const AGAIN: Duration = Duration::from_millis(20);

/// A question to a service, answered from its read models or by asking an aggregate what it would decide.
pub trait Question: Send + Sync + 'static {
    /// Its name on the bus.
    const NAME: &'static str;
    /// What is asked.
    type Asked: Message + Default;
    /// What is answered; it stays under a megabyte, so long lists are asked for in pages.
    type Answer: Message;

    /// Answers.
    fn answer(
        &self,
        at: &mut At<'_>,
        asked: Self::Asked,
    ) -> impl Future<Output = Result<Self::Answer, Unanswered>> + Send;
}

/// When a question is asked, and where the answer is found.
pub struct At<'a> {
    /// The service's database.
    pub db: &'a mut PgConnection,
    /// Today in China.
    pub today: Day,
    /// The holiday arrangements known now.
    pub calendar: Arc<Calendar>,
}

impl At<'_> {
    /// An aggregate as it is now, and its version; version 0 if nothing has happened to it.
    pub async fn aggregate<A: Contract>(&mut self, stream: Uuid) -> anyhow::Result<(A, i64)> {
        let envelopes: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT envelope FROM log.event WHERE stream = $1 ORDER BY version")
                .bind(stream)
                .fetch_all(&mut *self.db)
                .await?;
        envelopes.iter().try_fold((A::default(), 0), |(aggregate, _), bytes| {
            let envelope = Envelope::decode(bytes.as_slice())?;
            anyhow::ensure!(envelope.kind == A::KIND, "{stream} is a {}, not a {}", envelope.kind, A::KIND);
            Ok((aggregate.evolve(&A::read(&envelope.payload)?), envelope.version))
        })
    }

    /// Waits until a read model has come to a position in a log, at most so long; tells whether it has. Who asks after
    /// writing something is not told what was before.
    pub async fn reached(
        &mut self,
        reader: &str,
        log: &str,
        position: i64,
        patience: Duration,
    ) -> anyhow::Result<bool> {
        let mut waited = Duration::ZERO;
        while Place::come(reader, log, &mut *self.db).await? < position {
            if waited >= patience {
                return Ok(false);
            }
            tokio::time::sleep(AGAIN).await;
            waited += AGAIN;
        }
        Ok(true)
    }

    /// The occasion on which whoever asks what a command would do would give it now.
    #[must_use]
    pub fn previewing(&self, actor: Option<common::Actor>) -> Occasion {
        let person = |a: common::Actor| Actor { account: a.account, name: a.name };
        self.occasion(actor.map_or_else(|| Actor::system("preview"), person))
    }

    /// The occasion on which somebody would give a command now.
    #[must_use]
    pub fn occasion(&self, actor: Actor) -> Occasion {
        Occasion { today: self.today, actor, calendar: Arc::clone(&self.calendar) }
    }
}

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// The question itself is wrong.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl From<sqlx::Error> for Unanswered {
    fn from(error: sqlx::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// A question without its type.
pub(crate) trait Answers: Send + Sync {
    fn name(&self) -> &'static str;
    fn answer<'a>(&'a self, inside: &'a Inside, asked: &'a [u8]) -> BoxFuture<'a, Answer>;
}

impl<Q: Question> Answers for Q {
    fn name(&self) -> &'static str {
        Q::NAME
    }

    fn answer<'a>(&'a self, inside: &'a Inside, asked: &'a [u8]) -> BoxFuture<'a, Answer> {
        async move {
            let answered = async {
                let asked = Q::Asked::decode(asked).map_err(Malformed::from)?;
                let mut db = inside.pool().acquire().await?;
                let mut at = At { db: &mut db, today: inside.clock.today(), calendar: inside.calendar() };
                Question::answer(self, &mut at, asked).await
            };
            let outcome = match answered.await {
                Ok(found) => answer::Outcome::Found(found.encode_to_vec()),
                Err(Unanswered::Malformed(wrong)) => {
                    answer::Outcome::Malformed(common::Malformed { text: wrong.to_string() })
                }
                Err(Unanswered::Fault(error)) => {
                    tracing::error!("{} was not answered: {error:#}", Q::NAME);
                    answer::Outcome::Unavailable(common::Unavailable {
                        text: "暂时无法查询，请稍后再试".to_owned()
                    })
                }
            };
            Answer { outcome: Some(outcome) }
        }
        .boxed()
    }
}
