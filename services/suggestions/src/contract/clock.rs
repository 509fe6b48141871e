//! Periods, both ways.

use proto::suggestions as theirs;
use runtime::{Malformed, read as values, write};

use super::field::{Field, read, required};
use crate::clocks::{Clock, Ended};
use crate::suggestion::recount::Recounted;

impl Field<theirs::Clock> for Clock {
    fn read(m: theirs::Clock) -> Result<Self, Malformed> {
        let ended = match read("ended_on", m.ended_on)? {
            None => None,
            Some(on) => Some(Ended { on, how: read("end", m.end)? }),
        };
        Ok(Self {
            name: read("name", m.name)?,
            addressee: read("addressee", m.addressee)?,
            deadline: required("deadline", m.deadline)?,
            origin: read("origin", m.origin)?,
            original_due: read("original_due", m.original_due)?,
            other: read("other", m.other)?,
            registered_on: read("registered_on", m.registered_on)?,
            ended,
            replaces: m.replaces.map(|before| read("replaces", *before)).transpose()?.map(Box::new),
        })
    }

    fn write(&self) -> theirs::Clock {
        theirs::Clock {
            name: self.name.write(),
            addressee: self.addressee.write(),
            deadline: Some(self.deadline.write()),
            ended_on: self.ended.map(|ended| ended.on).write(),
            end: self.ended.map(|ended| ended.how.write()).unwrap_or_default(),
            registered_on: self.registered_on.write(),
            origin: self.origin.write(),
            original_due: self.original_due.write(),
            other: self.other.write(),
            replaces: self.replaces.as_ref().map(|before| Box::new(before.write())),
        }
    }
}

impl Field<theirs::Recounted> for Recounted {
    fn read(m: theirs::Recounted) -> Result<Self, Malformed> {
        let because = values::arrangements("because", m.because)?;
        Ok(Self { on: read("on", m.on)?, because, before: read("before", m.before)? })
    }

    fn write(&self) -> theirs::Recounted {
        let because = write::arrangements(&self.because);
        theirs::Recounted { on: self.on.write(), because, before: self.before.write() }
    }
}
