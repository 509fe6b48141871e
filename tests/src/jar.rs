//! A jar of beans: the smallest aggregate that can be asked, refused and counted, for tests of the machinery.

use kernel::aggregate::{Aggregate, Event, Occasion, Refusal};
use kernel::day::Day;
use prost::Message;
use proto::common::Command;
use runtime::{Contract, Malformed, Order};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many beans go into a jar.
pub const FULL: u32 = 1_000_000;

/// Words that no jar survives: deciding on them panics.
pub const DROPPED: &str = "掉在地上";

/// A jar.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Jar {
    /// How many beans are in it.
    pub beans: u32,
    closed: bool,
}

/// What may be asked of a jar.
#[derive(Debug, Clone, PartialEq)]
pub enum JarCommand {
    /// Put beans in, as so many events of one bean's worth each.
    Put(PutBeans),
    /// Put the lid on.
    Close,
}

/// Puts beans into a jar.
#[derive(Clone, PartialEq, Message, Serialize, Deserialize)]
pub struct PutBeans {
    /// How many beans with each event.
    #[prost(uint32, tag = "1")]
    pub beans: u32,
    /// How many events.
    #[prost(uint32, tag = "2")]
    pub times: u32,
    /// What is written on them, to give the event a size.
    #[prost(string, tag = "3")]
    pub words: String,
}

/// What happens to a jar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JarEvent {
    /// Beans were put in.
    BeansPut {
        /// How many.
        beans: u32,
        /// What was written on them.
        words: String,
        /// When.
        on: Day,
    },
    /// The lid was put on.
    JarClosed {
        /// When.
        on: Day,
    },
}

/// Why a jar says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum JarRefusal {
    /// It is closed.
    #[error("罐子已经盖上")]
    JarClosed,
    /// It would overflow.
    #[error("罐子只装得下{FULL}颗")]
    JarFull,
}

impl Refusal for JarRefusal {
    fn field(&self) -> Option<&'static str> {
        matches!(self, Self::JarFull).then_some("beans")
    }
}

impl Event for JarEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::BeansPut { .. } => "BeansPut",
            Self::JarClosed { .. } => "JarClosed",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::BeansPut { on, .. } | Self::JarClosed { on } => *on,
        }
    }
}

impl Aggregate for Jar {
    const KIND: &'static str = "Jar";
    type Command = JarCommand;
    type Event = JarEvent;
    type Refusal = JarRefusal;

    fn decide(&self, command: JarCommand, on: &Occasion) -> Result<Vec<JarEvent>, JarRefusal> {
        match command {
            JarCommand::Put(put) if put.words == DROPPED => panic!("a jar is broken"),
            _ if self.closed => Err(JarRefusal::JarClosed),
            JarCommand::Put(put) if self.beans + put.beans * put.times > FULL => Err(JarRefusal::JarFull),
            JarCommand::Put(PutBeans { beans, times, words }) => {
                Ok((0..times).map(|_| JarEvent::BeansPut { beans, words: words.clone(), on: on.today }).collect())
            }
            JarCommand::Close => Ok(vec![JarEvent::JarClosed { on: on.today }]),
        }
    }

    fn evolve(self, event: &JarEvent) -> Self {
        match event {
            JarEvent::BeansPut { beans, .. } => Self { beans: self.beans + beans, ..self },
            JarEvent::JarClosed { .. } => Self { closed: true, ..self },
        }
    }
}

/// A jar's messages: beans, words and day; no beans and no words close it.
#[derive(Clone, PartialEq, Message)]
struct Stored {
    #[prost(uint32, tag = "1")]
    beans: u32,
    #[prost(string, tag = "2")]
    words: String,
    #[prost(string, tag = "3")]
    on: String,
    #[prost(bool, tag = "4")]
    closed: bool,
}

impl Contract for Jar {
    fn command(payload: &[u8]) -> Result<JarCommand, Malformed> {
        let put = PutBeans::decode(payload)?;
        Ok(if put.times == 0 { JarCommand::Close } else { JarCommand::Put(put) })
    }

    fn write(event: &JarEvent) -> Vec<u8> {
        let stored = match event {
            JarEvent::BeansPut { beans, words, on } => {
                Stored { beans: *beans, words: words.clone(), on: on.to_string(), closed: false }
            }
            JarEvent::JarClosed { on } => Stored { on: on.to_string(), closed: true, ..Stored::default() },
        };
        stored.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<JarEvent, Malformed> {
        let Stored { beans, words, on, closed } = Stored::decode(payload)?;
        let on = on.parse().map_err(|wrong| Malformed::field("on", wrong))?;
        Ok(if closed { JarEvent::JarClosed { on } } else { JarEvent::BeansPut { beans, words, on } })
    }
}

/// The message that puts beans in.
#[must_use]
pub fn put(beans: u32, times: u32) -> Vec<u8> {
    PutBeans { beans, times, words: String::new() }.encode_to_vec()
}

/// The message that closes the jar.
#[must_use]
pub fn close() -> Vec<u8> {
    PutBeans::default().encode_to_vec()
}

/// A command to a jar.
#[must_use]
pub fn to_jar(command_id: Uuid, jar: Uuid, payload: Vec<u8>) -> Command {
    crate::command(command_id, jar, payload)
}

/// An order to a jar.
#[must_use]
pub fn order(jar: Uuid, key: &str, payload: Vec<u8>) -> Order {
    Order { kind: Jar::KIND, stream: jar, area: String::new(), key: key.to_owned(), payload }
}
