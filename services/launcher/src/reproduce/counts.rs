//! The counts of a publication: those of its units, those left to the whole when its units are taken out, and what must have
//! happened for them to be so.

use std::collections::BTreeMap;

use serde_json::Value;

use super::publication::{Mistake, Unit};

const RECEIVED: &str = "received";
const RECEIVED_LAST_YEAR: &str = "received_last_year";
const ACCEPTED: &str = "accepted";
const NOT_ACCEPTED: &str = "not_accepted_or_transferred";
const CONCLUDED: &str = "concluded";
const CORRECTED: &str = "corrected";
const MEDIATED: &str = "mediated_settled";
const RESOLVED: &str = "resolved_after_upholding_by_opinion_letter";
const HEARD: &str = "cases_heard";
const APPEARED: &str = "appeared";
const FIRST_HEARD: &str = "first_instance_heard";
const FIRST_APPEARED: &str = "first_instance_appeared";
const SECOND_HEARD: &str = "second_instance_heard";
const SECOND_APPEARED: &str = "second_instance_appeared";
/// What `concluded` becomes where a unit speaks of lawsuits.
const SUITS_CONCLUDED: &str = "lawsuits_concluded";

const OF_CASES: [&str; 7] = [RECEIVED, RECEIVED_LAST_YEAR, ACCEPTED, NOT_ACCEPTED, CORRECTED, MEDIATED, RESOLVED];
const OF_SUITS: [&str; 6] = [HEARD, APPEARED, FIRST_HEARD, FIRST_APPEARED, SECOND_HEARD, SECOND_APPEARED];
/// The counts from which facts are made.
const COUNTED: [&str; 14] = [
    RECEIVED,
    RECEIVED_LAST_YEAR,
    ACCEPTED,
    NOT_ACCEPTED,
    CONCLUDED,
    CORRECTED,
    MEDIATED,
    RESOLVED,
    HEARD,
    APPEARED,
    FIRST_HEARD,
    FIRST_APPEARED,
    SECOND_HEARD,
    SECOND_APPEARED,
];
/// What no formula asks for.
const UNUSED: [&str; 6] =
    ["applicants", "sued_units", "units_at_100_percent", "by_respondent", "by_organ", "top5_matters"];
/// Counts by outcome, and the rows of a table.
const OTHER: [&str; 4] = [OUTCOMES, "table", "table_columns", "table_total"];
const OUTCOMES: &str = "outcomes";

/// How an accepted case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By a decision of this kind.
    Decided(&'static str),
    /// Maintained, and the dispute resolved afterwards by an opinion letter.
    Resolved,
    /// By a mediation document.
    Mediated,
    /// Terminated since the applicant withdrew, for this reason.
    Withdrawn(&'static str),
    /// Terminated on another ground.
    Terminated,
    /// The application was dismissed.
    Dismissed,
}

/// What tables of outcomes call these ends.
const ENDS: &[(&str, End)] = &[
    ("维持", End::Decided("Maintain")),
    ("驳回复议请求", End::Decided("DismissClaim")),
    ("变更", End::Decided("Change")),
    ("撤销", End::Decided("Revoke")),
    ("部分撤销", End::Decided("RevokePartial")),
    ("确认违法", End::Decided("ConfirmIllegal")),
    ("责令履行", End::Decided("OrderPerform")),
    ("确认无效", End::Decided("ConfirmVoid")),
    ("调解", End::Mediated),
    ("和解后终止", End::Withdrawn("Settled")),
    ("改正后终止", End::Withdrawn("SelfCorrected")),
    ("撤回申请后终止", End::Withdrawn("OtherReason")),
    ("终止", End::Terminated),
    ("驳回复议申请", End::Dismissed),
    ("其他", End::Terminated),
];

impl End {
    fn corrects(self) -> bool {
        matches!(
            self,
            Self::Decided("Change" | "Revoke" | "RevokePartial" | "ConfirmIllegal" | "OrderPerform" | "ConfirmVoid")
        )
    }
}

/// Counts by their names; an outcome's is its word after a stroke: `outcomes/维持`.
#[derive(Debug, Clone, Default, PartialEq)]
struct Counts(BTreeMap<String, u64>);

/// A unit, a row of its table, or the whole.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    /// The beginning of its made-up area code, which those of its parts share.
    pub(super) code: String,
    /// What it says of itself.
    told: Counts,
    /// What of this belongs to none of its parts.
    rest: Counts,
}

/// What must have happened in a place, apart from its parts.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// Applications received in the period.
    pub(super) received: u64,
    /// Received in the same period a year before.
    pub(super) received_before: u64,
    /// Accepted in the period, the received ones first.
    pub(super) accepted: u64,
    /// Concluded in the period, the accepted ones first.
    pub(super) ends: Vec<End>,
    /// Organs sued in an instance.
    pub(super) seats: Vec<Seat>,
}

/// An organ sued in an instance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seat {
    pub(super) instance: &'static str,
    /// Whether its head appeared; none: it was not heard.
    pub(super) appeared: Option<bool>,
    pub(super) concluded: bool,
}

/// A unit with the rows of its table, or the whole with its units.
struct Node {
    name: String,
    told: Counts,
    parts: Vec<Node>,
}

impl Place {
    /// The whole, its units, and the rows of their tables; each before its parts.
    pub(super) fn all(units: &[Unit]) -> Result<Vec<Self>, Mistake> {
        let mut nodes = units.iter().map(Node::of).collect::<Result<Vec<_>, _>>()?;
        let whole = nodes.iter().position(|node| node.name.starts_with('全')).map(|at| nodes.remove(at));
        let mut whole = whole.unwrap_or(Node { name: "合计".to_owned(), told: Counts::default(), parts: Vec::new() });
        whole.parts.extend(nodes);
        let mut places = Vec::new();
        whole.take_place("99".to_owned(), &mut places)?;
        Ok(places)
    }

    /// Its area code.
    pub(super) fn area(&self) -> String {
        format!("{:0<6}", self.code)
    }

    /// Whether it is one of the parts that another place consists of.
    pub(super) fn is_part_of(&self, whole: &Self) -> bool {
        self.code.len() == whole.code.len() + 2 && self.code.starts_with(&whole.code)
    }

    /// Whether those that ended after the respondent put the act right are among the corrected ones that it tells.
    pub(super) fn counts_self_corrected(&self) -> bool {
        let decided = self.told.corrected_by_decision();
        self.told.outcomes().next().is_some() && self.told.some(CORRECTED) > decided
    }

    /// What must have happened in it apart from its parts.
    pub(super) fn plan(&self) -> Result<Plan, Mistake> {
        let told = Said { unit: self.name.clone(), counts: &self.told };
        told.agrees()?;
        told.plan()?;
        let unit =
            if self.rest == self.told { self.name.clone() } else { format!("{}（扣除单列部分）", self.name) };
        Said { unit, counts: &self.rest }.plan()
    }
}

impl Node {
    fn of(unit: &Unit) -> Result<Self, Mistake> {
        let name = unit.name.clone();
        let mut node = Self { told: Counts::of(unit)?, parts: rows(unit)?, name };
        let columns: Vec<String> = node.parts.iter().flat_map(|row| row.told.0.keys().cloned()).collect();
        for column in columns {
            let all = node.parts.iter().map(|row| row.told.some(&column)).sum();
            node.told.0.entry(column).or_insert(all);
        }
        Ok(node)
    }

    fn take_place(self, code: String, places: &mut Vec<Place>) -> Result<(), Mistake> {
        let Self { name, told, parts } = self;
        let mut rest = told.clone();
        for (key, rest) in &mut rest.0 {
            let of_parts: u64 = parts.iter().map(|part| part.told.some(key)).sum();
            *rest = rest.checked_sub(of_parts).ok_or_else(|| Mistake::More {
                unit: name.clone(),
                parts: format!("各部分 {key} 之和{of_parts}"),
                whole: format!("总数{rest}"),
            })?;
        }
        if parts.len() > 99 {
            return Err(Mistake::TooManyParts { unit: name });
        }
        let codes = (1..).map(|nth| format!("{code}{nth:02}"));
        let parts: Vec<(String, Self)> = codes.zip(parts).collect();
        places.push(Place { name, code, told, rest });
        parts.into_iter().try_for_each(|(code, part)| part.take_place(code, places))
    }
}

/// The rows of a unit's table: `{"省公安厅": [25, 20]}` under `["received", "accepted"]`.
fn rows(unit: &Unit) -> Result<Vec<Node>, Mistake> {
    let Some(table) = unit.said.get("table") else { return Ok(Vec::new()) };
    let rows = table.as_object().ok_or_else(|| unit.not_counts("table"))?;
    let row = |(name, counts): (&String, &Value)| {
        let told = Counts(columns(unit, counts)?.collect());
        Ok(Node { name: name.clone(), told, parts: Vec::new() })
    };
    rows.iter().map(row).collect()
}

/// The counts of a row, each under the name of its column.
fn columns(unit: &Unit, counts: &Value) -> Result<impl Iterator<Item = (String, u64)> + use<>, Mistake> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let (names, counts) = (list(unit.said.get("table_columns")), list(Some(counts)));
    let name = |value: &Value| value.as_str().filter(|name| COUNTED.contains(name)).map(str::to_owned);
    let (names, counts): (Option<Vec<String>>, Option<Vec<u64>>) =
        (names.iter().map(name).collect(), counts.iter().map(count).collect());
    let names = names.ok_or_else(|| unit.unknown("table_columns"))?;
    let counts = counts.ok_or_else(|| unit.not_counts("table"))?;
    if names.len() == counts.len() {
        Ok(names.into_iter().zip(counts))
    } else {
        Err(Mistake::OtherColumns { unit: unit.name.clone() })
    }
}

impl Unit {
    /// The names of what it says that no formula asks for.
    pub(super) fn unused(&self) -> Vec<&str> {
        self.said.keys().map(String::as_str).filter(|key| UNUSED.contains(key)).collect()
    }

    fn unknown(&self, key: &str) -> Mistake {
        let known = COUNTED.iter().chain(&UNUSED).chain(&OTHER);
        let known = known.copied().collect::<Vec<_>>().join("、");
        Mistake::UnknownCount { unit: self.name.clone(), key: key.to_owned(), known }
    }

    fn not_counts(&self, key: &str) -> Mistake {
        Mistake::NotACount { unit: self.name.clone(), key: key.to_owned() }
    }
}

impl Counts {
    fn of(unit: &Unit) -> Result<Self, Mistake> {
        let mut told = Self::default();
        for (key, value) in &unit.said {
            match key.as_str() {
                name if COUNTED.contains(&name) => {
                    told.0.insert(key.clone(), count(value).ok_or_else(|| unit.not_counts(key))?);
                }
                OUTCOMES => told.0.extend(outcomes(unit, value)?),
                "table_total" => told.0.extend(columns(unit, value)?),
                "table" | "table_columns" => {}
                name if UNUSED.contains(&name) => {}
                _ => return Err(unit.unknown(key)),
            }
        }
        let tells = |keys: &[&str]| keys.iter().any(|key| told.0.contains_key(*key));
        match (tells(&OF_SUITS), tells(&OF_CASES) || told.outcomes().next().is_some(), told.get(CONCLUDED)) {
            (true, true, Some(_)) => Err(Mistake::ConcludedWhat { unit: unit.name.clone() }),
            (true, false, Some(concluded)) => {
                told.0.remove(CONCLUDED);
                told.0.insert(SUITS_CONCLUDED.to_owned(), concluded);
                Ok(told)
            }
            _ => Ok(told),
        }
    }

    fn get(&self, key: &str) -> Option<u64> {
        self.0.get(key).copied()
    }

    /// Where nothing is told, none.
    fn some(&self, key: &str) -> u64 {
        self.get(key).unwrap_or_default()
    }

    fn sum(&self, keys: &[&str]) -> u64 {
        keys.iter().map(|key| self.some(key)).sum()
    }

    /// How many cases ended how.
    fn outcomes(&self) -> impl Iterator<Item = (End, u64)> {
        let count = move |(word, end): &(&str, End)| Some((*end, self.get(&format!("{OUTCOMES}/{word}"))?));
        ENDS.iter().filter_map(count)
    }

    fn corrected_by_decision(&self) -> u64 {
        self.outcomes().filter(|(end, _)| end.corrects()).map(|(_, count)| count).sum()
    }
}

fn outcomes(unit: &Unit, value: &Value) -> Result<Vec<(String, u64)>, Mistake> {
    let outcomes = value.as_object().ok_or_else(|| unit.not_counts(OUTCOMES))?;
    let outcome = |(word, number): (&String, &Value)| {
        if ENDS.iter().all(|(known, _)| known != word) {
            let known = ENDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、");
            return Err(Mistake::UnknownCount { unit: unit.name.clone(), key: word.clone(), known });
        }
        let key = format!("{OUTCOMES}/{word}");
        let counted = count(number).ok_or_else(|| unit.not_counts(&key))?;
        Ok((key, counted))
    };
    outcomes.iter().map(outcome).collect()
}

/// So many, and not absurdly many.
fn count(value: &Value) -> Option<u64> {
    value.as_u64().filter(|count| *count <= 10_000_000)
}

/// Counts, and who says so.
struct Said<'c> {
    unit: String,
    counts: &'c Counts,
}

impl Said<'_> {
    /// What is told twice is told alike.
    fn agrees(&self) -> Result<(), Mistake> {
        let Self { counts, .. } = self;
        if let Some(left) = counts.get(NOT_ACCEPTED) {
            let parts = format!("{} 与 {} 之和{}", ACCEPTED, NOT_ACCEPTED, counts.some(ACCEPTED) + left);
            self.equal(counts.some(ACCEPTED) + left, parts, RECEIVED)?;
        }
        if counts.outcomes().next().is_none() {
            return Ok(());
        }
        let all = counts.outcomes().map(|(_, count)| count).sum();
        self.equal(all, format!("{OUTCOMES} 之和{all}"), CONCLUDED)?;
        let decided = counts.corrected_by_decision();
        let also_self = decided + counts.some("outcomes/改正后终止");
        let corrected = if counts.get(CORRECTED) == Some(decided) { decided } else { also_self };
        self.equal(corrected, format!("{OUTCOMES} 中的纠错{decided}（含改正后终止{also_self}）"), CORRECTED)
    }

    fn plan(&self) -> Result<Plan, Mistake> {
        let Self { counts, .. } = self;
        let ends = self.ends()?;
        let concluded = ends.len() as u64;
        let received = counts.some(RECEIVED);
        let accepted = counts.get(ACCEPTED).unwrap_or(received.min(concluded));
        if counts.get(RECEIVED).is_some() {
            self.no_more(&[ACCEPTED], RECEIVED)?;
        }
        // What was accepted or concluded without having been received in the period was received a year before.
        let carried_over = accepted.saturating_sub(received) + concluded.saturating_sub(accepted);
        let received_before = counts.get(RECEIVED_LAST_YEAR).unwrap_or(carried_over);
        if carried_over > received_before {
            let parts = format!("往年收到而本期受理或者审结的{carried_over}件");
            return Err(Mistake::More { unit: self.unit.clone(), parts, whole: self.named(RECEIVED_LAST_YEAR) });
        }
        Ok(Plan { received, received_before, accepted, ends, seats: self.seats()? })
    }

    fn ends(&self) -> Result<Vec<End>, Mistake> {
        let Self { counts, .. } = self;
        let mut ends: Vec<(End, u64)> = counts.outcomes().collect();
        if ends.is_empty() {
            let parts = [CORRECTED, MEDIATED, RESOLVED];
            self.no_more(&parts, CONCLUDED)?;
            ends = vec![
                (End::Decided("Revoke"), counts.some(CORRECTED)),
                (End::Mediated, counts.some(MEDIATED)),
                (End::Resolved, counts.some(RESOLVED)),
                (End::Decided("Maintain"), counts.some(CONCLUDED) - counts.sum(&parts)),
            ];
        }
        Ok(ends.into_iter().flat_map(|(end, count)| (0..count).map(move |_| end)).collect())
    }

    fn seats(&self) -> Result<Vec<Seat>, Mistake> {
        let Self { counts, .. } = self;
        let instances = [("First", FIRST_HEARD, FIRST_APPEARED), ("Second", SECOND_HEARD, SECOND_APPEARED)];
        for (heard, appeared) in
            instances.map(|(_, heard, appeared)| (heard, appeared)).into_iter().chain([(HEARD, APPEARED)])
        {
            self.no_more(&[appeared], heard)?;
        }
        if counts.get(HEARD).is_some() {
            self.no_more(&[FIRST_HEARD, SECOND_HEARD], HEARD)?;
        }
        if counts.get(APPEARED).is_some() {
            self.no_more(&[FIRST_APPEARED, SECOND_APPEARED], APPEARED)?;
        }
        let left = |all: &str, parts: [&str; 2]| counts.some(all).saturating_sub(counts.sum(&parts));
        let (heard, appeared) =
            (left(HEARD, [FIRST_HEARD, SECOND_HEARD]), left(APPEARED, [FIRST_APPEARED, SECOND_APPEARED]));
        if appeared > heard {
            let (parts, whole) = (format!("一审、二审以外的 {APPEARED} {appeared}"), format!("{HEARD} {heard}"));
            return Err(Mistake::More { unit: self.unit.clone(), parts, whole });
        }
        let other = if counts.get(FIRST_HEARD).is_some() { "Retrial" } else { "First" };
        let each = instances.map(|(kind, heard, appeared)| (kind, counts.some(heard), counts.some(appeared)));
        let seats = each.into_iter().chain([(other, heard, appeared)]).flat_map(|(instance, heard, appeared)| {
            (0..heard).map(move |nth| Seat { instance, appeared: Some(nth < appeared), concluded: false })
        });
        let mut seats: Vec<Seat> = seats.collect();
        let concluded = usize::try_from(counts.some(SUITS_CONCLUDED)).unwrap_or(usize::MAX);
        for seat in seats.iter_mut().take(concluded) {
            seat.concluded = true;
        }
        let unheard = Seat { instance: "First", appeared: None, concluded: true };
        let all = seats.len().max(concluded);
        seats.resize(all, unheard);
        Ok(seats)
    }

    /// Parts are no more than what they are parts of.
    fn no_more(&self, parts: &[&str], whole: &'static str) -> Result<(), Mistake> {
        let told: Vec<String> =
            parts.iter().filter(|part| self.counts.some(part) > 0).map(|part| self.named(part)).collect();
        match self.counts.get(whole) {
            _ if told.is_empty() => Ok(()),
            None => Err(Mistake::WholeMissing { unit: self.unit.clone(), part: told.join("、"), whole }),
            Some(all) if self.counts.sum(parts) > all => {
                Err(Mistake::More { unit: self.unit.clone(), parts: told.join("＋"), whole: self.named(whole) })
            }
            Some(_) => Ok(()),
        }
    }

    /// What parts come to is the whole, where that is told.
    fn equal(&self, parts: u64, in_words: String, whole: &str) -> Result<(), Mistake> {
        match self.counts.get(whole) {
            Some(told) if told != parts => {
                Err(Mistake::Unequal { unit: self.unit.clone(), parts: in_words, whole: self.named(whole) })
            }
            _ => Ok(()),
        }
    }

    fn named(&self, key: &str) -> String {
        format!("{key} {}", self.counts.some(key))
    }
}
