//! What an instance came to for one organ, and what of it holds in the end (A-OUT; STATISTICS.md 4).

use kernel::case_number::CaseNumber;
use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::InstanceKind;
use super::chain::{Chain, Given, Instance};
use crate::hearing::attendance::Sued;
use crate::outcome::{Cause, Code, Form, WithdrawReason};
use crate::parties::{InstanceNumber, PartyNumber};

/// What holds in substance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The code.
    pub code: Code,
    /// What else the same paper said.
    pub riders: Vec<Code>,
    /// Why the organ lost.
    pub causes: Vec<Cause>,
    /// In which instance it was said.
    pub from: InstanceNumber,
}

impl Standing {
    /// Whether the organ has lost, by default.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        self.code.is_loss() || self.riders.iter().any(|rider| rider.is_loss())
    }
}

/// The result of an instance for one organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceResult {
    /// Of which instance.
    pub instance: InstanceNumber,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// The instance's number at the court.
    pub case_number: Option<CaseNumber>,
    /// For which organ.
    pub of: Sued,
    /// What the paper says; none: the result was taken back.
    pub given: Option<InShort>,
    /// When it reached the organ.
    pub served_on: Option<Day>,
    /// When it became effective.
    pub effective_on: Option<Day>,
    /// What holds in substance; none where nothing stands yet.
    pub standing: Option<Standing>,
    /// Whether it is effective and no later instance has replaced it, or examines it on an appeal.
    pub is_final: bool,
}

/// What the paper says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InShort {
    /// In which form.
    pub form: Form,
    /// What.
    pub code: Code,
    /// What else.
    pub riders: Vec<Code>,
    /// When.
    pub judged_on: Day,
    /// Why the suit was withdrawn.
    pub withdraw_reason: Option<WithdrawReason>,
    /// The event that entered it.
    pub entry: u64,
}

impl Chain {
    /// Every result there is.
    #[must_use]
    pub fn results(&self) -> Vec<InstanceResult> {
        self.instances.iter().flat_map(|instance| self.results_of(instance)).collect()
    }

    fn results_of(&self, instance: &Instance) -> Vec<InstanceResult> {
        let result = |given: &Given| {
            let of = Sued::from(self.defendant(given.outcome.defendant).ok()?);
            let standing = self.stands(instance, given);
            let effective_on = instance.effective(self).or_else(|| self.withdrawn_on(instance, given));
            let effective_on = effective_on.filter(|_| standing.is_some());
            let outcome = given.outcome.clone();
            Some(InstanceResult {
                instance: instance.number,
                kind: instance.kind,
                case_number: instance.case_number.clone(),
                served_on: given.served.get(&of.number).copied(),
                is_final: effective_on.is_some() && !self.is_replaced(instance, of.number),
                effective_on,
                standing,
                given: Some(InShort {
                    form: given.form,
                    code: outcome.code,
                    riders: outcome.riders,
                    judged_on: given.judged_on,
                    withdraw_reason: outcome.withdraw_reason,
                    entry: given.entry,
                }),
                of,
            })
        };
        instance.outcomes.values().filter_map(result).collect()
    }

    /// Whether a later instance has become effective in its place for an organ, or a retrial has quashed it.
    pub(super) fn is_replaced(&self, instance: &Instance, of: PartyNumber) -> bool {
        let is_quashed =
            |later: &Instance| later.outcomes.get(&of).is_some_and(|given| given.outcome.code == Code::R05);
        let mut later = self.instances.iter().filter(|later| later.number > instance.number);
        let takes_part = |later: &&Instance| later.outcomes.contains_key(&of);
        later.any(|later| is_quashed(later) || (takes_part(&later) && later.effective(self).is_some()))
    }

    /// When the suit against an organ came to its end while others went on in a further instance: by service, since there is
    /// no appeal against that.
    fn withdrawn_on(&self, instance: &Instance, given: &Given) -> Option<Day> {
        let organ = given.outcome.defendant;
        let is_over = self.following(instance).is_some() && self.goes_on_without(instance, organ);
        given.served.get(&organ).copied().filter(|_| is_over)
    }
}

/// What an event must say so that these results become those.
pub(super) fn changes(before: &[InstanceResult], after: Vec<InstanceResult>) -> Vec<InstanceResult> {
    let is_same = |one: &InstanceResult, other: &InstanceResult| {
        (one.instance, one.of.number) == (other.instance, other.of.number)
    };
    let gone = before.iter().filter(|old| !after.iter().any(|new| is_same(old, new)));
    let gone = gone.cloned().map(|old| InstanceResult {
        given: None,
        served_on: None,
        effective_on: None,
        standing: None,
        is_final: false,
        ..old
    });
    let gone: Vec<InstanceResult> = gone.collect();
    gone.into_iter().chain(after.into_iter().filter(|new| !before.contains(new))).collect()
}
