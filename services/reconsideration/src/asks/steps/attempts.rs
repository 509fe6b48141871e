//! The plainest content each step can have.

use kernel::area::Area;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use proto::reconsideration::Step;

use crate::approval::Approval;
use crate::case::acceptance::{
    Acceptance, Acknowledgement, Condition, NonAcceptance, NonAcceptanceGround, ProcedureChoice, Simplification,
    SimplifiedGround, Track,
};
use crate::case::application::{
    Act, ActKind, ActServed, AgentChange, Channel, Claim, ClaimKind, JoinedBy, Party, PartyKind, Receive, Reception,
    Respondent, Role, ThirdPartyJoining,
};
use crate::case::conversion::Conversion;
use crate::case::decision::{Consent, Decide, Decision, DecisionKind, Item, Judged, Submission};
use crate::case::dismissal::{Dismiss, Dismissal};
use crate::case::file::Person;
use crate::case::mediation::{Mediate, MediationDocument, Signature, signers};
use crate::case::opinions::{
    CommitteeGround, CommitteeOpinion, HearingGround, HearingRecord, Mediation, Opinion, OpinionExcuse, OpinionMethod,
    Requirement,
};
use crate::case::resolution::{DisputeResolution, ResolvedBy};
use crate::case::service::{Service, ServiceMethod};
use crate::case::supplement::{Abandonment, SupplementExtension, SupplementNotice, Supplements};
use crate::case::suspension::{Resumption, Suspension, SuspensionGround};
use crate::case::termination::{Terminate, Termination, TerminationGround, Withdrawal, WithdrawalReason};
use crate::case::trial::{Answered, Assignment, CopySending, Extension, Handler, RespondentAnswer, Trial};
use crate::case::{Case, Command, Stage};
use crate::clocks::PersonNumber;
use kernel::writing::{Line, Text};

/// A step to be tried.
pub(super) struct Attempt {
    pub(super) on: Box<dyn Fn(Day) -> Command>,
    command: &'static str,
    title: String,
    article: &'static str,
    fields: &'static str,
    party: u32,
}

impl Attempt {
    fn new(
        command: &'static str,
        title: &str,
        article: &'static str,
        fields: &'static str,
        on: impl Fn(Day) -> Command + 'static,
    ) -> Self {
        Self { on: Box::new(on), command, title: title.to_owned(), article, fields, party: 0 }
    }

    fn of(mut self, number: PersonNumber, name: &Line) -> Self {
        self.party = number.0;
        self.title = format!("{}（{name}）", self.title);
        self
    }

    /// The step as it is offered.
    pub(super) fn step(&self) -> Step {
        Step {
            command: self.command.to_owned(),
            title: self.title.clone(),
            article: self.article.to_owned(),
            fields: self.fields.split_whitespace().map(str::to_owned).collect(),
            party: self.party,
            ..Step::default()
        }
    }
}

/// Everything worth trying on a case.
pub(super) fn all(case: &Case, today: Day) -> Vec<Attempt> {
    if case.stage == Stage::NotReceived {
        return vec![reception()];
    }
    let mut attempts = before_acceptance(case, today);
    attempts.extend(of_trial(case));
    attempts.extend(of_decision(case));
    attempts.extend(of_suspension(case));
    attempts.extend(of_other_ends(case, today));
    attempts.extend(at_any_time(case));
    attempts
}

fn reception() -> Attempt {
    let fields = "received_on posted_on channel number parties respondents representatives act claims \
                  facts_and_reasons reconsideration_first legal_aid_asked compensation_asked \
                  collateral_review_asked twin organ_name organ field matter enterprise_related non_public";
    Attempt::new("receive", "登记收到申请", "《行政复议法》第二十二条", fields, |on| {
        let number = NumberRequest { area: Area::unknown(), template: None, existing: None };
        let applicant = Party { role: Role::Applicant, ..somebody(1) };
        let reception = Reception {
            received_on: on,
            posted_on: None,
            channel: Channel::InPerson,
            number,
            parties: vec![applicant],
            respondents: vec![Respondent { number: PersonNumber(2), organ: uuid::Uuid::nil(), name: line() }],
            representatives: Vec::new(),
            act: Act {
                kind: ActKind::OtherAct,
                document_number: None,
                title: line(),
                made_on: None,
                known_on: None,
                known_by: None,
                amount: None,
                served: ActServed::Unknown,
                remedies_told: None,
            },
            claims: vec![Claim { number: 1, kind: ClaimKind::OtherClaim, text: text() }],
            facts_and_reasons: None,
            reconsideration_first: false,
            legal_aid_asked: false,
            compensation_asked: false,
            collateral_review_asked: false,
            twin: None,
            organ_name: None,
            organ: None,
            field: None,
            matter: None,
            enterprise_related: false,
            non_public: false,
        };
        Command::Receive(Box::new(Receive { reception, number: Some(pending()) }))
    })
}

fn before_acceptance(case: &Case, today: Day) -> Vec<Attempt> {
    // After an abandonment only what was posted before it may come still.
    let supplement = case.file.supplements_due();
    let posted_on = supplement.filter(|_| case.stage == Stage::Abandoned);
    let mut attempts = vec![
        Attempt::new(
            "accept",
            "受理",
            "《行政复议法》第三十条",
            "on procedure simplified conditions paper",
            |on| {
                let conditions =
                    <Condition as kernel::word::Word>::ALL.iter().map(|(condition, ..)| *condition).collect();
                Command::Accept(Acceptance { on, track: Track::Ordinary, conditions, paper: None })
            },
        ),
        Attempt::new(
            "refuse_acceptance",
            "决定不予受理",
            "《行政复议法》第三十条第二款",
            "on ground reasons competent_organ paper",
            |on| {
                Command::RefuseAcceptance(NonAcceptance {
                    on,
                    ground: NonAcceptanceGround::NoInterest,
                    reasons: text(),
                    competent_organ: None,
                    paper: None,
                })
            },
        ),
        Attempt::new(
            "issue_supplement_notice",
            "通知补正",
            "《行政复议法》第三十一条第一款",
            "on items paper service",
            |on| Command::IssueSupplementNotice(SupplementNotice { on, items: text(), paper: None }, None),
        ),
        Attempt::new("deem_accepted", "视为受理", "《行政复议法》第三十条第三款", "", |_| {
            Command::DeemAccepted
        }),
        Attempt::new(
            "record_supplements",
            "收到补正材料",
            "《行政复议法》第三十一条第三款",
            "received_on posted_on items",
            move |on| Command::RecordSupplements(Supplements { received_on: on, posted_on, items: None }),
        ),
        Attempt::new(
            "deem_abandoned",
            "视为放弃申请",
            "《行政复议法》第三十一条第二款",
            "on explanation",
            |on| Command::DeemAbandoned(Abandonment { on, explanation: line() }),
        ),
    ];
    let until = supplement.map_or(today, |due| due.plus_days(7));
    attempts.push(Attempt::new(
        "extend_supplement",
        "延长补正期限",
        "《行政复议法》第三十一条第二款",
        "on until reason",
        move |on| Command::ExtendSupplement(SupplementExtension { on, until, reason: line() }),
    ));
    if matches!(case.stage, Stage::UnderReview(_) | Stage::SupplementRequested(_)) {
        let fields = "on reason explanation paper";
        let article = "《行政复议法实施条例》第三十八条";
        let withdraw = |on| Command::Withdraw(withdrawal(on));
        attempts.push(Attempt::new("withdraw", "申请人撤回申请", article, fields, withdraw));
    }
    match &case.stage {
        Stage::SupplementRequested(requested) => {
            let unserved = case.file.those(Role::Applicant);
            let unserved = unserved.filter(|person| !requested.served.contains_key(&person.number));
            attempts.extend(unserved.map(|person| {
                let number = person.number;
                let serve = move |on| Command::ServeSupplementNotice(service(number, on));
                let article = "《行政复议法》第八十八条";
                Attempt::new("serve_supplement_notice", "补正通知送达", article, SERVICE, serve)
                    .of(number, &person.name)
            }));
        }
        Stage::NotAccepted(refused) => {
            let unserved = case.file.those(Role::Applicant);
            let unserved = unserved.filter(|person| refused.served.iter().all(|(number, _)| *number != person.number));
            attempts.extend(unserved.map(|person| {
                let number = person.number;
                let serve = move |on| Command::ServeNonAcceptance(service(number, on));
                let article = "《行政复议法》第三十四条";
                Attempt::new("serve_non_acceptance", "不予受理决定送达", article, SERVICE, serve)
                    .of(number, &person.name)
            }));
        }
        _ => {}
    }
    attempts
}

const SERVICE: &str = "recipient method on proof";

fn of_trial(case: &Case) -> Vec<Attempt> {
    let mut attempts = vec![
        Attempt::new(
            "choose_procedure",
            "确定适用简易程序",
            "《行政复议法》第五十三条",
            "on procedure simplified",
            |on| {
                let simplified = Simplification { ground: SimplifiedGround::Agreed, is_clear: true, explanation: None };
                Command::ChooseProcedure(ProcedureChoice { on, track: Track::Simplified(simplified) })
            },
        ),
        Attempt::new(
            "assign_handlers",
            "确定承办人员",
            "《行政复议法实施条例》第三十二条",
            "on handlers",
            |on| {
                let handler = |name: &str| Handler { account: Line::known(name), name: Line::known(name) };
                Command::AssignHandlers(Assignment { on, handlers: vec![handler("甲"), handler("乙")] })
            },
        ),
        Attempt::new(
            "send_copy",
            "发送申请书副本",
            "《行政复议法》第四十八条、第五十四条",
            "on method services",
            |on| Command::SendCopy(CopySending { on, method: ServiceMethod::Direct }, Vec::new()),
        ),
        Attempt::new(
            "extend",
            "延长审理期限",
            "《行政复议法》第六十二条第一款",
            "on days approval reason",
            |on| {
                Command::Extend(Extension {
                    on,
                    days: crate::law::LONGEST_EXTENSION,
                    approval: approval(),
                    reason: None,
                })
            },
        ),
    ];
    let Some(trial) = case.stage.trial() else { return attempts };
    for respondent in case.file.those(Role::Respondent) {
        let number = respondent.number;
        if trial.copy_sent_on.is_some() && !trial.served.contains_key(&number) {
            let serve = move |on| Command::ServeCopy(service(number, on));
            let article = "《行政复议法》第四十八条、第八十八条";
            attempts.push(
                Attempt::new("serve_copy", "申请书副本送达", article, SERVICE, serve).of(number, &respondent.name),
            );
        }
        let ways = match trial.answers.get(&number) {
            // Its evidence may follow.
            Some(Answered::Received { with_evidence, .. }) => usize::from(!with_evidence),
            Some(Answered::Expired(..)) | None => 2,
        };
        if trial.served.contains_key(&number) {
            attempts.extend(answers(number).map(|attempt| attempt.of(number, &respondent.name)).into_iter().take(ways));
        }
    }
    attempts.extend(opinions(case, trial));
    attempts
}

fn answers(respondent: PersonNumber) -> [Attempt; 2] {
    let answer = move |on| {
        Command::RecordAnswer(RespondentAnswer {
            respondent,
            received_on: on,
            posted_on: None,
            with_evidence: true,
            paper: None,
        })
    };
    let fields = "respondent received_on posted_on with_evidence paper";
    [
        Attempt::new("record_answer", "收到答复", "《行政复议法》第四十八条、第五十四条", fields, answer),
        Attempt::new(
            "record_answer_expiry",
            "答复期限届满未答复",
            "《行政复议法》第七十条",
            "respondent",
            move |_| Command::RecordAnswerExpiry(respondent),
        ),
    ]
}

fn opinions(case: &Case, trial: &Trial) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    for person in case.file.to_be_heard().filter(|person| !trial.heard.contains_key(&person.number)) {
        let party = person.number;
        let hear = move |on| {
            Command::HearOpinion(Opinion {
                party,
                on,
                method: OpinionMethod::Telephone,
                heard_by: line(),
                mediation: Mediation::NoAnswer,
                summary: None,
            })
        };
        let excuse = move |on| Command::ExcuseOpinion(OpinionExcuse { party, on, reason: line() });
        let fields = "party on method heard_by mediation summary";
        let article = "《行政复议法》第四十九条";
        attempts.push(Attempt::new("hear_opinion", "听取意见", article, fields, hear).of(party, &person.name));
        attempts.push(
            Attempt::new("excuse_opinion", "不能听取意见", article, "party on reason", excuse).of(party, &person.name),
        );
    }
    let (hearing, committee) = (trial.hearing_held_on.is_some(), trial.committee_opinion_on.is_some());
    let fields = "on required ground explanation";
    let settle_hearing = move |on| {
        let ground = hearing.then_some(HearingGround::OtherGround);
        Command::SettleHearing(Requirement { on, ground, explanation: None })
    };
    let settle_committee = move |on| {
        let ground = committee.then_some(CommitteeGround::FoundNecessary);
        Command::SettleCommittee(Requirement { on, ground, explanation: None })
    };
    attempts.push(Attempt::new("settle_hearing", "确定是否听证", "《行政复议法》第五十条", fields, settle_hearing));
    let title = "确定是否提请行政复议委员会咨询";
    attempts.push(Attempt::new("settle_committee", title, "《行政复议法》第五十二条", fields, settle_committee));
    attempts.push(Attempt::new(
        "record_hearing",
        "举行听证",
        "《行政复议法》第五十条",
        "on summary paper",
        |on| Command::RecordHearing(HearingRecord { on, summary: None, paper: None }),
    ));
    let fields = "on opinion paper";
    let article = "《行政复议法》第五十二条";
    attempts.push(Attempt::new("record_committee_opinion", "取得咨询意见", article, fields, |on| {
        Command::RecordCommitteeOpinion(CommitteeOpinion { on, opinion: text(), paper: None })
    }));
    attempts
}

fn of_suspension(case: &Case) -> [Attempt; 3] {
    let resumption = |on| Resumption { on, explanation: None, paper: None };
    let is_over = !case.stage.is_open();
    let suspend = move |on| {
        let suspension = Suspension { on, ground: SuspensionGround::ForceMajeure, explanation: None, paper: None };
        Command::Suspend(suspension, is_over.then(|| resumption(on)))
    };
    let resume = move |on| Command::Resume(resumption(on));
    let convert = |on| Command::Convert(Conversion { on, approval: approval(), reason: None });
    let article = "《行政复议法》第三十九条";
    [
        Attempt::new("suspend", "中止审理", article, "on ground explanation paper resumption", suspend),
        Attempt::new("resume", "恢复审理", article, "on explanation paper", resume),
        Attempt::new("convert", "转为普通程序", "《行政复议法》第五十五条", "on approval reason", convert),
    ]
}

/// How a case ends without a decision on the merits.
fn of_other_ends(case: &Case, today: Day) -> Vec<Attempt> {
    let request = || NumberRequest { area: Area::unknown(), template: None, existing: None };
    let parties: Vec<PersonNumber> = signers(&case.file).map(|person| person.number).collect();
    let mediate = move |on| {
        let signatures = parties.iter().map(|party| Signature { party: *party, on }).collect();
        let (number, terms) = (request(), text());
        let paper =
            MediationDocument { number, signatures, sealed_on: on, changes_act: false, terms, perform_by: None };
        Command::Mediate(Box::new(Mediate { paper, number: Some(pending()) }))
    };
    let may_end = super::may_end(case, today);
    let title = if may_end { "终止行政复议（中止已满六十日）" } else { "终止行政复议" };
    let terminate = move |on| {
        let (ground, withdrawal) = if may_end {
            (TerminationGround::SuspendedSixtyDays, None)
        } else {
            (TerminationGround::Withdrawn, Some(withdrawal(on)))
        };
        let termination = Termination { on, number: request(), ground, withdrawal, explanation: None };
        Command::Terminate(Box::new(Terminate { termination, number: Some(pending()) }))
    };
    let dismiss = move |on| {
        let dismissal = Dismissal { on, number: request(), ground: NonAcceptanceGround::NoInterest, reasons: text() };
        Command::DismissApplication(Box::new(Dismiss { dismissal, number: Some(pending()) }))
    };
    let fields = "number signatures sealed_on changes_act terms perform_by";
    let mut attempts = vec![
        Attempt::new("mediate", "调解书生效", "《行政复议法》第七十三条", fields, mediate),
        Attempt::new(
            "terminate",
            title,
            "《行政复议法》第四十一条",
            "on number ground withdrawal explanation",
            terminate,
        ),
        Attempt::new(
            "dismiss_application",
            "驳回行政复议申请",
            "《行政复议法》第三十三条",
            "on number ground reasons",
            dismiss,
        ),
    ];
    let article = "《行政复议法》第八十八条";
    match &case.stage {
        Stage::Terminated(judged) => attempts.extend(unserved(case, judged).map(|person| {
            let number = person.number;
            let serve = move |on| Command::ServeTermination(service(number, on));
            Attempt::new("serve_termination", "终止决定书送达", article, SERVICE, serve).of(number, &person.name)
        })),
        Stage::ApplicationDismissed(judged) => attempts.extend(unserved(case, judged).map(|person| {
            let number = person.number;
            let serve = move |on| Command::ServeDismissal(service(number, on));
            Attempt::new("serve_dismissal", "驳回申请决定书送达", article, SERVICE, serve).of(number, &person.name)
        })),
        _ => {}
    }
    attempts
}

/// Who has not received the paper that ended the case.
fn unserved<'a>(case: &'a Case, judged: &'a Judged) -> impl Iterator<Item = &'a Person> {
    case.file.persons.iter().filter(|person| !judged.served.contains_key(&person.number))
}

fn withdrawal(on: Day) -> Withdrawal {
    Withdrawal { on, reason: WithdrawalReason::OtherReason, explanation: None, paper: None }
}

fn of_decision(case: &Case) -> Vec<Attempt> {
    let claims = case.file.claims.clone();
    let fields = "on number items approval approved_by summary";
    let decide = move |on| Command::Decide(Box::new(plain_decision(on, claims.clone())));
    let mut attempts = vec![
        Attempt::new("submit", "提请决定", "《行政复议法》第六十一条", "on proposal", |on| {
            Command::Submit(Submission { on, proposal: None })
        }),
        Attempt::new("decide", "作出行政复议决定", "《行政复议法》第六十一条、第六十二条", fields, decide),
    ];
    if let Stage::Decided(judged) = &case.stage {
        attempts.extend(unserved(case, judged).map(|person| {
            let number = person.number;
            let serve = move |on| Command::ServeDecision(service(number, on));
            let article = "《行政复议法》第七十五条";
            Attempt::new("serve_decision", "决定书送达", article, SERVICE, serve).of(number, &person.name)
        }));
        let resolve =
            |on| Command::ResolveDispute(DisputeResolution { on, by: ResolvedBy::OpinionLetter, explanation: None });
        let article = "《行政复议法》第七十六条";
        attempts.push(Attempt::new("resolve_dispute", "争议实质化解", article, "on by explanation", resolve));
    }
    attempts
}

fn plain_decision(on: Day, claims: Vec<u32>) -> Decide {
    let (kind, causes) = (DecisionKind::Maintain, Vec::new());
    let item = Item { kind, claims, text: None, redo_days: None, perform_by: None, causes };
    let number = NumberRequest { area: Area::unknown(), template: None, existing: None };
    let consent = Consent::ResponsiblePerson;
    let decision = Decision { on, number, items: vec![item], consent, approved_by: approval(), summary: None };
    Decide { decision, number: Some(pending()) }
}

fn at_any_time(case: &Case) -> Vec<Attempt> {
    let free = case.file.persons.iter().map(|person| person.number.0).max().unwrap_or(0) + 1;
    let party = case.file.persons.first().map_or(PersonNumber(1), |person| person.number);
    let fields = "on party by";
    let article = "《行政复议法》第十六条";
    vec![
        Attempt::new(
            "send_acknowledgement",
            "发送受理通知",
            "《行政复议法》第三十条",
            "on method paper",
            |on| Command::SendAcknowledgement(Acknowledgement { on, method: ServiceMethod::Direct, paper: None }),
        ),
        Attempt::new("join_third_party", "第三人参加", article, fields, move |on| {
            Command::JoinThirdParty(ThirdPartyJoining { on, party: somebody(free), by: JoinedBy::Notice })
        }),
        Attempt::new(
            "change_agents",
            "变更代理人",
            "《行政复议法》第十七条",
            "on party agents",
            move |on| Command::ChangeAgents(AgentChange { on, party, agents: Vec::new() }),
        ),
    ]
}

fn somebody(number: u32) -> Party {
    Party {
        number: PersonNumber(number),
        role: Role::ThirdParty,
        kind: PartyKind::Citizen,
        name: line(),
        id_kind: None,
        id_number: None,
        address: None,
        phone: None,
        service_method: None,
        service_address: None,
        agents: Vec::new(),
        legal_representative: None,
        statutory_agent: None,
        remark: None,
    }
}

fn pending() -> Number {
    Number { text: Line::known("待编号"), ordinal: None, existing: false }
}

fn service(recipient: PersonNumber, on: Day) -> Service {
    Service { recipient, method: ServiceMethod::Direct, on, proof: None }
}

fn approval() -> Approval {
    Approval { account: None, name: line(), post: None, on: None }
}

fn line() -> Line {
    Line::known("待填写")
}

fn text() -> Text {
    Text::known("待填写")
}
