//! `/organs/{organ}/card`: one organ's quarter, with the eight quarters that led to it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::notices::{Figure, List, OrganCardQuestion, Trend};
use serde::Deserialize;
use uuid::Uuid;

use super::charts::{self, Chart};
use super::figures::{self, Card};
use super::members::{self, Source};
use super::periods::{self, Choice};
use crate::Portal;
use crate::access::Person;
use crate::asking::{bytes, notices};
use crate::failure::Failure;
use crate::frame::{Frame, page};

#[derive(Template)]
#[template(path = "organ_card.html")]
struct Page {
    frame: Frame,
    organ: Uuid,
    name: String,
    period: String,
    title: String,
    periods: Vec<Choice>,
    cards: Vec<(Card, Chart)>,
    /// The figures without any case in these eight quarters.
    quiet: Vec<String>,
    lists: Vec<Listed>,
}

/// A list of cases by name, each with where it is looked at.
pub(crate) struct Listed {
    pub(crate) title: String,
    pub(crate) columns: Vec<(String, bool)>,
    pub(crate) rows: Vec<(Option<String>, Vec<String>)>,
    pub(crate) total: u64,
    /// Heard behind closed doors, and so never listed.
    pub(crate) withheld: u64,
    /// Whether none is shown for being behind a door that is closed to the person.
    pub(crate) is_closed: bool,
    pub(crate) address: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    period: String,
}

/// `GET /organs/{organ}/card`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(organ): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/figures").await?;
    let question = OrganCardQuestion { organ: bytes(organ), period: asked.period, area: String::new() };
    let answer = notices::organ_card(&portal, &person, &question).await?;
    let Some(of) = answer.organ else { return Err(Failure::NotFound("名录中没有这个机关".to_owned())) };
    let source = Source { period: answer.period.clone(), ..Source::default() };
    let trends = figures::trends(&portal, &person, &answer.figures, &answer.period, &question.organ).await?;
    let (told, quiet): (Vec<_>, Vec<_>) =
        answer.figures.iter().zip(&trends).partition(|(figure, trend)| has_any(figure, trend));
    let card = |(figure, trend): (&Figure, &Trend)| {
        (figures::card(figure, &source, &question.organ, None), charts::chart(trend, &question.organ))
    };
    page(&Page {
        cards: told.into_iter().map(card).collect(),
        quiet: quiet.into_iter().map(|(figure, _)| figure.title.clone()).collect(),
        lists: answer.lists.iter().map(|list| listed(list, &source, &person)).collect(),
        periods: periods::choices(portal.inside.clock.today(), &(answer.period.clone(), answer.period_title.clone())),
        organ,
        name: of.name,
        period: answer.period,
        title: answer.period_title,
        frame,
    })
}

/// Whether there was any case, now or in the quarters before.
fn has_any(figure: &Figure, trend: &Trend) -> bool {
    let before = trend.points.iter().filter_map(|point| point.tally.as_ref());
    figure.total.iter().chain(before).any(|tally| tally.numerator + tally.denominator + tally.excluded > 0)
}

/// A list with what of it can be opened.
pub(crate) fn listed(list: &List, source: &Source, person: &Person) -> Listed {
    let row = |row: &proto::notices::ListRow| {
        let item = row.item.clone().unwrap_or_default();
        (members::address(&item.kind, &item.stream, person), row.cells.clone())
    };
    Listed {
        title: list.title.clone(),
        columns: list.columns.iter().map(|column| (column.title.clone(), column.number)).collect(),
        rows: list.rows.iter().map(row).collect(),
        total: list.total,
        withheld: list.withheld,
        is_closed: list.rows.is_empty() && list.withheld < list.total,
        address: source.referred(list.reference.as_ref()),
    }
}
