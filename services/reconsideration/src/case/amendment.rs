//! Nothing is deleted: what was entered is amended, struck or taken back by another event. The case is then told again
//! from its beginning under the law's own conditions; what no longer fits together is refused, and every period that
//! comes out otherwise is in the event.

use kernel::aggregate::{Aggregate as _, Occasion};
use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::history::Entry;
use super::{Case, CaseEvent, Command, Fact, Stage};
use crate::clocks::Clocks;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::Line;

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
    /// Entries whose legal day follows from the step that takes its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<MovedEntry>,
}

/// A case told again.
struct Told {
    case: Case,
    /// Lapses that have not happened, told so.
    dropped: Vec<u64>,
}

/// Puts a field of an entry right.
pub fn amend(case: &Case, c: Amend, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let entry = entry_of(case, &c.amendment)?;
    let mut fact = entry.fact.clone();
    let before = fact.value(&c.field).ok_or_else(|| Refusal::NoSuchField { field: c.field.clone() })?;
    fact.set(&c.field, &c.value).map_err(|why| Refusal::WrongValue { value: c.value.clone(), why })?;
    let after = fact.value(&c.field).unwrap_or_default();
    if before == after {
        return Err(Refusal::NothingChanges);
    }
    let number = entry.number;
    let entries: Vec<Entry> = case
        .file
        .history
        .entries()
        .iter()
        .map(|entry| if entry.number == number { Entry { number, fact: fact.clone() } } else { entry.clone() })
        .collect();
    let told = tell(case, &entries, Some(number), on)?;
    let moved = told.moved_since(&entries);
    let amended = Amended { amendment: c.amendment, on: on.today, field: c.field, before, after, moved };
    Ok(told.follows(case, Fact::Amended(amended), on.today))
}

/// Takes out what was entered by mistake; with the first entry, the whole case.
pub fn strike(case: &Case, amendment: Amendment, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let entry = entry_of(case, &amendment)?;
    if amendment.reason == Reason::NewFact {
        return Err(Refusal::NewFactStrikesNothing);
    }
    let (number, event) = (entry.number, Line::known(entry.fact.described().0));
    let struck = |moved| Struck { amendment, on: on.today, event, moved };
    if number == 1 {
        let clocks = case.file.clocks.changes_to(&Clocks::default());
        return Ok(vec![Fact::Struck(struck(Vec::new())).with(clocks)]);
    }
    let entries: Vec<Entry> =
        case.file.history.entries().iter().filter(|entry| entry.number != number).cloned().collect();
    let told = tell(case, &entries, None, on)?;
    let moved = told.moved_since(&entries);
    Ok(told.follows(case, Fact::Struck(struck(moved)), on.today))
}

/// A step was taken before a period ended that was recorded as lapsed: the lapse is taken back, and the step stands in its
/// place. What was entered since must still be possible.
pub fn retract(case: &Case, lapse: u64, step: &Command, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let entries = case.file.history.entries();
    let Some(place) = entries.iter().position(|entry| entry.number == lapse) else {
        return Err(Refusal::NoSuchEntry { entry: lapse });
    };
    let before = tell(case, &entries[..place], None, on)?;
    let steps = before.case.step(step.clone(), on)?;

    let first = case.file.history.last_number() + 2;
    let new = (first..).zip(&steps).map(|(number, step)| Entry { number, fact: step.fact.clone() });
    let entries: Vec<Entry> =
        entries[..place].iter().cloned().chain(new).chain(entries[place + 1..].iter().cloned()).collect();
    let told = tell(case, &entries, Some(first), on)?;

    let mut facts = steps.into_iter().map(|step| step.fact);
    let moved = told.moved_since(&entries);
    let taken_back = retraction(&case.file.history, lapse, on.today, Some(moved));
    let mut events = vec![taken_back.alone()];
    if let Some(fact) = facts.next() {
        events.extend(told.follows(case, fact, on.today));
    }
    events.extend(facts.map(Fact::alone));
    Ok(events)
}

/// With what moves where a step takes the place of what is taken back.
fn retraction(history: &super::history::History, entry: u64, on: Day, moved: Option<Vec<MovedEntry>>) -> Fact {
    let replaced = moved.is_some();
    let reason = if replaced { "期限届满前已经办理，现补录" } else { "更正后期限尚未届满" };
    let retraction = Retraction { entry, on, reason: Line::known(reason), replaced, moved: moved.unwrap_or_default() };
    match history.get(entry).map(|entry| &entry.fact) {
        Some(Fact::AnswerExpired(_)) => Fact::AnswerExpiryWithdrawn(retraction),
        _ => Fact::DeemedAcceptanceWithdrawn(retraction),
    }
}

/// The entry that an amendment means, if it can be put right.
fn entry_of<'a>(case: &'a Case, amendment: &Amendment) -> Result<&'a Entry, Refusal> {
    if case.stage == Stage::EnteredByMistake {
        return Err(Refusal::EnteredByMistake);
    }
    let number = amendment.entry;
    let entry = case.file.history.get(number).ok_or(Refusal::NoSuchEntry { entry: number })?;
    if entry.fact.is_lapse() {
        return Err(Refusal::FollowsByLaw { title: entry.fact.described().1 });
    }
    Ok(entry)
}

/// Tells a case again from these entries, each under the conditions under which it was entered. Periods that come out as
/// they were recorded stay as they were recorded.
fn tell(case: &Case, entries: &[Entry], own: Option<u64>, on: &Occasion) -> Result<Told, Refusal> {
    let mut told = Told { case: Case::default(), dropped: Vec::new() };
    for entry in entries {
        let Some(command) = entry.fact.command() else { continue };
        match told.case.step(command, on) {
            Ok(events) => told.take_up(entry, events),
            Err(Refusal::StillRuns { .. } | Refusal::Suspended { .. }) if entry.fact.is_lapse() => {
                told.dropped.push(entry.number);
            }
            Err(Refusal::LapsedAccordingTo { entry: lapse }) => {
                let rest: Vec<Entry> = entries.iter().filter(|entry| entry.number != lapse).cloned().collect();
                let mut again = tell(case, &rest, own, on)?;
                again.dropped.push(lapse);
                return Ok(again);
            }
            Err(refusal) if own == Some(entry.number) => return Err(refusal),
            Err(refusal) => {
                let (_, title, day) = entry.fact.described();
                return Err(Refusal::Clash { entry: entry.number, title, on: day, why: Box::new(refusal) });
            }
        }
        told.case.file.clocks.keep_recorded(&case.file.clocks);
    }
    Ok(told)
}

impl Told {
    fn take_up(&mut self, entry: &Entry, events: Vec<CaseEvent>) {
        self.case.file.history.continue_at(entry.number);
        for mut event in events {
            event.fact.keep_what_was_seen(&entry.fact);
            self.case = std::mem::take(&mut self.case).evolve(&event);
        }
    }

    /// The entries whose legal day comes out otherwise than it was entered.
    fn moved_since(&self, entries: &[Entry]) -> Vec<MovedEntry> {
        let day = |entry: &Entry| entry.fact.derived_day();
        let moved = self.case.file.history.entries().iter().filter_map(|now| {
            let before = entries.iter().find(|entry| entry.number == now.number)?;
            let on = day(now).filter(|on| day(before) != Some(*on))?;
            Some(MovedEntry { entry: now.number, on })
        });
        moved.collect()
    }

    /// The events that bring a case to where it was told to be: the fact with every period that changes, and the lapses
    /// that have not happened.
    fn follows(self, case: &Case, fact: Fact, today: Day) -> Vec<CaseEvent> {
        let clocks = case.file.clocks.changes_to(&self.case.file.clocks);
        let dropped = self.dropped.iter().map(|lapse| retraction(&case.file.history, *lapse, today, None).alone());
        std::iter::once(fact.with(clocks)).chain(dropped).collect()
    }
}

impl Fact {
    /// Whether it follows by law from the end of a period.
    pub(crate) fn is_lapse(&self) -> bool {
        matches!(self, Self::DeemedAccepted(_) | Self::AnswerExpired(_))
    }

    /// The legal day, where it follows from other entries.
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

    /// Moves the legal day that follows from other entries.
    pub(super) fn move_to(&mut self, day: Day) {
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

    /// What belongs to the day of entry stays as it was.
    fn keep_what_was_seen(&mut self, before: &Fact) {
        if let (Self::Received(now), Self::Received(before)) = (self, before) {
            now.registered_on = before.registered_on;
            now.application = before.application;
        }
    }
}

/// The case told from its beginning, for whoever checks that it comes out the same.
#[cfg(test)]
pub(super) fn told_from_scratch(case: &Case, on: &Occasion) -> Result<Case, Refusal> {
    tell(&Case::default(), case.file.history.entries(), None, on).map(|told| told.case)
}

#[cfg(test)]
mod tests;
