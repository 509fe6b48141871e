//! The log as a `cqrs-es` event store, so that the crate's framework and tools run on it unchanged.

use std::collections::HashMap;
use std::marker::PhantomData;

use cqrs_es::{AggregateContext, AggregateError, EventEnvelope, EventStore};
use kernel::actor::Actor;
use uuid::Uuid;

use super::{Commit, EventLog, Outcome, Recorded, sha256};
use crate::clock::Clock;
use crate::contract::{Contract, Decider, Happened};
use crate::stream::{Draft, Tip, Writing};

/// The log, seen as the event store of one kind of aggregate. Aggregate ids are UUIDs.
pub struct LogStore<A> {
    log: EventLog,
    clock: Clock,
    area: String,
    of: PhantomData<fn() -> A>,
}

/// An aggregate as it was loaded, and where its stream ended.
pub struct LogStoreContext<A: Contract> {
    stream: Uuid,
    tip: Tip,
    aggregate: Decider<A>,
}

impl<A: Contract> LogStore<A> {
    /// Sees a log this way. New streams belong to the given area.
    pub fn new(log: EventLog, clock: Clock, area: impl Into<String>) -> Self {
        Self { log, clock, area: area.into(), of: PhantomData }
    }

    async fn recorded(&self, aggregate_id: &str) -> Result<(Uuid, Vec<Recorded>), AggregateError<A::Refusal>> {
        let stream = aggregate_id.parse().map_err(unexpected::<A, uuid::Error>)?;
        let recorded =
            self.log.load(&[stream]).await.map_err(|error| AggregateError::DatabaseConnectionError(error.into()))?;
        Ok((stream, recorded))
    }
}

fn unexpected<A: Contract, E: Into<Box<dyn std::error::Error + Send + Sync>>>(error: E) -> AggregateError<A::Refusal> {
    AggregateError::UnexpectedError(error.into())
}

fn read<A: Contract>(recorded: &Recorded) -> Result<Happened<A::Event>, AggregateError<A::Refusal>> {
    A::read(&recorded.envelope.payload)
        .map(Happened)
        .map_err(|error| AggregateError::DeserializationError(error.into()))
}

impl<A: Contract> EventStore<Decider<A>> for LogStore<A> {
    type AC = LogStoreContext<A>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<Decider<A>>>, AggregateError<A::Refusal>> {
        let (_, recorded) = self.recorded(aggregate_id).await?;
        recorded
            .iter()
            .map(|recorded| Ok(enveloped(aggregate_id, recorded.envelope.version, read::<A>(recorded)?)))
            .collect()
    }

    async fn load_aggregate(&self, aggregate_id: &str) -> Result<Self::AC, AggregateError<A::Refusal>> {
        let (stream, recorded) = self.recorded(aggregate_id).await?;
        let mut context = LogStoreContext { stream, tip: Tip::default(), aggregate: Decider::default() };
        for recorded in &recorded {
            cqrs_es::Aggregate::apply(&mut context.aggregate, read::<A>(recorded)?);
        }
        if let Some(last) = recorded.last() {
            context.tip.follow(last);
        }
        Ok(context)
    }

    async fn commit(
        &self,
        events: Vec<Happened<A::Event>>,
        mut context: Self::AC,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<Decider<A>>>, AggregateError<A::Refusal>> {
        let account = metadata.get("account").cloned().unwrap_or_else(|| "songli:cqrs".to_owned());
        let actor = Actor { name: metadata.get("name").cloned().unwrap_or_else(|| account.clone()), account };
        let command_id = self.clock.new_id();
        let expected = context.tip.version;
        if expected == 0 {
            context.tip.area.clone_from(&self.area);
        }
        let writing = Writing {
            log: self.log.service(),
            kind: A::KIND,
            stream: context.stream,
            command_id,
            cause: &[],
            actor: &actor,
            recorded_at: self.clock.now(),
        };
        let encoded: Vec<_> = events
            .iter()
            .map(|Happened(event)| context.tip.join(Draft::of::<A>(event), &writing, self.clock.new_id()))
            .collect();
        let commit = Commit {
            command_id,
            request: sha256(command_id.as_bytes()),
            streams: vec![(context.stream, expected)],
            events: encoded,
            version: context.tip.version,
        };
        let outcomes =
            self.log.append(&[commit]).await.map_err(|error| AggregateError::DatabaseConnectionError(error.into()))?;
        match outcomes.first() {
            Some(Outcome::Stored(_)) => {
                let id = context.stream.to_string();
                Ok((expected + 1..).zip(events).map(|(version, event)| enveloped(&id, version, event)).collect())
            }
            _ => Err(AggregateError::AggregateConflict),
        }
    }
}

fn enveloped<A: Contract>(aggregate_id: &str, version: i64, payload: Happened<A::Event>) -> EventEnvelope<Decider<A>> {
    EventEnvelope {
        aggregate_id: aggregate_id.to_owned(),
        sequence: usize::try_from(version).unwrap_or(usize::MAX),
        payload,
        metadata: HashMap::new(),
    }
}

impl<A: Contract> AggregateContext<Decider<A>> for LogStoreContext<A> {
    fn aggregate(&mut self) -> &mut Decider<A> {
        &mut self.aggregate
    }
}
