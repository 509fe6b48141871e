//! What is told of reconsideration cases.

use portal::words;

use super::lists::Key;
use super::{Item, item};

pub(super) static SHEET: [Item; 11] = [
    Item { word: "阶段", name: "stage", words: words::STAGES },
    item("编号", "number"),
    Item { word: "审理程序", name: "procedure", words: words::PROCEDURES },
    item("收到日期", "received_on"),
    item("受理日期", "accepted_on"),
    item("决定日期", "decided_on"),
    item("决定文号", "decision_number"),
    item("结果", "outcome"),
    item("申请人", "applicants"),
    item("被申请人", "respondents"),
    item("承办人", "handlers"),
];

pub(super) static KEYS: [Key; 8] = [
    Key { word: "检索", name: "q", words: &[] },
    Key { word: "阶段", name: "stage", words: words::STAGES },
    Key { word: "行为类型", name: "act", words: words::ACT_KINDS },
    Key { word: "收到自", name: "from", words: &[] },
    Key { word: "收到至", name: "to", words: &[] },
    Key { word: "状态", name: "state", words: words::STATES },
    Key { word: "承办", name: "mine", words: &[("on", "本人")] },
    Key { word: "排序", name: "sort", words: &[("due", "期限"), ("changed", "变动")] },
];

/// What the timeline calls what happens.
pub(super) const TIMELINE: [&str; 43] = [
    "收到申请",
    "通知补正",
    "补正通知送达",
    "收到补正材料",
    "延长补正期限",
    "视为放弃申请",
    "受理",
    "决定不予受理",
    "不予受理决定送达",
    "视为受理",
    "确定审理程序",
    "发送受理通知",
    "确定承办人员",
    "发送申请书副本",
    "申请书副本送达",
    "收到答复",
    "答复期限届满未答复",
    "听取意见",
    "不能听取意见",
    "确定是否听证",
    "确定是否提请咨询",
    "举行听证",
    "取得咨询意见",
    "延长审理期限",
    "转为普通程序",
    "中止审理",
    "恢复审理",
    "提请决定",
    "作出决定",
    "决定书送达",
    "调解书生效",
    "受理前撤回申请",
    "终止行政复议",
    "终止决定书送达",
    "驳回行政复议申请",
    "驳回申请决定书送达",
    "第三人参加",
    "变更代理人",
    "更正",
    "撤除误录",
    "撤回视为受理",
    "撤回答复期限届满",
    "撤回视为放弃申请",
];
