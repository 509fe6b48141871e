//! An appeal, a further instance, and when a result becomes effective.

use kernel::aggregate::Occasion;
use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::deadline::{Deadline, Filing};
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use super::answer::CopyReceipt;
use super::chain::{Chain, Instance, RecordedEffect};
use super::registration::Procedure;
use super::{Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::clocks::{Clock, ClockName, End};
use crate::law;
use crate::outcome::Code;
use crate::parties::{Court, InstanceNumber, PartyNumber};
use crate::refusal::Refusal;

words! {
    /// By what a result becomes effective.
    EffectBy {
        AppealPeriod "上诉期限届满",
        Certificate "法院证明",
    }
}

/// Somebody appeals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appeal {
    /// Against the result of which instance.
    pub instance: InstanceNumber,
    /// Who.
    pub appellants: Vec<PartyNumber>,
    /// When the court had it.
    pub on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// The paper.
    pub paper: Option<Paper>,
}

impl Appeal {
    /// The day on which it was made: of a posted one that of posting (R-CAL-6).
    #[must_use]
    pub fn made_on(&self) -> Day {
        self.posted_on.unwrap_or(self.on)
    }
}

/// Somebody appealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppealFiled {
    /// As it was entered.
    pub appeal: Appeal,
    /// The appellants' names.
    pub names: Vec<Line>,
    /// Those whose days had ended.
    pub late: Vec<PartyNumber>,
}

/// A further instance begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceOpening {
    /// Of which kind.
    pub kind: InstanceKind,
    /// Before which court.
    pub court: Court,
    /// The court's number, once it is given.
    pub case_number: Option<CaseNumber>,
    /// When it was docketed.
    pub docketed_on: Day,
    /// By which procedure a remanded case is tried.
    pub procedure: Procedure,
    /// Who brought it, if that is known.
    pub brought_by: Vec<PartyNumber>,
    /// Who had received a copy when it was entered. Each is a fact of its own: an event has none here.
    pub copies: Vec<CopyReceipt>,
    /// The instance whose result it examines; none: the latest.
    pub follows: Option<InstanceNumber>,
    /// Of a retrial: whether the superior court has taken the case up itself (提审). Then one cannot appeal.
    pub by_superior: bool,
}

/// A further instance has begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceOpened {
    /// As it was entered, with the instance it follows.
    pub opening: InstanceOpening,
    /// Its number.
    pub number: InstanceNumber,
}

/// A result becomes effective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Of which instance.
    pub instance: InstanceNumber,
    /// The day and paper by which the court certifies it; none: it follows from the appeal periods.
    pub certified: Option<(Day, Paper)>,
}

/// A result became effective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TookEffect {
    /// Of which instance.
    pub instance: InstanceNumber,
    /// When.
    pub on: Day,
    /// By what.
    pub by: EffectBy,
    /// The court's certificate.
    pub certificate: Option<Paper>,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// The instance's number at the court.
    pub case_number: Option<CaseNumber>,
}

/// Row 8: the result is not final. A late appeal is for the court to judge, and is recorded as late.
pub fn appeal(lawsuit: &Lawsuit, c: Appeal, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    if c.appellants.is_empty() {
        return Err(Refusal::NoAppellant);
    }
    if let Some(posted_on) = c.posted_on {
        law::not_before("on", c.on, "交邮", posted_on)?;
    }
    let made_on = c.made_on();
    let (mut names, mut late, mut clocks) = (Vec::new(), Vec::new(), Vec::new());
    for party in &c.appellants {
        let name = lawsuit.chain.party_name_in(instance, *party)?;
        let judged_on = judged_for_an_appeal(&lawsuit.chain, instance, *party)?;
        law::not_before(if c.posted_on.is_some() { "posted_on" } else { "on" }, made_on, "裁判", judged_on)?;
        if let Some(appealed_on) = instance.appealed.get(party) {
            return Err(Refusal::AppealedBefore { name: name.clone(), on: *appealed_on });
        }
        names.push(name.clone());
        if let Some(clock) = lawsuit.clocks.find((ClockName::Appeal, c.instance, Some(*party))) {
            if !clock.deadline.is_met_by(Filing { posted_on: c.posted_on, received_on: Some(c.on) }) {
                late.push(*party);
            }
            clocks.push(clock.ended(End::Done, made_on));
        }
    }
    // What the court certifies holds: an appeal before it came to nothing.
    let came_to_nothing = |effect: &RecordedEffect| effect.by == EffectBy::Certificate && made_on <= effect.on;
    if !instance.effect.as_ref().is_some_and(came_to_nothing) {
        withdraws_the_effect_of(instance, made_on)?;
    }
    let effect = lawsuit.running(c.instance).filter(|clock| clock.name == ClockName::Effect);
    clocks.extend(effect.map(|clock| clock.ended(End::Superseded, made_on)));
    Ok(Fact::AppealFiled(AppealFiled { appeal: c, names, late }).with(clocks))
}

/// Since when a party can appeal: the day of the first result that it may appeal against.
fn judged_for_an_appeal(chain: &Chain, instance: &Instance, party: PartyNumber) -> Result<Day, Refusal> {
    let concerning = || chain.concerning(instance, party);
    let open = concerning().filter(|given| chain.appeal_rule(instance, given).is_some());
    match (open.map(|given| given.judged_on).min(), concerning().next()) {
        (Some(judged_on), _) => Ok(judged_on),
        (None, Some(given)) => Err(Refusal::NoAppealAgainst { code: given.outcome.code, kind: instance.kind }),
        (None, None) => Err(Refusal::NotJudged { name: chain.party_name(party)?.clone() }),
    }
}

/// What was taken to be effective since the appeal periods had ended was not, if there was an appeal before.
fn withdraws_the_effect_of(instance: &Instance, appealed_on: Day) -> Result<(), Refusal> {
    match &instance.effect {
        Some(effect) if effect.by == EffectBy::AppealPeriod && appealed_on < effect.on => {
            Err(Refusal::LapsedAccordingTo { entry: effect.entry })
        }
        Some(effect) => Err(Refusal::EffectiveBefore { on: effect.on }),
        None => Ok(()),
    }
}

/// Rows 8, 11 and 13: a further instance of the chain.
pub fn open(lawsuit: &Lawsuit, mut c: InstanceOpening, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("docketed_on", c.docketed_on, on.today)?;
    let chain = &lawsuit.chain;
    let latest = chain.instances.last().ok_or(Refusal::NotRegistered)?;
    let followed = chain.instance(c.follows.unwrap_or(latest.number))?;
    if !latest.is_judged(chain) {
        return Err(Refusal::InstanceStillOpen { kind: latest.kind });
    }
    for party in &c.brought_by {
        chain.party_name(*party)?;
    }
    if let Some(judged_on) = followed.judged_on() {
        law::not_before("docketed_on", c.docketed_on, "原审裁判", judged_on)?;
    }
    may_follow(chain, c.kind, followed)?;
    if c.kind == InstanceKind::Second {
        let appealed_on = followed.appealed.values().min().copied();
        withdraws_the_effect_of(followed, appealed_on.unwrap_or(Day::FIRST))?;
    }
    let number = InstanceNumber(latest.number.0 + 1);
    let running = lawsuit.running(followed.number).map(|clock| {
        let how = match clock.party {
            Some(party) if c.brought_by.contains(&party) => End::Done,
            _ => End::Superseded,
        };
        clock.ended(how, c.docketed_on)
    });
    let tried_as = if c.by_superior { Some(InstanceKind::Second) } else { chain.tried_as(followed) };
    let mut clocks: Vec<Clock> = running.collect();
    clocks.extend(trial_clock(number, c.kind, c.procedure, tried_as, Some(c.docketed_on), on));
    c.follows = Some(followed.number);
    Ok(Fact::InstanceOpened(InstanceOpened { opening: c, number }).with(clocks))
}

/// Which instance may follow which result.
fn may_follow(chain: &Chain, kind: InstanceKind, followed: &Instance) -> Result<(), Refusal> {
    let some = |codes: &[Code]| followed.outcomes.values().any(|given| codes.contains(&given.outcome.code));
    let can_be_appealed = followed.outcomes.values().any(|given| chain.appeal_rule(followed, given).is_some());
    let fits = match kind {
        InstanceKind::First => false,
        InstanceKind::Second => can_be_appealed,
        InstanceKind::Remand => some(&[Code::S03, Code::S04, Code::R05]),
        InstanceKind::RetrialExam => leaves_an_effective_result(chain, followed),
        InstanceKind::Retrial => some(&[Code::R02]) || leaves_an_effective_result(chain, followed),
    };
    if fits { Ok(()) } else { Err(Refusal::DoesNotFollow { kind, followed: followed.kind }) }
}

/// A-RET-4: the examination of an application has no effect of its own; refused, it leaves the result that it examined, against
/// which the procuratorate may still protest.
fn leaves_an_effective_result(chain: &Chain, instance: &Instance) -> bool {
    let leaves = || instance.outcomes.values().any(|given| chain.stands(instance, given).is_some());
    match instance.kind {
        InstanceKind::RetrialExam if leaves() => {
            chain.examined(instance).is_some_and(|examined| examined.effective(chain).is_some())
        }
        _ => instance.effective(chain).is_some(),
    }
}

/// The court's own limit, for information (A-TRI-5, A-TRI-6, A-APL-4, A-RET-2, A-RET-5).
pub(super) fn trial_clock(
    number: InstanceNumber,
    kind: InstanceKind,
    procedure: Procedure,
    tried_as: Option<InstanceKind>,
    docketed_on: Option<Day>,
    on: &Occasion,
) -> Option<Clock> {
    let rule = match (kind, procedure) {
        (InstanceKind::First | InstanceKind::Remand, Procedure::Ordinary) => &law::FIRST_TRIAL,
        (InstanceKind::First | InstanceKind::Remand, Procedure::Simplified) => &law::SIMPLIFIED_TRIAL,
        (InstanceKind::Second, _) => &law::SECOND_TRIAL,
        (InstanceKind::RetrialExam, _) => &law::RETRIAL_EXAM,
        (InstanceKind::Retrial, _) if tried_as == Some(InstanceKind::Second) => &law::RETRIAL_AS_SECOND,
        (InstanceKind::Retrial, _) => &law::RETRIAL_AS_FIRST,
    };
    let deadline = Deadline::run(rule, docketed_on?, &on.calendar);
    Some(Clock::started(ClockName::Trial, number, deadline, on.today))
}

/// Row 9: a result becomes effective when every party's days for an appeal have ended, or as the court certifies: then an
/// appeal came to nothing.
pub fn take_effect(lawsuit: &Lawsuit, c: Effect, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    let chain = &lawsuit.chain;
    let instance = chain.instance(c.instance)?;
    let Some(judged_on) = instance.judged_on().filter(|_| instance.is_judged(chain)) else {
        return Err(Refusal::InstanceStillOpen { kind: instance.kind });
    };
    if let Some(effective_on) = instance.effective(chain) {
        return Err(Refusal::EffectiveBefore { on: effective_on });
    }
    if let Some(later) = chain.following(instance) {
        return Err(Refusal::IsExamined { kind: later.kind });
    }
    if !instance.outcomes.values().any(|given| chain.stands(instance, given).is_some()) {
        return Err(Refusal::LeavesNothing { kind: instance.kind });
    }
    law::has_an_effect_of_its_own(instance.kind)?;
    let (day, by, certificate) = if let Some((day, certificate)) = c.certified {
        law::has_come("on", day, on.today)?;
        law::not_before("on", day, "裁判", judged_on)?;
        (day, EffectBy::Certificate, Some(certificate))
    } else {
        if let Some(appealed_on) = instance.appealed.values().min() {
            return Err(Refusal::IsAppealed { on: *appealed_on });
        }
        let Some(clock) = lawsuit.clocks.find((ClockName::Effect, c.instance, None)) else {
            let name = chain.unserved(instance).and_then(|party| chain.party_name(party).ok()).cloned();
            return Err(Refusal::NotServedOnAll { name });
        };
        let due = clock.due();
        if on.today <= due {
            return Err(Refusal::StillRuns { due, today: on.today });
        }
        (due.plus_days(1), EffectBy::AppealPeriod, None)
    };
    let ended = lawsuit.running(c.instance).map(|clock| match (clock.name, by) {
        (ClockName::Appeal, EffectBy::AppealPeriod) => clock.ended(End::Lapsed, clock.due()),
        (ClockName::Effect, _) => clock.ended(End::Done, day),
        _ => clock.ended(End::Superseded, day),
    });
    let (clocks, kind, case_number) = (ended.collect::<Vec<_>>(), instance.kind, instance.case_number.clone());
    let effect = TookEffect { instance: c.instance, on: day, by, certificate, kind, case_number };
    Ok(Fact::TookEffect(effect).with(clocks))
}
