//! ALL 67, JI-2018 10 and 34: an organ receives the copy and answers; and the court may decide without a hearing.

use kernel::aggregate::Occasion;
use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::deadline::{Deadline, Filing};
use kernel::paper::Paper;
use kernel::rule::Rule;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use super::{Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::clocks::{Clock, ClockName, End};
use crate::law;
use crate::parties::{Defendant, InstanceNumber, OrganNamed, PartyNumber};
use crate::refusal::Refusal;

words! {
    /// Why there is no open hearing (A-CNT-4).
    NoHearing {
        PaperTrial "书面审理",
        DismissedBeforeHearing "开庭前裁定驳回",
        WithdrawnBeforeHearing "开庭前撤诉",
        OtherGround "其他",
    }
}

/// An organ receives the complaint, the appeal or the application for retrial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyReceipt {
    /// In which instance.
    pub instance: InstanceNumber,
    /// Which organ.
    pub defendant: PartyNumber,
    /// When.
    pub on: Day,
}

/// It received it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyReceived {
    /// As it was entered.
    pub receipt: CopyReceipt,
    /// The organ.
    pub of: OrganNamed,
}

/// An organ answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerFiling {
    /// In which instance.
    pub instance: InstanceNumber,
    /// Which organ.
    pub defendant: PartyNumber,
    /// When the court had it.
    pub on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// Whether evidence and bases came with it.
    pub with_evidence: bool,
    /// The answer.
    pub paper: Option<Paper>,
}

/// It answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerFiled {
    /// As it was entered.
    pub filing: AnswerFiling,
    /// The organ.
    pub of: OrganNamed,
    /// Whether its days were over.
    pub late: bool,
}

/// An organ's days ended without an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerExpired {
    /// In which instance.
    pub instance: InstanceNumber,
    /// Which organ.
    pub defendant: PartyNumber,
    /// The organ.
    pub of: OrganNamed,
    /// The last day of the period.
    pub on: Day,
}

/// There is no open hearing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithoutHearing {
    /// In which instance.
    pub instance: InstanceNumber,
    /// Since when that is known.
    pub on: Day,
    /// Why.
    pub ground: NoHearing,
}

/// Row 1: each organ's days begin with its own receipt.
pub fn receive_copy(lawsuit: &Lawsuit, c: CopyReceipt, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    let defendant = lawsuit.chain.defendant_in(instance, c.defendant)?;
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("on", c.on, "立案", docketed_on)?;
    }
    if let Some(received_on) = instance.copies.get(&c.defendant) {
        return Err(Refusal::CopyReceivedBefore { name: defendant.name.clone(), on: *received_on });
    }
    let judged_on = instance.outcomes.get(&c.defendant).map(|given| given.judged_on);
    if let Some(judged_on) = judged_on.filter(|judged_on| *judged_on < c.on) {
        return Err(Refusal::AfterJudgment { on: c.on, judged_on });
    }
    let clocks = days(instance.kind, defendant).iter().map(|(name, rule)| {
        let deadline = Deadline::run(rule, c.on, &on.calendar);
        let clock = Clock::started(*name, c.instance, deadline, on.today).of(c.defendant);
        judged_on.map_or(clock.clone(), |judged_on| clock.ended(End::Superseded, judged_on))
    });
    let (clocks, of) = (clocks.collect::<Vec<_>>(), OrganNamed::from(defendant));
    Ok(Fact::CopyReceived(CopyReceived { receipt: c, of }).with(clocks))
}

/// What an organ has days for once it has received a copy. A third party need not answer (A-PER-6), nor anyone in a retrial.
pub(super) fn days(kind: InstanceKind, organ: &Defendant) -> &'static [(ClockName, &'static Rule)] {
    match kind {
        _ if !organ.is_sued() => &[],
        InstanceKind::First | InstanceKind::Remand => &[
            (ClockName::Answer, &law::ANSWER),
            (ClockName::LateEvidence, &law::LATE_EVIDENCE),
            (ClockName::Objection, &law::OBJECTION),
        ],
        InstanceKind::Second => &[(ClockName::AppealAnswer, &law::APPEAL_ANSWER)],
        InstanceKind::RetrialExam => &[(ClockName::AppealAnswer, &law::RETRIAL_ANSWER)],
        InstanceKind::Retrial => &[],
    }
}

/// The organ's clocks of the copy it received.
fn of_the_copy(clock: &Clock, defendant: PartyNumber) -> bool {
    use ClockName::{Answer, AppealAnswer, LateEvidence, Objection};
    clock.party == Some(defendant) && matches!(clock.name, Answer | AppealAnswer | LateEvidence | Objection)
}

/// The clock of an organ's answer.
fn answer_clock(lawsuit: &Lawsuit, instance: InstanceNumber, of: PartyNumber) -> Option<&Clock> {
    let find = |name| lawsuit.clocks.find((name, instance, Some(of)));
    find(ClockName::Answer).or_else(|| find(ClockName::AppealAnswer))
}

/// Row 2: it answers. A late answer is recorded as late; one that was in time after all takes back the lapse.
pub fn file(lawsuit: &Lawsuit, c: AnswerFiling, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    let defendant = lawsuit.chain.defendant_in(instance, c.defendant)?;
    let clock = answer_clock(lawsuit, c.instance, c.defendant);
    let Some(received_on) = instance.copies.get(&c.defendant) else {
        return Err(Refusal::CopyNotReceived { name: defendant.name.clone() });
    };
    law::not_before("on", c.on, "收到副本", *received_on)?;
    if let Some(posted_on) = c.posted_on {
        law::not_before("posted_on", posted_on, "收到副本", *received_on)?;
        law::not_before("on", c.on, "交邮", posted_on)?;
    }
    let filing = Filing { posted_on: c.posted_on, received_on: Some(c.on) };
    let in_time = clock.is_none_or(|clock| clock.deadline.is_met_by(filing));
    if let Some(filed_on) = instance.answers.get(&c.defendant) {
        return Err(Refusal::AnsweredBefore { name: defendant.name.clone(), on: *filed_on });
    }
    if let Some(entry) = instance.expiries.get(&c.defendant).filter(|_| in_time) {
        return Err(Refusal::LapsedAccordingTo { entry: *entry });
    }
    let on = c.posted_on.unwrap_or(c.on);
    let ended = lawsuit.clocks.iter().filter(|clock| clock.instance == c.instance && of_the_copy(clock, c.defendant));
    let ended = ended.filter_map(|other| match clock.is_some_and(|clock| other.key() == clock.key()) {
        true => Some(other.ended(End::Done, on)),
        // By an answer that is entered late, the others ended with it.
        false if other.ended.is_none_or(|ended| ended.on > on) => Some(other.ended(End::Superseded, on)),
        false => None,
    });
    let (clocks, of) = (ended.collect::<Vec<_>>(), OrganNamed::from(defendant));
    Ok(Fact::AnswerFiled(AnswerFiled { filing: c, of, late: !in_time }).with(clocks))
}

/// Row 2: its days ended without an answer. That is a risk for its evidence, and does not stop the trial.
pub fn expire(
    lawsuit: &Lawsuit,
    instance: InstanceNumber,
    defendant: PartyNumber,
    on: &Occasion,
) -> Result<LawsuitEvent, Refusal> {
    let of = lawsuit.chain.defendant(defendant)?;
    let kind = lawsuit.chain.instance(instance)?.kind;
    if days(kind, of).is_empty() {
        return Err(Refusal::NoDaysToAnswer { name: of.name.clone(), kind });
    }
    let Some(clock) = answer_clock(lawsuit, instance, defendant) else {
        return Err(Refusal::CopyNotReceived { name: of.name.clone() });
    };
    let due = clock.due();
    if let Some(ended) = clock.ended {
        return Err(Refusal::AnsweredBefore { name: of.name.clone(), on: ended.on });
    }
    if on.today <= due {
        return Err(Refusal::StillRuns { due, today: on.today });
    }
    let running = lawsuit.running(instance).filter(|clock| of_the_copy(clock, defendant));
    let lapsed: Vec<Clock> = running.map(|clock| clock.ended(End::Lapsed, clock.due())).collect();
    Ok(Fact::AnswerExpired(AnswerExpired { instance, defendant, of: of.into(), on: due }).with(lapsed))
}

/// Row 6: no open hearing, so no duty to appear.
pub fn dispense(lawsuit: &Lawsuit, c: WithoutHearing, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("on", c.on, "立案", docketed_on)?;
    }
    if let Some(heard_on) = instance.first_heard_on() {
        return Err(Refusal::WasHeard { on: heard_on });
    }
    if let Some(before) = &instance.dispensed {
        return Err(Refusal::DispensedBefore { on: before.on });
    }
    Ok(Fact::HearingDispensed(c).alone())
}
