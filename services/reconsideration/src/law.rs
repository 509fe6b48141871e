//! What the law says about a reconsideration case: its periods, and its conditions in one sentence each.

use kernel::article::{ALL_2017, ARL_2023, Article, CPL_2023, JI_2018, art};
use kernel::calendar::Calendar;
use kernel::day::{Day, day};
use kernel::deadline::Deadline;
use kernel::period::Period;
use kernel::rule::Rule;

use crate::refusal::Refusal;

/// The revised law, by which all periods here are counted, holds from this day on.
const ARL_2023_IN_FORCE: Day = day(2024, 1, 1);

const fn arl(article: u16) -> Article {
    art(ARL_2023, article)
}

const fn revised(id: &'static str, title: &'static str, period: Period, from: &'static str, article: Article) -> Rule {
    Rule::new(id, period, article).titled(title).counted_from(from).in_force_from(ARL_2023_IN_FORCE)
}

/// One applies within sixty days of knowing the act.
pub const APPLICATION: Rule = Rule::new("R-APP-1", Period::days(60), arl(20).paragraph(1))
    .titled("行政复议申请期限")
    .counted_from("知道或者应当知道行政行为");

/// Who was not told of right, organ and period has a year from knowing the act at the most.
pub const APPLICATION_NOT_TOLD: Rule = Rule::new("R-APP-3", Period::months(12), arl(20).paragraph(3))
    .titled("未告知救济途径时的申请最长期限")
    .counted_from("知道行政行为内容");

/// However late one knows of the act, one applies within five years of it.
pub const APPLICATION_CAP: Rule = Rule::new("R-APP-4", Period::years(5), arl(21))
    .titled("行政复议申请最长保护期限")
    .counted_from("作出行政行为")
    .likely();

/// Where the act concerns real estate, within twenty.
pub const APPLICATION_CAP_REAL_ESTATE: Rule = Rule::new("R-APP-4-REAL-ESTATE", Period::years(20), arl(21))
    .titled("不动产案件申请最长保护期限")
    .counted_from("作出行政行为")
    .likely();

/// An application is reviewed within five working days of its receipt.
pub const REVIEW: Rule =
    revised("R-ACC-1", "行政复议申请审查期限", Period::working_days(5), "收到行政复议申请", arl(30).paragraph(1));

/// After supplements it is reviewed anew.
pub const REVIEW_AFTER_SUPPLEMENT: Rule =
    revised("R-ACC-2b", "补正后的重新审查期限", Period::working_days(5), "收到补正材料", arl(31).paragraph(3)).likely();

/// The applicant supplements within ten working days of receiving the notice.
pub const SUPPLEMENT: Rule =
    revised("R-ACC-3", "申请人补正期限", Period::working_days(10), "收到补正通知", arl(31).paragraph(2));

/// Where reconsideration comes first, one sues within fifteen days of receiving the refusal to accept.
pub const SUIT_AFTER_NON_ACCEPTANCE: Rule =
    revised("R-ACC-7", "复议前置案件起诉期限", Period::days(15), "收到决定书或者复议期限届满", arl(34));

/// The respondent is sent a copy of the application within seven working days of acceptance.
pub const COPY: Rule = revised("R-ORD-1", "普通程序发送申请书副本", Period::working_days(7), "受理", arl(48));

/// The respondent answers within ten working days of receiving the copy.
pub const ANSWER: Rule =
    revised("R-ORD-2", "普通程序被申请人答复", Period::working_days(10), "收到申请书副本", arl(48));

/// In simplified procedure the copy is sent within three working days.
pub const SIMPLIFIED_COPY: Rule =
    revised("R-SIM-3", "简易程序发送申请书副本", Period::working_days(3), "受理", arl(54).paragraph(1));

/// In simplified procedure the respondent answers within five working days.
pub const SIMPLIFIED_ANSWER: Rule =
    revised("R-SIM-4", "简易程序被申请人答复", Period::working_days(5), "收到申请书副本", arl(54).paragraph(1));

/// An ordinary case is decided within sixty days of acceptance.
pub const ORDINARY_DECISION: Rule =
    revised("R-DEC-1", "普通程序审理期限", Period::days(60), "受理", arl(62).paragraph(1));

/// A simplified case is decided within thirty days of acceptance.
pub const SIMPLIFIED_DECISION: Rule =
    revised("R-DEC-3", "简易程序审理期限", Period::days(30), "受理", arl(62).paragraph(2));

/// A simplified case that goes on by the ordinary procedure is decided within sixty days of its original acceptance.
pub const CONVERTED_DECISION: Rule = Rule::new("R-SIM-6", Period::days(60), art(JI_2018, 105))
    .titled("简易转普通程序后的审理期限")
    .counted_from("受理")
    .likely();

/// On some grounds a case that was suspended for sixty days may be terminated. Its last day rolls as every other (R-CAL-4):
/// only of service by public notice is it said that it does not, and nobody loses a case for a holiday.
pub const SUSPENDED: Rule = revised("R-TER-5", "中止满六十日终止", Period::days(60), "中止", arl(41).item(5));

/// Service by public notice has happened when thirty days have passed.
pub const PUBLIC_NOTICE: Rule = Rule::new("R-SRV-5", Period::days(30), art(CPL_2023, 95))
    .titled("公告送达")
    .counted_from("发布公告")
    .without_rolling()
    .likely();

/// One sues within fifteen days of receiving the decision.
pub const SUIT: Rule = Rule::new("A-CAL-2", Period::days(15), art(ALL_2017, 45))
    .titled("经复议案件起诉期限")
    .counted_from("收到复议决定书或者复议期限届满");

/// Every period this service counts.
pub const PERIODS: [&Rule; 18] = [
    &APPLICATION,
    &APPLICATION_NOT_TOLD,
    &APPLICATION_CAP,
    &APPLICATION_CAP_REAL_ESTATE,
    &REVIEW,
    &REVIEW_AFTER_SUPPLEMENT,
    &SUPPLEMENT,
    &SUIT_AFTER_NON_ACCEPTANCE,
    &COPY,
    &ANSWER,
    &SIMPLIFIED_COPY,
    &SIMPLIFIED_ANSWER,
    &ORDINARY_DECISION,
    &SIMPLIFIED_DECISION,
    &CONVERTED_DECISION,
    &SUSPENDED,
    &PUBLIC_NOTICE,
    &SUIT,
];

/// The most by which an ordinary case is extended, in days (art. 62(1), R-DEC-2).
pub const LONGEST_EXTENSION: u16 = 30;
/// Without another limit in law, an act ordered to be made again is made within so many days (R-DEC-T2, from 2007).
pub const REDO_DAYS: u16 = 60;
/// From this many applicants on, representatives speak for all (R-APP-10, from 2007).
pub const MANY_APPLICANTS: usize = 6;
/// The most representatives.
pub const MOST_REPRESENTATIVES: usize = 5;
/// A party has one or two agents (art. 17(1)).
pub const MOST_AGENTS: usize = 2;
/// The smallest number of officers who handle a case (R-ORD-5).
pub const FEWEST_HANDLERS: usize = 2;
/// A dispute over no more than this, in fen, may take the simplified procedure (art. 53(1)).
pub const SMALL_AMOUNT: u64 = 300_000;

/// Starts a period. What began before the revised law came into force follows the rules of its time.
pub fn run(rule: &Rule, start: Day, calendar: &Calendar) -> Result<Deadline, Refusal> {
    if rule.is_in_force_on(start) {
        Ok(Deadline::run(rule, start, calendar))
    } else {
        Err(Refusal::UnderTheOldLaw { on: start, since: ARL_2023_IN_FORCE })
    }
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
    fn a_period_that_began_under_the_old_law_is_not_counted() {
        let calendar = Calendar::shipped();
        let (last, first) = (day(2023, 12, 31), day(2024, 1, 1));
        assert_eq!(run(&REVIEW, last, &calendar), Err(Refusal::UnderTheOldLaw { on: last, since: first }));
        assert!(run(&REVIEW, first, &calendar).is_ok());
    }
}
