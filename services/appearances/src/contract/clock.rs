use kernel::calendar::CalendarVersion;
use kernel::day::Day;
use kernel::deadline::{Deadline, DeadlineParts, Extension, Lengthening, Pause, Start};
use kernel::period::{Counting, Period, Shape};
use proto::{appearances as messages, common};
use runtime::Malformed;

use super::{read, write};
use crate::clocks::{Clock, Ended};
use crate::parties::PartyNumber;

pub(crate) fn write(clock: &Clock) -> messages::Clock {
    messages::Clock {
        name: write::word(clock.name),
        instance: clock.instance.0,
        party: clock.party.map_or(0, |party| party.0),
        deadline: Some(write_deadline(clock.deadline.parts())),
        ended_on: write::text_if_any(clock.ended.map(|ended| ended.on).as_ref()),
        end: write::word_if_any(clock.ended.map(|ended| ended.how)),
        registered_on: write::text(&clock.registered_on),
    }
}

pub(crate) fn read(m: messages::Clock) -> Result<Clock, Malformed> {
    let ended = match (read::day_if_any("clocks.ended_on", &m.ended_on)?, read::word_if_any("clocks.end", &m.end)?) {
        (Some(on), Some(how)) => Some(Ended { on, how }),
        (None, None) => None,
        _ => return Err(Malformed::field("clocks.end", "结束日和结束方式应当一并写明")),
    };
    Ok(Clock {
        name: read::word("clocks.name", &m.name)?,
        instance: read::instance("clocks.instance", m.instance)?,
        party: if m.party == 0 { None } else { Some(PartyNumber(m.party)) },
        deadline: read_deadline(read::part("clocks.deadline", m.deadline)?)?,
        registered_on: read::day("clocks.registered_on", &m.registered_on)?,
        ended,
    })
}

fn write_deadline(parts: &DeadlineParts) -> common::Deadline {
    common::Deadline {
        rule: parts.rule.clone(),
        start: write::text(&parts.start.on),
        start_fact: parts.start.fact.clone(),
        pauses: parts.pauses.iter().map(write_pause).collect(),
        extensions: parts.extensions.iter().map(write_extension).collect(),
        nominal: write::text_if_any(parts.nominal.as_ref()),
        due: write::text_if_any(parts.due.as_ref()),
        calendar: parts.calendar.0,
        provisional: parts.provisional,
        shape: Some(write_shape(parts.shape)),
    }
}

fn read_deadline(m: common::Deadline) -> Result<Deadline, Malformed> {
    let parts = DeadlineParts {
        rule: m.rule,
        shape: read_shape(read::part("deadline.shape", m.shape)?)?,
        start: Start { fact: m.start_fact, on: read::day("deadline.start", &m.start)? },
        pauses: m.pauses.iter().map(read_pause).collect::<Result<_, _>>()?,
        extensions: read::each(m.extensions, read_extension)?,
        calendar: CalendarVersion(m.calendar),
        nominal: read::day_if_any("deadline.nominal", &m.nominal)?,
        due: read::day_if_any("deadline.due", &m.due)?,
        provisional: m.provisional,
    };
    Deadline::recorded(parts).map_err(|wrong| Malformed::field("deadline", wrong))
}

fn write_pause(pause: &Pause) -> common::Pause {
    common::Pause { from: write::text(&pause.from), to: write::text_if_any(pause.to.as_ref()) }
}

fn read_pause(m: &common::Pause) -> Result<Pause, Malformed> {
    let (from, to): (Day, Option<Day>) = (read::day("pauses.from", &m.from)?, read::day_if_any("pauses.to", &m.to)?);
    Ok(Pause { from, to })
}

fn write_extension(extension: &Extension) -> common::Extension {
    use common::extension::By;
    let by = match extension.lengthening {
        Lengthening::By(count) => By::Count(u32::from(count)),
        Lengthening::Until(day) => By::Until(write::text(&day)),
    };
    common::Extension { by: Some(by), granted_on: write::text(&extension.granted_on) }
}

fn read_extension(m: common::Extension) -> Result<Extension, Malformed> {
    use common::extension::By;
    let lengthening = match read::part("extensions.by", m.by)? {
        By::Count(count) => Lengthening::By(read::days("extensions.count", count)?),
        By::Until(until) => Lengthening::Until(read::day("extensions.until", &until)?),
    };
    Ok(Extension { granted_on: read::day("extensions.granted_on", &m.granted_on)?, lengthening })
}

fn write_shape(shape: Shape) -> common::Shape {
    use common::shape::Period as Written;
    let period = match shape.period {
        Period::WorkingDays(count) => Written::WorkingDays(u32::from(count)),
        Period::CalendarDays(count) => Written::CalendarDays(u32::from(count)),
        Period::Months(count) => Written::Months(u32::from(count)),
    };
    let counting = match shape.counting {
        Counting::After => common::Counting::After,
        Counting::NthDayBefore => common::Counting::NthDayBefore,
        Counting::ClearDaysBefore => common::Counting::ClearDaysBefore,
    };
    common::Shape { period: Some(period), counting: counting.into(), rolls: shape.rolls }
}

fn read_shape(m: common::Shape) -> Result<Shape, Malformed> {
    use common::shape::Period as Written;
    let counting = match m.counting() {
        common::Counting::After => Counting::After,
        common::Counting::NthDayBefore => Counting::NthDayBefore,
        common::Counting::ClearDaysBefore => Counting::ClearDaysBefore,
        common::Counting::Unspecified => return Err(Malformed::field("shape.counting", "没有写明计算方法")),
    };
    let period = match read::part("shape.period", m.period)? {
        Written::WorkingDays(count) => Period::WorkingDays(read::days("shape.working_days", count)?),
        Written::CalendarDays(count) => Period::CalendarDays(read::days("shape.calendar_days", count)?),
        Written::Months(count) => Period::Months(read::days("shape.months", count)?),
    };
    Ok(Shape { period, counting, rolls: m.rolls })
}
