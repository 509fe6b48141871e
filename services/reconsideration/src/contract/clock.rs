//! Periods, both ways.

use proto::reconsideration as messages;
use runtime::Malformed;

use super::{read, write};
use crate::case::recount::Recounted;
use crate::clocks::{Clock, Ended, PersonNumber};

pub(crate) fn write(clock: &Clock) -> messages::Clock {
    messages::Clock {
        name: write::word(clock.name),
        party: clock.person.map_or(0, |person| person.0),
        deadline: Some(write::deadline(&clock.deadline)),
        ended_on: write::text_if_any(clock.ended.map(|ended| ended.on).as_ref()),
        end: write::word_if_any(clock.ended.map(|ended| ended.how)),
        registered_on: write::text(&clock.registered_on),
    }
}

pub(crate) fn write_recounted(e: &Recounted) -> messages::Recounted {
    messages::Recounted {
        on: write::text(&e.on),
        because: write::arrangements(&e.because),
        before: e.before.iter().map(write).collect(),
    }
}

pub(crate) fn read_recounted(m: messages::Recounted) -> Result<Recounted, Malformed> {
    Ok(Recounted {
        on: read::day("on", &m.on)?,
        because: read::arrangements("because", m.because)?,
        before: read::each(m.before, read)?,
    })
}

pub(crate) fn read(m: messages::Clock) -> Result<Clock, Malformed> {
    let ended = match (read::day_if_any("clocks.ended_on", &m.ended_on)?, read::word_if_any("clocks.end", &m.end)?) {
        (Some(on), Some(how)) => Some(Ended { on, how }),
        (None, None) => None,
        _ => return Err(Malformed::field("clocks.end", "结束日和结束方式应当一并写明")),
    };
    Ok(Clock {
        name: read::word("clocks.name", &m.name)?,
        person: if m.party == 0 { None } else { Some(PersonNumber(m.party)) },
        deadline: read::deadline("clocks.deadline", m.deadline)?,
        registered_on: read::day("clocks.registered_on", &m.registered_on)?,
        ended,
    })
}
