//! The table of the procedure: what may be asked at which stage, and where each event leads. A row that is not there is
//! refused. The chapters beside this file hold the steps; their order is the law's.

use kernel::aggregate::{Aggregate, Occasion};
use kernel::day::Day;
use kernel::retelling;
use serde::{Deserialize, Serialize};

pub mod acceptance;
pub mod amendment;
pub mod application;
pub mod conversion;
pub mod decision;
pub mod dismissal;
mod fact;
pub mod fields;
pub mod file;
pub mod mediation;
pub mod opinions;
pub mod recount;
pub mod resolution;
pub mod service;
pub mod supplement;
pub mod suspension;
pub mod termination;
pub mod trial;

use acceptance::{Acceptance, Acknowledgement, DeemedAcceptance, NonAcceptance, ProcedureChoice, Refused, Review};
use amendment::{Amend, Amended, Amendment, Late, Retraction, Struck};
use application::{AgentChange, InTime, Receive, Received, ThirdPartyJoining};
use conversion::Conversion;
use decision::{Decide, Decided, Judged, Submission, Submitted};
use dismissal::{Dismiss, Dismissed};
use file::File;
use mediation::{Mediate, Mediated};
use opinions::{CommitteeOpinion, HearingRecord, Opinion, OpinionExcuse, Requirement};
use recount::Recounted;
use resolution::DisputeResolution;
use service::{Served, Service};
use supplement::{Abandonment, Requested, SupplementExtension, SupplementNotice, Supplements};
use suspension::{Halt, Resumption, Suspension};
use termination::{Terminate, Terminated, Withdrawal};
use trial::{AnswerExpiry, Assignment, CopySending, Extension, RespondentAnswer, Trial};

use crate::clocks::{Clock, PersonNumber};
use crate::refusal::Refusal;

/// A reconsideration case: what was entered about it, and the stage that this has brought it to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// What holds at every stage: persons, periods, and all that was entered.
    pub file: File,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a case stands. A case that is suspended stands where it was, still. Performance will take its place here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing has come in.
    #[default]
    NotReceived,
    /// The application is reviewed.
    UnderReview(Review),
    /// The applicant was asked to supplement it.
    SupplementRequested(Requested),
    /// It is accepted and tried.
    UnderTrial(Trial),
    /// It lies with those who decide.
    Submitted(Submitted),
    /// It is decided.
    Decided(Judged),
    /// The parties agreed, and the paper that says so is effective.
    Mediated(Judged),
    /// It was terminated.
    Terminated(Judged),
    /// The application was dismissed after acceptance.
    ApplicationDismissed(Judged),
    /// It was not accepted.
    NotAccepted(Refused),
    /// The applicant is deemed to have given up.
    Abandoned,
    /// The applicant withdrew before acceptance.
    Withdrawn,
    /// It was entered by mistake.
    EnteredByMistake,
}

/// What may be asked of a case.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Command {
    Receive(Box<Receive>),
    IssueSupplementNotice(SupplementNotice, Option<Service>),
    ServeSupplementNotice(Service),
    RecordSupplements(Supplements),
    ExtendSupplement(SupplementExtension),
    DeemAbandoned(Abandonment),
    Accept(Acceptance),
    RefuseAcceptance(NonAcceptance),
    ServeNonAcceptance(Service),
    DeemAccepted,
    ChooseProcedure(ProcedureChoice),
    SendAcknowledgement(Acknowledgement),
    AssignHandlers(Assignment),
    SendCopy(CopySending, Vec<Service>),
    ServeCopy(Service),
    RecordAnswer(RespondentAnswer),
    RecordAnswerExpiry(PersonNumber),
    HearOpinion(Opinion),
    ExcuseOpinion(OpinionExcuse),
    SettleHearing(Requirement<opinions::HearingGround>),
    SettleCommittee(Requirement<opinions::CommitteeGround>),
    RecordHearing(HearingRecord),
    RecordCommitteeOpinion(CommitteeOpinion),
    Extend(Extension),
    Convert(Conversion),
    Suspend(Suspension, Option<Resumption>),
    Resume(Resumption),
    Submit(Submission),
    Decide(Box<Decide>),
    ServeDecision(Service),
    Mediate(Box<Mediate>),
    Withdraw(Withdrawal),
    Terminate(Box<Terminate>),
    ServeTermination(Service),
    DismissApplication(Box<Dismiss>),
    ServeDismissal(Service),
    ResolveDispute(DisputeResolution),
    JoinThirdParty(ThirdPartyJoining),
    ChangeAgents(AgentChange),
    Amend(Amend),
    Strike(Amendment),
    /// The calendar is another.
    Recount,
}

/// What happened, and what it did to the periods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// What happened.
    pub fact: Fact,
    /// Every period it started, moved or ended, as it is afterwards.
    pub clocks: Vec<Clock>,
    /// Where it belongs, if the procedure had gone on when it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Late>,
    /// Whether the application came in time, where what it amends makes that another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<InTime>,
}

/// What happens to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum Fact {
    Received(Box<Received>),
    SupplementNoticeIssued(SupplementNotice),
    SupplementNoticeServed(Served),
    SupplementsReceived(Supplements),
    SupplementExtended(SupplementExtension),
    DeemedAbandoned(Abandonment),
    Accepted(Acceptance),
    AcceptanceRefused(NonAcceptance),
    NonAcceptanceServed(Served),
    DeemedAccepted(DeemedAcceptance),
    ProcedureChosen(ProcedureChoice),
    AcknowledgementSent(Acknowledgement),
    HandlersAssigned(Assignment),
    CopySent(CopySending),
    CopyServed(Served),
    AnswerReceived(RespondentAnswer),
    AnswerExpired(AnswerExpiry),
    OpinionHeard(Opinion),
    OpinionExcused(OpinionExcuse),
    HearingSettled(Requirement<opinions::HearingGround>),
    CommitteeSettled(Requirement<opinions::CommitteeGround>),
    HearingHeld(HearingRecord),
    CommitteeOpinionReceived(CommitteeOpinion),
    Extended(Extension),
    Converted(Conversion),
    Suspended(Suspension),
    Resumed(Resumption),
    Submitted(Submission),
    Decided(Box<Decided>),
    DecisionServed(Served),
    Mediated(Box<Mediated>),
    Withdrawn(Withdrawal),
    Terminated(Box<Terminated>),
    TerminationServed(Served),
    ApplicationDismissed(Box<Dismissed>),
    DismissalServed(Served),
    DisputeResolved(DisputeResolution),
    ThirdPartyJoined(ThirdPartyJoining),
    AgentsChanged(AgentChange),
    Amended(Amended),
    Struck(Struck),
    DeemedAcceptanceWithdrawn(Retraction),
    AnswerExpiryWithdrawn(Retraction),
    AbandonmentWithdrawn(Retraction),
    DeadlinesRecounted(Recounted),
}

impl Aggregate for Case {
    const KIND: &'static str = "ReconsiderationCase";
    type Command = Command;
    type Event = CaseEvent;
    type Refusal = Refusal;

    fn decide(&self, command: Command, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
        if let Some(lapsed) = self.lapsed_before(&command, on)? {
            let mut events = vec![lapsed];
            let accepted = self.clone().evolve(&events[0]);
            events.extend(accepted.decide(command, on)?);
            return Ok(events);
        }
        let events = match command {
            Command::Amend(_) | Command::Strike(_) if self.stage == Stage::EnteredByMistake => {
                Err(Refusal::EnteredByMistake)
            }
            Command::Amend(c) => amendment::amend(self, c, on),
            Command::Strike(c) => retelling::strike(self, c, on),
            Command::Recount => Ok(recount::recount(&self.file, on).into_iter().collect()),
            command => retelling::enter(self, command, on),
        }?;
        suspension::lets_no_step_in(self, &events)?;
        decision::leaves_nobody_unheard(self, &events)?;
        Ok(events)
    }

    fn evolve(mut self, event: &CaseEvent) -> Self {
        self.file.clocks.take_up(&event.clocks);
        if self.file.history.take_up(&event.fact, event.late.as_ref()) {
            self.arrive(self.file.history.last_number(), &event.fact);
            return self;
        }
        if let (Some(application), Some(Fact::Received(e))) = (event.application, self.file.history.first_mut()) {
            e.application = application;
        }
        // Something in what was entered earlier is another, or is gone: the case is told from its beginning.
        let (entries, clocks) = (self.file.history.entries().to_vec(), std::mem::take(&mut self.file.clocks));
        let mut told = Case::default();
        for entry in &entries {
            told.arrive(entry.number, &entry.fact);
        }
        told.file.history = self.file.history;
        told.file.clocks = clocks;
        told
    }
}

impl Case {
    /// One step of the procedure: the rows of the table.
    pub(crate) fn step(&self, command: Command, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
        let file = &self.file;
        if let Some(halt) = self.stage.halt() {
            halt.admits(&command)?;
        }
        match (&self.stage, command) {
            (Stage::NotReceived, Command::Receive(c)) => application::receive(*c, on),

            (Stage::UnderReview(review), Command::IssueSupplementNotice(c, service)) => {
                supplement::ask(file, review, c, service, on)
            }
            (Stage::SupplementRequested(requested), Command::ServeSupplementNotice(c)) => {
                supplement::serve(file, requested, c, on)
            }
            (Stage::SupplementRequested(requested), Command::RecordSupplements(c)) => {
                supplement::record(file, requested, c, on)
            }
            (Stage::SupplementRequested(requested), Command::ExtendSupplement(c)) => {
                supplement::extend(file, requested, c, on)
            }
            (Stage::SupplementRequested(_), Command::DeemAbandoned(c)) => supplement::deem_abandoned(file, c, on),
            (Stage::Abandoned, Command::RecordSupplements(c)) => Err(supplement::after_abandonment(file, &c)),

            (Stage::UnderReview(_) | Stage::SupplementRequested(_), Command::Withdraw(c)) => {
                termination::withdraw(file, &self.stage, c, on)
            }
            (Stage::UnderReview(review), Command::Accept(c)) => acceptance::accept(file, review, c, on),
            (Stage::UnderReview(review), Command::RefuseAcceptance(c)) => acceptance::refuse(file, review, c, on),
            (Stage::NotAccepted(refused), Command::ServeNonAcceptance(c)) => {
                acceptance::serve_refusal(file, refused, c, on)
            }
            (Stage::UnderReview(_), Command::DeemAccepted) => acceptance::deem(file, on),
            (Stage::UnderTrial(trial), Command::ChooseProcedure(c)) => acceptance::choose_procedure(file, trial, c, on),
            (
                stage,
                c @ (Command::Accept(_)
                | Command::RefuseAcceptance(_)
                | Command::IssueSupplementNotice(..)
                | Command::Withdraw(_)),
            ) if stage.trial().is_some() => Err(acceptance::after_acceptance(file, stage, &c)),

            (Stage::UnderTrial(trial), Command::AssignHandlers(c)) => trial::assign(trial, c, on),
            (Stage::Submitted(submitted), Command::AssignHandlers(c)) if submitted.on < c.on => {
                trial::assign(&submitted.trial, c, on)
            }
            (Stage::UnderTrial(trial), Command::SendCopy(c, services)) => {
                trial::send_copy(file, trial, c, services, on)
            }
            (Stage::UnderTrial(trial), Command::ServeCopy(c)) => trial::serve_copy(file, trial, c, on),
            (Stage::UnderTrial(trial), Command::RecordAnswer(c)) => trial::answer(file, trial, c, on),
            (Stage::UnderTrial(_), Command::RecordAnswerExpiry(c)) => trial::answer_expired(file, c, on),
            (Stage::UnderTrial(trial), Command::HearOpinion(c)) => opinions::hear(file, trial, c, on),
            (Stage::UnderTrial(trial), Command::ExcuseOpinion(c)) => opinions::excuse(file, trial, c, on),
            (Stage::Submitted(submitted), Command::HearOpinion(c)) if submitted.may_hear(file, c.party, c.on) => {
                opinions::hear(file, &submitted.trial, c, on)
            }
            (Stage::Submitted(submitted), Command::ExcuseOpinion(c)) if submitted.may_hear(file, c.party, c.on) => {
                opinions::excuse(file, &submitted.trial, c, on)
            }
            (Stage::UnderTrial(trial), Command::SettleHearing(c)) => opinions::settle_hearing(trial, c, on),
            (Stage::UnderTrial(trial), Command::SettleCommittee(c)) => opinions::settle_committee(trial, c, on),
            (Stage::UnderTrial(trial), Command::RecordHearing(c)) => opinions::record_hearing(trial, c, on),
            (Stage::UnderTrial(trial), Command::RecordCommitteeOpinion(c)) => {
                opinions::record_committee_opinion(trial, c, on)
            }
            (Stage::UnderTrial(trial), Command::Extend(c)) => trial::extend(file, trial, c, on),
            (Stage::Submitted(submitted), Command::Extend(c)) => {
                decision::not_after_submission(submitted, c.on)?;
                trial::extend(file, &submitted.trial, c, on)
            }

            (Stage::UnderTrial(trial), Command::Convert(c)) => conversion::convert(file, trial, c, on),
            (Stage::UnderTrial(trial) | Stage::Submitted(Submitted { trial, .. }), Command::Suspend(c, resumption)) => {
                suspension::suspend(file, trial, c, resumption, on)
            }
            (Stage::UnderTrial(trial) | Stage::Submitted(Submitted { trial, .. }), Command::Resume(c)) => {
                suspension::resume(file, trial, c, on)
            }

            (Stage::UnderTrial(trial), Command::Submit(c)) => decision::submit(file, trial, c, on),
            (Stage::Submitted(submitted), Command::Decide(c)) => decision::decide(file, submitted, *c, on),
            (Stage::Decided(judged), Command::ServeDecision(c)) => decision::serve(file, judged, c, on),
            (Stage::Decided(judged), Command::ResolveDispute(c)) => resolution::resolve(judged, c, on),
            (Stage::UnderTrial(trial) | Stage::Submitted(Submitted { trial, .. }), Command::Mediate(c)) => {
                mediation::mediate(file, trial, *c, on)
            }
            (Stage::UnderTrial(trial) | Stage::Submitted(Submitted { trial, .. }), Command::Terminate(c)) => {
                termination::terminate(file, trial, *c, on)
            }
            (Stage::Terminated(judged), Command::ServeTermination(c)) => termination::serve(file, judged, c, on),
            (Stage::UnderTrial(trial) | Stage::Submitted(Submitted { trial, .. }), Command::DismissApplication(c)) => {
                dismissal::dismiss(file, trial, *c, on)
            }
            (Stage::ApplicationDismissed(judged), Command::ServeDismissal(c)) => dismissal::serve(file, judged, c, on),

            (stage, Command::SendAcknowledgement(c)) if let Some(trial) = stage.trial() => {
                acceptance::acknowledge(file, trial, c, on)
            }
            (stage, Command::JoinThirdParty(c)) if stage.is_open() => application::join(file, c, on),
            (stage, Command::ChangeAgents(c)) if stage.is_open() => application::change_agents(file, c, on),
            (stage, command) => Err(stage.refuses(&command)),
        }
    }

    /// Where a fact brings the case.
    fn arrive(&mut self, number: u64, fact: &Fact) {
        self.file.take_up(fact);
        let stage = std::mem::take(&mut self.stage);
        self.stage = match fact {
            Fact::Received(e) => Stage::UnderReview(Review::begun(e.reception.received_on)),
            Fact::SupplementNoticeIssued(e) => Stage::SupplementRequested(Requested::by(e)),
            Fact::SupplementsReceived(e) => Stage::UnderReview(Review::renewed(e.received_on)),
            Fact::DeemedAbandoned(_) => Stage::Abandoned,
            Fact::Accepted(e) => Stage::UnderTrial(Trial::begun(e)),
            Fact::AcceptanceRefused(e) => Stage::NotAccepted(Refused::by(e)),
            Fact::DeemedAccepted(e) => Stage::UnderTrial(Trial::deemed(e, number)),
            Fact::Submitted(e) => stage.submitted(e),
            Fact::Decided(e) => stage.concluded(e.decision.on, Stage::Decided),
            Fact::Mediated(e) => stage.concluded(e.effective_on, Stage::Mediated),
            Fact::Terminated(e) => stage.concluded(e.termination.on, Stage::Terminated),
            Fact::ApplicationDismissed(e) => stage.concluded(e.dismissal.on, Stage::ApplicationDismissed),
            Fact::Withdrawn(_) => Stage::Withdrawn,
            Fact::Struck(e) if e.amendment.entry == 1 => Stage::EnteredByMistake,
            Fact::SupplementNoticeServed(_)
            | Fact::SupplementExtended(_)
            | Fact::NonAcceptanceServed(_)
            | Fact::ProcedureChosen(_)
            | Fact::AcknowledgementSent(_)
            | Fact::HandlersAssigned(_)
            | Fact::CopySent(_)
            | Fact::CopyServed(_)
            | Fact::AnswerReceived(_)
            | Fact::AnswerExpired(_)
            | Fact::OpinionHeard(_)
            | Fact::OpinionExcused(_)
            | Fact::HearingSettled(_)
            | Fact::CommitteeSettled(_)
            | Fact::HearingHeld(_)
            | Fact::CommitteeOpinionReceived(_)
            | Fact::Extended(_)
            | Fact::Converted(_)
            | Fact::Suspended(_)
            | Fact::Resumed(_)
            | Fact::DecisionServed(_)
            | Fact::TerminationServed(_)
            | Fact::DismissalServed(_)
            | Fact::DisputeResolved(_)
            | Fact::ThirdPartyJoined(_)
            | Fact::AgentsChanged(_) => stage.with(number, fact),
            // These change what was entered, and the case is told anew.
            Fact::Amended(_)
            | Fact::Struck(_)
            | Fact::DeemedAcceptanceWithdrawn(_)
            | Fact::AnswerExpiryWithdrawn(_)
            | Fact::AbandonmentWithdrawn(_)
            // And this, nothing but periods.
            | Fact::DeadlinesRecounted(_) => stage,
        };
    }

    /// Whether a command presupposes that the case was accepted while it still lies under review, and the review had ended
    /// before the command's legal day: then it was deemed accepted first (R-ACC-4).
    fn lapsed_before(&self, command: &Command, on: &Occasion) -> Result<Option<CaseEvent>, Refusal> {
        let Stage::UnderReview(_) = &self.stage else { return Ok(None) };
        match command.legal_day().filter(|_| command.comes_after_acceptance()) {
            Some(day) if self.file.review_due() < day => acceptance::deemed(&self.file, on).map(Some),
            _ => Ok(None),
        }
    }
}

impl Command {
    /// The legal day of a step; none of what follows by law or puts something right, and of what begins a case.
    pub(crate) fn legal_day(&self) -> Option<Day> {
        match self {
            Self::IssueSupplementNotice(c, _) => Some(c.on),
            Self::ServeSupplementNotice(c)
            | Self::ServeNonAcceptance(c)
            | Self::ServeCopy(c)
            | Self::ServeDecision(c)
            | Self::ServeTermination(c)
            | Self::ServeDismissal(c) => Some(c.on),
            Self::RecordSupplements(c) => Some(c.received_on),
            Self::ExtendSupplement(c) => Some(c.on),
            Self::DeemAbandoned(c) => Some(c.on),
            Self::Accept(c) => Some(c.on),
            Self::RefuseAcceptance(c) => Some(c.on),
            Self::ChooseProcedure(c) => Some(c.on),
            Self::SendAcknowledgement(c) => Some(c.on),
            Self::AssignHandlers(c) => Some(c.on),
            Self::SendCopy(c, _) => Some(c.on),
            Self::RecordAnswer(c) => Some(c.received_on),
            Self::HearOpinion(c) => Some(c.on),
            Self::ExcuseOpinion(c) => Some(c.on),
            Self::SettleHearing(c) => Some(c.on),
            Self::SettleCommittee(c) => Some(c.on),
            Self::RecordHearing(c) => Some(c.on),
            Self::RecordCommitteeOpinion(c) => Some(c.on),
            Self::Extend(c) => Some(c.on),
            Self::Convert(c) => Some(c.on),
            Self::Suspend(c, _) => Some(c.on),
            Self::Resume(c) => Some(c.on),
            Self::Submit(c) => Some(c.on),
            Self::Decide(c) => Some(c.decision.on),
            Self::Mediate(c) => Some(c.paper.effective_on()),
            Self::Withdraw(c) => Some(c.on),
            Self::Terminate(c) => Some(c.termination.on),
            Self::DismissApplication(c) => Some(c.dismissal.on),
            Self::ResolveDispute(c) => Some(c.on),
            Self::JoinThirdParty(c) => Some(c.on),
            Self::ChangeAgents(c) => Some(c.on),
            Self::Receive(_)
            | Self::DeemAccepted
            | Self::RecordAnswerExpiry(_)
            | Self::Amend(_)
            | Self::Strike(_)
            | Self::Recount => None,
        }
    }

    /// Whether only an accepted case comes to it.
    fn comes_after_acceptance(&self) -> bool {
        !matches!(
            self,
            Self::Receive(_)
                | Self::IssueSupplementNotice(..)
                | Self::ServeSupplementNotice(_)
                | Self::RecordSupplements(_)
                | Self::ExtendSupplement(_)
                | Self::DeemAbandoned(_)
                | Self::Accept(_)
                | Self::RefuseAcceptance(_)
                | Self::ServeNonAcceptance(_)
                | Self::DeemAccepted
                | Self::Withdraw(_)
                | Self::RecordAnswerExpiry(_)
                | Self::JoinThirdParty(_)
                | Self::ChangeAgents(_)
                | Self::Amend(_)
                | Self::Strike(_)
                | Self::Recount
        )
    }
}

impl Stage {
    /// Its name for people.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::NotReceived => "未登记",
            Self::UnderReview(_) => "受理审查",
            Self::SupplementRequested(_) => "等待补正",
            _ if self.halt().is_some() => "已中止",
            Self::UnderTrial(trial) => trial.phase().1,
            Self::Submitted(_) => "待决定",
            Self::Decided(_) => "已决定",
            Self::Mediated(_) => "已调解",
            Self::Terminated(_) => "已终止",
            Self::ApplicationDismissed(_) => "已驳回申请",
            Self::NotAccepted(_) => "不予受理",
            Self::Abandoned => "视为放弃申请",
            Self::Withdrawn => "受理前撤回",
            Self::EnteredByMistake => "误录",
        }
    }

    /// Its name in messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotReceived => "NotReceived",
            Self::UnderReview(_) => "UnderReview",
            Self::SupplementRequested(_) => "SupplementRequested",
            _ if self.halt().is_some() => "Suspended",
            Self::UnderTrial(trial) => trial.phase().0,
            Self::Submitted(_) => "Submitted",
            Self::Decided(_) => "Decided",
            Self::Mediated(_) => "Mediated",
            Self::Terminated(_) => "Terminated",
            Self::ApplicationDismissed(_) => "ApplicationDismissed",
            Self::NotAccepted(_) => "NotAccepted",
            Self::Abandoned => "Abandoned",
            Self::Withdrawn => "Withdrawn",
            Self::EnteredByMistake => "Struck",
        }
    }

    /// Why a step that is in no row of the table is not taken.
    fn refuses(&self, command: &Command) -> Refusal {
        match (self, command.legal_day()) {
            (Self::NotReceived, _) => Refusal::NotReceived,
            (Self::EnteredByMistake, _) => Refusal::EnteredByMistake,
            (
                Self::Decided(judged)
                | Self::Mediated(judged)
                | Self::Terminated(judged)
                | Self::ApplicationDismissed(judged),
                Some(on),
            ) if judged.on < on => Refusal::AfterTheEnd { on, ended: judged.on },
            (stage, _) => Refusal::NotAtThisStage { stage: stage.title() },
        }
    }

    /// Whether the case has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::UnderReview(_) | Self::SupplementRequested(_) | Self::UnderTrial(_) | Self::Submitted(_))
    }

    /// The trial, if it has come to that.
    #[must_use]
    pub fn trial(&self) -> Option<&Trial> {
        match self {
            Self::UnderTrial(trial) => Some(trial),
            Self::Submitted(submitted) => Some(&submitted.trial),
            Self::Decided(judged)
            | Self::Mediated(judged)
            | Self::Terminated(judged)
            | Self::ApplicationDismissed(judged) => Some(&judged.trial),
            _ => None,
        }
    }

    /// Since when an open case stands still.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.trial().filter(|_| self.is_open())?.halt
    }

    fn submitted(self, e: &Submission) -> Self {
        match self {
            Self::UnderTrial(trial) => Self::Submitted(Submitted { trial, on: e.on }),
            other => other,
        }
    }

    /// The end of a trial, by one paper or another.
    fn concluded(self, on: Day, by: fn(Judged) -> Self) -> Self {
        match self {
            Self::UnderTrial(trial) | Self::Submitted(Submitted { trial, .. }) => by(Judged::on(trial, on)),
            other => other,
        }
    }

    /// The same stage, knowing one thing more.
    fn with(mut self, number: u64, fact: &Fact) -> Self {
        match &mut self {
            Self::SupplementRequested(requested) => requested.take_up(fact),
            Self::UnderTrial(trial) | Self::Submitted(Submitted { trial, .. }) => trial.take_up(number, fact),
            Self::Decided(judged) | Self::Terminated(judged) | Self::ApplicationDismissed(judged) => {
                judged.take_up(fact);
            }
            Self::NotAccepted(refused) => refused.take_up(fact),
            Self::NotReceived
            | Self::UnderReview(_)
            | Self::Abandoned
            | Self::Withdrawn
            | Self::Mediated(_)
            | Self::EnteredByMistake => {}
        }
        self
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
