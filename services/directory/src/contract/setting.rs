use proto::Message;
use proto::directory::{self as messages, setting_command, setting_event};
use runtime::{Contract, Malformed, read, write};
use uuid::Uuid;

use super::{read_amend, read_amendment, stored, write_amendment};
use crate::amendment::{Amended, Struck};
use crate::setting::{Adoption, Setting, SettingCommand, SettingEvent, setting_id};

impl Contract for Setting {
    fn command(payload: &[u8]) -> Result<SettingCommand, Malformed> {
        use setting_command::Command;
        let message = messages::SettingCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Command::Adopt(adoption) => SettingCommand::Adopt(read_adoption(adoption)?),
            Command::Amend(amend) => SettingCommand::Amend(read_amend(amend.amendment, amend.adoption, read_adoption)?),
            Command::Strike(amendment) => SettingCommand::Strike(read_amendment(Some(amendment))?),
        })
    }

    fn stream(command: &Self::Command) -> Option<Uuid> {
        match command {
            SettingCommand::Adopt(adoption) => Some(setting_id(&adoption.area, adoption.name.as_str()).uuid()),
            _ => None,
        }
    }

    fn write(event: &SettingEvent) -> Vec<u8> {
        use setting_event::Event;
        let event = match event {
            SettingEvent::Adopted(adoption) => Event::Adopted(write_adoption(adoption)),
            SettingEvent::Amended(Amended { amendment, on, before, after }) => {
                Event::Amended(messages::SettingAmended {
                    amendment: Some(write_amendment(amendment)),
                    on: write::text(on),
                    before: Some(write_adoption(before)),
                    after: Some(write_adoption(after)),
                })
            }
            SettingEvent::Struck(Struck { amendment, on, before }) => Event::Struck(messages::SettingStruck {
                amendment: Some(write_amendment(amendment)),
                on: write::text(on),
                before: Some(write_adoption(before)),
            }),
        };
        messages::SettingEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<SettingEvent, Malformed> {
        use setting_event::Event;
        let message = messages::SettingEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Event::Adopted(adoption) => SettingEvent::Adopted(read_adoption(adoption)?),
            Event::Amended(e) => SettingEvent::Amended(Amended {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_adoption(stored("before", e.before)?)?,
                after: read_adoption(stored("after", e.after)?)?,
            }),
            Event::Struck(e) => SettingEvent::Struck(Struck {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_adoption(stored("before", e.before)?)?,
            }),
        })
    }
}

fn read_adoption(m: messages::Adoption) -> Result<Adoption, Malformed> {
    Ok(Adoption {
        area: read::value("area", m.area)?,
        name: read::value("name", m.name)?,
        value: read::value("value", m.value)?,
        from: read::day("from", &m.from)?,
        basis: read::value("basis", m.basis)?,
    })
}

fn write_adoption(adoption: &Adoption) -> messages::Adoption {
    messages::Adoption {
        area: write::text(&adoption.area),
        name: write::text(&adoption.name),
        value: write::text(&adoption.value),
        from: write::text(&adoption.from),
        basis: write::text(&adoption.basis),
    }
}
