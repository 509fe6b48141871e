//! Which rules of the rulebook have a test, by their ids in a test's name or in the comment beside it, and which have none
//! yet. Whoever tests a rule strikes it from the list.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rules of LAW.md.
const RULES: &str = include_str!("rules/law.txt");

/// The chapters that come later, what is no rule for a program (no fee, scope, what others have to do), and what waits for
/// a register that is not here yet.
const WITHOUT_A_TEST: &str = include_str!("rules/without.txt");

/// How many lines after its attribute belong to what a test says of itself: its name, and a comment under it.
const HEAD: usize = 4;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// What each test says of itself.
fn heads() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = ["services", "tests"].into_iter().flat_map(|part| sources(&root.join(part)));
    // This file names rules only to show how they are found.
    let texts =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with(file!()));
    texts.flat_map(|path| heads_of(&std::fs::read_to_string(path).unwrap())).collect()
}

fn heads_of(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins =
        |line: &&str| line.trim_start().starts_with("#[test]") || line.trim_start().starts_with("#[tokio::test");
    let heads = (0..lines.len()).filter(|at| begins(&lines[*at])).map(|at| {
        let before = lines[..at].last().filter(|line| line.trim_start().starts_with("//"));
        let end = lines[at + 1..].iter().position(begins).map_or(lines.len(), |next| at + 1 + next);
        let says = |line: &&&str| line.contains("fn ") || line.contains("//");
        let own = lines[at..end.min(at + HEAD)].iter().filter(says);
        before.into_iter().chain(own).copied().collect::<Vec<_>>().join("\n")
    });
    heads.collect()
}

/// Whether a test is about a rule: `R-DEC-2`, `r_dec_2_…`, or `r_dec_t1_to_r_dec_t9_…` for all from one to the other.
fn is_about(head: &str, rule: &str) -> bool {
    let head = head.to_lowercase().replace('-', "_");
    let rule = rule.to_lowercase().replace('-', "_");
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let mut found = head.match_indices(&rule);
    let named = found.any(|(at, _)| !head[..at].ends_with(is_word) && !head[at + rule.len()..].starts_with(is_word));
    let family = rule.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    let Some(wanted) = number(&rule[family.len()..]) else { return named };
    let mut ranges = head.match_indices("_to_").filter_map(|(at, to)| {
        let first = head[..at].rfind(family).and_then(|begin| number(&head[begin + family.len()..at]))?;
        let last = head[at + to.len()..].strip_prefix(family).and_then(number)?;
        Some(first..=last)
    });
    named || ranges.any(|range| range.contains(&wanted))
}

#[test]
fn every_rule_has_a_test_or_stands_in_the_list_of_those_without() {
    let heads = heads();
    let without: BTreeSet<&str> = RULES.lines().filter(|rule| !heads.iter().any(|head| is_about(head, rule))).collect();
    let listed: BTreeSet<&str> = WITHOUT_A_TEST.split_whitespace().collect();
    assert_eq!(without, listed);
}

#[test]
fn a_test_says_which_rules_it_is_about() {
    assert!(is_about("fn r_dec_t1_to_r_dec_t9_correct() {", "R-DEC-T4"));
    assert!(!is_about("fn r_dec_t1_to_r_dec_t9_correct() {", "R-DEC-T10"));
    assert!(is_about("fn r_srv_1_to_r_srv_4_the_day() {", "R-SRV-3"));
    assert!(is_about("fn r_acc_4_t04_a_refusal() {", "R-ACC-4"));
    assert!(!is_about("fn r_acc_10_() {", "R-ACC-1"));
    assert!(is_about("#[test] // A-CNT-1, T09\nfn one_attendance() {", "A-CNT-1"));
    assert!(!is_about("#[test] // A-HEA-1b\nfn may() {", "A-HEA-1"));
    assert_eq!(heads_of("// S-JUD-2\n#[test]\nfn a() {\n}\n\n#[test]\nfn b() {}\n").len(), 2);
    let said = heads_of("#[test]\nfn a() {\n    // S-JUD-2\n    assert_eq!(b(), \"S-JUD-3\");\n}\n");
    assert!(is_about(&said[0], "S-JUD-2") && !is_about(&said[0], "S-JUD-3"), "only mentioned");
}
