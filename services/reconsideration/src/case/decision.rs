//! Art. 61 to 75: the case is submitted, decided and the decision served.

use std::collections::{BTreeMap, BTreeSet};

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use serde::{Deserialize, Serialize};

use super::acceptance::Procedure;
use super::application::Role;
use super::file::{File, Person};
use super::service::Service;
use super::trial::{Answered, Settled, Trial};
use super::{Case, CaseEvent, Fact, Stage};
use crate::approval::Approval;
use crate::clocks::{Clock, ClockName, End, PersonNumber};
use crate::law;
use crate::refusal::Refusal;
use kernel::rule::Rule;
use kernel::word::words;
use kernel::writing::Text;

words! {
    /// What a decision does with a claim (LAW.md R-DEC-T1 to T11, T16). What ends a case otherwise is no decision on the
    /// merits and has steps of its own.
    DecisionKind {
        Change "变更",
        Revoke "撤销",
        RevokePartial "部分撤销",
        ConfirmIllegalKeep "确认违法（不撤销）",
        ConfirmIllegal "确认违法",
        OrderPerform "责令履行",
        ConfirmVoid "确认无效",
        AgreementLiability "责令承担行政协议责任",
        AgreementCompensate "责令行政协议补偿",
        Maintain "维持",
        DismissClaim "驳回行政复议请求",
        Compensate "行政赔偿",
        CompensateRefused "驳回赔偿请求",
    }

    /// Why an act is corrected.
    Cause {
        FactsUnclear "主要事实不清、证据不足",
        Procedure "违反法定程序",
        WrongBasis "适用依据错误",
        ExcessOfPower "超越职权",
        AbuseOfPower "滥用职权",
        Improper "内容明显不当",
        Inaction "不履行法定职责",
        NoBasis "主体不适格或者没有依据",
        NoAnswer "逾期不答复、不举证",
        OtherCause "其他",
    }

    /// Who consents to the decision (art. 61(1)).
    Consent {
        ResponsiblePerson "行政复议机关负责人同意",
        CollectiveDiscussion "集体讨论通过",
    }
}

/// The case lies with those who decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    /// How it was tried.
    pub trial: Trial,
    /// Since when.
    pub on: Day,
}

/// The case is decided, or has ended otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// How it was tried.
    pub trial: Trial,
    /// When.
    pub on: Day,
    /// Who has received the paper that says so.
    pub served: BTreeMap<PersonNumber, Day>,
    /// Since when the dispute itself is resolved.
    pub resolved_on: Option<Day>,
}

/// Submits the case for decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// When.
    pub on: Day,
    /// What is proposed.
    pub proposal: Option<Text>,
}

/// Decides. The number is taken from its register in the same commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Decide {
    /// What is decided.
    pub decision: Decision,
    /// Its number, once it is taken.
    pub number: Option<Number>,
}

/// What is decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// When.
    pub on: Day,
    /// From which register it takes its number.
    pub number: NumberRequest,
    /// Item by item.
    pub items: Vec<Item>,
    /// Who consented.
    pub consent: Consent,
    /// By name; of a discussion, its chair.
    pub approved_by: Approval,
    /// The facts and grounds, in short.
    pub summary: Option<Text>,
}

/// What is decided about one or more claims.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub kind: DecisionKind,
    /// The claims it answers.
    pub claims: Vec<u32>,
    /// In the decision's words.
    pub text: Option<Text>,
    /// Within how many days the act is to be made again, where that is ordered.
    pub redo_days: Option<u16>,
    /// By when what it orders is to be done.
    pub perform_by: Option<Day>,
    /// Why it corrects the act.
    pub causes: Vec<Cause>,
}

/// It is decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// The decision's number.
    pub number: Number,
    /// Whether any item corrects the act.
    pub corrective: bool,
    /// Whether it rests on the missing answer (R-DEC-T18).
    pub by_default_of_answer: bool,
}

/// Row 16: submitted, once all that must come before it has.
pub fn submit(file: &File, trial: &Trial, c: Submission, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    trial.has_handlers_on(c.on)?;
    answered(file, trial, c.on)?;
    if trial.procedure == Procedure::Ordinary {
        opinions_heard(file, trial, c.on)?;
        hearing_held(trial, c.on)?;
        committee_asked(trial, c.on)?;
    }
    Ok(vec![Fact::Submitted(c).alone()])
}

/// Every respondent has answered, or let the time pass.
fn answered(file: &File, trial: &Trial, day: Day) -> Result<(), Refusal> {
    for respondent in file.those(Role::Respondent) {
        match trial.answers.get(&respondent.number) {
            Some(Answered::Received { on, .. }) => law::not_before("on", day, "收到答复", *on)?,
            Some(Answered::Expired(on, _)) if day <= *on => {
                return Err(Refusal::AnswerPending { name: respondent.name.clone(), due: Some(*on) });
            }
            Some(Answered::Expired(..)) => {}
            None => {
                let due = file.clock_of(ClockName::Answer, respondent.number).map(Clock::due);
                return Err(Refusal::AnswerPending { name: respondent.name.clone(), due });
            }
        }
    }
    Ok(())
}

/// R-ORD-4: each applicant, or who speaks for all, and each third party was heard, or could not be.
fn opinions_heard(file: &File, trial: &Trial, day: Day) -> Result<(), Refusal> {
    for person in file.to_be_heard() {
        match trial.heard.get(&person.number) {
            Some(on) => law::not_before("on", day, "听取意见", *on)?,
            None => return Err(Refusal::NotHeard { name: person.name.clone() }),
        }
    }
    Ok(())
}

/// R-HEA-1: whether a hearing is required was settled; where it is, it was held.
fn hearing_held(trial: &Trial, day: Day) -> Result<(), Refusal> {
    match (trial.hearing, trial.hearing_held_on) {
        (None, _) => Err(Refusal::HearingNotSettled),
        (Some(Settled { required: true, .. }), None) => Err(Refusal::HearingNotHeld),
        (Some(Settled { on, .. }), held_on) => {
            law::not_before("on", day, "确定是否听证", on)?;
            held_on.map_or(Ok(()), |held_on| law::not_before("on", day, "举行听证", held_on))
        }
    }
}

/// R-COM-1: whether the committee is asked was settled; where it is, its opinion has come.
fn committee_asked(trial: &Trial, day: Day) -> Result<(), Refusal> {
    match (trial.committee, trial.committee_opinion_on) {
        (None, _) => Err(Refusal::CommitteeNotSettled),
        (Some(Settled { required: true, .. }), None) => Err(Refusal::CommitteeNotAsked),
        (Some(Settled { on, .. }), given_on) => {
            law::not_before("on", day, "确定是否提请咨询", on)?;
            given_on.map_or(Ok(()), |given_on| law::not_before("on", day, "取得咨询意见", given_on))
        }
    }
}

/// Row 17: decided, item by item. A late decision is a decision; that it is late, its period shows.
pub fn decide(file: &File, submitted: &Submitted, c: Decide, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let Decide { decision, number } = c;
    law::has_come("on", decision.on, on.today)?;
    law::not_before("on", decision.on, "提请决定", submitted.on)?;
    submitted.trial.not_before_the_last_pause(decision.on)?;
    if let Some(approved_on) = decision.approved_by.on {
        law::not_before("on", decision.on, "批准或者集体讨论", approved_on)?;
    }
    if decision.items.is_empty() {
        return Err(Refusal::NothingDecided);
    }
    for item in &decision.items {
        item.is_sound(file, decision.on)?;
    }
    every_claim_is_answered(file, &decision.items)?;
    if rests_on_no_answer(&decision.items) && !some_answer_is_late(file, &submitted.trial, decision.on) {
        return Err(Refusal::EveryAnswerCame);
    }
    let number = number.ok_or(Refusal::NumberNotTaken)?;
    let done = file.clock(ClockName::Decision)?.ended(End::Done, decision.on);
    let mut decided = Decided { decision, number, corrective: false, by_default_of_answer: false };
    decided.find();
    Ok(vec![Fact::Decided(Box::new(decided)).with([done])])
}

/// R-ORD-4: who joined since the submission is heard too before a case is decided. That he joined may still be entered once
/// it is: what was decided then is decided.
pub(super) fn leaves_nobody_unheard(before: &Case, events: &[CaseEvent]) -> Result<(), Refusal> {
    match (&before.stage, events) {
        (Stage::Submitted(Submitted { trial, .. }), [CaseEvent { fact: Fact::Decided(e), late: None, .. }])
            if trial.procedure == Procedure::Ordinary =>
        {
            opinions_heard(&before.file, trial, e.decision.on)
        }
        _ => Ok(()),
    }
}

fn every_claim_is_answered(file: &File, items: &[Item]) -> Result<(), Refusal> {
    let answered: BTreeSet<u32> = items.iter().flat_map(|item| &item.claims).copied().collect();
    if items.iter().all(|item| item.kind.is_rider()) {
        return Err(Refusal::NothingDecided);
    }
    match file.claims.iter().find(|claim| !answered.contains(claim)) {
        Some(claim) => Err(Refusal::ClaimNotAnswered { claim: *claim }),
        None => Ok(()),
    }
}

/// R-DEC-T18: an item rests on the missing answer.
fn rests_on_no_answer(items: &[Item]) -> bool {
    items.iter().any(|item| item.causes.contains(&Cause::NoAnswer))
}

/// R-ORD-3: a respondent has not answered within its period, or not with its evidence.
fn some_answer_is_late(file: &File, trial: &Trial, decided_on: Day) -> bool {
    file.clocks.iter().filter(|clock| clock.name == ClockName::Answer).any(|clock| match clock.ended {
        Some(ended) if ended.how == End::Lapsed || ended.on > clock.due() => true,
        Some(_) => clock.due() < decided_on && clock.person.is_some_and(|person| trial.lacks_evidence_of(person)),
        None => false,
    })
}

/// The decision reaches somebody: it takes effect for him, and whoever may sue has fifteen days (A-CAL-2).
pub fn serve(file: &File, judged: &Judged, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let person = judged.recipient(file, &c, "作出决定", on)?;
    let served = c.served(&on.calendar);
    let suit = suit_of(person, &law::SUIT, served.served_on, on)?;
    Ok(vec![Fact::DecisionServed(served).with(suit)])
}

/// The days in which somebody may sue over what he has received; a respondent may not.
pub(super) fn suit_of(person: &Person, rule: &Rule, served_on: Day, on: &Occasion) -> Result<Option<Clock>, Refusal> {
    if person.role == Role::Respondent {
        return Ok(None);
    }
    let suit = law::run(rule, served_on, &on.calendar)?;
    Ok(Some(Clock::started(ClockName::Suit, suit, on.today).of(person.number)))
}

/// What belongs to the trial is entered after the submission only if it happened before.
pub(super) fn not_after_submission(submitted: &Submitted, day: Day) -> Result<(), Refusal> {
    if submitted.on < day { Err(Refusal::AfterSubmission { on: day, submitted: submitted.on }) } else { Ok(()) }
}

impl Submitted {
    /// Whether an opinion belongs after the submission: it was heard later, or its party came no earlier than that.
    pub(super) fn may_hear(&self, file: &File, party: PersonNumber, day: Day) -> bool {
        self.on < day || file.person(party).is_ok_and(|person| person.since >= self.on)
    }
}

impl Item {
    fn is_sound(&self, file: &File, decided_on: Day) -> Result<(), Refusal> {
        let kind = self.kind;
        if let Some(claim) = self.claims.iter().find(|claim| !file.claims.contains(claim)) {
            return Err(Refusal::NoSuchClaim { claim: *claim });
        }
        if self.claims.is_empty() && !kind.is_rider() {
            return Err(Refusal::AnswersNoClaim { kind });
        }
        match (kind.is_corrective(), self.causes.is_empty()) {
            (true, true) => return Err(Refusal::CauseNotNamed { kind }),
            (false, false) => return Err(Refusal::CauseWithoutCorrection { kind }),
            _ => {}
        }
        if self.redo_days.is_some() && !matches!(kind, DecisionKind::Revoke | DecisionKind::RevokePartial) {
            return Err(Refusal::RedoWithoutRevocation { kind });
        }
        match self.perform_by {
            Some(perform_by) => law::not_before("perform_by", perform_by, "作出决定", decided_on),
            None => Ok(()),
        }
    }
}

impl DecisionKind {
    /// Whether the act is corrected (LAW.md 2.7).
    #[must_use]
    pub fn is_corrective(self) -> bool {
        match self {
            Self::Change
            | Self::Revoke
            | Self::RevokePartial
            | Self::ConfirmIllegalKeep
            | Self::ConfirmIllegal
            | Self::OrderPerform
            | Self::ConfirmVoid
            | Self::AgreementLiability
            | Self::AgreementCompensate => true,
            Self::Maintain | Self::DismissClaim | Self::Compensate | Self::CompensateRefused => false,
        }
    }

    /// Whether it only comes together with another item (R-DEC-T16).
    #[must_use]
    pub fn is_rider(self) -> bool {
        matches!(self, Self::Compensate | Self::CompensateRefused)
    }
}

impl Decided {
    /// What its items come to.
    pub(super) fn find(&mut self) {
        let items = &self.decision.items;
        self.corrective = items.iter().any(|item| item.kind.is_corrective());
        self.by_default_of_answer = rests_on_no_answer(items);
    }

    /// The command that would enter it again.
    pub(super) fn again(self) -> Decide {
        Decide { decision: self.decision, number: Some(self.number) }
    }
}

impl Judged {
    pub(super) fn on(trial: Trial, on: Day) -> Self {
        Self { trial, on, served: BTreeMap::new(), resolved_on: None }
    }

    pub(super) fn take_up(&mut self, fact: &Fact) {
        match fact {
            Fact::DecisionServed(e) | Fact::TerminationServed(e) | Fact::DismissalServed(e) => {
                self.served.insert(e.service.recipient, e.served_on);
            }
            Fact::DisputeResolved(e) => self.resolved_on = Some(e.on),
            _ => {}
        }
    }

    /// Who receives the paper that ended the case, the first time he does.
    pub(super) fn recipient<'a>(
        &self,
        file: &'a File,
        c: &Service,
        fact: &'static str,
        on: &Occasion,
    ) -> Result<&'a Person, Refusal> {
        law::has_come("on", c.on, on.today)?;
        law::not_before("on", c.on, fact, self.on)?;
        let person = file.person(c.recipient)?;
        match self.served.get(&c.recipient) {
            Some(served_on) => Err(Refusal::ServedBefore { name: person.name.clone(), on: *served_on }),
            None => Ok(person),
        }
    }
}

#[cfg(test)]
mod tests;
