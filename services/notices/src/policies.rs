//! What a place has decided for itself about counting: the settings that change a figure, as they held on the last day of
//! the period.

use proto::notices as messages;

/// A setting that changes a figure: its name, what holds where nothing was adopted, its name for people and those of its
/// values. Names, values and defaults are the directory's.
struct Known {
    name: &'static str,
    default: &'static str,
    title: &'static str,
    values: &'static [(&'static str, &'static str)],
}

const fn known(
    name: &'static str,
    default: &'static str,
    title: &'static str,
    values: &'static [(&'static str, &'static str)],
) -> Known {
    Known { name, default, title, values }
}

const YES_NO: &[(&str, &str)] = &[("yes", "是"), ("no", "否")];

/// All of them, by name.
const KNOWN: &[Known] = &[
    known("agreement_compensation_is_corrective", "yes", "行政协议补偿计为纠错", YES_NO),
    known("case_rollup", "any", "多项决定", &[("any", "任一项纠错即计"), ("main_item", "按主项计")]),
    known(
        "co_defendant_loss",
        "own_result",
        "共同被告",
        &[("own_result", "按各自结果"), ("both", "一方败诉均计"), ("original_only", "只计原机关")],
    ),
    known(
        "co_defendant_policy",
        "each_counted",
        "共同被告",
        &[
            ("each_counted", "各被告分别计算"),
            ("designated_satisfies_all", "商定的负责人出庭，各被告均计出庭"),
            ("court_notified_only", "只计法院通知的被告"),
        ],
    ),
    known("extended_reply_date_counts", "yes", "以延长后的期限计", YES_NO),
    known("include_compensation_only", "yes", "计入单独赔偿案件", YES_NO),
    known("include_public_interest", "yes", "计入行政公益诉讼", YES_NO),
    known("include_reconsideration_co_defendant", "yes", "计入作共同被告的复议机关", YES_NO),
    known(
        "instances_included",
        "all",
        "审级",
        &[("all", "各审级"), ("first_and_second", "一审和二审"), ("first", "一审"), ("second", "二审")],
    ),
    known("issuer_org", "", "通报制发机关", &[]),
    known("lawful_agreement_compensation_is_loss", "yes", "合法变更解除协议给予补偿计为败诉", YES_NO),
    known("left_early", "absent", "中途退庭", &[("absent", "视为未出庭"), ("appeared", "计为出庭")]),
    known("mediated_is_corrective", "no", "复议调解计为纠错", YES_NO),
    known("mediation_is_loss", "no", "诉讼调解计为败诉", YES_NO),
    known("settlement_is_corrective", "no", "和解后撤回申请计为综合纠错", YES_NO),
    known("slight_procedure_is_loss", "yes", "程序轻微违法计为败诉", YES_NO),
    known(
        "who_counts",
        "responsible_persons",
        "出庭负责人",
        &[("responsible_persons", "正职、副职及参与分管的负责人"), ("principal_only", "仅主要负责人")],
    ),
];

/// The settings in force, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Policies(Vec<messages::Policy>);

impl Default for Policies {
    fn default() -> Self {
        Self::of([])
    }
}

impl Policies {
    /// What was adopted, and the defaults for the rest. Settings that change no figure are left out.
    pub fn of(adopted: impl IntoIterator<Item = messages::Policy>) -> Self {
        let default = |known: &Known| messages::Policy {
            name: known.name.to_owned(),
            value: known.default.to_owned(),
            ..messages::Policy::default()
        };
        Self(KNOWN.iter().map(default).collect()).with(adopted)
    }

    /// These, as if others had been adopted (S40).
    #[must_use]
    pub fn with(mut self, others: impl IntoIterator<Item = messages::Policy>) -> Self {
        for other in others {
            if let Some(policy) = self.0.iter_mut().find(|policy| policy.name == other.name) {
                *policy = other;
            }
        }
        self
    }

    /// Whether there is such a setting, and it can have this value.
    #[must_use]
    pub fn allow(name: &str, value: &str) -> bool {
        let allows =
            |known: &Known| known.values.is_empty() || known.values.iter().any(|(allowed, _)| *allowed == value);
        KNOWN.iter().any(|known| known.name == name && allows(known))
    }

    /// The value of a setting.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|policy| policy.name == name).map_or("", |policy| &policy.value)
    }

    /// Whether a setting has this value.
    #[must_use]
    pub fn says(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    /// What a setting says, for people: 共同被告：各被告分别计算.
    #[must_use]
    pub fn in_words(&self, name: &str) -> String {
        let value = self.get(name);
        let Some(known) = KNOWN.iter().find(|known| known.name == name) else { return String::new() };
        let shown = known.values.iter().find(|(allowed, _)| *allowed == value).map_or(value, |(_, shown)| shown);
        format!("{}：{shown}", known.title)
    }

    /// All of them, by name.
    #[must_use]
    pub fn list(&self) -> &[messages::Policy] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(name: &str, value: &str) -> messages::Policy {
        messages::Policy { name: name.to_owned(), value: value.to_owned(), ..messages::Policy::default() }
    }

    #[test]
    fn what_was_adopted_holds_and_the_default_for_the_rest() {
        let policies =
            Policies::of([policy("co_defendant_policy", "court_notified_only"), policy("default_reply_months", "1")]);
        assert!(policies.says("co_defendant_policy", "court_notified_only"));
        assert!(policies.says("left_early", "absent"));
        assert_eq!(policies.get("default_reply_months"), "", "it changes no figure");
    }

    #[test]
    fn a_setting_is_told_in_words() {
        let policies = Policies::of([policy("instances_included", "first")]);
        assert_eq!(policies.in_words("instances_included"), "审级：一审");
        for known in KNOWN.iter().filter(|known| !known.default.is_empty()) {
            assert!(known.values.iter().any(|(value, _)| *value == known.default), "{}", known.name);
        }
    }

    #[test]
    fn the_settings_are_listed_by_name() {
        assert!(KNOWN.is_sorted_by_key(|known| known.name));
    }
}
