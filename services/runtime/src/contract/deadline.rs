//! A period that runs, both ways: the inputs of a [`Deadline`] and what came of them, as every service tells them.

use kernel::calendar::CalendarVersion;
use kernel::deadline::{Deadline, DeadlineParts, Extension, Lengthening, Pause, Start};
use kernel::period::{Counting, Period, Shape};
use proto::common;

use super::{Malformed, read, write};

/// A deadline, as it was recorded.
pub fn read_deadline(field: &str, message: Option<common::Deadline>) -> Result<Deadline, Malformed> {
    let m = read::part(field, message)?;
    recorded(m).map_err(|wrong| wrong.at(field))
}

/// A deadline as messages carry it.
#[must_use]
pub fn write_deadline(deadline: &Deadline) -> common::Deadline {
    let parts = deadline.parts();
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

fn recorded(m: common::Deadline) -> Result<Deadline, Malformed> {
    let parts = DeadlineParts {
        rule: m.rule,
        shape: read_shape(read::part("shape", m.shape)?)?,
        start: Start { fact: m.start_fact, on: read::day("start", &m.start)? },
        pauses: m.pauses.iter().map(read_pause).collect::<Result<_, _>>()?,
        extensions: read::each(m.extensions, read_extension)?,
        calendar: CalendarVersion(m.calendar),
        nominal: read::day_if_any("nominal", &m.nominal)?,
        due: read::day_if_any("due", &m.due)?,
        provisional: m.provisional,
    };
    Deadline::recorded(parts).map_err(Malformed::new)
}

fn write_pause(pause: &Pause) -> common::Pause {
    common::Pause { from: write::text(&pause.from), to: write::text_if_any(pause.to.as_ref()) }
}

fn read_pause(m: &common::Pause) -> Result<Pause, Malformed> {
    Ok(Pause { from: read::day("pauses.from", &m.from)?, to: read::day_if_any("pauses.to", &m.to)? })
}

fn write_extension(extension: &Extension) -> common::Extension {
    use common::extension::By;
    let by = match extension.lengthening {
        Lengthening::By(count) => By::Count(u32::from(count)),
        Lengthening::Within(Period::WorkingDays(count)) => By::WorkingDays(u32::from(count)),
        Lengthening::Within(Period::CalendarDays(count)) => By::CalendarDays(u32::from(count)),
        Lengthening::Within(Period::Months(count)) => By::Months(u32::from(count)),
        Lengthening::Until(day) => By::Until(write::text(&day)),
    };
    common::Extension { by: Some(by), granted_on: write::text(&extension.granted_on) }
}

fn read_extension(m: common::Extension) -> Result<Extension, Malformed> {
    use common::extension::By;
    let within = |field: &str, count, unit: fn(u16) -> Period| {
        Ok::<_, Malformed>(Lengthening::Within(unit(read::days(field, count)?)))
    };
    let lengthening = match read::part("extensions.by", m.by)? {
        By::Count(count) => Lengthening::By(read::days("extensions.count", count)?),
        By::WorkingDays(count) => within("extensions.working_days", count, Period::working_days)?,
        By::CalendarDays(count) => within("extensions.calendar_days", count, Period::days)?,
        By::Months(count) => within("extensions.months", count, Period::months)?,
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

#[cfg(test)]
mod tests {
    use kernel::calendar::Calendar;
    use kernel::day::day;
    use kernel::rules;

    use super::*;

    /// Sixty days, lengthened in every way there is, paused and resumed.
    fn deadline() -> Deadline {
        let calendar = Calendar::shipped();
        let run = Deadline::run(rules::find("R-DEC-1").unwrap(), day(2026, 3, 2), &calendar);
        let mores = [
            Lengthening::By(30),
            Lengthening::Within(Period::working_days(1)),
            Lengthening::Within(Period::days(1)),
            Lengthening::Within(Period::months(1)),
            Lengthening::Until(day(2026, 12, 31)),
        ];
        let extended =
            mores.into_iter().fold(run, |period, more| period.extended(more, day(2026, 3, 5), &calendar).unwrap());
        extended.paused(day(2026, 3, 9), &calendar).unwrap().resumed(day(2026, 3, 16), &calendar).unwrap()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let deadline = deadline();
        assert_eq!(read_deadline("clocks.deadline", Some(write_deadline(&deadline))), Ok(deadline));
    }

    #[test]
    fn what_is_missing_or_contradicts_itself_is_named_with_its_place() {
        let said = |change: fn(&mut common::Deadline)| {
            let mut message = write_deadline(&deadline());
            change(&mut message);
            read_deadline("clocks.deadline", Some(message)).unwrap_err().to_string()
        };
        assert_eq!(
            read_deadline("clocks.deadline", None).unwrap_err().to_string(),
            "clocks.deadline：缺少内容，请填写"
        );
        assert_eq!(said(|m| m.shape = None), "clocks.deadline.shape：缺少内容，请填写");
        assert!(said(|m| m.pauses[0].from.clear()).starts_with("clocks.deadline.pauses.from：缺少日期"));
        assert!(said(|m| m.due.clear()).starts_with("clocks.deadline：记录的期限自相矛盾"));
    }
}
