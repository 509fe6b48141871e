//! A year's holiday arrangement is announced or amended: what still runs in the case is counted anew.

use kernel::aggregate::Occasion;
use kernel::recount::recounted;

use super::file::File;
use super::{CaseEvent, Fact};
use crate::clocks::Clock;

/// Periods of the case were counted anew.
pub type Recounted = kernel::recount::Recounted<Clock>;

/// R-CAL-7: what comes out otherwise by the calendar of today, with what it was and why; nothing if nothing does.
#[must_use]
pub fn recount(file: &File, on: &Occasion) -> Option<CaseEvent> {
    let (said, clocks) = recounted(&file.clocks, |clock| clock.recounted(&on.calendar), on)?;
    Some(Fact::DeadlinesRecounted(said).with(clocks))
}

#[cfg(test)]
mod tests;
