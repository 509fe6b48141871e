//! What is put right or entered late about a case, and how the case is told again then.

use kernel::aggregate::{Aggregate, Occasion};
use kernel::amendment::Correction;
use kernel::day::Day;
use kernel::history::Entered;
use kernel::retelling::{self, Retold};

pub use kernel::amendment::{Amend, Amended, Amendment, Late, MovedEntry, Reason, Retraction, Struck, Unfit};

use super::acceptance::deemed;
use super::application::timely;
use super::{Case, CaseEvent, Command, Fact, Stage};
use crate::refusal::Refusal;

/// What was entered about a case.
pub type History = kernel::history::History<Fact>;
/// Something that was entered about it.
pub type Entry = kernel::history::Entry<Fact>;

/// Puts a field of an entry right, and says anew whether the application came in time.
pub(super) fn amend(case: &Case, c: Amend, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = retelling::amend(case, c, on)?;
    let Some(amended) = events.first_mut() else { return Ok(events) };
    let after = case.clone().evolve(amended);
    if let Some(Fact::Received(e)) = after.file.history.get(1).map(|entry| &entry.fact) {
        let (application, _) = timely(&e.reception, on)?;
        amended.application = Some(application).filter(|application| *application != e.application);
    }
    Ok(events)
}

impl Retold for Case {
    type Fact = Fact;

    fn history(&self) -> &History {
        &self.file.history
    }

    fn history_mut(&mut self) -> &mut History {
        &mut self.file.history
    }

    fn step(&self, command: Command, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
        self.step(command, on)
    }

    fn keep_recorded(&mut self, recorded: &Self) {
        self.file.clocks.keep_recorded(&recorded.file.clocks);
    }

    fn fact_of(event: &mut CaseEvent) -> &mut Fact {
        &mut event.fact
    }

    fn happened(fact: Fact, late: Option<Late>, before: &Self, after: &Self) -> CaseEvent {
        CaseEvent { late, ..fact.with(before.file.clocks.changes_to(&after.file.clocks)) }
    }

    fn lapse_denied_by(refusal: &Refusal) -> Option<u64> {
        match refusal {
            Refusal::LapsedAccordingTo { entry } => Some(*entry),
            _ => None,
        }
    }

    fn lapse_before(&self, command: &Command, on: &Occasion) -> Result<Option<CaseEvent>, Refusal> {
        match (&self.stage, command) {
            (Stage::UnderReview(_), Command::Accept(c)) if self.file.review_due() < c.on => {
                deemed(&self.file, on).map(Some)
            }
            _ => self.lapsed_before(command, on),
        }
    }

    fn is_done_by_law(refusal: &Refusal) -> bool {
        matches!(refusal, Refusal::AcceptedTooLate { .. })
    }

    fn has_gone_on(refusal: &Refusal) -> bool {
        matches!(refusal, Refusal::NotAtThisStage { .. } | Refusal::LapsedAccordingTo { .. })
    }

    fn places(&self, command: &Command) -> Vec<u64> {
        let Some(day) = command.legal_day() else { return Vec::new() };
        let is_same = |other: &Command| std::mem::discriminant(other) == std::mem::discriminant(command);
        let later = |entry: &&Entry| {
            let is_another = !entry.fact.command().is_some_and(|other| is_same(&other));
            is_another && entry.fact.leads_on() && day <= entry.fact.described().2
        };
        self.file.history.entries().iter().rev().filter(later).map(|entry| entry.number).collect()
    }

    fn unfit(why: Unfit<Refusal>) -> Refusal {
        match why {
            Unfit::NoSuchEntry { entry } => Refusal::NoSuchEntry { entry },
            Unfit::NoSuchField { field } => Refusal::NoSuchField { field },
            Unfit::WrongValue { value, why } => Refusal::WrongValue { value, why },
            Unfit::NothingChanges => Refusal::NothingChanges,
            Unfit::FollowsByLaw { title } => Refusal::FollowsByLaw { title },
            Unfit::NewFactStrikesNothing => Refusal::NewFactStrikesNothing,
            Unfit::Clash { entry, title, on, why } => Refusal::Clash { entry, title, on, why: Box::new(why) },
        }
    }
}

impl Entered for Fact {
    type Command = Command;

    fn again(&self) -> Option<Command> {
        self.command()
    }

    fn described(&self) -> (&'static str, &'static str, Day) {
        self.described()
    }

    fn is_lapse(&self) -> bool {
        matches!(self, Self::DeemedAccepted(_) | Self::AnswerExpired(_))
    }

    fn derived_day(&self) -> Option<Day> {
        match self {
            Self::DeemedAccepted(e) => Some(e.on),
            Self::AnswerExpired(e) => Some(e.on),
            Self::SupplementNoticeServed(e)
            | Self::NonAcceptanceServed(e)
            | Self::CopyServed(e)
            | Self::DecisionServed(e)
            | Self::TerminationServed(e)
            | Self::DismissalServed(e) => Some(e.served_on),
            Self::Mediated(e) => Some(e.effective_on),
            _ => None,
        }
    }

    fn move_to(&mut self, day: Day) {
        match self {
            Self::DeemedAccepted(e) => e.on = day,
            Self::AnswerExpired(e) => e.on = day,
            Self::SupplementNoticeServed(e)
            | Self::NonAcceptanceServed(e)
            | Self::CopyServed(e)
            | Self::DecisionServed(e)
            | Self::TerminationServed(e)
            | Self::DismissalServed(e) => e.served_on = day,
            Self::Mediated(e) => e.effective_on = day,
            _ => {}
        }
    }

    fn keep_what_was_seen(&mut self, before: &Self) {
        if let (Self::Received(now), Self::Received(before)) = (self, before) {
            now.registered_on = before.registered_on;
            now.application = before.application;
        }
    }

    fn correction(&self) -> Option<Correction<'_>> {
        match self {
            Self::Amended(e) => Some(Correction::Amended(e)),
            Self::Struck(e) => Some(Correction::Struck(e)),
            Self::DeemedAcceptanceWithdrawn(e) | Self::AnswerExpiryWithdrawn(e) | Self::AbandonmentWithdrawn(e) => {
                Some(Correction::Withdrawn(e))
            }
            Self::DeadlinesRecounted(_) => Some(Correction::Recounted),
            _ => None,
        }
    }

    fn amended(amended: Amended) -> Self {
        Self::Amended(amended)
    }

    fn struck(struck: Struck) -> Self {
        Self::Struck(struck)
    }

    fn withdrawn(&self, retraction: Retraction) -> Self {
        match self {
            Self::AnswerExpired(_) => Self::AnswerExpiryWithdrawn(retraction),
            Self::DeemedAbandoned(_) => Self::AbandonmentWithdrawn(retraction),
            _ => Self::DeemedAcceptanceWithdrawn(retraction),
        }
    }
}

impl Fact {
    /// Whether it leads the procedure on, so that steps possible before are possible no more.
    pub(crate) fn leads_on(&self) -> bool {
        self.ends_the_trial()
            || matches!(
                self,
                Self::SupplementNoticeIssued(_)
                    | Self::SupplementsReceived(_)
                    | Self::Accepted(_)
                    | Self::DeemedAccepted(_)
                    | Self::CopySent(_)
                    | Self::AnswerExpired(_)
            )
    }

    /// Whether it is a step of trial, none of which is taken while the case stands still.
    pub(crate) fn is_of_trial(&self) -> bool {
        matches!(
            self,
            Self::ProcedureChosen(_)
                | Self::OpinionHeard(_)
                | Self::OpinionExcused(_)
                | Self::HearingSettled(_)
                | Self::CommitteeSettled(_)
                | Self::HearingHeld(_)
                | Self::CommitteeOpinionReceived(_)
                | Self::Extended(_)
                | Self::Converted(_)
                | Self::Submitted(_)
                | Self::Decided(_)
                | Self::ApplicationDismissed(_)
        )
    }

    /// Whether the trial is over with it, or there will be none.
    pub(crate) fn ends_the_trial(&self) -> bool {
        matches!(
            self,
            Self::Submitted(_)
                | Self::Decided(_)
                | Self::Mediated(_)
                | Self::Terminated(_)
                | Self::ApplicationDismissed(_)
                | Self::AcceptanceRefused(_)
                | Self::DeemedAbandoned(_)
                | Self::Withdrawn(_)
        )
    }
}

#[cfg(test)]
mod late_tests;
#[cfg(test)]
mod tests;
