use proto::Message;
use proto::notices::{self as messages, register_command, register_event};
use runtime::{Contract, Malformed, read, write};

use crate::number::{NoticeRegister, NumberTaken, NumberTaking, RegisterCommand, RegisterEvent};

impl Contract for NoticeRegister {
    fn command(payload: &[u8]) -> Result<RegisterCommand, Malformed> {
        let message = messages::RegisterCommand::decode(payload)?;
        let register_command::Command::Take(m) = message.command.ok_or_else(Malformed::empty)?;
        Ok(RegisterCommand::Take(NumberTaking {
            area: read::value("area", m.area)?,
            year: read::year("year", m.year)?,
            template: read::value("template", m.template)?,
            existing: read::value_if_any("existing", m.existing)?,
            on: read::day("on", &m.on)?,
        }))
    }

    fn write(event: &RegisterEvent) -> Vec<u8> {
        let RegisterEvent::Taken(taken) = event;
        let (skipped_from, skipped_to) = taken.skipped.unwrap_or_default();
        let taken = messages::NumberTaken {
            area: write::text(&taken.area),
            year: i32::from(taken.year),
            template: taken.template.to_string(),
            number: Some(write::number(&taken.number)),
            on: taken.on.to_string(),
            skipped_from,
            skipped_to,
        };
        messages::RegisterEvent { event: Some(register_event::Event::Taken(taken)) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<RegisterEvent, Malformed> {
        let message = messages::RegisterEvent::decode(payload)?;
        let register_event::Event::Taken(m) = message.event.ok_or_else(Malformed::empty)?;
        Ok(RegisterEvent::Taken(NumberTaken {
            area: read::value("area", m.area)?,
            year: read::year("year", m.year)?,
            template: read::value("template", m.template)?,
            number: read::number("number", m.number)?,
            on: read::day("on", &m.on)?,
            skipped: (m.skipped_from > 0).then_some((m.skipped_from, m.skipped_to)),
        }))
    }
}

/// The message that asks a register for a number.
pub(super) fn write_taking(taking: &NumberTaking) -> Vec<u8> {
    let take = messages::NumberTaking {
        area: write::text(&taking.area),
        year: i32::from(taking.year),
        template: taking.template.to_string(),
        existing: write::text_if_any(taking.existing.as_ref()),
        on: taking.on.to_string(),
    };
    messages::RegisterCommand { command: Some(register_command::Command::Take(take)) }.encode_to_vec()
}
