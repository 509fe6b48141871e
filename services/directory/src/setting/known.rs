//! The settings there are: the points that LAW.md and STATISTICS.md mark as local practice, with the values each can take.
//!
//! A setting is added with the code that asks for it, so that nobody adopts what does nothing. Thresholds of escalation are not among them: none is shipped
//! (LAW.md N-ESC-1).

use std::ops::RangeInclusive;

use Allowed::{Number, OneOf, Organ, YesNo};

use crate::organ::OrganCode;
use crate::refusal::Refusal;

/// One setting.
#[derive(Debug, PartialEq)]
pub struct Known {
    /// Its name in messages.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Where it comes from: a rule of LAW.md, or a section of STATISTICS.md.
    pub source: &'static str,
    /// The values it can take.
    pub allowed: Allowed,
    /// What holds where nothing is adopted; empty: nothing does.
    pub default: &'static str,
}

/// The values a setting can take.
#[derive(Debug, PartialEq)]
pub enum Allowed {
    /// One of these, each with its name for people.
    OneOf(&'static [(&'static str, &'static str)]),
    /// `yes` or `no`.
    YesNo,
    /// A whole number within these bounds, of this unit.
    Number(RangeInclusive<u32>, &'static str),
    /// An organ's code.
    Organ,
}

const fn setting(
    name: &'static str,
    title: &'static str,
    source: &'static str,
    allowed: Allowed,
    default: &'static str,
) -> Known {
    Known { name, title, source, allowed, default }
}

/// All of them.
pub const ALL: &[Known] = &[
    // Who does what.
    setting("reconsideration_organ", "行政复议机关", "ARL 24", Organ, ""),
    setting("reconsideration_body", "行政复议机构", "ARL 4(2)", Organ, ""),
    setting("issuer_org", "通报制发机关", "N-GEN-1", Organ, ""),
    // Time.
    setting("default_reply_months", "来函未定期限时的回复期限", "S-JUD-4", Number(1..=12, "个月"), "2"),
    // Appearances.
    setting(
        "who_counts",
        "出庭负责人的范围",
        "A-PER-7",
        OneOf(&[("responsible_persons", "正职、副职及参与分管的负责人"), ("principal_only", "仅主要负责人")]),
        "responsible_persons",
    ),
    setting("principal_in_listed_cases", "重大公益等案件原则上由主要负责人出庭", "A-HEA-1c", YesNo, "no"),
    setting(
        "co_defendant_policy",
        "共同被告的出庭统计",
        "A-CNT-3",
        OneOf(&[
            ("designated_satisfies_all", "商定的负责人出庭，各被告均计出庭"),
            ("each_counted", "各被告分别计算"),
            ("court_notified_only", "只计法院通知的被告"),
        ]),
        "each_counted",
    ),
    setting(
        "instances_included",
        "出庭统计的审级",
        "STATISTICS 1.1",
        OneOf(&[("first", "一审"), ("second", "二审"), ("first_and_second", "一审和二审"), ("all", "各审级")]),
        "all",
    ),
    setting("include_reconsideration_co_defendant", "复议机关作共同被告计入", "STATISTICS 1.1", YesNo, "yes"),
    setting(
        "left_early",
        "中途退庭",
        "STATISTICS 1.1",
        OneOf(&[("absent", "视为未出庭"), ("appeared", "计为出庭")]),
        "absent",
    ),
    // Loss and correction.
    setting("slight_procedure_is_loss", "程序轻微违法计为败诉", "STATISTICS 1.2", YesNo, "yes"),
    setting(
        "lawful_agreement_compensation_is_loss",
        "合法变更解除协议给予补偿计为败诉",
        "STATISTICS 1.2",
        YesNo,
        "yes",
    ),
    setting("mediation_is_loss", "诉讼调解计为败诉", "STATISTICS 1.2", YesNo, "no"),
    setting(
        "co_defendant_loss",
        "共同被告的败诉",
        "STATISTICS 1.2",
        OneOf(&[("own_result", "按各自结果"), ("both", "均计"), ("original_only", "只计原机关")]),
        "own_result",
    ),
    setting("include_public_interest", "行政公益诉讼计入（单列）", "STATISTICS 1.2", YesNo, "yes"),
    setting("include_compensation_only", "单独赔偿案件计入", "STATISTICS 1.2", YesNo, "yes"),
    setting(
        "case_rollup",
        "多项决定的案件如何归为纠错",
        "LAW 2.7",
        OneOf(&[("any", "任一项纠错即计"), ("main_item", "按主项")]),
        "any",
    ),
    setting("agreement_compensation_is_corrective", "行政协议补偿计为纠错", "R-DEC-T9", YesNo, "yes"),
    setting("mediated_is_corrective", "复议调解计为纠错", "R-DEC-T14", YesNo, "no"),
    setting("settlement_is_corrective", "复议和解后撤回申请计为综合纠错", "STATISTICS 1.3", YesNo, "no"),
    // Suggestions.
    setting("extended_reply_date_counts", "按期办复以延长后的期限计", "S-COM-2", YesNo, "yes"),
];

/// The setting of this name.
pub fn named(name: &str) -> Result<&'static Known, Refusal> {
    let all = || ALL.iter().map(|known| known.name).collect::<Vec<_>>().join("、");
    ALL.iter()
        .find(|known| known.name == name)
        .ok_or_else(|| Refusal::UnknownSetting { name: name.to_owned(), known: all() })
}

impl Known {
    /// Whether it can take this value.
    pub fn allows(&self, value: &str) -> Result<(), Refusal> {
        if self.allowed.contains(value) {
            return Ok(());
        }
        let Self { name, title, ref allowed, .. } = *self;
        Err(Refusal::ValueNotAllowed { name, title, value: value.to_owned(), allowed: allowed.in_chinese() })
    }
}

impl Known {
    /// A value as people read it.
    #[must_use]
    pub fn shown(&self, value: &str) -> String {
        match (&self.allowed, value) {
            (OneOf(values), _) => {
                values.iter().find(|(known, _)| *known == value).map_or(value, |(_, title)| title).to_owned()
            }
            (YesNo, "yes") => "是".to_owned(),
            (YesNo, "no") => "否".to_owned(),
            (Number(_, unit), _) => format!("{value} {unit}"),
            (YesNo | Organ, _) => value.to_owned(),
        }
    }
}

impl Allowed {
    fn contains(&self, value: &str) -> bool {
        match self {
            OneOf(values) => values.iter().any(|(allowed, _)| *allowed == value),
            YesNo => matches!(value, "yes" | "no"),
            // Compared as it is written too, so that a number is written in one way.
            Number(bounds, _) => value.parse().is_ok_and(|n| bounds.contains(&n) && n.to_string() == value),
            Organ => OrganCode::try_from(value.to_owned()).is_ok(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            OneOf(values) => {
                values.iter().map(|(value, title)| format!("{value}（{title}）")).collect::<Vec<_>>().join("、")
            }
            YesNo => "yes（是）、no（否）".to_owned(),
            Number(bounds, unit) => format!("{}至{}的整数（{unit}）", bounds.start(), bounds.end()),
            Organ => "机关代码，如 610327-sfj".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_a_value_its_setting_can_take() {
        for known in ALL.iter().filter(|known| !known.default.is_empty()) {
            assert_eq!(known.allows(known.default), Ok(()), "{}", known.name);
        }
    }

    #[test]
    fn a_value_is_shown_in_the_words_of_its_setting() {
        let shown = |name: &str, value: &str| named(name).unwrap().shown(value);
        assert_eq!(shown("co_defendant_policy", "each_counted"), "各被告分别计算");
        assert_eq!(shown("mediation_is_loss", "no"), "否");
        assert_eq!(shown("default_reply_months", "2"), "2 个月");
    }

    #[test]
    fn no_two_settings_share_a_name() {
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|known| known.name).collect();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn a_number_is_within_its_bounds_and_written_in_one_way() {
        let months = named("default_reply_months").unwrap();
        assert_eq!((months.allows("1"), months.allows("12")), (Ok(()), Ok(())));
        for wrong in ["0", "13", "02", "+2", "2个月", ""] {
            assert!(months.allows(wrong).is_err(), "{wrong}");
        }
    }
}
