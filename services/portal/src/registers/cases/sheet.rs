use std::collections::{BTreeMap, BTreeSet};

use proto::common::Number;
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{
    Act, Agent, Claim, Clock, Decision, Dismissal, DisputeResolution, Handler, Mediation, MovedEntry, Party, Received,
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
    /// The period for the application, as it is now.
    pub(crate) application: Option<Clock>,
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
            sheet.application =
                entry.clocks.iter().find(|clock| clock.name == "Application").cloned().or(sheet.application);
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
            Some(Event::DeemedAcceptanceWithdrawn(e) | Event::AnswerExpiryWithdrawn(e)) => {
                (e.entry, Mark::Struck { by })
            }
            _ => return,
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
            Event::HandlersAssigned(e) => self.handlers.clone_from(&e.handlers),
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
            Event::AgentsChanged(e) => self.change_agents(e.party, &e.agents),
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

    fn change_agents(&mut self, party: u32, agents: &[Agent]) {
        if let Some(party) = self.parties.iter_mut().find(|known| known.number == party) {
            party.agents = agents.to_vec();
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

/// The entries in the order in which the case is told: what was entered late in the place of a lapse stands where the lapse
/// stood.
fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let mut told: Vec<&Entry> = Vec::with_capacity(entries.len());
    let mut gap = None;
    for entry in entries {
        match &entry.event {
            Some(Event::DeemedAcceptanceWithdrawn(e) | Event::AnswerExpiryWithdrawn(e)) => {
                gap = told.iter().position(|known| known.number == e.entry).filter(|_| e.replaced);
            }
            Some(Event::Amended(_) | Event::Struck(_) | Event::DeadlinesRecounted(_)) => {}
            _ => told.insert(gap.take().unwrap_or(told.len()), entry),
        }
    }
    told
}

/// The entries whose legal day is another because of this one.
fn moved_by(entry: &Entry) -> &[MovedEntry] {
    match &entry.event {
        Some(Event::Amended(e)) => &e.moved,
        Some(Event::Struck(e)) => &e.moved,
        Some(Event::DeemedAcceptanceWithdrawn(e) | Event::AnswerExpiryWithdrawn(e)) => &e.moved,
        _ => &[],
    }
}

fn target(amendment: Option<&proto::reconsideration::Amendment>) -> i64 {
    amendment.map_or(0, |amendment| amendment.entry)
}

#[cfg(test)]
mod tests {
    use proto::reconsideration::{Acceptance, Amended, Amendment, CopySending, Reception, Served, Service, Struck};

    use super::*;

    fn entry(number: i64, event: Event) -> Entry {
        Entry {
            number,
            name: String::new(),
            occurred_on: "2026-03-02".to_owned(),
            recorded_at: number,
            account: "zhao".to_owned(),
            actor: "赵".to_owned(),
            event: Some(event),
            clocks: Vec::new(),
        }
    }

    fn received() -> Entry {
        let party = Party { number: 1, role: "Applicant".to_owned(), name: "张三".to_owned(), ..Party::default() };
        let reception =
            Reception { received_on: "2026-03-02".to_owned(), parties: vec![party], ..Reception::default() };
        let number = Some(Number { text: "陇政复〔2026〕1号".to_owned(), ordinal: 1, existing: false });
        entry(1, Event::Received(Received { reception: Some(reception), number, ..Received::default() }))
    }

    fn accepted(number: i64) -> Entry {
        let on = "2026-03-05".to_owned();
        entry(number, Event::Accepted(Acceptance { on, procedure: "Ordinary".to_owned(), ..Acceptance::default() }))
    }

    fn amendment(entry: i64) -> Amendment {
        Amendment { entry, ..Amendment::default() }
    }

    #[test] // S41
    fn an_amended_name_is_shown_as_amended_and_the_entry_is_marked() {
        let amended = Amended {
            amendment: Some(amendment(1)),
            field: "party_name/1".to_owned(),
            before: "张三".to_owned(),
            after: "张叁".to_owned(),
            ..Amended::default()
        };
        let sheet = Sheet::of(&[received(), entry(2, Event::Amended(amended))]).unwrap();
        assert_eq!(sheet.names("Applicant"), "张叁");
        assert_eq!(sheet.marks[&1].len(), 1);
    }

    #[test]
    fn a_struck_acceptance_puts_the_case_back_under_review() {
        let struck = Struck { amendment: Some(amendment(2)), ..Struck::default() };
        let before = Sheet::of(&[received(), accepted(2)]).unwrap();
        assert_eq!((before.stage(), before.accepted_on.as_deref()), ("Accepted", Some("2026-03-05")));
        let sheet = Sheet::of(&[received(), accepted(2), entry(3, Event::Struck(struck))]).unwrap();
        assert_eq!((sheet.stage(), sheet.accepted_on.clone(), sheet.is_open()), ("UnderReview", None, true));
    }

    #[test] // R-ACC-5
    fn an_acceptance_entered_late_stands_where_the_lapse_stood() {
        use proto::reconsideration::{Decided, DeemedAcceptance, RespondentAnswer, Retraction};
        let lapsed = entry(2, Event::DeemedAccepted(DeemedAcceptance::default()));
        let copy = entry(3, Event::CopySent(CopySending::default()));
        let service = Some(Service { recipient: 2, ..Service::default() });
        let served = entry(4, Event::CopyServed(Served { service, ..Served::default() }));
        let answer = RespondentAnswer { respondent: 2, ..RespondentAnswer::default() };
        let answered = entry(5, Event::AnswerReceived(answer));
        let decided = entry(6, Event::Decided(Decided::default()));
        let withdrawn = Retraction { entry: 2, replaced: true, ..Retraction::default() };
        let withdrawn = |number| entry(number, Event::DeemedAcceptanceWithdrawn(withdrawn.clone()));
        let told = |told: &[Entry]| {
            let sheet = Sheet::of(told).unwrap();
            (sheet.stage(), sheet.is_open(), sheet.accepted_on.clone())
        };
        let began = [received(), lapsed, copy, served, answered];
        let on = Some("2026-03-05".to_owned());
        let open = [began.as_slice(), &[withdrawn(6), accepted(7)]].concat();
        assert_eq!(told(&open), ("Trial", true, on.clone()));
        let closed = [began.as_slice(), &[decided, withdrawn(7), accepted(8)]].concat();
        assert_eq!(told(&closed), ("Decided", false, on));
    }

    #[test] // S09
    fn between_suspension_and_resumption_it_is_suspended() {
        use proto::reconsideration::{Resumption, Suspension};
        let suspended = entry(3, Event::Suspended(Suspension { on: "2026-03-09".to_owned(), ..Suspension::default() }));
        let mut told = vec![received(), accepted(2), suspended];
        assert_eq!((Sheet::of(&told).unwrap().stage(), Sheet::of(&told).unwrap().is_open()), ("Suspended", true));
        told.push(entry(4, Event::Resumed(Resumption::default())));
        assert_eq!(Sheet::of(&told).unwrap().stage(), "Accepted");
        let struck = Struck { amendment: Some(amendment(4)), ..Struck::default() };
        told.push(entry(5, Event::Struck(struck)));
        assert_eq!(Sheet::of(&told).unwrap().stage(), "Suspended");
    }

    #[test]
    fn a_mediation_ends_it_on_the_day_on_which_it_became_effective_as_amended() {
        use proto::reconsideration::Mediated;
        let mediated = Mediated { effective_on: "2026-04-01".to_owned(), ..Mediated::default() };
        let mediated = Mediated { mediation: Some(Mediation::default()), ..mediated };
        let mut told = vec![received(), accepted(2), entry(3, Event::Mediated(mediated))];
        let ended = |told: &[Entry]| {
            let sheet = Sheet::of(told).unwrap();
            (sheet.stage(), sheet.is_open(), sheet.decided_on.clone().unwrap(), sheet.outcome())
        };
        assert_eq!(ended(&told), ("Mediated", false, "2026-04-01".to_owned(), "调解".to_owned()));
        let amendment = Some(amendment(3));
        let moved = vec![MovedEntry { entry: 3, on: "2026-04-02".to_owned() }];
        told.push(entry(
            4,
            Event::Amended(Amended { amendment, moved, field: "signed_on/1".to_owned(), ..Amended::default() }),
        ));
        assert_eq!(ended(&told).2, "2026-04-02");
        let moved = Mark::Moved { on: "2026-04-02".to_owned(), by: 4 };
        assert!(Sheet::of(&told).unwrap().marks[&3].contains(&moved), "S41");
    }

    #[test] // S41
    fn why_a_case_was_terminated_is_shown_as_it_was_put_right() {
        use proto::reconsideration::Terminated;
        let withdrawal = Some(Withdrawal { reason: "Settled".to_owned(), ..Withdrawal::default() });
        let termination = Termination { ground: "Withdrawn".to_owned(), withdrawal, ..Termination::default() };
        let terminated = Terminated { termination: Some(termination), ..Terminated::default() };
        let mut told = vec![received(), accepted(2), entry(3, Event::Terminated(terminated))];
        let mut put_right = |field: &str, after: &str| {
            let (amendment, field, after) = (Some(amendment(3)), field.to_owned(), after.to_owned());
            let amended = Amended { amendment, field, after, ..Amended::default() };
            told.push(entry(i64::try_from(told.len()).unwrap() + 1, Event::Amended(amended)));
            Sheet::of(&told).unwrap().outcome()
        };
        assert_eq!(put_right("withdrawal_reason", "SelfCorrected"), "终止（被申请人自行纠正）");
        assert_eq!(put_right("termination_ground", "CriminalMeasure"), "终止（因同一违法行为被采取刑事强制措施）");
    }

    #[test] // S43
    fn what_was_decided_is_shown_as_it_was_put_right() {
        use proto::reconsideration::{Decided, Decision, DecisionItem};
        let item = DecisionItem { kind: "Maintain".to_owned(), ..DecisionItem::default() };
        let decision = Some(Decision { on: "2026-04-01".to_owned(), items: vec![item], ..Decision::default() });
        let decided = Decided { decision, ..Decided::default() };
        let mut told = vec![received(), accepted(2), entry(3, Event::Decided(decided))];
        for (number, field, after) in [(4, "item_kind/1", "Revoke"), (5, "item_causes/1", "Procedure NoAnswer")] {
            let (amendment, field, after) = (Some(amendment(3)), field.to_owned(), after.to_owned());
            told.push(entry(number, Event::Amended(Amended { amendment, field, after, ..Amended::default() })));
        }
        let sheet = Sheet::of(&told).unwrap();
        assert_eq!((sheet.outcome().as_str(), sheet.is_open()), ("撤销", false));
        assert_eq!(sheet.decision.unwrap().items[0].causes, ["Procedure", "NoAnswer"]);
    }

    #[test]
    fn a_case_entered_by_mistake_is_out_of_every_list() {
        let struck = Struck { amendment: Some(amendment(1)), ..Struck::default() };
        assert!(Sheet::of(&[received(), entry(2, Event::Struck(struck))]).unwrap().is_struck);
    }

    #[test]
    fn it_is_tried_once_every_respondent_served_has_answered() {
        let copy = entry(3, Event::CopySent(CopySending::default()));
        let served = entry(
            4,
            Event::CopyServed(Served {
                service: Some(Service { recipient: 2, ..Service::default() }),
                ..Served::default()
            }),
        );
        let mut told = vec![received(), accepted(2), copy, served];
        assert_eq!(Sheet::of(&told).unwrap().stage(), "AwaitingAnswer");
        let answer = proto::reconsideration::RespondentAnswer { respondent: 2, ..Default::default() };
        told.push(entry(5, Event::AnswerReceived(answer)));
        assert_eq!(Sheet::of(&told).unwrap().stage(), "Trial");
    }
}
