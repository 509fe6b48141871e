//! `/notices/{notice}/steps/{command}`: one short form for each step but the drafting, which has a page of its own.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use kernel::day::Day;
use proto::notices::notice_command::Command;
use proto::notices::{
    Approval, Collection, Freezing, Issue, NoticeAnswer, NoticeCommand, NoticeLine, NoticeStepsAnswer, Restated,
    Unfreezing, Withdrawal,
};
use serde::Deserialize;
use uuid::Uuid;

use super::worked_on;
use crate::Portal;
use crate::access::Person;
use crate::asking::{bytes, notices};
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::pages::desk;
use crate::pages::forms::{self, Consequence, Form, Outcome, Submitted};
use crate::words::{self, Words};

/// The steps this program has forms for.
const STEPS: Words = &[
    ("freeze", "冻结数据"),
    ("unfreeze", "解除冻结"),
    ("draft", "起草"),
    ("approve", "审批"),
    ("issue", "印发"),
    ("restate", "更正"),
    ("withdraw", "撤回"),
];

/// Whether this program has a form for a step.
pub(super) fn is_known(command: &str) -> bool {
    STEPS.iter().any(|(known, _)| *known == command)
}

fn fields(command: &str, today: Day) -> Option<Vec<Field>> {
    let on = |label: &str| Field::day("on", label).or(today);
    Some(match command {
        "freeze" => vec![on("冻结日期")],
        "unfreeze" => vec![on("解除日期"), Field::text("reason", "解除冻结的理由").help("例如发现漏录、误录的事实")],
        "approve" => vec![
            on("审批日期"),
            Field::line("name", "审批人"),
            Field::line("post", "审批人职务").if_any(),
            Field::text("opinion", "审批意见").if_any(),
        ],
        "issue" => vec![
            on("印发日期"),
            Field::line("signer", "签发人"),
            Field::line("template", "发文字号中年份之前的字样").if_any().help("如“陇法治通报”；不填用通常的字样"),
            Field::line("existing", "已有文号").if_any().help("纸质件上已经编好文号的，照录；不填由系统编下一个号"),
        ],
        "restate" => vec![on("开始日期")],
        "withdraw" => vec![on("撤回日期"), Field::text("reason", "撤回的理由")],
        _ => return None,
    })
}

/// What a form means: the stream it goes to, and the command.
fn read(reader: &mut Reader<'_>, desk: &Desk) -> Option<(Uuid, Command)> {
    let on = reader.day("on");
    let command = match desk.command.as_str() {
        "freeze" => Command::Freeze(Freezing { on, notice: bytes(desk.id), ..Freezing::default() }),
        "unfreeze" => Command::Unfreeze(Unfreezing { on, reason: reader.text("reason") }),
        "approve" => Command::Approve(Approval {
            on,
            name: reader.line("name"),
            post: reader.line_if_any("post"),
            opinion: reader.text_if_any("opinion"),
        }),
        "issue" => Command::Issue(Issue {
            on,
            signer: reader.line("signer"),
            template: reader.line_if_any("template"),
            existing: reader.line_if_any("existing"),
            area: desk.notice.area.clone(),
        }),
        "withdraw" => Command::Withdraw(Withdrawal { on, reason: reader.text("reason") }),
        "restate" => {
            let restatement = Uuid::from_slice(&desk.steps.restatement).ok()?;
            let collect = Collection {
                on,
                kind: desk.notice.kind.clone(),
                period: desk.notice.period.clone(),
                area: desk.notice.area.clone(),
                ordinal: desk.notice.ordinal + 1,
                restates: Some(Restated { notice: bytes(desk.id), ..Restated::default() }),
                ..Collection::default()
            };
            return Some((restatement, Command::Collect(collect)));
        }
        _ => return None,
    };
    Some((desk.id, command))
}

/// Everything a step's page needs.
struct Desk {
    id: Uuid,
    command: String,
    person: Person,
    notice: NoticeLine,
    steps: NoticeStepsAnswer,
    today: Day,
}

impl Desk {
    async fn of(portal: &Portal, person: Person, id: Uuid, command: String) -> Result<Self, Failure> {
        let (_, notice): (NoticeAnswer, _) = worked_on(portal, &person, id).await?;
        let steps = notices::steps(portal, id).await?;
        Ok(Self { id, command, person, notice, steps, today: portal.inside.clock.today() })
    }

    /// With its service away the form alone tells what a step means, so that it can wait and be sent by itself (S50); but
    /// which notice would restate another one, the service tells.
    fn unasked(portal: &Portal, person: Person, id: Uuid, command: String) -> Option<Self> {
        let area = portal.settings.area.clone();
        let notice = NoticeLine { title: "通报".to_owned(), area, ..NoticeLine::default() };
        let steps = NoticeStepsAnswer::default();
        (command != "restate").then(|| Self { id, command, person, notice, steps, today: portal.inside.clock.today() })
    }

    fn address(&self) -> String {
        format!("/notices/{}/steps/{}", self.id, self.command)
    }

    fn sections(&self, entered: &Entered, errors: &BTreeMap<String, String>) -> Result<Vec<Section>, Failure> {
        let fields = fields(&self.command, self.today);
        let fields = fields.ok_or_else(|| Failure::NotFound("没有这一步的表单".to_owned()))?;
        Ok(vec![Section::new("", fields, entered, errors, self.today)])
    }

    fn read(&self, entered: &Entered) -> Result<(Uuid, NoticeCommand), BTreeMap<String, String>> {
        let mut reader = Reader::new(entered, self.today);
        let read = read(&mut reader, self);
        let mut errors = reader.errors();
        match read {
            Some((stream, command)) if errors.is_empty() => Ok((stream, NoticeCommand { command: Some(command) })),
            Some(_) => Err(errors),
            None => {
                errors.insert(String::new(), "现在不能办理这一步".to_owned());
                Err(errors)
            }
        }
    }

    fn form(&self, portal: &Portal, entered: &Entered) -> Form {
        let step = self.steps.steps.iter().find(|step| step.command == self.command);
        let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
        let title = step.map_or_else(|| words::title(STEPS, &self.command), |step| step.title.clone());
        let hindered = "通报现在的阶段不能办理这一步，请返回通报查看现在可以办理的";
        // The notice that restates another is a stream of its own, and not begun.
        let version = if self.command == "restate" { 0 } else { self.steps.version };
        Form {
            effect: step.map(|step| step.effect.clone()).unwrap_or_default(),
            action: self.address(),
            save: title.clone(),
            title,
            back: format!("/notices/{}", self.id),
            case: self.notice.title.clone(),
            parties: self.notice.number.clone(),
            command_id: id.to_string(),
            version: entered.version().unwrap_or(version).to_string(),
            is_command: true,
            said: if step.is_none() { vec![hindered.to_owned().into()] } else { Vec::new() },
            ..Form::default()
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    draft: Option<Uuid>,
}

/// `GET /notices/{notice}/steps/{command}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((id, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let desk = Desk::of(&portal, person, id, command).await?;
    let mut opened = desk::opened(&portal, &desk.person, &desk.address(), asked.draft).await?;
    let entered = opened.entered.take().unwrap_or_default();
    let (errors, mut form) = (BTreeMap::new(), desk.form(&portal, &entered));
    opened.say(&mut form);
    let sections = desk.sections(&entered, &errors)?;
    forms::shown(&portal, &desk.person, "/notices", form, sections, errors).await
}

/// `POST /notices/{notice}/steps/{command}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((id, command)): Path<(Uuid, String)>,
    headers: HeaderMap,
    mut entered: Entered,
) -> Result<Response, Failure> {
    let here = format!("/notices/{id}/steps/{command}");
    let person = match forms::sender(&portal, &headers, &entered, &here, &words::title(STEPS, &command)).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let desk = match Desk::of(&portal, person.clone(), id, command.clone()).await {
        Err(Failure::Away(_)) => match Desk::unasked(&portal, person.clone(), id, command.clone()) {
            Some(desk) => desk,
            None => return forms::kept(&portal, &person, &entered, &here, &words::title(STEPS, &command)).await,
        },
        desk => desk?,
    };
    let (errors, said) = match desk.read(&entered) {
        Err(errors) => (errors, Vec::new()),
        Ok(_) if entered.get("do") == Some("check") => (BTreeMap::new(), Vec::new()),
        Ok((stream, command)) => {
            let title = format!("{} {}", desk.notice.title, words::title(STEPS, &desk.command));
            let submitted =
                Submitted { case: stream, command: &command, entered: &entered, form: &here, title: &title };
            match forms::save(&portal, &desk.person, &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said, version } => {
                    if let Some(version) = version {
                        entered.set("version", version.to_string());
                    }
                    (errors, said)
                }
            }
        }
    };
    let mut form = desk.form(&portal, &entered);
    form.said.extend(said);
    let sections = desk.sections(&entered, &errors)?;
    forms::shown(&portal, &desk.person, "/notices", form, sections, errors).await
}

/// `POST /notices/{notice}/steps/{command}/consequence`: while somebody types.
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((id, command)): Path<(Uuid, String)>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let desk = Desk::of(&portal, person, id, command).await?;
    let form = desk.form(&portal, &entered);
    let missing = desk.read(&entered).err().map_or(0, |errors| errors.len());
    let moves = if form.effect.is_empty() { Vec::new() } else { vec![(form.title, form.effect)] };
    forms::fragment(&Consequence {
        missing,
        moves,
        notes: form.said.into_iter().map(|said| said.text).collect(),
        ..Consequence::default()
    })
}
