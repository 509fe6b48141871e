//! What is put right about a lawsuit, and how the lawsuit is told again then.

use kernel::aggregate::Occasion;
use kernel::amendment::{Correction, Late};
use kernel::day::Day;
use kernel::history::Entered;
use kernel::retelling::{self, Retold};

pub use kernel::amendment::{Amend, Amended, Amendment, MovedEntry, Reason, Retraction, Struck, Unfit};

use super::noting::HearingState;
use super::{Command, Fact, Lawsuit, LawsuitEvent};
use crate::refusal::Refusal;

/// What was entered about a lawsuit.
pub type History = kernel::history::History<Fact>;
/// Something that was entered about it.
pub type Entry = kernel::history::Entry<Fact>;

/// Puts a field of an entry right.
pub fn amend(lawsuit: &Lawsuit, c: Amend, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
    may_be_put_right(lawsuit, &c.amendment)?;
    retelling::amend(lawsuit, c, on)
}

/// Takes out what was entered by mistake; with the first entry, the whole lawsuit.
pub fn strike(lawsuit: &Lawsuit, amendment: Amendment, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
    may_be_put_right(lawsuit, &amendment)?;
    if amendment.entry == 1 {
        let mut hearings = lawsuit.chain.instances.iter().flat_map(|instance| instance.hearings.values());
        if let Some(hearing) = hearings.find(|hearing| hearing.state != HearingState::Struck) {
            return Err(Refusal::HasHearings { on: hearing.on });
        }
    }
    retelling::strike(lawsuit, amendment, on)
}

/// A hearing is put right where it was entered.
fn may_be_put_right(lawsuit: &Lawsuit, amendment: &Amendment) -> Result<(), Refusal> {
    match lawsuit.history.get(amendment.entry).map(|entry| &entry.fact) {
        _ if lawsuit.is_struck => Err(Refusal::EnteredByMistake),
        Some(Fact::HearingNoted(_)) => Err(Refusal::AmendTheHearing),
        _ => Ok(()),
    }
}

impl Retold for Lawsuit {
    type Fact = Fact;

    fn history(&self) -> &History {
        &self.history
    }

    fn history_mut(&mut self) -> &mut History {
        &mut self.history
    }

    fn step(&self, command: Command, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
        self.step(command, on).map(|event| vec![event])
    }

    fn keep_recorded(&mut self, recorded: &Self) {
        self.clocks.keep_recorded(&recorded.clocks);
    }

    fn fact_of(event: &mut LawsuitEvent) -> &mut Fact {
        &mut event.fact
    }

    fn happened(fact: Fact, _: Option<Late>, before: &Self, after: &Self) -> LawsuitEvent {
        fact.with(before.clocks.changes_to(&after.clocks))
    }

    fn lapse_denied_by(refusal: &Refusal) -> Option<u64> {
        match refusal {
            Refusal::LapsedAccordingTo { entry } => Some(*entry),
            _ => None,
        }
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
        self.derived_day().is_some()
    }

    /// A hearing of which it says anew what has become.
    fn overtakes(&self, other: &Self) -> bool {
        matches!((self, other), (Self::HearingNoted(new), Self::HearingNoted(old)) if new.hearing == old.hearing)
    }

    fn derived_day(&self) -> Option<Day> {
        match self {
            Self::AnswerExpired(e) => Some(e.on),
            Self::TookEffect(e) if e.certificate.is_none() => Some(e.on),
            _ => None,
        }
    }

    fn move_to(&mut self, day: Day) {
        match self {
            Self::AnswerExpired(e) => e.on = day,
            Self::TookEffect(e) => e.on = day,
            _ => {}
        }
    }

    fn keep_what_was_seen(&mut self, before: &Self) {
        if let (Self::Registered(now), Self::Registered(before)) = (self, before) {
            now.registered_on = before.registered_on;
        }
    }

    fn correction(&self) -> Option<Correction<'_>> {
        match self {
            Self::Amended(e) => Some(Correction::Amended(e)),
            Self::Struck(e) => Some(Correction::Struck(e)),
            Self::AnswerExpiryWithdrawn(e) | Self::EffectWithdrawn(e) => Some(Correction::Withdrawn(e)),
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
            _ => Self::EffectWithdrawn(retraction),
        }
    }
}

#[cfg(test)]
mod tests;
