//! `/cases/{case}/deadlines/{clock}/{party}`: how a date came about, as a strip of days and in words.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::common::{Explanation, StripDay};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::cases;
use crate::{Portal, asking};

#[derive(Template)]
#[template(path = "explain.html")]
struct Page {
    frame: Frame,
    back: String,
    number: String,
    title: String,
    article: String,
    is_likely: bool,
    is_local: bool,
    due: String,
    words: String,
    /// The notices whose days off and days made up had a part in it (S12).
    arranged_by: Vec<String>,
    weeks: Vec<Week>,
    lines: Vec<String>,
}

/// A row of the strip: seven days, Monday first, or days that were left out.
struct Week {
    label: String,
    days: Vec<Option<Cell>>,
    omitted: String,
}

struct Cell {
    day: String,
    nth: String,
    note: String,
    text: String,
    class: &'static str,
}

fn class(day: &StripDay) -> &'static str {
    match day.role.as_str() {
        _ if day.due => "day-due",
        "Start" | "Event" => "day-start",
        "Counted" if day.note.contains("上班") => "day-counted day-makeup",
        "Counted" => "day-counted",
        "Paused" => "day-paused",
        _ => "day-skipped",
    }
}

/// Days into weeks.
fn weeks(days: &[StripDay]) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for strip in days {
        let Ok(day) = strip.day.parse::<kernel::day::Day>() else { continue };
        if strip.role == "Omitted" {
            weeks.push(Week { label: String::new(), days: Vec::new(), omitted: strip.text.clone() });
            continue;
        }
        let place = match day.weekday_in_chinese() {
            "星期一" => 0,
            "星期二" => 1,
            "星期三" => 2,
            "星期四" => 3,
            "星期五" => 4,
            "星期六" => 5,
            _ => 6,
        };
        let starts_anew = place == 0 || weeks.last().is_none_or(|week| !week.omitted.is_empty());
        if starts_anew {
            let days = std::iter::repeat_with(|| None).take(place).collect();
            weeks.push(Week { label: format!("{}年{}月", day.year(), day.month()), days, omitted: String::new() });
        }
        let cell = Cell {
            day: format!("{}-{}", day.month(), day.day_of_month()),
            nth: if strip.nth > 0 { format!("第{}日", strip.nth) } else { role(strip) },
            note: strip.note.clone(),
            text: strip.text.clone(),
            class: class(strip),
        };
        if let Some(week) = weeks.last_mut() {
            week.days.push(Some(cell));
        }
    }
    for week in &mut weeks {
        while week.omitted.is_empty() && week.days.len() < 7 {
            week.days.push(None);
        }
    }
    weeks
}

fn role(day: &StripDay) -> String {
    match day.role.as_str() {
        "Start" => "起算",
        "Event" => "倒数起点",
        "Paused" => "中止",
        "RolledOver" => "顺延",
        "RolledTo" => "届满",
        _ => "不计",
    }
    .to_owned()
}

/// Whether a day counted, was left out or was rolled over otherwise than its weekday says.
fn was_arranged(day: &StripDay) -> bool {
    let made_up = day.note.ends_with("调休上班");
    let rested = day.note.ends_with("休假") && (day.role != "Counted" || day.nominal);
    made_up || rested
}

/// The notices that arranged any of the days; none while the directory does not answer.
async fn arranged_by(portal: &Portal, days: &[StripDay]) -> Result<Vec<String>, Failure> {
    let arranged: BTreeSet<&str> = days.iter().filter(|day| was_arranged(day)).map(|day| day.day.as_str()).collect();
    if arranged.is_empty() {
        return Ok(Vec::new());
    }
    let years = match asking::holidays(portal, 0).await {
        Err(Failure::Away(_)) => return Ok(Vec::new()),
        answered => answered?.years,
    };
    let concerned = years.iter().filter(|year| year.days.iter().any(|day| arranged.contains(day.day.as_str())));
    Ok(concerned.map(|year| format!("{}（{} 发布）", year.notice, year.published_on)).collect())
}

/// `GET /cases/{case}/deadlines/{clock}/{party}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((case, clock, party)): Path<(Uuid, String, u32)>,
) -> Result<Response, Failure> {
    let (_, sheet) = cases::case(&portal, &person, case).await?.ok_or_else(Failure::no_such_case)?;
    let found = asking::explain(&portal, case, &clock, party).await?;
    shown(&portal, &person, "/cases", format!("/cases/{case}"), sheet.number, found).await
}

/// The page of one date, with the way back to what it belongs to.
pub(super) async fn shown(
    portal: &Portal,
    person: &Person,
    here: &str,
    back: String,
    number: String,
    found: Explanation,
) -> Result<Response, Failure> {
    if !found.found {
        return Err(Failure::NotFound("没有这项期限".to_owned()));
    }
    let due = found.deadline.map(|deadline| deadline.due).unwrap_or_default();
    let due = due.parse().map_or_else(|_| "中止中，恢复后计算".to_owned(), |day: kernel::day::Day| day.in_chinese());
    page(&Page {
        frame: Frame::of(portal, person, here).await?,
        back,
        number,
        title: found.title,
        article: found.article,
        is_likely: found.mark == "Likely",
        is_local: found.mark == "LocalPractice",
        due,
        words: found.words,
        arranged_by: arranged_by(portal, &found.days).await?,
        weeks: weeks(&found.days),
        lines: found.days.into_iter().map(|day| day.text).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_under_their_weekdays() {
        let day =
            |day: &str, role: &str| StripDay { day: day.to_owned(), role: role.to_owned(), ..StripDay::default() };
        // A Wednesday, then the days to the Monday after.
        let days = ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"];
        let weeks = weeks(&days.map(|on| day(on, "Counted")));
        assert_eq!(weeks.len(), 2);
        assert!(weeks[0].days[..2].iter().all(Option::is_none) && weeks[0].days[2].is_some());
        assert!(weeks[1].days[0].is_some() && weeks[1].days.len() == 7);
    }
}
