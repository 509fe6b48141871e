//! The settings that change a figure, for trying another way of counting: names and values as the directory knows them.

use crate::words::{self, Words};

const YES_NO: Words = &[("yes", "是"), ("no", "否")];

/// A setting: its name, its title, and the values it can take.
type Setting = (&'static str, &'static str, Words);

pub(super) const SETTINGS: [Setting; 17] = [
    (
        "co_defendant_policy",
        "共同被告的出庭统计",
        &[
            ("each_counted", "各被告分别计算"),
            ("designated_satisfies_all", "商定的负责人出庭，各被告均计出庭"),
            ("court_notified_only", "只计法院通知的被告"),
        ],
    ),
    (
        "instances_included",
        "出庭统计的审级",
        &[("all", "各审级"), ("first_and_second", "一审和二审"), ("first", "一审")],
    ),
    ("include_reconsideration_co_defendant", "复议机关作共同被告计入", YES_NO),
    (
        "who_counts",
        "出庭负责人的范围",
        &[("responsible_persons", "正职、副职及参与分管的负责人"), ("principal_only", "仅主要负责人")],
    ),
    ("left_early", "中途退庭", &[("absent", "视为未出庭"), ("appeared", "计为出庭")]),
    (
        "co_defendant_loss",
        "共同被告的败诉",
        &[("own_result", "按各自结果"), ("both", "均计"), ("original_only", "只计原机关")],
    ),
    ("slight_procedure_is_loss", "程序轻微违法计为败诉", YES_NO),
    ("lawful_agreement_compensation_is_loss", "合法变更解除协议给予补偿计为败诉", YES_NO),
    ("mediation_is_loss", "诉讼调解计为败诉", YES_NO),
    ("include_public_interest", "行政公益诉讼计入", YES_NO),
    ("include_compensation_only", "单独赔偿案件计入", YES_NO),
    ("case_rollup", "多项决定的案件如何归为纠错", &[("any", "任一项纠错即计"), ("main_item", "按主项")]),
    ("agreement_compensation_is_corrective", "行政协议补偿计为纠错", YES_NO),
    ("mediated_is_corrective", "复议调解计为纠错", YES_NO),
    ("settlement_is_corrective", "复议和解后撤回申请计为综合纠错", YES_NO),
    ("extended_reply_date_counts", "按期办复以延长后的期限计", YES_NO),
    // Changes no figure: whose notice it is.
    ("issuer_org", "通报制发机关", &[]),
];

/// A setting and its value in words; as they are written where this list does not know them.
pub(crate) fn in_words(name: &str, value: &str) -> (String, String) {
    SETTINGS.iter().find(|(known, ..)| *known == name).map_or_else(
        || (name.to_owned(), value.to_owned()),
        |(_, title, values)| ((*title).to_owned(), words::title(values, value)),
    )
}
