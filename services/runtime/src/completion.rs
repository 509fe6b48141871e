//! What a decision needs to know beyond its aggregate is looked up first and put into the command.

use std::future::Future;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::PgConnection;

/// Completes commands, before they are decided, with what the service's read models have been told: the post that an
/// official held on the day, a setting of the place, the figures as of a position.
///
/// What a sender wrote into such a field is overwritten. Where there is nothing to be found the field stays empty and the
/// aggregate refuses; a message that cannot be read is passed on as it is, since its contract says so better.
pub trait Completion: Send + Sync + 'static {
    /// The message with what was found.
    fn complete(&self, payload: Vec<u8>, db: &mut PgConnection)
    -> impl Future<Output = anyhow::Result<Vec<u8>>> + Send;

    /// The readers that have to know all that is published in their logs before the command is completed; for most, none.
    /// Where one does not come so far in time, the command is refused.
    fn rests_on(&self, _payload: &[u8]) -> Readers {
        &[]
    }
}

/// Readers by name, each with the logs it reads.
pub type Readers = &'static [(&'static str, &'static [&'static str])];

/// What a command rests on has not been read to the end.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum Unread {
    #[error("所依据的记录尚未读完（{log} 共 {end} 条，已读 {come} 条），什么也没有保存：请稍后再试")]
    ReadersBehind { log: &'static str, come: i64, end: i64 },
}

impl kernel::aggregate::Refusal for Unread {}

/// A completion without its type.
pub(crate) trait Completes: Send + Sync {
    fn complete<'a>(&'a self, payload: Vec<u8>, db: &'a mut PgConnection) -> BoxFuture<'a, anyhow::Result<Vec<u8>>>;
    fn rests_on(&self, payload: &[u8]) -> Readers;
}

impl<C: Completion> Completes for C {
    fn complete<'a>(&'a self, payload: Vec<u8>, db: &'a mut PgConnection) -> BoxFuture<'a, anyhow::Result<Vec<u8>>> {
        Completion::complete(self, payload, db).boxed()
    }

    fn rests_on(&self, payload: &[u8]) -> Readers {
        Completion::rests_on(self, payload)
    }
}
