use std::collections::{BTreeMap, BTreeSet};

use proto::reconsideration::case_event::Event;
use proto::reconsideration::{Act, Agent, Claim, Clock, Decision, Handler, Party, Received};
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

/// What became of an entry later (S41).
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    Amended { field: String, before: String, after: String, by: i64 },
    Struck { by: i64 },
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
    pub(crate) handlers: Vec<Handler>,
    pub(crate) acknowledged: bool,
    pub(crate) registered_by: String,
    pub(crate) registrar: String,
    pub(crate) changed_at: i64,
    pub(crate) is_struck: bool,
    pub(crate) marks: BTreeMap<i64, Vec<Mark>>,
    progress: Progress,
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
    Decided,
    NotAccepted,
    Abandoned,
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
        for entry in entries {
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
        let (number, mark) = match &entry.event {
            Some(Event::Amended(e)) => {
                let (field, before, after) = (e.field.clone(), e.before.clone(), e.after.clone());
                (target(e.amendment.as_ref()), Mark::Amended { field, before, after, by: entry.number })
            }
            Some(Event::Struck(e)) => {
                self.is_struck |= target(e.amendment.as_ref()) == 1;
                (target(e.amendment.as_ref()), Mark::Struck { by: entry.number })
            }
            Some(Event::DeemedAcceptanceWithdrawn(e) | Event::AnswerExpiryWithdrawn(e)) => {
                (e.entry, Mark::Struck { by: entry.number })
            }
            _ => return,
        };
        self.marks.entry(number).or_default().push(mark);
    }

    /// The last value of each amended field.
    fn amended_values(&self) -> BTreeMap<(i64, String), String> {
        let mut values = BTreeMap::new();
        for (number, marks) in &self.marks {
            for mark in marks {
                if let Mark::Amended { field, after, .. } = mark {
                    values.insert((*number, field.clone()), after.clone());
                }
            }
        }
        values
    }

    fn take_up(&mut self, entry: &Entry, amended: &BTreeMap<(i64, String), String>) {
        let Some(event) = &entry.event else { return };
        let now = |field: &str, written: &str| {
            amended.get(&(entry.number, field.to_owned())).cloned().unwrap_or_else(|| written.to_owned())
        };
        match event {
            Event::Received(e) => {
                self.receive(e, &now);
                self.registered_by.clone_from(&entry.account);
                self.registrar.clone_from(&entry.actor);
            }
            Event::SupplementNoticeIssued(_) => self.progress = Progress::SupplementRequested,
            Event::SupplementsReceived(_) => self.progress = Progress::UnderReview,
            Event::DeemedAbandoned(_) => self.progress = Progress::Abandoned,
            Event::Accepted(e) => {
                self.begin_trial(now("on", &e.on));
                self.procedure.clone_from(&e.procedure);
            }
            Event::DeemedAccepted(e) => {
                self.begin_trial(e.on.clone());
                "Ordinary".clone_into(&mut self.procedure);
            }
            Event::AcceptanceRefused(_) => self.progress = Progress::NotAccepted,
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
            Event::Submitted(_) => self.progress = Progress::Submitted,
            Event::Decided(e) => {
                self.progress = Progress::Decided;
                self.decision_number = e.number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
                let on = e.decision.as_ref().map(|decision| decision.on.clone()).unwrap_or_default();
                self.decided_on = Some(now("on", &on));
                self.decision.clone_from(&e.decision);
            }
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
            | Event::Amended(_)
            | Event::Struck(_)
            | Event::DeemedAcceptanceWithdrawn(_)
            | Event::AnswerExpiryWithdrawn(_) => {}
        }
    }

    fn receive(&mut self, e: &Received, now: &impl Fn(&str, &str) -> String) {
        let reception = e.reception.clone().unwrap_or_default();
        self.number = e.number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
        self.received_on = now("received_on", &reception.received_on);
        self.act = reception.act.clone().unwrap_or_default();
        self.act.title = now("act_title", &self.act.title);
        self.act.document_number = now("document_number", &self.act.document_number);
        self.act.made_on = now("made_on", &self.act.made_on);
        self.act.known_on = now("known_on", &self.act.known_on);
        self.act.amount = now("amount", &self.act.amount);
        self.claims.clone_from(&reception.claims);
        let name = |number: u32, name: &str| now(&format!("party_name/{number}"), name);
        self.parties = reception.parties.iter().map(|p| Party { name: name(p.number, &p.name), ..p.clone() }).collect();
        let respondents = reception.respondents.iter();
        self.respondents = respondents.map(|r| (r.number, r.organ.clone(), name(r.number, &r.name))).collect();
        self.received = e.clone();
    }

    fn begin_trial(&mut self, on: String) {
        self.accepted_on = Some(on);
        self.progress = Progress::Tried { copy_sent: false, served: BTreeSet::new(), answered: BTreeSet::new() };
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
            Progress::UnderReview => "UnderReview",
            Progress::SupplementRequested => "SupplementRequested",
            Progress::Tried { copy_sent: false, .. } => "Accepted",
            Progress::Tried { served, answered, .. } if !served.is_empty() && served.is_subset(answered) => "Trial",
            Progress::Tried { .. } => "AwaitingAnswer",
            Progress::Submitted => "Submitted",
            Progress::Decided => "Decided",
            Progress::NotAccepted => "NotAccepted",
            Progress::Abandoned => "Abandoned",
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.is_struck && !matches!(self.progress, Progress::Decided | Progress::NotAccepted | Progress::Abandoned)
    }

    /// What it came to, in words; nothing while it is open.
    pub(crate) fn outcome(&self) -> String {
        let Some(decision) = &self.decision else { return String::new() };
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

fn target(amendment: Option<&proto::reconsideration::Amendment>) -> i64 {
    amendment.map_or(0, |amendment| amendment.entry)
}

#[cfg(test)]
mod tests {
    use proto::reconsideration::{
        Acceptance, Amended, Amendment, CopySending, Number, Reception, Served, Service, Struck,
    };

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
