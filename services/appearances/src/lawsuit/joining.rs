//! An organ is joined later (追加): as a defendant, at the plaintiff's request or because the court finds that it has to be, or as
//! a third party where the plaintiff would not have it (JI-2018 26, 134; A-DEF, A-PER-6).

use kernel::aggregate::Occasion;
use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::answer::CopyReceipt;
use super::chain::{Chain, Instance};
use super::further::EffectBy;
use super::{Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::clocks::{Clock, ClockName};
use crate::law;
use crate::parties::{Defendant, InstanceNumber, Joined};
use crate::refusal::Refusal;

/// An organ is joined. Its days to answer begin when it receives the copy (A-TRI-2 to A-TRI-4), its duty to appear with the
/// hearings that concern it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    /// In which instance; it takes part in this and in those after it.
    pub instance: InstanceNumber,
    /// When.
    pub on: Day,
    /// Which organ, under a number of its own.
    pub defendant: Defendant,
    /// The court's notice.
    pub paper: Option<Paper>,
}

/// It is joined while the instance is tried. Entered afterwards, with a day before the judgment, it opens the instance again.
pub fn join(lawsuit: &Lawsuit, c: Joining, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let chain = &lawsuit.chain;
    let instance = chain.instance(c.instance)?;
    if !matches!(instance.kind, InstanceKind::First | InstanceKind::Remand) {
        return Err(Refusal::NobodyIsJoined { kind: instance.kind });
    }
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("on", c.on, "立案", docketed_on)?;
    }
    is_new(chain, &c.defendant)?;
    let judged_on = instance.judged_on().filter(|_| instance.is_judged(chain));
    if let Some(judged_on) = judged_on.filter(|judged_on| *judged_on < c.on) {
        return Err(Refusal::AfterJudgment { on: c.on, judged_on });
    }
    if let Some(later) = chain.following(instance) {
        return Err(Refusal::IsExamined { kind: later.kind });
    }
    has_no_effect(instance)?;
    let reopens = judged_on.is_some() && c.defendant.is_sued();
    let clocks = lawsuit.clocks.iter().filter(|clock| clock.instance == c.instance);
    let clocks = clocks.filter_map(|clock| match clock.name {
        ClockName::Trial if reopens => Some(Clock { ended: None, ..clock.clone() }),
        // Its results concern one party more, which has not been served.
        ClockName::Effect => Some(clock.withdrawn()),
        _ => None,
    });
    let clocks: Vec<Clock> = clocks.collect();
    Ok(Fact::DefendantJoined(Box::new(c)).with(clocks))
}

/// Numbers are only added, and nobody takes part twice.
fn is_new(chain: &Chain, defendant: &Defendant) -> Result<(), Refusal> {
    if chain.party_name(defendant.number).is_ok() {
        return Err(Refusal::NumberGivenTwice { number: defendant.number.0 });
    }
    match chain.defendants().iter().find(|other| other.is_same_organ(defendant)) {
        Some(other) => Err(Refusal::SuedTwice { name: other.name.clone() }),
        None => Ok(()),
    }
}

/// What was taken to be effective since the appeal periods had ended was not, as long as somebody had yet to be judged.
fn has_no_effect(instance: &Instance) -> Result<(), Refusal> {
    match &instance.effect {
        Some(effect) if effect.by == EffectBy::AppealPeriod => Err(Refusal::LapsedAccordingTo { entry: effect.entry }),
        Some(effect) => Err(Refusal::EffectiveBefore { on: effect.on }),
        None => Ok(()),
    }
}

impl Joining {
    /// The copy that was said to have been received, taken out of it.
    pub(super) fn copy(&mut self) -> Option<CopyReceipt> {
        let on = self.defendant.copy_received_on.take()?;
        Some(CopyReceipt { instance: self.instance, defendant: self.defendant.number, on })
    }

    /// The organ, with where and when it was joined.
    pub(super) fn joined(&self) -> Defendant {
        let joined = Some(Joined { instance: self.instance, on: self.on });
        Defendant { joined, ..self.defendant.clone() }
    }
}

#[cfg(test)]
mod tests;
