//! `POST …/commands` and `POST …/preview`: the same for every kind of thing.

use std::marker::PhantomData;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use proto::appearances::{HearingCommand, LawsuitCommand, hearing_command, lawsuit_command};
use proto::reconsideration::{CaseCommand, case_command};
use proto::suggestions::{SuggestionCommand, suggestion_command};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{read, shown};
use crate::Portal;
use crate::access::Person;
use crate::asking::{self, Previewed};
use crate::failure::{Failure, Told};
use crate::registers::{cases, lawsuits, suggestions};
use crate::sending::{self, Commanded, Sent};

/// What the services do by themselves, and nobody else.
const BY_ITSELF: [&str; 4] = ["recount", "keep_paper", "offer_restatement", "mark_restated"];

/// A kind of thing whose commands come over the API.
pub(crate) trait Reached: Commanded + Default {
    /// The message of its commands.
    const MESSAGE: &'static str;
    /// The steps that begin one.
    const BEGINS: &'static [&'static str];

    /// The thing of this name, if the person may read it.
    fn named(portal: &Portal, person: &Person, name: &str) -> impl Future<Output = Result<Uuid, Failure>> + Send;

    /// The entry that it puts right, if it does.
    fn puts_right(&self) -> Option<i64>;

    /// Says what it is for, where the message has a place for that.
    fn about(self, _thing: Uuid) -> Self {
        self
    }

    /// Why the person may not take a step, if he may not.
    fn not_his(_: &Person, _step: &str) -> Option<&'static str> {
        None
    }

    /// By whom and when an entry was made.
    fn entered(
        portal: &Portal,
        thing: Uuid,
        entry: i64,
    ) -> impl Future<Output = sqlx::Result<Option<(String, i64)>>> + Send {
        let found = sqlx::query_as("SELECT account, recorded_at FROM portal.entry WHERE id = $1 AND entry = $2");
        found.bind(thing).bind(entry).fetch_optional(portal.inside.pool())
    }
}

/// The thing that an address names, if the caller may read it.
pub(super) struct Named<C>(pub(super) Uuid, pub(super) PhantomData<C>);

impl<C: Reached> FromRequestParts<Portal> for Named<C> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let Path(name) =
            Path::<String>::from_request_parts(parts, portal).await.map_err(IntoResponse::into_response)?;
        let told = |failure: Failure| Told(failure).into_response();
        let person = Person::from_request_parts(parts, portal).await.map_err(told)?;
        Ok(Self(C::named(portal, &person, &name).await.map_err(told)?, PhantomData))
    }
}

impl Reached for CaseCommand {
    const MESSAGE: &'static str = "CaseCommand";
    const BEGINS: &'static [&'static str] = &["receive"];

    async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
        let case = cases::named(portal, person, name).await?.ok_or_else(Failure::no_such_case)?;
        cases::case(portal, person, case).await?.ok_or_else(Failure::no_such_case)?;
        Ok(case)
    }

    fn puts_right(&self) -> Option<i64> {
        let amendment = match self.command.as_ref()? {
            case_command::Command::Amend(amend) => amend.amendment.as_ref(),
            case_command::Command::Strike(strike) => strike.amendment.as_ref(),
            _ => None,
        };
        amendment.map(|amendment| amendment.entry)
    }

    fn not_his(person: &Person, step: &str) -> Option<&'static str> {
        (!person.may(step)).then_some("这一步由机构负责人办理")
    }

    async fn entered(portal: &Portal, case: Uuid, entry: i64) -> sqlx::Result<Option<(String, i64)>> {
        let found =
            sqlx::query_as("SELECT account, recorded_at FROM portal.case_entry WHERE case_id = $1 AND entry = $2");
        found.bind(case).bind(entry).fetch_optional(portal.inside.pool()).await
    }
}

impl Reached for LawsuitCommand {
    const MESSAGE: &'static str = "LawsuitCommand";
    const BEGINS: &'static [&'static str] = &["register"];

    async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
        let found = lawsuits::named(portal, person, name).await?.ok_or_else(Failure::no_such_thing)?;
        lawsuits::lawsuit_of(portal, person, found).await?.ok_or_else(Failure::no_such_thing)?;
        Ok(found)
    }

    fn puts_right(&self) -> Option<i64> {
        let amendment = match self.command.as_ref()? {
            lawsuit_command::Command::Amend(amend) => amend.amendment.as_ref(),
            lawsuit_command::Command::Strike(strike) => strike.amendment.as_ref(),
            _ => None,
        };
        amendment.map(|amendment| amendment.entry)
    }

    /// What a hearing tells its lawsuit, the service alone says.
    fn not_his(_: &Person, step: &str) -> Option<&'static str> {
        (step == "note_hearing").then_some("庭审请发往 /api/hearings，由系统记入应诉案件")
    }
}

impl Reached for HearingCommand {
    const MESSAGE: &'static str = "HearingCommand";
    const BEGINS: &'static [&'static str] = &["schedule", "record"];

    fn about(self, hearing: Uuid) -> Self {
        Self { hearing: asking::bytes(hearing), ..self }
    }

    async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
        let hearing = name.parse().map_err(|_| Failure::no_such_thing())?;
        lawsuits::hearing_of(portal, person, hearing).await?.ok_or_else(Failure::no_such_thing)?;
        Ok(hearing)
    }

    fn puts_right(&self) -> Option<i64> {
        let amendment = match self.command.as_ref()? {
            hearing_command::Command::Amend(amend) => amend.amendment.as_ref(),
            hearing_command::Command::Strike(strike) => strike.amendment.as_ref(),
            _ => None,
        };
        amendment.map(|amendment| amendment.entry)
    }
}

impl Reached for SuggestionCommand {
    const MESSAGE: &'static str = "SuggestionCommand";
    const BEGINS: &'static [&'static str] = &["register"];

    async fn named(portal: &Portal, person: &Person, name: &str) -> Result<Uuid, Failure> {
        let found = suggestions::named(portal, person, name).await?.ok_or_else(Failure::no_such_thing)?;
        suggestions::one(portal, person, found).await?.ok_or_else(Failure::no_such_thing)?;
        Ok(found)
    }

    fn puts_right(&self) -> Option<i64> {
        let amendment = match self.command.as_ref()? {
            suggestion_command::Command::Amend(amend) => amend.amendment.as_ref(),
            suggestion_command::Command::Strike(strike) => strike.amendment.as_ref(),
            _ => None,
        };
        amendment.map(|amendment| amendment.entry)
    }
}

#[derive(Deserialize)]
struct Given {
    /// The same id again is the same command, for ever. Absent: a new one.
    command_id: Option<Uuid>,
    expected_version: Option<i64>,
    /// `{"accept": {"on": "2026-03-02", …}}`
    command: Value,
}

/// A command that was given, and what it is for.
struct Meant<C> {
    id: Uuid,
    /// Named by the command's id where it begins with it.
    thing: Uuid,
    begins: bool,
    expected_version: Option<i64>,
    command: C,
}

/// What a call means: under `new` something begins, elsewhere it is a thing the person may read and a step he may take.
async fn meant<C: Reached>(portal: &Portal, person: &Person, name: &str, body: &Bytes) -> Result<Meant<C>, Failure> {
    let wrong = |error: serde_json::Error| Failure::Malformed(format!("请求无法解读：{error}"));
    let Given { command_id, expected_version, command } = serde_json::from_slice(body).map_err(wrong)?;
    let (step, command) = read::<C>(C::KIND.service, C::MESSAGE, &command)?;
    if command_id.is_some_and(|id| id.is_nil()) {
        return Err(Failure::Malformed("command_id 不能全为零，请另取一个，或者不填".to_owned()));
    }
    let id = command_id.unwrap_or_else(|| portal.inside.clock.new_id());
    let begins = C::BEGINS.contains(&step.as_str());
    let thing = match (name, begins) {
        ("new", true) => id,
        ("new", false) => {
            let begins = C::BEGINS.join("、");
            return Err(Failure::Malformed(format!("只有 {begins} 能开始一个新的{}", C::KIND.title)));
        }
        (_, true) => {
            let text = format!("{step} 请发往 /api{}/new/commands", C::KIND.address);
            return Err(Failure::Malformed(text));
        }
        _ => C::named(portal, person, name).await?,
    };
    let by_itself = BY_ITSELF.contains(&step.as_str()).then_some("这一步由系统自动办理，不能由人发出");
    if let Some(why) = by_itself.or_else(|| C::not_his(person, &step)) {
        return Err(Failure::forbidden(why));
    }
    if let Some(entry) = command.puts_right() {
        let now = portal.inside.clock.now().as_microsecond();
        let entered = C::entered(portal, thing, entry).await?;
        let no_such_entry = || Failure::NotFound("没有这条记录，或者刚刚保存、尚未显示，请稍后再试".to_owned());
        let (account, recorded_at) = entered.ok_or_else(no_such_entry)?;
        if !person.may_correct(&account, recorded_at, now) {
            return Err(Failure::forbidden("录入超过十分钟，或者不是本人录入的，由机构负责人更正"));
        }
    }
    Ok(Meant { id, thing, begins, expected_version, command: command.about(thing) })
}

pub(super) async fn preview<C: Reached + Previewed>(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let Meant { thing, begins, command, .. } = meant::<C>(&portal, &person, &name, &body).await?;
    let to = (!begins).then_some(thing);
    let answer = asking::previewed(&portal, to, &command, &person).await?;
    Ok(Json(shown(C::KIND.service, "PreviewAnswer", &answer)?))
}

pub(super) async fn command<C: Reached>(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Told> {
    let Meant { id, thing, expected_version, command, .. } = meant::<C>(&portal, &person, &name, &body).await?;
    let message = sending::command(id, thing, expected_version, &person, &command);
    match sending::send(&portal, C::KIND, &message).await {
        Sent::Accepted(accepted) => {
            let shown = sending::accepted(&portal, &person, C::KIND, &accepted).await?;
            Ok(Json(json!({
                "id": thing, "case": thing, "command_id": id, "position": accepted.position,
                "version": accepted.version, "repeated": accepted.repeated, "shown": shown,
            })))
        }
        Sent::Refused(refused) => Err(Failure::Refused(refused).into()),
        Sent::Changed(changed) => {
            let (title, expected, actual) = (C::KIND.title, changed.expected, changed.actual);
            Err(Failure::Changed(format!("{title}已有变化：按第{expected}版发出，现在是第{actual}版")).into())
        }
        Sent::Malformed(text) => Err(Failure::Malformed(text).into()),
        Sent::Nothing => Err(Failure::Away("消息服务中断，什么也没有保存，请稍后用同一编号重发".to_owned()).into()),
        Sent::Unknown => Err(Failure::Away("未能确认是否保存，请用同一编号重发".to_owned()).into()),
    }
}
