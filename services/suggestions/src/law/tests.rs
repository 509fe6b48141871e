use kernel::rules;

use super::*;
use crate::samples::{d, limit};

fn period(kind: Kind, urgent: bool, stated: Option<&str>, received_on: &str) -> ReplyPeriod {
    reply_period((kind, urgent), stated.map(limit), DEFAULT_MONTHS, d(received_on), &Calendar::shipped()).unwrap()
}

fn due(kind: Kind, urgent: bool, stated: Option<&str>, received_on: &str) -> (Origin, String) {
    let period = period(kind, urgent, stated, received_on);
    (period.origin, period.deadline.due().unwrap().to_string())
}

#[test]
fn the_periods_are_those_of_the_kernels_table() {
    for rule in PERIODS {
        assert_eq!(rules::find(rule.id()), Some(rule), "{}", rule.id());
    }
}

#[test]
fn s_jud_2_c21_governance_is_answered_within_two_months_also_on_a_working_saturday() {
    assert_eq!(due(Kind::Governance, false, None, "2025-12-31"), (Origin::Statute, "2026-02-28".to_owned()));
}

#[test]
fn s_jud_2_s_jud_7_before_the_rules_of_2023_no_law_set_a_limit_and_since_then_they_alone_do() {
    assert_eq!(due(Kind::Governance, false, None, "2023-11-15").0, Origin::LocalDefault);
    assert_eq!(due(Kind::Governance, false, None, "2023-11-16").0, Origin::Statute);
}

#[test]
fn s_jud_3_c24_a_normative_document_is_answered_for_within_sixty_days() {
    assert_eq!(due(Kind::NormativeDocument, false, None, "2026-07-23"), (Origin::Statute, "2026-09-21".to_owned()));
}

#[test]
fn s_jud_4_without_a_limit_in_law_the_letters_holds_and_else_what_the_place_has_adopted() {
    for kind in [Kind::AppearanceDefault, Kind::AttendanceDefault, Kind::RefusalToPerform, Kind::CaseSpecific] {
        let set = |stated, on| due(kind, false, stated, on);
        assert_eq!(set(Some("2026-05-29"), "2026-03-02"), (Origin::Letter, "2026-05-29".to_owned()));
        assert_eq!(set(Some("3个月"), "2026-03-02"), (Origin::Letter, "2026-06-02".to_owned()));
        assert_eq!(set(None, "2026-03-02"), (Origin::LocalDefault, "2026-05-06".to_owned()));
    }
    let adopted = reply_period((Kind::CaseSpecific, false), None, 1, d("2026-03-02"), &Calendar::shipped()).unwrap();
    assert_eq!((adopted.deadline.rule(), adopted.deadline.due()), ("S-JUD-4", Some(d("2026-04-02"))));
}

#[test]
fn s_pro_2_c22_t08_public_interest_is_answered_within_two_months_of_receipt() {
    assert_eq!(due(Kind::PublicInterest, false, None, "2024-08-05"), (Origin::Statute, "2024-10-08".to_owned()));
}

#[test]
fn s_pro_3_c23_urgent_public_interest_is_answered_within_fifteen_days() {
    assert_eq!(due(Kind::PublicInterest, true, None, "2024-09-20"), (Origin::Statute, "2024-10-08".to_owned()));
}

#[test]
fn s_pro_5_the_others_are_answered_within_two_months_and_urgent_ones_as_they_say() {
    for kind in [Kind::SocialGovernance, Kind::CorrectIllegality, Kind::OtherProcuratorial] {
        assert_eq!(due(kind, false, None, "2026-03-02"), (Origin::Statute, "2026-05-06".to_owned()));
        assert_eq!(due(kind, true, Some("10日"), "2026-03-02"), (Origin::Letter, "2026-03-12".to_owned()));
        assert_eq!(period(kind, true, Some("10日"), "2026-03-02").other, None);
    }
}

#[test]
fn of_law_and_letter_the_earlier_limit_counts_and_the_later_one_is_kept() {
    let shorter = period(Kind::PublicInterest, false, Some("1个月"), "2026-03-02");
    assert_eq!((shorter.origin, shorter.deadline.due()), (Origin::Letter, Some(d("2026-04-02"))));
    assert_eq!(shorter.other.unwrap().rule(), "S-PRO-2");
    let longer = period(Kind::Governance, false, Some("90日"), "2026-03-02");
    assert_eq!((longer.origin, longer.deadline.rule()), (Origin::Statute, "S-JUD-2"));
    assert_eq!(longer.other.unwrap().due(), Some(d("2026-06-01")));
    assert_eq!(period(Kind::Governance, false, Some("2个月"), "2026-03-02").other, None);
}

#[test]
fn a_day_set_by_a_letter_rolls_when_it_is_a_rest_day() {
    assert_eq!(due(Kind::CaseSpecific, false, Some("2026-05-02"), "2026-03-02").1, "2026-05-06");
}

#[test]
fn a_letter_that_arrives_after_its_own_last_day_leaves_what_the_law_gives_or_sets_no_period() {
    let late = |kind, received_on| {
        let limit = Some(limit("2026-03-10"));
        reply_period((kind, false), limit, DEFAULT_MONTHS, d(received_on), &Calendar::shipped())
    };
    assert_eq!(late(Kind::CaseSpecific, "2026-03-10").unwrap().deadline.due(), Some(d("2026-03-10")));
    let refused = Refusal::LimitBeforeReceipt { limit: limit("2026-03-10"), received_on: d("2026-03-11") };
    assert_eq!(late(Kind::CaseSpecific, "2026-03-11").unwrap_err(), refused);
    let lawful = late(Kind::Governance, "2026-03-11").unwrap();
    assert_eq!((lawful.origin, lawful.deadline.due()), (Origin::Statute, Some(d("2026-05-11"))));
}

#[test]
fn s30_one_is_reminded_fifteen_and_three_days_before_and_on_the_day_after() {
    let due = d("2026-05-06");
    let on = |day: &str| reminder_by(due, d(day));
    assert_eq!(on("2026-04-20"), None);
    assert_eq!((on("2026-04-21"), on("2026-05-02")), (Some(15), Some(15)));
    assert_eq!((on("2026-05-03"), on("2026-05-06")), (Some(3), Some(3)));
    assert_eq!((on("2026-05-07"), on("2027-05-07")), (Some(-1), Some(-1)));
}
