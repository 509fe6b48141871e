//! The words for the quarterly notice.

use super::{Field, Fill, Kind, NOTICE, Verb, field, own_day, text, verb_of};

/// A field the service, or the stage, fills.
const fn follows(name: &'static str) -> (&'static str, Fill) {
    (name, Fill::Follows)
}

const COLLECTION: &[Field] = &[own_day("开始日期", "on"), field("期间", "period", Kind::Quarter)];

const COLLECTED: &[(&str, Fill)] =
    &[("kind", Fill::Is("Quarterly")), ("area", Fill::Area), follows("ordinal"), follows("restates"), follows("after")];

/// What is done with a notice. What follows from facts recorded later, the service says.
pub(in super::super) static NOTICES: &[Verb] = &[
    verb_of("编制通报", "collect", COLLECTION).to(&NOTICE).with(COLLECTED),
    verb_of("冻结数据", "freeze", &[own_day("冻结日期", "on")]).to(&NOTICE).with(&[
        follows("manifest"),
        follows("figures"),
        follows("notice"),
        follows("hidden_names"),
    ]),
    verb_of("解除冻结", "unfreeze", &[own_day("解除日期", "on"), text("理由", "reason")]).to(&NOTICE),
    verb_of(
        "起草通报",
        "draft",
        &[
            own_day("起草日期", "on"),
            field("典型案例数", "typical", Kind::Offered),
            text("标题", "title"),
            text("主送", "addressees"),
            text("抄送", "copies"),
        ],
    )
    .to(&NOTICE)
    .with(&[follows("blocks")]),
    verb_of(
        "审批通报",
        "approve",
        &[own_day("审批日期", "on"), text("姓名", "name"), text("职务", "post"), text("意见", "opinion")],
    )
    .to(&NOTICE),
    verb_of(
        "印发通报",
        "issue",
        &[
            own_day("印发日期", "on"),
            text("签发人", "signer"),
            text("机关代字", "template"),
            text("已有文号", "existing"),
        ],
    )
    .to(&NOTICE)
    .with(&[("area", Fill::Area)]),
    verb_of("撤回通报", "withdraw", &[own_day("撤回日期", "on"), text("理由", "reason")]).to(&NOTICE),
];

/// What begins a notice that restates the latest one of its quarter: a `collect` to a stream of its own.
pub(in super::super) static RESTATE: &[Verb] =
    &[verb_of("编制更正通报", "restate", COLLECTION).to(&NOTICE).with(COLLECTED)];
