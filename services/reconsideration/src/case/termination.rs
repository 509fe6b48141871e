//! Art. 41 and 74: the applicant withdraws, or the case ends because it cannot go on.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::number::{Number, NumberRequest};
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::application::since_receipt;
use super::decision::Judged;
use super::file::File;
use super::service::Service;
use super::trial::Trial;
use super::{CaseEvent, Fact, Stage};
use crate::clocks::ClockName;
use crate::law;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::Line;

words! {
    /// Why the applicant withdraws (R-MED-3).
    WithdrawalReason {
        Settled "达成和解",
        SelfCorrected "被申请人自行纠正",
        OtherReason "其他原因",
    }

    /// Why a case is terminated (art. 41).
    TerminationGround {
        Withdrawn "申请人撤回申请，准予撤回",
        ApplicantDied "申请人死亡，没有近亲属或者近亲属放弃",
        OrganisationEnded "申请人终止，没有承受人或者承受人放弃",
        CriminalMeasure "因同一违法行为被采取刑事强制措施",
        SuspendedSixtyDays "中止满六十日，中止原因仍未消除",
    }
}

/// The applicant withdraws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When.
    pub on: Day,
    /// Why.
    pub reason: WithdrawalReason,
    /// In words.
    pub explanation: Option<Line>,
    /// What he wrote.
    pub paper: Option<Paper>,
}

/// Terminates the case. The number is taken from its register in the same commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Terminate {
    /// How.
    pub termination: Termination,
    /// Its number, once it is taken.
    pub number: Option<Number>,
}

/// The termination (终止决定).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Termination {
    /// When.
    pub on: Day,
    /// From which register it takes its number.
    pub number: NumberRequest,
    /// Why.
    pub ground: TerminationGround,
    /// The withdrawal, where that is the ground.
    pub withdrawal: Option<Withdrawal>,
    /// In words.
    pub explanation: Option<Line>,
}

/// The case is terminated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terminated {
    /// How.
    pub termination: Termination,
    /// Its number.
    pub number: Number,
}

/// Before acceptance a withdrawal ends the case; nobody need permit it.
pub fn withdraw(file: &File, stage: &Stage, c: Withdrawal, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    since_receipt(file, c.on)?;
    match stage {
        Stage::UnderReview(_) if file.review_due() < c.on => {
            Err(Refusal::WithdrawnAfterAcceptance { since: file.review_due() })
        }
        _ => {
            let ended = file.ended(c.on);
            Ok(vec![Fact::Withdrawn(c).with(ended)])
        }
    }
}

/// Row 13 and 19: a person terminates the case, on one of the five grounds.
pub fn terminate(file: &File, trial: &Trial, c: Terminate, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let Terminate { termination, number } = c;
    law::has_come("on", termination.on, on.today)?;
    law::not_before("on", termination.on, "受理", trial.accepted_on)?;
    trial.not_before_the_last_pause(termination.on)?;
    if let Some(withdrawal) = &termination.withdrawal {
        since_receipt(file, withdrawal.on)?;
        law::not_before("on", termination.on, "撤回申请", withdrawal.on)?;
    }
    if termination.ground == TerminationGround::SuspendedSixtyDays {
        suspended_for_sixty_days(file, termination.on)?;
    }
    let number = number.ok_or(Refusal::NumberNotTaken)?;
    let ended = file.ended(termination.on);
    Ok(vec![Fact::Terminated(Box::new(Terminated { termination, number })).with(ended)])
}

/// R-TER-5: suspended on one of three grounds, and sixty days have passed.
fn suspended_for_sixty_days(file: &File, day: Day) -> Result<(), Refusal> {
    match file.clocks.find((ClockName::Suspension, None)) {
        Some(clock) if clock.is_running() && day <= clock.due() => {
            Err(Refusal::SuspendedTooShortly { on: day, due: clock.due() })
        }
        Some(clock) if clock.is_running() => Ok(()),
        _ => Err(Refusal::NotSuspendedSo),
    }
}

/// The termination reaches somebody.
pub fn serve(file: &File, judged: &Judged, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    judged.recipient(file, &c, "终止行政复议", on)?;
    Ok(vec![Fact::TerminationServed(c.served(&on.calendar)).alone()])
}

impl Terminated {
    /// The command that would enter it again.
    pub(super) fn again(self) -> Terminate {
        Terminate { termination: self.termination, number: Some(self.number) }
    }
}

#[cfg(test)]
mod tests;
