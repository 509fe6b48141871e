//! What decides: a pure function from what has happened, and what is asked, to what happens next.

use std::fmt::Debug;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::actor::Actor;
use crate::calendar::Calendar;
use crate::day::Day;

/// One thing with a history of its own: a case, an organ, a holiday arrangement.
///
/// `decide` and `evolve` are synchronous and know nothing but their arguments. What else a decision needs is looked up
/// beforehand and put into the command. The default value is the thing before anything has happened to it.
pub trait Aggregate: Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name on the bus and in the log: `Organ`.
    const KIND: &'static str;
    /// What may be asked of it, in the imperative.
    type Command: Send;
    /// What happens to it, in the past tense.
    type Event: Event;
    /// Why it says no.
    type Refusal: Refusal;

    /// What follows from the command, or why it is refused. No events means: accepted, and nothing changes.
    fn decide(&self, command: Self::Command, on: &Occasion) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// The thing after the event. It never fails: an event has happened.
    #[must_use]
    fn evolve(self, event: &Self::Event) -> Self;
}

/// Something that happened and is never overwritten.
pub trait Event: Debug + Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// The event's name in the log and on the bus, in the past tense. A stored name is never given another meaning.
    fn name(&self) -> &'static str;

    /// The day on which it counts in law, China Standard Time, whenever it was typed in.
    fn occurred_on(&self) -> Day;
}

/// A reason to say no. Its text (`Display`) is Chinese and names what is wrong and what would help.
pub trait Refusal: std::error::Error + PartialEq + Send + Sync + 'static {
    /// The reason for programs: the variant's name.
    fn code(&self) -> String {
        let debug = format!("{self:?}");
        let end = debug.find(|c: char| !c.is_alphanumeric()).unwrap_or(debug.len());
        debug[..end].to_owned()
    }

    /// The field of the command that is at fault, where there is one.
    fn field(&self) -> Option<&'static str> {
        None
    }
}

/// When, by whom and under which calendar a command is decided.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// Today in China.
    pub today: Day,
    /// Who asks.
    pub actor: Actor,
    /// The holiday arrangements known now.
    pub calendar: Arc<Calendar>,
}
