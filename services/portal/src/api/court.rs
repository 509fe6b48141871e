//! Lawsuits, hearings and suggestions.

use axum::Json;
use axum::extract::{Query, RawQuery, State};
use kernel::day::Day;
use proto::appearances::ExplainQuestion;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::commands::Named;
use super::{base64, shown};
use crate::access::Person;
use crate::failure::{Failure, Told};
use crate::kinds::{APPEARANCES, SUGGESTIONS};
use crate::registers::entries::{self, Entry};
use crate::registers::filter::{Filter, PAGE};
use crate::registers::lawsuits::{Between, telling};
use crate::registers::{lawsuits, suggestions, terms};
use crate::{Portal, asking, remaining, words};
use proto::appearances::{HearingCommand, LawsuitCommand};
use proto::suggestions::SuggestionCommand;

pub(super) async fn lawsuits(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Told> {
    let names = &lawsuits::ledger::NAMES;
    let filter = Filter::read(&query.unwrap_or_default(), names, portal.inside.clock.today());
    let total = lawsuits::ledger::count(&portal, &person, &filter).await?;
    let lines = lawsuits::ledger::list(&portal, &person, &filter, PAGE, (filter.page - 1) * PAGE).await?;
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id, "number": line.number, "stage": line.stage, "open": line.is_open,
                "instance": line.instance, "court": line.court, "plaintiffs": line.plaintiffs,
                "defendants": line.defendants, "cause": line.cause, "act": line.act, "docketed_on": line.docketed_on,
                "effective_on": line.effective_on, "lost": line.is_lost, "outcome": line.outcome, "due": line.due,
            })
        })
        .collect();
    Ok(Json(json!({ "total": total.counted, "more": total.is_more, "page": filter.page, "lawsuits": lines })))
}

pub(super) async fn lawsuit(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<LawsuitCommand>,
) -> Result<Json<Value>, Told> {
    let found = lawsuits::lawsuit_of(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?;
    let told = entries::of(&portal, id).await?;
    let duties = found.duties.iter().map(|duty| shown(APPEARANCES, "Duty", duty));
    let results = found.results.iter().map(|result| shown(APPEARANCES, "InstanceResult", result));
    let hearings = lawsuits::hearings_of(&portal, &person, id).await?;
    let parties: Vec<Value> =
        found.parties().into_iter().map(|(number, name)| json!({ "number": number, "name": name })).collect();
    Ok(Json(json!({
        "id": id, "bytes": base64(id), "number": found.number, "version": found.version, "stage": found.stage,
        "stage_title": words::title(words::LAWSUIT_STAGES, &found.stage), "open": found.is_open, "parties": parties,
        "lawsuit": shown(APPEARANCES, "Summary", &found.summary)?,
        "duties": duties.collect::<Result<Vec<_>, _>>()?, "results": results.collect::<Result<Vec<_>, _>>()?,
        "hearings": hearings.iter().map(hearing_line).collect::<Vec<_>>(),
        "entries": told.iter().map(|entry| entry_line(entry, &telling::lawsuit(entry).title)).collect::<Vec<_>>(),
    })))
}

fn entry_line(entry: &Entry, title: &str) -> Value {
    json!({
        "entry": entry.entry, "event": entry.event, "title": title, "on": entry.occurred_on,
        "recorded_at": entry.recorded_at, "by": entry.actor,
    })
}

fn hearing_line(hearing: &lawsuits::Hearing) -> Value {
    json!({
        "id": hearing.id, "bytes": base64(hearing.id), "version": hearing.version, "lawsuit": hearing.lawsuit,
        "instance": hearing.instance, "state": hearing.state, "day": hearing.day, "time": hearing.time,
        "room": hearing.room, "court": hearing.court_name, "number": hearing.number,
        "plaintiffs": hearing.plaintiffs, "defendants": hearing.defendants,
        "statuses": hearing.statuses.split(' ').filter(|status| !status.is_empty()).collect::<Vec<_>>(),
        "observed": hearing.observed,
    })
}

async fn terms(portal: &Portal, id: Uuid) -> Result<Json<Value>, Told> {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let terms = terms::of(portal, id).await?;
    let terms: Vec<Value> = terms
        .iter()
        .map(|term| {
            let (_, left) = remaining::left(term.due, term.working, today, &calendar);
            json!({
                "name": term.name, "instance": term.instance, "party": term.party,
                "title": words::title(words::TERMS, &term.name), "rule": term.deadline.rule,
                "start": term.deadline.start, "due": term.due.map(|due| due.to_string()), "ended_on": term.ended_on,
                "ended": term.ended, "provisional": term.deadline.provisional,
                "left": if term.is_running() { left } else { String::new() },
            })
        })
        .collect();
    Ok(Json(json!({ "deadlines": terms })))
}

pub(super) async fn lawsuit_terms(
    State(portal): State<Portal>,
    Named(id, _): Named<LawsuitCommand>,
) -> Result<Json<Value>, Told> {
    terms(&portal, id).await
}

pub(super) async fn hearing_terms(
    State(portal): State<Portal>,
    Named(id, _): Named<HearingCommand>,
) -> Result<Json<Value>, Told> {
    terms(&portal, id).await
}

pub(super) async fn suggestion_terms(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<SuggestionCommand>,
) -> Result<Json<Value>, Told> {
    let Json(mut all) = terms(&portal, id).await?;
    let own = suggestions::one(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?.addressees();
    if let Some(all) = all["deadlines"].as_array_mut() {
        all.retain(|term| own.iter().any(|(number, _)| term["party"] == *number));
    }
    Ok(Json(all))
}

pub(super) async fn lawsuit_steps(
    State(portal): State<Portal>,
    Named(id, _): Named<LawsuitCommand>,
) -> Result<Json<Value>, Told> {
    Ok(Json(shown(APPEARANCES, "LawsuitStepsAnswer", &asking::lawsuit_steps(&portal, id).await?)?))
}

pub(super) async fn hearing_steps(
    State(portal): State<Portal>,
    Named(id, _): Named<HearingCommand>,
) -> Result<Json<Value>, Told> {
    Ok(Json(shown(APPEARANCES, "HearingStepsAnswer", &asking::hearing_steps(&portal, id).await?)?))
}

pub(super) async fn suggestion_steps(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<SuggestionCommand>,
) -> Result<Json<Value>, Told> {
    let found = suggestions::one(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?;
    let own = found.addressees();
    let is_own = |number: u32| own.iter().any(|(known, _)| *known == number);
    let mut answer = asking::suggestion_steps(&portal, id).await?;
    answer.stage_title = words::title(words::SUGGESTION_STAGES, &found.line.stage);
    answer.stage = found.line.stage;
    answer.steps.retain(|step| step.addressee == 0 || is_own(step.addressee));
    answer.standings.retain(|standing| {
        let standing = standing.standing.as_ref().and_then(|standing| standing.addressee.as_ref());
        standing.is_some_and(|addressee| is_own(addressee.number))
    });
    Ok(Json(shown(SUGGESTIONS, "StepsAnswer", &answer)?))
}

pub(super) async fn lawsuit_entries(
    State(portal): State<Portal>,
    Named(id, _): Named<LawsuitCommand>,
) -> Result<Json<Value>, Told> {
    Ok(Json(shown(APPEARANCES, "LawsuitEntriesAnswer", &asking::lawsuit_entries(&portal, id).await?)?))
}

/// What each entry contains concerns all addressees, so it is for those who work on suggestions.
pub(super) async fn suggestion_entries(
    State(portal): State<Portal>,
    Named(id, _): Named<SuggestionCommand>,
) -> Result<Json<Value>, Told> {
    Ok(Json(shown(SUGGESTIONS, "EntriesAnswer", &asking::suggestion_entries(&portal, id).await?)?))
}

#[derive(Deserialize)]
pub(super) struct Explained {
    #[serde(default)]
    clock: String,
    #[serde(default)]
    instance: u32,
    #[serde(default)]
    party: u32,
}

pub(super) async fn explain_lawsuit(
    State(portal): State<Portal>,
    Named(id, _): Named<LawsuitCommand>,
    Query(Explained { clock, instance, party }): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let lawsuit = asking::bytes(id);
    let asked = ExplainQuestion { lawsuit, hearing: Vec::new(), clock, instance, party };
    Ok(Json(shown("common", "Explanation", &asking::explain_appearance(&portal, &asked).await?)?))
}

pub(super) async fn explain_hearing(
    State(portal): State<Portal>,
    Named(id, _): Named<HearingCommand>,
    Query(Explained { clock, instance, party }): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let hearing = asking::bytes(id);
    let asked = ExplainQuestion { lawsuit: Vec::new(), hearing, clock, instance, party };
    Ok(Json(shown("common", "Explanation", &asking::explain_appearance(&portal, &asked).await?)?))
}

pub(super) async fn explain_suggestion(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<SuggestionCommand>,
    Query(Explained { party, .. }): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let found = suggestions::one(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?;
    if found.addressees().iter().all(|(number, _)| *number != party) {
        return Err(Failure::no_such_thing().into());
    }
    Ok(Json(shown("common", "Explanation", &asking::explain_reply(&portal, id, party).await?)?))
}

#[derive(Deserialize)]
pub(super) struct Days {
    from: Option<String>,
    to: Option<String>,
    organ: Option<Uuid>,
}

/// From today on, unless other days are asked for; where there are more than are listed, it says so.
pub(super) async fn hearings(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Days>,
) -> Result<Json<Value>, Told> {
    let today = portal.inside.clock.today();
    let day = |name: &str, asked: Option<String>, otherwise: &str| match asked {
        None => Ok(otherwise.to_owned()),
        Some(text) => match text.parse::<Day>() {
            Ok(day) => Ok(day.to_string()),
            Err(_) => Err(Failure::Malformed(format!("{name}：日期请写成 {today}"))),
        },
    };
    let from = day("from", asked.from, &today.to_string())?;
    let to = day("to", asked.to, "9999-12-31")?;
    let Between { hearings, and_more } = lawsuits::hearings_between(&portal, &person, &from, &to, asked.organ).await?;
    let listed: Vec<Value> = hearings.iter().map(hearing_line).collect();
    Ok(Json(json!({ "total": listed.len(), "more": and_more, "hearings": listed })))
}

pub(super) async fn hearing(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<HearingCommand>,
) -> Result<Json<Value>, Told> {
    let found = lawsuits::hearing_of(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?;
    let mut shown = hearing_line(&found);
    let told = entries::of(&portal, id).await?;
    shown["entries"] = told.iter().map(|entry| entry_line(entry, &telling::hearing(entry).title)).collect();
    Ok(Json(shown))
}

pub(super) async fn suggestions(
    State(portal): State<Portal>,
    person: Person,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Told> {
    let filter = Filter::read(&query.unwrap_or_default(), &suggestions::NAMES, portal.inside.clock.today());
    let total = suggestions::count(&portal, &person, &filter).await?;
    let lines = suggestions::list(&portal, &person, &filter, PAGE, (filter.page - 1) * PAGE).await?;
    let lines: Vec<Value> = lines.iter().map(suggestion_line).collect();
    Ok(Json(json!({ "total": total.counted, "more": total.is_more, "page": filter.page, "suggestions": lines })))
}

fn suggestion_line(line: &suggestions::Line) -> Value {
    json!({
        "id": line.id, "bytes": base64(line.id), "version": line.version, "kind": line.kind, "number": line.number,
        "title": line.title, "issuer": line.issuer_name, "issued_on": line.issued_on, "urgent": line.urgent,
        "stage": line.stage, "organs": line.organs, "due": line.due, "owed_by": line.owed_by, "owed": line.owed,
    })
}

pub(super) async fn suggestion(
    State(portal): State<Portal>,
    person: Person,
    Named(id, _): Named<SuggestionCommand>,
) -> Result<Json<Value>, Told> {
    let found = suggestions::one(&portal, &person, id).await?.ok_or_else(Failure::no_such_thing)?;
    let told = suggestions::telling::told(entries::of(&portal, id).await?, &found);
    let entries: Vec<Value> = told.iter().map(|(entry, told)| entry_line(entry, &told.title)).collect();
    let mut json = suggestion_line(&found.line);
    let standings = found.standings.iter().map(|standing| shown(SUGGESTIONS, "Standing", standing));
    json["addressees"] = standings.collect::<Result<Vec<_>, _>>()?.into();
    json["letter"] = shown(SUGGESTIONS, "Letter", &found.letter)?;
    json["entries"] = entries.into();
    Ok(Json(json))
}
