//! Commands go out, and what became of them comes back.

use std::time::Duration;

use proto::appearances::{HearingCommand, LawsuitCommand};
use proto::common::{Accepted, Changed, Command, Refused, Reply, reply};
use proto::directory::HolidayYearCommand;
use proto::notices::NoticeCommand;
use proto::reconsideration::CaseCommand;
use proto::suggestions::SuggestionCommand;
use proto::{Message, subject};
use runtime::Unreached;
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::kinds::{self, Kind};
use crate::{Portal, session};

/// How long a page waits for its registers before it says that something is still being processed.
const PATIENCE: Duration = Duration::from_secs(3);

/// A message that is a command to things of one kind.
pub(crate) trait Commanded: Message {
    const KIND: &'static Kind;
}

impl Commanded for CaseCommand {
    const KIND: &'static Kind = &kinds::CASE;
}

impl Commanded for LawsuitCommand {
    const KIND: &'static Kind = &kinds::LAWSUIT;
}

impl Commanded for HearingCommand {
    const KIND: &'static Kind = &kinds::HEARING;
}

impl Commanded for SuggestionCommand {
    const KIND: &'static Kind = &kinds::SUGGESTION;
}

impl Commanded for NoticeCommand {
    const KIND: &'static Kind = &kinds::NOTICE;
}

impl Commanded for HolidayYearCommand {
    const KIND: &'static Kind = &kinds::HOLIDAY_YEAR;
}

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

/// A command as it is sent.
pub(crate) fn command(id: Uuid, to: Uuid, expected: Option<i64>, person: &Person, command: &impl Commanded) -> Command {
    Command {
        command_id: id.as_bytes().to_vec(),
        stream: to.as_bytes().to_vec(),
        expected_version: expected,
        actor: Some(person.actor()),
        cause: Vec::new(),
        area: String::new(),
        payload: command.encode_to_vec(),
    }
}

/// Sends it.
pub(crate) async fn send(portal: &Portal, kind: &Kind, command: &Command) -> Sent {
    match portal.inside.bus.request(subject::command(kind.service, kind.name), command.encode_to_vec()).await {
        Err(Unreached::NotSent) => Sent::Nothing,
        Err(Unreached::NoAnswer) => Sent::Unknown,
        Err(unsendable @ Unreached::TooLarge) => Sent::Malformed(unsendable.to_string()),
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
pub(crate) async fn accepted(
    portal: &Portal,
    person: &Person,
    kind: &Kind,
    accepted: &Accepted,
) -> Result<bool, Failure> {
    session::wrote(portal, person, kind.service, accepted.position).await?;
    shown(portal, &[(kind.service.to_owned(), accepted.position)], PATIENCE).await
}

/// Whether the registers show everything up to these positions of the services' logs.
pub(crate) async fn shown(portal: &Portal, positions: &[(String, i64)], patience: Duration) -> Result<bool, Failure> {
    let waiting = positions.iter().flat_map(|(service, position)| {
        let kinds = kinds::ALL.iter().filter(move |kind| kind.service == service);
        let registers = kinds.flat_map(|kind| kind.registers);
        registers.map(|register| portal.inside.reached(register, service, *position, patience))
    });
    let reached = futures::future::try_join_all(waiting).await?;
    Ok(reached.into_iter().all(|reached| reached))
}
