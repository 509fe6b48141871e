//! Every date of the rulebook's worked examples, computed from the rule and the start alone.

#![expect(clippy::unwrap_used, reason = "what a test cannot read stops it")]

use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::rules;

const EXAMPLES: &str = include_str!("worked-examples.csv");

fn as_the_file_says(day: Option<Day>) -> String {
    day.map(String::from).unwrap_or_default()
}

fn computed(fields: &[&str], calendar: &Calendar) -> String {
    let [id, rule, start, from, to, ..] = fields else { panic!("a short row: {fields:?}") };
    let mut deadline = Deadline::run(rules::find(rule).unwrap(), start.parse().unwrap(), calendar);
    if !from.is_empty() {
        deadline = deadline.paused(from.parse().unwrap(), calendar).unwrap();
        deadline = deadline.resumed(to.parse().unwrap(), calendar).unwrap();
    }
    let (nominal, due) = (as_the_file_says(deadline.nominal()), as_the_file_says(deadline.due()));
    format!("{id},{rule},{start},{from},{to},{nominal},{due},{}", deadline.is_provisional())
}

#[test] // A-TRI-1 (C20), A-RET-1 (C28), A-ENF-1 (C29), A-CAL-4 (C32), A-NLE-1 (C36)
fn the_worked_examples_come_out_as_written() {
    let calendar = Calendar::shipped();
    let rows: Vec<&str> = EXAMPLES.lines().skip(1).collect();
    let different: Vec<String> = rows
        .iter()
        .map(|row| (row, computed(&row.split(',').collect::<Vec<_>>(), &calendar)))
        .filter(|(row, computed)| **row != computed)
        .map(|(row, computed)| format!("expected {row}\ncomputed {computed}"))
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));

    let ids: std::collections::BTreeSet<&str> = rows.iter().filter_map(|row| row.split(',').next()).collect();
    assert_eq!(ids.len(), 54);
}
