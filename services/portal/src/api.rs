//! A small JSON API: the same commands, the same questions and the same access as the pages. A program signs in and shows
//! the token it got; cookies count for nothing here, so no page of another site can use them.
//!
//! Messages are the services' own, in the JSON form of protobuf with the field names of the `.proto` files. `songli play`
//! is written against it.

mod commands;
mod court;
mod notices;

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{Span, Timestamp};
use prost_reflect::{DescriptorPool, DynamicMessage, SerializeOptions};
use proto::Message;
use proto::appearances::{HearingCommand, LawsuitCommand};
use proto::reconsideration::CaseCommand;
use proto::suggestions::SuggestionCommand;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::{Door, Doors, Person};
use crate::failure::{Failure, Told};
use crate::kinds::RECONSIDERATION;
use crate::pages::address;
use crate::registers::filter::{Filter, PAGE};
use crate::registers::{cases, deadlines, judicial, ledger, officials, organs, telling, work};
use crate::session::{self, Attempt};
use crate::{Portal, asking, practice, remaining, words};

/// Its addresses. The clock can be moved, and waited for, in a practice system only; elsewhere there is no such address.
pub(crate) fn routes(doors: Doors, is_practice: bool) -> Doors {
    let doors = doors
        .at("/api/sign-in", Door::Entrance, post(sign_in))
        .at("/api/clock", Door::Entrance, get(clock))
        .at("/api/organs", Door::Directory, get(all_organs))
        .at("/api/courts", Door::Directory, get(courts))
        .at("/api/officials", Door::Directory, get(posts))
        .at("/api/work", Door::Work, get(duties))
        .at("/api/cases", Door::Cases, get(list))
        .at("/api/cases/{case}", Door::Cases, get(one))
        .at("/api/cases/{case}/deadlines", Door::Cases, get(periods))
        .at("/api/cases/{case}/steps", Door::Cases, get(steps))
        .at("/api/cases/{case}/entries", Door::Cases, get(entries))
        .at("/api/cases/{case}/explain", Door::Cases, get(explain))
        .at("/api/cases/{case}/preview", Door::CaseWork, post(commands::preview::<CaseCommand>))
        .at("/api/cases/{case}/commands", Door::CaseWork, post(commands::command::<CaseCommand>))
        .at("/api/lawsuits", Door::Lawsuits, get(court::lawsuits))
        .at("/api/lawsuits/{name}", Door::Lawsuits, get(court::lawsuit))
        .at("/api/lawsuits/{name}/deadlines", Door::Lawsuits, get(court::lawsuit_terms))
        .at("/api/lawsuits/{name}/steps", Door::Lawsuits, get(court::lawsuit_steps))
        .at("/api/lawsuits/{name}/entries", Door::Lawsuits, get(court::lawsuit_entries))
        .at("/api/lawsuits/{name}/explain", Door::Lawsuits, get(court::explain_lawsuit))
        .at("/api/lawsuits/{name}/preview", Door::LawsuitWork, post(commands::preview::<LawsuitCommand>))
        .at("/api/lawsuits/{name}/commands", Door::LawsuitWork, post(commands::command::<LawsuitCommand>))
        .at("/api/hearings", Door::Hearings, get(court::hearings))
        .at("/api/hearings/{name}", Door::Hearings, get(court::hearing))
        .at("/api/hearings/{name}/deadlines", Door::Hearings, get(court::hearing_terms))
        .at("/api/hearings/{name}/steps", Door::Hearings, get(court::hearing_steps))
        .at("/api/hearings/{name}/explain", Door::Hearings, get(court::explain_hearing))
        .at("/api/hearings/{name}/preview", Door::LawsuitWork, post(commands::preview::<HearingCommand>))
        .at("/api/hearings/{name}/commands", Door::LawsuitWork, post(commands::command::<HearingCommand>))
        .at("/api/suggestions", Door::Suggestions, get(court::suggestions))
        .at("/api/suggestions/{name}", Door::Suggestions, get(court::suggestion))
        .at("/api/suggestions/{name}/deadlines", Door::Suggestions, get(court::suggestion_terms))
        .at("/api/suggestions/{name}/steps", Door::Suggestions, get(court::suggestion_steps))
        .at("/api/suggestions/{name}/entries", Door::SuggestionWork, get(court::suggestion_entries))
        .at("/api/suggestions/{name}/explain", Door::Suggestions, get(court::explain_suggestion))
        .at("/api/suggestions/{name}/preview", Door::SuggestionWork, post(commands::preview::<SuggestionCommand>))
        .at("/api/suggestions/{name}/commands", Door::SuggestionWork, post(commands::command::<SuggestionCommand>));
    let doors = notices::routes(doors);
    if is_practice {
        doors.at("/api/clock/move", Door::Everyone, post(move_clock)).at("/api/settled", Door::Everyone, get(settled))
    } else {
        doors
    }
}

#[derive(Deserialize)]
struct SignIn {
    account: String,
    password: String,
}

async fn sign_in(
    State(portal): State<Portal>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(asked): Json<SignIn>,
) -> Result<Response, Told> {
    Ok(match session::sign_in(&portal, &asked.account, &asked.password, &address(&headers, peer)).await? {
        Attempt::SignedIn(begun) => Json(json!({ "token": begun.token })).into_response(),
        Attempt::Wrong => (StatusCode::UNAUTHORIZED, Json(json!({ "error": "账号或者口令不对" }))).into_response(),
        Attempt::Locked(minutes) => {
            (StatusCode::TOO_MANY_REQUESTS, Json(json!({ "error": format!("请在 {minutes} 分钟后再试") })))
                .into_response()
        }
    })
}

/// Says to anybody what day it is here, and whether this is a practice system.
async fn clock(State(portal): State<Portal>) -> Json<Value> {
    Json(time(&portal))
}

fn time(portal: &Portal) -> Value {
    let clock = &portal.inside.clock;
    json!({
        "now": clock.now().to_string(), "today": clock.today().to_string(), "practice": portal.settings.practice,
    })
}

#[derive(Deserialize)]
struct Move {
    /// An instant to stand at, earlier or later.
    now: Option<Timestamp>,
    /// Or so many days on.
    #[serde(default)]
    days: i64,
}

/// Answers when what follows from the new day is done and shown.
async fn move_clock(State(portal): State<Portal>, Json(to): Json<Move>) -> Result<Json<Value>, Told> {
    let clock = &portal.inside.clock;
    if !clock.can_be_moved() {
        return Err(Failure::Changed("这个系统走的是机器的时钟，不能拨动".to_owned()).into());
    }
    let on = Span::new().try_hours(24 * to.days.clamp(0, 3660)).map_err(anyhow::Error::from)?;
    let now = to.now.map_or_else(|| clock.now().checked_add(on), Ok).map_err(anyhow::Error::from)?;
    clock.move_to(now);
    practice::settled(&portal).await?;
    Ok(Json(time(&portal)))
}

/// Answers when everything that follows from what was said so far is done and shown.
async fn settled(State(portal): State<Portal>) -> Result<Json<Value>, Told> {
    practice::settled(&portal).await?;
    Ok(Json(time(&portal)))
}

/// The organs there are today, the government that decides here, and the area whose registers give the numbers.
async fn all_organs(State(portal): State<Portal>) -> Result<Json<Value>, Told> {
    let today = portal.inside.clock.today();
    let listed = |organ: &organs::Organ| {
        json!({
            "id": organ.id, "bytes": base64(organ.id), "code": organ.code, "name": organ.name, "kind": organ.kind,
        })
    };
    let (organs, area) = (organs::on(&portal, today).await?, &portal.settings.area);
    let government = organs::government(&organs, area).map(listed);
    let organs: Vec<Value> = organs.iter().map(listed).collect();
    Ok(Json(json!({ "area": area, "government": government, "organs": organs })))
}

/// The courts and procuratorates there ever were.
async fn courts(State(portal): State<Portal>) -> Result<Json<Value>, Told> {
    let listed = |organ: &judicial::JudicialOrgan| {
        json!({
            "id": organ.id, "bytes": base64(organ.id), "code": organ.code, "name": organ.name, "kind": organ.kind,
            "level": organ.level, "since": organ.since, "until": organ.until,
        })
    };
    let courts: Vec<Value> = judicial::all(&portal).await?.iter().map(listed).collect();
    Ok(Json(json!({ "courts": courts })))
}

/// Who holds, or held, which post.
async fn posts(State(portal): State<Portal>) -> Result<Json<Value>, Told> {
    let listed = |post: &officials::Post| {
        json!({
            "official": post.official, "bytes": base64(post.official), "name": post.name, "organ": post.organ,
            "post": post.post, "level": post.level, "from": post.from_day, "to": post.to_day,
        })
    };
    let posts: Vec<Value> = officials::posts(&portal, &[]).await?.iter().map(listed).collect();
    Ok(Json(json!({ "posts": posts })))
}

#[derive(Deserialize)]
struct Duties {
    #[serde(default)]
    bucket: String,
    #[serde(default)]
    whose: String,
    #[serde(default)]
    page: i64,
}

async fn duties(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Duties>,
) -> Result<Json<Value>, Told> {
    let mine = asked.whose == "mine";
    let (own, all) = work::counts(&portal, &person).await?;
    let counts = if mine { own } else { all };
    let duties = work::list(&portal, &person, mine, &asked.bucket, asked.page).await?;
    let duties: Vec<Value> = duties
        .iter()
        .map(|duty| json!({ "thing": duty.thing, "case": duty.id, "number": duty.number, "what": duty.what, "task": duty.task(), "party": duty.party, "due": duty.due }))
        .collect();
    let buckets: serde_json::Map<String, Value> =
        counts.each.iter().map(|(name, _, count)| ((*name).to_owned(), (*count).into())).collect();
    Ok(Json(json!({ "total": counts.total, "buckets": buckets, "duties": duties })))
}

async fn list(State(portal): State<Portal>, person: Person, RawQuery(query): RawQuery) -> Result<Json<Value>, Told> {
    let filter = Filter::read(&query.unwrap_or_default(), &ledger::NAMES, portal.inside.clock.today());
    let total = ledger::count(&portal, &person, &filter).await?;
    let lines = ledger::list(&portal, &person, &filter, PAGE, (filter.page - 1) * PAGE).await?;
    let cases: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id, "number": line.number, "stage": line.stage, "open": line.is_open,
                "received_on": line.received_on, "accepted_on": line.accepted_on, "decided_on": line.decided_on,
                "applicants": line.applicants, "respondents": line.respondents, "act": line.act, "due": line.due,
                "paused": line.is_paused, "acknowledged": line.acknowledged, "outcome": line.outcome,
            })
        })
        .collect();
    Ok(Json(json!({ "total": total.counted, "more": total.is_more, "page": filter.page, "cases": cases })))
}

/// The case, if the caller may read it.
async fn seen(portal: &Portal, person: &Person, name: &str) -> Result<(Uuid, Vec<cases::Entry>, cases::Sheet), Told> {
    let case = cases::named(portal, person, name).await?.ok_or_else(Failure::no_such_case)?;
    let (entries, sheet) = cases::case(portal, person, case).await?.ok_or_else(Failure::no_such_case)?;
    Ok((case, entries, sheet))
}

async fn one(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let (case, entries, sheet) = seen(&portal, &person, &name).await?;
    let told: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "entry": entry.number, "event": entry.name, "title": telling::told(entry, &sheet).title,
                "on": entry.occurred_on, "recorded_at": entry.recorded_at, "by": entry.actor,
            })
        })
        .collect();
    let persons: Vec<Value> =
        sheet.persons().into_iter().map(|(number, name)| json!({ "number": number, "name": name })).collect();
    Ok(Json(json!({
        "id": case, "bytes": base64(case), "number": sheet.number, "version": sheet.version, "stage": sheet.stage(),
        "stage_title": words::title(words::STAGES, sheet.stage()), "open": sheet.is_open(), "procedure": sheet.procedure,
        "received_on": sheet.received_on, "accepted_on": sheet.accepted_on, "decided_on": sheet.decided_on,
        "decision_number": sheet.decision_number, "outcome": sheet.outcome(), "applicants": sheet.names("Applicant"),
        "respondents": sheet.respondent_names(), "handlers": sheet.handler_names(), "acknowledged": sheet.acknowledged,
        "persons": persons, "entries": told,
    })))
}

async fn periods(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let clocks = deadlines::of(&portal, case).await?;
    let clocks: Vec<Value> = clocks
        .iter()
        .map(|clock| {
            let (_, left) = remaining::left(clock.due, clock.working, today, &calendar);
            json!({
                "name": clock.name, "party": clock.party, "title": clock.title(), "rule": clock.deadline.rule,
                "start": clock.deadline.start, "due": clock.due.map(|due| due.to_string()), "ended_on": clock.ended_on,
                "ended": clock.ended, "provisional": clock.deadline.provisional, "paused": clock.is_running() && clock.due.is_none(),
                "left": if clock.is_running() { left } else { String::new() },
            })
        })
        .collect();
    Ok(Json(json!({ "deadlines": clocks })))
}

async fn steps(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown(RECONSIDERATION, "StepsAnswer", &asking::steps(&portal, case).await?)?))
}

async fn entries(State(portal): State<Portal>, person: Person, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown(RECONSIDERATION, "EntriesAnswer", &asking::entries(&portal, case).await?)?))
}

#[derive(Deserialize)]
struct Explained {
    clock: String,
    #[serde(default)]
    party: u32,
}

async fn explain(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown("common", "Explanation", &asking::explain(&portal, case, &asked.clock, asked.party).await?)?))
}

const OPTIONS: SerializeOptions =
    SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false).skip_default_fields(false);

fn descriptor(service: &str, name: &str) -> anyhow::Result<prost_reflect::MessageDescriptor> {
    static POOL: std::sync::LazyLock<Result<DescriptorPool, String>> =
        std::sync::LazyLock::new(|| DescriptorPool::decode(proto::DESCRIPTORS).map_err(|error| error.to_string()));
    let pool = POOL.as_ref().map_err(|error| anyhow::anyhow!("descriptors: {error}"))?;
    let name = format!("songli.{service}.v1.{name}");
    pool.get_message_by_name(&name).ok_or_else(|| anyhow::anyhow!("no message {name}"))
}

/// A service's message as JSON.
pub(crate) fn shown(service: &str, name: &str, message: &impl Message) -> anyhow::Result<Value> {
    let message = DynamicMessage::decode(descriptor(service, name)?, message.encode_to_vec().as_slice())?;
    Ok(message.serialize_with_options(serde_json::value::Serializer, &OPTIONS)?)
}

/// JSON as a message of a service, with the name of the first of its fields that is one of several.
pub(crate) fn read<M: Message + Default>(service: &str, name: &str, json: &Value) -> Result<(String, M), Failure> {
    let wrong = |error: serde_json::Error| Failure::Malformed(format!("命令无法解读：{error}"));
    let message = DynamicMessage::deserialize(descriptor(service, name)?, json).map_err(wrong)?;
    let mut chosen = message.fields().filter(|(field, _)| field.containing_oneof().is_some());
    let step = chosen.next().map(|(field, _)| field.name().to_owned()).unwrap_or_default();
    Ok((step, M::decode(message.encode_to_vec().as_slice()).map_err(anyhow::Error::from)?))
}

/// An id as the JSON form of protobuf writes bytes.
fn base64(id: Uuid) -> String {
    BASE64_STANDARD.encode(id.as_bytes())
}

#[cfg(test)]
mod tests {
    use proto::reconsideration::case_command;

    use super::*;

    fn step(json: &Value) -> Result<(String, CaseCommand), Failure> {
        read(RECONSIDERATION, "CaseCommand", json)
    }

    #[test]
    fn an_id_is_written_as_commands_read_it() {
        let organ = Uuid::from_u128(7);
        let (step, command) = step(&json!({ "receive": { "organ": base64(organ) } })).unwrap();
        let Some(case_command::Command::Receive(reception)) = command.command else { panic!("another command") };
        assert_eq!((step.as_str(), reception.organ.as_slice()), ("receive", organ.as_bytes().as_slice()));
    }

    #[test]
    fn a_step_goes_by_one_name_however_the_caller_spells_it() {
        for spelt in ["assign_handlers", "assignHandlers"] {
            assert_eq!(step(&json!({ spelt: {} })).unwrap().0, "assign_handlers");
        }
    }

    #[test]
    fn what_stands_beside_the_step_is_not_taken_for_it() {
        let json = json!({ "lawsuit": base64(Uuid::from_u128(7)), "instance": 1, "hold": { "on": "2026-03-02" } });
        let (step, command) = read::<HearingCommand>("appearances", "HearingCommand", &json).unwrap();
        assert_eq!((step.as_str(), command.instance), ("hold", 1));
    }

    #[test]
    fn an_answer_keeps_the_names_of_the_proto_files() {
        let answer =
            proto::reconsideration::StepsAnswer { version: 3, stage_title: "审理".to_owned(), ..Default::default() };
        let json = shown(RECONSIDERATION, "StepsAnswer", &answer).unwrap();
        assert_eq!((json["version"].as_i64(), json["stage_title"].as_str()), (Some(3), Some("审理")));
    }

    #[test]
    fn a_field_that_does_not_exist_is_named() {
        let wrong = step(&json!({ "accept": { "when": "2026-03-02" } })).unwrap_err();
        assert!(wrong.text().contains("when"), "{}", wrong.text());
    }
}
