//! `/directory/holidays/new`: a year's holiday arrangement is entered or amended. Before it is saved, every period is listed
//! that it would move (S13).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::id::Id;
use proto::common::{Deadline, MovedThing};
use proto::directory::{
    AmendHolidayYear, AnnounceHolidayYear, HolidayDay, HolidayYear, HolidayYearCommand, holiday_year_command,
};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{self, Wrong};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::frame::{Frame, page};
use crate::kinds::{self, Kind};
use crate::registers::{deadlines, numbers};
use crate::sending::{self, Sent};
use crate::words::{self, REASONS};
use crate::{Portal, asking, session};

const HERE: &str = "/directory/holidays/new";

#[derive(Template)]
#[template(path = "holiday_entry.html")]
struct Page {
    frame: Frame,
    sections: Vec<Section>,
    wrong: Vec<Wrong>,
    /// What was looked through, and what would move.
    seen: Option<(String, Vec<Moved>)>,
    command_id: String,
}

/// A period that would move.
struct Moved {
    /// What kind of thing it belongs to.
    kind: &'static str,
    /// The thing's number and address; none for whom it is not to be read.
    thing: Option<(String, String)>,
    period: String,
    before: String,
    after: String,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    year: Option<i32>,
}

/// `GET /directory/holidays/new`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let year = asked.year.unwrap_or_else(|| i32::from(portal.inside.clock.today().year()) + 1);
    let known = known(&portal, year).await?;
    shown(&portal, &person, year, known.as_ref(), &Entered::default(), BTreeMap::new(), None).await
}

/// `POST /directory/holidays/new`: what would move is shown first, and saved is what was looked through.
pub(crate) async fn save(State(portal): State<Portal>, person: Person, entered: Entered) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let year = reader.line("year");
    let year: i32 = year.parse().unwrap_or_else(|_| {
        reader.wrong("year", "请写四位数字的年份");
        0
    });
    let known = known(&portal, year).await?;
    let days = read_rows(&mut reader);
    let file = as_file(&days);
    let command = read(&mut reader, year, known.is_some(), days);
    let errors = reader.errors();
    if !errors.is_empty() {
        return shown(&portal, &person, year, known.as_ref(), &entered, errors, None).await;
    }
    let seen = format!("{year}\n{file}");
    if entered.get("do") != Some("save") || entered.text("seen").replace("\r\n", "\n") != seen {
        return previewed(&portal, &person, year, known.as_ref(), &entered, seen, &file).await;
    }
    let id = entered.text("command_id").parse().unwrap_or_else(|_| portal.inside.clock.new_id());
    let stream = Id::<HolidayYear>::named(kinds::HOLIDAY_YEAR.name, &year.to_string()).uuid();
    let sent =
        sending::send(&portal, &kinds::HOLIDAY_YEAR, &sending::command(id, stream, None, &person, &command)).await;
    match said(sent) {
        Ok(position) => {
            session::wrote(&portal, &person, kinds::DIRECTORY, position).await?;
            Ok(Redirect::to(&format!("/directory/holidays?year={year}")).into_response())
        }
        Err(why) => {
            let errors = BTreeMap::from([("days".to_owned(), why)]);
            shown(&portal, &person, year, known.as_ref(), &entered, errors, None).await
        }
    }
}

/// The position of what was stored, or why nothing was.
fn said(sent: Sent) -> Result<i64, String> {
    match sent {
        Sent::Accepted(accepted) => Ok(accepted.position),
        Sent::Refused(refused) => Err(refused.text),
        Sent::Malformed(text) => Err(text),
        Sent::Changed(_) => Err("这一年的安排刚被别人改过，请重新打开再填".to_owned()),
        Sent::Nothing => Err("没有保存：消息服务未在运行，请稍后再试".to_owned()),
        Sent::Unknown => Err("未能确认是否保存，请再按一次，不会重复公布".to_owned()),
    }
}

/// The arrangement of a year as it was published last.
async fn known(portal: &Portal, year: i32) -> Result<Option<HolidayYear>, Failure> {
    if year == 0 {
        return Ok(None);
    }
    Ok(asking::holidays(portal, year).await?.years.into_iter().find(|known| known.year == year))
}

fn sections(
    portal: &Portal,
    year: i32,
    known: Option<&HolidayYear>,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
) -> Vec<Section> {
    let days = known.map(|known| rows(&known.days)).unwrap_or_default();
    let or = |field: Field, of: fn(&HolidayYear) -> &str| field.or(known.map(of).unwrap_or_default());
    let mut fields = vec![
        Field::line("year", "年份").or(year),
        or(Field::line("notice", "公布安排的通知"), |known| &known.notice).help("名称或者文号"),
        or(Field::day("published_on", "公布日期"), |known| &known.published_on),
        Field::text("days", "放假和调休上班的日期")
            .or(days)
            .wide()
            .help("全年的安排，每行一天，写日期、放假或者上班、节日名称，如 2027-10-01 放假 国庆节"),
    ];
    if known.is_some() {
        fields.push(Field::choice("reason", "更正的性质", REASONS));
        fields.push(Field::line("explanation", "更正的说明"));
    }
    vec![Section::new("", fields, entered, errors, portal.inside.clock.today())]
}

/// What a day is made, as a person writes it and as a holiday file has it.
const KINDS: [(&str, &str); 2] = [("放假", "holiday"), ("上班", "makeup_workday")];

/// Days as a person writes them.
fn rows(days: &[HolidayDay]) -> String {
    let kind = |day: &HolidayDay| KINDS.iter().find(|(_, kind)| *kind == day.kind).map_or("", |(word, _)| *word);
    days.iter().map(|day| format!("{} {} {}", day.day, kind(day), day.name)).collect::<Vec<_>>().join("\n")
}

/// Days as a holiday file has them.
fn as_file(days: &[HolidayDay]) -> String {
    days.iter().map(|day| format!("{},{},{}", day.day, day.kind, day.name)).collect::<Vec<_>>().join("\n")
}

fn read(reader: &mut Reader<'_>, year: i32, is_known: bool, days: Vec<HolidayDay>) -> HolidayYearCommand {
    let (notice, published_on) = (reader.line("notice"), reader.day("published_on"));
    let command = if is_known {
        let (reason, explanation) = (reader.word("reason", REASONS), reader.line("explanation"));
        holiday_year_command::Command::Amend(AmendHolidayYear { published_on, notice, reason, explanation, days })
    } else {
        holiday_year_command::Command::Announce(AnnounceHolidayYear { year, published_on, notice, days })
    };
    HolidayYearCommand { command: Some(command) }
}

/// The rows one by one, as written here or copied from a holiday file; what is wrong with the year as a whole, the services
/// say.
fn read_rows(reader: &mut Reader<'_>) -> Vec<HolidayDay> {
    let text = reader.text("days");
    let mut days = Vec::new();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let parts = row.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'));
        let fields: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let [day, written, name] = fields[..] else {
            reader.wrong("days", format!("第{line}行应写日期、放假或者上班、节日名称，实为“{row}”"));
            continue;
        };
        let Some((_, kind)) = KINDS.iter().find(|(word, kind)| [word, kind].contains(&&written)) else {
            reader.wrong("days", format!("第{line}行的“{written}”应为“放假”或者“上班”"));
            continue;
        };
        days.push(HolidayDay { day: day.to_owned(), kind: (*kind).to_owned(), name: name.to_owned() });
    }
    days
}

/// What would move, service by service.
async fn previewed(
    portal: &Portal,
    person: &Person,
    year: i32,
    known: Option<&HolidayYear>,
    entered: &Entered,
    seen: String,
    days: &str,
) -> Result<Response, Failure> {
    let mut moved = Vec::new();
    for kind in [&kinds::CASE, &kinds::LAWSUIT, &kinds::SUGGESTION] {
        match asking::would_move(portal, kind.service, year, days).await? {
            Ok(things) => moved.extend(in_words(portal, person, kind, things).await?),
            Err(wrong) => {
                let errors = BTreeMap::from([("days".to_owned(), wrong.text)]);
                return shown(portal, person, year, known, entered, errors, None).await;
            }
        }
    }
    shown(portal, person, year, known, entered, BTreeMap::new(), Some((seen, moved))).await
}

/// Each period that would move, with the number of what it belongs to for whoever may read that.
async fn in_words(
    portal: &Portal,
    person: &Person,
    kind: &'static Kind,
    things: Vec<MovedThing>,
) -> Result<Vec<Moved>, Failure> {
    let ids: Vec<Uuid> = things.iter().filter_map(|thing| Uuid::from_slice(&thing.stream).ok()).collect();
    let numbers = numbers::of(portal, person, kind, &ids).await?;
    let mut moved = Vec::new();
    for MovedThing { stream, periods, .. } in things {
        let id = Uuid::from_slice(&stream).unwrap_or_default();
        let thing = numbers.get(&id).map(|number| (number.clone(), format!("{}/{id}", kind.address)));
        moved.extend(periods.into_iter().map(|period| {
            let (before, after) = (period.before.unwrap_or_default(), period.after.unwrap_or_default());
            let title = deadlines::title("", &before.rule);
            let title = if title.is_empty() { words::title(words::TERMS, "Reply") } else { title };
            Moved { kind: kind.title, thing: thing.clone(), period: title, before: due(&before), after: due(&after) }
        }));
    }
    Ok(moved)
}

fn due(deadline: &Deadline) -> String {
    let doubt = if deadline.provisional { "（暂定）" } else { "" };
    format!("{}{doubt}", deadline.due)
}

async fn shown(
    portal: &Portal,
    person: &Person,
    year: i32,
    known: Option<&HolidayYear>,
    entered: &Entered,
    errors: BTreeMap<String, String>,
    seen: Option<(String, Vec<Moved>)>,
) -> Result<Response, Failure> {
    let sections = sections(portal, year, known, entered, &errors);
    let wrong = forms::wrong(&sections, &errors);
    let status = forms::status(&wrong);
    let command_id = match entered.text("command_id") {
        "" => portal.inside.clock.new_id().to_string(),
        known => known.to_owned(),
    };
    let frame = Frame::of(portal, person, HERE).await?;
    let mut response = page(&Page { frame, sections, wrong, seen, command_id })?;
    *response.status_mut() = status;
    Ok(response)
}
