//! `/figures`: the figures of a period, each with its formula, its sets and what it is compared with.

mod settings;

pub(crate) use settings::in_words;

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::response::Response;
use proto::notices::{
    Cell, Comparison, Figure, FiguresAnswer, FiguresQuestion, Policy, Table, Tally, Trend, TrendsQuestion,
};
use serde::Deserialize;
use uuid::Uuid;

use self::settings::SETTINGS;
use super::charts::{self, Chart};
use super::members::{Source, log_title};
use super::periods::{self, Choice};
use crate::Portal;
use crate::access::{Door, Person};
use crate::asking::{bytes, notices};
use crate::failure::Failure;
use crate::form::Entered;
use crate::frame::{Frame, page};

/// What an address asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) period: String,
    #[serde(default)]
    pub(crate) organ: Option<Uuid>,
}

/// A figure as pages show it.
pub(crate) struct Card {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) formula: String,
    pub(crate) version: u32,
    pub(crate) attribution: String,
    pub(crate) printed: String,
    /// Where the set behind the number is opened.
    pub(crate) address: String,
    /// 分子 12 件次, and where that set is opened.
    pub(crate) sizes: Vec<(&'static str, String, String)>,
    pub(crate) exclusions: Vec<String>,
    pub(crate) comparisons: Vec<Compared>,
    pub(crate) trend: Option<Chart>,
}

/// How a figure changed, and the numbers of the other period.
pub(crate) struct Compared {
    pub(crate) title: String,
    pub(crate) printed: String,
    pub(crate) period_title: String,
    pub(crate) then: Option<Numbers>,
    pub(crate) warning: String,
}

/// The numbers of a figure in a period, each with where its set is opened.
pub(crate) struct Numbers {
    pub(crate) printed: String,
    pub(crate) address: String,
    /// Of a rate, the sizes of numerator and denominator.
    pub(crate) sizes: Option<[(u64, String); 2]>,
}

impl Numbers {
    pub(crate) fn of(code: &str, is_rate: bool, tally: &Tally, source: &Source, organ: &[u8]) -> Self {
        let address = |which| source.address(code, organ, which);
        let sizes = [(tally.numerator, address("Numerator")), (tally.denominator, address("Denominator"))];
        Self {
            printed: tally.printed.clone(),
            address: address(if is_rate { "Denominator" } else { "Numerator" }),
            sizes: is_rate.then_some(sizes),
        }
    }
}

/// A table with what of it can be opened.
pub(crate) struct Shown {
    pub(crate) title: String,
    pub(crate) columns: Vec<(String, bool)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) without: String,
    pub(crate) formulas: Vec<String>,
}

pub(crate) struct Row {
    pub(crate) is_total: bool,
    /// What stands in a cell, where it leads, and whether it is a number.
    pub(crate) cells: Vec<(String, Option<String>, bool)>,
}

/// A figure under the adopted settings and under others.
struct Beside {
    title: String,
    code: String,
    adopted: Side,
    supposed: Side,
    is_other: bool,
    organs: Vec<(String, String, String)>,
}

/// One of two columns.
struct Side {
    printed: String,
    sizes: String,
    address: String,
}

/// A setting to try another value of.
struct Choosable {
    name: &'static str,
    title: &'static str,
    /// Value, title, whether it is adopted, whether it is chosen here.
    values: Vec<(&'static str, &'static str, bool, bool)>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct Page {
    frame: Frame,
    period: String,
    title: String,
    days: String,
    periods: Vec<Choice>,
    cards: Vec<Card>,
    tables: Vec<Shown>,
    choosable: Vec<Choosable>,
    supposed: Vec<(String, String)>,
    beside: Vec<Beside>,
    positions: Vec<String>,
    card_of: Option<Uuid>,
}

/// The settings an address supposes: `if.left_early=appeared`.
pub(crate) fn supposed(entered: &Entered) -> Vec<Policy> {
    let read = |(name, value): &(String, String)| {
        let name = name.strip_prefix("if.")?;
        let policy = Policy { name: name.to_owned(), value: value.clone(), ..Policy::default() };
        (!value.is_empty()).then_some(policy)
    };
    entered.pairs().iter().filter_map(read).collect()
}

/// `GET /figures`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/figures").await?;
    let entered = Entered::read(query.unwrap_or_default().as_bytes());
    let question = FiguresQuestion {
        period: asked.period,
        organ: asked.organ.map(bytes).unwrap_or_default(),
        ..FiguresQuestion::default()
    };
    let answer = notices::figures(&portal, &person, &question).await?;
    let adopted = |policy: &Policy| answer.policies.iter().any(|of| of.name == policy.name && of.value == policy.value);
    let mut policies = supposed(&entered);
    policies.retain(|policy| !adopted(policy));
    let source = Source { period: answer.period.clone(), ..Source::default() };
    let beside = if policies.is_empty() {
        Vec::new()
    } else {
        let question =
            FiguresQuestion { period: answer.period.clone(), policies: policies.clone(), ..question.clone() };
        let other = notices::figures(&portal, &person, &question).await?;
        beside(&answer, &other, &source, &Source { policies: policies.clone(), ..source.clone() }, &question.organ)
    };
    let today = portal.inside.clock.today();
    page(&Page {
        cards: cards(&portal, &person, &answer.figures, &source, &question.organ).await?,
        tables: answer.tables.iter().map(|table| shown(table, &source, Some(&answer.period))).collect(),
        choosable: choosable(&answer.policies, &policies),
        supposed: policies.iter().map(|policy| in_words(&policy.name, &policy.value)).collect(),
        beside,
        positions: answer.positions.iter().map(|at| format!("{}第 {} 号", log_title(&at.log), at.position)).collect(),
        periods: periods::choices(today, &(answer.period.clone(), answer.period_title.clone())),
        title: answer.period_title,
        days: format!("{} 至 {}", answer.from, answer.to),
        period: answer.period,
        card_of: person.only_organ_behind(Door::Figures).or(asked.organ),
        frame,
    })
}

/// The figures as pages show them, each with its last eight quarters.
pub(crate) async fn cards(
    portal: &Portal,
    person: &Person,
    figures: &[Figure],
    source: &Source,
    organ: &[u8],
) -> Result<Vec<Card>, Failure> {
    let trends = trends(portal, person, figures, &source.period, organ).await?;
    let with_trend = figures.iter().zip(&trends);
    Ok(with_trend.map(|(figure, trend)| card(figure, source, organ, Some(charts::spark(trend, organ)))).collect())
}

/// The last eight quarters of each figure, up to a quarter, or else up to the running one.
pub(crate) async fn trends(
    portal: &Portal,
    person: &Person,
    figures: &[Figure],
    period: &str,
    organ: &[u8],
) -> Result<Vec<Trend>, Failure> {
    let asked = TrendsQuestion {
        figures: figures.iter().map(|figure| figure.code.clone()).collect(),
        organ: organ.to_vec(),
        until: if period.contains('Q') { period.to_owned() } else { String::new() },
        area: String::new(),
    };
    notices::trends(portal, person, &asked).await
}

/// A figure as pages show it.
pub(crate) fn card(figure: &Figure, source: &Source, organ: &[u8], trend: Option<Chart>) -> Card {
    let total = figure.total.clone().unwrap_or_default();
    let is_rate = figure.measure == "Rate";
    let size = |which: &'static str, count: u64| {
        let title = match which {
            "Numerator" => "分子",
            "Denominator" => "分母",
            _ => "未计入",
        };
        (title, format!("{count} {}", figure.unit), source.address(&figure.code, organ, which))
    };
    let mut sizes = if is_rate {
        vec![size("Numerator", total.numerator), size("Denominator", total.denominator)]
    } else {
        Vec::new()
    };
    sizes.extend((total.excluded > 0).then(|| size("Excluded", total.excluded)));
    let compared = |of: &Comparison| {
        let source = source.compared_with(&of.period);
        Compared {
            title: of.title.clone(),
            printed: of.printed.clone(),
            period_title: of.period_title.clone(),
            then: of.then.as_ref().map(|then| Numbers::of(&figure.code, is_rate, then, &source, organ)),
            warning: of.warning.clone(),
        }
    };
    Card {
        code: figure.code.clone(),
        title: figure.title.clone(),
        formula: figure.formula.clone(),
        version: figure.version,
        attribution: figure.attribution.clone(),
        printed: total.printed,
        address: source.address(&figure.code, organ, if is_rate { "Denominator" } else { "Numerator" }),
        sizes,
        exclusions: figure.exclusions.iter().map(|of| format!("{} {} {}", of.reason, of.count, figure.unit)).collect(),
        comparisons: figure.comparisons.iter().map(compared).collect(),
        trend,
    }
}

/// A table with what of it can be opened; the organs lead to their cards where a period is given.
pub(crate) fn shown(table: &Table, source: &Source, period: Option<&str>) -> Shown {
    let row = |row: &proto::notices::Row| {
        let card = period.and_then(|period| {
            let organ = Uuid::from_slice(&row.organ).ok().filter(|_| !row.total)?;
            Some(format!("/organs/{organ}/card?period={period}"))
        });
        // The first cell of words is the organ's name.
        let named = row.cells.iter().zip(&table.columns).position(|(cell, column)| is_name(cell) && !column.number);
        let cell = |(n, (cell, column)): (usize, (&Cell, &proto::notices::Column))| {
            let address = if Some(n) == named { card.clone() } else { source.referred(cell.reference.as_ref()) };
            (cell.text.clone(), address, column.number)
        };
        Row { is_total: row.total, cells: row.cells.iter().zip(&table.columns).enumerate().map(cell).collect() }
    };
    let without: Vec<&str> = table
        .without
        .iter()
        .map(|organ| if organ.short_name.is_empty() { &organ.name } else { &organ.short_name }.as_str())
        .collect();
    Shown {
        title: table.title.clone(),
        columns: table.columns.iter().map(|column| (column.title.clone(), column.number)).collect(),
        rows: table.rows.iter().map(row).collect(),
        without: without.join("、"),
        formulas: table.formulas.clone(),
    }
}

fn is_name(cell: &Cell) -> bool {
    cell.reference.as_ref().is_none_or(|reference| reference.figure.is_empty()) && !cell.text.is_empty()
}

fn choosable(adopted: &[Policy], supposed: &[Policy]) -> Vec<Choosable> {
    let value = |policies: &[Policy], name: &str| {
        policies.iter().find(|policy| policy.name == name).map(|policy| policy.value.clone())
    };
    let one = |(name, title, values): &(&'static str, &'static str, crate::words::Words)| {
        let now = value(adopted, name).filter(|_| !values.is_empty())?;
        let chosen = value(supposed, name).unwrap_or_else(|| now.clone());
        let values = values.iter().map(|(value, title)| (*value, *title, *value == now, *value == chosen)).collect();
        Some(Choosable { name, title, values })
    };
    SETTINGS.iter().filter_map(one).collect()
}

fn beside(
    now: &FiguresAnswer,
    other: &FiguresAnswer,
    adopted: &Source,
    supposed: &Source,
    organ: &[u8],
) -> Vec<Beside> {
    let side = |figure: &Figure, source: &Source| {
        let Card { printed, address, .. } = card(figure, source, organ, None);
        let total = figure.total.clone().unwrap_or_default();
        Side { printed, sizes: sizes(&total, figure.measure == "Rate"), address }
    };
    let named = |id: &[u8]| now.organs.iter().find(|organ| organ.id == id).map(|organ| organ.name.clone());
    let pair = |figure: &Figure| {
        let then = other.figures.iter().find(|of| of.code == figure.code)?;
        let organs = figure.organs.iter().filter_map(|tally| {
            let changed = then.organs.iter().find(|of| of.organ == tally.organ && of.tally != tally.tally)?;
            let printed = |tally: &Option<Tally>| tally.as_ref().map(|tally| tally.printed.clone()).unwrap_or_default();
            Some((named(&tally.organ)?, printed(&tally.tally), printed(&changed.tally)))
        });
        Some(Beside {
            title: figure.title.clone(),
            code: figure.code.clone(),
            adopted: side(figure, adopted),
            supposed: side(then, supposed),
            is_other: figure.total != then.total,
            organs: organs.collect(),
        })
    };
    now.figures.iter().filter_map(pair).collect()
}

/// 11/13, where there is such a thing.
fn sizes(tally: &Tally, is_rate: bool) -> String {
    if is_rate { format!("{}/{}", tally.numerator, tally.denominator) } else { String::new() }
}
