//! The unit examples of STATISTICS 7, and what the sets have in common.

mod documents;

use uuid::Uuid;

use super::*;
use crate::facts::Listed;
use crate::facts::lawsuits::{Attendance, Outcome};
use crate::rates::NO_CASE;

const BUREAU: Uuid = Uuid::from_u128(1);
const GOVERNMENT: Uuid = Uuid::from_u128(2);

fn scope(adopted: &[(&str, &str)]) -> Scope {
    let policy = |(name, value): &(&str, &str)| messages::Policy {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
        ..messages::Policy::default()
    };
    let organ = |id: Uuid| messages::Organ { id: id.as_bytes().to_vec(), ..messages::Organ::default() };
    Scope {
        period: Period::Quarter(2026, 1),
        as_of: day("2026-04-10"),
        policies: Policies::of(adopted.iter().map(policy)),
        organs: vec![organ(BUREAU), organ(GOVERNMENT)],
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn printed(code: &str, facts: &Facts, adopted: &[(&str, &str)]) -> String {
    let tally = named(code).unwrap().computed(facts, &scope(adopted)).total.unwrap();
    match (tally.printed.as_str(), tally.denominator) {
        (NO_CASE, _) => NO_CASE.to_owned(),
        _ => format!("{}/{} {}", tally.numerator, tally.denominator, tally.printed),
    }
}

fn party(instance: &str) -> Party {
    Party {
        stream: Uuid::from_u128(9),
        key: "1/1".to_owned(),
        organs: vec![BUREAU],
        organ_names: vec!["县司法局".to_owned()],
        instance_kind: instance.to_owned(),
        outcome: sued("", ""),
        ..Party::default()
    }
}

fn sued(code: &str, holding: &str) -> Outcome {
    Outcome {
        role: "Defendant".to_owned(),
        organ_kind: "OriginalOrgan".to_owned(),
        defendants: 1,
        code: code.to_owned(),
        holding: if holding.is_empty() { Vec::new() } else { vec![holding.to_owned()] },
        ..Outcome::default()
    }
}

/// What an attendance amounted to on a day.
fn attended(on: &str, status: &str, level: &str) -> Attendance {
    Attendance {
        held_on: Some(on.to_owned()),
        status: status.to_owned(),
        level: level.to_owned(),
        ..Attendance::default()
    }
}

fn heard_at(instance: &str, attendances: impl IntoIterator<Item = Attendance>) -> Party {
    let attendances: Vec<_> = attendances.into_iter().collect();
    Party { first_heard_on: attendances[0].held_on.clone(), attendances: Listed(attendances), ..party(instance) }
}

fn heard(instance: &str, status: &str, level: &str) -> Party {
    heard_at(instance, [attended("2026-02-03", status, level)])
}

fn judged(instance: &str, code: &str, holding: &str) -> Party {
    Party { judged_on: Some("2026-03-03".to_owned()), outcome: sued(code, holding), ..party(instance) }
}

fn effective(code: &str, holding: &str) -> Chain {
    Chain {
        organs: vec![BUREAU],
        effective_on: Some("2026-03-20".to_owned()),
        outcome: sued(code, holding),
        ..Chain::default()
    }
}

fn hearing(status: &str) -> Hearing {
    let level = if status == "Appeared" { "Deputy" } else { "" };
    Hearing {
        organs: vec![BUREAU],
        instance_kind: "First".to_owned(),
        defendants: 1,
        attendance: attended("2026-02-03", status, level),
        ..Hearing::default()
    }
}

fn parties(parties: impl IntoIterator<Item = Party>) -> Facts {
    Facts { parties: parties.into_iter().collect(), ..Facts::default() }
}

#[test]
fn one_appearance_at_one_of_three_hearings_suffices_for_the_instance() {
    // A-CNT-1
    let days = [("2026-02-03", "OnlyStaff", ""), ("2026-02-10", "Appeared", "Deputy"), ("2026-02-17", "OnlyStaff", "")];
    let facts = Facts {
        parties: vec![heard_at("First", days.map(|(on, status, level)| attended(on, status, level)))],
        hearings: vec![hearing("OnlyStaff"), hearing("Appeared"), hearing("OnlyStaff")],
        ..Facts::default()
    };
    assert_eq!(printed("app.heard", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("app.hearings", &facts, &[]), "1/3 33.33%");
}

#[test]
fn appearance_in_one_instance_does_not_cover_another() {
    // A-CNT-2
    let facts = parties([heard("First", "Appeared", "Deputy"), heard("Second", "OnlyStaff", "")]);
    assert_eq!(printed("app.heard", &facts, &[]), "1/2 50.00%");
    assert_eq!(printed("app.heard", &facts, &[("instances_included", "first")]), "1/1 100.00%");
    assert_eq!(printed("app.heard", &facts, &[("instances_included", "second")]), "0/1 0.00%");
}

/// A party that is sued beside another.
fn beside_another(party: Party) -> Party {
    Party { outcome: Outcome { defendants: 2, ..party.outcome }, ..party }
}

/// Nobody came for it, and by agreement the other's head of this rank did.
fn represented(on: &str, level: &str) -> Attendance {
    let (represented_status, represented_level) = ("Appeared".to_owned(), level.to_owned());
    Attendance { notice: "None".to_owned(), represented_status, represented_level, ..attended(on, "OnlyStaff", "") }
}

#[test]
fn a_co_defendants_head_who_came_by_agreement_counts_as_the_place_has_adopted() {
    // A-CNT-3, S23
    let notified = Attendance { notice: "MayNotify".to_owned(), ..attended("2026-02-03", "Appeared", "Deputy") };
    let came = beside_another(heard_at("First", [notified]));
    let other = beside_another(heard_at("First", [represented("2026-02-03", "Deputy")]));
    let facts = parties([came, Party { organs: vec![GOVERNMENT], ..other }]);
    let designated = ("co_defendant_policy", "designated_satisfies_all");
    assert_eq!(printed("app.heard", &facts, &[]), "1/2 50.00%");
    assert_eq!(printed("app.heard", &facts, &[designated]), "2/2 100.00%");
    assert_eq!(printed("app.heard", &facts, &[("co_defendant_policy", "court_notified_only")]), "1/1 100.00%");
    // Where only the principal counts, so it does for those he represents.
    assert_eq!(printed("app.heard", &facts, &[designated, ("who_counts", "principal_only")]), "0/2 0.00%");
}

#[test]
fn whoever_was_represented_at_one_hearing_has_appeared_whatever_the_next_was_like() {
    // A-CNT-1, A-CNT-3
    let two = [represented("2026-02-03", "Deputy"), attended("2026-02-10", "OnlyStaff", "")];
    let facts = parties([beside_another(heard_at("First", two))]);
    assert_eq!(printed("app.heard", &facts, &[("co_defendant_policy", "designated_satisfies_all")]), "1/1 100.00%");
}

#[test]
fn a_notice_of_the_court_to_any_hearing_notifies_for_the_instance() {
    // A-CNT-3
    let notified = Attendance { notice: "MayNotify".to_owned(), ..attended("2026-02-10", "OnlyStaff", "") };
    let unnotified = Attendance { notice: "None".to_owned(), ..attended("2026-02-03", "Appeared", "Deputy") };
    let facts = parties([beside_another(heard_at("First", [unnotified, notified]))]);
    assert_eq!(printed("app.heard", &facts, &[("co_defendant_policy", "court_notified_only")]), "1/1 100.00%");
}

#[test]
fn an_absence_whose_reason_the_court_accepted_leaves_only_one_of_two_denominators() {
    // A-ABS-2
    let excused = || attended("2026-02-03", "AbsentAccepted", "");
    let facts = parties([heard_at("First", [excused()])]);
    assert_eq!(printed("app.heard", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("app.due", &facts, &[]), NO_CASE);
    // The reason for one absence excuses no other.
    let unexcused = attended("2026-02-10", "AbsentWithoutReason", "");
    for both in [[excused(), unexcused.clone()], [unexcused, excused()]] {
        assert_eq!(printed("app.due", &parties([heard_at("First", both)]), &[]), "0/1 0.00%");
    }
}

#[test]
fn a_rejected_identity_is_no_appearance() {
    // A-HEA-3
    assert_eq!(printed("app.heard", &parties([heard("First", "IdentityRejected", "")]), &[]), "0/1 0.00%");
}

#[test]
fn an_instance_without_open_hearing_is_in_no_set() {
    // A-CNT-4
    assert_eq!(printed("app.heard", &parties([judged("Second", "S01", "J01")]), &[]), NO_CASE);
}

#[test]
fn of_cases_heard_together_each_counts() {
    // A-CNT-5: the default
    let case = |stream, status, level| Party { stream: Uuid::from_u128(stream), ..heard("First", status, level) };
    let together = [case(1, "Appeared", "Deputy"), case(2, "Appeared", "Deputy"), case(3, "OnlyStaff", "")];
    assert_eq!(printed("app.heard", &parties(together), &[]), "2/3 66.67%");
}

#[test]
fn whoever_left_early_counts_only_where_the_place_says_so() {
    let left = attended("2026-02-03", "LeftEarly", "Deputy");
    let facts = parties([heard_at("First", [left, attended("2026-02-10", "OnlyStaff", "")])]);
    assert_eq!(printed("app.heard", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("app.heard", &facts, &[("left_early", "appeared")]), "1/1 100.00%");
}

#[test]
fn a_deputy_is_no_principal_and_is_named_where_the_principal_was_expected() {
    // A-HEA-1c, A-PER-7, S22
    let listed = Party { principal_expected: true, ..heard("First", "Appeared", "Deputy") };
    let facts = parties([listed, heard("First", "Appeared", "Principal")]);
    assert_eq!(printed("app.principal", &facts, &[]), "1/2 50.00%");
    assert_eq!(printed("app.deputy_in_listed", &facts, &[]), "1/0 1");
    let principal_only = ("who_counts", "principal_only");
    assert_eq!(printed("app.heard", &facts, &[principal_only]), "1/2 50.00%");
    assert_eq!(printed("app.deputy_in_listed", &facts, &[principal_only]), "1/0 1", "who counts is another question");
}

#[test]
fn the_principal_who_came_to_a_later_hearing_has_come_to_the_instance() {
    // A-CNT-1, S22
    let both = [attended("2026-02-03", "Appeared", "Deputy"), attended("2026-02-10", "Appeared", "Principal")];
    let facts = parties([Party { principal_expected: true, ..heard_at("First", both) }]);
    assert_eq!(printed("app.principal", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("app.deputy_in_listed", &facts, &[]), "0/0 0");
}

#[test]
fn whoever_was_only_represented_sent_no_deputy() {
    // A-CNT-3, S22
    let government = heard_at("First", [represented("2026-02-03", "Principal")]);
    let facts = parties([beside_another(Party { principal_expected: true, ..government })]);
    let designated = [("co_defendant_policy", "designated_satisfies_all")];
    assert_eq!(printed("app.heard", &facts, &designated), "1/1 100.00%");
    assert_eq!(printed("app.principal", &facts, &designated), "0/1 0.00%");
    assert_eq!(printed("app.deputy_in_listed", &facts, &designated), "0/0 0");
}

#[test]
fn who_came_to_each_hearing_is_told() {
    // S23
    let Counting::Parties(placing) = &named("app.heard").unwrap().counting else { panic!() };
    let deputy =
        Attendance { official: "副局长钱示例".to_owned(), ..attended("2026-02-10", "Appeared", "Deputy") };
    assert_eq!((placing.tell)(&heard_at("First", [deputy.clone()])), "负责人出庭：副局长钱示例");
    let told = (placing.tell)(&heard_at("First", [represented("2026-02-03", "Deputy"), deputy]));
    let by_agreement = "2026-02-03仅工作人员出庭，商定由共同被告的负责人代为出庭";
    assert_eq!(told, format!("{by_agreement}；2026-02-10负责人出庭：副局长钱示例"));
}

#[test]
fn an_upheld_loss_is_lost_at_first_instance_and_in_effect() {
    // A-OUT: S01 inherits
    let facts = Facts {
        parties: vec![judged("First", "J02", "J02"), judged("Second", "S01", "J02")],
        chains: vec![effective("S01", "J02")],
        ..Facts::default()
    };
    assert_eq!(printed("loss.first.all", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("loss.effective", &facts, &[]), "1/1 100.00%");
}

#[test]
fn a_win_that_was_turned_is_lost_only_in_effect() {
    // A-OUT: S02 takes the new code
    let facts = Facts {
        parties: vec![judged("First", "J01", "J01"), judged("Second", "S02", "J09")],
        chains: vec![effective("S02", "J09")],
        ..Facts::default()
    };
    assert_eq!(printed("loss.first.all", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("loss.effective", &facts, &[]), "1/1 100.00%");
}

#[test]
fn a_result_replaced_since_stays_where_it_became_effective_for_those_who_looked_before() {
    // LAW 3.7, row 11: keep history; N-GEN-7
    let replaced = |on: &str| Chain { replaced_on: Some(on.to_owned()), ..effective("J02", "J02") };
    let facts = |on: &str| Facts { chains: vec![replaced(on)], ..Facts::default() };
    assert_eq!(printed("loss.effective", &facts("2026-05-08"), &[]), "1/1 100.00%");
    assert_eq!(printed("loss.effective", &facts("2026-04-08"), &[]), NO_CASE);
}

#[test]
fn co_defendants_lose_each_by_its_own_result() {
    // A-DEF-5
    let others = |code: &str| vec![code.to_owned()];
    let (first, second) =
        (beside_another(judged("First", "J01", "J01")), beside_another(judged("First", "J15", "J15")));
    let original = Party { outcome: Outcome { holding_for_others: others("J15"), ..first.outcome.clone() }, ..first };
    let outcome = Outcome {
        organ_kind: "ReconsiderationOrgan".to_owned(),
        holding_for_others: others("J01"),
        ..second.outcome.clone()
    };
    let government = Party { organs: vec![GOVERNMENT], outcome, ..second };
    let facts = parties([original, government]);
    let figure = named("loss.first.all").unwrap();
    let by_organ: Vec<_> = figure.computed(&facts, &scope(&[])).organs.into_iter().map(|o| o.tally.unwrap()).collect();
    assert_eq!(by_organ.iter().map(|t| (t.numerator, t.denominator)).collect::<Vec<_>>(), [(0, 1), (1, 1)]);
    assert_eq!(printed("loss.first.all", &facts, &[("co_defendant_loss", "both")]), "2/2 100.00%");
    assert_eq!(printed("loss.first.all", &facts, &[("co_defendant_loss", "original_only")]), "0/1 0.00%");
}

#[test]
fn a_withdrawal_after_the_organ_corrected_itself_is_no_loss() {
    assert_eq!(printed("loss.first.all", &parties([judged("First", "D03", "D03")]), &[]), "0/1 0.00%");
}

#[test]
fn what_was_not_docketed_or_went_elsewhere_is_not_concluded() {
    let facts = parties([judged("First", "D01", "D01"), judged("First", "D05", "D05")]);
    assert_eq!(printed("loss.first.all", &facts, &[]), NO_CASE);
}

#[test]
fn slight_procedure_and_mediation_are_lost_as_the_place_has_adopted() {
    let facts = parties([judged("First", "J08", "J08"), judged("First", "M01", "M01")]);
    assert_eq!(printed("loss.first.all", &facts, &[]), "1/2 50.00%");
    let other = [("slight_procedure_is_loss", "no"), ("mediation_is_loss", "yes")];
    assert_eq!(printed("loss.first.all", &facts, &other), "1/2 50.00%");
    assert_eq!(printed("loss.first.all", &facts, &other[..1]), "0/2 0.00%");
}

fn case(conclusion: &str, outcomes: &[&str]) -> Case {
    let on = Some("2026-02-03".to_owned());
    Case {
        organs: vec![BUREAU],
        received_on: on.clone(),
        accepted_on: on.clone(),
        concluded_on: on.filter(|_| !conclusion.is_empty()),
        conclusion: conclusion.to_owned(),
        outcomes: outcomes.iter().map(|kind| (*kind).to_owned()).collect(),
        ..Case::default()
    }
}

fn many(count: usize, case: Case) -> impl Iterator<Item = Case> {
    std::iter::repeat_n(case, count)
}

#[test]
fn the_published_correction_rates_of_shanghai_come_out_again() {
    // STATISTICS 3, E1; 7
    let corrected = Case { withdrawal: "SelfCorrected".to_owned(), ..case("Terminated", &[]) };
    let cases = many(63, case("Decided", &["Revoke"]))
        .chain(many(43, case("Decided", &["ConfirmIllegal"])))
        .chain(many(8, case("Decided", &["OrderPerform"])))
        .chain(many(77, corrected))
        .chain(many(4505, case("Decided", &["Maintain"])));
    let facts = Facts { cases: cases.collect(), ..Facts::default() };
    assert_eq!(printed("corr.comprehensive", &facts, &[]), "191/4696 4.07%");
    assert_eq!(printed("corr.direct.concluded", &facts, &[]), "114/4696 2.43%");
    assert_eq!(printed("med.rate", &facts, &[]), "77/4696 1.64%");
}

#[test]
fn the_published_rate_over_accepted_cases_comes_out_again() {
    // STATISTICS 3, E2; 7
    let cases = many(29, case("Decided", &["Change"]))
        .chain(many(106, case("Decided", &["Maintain"])))
        .chain(many(16, case("", &[])));
    let facts = Facts { cases: cases.collect(), ..Facts::default() };
    assert_eq!(printed("corr.direct.accepted", &facts, &[]), "29/151 19.21%");
    assert_eq!(printed("corr.direct.concluded", &facts, &[]), "29/135 21.48%");
}

#[test]
fn what_became_of_a_case_after_the_figures_were_taken_does_not_move_them() {
    let on = |day: &str| Some(day.to_owned());
    let decided = Case { concluded_on: on("2026-04-20"), ..case("Decided", &["Revoke"]) };
    let accepted = Case { accepted_on: on("2026-04-20"), ..case("", &[]) };
    let facts = Facts { cases: vec![decided, accepted], ..Facts::default() };
    assert_eq!(printed("corr.direct.accepted", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("accept.rate", &facts, &[]), "1/2 50.00%");

    let (resolved_by, resolved_on) = ("OpinionLetter".to_owned(), on("2026-04-20"));
    let resolved = Case { resolved_by, resolved_on, ..case("Decided", &["Maintain"]) };
    let facts = Facts { cases: vec![resolved], ..Facts::default() };
    assert_eq!(printed("corr.resolved", &facts, &[]), "0/1 0.00%");

    let then = attended("2026-03-20", "AbsentAccepted", "");
    let since = attended("2026-04-20", "Appeared", "Principal");
    let facts = parties([Party { principal_expected: true, ..heard_at("First", [then, since]) }]);
    assert_eq!(printed("app.heard", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("app.due", &facts, &[]), NO_CASE);
    assert_eq!(printed("app.principal", &facts, &[]), "0/1 0.00%");
    let deputy = attended("2026-03-20", "Appeared", "Deputy");
    let since = attended("2026-04-20", "Appeared", "Principal");
    let facts = parties([Party { principal_expected: true, ..heard_at("First", [deputy, since]) }]);
    assert_eq!(printed("app.deputy_in_listed", &facts, &[]), "1/0 1");

    let withdrawn = Suggestion { withdrawn_on: on("2026-04-20"), ..suggestion("2026-02-28", None) };
    let replaced = Suggestion { replaced_on: on("2026-04-20"), ..suggestion("2026-02-28", Some("2026-02-28")) };
    let facts = Facts { suggestions: vec![withdrawn, replaced, suggestion("2026-06-22", None)], ..Facts::default() };
    assert_eq!(printed("sug.ontime", &facts, &[]), "1/2 50.00%");
}

#[test]
fn a_quarter_ten_days_old_is_compared_with_what_another_was_at_ten_days() {
    // S37
    let now = scope(&[]);
    let of = |scope: &Scope, period| scope.of(period).as_of;
    assert_eq!(of(&now, Period::Quarter(2025, 4)), day("2026-01-10"));
    assert_eq!(of(&now, Period::Quarter(2026, 1)), day("2026-04-10"));
    let running = Scope { as_of: day("2026-02-10"), ..now.clone() };
    assert_eq!(of(&running, Period::Quarter(2025, 4)), day("2025-12-31"));
    assert_eq!(of(&running, Period::Quarter(2026, 1)), day("2026-02-10"));

    // Accepted on 30 December, and decided on time in February.
    let on = |day: &str| Some(day.to_owned());
    let ripe = Case { accepted_on: on("2025-12-30"), concluded_on: on("2026-02-20"), ..case("Decided", &["Revoke"]) };
    let before = Facts { cases: vec![ripe], ..Facts::default() };
    let basis = Basis { before, ..Basis::default() };
    let figure = &basis.figures(&[named("corr.direct.accepted").unwrap()], &now)[0];
    assert_eq!(figure.comparisons[1].then.as_ref().unwrap().printed, "0.00%");
}

#[test]
fn a_quarter_that_runs_is_compared_with_as_many_days_of_another() {
    // STATISTICS 1.5, S37
    let docketed = |on: &str| Suit { docketed_on: Some(on.to_owned()), ..suit_against(&[BUREAU]) };
    let suits = |days: &[&str]| Facts { suits: days.iter().map(|on| docketed(on)).collect(), ..Facts::default() };
    let basis = Basis {
        now: suits(&["2026-01-05", "2026-02-10"]),
        a_year_before: suits(&["2025-01-05", "2025-02-10", "2025-02-11", "2025-03-20"]),
        before: suits(&["2025-11-10", "2025-11-11", "2025-12-20"]),
    };
    let compared = |as_of: &str| {
        let scope = Scope { as_of: day(as_of), ..scope(&[]) };
        let figure = basis.figures(&[named("inc.new_first").unwrap()], &scope).remove(0);
        figure.comparisons.into_iter().map(|other| (other.period, other.printed)).collect::<Vec<_>>()
    };
    let pairs = |pairs: [(&str, &str); 2]| pairs.map(|(period, printed)| (period.to_owned(), printed.to_owned()));
    assert_eq!(
        compared("2026-02-10"),
        pairs([("2025-01-01/2025-02-10", "持平"), ("2025-10-01/2025-11-10", "上升100.00%")])
    );
    for over in ["2026-03-31", "2026-04-10"] {
        assert_eq!(compared(over), pairs([("2025Q1", "下降50.00%"), ("2025Q4", "下降33.33%")]));
    }
    assert_eq!(compared("2025-12-31"), [], "what has not begun is compared with nothing");
}

#[test]
fn the_published_acceptance_rate_of_hubei_comes_out_again() {
    // STATISTICS 3, E7
    let cases = many(3129, case("", &[])).chain(many(2293, Case { accepted_on: None, ..case("", &[]) }));
    let facts = Facts { cases: cases.collect(), ..Facts::default() };
    assert_eq!(printed("accept.rate", &facts, &[]), "3129/5422 57.71%");
    assert_eq!(printed("inc.recon", &facts, &[]), "5422/0 5422");
}

#[test]
fn a_case_of_several_items_is_corrected_if_any_is() {
    let facts = Facts { cases: vec![case("Decided", &["Maintain", "Revoke"])], ..Facts::default() };
    assert_eq!(printed("corr.direct.concluded", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("corr.direct.concluded", &facts, &[("case_rollup", "main_item")]), "0/1 0.00%");
}

#[test]
fn a_mediation_that_changes_the_act_corrects_comprehensively() {
    let mediated = Case { changes_act: true, ..case("Mediated", &[]) };
    let facts = Facts { cases: vec![mediated], ..Facts::default() };
    assert_eq!(printed("corr.comprehensive", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("corr.direct.concluded", &facts, &[]), "0/1 0.00%");
    assert_eq!(printed("corr.direct.concluded", &facts, &[("mediated_is_corrective", "yes")]), "1/1 100.00%");
}

#[test]
fn a_settlement_corrects_comprehensively_where_the_place_has_adopted_it() {
    // STATISTICS 1.3
    let withdrawn = |reason: &str| Case { withdrawal: reason.to_owned(), ..case("Terminated", &[]) };
    let facts = Facts { cases: ["Settled", "SelfCorrected", "Other"].map(withdrawn).to_vec(), ..Facts::default() };
    let adopted = [("settlement_is_corrective", "yes")];
    assert_eq!(printed("corr.comprehensive", &facts, &[]), "1/3 33.33%");
    assert_eq!(printed("corr.comprehensive", &facts, &adopted), "2/3 66.67%");
    assert_eq!(printed("corr.direct.concluded", &facts, &adopted), "0/3 0.00%");
    let words = named("corr.comprehensive").unwrap().in_words(&scope(&adopted).policies);
    assert!(words.contains("和解后撤回申请计为综合纠错：是"), "{words}");
}

fn suggestion(due: &str, replied: Option<&str>) -> Suggestion {
    Suggestion {
        organs: vec![BUREAU],
        due_on: Some(due.to_owned()),
        original_due_on: Some(due.to_owned()),
        replied_on: replied.map(ToOwned::to_owned),
        ..Suggestion::default()
    }
}

#[test]
fn a_reply_posted_on_the_working_saturday_is_in_time_and_a_day_later_is_not() {
    // S-COM-1, S-COM-3, R-CAL-6, S28
    let of = |replied| Facts { suggestions: vec![suggestion("2026-02-28", replied)], ..Facts::default() };
    assert_eq!(printed("sug.ontime", &of(Some("2026-02-28")), &[]), "1/1 100.00%");
    assert_eq!(printed("sug.ontime", &of(Some("2026-03-01")), &[]), "0/1 0.00%");
    assert_eq!(printed("sug.ontime", &of(None), &[]), "0/1 0.00%");
}

#[test]
fn a_withdrawn_suggestion_leaves_the_denominator() {
    // S29
    let withdrawn = Suggestion { withdrawn_on: Some("2026-01-20".to_owned()), ..suggestion("2026-02-28", None) };
    let facts = Facts { suggestions: vec![withdrawn], ..Facts::default() };
    assert_eq!(printed("sug.ontime", &facts, &[]), NO_CASE);
}

#[test]
fn what_was_due_of_a_letter_before_it_was_changed_is_due_no_more() {
    // S-PRO-6
    let replaced = Suggestion { replaced_on: Some("2026-01-20".to_owned()), ..suggestion("2026-02-28", None) };
    let facts = Facts { suggestions: vec![replaced, suggestion("2026-03-20", Some("2026-03-20"))], ..Facts::default() };
    assert_eq!(printed("sug.ontime", &facts, &[]), "1/1 100.00%");
}

#[test]
fn an_extended_reply_date_counts_unless_the_place_says_otherwise() {
    // S-COM-2
    let extended =
        Suggestion { original_due_on: Some("2026-02-28".to_owned()), ..suggestion("2026-03-31", Some("2026-03-15")) };
    let facts = Facts { suggestions: vec![extended], ..Facts::default() };
    assert_eq!(printed("sug.ontime", &facts, &[]), "1/1 100.00%");
    assert_eq!(printed("sug.ontime", &facts, &[("extended_reply_date_counts", "no")]), "0/1 0.00%");
}

#[test]
fn what_is_not_yet_due_is_left_out() {
    let mut scope = scope(&[]);
    scope.as_of = day("2026-02-28");
    let facts = Facts { suggestions: vec![suggestion("2026-02-28", None)], ..Facts::default() };
    let computed = named("sug.ontime").unwrap().computed(&facts, &scope);
    assert_eq!(computed.total.unwrap().printed, NO_CASE);
    assert_eq!(computed.exclusions[0].reason, "尚未到期");
}

fn suit_against(organs: &[Uuid]) -> Suit {
    Suit {
        organs: organs.to_vec(),
        instance_kind: "First".to_owned(),
        docketed_on: Some("2026-01-05".to_owned()),
        ..Suit::default()
    }
}

#[test]
fn a_lawsuit_against_organs_of_elsewhere_alone_is_none_of_the_place() {
    // STATISTICS 1.4: against organs in scope
    let elsewhere = Uuid::from_u128(7);
    let suits = vec![suit_against(&[elsewhere]), suit_against(&[BUREAU, elsewhere])];
    assert_eq!(printed("inc.new_first", &Facts { suits, ..Facts::default() }, &[]), "1/0 1");
}

#[test]
fn a_lawsuit_against_two_organs_is_one_new_case() {
    let facts = Facts { suits: vec![suit_against(&[BUREAU, GOVERNMENT])], ..Facts::default() };
    let figure = named("inc.new_first").unwrap().computed(&facts, &scope(&[]));
    assert_eq!(figure.total.unwrap().printed, "1");
    assert_eq!(figure.organs.iter().map(|organ| organ.tally.as_ref().unwrap().numerator).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn an_organ_of_elsewhere_is_left_out_and_said_to_be() {
    let city = Party { organs: vec![Uuid::from_u128(7)], ..heard("First", "OnlyStaff", "") };
    let figure = named("app.heard").unwrap().computed(&parties([city]), &scope(&[]));
    assert_eq!((figure.total.unwrap().excluded, figure.exclusions.len()), (1, 1));
}

#[test]
fn what_an_ended_organ_did_counts_for_its_successor() {
    // R-APP-13; STATISTICS 1.5: the present scope, with its mergers
    let ended = Uuid::from_u128(7);
    let mut scope = scope(&[]);
    scope.organs[0].predecessors =
        vec![messages::Organ { id: ended.as_bytes().to_vec(), ..messages::Organ::default() }];
    let lost = Party { organs: vec![ended], ..judged("First", "J02", "J02") };
    let figure = named("loss.first.all").unwrap().computed(&parties([lost]), &scope);
    assert_eq!(figure.total.unwrap().printed, "100.00%");
    assert_eq!(figure.organs[0].tally.as_ref().unwrap().numerator, 1);
    assert!(scope.is_about(&[ended], BUREAU.as_bytes()) && !scope.is_about(&[ended], GOVERNMENT.as_bytes()));
}

#[test]
fn a_fact_of_the_days_before_or_after_is_in_another_period() {
    // N-GEN-7
    let on = |day: &str| heard_at("First", [attended(day, "OnlyStaff", "")]);
    let facts = parties(["2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"].map(on));
    assert_eq!(printed("app.heard", &facts, &[]), "0/2 0.00%");
}

#[test]
fn organs_with_equal_rates_share_a_rank_and_those_without_cases_have_none() {
    let ranks = |rates: &[(u64, u64)]| {
        let mut organs: Vec<_> = rates
            .iter()
            .map(|(part, of)| messages::OrganTally {
                tally: Some(rates::tally(Measure::Rate, *part, *of, 0)),
                ..messages::OrganTally::default()
            })
            .collect();
        rank(&mut organs);
        organs.iter().map(|organ| organ.rank).collect::<Vec<_>>()
    };
    assert_eq!(ranks(&[(1, 2), (1, 1), (0, 0), (2, 4), (0, 3)]), [2, 1, 0, 2, 4]);
}

#[test]
fn a_suit_without_its_docketing_day_is_told_among_what_is_left_out() {
    // STATISTICS 1.4, S34
    let known_on = Some("2026-02-03".to_owned());
    let undated = Suit { docketed_on: None, known_on, ..suit_against(&[BUREAU]) };
    let facts = Facts { suits: vec![undated, suit_against(&[BUREAU])], ..Facts::default() };
    let figure = named("inc.new_first").unwrap().computed(&facts, &scope(&[]));
    assert_eq!((figure.total.unwrap().printed.as_str(), figure.exclusions[0].reason.as_str()), ("1", "立案日未登记"));
}

#[test]
fn figures_are_told_apart_by_their_codes() {
    let codes: std::collections::BTreeSet<_> = ALL.iter().map(|figure| figure.code).collect();
    assert_eq!(codes.len(), ALL.len());
}

#[test]
fn a_formula_says_which_settings_it_was_computed_under() {
    // S31
    let words =
        named("app.heard").unwrap().in_words(&scope(&[("co_defendant_policy", "court_notified_only")]).policies);
    assert!(words.contains("共同被告：只计法院通知的被告") && words.ends_with("四舍五入到小数点后两位"), "{words}");
}

#[test]
fn a_dispute_resolved_by_a_letter_after_the_act_was_left_standing_is_resolved_and_not_corrected() {
    let on = Some("2026-03-02".to_owned());
    let upheld =
        |by: &str| Case { resolved_by: by.to_owned(), resolved_on: on.clone(), ..case("Decided", &["Maintain"]) };
    let upheld = ["OpinionLetter", "RecommendationLetter", "OtherMeans", ""].map(upheld);
    let others = [case("Decided", &["Revoke"]), case("Mediated", &[])];
    let facts = Facts { cases: upheld.into_iter().chain(others).collect(), ..Facts::default() };
    assert_eq!(printed("corr.resolved", &facts, &[]), "4/6 66.67%");
    assert_eq!(printed("corr.comprehensive", &facts, &[]), "1/6 16.67%");
}
