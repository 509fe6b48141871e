//! The court's paper: what it says for each organ, and when it reaches each party.

use kernel::aggregate::{Aggregate as _, Occasion};
use kernel::day::Day;
use kernel::deadline::Deadline;
use kernel::paper::Paper;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};

use super::answer::ended_by;
use super::chain::Instance;
use super::{Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::clocks::{Clock, ClockName, End};
use crate::law;
use crate::outcome::{Cause, Code, Form, Leaves, WithdrawReason};
use crate::parties::{Defendant, InstanceNumber, OrganNamed, PartyNumber};
use crate::refusal::Refusal;

/// A paper of the court that ends the instance for some of the organs, or for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgment {
    /// Of which instance.
    pub instance: InstanceNumber,
    /// In which form.
    pub form: Form,
    /// Its day.
    pub judged_on: Day,
    /// What it says for each organ.
    pub outcomes: Vec<Outcome>,
    /// The paper.
    pub paper: Option<Paper>,
    /// Whom it had reached when it was entered. Each is a fact of its own: an event has none here.
    pub services: Vec<JudgmentService>,
}

/// What the paper says for one organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// For which.
    pub defendant: PartyNumber,
    /// Which that is, where it is recorded.
    pub of: Option<OrganNamed>,
    /// What.
    pub code: Code,
    /// What else, in the same paper.
    pub riders: Vec<Code>,
    /// What the examined result is changed to.
    pub changed_to: Option<Code>,
    /// Why the suit was withdrawn.
    pub withdraw_reason: Option<WithdrawReason>,
    /// Why the organ lost.
    pub causes: Vec<Cause>,
}

/// The court decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// As it was entered.
    pub judgment: Judgment,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// The instance's number at the court.
    pub case_number: Option<kernel::case_number::CaseNumber>,
}

/// The paper reaches a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgmentService {
    /// Of which instance.
    pub instance: InstanceNumber,
    /// Whom: a plaintiff or an organ.
    pub party: PartyNumber,
    /// When.
    pub on: Day,
    /// What proves it.
    pub proof: Option<Line>,
    /// Which of the instance's papers: that with the result of this organ. In an event always there.
    pub about: Option<PartyNumber>,
}

/// The paper has reached a party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgmentServed {
    /// As it was entered.
    pub service: JudgmentService,
    /// The organ, where it is one of the directory.
    pub organ: Option<uuid::Uuid>,
    /// The party's name.
    pub name: Line,
    /// The kind of the instance.
    pub kind: InstanceKind,
}

/// Row 7: the court decides, for each organ by itself (A-DEF-5).
pub fn judge(lawsuit: &Lawsuit, mut c: Judgment, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("judged_on", c.judged_on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("judged_on", c.judged_on, "立案", docketed_on)?;
    }
    let is_judged = |party| c.outcomes.iter().any(|outcome| outcome.defendant == party);
    if let Some(heard_on) = instance.last_heard_on(is_judged) {
        law::not_before("judged_on", c.judged_on, "开庭", heard_on)?;
    }
    if let Some(copied_on) = instance.last_copied_on(is_judged) {
        law::not_before("judged_on", c.judged_on, "收到副本", copied_on)?;
    }
    if c.outcomes.is_empty() {
        return Err(Refusal::NoOutcome);
    }
    for place in 0..c.outcomes.len() {
        let number = c.outcomes[place].defendant;
        let defendant = lawsuit.chain.defendant_in(instance, number)?;
        c.outcomes[place].of = Some(defendant.into());
        if c.outcomes[..place].iter().any(|other| other.defendant == number) {
            return Err(Refusal::NumberGivenTwice { number: number.0 });
        }
        if let Some(given) = instance.outcomes.get(&number) {
            return Err(Refusal::JudgedBefore { name: defendant.name.clone(), on: given.judged_on });
        }
        c.outcomes[place].is_sound(defendant, instance.kind, c.form)?;
        c.outcomes[place]
            .stands_alone(lawsuit.chain.registration.as_ref().is_some_and(|suit| suit.compensation_only))?;
    }
    let is_over = lawsuit.chain.sued(c.instance).all(|organ| {
        instance.outcomes.contains_key(&organ.number) || c.outcomes.iter().any(|one| one.defendant == organ.number)
    });
    let is_concerned = |clock: &Clock| match clock.party {
        Some(party) => c.outcomes.iter().any(|outcome| outcome.defendant == party),
        None => is_over,
    };
    // Of several papers the last ends the instance, in whatever order they are entered.
    let over_on = instance.judged_on().map_or(c.judged_on, |judged_on| judged_on.max(c.judged_on));
    let running = lawsuit.running(c.instance).filter(|clock| is_concerned(clock));
    let ended = running.map(|clock| match clock.name {
        ClockName::Trial => clock.ended(End::Done, over_on),
        _ => ended_by(clock, c.judged_on),
    });
    let (clocks, kind, case_number) = (ended.collect::<Vec<_>>(), instance.kind, instance.case_number.clone());
    let number = c.instance;
    let judged = Fact::Judged(Judged { judgment: c, kind, case_number }).with(clocks);
    Ok(with_effect(lawsuit, judged, number, on))
}

impl Judgment {
    /// Whom it was said to have reached, taken out of it.
    pub(super) fn services(&mut self) -> Vec<JudgmentService> {
        let has_its_own = |party| self.outcomes.iter().any(|outcome| outcome.defendant == party);
        let any = self.outcomes.first().map(|outcome| outcome.defendant);
        let services = std::mem::take(&mut self.services).into_iter();
        let of_this = |service: JudgmentService| {
            let about = if has_its_own(service.party) { Some(service.party) } else { any };
            JudgmentService { about, ..service }
        };
        services.map(of_this).collect()
    }

    /// Whether every outcome is explained.
    pub(super) fn is_explained(&self) -> Result<(), Refusal> {
        self.outcomes.iter().try_for_each(Outcome::is_explained)
    }
}

impl Outcome {
    fn is_sound(&self, defendant: &Defendant, kind: InstanceKind, form: Form) -> Result<(), Refusal> {
        let code = self.code;
        if code == Code::D07 {
            return Err(Refusal::SuspensionIsNoOutcome);
        }
        for code in self.riders.iter().copied().chain([code]) {
            let rides_along = self.code.is_change() && code.can_be_changed_to();
            if !code.is_for(kind) && !rides_along {
                return Err(Refusal::NotInThisInstance { code, kind });
            }
            if !code.fits(defendant.kind) {
                return Err(Refusal::OnlyForReconsideration { name: defendant.name.clone() });
            }
        }
        if !code.is_in(form) {
            return Err(Refusal::NotInThisForm { code, form });
        }
        match (code.leaves(kind), self.changed_to) {
            (Leaves::TheChanged, None) => Err(Refusal::ChangedToWhat { code }),
            (Leaves::TheChanged, Some(to)) if !to.can_be_changed_to() => {
                Err(Refusal::NotInThisInstance { code: to, kind })
            }
            (Leaves::TheChanged, Some(to)) if !to.fits(defendant.kind) => {
                Err(Refusal::OnlyForReconsideration { name: defendant.name.clone() })
            }
            _ => Ok(()),
        }
    }

    /// ALL 76: compensation is ordered beside another result, and by itself only where nothing else is claimed.
    fn stands_alone(&self, compensation_only: bool) -> Result<(), Refusal> {
        let own = self.changed_to.unwrap_or(self.code);
        if own == Code::J11 && !compensation_only { Err(Refusal::OnlyBeside { code: own }) } else { Ok(()) }
    }

    /// What is said about the code fits it. It is asked for when an outcome is entered; whoever amends one goes field by
    /// field, and is reminded of what is missing.
    pub(crate) fn is_explained(&self) -> Result<(), Refusal> {
        let code = self.code;
        if self.changed_to.is_some() && !code.is_change() {
            return Err(Refusal::NothingIsChanged { code });
        }
        match (code, self.withdraw_reason) {
            (Code::D03, None) => return Err(Refusal::WithdrawnWhy),
            (code, Some(_)) if !code.is_withdrawal() => return Err(Refusal::NotWithdrawn { code }),
            _ => {}
        }
        let own = self.changed_to.unwrap_or(code);
        match (own.is_loss() || self.riders.iter().any(|rider| rider.is_loss()), self.causes.is_empty()) {
            (true, true) => Err(Refusal::LostWhy { number: self.defendant.0 }),
            (false, false) => Err(Refusal::NotLost { number: self.defendant.0 }),
            _ => Ok(()),
        }
    }
}

/// The paper reaches a party, whose days for an appeal begin (A-APL-1, A-APL-2).
pub fn serve(lawsuit: &Lawsuit, mut c: JudgmentService, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let chain = &lawsuit.chain;
    let instance = chain.instance(c.instance)?;
    let name = chain.party_name_in(instance, c.party)?.clone();
    let Some(given) = chain.paper_of(instance, &c) else { return Err(Refusal::NotJudged { name }) };
    law::not_before("on", c.on, "裁判", given.judged_on)?;
    if let Some(served_on) = given.served.get(&c.party) {
        return Err(Refusal::ServedBefore { name, on: *served_on });
    }
    let days = chain.appeal_rule(instance, given).map(|rule| {
        let deadline = Deadline::run(rule, c.on, &on.calendar);
        let days = Clock::started(ClockName::Appeal, c.instance, deadline, on.today).of(c.party);
        chain.appeal_over(instance, c.party).map_or(days.clone(), |(how, on)| days.ended(how, on))
    });
    // Of several papers the one counts whose days end last.
    let before = lawsuit.clocks.find((ClockName::Appeal, c.instance, Some(c.party)));
    let days = days.filter(|days| before.is_none_or(|before| before.due() < days.due()));

    c.about = Some(given.outcome.defendant);
    let organ = chain.defendant(c.party).ok().and_then(|defendant| defendant.organ);
    let number = c.instance;
    let served = Fact::JudgmentServed(JudgmentServed { service: c, organ, name, kind: instance.kind }).with(days);
    Ok(with_effect(lawsuit, served, number, on))
}

/// With the period whose end gives an instance's results their effect: once each has been given, and has reached everyone
/// who may appeal against it, that is the last of the days for an appeal, unless somebody appeals.
fn with_effect(lawsuit: &Lawsuit, mut event: LawsuitEvent, number: InstanceNumber, on: &Occasion) -> LawsuitEvent {
    let after = lawsuit.clone().evolve(&event);
    let chain = &after.chain;
    let is_settled = |instance: &Instance| {
        instance.is_judged(chain)
            && instance.effect.is_none()
            && instance.appealed.is_empty()
            && chain.following(instance).is_none()
            && chain.unserved(instance).is_none()
    };
    if chain.instance(number).is_ok_and(is_settled) {
        let days = after.clocks.iter().filter(|clock| clock.name == ClockName::Appeal && clock.instance == number);
        let last = days.max_by_key(|clock| clock.due());
        let effect = last.map(|last| Clock::started(ClockName::Effect, number, last.deadline.clone(), on.today));
        event.clocks.extend(effect);
    }
    event
}
