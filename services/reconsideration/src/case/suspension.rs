//! Art. 39: the case stands still while there is a ground for it, any number of times.

use kernel::aggregate::{Aggregate as _, Occasion};
use kernel::day::Day;
use kernel::deadline::{Deadline, Pause};
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::amendment::Entry;
use super::file::File;
use super::trial::Trial;
use super::{Case, CaseEvent, Command, Fact};
use crate::clocks::{Clock, ClockName, End};
use crate::law;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::Line;

words! {
    /// Why a case is suspended: the ten grounds of art. 39(1).
    SuspensionGround {
        ApplicantDied "申请人死亡，近亲属尚未确定是否参加",
        CapacityLost "申请人丧失行为能力，尚未确定法定代理人",
        WhereaboutsUnknown "申请人下落不明",
        OrganisationEnded "申请人终止，尚未确定权利义务承受人",
        ForceMajeure "因不可抗力或者其他正当理由不能参加",
        MediationAgreed "进行调解、和解，双方同意中止",
        LawReferred "法律适用问题需要有权机关解释或者确认",
        OtherCase "需要以其他案件的审理结果为依据",
        CollateralReview "附带审查规范性文件或者依据",
        OtherReason "其他需要中止的情形",
    }
}

/// Suspends the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suspension {
    /// From which day; that day still counts.
    pub on: Day,
    /// Why.
    pub ground: SuspensionGround,
    /// In words.
    pub explanation: Option<Line>,
    /// The notice.
    pub paper: Option<Paper>,
}

/// The case goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resumption {
    /// From when; the days count again after it.
    pub on: Day,
    /// How the ground went.
    pub explanation: Option<Line>,
    /// The notice.
    pub paper: Option<Paper>,
}

/// Since when a case stands still, and why.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Halt {
    /// Since when.
    pub since: Day,
    /// Why.
    pub ground: SuspensionGround,
}

/// Row 11, R-SUS-1: the decision's period stands still, and every answer's that has not run out. A suspension of days gone
/// by may be entered with its resumption.
pub fn suspend(
    file: &File,
    trial: &Trial,
    c: Suspension,
    resumption: Option<Resumption>,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    if let Some(halt) = trial.halt {
        return Err(Refusal::SuspendedBefore { since: halt.since });
    }
    trial.not_before_the_last_pause(c.on)?;
    if c.ground == SuspensionGround::OtherReason && c.explanation.is_none() {
        return Err(Refusal::SuspensionNotExplained);
    }
    if let Some(entry) = lapse_after(file, c.on) {
        return Err(Refusal::LapsedAccordingTo { entry });
    }
    let mut clocks = Vec::new();
    for clock in file.clocks.iter().filter(|clock| stands_still(clock)) {
        clocks.extend(halted(clock, c.on, on)?);
    }
    if c.ground.may_end_the_case() {
        clocks.push(Clock::started(ClockName::Suspension, law::run(&law::SUSPENDED, c.on, &on.calendar)?, on.today));
    }
    let (mut file, mut trial) = (file.clone(), trial.clone());
    let suspended = Fact::Suspended(c);
    file.clocks.take_up(&clocks);
    trial.take_up(0, &suspended);
    let mut events = vec![suspended.with(clocks)];
    if let Some(resumption) = resumption {
        events.extend(resume(&file, &trial, resumption, on)?);
    }
    Ok(events)
}

/// Row 12, R-SUS-3: what stood still goes on, later by the days between.
pub fn resume(file: &File, trial: &Trial, c: Resumption, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let Some(halt) = trial.halt else { return Err(Refusal::NotSuspended) };
    law::not_before("on", c.on, "中止审理", halt.since)?;
    let mut clocks = Vec::new();
    for clock in file.clocks.iter().filter(|clock| stands_still(clock)) {
        clocks.extend(resumed(clock, c.on, on)?);
    }
    let sixty_days = file.clocks.find((ClockName::Suspension, None)).filter(|clock| clock.is_running());
    clocks.extend(sixty_days.map(|clock| clock.ended(End::Superseded, c.on)));
    Ok(vec![Fact::Resumed(c).with(clocks)])
}

/// A period that begins, or is counted anew, or goes on for longer, stands still whenever the case does.
pub(super) fn standing(trial: &Trial, mut deadline: Deadline, on: &Occasion) -> Result<Deadline, Refusal> {
    let start = deadline.start().on;
    for Pause { from, to } in trial.stood_still() {
        let from = from.max(start);
        let is_known = deadline.parts().pauses.iter().any(|pause| pause.from == from);
        if is_known || deadline.expired_before(from) || to.is_some_and(|to| to < from) {
            continue;
        }
        deadline = deadline.paused(from, &on.calendar)?;
        if let Some(to) = to {
            deadline = deadline.resumed(to, &on.calendar)?;
        }
    }
    Ok(deadline)
}

/// A period whose act has come by then: what began afterwards did not stop it.
pub(super) fn until(mut deadline: Deadline, done_on: Day, on: &Occasion) -> Result<Deadline, Refusal> {
    while let Some(Pause { from, .. }) = deadline.parts().pauses.last()
        && done_on <= *from
    {
        deadline = deadline.pause_amended(deadline.parts().pauses.len() - 1, None, &on.calendar)?;
    }
    Ok(deadline)
}

/// In whatever order they are told, no step of trial lies within a pause. What was recorded otherwise before is left to
/// whoever puts it right.
pub(super) fn lets_no_step_in(before: &Case, events: &[CaseEvent]) -> Result<(), Refusal> {
    let is_of_pauses = |event: &CaseEvent| matches!(event.fact, Fact::Suspended(_) | Fact::Resumed(_));
    let has_pauses = |trial: &Trial| trial.halt.is_some() || !trial.pauses.is_empty();
    if !before.stage.trial().is_some_and(has_pauses) && !events.iter().any(is_of_pauses) {
        return Ok(());
    }
    let after = events.iter().fold(before.clone(), Case::evolve);
    let known: Vec<u64> = within_pauses(before).map(|(entry, _)| entry.number).collect();
    let Some((entry, why)) = within_pauses(&after).find(|(entry, _)| !known.contains(&entry.number)) else {
        return Ok(());
    };
    let is_amended = |event: &CaseEvent| matches!(&event.fact, Fact::Amended(e) if e.amendment.entry == entry.number);
    if entry.number > before.file.history.last_number() || events.iter().any(is_amended) {
        return Err(why);
    }
    let (_, title, on) = entry.fact.described();
    Err(Refusal::Clash { entry: entry.number, title, on, why: Box::new(why) })
}

/// The steps of trial that lie within a pause, each with why it does not belong there.
fn within_pauses(case: &Case) -> impl Iterator<Item = (&Entry, Refusal)> {
    let trial = case.stage.trial();
    let steps = case.file.history.entries().iter().filter(|entry| entry.fact.is_of_trial());
    steps.filter_map(move |entry| {
        let on = entry.fact.described().2;
        let stood_still = |pause: &Pause| pause.from < on && pause.to.is_none_or(|to| on < to);
        let Pause { from: since, to } = trial?.stood_still().find(stood_still)?;
        Some((entry, to.map_or(Refusal::Suspended { on, since }, |until| Refusal::StoodStill { on, since, until })))
    })
}

/// The periods that a suspension stops. What the organ must send, it must still send.
fn stands_still(clock: &Clock) -> bool {
    matches!(clock.name, ClockName::Decision | ClockName::Answer)
}

/// A period that ran on the day of suspension, standing still; one that had ended or run out stays as it is.
fn halted(clock: &Clock, since: Day, on: &Occasion) -> Result<Option<Clock>, Refusal> {
    let from = since.max(clock.deadline.start().on);
    let had_ended = clock.ended.is_some_and(|ended| ended.on <= from) || clock.deadline.expired_before(from);
    if had_ended { Ok(None) } else { Ok(Some(clock.with(clock.deadline.paused(from, &on.calendar)?))) }
}

/// A period that stood still, going on; also one whose act came meanwhile, so that it says by when that could have come.
fn resumed(clock: &Clock, day: Day, on: &Occasion) -> Result<Option<Clock>, Refusal> {
    let pauses = &clock.deadline.parts().pauses;
    let Some((last, Pause { from, to: None })) = pauses.iter().enumerate().next_back() else { return Ok(None) };
    // What began only after the case went on never stood still.
    let goes_on = if *from <= day {
        clock.deadline.resumed(day, &on.calendar)
    } else {
        clock.deadline.pause_amended(last, None, &on.calendar)
    };
    Ok(Some(clock.with(goes_on?)))
}

/// The lapse of an answer that has not happened, since the case stood still before its period had ended.
fn lapse_after(file: &File, since: Day) -> Option<u64> {
    file.history.entries().iter().find_map(|entry| match &entry.fact {
        Fact::AnswerExpired(e) if since <= e.on => Some(entry.number),
        _ => None,
    })
}

impl SuspensionGround {
    /// R-TER-5: whether sixty days of it allow the case to be terminated.
    #[must_use]
    pub fn may_end_the_case(self) -> bool {
        matches!(self, Self::ApplicantDied | Self::CapacityLost | Self::OrganisationEnded)
    }
}

impl Trial {
    /// When it stood still, or does.
    pub(super) fn stood_still(&self) -> impl Iterator<Item = Pause> {
        let open = self.halt.map(|halt| Pause { from: halt.since, to: None });
        self.pauses.iter().copied().chain(open)
    }
}

impl Halt {
    /// While a case stands still it is not tried and not decided. What comes in is recorded, and so is what happened before.
    pub(super) fn admits(self, command: &Command) -> Result<(), Refusal> {
        let day = match command {
            Command::ChooseProcedure(c) => c.on,
            Command::HearOpinion(c) => c.on,
            Command::ExcuseOpinion(c) => c.on,
            Command::SettleHearing(c) => c.on,
            Command::SettleCommittee(c) => c.on,
            Command::RecordHearing(c) => c.on,
            Command::RecordCommitteeOpinion(c) => c.on,
            Command::Extend(c) => c.on,
            Command::Convert(c) => c.on,
            Command::Submit(c) => c.on,
            Command::Decide(c) => return Err(self.stops(c.decision.on)),
            Command::DismissApplication(c) => return Err(self.stops(c.dismissal.on)),
            _ => return Ok(()),
        };
        if day > self.since { Err(self.stops(day)) } else { Ok(()) }
    }

    fn stops(self, day: Day) -> Refusal {
        Refusal::Suspended { on: day, since: self.since }
    }
}

#[cfg(test)]
mod tests;
