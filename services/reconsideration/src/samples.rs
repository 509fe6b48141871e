//! A case for tests, told step by step.

use std::sync::Arc;

use kernel::actor::Actor;
use kernel::aggregate::{Aggregate, Occasion};
use kernel::calendar::Calendar;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};

use crate::approval::Approval;
use crate::case::acceptance::*;
use crate::case::amendment::*;
use crate::case::application::*;
use crate::case::conversion::Conversion;
use crate::case::decision::*;
use crate::case::dismissal::*;
use crate::case::mediation::*;
use crate::case::opinions::*;
use crate::case::resolution::{DisputeResolution, ResolvedBy};
use crate::case::service::*;
use crate::case::supplement::*;
use crate::case::suspension::{Resumption, Suspension, SuspensionGround};
use crate::case::termination::*;
use crate::case::trial::*;
use crate::case::{Case, CaseEvent, Command};
use crate::clocks::{Clock, ClockName, PersonNumber};
use crate::money::Yuan;
use crate::refusal::Refusal;
use kernel::word::Word;
use kernel::writing::{Line, Text};

pub const APPLICANT: PersonNumber = PersonNumber(1);
pub const RESPONDENT: PersonNumber = PersonNumber(2);
pub const THIRD: PersonNumber = PersonNumber(3);

pub fn d(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text.to_owned()).unwrap()
}

pub fn occasion(today: &str) -> Occasion {
    let calendar = Arc::new(Calendar::shipped());
    Occasion { today: d(today), actor: Actor::person("zhao.min", "赵敏"), calendar }
}

/// A case as it is told, and the day on which it is told.
#[derive(Debug, Clone)]
pub struct Play {
    pub case: Case,
    pub on: Occasion,
    pub events: Vec<CaseEvent>,
}

impl Play {
    pub fn on(today: &str) -> Self {
        Self { case: Case::default(), on: occasion(today), events: Vec::new() }
    }

    pub fn today(mut self, today: &str) -> Self {
        self.on.today = d(today);
        self
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test names the command and is done with it")]
    pub fn does(mut self, command: Command) -> Self {
        let events = match self.case.decide(command.clone(), &self.on) {
            Ok(events) => events,
            Err(refusal) => panic!("{command:?} was refused: {refusal}"),
        };
        for event in &events {
            self.case = self.case.evolve(event);
        }
        self.events.extend(events);
        self
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test names the command and is done with it")]
    pub fn refuses(&self, command: Command) -> Refusal {
        match self.case.decide(command.clone(), &self.on) {
            Ok(events) => panic!("{command:?} was not refused: {events:?}"),
            Err(refusal) => refusal,
        }
    }

    /// The names of the last events.
    pub fn last(&self, count: usize) -> Vec<&'static str> {
        self.events[self.events.len() - count..].iter().map(|event| event.fact.described().0).collect()
    }

    #[track_caller]
    pub fn clock(&self, name: ClockName) -> &Clock {
        self.case.file.clocks.find((name, None)).unwrap()
    }

    #[track_caller]
    pub fn clock_of(&self, name: ClockName, person: PersonNumber) -> &Clock {
        self.case.file.clocks.find((name, Some(person))).unwrap()
    }

    #[track_caller]
    pub fn due(&self, name: ClockName) -> String {
        self.clock(name).due().to_string()
    }

    pub fn stage(&self) -> &'static str {
        self.case.stage.name()
    }
}

pub fn reception(received_on: &str) -> Reception {
    Reception {
        received_on: d(received_on),
        posted_on: None,
        channel: Channel::InPerson,
        number: request(),
        parties: vec![party(1, Role::Applicant, "张三")],
        respondents: vec![Respondent {
            number: RESPONDENT, organ: uuid::Uuid::from_u128(7), name: line("陇县公安局")
        }],
        representatives: Vec::new(),
        act: Act {
            kind: ActKind::Penalty,
            document_number: Some(line("陇公罚〔2024〕1号")),
            title: line("行政处罚决定书"),
            made_on: None,
            known_on: None,
            known_by: None,
            amount: Some(Yuan(100_000)),
            served: ActServed::Yes,
            remedies_told: Some(true),
        },
        claims: vec![Claim { number: 1, kind: ClaimKind::Revoke, text: text("撤销该处罚决定") }],
        facts_and_reasons: Some(text("事实不清")),
        reconsideration_first: false,
        legal_aid_asked: false,
        compensation_asked: false,
        collateral_review_asked: false,
        twin: None,
        organ_name: Some(line("陇县人民政府")),
        organ: None,
        field: Some(line("F01")),
        matter: Some(line("X01")),
        enterprise_related: false,
        non_public: false,
    }
}

pub fn request() -> NumberRequest {
    NumberRequest { area: "610327".to_owned().try_into().unwrap(), template: None, existing: None }
}

pub fn party(number: u32, role: Role, name: &str) -> Party {
    Party {
        number: PersonNumber(number),
        role,
        kind: PartyKind::Citizen,
        name: line(name),
        id_kind: Some(IdKind::ResidentId),
        id_number: Some(line("610327199001011234")),
        address: Some(line("陇县城关镇")),
        phone: None,
        service_method: Some(ServiceMethod::Post),
        service_address: None,
        agents: Vec::new(),
        legal_representative: None,
        statutory_agent: None,
        remark: None,
    }
}

pub fn agent(name: &str) -> Agent {
    Agent {
        name: line(name),
        kind: AgentKind::Lawyer,
        organisation: Some(line("某律师事务所")),
        phone: None,
        authority: Some(line("一般代理")),
        until: None,
        has_power_of_attorney: true,
        has_identity_papers: true,
    }
}

pub fn number(ordinal: u32) -> Number {
    Number { text: line(&format!("陇政复〔2024〕{ordinal}号")), ordinal: Some(ordinal), existing: false }
}

pub fn receive(received_on: &str) -> Command {
    receiving(reception(received_on))
}

pub fn receiving(reception: Reception) -> Command {
    Command::Receive(Box::new(Receive { reception, number: Some(number(1)) }))
}

pub fn conditions() -> Vec<Condition> {
    Condition::ALL.iter().map(|(condition, ..)| *condition).collect()
}

pub fn accept(on: &str) -> Command {
    Command::Accept(Acceptance { on: d(on), track: Track::Ordinary, conditions: conditions(), paper: None })
}

pub fn simplified(ground: SimplifiedGround) -> Track {
    Track::Simplified(Simplification { ground, is_clear: true, explanation: None })
}

pub fn accept_simplified(on: &str) -> Command {
    let track = simplified(SimplifiedGround::Agreed);
    Command::Accept(Acceptance { on: d(on), track, conditions: conditions(), paper: None })
}

pub fn refuse(on: &str) -> Command {
    Command::RefuseAcceptance(NonAcceptance {
        on: d(on),
        ground: NonAcceptanceGround::NoInterest,
        reasons: text("没有利害关系"),
        competent_organ: None,
        paper: None,
    })
}

pub fn service(recipient: PersonNumber, on: &str) -> Service {
    Service { recipient, method: ServiceMethod::Direct, on: d(on), proof: Some(line("送达回证")) }
}

pub fn ask_supplement(on: &str) -> Command {
    Command::IssueSupplementNotice(SupplementNotice { on: d(on), items: text("身份证明"), paper: None }, None)
}

pub fn serve_notice(on: &str) -> Command {
    Command::ServeSupplementNotice(service(APPLICANT, on))
}

pub fn supplements(on: &str) -> Command {
    Command::RecordSupplements(Supplements { received_on: d(on), posted_on: None, items: None })
}

pub fn assign(on: &str) -> Command {
    let handler = |name: &str| Handler { account: line(name), name: line(name) };
    Command::AssignHandlers(Assignment { on: d(on), handlers: vec![handler("li.wei"), handler("wang.fang")] })
}

pub fn send_copy(on: &str) -> Command {
    Command::SendCopy(CopySending { on: d(on), method: ServiceMethod::Direct }, Vec::new())
}

pub fn serve_copy(on: &str) -> Command {
    Command::ServeCopy(service(RESPONDENT, on))
}

pub fn answer(on: &str) -> Command {
    Command::RecordAnswer(RespondentAnswer {
        respondent: RESPONDENT,
        received_on: d(on),
        posted_on: None,
        with_evidence: true,
        paper: None,
    })
}

pub fn hear(person: PersonNumber, on: &str) -> Command {
    Command::HearOpinion(Opinion {
        party: person,
        on: d(on),
        method: OpinionMethod::Telephone,
        heard_by: line("李伟、王芳"),
        mediation: Mediation::Unwilling,
        summary: None,
    })
}

pub fn no_hearing(on: &str) -> Command {
    Command::SettleHearing(Requirement { on: d(on), ground: None, explanation: None })
}

pub fn no_committee(on: &str) -> Command {
    Command::SettleCommittee(Requirement { on: d(on), ground: None, explanation: None })
}

pub fn approval(on: &str) -> Approval {
    Approval { account: Some(line("chen.gang")), name: line("陈刚"), post: Some(line("局长")), on: Some(d(on)) }
}

pub fn extend(on: &str, days: u16) -> Command {
    Command::Extend(Extension { on: d(on), days, approval: approval(on), reason: Some(text("案情复杂")) })
}

pub fn convert(on: &str) -> Command {
    Command::Convert(Conversion { on: d(on), approval: approval(on), reason: Some(text("案情复杂")) })
}

pub fn suspending(on: &str, ground: SuspensionGround, explanation: Option<&str>) -> Command {
    Command::Suspend(Suspension { on: d(on), ground, explanation: explanation.map(line), paper: None }, None)
}

pub fn suspend(on: &str) -> Command {
    suspending(on, SuspensionGround::ForceMajeure, None)
}

pub fn resume(on: &str) -> Command {
    Command::Resume(resumption(on))
}

fn resumption(on: &str) -> Resumption {
    Resumption { on: d(on), explanation: None, paper: None }
}

/// A suspension that was over when it was entered.
pub fn suspend_until(on: &str, resumed: &str) -> Command {
    let ground = SuspensionGround::ForceMajeure;
    Command::Suspend(Suspension { on: d(on), ground, explanation: None, paper: None }, Some(resumption(resumed)))
}

pub fn mediating(signatures: Vec<Signature>, sealed_on: &str, changes_act: bool) -> Command {
    let terms = text("将罚款减至五百元");
    let sealed_on = d(sealed_on);
    let paper = MediationDocument { number: request(), signatures, sealed_on, changes_act, terms, perform_by: None };
    Command::Mediate(Box::new(Mediate { paper, number: Some(number(1)) }))
}

/// Signed by both sides, and sealed, on one day.
pub fn mediate(on: &str) -> Command {
    let signature = |party| Signature { party, on: d(on) };
    mediating(vec![signature(APPLICANT), signature(RESPONDENT)], on, true)
}

pub fn withdrawal(on: &str) -> Withdrawal {
    Withdrawal { on: d(on), reason: WithdrawalReason::SelfCorrected, explanation: None, paper: None }
}

pub fn withdraw(on: &str) -> Command {
    Command::Withdraw(withdrawal(on))
}

pub fn terminating(on: &str, ground: TerminationGround, withdrawal: Option<Withdrawal>) -> Command {
    let termination = Termination { on: d(on), number: request(), ground, withdrawal, explanation: None };
    Command::Terminate(Box::new(Terminate { termination, number: Some(number(1)) }))
}

/// After a withdrawal on the same day.
pub fn terminate(on: &str) -> Command {
    terminating(on, TerminationGround::Withdrawn, Some(withdrawal(on)))
}

pub fn dismiss(on: &str) -> Command {
    let (ground, reasons) = (NonAcceptanceGround::NoInterest, text("没有利害关系"));
    let dismissal = Dismissal { on: d(on), number: request(), ground, reasons };
    Command::DismissApplication(Box::new(Dismiss { dismissal, number: Some(number(1)) }))
}

pub fn submit(on: &str) -> Command {
    Command::Submit(Submission { on: d(on), proposal: None })
}

pub fn item(kind: DecisionKind) -> Item {
    let causes = if kind.is_corrective() { vec![Cause::FactsUnclear] } else { Vec::new() };
    Item { kind, claims: vec![1], text: None, redo_days: None, perform_by: None, causes }
}

pub fn deciding(on: &str, items: Vec<Item>) -> Command {
    let decision = Decision {
        on: d(on),
        number: request(),
        items,
        consent: Consent::ResponsiblePerson,
        approved_by: approval(on),
        summary: None,
    };
    Command::Decide(Box::new(Decide { decision, number: Some(number(1)) }))
}

pub fn decide(on: &str) -> Command {
    deciding(on, vec![item(DecisionKind::Maintain)])
}

pub fn serve_decision(person: PersonNumber, on: &str) -> Command {
    Command::ServeDecision(service(person, on))
}

pub fn resolving(on: &str, by: ResolvedBy, explanation: Option<&str>) -> Command {
    Command::ResolveDispute(DisputeResolution { on: d(on), by, explanation: explanation.map(text) })
}

pub fn resolve(on: &str) -> Command {
    resolving(on, ResolvedBy::OpinionLetter, None)
}

pub fn amendment(entry: u64) -> Amendment {
    Amendment { entry, reason: Reason::EntryError, explanation: line("录入时看错日期") }
}

pub fn amend(entry: u64, field: &str, value: &str) -> Command {
    amend_all(entry, &[(field, value)])
}

/// Puts fields of an entry right together.
pub fn amend_all(entry: u64, changes: &[(&str, &str)]) -> Command {
    let mut changes = changes.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned()));
    let (field, value) = changes.next().unwrap();
    Command::Amend(Amend { amendment: amendment(entry), field, value, also: changes.collect() })
}

pub fn strike(entry: u64) -> Command {
    Command::Strike(amendment(entry))
}

/// Received on 2024-11-27 and accepted on 2024-12-02, as in C02; told in good time.
pub fn accepted() -> Play {
    Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-02").does(accept("2024-12-02"))
}

/// The same, with handlers, and the answer received.
pub fn answered() -> Play {
    let tried = accepted().today("2024-12-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    tried.does(serve_copy("2024-12-05")).does(answer("2024-12-16"))
}

/// The same, ready for submission.
pub fn tried() -> Play {
    let heard = answered().does(hear(APPLICANT, "2024-12-17"));
    heard.does(no_hearing("2024-12-18")).does(no_committee("2024-12-18"))
}

/// The same, decided on 2025-01-10.
pub fn decided() -> Play {
    tried().today("2025-01-10").does(submit("2025-01-08")).does(decide("2025-01-10"))
}
