//! What a decision does not always do, an opinion letter to the respondent (art. 76) or other work may: the dispute itself is
//! resolved (实质化解).

use kernel::aggregate::Occasion;
use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::decision::Judged;
use super::{CaseEvent, Fact};
use crate::law;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::Text;

words! {
    /// What resolved a dispute.
    ResolvedBy {
        OpinionLetter "行政复议意见书",
        RecommendationLetter "行政复议建议书",
        OtherMeans "其他方式",
    }
}

/// The dispute is resolved after the decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisputeResolution {
    /// When.
    pub on: Day,
    /// By what.
    pub by: ResolvedBy,
    /// How.
    pub explanation: Option<Text>,
}

/// Recorded once, from the day of the decision on.
pub fn resolve(judged: &Judged, c: DisputeResolution, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "作出决定", judged.on)?;
    if let Some(since) = judged.resolved_on {
        return Err(Refusal::ResolvedBefore { on: since });
    }
    if c.by == ResolvedBy::OtherMeans && c.explanation.is_none() {
        return Err(Refusal::ResolutionNotExplained);
    }
    Ok(vec![Fact::DisputeResolved(c).alone()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{d, decided, resolve, resolving, strike, tried};

    #[test]
    fn a_dispute_is_resolved_after_the_decision_and_once() {
        let resolved = decided().today("2025-02-10").does(resolve("2025-02-10"));
        assert_eq!(resolved.last(1), ["DisputeResolved"]);
        assert_eq!(resolved.refuses(resolve("2025-02-10")), Refusal::ResolvedBefore { on: d("2025-02-10") });
        let entry = resolved.events.len() as u64;
        assert_eq!(resolved.does(strike(entry)).does(resolve("2025-02-10")).last(1), ["DisputeResolved"]);
    }

    #[test]
    fn it_is_not_resolved_before_the_decision_and_not_in_the_future() {
        let (on, fact, since) = (d("2025-01-09"), "作出决定", d("2025-01-10"));
        assert_eq!(decided().refuses(resolve("2025-01-09")), Refusal::TooEarly { field: "on", on, fact, since });
        assert_eq!(decided().does(resolve("2025-01-10")).last(1), ["DisputeResolved"]);
        let (on, today) = (d("2025-01-11"), d("2025-01-10"));
        assert_eq!(decided().refuses(resolve("2025-01-11")), Refusal::NotYetCome { field: "on", on, today });
        assert!(matches!(tried().refuses(resolve("2024-12-20")), Refusal::NotAtThisStage { .. }));
    }

    #[test]
    fn other_means_are_explained() {
        let by = |explanation| resolving("2025-01-10", ResolvedBy::OtherMeans, explanation);
        assert_eq!(decided().refuses(by(None)), Refusal::ResolutionNotExplained);
        assert_eq!(decided().does(by(Some("组织双方协商"))).last(1), ["DisputeResolved"]);
    }
}
