//! `/suggestions/{suggestion}`: what is suggested and to whom; each addressee with its clock, reply and rectification.

pub(crate) mod correct;
pub(crate) mod register;
pub(crate) mod step;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::suggestions::{Link, Standing, Step, StepsAnswer};
use serde::Deserialize;
use uuid::Uuid;

use super::beside::{self, Facts, Happening, Offered, Period};
use super::suggestions::kind_of;
use super::{explain, saved};
use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::frame::{Frame, page};
use crate::registers::entries;
use crate::registers::suggestions::{self, Suggestion, telling};
use crate::registers::terms::{self, Term};
use crate::words::{self, title};
use crate::{Portal, asking, remaining};

#[derive(Template)]
#[template(path = "suggestion.html")]
struct Page {
    frame: Frame,
    suggestion: Suggestion,
    kind: String,
    stage: String,
    said: &'static str,
    warnings: Vec<String>,
    facts: Vec<Facts>,
    problems: Vec<(u32, String, String)>,
    addressees: Vec<Addressee>,
    running: Vec<Period>,
    ended: Vec<Period>,
    steps: Vec<Offered>,
    hindered: Vec<(String, String)>,
    away: Option<String>,
    happenings: Vec<Happening>,
    may_work: bool,
    sees_lawsuits: bool,
    sees_cases: bool,
}

/// How an addressee stands.
struct Addressee {
    name: String,
    stage: String,
    received_on: String,
    due: String,
    left: String,
    class: &'static str,
    reply: String,
    rectified: String,
    reminders: u32,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
}

/// `GET /suggestions/{suggestion}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/suggestions").await?;
    let id = suggestions::named(&portal, &person, &name).await?.ok_or_else(Failure::no_such_thing)?;
    let Some(suggestion) = suggestions::one(&portal, &person, id).await? else {
        return saved::not_yet(frame, &asked.saved, "/suggestions");
    };
    let may_work = person.may_open(Door::SuggestionWork);
    let (steps, away) = match asking::suggestion_steps(&portal, id).await {
        Ok(steps) => (steps, None),
        Err(failure @ Failure::Away(_)) => (StepsAnswer::default(), Some(failure.text())),
        Err(failure) => return Err(failure),
    };
    let own = suggestion.addressees();
    let is_own = |number: u32| own.iter().any(|(known, _)| *known == number);
    let mut terms = terms::of(&portal, id).await?;
    terms.retain(|term| is_own(term.party));
    let (running, ended) = beside::periods(
        &portal,
        &terms,
        |term| suggestion.name_of(term.party),
        |term| format!("/suggestions/{id}/deadlines/{}", term.party),
    );
    let told = telling::told(entries::of(&portal, id).await?, &suggestion);
    let correct = |entry| format!("/suggestions/{id}/entries/{entry}");
    let happenings = beside::told(&portal, &person, told, may_work, correct);
    let concerns_own = |standing: &proto::suggestions::AddresseeStanding| {
        let addressee = standing.standing.as_ref().and_then(|standing| standing.addressee.as_ref());
        addressee.is_some_and(|addressee| is_own(addressee.number))
    };
    let warnings = steps.standings.iter().filter(|standing| concerns_own(standing));
    let warnings = warnings.flat_map(|standing| standing.warnings.clone()).collect();
    let problems = suggestion.letter.problems.iter();
    page(&Page {
        kind: kind_of(&suggestion.line.kind),
        stage: title(words::SUGGESTION_STAGES, &suggestion.line.stage),
        said: saved::said(&asked.saved),
        warnings,
        facts: vec![facts(&suggestion)],
        problems: problems.map(|p| (p.number, p.problem.clone(), p.suggestion.clone())).collect(),
        addressees: suggestion.standings.iter().map(|standing| addressee(&portal, standing, &terms)).collect(),
        running,
        ended,
        steps: if may_work {
            steps.steps.into_iter().map(|step| offered(step, &suggestion)).collect()
        } else {
            Vec::new()
        },
        hindered: Vec::new(),
        away,
        happenings,
        may_work,
        sees_lawsuits: person.may_open(Door::Lawsuits),
        sees_cases: person.sees_cases(),
        frame,
        suggestion,
    })
}

fn offered(step: Step, suggestion: &Suggestion) -> Offered {
    let several = suggestion.standings.len() > 1 && step.addressee > 0;
    let name = suggestion.name_of(step.addressee);
    let whose = if several && !step.title.contains(&name) { format!("（{name}）") } else { String::new() };
    let of = if step.addressee == 0 { String::new() } else { format!("?addressee={}", step.addressee) };
    Offered {
        address: format!("/suggestions/{}/steps/{}{of}", suggestion.line.id, step.command),
        of: step.addressee.to_string(),
        title: format!("{}{whose}", step.title),
        article: step.article,
        effect: step.effect,
        on: String::new(),
        command: step.command,
    }
}

fn facts(suggestion: &Suggestion) -> Facts {
    let Suggestion { line, letter, .. } = suggestion;
    let limit = letter.limit.as_ref().map(telling::limit).unwrap_or_default();
    let number = |of: &Option<Link>| of.as_ref().map(|of| of.number.clone()).unwrap_or_default();
    Facts::new(
        "建议",
        [
            ("制发机关", line.issuer_name.clone()),
            ("文号", line.number.clone()),
            ("标题", line.title.clone()),
            ("落款日期", line.issued_on.clone()),
            ("来函期限", if limit.is_empty() { "没有写明".to_owned() } else { limit }),
            ("应诉案件", number(&letter.lawsuit)),
            ("复议案件", number(&letter.reconsideration)),
            ("抄送", letter.copied_to.join("、")),
            ("备注", letter.remark.clone()),
        ],
    )
}

fn addressee(portal: &Portal, standing: &Standing, terms: &[Term]) -> Addressee {
    let about = standing.addressee.clone().unwrap_or_default();
    let term = terms.iter().find(|term| term.party == about.number);
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let running = term.filter(|term| term.is_running());
    let left = running.map(|term| remaining::left(term.due, term.working, today, &calendar));
    let reply = standing.reply.as_ref().map(|reply| {
        let due = term.and_then(|term| term.due).map(|due| due.to_string()).unwrap_or_default();
        let sent = [&reply.posted_on, &reply.delivered_on, &reply.on];
        let sent = sent.into_iter().find(|day| !day.is_empty()).cloned().unwrap_or_default();
        let timely = match due.as_str() {
            "" => "",
            due if sent.as_str() <= due => "，按期",
            _ => "，逾期",
        };
        format!("{sent} 回复{timely}，{} {}", title(words::ADOPTIONS, &reply.adoption), reply.number)
    });
    let rectified = standing.rectification.as_ref().map(|rectified| {
        let verified = if rectified.verified_by_issuer_on.is_empty() {
            "，未经制发机关核实"
        } else {
            "，已经制发机关核实"
        };
        format!("{} {}{verified}", rectified.on, title(words::RECTIFIED, &rectified.status))
    });
    Addressee {
        name: about.name,
        stage: title(words::ADDRESSEE_STAGES, &standing.stage),
        received_on: about.received_on,
        due: term.and_then(|term| term.due).map(|due| due.to_string()).unwrap_or_default(),
        class: left.as_ref().map_or("tag-plain", |(pressing, _)| pressing.class()),
        left: left.map(|(_, words)| words).unwrap_or_default(),
        reply: reply.unwrap_or_default(),
        rectified: rectified.unwrap_or_default(),
        reminders: standing.reminders,
    }
}

/// `GET /suggestions/{suggestion}/deadlines/{addressee}`
pub(crate) async fn explained(
    State(portal): State<Portal>,
    person: Person,
    Path((suggestion, addressee)): Path<(Uuid, u32)>,
) -> Result<Response, Failure> {
    let found = suggestions::one(&portal, &person, suggestion).await?.ok_or_else(Failure::no_such_thing)?;
    if found.addressees().iter().all(|(number, _)| *number != addressee) {
        return Err(Failure::no_such_thing());
    }
    let answer = asking::explain_reply(&portal, suggestion, addressee).await?;
    let back = format!("/suggestions/{suggestion}");
    let called = found.line.called().to_owned();
    explain::shown(&portal, &person, "/suggestions", back, called, answer).await
}
