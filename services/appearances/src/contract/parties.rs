use kernel::case_number::CaseNumber;
use kernel::writing::Line;
use proto::appearances as messages;
use runtime::Malformed;

use super::{read, write};
use crate::lawsuit::joining::Joining;
use crate::lawsuit::registration::{AfterReconsideration, Procedure, Registered, Registration};
use crate::parties::{Court, Defendant, InstanceNumber, Joined, Plaintiff};

pub(crate) fn read_number(message: Option<messages::CaseNumber>) -> Result<Option<CaseNumber>, Malformed> {
    read::value_if_any("case_number", message.unwrap_or_default().text)
}

pub(crate) fn write_number(number: &CaseNumber) -> messages::CaseNumber {
    messages::CaseNumber {
        text: number.to_string(),
        year: number.year().into(),
        court_code: number.court().to_owned(),
        r#type: number.kind().to_owned(),
        serial: number.serial(),
        part: number.part().into(),
    }
}

pub(crate) fn read_court(message: Option<messages::Court>) -> Result<Court, Malformed> {
    let m = read::part("court", message)?;
    let code: Option<Line> = read::value_if_any("court.code", m.code)?;
    if m.name.trim().is_empty() {
        return Err(Malformed::field("court.name", "名录中没有这个法院，请填写法院名称，或者先在名录中登记"));
    }
    Ok(Court { id: read::uuid_if_any("court.id", &m.id)?, code, name: read::value("court.name", m.name)? })
}

pub(crate) fn write_court(court: &Court) -> messages::Court {
    messages::Court {
        id: write::uuid_if_any(court.id),
        code: write::text_if_any(court.code.as_ref()),
        name: write::text(&court.name),
    }
}

pub(crate) fn read_plaintiff(m: messages::Plaintiff) -> Result<Plaintiff, Malformed> {
    Ok(Plaintiff {
        number: read::party("plaintiffs.number", m.number)?,
        kind: read::word("plaintiffs.kind", &m.kind)?,
        name: read::value("plaintiffs.name", m.name)?,
    })
}

pub(crate) fn write_plaintiff(plaintiff: &Plaintiff) -> messages::Plaintiff {
    messages::Plaintiff {
        number: plaintiff.number.0,
        kind: write::word(plaintiff.kind),
        name: write::text(&plaintiff.name),
    }
}

pub(crate) fn read_defendant(m: messages::Defendant) -> Result<Defendant, Malformed> {
    if m.name.trim().is_empty() {
        return Err(Malformed::field("defendants.name", "名录中没有这个机关，请填写名称，或者先在名录中登记"));
    }
    Ok(Defendant {
        number: read::party("defendants.number", m.number)?,
        role: read::word("defendants.role", &m.role)?,
        kind: read::word("defendants.kind", &m.kind)?,
        organ: read::uuid_if_any("defendants.organ", &m.organ)?,
        name: read::value("defendants.name", m.name)?,
        copy_received_on: read::day_if_any("defendants.copy_received_on", &m.copy_received_on)?,
        joined: match m.joined_in {
            0 => None,
            instance => Some(Joined {
                instance: InstanceNumber(instance),
                on: read::day("defendants.joined_on", &m.joined_on)?,
            }),
        },
    })
}

pub(crate) fn write_defendant(defendant: &Defendant) -> messages::Defendant {
    messages::Defendant {
        number: defendant.number.0,
        role: write::word(defendant.role),
        kind: write::word(defendant.kind),
        organ: write::uuid_if_any(defendant.organ),
        name: write::text(&defendant.name),
        copy_received_on: write::text_if_any(defendant.copy_received_on.as_ref()),
        joined_in: defendant.joined.map_or(0, |joined| joined.instance.0),
        joined_on: write::text_if_any(defendant.joined.map(|joined| joined.on).as_ref()),
    }
}

/// Whatever a sender says about where it was joined before: that is what the joining itself says.
pub(crate) fn read_joining(m: messages::DefendantJoining) -> Result<Joining, Malformed> {
    let defendant = read_defendant(read::part("defendant", m.defendant)?)?;
    Ok(Joining {
        instance: read::instance("instance", m.instance)?,
        on: read::day("on", &m.on)?,
        defendant: Defendant { joined: None, ..defendant },
        paper: read::paper_if_any("paper", m.paper)?,
    })
}

pub(crate) fn write_joining(e: &Joining) -> messages::DefendantJoining {
    messages::DefendantJoining {
        instance: e.instance.0,
        on: write::text(&e.on),
        defendant: Some(write_defendant(&e.defendant)),
        paper: write::paper_if_any(e.paper.as_ref()),
    }
}

pub(crate) fn read_registration(m: messages::Registration) -> Result<Registration, Malformed> {
    Ok(Registration {
        case_number: read_number(m.case_number)?,
        court: read_court(m.court)?,
        docketed_on: read::day_if_any("docketed_on", &m.docketed_on)?,
        procedure: read::word_if_any("procedure", &m.procedure)?.unwrap_or(Procedure::Ordinary),
        plaintiffs: read::each(m.plaintiffs, read_plaintiff)?,
        defendants: read::each(m.defendants, |m| Ok(Defendant { joined: None, ..read_defendant(m)? }))?,
        cause: read::value("cause", m.cause)?,
        field: read::value_if_any("field", m.field)?,
        matter: read::value_if_any("matter", m.matter)?,
        public_interest: m.public_interest,
        compensation_only: m.compensation_only,
        classes: read::words("classes", &m.classes)?,
        after_reconsideration: m.after_reconsideration.map(read_reconsidered).transpose()?,
        act_title: read::value_if_any("act_title", m.act_title)?,
        claims: read::value_if_any("claims", m.claims)?,
        enterprise_related: m.enterprise_related,
        non_public: m.non_public,
    })
}

pub(crate) fn write_registration(suit: &Registration) -> messages::Registration {
    messages::Registration {
        case_number: suit.case_number.as_ref().map(write_number),
        court: Some(write_court(&suit.court)),
        docketed_on: write::text_if_any(suit.docketed_on.as_ref()),
        procedure: write::word(suit.procedure),
        plaintiffs: suit.plaintiffs.iter().map(write_plaintiff).collect(),
        defendants: suit.defendants.iter().map(write_defendant).collect(),
        cause: write::text(&suit.cause),
        field: write::text_if_any(suit.field.as_ref()),
        matter: write::text_if_any(suit.matter.as_ref()),
        public_interest: suit.public_interest,
        compensation_only: suit.compensation_only,
        classes: write::words(&suit.classes),
        after_reconsideration: suit.after_reconsideration.as_ref().map(write_reconsidered),
        act_title: write::text_if_any(suit.act_title.as_ref()),
        claims: write::text_if_any(suit.claims.as_ref()),
        enterprise_related: suit.enterprise_related,
        non_public: suit.non_public,
    }
}

pub(crate) fn read_reconsidered(m: messages::AfterReconsideration) -> Result<AfterReconsideration, Malformed> {
    Ok(AfterReconsideration {
        case: read::uuid_if_any("after_reconsideration.case", &m.case)?,
        number: read::value_if_any("after_reconsideration.number", m.number)?,
        result: read::word("after_reconsideration.result", &m.result)?,
        decided_on: read::day_if_any("after_reconsideration.decided_on", &m.decided_on)?,
    })
}

pub(crate) fn write_reconsidered(before: &AfterReconsideration) -> messages::AfterReconsideration {
    messages::AfterReconsideration {
        case: write::uuid_if_any(before.case),
        number: write::text_if_any(before.number.as_ref()),
        result: write::word(before.result),
        decided_on: write::text_if_any(before.decided_on.as_ref()),
    }
}

pub(crate) fn read_registered(m: messages::Registered) -> Result<Registered, Malformed> {
    Ok(Registered {
        registration: read_registration(read::part("registration", m.registration)?)?,
        registered_on: read::day("registered_on", &m.registered_on)?,
    })
}

pub(crate) fn write_registered(e: &Registered) -> messages::Registered {
    messages::Registered {
        registration: Some(write_registration(&e.registration)),
        registered_on: write::text(&e.registered_on),
    }
}
