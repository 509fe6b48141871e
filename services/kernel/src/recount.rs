//! A year's holiday arrangement that is announced or amended moves what still runs: the periods are counted anew, by an
//! event that says what they were and why (R-CAL-7). What has ended stays as it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::aggregate::Occasion;
use crate::calendar::{AnnouncedYear, Calendar, Notice};
use crate::clocks::{Clock, Clocks};
use crate::day::Day;

/// Periods were counted anew by another calendar. As they are afterwards, the event tells them like every other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recounted<C> {
    /// The day on which they were.
    pub on: Day,
    /// The arrangements that moved them.
    pub because: Vec<Arranged>,
    /// Each as it was.
    pub before: Vec<C>,
}

/// A year's arrangement, by its paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arranged {
    /// The year.
    pub year: i16,
    /// 1 as it was published, counted up with each amendment.
    pub revision: u16,
    /// The paper, where it is known.
    pub notice: Option<Notice>,
}

impl Arranged {
    fn by(year: &AnnouncedYear) -> Self {
        Self { year: year.year(), revision: year.revision(), notice: year.notice().cloned() }
    }
}

/// What an event says if some of these periods come out otherwise by the calendar of today: what they were and why, and
/// what they are. `anew` counts one; none is a period that cannot be counted so, and is left to a person.
pub fn recounted<C: Clock>(
    clocks: &Clocks<C>,
    anew: impl Fn(&C) -> Option<C>,
    on: &Occasion,
) -> Option<(Recounted<C>, Vec<C>)> {
    let pairs = clocks.iter().filter(|clock| still_runs(*clock, on.today)).filter_map(|old| {
        let new = anew(old)?;
        (!old.says_the_same(&new)).then(|| (old.clone(), new))
    });
    let pairs: Vec<(C, C)> = pairs.collect();
    if pairs.is_empty() {
        return None;
    }
    let because = because(&pairs, &on.calendar);
    let (before, after) = pairs.into_iter().unzip();
    Some((Recounted { on: on.today, because, before }, after))
}

/// Whether a changed calendar moves it. Nobody records how a period ended that outlives its case; so its last day ends it.
fn still_runs<C: Clock>(clock: &C, today: Day) -> bool {
    let has_run_out = || clock.deadlines().first().is_some_and(|deadline| deadline.expired_before(today));
    clock.is_running() && !(clock.outlives_its_thing() && has_run_out())
}

/// The years that were announced or amended since one of them was counted, and speak of a day between its start and end.
fn because<C: Clock>(pairs: &[(C, C)], calendar: &Calendar) -> Vec<Arranged> {
    let deadlines = pairs.iter().flat_map(|(old, new)| old.deadlines().into_iter().zip(new.deadlines()));
    let spans = deadlines.flat_map(|(old, new)| [old.span(), new.span()].map(|span| (old.calendar(), span)));
    let years = spans.filter_map(|(version, span)| Some((version, span?))).flat_map(|(version, (first, last))| {
        calendar.changed_since(version, first, last).map(|year| (year.year(), Arranged::by(year)))
    });
    years.collect::<BTreeMap<_, _>>().into_values().collect()
}

#[cfg(test)]
mod tests;
