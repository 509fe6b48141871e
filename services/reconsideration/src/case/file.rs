//! What holds of a case at every stage.

use std::collections::BTreeMap;

use kernel::day::Day;
use serde::{Deserialize, Serialize};

use super::Fact;
use super::amendment::History;
use super::application::{Agent, AgentChange, Reception, Role};
use crate::clocks::{Clock, ClockName, Clocks, End, PersonNumber};
use crate::refusal::Refusal;
use kernel::writing::Line;

/// The persons of a case, its periods, and all that was entered about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Those who take part.
    pub persons: Vec<Person>,
    /// From when on the agents of whoever has changed them are his.
    pub agents_since: BTreeMap<PersonNumber, Day>,
    /// The applicants who speak for all; none where each speaks for himself.
    pub representatives: Vec<PersonNumber>,
    /// The numbers of the claims.
    pub claims: Vec<u32>,
    /// Whether one must apply before one may sue (art. 23).
    pub reconsideration_first: bool,
    /// The amount in dispute, in fen.
    pub amount: Option<u64>,
    /// When it came in.
    pub received_on: Option<Day>,
    /// Whether the applicant was told that it was accepted (S08).
    pub is_acknowledged: bool,
    /// Its periods.
    pub clocks: Clocks,
    /// What was entered.
    pub history: History,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The number within the case.
    pub number: PersonNumber,
    /// On which side.
    pub role: Role,
    /// The name.
    pub name: Line,
    /// Who acts for him.
    pub agents: Vec<Agent>,
    /// The first day on which he takes part.
    pub since: Day,
}

impl File {
    /// The person of a number.
    pub(crate) fn person(&self, number: PersonNumber) -> Result<&Person, Refusal> {
        self.persons.iter().find(|person| person.number == number).ok_or(Refusal::NoSuchPerson { number: number.0 })
    }

    /// The person of a number, who must be on this side.
    pub(crate) fn person_as(&self, number: PersonNumber, role: Role) -> Result<&Person, Refusal> {
        match self.person(number)? {
            person if person.role == role => Ok(person),
            person => Err(Refusal::InAnotherRole { name: person.name.clone(), role }),
        }
    }

    /// Those on one side.
    pub fn those(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.persons.iter().filter(move |person| person.role == role)
    }

    /// Those whose opinion must be heard: the applicants, or who speaks for them, and the third parties.
    pub fn to_be_heard(&self) -> impl Iterator<Item = &Person> {
        self.persons.iter().filter(|person| match person.role {
            Role::Applicant => self.representatives.is_empty() || self.representatives.contains(&person.number),
            Role::ThirdParty => true,
            Role::Respondent => false,
        })
    }

    /// A period that the stage implies.
    pub(crate) fn clock(&self, name: ClockName) -> Result<&Clock, Refusal> {
        self.clocks.find((name, None)).ok_or(Refusal::NoSuchClock { name })
    }

    /// A person's period.
    pub(crate) fn clock_of(&self, name: ClockName, person: PersonNumber) -> Option<&Clock> {
        self.clocks.find((name, Some(person)))
    }

    /// The days in which the applicants who were asked to supplement may do so.
    pub(crate) fn supplements(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(|clock| clock.name == ClockName::Supplement)
    }

    /// The last of them.
    pub(crate) fn supplements_due(&self) -> Option<Day> {
        self.supplements().map(Clock::due).max()
    }

    /// The periods at the end of the case: the decision's is met, and whatever else runs is counted no further.
    pub(super) fn ended(&self, on: Day) -> Vec<Clock> {
        let how = |clock: &Clock| if clock.name == ClockName::Decision { End::Done } else { End::Superseded };
        self.clocks.iter().filter(|clock| clock.is_running()).map(|clock| clock.ended(how(clock), on)).collect()
    }

    /// The last day of the review.
    pub(crate) fn review_due(&self) -> Day {
        self.clocks.find((ClockName::Review, None)).map_or(Day::LAST, Clock::due)
    }

    /// What a fact says about what holds at every stage.
    pub(super) fn take_up(&mut self, fact: &Fact) {
        match fact {
            Fact::Received(e) => self.open(&e.reception),
            Fact::ThirdPartyJoined(e) => self.persons.push(e.party.person(e.on)),
            Fact::AgentsChanged(e) => self.change_agents(e),
            Fact::AcknowledgementSent(_) => self.is_acknowledged = true,
            _ => {}
        }
    }

    /// The later change holds, in whatever order they are entered.
    fn change_agents(&mut self, e: &AgentChange) {
        let since = self.agents_since.entry(e.party).or_insert(e.on);
        if let Some(person) = self.persons.iter_mut().find(|person| person.number == e.party && *since <= e.on) {
            person.agents.clone_from(&e.agents);
            *since = e.on;
        }
    }

    fn open(&mut self, reception: &Reception) {
        let since = reception.received_on;
        self.persons = reception.parties.iter().map(|party| party.person(since)).collect();
        self.persons.extend(reception.respondents.iter().map(|respondent| respondent.person(since)));
        self.representatives.clone_from(&reception.representatives);
        self.claims = reception.claims.iter().map(|claim| claim.number).collect();
        self.reconsideration_first = reception.reconsideration_first;
        self.amount = reception.act.amount.map(|amount| amount.0);
        self.received_on = Some(since);
    }
}
