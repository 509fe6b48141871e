use proto::Message;
use proto::directory::{self as messages, organ_command, organ_event, organ_fact};
use runtime::{Contract, Malformed, read, write};
use uuid::Uuid;

use super::{read_amend, read_amendment, stored, write_amendment};
use crate::amendment::{Amended, Struck};
use crate::organ::{Organ, OrganCommand, OrganEnd, OrganEntry, OrganEvent, OrganFact, OrganName, organ_id};
use kernel::word::Word;

impl Contract for Organ {
    fn command(payload: &[u8]) -> Result<OrganCommand, Malformed> {
        use organ_command::Command;
        let message = messages::OrganCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Command::Register(entry) => OrganCommand::Register(read_entry(entry)?),
            Command::Rename(name) => OrganCommand::Rename(read_name(name)?),
            Command::Abolish(end) => OrganCommand::Abolish(read_end(end)?),
            Command::Amend(amend) => OrganCommand::Amend(read_amend(amend.amendment, amend.fact, read_fact)?),
            Command::Strike(amendment) => OrganCommand::Strike(read_amendment(Some(amendment))?),
        })
    }

    fn stream(command: &Self::Command) -> Option<Uuid> {
        match command {
            OrganCommand::Register(entry) => Some(organ_id(&entry.code).uuid()),
            _ => None,
        }
    }

    fn write(event: &OrganEvent) -> Vec<u8> {
        use organ_event::Event;
        let event = match event {
            OrganEvent::Registered(entry) => Event::Registered(write_entry(entry)),
            OrganEvent::Renamed(name) => Event::Renamed(write_name(name)),
            OrganEvent::Abolished(end) => Event::Abolished(write_end(end)),
            OrganEvent::Amended(Amended { amendment, on, before, after }) => Event::Amended(messages::OrganAmended {
                amendment: Some(write_amendment(amendment)),
                on: write::text(on),
                before: Some(write_fact(before)),
                after: Some(write_fact(after)),
            }),
            OrganEvent::Struck(Struck { amendment, on, before }) => Event::Struck(messages::OrganStruck {
                amendment: Some(write_amendment(amendment)),
                on: write::text(on),
                before: Some(write_fact(before)),
            }),
        };
        messages::OrganEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<OrganEvent, Malformed> {
        use organ_event::Event;
        let message = messages::OrganEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Event::Registered(entry) => OrganEvent::Registered(read_entry(entry)?),
            Event::Renamed(name) => OrganEvent::Renamed(read_name(name)?),
            Event::Abolished(end) => OrganEvent::Abolished(read_end(end)?),
            Event::Amended(e) => OrganEvent::Amended(Amended {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
                after: read_fact(stored("after", e.after)?)?,
            }),
            Event::Struck(e) => OrganEvent::Struck(Struck {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
            }),
        })
    }
}

fn read_entry(m: messages::OrganEntry) -> Result<OrganEntry, Malformed> {
    Ok(OrganEntry {
        code: read::value("code", m.code)?,
        name: read::value("name", m.name)?,
        short_name: read::value_if_any("short_name", m.short_name)?,
        kind: read::word("kind", &m.kind)?,
        area: read::value("area", m.area)?,
        credit_code: read::value_if_any("credit_code", m.credit_code)?,
        since: read::day("since", &m.since)?,
        predecessors: m.predecessors.iter().map(|id| read::id("predecessors", id)).collect::<Result<_, _>>()?,
    })
}

fn write_entry(entry: &OrganEntry) -> messages::OrganEntry {
    messages::OrganEntry {
        code: write::text(&entry.code),
        name: write::text(&entry.name),
        short_name: write::text_if_any(entry.short_name.as_ref()),
        kind: entry.kind.english().to_owned(),
        area: write::text(&entry.area),
        credit_code: write::text_if_any(entry.credit_code.as_ref()),
        since: write::text(&entry.since),
        predecessors: entry.predecessors.iter().map(|id| write::id(*id)).collect(),
    }
}

fn read_name(m: messages::OrganName) -> Result<OrganName, Malformed> {
    Ok(OrganName {
        name: read::value("name", m.name)?,
        short_name: read::value_if_any("short_name", m.short_name)?,
        from: read::day("from", &m.from)?,
        basis: read::value("basis", m.basis)?,
    })
}

fn write_name(name: &OrganName) -> messages::OrganName {
    messages::OrganName {
        name: write::text(&name.name),
        short_name: write::text_if_any(name.short_name.as_ref()),
        from: write::text(&name.from),
        basis: write::text(&name.basis),
    }
}

fn read_end(m: messages::OrganEnd) -> Result<OrganEnd, Malformed> {
    Ok(OrganEnd {
        on: read::day("on", &m.on)?,
        successor: read::id_if_any("successor", &m.successor)?,
        basis: read::value("basis", m.basis)?,
    })
}

fn write_end(end: &OrganEnd) -> messages::OrganEnd {
    messages::OrganEnd {
        on: write::text(&end.on),
        successor: write::id_if_any(end.successor),
        basis: write::text(&end.basis),
    }
}

fn read_fact(m: messages::OrganFact) -> Result<OrganFact, Malformed> {
    use organ_fact::Fact;
    Ok(match stored("fact", m.fact)? {
        Fact::Entry(entry) => OrganFact::Entry(read_entry(entry)?),
        Fact::Name(name) => OrganFact::Name(read_name(name)?),
        Fact::End(end) => OrganFact::End(read_end(end)?),
    })
}

fn write_fact(fact: &OrganFact) -> messages::OrganFact {
    use organ_fact::Fact;
    let fact = match fact {
        OrganFact::Entry(entry) => Fact::Entry(write_entry(entry)),
        OrganFact::Name(name) => Fact::Name(write_name(name)),
        OrganFact::End(end) => Fact::End(write_end(end)),
    };
    messages::OrganFact { fact: Some(fact) }
}
