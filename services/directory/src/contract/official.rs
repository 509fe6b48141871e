use proto::Message;
use proto::directory::{self as messages, official_command, official_event, official_fact};
use runtime::{Contract, Malformed, read, write};

use super::{read_amend, read_amendment, stored, write_amendment};
use crate::amendment::{Amended, Struck};
use crate::official::{Appointment, AppointmentEnd, Official, OfficialCommand, OfficialEvent, OfficialFact, Person};
use kernel::word::Word;

impl Contract for Official {
    fn command(payload: &[u8]) -> Result<OfficialCommand, Malformed> {
        use official_command::Command;
        let message = messages::OfficialCommand::decode(payload)?;
        Ok(match message.command.ok_or_else(Malformed::empty)? {
            Command::Register(person) => OfficialCommand::Register(read_person(person)?),
            Command::Appoint(appointment) => OfficialCommand::Appoint(read_appointment(appointment)?),
            Command::End(end) => OfficialCommand::End(read_end(end)?),
            Command::Amend(amend) => OfficialCommand::Amend(read_amend(amend.amendment, amend.fact, read_fact)?),
            Command::Strike(amendment) => OfficialCommand::Strike(read_amendment(Some(amendment))?),
        })
    }

    fn write(event: &OfficialEvent) -> Vec<u8> {
        use official_event::Event;
        let event = match event {
            OfficialEvent::Registered(person) => Event::Registered(write_person(person)),
            OfficialEvent::Appointed(appointment) => Event::Appointed(write_appointment(appointment)),
            OfficialEvent::Ended(AppointmentEnd { entry, to, basis }) => Event::Ended(messages::AppointmentEnd {
                entry: i64::try_from(*entry).unwrap_or(i64::MAX),
                to: write::text(to),
                basis: write::text_if_any(basis.as_ref()),
            }),
            OfficialEvent::Amended(Amended { amendment, on, before, after }) => {
                Event::Amended(messages::OfficialAmended {
                    amendment: Some(write_amendment(amendment)),
                    on: write::text(on),
                    before: Some(write_fact(before)),
                    after: Some(write_fact(after)),
                })
            }
            OfficialEvent::Struck(Struck { amendment, on, before }) => Event::Struck(messages::OfficialStruck {
                amendment: Some(write_amendment(amendment)),
                on: write::text(on),
                before: Some(write_fact(before)),
            }),
        };
        messages::OfficialEvent { event: Some(event) }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<OfficialEvent, Malformed> {
        use official_event::Event;
        let message = messages::OfficialEvent::decode(payload)?;
        Ok(match message.event.ok_or_else(Malformed::empty)? {
            Event::Registered(person) => OfficialEvent::Registered(read_person(person)?),
            Event::Appointed(appointment) => OfficialEvent::Appointed(read_appointment(appointment)?),
            Event::Ended(end) => OfficialEvent::Ended(read_end(end)?),
            Event::Amended(e) => OfficialEvent::Amended(Amended {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
                after: read_fact(stored("after", e.after)?)?,
            }),
            Event::Struck(e) => OfficialEvent::Struck(Struck {
                amendment: read_amendment(e.amendment)?,
                on: read::day("on", &e.on)?,
                before: read_fact(stored("before", e.before)?)?,
            }),
        })
    }
}

fn read_person(m: messages::Person) -> Result<Person, Malformed> {
    Ok(Person { name: read::value("name", m.name)?, on: read::day("on", &m.on)? })
}

fn write_person(person: &Person) -> messages::Person {
    messages::Person { name: write::text(&person.name), on: write::text(&person.on) }
}

fn read_appointment(m: messages::Appointment) -> Result<Appointment, Malformed> {
    Ok(Appointment {
        organ: read::id("organ", &m.organ)?,
        post: read::value("post", m.post)?,
        level: read::word("level", &m.level)?,
        from: read::day("from", &m.from)?,
        to: read::day_if_any("to", &m.to)?,
        in_charge_of: read::value_if_any("in_charge_of", m.in_charge_of)?,
        basis: read::value_if_any("basis", m.basis)?,
    })
}

fn write_appointment(appointment: &Appointment) -> messages::Appointment {
    messages::Appointment {
        organ: write::id(appointment.organ),
        post: write::text(&appointment.post),
        level: appointment.level.english().to_owned(),
        from: write::text(&appointment.from),
        to: write::text_if_any(appointment.to.as_ref()),
        in_charge_of: write::text_if_any(appointment.in_charge_of.as_ref()),
        basis: write::text_if_any(appointment.basis.as_ref()),
    }
}

fn read_end(m: messages::AppointmentEnd) -> Result<AppointmentEnd, Malformed> {
    Ok(AppointmentEnd {
        entry: read::entry("entry", m.entry)?,
        to: read::day("to", &m.to)?,
        basis: read::value_if_any("basis", m.basis)?,
    })
}

fn read_fact(m: messages::OfficialFact) -> Result<OfficialFact, Malformed> {
    use official_fact::Fact;
    Ok(match stored("fact", m.fact)? {
        Fact::Person(person) => OfficialFact::Person(read_person(person)?),
        Fact::Appointment(appointment) => OfficialFact::Appointment(read_appointment(appointment)?),
    })
}

fn write_fact(fact: &OfficialFact) -> messages::OfficialFact {
    use official_fact::Fact;
    let fact = match fact {
        OfficialFact::Person(person) => Fact::Person(write_person(person)),
        OfficialFact::Appointment(appointment) => Fact::Appointment(write_appointment(appointment)),
    };
    messages::OfficialFact { fact: Some(fact) }
}
