//! Art. 30 and 34: review of the application; acceptance, refusal to accept, deemed acceptance.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::application::Role;
use super::file::File;
use super::service::{Served, Service, ServiceMethod};
use super::suspension;
use super::trial::Trial;
use super::{CaseEvent, Command, Fact, Stage};
use crate::clocks::{Clock, ClockName, End, PersonNumber};
use crate::law;
use crate::refusal::Refusal;
use kernel::word::{Word, words};
use kernel::writing::{Line, Text};

words! {
    /// By which procedure a case is tried.
    Procedure {
        Ordinary "普通程序",
        Simplified "简易程序",
    }

    /// Why the simplified procedure applies (art. 53).
    SimplifiedGround {
        OnTheSpot "当场作出的行政行为",
        WarningOrCriticism "警告或者通报批评",
        SmallAmount "涉及款额三千元以下",
        Information "政府信息公开案件",
        Agreed "当事人各方同意",
    }

    /// Why an application is not accepted: one ground for each condition of art. 30(1).
    NonAcceptanceGround {
        NoApplicantOrRespondent "没有明确的申请人或者符合规定的被申请人",
        NoInterest "与被申请行政复议的行政行为没有利害关系",
        NoConcreteClaim "没有具体的行政复议请求和理由",
        OutOfTime "超过法定申请期限",
        OutOfScope "不属于行政复议范围",
        NoJurisdiction "不属于本机关管辖",
        AlreadyPending "已由其他行政复议机关或者人民法院受理",
    }

    /// The conditions of acceptance (art. 30(1)).
    Condition {
        Parties "有明确的申请人和符合规定的被申请人",
        Interest "申请人与行政行为有利害关系",
        Claims "有具体的行政复议请求和理由",
        InTime "在法定申请期限内提出",
        InScope "属于行政复议范围",
        Jurisdiction "属于本机关的管辖范围",
        NotPending "行政复议机关未受理过且人民法院未受理过",
    }
}

/// The application is reviewed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// From when: it came in, or was supplemented.
    pub since: Day,
    /// Whether it was supplemented.
    pub is_renewed: bool,
}

/// The application was not accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// When.
    pub on: Day,
    /// Who has received the decision.
    pub served: Vec<(PersonNumber, Day)>,
}

/// Accepts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// When.
    pub on: Day,
    /// By which procedure it is tried.
    pub track: Track,
    /// The conditions that were found to hold.
    pub conditions: Vec<Condition>,
    /// The notice.
    pub paper: Option<Paper>,
}

/// The procedure, and what allows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Track {
    /// The ordinary one.
    Ordinary,
    /// The simplified one.
    Simplified(Simplification),
}

/// What allows the simplified procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simplification {
    /// The ground.
    pub ground: SimplifiedGround,
    /// Whether facts, rights and duties are clear and the dispute is small.
    pub is_clear: bool,
    /// In words.
    pub explanation: Option<Line>,
}

/// Refuses to accept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NonAcceptance {
    /// When.
    pub on: Day,
    /// Why.
    pub ground: NonAcceptanceGround,
    /// In words.
    pub reasons: Text,
    /// Where to apply instead.
    pub competent_organ: Option<Line>,
    /// The decision.
    pub paper: Option<Paper>,
}

/// The review ended without a decision: the case is accepted by law.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeemedAcceptance {
    /// The day on which the review ended.
    pub on: Day,
}

/// Says by which procedure a case that was deemed accepted is tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProcedureChoice {
    /// When.
    pub on: Day,
    /// Which.
    pub track: Track,
}

/// The applicant is told that the application was accepted (S08).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// When.
    pub on: Day,
    /// How.
    pub method: ServiceMethod,
    /// The notice.
    pub paper: Option<Paper>,
}

/// Row 7: accepts. The clocks of trial start that day.
pub fn accept(file: &File, review: &Review, c: Acceptance, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let clock = within_the_review(file, review, c.on, on)?;
    if let Some((condition, ..)) = Condition::ALL.iter().find(|(condition, ..)| !c.conditions.contains(condition)) {
        return Err(Refusal::ConditionNotMet { condition: *condition });
    }
    c.track.is_allowed(file)?;
    let mut clocks = vec![clock.ended(End::Done, c.on)];
    clocks.extend(clocks_of_trial(&c.track, c.on, on)?);
    Ok(vec![Fact::Accepted(c).with(clocks)])
}

/// Row 6: refuses to accept, on one of the seven grounds; without jurisdiction the competent organ is named.
pub fn refuse(file: &File, review: &Review, c: NonAcceptance, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let clock = match within_the_review(file, review, c.on, on) {
        Err(Refusal::AcceptedTooLate { on, due }) => return Err(Refusal::RefusedTooLate { on, due }),
        within => within?,
    };
    if c.ground == NonAcceptanceGround::NoJurisdiction && c.competent_organ.is_none() {
        return Err(Refusal::CompetentOrganNotNamed);
    }
    let done = clock.ended(End::Done, c.on);
    Ok(vec![Fact::AcceptanceRefused(c).with([done])])
}

/// The refusal reaches the applicant. Where reconsideration comes first, his fifteen days to sue begin (R-ACC-7).
pub fn serve_refusal(file: &File, refused: &Refused, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "决定不予受理", refused.on)?;
    let applicant = file.person_as(c.recipient, Role::Applicant)?;
    if let Some((_, on)) = refused.served.iter().find(|(number, _)| *number == c.recipient) {
        return Err(Refusal::ServedBefore { name: applicant.name.clone(), on: *on });
    }
    let (recipient, served) = (c.recipient, c.served(&on.calendar));
    let mut clocks = Vec::new();
    if file.reconsideration_first {
        let suit = law::run(&law::SUIT_AFTER_NON_ACCEPTANCE, served.served_on, &on.calendar)?;
        clocks.push(Clock::started(ClockName::Suit, suit, on.today).of(recipient));
    }
    Ok(vec![Fact::NonAcceptanceServed(served).with(clocks)])
}

/// Row 8, asked for by the timer or a person: the review ended before today without a decision.
pub fn deem(file: &File, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let due = file.review_due();
    if due < on.today { Ok(vec![deemed(file, on)?]) } else { Err(Refusal::StillRuns { due, today: on.today }) }
}

/// R-ACC-4: accepted by law on the day on which the review ended; by the ordinary procedure until a person says otherwise.
pub fn deemed(file: &File, on: &Occasion) -> Result<CaseEvent, Refusal> {
    let clock = file.clock(ClockName::Review)?;
    let due = clock.due();
    let mut clocks = vec![clock.ended(End::Lapsed, due)];
    clocks.extend(clocks_of_trial(&Track::Ordinary, due, on)?);
    Ok(Fact::DeemedAccepted(DeemedAcceptance { on: due }).with(clocks))
}

/// A person says by which procedure a case that was deemed accepted is tried; the clocks go by it from the beginning.
pub fn choose_procedure(
    file: &File,
    trial: &Trial,
    c: ProcedureChoice,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "视为受理", trial.accepted_on)?;
    if trial.deemed_by.is_none() || trial.is_chosen {
        return Err(Refusal::ProcedureIsSettled { procedure: trial.procedure });
    }
    match trial.copy_sent_on {
        Some(sent_on) if sent_on < c.on => return Err(Refusal::CopyIsSent { on: sent_on }),
        // Entered late, it stands before the copy.
        Some(_) => return Err(Refusal::NotAtThisStage { stage: trial.phase().1 }),
        None => {}
    }
    c.track.is_allowed(file)?;
    let [decision, copy] = clocks_of_trial(&c.track, trial.accepted_on, on)?;
    let standing = suspension::standing(trial, decision.deadline.clone(), on)?;
    let clocks = [decision.with(standing), copy];
    if let Some(expired) = clocks.iter().find(|clock| clock.name == ClockName::Decision && clock.due() < c.on) {
        return Err(Refusal::ChosenTooLate { on: c.on, due: expired.due() });
    }
    Ok(vec![Fact::ProcedureChosen(c).with(clocks)])
}

/// S08: the applicant is told, once it is accepted.
pub fn acknowledge(file: &File, trial: &Trial, c: Acknowledgement, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    if file.is_acknowledged {
        return Err(Refusal::AcknowledgedBefore);
    }
    Ok(vec![Fact::AcknowledgementSent(c).alone()])
}

/// Why a case that is accepted is not accepted, refused, supplemented or withdrawn: unless it was deemed accepted, and the step was
/// taken before the review ended. Then the deemed acceptance is taken back.
pub(super) fn after_acceptance(file: &File, stage: &Stage, command: &Command) -> Refusal {
    let Some(trial) = stage.trial() else { return Refusal::NotAtThisStage { stage: stage.title() } };
    let (day, refused) = match command {
        Command::Withdraw(c) if trial.deemed_by.is_none() || file.review_due() < c.on => {
            return Refusal::WithdrawnAfterAcceptance { since: trial.accepted_on };
        }
        Command::Withdraw(c) => (c.on, false),
        Command::Accept(c) => (c.on, false),
        Command::RefuseAcceptance(c) => (c.on, true),
        Command::IssueSupplementNotice(c, _) => (c.on, false),
        _ => return Refusal::NotAtThisStage { stage: stage.title() },
    };
    let due = file.review_due();
    match trial.deemed_by {
        Some(entry) if day <= due => Refusal::LapsedAccordingTo { entry },
        Some(_) if refused => Refusal::RefusedTooLate { on: day, due },
        Some(_) => Refusal::AcceptedTooLate { on: day, due },
        None => Refusal::AcceptedBefore { on: trial.accepted_on },
    }
}

/// The review, if it had not ended by a day.
fn within_the_review<'a>(file: &'a File, review: &Review, day: Day, on: &Occasion) -> Result<&'a Clock, Refusal> {
    law::has_come("on", day, on.today)?;
    law::not_before("on", day, if review.is_renewed { "收到补正材料" } else { "收到申请" }, review.since)?;
    let clock = file.clock(ClockName::Review)?;
    if clock.due() < day { Err(Refusal::AcceptedTooLate { on: day, due: clock.due() }) } else { Ok(clock) }
}

/// The clocks that acceptance starts: for the decision, and for the copy of the application.
fn clocks_of_trial(track: &Track, accepted_on: Day, on: &Occasion) -> Result<[Clock; 2], Refusal> {
    let (decision, copy) = match track.procedure() {
        Procedure::Ordinary => (&law::ORDINARY_DECISION, &law::COPY),
        Procedure::Simplified => (&law::SIMPLIFIED_DECISION, &law::SIMPLIFIED_COPY),
    };
    let clock = |name, rule| law::run(rule, accepted_on, &on.calendar).map(|due| Clock::started(name, due, on.today));
    Ok([clock(ClockName::Decision, decision)?, clock(ClockName::Copy, copy)?])
}

impl Track {
    /// Which procedure.
    #[must_use]
    pub fn procedure(&self) -> Procedure {
        match self {
            Self::Ordinary => Procedure::Ordinary,
            Self::Simplified(_) => Procedure::Simplified,
        }
    }

    /// Art. 53: a clear case on one of four grounds, or any case if all parties agree.
    fn is_allowed(&self, file: &File) -> Result<(), Refusal> {
        match self {
            Self::Ordinary | Self::Simplified(Simplification { ground: SimplifiedGround::Agreed, .. }) => Ok(()),
            Self::Simplified(simplified) if !simplified.is_clear => Err(Refusal::SimplifiedCaseUnclear),
            Self::Simplified(Simplification { ground: SimplifiedGround::SmallAmount, .. }) => match file.amount {
                Some(amount) if amount <= law::SMALL_AMOUNT => Ok(()),
                amount => Err(Refusal::AmountNotSmall { amount: amount.map(crate::money::Yuan) }),
            },
            Self::Simplified(_) => Ok(()),
        }
    }
}

impl Review {
    pub(super) fn begun(since: Day) -> Self {
        Self { since, is_renewed: false }
    }

    pub(super) fn renewed(since: Day) -> Self {
        Self { since, is_renewed: true }
    }
}

impl Refused {
    pub(super) fn by(decision: &NonAcceptance) -> Self {
        Self { on: decision.on, served: Vec::new() }
    }

    pub(super) fn take_up(&mut self, fact: &Fact) {
        if let Fact::NonAcceptanceServed(Served { service, served_on }) = fact {
            self.served.push((service.recipient, *served_on));
        }
    }
}

#[cfg(test)]
mod tests;
