//! What came out, and whether it is what was aimed at.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::drive::Sample;

/// Who carried out the commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Our whole command cycle.
    Ours,
    /// The same while the relay publishes all of it.
    Published,
    /// The same on aggregates that are not in memory.
    Cold,
    /// `postgres-es` with a pool of so many connections.
    Stock(u32),
    /// Single INSERTs.
    Raw,
}

/// One measure of both, a value a round.
#[derive(Default)]
pub struct Pair<T> {
    /// Ours.
    pub ours: Vec<T>,
    /// Stock's.
    pub stock: Vec<T>,
}

/// All that was measured.
#[derive(Default)]
pub struct Results {
    commands: BTreeMap<(u32, usize, Who), Vec<Sample>>,
    /// Loads of one aggregate of twenty events.
    pub load: Pair<Sample>,
    /// Events replayed a second.
    pub replay: Pair<f64>,
    /// What share of the commands a second the hash chain costs.
    pub chain: Vec<f64>,
}

/// The medians of one contestant's rounds.
#[derive(Clone, Copy)]
struct Medians {
    rate: f64,
    p50: f64,
    p99: f64,
    cpu: f64,
}

fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

impl Medians {
    fn of(samples: &[Sample]) -> Self {
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        Self {
            rate: median(samples.iter().map(|sample| sample.rate)),
            p50: median(samples.iter().map(|sample| ms(sample.p50))),
            p99: median(samples.iter().map(|sample| ms(sample.p99))),
            cpu: median(samples.iter().map(|sample| ms(sample.cpu) * 1_000.0)),
        }
    }
}

impl fmt::Display for Medians {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} ({:.2}, {:.2}; {:.0})", self.rate, self.p50, self.p99, self.cpu)
    }
}

impl Results {
    /// Keeps what someone did in one round.
    pub fn keep(&mut self, events: u32, in_flight: usize, who: Who, sample: Sample) {
        self.commands.entry((events, in_flight, who)).or_default().push(sample);
    }

    fn find(&self, events: u32, in_flight: usize, who: Who) -> Option<Medians> {
        self.commands.get(&(events, in_flight, who)).map(|samples| Medians::of(samples))
    }

    /// The best that stock did with these events, in the rows that `rows` lets through, and with how many connections.
    fn stock(&self, events: u32, rows: impl Fn(usize) -> bool) -> Option<(Medians, u32)> {
        let all = self.commands.iter().filter_map(|((of, in_flight, who), samples)| match who {
            Who::Stock(connections) if *of == events && rows(*in_flight) => Some((Medians::of(samples), *connections)),
            _ => None,
        });
        all.max_by(|(one, _), (other, _)| one.rate.total_cmp(&other.rate))
    }

    fn rows(&self) -> impl Iterator<Item = (u32, usize)> {
        self.commands.keys().filter(|(.., who)| *who == Who::Ours).map(|(events, in_flight, _)| (*events, *in_flight))
    }

    /// Ours against stock's best at 32 or 256 in flight, in commands a second.
    fn against_stock(&self, events: u32, in_flight: usize, rows: impl Fn(usize) -> bool) -> Option<f64> {
        Some(self.find(events, in_flight, Who::Ours)?.rate / self.stock(events, rows)?.0.rate)
    }

    /// What was aimed at: its name, what came out, the aim, and whether it was met.
    fn aims(&self) -> Vec<(&'static str, String, &'static str, bool)> {
        let at_least = |name, ratio: Option<f64>, text, aim| {
            let ratio = ratio.unwrap_or(f64::NAN);
            (name, format!("{ratio:.1} ×"), text, ratio >= aim)
        };
        let lone = |who| self.find(1, 1, who).map_or(f64::NAN, |medians| medians.p50);
        let stock_alone = self.stock(1, |in_flight| in_flight == 1).map_or(f64::NAN, |(medians, _)| medians.p50);
        let load = Medians::of(&self.load.ours).rate / Medians::of(&self.load.stock).rate;
        let replay = median(self.replay.ours.iter().copied()) / median(self.replay.stock.iter().copied());
        let chain = median(self.chain.iter().copied()) * 100.0;
        vec![
            at_least("32 in flight, 1 event", self.against_stock(1, 32, |n| n == 32), "≥ 5 × stock", 5.0),
            at_least("256 in flight, 1 event", self.against_stock(1, 256, |_| true), "≥ 10 × stock's best", 10.0),
            at_least("32 in flight, 5 events", self.against_stock(5, 32, |n| n == 32), "≥ 5 × stock", 5.0),
            (
                "p50 of a lone command",
                format!("{:.2} ms, stock {stock_alone:.2} ms", lone(Who::Ours)),
                "not above stock's",
                lone(Who::Ours) <= stock_alone,
            ),
            at_least("load of 20 events", Some(load), "≥ 2.5 × stock", 2.5),
            at_least("ordered resumable replay", Some(replay), "≥ 2.3 × stock", 2.3),
            ("hash chain", format!("{chain:.1} %"), "≤ 5 %", chain <= 5.0),
        ]
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Commands a second (p50, p99 in ms; CPU µs a command), medians of the rounds:\n")?;
        writeln!(
            f,
            "| in flight × events | ours | ours, published | ours, cold | stock, its best pool | INSERT | × stock |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for (events, in_flight) in self.rows() {
            let cell = |who| self.find(events, in_flight, who).map_or_else(String::new, |medians| medians.to_string());
            let stock = self.stock(events, |n| n == in_flight);
            let stock = stock.map_or_else(String::new, |(medians, pool)| format!("{medians} [{pool}]"));
            let (ours, published, cold, raw) = (cell(Who::Ours), cell(Who::Published), cell(Who::Cold), cell(Who::Raw));
            let ratio = self.against_stock(events, in_flight, |n| n == in_flight).unwrap_or(f64::NAN);
            writeln!(f, "| {in_flight} × {events} | {ours} | {published} | {cold} | {stock} | {raw} | {ratio:.1} |")?;
        }
        let (load, of_stock) = (Medians::of(&self.load.ours), Medians::of(&self.load.stock));
        writeln!(
            f,
            "\nLoads of 20 events a second: ours {:.0} (p50 {:.2} ms), stock {:.0} ({:.2}).",
            load.rate, load.p50, of_stock.rate, of_stock.p50
        )?;
        let replayed = |rates: &[f64]| median(rates.iter().copied());
        let (ours, stock) = (replayed(&self.replay.ours), replayed(&self.replay.stock));
        writeln!(f, "Events replayed a second: ours {ours:.0}, stock {stock:.0}.\n")?;
        writeln!(f, "| aim | came out | aimed at | |\n|---|---|---|---|")?;
        for (name, came_out, aim, met) in self.aims() {
            writeln!(f, "| {name} | {came_out} | {aim} | {} |", if met { "met" } else { "MISSED" })?;
        }
        Ok(())
    }
}
