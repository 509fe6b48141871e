//! Periods, both ways.

use kernel::calendar::CalendarVersion;
use kernel::deadline::{Deadline, DeadlineParts, Extension, Lengthening, Start};
use kernel::period::{Counting, Period, Shape};
use proto::{common, suggestions as theirs};

use super::field::{Field, Wrong, required};
use crate::clocks::{Clock, Ended};

impl Field<theirs::Clock> for Clock {
    fn read(m: theirs::Clock) -> Result<Self, Wrong> {
        let ended_on = Field::read(m.ended_on).map_err(|wrong: Wrong| wrong.at("ended_on"))?;
        let ended = match ended_on {
            None => None,
            Some(on) => Some(Ended { on, how: Field::read(m.end).map_err(|wrong: Wrong| wrong.at("end"))? }),
        };
        Ok(Self {
            name: Field::read(m.name).map_err(|wrong: Wrong| wrong.at("name"))?,
            addressee: Field::read(m.addressee).map_err(|wrong: Wrong| wrong.at("addressee"))?,
            deadline: required(m.deadline).map_err(|wrong| wrong.at("deadline"))?,
            origin: Field::read(m.origin).map_err(|wrong: Wrong| wrong.at("origin"))?,
            original_due: Field::read(m.original_due).map_err(|wrong: Wrong| wrong.at("original_due"))?,
            other: Field::read(m.other).map_err(|wrong: Wrong| wrong.at("other"))?,
            registered_on: Field::read(m.registered_on).map_err(|wrong: Wrong| wrong.at("registered_on"))?,
            ended,
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
        }
    }
}

impl Field<common::Deadline> for Deadline {
    fn read(m: common::Deadline) -> Result<Self, Wrong> {
        let parts = DeadlineParts {
            rule: m.rule,
            shape: required(m.shape).map_err(|wrong| wrong.at("shape"))?,
            start: Start { fact: m.start_fact, on: Field::read(m.start).map_err(|wrong: Wrong| wrong.at("start"))? },
            // Nothing here makes a period stand still.
            pauses: Vec::new(),
            extensions: Field::read(m.extensions).map_err(|wrong: Wrong| wrong.at("extensions"))?,
            calendar: CalendarVersion(m.calendar),
            nominal: Field::read(m.nominal).map_err(|wrong: Wrong| wrong.at("nominal"))?,
            due: Field::read(m.due).map_err(|wrong: Wrong| wrong.at("due"))?,
            provisional: m.provisional,
        };
        Deadline::recorded(parts).map_err(Wrong::new)
    }

    fn write(&self) -> common::Deadline {
        let parts = self.parts();
        common::Deadline {
            rule: parts.rule.clone(),
            start: parts.start.on.write(),
            start_fact: parts.start.fact.clone(),
            pauses: Vec::new(),
            extensions: parts.extensions.write(),
            nominal: parts.nominal.write(),
            due: parts.due.write(),
            calendar: parts.calendar.0,
            provisional: parts.provisional,
            shape: Some(parts.shape.write()),
        }
    }
}

impl Field<common::Extension> for Extension {
    fn read(m: common::Extension) -> Result<Self, Wrong> {
        use common::extension::By;
        let lengthening = match m.by {
            Some(By::Count(count)) => Lengthening::By(Field::read(count)?),
            Some(By::Until(until)) => Lengthening::Until(Field::read(until)?),
            None => return Err(Wrong::new("没有写明延长多久")),
        };
        Ok(Self { granted_on: Field::read(m.granted_on)?, lengthening })
    }

    fn write(&self) -> common::Extension {
        use common::extension::By;
        let by = match self.lengthening {
            Lengthening::By(count) => By::Count(count.write()),
            Lengthening::Until(day) => By::Until(day.write()),
        };
        common::Extension { by: Some(by), granted_on: self.granted_on.write() }
    }
}

impl Field<common::Shape> for Shape {
    fn read(m: common::Shape) -> Result<Self, Wrong> {
        use common::shape::Period as Written;
        let period = match m.period {
            Some(Written::WorkingDays(count)) => Period::WorkingDays(Field::read(count)?),
            Some(Written::CalendarDays(count)) => Period::CalendarDays(Field::read(count)?),
            Some(Written::Months(count)) => Period::Months(Field::read(count)?),
            None => return Err(Wrong::new("没有写明期间")),
        };
        match m.counting() {
            common::Counting::After => Ok(Self { period, counting: Counting::After, rolls: m.rolls }),
            _ => Err(Wrong::new("回复期限只向后计算")),
        }
    }

    fn write(&self) -> common::Shape {
        use common::shape::Period as Written;
        let period = match self.period {
            Period::WorkingDays(count) => Written::WorkingDays(count.write()),
            Period::CalendarDays(count) => Written::CalendarDays(count.write()),
            Period::Months(count) => Written::Months(count.write()),
        };
        common::Shape { period: Some(period), counting: common::Counting::After.into(), rolls: self.rolls }
    }
}
