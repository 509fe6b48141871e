//! What an entry says, in words for the timeline. A new event leads here: the match has no arm for the rest.

use proto::common::{Amendment, Arrangement, Deadline, Number, Paper};
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{Decided, Mediated, Received, Requirement, Service, Terminated, Withdrawal};

use super::cases::{Entry, Sheet};
use super::deadlines;
use crate::words::{self, title};

/// What the timeline can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Step,
    Paper,
    Hearing,
    Correction,
}

/// An entry in words.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    pub(crate) group: Group,
}

/// Says what an entry says.
pub(crate) fn told(entry: &Entry, sheet: &Sheet) -> Told {
    let Some(event) = &entry.event else {
        let lines = vec!["由较新版本的服务写入，升级本机程序后可以查看详情".to_owned()];
        return Told { title: entry.name.clone(), lines, group: Group::Step };
    };
    let (title, group, lines) = in_words(event, sheet);
    Told { title, lines: lines.into_iter().filter(|line| !line.is_empty()).collect(), group }
}

#[expect(clippy::too_many_lines, reason = "one arm for each event, and none for the rest")]
fn in_words(event: &Event, sheet: &Sheet) -> (String, Group, Vec<String>) {
    let who = |number: u32| sheet.name_of(number);
    let step = |title: &str, lines: Vec<String>| (title.to_owned(), Group::Step, lines);
    let paper = |title: &str, lines: Vec<String>| (title.to_owned(), Group::Paper, lines);
    match event {
        Event::Received(e) => step("收到申请", received(e)),
        Event::SupplementNoticeIssued(e) => paper("通知补正", vec![e.items.clone(), cited(e.paper.as_ref())]),
        Event::SupplementNoticeServed(e) => served("补正通知送达", e.service.as_ref(), sheet),
        Event::SupplementsReceived(e) => paper("收到补正材料", vec![posted(&e.posted_on), e.items.clone()]),
        Event::SupplementExtended(e) => step("延长补正期限", vec![format!("延长至 {}", e.until), e.reason.clone()]),
        Event::DeemedAbandoned(e) => step("视为放弃申请", vec![e.explanation.clone()]),
        Event::Accepted(e) => {
            let ground = e.simplified.as_ref().map(|s| title(words::SIMPLIFIED_GROUNDS, &s.ground)).unwrap_or_default();
            step("受理", vec![title(words::PROCEDURES, &e.procedure), ground, cited(e.paper.as_ref())])
        }
        Event::AcceptanceRefused(e) => {
            let organ = if_any("有管辖权的机关：", &e.competent_organ);
            step(
                "决定不予受理",
                vec![title(words::NON_ACCEPTANCE, &e.ground), e.reasons.clone(), organ, cited(e.paper.as_ref())],
            )
        }
        Event::NonAcceptanceServed(e) => served("不予受理决定送达", e.service.as_ref(), sheet),
        Event::DeemedAccepted(_) => step("视为受理", vec!["审查期限届满未作处理".to_owned()]),
        Event::ProcedureChosen(e) => step("确定审理程序", vec![title(words::PROCEDURES, &e.procedure)]),
        Event::AcknowledgementSent(e) => {
            paper("发送受理通知", vec![title(words::SERVICE_METHODS, &e.method), cited(e.paper.as_ref())])
        }
        Event::HandlersAssigned(e) => {
            let names: Vec<&str> = e.handlers.iter().map(|handler| handler.name.as_str()).collect();
            step("确定承办人员", vec![names.join("、")])
        }
        Event::CopySent(e) => paper("发送申请书副本", vec![title(words::SERVICE_METHODS, &e.method)]),
        Event::CopyServed(e) => served("申请书副本送达", e.service.as_ref(), sheet),
        Event::AnswerReceived(e) => {
            let evidence = if e.with_evidence { "附证据和依据" } else { "未附证据和依据" };
            paper(
                "收到答复",
                vec![who(e.respondent), evidence.to_owned(), posted(&e.posted_on), cited(e.paper.as_ref())],
            )
        }
        Event::AnswerExpired(e) => step("答复期限届满未答复", vec![who(e.respondent)]),
        Event::OpinionHeard(e) => {
            let how =
                format!("{}，{}", title(words::OPINION_METHODS, &e.method), title(words::MEDIATION, &e.mediation));
            let by = format!("听取人：{}", e.heard_by);
            ("听取意见".to_owned(), Group::Hearing, vec![who(e.party), how, by, e.summary.clone()])
        }
        Event::OpinionExcused(e) => ("不能听取意见".to_owned(), Group::Hearing, vec![who(e.party), e.reason.clone()]),
        Event::HearingSettled(e) => {
            ("确定是否听证".to_owned(), Group::Hearing, required(e, words::HEARING_GROUNDS, "听证"))
        }
        Event::CommitteeSettled(e) => {
            let lines = required(e, words::COMMITTEE_GROUNDS, "提请行政复议委员会咨询");
            ("确定是否提请咨询".to_owned(), Group::Hearing, lines)
        }
        Event::HearingHeld(e) => {
            ("举行听证".to_owned(), Group::Hearing, vec![e.summary.clone(), cited(e.paper.as_ref())])
        }
        Event::CommitteeOpinionReceived(e) => {
            ("取得咨询意见".to_owned(), Group::Hearing, vec![e.opinion.clone(), cited(e.paper.as_ref())])
        }
        Event::Extended(e) => {
            let by = e.approval.as_ref().map(|approval| format!("{}批准", approval.name)).unwrap_or_default();
            step("延长审理期限", vec![format!("延长 {} 日", e.days), by, e.reason.clone()])
        }
        Event::Converted(e) => {
            let by = e.approval.as_ref().map(|approval| format!("{}批准", approval.name)).unwrap_or_default();
            step("转为普通程序", vec![by, e.reason.clone()])
        }
        Event::Suspended(e) => step(
            "中止审理",
            vec![title(words::SUSPENSION_GROUNDS, &e.ground), e.explanation.clone(), cited(e.paper.as_ref())],
        ),
        Event::Resumed(e) => step("恢复审理", vec![e.explanation.clone(), cited(e.paper.as_ref())]),
        Event::Submitted(e) => step("提请决定", vec![e.proposal.clone()]),
        Event::Decided(e) => paper("作出决定", decided(e)),
        Event::DecisionServed(e) => served("决定书送达", e.service.as_ref(), sheet),
        Event::Mediated(e) => paper("调解书生效", mediated(e)),
        Event::Withdrawn(e) => step("受理前撤回申请", withdrawn(e)),
        Event::Terminated(e) => paper("终止行政复议", terminated(e)),
        Event::TerminationServed(e) => served("终止决定书送达", e.service.as_ref(), sheet),
        Event::ApplicationDismissed(e) => {
            let dismissal = e.dismissal.clone().unwrap_or_default();
            let ground = title(words::NON_ACCEPTANCE, &dismissal.ground);
            paper("驳回行政复议申请", vec![text(e.number.as_ref()), ground, dismissal.reasons])
        }
        Event::DismissalServed(e) => served("驳回申请决定书送达", e.service.as_ref(), sheet),
        Event::DisputeResolved(e) => {
            step("争议实质化解", vec![title(words::RESOLVED_BY, &e.by), e.explanation.clone()])
        }
        Event::ThirdPartyJoined(e) => {
            let name = e.party.as_ref().map(|party| party.name.clone()).unwrap_or_default();
            step("第三人参加", vec![name, title(words::JOINED_BY, &e.by)])
        }
        Event::AgentsChanged(e) => {
            let names: Vec<&str> = e.agents.iter().map(|agent| agent.name.as_str()).collect();
            let names = if names.is_empty() { "解除全部委托".to_owned() } else { names.join("、") };
            step("变更代理人", vec![who(e.party), names])
        }
        Event::Amended(e) => {
            let (entry, why) = amendment(e.amendment.as_ref());
            let [before, after] = [&e.before, &e.after].map(|value| words::put_right(&e.field, value));
            let change = format!("“{before}”改为“{after}”");
            ("更正".to_owned(), Group::Correction, vec![entry, change, why])
        }
        Event::Struck(e) => {
            let (entry, why) = amendment(e.amendment.as_ref());
            ("撤除误录".to_owned(), Group::Correction, vec![entry, why])
        }
        Event::DeemedAcceptanceWithdrawn(e) => ("撤回视为受理".to_owned(), Group::Correction, vec![e.reason.clone()]),
        Event::AnswerExpiryWithdrawn(e) => ("撤回答复期限届满".to_owned(), Group::Correction, vec![e.reason.clone()]),
        Event::AbandonmentWithdrawn(e) => ("撤回视为放弃申请".to_owned(), Group::Correction, vec![e.reason.clone()]),
        Event::DeadlinesRecounted(e) => {
            let before = e.before.iter().map(|clock| {
                let deadline = clock.deadline.clone().unwrap_or_default();
                let title = deadlines::title(&clock.name, &deadline.rule);
                was(&format!("{title}{}", sheet.whose(clock.party)), &deadline)
            });
            step(RECOUNTED, arranged(&e.because).chain(before).collect())
        }
    }
}

/// What the entry is called that tells the periods a changed calendar has moved.
pub(crate) const RECOUNTED: &str = "放假安排变动，期限重新计算";

/// The arrangements that moved periods, by their papers.
pub(crate) fn arranged(because: &[Arrangement]) -> impl Iterator<Item = String> {
    because.iter().map(|Arrangement { year, revision, notice, published_on }| {
        let which = if *revision > 1 { format!("（第 {revision} 版）") } else { String::new() };
        let paper = if notice.is_empty() { String::new() } else { format!("：{notice}，{published_on} 发布") };
        format!("{year}年放假安排{which}{paper}")
    })
}

/// When a period was due before it was moved; until when it runs since then, the entry's periods say.
pub(crate) fn was(title: &str, before: &Deadline) -> String {
    let doubt = if before.provisional { "（暂定）" } else { "" };
    format!("{title}：原为 {}{doubt}", before.due)
}

fn received(e: &Received) -> Vec<String> {
    let reception = e.reception.clone().unwrap_or_default();
    let twin = reception.twin.map(|twin| format!("与{}相似，继续登记的理由：{}", twin.number, twin.reason));
    let number = e.number.as_ref().map(|number| format!("编号 {}", number.text)).unwrap_or_default();
    vec![number, format!("{}提交", title(words::CHANNELS, &reception.channel)), twin.unwrap_or_default()]
}

fn text(number: Option<&Number>) -> String {
    number.map(|number| number.text.clone()).unwrap_or_default()
}

fn mediated(e: &Mediated) -> Vec<String> {
    let mediation = e.mediation.clone().unwrap_or_default();
    let changes = if mediation.changes_act { "改变了行政行为" } else { "没有改变行政行为" };
    let perform = if_any("履行期限：", &mediation.perform_by);
    vec![text(e.number.as_ref()), changes.to_owned(), mediation.terms, perform]
}

fn withdrawn(e: &Withdrawal) -> Vec<String> {
    vec![title(words::WITHDRAWAL_REASONS, &e.reason), e.explanation.clone(), cited(e.paper.as_ref())]
}

fn terminated(e: &Terminated) -> Vec<String> {
    let termination = e.termination.clone().unwrap_or_default();
    let mut lines = vec![text(e.number.as_ref()), title(words::TERMINATION_GROUNDS, &termination.ground)];
    if let Some(withdrawal) = &termination.withdrawal {
        lines.push(format!("{} 撤回", withdrawal.on));
        lines.extend(withdrawn(withdrawal));
    }
    lines.push(termination.explanation);
    lines
}

/// What is filled in, after what it is.
fn if_any(what: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("{what}{content}") }
}

fn decided(e: &Decided) -> Vec<String> {
    let number = text(e.number.as_ref());
    let items = e.decision.iter().flat_map(|decision| &decision.items);
    let items: Vec<String> = items.map(|item| title(words::DECISIONS, &item.kind)).collect();
    let approved = e.decision.as_ref().map(|decision| title(words::CONSENT, &decision.approval)).unwrap_or_default();
    vec![number, items.join("、"), approved]
}

fn served(what: &str, service: Option<&Service>, sheet: &Sheet) -> (String, Group, Vec<String>) {
    let lines = service.map_or_else(Vec::new, |service| {
        vec![sheet.name_of(service.recipient), title(words::SERVICE_METHODS, &service.method), service.proof.clone()]
    });
    (what.to_owned(), Group::Paper, lines)
}

fn required(e: &Requirement, grounds: words::Words, what: &str) -> Vec<String> {
    let settled =
        if e.required { format!("应当{what}：{}", title(grounds, &e.ground)) } else { format!("不需要{what}") };
    vec![settled, e.explanation.clone()]
}

fn amendment(amendment: Option<&Amendment>) -> (String, String) {
    let Some(amendment) = amendment else { return (String::new(), String::new()) };
    let why = format!("{}：{}", title(words::REASONS, &amendment.reason), amendment.explanation);
    (format!("第 {} 号记录", amendment.entry), why)
}

fn posted(on: &str) -> String {
    if on.is_empty() { String::new() } else { format!("{on} 交邮") }
}

/// What a paper is called and the number it bears.
pub(super) fn cited(paper: Option<&Paper>) -> String {
    paper.map(|paper| format!("{} {} {}", paper.kind, paper.number, paper.title).trim().to_owned()).unwrap_or_default()
}
