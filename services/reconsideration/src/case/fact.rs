//! What every fact has: its name and day, and the command that would enter it again.

use kernel::aggregate::Event;
use kernel::day::Day;

use super::{CaseEvent, Command, Fact};
use crate::clocks::Clock;

impl Fact {
    /// With what it does to periods.
    #[must_use]
    pub fn with(self, clocks: impl IntoIterator<Item = Clock>) -> CaseEvent {
        CaseEvent { fact: self, clocks: clocks.into_iter().collect(), late: None, application: None }
    }

    /// Where it does nothing to periods.
    #[must_use]
    pub fn alone(self) -> CaseEvent {
        self.with([])
    }

    /// The command that would enter it again; none for what puts right what was entered.
    pub(crate) fn command(&self) -> Option<Command> {
        Some(match self.clone() {
            Self::Received(e) => Command::Receive(Box::new(e.again())),
            Self::SupplementNoticeIssued(e) => Command::IssueSupplementNotice(e, None),
            Self::SupplementNoticeServed(e) => Command::ServeSupplementNotice(e.service),
            Self::SupplementsReceived(e) => Command::RecordSupplements(e),
            Self::SupplementExtended(e) => Command::ExtendSupplement(e),
            Self::DeemedAbandoned(e) => Command::DeemAbandoned(e),
            Self::Accepted(e) => Command::Accept(e),
            Self::AcceptanceRefused(e) => Command::RefuseAcceptance(e),
            Self::NonAcceptanceServed(e) => Command::ServeNonAcceptance(e.service),
            Self::DeemedAccepted(_) => Command::DeemAccepted,
            Self::ProcedureChosen(e) => Command::ChooseProcedure(e),
            Self::AcknowledgementSent(e) => Command::SendAcknowledgement(e),
            Self::HandlersAssigned(e) => Command::AssignHandlers(e),
            Self::CopySent(e) => Command::SendCopy(e, Vec::new()),
            Self::CopyServed(e) => Command::ServeCopy(e.service),
            Self::AnswerReceived(e) => Command::RecordAnswer(e),
            Self::AnswerExpired(e) => Command::RecordAnswerExpiry(e.respondent),
            Self::OpinionHeard(e) => Command::HearOpinion(e),
            Self::OpinionExcused(e) => Command::ExcuseOpinion(e),
            Self::HearingSettled(e) => Command::SettleHearing(e),
            Self::CommitteeSettled(e) => Command::SettleCommittee(e),
            Self::HearingHeld(e) => Command::RecordHearing(e),
            Self::CommitteeOpinionReceived(e) => Command::RecordCommitteeOpinion(e),
            Self::Extended(e) => Command::Extend(e),
            Self::Converted(e) => Command::Convert(e),
            Self::Suspended(e) => Command::Suspend(e, None),
            Self::Resumed(e) => Command::Resume(e),
            Self::Submitted(e) => Command::Submit(e),
            Self::Decided(e) => Command::Decide(Box::new(e.again())),
            Self::DecisionServed(e) => Command::ServeDecision(e.service),
            Self::Mediated(e) => Command::Mediate(Box::new(e.again())),
            Self::Withdrawn(e) => Command::Withdraw(e),
            Self::Terminated(e) => Command::Terminate(Box::new(e.again())),
            Self::TerminationServed(e) => Command::ServeTermination(e.service),
            Self::ApplicationDismissed(e) => Command::DismissApplication(Box::new(e.again())),
            Self::DismissalServed(e) => Command::ServeDismissal(e.service),
            Self::DisputeResolved(e) => Command::ResolveDispute(e),
            Self::ThirdPartyJoined(e) => Command::JoinThirdParty(e),
            Self::AgentsChanged(e) => Command::ChangeAgents(e),
            Self::Amended(_)
            | Self::Struck(_)
            | Self::DeemedAcceptanceWithdrawn(_)
            | Self::AnswerExpiryWithdrawn(_)
            | Self::AbandonmentWithdrawn(_)
            | Self::DeadlinesRecounted(_) => return None,
        })
    }

    /// Its name in the log, its Chinese title, and its legal day.
    #[must_use]
    pub fn described(&self) -> (&'static str, &'static str, Day) {
        match self {
            Self::Received(e) => ("Received", "收到申请", e.reception.received_on),
            Self::SupplementNoticeIssued(e) => ("SupplementNoticeIssued", "通知补正", e.on),
            Self::SupplementNoticeServed(e) => ("SupplementNoticeServed", "补正通知送达", e.served_on),
            Self::SupplementsReceived(e) => ("SupplementsReceived", "收到补正材料", e.received_on),
            Self::SupplementExtended(e) => ("SupplementExtended", "延长补正期限", e.on),
            Self::DeemedAbandoned(e) => ("DeemedAbandoned", "视为放弃申请", e.on),
            Self::Accepted(e) => ("Accepted", "受理", e.on),
            Self::AcceptanceRefused(e) => ("AcceptanceRefused", "决定不予受理", e.on),
            Self::NonAcceptanceServed(e) => ("NonAcceptanceServed", "不予受理决定送达", e.served_on),
            Self::DeemedAccepted(e) => ("DeemedAccepted", "视为受理", e.on),
            Self::ProcedureChosen(e) => ("ProcedureChosen", "确定审理程序", e.on),
            Self::AcknowledgementSent(e) => ("AcknowledgementSent", "发送受理通知", e.on),
            Self::HandlersAssigned(e) => ("HandlersAssigned", "确定承办人员", e.on),
            Self::CopySent(e) => ("CopySent", "发送申请书副本", e.on),
            Self::CopyServed(e) => ("CopyServed", "申请书副本送达", e.served_on),
            Self::AnswerReceived(e) => ("AnswerReceived", "收到答复", e.received_on),
            Self::AnswerExpired(e) => ("AnswerExpired", "答复期限届满", e.on),
            Self::OpinionHeard(e) => ("OpinionHeard", "听取意见", e.on),
            Self::OpinionExcused(e) => ("OpinionExcused", "不能听取意见", e.on),
            Self::HearingSettled(e) => ("HearingSettled", "确定是否听证", e.on),
            Self::CommitteeSettled(e) => ("CommitteeSettled", "确定是否提请行政复议委员会咨询", e.on),
            Self::HearingHeld(e) => ("HearingHeld", "举行听证", e.on),
            Self::CommitteeOpinionReceived(e) => ("CommitteeOpinionReceived", "取得咨询意见", e.on),
            Self::Extended(e) => ("Extended", "延长审理期限", e.on),
            Self::Converted(e) => ("Converted", "转为普通程序", e.on),
            Self::Suspended(e) => ("Suspended", "中止审理", e.on),
            Self::Resumed(e) => ("Resumed", "恢复审理", e.on),
            Self::Submitted(e) => ("Submitted", "提请决定", e.on),
            Self::Decided(e) => ("Decided", "作出决定", e.decision.on),
            Self::DecisionServed(e) => ("DecisionServed", "决定书送达", e.served_on),
            Self::Mediated(e) => ("Mediated", "调解书生效", e.effective_on),
            Self::Withdrawn(e) => ("Withdrawn", "受理前撤回申请", e.on),
            Self::Terminated(e) => ("Terminated", "终止行政复议", e.termination.on),
            Self::TerminationServed(e) => ("TerminationServed", "终止决定书送达", e.served_on),
            Self::ApplicationDismissed(e) => ("ApplicationDismissed", "驳回行政复议申请", e.dismissal.on),
            Self::DismissalServed(e) => ("DismissalServed", "驳回申请决定书送达", e.served_on),
            Self::DisputeResolved(e) => ("DisputeResolved", "争议实质化解", e.on),
            Self::ThirdPartyJoined(e) => ("ThirdPartyJoined", "第三人参加", e.on),
            Self::AgentsChanged(e) => ("AgentsChanged", "变更代理人", e.on),
            Self::Amended(e) => ("Amended", "更正", e.on),
            Self::Struck(e) => ("Struck", "撤除误录", e.on),
            Self::DeemedAcceptanceWithdrawn(e) => ("DeemedAcceptanceWithdrawn", "撤回视为受理", e.on),
            Self::AnswerExpiryWithdrawn(e) => ("AnswerExpiryWithdrawn", "撤回答复期限届满", e.on),
            Self::AbandonmentWithdrawn(e) => ("AbandonmentWithdrawn", "撤回视为放弃申请", e.on),
            Self::DeadlinesRecounted(e) => ("DeadlinesRecounted", "放假安排变动，期限重新计算", e.on),
        }
    }
}

impl Event for CaseEvent {
    fn name(&self) -> &'static str {
        self.fact.described().0
    }

    fn occurred_on(&self) -> Day {
        self.fact.described().2
    }
}
