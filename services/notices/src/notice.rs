//! A notice: collected, frozen, drafted, approved, issued; afterwards withdrawn or restated and nothing else (S39).

pub mod collection;
pub mod draft;
pub mod freezing;
pub mod issue;
mod typed;

use kernel::aggregate::{Aggregate, Event as _, Occasion};
use kernel::day::Day;
use kernel::id::Id;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use collection::Collection;
use draft::{Approval, Draft};
use freezing::{Freezing, Frozen, Unfreezing};
use issue::{Issue, Issued, Offer, Paper, PaperKept, Restating, Withdrawal};

words! {
    /// Where a notice stands.
    Stage {
        NotBegun "未开始",
        Collecting "汇总数据",
        Frozen "数据已冻结",
        Drafted "起草",
        Approved "已审批",
        Issued "已印发",
        Restated "已被更正",
        Withdrawn "已撤回",
    }
    /// What a notice is about.
    Kind {
        Quarterly "季度通报",
    }
}

/// A notice and what was entered about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Where it stands.
    pub stage: Stage,
    /// Its kind, period and area.
    pub begun: Option<Collection>,
    /// Its figures.
    pub frozen: Option<Frozen>,
    /// Its words.
    pub draft: Option<Draft>,
    /// Who approved it, since it was last drafted.
    pub approvals: Vec<Approval>,
    /// Its number and day.
    pub issued: Option<Issued>,
    /// Its paper.
    pub paper: Option<PaperKept>,
    /// What facts recorded later would change in it.
    pub offer: Option<Offer>,
    /// The notice that restates it.
    pub restated: Option<Restating>,
    /// Why it was withdrawn.
    pub withdrawn: Option<Withdrawal>,
    /// The day of the last step that a person took.
    last: Option<Day>,
}

impl Default for Notice {
    fn default() -> Self {
        Self {
            stage: Stage::NotBegun,
            begun: None,
            frozen: None,
            draft: None,
            approvals: Vec::new(),
            issued: None,
            paper: None,
            offer: None,
            restated: None,
            withdrawn: None,
            last: None,
        }
    }
}

/// What may be asked of a notice.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Command {
    Collect(Collection),
    Freeze(Box<Freezing>),
    Unfreeze(Unfreezing),
    Draft(Draft),
    Approve(Approval),
    Issue(Issue),
    KeepPaper(Paper),
    OfferRestatement(Offer),
    MarkRestated(Restating),
    Withdraw(Withdrawal),
}

/// What happens to a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Event {
    Collected(Collection),
    Frozen(Box<Frozen>),
    Unfrozen(Unfreezing),
    Drafted(Draft),
    Approved(Approval),
    Issued(Issued),
    PaperKept(Paper),
    RestatementOffered(Offer),
    Restated(Restating),
    Withdrawn(Withdrawal),
}

impl Aggregate for Notice {
    const KIND: &'static str = "Notice";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(&self, command: Command, on: &Occasion) -> Result<Vec<Event>, Refusal> {
        use Stage::{Approved, Collecting, Drafted, Frozen, Issued, NotBegun, Restated, Withdrawn};
        let event = match (self.stage, command) {
            (NotBegun, Command::Collect(c)) => collection::collect(c, on)?,
            (NotBegun, _) => return Err(Refusal::NotBegun),
            (_, Command::Collect(_)) => return Err(Refusal::BegunBefore),
            (Collecting, Command::Freeze(c)) => freezing::freeze(self, *c, on)?,
            (Frozen | Drafted | Approved, Command::Unfreeze(c)) => freezing::unfreeze(self, c, on)?,
            (Frozen | Drafted | Approved, Command::Draft(c)) => draft::draft(self, c, on)?,
            (Drafted, Command::Approve(c)) => draft::approve(self, c, on)?,
            (Approved, Command::Issue(c)) => issue::issue(self, c, on)?,
            (Issued | Restated | Withdrawn, Command::KeepPaper(c)) => issue::keep_paper(self, c)?,
            (Issued, Command::OfferRestatement(c)) if self.offer.as_ref() == Some(&c) => return Ok(Vec::new()),
            (Issued, Command::OfferRestatement(c)) => Event::RestatementOffered(c),
            (Issued, Command::MarkRestated(c)) => Event::Restated(c),
            (Issued, Command::Withdraw(c)) => issue::withdraw(self, c, on)?,
            (stage, _) => return Err(Refusal::NotAtThisStage { stage }),
        };
        Ok(vec![event])
    }

    fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Collected(e) => {
                self.stage = Stage::Collecting;
                self.begun = Some(e.clone());
            }
            Event::Frozen(e) => {
                self.stage = Stage::Frozen;
                self.frozen = Some((**e).clone());
            }
            Event::Unfrozen(_) => {
                self.stage = Stage::Collecting;
                self.frozen = None;
                self.approvals.clear();
            }
            Event::Drafted(e) => {
                self.stage = Stage::Drafted;
                self.draft = Some(e.clone());
                self.approvals.clear();
            }
            Event::Approved(e) => {
                self.stage = Stage::Approved;
                self.approvals.push(e.clone());
            }
            Event::Issued(e) => {
                self.stage = Stage::Issued;
                self.issued = Some(e.clone());
            }
            Event::PaperKept(e) => self.paper = Some(e.kept()),
            Event::RestatementOffered(e) => self.offer = Some(e.clone()),
            Event::Restated(e) => {
                self.stage = Stage::Restated;
                self.restated = Some(e.clone());
            }
            Event::Withdrawn(e) => {
                self.stage = Stage::Withdrawn;
                self.withdrawn = Some(e.clone());
            }
        }
        if !matches!(event, Event::PaperKept(_) | Event::RestatementOffered(_)) {
            self.last = Some(event.occurred_on());
        }
        self
    }
}

impl Notice {
    /// A step is entered on its day or later, and no step lies before the one it follows.
    fn entered(&self, day: Day, on: &Occasion) -> Result<(), Refusal> {
        if day > on.today {
            return Err(Refusal::NotYetCome { on: day, today: on.today });
        }
        match self.last.filter(|last| day < *last) {
            Some(since) => Err(Refusal::TooEarly { on: day, since }),
            None => Ok(()),
        }
    }

    /// Whether it is the one that was issued of its period: neither restated nor withdrawn.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.stage == Stage::Issued
    }
}

/// The stream of a notice: there is one of each kind, area, period and ordinal.
#[must_use]
pub fn notice_id(kind: Kind, area: &str, period: crate::period::Period, ordinal: u32) -> Id<Notice> {
    let kind = kernel::word::Word::english(kind);
    Id::named(Notice::KIND, &format!("{kind}/{area}/{period}/{ordinal}"))
}

impl kernel::aggregate::Event for Event {
    fn name(&self) -> &'static str {
        match self {
            Self::Collected(_) => "Collected",
            Self::Frozen(_) => "Frozen",
            Self::Unfrozen(_) => "Unfrozen",
            Self::Drafted(_) => "Drafted",
            Self::Approved(_) => "Approved",
            Self::Issued(_) => "Issued",
            Self::PaperKept(_) => "PaperKept",
            Self::RestatementOffered(_) => "RestatementOffered",
            Self::Restated(_) => "Restated",
            Self::Withdrawn(_) => "Withdrawn",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::Collected(e) => e.on,
            Self::Frozen(e) => e.on,
            Self::Unfrozen(e) => e.on,
            Self::Drafted(e) => e.on,
            Self::Approved(e) => e.on,
            Self::Issued(e) => e.on,
            Self::PaperKept(e) => e.on,
            Self::RestatementOffered(e) => e.on,
            Self::Restated(e) => e.on,
            Self::Withdrawn(e) => e.on,
        }
    }
}

#[cfg(test)]
mod tests;
