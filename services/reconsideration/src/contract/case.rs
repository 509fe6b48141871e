use kernel::number::Number;
use proto::reconsideration::{self as messages, case_command, case_event};
use proto::{Message, common};
use runtime::{Contract, Counted, Draft, First, Malformed};
use uuid::Uuid;

use super::{clock, conclusion, decision, read, reception, register, steps, write};
use crate::case::acceptance::DeemedAcceptance;
use crate::case::application::Receive;
use crate::case::decision::Decide;
use crate::case::dismissal::Dismiss;
use crate::case::mediation::Mediate;
use crate::case::recount::Recounted;
use crate::case::termination::Terminate;
use crate::case::{Case, CaseEvent, Command, Fact};
use crate::clocks::Clock;
use crate::number::{NumberRegister, NumberTaking, RegisterEvent, Series};

impl Contract for Case {
    fn command(payload: &[u8]) -> Result<Command, Malformed> {
        let message = messages::CaseCommand::decode(payload)?;
        read_command(message.command.ok_or_else(Malformed::empty)?)
    }

    fn write(event: &CaseEvent) -> Vec<u8> {
        let clocks = event.clocks.iter().map(clock::write).collect();
        let late = event.late.as_ref().map(steps::write_late);
        let application = write::word_if_any(event.application);
        messages::CaseEvent { event: Some(write_fact(&event.fact)), clocks, late, application }.encode_to_vec()
    }

    fn read(payload: &[u8]) -> Result<CaseEvent, Malformed> {
        let message = messages::CaseEvent::decode(payload)?;
        let fact = read_fact(message.event.ok_or_else(Malformed::empty)?)?;
        let late = message.late.map(steps::read_late).transpose()?;
        let application = read::word_if_any("application", &message.application)?;
        Ok(CaseEvent { fact, clocks: read::each(message.clocks, clock::read)?, late, application })
    }

    /// A case takes its numbers from the registers of its area and year.
    fn first(stream: Uuid, command: &Command) -> Option<First> {
        // A preview asks before there is a case.
        let case = Some(stream).filter(|stream| !stream.is_nil());
        let taking = match command {
            Command::Receive(c) if c.number.is_none() => {
                NumberTaking::of(Series::Receipt, &c.reception.number, c.reception.received_on, case)
            }
            Command::Decide(c) if c.number.is_none() => {
                NumberTaking::of(Series::Decision, &c.decision.number, c.decision.on, case)
            }
            Command::Mediate(c) if c.number.is_none() => {
                NumberTaking::of(Series::Mediation, &c.paper.number, c.paper.effective_on(), case)
            }
            Command::Terminate(c) if c.number.is_none() => {
                NumberTaking::of(Series::Termination, &c.termination.number, c.termination.on, case)
            }
            Command::DismissApplication(c) if c.number.is_none() => {
                NumberTaking::of(Series::Dismissal, &c.dismissal.number, c.dismissal.on, case)
            }
            _ => return None,
        };
        let kind = <NumberRegister as kernel::aggregate::Aggregate>::KIND;
        Some(First { kind, stream: taking.register().uuid(), payload: register::write_taking(&taking) })
    }

    fn told(command: Command, first: &[Draft]) -> Result<Command, Malformed> {
        let Some(draft) = first.first() else { return Ok(command) };
        let RegisterEvent::Taken(taken) = NumberRegister::read(&draft.payload)?;
        Ok(numbered(command, taken.number))
    }
}

impl Counted for Case {
    type Clock = Clock;
    const LOG: &'static str = crate::NAME;

    fn clocks(event: &CaseEvent) -> &[Clock] {
        &event.clocks
    }

    fn recounted(event: &CaseEvent) -> Option<&Recounted> {
        match &event.fact {
            Fact::DeadlinesRecounted(recounted) => Some(recounted),
            _ => None,
        }
    }

    fn recount() -> Vec<u8> {
        let command = case_command::Command::Recount(common::Recount {});
        messages::CaseCommand { command: Some(command) }.encode_to_vec()
    }
}

/// The command with the number that was taken for it.
pub(crate) fn numbered(command: Command, number: Number) -> Command {
    match command {
        Command::Receive(c) => Command::Receive(Box::new(Receive { number: Some(number), ..*c })),
        Command::Decide(c) => Command::Decide(Box::new(Decide { number: Some(number), ..*c })),
        Command::Mediate(c) => Command::Mediate(Box::new(Mediate { number: Some(number), ..*c })),
        Command::Terminate(c) => Command::Terminate(Box::new(Terminate { number: Some(number), ..*c })),
        Command::DismissApplication(c) => Command::DismissApplication(Box::new(Dismiss { number: Some(number), ..*c })),
        other => other,
    }
}

fn read_command(message: case_command::Command) -> Result<Command, Malformed> {
    use case_command::Command as M;
    Ok(match message {
        M::Receive(m) => Command::Receive(Box::new(Receive { reception: reception::read_reception(m)?, number: None })),
        M::IssueSupplementNotice(m) => {
            let (notice, service) = steps::read_notice(m)?;
            Command::IssueSupplementNotice(notice, service)
        }
        M::ServeSupplementNotice(m) => Command::ServeSupplementNotice(steps::read_service(m)?),
        M::RecordSupplements(m) => Command::RecordSupplements(steps::read_supplements(m)?),
        M::ExtendSupplement(m) => Command::ExtendSupplement(steps::read_supplement_extension(m)?),
        M::DeemAbandoned(m) => Command::DeemAbandoned(steps::read_abandonment(m)?),
        M::Accept(m) => Command::Accept(steps::read_acceptance(m)?),
        M::RefuseAcceptance(m) => Command::RefuseAcceptance(steps::read_non_acceptance(m)?),
        M::ServeNonAcceptance(m) => Command::ServeNonAcceptance(steps::read_service(m)?),
        // The day follows from the period, whatever the message says.
        M::DeemAccepted(_) => Command::DeemAccepted,
        M::ChooseProcedure(m) => Command::ChooseProcedure(steps::read_choice(m)?),
        M::SendAcknowledgement(m) => Command::SendAcknowledgement(steps::read_acknowledgement(m)?),
        M::AssignHandlers(m) => Command::AssignHandlers(steps::read_assignment(m)?),
        M::SendCopy(m) => {
            let (sending, services) = steps::read_sending(m)?;
            Command::SendCopy(sending, services)
        }
        M::ServeCopy(m) => Command::ServeCopy(steps::read_service(m)?),
        M::RecordAnswer(m) => Command::RecordAnswer(steps::read_answer(m)?),
        M::RecordAnswerExpiry(m) => Command::RecordAnswerExpiry(read::person("respondent", m.respondent)?),
        M::HearOpinion(m) => Command::HearOpinion(steps::read_opinion(m)?),
        M::ExcuseOpinion(m) => Command::ExcuseOpinion(steps::read_excuse(m)?),
        M::SettleHearing(m) => Command::SettleHearing(steps::read_requirement(m)?),
        M::SettleCommittee(m) => Command::SettleCommittee(steps::read_requirement(m)?),
        M::RecordHearing(m) => Command::RecordHearing(steps::read_hearing(m)?),
        M::RecordCommitteeOpinion(m) => Command::RecordCommitteeOpinion(steps::read_committee_opinion(m)?),
        M::Extend(m) => Command::Extend(steps::read_extension(m)?),
        M::Convert(m) => Command::Convert(steps::read_conversion(m)?),
        M::Suspend(m) => {
            let (suspension, resumption) = steps::read_suspension(m)?;
            Command::Suspend(suspension, resumption)
        }
        M::Resume(m) => Command::Resume(steps::read_resumption(m)?),
        M::Submit(m) => Command::Submit(decision::read_submission(m)?),
        M::Decide(m) => Command::Decide(Box::new(Decide { decision: decision::read_decision(m)?, number: None })),
        M::ServeDecision(m) => Command::ServeDecision(steps::read_service(m)?),
        M::Mediate(m) => Command::Mediate(Box::new(Mediate { paper: conclusion::read_mediation(m)?, number: None })),
        M::Withdraw(m) => Command::Withdraw(conclusion::read_withdrawal(m)?),
        M::Terminate(m) => {
            Command::Terminate(Box::new(Terminate { termination: conclusion::read_termination(m)?, number: None }))
        }
        M::ServeTermination(m) => Command::ServeTermination(steps::read_service(m)?),
        M::DismissApplication(m) => {
            Command::DismissApplication(Box::new(Dismiss { dismissal: conclusion::read_dismissal(m)?, number: None }))
        }
        M::ServeDismissal(m) => Command::ServeDismissal(steps::read_service(m)?),
        M::ResolveDispute(m) => Command::ResolveDispute(steps::read_resolution(m)?),
        M::JoinThirdParty(m) => Command::JoinThirdParty(reception::read_joining(m)?),
        M::ChangeAgents(m) => Command::ChangeAgents(reception::read_agent_change(m)?),
        M::Amend(m) => Command::Amend(read::amend(m)?),
        M::Strike(m) => Command::Strike(read::amendment("amendment", m.amendment)?),
        M::Recount(common::Recount {}) => Command::Recount,
    })
}

fn write_fact(fact: &Fact) -> case_event::Event {
    use case_event::Event as M;
    match fact {
        Fact::Received(e) => M::Received(reception::write_received(e)),
        Fact::SupplementNoticeIssued(e) => M::SupplementNoticeIssued(steps::write_notice(e)),
        Fact::SupplementNoticeServed(e) => M::SupplementNoticeServed(steps::write_served(e)),
        Fact::SupplementsReceived(e) => M::SupplementsReceived(steps::write_supplements(e)),
        Fact::SupplementExtended(e) => M::SupplementExtended(steps::write_supplement_extension(e)),
        Fact::DeemedAbandoned(e) => M::DeemedAbandoned(steps::write_abandonment(e)),
        Fact::Accepted(e) => M::Accepted(steps::write_acceptance(e)),
        Fact::AcceptanceRefused(e) => M::AcceptanceRefused(steps::write_non_acceptance(e)),
        Fact::NonAcceptanceServed(e) => M::NonAcceptanceServed(steps::write_served(e)),
        Fact::DeemedAccepted(e) => M::DeemedAccepted(messages::DeemedAcceptance { on: write::text(&e.on) }),
        Fact::ProcedureChosen(e) => M::ProcedureChosen(steps::write_choice(e)),
        Fact::AcknowledgementSent(e) => M::AcknowledgementSent(steps::write_acknowledgement(e)),
        Fact::HandlersAssigned(e) => M::HandlersAssigned(steps::write_assignment(e)),
        Fact::CopySent(e) => M::CopySent(steps::write_sending(e)),
        Fact::CopyServed(e) => M::CopyServed(steps::write_served(e)),
        Fact::AnswerReceived(e) => M::AnswerReceived(steps::write_answer(e)),
        Fact::AnswerExpired(e) => M::AnswerExpired(steps::write_answer_expiry(e)),
        Fact::OpinionHeard(e) => M::OpinionHeard(steps::write_opinion(e)),
        Fact::OpinionExcused(e) => M::OpinionExcused(steps::write_excuse(e)),
        Fact::HearingSettled(e) => M::HearingSettled(steps::write_requirement(e)),
        Fact::CommitteeSettled(e) => M::CommitteeSettled(steps::write_requirement(e)),
        Fact::HearingHeld(e) => M::HearingHeld(steps::write_hearing(e)),
        Fact::CommitteeOpinionReceived(e) => M::CommitteeOpinionReceived(steps::write_committee_opinion(e)),
        Fact::Extended(e) => M::Extended(steps::write_extension(e)),
        Fact::Converted(e) => M::Converted(steps::write_conversion(e)),
        Fact::Suspended(e) => M::Suspended(steps::write_suspension(e)),
        Fact::Resumed(e) => M::Resumed(steps::write_resumption(e)),
        Fact::Submitted(e) => M::Submitted(decision::write_submission(e)),
        Fact::Decided(e) => M::Decided(decision::write_decided(e)),
        Fact::DecisionServed(e) => M::DecisionServed(steps::write_served(e)),
        Fact::Mediated(e) => M::Mediated(conclusion::write_mediated(e)),
        Fact::Withdrawn(e) => M::Withdrawn(conclusion::write_withdrawal(e)),
        Fact::Terminated(e) => M::Terminated(conclusion::write_terminated(e)),
        Fact::TerminationServed(e) => M::TerminationServed(steps::write_served(e)),
        Fact::ApplicationDismissed(e) => M::ApplicationDismissed(conclusion::write_dismissed(e)),
        Fact::DismissalServed(e) => M::DismissalServed(steps::write_served(e)),
        Fact::DisputeResolved(e) => M::DisputeResolved(steps::write_resolution(e)),
        Fact::ThirdPartyJoined(e) => M::ThirdPartyJoined(reception::write_joining(e)),
        Fact::AgentsChanged(e) => M::AgentsChanged(reception::write_agent_change(e)),
        Fact::Amended(e) => M::Amended(write::amended(e)),
        Fact::Struck(e) => M::Struck(write::struck(e)),
        Fact::DeemedAcceptanceWithdrawn(e) => M::DeemedAcceptanceWithdrawn(write::retraction(e)),
        Fact::AnswerExpiryWithdrawn(e) => M::AnswerExpiryWithdrawn(write::retraction(e)),
        Fact::AbandonmentWithdrawn(e) => M::AbandonmentWithdrawn(write::retraction(e)),
        Fact::DeadlinesRecounted(e) => M::DeadlinesRecounted(clock::write_recounted(e)),
    }
}

fn read_fact(message: case_event::Event) -> Result<Fact, Malformed> {
    use case_event::Event as M;
    Ok(match message {
        M::Received(m) => Fact::Received(Box::new(reception::read_received(m)?)),
        M::SupplementNoticeIssued(m) => Fact::SupplementNoticeIssued(steps::read_notice(m)?.0),
        M::SupplementNoticeServed(m) => Fact::SupplementNoticeServed(steps::read_served(m)?),
        M::SupplementsReceived(m) => Fact::SupplementsReceived(steps::read_supplements(m)?),
        M::SupplementExtended(m) => Fact::SupplementExtended(steps::read_supplement_extension(m)?),
        M::DeemedAbandoned(m) => Fact::DeemedAbandoned(steps::read_abandonment(m)?),
        M::Accepted(m) => Fact::Accepted(steps::read_acceptance(m)?),
        M::AcceptanceRefused(m) => Fact::AcceptanceRefused(steps::read_non_acceptance(m)?),
        M::NonAcceptanceServed(m) => Fact::NonAcceptanceServed(steps::read_served(m)?),
        M::DeemedAccepted(m) => Fact::DeemedAccepted(DeemedAcceptance { on: read::day("on", &m.on)? }),
        M::ProcedureChosen(m) => Fact::ProcedureChosen(steps::read_choice(m)?),
        M::AcknowledgementSent(m) => Fact::AcknowledgementSent(steps::read_acknowledgement(m)?),
        M::HandlersAssigned(m) => Fact::HandlersAssigned(steps::read_assignment(m)?),
        M::CopySent(m) => Fact::CopySent(steps::read_sending(m)?.0),
        M::CopyServed(m) => Fact::CopyServed(steps::read_served(m)?),
        M::AnswerReceived(m) => Fact::AnswerReceived(steps::read_answer(m)?),
        M::AnswerExpired(m) => Fact::AnswerExpired(steps::read_answer_expiry(m)?),
        M::OpinionHeard(m) => Fact::OpinionHeard(steps::read_opinion(m)?),
        M::OpinionExcused(m) => Fact::OpinionExcused(steps::read_excuse(m)?),
        M::HearingSettled(m) => Fact::HearingSettled(steps::read_requirement(m)?),
        M::CommitteeSettled(m) => Fact::CommitteeSettled(steps::read_requirement(m)?),
        M::HearingHeld(m) => Fact::HearingHeld(steps::read_hearing(m)?),
        M::CommitteeOpinionReceived(m) => Fact::CommitteeOpinionReceived(steps::read_committee_opinion(m)?),
        M::Extended(m) => Fact::Extended(steps::read_extension(m)?),
        M::Converted(m) => Fact::Converted(steps::read_conversion(m)?),
        M::Suspended(m) => Fact::Suspended(steps::read_suspension(m)?.0),
        M::Resumed(m) => Fact::Resumed(steps::read_resumption(m)?),
        M::Submitted(m) => Fact::Submitted(decision::read_submission(m)?),
        M::Decided(m) => Fact::Decided(Box::new(decision::read_decided(m)?)),
        M::DecisionServed(m) => Fact::DecisionServed(steps::read_served(m)?),
        M::Mediated(m) => Fact::Mediated(Box::new(conclusion::read_mediated(m)?)),
        M::Withdrawn(m) => Fact::Withdrawn(conclusion::read_withdrawal(m)?),
        M::Terminated(m) => Fact::Terminated(Box::new(conclusion::read_terminated(m)?)),
        M::TerminationServed(m) => Fact::TerminationServed(steps::read_served(m)?),
        M::ApplicationDismissed(m) => Fact::ApplicationDismissed(Box::new(conclusion::read_dismissed(m)?)),
        M::DismissalServed(m) => Fact::DismissalServed(steps::read_served(m)?),
        M::DisputeResolved(m) => Fact::DisputeResolved(steps::read_resolution(m)?),
        M::ThirdPartyJoined(m) => Fact::ThirdPartyJoined(reception::read_joining(m)?),
        M::AgentsChanged(m) => Fact::AgentsChanged(reception::read_agent_change(m)?),
        M::Amended(m) => Fact::Amended(read::amended(m)?),
        M::Struck(m) => Fact::Struck(read::struck(m)?),
        M::DeemedAcceptanceWithdrawn(m) => Fact::DeemedAcceptanceWithdrawn(read::retraction(m)?),
        M::AnswerExpiryWithdrawn(m) => Fact::AnswerExpiryWithdrawn(read::retraction(m)?),
        M::AbandonmentWithdrawn(m) => Fact::AbandonmentWithdrawn(read::retraction(m)?),
        M::DeadlinesRecounted(m) => Fact::DeadlinesRecounted(clock::read_recounted(m)?),
    })
}
