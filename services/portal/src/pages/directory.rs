//! `/directory/…`: 名录. Organs with those who hold posts in them, courts and procuratorates, holiday years, settings.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::day::Day;
use proto::directory::{HolidayYear, SettingInForce};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::judicial::{self, JudicialOrgan};
use crate::registers::officials::{self, Post};
use crate::registers::organs::{self, Listed};
use crate::words::{self, title};
use crate::{Portal, asking, dates};

#[derive(Template)]
#[template(path = "organs.html")]
struct Organs {
    frame: Frame,
    organs: Vec<Organ>,
}

struct Organ {
    listed: Listed,
    kind: String,
    /// Which it followed, and which follows it, by name.
    predecessors: String,
    successor: String,
    posts: Vec<(Post, String, bool)>,
}

/// `GET /directory/organs`
pub(crate) async fn organs(State(portal): State<Portal>, person: Person) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/directory/organs").await?;
    let today = portal.inside.clock.today().to_string();
    let all = organs::all(&portal).await?;
    let names: BTreeMap<Uuid, String> = all.iter().map(|organ| (organ.id, organ.name.clone())).collect();
    let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
    let mut posts: BTreeMap<Uuid, Vec<(Post, String, bool)>> = BTreeMap::new();
    for post in officials::posts(&portal, &[]).await? {
        let (level, is_held) = (title(words::LEVELS, &post.level), post.is_held_on(&today));
        posts.entry(post.organ).or_default().push((post, level, is_held));
    }
    let organ = |listed: Listed| Organ {
        kind: title(words::ORGAN_KINDS, &listed.kind),
        predecessors: listed.predecessors.iter().map(name).collect::<Vec<_>>().join("、"),
        successor: listed.successor.as_ref().map(name).unwrap_or_default(),
        posts: posts.remove(&listed.id).unwrap_or_default(),
        listed,
    };
    page(&Organs { frame, organs: all.into_iter().map(organ).collect() })
}

#[derive(Template)]
#[template(path = "courts.html")]
struct Courts {
    frame: Frame,
    /// Each with its level and the name of what follows it.
    organs: Vec<(JudicialOrgan, String, String)>,
}

/// `GET /directory/courts`
pub(crate) async fn courts(State(portal): State<Portal>, person: Person) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/directory/courts").await?;
    let all = judicial::all(&portal).await?;
    let name = |id: Uuid| all.iter().find(|known| known.id == id).map(|known| known.name.clone());
    let organs = all.iter().map(|organ| {
        let successor = organ.successor.and_then(name).unwrap_or_default();
        (organ.clone(), title(words::COURT_LEVELS, &organ.level), successor)
    });
    page(&Courts { frame, organs: organs.collect() })
}

#[derive(Template)]
#[template(path = "holidays.html")]
struct Holidays {
    frame: Frame,
    years: Vec<i32>,
    chosen: Option<Sheet>,
    may_enter: bool,
}

/// A year on one sheet.
struct Sheet {
    year: HolidayYear,
    /// Each run of days off, with the working days made up for it.
    holidays: Vec<(String, String, usize, String)>,
    months: Vec<Month>,
}

struct Month {
    title: String,
    weeks: Vec<Vec<Option<Cell>>>,
}

struct Cell {
    nth: i8,
    class: &'static str,
    /// 休 or 班.
    sign: &'static str,
    name: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    year: Option<i32>,
}

/// `GET /directory/holidays`
pub(crate) async fn holidays(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/directory/holidays").await?;
    let mut years = asking::holidays(&portal, 0).await?.years;
    years.sort_by_key(|year| year.year);
    let wanted = asked.year.unwrap_or_else(|| i32::from(portal.inside.clock.today().year()));
    let all = years.iter().map(|year| year.year).collect();
    let chosen = years.into_iter().find(|year| year.year == wanted).map(sheet);
    page(&Holidays { frame, years: all, chosen, may_enter: person.may_open(Door::DirectoryWork) })
}

fn sheet(year: HolidayYear) -> Sheet {
    let mut holidays: Vec<(String, String, usize, String)> = Vec::new();
    for day in year.days.iter().filter(|day| day.kind == "holiday") {
        match holidays.last_mut() {
            Some((name, _, count, _)) if *name == day.name => *count += 1,
            _ => holidays.push((day.name.clone(), day.day.clone(), 1, String::new())),
        }
    }
    for (name, _, _, made_up) in &mut holidays {
        let own = year.days.iter().filter(|day| day.kind != "holiday" && day.name == *name);
        *made_up = own.map(|day| day.day.as_str()).collect::<Vec<_>>().join("、");
    }
    let months = (1..=12).filter_map(|month| this_month(&year, month)).collect();
    Sheet { year, holidays, months }
}

fn this_month(year: &HolidayYear, month: u8) -> Option<Month> {
    let first: Day = format!("{:04}-{month:02}-01", year.year).parse().ok()?;
    let lead = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    let lead = lead.iter().position(|name| *name == first.weekday_in_chinese())?;
    let mut weeks: Vec<Vec<Option<Cell>>> = vec![(0..lead).map(|_| None).collect()];
    let mut day = first;
    while day.month() == first.month() {
        if weeks.last().is_none_or(|week| week.len() == 7) {
            weeks.push(Vec::new());
        }
        let text = day.to_string();
        let announced = year.days.iter().find(|announced| announced.day == text);
        let (class, sign) = match announced.map(|announced| announced.kind.as_str()) {
            Some("holiday") => ("off", "休"),
            Some(_) => ("made-up-day", "班"),
            None if day.is_weekend() => ("rest", ""),
            None => ("", ""),
        };
        let name = announced.map(|announced| announced.name.clone()).unwrap_or_default();
        if let Some(week) = weeks.last_mut() {
            week.push(Some(Cell { nth: day.day_of_month(), class, sign, name }));
        }
        day = day.plus_days(1);
    }
    if let Some(week) = weeks.last_mut() {
        week.resize_with(7, || None);
    }
    Some(Month { title: format!("{month}月"), weeks })
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    on: String,
    adopted: Vec<SettingInForce>,
    defaults: Vec<SettingInForce>,
}

#[derive(Deserialize)]
pub(crate) struct On {
    #[serde(default)]
    on: String,
}

/// `GET /directory/settings`
pub(crate) async fn settings(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<On>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/directory/settings").await?;
    let today = portal.inside.clock.today();
    let on = dates::typed(&asked.on, today).unwrap_or(today).to_string();
    let organs = organs::on(&portal, today).await?;
    let mut found = asking::settings(&portal, on.clone()).await?.settings;
    // Where a setting names an organ, it is told by its name.
    for setting in &mut found {
        if let Some(organ) = organs.iter().find(|organ| organ.code == setting.value) {
            setting.shown.clone_from(&organ.name);
        }
    }
    let (adopted, defaults) = found.into_iter().partition(|setting| setting.entry > 0);
    page(&Settings { frame, on, adopted, defaults })
}

#[cfg(test)]
mod tests {
    use proto::directory::HolidayDay;

    use super::*;

    #[test]
    fn a_year_stands_on_one_sheet_with_its_days_off_and_made_up() {
        let day =
            |day: &str, kind: &str| HolidayDay {
                day: day.to_owned(), kind: kind.to_owned(), name: "春节".to_owned()
            };
        let days = vec![
            day("2026-02-14", "makeup_workday"),
            day("2026-02-15", "holiday"),
            day("2026-02-16", "holiday"),
            day("2026-02-28", "makeup_workday"),
        ];
        let sheet = sheet(HolidayYear { year: 2026, days, ..HolidayYear::default() });
        assert_eq!(sheet.months.len(), 12);
        assert_eq!(
            sheet.holidays,
            [("春节".to_owned(), "2026-02-15".to_owned(), 2, "2026-02-14、2026-02-28".to_owned())]
        );
        // The first of February 2026 is a Sunday.
        let february = &sheet.months[1];
        assert!(february.weeks[0][..6].iter().all(Option::is_none) && february.weeks[0][6].is_some());
    }
}
