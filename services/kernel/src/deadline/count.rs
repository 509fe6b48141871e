use super::{DeadlineError, DeadlineParts, Extension, Lengthening, Pause};
use crate::calendar::Calendar;
use crate::day::Day;
use crate::period::{Period, Shape};

/// What happened to a running period, by legal day.
enum Change {
    Paused(Pause),
    Extended(Extension),
}

impl DeadlineParts {
    /// Counts the result from the inputs, in the order of their legal days, whatever order they were recorded in.
    pub(super) fn counted(self, calendar: &Calendar) -> Result<DeadlineParts, DeadlineError> {
        let mut end = calendar.end_of(self.shape, self.start.on);
        let mut standing_still = false;
        for change in self.changes() {
            let due = rolled(self.shape, end, calendar);
            match change {
                Change::Paused(Pause { from, .. }) if due < from => {
                    return Err(DeadlineError::PausedAfterExpiry { from, due });
                }
                Change::Paused(Pause { to: None, .. }) => standing_still = true,
                Change::Paused(Pause { from, to: Some(to) }) => end = self.shape.put_off(end, from, to, calendar),
                Change::Extended(Extension { granted_on, .. }) if due < granted_on && !standing_still => {
                    return Err(DeadlineError::ExtendedAfterExpiry { granted_on, due });
                }
                Change::Extended(extension) => end = self.shape.lengthened(end, extension.lengthening, calendar)?,
            }
        }
        Ok(self.ending(end, calendar))
    }

    /// Sets the result, given the end before rolling.
    pub(super) fn ending(self, end: Day, calendar: &Calendar) -> DeadlineParts {
        let standing_still = self.is_paused();
        let due = rolled(self.shape, end, calendar);
        DeadlineParts {
            calendar: calendar.version(),
            nominal: (self.shape.has_nominal_day() && !standing_still).then_some(end),
            due: (!standing_still).then_some(due),
            provisional: !standing_still && self.rests_on_unannounced_days(end, due, calendar),
            ..self
        }
    }

    /// A pause comes before an extension granted on the same day.
    fn changes(&self) -> Vec<Change> {
        let pauses = self.pauses.iter().map(|pause| (pause.from, Change::Paused(*pause)));
        let extensions = self.extensions.iter().map(|extension| (extension.granted_on, Change::Extended(*extension)));
        let mut changes: Vec<(Day, Change)> = pauses.chain(extensions).collect();
        changes.sort_by_key(|(day, _)| *day);
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// Whether any day asked of the calendar is not announced (R-CAL-7): each day walked in working days, else the
    /// nominal end and the days it rolled over.
    fn rests_on_unannounced_days(&self, end: Day, due: Day, calendar: &Calendar) -> bool {
        let start = self.start.on;
        let unannounced = |day: Day| !calendar.is_announced(day) && !self.leaves_out(day);
        let mut asked = match (self.shape.period.is_in_working_days(), self.shape.is_before()) {
            (true, true) => start.preceding().take_while(|day| *day >= due).collect(),
            (true, false) => start.following().take_while(|day| *day <= due).collect(),
            (false, _) if self.shape.rolls => days_from(end, due),
            (false, _) => Vec::new(),
        }
        .into_iter();
        asked.any(unannounced)
    }
}

impl Shape {
    /// The end after a pause. What had not elapsed on the day of suspension follows the day of resumption (R-SUS-3), and
    /// a period whose last day was already rolling does not end before it runs again.
    fn put_off(self, end: Day, from: Day, to: Day, calendar: &Calendar) -> Day {
        if self.period.is_in_working_days() {
            calendar.working_day_after(to, calendar.working_days_between(from, end))
        } else {
            end.plus_days(to.days_since(from)).max(to)
        }
    }

    /// The end after an extension, which is added to the nominal end (R-CAL-10).
    fn lengthened(self, end: Day, by: Lengthening, calendar: &Calendar) -> Result<Day, DeadlineError> {
        match by {
            Lengthening::By(count) => Ok(self.longer(end, self.period.of_same_unit(count), calendar)),
            Lengthening::Within(more) => Ok(self.longer(end, more, calendar)),
            Lengthening::Until(until) if until <= end => Err(DeadlineError::NotLengthened { until, end }),
            Lengthening::Until(until) => Ok(self.ended_on(until, calendar)),
        }
    }

    fn longer(self, end: Day, more: Period, calendar: &Calendar) -> Day {
        self.ended_on(calendar.end_of(Shape { period: more, ..self }, end), calendar)
    }

    /// Counted in working days, a rest day is no day to end on: what would follow it could not be counted.
    fn ended_on(self, end: Day, calendar: &Calendar) -> Day {
        if self.period.is_in_working_days() { calendar.roll_forward(end) } else { end }
    }
}

fn rolled(shape: Shape, end: Day, calendar: &Calendar) -> Day {
    if shape.rolls { calendar.roll_forward(end) } else { end }
}

fn days_from(first: Day, last: Day) -> Vec<Day> {
    std::iter::once(first).chain(first.following()).take_while(|day| *day <= last).collect()
}
