//! The words for judicial and procuratorial suggestions.

use portal::words::{ADOPTIONS, CLOSED_BY, JUDICIAL, OBJECTION_RESULTS, PROCURATORIAL, RECTIFIED};

use super::{
    AMEND, Fill, Kind, Message, PAPER, STRIKE, SUGGESTION, Verb, day, field, flag, own_day, part, text, verb_of,
};

const PROBLEM: Message =
    part("problem", &[text("问题", "problem"), text("建议", "suggestion")], &[("number", Fill::Nth)]);

const LAWSUIT: Message = part("id", &[field("案件", "id", Kind::Lawsuit)], &[("number", Fill::Follows)]);

const CASE: Message = part("id", &[field("案件", "id", Kind::Case)], &[("number", Fill::Follows)]);

const ADDRESSEE: Message = part(
    "organ",
    &[field("机关", "organ", Kind::Organ), day("签收日期", "received_on")],
    &[("number", Fill::Free), ("name", Fill::Follows)],
);

const LETTER: Message = part(
    "number",
    &[
        text("文号", "number"),
        field("司法建议", "kind", Kind::Word(JUDICIAL)),
        field("检察建议", "kind", Kind::Word(PROCURATORIAL)),
        field("制发机关", "issuer", Kind::Issuer),
        own_day("制发日期", "issued_on"),
        text("标题", "title"),
        field("问题", "problems", Kind::Many(&PROBLEM)),
        field("限定的期限", "limit", Kind::Limit),
        flag("紧急", "urgent"),
        field("有关诉讼", "lawsuit", Kind::One(&LAWSUIT)),
        field("有关复议案件", "reconsideration", Kind::One(&CASE)),
        field("抄送", "copied_to", Kind::Texts),
        text("备注", "remark"),
    ],
    &[("issuer_name", Fill::Follows)],
);

/// What is done with a suggestion.
pub(in super::super) static SUGGESTIONS: &[Verb] = &[
    verb_of(
        "登记建议",
        "register",
        &[field("建议书", "letter", Kind::Always(&LETTER)), field("被建议单位", "addressees", Kind::Many(&ADDRESSEE))],
    )
    .to(&SUGGESTION)
    .with(&[("area", Fill::Area), ("default_months", Fill::Follows)]),
    verb_of(
        "增加被建议单位",
        "add_addressee",
        &[field("被建议单位", "addressee", Kind::One(&ADDRESSEE)), own_day("查明日期", "on")],
    )
    .to(&SUGGESTION),
    verb_of(
        "登记签收",
        "record_receipt",
        &[field("被建议单位", "addressee", Kind::Person), own_day("签收日期", "on"), text("凭证", "proof")],
    )
    .to(&SUGGESTION),
    verb_of(
        "延长回复期限",
        "record_extension",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("同意日期", "on"),
            field("延长", "by", Kind::Limit),
            field("同意延期函", "paper", Kind::One(&PAPER)),
            text("理由", "reason"),
        ],
    )
    .to(&SUGGESTION),
    verb_of(
        "登记回复",
        "record_reply",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("回复日期", "on"),
            day("交邮日期", "posted_on"),
            day("送达日期", "delivered_on"),
            text("文号", "number"),
            text("标题", "title"),
            field("采纳情况", "adoption", Kind::Word(ADOPTIONS)).or("Adopted"),
            text("回复要点", "summary"),
            text("凭证", "proof"),
        ],
    )
    .to(&SUGGESTION),
    verb_of(
        "提出异议",
        "record_objection",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("提出日期", "on"),
            text("理由", "reasons"),
            field("异议书", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&SUGGESTION),
    verb_of(
        "异议处理结果",
        "record_objection_result",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("处理日期", "on"),
            field("结果", "result", Kind::Word(OBJECTION_RESULTS)),
            day("变更后的建议书签收日期", "changed_received_on"),
            field("限定的期限", "limit", Kind::Limit),
            field("答复函", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&SUGGESTION),
    verb_of(
        "撤回建议",
        "record_withdrawal",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("撤回日期", "on"),
            text("理由", "reason"),
            field("撤回决定书", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&SUGGESTION),
    verb_of(
        "登记整改情况",
        "record_rectification",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("登记日期", "on"),
            field("整改情况", "status", Kind::Word(RECTIFIED)),
            day("计划完成日期", "planned_until"),
            day("制发机关核实日期", "verified_by_issuer_on"),
            text("整改内容", "summary"),
            field("整改报告", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&SUGGESTION),
    verb_of("发出提醒", "remind", &[field("被建议单位", "addressee", Kind::Person), flag("照计划提醒", "by_plan")])
        .to(&SUGGESTION),
    verb_of(
        "办结",
        "close",
        &[
            field("被建议单位", "addressee", Kind::Person),
            own_day("办结日期", "on"),
            field("依据", "ground", Kind::Word(CLOSED_BY)).or("IssuerConfirmed"),
            text("说明", "explanation"),
        ],
    )
    .to(&SUGGESTION),
    AMEND.to(&SUGGESTION),
    STRIKE.to(&SUGGESTION),
];
