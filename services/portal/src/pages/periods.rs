//! The periods that can be chosen, as the services write and call them.

use kernel::day::Day;

/// A period to choose: as it is written in addresses, and its title.
pub(super) type Choice = (String, String);

const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

/// The running quarter and those before it, the latest first.
pub(super) fn quarters(today: Day, count: usize) -> Vec<Choice> {
    let (mut year, mut quarter) = (today.year(), usize::try_from((today.month() - 1) / 3).unwrap_or_default());
    let mut quarters = Vec::new();
    while quarters.len() < count {
        quarters.push((format!("{year}Q{}", quarter + 1), format!("{year}年第{}季度", NUMERALS[quarter])));
        (year, quarter) = if quarter == 0 { (year - 1, 3) } else { (year, quarter - 1) };
    }
    quarters
}

/// Quarters, halves and years to choose from, and the chosen one if it is another.
pub(super) fn choices(today: Day, chosen: &Choice) -> Vec<Choice> {
    let mut choices = quarters(today, 8);
    let year = today.year();
    for (half, title) in [(2, "下半年"), (1, "上半年")] {
        choices.extend([year, year - 1].map(|year| (format!("{year}H{half}"), format!("{year}年{title}"))));
    }
    choices.extend([year, year - 1].map(|year| (year.to_string(), format!("{year}年度"))));
    if !chosen.0.is_empty() && choices.iter().all(|(period, _)| *period != chosen.0) {
        choices.push(chosen.clone());
    }
    choices
}

/// The last quarter that is over: the one a notice is due for.
pub(super) fn last_quarter(today: Day) -> Choice {
    quarters(today, 2).swap_remove(1)
}

/// A quarter on the axis of a drawing: `25年3季`; other periods as they are.
pub(super) fn short(period: &str) -> String {
    match period.split_once('Q') {
        Some((year, quarter)) if year.len() == 4 => format!("{}年{quarter}季", &year[2..]),
        _ => period.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    #[test]
    fn the_quarters_run_back_over_the_year() {
        let quarters = quarters(day(2026, 4, 1), 3);
        assert_eq!(quarters[0], ("2026Q2".to_owned(), "2026年第二季度".to_owned()));
        assert_eq!(quarters[2].0, "2025Q4");
        assert_eq!(last_quarter(day(2026, 3, 31)).0, "2025Q4");
        assert_eq!(short("2025Q3"), "25年3季");
    }

    #[test]
    fn a_period_from_an_address_can_be_chosen_again() {
        let days = ("2026-01-01/2026-02-28".to_owned(), "2026年1月1日至2026年2月28日".to_owned());
        assert!(choices(day(2026, 4, 1), &days).contains(&days));
        let known = choices(day(2026, 4, 1), &("2026Q1".to_owned(), "2026年第一季度".to_owned()));
        assert_eq!(known.iter().filter(|(period, _)| period == "2026Q1").count(), 1);
    }
}
