//! The table of the procedure: what may be asked of a paper and of each of its addressees, and where each event leads.

use std::collections::BTreeMap;

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::day::Day;
use kernel::word::words;
use serde::{Deserialize, Serialize};

pub mod amendment;
mod fact;
pub mod fields;
pub mod follow_up;
pub mod history;
pub mod issue;
pub mod recount;
pub mod reply;
pub mod standing;

use amendment::{Amend, Amended, Amendment, Struck};
use follow_up::{Closing, Rectification, Reminder, Reminding};
use history::History;
use issue::{Addressee, Addressing, Extension, Letter, Receipt, Registered, Registration};
use recount::Recounted;
use reply::{Objection, ObjectionResult, Reply, Withdrawal};
use standing::{Standing, StandingStage};

use crate::clocks::{AddresseeNumber, Clock, Clocks};
use crate::refusal::Refusal;

/// A suggestion: what was entered about one paper, and how far each of its addressees has come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The paper; none before it is entered.
    pub letter: Option<Letter>,
    /// What the place had adopted for letters without any limit, in months.
    pub default_months: u16,
    /// Its addressees.
    pub standings: Vec<Standing>,
    /// Their periods.
    pub clocks: Clocks,
    /// The last reminder of each.
    pub reminded: BTreeMap<AddresseeNumber, Reminder>,
    /// When an addressee received the letter as it was changed upon its objection (S-PRO-6).
    pub changed: BTreeMap<AddresseeNumber, Day>,
    /// Since when the letter is withdrawn from all.
    pub withdrawn_on: Option<Day>,
    /// What was entered.
    pub history: History,
    /// Whether the whole paper was entered by mistake.
    pub is_mistaken: bool,
}

words! {
    /// Where a paper stands.
    Stage {
        NotRegistered "尚未登记",
        Open "办理中",
        Replied "已回复",
        Withdrawn "已撤回",
        Concluded "已办结",
        Struck "误录",
    }
}

/// What may be asked of a suggestion.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names the step whose content it carries")]
pub enum Command {
    Register(Box<Registration>),
    AddAddressee(Addressing),
    RecordReceipt(Receipt),
    RecordExtension(Extension),
    RecordReply(Reply),
    RecordObjection(Objection),
    RecordObjectionResult(ObjectionResult),
    RecordWithdrawal(Withdrawal),
    RecordRectification(Rectification),
    Remind(Reminding),
    Close(Closing),
    Amend(Amend),
    Strike(Amendment),
    /// The calendar is another.
    Recount,
}

/// What happens to a suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum Fact {
    Registered(Box<Registered>),
    AddresseeAdded(Addressing),
    Received(Receipt),
    Extended(Extension),
    Replied(Reply),
    Objected(Objection),
    ObjectionSettled(ObjectionResult),
    Withdrawn(Withdrawal),
    RectificationRecorded(Rectification),
    Reminded(Reminder),
    Closed(Closing),
    Amended(Amended),
    Struck(Struck),
    DeadlinesRecounted(Recounted),
}

/// What happened, and how things stand afterwards, so that a reader needs nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuggestionEvent {
    /// What happened.
    pub fact: Fact,
    /// Every period it started, moved or ended, as it is afterwards.
    pub clocks: Vec<Clock>,
    /// What paper it is about.
    pub about: issue::Brief,
    /// The addressees it concerns, as they are afterwards.
    pub standings: Vec<Standing>,
    /// Where the paper stands afterwards.
    pub stage: Stage,
}

/// A fact and what it does to periods.
pub(crate) type Happening = (Fact, Vec<Clock>);

impl Aggregate for Suggestion {
    const KIND: &'static str = "Suggestion";
    type Command = Command;
    type Event = SuggestionEvent;
    type Refusal = Refusal;

    fn decide(&self, command: Command, on: &Occasion) -> Result<Vec<SuggestionEvent>, Refusal> {
        let happening = match command {
            Command::Recount => recount::recount(self, on)?,
            command => Some(self.step(command, on)?),
        };
        let Some((fact, clocks)) = happening else { return Ok(Vec::new()) };
        let after = self.clone().after(&fact, &clocks);
        let concerns = |standing: &&Standing| fact.concerns(standing.addressee.number);
        let Some(letter) = &after.letter else { return Err(Refusal::NotRegistered) };
        let about = letter.brief();
        let standings = after.standings.iter().filter(concerns).cloned().collect();
        Ok(vec![SuggestionEvent { about, standings, stage: after.stage(), fact, clocks }])
    }

    fn evolve(self, event: &SuggestionEvent) -> Self {
        self.after(&event.fact, &event.clocks)
    }
}

impl Suggestion {
    /// One step of the procedure: the rows of the table.
    pub(crate) fn step(&self, command: Command, on: &Occasion) -> Result<Happening, Refusal> {
        if self.is_mistaken {
            return Err(Refusal::EnteredByMistake);
        }
        match (&self.letter, command) {
            (None, Command::Register(c)) => issue::register(*c, on),
            (None, _) => Err(Refusal::NotRegistered),
            (Some(_), Command::Register(_)) => Err(Refusal::RegisteredBefore),
            (Some(letter), Command::AddAddressee(c)) => issue::address(self, letter, c, on),
            (Some(letter), Command::RecordReceipt(c)) => issue::receive(self, letter, c, on),
            (Some(_), Command::RecordExtension(c)) => issue::extend(self, c, on),
            (Some(_), Command::RecordReply(c)) => reply::reply(self, c, on),
            (Some(_), Command::RecordObjection(c)) => reply::object(self, c, on),
            (Some(letter), Command::RecordObjectionResult(c)) => reply::settle(self, letter, c, on),
            (Some(letter), Command::RecordWithdrawal(c)) => reply::withdraw(self, letter, c, on),
            (Some(_), Command::RecordRectification(c)) => follow_up::rectify(self, c, on),
            (Some(_), Command::Remind(c)) => follow_up::remind(self, c, on),
            (Some(_), Command::Close(c)) => follow_up::close(self, c, on),
            (Some(_), Command::Amend(c)) => amendment::amend(self, c, on),
            (Some(_), Command::Strike(c)) => amendment::strike(self, c, on),
            (Some(_), Command::Recount) => Err(Refusal::NothingChanges),
        }
    }

    /// The suggestion after a fact. Where what was entered earlier is another, or is gone, it is told from its beginning.
    pub(crate) fn after(mut self, fact: &Fact, clocks: &[Clock]) -> Self {
        self.clocks.take_up(clocks);
        if self.history.take_up(fact) {
            self.arrive(fact);
            return self;
        }
        let mut told = Self { clocks: self.clocks, ..Self::default() };
        for entry in self.history.entries() {
            told.arrive(&entry.fact);
        }
        Self { history: self.history, ..told }
    }

    /// Where a fact brings it.
    fn arrive(&mut self, fact: &Fact) {
        match fact {
            Fact::Registered(e) => {
                let Registration { letter, addressees, default_months, .. } = e.registration.clone();
                self.letter = Some(letter);
                self.default_months = default_months;
                self.standings = addressees.into_iter().map(Standing::of).collect();
            }
            Fact::AddresseeAdded(e) => self.standings.push(self.addressed(e.addressee.clone())),
            Fact::Struck(e) if e.amendment.entry == 1 => {
                (self.standings, self.is_mistaken) = (Vec::new(), true);
            }
            // It was said of the letter as it was before.
            Fact::Replied(e) if self.is_of_the_letter_before(e) => {}
            fact => {
                match fact {
                    Fact::Reminded(e) => drop(self.reminded.insert(e.addressee, e.clone())),
                    Fact::ObjectionSettled(e) => {
                        self.changed.extend(e.changed_received_on.map(|received_on| (e.addressee, received_on)));
                    }
                    Fact::Withdrawn(e) if e.addressee.is_none() => {
                        self.withdrawn_on = Some(self.withdrawn_on.map_or(e.on, |on| on.min(e.on)));
                    }
                    _ => {}
                }
                let concerned = |standing: &&mut Standing| {
                    fact.addressee().is_none_or(|number| standing.addressee.number == number)
                };
                self.standings.iter_mut().filter(concerned).for_each(|standing| standing.take_up(fact));
            }
        }
    }

    /// An organ as it stands once it is found to be addressed: what was withdrawn from all is withdrawn from it too.
    pub(crate) fn addressed(&self, addressee: Addressee) -> Standing {
        Standing { withdrawn_on: self.withdrawn_on, ..Standing::of(addressee) }
    }

    /// Whether a reply was given before its addressee received the changed letter, and so does not answer that (S-PRO-6).
    pub(crate) fn is_of_the_letter_before(&self, reply: &Reply) -> bool {
        self.changed.get(&reply.addressee).is_some_and(|received_on| reply.counts_on() < *received_on)
    }

    /// Where it stands: as the addressee that has come least far; withdrawn once nobody is left (S29).
    #[must_use]
    pub fn stage(&self) -> Stage {
        use StandingStage::{Closed, Replied, Withdrawn};
        let are_all =
            |stages: &[StandingStage]| self.standings.iter().all(|standing| stages.contains(&standing.stage()));
        match self.letter {
            _ if self.is_mistaken => Stage::Struck,
            None => Stage::NotRegistered,
            Some(_) if are_all(&[Withdrawn]) => Stage::Withdrawn,
            Some(_) if are_all(&[Withdrawn, Closed]) => Stage::Concluded,
            Some(_) if are_all(&[Withdrawn, Closed, Replied]) => Stage::Replied,
            Some(_) => Stage::Open,
        }
    }

    /// An addressee.
    pub(crate) fn standing(&self, number: AddresseeNumber) -> Result<&Standing, Refusal> {
        let found = self.standings.iter().find(|standing| standing.addressee.number == number);
        found.ok_or(Refusal::NoSuchAddressee { number: number.0 })
    }

    /// An addressee that has received the letter, with the day and its period; nothing of a later day than its withdrawal
    /// or closing is entered any more.
    pub(crate) fn received(
        &self,
        number: AddresseeNumber,
        field: &'static str,
        on: Day,
    ) -> Result<(&Standing, Day, &Clock), Refusal> {
        let standing = self.standing(number)?;
        let name = || standing.addressee.name.clone();
        let (Some(received_on), Some(clock)) = (standing.addressee.received_on, self.clocks.find(number)) else {
            return Err(Refusal::NotReceived { name: name() });
        };
        match (standing.withdrawn_on, standing.closed_on) {
            (Some(withdrawn), _) if withdrawn < on => Err(Refusal::AfterWithdrawal { name: name(), on: withdrawn }),
            (_, Some(closed)) if closed < on => Err(Refusal::AfterClosing { name: name(), on: closed }),
            _ => {
                crate::law::not_before(field, on, "收到建议书", received_on)?;
                Ok((standing, received_on, clock))
            }
        }
    }
}

impl Event for SuggestionEvent {
    fn name(&self) -> &'static str {
        self.fact.described().0
    }

    fn occurred_on(&self) -> Day {
        self.fact.described().2
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
