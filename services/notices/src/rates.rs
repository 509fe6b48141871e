//! What is printed of the sizes of sets: rates, and how they compare. All in whole numbers, rounded half up.

use std::cmp::Ordering;

use proto::notices::Tally;

/// What is printed where nothing could be counted (N-GEN-6).
pub const NO_CASE: &str = "无案件";
/// The decimals of a rate, unless said otherwise.
pub const DECIMALS: u32 = 2;

/// Whether a figure is a rate or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// So many of so many.
    Rate,
    /// So many.
    Count,
}

impl Measure {
    /// Its name in messages.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Rate => "Rate",
            Self::Count => "Count",
        }
    }
}

/// The sizes of the sets, with what is printed of them.
#[must_use]
pub fn tally(measure: Measure, numerator: u64, denominator: u64, excluded: u64) -> Tally {
    let (denominator, printed) = match measure {
        Measure::Rate => (denominator, rate(numerator, denominator, DECIMALS)),
        Measure::Count => (0, numerator.to_string()),
    };
    Tally { numerator, denominator, excluded, printed }
}

/// A share in per cent: `91.03%`; of nothing: 无案件.
#[must_use]
pub fn rate(part: u64, of: u64, decimals: u32) -> String {
    match hundredths(part, of, decimals) {
        Some(rate) => format!("{}%", written(rate, decimals)),
        None => NO_CASE.to_owned(),
    }
}

/// A share in the smallest printed part of a per cent, rounded half up.
fn hundredths(part: u64, of: u64, decimals: u32) -> Option<u128> {
    let scaled = u128::from(part) * 100 * 10_u128.pow(decimals);
    (of > 0).then(|| (2 * scaled + u128::from(of)) / (2 * u128::from(of)))
}

fn written(rate: u128, decimals: u32) -> String {
    if decimals == 0 {
        return rate.to_string();
    }
    let unit = 10_u128.pow(decimals);
    format!("{}.{:0width$}", rate / unit, rate % unit, width = decimals as usize)
}

/// How a figure changed: a number in per cent, or by how many where there was none; a rate in percentage points, which are
/// the difference of the printed rates.
#[must_use]
pub fn change(measure: Measure, then: &Tally, now: &Tally, unit: &str) -> String {
    match measure {
        Measure::Rate => {
            let points = |tally: &Tally| hundredths(tally.numerator, tally.denominator, DECIMALS);
            let (Some(before), Some(after)) = (points(then), points(now)) else { return "无可比数据".to_owned() };
            let size = format!("{}个百分点", written(before.abs_diff(after), DECIMALS));
            directed(after.cmp(&before), ["上升", "下降"], &size)
        }
        Measure::Count => {
            let (before, after) = (then.numerator, now.numerator);
            if before == 0 {
                return directed(after.cmp(&before), ["增加", "减少"], &format!("{after}{unit}"));
            }
            directed(after.cmp(&before), ["上升", "下降"], &rate(before.abs_diff(after), before, DECIMALS))
        }
    }
}

fn directed(direction: Ordering, [up, down]: [&str; 2], size: &str) -> String {
    match direction {
        Ordering::Greater => format!("{up}{size}"),
        Ordering::Less => format!("{down}{size}"),
        Ordering::Equal => "持平".to_owned(),
    }
}

/// Which of two shares is greater, exactly.
#[must_use]
pub fn compared(one: &Tally, other: &Tally) -> Ordering {
    let (one, other) = (
        u128::from(one.numerator) * u128::from(other.denominator.max(1)),
        u128::from(other.numerator) * u128::from(one.denominator.max(1)),
    );
    one.cmp(&other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(part: u64, of: u64) -> Tally {
        tally(Measure::Rate, part, of, 0)
    }

    #[test]
    fn a_rate_is_rounded_half_up_in_whole_numbers() {
        // STATISTICS 3, E3: not the 6.20 % that was printed.
        assert_eq!(of(33, 536).printed, "6.16%");
        assert_eq!(of(1, 8).printed, "12.50%");
        assert_eq!(rate(1, 8, 0), "13%");
        assert_eq!(rate(1, 3, 1), "33.3%");
        assert_eq!((of(1, 1).printed.as_str(), of(0, 1).printed.as_str()), ("100.00%", "0.00%"));
        assert_eq!(rate(199_995, 1_000_000, 2), "20.00%");
    }

    #[test]
    fn nothing_to_count_prints_no_case() {
        // N-GEN-6, S33
        assert_eq!(of(0, 0).printed, "无案件");
    }

    #[test]
    fn published_figures_come_out_again() {
        // STATISTICS 3, E1 to E7
        let published = [
            (191, 4696, "4.07%"),
            (114, 4696, "2.43%"),
            (29, 151, "19.21%"),
            (29, 135, "21.48%"),
            (686, 4311, "15.91%"),
            (653, 3775, "17.30%"),
            (3129, 5422, "57.71%"),
        ];
        for (part, all, printed) in published {
            assert_eq!(of(part, all).printed, printed);
        }
        assert_eq!(rate(69, 352, 1), "19.6%");
    }

    #[test]
    fn a_rate_changes_by_percentage_points() {
        // S37; STATISTICS 7: 3/20 to 3/18
        assert_eq!(change(Measure::Rate, &of(3, 20), &of(3, 18), "件"), "上升1.67个百分点");
        assert_eq!(change(Measure::Rate, &of(3, 18), &of(3, 20), "件"), "下降1.67个百分点");
        assert_eq!(change(Measure::Rate, &of(1, 2), &of(2, 4), "件"), "持平");
        assert_eq!(change(Measure::Rate, &of(0, 0), &of(2, 4), "件"), "无可比数据");
    }

    #[test]
    fn a_number_changes_in_per_cent_and_from_nothing_by_its_size() {
        let count = |n| tally(Measure::Count, n, 0, 0);
        assert_eq!(change(Measure::Count, &count(20), &count(18), "件"), "下降10.00%");
        assert_eq!(change(Measure::Count, &count(4580), &count(5422), "件"), "上升18.38%");
        assert_eq!(change(Measure::Count, &count(0), &count(3), "件"), "增加3件");
        assert_eq!(change(Measure::Count, &count(0), &count(0), "件"), "持平");
    }

    #[test]
    fn equal_shares_of_different_sets_are_equal() {
        assert_eq!(compared(&of(1, 3), &of(2, 6)), Ordering::Equal);
        assert_eq!(compared(&of(99, 100), &of(100, 101)), Ordering::Less);
    }
}
