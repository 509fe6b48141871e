//! The figures: each places the facts of a period into sets. What is printed is the size of a set or a ratio of two sizes;
//! counting, rates, drill-down and comparison are the same for all.

mod appearance;
mod correction;
mod handling;
mod incidence;
mod loss;
mod suggestion;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::day::Day;
use kernel::word::words;
use proto::notices as messages;
use uuid::Uuid;

use crate::facts::cases::Case;
use crate::facts::lawsuits::{Chain, Hearing, Party, Suit};
use crate::facts::suggestions::Suggestion;
use crate::facts::{Fact, Facts};
use crate::period::Period;
use crate::policies::Policies;
use crate::rates::{self, Measure};

/// All figures, in the order in which they are printed.
pub const ALL: &[Figure] = &[
    appearance::HEARD,
    appearance::DUE,
    appearance::PRINCIPAL,
    appearance::DEPUTY_IN_LISTED_CASE,
    appearance::HEARINGS,
    loss::FIRST,
    loss::EFFECTIVE,
    correction::DIRECT_OF_CONCLUDED,
    correction::DIRECT_OF_ACCEPTED,
    correction::COMPREHENSIVE,
    correction::RESOLVED,
    handling::SETTLED,
    handling::ACCEPTED,
    suggestion::ON_TIME,
    incidence::NEW_FIRST,
    incidence::RECONSIDERATION,
];

/// A figure.
pub struct Figure {
    /// Its code: STATISTICS 1.
    pub code: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Which version of its formula this is: another way of counting is another version.
    pub version: u32,
    /// Whether it is a rate or a number.
    pub measure: Measure,
    /// What is counted: 件, 件次 …
    pub unit: &'static str,
    /// The formula in words, without the settings.
    pub formula: &'static str,
    /// The settings that change it.
    pub settings: &'static [&'static str],
    /// By which day a fact belongs to a period, in words.
    pub attribution: &'static str,
    /// How facts are placed.
    pub counting: Counting,
}

/// Which facts are placed, and how.
pub enum Counting {
    /// Reconsideration cases.
    Cases(Placing<Case>),
    /// Instances of lawsuits.
    Suits(Placing<Suit>),
    /// Organs sued in an instance.
    Parties(Placing<Party>),
    /// Hearings, for each organ concerned.
    Hearings(Placing<Hearing>),
    /// Effective results, for each organ sued.
    Chains(Placing<Chain>),
    /// Suggestions, for each organ addressed.
    Suggestions(Placing<Suggestion>),
}

impl Counting {
    /// Whether what is placed is what organs did, so that it depends on which of them are in scope.
    pub(crate) fn is_of_organs(&self) -> bool {
        match self {
            Self::Cases(_) => Case::IS_AN_ORGANS,
            Self::Suits(_) => Suit::IS_AN_ORGANS,
            Self::Parties(_) => Party::IS_AN_ORGANS,
            Self::Hearings(_) => Hearing::IS_AN_ORGANS,
            Self::Chains(_) => Chain::IS_AN_ORGANS,
            Self::Suggestions(_) => Suggestion::IS_AN_ORGANS,
        }
    }
}

/// How facts of one sort are placed.
pub struct Placing<F> {
    /// The day by which a fact belongs to a period; none: the figure is not about it.
    pub period_by: for<'f> fn(&'f F, &Policies) -> Option<&'f str>,
    /// Where it is put.
    pub place: fn(&F, &Scope) -> Place,
    /// Why, in words that hold whatever the place.
    pub tell: fn(&F) -> String,
}

/// Where a fact is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Counted, and counted among.
    Numerator,
    /// Counted among.
    DenominatorOnly,
    /// Left out, for this reason.
    Excluded(&'static str),
}

words! {
    /// A set behind a printed number.
    Which {
        Numerator "分子",
        Denominator "分母",
        Excluded "未计入",
    }
}

/// What a figure is computed under.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The period.
    pub period: Period,
    /// Until when facts could have happened: what was not yet due is left out.
    pub as_of: Day,
    /// The settings.
    pub policies: Policies,
    /// The organs, by their codes. What others did is left out.
    pub organs: Vec<messages::Organ>,
}

impl Scope {
    /// Whether something had happened by then. What goes its way after a notice was frozen is no late fact.
    pub(crate) fn has_seen(&self, on: Option<&String>) -> bool {
        on.is_some_and(|on| *on <= self.as_of.to_string())
    }

    /// The same for an earlier period, as of so many days after its end as this one is after its own: like is compared with
    /// like. While this one runs, the other is as it was at its end.
    #[must_use]
    pub fn of(&self, period: Period) -> Self {
        let age = self.as_of.days_since(self.period.last());
        Self { period, as_of: period.last().plus_days(age).min(self.as_of), ..self.clone() }
    }

    /// What a period is compared with: while it runs, no more days of the other than have passed of it.
    fn as_much_of(&self, other: Period) -> Period {
        if self.as_of >= self.period.last() {
            return other;
        }
        let passed = self.as_of.days_since(self.period.first());
        Period::Days(other.first(), other.first().plus_days(passed).min(other.last()))
    }

    /// The organ in scope that an organ is, or whose predecessor it was.
    fn standing(&self, organ: Uuid) -> Option<&messages::Organ> {
        let is_it = |known: &messages::Organ| known.id == organ.as_bytes();
        self.organs.iter().find(|known| is_it(known) || known.predecessors.iter().any(is_it))
    }

    /// Whether one of these organs is meant where an organ is named.
    pub(crate) fn is_about(&self, organs: &[Uuid], named: &[u8]) -> bool {
        let is_meant =
            |organ: &Uuid| self.standing(*organ).map_or(organ.as_bytes().as_slice(), |known| &known.id) == named;
        organs.iter().any(is_meant)
    }
}

/// A fact that was placed.
pub struct Placed<'f, F> {
    /// The fact.
    pub fact: &'f F,
    /// The day by which it belongs to the period.
    pub on: &'f str,
    /// Where it was put.
    pub place: Place,
}

/// The figure of a code.
#[must_use]
pub fn named(code: &str) -> Option<&'static Figure> {
    ALL.iter().find(|figure| figure.code == code)
}

impl Place {
    /// Counted among, and counted if this is so.
    #[must_use]
    pub fn among(counted: bool) -> Self {
        if counted { Self::Numerator } else { Self::DenominatorOnly }
    }

    /// Whether it is in a set.
    #[must_use]
    pub fn is_in(self, which: Which) -> bool {
        match which {
            Which::Numerator => self == Self::Numerator,
            Which::Denominator => !matches!(self, Self::Excluded(_)),
            Which::Excluded => matches!(self, Self::Excluded(_)),
        }
    }

    /// The set it is named after.
    #[must_use]
    pub fn which(self) -> Which {
        match self {
            Self::Numerator => Which::Numerator,
            Self::DenominatorOnly => Which::Denominator,
            Self::Excluded(_) => Which::Excluded,
        }
    }
}

impl Figure {
    /// The formula in words, with the settings it is computed under.
    #[must_use]
    pub fn in_words(&self, policies: &Policies) -> String {
        let settings: Vec<String> = self.settings.iter().map(|name| policies.in_words(name)).collect();
        let rounding = match self.measure {
            Measure::Rate => "百分比四舍五入到小数点后两位",
            Measure::Count => "",
        };
        let parts = std::iter::once(self.formula).chain(settings.iter().map(String::as_str)).chain([rounding]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
    }

    /// The figure of a period, for all and for each organ.
    #[must_use]
    pub fn computed(&self, facts: &Facts, scope: &Scope) -> messages::Figure {
        let counted = match &self.counting {
            Counting::Cases(placing) => placing.counted(&facts.cases, scope),
            Counting::Suits(placing) => placing.counted(&facts.suits, scope),
            Counting::Parties(placing) => placing.counted(&facts.parties, scope),
            Counting::Hearings(placing) => placing.counted(&facts.hearings, scope),
            Counting::Chains(placing) => placing.counted(&facts.chains, scope),
            Counting::Suggestions(placing) => placing.counted(&facts.suggestions, scope),
        };
        let mut organs: Vec<messages::OrganTally> = scope
            .organs
            .iter()
            .map(|organ| messages::OrganTally {
                organ: organ.id.clone(),
                tally: Some(counted.of(&organ.id).tally(self.measure)),
                rank: 0,
            })
            .collect();
        if self.measure == Measure::Rate {
            rank(&mut organs);
        }
        messages::Figure {
            code: self.code.to_owned(),
            title: self.title.to_owned(),
            formula: self.in_words(&scope.policies),
            version: self.version,
            unit: self.unit.to_owned(),
            measure: self.measure.english().to_owned(),
            total: Some(counted.total.tally(self.measure)),
            comparisons: Vec::new(),
            organs,
            exclusions: counted
                .exclusions
                .into_iter()
                .map(|(reason, count)| messages::Exclusion { reason: reason.to_owned(), count })
                .collect(),
            attribution: self.attribution.to_owned(),
            of_no_organ: counted.of_no_organ,
        }
    }

    /// Whether it is counted otherwise under other settings.
    pub(crate) fn is_settled_otherwise(&self, one: &Policies, other: &Policies) -> bool {
        self.settings.iter().any(|name| one.get(name) != other.get(name))
    }

    /// An organ's rank among all: whoever asks about one organ alone is told it too.
    pub(crate) fn rank_of(&self, organ: Uuid, facts: &Facts, scope: &Scope) -> u32 {
        let organs = self.computed(facts, scope).organs;
        organs.iter().find(|own| own.organ == organ.as_bytes()).map_or(0, |own| own.rank)
    }
}

impl<F: Fact + 'static> Placing<F> {
    /// The facts of the period, placed.
    pub fn placed<'f>(&self, facts: &'f [F], scope: &Scope) -> Vec<Placed<'f, F>> {
        let (first, last) = (scope.period.first().to_string(), scope.period.last().to_string());
        let of_period = facts.iter().filter_map(|fact| {
            let on = (self.period_by)(fact, &scope.policies)?;
            (first.as_str() <= on && on <= last.as_str()).then_some((fact, on))
        });
        let placed = of_period.map(|(fact, on)| {
            let place = if F::IS_AN_ORGANS && !fact.organs().iter().any(|organ| scope.standing(*organ).is_some()) {
                Place::Excluded("不属于本次统计的机关")
            } else {
                (self.place)(fact, scope)
            };
            Placed { fact, on, place }
        });
        placed.collect()
    }

    fn counted(&self, facts: &[F], scope: &Scope) -> Counted {
        let mut counted = Counted::default();
        for Placed { fact, place, .. } in self.placed(facts, scope) {
            counted.total.count(place);
            let organs: BTreeSet<&[u8]> =
                fact.organs().iter().filter_map(|organ| Some(scope.standing(*organ)?.id.as_slice())).collect();
            counted.of_no_organ += u64::from(organs.is_empty() && place.is_in(Which::Denominator));
            for organ in organs {
                counted.by_organ.entry(organ.to_vec()).or_default().count(place);
            }
            if let Place::Excluded(reason) = place {
                *counted.exclusions.entry(reason).or_default() += 1;
            }
        }
        counted
    }
}

/// The sizes of the sets, for all and for each organ.
#[derive(Default)]
struct Counted {
    total: Sizes,
    by_organ: HashMap<Vec<u8>, Sizes>,
    exclusions: BTreeMap<&'static str, u64>,
    /// How many of the total no organ in scope has.
    of_no_organ: u64,
}

impl Counted {
    fn of(&self, organ: &[u8]) -> Sizes {
        self.by_organ.get(organ).copied().unwrap_or_default()
    }
}

/// How large the sets are.
#[derive(Debug, Clone, Copy, Default)]
struct Sizes {
    numerator: u64,
    denominator: u64,
    excluded: u64,
}

impl Sizes {
    fn count(&mut self, place: Place) {
        self.numerator += u64::from(place.is_in(Which::Numerator));
        self.denominator += u64::from(place.is_in(Which::Denominator));
        self.excluded += u64::from(place.is_in(Which::Excluded));
    }

    fn tally(self, measure: Measure) -> messages::Tally {
        rates::tally(measure, self.numerator, self.denominator, self.excluded)
    }
}

/// Ranks the organs that had anything counted, from the highest rate down. Equal rates share a rank, and the next one is
/// further down by as many.
fn rank(organs: &mut [messages::OrganTally]) {
    let tallies: Vec<messages::Tally> = organs.iter().map(|organ| organ.tally.clone().unwrap_or_default()).collect();
    let counted = || tallies.iter().filter(|tally| tally.denominator > 0);
    for (organ, own) in organs.iter_mut().zip(&tallies).filter(|(_, own)| own.denominator > 0) {
        let above = counted().filter(|other| rates::compared(other, own).is_gt()).count();
        organ.rank = u32::try_from(above + 1).unwrap_or(u32::MAX);
    }
}

/// The facts of a period and of those it is compared with.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// Of the period itself.
    pub now: Facts,
    /// Of the same period a year before (同比).
    pub a_year_before: Facts,
    /// Of the period right before (环比).
    pub before: Facts,
}

impl Basis {
    /// The figures of the period, each compared.
    #[must_use]
    pub fn figures(&self, figures: &[&Figure], scope: &Scope) -> Vec<messages::Figure> {
        figures.iter().map(|figure| self.figure(figure, scope)).collect()
    }

    fn figure(&self, figure: &Figure, scope: &Scope) -> messages::Figure {
        let mut computed = figure.computed(&self.now, scope);
        let now = computed.total.clone().unwrap_or_default();
        let comparison = |kind: &str, title: &str, period: Period, facts: &Facts| {
            let period = scope.as_much_of(period);
            let then = figure.computed(facts, &scope.of(period)).total.unwrap_or_default();
            messages::Comparison {
                kind: kind.to_owned(),
                title: title.to_owned(),
                period: period.to_string(),
                period_title: period.title(),
                printed: rates::change(figure.measure, &then, &now, figure.unit),
                then: Some(then),
                warning: String::new(),
            }
        };
        if scope.as_of < scope.period.first() {
            return computed;
        }
        computed.comparisons = vec![
            comparison("YearOnYear", "同比", scope.period.a_year_before(), &self.a_year_before),
            comparison("PeriodOnPeriod", "环比", scope.period.before(), &self.before),
        ];
        computed
    }
}

#[cfg(test)]
pub(crate) mod tests;
