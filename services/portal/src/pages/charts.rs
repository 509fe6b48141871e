//! Small drawings of a figure over time: a line for a rate, bars for a count; a quarter without cases is a gap. What is
//! drawn stands beside it in words.

use std::fmt::Write as _;

use proto::notices::{Tally, Trend, TrendPoint};

use super::figures::Numbers;
use super::members::Source;
use super::periods;

/// A drawing, in the units of its own view box.
pub(crate) struct Chart {
    pub(crate) title: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Where the values stand on zero.
    pub(crate) ground: u32,
    pub(crate) bars: Vec<Bar>,
    /// The points of each unbroken line.
    pub(crate) lines: Vec<String>,
    pub(crate) dots: Vec<Dot>,
    pub(crate) quarters: Vec<Quarter>,
    /// Whether there is room for the values and the quarters.
    pub(crate) is_labelled: bool,
}

pub(crate) struct Bar {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) runs: bool,
}

pub(crate) struct Dot {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) runs: bool,
}

/// A quarter in words.
pub(crate) struct Quarter {
    pub(crate) x: u32,
    /// Where its value is written.
    pub(crate) y: u32,
    pub(crate) short: String,
    pub(crate) title: String,
    pub(crate) numbers: Numbers,
    /// Whether it has not ended yet.
    pub(crate) runs: bool,
    pub(crate) warning: String,
}

impl Chart {
    /// 最近八个季度，2026年第二季度尚未结束
    pub(crate) fn span(&self) -> String {
        let running = self.quarters.iter().filter(|quarter| quarter.runs);
        running.fold("最近八个季度".to_owned(), |span, quarter| format!("{span}，{}尚未结束", quarter.title))
    }
}

/// How much room a drawing has.
#[derive(Clone, Copy)]
struct Room {
    width: u32,
    height: u32,
    above: u32,
    below: u32,
    is_labelled: bool,
}

/// As small as a word.
pub(crate) fn spark(trend: &Trend, organ: &[u8]) -> Chart {
    drawn(trend, organ, Room { width: 160, height: 32, above: 4, below: 4, is_labelled: false })
}

/// With its values and quarters.
pub(crate) fn chart(trend: &Trend, organ: &[u8]) -> Chart {
    drawn(trend, organ, Room { width: 512, height: 132, above: 24, below: 24, is_labelled: true })
}

fn drawn(trend: &Trend, organ: &[u8], room: Room) -> Chart {
    let is_rate = trend.measure == "Rate";
    let points = &trend.points;
    let step = room.width / u32::try_from(points.len().max(1)).unwrap_or(1);
    let ground = room.height - room.below;
    let values: Vec<Option<u64>> = points.iter().map(|point| value(point.tally.as_ref(), is_rate)).collect();
    let most = values.iter().flatten().copied().max().unwrap_or_default().max(1);
    let rise = |value: u64| {
        let full = u64::from(ground - room.above);
        u32::try_from(full * value / most).unwrap_or_default()
    };
    let at = |n: usize| step * u32::try_from(n).unwrap_or_default() + step / 2;
    let mut chart = Chart {
        title: trend.title.clone(),
        width: room.width,
        height: room.height,
        ground,
        bars: Vec::new(),
        lines: Vec::new(),
        dots: Vec::new(),
        quarters: Vec::new(),
        is_labelled: room.is_labelled,
    };
    let mut line = String::new();
    for (n, (point, value)) in points.iter().zip(&values).enumerate() {
        let (x, y, runs) = (at(n), ground - value.map_or(0, rise), point.runs);
        match value {
            Some(_) if is_rate => {
                let _ = write!(line, "{x},{y} ");
                chart.dots.push(Dot { x, y, runs });
            }
            Some(_) => {
                chart.bars.push(Bar { x: x - step / 4, y, width: step / 2, height: ground - y, runs });
            }
            None => chart.lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line))),
        }
        chart.quarters.push(quarter(point, numbers(trend, point, organ), x, y.saturating_sub(6)));
    }
    chart.lines.extend((!line.is_empty()).then_some(line));
    chart
}

/// A value to draw: of a rate its hundredths of a per cent; none where there was no case.
fn value(tally: Option<&Tally>, is_rate: bool) -> Option<u64> {
    let tally = tally?;
    if is_rate { (tally.numerator * 10_000).checked_div(tally.denominator) } else { Some(tally.numerator) }
}

/// The numbers of a quarter: those that its own page shows.
fn numbers(trend: &Trend, point: &TrendPoint, organ: &[u8]) -> Numbers {
    let source = Source { period: point.period.clone(), ..Source::default() };
    let tally = point.tally.clone().unwrap_or_default();
    Numbers::of(&trend.figure, trend.measure == "Rate", &tally, &source, organ)
}

fn quarter(point: &TrendPoint, numbers: Numbers, x: u32, y: u32) -> Quarter {
    Quarter {
        x,
        y,
        short: periods::short(&point.period),
        title: point.period_title.clone(),
        numbers,
        runs: point.runs,
        warning: point.warning.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(measure: &str, sizes: &[(u64, u64)]) -> Trend {
        let point = |(numerator, denominator): &(u64, u64)| TrendPoint {
            period: "2026Q1".to_owned(),
            tally: Some(Tally { numerator: *numerator, denominator: *denominator, ..Tally::default() }),
            ..TrendPoint::default()
        };
        let points = sizes.iter().map(point).collect();
        Trend { measure: measure.to_owned(), points, ..Trend::default() }
    }

    #[test] // S33
    fn a_quarter_without_cases_is_a_gap_and_not_a_zero() {
        let chart = spark(&trend("Rate", &[(1, 2), (2, 2), (0, 0), (0, 3)]), &[]);
        assert_eq!(chart.lines, ["20,16 60,4 ", "140,28 "]);
        assert_eq!(chart.dots.len(), 3);
        assert_eq!(chart.quarters.len(), 4);
    }

    #[test]
    fn counts_stand_on_the_ground_in_proportion() {
        let chart = spark(&trend("Count", &[(0, 0), (5, 0), (10, 0)]), &[]);
        let heights: Vec<u32> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!(heights, [0, 12, 24]);
        assert!(chart.lines.is_empty());
    }

    #[test] // S32
    fn every_quarter_leads_to_its_sets_and_the_running_one_says_so() {
        let mut trend = trend("Rate", &[(1, 2), (2, 3)]);
        (trend.points[1].runs, trend.points[1].period_title) = (true, "2026年第二季度".to_owned());
        let chart = spark(&trend, &[]);
        assert_eq!(chart.span(), "最近八个季度，2026年第二季度尚未结束");
        assert_eq!(chart.dots.iter().map(|dot| dot.runs).collect::<Vec<_>>(), [false, true]);
        let numbers = &chart.quarters[1].numbers;
        let [(counted, _), (all, opened)] = numbers.sizes.as_ref().expect("the sizes of a rate");
        assert_eq!((*counted, *all, opened), (2, 3, &numbers.address));
        assert!(opened.contains("period=2026Q1") && opened.contains("which=Denominator"), "{opened}");
    }

    #[test]
    fn nothing_known_draws_nothing() {
        assert!(chart(&trend("Rate", &[]), &[]).quarters.is_empty());
        assert!(chart(&trend("Count", &[(0, 0)]), &[]).bars.iter().all(|bar| bar.height == 0));
    }
}
