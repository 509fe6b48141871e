//! Where an aggregate's words become messages, and back; and where it becomes an aggregate of `cqrs-es`.

mod amendment;
mod arrangement;
mod deadline;
mod explanation;
mod papers;
pub mod read;
pub mod write;

use cqrs_es::DomainEvent;
use cqrs_es::event_sink::EventSink;
use kernel::aggregate::{Aggregate, Event, Occasion};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::stream::Draft;

/// The messages of an aggregate. Each service implements it in its `contract.rs`, the only file that knows both sides.
pub trait Contract: Aggregate {
    /// Reads a command. What it names is checked here, once; inside, every value is what it claims to be.
    fn command(payload: &[u8]) -> Result<Self::Command, Malformed>;

    /// Writes an event, once.
    fn write(event: &Self::Event) -> Vec<u8>;

    /// Reads an event, in every form in which it was ever written.
    fn read(payload: &[u8]) -> Result<Self::Event, Malformed>;

    /// The one stream that such a command may be sent to, where its content names it: the stream of an organ's code, of a
    /// year. None: any.
    fn stream(_command: &Self::Command) -> Option<Uuid> {
        None
    }

    /// Another aggregate of the service that is asked first: the register from which a case takes its number. What it
    /// decides is stored together with what this one decides, or not at all.
    fn first(_stream: Uuid, _command: &Self::Command) -> Option<First> {
        None
    }

    /// The command, completed with what the other has decided.
    fn told(command: Self::Command, _first: &[Draft]) -> Result<Self::Command, Malformed> {
        Ok(command)
    }
}

/// A command to another aggregate of the same service, decided before the one it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    /// The kind of aggregate.
    pub kind: &'static str,
    /// Which one.
    pub stream: Uuid,
    /// The service's own message.
    pub payload: Vec<u8>,
}

/// A message that cannot be read. The text is Chinese and names the field and the remedy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field}{}{wrong}", if .field.is_empty() { "" } else { "：" })]
pub struct Malformed {
    /// The field, with the parts that contain it: `paper.on`.
    field: String,
    wrong: String,
}

impl Malformed {
    /// What is wrong with a message as a whole, or with a field that its container names.
    pub fn new(wrong: impl std::fmt::Display) -> Self {
        Self { field: String::new(), wrong: wrong.to_string() }
    }

    /// The field, and what is wrong with it.
    pub fn field(name: &str, wrong: impl std::fmt::Display) -> Self {
        Self::new(wrong).at(name)
    }

    /// As seen from the part of the message that contains it.
    #[must_use]
    pub fn at(self, part: &str) -> Self {
        let names = [part, &self.field].into_iter().filter(|name| !name.is_empty());
        Self { field: names.collect::<Vec<_>>().join("."), ..self }
    }

    /// The message lacks its content, or was written by a newer version than this one.
    #[must_use]
    pub fn empty() -> Self {
        Self::new("消息没有内容，或由较新版本写成：请先升级本机程序")
    }
}

impl From<prost::DecodeError> for Malformed {
    fn from(error: prost::DecodeError) -> Self {
        Self::new(format_args!("消息无法解码：{error}"))
    }
}

/// An aggregate of ours as `cqrs-es` knows them. The executor drives it, and the crate's framework and test kit run on it.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Decider<A: Aggregate>(pub A);

impl<A: Aggregate> cqrs_es::Aggregate for Decider<A> {
    const TYPE: &'static str = A::KIND;
    type Command = A::Command;
    type Event = Happened<A::Event>;
    type Error = A::Refusal;
    type Services = Occasion;

    async fn handle(&mut self, command: A::Command, on: &Occasion, sink: &EventSink<Self>) -> Result<(), A::Refusal> {
        for event in self.0.decide(command, on)? {
            sink.write(Happened(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Self::Event) {
        self.0 = std::mem::take(&mut self.0).evolve(&event.0);
    }
}

/// An event of ours as `cqrs-es` knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Happened<E>(pub E);

impl<E: Event> DomainEvent for Happened<E>
where
    Self: serde::de::DeserializeOwned,
{
    fn event_type(&self) -> String {
        self.0.name().to_owned()
    }

    /// A stored form never changes its meaning; another form is another event, so the version stays what it is.
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
