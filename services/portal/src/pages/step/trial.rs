//! The trial: officers, copies, answers, opinions, hearing, more time, those who join.

use proto::reconsideration::case_command::Command;
use proto::reconsideration::{
    Agent, AgentChange, AnswerExpiry, Assignment, CommitteeOpinion, CopySending, Extension, Handler, HearingRecord,
    Opinion, OpinionExcuse, Party, Requirement, RespondentAnswer, ThirdPartyJoining,
};

use super::review::{paper, read_service, service};
use super::{Around, Described};
use crate::form::{Field, Reader};
use crate::words::{
    AGENT_KINDS, COMMITTEE_GROUNDS, HEARING_GROUNDS, JOINED_BY, MEDIATION, OPINION_METHODS, PARTY_KINDS,
    SERVICE_METHODS, Words,
};

const REQUIRED: Words = &[("yes", "是"), ("no", "否")];

/// A person of the case, the one the step was offered for at first.
fn person(around: &Around<'_>, name: &str, label: &str) -> Field {
    let persons = around.sheet.persons().into_iter().map(|(number, name)| (number.to_string(), name));
    let default = if around.party == 0 { String::new() } else { around.party.to_string() };
    Field::select(name, label, persons).or(default)
}

/// One of the respondents.
fn respondent(around: &Around<'_>) -> Field {
    let respondents = around.sheet.respondents_by_number().into_iter();
    let respondents = respondents.map(|(number, name)| (number.to_string(), name));
    Field::select("respondent", "被申请人", respondents).or(around.party)
}

fn required(around: &Around<'_>, question: &str, grounds: Words) -> Vec<Field> {
    vec![
        Field::choice("required", question, REQUIRED),
        Field::choice("ground", "情形", grounds).if_any().help("选“是”的，注明属于哪种情形"),
        Field::day("on", "确定日期").or(around.usual),
        Field::text("explanation", "说明").if_any(),
    ]
}

pub(super) fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let today = around.usual;
    let one = |fields: Vec<Field>| vec![("", String::new(), fields)];
    let me = &around.person.name;
    Some(match command {
        "assign_handlers" => one(vec![
            Field::select("presiding", "主办", around.officers.to_vec()),
            Field::checks("others", "协办（一名以上）", around.officers.to_vec())
                .help("审理行政复议案件，应当由两名以上行政复议人员参加"),
            Field::day("on", "确定日期").or(today),
        ]),
        "send_copy" => one(vec![
            Field::day("on", "发送日期").or(today),
            Field::choice("method", "发送方式", SERVICE_METHODS)
                .or("Direct")
                .help("答复期限从被申请人收到之日起算，收到后再登记送达"),
        ]),
        "serve_copy" => one(service(around, "申请书副本")),
        "record_answer" => {
            let mut fields = vec![
                respondent(around),
                Field::day("received_on", "收到答复的日期").or(today),
                Field::day("posted_on", "交邮日期").if_any().help("邮寄的填写：以交邮日期判断是否逾期"),
                Field::flag("with_evidence", "附有证据、依据和其他有关材料").or("on"),
            ];
            fields.extend(paper("行政复议答复书"));
            one(fields)
        }
        "record_answer_expiry" => vec![(
            "",
            "被申请人没有在期限内提出书面答复、提交证据的，视为该行政行为没有证据、依据。".to_owned(),
            vec![respondent(around)],
        )],
        "hear_opinion" => one(vec![
            person(around, "party", "听取谁的意见"),
            Field::day("on", "听取日期").or(today),
            Field::choice("method", "方式", OPINION_METHODS).or("InPerson"),
            Field::line("heard_by", "听取人").or(me),
            Field::choice("mediation", "调解意愿", MEDIATION).help("听取意见时应当询问当事人是否愿意调解"),
            Field::text("summary", "意见要点").if_any(),
        ]),
        "excuse_opinion" => one(vec![
            person(around, "party", "谁的意见不能听取"),
            Field::day("on", "日期").or(today),
            Field::line("reason", "当事人自身的原因").wide().help("因当事人原因不能听取的，可以书面审理"),
        ]),
        "settle_hearing" => one(required(around, "是否举行听证", HEARING_GROUNDS)),
        "settle_committee" => one(required(around, "是否提请行政复议委员会提出咨询意见", COMMITTEE_GROUNDS)),
        "record_hearing" => {
            let mut fields = vec![Field::day("on", "听证日期").or(today), Field::text("summary", "听证情况").if_any()];
            fields.extend(paper("听证笔录"));
            one(fields)
        }
        "record_committee_opinion" => {
            let mut fields = vec![Field::day("on", "取得日期").or(today), Field::text("opinion", "咨询意见")];
            fields.extend(paper("咨询意见书"));
            one(fields)
        }
        "extend" => one(vec![
            Field::number("days", "延长天数")
                .or(30)
                .help("情况复杂的，经行政复议机构的负责人批准，可以延长一次，最多30日"),
            Field::day("on", "批准日期").or(today),
            Field::line("approval.name", "批准人").or(me),
            Field::line("approval.post", "批准人职务").if_any(),
            Field::text("reason", "延长的理由").if_any().help("书面告知当事人"),
        ]),
        "join_third_party" => one(vec![
            Field::kept("party.number", next_number(around)),
            Field::line("party.name", "第三人姓名或者名称"),
            Field::choice("party.kind", "第三人类型", PARTY_KINDS).or("Citizen"),
            Field::line("party.phone", "第三人联系电话").if_any(),
            Field::line("party.address", "第三人送达地址").if_any(),
            Field::choice("by", "参加方式", JOINED_BY).or("Notice"),
            Field::day("on", "参加日期").or(today),
        ]),
        "change_agents" => vec![(
            "",
            "填写变更以后的全部代理人，最多两名；都不填表示解除全部委托。".to_owned(),
            [person(around, "party", "谁的代理人"), Field::day("on", "变更日期").or(today)]
                .into_iter()
                .chain([1, 2].into_iter().flat_map(|n| {
                    [
                        Field::line(format!("agent.{n}.name"), format!("代理人{n}姓名")).if_any(),
                        Field::choice(format!("agent.{n}.kind"), format!("代理人{n}身份"), AGENT_KINDS).if_any(),
                        Field::line(format!("agent.{n}.authority"), format!("代理人{n}代理事项和权限")).if_any(),
                        Field::flag(format!("agent.{n}.papers"), format!("代理人{n}授权委托书和身份证明齐全")),
                    ]
                }))
                .collect(),
        )],
        _ => return None,
    })
}

pub(super) fn read(command: &str, r: &mut Reader<'_>, around: &Around<'_>) -> Option<Command> {
    Some(match command {
        "assign_handlers" => Command::AssignHandlers(read_assignment(r, around)),
        "send_copy" => {
            let (on, method) = (r.day("on"), r.word("method", SERVICE_METHODS));
            Command::SendCopy(CopySending { on, method, services: Vec::new() })
        }
        "serve_copy" => Command::ServeCopy(read_service(r)),
        "record_answer" => Command::RecordAnswer(RespondentAnswer {
            respondent: r.someone("respondent"),
            received_on: r.day("received_on"),
            posted_on: r.day_if_any("posted_on"),
            with_evidence: r.flag("with_evidence"),
            paper: r.paper("行政复议答复书"),
        }),
        "record_answer_expiry" => {
            Command::RecordAnswerExpiry(AnswerExpiry { respondent: r.someone("respondent"), on: String::new() })
        }
        "hear_opinion" => Command::HearOpinion(Opinion {
            party: r.someone("party"),
            on: r.day("on"),
            method: r.word("method", OPINION_METHODS),
            heard_by: r.line("heard_by"),
            mediation: r.word("mediation", MEDIATION),
            summary: r.text_if_any("summary"),
        }),
        "excuse_opinion" => Command::ExcuseOpinion(OpinionExcuse {
            party: r.someone("party"),
            on: r.day("on"),
            reason: r.line("reason"),
        }),
        "settle_hearing" => Command::SettleHearing(read_requirement(r, HEARING_GROUNDS)),
        "settle_committee" => Command::SettleCommittee(read_requirement(r, COMMITTEE_GROUNDS)),
        "record_hearing" => Command::RecordHearing(HearingRecord {
            on: r.day("on"),
            summary: r.text_if_any("summary"),
            paper: r.paper("听证笔录"),
        }),
        "record_committee_opinion" => Command::RecordCommitteeOpinion(CommitteeOpinion {
            on: r.day("on"),
            opinion: r.text("opinion"),
            paper: r.paper("咨询意见书"),
        }),
        "extend" => Command::Extend(Extension {
            on: r.day("on"),
            days: r.number("days"),
            approval: Some(r.approval()),
            reason: r.text_if_any("reason"),
        }),
        "join_third_party" => Command::JoinThirdParty(ThirdPartyJoining {
            on: r.day("on"),
            party: Some(read_third_party(r)),
            by: r.word("by", JOINED_BY),
        }),
        "change_agents" => Command::ChangeAgents(AgentChange {
            party: r.someone("party"),
            on: r.day("on"),
            agents: [1, 2].into_iter().filter_map(|n| read_agent(r, n)).collect(),
        }),
        _ => return None,
    })
}

fn read_assignment(r: &mut Reader<'_>, around: &Around<'_>) -> Assignment {
    let named = |account: &str| {
        let found = around.officers.iter().find(|(known, _)| known == account);
        found.map(|(account, name)| Handler { account: account.clone(), name: name.clone() })
    };
    let presiding = r.entered().text("presiding").to_owned();
    let first = named(&presiding);
    if first.is_none() {
        r.wrong("presiding", "请选择主办");
    }
    let others = r.entered().all("others").filter(|account| *account != presiding).filter_map(named);
    Assignment { handlers: first.into_iter().chain(others).collect(), on: r.day("on") }
}

fn read_requirement(r: &mut Reader<'_>, grounds: Words) -> Requirement {
    let required = r.word("required", REQUIRED) == "yes";
    let ground = if required { r.word("ground", grounds) } else { String::new() };
    Requirement { on: r.day("on"), required, ground, explanation: r.text_if_any("explanation") }
}

/// Each number once in a case. It is settled when the form is first shown, so that a resend asks for the same.
fn next_number(around: &Around<'_>) -> u32 {
    around.sheet.persons().into_iter().map(|(number, _)| number).max().unwrap_or(0) + 1
}

fn read_third_party(r: &mut Reader<'_>) -> Party {
    Party {
        number: r.number("party.number"),
        role: "ThirdParty".to_owned(),
        kind: r.word("party.kind", PARTY_KINDS),
        name: r.line("party.name"),
        phone: r.line_if_any("party.phone"),
        address: r.line_if_any("party.address"),
        ..Party::default()
    }
}

fn read_agent(r: &mut Reader<'_>, n: u32) -> Option<Agent> {
    let name = r.line_if_any(&format!("agent.{n}.name"));
    if name.is_empty() {
        return None;
    }
    let has_papers = r.flag(&format!("agent.{n}.papers"));
    Some(Agent {
        name,
        kind: r.word(&format!("agent.{n}.kind"), AGENT_KINDS),
        authority: r.line_if_any(&format!("agent.{n}.authority")),
        has_power_of_attorney: has_papers,
        has_identity_papers: has_papers,
        ..Agent::default()
    })
}
