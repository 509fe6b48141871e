use proto::Message;
use proto::directory::{self as messages, judicial_organ_command, judicial_organ_event, judicial_organ_fact};
use runtime::{Contract, Malformed, read, write};
use uuid::Uuid;

use super::{read_amend, read_amendment, stored, write_amendment};
use crate::amendment::{Amended, Struck};
use crate::judicial_organ::{
    JudicialOrgan, JudicialOrganCommand, JudicialOrganEnd, JudicialOrganEntry, JudicialOrganEvent, JudicialOrganFact,
    JudicialOrganName, judicial_organ_id,
};
use kernel::word::Word;

impl Contract for JudicialOrgan {
    fn command(payload: &[u8]) -> Result<JudicialOrganCommand, Malformed> {
        use judicial_organ_command::Command;
        let message = messages::JudicialOrganCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Command::Register(entry) => JudicialOrganCommand::Register(read_entry(entry)?),
            Command::Rename(name) => JudicialOrganCommand::Rename(read_name(name)?),
            Command::Abolish(end) => JudicialOrganCommand::Abolish(read_end(end)?),
            Command::Amend(amend) => JudicialOrganCommand::Amend(read_amend(amend.amendment, amend.fact, read_fact)?),
            Command::Strike(amendment) => JudicialOrganCommand::Strike(read_amendment(Some(amendment))?),
        })
    }

    fn stream(command: &Self::Command) -> Option<Uuid> {
        match command {
            JudicialOrganCommand::Register(entry) => Some(judicial_organ_id(&entry.code).uuid()),
            _ => None,
        }
    }

    fn write(event: &JudicialOrganEvent) -> Vec<u8> {
        use judicial_organ_event::Event;
        let event = match event {
            JudicialOrganEvent::Registered(entry) => Event::Registered(write_entry(entry)),
            JudicialOrganEvent::Renamed(name) => Event::Renamed(write_name(name)),
            JudicialOrganEvent::Abolished(end) => Event::Abolished(write_end(end)),
            JudicialOrganEvent::Amended(Amended { amendment, on, before, after }) => {
                Event::Amended(messages::JudicialOrganAmended {
                    amendment: Some(write_amendment(amendment)),
                    on: write::text(on),
                    before: Some(write_fact(before)),
                    after: Some(write_fact(after)),
                })
            }
            JudicialOrganEvent::Struck(Struck { amendment, on, before }) => {
                Event::Struck(messages::JudicialOrganStruck {
                    amendment: Some(write_amendment(amendment)),
                    on: write::text(on),
                    before: Some(write_fact(before)),
                })
            }
        };
        messages::JudicialOrganEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<JudicialOrganEvent, Malformed> {
        use judicial_organ_event::Event;
        let message = messages::JudicialOrganEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Event::Registered(entry) => JudicialOrganEvent::Registered(read_entry(entry)?),
            Event::Renamed(name) => JudicialOrganEvent::Renamed(read_name(name)?),
            Event::Abolished(end) => JudicialOrganEvent::Abolished(read_end(end)?),
            Event::Amended(e) => JudicialOrganEvent::Amended(Amended {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
                after: read_fact(stored("after", e.after)?)?,
            }),
            Event::Struck(e) => JudicialOrganEvent::Struck(Struck {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
            }),
        })
    }
}

fn read_entry(m: messages::JudicialOrganEntry) -> Result<JudicialOrganEntry, Malformed> {
    Ok(JudicialOrganEntry {
        code: read::value("code", m.code)?,
        name: read::value("name", m.name)?,
        kind: read::word("kind", &m.kind)?,
        level: read::word("level", &m.level)?,
        area: read::value("area", m.area)?,
        since: read::day("since", &m.since)?,
    })
}

fn write_entry(entry: &JudicialOrganEntry) -> messages::JudicialOrganEntry {
    messages::JudicialOrganEntry {
        code: write::text(&entry.code),
        name: write::text(&entry.name),
        kind: entry.kind.english().to_owned(),
        level: entry.level.english().to_owned(),
        area: write::text(&entry.area),
        since: write::text(&entry.since),
    }
}

fn read_name(m: messages::JudicialOrganName) -> Result<JudicialOrganName, Malformed> {
    Ok(JudicialOrganName {
        name: read::value("name", m.name)?,
        from: read::day("from", &m.from)?,
        basis: read::value("basis", m.basis)?,
    })
}

fn write_name(name: &JudicialOrganName) -> messages::JudicialOrganName {
    messages::JudicialOrganName {
        name: write::text(&name.name),
        from: write::text(&name.from),
        basis: write::text(&name.basis),
    }
}

fn read_end(m: messages::JudicialOrganEnd) -> Result<JudicialOrganEnd, Malformed> {
    Ok(JudicialOrganEnd {
        on: read::day("on", &m.on)?,
        successor: read::id_if_any("successor", &m.successor)?,
        basis: read::value("basis", m.basis)?,
    })
}

fn write_end(end: &JudicialOrganEnd) -> messages::JudicialOrganEnd {
    messages::JudicialOrganEnd {
        on: write::text(&end.on),
        successor: write::id_if_any(end.successor),
        basis: write::text(&end.basis),
    }
}

fn read_fact(m: messages::JudicialOrganFact) -> Result<JudicialOrganFact, Malformed> {
    use judicial_organ_fact::Fact;
    Ok(match stored("fact", m.fact)? {
        Fact::Entry(entry) => JudicialOrganFact::Entry(read_entry(entry)?),
        Fact::Name(name) => JudicialOrganFact::Name(read_name(name)?),
        Fact::End(end) => JudicialOrganFact::End(read_end(end)?),
    })
}

fn write_fact(fact: &JudicialOrganFact) -> messages::JudicialOrganFact {
    use judicial_organ_fact::Fact;
    let fact = match fact {
        JudicialOrganFact::Entry(entry) => Fact::Entry(write_entry(entry)),
        JudicialOrganFact::Name(name) => Fact::Name(write_name(name)),
        JudicialOrganFact::End(end) => Fact::End(write_end(end)),
    };
    messages::JudicialOrganFact { fact: Some(fact) }
}
