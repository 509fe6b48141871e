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
}

/// A completion without its type.
pub(crate) trait Completes: Send + Sync {
    fn complete<'a>(&'a self, payload: Vec<u8>, db: &'a mut PgConnection) -> BoxFuture<'a, anyhow::Result<Vec<u8>>>;
}

impl<C: Completion> Completes for C {
    fn complete<'a>(&'a self, payload: Vec<u8>, db: &'a mut PgConnection) -> BoxFuture<'a, anyhow::Result<Vec<u8>>> {
        Completion::complete(self, payload, db).boxed()
    }
}
