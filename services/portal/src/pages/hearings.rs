//! `/hearings`: the calendar of a month, and `/hearings/days/{day}`: one court day on one sheet of paper (S24).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::day::Day;
use serde::Deserialize;

use super::hearing::concerned;
use crate::Portal;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::lawsuits::{self, Between, Hearing, MOST};
use crate::words::{self, title};

#[derive(Template)]
#[template(path = "hearings.html")]
struct Page {
    frame: Frame,
    month: String,
    earlier: String,
    later: String,
    total: usize,
    unrecorded: Vec<Hearing>,
    /// How many are shown, where there are more.
    only: Option<usize>,
    weeks: Vec<Vec<Option<Square>>>,
    sees_lawsuits: bool,
}

/// A day of the calendar.
struct Square {
    day: Day,
    nth: i8,
    is_today: bool,
    rest: String,
    hearings: Vec<Hearing>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    month: String,
}

/// The first day of a month written as 2026-03, or of the month of another day.
fn first_of(month: &str, today: Day) -> Day {
    let of = |text: &str| format!("{text}-01").parse::<Day>().ok();
    of(month).or_else(|| of(&format!("{:04}-{:02}", today.year(), today.month()))).unwrap_or(today)
}

fn in_month(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// `GET /hearings`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let first = first_of(&asked.month, today);
    let next = first.plus_months(1);
    let frame = Frame::of(&portal, &person, "/hearings").await?;
    let until = next.minus_days(1).to_string();
    let Between { hearings, and_more } =
        lawsuits::hearings_between(&portal, &person, &first.to_string(), &until, None).await?;
    let passed = lawsuits::unrecorded(&portal, &person, &today.to_string()).await?;
    let mut weeks: Vec<Vec<Option<Square>>> = vec![(1..place(first)).map(|_| None).collect()];
    let mut day = first;
    while day < next {
        if weeks.last().is_none_or(|week| week.len() == 7) {
            weeks.push(Vec::new());
        }
        let text = day.to_string();
        let square = Square {
            nth: day.day_of_month(),
            is_today: day == today,
            rest: if calendar.is_working_day(day) { String::new() } else { "休".to_owned() },
            hearings: hearings.iter().filter(|hearing| hearing.day == text).cloned().collect(),
            day,
        };
        if let Some(week) = weeks.last_mut() {
            week.push(Some(square));
        }
        day = day.plus_days(1);
    }
    if let Some(week) = weeks.last_mut() {
        week.resize_with(7, || None);
    }
    page(&Page {
        frame,
        month: format!("{}年{}月", first.year(), first.month()),
        earlier: in_month(first.minus_months(1)),
        later: in_month(next),
        total: hearings.iter().filter(|hearing| hearing.state != "Cancelled").count(),
        unrecorded: passed,
        only: and_more.then_some(MOST),
        weeks,
        sees_lawsuits: person.may_open(Door::Lawsuits),
    })
}

/// Monday is the first.
fn place(day: Day) -> usize {
    let names = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    names.iter().position(|name| *name == day.weekday_in_chinese()).unwrap_or_default() + 1
}

#[derive(Template)]
#[template(path = "court_day.html")]
struct Sheet {
    frame: Frame,
    day: Day,
    month: String,
    lines: Vec<Line>,
    earlier: Option<String>,
    later: Option<String>,
    with_notes: bool,
    only: Option<usize>,
}

/// A hearing on the sheet.
struct Line {
    hearing: Hearing,
    /// Of each organ: its name, and whether its head was notified or who came.
    organs: Vec<(String, String)>,
    state: String,
}

#[derive(Deserialize)]
pub(crate) struct Printed {
    #[serde(default)]
    notes: String,
}

/// `GET /hearings/days/{day}`
pub(crate) async fn day(
    State(portal): State<Portal>,
    person: Person,
    Path(day): Path<String>,
    Query(printed): Query<Printed>,
) -> Result<Response, Failure> {
    let day: Day = day.parse().map_err(|_| Failure::NotFound("没有这一天，日期请写成 2026-03-02".to_owned()))?;
    let frame = Frame::of(&portal, &person, "/hearings").await?;
    let text = day.to_string();
    let Between { hearings, and_more } = lawsuits::hearings_between(&portal, &person, &text, &text, None).await?;
    let lines = hearings.into_iter().map(|hearing| {
        let organs = concerned(&hearing)?;
        Ok(Line { organs, state: title(words::HEARING_STATES, &hearing.state), hearing })
    });
    page(&Sheet {
        frame,
        day,
        month: in_month(day),
        lines: lines.collect::<anyhow::Result<_>>()?,
        earlier: lawsuits::court_day(&portal, &person, &text, false).await?,
        later: lawsuits::court_day(&portal, &person, &text, true).await?,
        with_notes: printed.notes == "1",
        only: and_more.then_some(MOST),
    })
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    #[test]
    fn a_calendar_begins_on_monday() {
        let today = day(2026, 11, 22);
        assert_eq!(first_of("", today), day(2026, 11, 1));
        assert_eq!(first_of("2026-13", today), day(2026, 11, 1));
        assert_eq!((place(day(2026, 3, 2)), place(day(2026, 3, 1))), (1, 7));
    }
}
