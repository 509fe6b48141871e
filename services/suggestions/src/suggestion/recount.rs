//! A year's holiday arrangement is announced or amended: what still runs of a paper is counted anew.

use kernel::aggregate::Occasion;
use kernel::recount::recounted;

use super::{Fact, Happening, Suggestion, amendment};
use crate::clocks::Clock;
use crate::refusal::Refusal;

/// Periods of addressees were counted anew.
pub type Recounted = kernel::recount::Recounted<Clock>;

/// R-CAL-7: what comes out otherwise by the calendar of today, with what it was and why; nothing if nothing does. The paper
/// is told from its beginning: of law and letter the earlier counts, which may be the other one now, and an extension of
/// so many working days ends with them.
pub fn recount(suggestion: &Suggestion, on: &Occasion) -> Result<Option<Happening>, Refusal> {
    let told = amendment::tell(&Suggestion::default(), suggestion.history.entries().iter(), None, on)?;
    let anew = |clock: &Clock| {
        let new = told.clocks.find(clock.addressee)?.clone();
        Some(Clock { registered_on: clock.registered_on, ended: clock.ended, ..new })
    };
    let recounted = recounted(&suggestion.clocks, anew, on);
    Ok(recounted.map(|(said, clocks)| (Fact::DeadlinesRecounted(said), clocks)))
}

#[cfg(test)]
mod tests;
