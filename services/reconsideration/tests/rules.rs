//! Which rules of the rulebook's part on reconsideration have a test here, by their ids in the names of tests, and which
//! have none yet. Whoever tests a rule strikes it from the list.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rules of LAW.md, part 2, and those on service.
const RULES: &str = include_str!("r-rules.txt");

/// The chapters that come later, what is no rule for a program (no fee, scope, supervision), and what waits for a register
/// that is not here yet.
const WITHOUT_A_TEST: &[&str] = &[
    "R-ACC-6",
    "R-ACC-8",
    "R-ACC-9",
    "R-ACC-10",
    "R-APP-2",
    "R-APP-4",
    "R-APP-9",
    "R-APP-12",
    "R-APP-14",
    "R-APP-15",
    "R-APP-16",
    "R-APP-17",
    "R-COL-1",
    "R-COL-2",
    "R-COL-3",
    "R-COL-4",
    "R-COL-5",
    "R-COL-6",
    "R-COL-7",
    "R-DEC-4",
    "R-DEC-6",
    "R-DEC-T12",
    "R-DEC-T14",
    "R-DEC-T15",
    "R-HEA-3",
    "R-HEA-4",
    "R-HEA-5",
    "R-HEA-6",
    "R-HEA-7",
    "R-MED-1",
    "R-MED-2",
    "R-MED-3",
    "R-ORD-6",
    "R-ORD-7",
    "R-PER-1",
    "R-PER-2",
    "R-PER-3",
    "R-PER-4",
    "R-PER-5",
    "R-PER-6",
    "R-PER-7",
    "R-PER-8",
    "R-PER-9",
    "R-SIM-6",
    "R-STY-1",
    "R-SUS-1",
    "R-SUS-2",
    "R-SUS-3",
    "R-SUS-4",
    "R-TER-1",
    "R-TER-2",
    "R-TER-3",
    "R-TER-4",
    "R-TER-5",
    "R-TER-6",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The names of all tests of the crate.
fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = sources(&folder.join("src")).into_iter().chain(sources(&folder.join("tests")));
    let texts = texts.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let texts = texts.map(|path| std::fs::read_to_string(path).unwrap());
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter_map(|line| Some(line.trim().split_once("fn ")?.1.split('(').next()?.to_owned() + "_")).collect()
}

/// Whether a test of this name is about a rule: `r_dec_2_…`, or `r_dec_t1_to_r_dec_t9_…` for all from one to the other.
fn is_about(name: &str, rule: &str) -> bool {
    let rule = rule.to_lowercase().replace('-', "_");
    if format!("_{name}").contains(&format!("_{rule}_")) {
        return true;
    }
    let family = rule.trim_end_matches(|c: char| c.is_ascii_digit());
    let number_in = |text: &str| text.strip_prefix(family)?.split('_').next()?.parse::<u32>().ok();
    let range = name.split_once("_to_").map(|(first, last)| (number_in(first), number_in(last)));
    match (range, number_in(&rule)) {
        (Some((Some(first), Some(last))), Some(number)) => (first..=last).contains(&number),
        _ => false,
    }
}

#[test]
fn every_rule_has_a_test_or_stands_in_the_list_of_those_without() {
    let names = names();
    let without: BTreeSet<&str> = RULES.lines().filter(|rule| !names.iter().any(|name| is_about(name, rule))).collect();
    assert_eq!(without, WITHOUT_A_TEST.iter().copied().collect::<BTreeSet<_>>());
}

#[test]
fn a_range_of_rules_is_tested_by_one_name() {
    assert!(is_about("r_dec_t1_to_r_dec_t9_correct_", "R-DEC-T4"));
    assert!(!is_about("r_dec_t1_to_r_dec_t9_correct_", "R-DEC-T10"));
    assert!(is_about("r_srv_1_to_r_srv_4_the_day_", "R-SRV-3"));
    assert!(is_about("r_acc_4_t04_a_refusal_", "R-ACC-4"));
    assert!(!is_about("r_acc_10_", "R-ACC-1"));
}
