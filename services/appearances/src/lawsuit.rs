//! The table of the procedure: what may be asked of a lawsuit, and what each event adds to its chain of instances. The
//! chapters beside this file hold the steps.

use kernel::aggregate::{Aggregate, Occasion};
use kernel::retelling;
use kernel::word::words;
use serde::{Deserialize, Serialize};

pub mod amendment;
pub mod answer;
pub mod chain;
pub mod conversion;
pub mod duty;
mod fact;
pub mod fields;
pub mod further;
pub mod joining;
pub mod judgment;
pub mod noting;
mod partaking;
pub mod recount;
pub mod registration;
pub mod result;

use amendment::{Amend, Amended, Amendment, History, Retraction, Struck};
use answer::{AnswerExpired, AnswerFiled, AnswerFiling, CopyReceipt, CopyReceived, WithoutHearing};
use chain::{Chain, Summary};
use conversion::Conversion;
use duty::Duty;
use further::{Appeal, AppealFiled, Effect, InstanceOpened, InstanceOpening, TookEffect};
use joining::Joining;
use judgment::{Judged, Judgment, JudgmentServed, JudgmentService};
use noting::{HearingNote, HearingNoted};
use recount::Recounted;
use registration::{Registered, Registration};
use result::InstanceResult;

use crate::clocks::{Clock, Clocks};
use crate::parties::{InstanceNumber, PartyNumber};
use crate::refusal::Refusal;

words! {
    /// The kinds of instance. Enforcement will take its place here.
    InstanceKind {
        First "一审",
        Second "二审",
        RetrialExam "再审审查",
        Retrial "再审",
        Remand "重审",
    }
}

/// A lawsuit: what was entered about it, and the chain of instances that this amounts to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lawsuit {
    /// Who sues whom, and the instances.
    pub chain: Chain,
    /// Its periods.
    pub clocks: Clocks,
    /// What was entered.
    pub history: History,
    /// Whether it was entered by mistake.
    pub is_struck: bool,
}

/// What may be asked of a lawsuit.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Command {
    Register(Box<Registration>),
    RecordCopy(CopyReceipt),
    RecordAnswer(AnswerFiling),
    RecordAnswerExpiry(InstanceNumber, PartyNumber),
    DecideWithoutHearing(WithoutHearing),
    Judge(Judgment),
    ServeJudgment(JudgmentService),
    FileAppeal(Appeal),
    OpenInstance(InstanceOpening),
    TakeEffect(Effect),
    JoinDefendant(Box<Joining>),
    Convert(Conversion),
    NoteHearing(Box<HearingNote>),
    /// The same once more, for telling a lawsuit again.
    Note(Box<HearingNoted>),
    Amend(Amend),
    Strike(Amendment),
    /// The calendar is another.
    Recount,
}

/// What happened, what it did to the periods, and what it makes of the lawsuit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LawsuitEvent {
    /// What happened.
    pub fact: Fact,
    /// Every period it started, moved or ended, as it is afterwards.
    pub clocks: Vec<Clock>,
    /// What follows from it for readers. Deciding never looks at it.
    pub told: Told,
}

/// What an event tells whoever has seen no other: all of it follows from the facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Every duty to appear that it opened, moved or settled, as it is afterwards.
    pub duties: Vec<Duty>,
    /// Every result that it gave or moved, as it is afterwards.
    pub results: Vec<InstanceResult>,
    /// The lawsuit in short.
    pub lawsuit: Summary,
}

/// What happens to a lawsuit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum Fact {
    Registered(Box<Registered>),
    CopyReceived(CopyReceived),
    AnswerFiled(AnswerFiled),
    AnswerExpired(AnswerExpired),
    HearingDispensed(WithoutHearing),
    Judged(Judged),
    JudgmentServed(JudgmentServed),
    AppealFiled(AppealFiled),
    InstanceOpened(InstanceOpened),
    TookEffect(TookEffect),
    DefendantJoined(Box<Joining>),
    Converted(Conversion),
    HearingNoted(Box<HearingNoted>),
    Amended(Amended),
    Struck(Struck),
    AnswerExpiryWithdrawn(Retraction),
    EffectWithdrawn(Retraction),
    DeadlinesRecounted(Recounted),
}

impl Aggregate for Lawsuit {
    const KIND: &'static str = "Lawsuit";
    type Command = Command;
    type Event = LawsuitEvent;
    type Refusal = Refusal;

    /// A command that says several things is taken one after another.
    fn decide(&self, command: Command, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
        let (mut now, mut events) = (self.clone(), Vec::new());
        for command in command.apart(self.chain.instances.len()) {
            for event in now.one(command, on)? {
                let next = now.clone().evolve(&event);
                events.push(LawsuitEvent { told: next.told_since(&now), ..event });
                now = next;
            }
        }
        Ok(events)
    }

    fn evolve(mut self, event: &LawsuitEvent) -> Self {
        self.clocks.take_up(&event.clocks);
        if let Fact::Struck(Struck { amendment: Amendment { entry: 1, .. }, .. }) = event.fact {
            self.is_struck = true;
        }
        if self.history.take_up(&event.fact, None) {
            self.chain.take_up(self.history.last_number(), &event.fact);
            return self;
        }
        // Something in what was entered earlier is another, or is gone: the lawsuit is told from its beginning.
        self.chain = Chain::default();
        for entry in self.history.entries() {
            self.chain.take_up(entry.number, &entry.fact);
        }
        self
    }
}

impl Lawsuit {
    fn one(&self, command: Command, on: &Occasion) -> Result<Vec<LawsuitEvent>, Refusal> {
        match command {
            Command::Amend(c) => amendment::amend(self, c, on),
            Command::Strike(c) => amendment::strike(self, c, on),
            Command::Recount => Ok(recount::recount(&self.clocks, on).into_iter().collect()),
            Command::Judge(c) => {
                c.is_explained()?;
                self.step(Command::Judge(c), on).map(|event| vec![event])
            }
            command => retelling::enter(self, command, on),
        }
    }

    /// The periods that run in an instance.
    pub(crate) fn running(&self, instance: InstanceNumber) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(move |clock| clock.instance == instance && clock.is_running())
    }

    /// One step of the procedure: the rows of the table.
    pub(crate) fn step(&self, command: Command, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
        match (self.chain.registration.is_some(), command) {
            _ if self.is_struck => Err(Refusal::EnteredByMistake),
            (false, Command::Register(c)) => registration::register(*c, on),
            (true, Command::Register(_)) => Err(Refusal::RegisteredBefore),
            (false, _) => Err(Refusal::NotRegistered),
            (true, Command::RecordCopy(c)) => answer::receive_copy(self, c, on),
            (true, Command::RecordAnswer(c)) => answer::file(self, c, on),
            (true, Command::RecordAnswerExpiry(instance, defendant)) => answer::expire(self, instance, defendant, on),
            (true, Command::DecideWithoutHearing(c)) => answer::dispense(self, c, on),
            (true, Command::Judge(c)) => judgment::judge(self, c, on),
            (true, Command::ServeJudgment(c)) => judgment::serve(self, c, on),
            (true, Command::FileAppeal(c)) => further::appeal(self, c, on),
            (true, Command::OpenInstance(c)) => further::open(self, c, on),
            (true, Command::TakeEffect(c)) => further::take_effect(self, c, on),
            (true, Command::JoinDefendant(c)) => joining::join(self, *c, on),
            (true, Command::Convert(c)) => conversion::convert(self, c, on),
            (true, Command::NoteHearing(c)) => noting::note(self, *c, on),
            (true, Command::Note(c)) => noting::noted(self, *c, on),
            (true, Command::Amend(_) | Command::Strike(_) | Command::Recount) => Err(Refusal::NothingChanges),
        }
    }

    fn told_since(&self, before: &Self) -> Told {
        let shown = |lawsuit: &Self| if lawsuit.is_struck { Chain::default() } else { lawsuit.chain.clone() };
        let (old, new) = (shown(before), shown(self));
        Told {
            duties: duty::changes(&old.duties(), new.duties()),
            results: result::changes(&old.results(), new.results()),
            lawsuit: self.summary(),
        }
    }

    /// The lawsuit in short.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let summary = self.chain.summary();
        if self.is_struck { Summary { stage: chain::Stage::Struck, ..summary } } else { summary }
    }
}

impl Command {
    /// The steps it consists of: what was said at once with another thing is a fact of its own.
    fn apart(mut self, instances: usize) -> Vec<Self> {
        let mut rest = Vec::new();
        match &mut self {
            Self::Register(c) => rest.extend(c.copies().into_iter().map(Self::RecordCopy)),
            Self::Judge(c) => rest.extend(c.services().into_iter().map(Self::ServeJudgment)),
            Self::JoinDefendant(c) => rest.extend(c.copy().map(Self::RecordCopy)),
            Self::OpenInstance(c) => {
                let instance = InstanceNumber(u32::try_from(instances).unwrap_or(u32::MAX).saturating_add(1));
                let copies = std::mem::take(&mut c.copies).into_iter();
                rest.extend(copies.map(|copy| Self::RecordCopy(CopyReceipt { instance, ..copy })));
            }
            _ => {}
        }
        rest.insert(0, self);
        rest
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
