//! Subjects and headers on the bus: `songli.cmd…`, `songli.ask…`, `songli.evt…`.

/// The header with the event's position in its log. It equals the sequence of the message in its stream.
pub const POSITION: &str = "songli-position";
/// The header with the log's epoch: it changes when a log is restored from a backup.
pub const EPOCH: &str = "songli-epoch";
/// The header with the last position that the epoch shares with the one before it.
pub const FORK: &str = "songli-fork";

/// The question that every service answers where the clock can be moved: what it lacks to be at rest, in words.
pub const REST: &str = "Rest";

/// Where commands for a kind of aggregate are sent.
#[must_use]
pub fn command(service: &str, kind: &str) -> String {
    format!("songli.cmd.{service}.{kind}")
}

/// Where a question is asked.
#[must_use]
pub fn ask(service: &str, question: &str) -> String {
    format!("songli.ask.{service}.{question}")
}

/// Where an event is published. The area comes before the event, so that one place can be given exactly its part.
#[must_use]
pub fn event(service: &str, area: &str, event: &str) -> String {
    format!("songli.evt.{service}.{area}.{event}")
}

/// All events of a service.
#[must_use]
pub fn events(service: &str) -> String {
    format!("songli.evt.{service}.>")
}

/// The name of the stream that holds all events of a service.
#[must_use]
pub fn stream(service: &str) -> String {
    format!("songli-{service}")
}
