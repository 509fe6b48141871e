//! 复议纠错: cases in which the reconsideration organ put an act right (R-DEC-T1 to T9).

use super::handling::is_settled;
use super::{Counting, Figure, Place, Placing, Scope};
use crate::facts::cases::Case;
use crate::rates::Measure;
use crate::words;

/// Share of concluded cases in which the act was corrected by decision (直接纠错率, 审结口径).
pub const DIRECT_OF_CONCLUDED: Figure = Figure {
    code: "corr.direct.concluded",
    title: "行政复议直接纠错率",
    version: 1,
    measure: Measure::Rate,
    unit: "件",
    formula: "决定变更、撤销、部分撤销、确认违法、责令履行、确认无效等的件数÷受理后审结件数（决定、驳回、终止、调解，不含不予受理）",
    settings: &["case_rollup", "agreement_compensation_is_corrective", "mediated_is_corrective"],
    attribution: "审结日",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.concluded_on.as_deref(),
        place: |f, scope| Place::among(is_corrected(f, scope)),
        tell,
    }),
};

/// Share of accepted cases that were corrected by decision since (直接纠错率, 受理口径).
pub const DIRECT_OF_ACCEPTED: Figure = Figure {
    code: "corr.direct.accepted",
    title: "行政复议直接纠错率（受理口径）",
    formula: "本期受理的案件中已决定变更、撤销、部分撤销、确认违法、责令履行、确认无效等的件数÷本期受理件数",
    attribution: "受理日",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.accepted_on.as_deref(),
        place: |f, scope| Place::among(scope.has_seen(f.concluded_on.as_ref()) && is_corrected(f, scope)),
        tell,
    }),
    ..DIRECT_OF_CONCLUDED
};

/// Share of concluded cases in which the act was corrected in whatever way (综合纠错率). Whether a settlement is one, the place
/// decides.
pub const COMPREHENSIVE: Figure = Figure {
    code: "corr.comprehensive",
    title: "行政复议综合纠错率",
    version: 2,
    formula: "（直接纠错件数＋被申请人改正后终止件数＋调解书变更原行政行为件数）÷受理后审结件数",
    settings: &[
        "case_rollup",
        "agreement_compensation_is_corrective",
        "mediated_is_corrective",
        "settlement_is_corrective",
    ],
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.concluded_on.as_deref(),
        place: |f, scope| {
            let by_respondent = match f.withdrawal.as_str() {
                "SelfCorrected" => true,
                "Settled" => scope.policies.says("settlement_is_corrective", "yes"),
                _ => false,
            };
            Place::among(is_corrected(f, scope) || by_respondent || f.changes_act)
        },
        tell,
    }),
    ..DIRECT_OF_CONCLUDED
};

/// Share of concluded cases in which the act was corrected, or the dispute settled, or resolved by a letter after a decision
/// that left the act standing (综合纠错化解率).
pub const RESOLVED: Figure = Figure {
    code: "corr.resolved",
    title: "行政复议综合纠错化解率",
    formula: "（直接纠错件数＋调解结案及撤回申请终止件数＋未纠错而经意见书、建议书实质化解件数）÷受理后审结件数",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.concluded_on.as_deref(),
        place: |f, scope| {
            let by_letter = matches!(f.resolved_by.as_str(), "OpinionLetter" | "RecommendationLetter");
            let is_resolved = by_letter && scope.has_seen(f.resolved_on.as_ref());
            Place::among(is_corrected(f, scope) || is_settled(f) || is_resolved)
        },
        tell,
    }),
    ..DIRECT_OF_CONCLUDED
};

/// 作出决定：撤销
pub(super) fn tell(case: &Case) -> String {
    let how = words::conclusion(&case.conclusion);
    let what = match case.conclusion.as_str() {
        "Decided" => {
            let outcomes = case.outcomes.iter().map(|kind| words::decision(kind)).collect::<Vec<_>>().join("、");
            [outcomes.as_str(), words::resolution(&case.resolved_by)].concat()
        }
        "Mediated" if case.changes_act => "变更原行政行为".to_owned(),
        "Terminated" if !case.withdrawal.is_empty() => format!("{}后撤回申请", words::withdrawal(&case.withdrawal)),
        _ => return how.to_owned(),
    };
    format!("{how}：{what}")
}

/// Whether a case is corrective: any of its items, or the main one, as the place has adopted (LAW 2.7).
fn is_corrected(case: &Case, scope: &Scope) -> bool {
    let corrects = |kind: &String| match kind.as_str() {
        "Change" | "Revoke" | "RevokePartial" | "ConfirmIllegalKeep" | "ConfirmIllegal" | "OrderPerform"
        | "ConfirmVoid" | "AgreementLiability" => true,
        "AgreementCompensate" => scope.policies.says("agreement_compensation_is_corrective", "yes"),
        _ => false,
    };
    let by_decision = match scope.policies.get("case_rollup") {
        "main_item" => case.outcomes.first().is_some_and(corrects),
        _ => case.outcomes.iter().any(corrects),
    };
    by_decision || case.conclusion == "Mediated" && scope.policies.says("mediated_is_corrective", "yes")
}
