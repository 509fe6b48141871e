//! One hearing of an instance: planned, moved, held with those who came, cancelled, or entered by mistake (S18, S19).
//!
//! Every command but those about the audience is told to the lawsuit first ([`crate::lawsuit::noting`]): there it is
//! judged whether the hearing can have been on its day, and what the attendance amounts to.

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::word::words;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub mod attendance;
pub mod plan;

use attendance::Presence;
use plan::{Cancellation, Holding, Move, Observation, Plan};

use crate::clocks::{Clock, ClockName, Clocks, End};
use crate::law;
use crate::lawsuit::InstanceKind;
use crate::lawsuit::amendment::{Amendment, Reason};
use crate::lawsuit::chain::Summary;
use crate::parties::{CaseClass, Court, Defendant, InstanceNumber};
use crate::refusal::Refusal;

words! {
    /// Where a hearing stands.
    Stage {
        NotEntered "未登记",
        Scheduled "已定开庭",
        Held "已开庭",
        Cancelled "已取消",
        Struck "误录",
    }
}

/// A hearing: of which lawsuit, and what was entered about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hearing {
    /// Of which lawsuit, as it stood.
    pub of: Option<HearingOf>,
    /// What was entered and stands.
    pub entries: Vec<Entry>,
    /// What the attendance amounts to, where it was held.
    pub presences: Vec<Presence>,
    /// The days by which notice and summons should have arrived.
    pub clocks: Clocks,
    /// Whether it was entered by mistake.
    pub is_struck: bool,
    events: u64,
}

/// Something that was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The number of the event.
    pub number: u64,
    /// What, as it was last amended.
    pub fact: HearingFact,
}

/// Which lawsuit a hearing belongs to, and before which court.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HearingOf {
    /// The lawsuit.
    pub lawsuit: Uuid,
    /// The instance.
    pub instance: InstanceNumber,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// The court.
    pub court: Court,
    /// The instance's number at the court.
    pub case_number: Option<CaseNumber>,
    /// When the instance was docketed.
    pub docketed_on: Option<Day>,
    /// The organs concerned in this hearing.
    pub defendants: Vec<Defendant>,
    /// The classes in which the principal in principle appears.
    pub classes: Vec<CaseClass>,
    /// Whether the place demands it.
    pub principal_required: bool,
    /// Whether a procuratorate sues in the public interest.
    pub public_interest: bool,
}

/// Something entered about a hearing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each names what it carries")]
pub enum HearingFact {
    Plan(Plan),
    Move(Move),
    Holding(Holding),
    Cancellation(Cancellation),
    Observation(Observation),
}

/// What is asked of a hearing, and what is known about its lawsuit.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The hearing's own id.
    pub hearing: Uuid,
    /// Its lawsuit.
    pub lawsuit: Uuid,
    /// Its instance.
    pub instance: InstanceNumber,
    /// Whether the place demands that the principal appears in listed cases.
    pub principal_required: bool,
    /// What the lawsuit made of it; none where it was not told.
    pub noted: Option<Noted>,
    /// What is asked.
    pub command: Command,
}

/// What the lawsuit made of a hearing.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// Which lawsuit, as it stands.
    pub of: HearingOf,
    /// What the attendance amounts to.
    pub presences: Vec<Presence>,
}

/// What may be asked of a hearing.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Command {
    Schedule(Plan),
    Move(Move),
    Hold(Holding),
    Cancel(Cancellation),
    Record(Plan, Holding),
    Observe(Observation),
    Amend(Amendment, HearingFact),
    Strike(Amendment),
}

/// What happened, and to a hearing of which lawsuit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HearingEvent {
    /// What happened.
    pub fact: Fact,
    /// Of which lawsuit it is.
    pub of: HearingOf,
    /// Every period that it moved.
    pub clocks: Vec<Clock>,
}

/// What happens to a hearing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum Fact {
    Scheduled(Plan),
    Moved(Move),
    Held(Held),
    Cancelled(Cancellation),
    Observed(Observation),
    Amended(Box<Amended>),
    Struck(Struck),
}

/// A hearing was held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Who came, with the posts of that day.
    pub holding: Holding,
    /// What it amounts to for each organ.
    pub presences: Vec<Presence>,
}

/// An entry was put right, as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amended {
    /// Which, and why.
    pub amendment: Amendment,
    /// The day of the amendment.
    pub on: Day,
    /// What had been entered.
    pub before: HearingFact,
    /// What should have been.
    pub after: HearingFact,
    /// What the attendance amounts to now, where the hearing was held.
    pub presences: Vec<Presence>,
}

/// The hearing, or an entry about its audience, was entered by mistake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    /// Which entry, and why: 1 is the hearing as a whole.
    pub amendment: Amendment,
    /// The day it was struck.
    pub on: Day,
    /// The name of the event that was struck.
    pub event: Line,
    /// The entry about the audience, where that alone was struck.
    pub observation: Option<Observation>,
}

impl Aggregate for Hearing {
    const KIND: &'static str = "Hearing";
    type Command = Asked;
    type Event = HearingEvent;
    type Refusal = Refusal;

    fn decide(&self, asked: Asked, on: &Occasion) -> Result<Vec<HearingEvent>, Refusal> {
        if let Some(of) = self.of.as_ref().filter(|of| (of.lawsuit, of.instance) != (asked.lawsuit, asked.instance)) {
            return Err(Refusal::HearingOfAnotherInstance { kind: of.kind });
        }
        let of = match (&asked.noted, &self.of) {
            (Some(noted), _) => noted.of.clone(),
            (None, Some(of)) => of.clone(),
            (None, None) => return Err(Refusal::HearingNotEntered),
        };
        let presences = asked.noted.map(|noted| noted.presences).unwrap_or_default();
        match (self.stage(), asked.command) {
            (Stage::Struck, _) => Err(Refusal::EnteredByMistake),
            (Stage::NotEntered, Command::Schedule(plan)) => Ok(vec![self.planned(of, plan, on)?]),
            (Stage::NotEntered, Command::Record(plan, holding)) => {
                let scheduled = self.planned(of.clone(), plan, on)?;
                let held = self.clone().evolve(&scheduled).held(of, holding, presences, on)?;
                Ok(vec![scheduled, held])
            }
            (Stage::NotEntered, _) => Err(Refusal::HearingNotEntered),
            (_, Command::Schedule(_) | Command::Record(..)) => Err(Refusal::HearingEnteredBefore),
            (Stage::Scheduled | Stage::Held, Command::Move(c)) => {
                law::has_come("on", c.on, on.today)?;
                self.moved_to_the_day_it_was_held(&c)?;
                has_arrived(&c.plan, on)?;
                let clocks = self.clocks_of(&of, &c.plan, self.held_on(), on);
                Ok(vec![HearingEvent { fact: Fact::Moved(c), of, clocks }])
            }
            (Stage::Scheduled, Command::Hold(c)) => Ok(vec![self.held(of, c, presences, on)?]),
            (Stage::Scheduled, Command::Cancel(c)) => {
                law::has_come("on", c.on, on.today)?;
                let clocks = self.clocks.changes_to(&Clocks::default());
                Ok(vec![HearingEvent { fact: Fact::Cancelled(c), of, clocks }])
            }
            (Stage::Scheduled | Stage::Held, Command::Observe(c)) => self.observed(of, c, on),
            (_, Command::Amend(amendment, fact)) => self.amended(of, amendment, fact, presences, on),
            (_, Command::Strike(amendment)) => self.struck(of, amendment, on),
            (stage @ (Stage::Held | Stage::Cancelled), _) => Err(Refusal::HearingIs { stage }),
        }
    }

    fn evolve(mut self, event: &HearingEvent) -> Self {
        self.events += 1;
        self.clocks.take_up(&event.clocks);
        self.of = Some(event.of.clone());
        if let Some(fact) = event.fact.entered() {
            self.entries.push(Entry { number: self.events, fact });
        }
        match &event.fact {
            Fact::Held(e) => self.presences.clone_from(&e.presences),
            Fact::Amended(e) => {
                if let Some(entry) = self.entries.iter_mut().find(|entry| entry.number == e.amendment.entry) {
                    entry.fact = e.after.clone();
                }
                if !e.presences.is_empty() {
                    self.presences.clone_from(&e.presences);
                }
            }
            Fact::Struck(e) if e.observation.is_none() => self.is_struck = true,
            Fact::Struck(e) => self.entries.retain(|entry| entry.number != e.amendment.entry),
            Fact::Scheduled(_) | Fact::Moved(_) | Fact::Cancelled(_) | Fact::Observed(_) => {}
        }
        self
    }
}

impl Hearing {
    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let has = |sort: fn(&HearingFact) -> bool| self.entries.iter().any(|entry| sort(&entry.fact));
        match () {
            () if self.is_struck => Stage::Struck,
            () if has(|fact| matches!(fact, HearingFact::Cancellation(_))) => Stage::Cancelled,
            () if has(|fact| matches!(fact, HearingFact::Holding(_))) => Stage::Held,
            () if self.entries.is_empty() => Stage::NotEntered,
            () => Stage::Scheduled,
        }
    }

    /// The plan that holds, and the entry it stands in.
    #[must_use]
    pub fn plan(&self) -> Option<(u64, &Plan)> {
        self.entries.iter().rev().find_map(|entry| match &entry.fact {
            HearingFact::Plan(plan) | HearingFact::Move(Move { plan, .. }) => Some((entry.number, plan)),
            _ => None,
        })
    }

    /// The day it was held.
    fn held_on(&self) -> Option<Day> {
        self.entries.iter().find_map(|entry| match &entry.fact {
            HearingFact::Holding(holding) => Some(holding.on),
            _ => None,
        })
    }

    /// The day it is planned for, or was held.
    pub(crate) fn day(&self) -> Option<Day> {
        self.held_on().or_else(|| self.plan().map(|(_, plan)| plan.day))
    }

    /// A change entered when the hearing had been held says why it was held on another day than was planned.
    fn moved_to_the_day_it_was_held(&self, c: &Move) -> Result<(), Refusal> {
        let Some(held_on) = self.held_on() else { return Ok(()) };
        match self.plan() {
            Some((_, plan)) if plan.day == held_on => Err(Refusal::HearingIs { stage: Stage::Held }),
            _ if c.plan.day == held_on && c.on <= held_on => Ok(()),
            _ => Err(Refusal::HeldOnAnotherDay { held_on }),
        }
    }

    fn planned(&self, of: HearingOf, plan: Plan, on: &Occasion) -> Result<HearingEvent, Refusal> {
        has_arrived(&plan, on)?;
        let clocks = self.clocks_of(&of, &plan, None, on);
        Ok(HearingEvent { fact: Fact::Scheduled(plan), of, clocks })
    }

    /// Row 5: it took place, with those who came; each with the post of that day (S20).
    fn held(
        &self,
        of: HearingOf,
        c: Holding,
        presences: Vec<Presence>,
        on: &Occasion,
    ) -> Result<HearingEvent, Refusal> {
        law::has_come("on", c.on, on.today)?;
        let holding = c.of(&of)?;
        let plan = self.plan().map(|(_, plan)| plan);
        let clocks = plan.map_or(Vec::new(), |plan| self.clocks_of(&of, plan, Some(holding.on), on));
        Ok(HearingEvent { fact: Fact::Held(Held { holding, presences }), of, clocks })
    }

    /// Every period that is another under a plan, and with the day on which it was held.
    fn clocks_of(&self, of: &HearingOf, plan: &Plan, held_on: Option<Day>, on: &Occasion) -> Vec<Clock> {
        let mut clocks = clocks(of, plan, held_on, on);
        clocks.keep_recorded(&self.clocks);
        self.clocks.changes_to(&clocks)
    }

    /// N-OBS: once for each unit and hearing.
    fn observed(&self, of: HearingOf, c: Observation, on: &Occasion) -> Result<Vec<HearingEvent>, Refusal> {
        self.can_be_observed(&c, None, on)?;
        Ok(vec![HearingEvent { fact: Fact::Observed(c), of, clocks: Vec::new() }])
    }

    fn can_be_observed(&self, c: &Observation, own: Option<u64>, on: &Occasion) -> Result<(), Refusal> {
        law::has_come("on", c.on, on.today)?;
        if let Some(day) = self.day().filter(|day| *day != c.on) {
            return Err(Refusal::NotTheHearingsDay { on: c.on, day });
        }
        if c.headcount == 0 || usize::try_from(c.headcount).is_ok_and(|count| count < c.observers.len()) {
            return Err(Refusal::FewerThanNamed { headcount: c.headcount, named: c.observers.len() });
        }
        let others = self.entries.iter().filter(|entry| Some(entry.number) != own);
        let is_twice = |entry: &Entry| match &entry.fact {
            HearingFact::Observation(other) => other.is_of_the_same_unit(c),
            _ => false,
        };
        if others.into_iter().any(is_twice) {
            Err(Refusal::ObservedBefore { unit: c.unit_name.clone() })
        } else {
            Ok(())
        }
    }

    /// An entry is put right, as a whole: by another of its kind, under the conditions under which it was entered.
    fn amended(
        &self,
        of: HearingOf,
        amendment: Amendment,
        after: HearingFact,
        presences: Vec<Presence>,
        on: &Occasion,
    ) -> Result<Vec<HearingEvent>, Refusal> {
        let number = amendment.entry;
        let found = self.entries.iter().find(|entry| entry.number == number);
        let before = found.ok_or(Refusal::NoSuchEntry { entry: number })?.fact.clone();
        let after = match (&before, after) {
            (HearingFact::Plan(_), HearingFact::Plan(plan)) => HearingFact::Plan(plan),
            (HearingFact::Move(_), HearingFact::Move(c)) => {
                law::has_come("on", c.on, on.today)?;
                HearingFact::Move(c)
            }
            (HearingFact::Holding(_), HearingFact::Holding(c)) => {
                law::has_come("on", c.on, on.today)?;
                HearingFact::Holding(c.of(&of)?)
            }
            (HearingFact::Cancellation(_), HearingFact::Cancellation(c)) => {
                law::has_come("on", c.on, on.today)?;
                HearingFact::Cancellation(c)
            }
            (HearingFact::Observation(_), HearingFact::Observation(c)) => {
                self.can_be_observed(&c, Some(number), on)?;
                HearingFact::Observation(c)
            }
            _ => return Err(Refusal::AnotherKindOfEntry { entry: number }),
        };
        if let HearingFact::Plan(plan) | HearingFact::Move(Move { plan, .. }) = &after {
            if let Some((holds, _)) = self.plan().filter(|(holds, _)| *holds != number) {
                return Err(Refusal::MovedSince { entry: holds });
            }
            has_arrived(plan, on)?;
        }
        if before == after {
            return Err(Refusal::NothingChanges);
        }
        let held_on = match &after {
            HearingFact::Holding(holding) => Some(holding.on),
            _ => self.held_on(),
        };
        let plan = match &after {
            HearingFact::Plan(plan) | HearingFact::Move(Move { plan, .. }) => Some(plan),
            _ => self.plan().map(|(_, plan)| plan),
        };
        let plan = plan.filter(|_| self.stage() != Stage::Cancelled);
        let moved = plan.map_or(Vec::new(), |plan| self.clocks_of(&of, plan, held_on, on));
        let presences = if self.stage() == Stage::Held { presences } else { Vec::new() };
        let amended = Amended { amendment, on: on.today, before, after, presences };
        Ok(vec![HearingEvent { fact: Fact::Amended(Box::new(amended)), of, clocks: moved }])
    }

    /// S19: the hearing as a whole, or an entry about its audience alone.
    fn struck(&self, of: HearingOf, amendment: Amendment, on: &Occasion) -> Result<Vec<HearingEvent>, Refusal> {
        if amendment.reason == Reason::NewFact {
            return Err(Refusal::NewFactStrikesNothing);
        }
        let number = amendment.entry;
        let entry = self.entries.iter().find(|entry| entry.number == number);
        let fact = &entry.ok_or(Refusal::NoSuchEntry { entry: number })?.fact;
        let observation = match fact {
            HearingFact::Observation(observation) => Some(observation.clone()),
            _ if number == 1 => None,
            _ => return Err(Refusal::StrikeTheHearing),
        };
        let event = Line::known(fact.described().0);
        let clocks = if observation.is_none() { self.clocks.changes_to(&Clocks::default()) } else { Vec::new() };
        let struck = Struck { amendment, on: on.today, event, observation };
        Ok(vec![HearingEvent { fact: Fact::Struck(struck), of, clocks }])
    }
}

/// A-TRI-8, A-HEA-2: the latest days for summons, and for the notice to each organ the court notified. They end with what
/// arrives, and at the latest with the hearing.
fn clocks(of: &HearingOf, plan: &Plan, held_on: Option<Day>, on: &Occasion) -> Clocks {
    let start = |name, rule, arrived_on: Option<Day>| {
        let clock = Clock::started(name, of.instance, Deadline::run(rule, plan.day, &on.calendar), on.today);
        match (arrived_on, held_on) {
            (Some(day), _) => clock.ended(End::Done, day),
            (None, Some(day)) => clock.ended(End::Superseded, day),
            (None, None) => clock,
        }
    };
    let notified = plan.notices.iter().filter(|notice| notice.notice != attendance::Notice::None);
    let notices = notified.map(|notice| start(ClockName::Notice, &law::NOTICE, notice.served_on).of(notice.defendant));
    let mut clocks = Clocks::default();
    clocks.take_up(&[start(ClockName::Summons, &law::SUMMONS, plan.summoned_on)]);
    clocks.take_up(&notices.collect::<Vec<_>>());
    clocks
}

/// What is said to have arrived has.
fn has_arrived(plan: &Plan, on: &Occasion) -> Result<(), Refusal> {
    if let Some(summoned_on) = plan.summoned_on {
        law::has_come("summoned_on", summoned_on, on.today)?;
    }
    let mut served = plan.notices.iter().filter_map(|notice| notice.served_on);
    served.try_for_each(|served_on| law::has_come("served_on", served_on, on.today))
}

impl Holding {
    /// With each head's post of that day.
    fn of(mut self, of: &HearingOf) -> Result<Self, Refusal> {
        let (day, attendances) = (self.on, self.attendances);
        let each = attendances.into_iter().map(|attendance| {
            let number = attendance.defendant;
            let defendant = of.defendants.iter().find(|defendant| defendant.number == number);
            attendance.on(day, defendant.ok_or(Refusal::NoSuchDefendant { number: number.0 })?)
        });
        self.attendances = each.collect::<Result<_, _>>()?;
        Ok(self)
    }
}

impl HearingOf {
    /// The lawsuit as a hearing sees it.
    #[must_use]
    pub fn of(
        summary: &Summary,
        lawsuit: Uuid,
        instance: InstanceNumber,
        concerned: impl Fn(&Defendant) -> bool,
        principal_required: bool,
    ) -> Option<Self> {
        let short = summary.instances.iter().find(|short| short.number == instance)?;
        Some(Self {
            lawsuit,
            instance,
            kind: short.kind,
            court: short.court.clone(),
            case_number: short.case_number.clone(),
            docketed_on: short.docketed_on,
            defendants: summary.defendants.iter().filter(|defendant| concerned(defendant)).cloned().collect(),
            classes: summary.classes.clone(),
            principal_required: principal_required && !summary.classes.is_empty(),
            public_interest: summary.public_interest,
        })
    }
}

impl Fact {
    /// Its name in the log, its Chinese title, and its legal day.
    #[must_use]
    pub fn described(&self) -> (&'static str, &'static str, Day) {
        match self {
            Self::Scheduled(e) => ("HearingScheduled", "定期开庭", e.day),
            Self::Moved(e) => ("HearingMoved", "变更开庭", e.on),
            Self::Held(e) => ("HearingHeld", "开庭", e.holding.on),
            Self::Cancelled(e) => ("HearingCancelled", "取消开庭", e.on),
            Self::Observed(e) => ("CourtObserved", "旁听庭审", e.on),
            Self::Amended(e) => ("HearingAmended", "更正庭审记录", e.on),
            Self::Struck(e) => ("HearingStruck", "撤除误录的庭审", e.on),
        }
    }

    fn entered(&self) -> Option<HearingFact> {
        Some(match self.clone() {
            Self::Scheduled(e) => HearingFact::Plan(e),
            Self::Moved(e) => HearingFact::Move(e),
            Self::Held(e) => HearingFact::Holding(e.holding),
            Self::Cancelled(e) => HearingFact::Cancellation(e),
            Self::Observed(e) => HearingFact::Observation(e),
            Self::Amended(_) | Self::Struck(_) => return None,
        })
    }
}

impl HearingFact {
    /// The name of the event that enters it, its title, and its legal day.
    #[must_use]
    pub fn described(&self) -> (&'static str, &'static str, Day) {
        match self {
            Self::Plan(e) => ("HearingScheduled", "定期开庭", e.day),
            Self::Move(e) => ("HearingMoved", "变更开庭", e.on),
            Self::Holding(e) => ("HearingHeld", "开庭", e.on),
            Self::Cancellation(e) => ("HearingCancelled", "取消开庭", e.on),
            Self::Observation(e) => ("CourtObserved", "旁听庭审", e.on),
        }
    }
}

impl Event for HearingEvent {
    fn name(&self) -> &'static str {
        self.fact.described().0
    }

    fn occurred_on(&self) -> Day {
        self.fact.described().2
    }
}

#[cfg(test)]
mod tests;
