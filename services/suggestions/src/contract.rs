//! Messages to commands, events to messages: the only place that knows both sides. What comes in is checked here, once.

pub(crate) mod clock;
pub(crate) mod field;
mod messages;

use proto::suggestions::{self as theirs, suggestion_command, suggestion_event};
use proto::{Message, common};
use runtime::{Contract, Counted, Malformed};

use crate::clocks::Clock;
use crate::law;
use crate::suggestion::follow_up::Reminding;
use crate::suggestion::recount::Recounted;
use crate::suggestion::{Command, Fact, Suggestion, SuggestionEvent};
use field::{Field, read, required};

impl Contract for Suggestion {
    fn command(payload: &[u8]) -> Result<Command, Malformed> {
        let message = theirs::SuggestionCommand::decode(payload)?;
        read_command(message.command.ok_or_else(Malformed::empty)?)
    }

    fn write(event: &SuggestionEvent) -> Vec<u8> {
        theirs::SuggestionEvent {
            event: Some(write_fact(&event.fact)),
            clocks: event.clocks.write(),
            about: Some(event.about.write()),
            standings: event.standings.write(),
            stage: event.stage.write(),
        }
        .encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<SuggestionEvent, Malformed> {
        let message = theirs::SuggestionEvent::decode(payload)?;
        let fact = read_fact(message.event.ok_or_else(Malformed::empty)?)?;
        Ok(SuggestionEvent {
            fact,
            clocks: read("clocks", message.clocks)?,
            about: required("about", message.about)?,
            standings: read("standings", message.standings)?,
            stage: read("stage", message.stage)?,
        })
    }
}

impl Counted for Suggestion {
    type Clock = Clock;
    const LOG: &'static str = crate::NAME;

    fn clocks(event: &SuggestionEvent) -> &[Clock] {
        &event.clocks
    }

    fn recounted(event: &SuggestionEvent) -> Option<&Recounted> {
        match &event.fact {
            Fact::DeadlinesRecounted(recounted) => Some(recounted),
            _ => None,
        }
    }

    fn recount() -> Vec<u8> {
        let command = suggestion_command::Command::Recount(common::Recount {});
        theirs::SuggestionCommand { command: Some(command) }.encode_to_vec()
    }
}

fn read_command(message: suggestion_command::Command) -> Result<Command, Malformed> {
    use suggestion_command::Command as M;
    Ok(match message {
        M::Register(m) => {
            // Zero: nothing was looked up.
            let default_months = if m.default_months == 0 { law::DEFAULT_MONTHS.into() } else { m.default_months };
            Command::Register(Box::new(Field::read(theirs::Registration { default_months, ..m })?))
        }
        M::AddAddressee(m) => Command::AddAddressee(Field::read(m)?),
        M::RecordReceipt(m) => Command::RecordReceipt(Field::read(m)?),
        M::RecordExtension(m) => Command::RecordExtension(Field::read(m)?),
        M::RecordReply(m) => Command::RecordReply(Field::read(m)?),
        M::RecordObjection(m) => Command::RecordObjection(Field::read(m)?),
        M::RecordObjectionResult(m) => Command::RecordObjectionResult(Field::read(m)?),
        M::RecordWithdrawal(m) => Command::RecordWithdrawal(Field::read(m)?),
        M::RecordRectification(m) => Command::RecordRectification(Field::read(m)?),
        M::Remind(m) => Command::Remind(Reminding { addressee: read("addressee", m.addressee)?, by_plan: m.by_plan }),
        M::Close(m) => Command::Close(Field::read(m)?),
        M::Amend(m) => Command::Amend(messages::read_amend(m)?),
        M::Strike(m) => Command::Strike(required("amendment", m.amendment)?),
        M::Recount(common::Recount {}) => Command::Recount,
    })
}

fn write_fact(fact: &Fact) -> suggestion_event::Event {
    use suggestion_event::Event as M;
    match fact {
        Fact::Registered(e) => M::Registered(e.write()),
        Fact::AddresseeAdded(e) => M::AddresseeAdded(e.write()),
        Fact::Received(e) => M::Received(e.write()),
        Fact::Extended(e) => M::Extended(e.write()),
        Fact::Replied(e) => M::Replied(e.write()),
        Fact::Objected(e) => M::Objected(e.write()),
        Fact::ObjectionSettled(e) => M::ObjectionSettled(e.write()),
        Fact::Withdrawn(e) => M::Withdrawn(e.write()),
        Fact::RectificationRecorded(e) => M::RectificationRecorded(e.write()),
        Fact::Reminded(e) => M::Reminded(e.write()),
        Fact::Closed(e) => M::Closed(e.write()),
        Fact::Amended(e) => M::Amended(e.write()),
        Fact::Struck(e) => M::Struck(e.write()),
        Fact::DeadlinesRecounted(e) => M::DeadlinesRecounted(e.write()),
    }
}

fn read_fact(message: suggestion_event::Event) -> Result<Fact, Malformed> {
    use suggestion_event::Event as M;
    Ok(match message {
        M::Registered(m) => Fact::Registered(Box::new(Field::read(m)?)),
        M::AddresseeAdded(m) => Fact::AddresseeAdded(Field::read(m)?),
        M::Received(m) => Fact::Received(Field::read(m)?),
        M::Extended(m) => Fact::Extended(Field::read(m)?),
        M::Replied(m) => Fact::Replied(Field::read(m)?),
        M::Objected(m) => Fact::Objected(Field::read(m)?),
        M::ObjectionSettled(m) => Fact::ObjectionSettled(Field::read(m)?),
        M::Withdrawn(m) => Fact::Withdrawn(Field::read(m)?),
        M::RectificationRecorded(m) => Fact::RectificationRecorded(Field::read(m)?),
        M::Reminded(m) => Fact::Reminded(Field::read(m)?),
        M::Closed(m) => Fact::Closed(Field::read(m)?),
        M::Amended(m) => Fact::Amended(Field::read(m)?),
        M::Struck(m) => Fact::Struck(Field::read(m)?),
        M::DeadlinesRecounted(m) => Fact::DeadlinesRecounted(Field::read(m)?),
    })
}
