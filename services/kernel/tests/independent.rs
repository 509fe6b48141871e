//! A thousand random periods end where another calendar ends them; `independent/make_table.py` says how.

#![expect(clippy::unwrap_used, reason = "what a test cannot read stops it")]

use kernel::article::{ARL_2023, whole};
use kernel::calendar::Calendar;
use kernel::deadline::Deadline;
use kernel::period::Period;
use kernel::rule::Rule;

const TABLE: &str = include_str!("independent/deadlines.csv");

fn computed(row: &str, calendar: &Calendar) -> String {
    let [unit, count, counting, start, from, to, ..] = row.split(',').collect::<Vec<_>>()[..] else { panic!("{row}") };
    let period = match unit {
        "working_days" => Period::working_days(count.parse().unwrap()),
        "days" => Period::days(count.parse().unwrap()),
        "months" => Period::months(count.parse().unwrap()),
        other => panic!("{other}"),
    };
    let rule = Rule::new("X", period, whole(ARL_2023));
    let rule = if counting == "before" { rule.counted_before("X") } else { rule };
    let mut deadline = Deadline::run(&rule, start.parse().unwrap(), calendar);
    if !from.is_empty() {
        deadline = deadline.paused(from.parse().unwrap(), calendar).unwrap();
        deadline = deadline.resumed(to.parse().unwrap(), calendar).unwrap();
    }
    assert!(!deadline.is_provisional(), "{row}");
    let nominal = deadline.nominal().map(String::from).unwrap_or_default();
    format!("{unit},{count},{counting},{start},{from},{to},{nominal},{}", deadline.due().unwrap())
}

#[test]
fn a_thousand_periods_end_where_another_calendar_ends_them() {
    let calendar = Calendar::shipped();
    let rows: Vec<&str> = TABLE.lines().skip(2).collect();
    let different: Vec<&&str> = rows.iter().filter(|row| computed(row, &calendar) != **row).collect();
    assert!(different.is_empty(), "{different:#?}");
    assert_eq!(rows.len(), 1000);
}
