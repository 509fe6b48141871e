//! A small JSON API: the same commands, the same questions and the same access as the pages. A program signs in and shows
//! the token it got; cookies count for nothing here, so no page of another site can use them.
//!
//! Messages are the services' own, in the JSON form of protobuf with the field names of the `.proto` files.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Query, RawQuery, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{Span, Timestamp};
use prost_reflect::{DescriptorPool, DynamicMessage, SerializeOptions};
use proto::Message;
use proto::reconsideration::{CaseCommand, case_command};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::{Person, takes_the_head};
use crate::failure::{Failure, Told};
use crate::pages::address;
use crate::registers::ledger::{self, Filter};
use crate::registers::{cases, deadlines, organs, work};
use crate::sending::{self, Sent};
use crate::session::{self, Attempt};
use crate::{Portal, asking, words};

/// Its addresses. The clock can be moved in a practice system only; elsewhere there is no such address.
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
    if portal.settings.practice { routes.route("/api/clock/move", post(move_clock)) } else { routes }
}

/// Somebody who shows a token.
pub(crate) struct Caller(Person);

impl FromRequestParts<Portal> for Caller {
    type Rejection = Told;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Told> {
        let nobody = || Told(Failure::Malformed("请先登录，并在 Authorization 中带上 Bearer 令牌".to_owned()));
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Err(nobody());
        }
        let person = session::person(portal, &parts.headers).await?;
        person.map(Self).ok_or(Told(Failure::NotSignedIn { next: String::new() }))
    }
}

impl Caller {
    /// The caller, if he works on cases.
    fn worker(self) -> Result<Person, Told> {
        if self.0.sees_cases() { Ok(self.0) } else { Err(Told(Failure::forbidden("系统管理员不办理案件"))) }
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

async fn clock(State(portal): State<Portal>, _: Caller) -> Json<Value> {
    let clock = &portal.inside.clock;
    Json(
        json!({ "now": clock.now().to_string(), "today": clock.today().to_string(), "practice": portal.settings.practice }),
    )
}

#[derive(Deserialize)]
struct Move {
    /// An instant to stand at.
    now: Option<Timestamp>,
    /// Or so many days on.
    #[serde(default)]
    days: i64,
}

async fn move_clock(State(portal): State<Portal>, caller: Caller, Json(to): Json<Move>) -> Result<Json<Value>, Told> {
    caller.worker()?;
    let clock = &portal.inside.clock;
    let on = Span::new().try_hours(24 * to.days.clamp(0, 3660)).map_err(anyhow::Error::from)?;
    let now = to.now.map_or_else(|| clock.now().checked_add(on), Ok).map_err(anyhow::Error::from)?;
    clock.move_to(now);
    if clock.now() != now {
        return Err(Told(Failure::Changed("这个系统走的是机器的时钟，不能拨动：练习须在一个进程内启动".to_owned())));
    }
    Ok(Json(json!({ "now": now.to_string(), "today": clock.today().to_string() })))
}

async fn all_organs(State(portal): State<Portal>, caller: Caller) -> Result<Json<Value>, Told> {
    caller.worker()?;
    let organs = organs::on(&portal, portal.inside.clock.today()).await?;
    let organs: Vec<Value> = organs
        .iter()
        .map(|organ| json!({ "id": organ.id, "bytes": base64(organ.id.as_bytes()), "code": organ.code, "name": organ.name, "kind": organ.kind }))
        .collect();
    Ok(Json(json!({ "organs": organs })))
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
    caller: Caller,
    Query(asked): Query<Duties>,
) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
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

async fn list(State(portal): State<Portal>, caller: Caller, RawQuery(query): RawQuery) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
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

async fn one(State(portal): State<Portal>, caller: Caller, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
    let (case, entries, sheet) = seen(&portal, &person, &name).await?;
    let told: Vec<Value> = entries
        .iter()
        .map(|entry| json!({ "entry": entry.number, "event": entry.name, "on": entry.occurred_on, "recorded_at": entry.recorded_at, "by": entry.actor }))
        .collect();
    Ok(Json(json!({
        "id": case, "number": sheet.number, "version": sheet.version, "stage": sheet.stage(),
        "stage_title": words::title(words::STAGES, sheet.stage()), "open": sheet.is_open(), "procedure": sheet.procedure,
        "received_on": sheet.received_on, "accepted_on": sheet.accepted_on, "decided_on": sheet.decided_on,
        "decision_number": sheet.decision_number, "outcome": sheet.outcome(), "applicants": sheet.names("Applicant"),
        "respondents": sheet.respondent_names(), "handlers": sheet.handler_names(), "acknowledged": sheet.acknowledged,
        "entries": told,
    })))
}

async fn periods(State(portal): State<Portal>, caller: Caller, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
    let (case, ..) = seen(&portal, &person, &name).await?;
    let clocks = deadlines::of(&portal, case).await?;
    let clocks: Vec<Value> = clocks
        .iter()
        .map(|clock| {
            json!({
                "name": clock.name, "party": clock.party, "title": clock.title(), "rule": clock.deadline.rule,
                "start": clock.deadline.start, "due": clock.due.map(|due| due.to_string()), "ended_on": clock.ended_on,
                "ended": clock.ended, "provisional": clock.deadline.provisional, "paused": clock.is_running() && clock.due.is_none(),
            })
        })
        .collect();
    Ok(Json(json!({ "deadlines": clocks })))
}

async fn steps(State(portal): State<Portal>, caller: Caller, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
    let (case, ..) = seen(&portal, &person, &name).await?;
    Ok(Json(shown("StepsAnswer", &asking::steps(&portal, case).await?)?))
}

async fn entries(State(portal): State<Portal>, caller: Caller, Path(name): Path<String>) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
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
    caller: Caller,
    Path(name): Path<String>,
    Query(asked): Query<Explained>,
) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
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

/// The command of a call, with the case it is for: `new` begins one, named by the command's id.
async fn given(
    portal: &Portal,
    person: &Person,
    name: &str,
    body: &Bytes,
) -> Result<(Given, CaseCommand, Uuid, Uuid), Told> {
    let wrong = |error: serde_json::Error| Failure::Malformed(format!("请求无法解读：{error}"));
    let given: Given = serde_json::from_slice(body).map_err(wrong)?;
    let command = CaseCommand::decode(read("CaseCommand", &given.command)?.as_slice()).map_err(anyhow::Error::from)?;
    let id = given.command_id.unwrap_or_else(|| portal.inside.clock.new_id());
    let begins = matches!(command.command, Some(case_command::Command::Receive(_)));
    let case = match (name, begins) {
        ("new", true) => id,
        ("new", false) => return Err(Failure::Malformed("只有 receive 能开始一个新案件".to_owned()).into()),
        (_, true) => return Err(Failure::Malformed("receive 请发往 /api/cases/new/commands".to_owned()).into()),
        _ => {
            let (case, told, _) = seen(portal, person, name).await?;
            may(portal, person, &command, &told)?;
            case
        }
    };
    Ok((given, command, id, case))
}

/// The same rules as on the pages.
fn may(portal: &Portal, person: &Person, command: &CaseCommand, told: &[cases::Entry]) -> Result<(), Failure> {
    let amendment = match &command.command {
        Some(case_command::Command::Amend(amend)) => amend.amendment.as_ref(),
        Some(case_command::Command::Strike(strike)) => strike.amendment.as_ref(),
        Some(case_command::Command::AssignHandlers(_)) if !person.may("assign_handlers") => {
            return Err(head("assign_handlers"));
        }
        Some(case_command::Command::Extend(_)) if !person.may("extend") => return Err(head("extend")),
        _ => return Ok(()),
    };
    let entry = told.iter().find(|entry| Some(entry.number) == amendment.map(|amendment| amendment.entry));
    let now = portal.inside.clock.now().as_microsecond();
    match entry {
        Some(entry) if !person.may_correct(&entry.account, entry.recorded_at, now) => {
            Err(Failure::forbidden("录入超过十分钟，或者不是本人录入的，由机构负责人更正"))
        }
        _ => Ok(()),
    }
}

fn head(command: &str) -> Failure {
    debug_assert!(takes_the_head(command));
    Failure::forbidden("这一步由机构负责人办理")
}

async fn preview(
    State(portal): State<Portal>,
    caller: Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
    let (_, command, _, case) = given(&portal, &person, &name, &body).await?;
    let case = (name != "new").then_some(case);
    Ok(Json(shown("PreviewAnswer", &asking::preview(&portal, case, &command, &person).await?)?))
}

async fn command(
    State(portal): State<Portal>,
    caller: Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let person = caller.worker()?;
    let (given, command, id, case) = given(&portal, &person, &name, &body).await?;
    let message = sending::command(id, case, given.expected_version, &person, &command);
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
        Sent::NotSent => Err(Failure::Away("消息服务中断，什么也没有保存，请稍后用同一编号重发".to_owned()).into()),
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

/// JSON as a message's bytes.
fn read(name: &str, json: &Value) -> Result<Vec<u8>, Failure> {
    let message = DynamicMessage::deserialize(descriptor(name)?, json);
    let message = message.map_err(|error| Failure::Malformed(format!("命令无法解读：{error}")))?;
    Ok(message.encode_to_vec())
}

/// As the JSON form of protobuf writes bytes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or(0)];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_protobuf_json_reads_them() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
        let organ = [7u8; 16];
        let json = json!({ "receive": { "organ": base64(&organ) } });
        let command = CaseCommand::decode(read("CaseCommand", &json).unwrap().as_slice()).unwrap();
        let Some(case_command::Command::Receive(reception)) = command.command else { panic!("another command") };
        assert_eq!(reception.organ, organ);
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
        let wrong = read("CaseCommand", &json!({ "accept": { "when": "2026-03-02" } })).unwrap_err();
        assert!(wrong.text().contains("when"), "{}", wrong.text());
    }
}
