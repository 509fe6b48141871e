//! What is told of judicial and procuratorial suggestions.

use portal::words::{self, Words};

use super::{Facet, Item, item};

pub(super) static SHEET: [Item; 3] = [
    Item { word: "阶段", name: "stage", words: words::SUGGESTION_STAGES },
    item("编号", "number"),
    item("制发日期", "issued_on"),
];

const fn of_addressee(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "addressees", organ: "/addressee/name", name, words }
}

pub(super) static FACETS: [Facet; 4] = [
    of_addressee("进展", "/stage", words::ADDRESSEE_STAGES),
    of_addressee("采纳情况", "/reply/adoption", words::ADOPTIONS),
    of_addressee("整改情况", "/rectification/status", words::RECTIFIED),
    of_addressee("提醒次数", "/reminders", &[]),
];

/// What the timeline calls what happens.
pub(super) const TIMELINE: [&str; 13] = [
    "登记建议",
    "增加被建议单位",
    "签收",
    "延长回复期限",
    "回复",
    "提出异议",
    "异议处理结果",
    "撤回建议",
    "整改情况",
    "提醒",
    "办结",
    "更正",
    "撤除误录",
];
