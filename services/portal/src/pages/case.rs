//! `/cases/{case}`: the facts in the law's order; beside them where it stands, what runs and what may be done now; below,
//! everything that was entered.

mod facts;
mod history;
mod periods;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::day::Day;
use proto::reconsideration::{Step, StepsAnswer};
use serde::Deserialize;
use uuid::Uuid;

use self::facts::Facts;
use self::history::Happening;
use self::periods::{Bar, Period};
use super::{saved, step};
use crate::access::{Door, Person, Role, takes_the_head};
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
    /// The period that counts for the whole case, drawn and in words.
    bar: Option<(Bar, Period)>,
    running: Vec<Period>,
    ended: Vec<Period>,
    /// What is to be done next, and within which period.
    next: Option<(String, Option<Period>)>,
    /// Who handles it, and who stands in.
    owners: String,
    owners_note: &'static str,
    steps: Vec<Offered>,
    /// Lawful only on a day gone by: for a case that is entered late.
    earlier: Vec<Offered>,
    hindered: Vec<Step>,
    /// Whether this person takes steps.
    may_work: bool,
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
        return saved::not_yet(frame, &asked.saved, "/cases");
    };
    let steps = asking::steps(&portal, case).await;
    let (steps, away) = match steps {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (StepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let clocks = deadlines::of(&portal, case).await?;
    let period = |clock: &deadlines::Running| Period::of(clock, &sheet, case, today, &calendar);
    let bar = |name: &str| {
        let clock = clocks.iter().find(|clock| clock.name == name)?;
        Some((Bar::of(clock, today, &calendar)?, period(clock)))
    };
    let bar = bar("Decision").or_else(|| bar("Review"));
    let (running, ended): (Vec<_>, Vec<_>) = clocks.iter().partition(|clock| clock.is_running());
    let duty = running.iter().find(|clock| clock.is_duty());
    let next = match sheet.stage() {
        "Suspended" => Some((words::title(words::TASKS, "Suspended"), None)),
        _ => duty.map(|clock| (words::title(words::DUTIES, &clock.name), Some(period(clock)))),
    };
    let (owners, owners_note) = owners(&sheet);
    let now = portal.inside.clock.now().as_microsecond();
    let may_work = person.may_open(Door::CaseWork);
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
        owners,
        owners_note,
        steps: offered_now,
        earlier,
        hindered: steps.hindered,
        away,
        said: saved::said(&asked.saved),
        happenings: history::told(&entries, &sheet, &person, now, &asked.show),
        lawsuits: lawsuits::after_case(&portal, &person, case).await?,
        may_work,
        may_sue: person.may_open(Door::LawsuitWork) && (!sheet.is_open() || is_overdue(&clocks, today)),
        show: asked.show,
        shown: history::SHOWN,
        frame,
        case,
        sheet,
    };
    page(&page_of)
}

/// A-DEF-3: whether the days for a decision are over without one, so that the applicant may sue.
fn is_overdue(clocks: &[deadlines::Running], today: Day) -> bool {
    let mut decisions = clocks.iter().filter(|clock| clock.name == "Decision" && clock.is_running());
    decisions.any(|clock| clock.due.is_some_and(|due| due < today))
}

/// Who handles it: the presiding officer first; whoever handles it with him stands in for him. Until somebody is named it
/// is the registrar's, as the work list has it.
fn owners(sheet: &Sheet) -> (String, &'static str) {
    match sheet.handlers.as_slice() {
        [] if sheet.is_open() => {
            (format!("未确定（登记人 {}）", sheet.registrar), "确定以前，待办事项列在登记人的工作台上")
        }
        [] => (format!("登记人 {}", sheet.registrar), ""),
        [presiding, others @ ..] => {
            let assisting = others.iter().map(|handler| format!("{}（协办）", handler.name));
            let names = std::iter::once(format!("{}（主办）", presiding.name)).chain(assisting);
            let has_stand_in = sheet.is_open() && !others.is_empty();
            let note = if has_stand_in { "主办不在时，由协办在自己的工作台上代办" } else { "" };
            (names.collect::<Vec<_>>().join("、"), note)
        }
    }
}

fn offered(step: Step, case: Uuid, sheet: &Sheet, person: &Person, today: Day) -> Offered {
    let party = if step.party == 0 { String::new() } else { format!("?party={}", step.party) };
    let by_head = takes_the_head(&step.command) && !person.is(Role::HeadOfBody);
    let has_form = step::is_known(&step.command, sheet, person, today);
    Offered { address: format!("/cases/{case}/steps/{}{party}", step.command), step, by_head, has_form }
}

#[cfg(test)]
mod tests {
    use proto::reconsideration::Handler;

    use super::*;

    #[test] // A-DEF-3
    fn an_open_case_can_be_sued_over_once_its_days_for_a_decision_are_over() {
        let clock = |name: &str, ended: Option<&str>| deadlines::Running {
            name: name.to_owned(),
            party: 0,
            due: Some(kernel::day::day(2026, 3, 2)),
            ended_on: ended.map(str::to_owned),
            ended: String::new(),
            working: false,
            deadline: proto::common::Deadline::default(),
        };
        let [on_it, after] = [2, 3].map(|day| kernel::day::day(2026, 3, day));
        let running = clock("Decision", None);
        assert_eq!([on_it, after].map(|today| is_overdue(std::slice::from_ref(&running), today)), [false, true]);
        let others = [clock("Decision", Some("2026-03-02")), clock("Answer", None)];
        assert!(!is_overdue(&others, after));
    }

    #[test] // S06
    fn the_page_says_whose_case_it_is_and_who_stands_in() {
        let handler = |name: &str| Handler { name: name.to_owned(), ..Handler::default() };
        let mut sheet = Sheet::default();
        sheet.registrar = "钱芳".to_owned();
        assert_eq!(owners(&sheet).0, "未确定（登记人 钱芳）");
        sheet.handlers = vec![handler("李明"), handler("孙丽"), handler("吴刚")];
        assert_eq!(owners(&sheet).0, "李明（主办）、孙丽（协办）、吴刚（协办）");
        assert!(owners(&sheet).1.contains("代办"));
    }
}
