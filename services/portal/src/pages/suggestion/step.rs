//! `/suggestions/{suggestion}/steps/{command}`: one form for each step. Which steps there are now, the service says.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::suggestions::suggestion_command::Command;
use proto::suggestions::{
    Addressee, Addressing, Closing, Extension, Objection, ObjectionResult, Receipt, Rectification, ReminderOrder,
    Reply, Step, SuggestionCommand, Withdrawal,
};
use serde::Deserialize;
use uuid::Uuid;

use super::register::{limit_fields, read_limit};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::{Form, Said};
use crate::pages::lawsuit::register::read_organ;
use crate::registers::organs::{self, Organ};
use crate::registers::suggestions::{self, Suggestion};
use crate::words::{self, ADOPTIONS, CLOSED_BY, OBJECTION_RESULTS, RECTIFIED, title};
use crate::{Portal, asking};

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    addressee: u32,
    draft: Option<Uuid>,
}

struct Stepping {
    person: Person,
    suggestion: Suggestion,
    command: String,
    addressee: u32,
    step: Step,
    version: i64,
    said: Vec<String>,
    organs: Vec<Organ>,
    today: String,
}

impl Stepping {
    async fn of(
        portal: &Portal,
        person: Person,
        suggestion: Uuid,
        command: String,
        addressee: u32,
    ) -> Result<Self, Failure> {
        let suggestion = suggestions::one(portal, &person, suggestion).await?.ok_or_else(Failure::no_such_thing)?;
        if !words::SUGGESTION_STEPS.iter().any(|(known, _)| *known == command && command != "register") {
            return Err(Failure::NotFound("没有这一步的表单".to_owned()));
        }
        let is_it = |step: &&Step| step.command == command && (step.addressee == 0 || step.addressee == addressee);
        let (step, version, said) = match asking::suggestion_steps(portal, suggestion.line.id).await {
            Err(Failure::Away(_)) => (None, suggestion.line.version, Vec::new()),
            Err(failure) => return Err(failure),
            Ok(answer) => match answer.steps.iter().find(is_it) {
                Some(step) => (Some(step.clone()), answer.version, Vec::new()),
                None => (None, answer.version, vec!["现在不能办理这一步".to_owned()]),
            },
        };
        let today = portal.inside.clock.today();
        // They bear the names of the day of the letter.
        let organs = organs::ever(portal, suggestion.line.issued_on.parse().unwrap_or(today)).await?;
        let (step, today) = (step.unwrap_or_default(), today.to_string());
        Ok(Self { person, suggestion, command, addressee, step, version, said, organs, today })
    }

    /// That of the next addressee.
    fn next_number(&self) -> u32 {
        self.suggestion.ever_addressed().into_iter().map(|(number, _)| number).max().unwrap_or(0) + 1
    }

    fn day(&self, name: &str, label: &str) -> Field {
        Field::day(name, label).or(&self.today)
    }

    fn whom(&self) -> Field {
        let all = self.suggestion.addressees();
        let first = match all.as_slice() {
            [(only, _)] => only.to_string(),
            _ if self.addressee > 0 => self.addressee.to_string(),
            _ => String::new(),
        };
        let all = all.into_iter().map(|(number, name)| (number.to_string(), name));
        Field::select("addressee", "单位", all).or(first)
    }
}

fn paper(kind: &str) -> Field {
    Field::line("paper.number", format!("{kind}文号")).if_any()
}

impl Desk for Stepping {
    type Command = SuggestionCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/suggestions"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.suggestion.line.id)
    }

    fn form(&self) -> Form {
        let back = format!("/suggestions/{}", self.suggestion.line.id);
        let of = if self.addressee == 0 { String::new() } else { format!("?addressee={}", self.addressee) };
        let name = if self.step.title.is_empty() {
            title(words::SUGGESTION_STEPS, &self.command)
        } else {
            self.step.title.clone()
        };
        Form {
            title: name,
            article: self.step.article.clone(),
            effect: self.step.effect.clone(),
            action: format!("{back}/steps/{}{of}", self.command),
            case: self.suggestion.line.called().to_owned(),
            parties: format!("{} → {}", self.suggestion.line.issuer_name, self.suggestion.line.organs),
            version: self.version.to_string(),
            said: Said::each(&self.said),
            back,
            ..Form::default()
        }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        let one = |fields: Vec<Field>| vec![Group::new("", fields)];
        match self.command.as_str() {
            "add_addressee" => {
                let organs = self.organs.iter().map(Organ::choice);
                one(vec![
                    Field::select("organ", "单位", organs),
                    Field::kept("number", self.next_number()),
                    self.day("on", "增加日期").help("发现建议书也发给该单位的日期"),
                    Field::day("received_on", "签收日期").if_any().help("回复期限从签收之日起算"),
                ])
            }
            "record_receipt" => one(vec![
                self.whom(),
                self.day("on", "签收日期").help("回复期限从签收之日起算"),
                Field::line("proof", "签收证明").if_any(),
            ]),
            "record_extension" => {
                let mut fields = vec![self.whom(), self.day("on", "同意延长的日期")];
                fields.extend(limit_fields("by"));
                fields.extend([paper("同意延长的函"), Field::line("reason", "理由").if_any().wide()]);
                vec![Group::new("", fields).note("只有制发机关书面同意的才能延长；写明新日期，或者延长多久。")]
            }
            "record_reply" => one(vec![
                self.whom(),
                self.day("on", "复函落款日期"),
                Field::day("posted_on", "交邮日期").if_any().help("交邮日期、送达日期至少填一项；以较早的判断是否按期"),
                Field::day("delivered_on", "送达日期").if_any(),
                Field::choice("adoption", "采纳情况", ADOPTIONS),
                Field::line("number", "复函文号").if_any(),
                Field::line("title", "复函标题").if_any(),
                Field::text("summary", "回复要点").if_any(),
                Field::line("proof", "送达证明").if_any().help("邮件回执、制发机关签收等"),
            ]),
            "record_objection" => {
                one(vec![self.whom(), self.day("on", "提出日期"), Field::text("reasons", "理由"), paper("异议书")])
            }
            "record_objection_result" => {
                let mut fields = vec![
                    self.whom(),
                    self.day("on", "答复日期"),
                    Field::choice("result", "结果", OBJECTION_RESULTS),
                    Field::day("changed_on", "签收变更后建议的日期").if_any().help("变更的填写：期限从这一天重新起算"),
                    paper("答复"),
                ];
                fields.extend(limit_fields("limit"));
                one(fields)
            }
            "record_withdrawal" => {
                let all = self.suggestion.addressees().into_iter().map(|(number, name)| (number.to_string(), name));
                let whole = std::iter::once(("0".to_owned(), "全部单位（整份建议）".to_owned()));
                one(vec![
                    Field::select("addressee", "撤回的范围", whole.chain(all)).or(self.addressee),
                    self.day("on", "撤回日期"),
                    Field::line("reason", "原因").if_any().wide(),
                    paper("撤回的函"),
                ])
            }
            "record_rectification" => one(vec![
                self.whom(),
                self.day("on", "日期"),
                Field::choice("status", "整改情况", RECTIFIED),
                Field::coming_day("planned_until", "计划完成日期").if_any(),
                Field::day("verified_on", "制发机关核实日期").if_any().help("没有经制发机关核实的不填"),
                Field::text("summary", "说明").if_any(),
                paper("证明材料"),
            ]),
            "remind" => vec![
                Group::new("", [self.whom()])
                    .note("提醒按顺序编号；回复登记以前可以随时发出。届满前15日、前3日和届满次日，系统自动提醒。"),
            ],
            _ => one(vec![
                self.whom(),
                self.day("on", "办结日期"),
                Field::choice("ground", "办结依据", CLOSED_BY),
                Field::line("explanation", "说明").if_any().wide(),
            ]),
        }
    }

    fn read(&self, r: &mut Reader<'_>) -> SuggestionCommand {
        let command = match self.command.as_str() {
            "add_addressee" => {
                let (organ, name) = read_organ(r, "organ", &self.organs);
                let received_on = r.day_if_any("received_on");
                let addressee = Addressee { number: r.number("number"), organ, name, received_on };
                Command::AddAddressee(Addressing { addressee: Some(addressee), on: r.day("on") })
            }
            "record_receipt" => Command::RecordReceipt(Receipt {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                proof: r.line_if_any("proof"),
            }),
            "record_extension" => {
                let by = read_limit(r, "by");
                if by.is_none() {
                    r.wrong("by.until", "请填写新的期限，或者延长多久");
                }
                Command::RecordExtension(Extension {
                    addressee: r.someone("addressee"),
                    on: r.day("on"),
                    by,
                    paper: r.paper("同意延长的函"),
                    reason: r.line_if_any("reason"),
                })
            }
            "record_reply" => Command::RecordReply(Reply {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                posted_on: r.day_if_any("posted_on"),
                delivered_on: r.day_if_any("delivered_on"),
                number: r.line_if_any("number"),
                title: r.line_if_any("title"),
                adoption: r.word("adoption", ADOPTIONS),
                summary: r.text_if_any("summary"),
                proof: r.line_if_any("proof"),
            }),
            "record_objection" => Command::RecordObjection(Objection {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                reasons: r.text("reasons"),
                paper: r.paper("异议书"),
            }),
            "record_objection_result" => Command::RecordObjectionResult(ObjectionResult {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                result: r.word("result", OBJECTION_RESULTS),
                changed_received_on: r.day_if_any("changed_on"),
                limit: read_limit(r, "limit"),
                paper: r.paper("答复"),
            }),
            "record_withdrawal" => Command::RecordWithdrawal(Withdrawal {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                reason: r.line_if_any("reason"),
                paper: r.paper("撤回的函"),
            }),
            "record_rectification" => Command::RecordRectification(Rectification {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                status: r.word("status", RECTIFIED),
                planned_until: r.coming_day_if_any("planned_until"),
                verified_by_issuer_on: r.day_if_any("verified_on"),
                summary: r.text_if_any("summary"),
                paper: r.paper("证明材料"),
            }),
            "remind" => Command::Remind(ReminderOrder { addressee: r.someone("addressee"), by_plan: false }),
            _ => Command::Close(Closing {
                addressee: r.someone("addressee"),
                on: r.day("on"),
                ground: r.word("ground", CLOSED_BY),
                explanation: r.line_if_any("explanation"),
            }),
        };
        SuggestionCommand { command: Some(command) }
    }
}

/// `GET /suggestions/{suggestion}/steps/{command}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((suggestion, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let stepping = Stepping::of(&portal, person, suggestion, command, asked.addressee).await?;
    desk::show(&portal, &stepping, asked.draft).await
}

/// `POST /suggestions/{suggestion}/steps/{command}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((suggestion, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    let name = title(words::SUGGESTION_STEPS, &command);
    match desk::sender(&portal, &headers, &entered, &uri, &name).await? {
        Ok(person) => {
            let stepping = Stepping::of(&portal, person, suggestion, command, asked.addressee).await?;
            desk::save(&portal, &stepping, entered).await
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /suggestions/{suggestion}/steps/{command}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((suggestion, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    entered: Entered,
) -> Result<Response, Failure> {
    let stepping = Stepping::of(&portal, person, suggestion, command, asked.addressee).await?;
    desk::consequence(&portal, &stepping, &entered).await
}
