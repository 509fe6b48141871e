//! Which formula a printed value was computed by, and what it comes to.

use std::borrow::Cow;
use std::fmt;

use notices::facts::Facts;
use notices::figures::{self, Figure, Scope};
use notices::period::Period;
use notices::policies::Policies;
use notices::rates;
use proto::notices::{Organ, Policy, Tally};
use serde::Deserialize;

use super::counts::Place;
use super::events::organ_of;
use super::publication::{Direction, Expected, Kind, Mistake, Settings};

/// A formula, the settings under which it was meant, and which of its sets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measure {
    code: String,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    part: Part,
    /// Of a sum: under which settings each of its parts is; none: the parts are those of the unit.
    #[serde(default)]
    parts: Vec<Settings>,
}

/// Which set is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    /// What is counted.
    #[default]
    Numerator,
    /// What it is counted among.
    Denominator,
    /// What is counted among without being counted.
    Rest,
    /// What is counted in the unit, among what is counted in the whole.
    Share,
}

/// The name of a metric, and the code, settings and part of its measure.
type Meaning = (&'static str, &'static str, &'static [(&'static str, &'static str)], Part);

/// What the names of metrics mean, in files that say no measure.
const MEANT: &[Meaning] = &[
    ("appearance rate", "app.heard", &[], Part::Numerator),
    ("first instance", "app.heard", &[("instances_included", "first")], Part::Numerator),
    ("second instance", "app.heard", &[("instances_included", "second")], Part::Numerator),
    ("correction rate", "corr.direct.concluded", &[], Part::Numerator),
    (CORRECTION_WITH_SELF, "corr.comprehensive", &[], Part::Numerator),
    ("mediation rate", "med.rate", &[], Part::Numerator),
    ("comprehensive correction and resolution rate", "corr.resolved", &[], Part::Numerator),
    ("received", "inc.recon", &[], Part::Numerator),
    ("acceptance rate", "accept.rate", &[], Part::Numerator),
    ("accepted share", "accept.rate", &[], Part::Numerator),
    ("not accepted share", "accept.rate", &[], Part::Rest),
    (SHARE, "inc.recon", &[], Part::Share),
];
/// A correction rate whose counts show that those that ended after the respondent corrected itself are among the corrected.
const CORRECTION_WITH_SELF: &str = "correction rate, 改正后终止 counted";
/// A unit's, after its name: `武汉市 share`.
const SHARE: &str = "share";

/// The names of metrics that are understood.
#[cfg(test)]
pub(super) fn metrics() -> impl Iterator<Item = &'static str> {
    let suffixed = |name: &&str| ![CORRECTION_WITH_SELF, SHARE].contains(name);
    MEANT.iter().map(|(name, ..)| *name).filter(suffixed)
}

/// What a printed value was held against.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) id: String,
    unit: String,
    metric: String,
    pub(super) found: Found,
}

/// What came out.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// No formula covers it, for this reason.
    NotCovered(String),
    /// Computed so, by this formula.
    Computed { printed: String, computed: String, formula: String, same: bool },
}

/// What is computed from.
pub(super) struct Ground<'g> {
    pub(super) places: &'g [Place],
    pub(super) facts: &'g Facts,
    pub(super) period: Period,
}

impl Ground<'_> {
    /// What a printed value comes to.
    pub(super) fn finding(&self, expected: &Expected) -> Result<Finding, Mistake> {
        let Expected { id, unit, metric, not_covered, .. } = expected;
        let named = self.places.iter().find(|place| place.name == *unit);
        let place = if unit == "total" { self.places.first() } else { named };
        let place = place.ok_or_else(|| expected.wrong(format!(" unit “{unit}”不在 units 中，请核对")))?;
        let found = match expected.measure.clone().or_else(|| expected.meant(place)) {
            Some(measure) => Computation { ground: self, expected, place, measure }.found()?,
            None if !not_covered.is_empty() => Found::NotCovered(not_covered.clone()),
            None if metric.is_empty() => Found::NotCovered("没有写明由哪些数相加".to_owned()),
            None => Found::NotCovered(format!("没有与“{metric}”对应的公式")),
        };
        Ok(Finding { id: id.clone(), unit: place.name.clone(), metric: metric.clone(), found })
    }

    /// The facts of a place and of its parts, as an area has those of all within it.
    fn facts_of(&self, place: &Place) -> Cow<'_, Facts> {
        if self.places.first().is_some_and(|whole| whole.code == place.code) {
            return Cow::Borrowed(self.facts);
        }
        let Facts { cases, suits, parties, hearings, chains, suggestions } = self.facts;
        let within = |area: &str| area.starts_with(&place.code);
        Cow::Owned(Facts {
            cases: cases.iter().filter(|fact| within(&fact.area)).cloned().collect(),
            suits: suits.iter().filter(|fact| within(&fact.area)).cloned().collect(),
            parties: parties.iter().filter(|fact| within(&fact.area)).cloned().collect(),
            hearings: hearings.iter().filter(|fact| within(&fact.area)).cloned().collect(),
            chains: chains.iter().filter(|fact| within(&fact.area)).cloned().collect(),
            suggestions: suggestions.iter().filter(|fact| within(&fact.area)).cloned().collect(),
        })
    }
}

impl Expected {
    fn wrong(&self, why: String) -> Mistake {
        Mistake::Expectation { id: self.id.clone(), why }
    }

    /// The measure that its metric's name means.
    fn meant(&self, place: &Place) -> Option<Measure> {
        let metric = match self.metric.as_str() {
            "correction rate" if place.counts_self_corrected() => CORRECTION_WITH_SELF,
            metric if metric.strip_suffix(SHARE).is_some_and(|unit| unit.trim_end() == self.unit) => SHARE,
            metric => metric,
        };
        let (_, code, settings, part) = MEANT.iter().find(|(name, ..)| *name == metric)?;
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Some(Measure { code: (*code).to_owned(), settings, part: *part, parts: Vec::new() })
    }

    /// How many decimals were printed: `91.03%` has two.
    fn decimals(&self) -> Result<u32, Mistake> {
        let wrong = || self.wrong(format!(" printed “{}”不是百分比，请写成 91.03% 这样", self.printed));
        let number = self.printed.strip_suffix('%').ok_or_else(wrong)?;
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let is_number = !whole.is_empty() && whole.chars().chain(decimals.chars()).all(|c| c.is_ascii_digit());
        u32::try_from(decimals.len()).ok().filter(|decimals| is_number && *decimals <= 6).ok_or_else(wrong)
    }
}

/// A printed value on its way to what it comes to.
struct Computation<'c> {
    ground: &'c Ground<'c>,
    expected: &'c Expected,
    place: &'c Place,
    measure: Measure,
}

impl Computation<'_> {
    fn found(&self) -> Result<Found, Mistake> {
        let code = &self.measure.code;
        let figure = figures::named(code).ok_or_else(|| self.expected.wrong(format!("公式“{code}”不存在，请核对")))?;
        match (self.expected.kind, self.measure.part) {
            (Kind::Ratio, Part::Numerator | Part::Rest | Part::Share) => self.ratio(figure),
            (Kind::Growth, Part::Numerator) => self.growth(figure),
            (Kind::Sum, Part::Numerator | Part::Denominator) => self.sum(figure),
            _ => Err(self.expected.wrong(" measure.part 不适用于该 type，请改正".to_owned())),
        }
    }

    fn ratio(&self, figure: &Figure) -> Result<Found, Mistake> {
        let settings = &self.measure.settings;
        let Tally { numerator, denominator, .. } = self.tally(figure, self.place, settings, self.ground.period)?;
        let (part, of) = match (self.measure.part, self.ground.places.first()) {
            (Part::Rest, _) => (denominator - numerator, denominator),
            (Part::Share, Some(whole)) => {
                (numerator, self.tally(figure, whole, settings, self.ground.period)?.numerator)
            }
            _ => (numerator, denominator),
        };
        let decimals = self.expected.decimals()?;
        let printed = self.expected.printed.clone();
        let computed = rates::rate(part, of, decimals);
        let same = computed == printed;
        let computed = format!("{computed}（{part}/{of}）");
        Ok(Found::Computed { printed, computed, formula: self.formula(figure, settings, decimals), same })
    }

    fn growth(&self, figure: &Figure) -> Result<Found, Mistake> {
        let Measure { settings, .. } = &self.measure;
        let Ground { period, .. } = *self.ground;
        let now = self.tally(figure, self.place, settings, period)?.numerator;
        let then = self.tally(figure, self.place, settings, period.a_year_before())?.numerator;
        let decimals = self.expected.decimals()?;
        let size = rates::rate(now.abs_diff(then), then, decimals);
        let (direction, went) = if now < then { (Direction::Down, "下降") } else { (Direction::Up, "上升") };
        let same = size == self.expected.printed && self.expected.direction.is_none_or(|printed| printed == direction);
        let printed = match self.expected.direction {
            Some(Direction::Up) => format!("上升{}", self.expected.printed),
            Some(Direction::Down) => format!("下降{}", self.expected.printed),
            None => self.expected.printed.clone(),
        };
        let computed = format!("{went}{size}（{then}→{now}）");
        let formula = format!("{}；同比", self.formula(figure, settings, decimals));
        Ok(Found::Computed { printed, computed, formula, same })
    }

    /// The sizes of the parts' sets together are the size of the whole's.
    fn sum(&self, figure: &Figure) -> Result<Found, Mistake> {
        let Measure { settings, parts, part, .. } = &self.measure;
        let size = |place: &Place, settings: &Settings| {
            let tally = self.tally(figure, place, settings, self.ground.period)?;
            Ok(if *part == Part::Denominator { tally.denominator } else { tally.numerator })
        };
        let sizes: Vec<u64> = if parts.is_empty() {
            let parts = self.ground.places.iter().filter(|place| place.is_part_of(self.place));
            parts.map(|place| size(place, settings)).collect::<Result<_, Mistake>>()?
        } else {
            let with = |part: &Settings| -> Settings { settings.clone().into_iter().chain(part.clone()).collect() };
            parts.iter().map(|part| size(self.place, &with(part))).collect::<Result<_, Mistake>>()?
        };
        let all = size(self.place, settings)?;
        let sum: u64 = sizes.iter().sum();
        let added = sizes.iter().map(u64::to_string).collect::<Vec<_>>().join("＋");
        let printed = "各部分之和等于总数".to_owned();
        let computed = format!("{added}＝{sum}，总数{all}");
        Ok(Found::Computed { printed, computed, formula: self.formula(figure, settings, 0), same: sum == all })
    }

    fn tally(&self, figure: &Figure, place: &Place, settings: &Settings, period: Period) -> Result<Tally, Mistake> {
        let organs = self.ground.places.iter().map(|place| Organ {
            id: organ_of(place).as_bytes().to_vec(),
            name: place.name.clone(),
            ..Organ::default()
        });
        let scope = Scope {
            period,
            as_of: self.ground.period.last(),
            policies: self.policies(figure, settings)?,
            organs: organs.collect(),
        };
        Ok(figure.computed(&self.ground.facts_of(place), &scope).total.unwrap_or_default())
    }

    fn policies(&self, figure: &Figure, settings: &Settings) -> Result<Policies, Mistake> {
        let unknown = |(name, value): &(&String, &String)| {
            !figure.settings.contains(&name.as_str()) || !Policies::allow(name, value)
        };
        if let Some((name, value)) = settings.iter().find(unknown) {
            return Err(self.expected.wrong(format!("设置 {name}={value} 不适用于 {}，请改正", figure.code)));
        }
        let policy = |(name, value): (&String, &String)| Policy {
            name: name.clone(),
            value: value.clone(),
            ..Policy::default()
        };
        Ok(Policies::of(settings.iter().map(policy)))
    }

    fn formula(&self, figure: &Figure, settings: &Settings, decimals: u32) -> String {
        let policies = self.policies(figure, settings).unwrap_or_default();
        let Figure { code, version, formula, .. } = figure;
        let settings = figure.settings.iter().map(|name| policies.in_words(name));
        let set = match self.measure.part {
            Part::Numerator if self.expected.kind == Kind::Sum => "（分子）",
            Part::Denominator => "（分母）",
            Part::Rest => "（未计入分子的）",
            Part::Share => "（占总数的比例）",
            Part::Numerator => "",
        };
        let rounding = match self.expected.kind {
            Kind::Sum => None,
            _ => Some(format!("四舍五入到小数点后{decimals}位")),
        };
        let parts: Vec<String> = std::iter::once((*formula).to_owned()).chain(settings).chain(rounding).collect();
        format!("{code}{set} 第{version}版：{}", parts.join("；"))
    }
}

impl Finding {
    pub(super) fn is_covered(&self) -> bool {
        matches!(self.found, Found::Computed { .. })
    }

    pub(super) fn differs(&self) -> bool {
        matches!(self.found, Found::Computed { same: false, .. })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, unit, metric, found } = self;
        write!(f, "{}", format!("{id} {unit} {metric}").trim_end())?;
        match found {
            Found::NotCovered(why) => writeln!(f, "：未涵盖，{why}"),
            Found::Computed { printed, computed, formula, same } => {
                let verdict = if *same { "相符" } else { "不符" };
                writeln!(f, "：公布{printed}，复算{computed}，{verdict}\n    {formula}")
            }
        }
    }
}
