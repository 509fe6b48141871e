use proto::Message;
use proto::reconsideration::{self as messages, register_command, register_event};
use runtime::{Contract, Malformed};

use super::{read, write};
use crate::number::{NumberRegister, NumberTaken, NumberTaking, RegisterCommand, RegisterEvent};

impl Contract for NumberRegister {
    fn command(payload: &[u8]) -> Result<RegisterCommand, Malformed> {
        let message = messages::RegisterCommand::decode(payload)?;
        match message.command.ok_or_else(Malformed::empty)? {
            register_command::Command::Take(m) => read_taking(m).map(RegisterCommand::Take),
        }
    }

    fn write(event: &RegisterEvent) -> Vec<u8> {
        let RegisterEvent::Taken(taken) = event;
        let event = register_event::Event::Taken(write_taken(taken));
        messages::RegisterEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<RegisterEvent, Malformed> {
        let message = messages::RegisterEvent::decode(payload)?;
        match message.event.ok_or_else(Malformed::empty)? {
            register_event::Event::Taken(m) => read_taken(m).map(RegisterEvent::Taken),
        }
    }
}

/// The message that asks a register for a number.
pub(super) fn write_taking(taking: &NumberTaking) -> Vec<u8> {
    let take = messages::NumberTaking {
        series: write::word(taking.series),
        area: write::text(&taking.area),
        year: i32::from(taking.year),
        template: write::text(&taking.template),
        existing: write::text_if_any(taking.existing.as_ref()),
        on: write::text(&taking.on),
        case: write::uuid_if_any(taking.case),
    };
    messages::RegisterCommand { command: Some(register_command::Command::Take(take)) }.encode_to_vec()
}

fn read_taking(m: messages::NumberTaking) -> Result<NumberTaking, Malformed> {
    Ok(NumberTaking {
        series: read::word("series", &m.series)?,
        area: read::value("area", m.area)?,
        year: read::year("year", m.year)?,
        template: read::value("template", m.template)?,
        existing: read::value_if_any("existing", m.existing)?,
        on: read::day("on", &m.on)?,
        case: read::uuid_if_any("case", &m.case)?,
    })
}

fn write_taken(taken: &NumberTaken) -> messages::NumberTaken {
    let (skipped_from, skipped_to) = taken.skipped.unwrap_or_default();
    messages::NumberTaken {
        series: write::word(taken.series),
        area: write::text(&taken.area),
        year: i32::from(taken.year),
        number: Some(write::number(&taken.number)),
        on: write::text(&taken.on),
        skipped_from,
        skipped_to,
        case: write::uuid_if_any(taken.case),
    }
}

fn read_taken(m: messages::NumberTaken) -> Result<NumberTaken, Malformed> {
    Ok(NumberTaken {
        series: read::word("series", &m.series)?,
        area: read::value("area", m.area)?,
        year: read::year("year", m.year)?,
        number: read::number("number", m.number)?,
        on: read::day("on", &m.on)?,
        skipped: if m.skipped_from == 0 { None } else { Some((m.skipped_from, m.skipped_to)) },
        case: read::uuid_if_any("case", &m.case)?,
    })
}
