//! `/cases/{case}`: the facts in the law's order; beside them where it stands, what runs and what may be done now; below,
//! everything that was entered.

mod facts;
mod history;
mod periods;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::day::Day;
use proto::reconsideration::{Step, StepsAnswer};
use serde::Deserialize;
use uuid::Uuid;

use self::facts::Facts;
use self::history::Happening;
use self::periods::{Bar, Period};
use super::step;
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::cases::{self, Sheet};
use crate::registers::{deadlines, lawsuits};
use crate::{Portal, asking, words};

#[derive(Template)]
#[template(path = "case.html")]
struct Page {
    frame: Frame,
    case: Uuid,
    sheet: Sheet,
    stage: String,
    procedure: String,
    flags: Vec<String>,
    facts: Vec<Facts>,
    bar: Option<Bar>,
    running: Vec<Period>,
    ended: Vec<Period>,
    next: Option<String>,
    steps: Vec<Offered>,
    /// Lawful only on a day gone by: for a case that is entered late.
    earlier: Vec<Offered>,
    hindered: Vec<Step>,
    /// The service could not be asked.
    away: Option<String>,
    said: &'static str,
    happenings: Vec<Happening>,
    /// What was brought over it, and whether this person may enter more of it.
    lawsuits: Vec<(Uuid, String)>,
    may_sue: bool,
    show: String,
    shown: [(&'static str, &'static str); 5],
}

/// A step as the page offers it.
struct Offered {
    step: Step,
    address: String,
    /// Lawful, and somebody else's to take.
    by_head: bool,
    /// This program has a form for it; the service may be newer.
    has_form: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
    #[serde(default)]
    show: String,
}

#[derive(Template)]
#[template(path = "processing.html")]
struct Processing {
    frame: Frame,
}

/// `GET /cases/{case}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/cases").await?;
    let case = cases::named(&portal, &person, &name).await?.ok_or_else(Failure::no_such_case)?;
    let Some((entries, sheet)) = cases::case(&portal, &person, case).await? else {
        // Just saved, and not in the register yet: it comes by itself.
        if frame.is_processing {
            return Ok(Html(Processing { frame }.render()?).into_response());
        }
        if !asked.saved.is_empty() {
            return Ok(Redirect::to("/cases").into_response());
        }
        return Err(Failure::no_such_case());
    };
    let steps = asking::steps(&portal, case).await;
    let (steps, away) = match steps {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (StepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let clocks = deadlines::of(&portal, case).await?;
    let bar =
        |name: &str| clocks.iter().find(|clock| clock.name == name).and_then(|clock| Bar::of(clock, today, &calendar));
    let bar = bar("Decision").or_else(|| bar("Review"));
    let period = |clock: &deadlines::Running| Period::of(clock, &sheet, case, today, &calendar);
    let (running, ended): (Vec<_>, Vec<_>) = clocks.iter().partition(|clock| clock.is_running());
    let duty = running.iter().find(|clock| clock.is_duty()).map(|clock| words::title(words::DUTIES, &clock.name));
    let next = if sheet.stage() == "Suspended" { Some(words::title(words::TASKS, "Suspended")) } else { duty };
    let now = portal.inside.clock.now().as_microsecond();
    let all = steps.steps.into_iter().map(|step| offered(step, case, &sheet, &person, today));
    let (earlier, offered_now) = all.partition(|offered: &Offered| !offered.step.on.is_empty());
    let page_of = Page {
        stage: if steps.stage_title.is_empty() {
            words::title(words::STAGES, sheet.stage())
        } else {
            steps.stage_title
        },
        procedure: words::title(words::PROCEDURES, &sheet.procedure),
        flags: steps.flags.iter().map(|flag| words::title(words::FLAGS, flag)).collect(),
        facts: facts::of(&sheet),
        bar,
        running: running.into_iter().map(period).collect(),
        ended: ended.into_iter().map(period).collect(),
        next,
        steps: offered_now,
        earlier,
        hindered: steps.hindered,
        away,
        said: said(&asked.saved),
        happenings: history::told(&entries, &sheet, &person, now, &asked.show),
        lawsuits: lawsuits::after_case(&portal, &person, case).await?,
        may_sue: person.may_open(Door::LawsuitWork) && !sheet.is_open(),
        show: asked.show,
        shown: history::SHOWN,
        frame,
        case,
        sheet,
    };
    page(&page_of)
}

fn said(saved: &str) -> &'static str {
    match saved {
        "1" => "已保存。",
        "before" => "这张表单此前已经保存，没有重复登记。",
        _ => "",
    }
}

fn offered(step: Step, case: Uuid, sheet: &Sheet, person: &Person, today: Day) -> Offered {
    let party = if step.party == 0 { String::new() } else { format!("?party={}", step.party) };
    let by_head = !person.may(&step.command);
    let has_form = step::is_known(&step.command, sheet, person, today);
    Offered { address: format!("/cases/{case}/steps/{}{party}", step.command), step, by_head, has_form }
}
