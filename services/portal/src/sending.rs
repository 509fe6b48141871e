//! Commands go out, and what became of them comes back.

use std::time::Duration;

use proto::common::{Accepted, Changed, Command, Refused, Reply, reply};
use proto::reconsideration::CaseCommand;
use proto::{Message, subject};
use runtime::Unreached;
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::{Portal, session};

/// The service that keeps the cases.
pub(crate) const CASES: &str = "reconsideration";
const KIND: &str = "ReconsiderationCase";
/// How long a page waits for its registers before it says that something is still being processed.
const PATIENCE: Duration = Duration::from_secs(3);

/// What became of a command.
#[derive(Debug)]
pub(crate) enum Sent {
    Accepted(Accepted),
    Refused(Refused),
    Changed(Changed),
    Malformed(String),
    /// Nothing was saved.
    Nothing,
    /// It may have been saved.
    Unknown,
}

/// A command to a case.
pub(crate) fn command(id: Uuid, case: Uuid, expected: Option<i64>, person: &Person, command: &CaseCommand) -> Command {
    Command {
        command_id: id.as_bytes().to_vec(),
        stream: case.as_bytes().to_vec(),
        expected_version: expected,
        actor: Some(person.actor()),
        cause: Vec::new(),
        area: String::new(),
        payload: command.encode_to_vec(),
    }
}

/// Sends it.
pub(crate) async fn send(portal: &Portal, command: &Command) -> Sent {
    match portal.inside.bus.request(subject::command(CASES, KIND), command.encode_to_vec()).await {
        Err(Unreached::NotSent) => Sent::Nothing,
        Err(Unreached::NoAnswer) => Sent::Unknown,
        Ok(reply) => match Reply::decode(reply.as_slice()).ok().and_then(|reply| reply.outcome) {
            Some(reply::Outcome::Accepted(accepted)) => Sent::Accepted(accepted),
            Some(reply::Outcome::Refused(refused)) => Sent::Refused(refused),
            Some(reply::Outcome::Changed(changed)) => Sent::Changed(changed),
            Some(reply::Outcome::Malformed(wrong)) => Sent::Malformed(wrong.text),
            Some(reply::Outcome::Unavailable(_)) | None => Sent::Unknown,
        },
    }
}

/// After a command of this person was accepted: remembers it, and waits a little for the registers.
pub(crate) async fn accepted(portal: &Portal, person: &Person, accepted: &Accepted) -> Result<bool, Failure> {
    session::wrote(portal, person, accepted.position).await?;
    shown(portal, accepted.position, PATIENCE).await
}

/// Whether the registers show everything up to a position.
pub(crate) async fn shown(portal: &Portal, position: i64, patience: Duration) -> Result<bool, Failure> {
    if position == 0 {
        return Ok(true);
    }
    let cases = portal.inside.reached("cases", CASES, position, patience);
    let deadlines = portal.inside.reached("deadlines", CASES, position, patience);
    let (cases, deadlines) = tokio::join!(cases, deadlines);
    Ok(cases? && deadlines?)
}
