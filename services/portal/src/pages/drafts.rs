//! `/drafts`: what is being written, and what waits to be sent.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::register;
use crate::Portal;
use crate::access::Person;
use crate::drafts::{self, Draft, Kept};
use crate::failure::Failure;
use crate::form::Entered;
use crate::frame::{Frame, page};
use crate::kinds;

#[derive(Template)]
#[template(path = "drafts.html")]
struct Page {
    frame: Frame,
    drafts: Vec<Draft>,
    said: &'static str,
    waits: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    said: String,
}

/// `GET /drafts`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let drafts = drafts::all(&portal, &person).await?;
    let waits = drafts.iter().any(Draft::is_waiting);
    let said = match (asked.said.as_str(), waits) {
        ("unsent", true) => {
            "消息服务暂时中断，刚才的内容没有保存到案卷。所填内容已留作草稿，恢复后会用同一编号自动补发，不会重复。"
        }
        ("unknown", true) => "没有收到是否已保存的答复。系统会用同一编号自动核实、补发，不会重复登记，请不要再录一遍。",
        ("unsent" | "unknown", false) => "刚才等待补发的内容已经处理，结果见下表。",
        ("kept", _) => "业务服务暂时没有应答，刚才的内容没有保存，已留作草稿。恢复后从草稿打开，再保存一次。",
        _ => "",
    };
    let frame = Frame::of(&portal, &person, "/drafts").await?;
    page(&Page { frame, drafts, said, waits })
}

/// `POST /drafts`: the script keeps what is being written.
pub(crate) async fn keep(State(portal): State<Portal>, person: Person, entered: Entered) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let form = entered.text("draft.form");
    if !kinds::ALL.iter().any(|kind| form.starts_with(kind.address)) || form.len() > 300 {
        return Err(Failure::Malformed("没有这张表单".to_owned()));
    }
    let title = if form == register::HERE {
        register::title(&entered)
    } else {
        entered.text("draft.title").chars().take(60).collect()
    };
    let kept = Kept { command_id: entered.command_id()?, form, title: &title, entered: &entered.kept() };
    drafts::keep(&portal, &person.account, &kept).await?;
    Ok(axum::http::StatusCode::NO_CONTENT.into_response())
}

/// `POST /drafts/{draft}/discard`
pub(crate) async fn discard(
    State(portal): State<Portal>,
    person: Person,
    Path(draft): Path<Uuid>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    if drafts::of(&portal, &person, draft).await?.is_some_and(|draft| draft.is_waiting()) {
        return Err(Failure::Changed("这一条正在等待补发，可能已经送出，不能删除；请等补发有了结果再处理".to_owned()));
    }
    drafts::discard(&portal, &person.account, draft).await?;
    Ok(Redirect::to("/drafts").into_response())
}

/// What waits to be sent is not written on.
pub(crate) fn locked() -> Result<Response, Failure> {
    Err(Failure::Changed("这一条正在等待补发，请等补发有了结果再处理".to_owned()))
}
