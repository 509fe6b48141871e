//! 发案量: what came in.

use super::{Counting, Figure, Place, Placing};
use crate::rates::Measure;

/// New lawsuits at first instance (行政诉讼案件发案量). A lawsuit against several organs is one.
pub const NEW_FIRST: Figure = Figure {
    code: "inc.new_first",
    title: "一审行政诉讼新收案件数",
    version: 1,
    measure: Measure::Count,
    unit: "件",
    formula: "本期立案的、以本次统计的机关为被告的一审行政诉讼案件数；多个被告的案件计一件",
    settings: &[],
    attribution: "立案日",
    counting: Counting::Suits(Placing {
        period_by: |f, _| f.docketed_on.as_deref().or(f.known_on.as_deref()).filter(|_| f.instance_kind == "First"),
        place: |f, _| match f.docketed_on {
            Some(_) => Place::Numerator,
            None => Place::Excluded("立案日未登记"),
        },
        tell: |f| f.title.clone(),
    }),
};

/// Applications for reconsideration (复议案件新收数).
pub const RECONSIDERATION: Figure = Figure {
    code: "inc.recon",
    title: "行政复议新收申请数",
    formula: "本期收到的行政复议申请数",
    attribution: "收到申请日",
    counting: Counting::Cases(Placing {
        period_by: |f, _| f.received_on.as_deref(),
        place: |_, _| Place::Numerator,
        tell: |f| f.title.clone(),
    }),
    ..NEW_FIRST
};
