use std::collections::{BTreeMap, BTreeSet};

use proto::common::{Amendment, MovedEntry, Number, Retraction};
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{
    Act, Agent, Claim, Clock, Decision, Dismissal, DisputeResolution, Handler, Late, Mediation, Party, Received,
    Termination, Withdrawal,
};
use uuid::Uuid;

use crate::words;

/// Something that was entered.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) occurred_on: String,
    pub(crate) recorded_at: i64,
    pub(crate) account: String,
    pub(crate) actor: String,
    /// None: written by a newer version of the service than this one knows.
    pub(crate) event: Option<Event>,
    /// Where it belongs, if the procedure had gone on when it was entered.
    pub(crate) late: Option<Late>,
    /// Whether the application came in time, where it makes that another.
    pub(crate) application: String,
    /// The periods it started, moved or ended.
    pub(crate) clocks: Vec<Clock>,
}

impl Entry {
    /// Whether it follows from the lapse of a period or from the calendar, so that it is put right with what it rests on, and
    /// not by itself.
    pub(crate) fn follows(&self) -> bool {
        matches!(self.event, Some(Event::DeemedAccepted(_) | Event::AnswerExpired(_) | Event::DeadlinesRecounted(_)))
    }
}

/// Under this name stands the legal day of an entry that follows from others.
const MOVED: &str = "";

/// What became of an entry later (S41).
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    Amended {
        field: String,
        before: String,
        after: String,
        by: i64,
    },
    /// Its legal day follows from an entry that was put right.
    Moved {
        on: String,
        by: i64,
    },
    Struck {
        by: i64,
    },
}

/// A case as its entries tell it. Amended entries count as they were amended, struck ones not at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub(crate) version: i64,
    pub(crate) number: String,
    pub(crate) received: Received,
    pub(crate) received_on: String,
    pub(crate) act: Act,
    pub(crate) claims: Vec<Claim>,
    pub(crate) parties: Vec<Party>,
    /// Number, id in the directory, name.
    pub(crate) respondents: Vec<(u32, Vec<u8>, String)>,
    pub(crate) procedure: String,
    pub(crate) accepted_on: Option<String>,
    pub(crate) decided_on: Option<String>,
    pub(crate) decision_number: String,
    pub(crate) decision: Option<Decision>,
    /// How the dispute itself was resolved afterwards.
    pub(crate) resolution: Option<DisputeResolution>,
    /// How it ended without a decision on the merits.
    pub(crate) end: Option<End>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) acknowledged: bool,
    pub(crate) registered_by: String,
    pub(crate) registrar: String,
    pub(crate) changed_at: i64,
    pub(crate) is_struck: bool,
    pub(crate) marks: BTreeMap<i64, Vec<Mark>>,
    /// From when on these officers handle it.
    handlers_since: String,
    /// From when on somebody's agents are his.
    agents_since: BTreeMap<u32, String>,
    /// Since when it stands still.
    suspended_on: Option<String>,
    progress: Progress,
}

/// How a case ends without a decision on the merits, as it was entered.
#[derive(Debug, Clone)]
pub(crate) enum End {
    Mediated(Mediation),
    Terminated(Termination),
    Dismissed(Dismissal),
    Withdrawn(Withdrawal),
}

/// How far the procedure has come.
#[derive(Debug, Clone, Default)]
enum Progress {
    #[default]
    UnderReview,
    SupplementRequested,
    Tried {
        copy_sent: bool,
        served: BTreeSet<u32>,
        answered: BTreeSet<u32>,
    },
    Submitted,
    /// By whatever paper; the stage's name.
    Ended(&'static str),
}

impl Sheet {
    /// None if the case has not begun.
    pub(crate) fn of(entries: &[Entry]) -> Option<Self> {
        let last = entries.last()?;
        let mut sheet = Self { version: last.number, changed_at: last.recorded_at, ..Self::default() };
        for entry in entries {
            sheet.mark(entry);
        }
        let amended = sheet.amended_values();
        for entry in in_order(entries) {
            let is_struck = sheet
                .marks
                .get(&entry.number)
                .is_some_and(|marks| marks.iter().any(|m| matches!(m, Mark::Struck { .. })));
            if !is_struck || entry.number == 1 {
                sheet.take_up(entry, &amended);
            }
        }
        if let Some(last) = entries.iter().rfind(|entry| !entry.application.is_empty()) {
            sheet.received.application.clone_from(&last.application);
        }
        Some(sheet)
    }

    fn mark(&mut self, entry: &Entry) {
        let by = entry.number;
        for moved in moved_by(entry) {
            self.marks.entry(moved.entry).or_default().push(Mark::Moved { on: moved.on.clone(), by });
        }
        let (number, mark) = match &entry.event {
            Some(Event::Amended(e)) => {
                let (field, before, after) = (e.field.clone(), e.before.clone(), e.after.clone());
                (target(e.amendment.as_ref()), Mark::Amended { field, before, after, by })
            }
            Some(Event::Struck(e)) => {
                self.is_struck |= target(e.amendment.as_ref()) == 1;
                (target(e.amendment.as_ref()), Mark::Struck { by })
            }
            _ => match taken_back_by(entry) {
                Some(e) => (e.entry, Mark::Struck { by }),
                None => return,
            },
        };
        self.marks.entry(number).or_default().push(mark);
    }

    /// The last value of each amended field, and of each day that followed from one.
    fn amended_values(&self) -> BTreeMap<(i64, String), String> {
        let mut values = BTreeMap::new();
        for (number, marks) in &self.marks {
            for mark in marks {
                let (field, after) = match mark {
                    Mark::Amended { field, after, .. } => (field.as_str(), after),
                    Mark::Moved { on, .. } => (MOVED, on),
                    Mark::Struck { .. } => continue,
                };
                values.insert((*number, field.to_owned()), after.clone());
            }
        }
        values
    }

    fn take_up(&mut self, entry: &Entry, amended: &BTreeMap<(i64, String), String>) {
        let Some(mut event) = entry.event.clone() else { return };
        for ((_, field), after) in amended.iter().filter(|((number, _), _)| *number == entry.number) {
            proto::amended::amend(&mut event, field, after);
        }
        let moved = amended.get(&(entry.number, MOVED.to_owned())).cloned();
        match &event {
            Event::Received(e) => {
                self.receive(e);
                self.registered_by.clone_from(&entry.account);
                self.registrar.clone_from(&entry.actor);
            }
            Event::SupplementNoticeIssued(_) => self.progress = Progress::SupplementRequested,
            Event::SupplementsReceived(_) => self.progress = Progress::UnderReview,
            Event::DeemedAbandoned(_) => self.progress = Progress::Ended("Abandoned"),
            Event::Accepted(e) => {
                self.begin_trial(e.on.clone());
                self.procedure.clone_from(&e.procedure);
            }
            Event::DeemedAccepted(e) => {
                self.begin_trial(moved.unwrap_or_else(|| e.on.clone()));
                "Ordinary".clone_into(&mut self.procedure);
            }
            Event::AcceptanceRefused(_) => self.progress = Progress::Ended("NotAccepted"),
            Event::ProcedureChosen(e) => self.procedure.clone_from(&e.procedure),
            Event::AcknowledgementSent(_) => self.acknowledged = true,
            Event::HandlersAssigned(e) => self.assign(&e.handlers, e.on.clone()),
            Event::CopySent(_) => self.in_trial(|copy_sent, _, _| *copy_sent = true),
            Event::CopyServed(e) => {
                let recipient = e.service.as_ref().map_or(0, |service| service.recipient);
                self.in_trial(|_, served, _| {
                    served.insert(recipient);
                });
            }
            Event::AnswerReceived(e) => self.answered(e.respondent),
            Event::AnswerExpired(e) => self.answered(e.respondent),
            Event::Converted(_) => "Ordinary".clone_into(&mut self.procedure),
            Event::Suspended(e) => self.suspended_on = Some(e.on.clone()),
            Event::Resumed(_) => self.suspended_on = None,
            Event::Submitted(_) => self.progress = Progress::Submitted,
            Event::Decided(e) => {
                let on = e.decision.as_ref().map(|decision| decision.on.clone()).unwrap_or_default();
                self.conclude("Decided", on, e.number.as_ref());
                self.decision.clone_from(&e.decision);
            }
            Event::Mediated(e) => {
                self.conclude("Mediated", moved.unwrap_or_else(|| e.effective_on.clone()), e.number.as_ref());
                self.end = e.mediation.clone().map(End::Mediated);
            }
            Event::Terminated(e) => {
                let termination = e.termination.clone().unwrap_or_default();
                self.conclude("Terminated", termination.on.clone(), e.number.as_ref());
                self.end = Some(End::Terminated(termination));
            }
            Event::ApplicationDismissed(e) => {
                let dismissal = e.dismissal.clone().unwrap_or_default();
                self.conclude("ApplicationDismissed", dismissal.on.clone(), e.number.as_ref());
                self.end = Some(End::Dismissed(dismissal));
            }
            Event::Withdrawn(e) => {
                self.progress = Progress::Ended("Withdrawn");
                self.end = Some(End::Withdrawn(e.clone()));
            }
            Event::DisputeResolved(e) => self.resolution = Some(e.clone()),
            Event::ThirdPartyJoined(e) => self.parties.extend(e.party.clone()),
            Event::AgentsChanged(e) => self.change_agents(e.party, &e.agents, e.on.clone()),
            Event::SupplementNoticeServed(_)
            | Event::SupplementExtended(_)
            | Event::NonAcceptanceServed(_)
            | Event::OpinionHeard(_)
            | Event::OpinionExcused(_)
            | Event::HearingSettled(_)
            | Event::CommitteeSettled(_)
            | Event::HearingHeld(_)
            | Event::CommitteeOpinionReceived(_)
            | Event::Extended(_)
            | Event::DecisionServed(_)
            | Event::TerminationServed(_)
            | Event::DismissalServed(_)
            | Event::Amended(_)
            | Event::Struck(_)
            | Event::DeemedAcceptanceWithdrawn(_)
            | Event::AnswerExpiryWithdrawn(_)
            | Event::AbandonmentWithdrawn(_)
            | Event::DeadlinesRecounted(_) => {}
        }
    }

    fn receive(&mut self, e: &Received) {
        let reception = e.reception.clone().unwrap_or_default();
        self.number = e.number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
        self.received_on = reception.received_on;
        self.act = reception.act.unwrap_or_default();
        self.claims = reception.claims;
        self.parties = reception.parties;
        self.respondents = reception.respondents.into_iter().map(|r| (r.number, r.organ, r.name)).collect();
        self.received = e.clone();
    }

    fn begin_trial(&mut self, on: String) {
        self.accepted_on = Some(on);
        self.progress = Progress::Tried { copy_sent: false, served: BTreeSet::new(), answered: BTreeSet::new() };
    }

    fn conclude(&mut self, stage: &'static str, on: String, number: Option<&Number>) {
        self.progress = Progress::Ended(stage);
        self.decided_on = Some(on);
        self.decision_number = number.map(|number| number.text.clone()).unwrap_or_default();
    }

    fn in_trial(&mut self, change: impl FnOnce(&mut bool, &mut BTreeSet<u32>, &mut BTreeSet<u32>)) {
        if let Progress::Tried { copy_sent, served, answered } = &mut self.progress {
            change(copy_sent, served, answered);
        }
    }

    fn answered(&mut self, respondent: u32) {
        self.in_trial(|_, _, answered| {
            answered.insert(respondent);
        });
    }

    /// The later assignment holds, in whatever order they are entered.
    fn assign(&mut self, handlers: &[Handler], on: String) {
        if self.handlers_since <= on {
            (self.handlers, self.handlers_since) = (handlers.to_vec(), on);
        }
    }

    /// The later change holds, in whatever order they are entered.
    fn change_agents(&mut self, party: u32, agents: &[Agent], on: String) {
        let since = self.agents_since.entry(party).or_default();
        if let Some(party) = self.parties.iter_mut().find(|known| known.number == party && *since <= on) {
            (party.agents, *since) = (agents.to_vec(), on);
        }
    }

    /// The stage's name, as the service calls it.
    pub(crate) fn stage(&self) -> &'static str {
        match &self.progress {
            _ if self.is_struck => "Struck",
            Progress::Tried { .. } | Progress::Submitted if self.suspended_on.is_some() => "Suspended",
            Progress::UnderReview => "UnderReview",
            Progress::SupplementRequested => "SupplementRequested",
            Progress::Tried { copy_sent: false, .. } => "Accepted",
            Progress::Tried { served, answered, .. } if !served.is_empty() && served.is_subset(answered) => "Trial",
            Progress::Tried { .. } => "AwaitingAnswer",
            Progress::Submitted => "Submitted",
            Progress::Ended(stage) => stage,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.is_struck && !matches!(self.progress, Progress::Ended(_))
    }

    /// What it came to, in words; nothing while it is open.
    pub(crate) fn outcome(&self) -> String {
        let because = |list, name: &str| words::title(list, name);
        let Some(decision) = &self.decision else {
            return match &self.end {
                Some(End::Mediated(_)) => "调解".to_owned(),
                Some(End::Terminated(Termination { withdrawal: Some(withdrawal), .. })) => {
                    format!("终止（{}）", because(words::WITHDRAWAL_REASONS, &withdrawal.reason))
                }
                Some(End::Terminated(termination)) => {
                    format!("终止（{}）", because(words::TERMINATION_GROUNDS, &termination.ground))
                }
                Some(End::Dismissed(_)) => "驳回行政复议申请".to_owned(),
                Some(End::Withdrawn(_)) | None => String::new(),
            };
        };
        let mut kinds: Vec<String> =
            decision.items.iter().map(|item| words::title(words::DECISIONS, &item.kind)).collect();
        kinds.dedup();
        kinds.join("、")
    }

    /// The names of those on one side.
    pub(crate) fn names(&self, role: &str) -> String {
        self.parties
            .iter()
            .filter(|party| party.role == role)
            .map(|party| party.name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    }

    pub(crate) fn respondent_names(&self) -> String {
        self.respondents.iter().map(|(_, _, name)| name.as_str()).collect::<Vec<_>>().join("、")
    }

    pub(crate) fn respondent_ids(&self) -> Vec<Uuid> {
        self.respondents.iter().filter_map(|(_, id, _)| Uuid::from_slice(id).ok()).collect()
    }

    pub(crate) fn handler_names(&self) -> String {
        self.handlers.iter().map(|handler| handler.name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// Whose a period is, in brackets behind its title; nothing for the case's own.
    pub(crate) fn whose(&self, party: u32) -> String {
        if party == 0 { String::new() } else { format!("（{}）", self.name_of(party)) }
    }

    /// The name of somebody by his number in the case.
    pub(crate) fn name_of(&self, number: u32) -> String {
        let party = self.parties.iter().find(|party| party.number == number).map(|party| party.name.clone());
        let respondent =
            || self.respondents.iter().find(|(known, ..)| *known == number).map(|(_, _, name)| name.clone());
        party.or_else(respondent).unwrap_or_else(|| format!("{number}号参加人"))
    }

    /// The respondents, by number.
    pub(crate) fn respondents_by_number(&self) -> Vec<(u32, String)> {
        self.respondents.iter().map(|(number, _, name)| (*number, name.clone())).collect()
    }

    /// Everyone in the case, by number.
    pub(crate) fn persons(&self) -> Vec<(u32, String)> {
        let parties = self.parties.iter().map(|party| (party.number, party.name.clone()));
        parties.chain(self.respondents_by_number()).collect()
    }

    /// What search looks at.
    pub(crate) fn words(&self) -> String {
        let agents = self.parties.iter().flat_map(|party| &party.agents).map(|agent| agent.name.as_str());
        let names = self.parties.iter().map(|party| party.name.as_str()).chain(agents).collect::<Vec<_>>().join(" | ");
        let parts = [
            &self.number,
            &names,
            &self.respondent_names(),
            &self.act.document_number,
            &self.act.title,
            &self.decision_number,
        ];
        parts.map(String::as_str).join(" | ")
    }
}

/// The entries in the order in which the case is told: what was entered late stands before the entry it names, or in the
/// place of a lapse where the lapse stood.
fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let mut told: Vec<&Entry> = Vec::with_capacity(entries.len());
    let mut gap = None;
    for entry in entries {
        if let Some(e) = taken_back_by(entry) {
            gap = told.iter().position(|known| known.number == e.entry).filter(|_| e.replaced);
        } else if !matches!(&entry.event, Some(Event::Amended(_) | Event::Struck(_) | Event::DeadlinesRecounted(_))) {
            let before = entry.late.as_ref().and_then(|late| told.iter().position(|known| known.number == late.before));
            told.insert(gap.take().or(before).unwrap_or(told.len()), entry);
        }
    }
    told
}

/// The entries whose legal day is another because of this one.
fn moved_by(entry: &Entry) -> &[MovedEntry] {
    match &entry.event {
        Some(Event::Amended(e)) => &e.moved,
        Some(Event::Struck(e)) => &e.moved,
        _ => match (taken_back_by(entry), &entry.late) {
            (Some(e), _) => &e.moved,
            (None, Some(late)) => &late.moved,
            (None, None) => &[],
        },
    }
}

/// What says that a lapse, or what somebody took to follow from one, did not happen.
fn taken_back_by(entry: &Entry) -> Option<&Retraction> {
    match &entry.event {
        Some(
            Event::DeemedAcceptanceWithdrawn(e) | Event::AnswerExpiryWithdrawn(e) | Event::AbandonmentWithdrawn(e),
        ) => Some(e),
        _ => None,
    }
}

fn target(amendment: Option<&Amendment>) -> i64 {
    amendment.map_or(0, |amendment| amendment.entry)
}

#[cfg(test)]
mod tests;
