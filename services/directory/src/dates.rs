//! On which days the facts of a directory can lie.

use kernel::day::Day;

use crate::refusal::Refusal;

/// A document takes effect within a year of its announcement; a later day is a slip of the hand. Calendar days.
const AHEAD: u32 = 366;

/// What a document orders may begin later than today: a renaming, an appointment, a value of a setting.
pub(crate) fn may_be_announced(field: &'static str, day: Day, today: Day) -> Result<(), Refusal> {
    let latest = today.plus_days(AHEAD);
    if day > latest { Err(Refusal::TooFarAhead { field, day, latest }) } else { Ok(()) }
}

/// What has been done has been done by today: a publication, an entry.
pub(crate) fn has_come(field: &'static str, day: Day, today: Day) -> Result<(), Refusal> {
    if day > today { Err(Refusal::NotYetCome { field, day, today }) } else { Ok(()) }
}
