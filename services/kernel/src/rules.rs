//! The table of all periods in the rulebook.

use crate::article::{
    ALL_2017, ARL_2023, ARR_2007, Article, CPL_2023, JI_2018, JI_2020, JS_2023, LOCAL, MEDIATION_2024, PIL_2020,
    PS_2019, art, whole,
};
use crate::day::{Day, day};
use crate::period::Period;
use crate::rule::Rule;

/// Every period of the rulebook, one line of law each.
///
/// The plain id has the reading the rulebook's examples use; a second period of the same rule has a readable suffix.
/// A service that comes to apply a rule takes its line over into its `law.rs`.
#[rustfmt::skip] // one line, one rule
pub const RULES: &[Rule] = &[
    // Service and obstacles.
    forward("R-SRV-5", "公告送达", days(30), "发布公告", art(CPL_2023, 95)).without_rolling().likely(),
    forward("R-CAL-11", "障碍消除后申请延长起诉期限", days(10), "障碍消除", art(ALL_2017, 48).paragraph(2)),
    // 行政复议法 chapter III: application.
    forward("R-APP-1", "行政复议申请期限", days(60), "知道或者应当知道行政行为", arl(20).paragraph(1)),
    forward("R-APP-2", "因正当理由耽误的行政复议申请期限", days(60), "知道或者应当知道行政行为", arl(20).paragraph(2)),
    forward("R-APP-3", "未告知救济途径时的申请最长期限", months(12), "知道行政行为内容", arl(20).paragraph(3)),
    forward("R-APP-4", "行政复议申请最长保护期限", years(5), "作出行政行为", arl(21)).likely(),
    forward("R-APP-4-REAL-ESTATE", "不动产案件申请最长保护期限", years(20), "作出行政行为", arl(21)).likely(),
    forward("R-APP-6", "未规定履行期限时的履行期限", days(60), "收到履职申请", art(ARR_2007, 16)),
    revised("R-APP-9", "处罚机关转送复议申请", workdays(5), "处罚机关收到复议申请", arl(32)),
    // Review and acceptance.
    revised("R-ACC-1", "行政复议申请审查期限", workdays(5), "收到行政复议申请", arl(30).paragraph(1)),
    revised("R-ACC-2", "通知补正期限", workdays(5), "收到行政复议申请", arl(31).paragraph(1)),
    revised("R-ACC-2b", "补正后的重新审查期限", workdays(5), "收到补正材料", arl(31).paragraph(3)).likely(),
    revised("R-ACC-3", "申请人补正期限", workdays(10), "收到补正通知", arl(31).paragraph(2)),
    revised("R-ACC-4", "视为受理", workdays(5), "收到行政复议申请", arl(30).paragraph(3)).likely(),
    revised("R-ACC-5", "决定不予受理期限", workdays(5), "收到行政复议申请", arl(30).paragraph(2)),
    revised("R-ACC-7", "复议前置案件起诉期限", days(15), "收到决定书或者复议期限届满", arl(34)),
    forward("R-ACC-9", "多个机关协商确定受理机关", days(10), "收到行政复议申请", art(ARR_2007, 30)).likely(),
    forward("R-ACC-9-DESIGNATION", "指定受理机关", days(10), "协商不成", art(ARR_2007, 30)).likely(),
    // Ordinary procedure and hearing.
    revised("R-ORD-1", "普通程序发送申请书副本", workdays(7), "受理", arl(48)),
    revised("R-ORD-2", "普通程序被申请人答复", workdays(10), "收到申请书副本", arl(48)),
    backward("R-HEA-3", "行政复议听证通知", workdays(5), "听证", arl(51).paragraph(1)).in_force_from(ARL_2023_IN_FORCE),
    // Simplified procedure.
    revised("R-SIM-3", "简易程序发送申请书副本", workdays(3), "受理", arl(54).paragraph(1)),
    revised("R-SIM-4", "简易程序被申请人答复", workdays(5), "收到申请书副本", arl(54).paragraph(1)),
    forward("R-SIM-6", "简易转普通程序后的审理期限", days(60), "受理", art(JI_2018, 105)).likely(),
    // Collateral review.
    revised("R-COL-1", "有权处理时的附带审查", days(30), "启动附带审查", arl(56)),
    revised("R-COL-2", "无权处理时转送", workdays(7), "发现无权处理", arl(56)),
    revised("R-COL-3", "通知规范性文件制定机关", workdays(3), "中止", arl(58).paragraph(1)),
    revised("R-COL-4", "规范性文件制定机关答复", workdays(10), "收到书面通知", arl(58).paragraph(1)),
    revised("R-COL-5", "受转送机关处理规范性文件", days(60), "收到转送", arl(60)),
    // Suspension and termination.
    revised("R-SUS-3", "中止后的审理期限", days(60), "受理", arl(39)).likely(),
    forward("R-SUS-4", "调解中止最长期限", days(30), "为调解中止", whole(MEDIATION_2024)).local_practice(),
    revised("R-TER-5", "中止满六十日终止", days(60), "中止", arl(41).item(5)),
    // Decision and performance.
    revised("R-DEC-1", "普通程序审理期限", days(60), "受理", arl(62).paragraph(1)),
    revised("R-DEC-2", "普通程序延长后的最长审理期限", days(60 + 30), "受理", arl(62).paragraph(1)),
    revised("R-DEC-3", "简易程序审理期限", days(30), "受理", arl(62).paragraph(2)),
    forward("R-DEC-4", "逾期不作决定的起诉期限", days(15), "复议期限届满", all(45)),
    forward("R-DEC-T2", "重新作出行政行为", days(60), "收到行政复议决定书", art(ARR_2007, 49)),
    revised("R-PER-1", "意见书整改情况通报", days(60), "收到行政复议意见书", arl(76)),
    // 行政诉讼法: periods to sue.
    forward("A-CAL-2", "经复议案件起诉期限", days(15), "收到复议决定书或者复议期限届满", all(45)),
    forward("A-CAL-3", "直接起诉期限", months(6), "知道或者应当知道行政行为", all(46).paragraph(1)),
    forward("A-CAL-3-NOT-TOLD", "未告知起诉期限时的最长起诉期限", months(12), "知道行政行为内容", art(JI_2018, 64)),
    forward("A-CAL-3-CAP", "最长起诉期限", years(5), "作出行政行为", all(46).paragraph(2)),
    forward("A-CAL-3-CAP-REAL-ESTATE", "不动产案件最长起诉期限", years(20), "作出行政行为", all(46).paragraph(2)),
    forward("A-CAL-4", "行政机关履行职责期限", months(2), "收到履职申请", all(47).paragraph(1)).likely(),
    forward("A-CAL-4-SUIT", "不履行职责的起诉期限", months(6), "履行职责期限届满", art(JI_2018, 66)),
    // First instance.
    forward("A-TRI-1", "法院发送起诉状副本", days(5), "立案", all(67).paragraph(1)),
    forward("A-TRI-2", "被告答辩和举证", days(15), "收到起诉状副本", all(67).paragraph(1)),
    forward("A-TRI-3", "申请延期提供证据", days(15), "收到起诉状副本", art(JI_2018, 34)),
    forward("A-TRI-3-CAUSE-ENDED", "延期提供证据", days(15), "正当事由消除", art(JI_2018, 34)),
    forward("A-TRI-4", "管辖异议", days(15), "收到起诉状副本", art(JI_2018, 10)),
    forward("A-TRI-5", "一审普通程序审理期限", months(6), "立案", all(81)),
    forward("A-TRI-6", "一审简易程序审理期限", days(45), "立案", all(83)),
    forward("A-TRI-6-EVIDENCE", "一审简易程序最长举证期限", days(15), "收到起诉状副本", art(JI_2018, 104)),
    backward("A-TRI-8", "传票送达", days(3), "开庭", art(JI_2018, 71)),
    backward("A-HEA-2", "出庭通知书送达", days(3), "开庭", art(JI_2020, 5)).in_force_from(JI_2020_IN_FORCE),
    // Appeal and retrial.
    forward("A-APL-1", "对判决上诉", days(15), "送达判决书", all(85)),
    forward("A-APL-2", "对裁定上诉", days(10), "送达裁定书", all(85)),
    forward("A-APL-3", "对上诉状答辩", days(15), "收到上诉状副本", art(JI_2018, 108)),
    forward("A-APL-4", "二审审理期限", months(3), "收到上诉状", all(88)),
    forward("A-RET-1", "申请再审", months(6), "裁判生效", art(JI_2018, 110)),
    forward("A-RET-2", "再审申请审查", months(6), "再审申请立案", art(JI_2018, 112)),
    forward("A-RET-3", "对再审申请提出意见", days(15), "收到再审申请书副本", art(JI_2018, 111)),
    forward("A-RET-4", "对抗诉作出裁定", days(30), "收到抗诉书", art(JI_2018, 124)),
    forward("A-RET-4-SUGGESTION", "审查再审检察建议", months(3), "收到再审检察建议", art(JI_2018, 126)),
    forward("A-RET-5", "适用一审程序的再审审理期限", months(6), "再审立案", art(JI_2018, 50).paragraph(2)),
    forward("A-RET-5-SECOND", "适用二审程序的再审审理期限", months(3), "再审立案", art(JI_2018, 50).paragraph(2)),
    // Performance and enforcement.
    forward("A-ENF-0", "履行生效裁判", days(15), "送达生效裁判", all(94)).local_practice(),
    forward("A-ENF-1", "申请强制执行", years(2), "履行期限届满", art(JI_2018, 153)),
    forward("A-NLE-1", "申请非诉执行", months(3), "起诉期限届满", art(JI_2018, 156)),
    forward("A-NLE-1-RULING", "非诉执行审查", days(7), "受理非诉执行申请", art(JI_2018, 160)),
    forward("A-NLE-1-RULING-ILLEGAL", "明显违法时的非诉执行审查", days(30), "受理非诉执行申请", art(JI_2018, 160)),
    // Suggestions.
    forward("S-JUD-2", "回复综合治理类司法建议", months(2), "收到司法建议书", art(JS_2023, 8)).in_force_from(JS_2023_IN_FORCE),
    forward("S-JUD-3", "回复规范性文件司法建议", days(60), "收到司法建议书", art(JI_2018, 149).paragraph(4)),
    forward("S-JUD-4", "回复没有法定期限的司法建议", months(2), "收到司法建议书", LOCAL).local_practice(),
    forward("S-PRO-2", "回复公益诉讼检察建议", months(2), "收到检察建议书", art(PIL_2020, 21).paragraph(2)),
    forward("S-PRO-3", "回复紧急公益诉讼检察建议", days(15), "收到检察建议书", art(PIL_2020, 21).paragraph(2)),
    forward("S-PRO-5", "回复其他检察建议", months(2), "收到检察建议书", art(PS_2019, 19)).likely(),
];

/// The rule of an id, in capital or small letters.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id().eq_ignore_ascii_case(id))
}

/// The rules whose ids are most like a mistyped one, best first; at most three.
#[must_use]
pub fn nearest(id: &str) -> Vec<&'static Rule> {
    let id = id.to_ascii_uppercase();
    let mut near: Vec<(usize, &Rule)> =
        RULES.iter().map(|rule| (distance(&id, &rule.id().to_ascii_uppercase()), rule)).collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take_while(|(distance, _)| *distance <= 2).take(3).map(|(_, rule)| rule).collect()
}

/// How many letters must be typed, erased or changed to turn one text into the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.chars().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The cut-over to the revised law goes by what starts a period: older cases need the rules of their time.
const ARL_2023_IN_FORCE: Day = day(2024, 1, 1);
const JI_2020_IN_FORCE: Day = day(2020, 7, 1);
const JS_2023_IN_FORCE: Day = day(2023, 11, 16);

type Text = &'static str;

const fn forward(id: Text, title: Text, period: Period, counted_from: Text, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_from(counted_from)
}

const fn backward(id: Text, title: Text, period: Period, event: Text, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_before(event)
}

/// A period of the 行政复议法 that the revision set, so that it does not fit what began before.
const fn revised(id: Text, title: Text, period: Period, counted_from: Text, article: Article) -> Rule {
    forward(id, title, period, counted_from, article).in_force_from(ARL_2023_IN_FORCE)
}

const fn arl(article: u16) -> Article {
    art(ARL_2023, article)
}

const fn all(article: u16) -> Article {
    art(ALL_2017, article)
}

const fn workdays(count: u16) -> Period {
    Period::working_days(count)
}

const fn days(count: u16) -> Period {
    Period::days(count)
}

const fn months(count: u16) -> Period {
    Period::months(count)
}

const fn years(count: u16) -> Period {
    Period::years(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Mark;
    use std::collections::BTreeSet;

    /// The ids of every R-, A- and S-rule of the rulebook that is a period.
    const PERIODS_OF_THE_RULEBOOK: &str = include_str!("../tests/period-rules.txt");

    #[test]
    fn every_period_of_the_rulebook_is_in_the_table() {
        let missing: Vec<&str> = PERIODS_OF_THE_RULEBOOK.lines().filter(|id| find(id).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_rule_of_the_table_is_in_the_rulebook_or_a_variant_of_one_that_is() {
        let known = |rule: &Rule| {
            PERIODS_OF_THE_RULEBOOK.lines().any(|id| rule.id() == id || rule.id().starts_with(&format!("{id}-")))
        };
        let unknown: Vec<&str> = RULES.iter().filter(|rule| !known(rule)).map(Rule::id).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn no_id_is_given_twice() {
        assert_eq!(RULES.iter().map(Rule::id).collect::<BTreeSet<_>>().len(), RULES.len());
    }

    #[test]
    fn r_cal_1_reconsideration_counts_three_five_seven_and_ten_days_in_working_days() {
        let in_working_days = RULES.iter().filter(|rule| rule.shape().period.is_in_working_days());
        for rule in in_working_days {
            assert_eq!(rule.article().statute, ARL_2023, "{}", rule.id());
            let Period::WorkingDays(count) = rule.shape().period else { continue };
            assert!([3, 5, 7, 10].contains(&count), "{}", rule.id());
        }
    }

    #[test]
    fn r_cal_2_litigation_and_suggestions_never_count_in_working_days() {
        let others = RULES.iter().filter(|rule| !rule.id().starts_with("R-"));
        for rule in others {
            assert!(!rule.shape().period.is_in_working_days(), "{}", rule.id());
        }
    }

    #[test]
    fn only_public_notice_and_days_counted_back_do_not_roll() {
        let fixed: Vec<&str> = RULES.iter().filter(|rule| !rule.shape().rolls).map(Rule::id).collect();
        assert_eq!(fixed, ["R-SRV-5", "R-HEA-3", "A-TRI-8", "A-HEA-2"]);
    }

    #[test]
    fn local_defaults_say_so() {
        let local: Vec<&str> = RULES.iter().filter(|rule| rule.mark() == Mark::LocalPractice).map(Rule::id).collect();
        assert_eq!(local, ["R-SUS-4", "A-ENF-0", "S-JUD-4"]);
    }

    #[test]
    fn a_mistyped_id_finds_its_neighbours() {
        assert_eq!(find("r-acc-2B").unwrap().id(), "R-ACC-2b");
        assert_eq!(find("R-ACC1"), None);
        assert_eq!(nearest("R-ACC1")[0].id(), "R-ACC-1");
        assert!(nearest("什么").is_empty());
    }
}
