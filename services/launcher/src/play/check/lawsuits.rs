//! What is told of lawsuits and their hearings.

use portal::words::{self, Words};

use super::{Facet, Item, item};

pub(super) static SHEET: [Item; 3] = [
    Item { word: "阶段", name: "stage", words: words::LAWSUIT_STAGES },
    item("编号", "number"),
    item("生效日期", "lawsuit/effective_on"),
];

const fn of_duty(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "duties", organ: "/organ_name", name, words }
}

const fn of_result(word: &'static str, name: &'static str, words: Words) -> Facet {
    Facet { word, list: "results", organ: "/organ_name", name, words }
}

pub(super) static FACETS: [Facet; 5] = [
    of_duty("出庭", "/state", words::DUTY_STATES),
    of_duty("出庭级别", "/level", words::LEVELS),
    of_duty("出庭人", "/official_name", &[]),
    of_result("结果", "/code", words::OUTCOMES),
    of_result("败诉", "/loss", &[("true", "是"), ("false", "否")]),
];

/// What the timeline calls what happens.
pub(super) const TIMELINE: [&str; 20] = [
    "登记应诉案件",
    "收到起诉状副本",
    "提交答辩状",
    "答辩期届满未答辩",
    "不开庭审理",
    "开庭",
    "取消开庭",
    "撤除误录的开庭",
    "裁判",
    "裁判文书送达",
    "提起上诉",
    "进入二审",
    "进入再审审查",
    "进入再审",
    "进入重审",
    "裁判生效",
    "更正",
    "撤除误录",
    "撤回答辩期届满",
    "撤回裁判生效",
];
