//! One kind of aggregate, seen by the executor without its types.

use std::any::Any;
use std::marker::PhantomData;

use cqrs_es::Aggregate as _;
use cqrs_es::event_sink::EventSink;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::aggregate::Occasion;
use proto::common::{Envelope, Reply};
use uuid::Uuid;

use super::{malformed, refused};
use crate::contract::{Contract, Decider, First, Happened, Malformed};
use crate::stream::Draft;

/// An aggregate's state; only its [`Kind`] knows what is inside.
pub(crate) type State = Box<dyn Any + Send + Sync>;

/// What the executor must know of a kind of aggregate.
pub(crate) trait Kind: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The state before anything has happened.
    fn begin(&self) -> State;
    /// Applies an event that lies in the log.
    fn replay(&self, state: &mut State, envelope: &Envelope) -> anyhow::Result<()>;
    /// The same state once more, to go back to.
    fn copy(&self, state: &State) -> State;
    /// The aggregate that must be asked before this command to this stream is decided.
    fn first(&self, stream: Uuid, payload: &[u8]) -> Result<Option<First>, Malformed>;
    /// Decides a command, told what the aggregate asked first has decided. On success the state is already the new one;
    /// on refusal it is as before.
    fn decide<'a>(
        &'a self,
        state: &'a mut State,
        payload: &'a [u8],
        first: &'a [Draft],
        on: &'a Occasion,
    ) -> BoxFuture<'a, Result<Vec<Draft>, Reply>>;
}

/// The kind of the aggregate `A`.
pub(crate) struct KindOf<A>(pub(crate) PhantomData<fn() -> A>);

fn opened<A: Contract>(state: &mut State) -> anyhow::Result<&mut Decider<A>> {
    state.downcast_mut().ok_or_else(|| anyhow::anyhow!("the state in memory is not a {}", A::KIND))
}

impl<A: Contract> Kind for KindOf<A> {
    fn name(&self) -> &'static str {
        A::KIND
    }

    fn begin(&self) -> State {
        Box::new(Decider::<A>::default())
    }

    fn replay(&self, state: &mut State, envelope: &Envelope) -> anyhow::Result<()> {
        opened::<A>(state)?.apply(Happened(A::read(&envelope.payload)?));
        Ok(())
    }

    fn copy(&self, state: &State) -> State {
        match state.downcast_ref::<Decider<A>>() {
            Some(decider) => Box::new(decider.clone()),
            None => self.begin(),
        }
    }

    fn first(&self, stream: Uuid, payload: &[u8]) -> Result<Option<First>, Malformed> {
        let command = A::command(payload)?;
        match A::stream(&command) {
            Some(named) if named != stream => {
                Err(Malformed::field("stream", format!("命令的内容属于{named}，请发往该编号")))
            }
            _ => Ok(A::first(stream, &command)),
        }
    }

    fn decide<'a>(
        &'a self,
        state: &'a mut State,
        payload: &'a [u8],
        first: &'a [Draft],
        on: &'a Occasion,
    ) -> BoxFuture<'a, Result<Vec<Draft>, Reply>> {
        async move {
            let decider = opened::<A>(state).map_err(|error| malformed(error.to_string()))?;
            let command = A::command(payload).and_then(|command| A::told(command, first));
            let command = command.map_err(|wrong| malformed(wrong.to_string()))?;
            let sink = EventSink::default();
            decider.handle(command, on, &sink).await.map_err(|refusal| refused(&refusal))?;
            Ok(sink.collect().await.iter().map(|Happened(event)| Draft::of::<A>(event)).collect())
        }
        .boxed()
    }
}
