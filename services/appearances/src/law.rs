//! What the law says about a lawsuit and who appears in it: its periods, and its conditions in one sentence each.

use kernel::article::{ALL_2017, Article, JI_2018, JI_2020, art};
use kernel::day::{Day, day};
use kernel::period::Period;
use kernel::rule::Rule;

use crate::lawsuit::InstanceKind;
use crate::lawsuit::registration::Reconsidered;
use crate::parties::OrganKind;
use crate::refusal::Refusal;

const JI_2020_IN_FORCE: Day = day(2020, 7, 1);

const fn all(article: u16) -> Article {
    art(ALL_2017, article)
}

const fn rule(id: &'static str, title: &'static str, period: Period, from: &'static str, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_from(from)
}

/// The defendant hands in its answer, evidence and bases within fifteen days of receiving the complaint.
pub const ANSWER: Rule = rule("A-TRI-2", "被告答辩和举证", Period::days(15), "收到起诉状副本", all(67).paragraph(1));

/// Within the same days it may apply to hand in evidence later.
pub const LATE_EVIDENCE: Rule =
    rule("A-TRI-3", "申请延期提供证据", Period::days(15), "收到起诉状副本", art(JI_2018, 34));

/// Within the same days it may object to the court's jurisdiction.
pub const OBJECTION: Rule = rule("A-TRI-4", "管辖异议", Period::days(15), "收到起诉状副本", art(JI_2018, 10));

/// The court tries a first instance within six months.
pub const FIRST_TRIAL: Rule = rule("A-TRI-5", "一审普通程序审理期限", Period::months(6), "立案", all(81));

/// In simplified procedure within forty-five days.
pub const SIMPLIFIED_TRIAL: Rule = rule("A-TRI-6", "一审简易程序审理期限", Period::days(45), "立案", all(83));

/// Summons arrive three days before the hearing.
pub const SUMMONS: Rule =
    Rule::new("A-TRI-8", Period::days(3), art(JI_2018, 71)).titled("传票送达").counted_before("开庭");

/// The appearance notice arrives three days before the hearing.
pub const NOTICE: Rule = Rule::new("A-HEA-2", Period::days(3), art(JI_2020, 5))
    .titled("出庭通知书送达")
    .counted_before("开庭")
    .in_force_from(JI_2020_IN_FORCE);

/// One appeals against a judgment within fifteen days of its service.
pub const APPEAL_OF_JUDGMENT: Rule = rule("A-APL-1", "对判决上诉", Period::days(15), "送达判决书", all(85));

/// Against a ruling within ten days, calendar days here.
pub const APPEAL_OF_RULING: Rule = rule("A-APL-2", "对裁定上诉", Period::days(10), "送达裁定书", all(85));

/// One answers an appeal within fifteen days.
pub const APPEAL_ANSWER: Rule = rule("A-APL-3", "对上诉状答辩", Period::days(15), "收到上诉状副本", art(JI_2018, 108));

/// The court tries a second instance within three months.
pub const SECOND_TRIAL: Rule = rule("A-APL-4", "二审审理期限", Period::months(3), "收到上诉状", all(88));

/// The court examines an application for retrial within six months.
pub const RETRIAL_EXAM: Rule = rule("A-RET-2", "再审申请审查", Period::months(6), "再审申请立案", art(JI_2018, 112));

/// One answers an application for retrial within fifteen days.
pub const RETRIAL_ANSWER: Rule =
    rule("A-RET-3", "对再审申请提出意见", Period::days(15), "收到再审申请书副本", art(JI_2018, 111));

/// A retrial has the limit of the procedure it follows.
pub const RETRIAL_AS_FIRST: Rule =
    rule("A-RET-5", "适用一审程序的再审审理期限", Period::months(6), "再审立案", art(JI_2018, 50).paragraph(2));

/// The same, where a second instance is tried again.
pub const RETRIAL_AS_SECOND: Rule =
    rule("A-RET-5-SECOND", "适用二审程序的再审审理期限", Period::months(3), "再审立案", art(JI_2018, 50).paragraph(2));

/// Every period this service counts.
pub const PERIODS: [&Rule; 15] = [
    &ANSWER,
    &LATE_EVIDENCE,
    &OBJECTION,
    &FIRST_TRIAL,
    &SIMPLIFIED_TRIAL,
    &SUMMONS,
    &NOTICE,
    &APPEAL_OF_JUDGMENT,
    &APPEAL_OF_RULING,
    &APPEAL_ANSWER,
    &SECOND_TRIAL,
    &RETRIAL_EXAM,
    &RETRIAL_ANSWER,
    &RETRIAL_AS_FIRST,
    &RETRIAL_AS_SECOND,
];

/// A-PER-5: a party is represented by one or two agents.
pub const MOST_AGENTS: usize = 2;

/// Who is sued after a reconsideration (A-DEF-1 to A-DEF-4): the original organ, the reconsideration organ, or both. None
/// where it depends on what is sued over.
#[must_use]
pub fn defendants_after(result: Reconsidered) -> Option<&'static [OrganKind]> {
    match result {
        Reconsidered::Maintained | Reconsidered::Mixed | Reconsidered::IllegalProcedure => {
            Some(&[OrganKind::OriginalOrgan, OrganKind::ReconsiderationOrgan])
        }
        Reconsidered::Changed => Some(&[OrganKind::ReconsiderationOrgan]),
        Reconsidered::NotAccepted | Reconsidered::NoDecision => None,
    }
}

/// A-DEF-3: what else than the original act may be sued over, and then against the reconsideration organ, where that decided
/// nothing on the act; and the article.
#[must_use]
pub fn sued_over_instead(result: Reconsidered) -> Option<(&'static str, &'static str)> {
    match result {
        Reconsidered::NoDecision => Some(("未作决定", "行政诉讼法第二十六条第三款")),
        Reconsidered::NotAccepted => Some(("不予受理、驳回申请", "行政诉讼法解释第一百三十三条")),
        Reconsidered::Maintained | Reconsidered::Mixed | Reconsidered::IllegalProcedure | Reconsidered::Changed => None,
    }
}

/// A-RET-4, STATISTICS 4: an application for retrial that came to nothing leaves the result effective that was examined, since
/// the day it was.
pub fn has_an_effect_of_its_own(kind: InstanceKind) -> Result<(), Refusal> {
    if kind == InstanceKind::RetrialExam { Err(Refusal::LeavesTheExamined { kind }) } else { Ok(()) }
}

/// A fact lies in the past, or is of today.
pub fn has_come(field: &'static str, on: Day, today: Day) -> Result<(), Refusal> {
    if on > today { Err(Refusal::NotYetCome { field, on, today }) } else { Ok(()) }
}

/// A fact does not come before another that it presupposes.
pub fn not_before(field: &'static str, on: Day, fact: &'static str, since: Day) -> Result<(), Refusal> {
    if on < since { Err(Refusal::TooEarly { field, on, fact, since }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::rules;

    #[test]
    fn the_periods_are_those_of_the_kernels_table() {
        for rule in PERIODS {
            assert_eq!(rules::find(rule.id()), Some(rule), "{}", rule.id());
        }
    }

    #[test]
    fn a_def_1_a_def_2_a_def_3_and_a_def_4_the_result_says_who_is_sued() {
        use OrganKind::{OriginalOrgan, ReconsiderationOrgan};
        assert_eq!(defendants_after(Reconsidered::Maintained), Some([OriginalOrgan, ReconsiderationOrgan].as_slice()));
        assert_eq!(defendants_after(Reconsidered::Changed), Some([ReconsiderationOrgan].as_slice()));
        assert_eq!(defendants_after(Reconsidered::NoDecision), None, "it depends on which of them is sued over");
        assert_eq!(defendants_after(Reconsidered::NotAccepted), None, "likewise");
        // JI-2018 134(2); and 22(3): confirmed as unlawful for its procedure alone is no change.
        for both in [Reconsidered::Mixed, Reconsidered::IllegalProcedure] {
            assert_eq!(defendants_after(both), Some([OriginalOrgan, ReconsiderationOrgan].as_slice()), "{both}");
        }
    }
}
