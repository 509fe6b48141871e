//! How reconsideration cases were handled: accepted of those received, settled of those concluded.

use super::correction::tell;
use super::{Counting, Figure, Place, Placing};
use crate::facts::cases::Case;
use crate::rates::Measure;

/// Share of concluded cases that were mediated, settled or withdrawn (调撤率).
pub const SETTLED: Figure = Figure {
    code: "med.rate",
    title: "行政复议调撤率",
    version: 1,
    measure: Measure::Rate,
    unit: "件",
    formula: "（调解结案件数＋和解、改正等撤回申请终止件数）÷受理后审结件数",
    settings: &[],
    attribution: "审结日",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.concluded_on.as_deref(),
        place: |f, _| Place::among(is_settled(f)),
        tell,
    }),
};

/// Share of received applications that were accepted, or taken for accepted (受理率).
pub const ACCEPTED: Figure = Figure {
    code: "accept.rate",
    title: "行政复议申请受理率",
    formula: "本期收到的申请中已受理（含视为受理）的件数÷本期收到申请件数",
    attribution: "收到申请日",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.received_on.as_deref(),
        place: |f, scope| Place::among(scope.has_seen(f.accepted_on.as_ref())),
        tell: |f| f.accepted_on.as_ref().map_or_else(|| "未受理".to_owned(), |on| format!("{on}受理")),
    }),
    ..SETTLED
};

/// Whether it ended in agreement or was withdrawn.
pub(super) fn is_settled(case: &Case) -> bool {
    case.conclusion == "Mediated" || !case.withdrawal.is_empty()
}
