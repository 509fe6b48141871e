//! ALL 67, JI-2018 10 and 34: an organ receives the copy and answers; and the court may decide without a hearing.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::deadline::{Deadline, Filing};
use kernel::paper::Paper;
use kernel::rule::Rule;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use super::chain::Instance;
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
    /// Whether it is evidence and bases alone: the answer came before them, or is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence_only: bool,
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

/// An organ's days ended without an answer, or without evidence.
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
    /// Whether there was an answer, and no evidence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub evidence_only: bool,
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
        judged_on.map_or(clock.clone(), |judged_on| ended_by(&clock, judged_on))
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
    use ClockName::{Answer, AppealAnswer, Evidence, LateEvidence, Objection};
    clock.party == Some(defendant) && matches!(clock.name, Answer | AppealAnswer | Evidence | LateEvidence | Objection)
}

/// The clock of an organ's answer.
fn answer_clock(lawsuit: &Lawsuit, instance: InstanceNumber, of: PartyNumber) -> Option<&Clock> {
    let find = |name| lawsuit.clocks.find((name, instance, Some(of)));
    find(ClockName::Answer).or_else(|| find(ClockName::AppealAnswer))
}

/// Row 2: it answers, or hands evidence in alone. What is late is recorded as late; what was in time after all takes back the
/// lapse.
pub fn file(lawsuit: &Lawsuit, c: AnswerFiling, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let instance = lawsuit.chain.instance(c.instance)?;
    let defendant = lawsuit.chain.defendant_in(instance, c.defendant)?;
    let Some(received_on) = instance.copies.get(&c.defendant) else {
        return Err(Refusal::CopyNotReceived { name: defendant.name.clone() });
    };
    law::not_before("on", c.on, "收到副本", *received_on)?;
    if let Some(posted_on) = c.posted_on {
        law::not_before("posted_on", posted_on, "收到副本", *received_on)?;
        law::not_before("on", c.on, "交邮", posted_on)?;
    }
    let (clocks, late) = if c.evidence_only {
        hand_in(lawsuit, instance, defendant, &c)?
    } else {
        answer(lawsuit, instance, defendant, &c)?
    };
    let of = OrganNamed::from(defendant);
    Ok(Fact::AnswerFiled(AnswerFiled { filing: c, of, late }).with(clocks))
}

/// The answer, with or without evidence: without, the days for the evidence go on (ALL 34(2)). Whether it was late.
fn answer(
    lawsuit: &Lawsuit,
    instance: &Instance,
    of: &Defendant,
    c: &AnswerFiling,
) -> Result<(Vec<Clock>, bool), Refusal> {
    let clock = answer_clock(lawsuit, c.instance, c.defendant);
    let in_time = clock.is_none_or(|clock| clock.deadline.is_met_by(c.filing()));
    if let Some(filed_on) = instance.answers.get(&c.defendant) {
        return Err(Refusal::AnsweredBefore { name: of.name.clone(), on: *filed_on });
    }
    if let Some(entry) = instance.expiries.get(&c.defendant).filter(|_| in_time) {
        return Err(Refusal::LapsedAccordingTo { entry: *entry });
    }
    let mut clocks: Vec<Clock> = clock.map(|clock| clock.ended(End::Done, c.made_on())).into_iter().collect();
    if c.with_evidence {
        clocks.extend(without_need_of_an_extension(lawsuit, c));
    } else if let Some(answer) = clock.filter(|clock| clock.name == ClockName::Answer && in_time) {
        let evidence = Clock { name: ClockName::Evidence, ended: None, ..answer.clone() };
        let judged_on = instance.outcomes.get(&c.defendant).map(|given| given.judged_on);
        clocks.push(match (instance.evidence.get(&c.defendant), judged_on) {
            (Some(handed_in_on), _) => evidence.ended(End::Done, *handed_in_on),
            (None, Some(judged_on)) => ended_by(&evidence, judged_on),
            (None, None) => evidence,
        });
    }
    Ok((clocks, !in_time))
}

/// Evidence and bases alone (A-TRI-2). Whether they were late.
fn hand_in(
    lawsuit: &Lawsuit,
    instance: &Instance,
    of: &Defendant,
    c: &AnswerFiling,
) -> Result<(Vec<Clock>, bool), Refusal> {
    if let Some(handed_in_on) = instance.evidence.get(&c.defendant) {
        return Err(Refusal::EvidenceBefore { name: of.name.clone(), on: *handed_in_on });
    }
    let find = |name| lawsuit.clocks.find((name, c.instance, Some(c.defendant)));
    let days = find(ClockName::Evidence).or_else(|| find(ClockName::Answer));
    let in_time = days.is_none_or(|clock| clock.deadline.is_met_by(c.filing()));
    if let Some(entry) = instance.evidence_expiries.get(&c.defendant).filter(|_| in_time) {
        return Err(Refusal::LapsedAccordingTo { entry: *entry });
    }
    let done = find(ClockName::Evidence).map(|clock| clock.ended(End::Done, c.made_on()));
    let clocks = done.into_iter().chain(without_need_of_an_extension(lawsuit, c));
    Ok((clocks.collect(), !in_time))
}

/// Once the evidence is in, nobody needs to ask for more time for it (A-TRI-3).
fn without_need_of_an_extension(lawsuit: &Lawsuit, c: &AnswerFiling) -> Option<Clock> {
    let clock = lawsuit.clocks.find((ClockName::LateEvidence, c.instance, Some(c.defendant)))?;
    let on = c.made_on();
    clock.ended.is_none_or(|ended| ended.on >= on).then(|| ended_by(clock, on))
}

/// A period ended by what makes it pointless; one whose days were over by then, by its own day.
pub(super) fn ended_by(clock: &Clock, on: Day) -> Clock {
    use ClockName::{Evidence, LateEvidence, Objection};
    match clock.due() {
        due if due < on && matches!(clock.name, Evidence | LateEvidence | Objection) => clock.ended(End::Lapsed, due),
        _ => clock.ended(End::Superseded, on),
    }
}

impl AnswerFiling {
    /// The day on which it was made: of a posted one that of posting (R-CAL-6).
    fn made_on(&self) -> Day {
        self.posted_on.unwrap_or(self.on)
    }

    fn filing(&self) -> Filing {
        Filing { posted_on: self.posted_on, received_on: Some(self.on) }
    }
}

/// Row 2: its days ended without an answer, or without the evidence. That is a risk for its evidence, and does not stop the trial.
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
    let evidence = lawsuit.clocks.find((ClockName::Evidence, instance, Some(defendant)));
    let evidence = evidence.filter(|evidence| evidence.is_running());
    let clock = evidence.unwrap_or(clock);
    let due = clock.due();
    if let Some(ended) = clock.ended {
        return Err(Refusal::AnsweredBefore { name: of.name.clone(), on: ended.on });
    }
    if on.today <= due {
        return Err(Refusal::StillRuns { due, today: on.today });
    }
    let running = lawsuit.running(instance).filter(|clock| of_the_copy(clock, defendant));
    let lapsed: Vec<Clock> = running.map(|clock| clock.ended(End::Lapsed, clock.due())).collect();
    let evidence_only = evidence.is_some();
    let expired = AnswerExpired { instance, defendant, of: of.into(), on: due, evidence_only };
    Ok(Fact::AnswerExpired(expired).with(lapsed))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lawsuit::Command;
    use crate::outcome::Code;
    use crate::samples::*;

    fn received() -> Play {
        registered().does(copy(FIRST, BUREAU, "2024-06-05"))
    }

    fn filed(on: &str, with_evidence: bool, evidence_only: bool) -> Command {
        let Command::RecordAnswer(filing) = crate::samples::answer(BUREAU, on) else { unreachable!() };
        Command::RecordAnswer(AnswerFiling { with_evidence, evidence_only, ..filing })
    }

    /// Until when a period runs, or how and when it ended.
    fn stands(play: &Play, name: ClockName) -> Option<(Day, Option<End>)> {
        let clock = play.lawsuit.clocks.find((name, FIRST, Some(BUREAU)))?;
        Some(clock.ended.map_or((clock.due(), None), |ended| (ended.on, Some(ended.how))))
    }

    #[test] // A-TRI-2 A-TRI-3 A-TRI-4
    fn an_answer_without_evidence_leaves_the_days_for_it_running() {
        let play = received().does(filed("2024-06-12", false, false));
        assert_eq!(stands(&play, ClockName::Answer), Some((d("2024-06-12"), Some(End::Done))));
        for name in [ClockName::Evidence, ClockName::LateEvidence, ClockName::Objection] {
            assert_eq!(stands(&play, name), Some((d("2024-06-20"), None)), "{name}");
        }
        let handed_in = play.clone().does(filed("2024-06-20", true, true));
        assert_eq!(stands(&handed_in, ClockName::Evidence), Some((d("2024-06-20"), Some(End::Done))));
        assert_eq!(stands(&handed_in, ClockName::LateEvidence), Some((d("2024-06-20"), Some(End::Superseded))));
        assert_eq!(handed_in.events.last().unwrap().fact.described().1, "提交证据、依据");
        assert!(matches!(handed_in.refuses(filed("2024-06-20", true, true)), Refusal::EvidenceBefore { .. }));

        let first = received().does(filed("2024-06-10", true, true));
        assert_eq!(stands(&first, ClockName::Answer), Some((d("2024-06-20"), None)), "the answer is still to come");
        let answered = first.does(filed("2024-06-12", false, false));
        assert_eq!(stands(&answered, ClockName::Evidence), Some((d("2024-06-10"), Some(End::Done))));
    }

    #[test] // A-TRI-2
    fn without_evidence_the_days_for_it_lapse_and_what_was_in_time_takes_that_back() {
        let play = received().does(filed("2024-06-12", false, false));
        let expiry = Command::RecordAnswerExpiry(FIRST, BUREAU);
        assert!(matches!(play.clone().today("2024-06-20").refuses(expiry.clone()), Refusal::StillRuns { .. }));
        let lapsed = play.does(expiry);
        assert_eq!(stands(&lapsed, ClockName::Evidence), Some((d("2024-06-20"), Some(End::Lapsed))));
        assert_eq!(lapsed.events.last().unwrap().fact.described().1, "举证期限届满");
        let flags = crate::asks::lawsuit_steps::offered(&lapsed.lawsuit, &lapsed.on).flags;
        assert_eq!(flags, ["EvidenceExpired"]);
        let late = lapsed.clone().does(filed("2024-06-21", true, true));
        assert!(matches!(&late.events.last().unwrap().fact, Fact::AnswerFiled(e) if e.late));
        let in_time = lapsed.does(filed("2024-06-19", true, true));
        let names: Vec<_> = in_time.events.iter().rev().take(2).map(|event| event.fact.described().0).collect();
        assert_eq!(names, ["AnswerFiled", "AnswerExpiryWithdrawn"]);
        assert_eq!(stands(&in_time, ClockName::Evidence), Some((d("2024-06-19"), Some(End::Done))));
    }

    #[test] // A-TRI-3 A-TRI-4
    fn an_objection_and_more_time_for_evidence_end_by_their_own_day() {
        let answered = received().does(filed("2024-06-12", true, false));
        assert_eq!(stands(&answered, ClockName::LateEvidence), Some((d("2024-06-12"), Some(End::Superseded))));
        assert_eq!(stands(&answered, ClockName::Objection), Some((d("2024-06-20"), None)));
        assert_eq!(stands(&answered, ClockName::Evidence), None);
        for (judged_on, end) in [("2024-06-20", End::Superseded), ("2024-08-01", End::Lapsed)] {
            let judged = answered.clone().does(judge(FIRST, judged_on, Code::J02));
            assert_eq!(stands(&judged, ClockName::Objection), Some((d("2024-06-20"), Some(end))), "{judged_on}");
        }
        let put_right = answered.does(amend(3, "with_evidence", "否"));
        assert_eq!(stands(&put_right, ClockName::Evidence), Some((d("2024-06-20"), None)));
    }
}
