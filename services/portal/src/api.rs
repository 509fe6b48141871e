//! A small JSON API: the same commands, the same questions and the same access as the pages. A program signs in and shows
//! the token it got; cookies count for nothing here, so no page of another site can use them.
//!
//! Messages are the services' own, in the JSON form of protobuf with the field names of the `.proto` files. `songli play`
//! is written against it.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Query, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{Span, Timestamp};
use prost_reflect::{DescriptorPool, DynamicMessage, SerializeOptions};
use proto::Message;
use proto::reconsideration::{CaseCommand, case_command};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::{Failure, Told};
use crate::pages::address;
use crate::registers::ledger::{self, Filter};
use crate::registers::{cases, deadlines, organs, telling, work};
use crate::sending::{self, Sent};
use crate::session::{self, Attempt};
use crate::{Portal, asking, practice, remaining, words};

/// Its addresses. The clock can be moved, and waited for, in a practice system only; elsewhere there is no such address.
pub(crate) fn routes(portal: &Portal) -> axum::Router<Portal> {
    let routes = axum::Router::new()
        .route("/api/sign-in", post(sign_in))
        .route("/api/clock", get(clock))
        .route("/api/organs", get(all_organs))
        .route("/api/work", get(duties))
        .route("/api/cases", get(list))
        .route("/api/cases/{case}", get(one))
        .route("/api/cases/{case}/deadlines", get(periods))
        .route("/api/cases/{case}/steps", get(steps))
        .route("/api/cases/{case}/entries", get(entries))
        .route("/api/cases/{case}/explain", get(explain))
        .route("/api/cases/{case}/preview", post(preview))
        .route("/api/cases/{case}/commands", post(command));
    if portal.settings.practice {
        routes.route("/api/clock/move", post(move_clock)).route("/api/settled", get(settled))
    } else {
        routes
    }
}

/// Somebody who works on cases, and shows a token.
struct Caller(Person);

impl FromRequestParts<Portal> for Caller {
    type Rejection = Told;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Told> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Err(Failure::Malformed("请先登录，并在 Authorization 中带上 Bearer 令牌".to_owned()).into());
        }
        match session::person(portal, &parts.headers).await? {
            None => Err(Failure::NotSignedIn { next: String::new() }.into()),
            Some(person) if person.must_change => Err(Failure::PasswordToChange.into()),
            Some(person) if !person.sees_cases() => Err(Failure::forbidden("系统管理员不办理案件").into()),
            Some(person) => Ok(Self(person)),
        }
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
async fn move_clock(State(portal): State<Portal>, _: Caller, Json(to): Json<Move>) -> Result<Json<Value>, Told> {
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
async fn settled(State(portal): State<Portal>, _: Caller) -> Result<Json<Value>, Told> {
    practice::settled(&portal).await?;
    Ok(Json(time(&portal)))
}

/// The organs there are today, the government that decides here, and the area whose registers give the numbers.
async fn all_organs(State(portal): State<Portal>, _: Caller) -> Result<Json<Value>, Told> {
    let today = portal.inside.clock.today();
    let listed = |organ: &organs::Organ| {
        json!({
            "id": organ.id, "bytes": base64(organ.id), "code": organ.code, "name": organ.name, "kind": organ.kind,
        })
    };
    let government = organs::government(&portal, today).await?;
    let organs: Vec<Value> = organs::on(&portal, today).await?.iter().map(listed).collect();
    Ok(Json(json!({
        "area": portal.settings.area, "government": government.as_ref().map(listed), "organs": organs,
    })))
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
    Caller(person): Caller,
    Query(asked): Query<Duties>,
) -> Result<Json<Value>, Told> {
    let mine = asked.whose == "mine";
    let counts = work::counts(&portal, &person, mine).await?;
    let duties = work::list(&portal, &person, mine, &asked.bucket, asked.page).await?;
    let duties: Vec<Value> = duties
        .iter()
        .map(|duty| json!({ "case": duty.case_id, "number": duty.number, "what": duty.what, "task": duty.task(), "party": duty.party, "due": duty.due }))
        .collect();
    let buckets: serde_json::Map<String, Value> =
        counts.each.iter().map(|(name, _, count)| ((*name).to_owned(), (*count).into())).collect();
    Ok(Json(json!({ "total": counts.total, "buckets": buckets, "duties": duties })))
}

async fn list(
    State(portal): State<Portal>,
    Caller(person): Caller,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Told> {
    let filter = Filter::read(&query.unwrap_or_default(), portal.inside.clock.today());
    let total = ledger::count(&portal, &person, &filter).await?;
    let lines = ledger::list(&portal, &person, &filter, ledger::PAGE, (filter.page - 1) * ledger::PAGE).await?;
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
    Ok(Json(json!({ "total": total, "page": filter.page, "cases": cases })))
}

/// The case, if the caller may read it.
async fn seen(portal: &Portal, person: &Person, name: &str) -> Result<(Uuid, Vec<cases::Entry>, cases::Sheet), Told> {
    let case = cases::named(portal, person, name).await?.ok_or_else(Failure::no_such_case)?;
    let (entries, sheet) = cases::case(portal, person, case).await?.ok_or_else(Failure::no_such_case)?;
    Ok((case, entries, sheet))
}

async fn one(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Told> {
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

async fn periods(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Told> {
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

async fn steps(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown("StepsAnswer", &asking::steps(&portal, case).await?)?))
}

async fn entries(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown("EntriesAnswer", &asking::entries(&portal, case).await?)?))
}

#[derive(Deserialize)]
struct Explained {
    clock: String,
    #[serde(default)]
    party: u32,
}

async fn explain(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown("ExplainAnswer", &asking::explain(&portal, case, &asked.clock, asked.party).await?)?))
}

#[derive(Deserialize)]
struct Given {
    /// The same id again is the same command, for ever. Absent: a new one.
    command_id: Option<Uuid>,
    expected_version: Option<i64>,
    /// `{"accept": {"on": "2026-03-02", …}}`
    command: Value,
}

/// A command that was given, and the case it is for.
struct Meant {
    id: Uuid,
    /// Named by the command's id where it begins with it.
    case: Uuid,
    begins: bool,
    expected_version: Option<i64>,
    command: CaseCommand,
}

/// What a call means: under `new` a case begins, elsewhere it is one the person may read and the step one he may take.
async fn meant(portal: &Portal, person: &Person, name: &str, body: &Bytes) -> Result<Meant, Told> {
    let wrong = |error: serde_json::Error| Failure::Malformed(format!("请求无法解读：{error}"));
    let Given { command_id, expected_version, command } = serde_json::from_slice(body).map_err(wrong)?;
    let (step, command) = step(&command)?;
    let id = command_id.unwrap_or_else(|| portal.inside.clock.new_id());
    let begins = step == "receive";
    let case = match (name, begins) {
        ("new", true) => id,
        ("new", false) => return Err(Failure::Malformed("只有 receive 能开始一个新案件".to_owned()).into()),
        (_, true) => return Err(Failure::Malformed("receive 请发往 /api/cases/new/commands".to_owned()).into()),
        _ => {
            let (case, told, _) = seen(portal, person, name).await?;
            may(portal, person, &step, &command, &told)?;
            case
        }
    };
    Ok(Meant { id, case, begins, expected_version, command })
}

/// The same rules as on the pages.
fn may(
    portal: &Portal,
    person: &Person,
    step: &str,
    command: &CaseCommand,
    told: &[cases::Entry],
) -> Result<(), Failure> {
    if !person.may(step) {
        return Err(Failure::forbidden("这一步由机构负责人办理"));
    }
    let amendment = match &command.command {
        Some(case_command::Command::Amend(amend)) => amend.amendment.as_ref(),
        Some(case_command::Command::Strike(strike)) => strike.amendment.as_ref(),
        _ => return Ok(()),
    };
    let entry = told.iter().find(|entry| amendment.is_some_and(|amendment| amendment.entry == entry.number));
    let now = portal.inside.clock.now().as_microsecond();
    match entry {
        Some(entry) if !person.may_correct(&entry.account, entry.recorded_at, now) => {
            Err(Failure::forbidden("录入超过十分钟，或者不是本人录入的，由机构负责人更正"))
        }
        _ => Ok(()),
    }
}

async fn preview(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let Meant { case, begins, command, .. } = meant(&portal, &person, &name, &body).await?;
    let case = (!begins).then_some(case);
    Ok(Json(shown("PreviewAnswer", &asking::preview(&portal, case, &command, &person).await?)?))
}

async fn command(
    State(portal): State<Portal>,
    Caller(person): Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let Meant { id, case, expected_version, command, .. } = meant(&portal, &person, &name, &body).await?;
    let message = sending::command(id, case, expected_version, &person, &command);
    match sending::send(&portal, &message).await {
        Sent::Accepted(accepted) => {
            let shown = sending::accepted(&portal, &person, &accepted).await?;
            Ok(Json(json!({
                "case": case, "command_id": id, "position": accepted.position, "version": accepted.version,
                "repeated": accepted.repeated, "shown": shown,
            })))
        }
        Sent::Refused(refused) => Err(Failure::Refused(refused).into()),
        Sent::Changed(changed) => {
            Err(Failure::Changed(format!("案件已有变化：按第{}版发出，现在是第{}版", changed.expected, changed.actual))
                .into())
        }
        Sent::Malformed(text) => Err(Failure::Malformed(text).into()),
        Sent::Nothing => Err(Failure::Away("消息服务中断，什么也没有保存，请稍后用同一编号重发".to_owned()).into()),
        Sent::Unknown => Err(Failure::Away("未能确认是否保存，请用同一编号重发".to_owned()).into()),
    }
}

const OPTIONS: SerializeOptions =
    SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false).skip_default_fields(false);

fn descriptor(name: &str) -> anyhow::Result<prost_reflect::MessageDescriptor> {
    static POOL: std::sync::LazyLock<Result<DescriptorPool, String>> =
        std::sync::LazyLock::new(|| DescriptorPool::decode(proto::DESCRIPTORS).map_err(|error| error.to_string()));
    let pool = POOL.as_ref().map_err(|error| anyhow::anyhow!("descriptors: {error}"))?;
    let name = format!("songli.reconsideration.v1.{name}");
    pool.get_message_by_name(&name).ok_or_else(|| anyhow::anyhow!("no message {name}"))
}

/// A message as JSON.
fn shown(name: &str, message: &impl Message) -> anyhow::Result<Value> {
    let message = DynamicMessage::decode(descriptor(name)?, message.encode_to_vec().as_slice())?;
    Ok(message.serialize_with_options(serde_json::value::Serializer, &OPTIONS)?)
}

/// JSON as a command, with the name of its step.
fn step(json: &Value) -> Result<(String, CaseCommand), Failure> {
    let wrong = |error: serde_json::Error| Failure::Malformed(format!("命令无法解读：{error}"));
    let message = DynamicMessage::deserialize(descriptor("CaseCommand")?, json).map_err(wrong)?;
    let step = message.fields().next().map(|(field, _)| field.name().to_owned()).unwrap_or_default();
    Ok((step, CaseCommand::decode(message.encode_to_vec().as_slice()).map_err(anyhow::Error::from)?))
}

/// An id as the JSON form of protobuf writes bytes.
fn base64(id: Uuid) -> String {
    BASE64_STANDARD.encode(id.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_answer_keeps_the_names_of_the_proto_files() {
        let answer =
            proto::reconsideration::StepsAnswer { version: 3, stage_title: "审理".to_owned(), ..Default::default() };
        let json = shown("StepsAnswer", &answer).unwrap();
        assert_eq!((json["version"].as_i64(), json["stage_title"].as_str()), (Some(3), Some("审理")));
    }

    #[test]
    fn a_field_that_does_not_exist_is_named() {
        let wrong = step(&json!({ "accept": { "when": "2026-03-02" } })).unwrap_err();
        assert!(wrong.text().contains("when"), "{}", wrong.text());
    }
}
