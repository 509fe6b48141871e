//! 司法建议、检察建议: whether they were answered in time.

use super::{Counting, Figure, Place, Placing};
use crate::facts::suggestions::Suggestion;
use crate::policies::Policies;
use crate::rates::Measure;

/// Share of suggestions due in the period that were replied to in time (按期办复率). A reply that was posted in time is in
/// time whenever it arrives (R-CAL-6); a withdrawn suggestion is in neither set (S29).
pub const ON_TIME: Figure = Figure {
    code: "sug.ontime",
    title: "司法建议、检察建议按期办复率",
    version: 1,
    measure: Measure::Rate,
    unit: "件次",
    formula: "期限届满前书面回复的件次÷回复期限在本期内届满的件次；一份建议一个被建议单位为一件次，交邮日即回复日",
    settings: &["extended_reply_date_counts"],
    attribution: "回复期限届满日",
    counting: Counting::Suggestions(Placing {
        period_by: due_on,
        place: |f, scope| {
            let due = due_on(f, &scope.policies).unwrap_or_default();
            match &f.replied_on {
                _ if scope.has_seen(f.replaced_on.as_ref()) => Place::Excluded("建议书已变更，回复期限另行起算"),
                _ if scope.has_seen(f.withdrawn_on.as_ref()) => Place::Excluded("已由发出机关撤回"),
                Some(replied) if replied.as_str() <= due => Place::Numerator,
                None if due >= scope.as_of.to_string().as_str() => Place::Excluded("尚未到期"),
                _ => Place::DenominatorOnly,
            }
        },
        tell: |f| match (&f.replaced_on, &f.withdrawn_on, &f.replied_on) {
            (Some(on), ..) => format!("{on}收到变更后的建议书"),
            (None, Some(on), _) => format!("{on}撤回"),
            (None, None, Some(on)) => format!("{on}回复"),
            (None, None, None) => "未回复".to_owned(),
        },
    }),
};

fn due_on<'f>(f: &'f Suggestion, policies: &Policies) -> Option<&'f str> {
    let counts = if policies.says("extended_reply_date_counts", "no") { &f.original_due_on } else { &f.due_on };
    counts.as_deref()
}
