//! Chapter III: who applies, against whom, about which act, with which claims.

use std::collections::BTreeSet;

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::deadline::Filing;
use kernel::id::Id;
use kernel::number::{Number, NumberRequest};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::file::{File, Person};
use super::{Case, CaseEvent, Fact};
use crate::clocks::{Clock, ClockName, End, PersonNumber};
use crate::law;
use crate::money::Yuan;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::{Line, Text};

words! {
    /// How an application reaches the organ (art. 22, 32).
    Channel {
        InPerson "当面",
        Post "邮寄",
        Internet "互联网",
        Oral "口头",
        ThroughPenaltyOrgan "通过处罚机关",
        Forwarded "转送",
    }

    /// On which side a person stands.
    Role {
        Applicant "申请人",
        ThirdParty "第三人",
        Respondent "被申请人",
    }

    /// What sort of person.
    PartyKind {
        Citizen "公民",
        LegalPerson "法人",
        OtherOrganisation "其他组织",
        IndividualBusiness "个体工商户",
    }

    /// Which paper identifies a person.
    IdKind {
        ResidentId "居民身份证",
        Passport "护照",
        CreditCode "统一社会信用代码",
        OtherId "其他证件",
    }

    /// Who acts for a party (art. 17).
    AgentKind {
        Lawyer "律师",
        LegalWorker "基层法律服务工作者",
        NearRelative "近亲属",
        Employee "工作人员",
        OtherAgent "其他代理人",
    }

    /// What sort of act is challenged.
    ActKind {
        Penalty "行政处罚",
        CompulsoryMeasure "行政强制措施",
        CompulsoryExecution "行政强制执行",
        Licence "行政许可",
        Expropriation "征收征用",
        Confirmation "行政确认",
        Registration "行政登记",
        Information "政府信息公开",
        Inaction "不履行法定职责",
        Agreement "行政协议",
        ComplaintHandling "投诉举报处理",
        OtherAct "其他行政行为",
    }

    /// How the applicant came to know the act, which tells from which day the sixty days are counted (R-APP-5, R-APP-6).
    KnownBy {
        OnTheSpot "当场作出",
        DirectService "直接送达签收",
        Post "邮寄送达签收",
        PublicNotice "公告期满",
        LateNotice "收到补充告知",
        ProvenKnowledge "有证据证明知道",
        NotServed "依法应送达而未送达",
        DutyExpired "履行期限届满",
    }

    /// Whether the act was served.
    ActServed {
        Yes "已送达",
        No "未送达",
        Unknown "不清楚",
    }

    /// What is asked for.
    ClaimKind {
        Revoke "撤销",
        Change "变更",
        ConfirmIllegal "确认违法",
        ConfirmVoid "确认无效",
        OrderPerform "责令履行",
        Compensate "赔偿",
        Agreement "行政协议请求",
        OtherClaim "其他请求",
    }

    /// Whether the application came in time, as far as the days entered tell.
    InTime {
        InTime "在申请期限内",
        Late "超过申请期限",
        Unknown "尚不能判断",
    }

    /// How a third party comes to take part (art. 16).
    JoinedBy {
        Application "申请参加",
        Notice "通知参加",
    }
}

/// Receives an application. The number is taken from its register in the same commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Receive {
    /// What came in.
    pub reception: Reception,
    /// Its number, once it is taken.
    pub number: Option<Number>,
}

/// What came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box on the form")]
pub struct Reception {
    /// When it reached the organ.
    pub received_on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// How.
    pub channel: Channel,
    /// From which register it takes its number.
    pub number: NumberRequest,
    /// Applicants and third parties.
    pub parties: Vec<Party>,
    /// Whose act is challenged.
    pub respondents: Vec<Respondent>,
    /// The applicants who speak for all.
    pub representatives: Vec<PersonNumber>,
    /// What is challenged.
    pub act: Act,
    /// What is asked for.
    pub claims: Vec<Claim>,
    /// Why.
    pub facts_and_reasons: Option<Text>,
    /// Whether one must apply before one may sue (art. 23).
    pub reconsideration_first: bool,
    /// Whether legal aid is asked for (art. 18).
    pub legal_aid_asked: bool,
    /// Whether compensation is asked for (art. 72).
    pub compensation_asked: bool,
    /// Whether a normative document is to be reviewed as well (art. 13).
    pub collateral_review_asked: bool,
    /// The case that looked the same, and why this one was entered nevertheless (S01).
    pub twin: Option<Twin>,
    /// The reconsideration organ, as it is named that day.
    pub organ_name: Option<Line>,
    /// Its id in the directory.
    pub organ: Option<Uuid>,
    /// 行政管理领域, by code.
    pub field: Option<Line>,
    /// 复议事项, by code.
    pub matter: Option<Line>,
    /// 涉企.
    pub enterprise_related: bool,
    /// Whether it concerns a state secret, privacy, minors and the like: it is counted, and never told of (N-GEN-5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub non_public: bool,
}

/// An applicant or a third party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of a form")]
pub struct Party {
    pub number: PersonNumber,
    pub role: Role,
    pub kind: PartyKind,
    pub name: Line,
    pub id_kind: Option<IdKind>,
    pub id_number: Option<Line>,
    pub address: Option<Line>,
    pub phone: Option<Line>,
    pub service_method: Option<super::service::ServiceMethod>,
    pub service_address: Option<Line>,
    pub agents: Vec<Agent>,
    pub legal_representative: Option<Line>,
    pub statutory_agent: Option<Line>,
    pub remark: Option<Line>,
}

/// Somebody who acts for a party, by its power of attorney.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of a form")]
pub struct Agent {
    pub name: Line,
    pub kind: AgentKind,
    pub organisation: Option<Line>,
    pub phone: Option<Line>,
    pub authority: Option<Line>,
    pub until: Option<Day>,
    pub has_power_of_attorney: bool,
    pub has_identity_papers: bool,
}

/// An organ whose act is challenged (art. 19).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Respondent {
    /// The number within the case.
    pub number: PersonNumber,
    /// Its id in the directory.
    pub organ: Uuid,
    /// As it is named that day.
    pub name: Line,
}

/// The act that is challenged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of a form")]
pub struct Act {
    pub kind: ActKind,
    pub document_number: Option<Line>,
    pub title: Line,
    pub made_on: Option<Day>,
    pub known_on: Option<Day>,
    pub known_by: Option<KnownBy>,
    pub amount: Option<Yuan>,
    pub served: ActServed,
    /// Of right, organ and period (R-APP-3); none: that is not clear yet.
    pub remedies_told: Option<bool>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The number within the case.
    pub number: u32,
    /// What sort.
    pub kind: ClaimKind,
    /// In the applicant's words.
    pub text: Text,
}

/// A case that looks the same, and why this one was entered nevertheless.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Twin {
    /// That case.
    pub case: Id<Case>,
    /// Its number.
    pub number: Option<Line>,
    /// The clerk's reason.
    pub reason: Line,
}

/// An application came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// What came in.
    pub reception: Reception,
    /// Its number.
    pub number: Number,
    /// The day it was typed in.
    pub registered_on: Day,
    /// Whether it came in time, for a person to judge.
    pub application: InTime,
}

/// A third party takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThirdPartyJoining {
    /// From when.
    pub on: Day,
    /// Who.
    pub party: Party,
    /// By his own application, or notified.
    pub by: JoinedBy,
}

/// A party's agents are these from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgentChange {
    /// From when.
    pub on: Day,
    /// Whose.
    pub party: PersonNumber,
    /// All of them.
    pub agents: Vec<Agent>,
}

/// Row 1: an application is received, and its review begins.
pub fn receive(c: Receive, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let reception = &c.reception;
    possible(reception, on.today)?;
    persons_are_clear(reception)?;
    let review = law::run(&law::REVIEW, reception.received_on, &on.calendar)?;
    let (application, period) = timely(reception, on)?;

    let mut clocks = vec![Clock::started(ClockName::Review, review, on.today)];
    clocks.extend(period);
    let number = c.number.ok_or(Refusal::NumberNotTaken)?;
    let received = Received { reception: c.reception, number, registered_on: on.today, application };
    Ok(vec![Fact::Received(Box::new(received)).with(clocks)])
}

/// The days of an application lie in the order in which things happen.
fn possible(reception: &Reception, today: Day) -> Result<(), Refusal> {
    let Reception { received_on, posted_on, act, .. } = reception;
    law::has_come("received_on", *received_on, today)?;
    if let Some(posted_on) = posted_on {
        law::not_before("received_on", *received_on, "交邮", *posted_on)?;
    }
    if let Some(made_on) = act.made_on {
        law::not_before("received_on", *received_on, "作出行政行为", made_on)?;
    }
    match (act.known_on, act.made_on) {
        (Some(known_on), _) if *received_on < known_on => {
            Err(Refusal::TooEarly {
                field: "received_on", on: *received_on, fact: "知道行政行为", since: known_on
            })
        }
        (Some(known_on), Some(made_on)) => law::not_before("known_on", known_on, "作出行政行为", made_on),
        _ => Ok(()),
    }
}

/// There is somebody on either side, each has a number of his own, and so has each claim.
fn persons_are_clear(reception: &Reception) -> Result<(), Refusal> {
    let applicants: Vec<PersonNumber> =
        reception.parties.iter().filter(|party| party.role == Role::Applicant).map(|party| party.number).collect();
    if applicants.is_empty() {
        return Err(Refusal::NoApplicant);
    }
    if reception.respondents.is_empty() {
        return Err(Refusal::NoRespondent);
    }
    if reception.claims.is_empty() {
        return Err(Refusal::NoClaim);
    }
    let numbers = reception.parties.iter().map(|party| party.number);
    each_once(numbers.chain(reception.respondents.iter().map(|respondent| respondent.number)).map(|number| number.0))?;
    each_once(reception.claims.iter().map(|claim| claim.number))?;
    for party in &reception.parties {
        agents_are_few(&party.agents)?;
    }
    represented(&applicants, &reception.representatives)
}

fn each_once(numbers: impl Iterator<Item = u32>) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for number in numbers {
        if number == 0 || !seen.insert(number) {
            return Err(Refusal::NumberGivenTwice { number });
        }
    }
    Ok(())
}

/// R-APP-11: a party has one or two agents.
fn agents_are_few(agents: &[Agent]) -> Result<(), Refusal> {
    if agents.len() > law::MOST_AGENTS { Err(Refusal::TooManyAgents { has: agents.len() }) } else { Ok(()) }
}

/// R-APP-10: many applicants are represented by one to five of themselves.
fn represented(applicants: &[PersonNumber], representatives: &[PersonNumber]) -> Result<(), Refusal> {
    if let Some(stranger) = representatives.iter().find(|number| !applicants.contains(number)) {
        return Err(Refusal::RepresentativeIsNoApplicant { number: stranger.0 });
    }
    let wanted = usize::from(applicants.len() >= law::MANY_APPLICANTS)..=law::MOST_REPRESENTATIVES;
    if wanted.contains(&representatives.len()) {
        Ok(())
    } else {
        Err(Refusal::Representatives { applicants: applicants.len(), has: representatives.len() })
    }
}

/// Whether the application came in time, and by which period that is measured. Where the applicant was not told of right,
/// organ and period, more than sixty days may have passed, up to a year from knowing the act (R-APP-3). As long as that is
/// not clear, the sixty days are shown, and what lies between them and the year is for a person to judge.
fn in_time(reception: &Reception, on: &Occasion) -> Result<(InTime, Option<Clock>), Refusal> {
    let act = &reception.act;
    let (Some(known_on), false) = (act.known_on, act.known_by == Some(KnownBy::NotServed)) else {
        return Ok((InTime::Unknown, None));
    };
    let filing = Filing { posted_on: reception.posted_on, received_on: Some(reception.received_on) };
    let sixty_days = law::run(&law::APPLICATION, known_on, &on.calendar)?;
    let a_year = law::run(&law::APPLICATION_NOT_TOLD, known_on, &on.calendar)?;
    let (application, period) = match (act.remedies_told, sixty_days.is_met_by(filing), a_year.is_met_by(filing)) {
        (Some(true) | None, true, _) => (InTime::InTime, sixty_days),
        (Some(true), false, _) | (None, false, false) => (InTime::Late, sixty_days),
        (None, false, true) => (InTime::Unknown, sixty_days),
        (Some(false), true, _) => (InTime::InTime, a_year),
        (Some(false), false, true) => (InTime::Unknown, a_year),
        (Some(false), false, false) => (InTime::Late, a_year),
    };
    let clock = Clock::started(ClockName::Application, period, on.today);
    let filed_on = reception.posted_on.unwrap_or(reception.received_on);
    Ok((application, Some(clock.ended(End::Done, filed_on))))
}

/// The same, and five years after the act nobody applies any more: twenty where it concerns real estate, which is for a
/// person to say (R-APP-4).
pub(super) fn timely(reception: &Reception, on: &Occasion) -> Result<(InTime, Option<Clock>), Refusal> {
    let known = in_time(reception, on)?;
    let Reception { posted_on, received_on, act, .. } = reception;
    let Some(made_on) = act.made_on.filter(|_| act.kind != ActKind::Inaction) else { return Ok(known) };
    let filing = Filing { posted_on: *posted_on, received_on: Some(*received_on) };
    let five_years = law::run(&law::APPLICATION_CAP, made_on, &on.calendar)?;
    let twenty_years = law::run(&law::APPLICATION_CAP_REAL_ESTATE, made_on, &on.calendar)?;
    let (application, period) = match (known.0, five_years.is_met_by(filing), twenty_years.is_met_by(filing)) {
        (InTime::Late, ..) | (_, true, _) => return Ok(known),
        (_, false, true) => (InTime::Unknown, five_years),
        (_, false, false) => (InTime::Late, twenty_years),
    };
    let clock = Clock::started(ClockName::Application, period, on.today);
    Ok((application, Some(clock.ended(End::Done, posted_on.unwrap_or(*received_on)))))
}

/// A third party comes to take part.
pub fn join(file: &File, c: ThirdPartyJoining, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    since_receipt(file, c.on)?;
    if c.party.role != Role::ThirdParty {
        return Err(Refusal::InAnotherRole { name: c.party.name, role: Role::ThirdParty });
    }
    agents_are_few(&c.party.agents)?;
    each_once(file.persons.iter().map(|person| person.number.0).chain([c.party.number.0]))?;
    Ok(vec![Fact::ThirdPartyJoined(c).alone()])
}

/// R-APP-11: a party names other agents, or none any more.
pub fn change_agents(file: &File, c: AgentChange, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    since_receipt(file, c.on)?;
    file.person(c.party)?;
    agents_are_few(&c.agents)?;
    Ok(vec![Fact::AgentsChanged(c).alone()])
}

pub(super) fn since_receipt(file: &File, day: Day) -> Result<(), Refusal> {
    law::not_before("on", day, "收到申请", file.received_on.unwrap_or(Day::FIRST))
}

impl Received {
    /// The command that would enter it again.
    pub(super) fn again(self) -> Receive {
        Receive { reception: self.reception, number: Some(self.number) }
    }
}

impl Party {
    pub(super) fn person(&self, since: Day) -> Person {
        Person { number: self.number, role: self.role, name: self.name.clone(), agents: self.agents.clone(), since }
    }
}

impl Respondent {
    pub(super) fn person(&self, since: Day) -> Person {
        Person { number: self.number, role: Role::Respondent, name: self.name.clone(), agents: Vec::new(), since }
    }
}

#[cfg(test)]
mod tests;
