//! What the tables and lists of a document leave out, and what they say of it.

use super::*;
use crate::document::figure_document;
use crate::text::candidates;

#[test]
fn an_organ_of_the_party_without_cases_is_no_unit_of_the_tables() {
    // N-GEN-6
    let mut scope = scope(&[]);
    "PartyOrgan".clone_into(&mut scope.organs[1].kind);
    let document = figure_document("Quarterly", &Basis::default(), &scope);
    for table in &document.tables {
        assert_eq!(table.without, scope.organs[..1], "{}", table.code);
    }
}

#[test]
fn a_case_against_no_organ_of_the_place_is_in_the_total_and_the_table_says_so() {
    // S34
    let abolished = Case { organs: vec![Uuid::from_u128(7)], ..case("Decided", &["Revoke"]) };
    let basis = |cases| Basis { now: Facts { cases, ..Facts::default() }, ..Basis::default() };
    let said = |cases| {
        let document = figure_document("Quarterly", &basis(cases), &scope(&[]));
        let table = document.tables.into_iter().find(|table| table.code == "Correction").unwrap();
        table.formulas.into_iter().filter(|line| line.contains("合计")).collect::<Vec<_>>()
    };
    let own = case("Decided", &["Maintain"]);
    assert_eq!(said(vec![own.clone()]).len(), 0);
    assert_eq!(said(vec![own, abolished]), ["合计中有1件的被申请人都不是本次统计的单位，不在各单位的行中。"]);
}

#[test]
fn n_q_1_what_was_lost_on_appeal_or_corrected_without_a_decision_is_listed_and_can_be_told() {
    let appealed = Chain {
        stream: Uuid::from_u128(9),
        key: "2/2".to_owned(),
        number: "（2026）陕03行终9号".to_owned(),
        organ_names: vec!["县司法局".to_owned()],
        title: "行政处罚".to_owned(),
        ..effective("S02", "J09")
    };
    let behind_doors = Chain { closed: true, stream: Uuid::from_u128(10), ..appealed.clone() };
    let corrected = Case { withdrawal: "SelfCorrected".to_owned(), ..case("Terminated", &[]) };
    let cases = vec![corrected, Case { changes_act: true, ..case("Mediated", &[]) }, case("Decided", &["Revoke"])];
    let now = Facts { chains: vec![appealed, behind_doors], cases, ..Facts::default() };
    let document = figure_document("Quarterly", &Basis { now, ..Basis::default() }, &scope(&[]));
    let list = |code: &str| document.lists.iter().find(|list| list.code == code).unwrap();
    let in_effect = list("EffectiveLosses");
    assert_eq!((in_effect.total, in_effect.withheld, in_effect.rows.len()), (2, 1, 1));
    assert_eq!(in_effect.rows[0].cells[2..5], ["行政处罚", "改判", "确认违法"].map(str::to_owned));
    let results: Vec<_> = list("Corrections").rows.iter().map(|row| row.cells[3].as_str()).collect();
    assert_eq!(results, ["被申请人改正后撤回申请", "调解变更原行政行为", "撤销"]);
    let told: Vec<_> = candidates(&document).into_iter().map(|told| (told.kind, told.text)).collect();
    assert_eq!(told.len(), 4);
    assert!(told[0].0 == "Loss" && told[0].1.contains("（2026）陕03行终9号"), "{told:?}");
}

#[test]
fn a_mediated_case_that_counts_as_corrected_says_how_it_ended() {
    // S34
    let now = Facts { cases: vec![case("Mediated", &[])], ..Facts::default() };
    let scope = scope(&[("mediated_is_corrective", "yes")]);
    let document = figure_document("Quarterly", &Basis { now, ..Basis::default() }, &scope);
    let list = document.lists.iter().find(|list| list.code == "Corrections").unwrap();
    assert_eq!(list.rows[0].cells[3], "调解");
    let told = &candidates(&document)[0].text;
    assert!(told.ends_with("案，结果为调解。"), "{told}");
}

#[test]
fn n_gen_5_a_case_that_is_not_public_is_counted_and_never_told_of() {
    let open = judged("First", "J02", "J02");
    let closed = Party { closed: true, stream: Uuid::from_u128(10), ..open.clone() };
    let now = Facts { parties: vec![open, closed], ..Facts::default() };
    let basis = Basis { now, ..Basis::default() };
    let document = figure_document("Quarterly", &basis, &scope(&[]));
    let losses = document.lists.iter().find(|list| list.code == "Losses").unwrap();
    assert_eq!((losses.total, losses.withheld, losses.rows.len()), (2, 1, 1));
    let told = candidates(&document);
    assert_eq!(told.iter().map(|candidate| candidate.item.clone()).collect::<Vec<_>>(), [losses.rows[0].item.clone()]);

    let of_a_minor = Case { non_public: true, ..case("Decided", &["Revoke"]) };
    let now = Facts { cases: vec![of_a_minor], ..Facts::default() };
    let document = figure_document("Quarterly", &Basis { now, ..Basis::default() }, &scope(&[]));
    let corrections = document.lists.iter().find(|list| list.code == "Corrections").unwrap();
    assert_eq!((corrections.total, corrections.withheld, corrections.rows.len()), (1, 1, 0));
    assert!(candidates(&document).is_empty());
}
