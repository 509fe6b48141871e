//! Art. 45, 48, 54, 62: who tries the case, the respondent's answer, and more time.

use std::collections::BTreeMap;

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::deadline::{Deadline, Filing, Lengthening, Pause};
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::acceptance::{Acceptance, DeemedAcceptance, Procedure};
use super::application::Role;
use super::file::File;
use super::service::{Served, Service, ServiceMethod};
use super::suspension::{self, Halt};
use super::{CaseEvent, Fact};
use crate::approval::Approval;
use crate::clocks::{Clock, ClockName, End, PersonNumber};
use crate::law;
use crate::refusal::Refusal;
use kernel::writing::{Line, Text};

/// An accepted case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// When it was accepted, or deemed so.
    pub accepted_on: Day,
    /// The event by which it was deemed accepted.
    pub deemed_by: Option<u64>,
    /// By which procedure it is tried.
    pub procedure: Procedure,
    /// When it was turned from a simplified case into an ordinary one.
    pub converted_on: Option<Day>,
    /// Whether a person has chosen the procedure after a deemed acceptance.
    pub is_chosen: bool,
    /// Since when which number of officers handle it.
    pub handlers_since: Option<Day>,
    /// When the copies of the application were sent.
    pub copy_sent_on: Option<Day>,
    /// Which respondents have received it.
    pub served: BTreeMap<PersonNumber, Day>,
    /// What became of each respondent's answer.
    pub answers: BTreeMap<PersonNumber, Answered>,
    /// Whose opinions were heard, or could not be.
    pub heard: BTreeMap<PersonNumber, Day>,
    /// Whether a hearing is required, once that is settled.
    pub hearing: Option<Settled>,
    /// When it was held.
    pub hearing_held_on: Option<Day>,
    /// Whether the committee's opinion is required, once that is settled.
    pub committee: Option<Settled>,
    /// When it came.
    pub committee_opinion_on: Option<Day>,
    /// Since when it stands still, and why; none while it runs.
    pub halt: Option<Halt>,
    /// When it stood still before.
    pub pauses: Vec<Pause>,
}

/// What became of a respondent's answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Answered {
    /// It came.
    Received {
        /// When the last of it did.
        on: Day,
        /// Whether evidence and bases came too.
        with_evidence: bool,
    },
    /// The period ended without it, by this event.
    Expired(Day, u64),
}

/// Whether something is required, and since when that is settled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// When.
    pub on: Day,
    /// What.
    pub required: bool,
}

/// An officer who handles the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handler {
    /// The account.
    pub account: Line,
    /// The name.
    pub name: Line,
}

/// These officers handle the case from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// From when.
    pub on: Day,
    /// All of them, the presiding one first.
    pub handlers: Vec<Handler>,
}

/// The copies of the application are sent to the respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopySending {
    /// When.
    pub on: Day,
    /// How.
    pub method: ServiceMethod,
}

/// A respondent's answer came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RespondentAnswer {
    /// Whose.
    pub respondent: PersonNumber,
    /// When it arrived.
    pub received_on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// Whether evidence and bases came with it.
    pub with_evidence: bool,
    /// The answer.
    pub paper: Option<Paper>,
}

/// A respondent's period ended without an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerExpiry {
    /// Whose.
    pub respondent: PersonNumber,
    /// The last day of the period.
    pub on: Day,
}

/// Gives a complex ordinary case more time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// The day of approval.
    pub on: Day,
    /// How many days more.
    pub days: u16,
    /// By the head of the reconsideration body.
    pub approval: Approval,
    /// Why.
    pub reason: Option<Text>,
}

/// R-ORD-5: two officers at least.
pub fn assign(trial: &Trial, c: Assignment, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    let mut accounts: Vec<&Line> = c.handlers.iter().map(|handler| &handler.account).collect();
    accounts.sort();
    accounts.dedup();
    if accounts.len() < law::FEWEST_HANDLERS {
        return Err(Refusal::TooFewHandlers { has: accounts.len() });
    }
    Ok(vec![Fact::HandlersAssigned(c).alone()])
}

/// Row 9: the copies are sent.
pub fn send_copy(
    file: &File,
    trial: &Trial,
    c: CopySending,
    services: Vec<Service>,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    if let Some(sent_on) = trial.copy_sent_on {
        return Err(Refusal::CopyIsSent { on: sent_on });
    }
    let sent = file.clock(ClockName::Copy)?.ended(End::Done, c.on);
    let mut then = Trial { copy_sent_on: Some(c.on), ..trial.clone() };
    let mut events = vec![Fact::CopySent(c).with([sent])];
    for service in services {
        for event in serve_copy(file, &then, service, on)? {
            then.take_up(0, &event.fact);
            events.push(event);
        }
    }
    Ok(events)
}

/// The copy reaches a respondent, and the days for his answer begin.
pub fn serve_copy(file: &File, trial: &Trial, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let Some(sent_on) = trial.copy_sent_on else { return Err(Refusal::CopyNotSent) };
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "发送申请书副本", sent_on)?;
    let respondent = file.person_as(c.recipient, Role::Respondent)?;
    if let Some(served_on) = trial.served.get(&c.recipient) {
        return Err(Refusal::ServedBefore { name: respondent.name.clone(), on: *served_on });
    }
    let (recipient, served) = (c.recipient, c.served(&on.calendar));
    let answer = trial.days_to_answer(served.served_on, on)?;
    let clock = Clock::started(ClockName::Answer, answer, on.today).of(recipient);
    Ok(vec![Fact::CopyServed(served).with([clock])])
}

/// Row 10: a respondent answers. A late answer is recorded as late; one that was in time after all takes back the lapse.
/// Evidence that does not come with the answer may follow it, and then its day is the day of both.
pub fn answer(file: &File, trial: &Trial, c: RespondentAnswer, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("received_on", c.received_on, on.today)?;
    let respondent = file.person_as(c.respondent, Role::Respondent)?;
    let (Some(served_on), Some(clock)) =
        (trial.served.get(&c.respondent), file.clock_of(ClockName::Answer, c.respondent))
    else {
        return Err(Refusal::CopyNotServed { name: respondent.name.clone() });
    };
    law::not_before("received_on", c.received_on, "申请书副本送达", *served_on)?;
    if let Some(posted_on) = c.posted_on {
        law::not_before("posted_on", posted_on, "申请书副本送达", *served_on)?;
        law::not_before("received_on", c.received_on, "交邮", posted_on)?;
    }
    let in_time = clock.deadline.is_met_by(Filing { posted_on: c.posted_on, received_on: Some(c.received_on) });
    let done_on = c.posted_on.unwrap_or(c.received_on);
    let (deadline, done_on) = match trial.answers.get(&c.respondent) {
        Some(Answered::Received { with_evidence: false, .. }) if c.with_evidence => {
            let answered_on = clock.ended.map_or(done_on, |ended| ended.on);
            (suspension::standing(trial, clock.deadline.clone(), on)?, done_on.max(answered_on))
        }
        Some(Answered::Received { on, .. }) => {
            return Err(Refusal::AnsweredBefore { name: respondent.name.clone(), on: *on });
        }
        Some(Answered::Expired(_, entry)) if in_time => return Err(Refusal::LapsedAccordingTo { entry: *entry }),
        Some(Answered::Expired(..)) | None => (clock.deadline.clone(), done_on),
    };
    let done = clock.with(suspension::until(deadline, done_on, on)?).ended(End::Done, done_on);
    Ok(vec![Fact::AnswerReceived(c).with([done])])
}

/// Row 10: the period ended without an answer. What follows from that (R-ORD-3) is for the decision.
pub fn answer_expired(file: &File, respondent: PersonNumber, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    let name = &file.person_as(respondent, Role::Respondent)?.name;
    let Some(clock) = file.clock_of(ClockName::Answer, respondent) else {
        return Err(Refusal::CopyNotServed { name: name.clone() });
    };
    let due = clock.due();
    if let Some(ended) = clock.ended {
        return Err(Refusal::AnsweredBefore { name: name.clone(), on: ended.on });
    }
    if let Some(Pause { from: since, to: None }) = clock.deadline.parts().pauses.last() {
        return Err(Refusal::Suspended { on: on.today, since: *since });
    }
    if on.today <= due {
        return Err(Refusal::StillRuns { due, today: on.today });
    }
    let lapsed = clock.ended(End::Lapsed, due);
    Ok(vec![Fact::AnswerExpired(AnswerExpiry { respondent, on: due }).with([lapsed])])
}

/// Row 15: with the approval of the head of the reconsideration body.
pub fn extend(file: &File, trial: &Trial, c: Extension, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "受理", trial.accepted_on)?;
    let clock = file.clock(ClockName::Decision)?;
    only_an_ordinary_case_is_extended_and_once(trial.procedure_on(c.on), clock)?;
    extended_by_at_most_thirty_days(c.days)?;
    extended_before_it_is_due(clock, c.on)?;
    let longer = clock.deadline.extended(Lengthening::By(c.days), c.on, &on.calendar)?;
    // A pause that came after its end without the extension lies within it now.
    let longer = clock.with(suspension::standing(trial, longer, on)?);
    Ok(vec![Fact::Extended(c).with([longer])])
}

/// Art. 62 lets only a case under the ordinary procedure be extended, and once.
fn only_an_ordinary_case_is_extended_and_once(procedure: Procedure, decision: &Clock) -> Result<(), Refusal> {
    match (procedure, decision.deadline.parts().extensions.first()) {
        (Procedure::Ordinary, None) => Ok(()),
        (Procedure::Ordinary, Some(extension)) => Err(Refusal::ExtendedBefore { on: extension.granted_on }),
        (Procedure::Simplified, _) => Err(Refusal::SimplifiedCaseExtended),
    }
}

fn extended_by_at_most_thirty_days(days: u16) -> Result<(), Refusal> {
    if (1..=law::LONGEST_EXTENSION).contains(&days) { Ok(()) } else { Err(Refusal::ExtendedTooLong { days }) }
}

fn extended_before_it_is_due(decision: &Clock, on: Day) -> Result<(), Refusal> {
    if decision.due() < on { Err(Refusal::ExtendedTooLate { on, due: decision.due() }) } else { Ok(()) }
}

impl Trial {
    pub(super) fn begun(acceptance: &Acceptance) -> Self {
        Self { procedure: acceptance.track.procedure(), ..Self::ordinary(acceptance.on) }
    }

    pub(super) fn deemed(acceptance: &DeemedAcceptance, entry: u64) -> Self {
        Self { deemed_by: Some(entry), ..Self::ordinary(acceptance.on) }
    }

    fn ordinary(accepted_on: Day) -> Self {
        Self {
            accepted_on,
            deemed_by: None,
            procedure: Procedure::Ordinary,
            converted_on: None,
            is_chosen: false,
            handlers_since: None,
            copy_sent_on: None,
            served: BTreeMap::new(),
            answers: BTreeMap::new(),
            heard: BTreeMap::new(),
            hearing: None,
            hearing_held_on: None,
            committee: None,
            committee_opinion_on: None,
            halt: None,
            pauses: Vec::new(),
        }
    }

    /// The same trial, knowing one thing more.
    pub(super) fn take_up(&mut self, number: u64, fact: &Fact) {
        match fact {
            Fact::ProcedureChosen(e) => {
                self.procedure = e.track.procedure();
                self.is_chosen = true;
            }
            Fact::HandlersAssigned(e) => {
                self.handlers_since = Some(self.handlers_since.map_or(e.on, |since| since.min(e.on)));
            }
            Fact::CopySent(e) => self.copy_sent_on = Some(e.on),
            Fact::CopyServed(Served { service, served_on }) => {
                self.served.insert(service.recipient, *served_on);
            }
            Fact::AnswerReceived(e) => {
                let before = match self.answers.get(&e.respondent) {
                    Some(Answered::Received { on, .. }) => *on,
                    _ => e.received_on,
                };
                let received = Answered::Received { on: before.max(e.received_on), with_evidence: e.with_evidence };
                self.answers.insert(e.respondent, received);
            }
            Fact::AnswerExpired(e) => {
                self.answers.insert(e.respondent, Answered::Expired(e.on, number));
            }
            Fact::OpinionHeard(e) => {
                self.heard.insert(e.party, e.on);
            }
            Fact::OpinionExcused(e) => {
                self.heard.insert(e.party, e.on);
            }
            Fact::HearingSettled(e) => settle(&mut self.hearing, Settled { on: e.on, required: e.is_required() }),
            Fact::CommitteeSettled(e) => settle(&mut self.committee, Settled { on: e.on, required: e.is_required() }),
            Fact::HearingHeld(e) => self.hearing_held_on = Some(e.on),
            Fact::CommitteeOpinionReceived(e) => self.committee_opinion_on = Some(e.on),
            Fact::Converted(e) => {
                self.procedure = Procedure::Ordinary;
                self.converted_on = Some(e.on);
            }
            Fact::Suspended(e) => self.halt = Some(Halt { since: e.on, ground: e.ground }),
            Fact::Resumed(e) => {
                let halt = self.halt.take();
                self.pauses.extend(halt.map(|halt| Pause { from: halt.since, to: Some(e.on) }));
            }
            _ => {}
        }
    }

    /// Whether a respondent's answer came without evidence and bases, and none has followed.
    pub(crate) fn lacks_evidence_of(&self, respondent: PersonNumber) -> bool {
        matches!(self.answers.get(&respondent), Some(Answered::Received { with_evidence: false, .. }))
    }

    /// By which procedure it was tried on a day: before it was converted, by the simplified one.
    pub(super) fn procedure_on(&self, day: Day) -> Procedure {
        if self.converted_on.is_some_and(|converted_on| day < converted_on) {
            Procedure::Simplified
        } else {
            self.procedure
        }
    }

    /// R-ORD-2, R-SIM-4: a respondent's days, by the procedure of the day on which the copy reached it.
    pub(super) fn days_to_answer(&self, served_on: Day, on: &Occasion) -> Result<Deadline, Refusal> {
        let rule = match self.procedure_on(served_on) {
            Procedure::Ordinary => &law::ANSWER,
            Procedure::Simplified => &law::SIMPLIFIED_ANSWER,
        };
        suspension::standing(self, law::run(rule, served_on, &on.calendar)?, on)
    }

    /// How far it has come: its name in messages, and for people.
    #[must_use]
    pub fn phase(&self) -> (&'static str, &'static str) {
        match (self.copy_sent_on, self.served.keys().all(|respondent| self.answers.contains_key(respondent))) {
            (None, _) => ("Accepted", "已受理，待发送副本"),
            (Some(_), true) if !self.served.is_empty() => ("Trial", "审理"),
            (Some(_), _) => ("AwaitingAnswer", "等待答复"),
        }
    }

    /// It does not end, or stand still again, before it last stood still or went on.
    pub(super) fn not_before_the_last_pause(&self, day: Day) -> Result<(), Refusal> {
        match (self.halt, self.pauses.last()) {
            (Some(halt), _) => law::not_before("on", day, "中止审理", halt.since),
            (None, Some(Pause { to: Some(resumed), .. })) => law::not_before("on", day, "恢复审理", *resumed),
            (None, _) => Ok(()),
        }
    }

    /// S07: a step of trial is taken by the officers who handle the case, two at least, who were named by then.
    pub(super) fn has_handlers_on(&self, day: Day) -> Result<(), Refusal> {
        match self.handlers_since {
            None => Err(Refusal::TooFewHandlers { has: 0 }),
            Some(since) => law::not_before("on", day, "确定承办人员", since),
        }
    }
}

/// Of two, the later holds, in whatever order they are entered.
fn settle(settled: &mut Option<Settled>, new: Settled) {
    if settled.is_none_or(|old| old.on <= new.on) {
        *settled = Some(new);
    }
}

#[cfg(test)]
mod tests;
