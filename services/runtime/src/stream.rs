//! The end of a stream, and how the next event joins on to it.

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::aggregate::Event;
use kernel::day::Day;
use proto::common::{self, Envelope};
use uuid::Uuid;

use crate::contract::Contract;
use crate::event_log::{Encoded, Recorded, sha256};

/// Where a stream ends: what the next event must join on to. The default is a stream that has not begun.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tip {
    /// The version of the last event; 0: none yet.
    pub version: i64,
    /// SHA-256 of the last event's envelope.
    pub hash: Vec<u8>,
    /// The GB/T 2260 code of the jurisdiction the stream belongs to.
    pub area: String,
}

/// What all events of one command share.
pub struct Writing<'a> {
    /// The service.
    pub log: &'static str,
    /// The kind of aggregate.
    pub kind: &'static str,
    /// The stream.
    pub stream: Uuid,
    /// The command.
    pub command_id: Uuid,
    /// The event to which a reaction answers; empty where a person gave the command.
    pub cause: &'a [u8],
    /// Who gave it.
    pub actor: &'a Actor,
    /// When it was typed in.
    pub recorded_at: Timestamp,
}

/// An event that was decided but does not lie in a stream yet.
pub struct Draft {
    /// Its name.
    pub event: &'static str,
    /// The day it counts in law.
    pub occurred_on: Day,
    /// The service's own message.
    pub payload: Vec<u8>,
}

impl Draft {
    /// Writes down an event of an aggregate.
    pub fn of<A: Contract>(event: &A::Event) -> Self {
        Self { event: event.name(), occurred_on: event.occurred_on(), payload: A::write(event) }
    }
}

impl Tip {
    /// Appends an event to the stream as it is known here: the tip is behind it afterwards.
    pub fn join(&mut self, draft: Draft, by: &Writing<'_>, event_id: Uuid) -> Encoded {
        self.version += 1;
        let envelope = Envelope {
            event_id: event_id.as_bytes().to_vec(),
            log: by.log.to_owned(),
            kind: by.kind.to_owned(),
            stream: by.stream.as_bytes().to_vec(),
            version: self.version,
            area: self.area.clone(),
            event: draft.event.to_owned(),
            occurred_on: draft.occurred_on.to_string(),
            recorded_at: by.recorded_at.as_microsecond(),
            command_id: by.command_id.as_bytes().to_vec(),
            cause: by.cause.to_vec(),
            actor: Some(common::Actor { account: by.actor.account.clone(), name: by.actor.name.clone() }),
            previous: std::mem::take(&mut self.hash),
            payload: draft.payload,
        };
        let encoded = Encoded::new(by.stream, &envelope);
        self.hash = encoded.hash.to_vec();
        encoded
    }

    /// Moves the tip behind an event that lies in the log.
    pub fn follow(&mut self, recorded: &Recorded) {
        self.version = recorded.envelope.version;
        self.hash = sha256(&recorded.bytes).to_vec();
        self.area.clone_from(&recorded.envelope.area);
    }
}
