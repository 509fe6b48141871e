//! Nothing is deleted: what was entered is amended, struck or taken back by another event. The lawsuit is then told again
//! from its beginning under the law's own conditions; what no longer fits together is refused, and every period that
//! comes out otherwise is in the event.

use kernel::aggregate::{Aggregate as _, Occasion};
use kernel::day::Day;
use kernel::word::words;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use super::history::{Entry, History};
use super::noting::HearingState;
use super::{Command, Fact, Lawsuit, LawsuitEvent};
use crate::clocks::Clocks;
use crate::refusal::Refusal;

words! {
    /// Why something entered earlier is put right.
    Reason {
        EntryError "录入错误",
        NewFact "新的事实",
        AnnulledByAuthority "有权机关撤销",
    }
}

/// Which entry is put right, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// The number of the event that entered it.
    pub entry: u64,
    /// The class of reason.
    pub reason: Reason,
    /// In the words of whoever amends.
    pub explanation: Line,
}

/// Puts one field of an entry right.
#[derive(Debug, Clone, PartialEq)]
pub struct Amend {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// Which field.
    pub field: String,
    /// What it should contain.
    pub value: String,
}

/// A field of an entry was put right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amended {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day of the amendment.
    pub on: Day,
    /// Which field.
    pub field: String,
    /// What it contained.
    pub before: String,
    /// What it contains.
    pub after: String,
    /// Entries whose legal day follows from this one.
    pub moved: Vec<MovedEntry>,
}

/// The legal day of an entry follows from another entry, and is another now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MovedEntry {
    /// Which.
    pub entry: u64,
    /// Its day as it is now.
    pub on: Day,
}

/// An entry was made by mistake: it is out of the procedure, and still in the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    /// Which entry, and why.
    pub amendment: Amendment,
    /// The day it was struck.
    pub on: Day,
    /// The name of the event that was struck.
    pub event: Line,
    /// Entries whose legal day followed from it.
    pub moved: Vec<MovedEntry>,
}

/// What had been taken to follow from the lapse of a period did not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retraction {
    /// The number of the event taken back.
    pub entry: u64,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: Line,
    /// Whether the next event takes its place.
    pub replaced: bool,
}

/// A lawsuit told again.
struct Told {
    lawsuit: Lawsuit,
    /// Lapses that have not happened, told so.
    dropped: Vec<u64>,
}

/// Puts a field of an entry right.
pub fn amend(lawsuit: &Lawsuit, c: Amend, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
    let entry = entry_of(lawsuit, &c.amendment)?;
    let mut fact = entry.fact.clone();
    let before = fact.value(&c.field).ok_or_else(|| Refusal::NoSuchField { field: c.field.clone() })?;
    fact.set(&c.field, &c.value).map_err(|why| Refusal::WrongValue { value: c.value.clone(), why })?;
    let after = fact.value(&c.field).unwrap_or_default();
    if before == after {
        return Err(Refusal::NothingChanges);
    }
    let number = entry.number;
    let entries = lawsuit.history.entries().iter();
    let entries: Vec<Entry> = entries
        .map(|entry| if entry.number == number { Entry { number, fact: fact.clone() } } else { entry.clone() })
        .collect();
    let told = tell(lawsuit, &entries, Some(number), on)?;
    let moved = told.moved_since(&entries);
    let amended = Amended { amendment: c.amendment, on: on.today, field: c.field, before, after, moved };
    Ok(told.follows(lawsuit, Fact::Amended(amended), on.today))
}

/// Takes out what was entered by mistake; with the first entry, the whole lawsuit.
pub fn strike(lawsuit: &Lawsuit, amendment: Amendment, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
    let entry = entry_of(lawsuit, &amendment)?;
    if amendment.reason == Reason::NewFact {
        return Err(Refusal::NewFactStrikesNothing);
    }
    let (number, event) = (entry.number, Line::known(entry.fact.described().0));
    let struck = |moved| Struck { amendment, on: on.today, event, moved };
    if number == 1 {
        let mut hearings = lawsuit.chain.instances.iter().flat_map(|instance| instance.hearings.values());
        if let Some(hearing) = hearings.find(|hearing| hearing.state != HearingState::Struck) {
            return Err(Refusal::HasHearings { on: hearing.on });
        }
        let clocks = lawsuit.clocks.changes_to(&Clocks::default());
        return Ok(vec![Fact::Struck(struck(Vec::new())).with(clocks)]);
    }
    let entries: Vec<Entry> =
        lawsuit.history.entries().iter().filter(|entry| entry.number != number).cloned().collect();
    let told = tell(lawsuit, &entries, None, on)?;
    let moved = told.moved_since(&entries);
    Ok(told.follows(lawsuit, Fact::Struck(struck(moved)), on.today))
}

/// A step was taken before a period ended that was recorded as lapsed: the lapse is taken back, and the step stands in its
/// place. What was entered since must still be possible.
pub fn retract(lawsuit: &Lawsuit, lapse: u64, step: &Command, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
    let entries = lawsuit.history.entries();
    let Some(place) = entries.iter().position(|entry| entry.number == lapse) else {
        return Err(Refusal::NoSuchEntry { entry: lapse });
    };
    let before = tell(lawsuit, &entries[..place], None, on)?;
    let step = before.lawsuit.step(step.clone(), on)?;

    let number = lawsuit.history.last_number() + 2;
    let new = Entry { number, fact: step.fact.clone() };
    let entries: Vec<Entry> =
        entries[..place].iter().cloned().chain([new]).chain(entries[place + 1..].iter().cloned()).collect();
    let told = tell(lawsuit, &entries, Some(number), on)?;
    let taken_back = retraction(&lawsuit.history, lapse, on.today, true).alone();
    Ok(std::iter::once(taken_back).chain(told.follows(lawsuit, step.fact, on.today)).collect())
}

fn retraction(history: &History, entry: u64, on: Day, replaced: bool) -> Fact {
    let reason = if replaced { "期限届满前已经办理，现补录" } else { "更正后期限尚未届满" };
    let retraction = Retraction { entry, on, reason: Line::known(reason), replaced };
    match history.get(entry).map(|entry| &entry.fact) {
        Some(Fact::AnswerExpired(_)) => Fact::AnswerExpiryWithdrawn(retraction),
        _ => Fact::EffectWithdrawn(retraction),
    }
}

/// The entry that an amendment means, if it can be put right.
fn entry_of<'a>(lawsuit: &'a Lawsuit, amendment: &Amendment) -> Result<&'a Entry, Refusal> {
    if lawsuit.is_struck {
        return Err(Refusal::EnteredByMistake);
    }
    let number = amendment.entry;
    let entry = lawsuit.history.get(number).ok_or(Refusal::NoSuchEntry { entry: number })?;
    match &entry.fact {
        Fact::HearingNoted(_) => Err(Refusal::AmendTheHearing),
        fact if fact.is_lapse() => Err(Refusal::FollowsByLaw { title: fact.described().1 }),
        _ => Ok(entry),
    }
}

/// Tells a lawsuit again from these entries, each under the conditions under which it was entered. Periods that come out
/// as they were recorded stay as they were recorded.
fn tell(lawsuit: &Lawsuit, entries: &[Entry], own: Option<u64>, on: &Occasion) -> Result<Told, Refusal> {
    let mut told = Told { lawsuit: Lawsuit::default(), dropped: Vec::new() };
    for (place, entry) in entries.iter().enumerate() {
        let Some(command) = entry.fact.command() else { continue };
        if entries[place + 1..].iter().any(|later| later.fact.overtakes(&entry.fact)) {
            told.note(entry);
            continue;
        }
        match told.lawsuit.step(command, on) {
            Ok(event) => told.take_up(entry, event),
            // It follows from the end of a period that has not ended, or does not run.
            Err(_) if entry.fact.is_lapse() => told.dropped.push(entry.number),
            Err(Refusal::LapsedAccordingTo { entry: lapse }) => {
                let rest: Vec<Entry> = entries.iter().filter(|entry| entry.number != lapse).cloned().collect();
                let mut again = tell(lawsuit, &rest, own, on)?;
                again.dropped.push(lapse);
                return Ok(again);
            }
            Err(refusal) if own == Some(entry.number) => return Err(refusal),
            Err(refusal) => {
                let (_, title, day) = entry.fact.described();
                return Err(Refusal::Clash { entry: entry.number, title, on: day, why: Box::new(refusal) });
            }
        }
        told.lawsuit.clocks.keep_recorded(&lawsuit.clocks);
    }
    Ok(told)
}

impl Told {
    /// What a later entry has overtaken binds nothing any more, and stays in the history.
    fn note(&mut self, entry: &Entry) {
        self.lawsuit.history.continue_at(entry.number);
        self.lawsuit.history.take_up(&entry.fact);
    }

    fn take_up(&mut self, entry: &Entry, mut event: LawsuitEvent) {
        self.lawsuit.history.continue_at(entry.number);
        if let (Fact::Registered(now), Fact::Registered(before)) = (&mut event.fact, &entry.fact) {
            now.registered_on = before.registered_on;
        }
        self.lawsuit = std::mem::take(&mut self.lawsuit).evolve(&event);
    }

    /// The entries whose legal day comes out otherwise than it was entered.
    fn moved_since(&self, entries: &[Entry]) -> Vec<MovedEntry> {
        let moved = self.lawsuit.history.entries().iter().filter_map(|now| {
            let before = entries.iter().find(|entry| entry.number == now.number)?;
            let on = now.fact.derived_day().filter(|on| before.fact.derived_day() != Some(*on))?;
            Some(MovedEntry { entry: now.number, on })
        });
        moved.collect()
    }

    /// The events that bring a lawsuit to where it was told to be: the fact with every period that changes, and the lapses
    /// that have not happened.
    fn follows(self, lawsuit: &Lawsuit, fact: Fact, today: Day) -> Vec<LawsuitEvent> {
        let clocks = lawsuit.clocks.changes_to(&self.lawsuit.clocks);
        let dropped = self.dropped.iter().map(|lapse| retraction(&lawsuit.history, *lapse, today, false).alone());
        std::iter::once(fact.with(clocks)).chain(dropped).collect()
    }
}

impl Fact {
    /// Whether it follows by law from the end of a period.
    pub(crate) fn is_lapse(&self) -> bool {
        self.derived_day().is_some()
    }

    /// Whether it says anew what has become of a hearing of which another entry tells.
    fn overtakes(&self, other: &Self) -> bool {
        matches!((self, other), (Self::HearingNoted(new), Self::HearingNoted(old)) if new.hearing == old.hearing)
    }

    /// The legal day, where it follows from other entries.
    fn derived_day(&self) -> Option<Day> {
        match self {
            Self::AnswerExpired(e) => Some(e.on),
            Self::TookEffect(e) if e.certificate.is_none() => Some(e.on),
            _ => None,
        }
    }

    /// Moves the legal day that follows from other entries.
    pub(super) fn move_to(&mut self, day: Day) {
        match self {
            Self::AnswerExpired(e) => e.on = day,
            Self::TookEffect(e) => e.on = day,
            _ => {}
        }
    }
}

/// The lawsuit told from its beginning, for whoever checks that it comes out the same.
#[cfg(test)]
pub(super) fn told_from_scratch(lawsuit: &Lawsuit, on: &Occasion) -> Result<Lawsuit, Refusal> {
    tell(&Lawsuit::default(), lawsuit.history.entries(), None, on).map(|told| told.lawsuit)
}

#[cfg(test)]
mod tests;
