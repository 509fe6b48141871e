//! A year's holiday arrangement is announced or amended: what still runs in the lawsuit is counted anew. What is counted back
//! from a hearing is counted in days of any sort and does not roll; so it asks no calendar.

use kernel::aggregate::Occasion;
use kernel::recount::recounted;

use super::{Fact, LawsuitEvent};
use crate::clocks::{Clock, Clocks};

/// Periods of the lawsuit were counted anew.
pub type Recounted = kernel::recount::Recounted<Clock>;

/// R-CAL-7: what comes out otherwise by the calendar of today, with what it was and why; nothing if nothing does.
#[must_use]
pub fn recount(clocks: &Clocks, on: &Occasion) -> Option<LawsuitEvent> {
    let (said, clocks) = recounted(clocks, |clock| clock.recounted(&on.calendar), on)?;
    Some(Fact::DeadlinesRecounted(said).with(clocks))
}

#[cfg(test)]
mod tests;
