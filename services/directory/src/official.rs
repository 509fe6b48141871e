//! A person who holds posts, with the rank that decides whether the person counts as responsible (JI-2020 art. 2).

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

use crate::amendment::{Amend, Amended, Amendment, Entries, Fact, Struck};
use crate::dates::{has_come, may_be_announced};
use crate::organ::Organ;
use crate::refusal::Refusal;
use kernel::word::Word;
use kernel::writing::Line;

/// A person, as far as decisions about their posts ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Official(Entries<OfficialFact>);

/// The first entry of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: Line,
    /// The day of the entry.
    pub on: Day,
}

/// A post in an organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// The organ.
    pub organ: Id<Organ>,
    /// The post, as 局长.
    pub post: Line,
    /// Its rank.
    pub level: PostLevel,
    /// The first day in the post.
    pub from: Day,
    /// The last day in the post, if it is known.
    pub to: Option<Day>,
    /// What the person is in charge of (分管).
    pub in_charge_of: Option<Line>,
    /// The document of appointment, where known.
    pub basis: Option<Line>,
}

/// An appointment ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentEnd {
    /// The number of the event of appointment.
    pub entry: u64,
    /// The last day in the post.
    pub to: Day,
    /// The document, where known.
    pub basis: Option<Line>,
}

/// One thing entered about a person. What ends an appointment belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OfficialFact {
    /// Who it is.
    Person(Person),
    /// A post held.
    Appointment(Appointment),
}

/// What may be asked of a person's entry.
#[derive(Debug, Clone, PartialEq)]
pub enum OfficialCommand {
    /// Enter the person.
    Register(Person),
    /// Give a post.
    Appoint(Appointment),
    /// End an appointment.
    End(AppointmentEnd),
    /// Put right what was entered.
    Amend(Amend<OfficialFact>),
    /// Take out what was entered by mistake.
    Strike(Amendment),
}

/// What happens to a person's entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum OfficialEvent {
    Registered(Person),
    Appointed(Appointment),
    Ended(AppointmentEnd),
    Amended(Amended<OfficialFact>),
    Struck(Struck<OfficialFact>),
}

impl Aggregate for Official {
    const KIND: &'static str = "Official";
    type Command = OfficialCommand;
    type Event = OfficialEvent;
    type Refusal = Refusal;

    /// Whatever is asked becomes true if, with it, all that was entered can be true.
    fn decide(&self, command: OfficialCommand, on: &Occasion) -> Result<Vec<OfficialEvent>, Refusal> {
        let event = match command {
            OfficialCommand::Register(person) => OfficialEvent::Registered(person),
            OfficialCommand::Appoint(appointment) => OfficialEvent::Appointed(appointment),
            OfficialCommand::End(end) => OfficialEvent::Ended(self.end(end)?),
            OfficialCommand::Amend(amend) => OfficialEvent::Amended(self.0.amend(amend, on.today)?),
            OfficialCommand::Strike(amendment) => OfficialEvent::Struck(self.0.strike(amendment, on.today)?),
        };
        self.clone().evolve(&event).is_possible(on.today)?;
        Ok(vec![event])
    }

    fn evolve(mut self, event: &OfficialEvent) -> Self {
        match event {
            OfficialEvent::Registered(person) => self.0.enter(OfficialFact::Person(person.clone())),
            OfficialEvent::Appointed(appointment) => self.0.enter(OfficialFact::Appointment(appointment.clone())),
            OfficialEvent::Ended(end) => self.0.change(end.entry, |fact| {
                if let OfficialFact::Appointment(appointment) = fact {
                    appointment.to = Some(end.to);
                }
            }),
            OfficialEvent::Amended(amended) => self.0.replace(amended),
            OfficialEvent::Struck(struck) => self.0.remove(struck),
        }
        self
    }
}

impl Official {
    fn end(&self, end: AppointmentEnd) -> Result<AppointmentEnd, Refusal> {
        match self.0.get(end.entry)? {
            OfficialFact::Person(_) => Err(Refusal::NotAnAppointment { entry: end.entry }),
            OfficialFact::Appointment(Appointment { to: Some(to), .. }) => Err(Refusal::AlreadyEnded { to: *to }),
            OfficialFact::Appointment(_) => Ok(end),
        }
    }

    fn is_possible(&self, today: Day) -> Result<(), Refusal> {
        let mut person = None;
        let mut appointments: Vec<&Appointment> = Vec::new();
        for fact in self.0.iter() {
            match fact {
                OfficialFact::Person(Person { name, .. }) if person.is_some() => {
                    return Err(Refusal::AlreadyRegistered { name: name.clone() });
                }
                OfficialFact::Person(entered) => {
                    has_come("on", entered.on, today)?;
                    person = Some(entered);
                }
                OfficialFact::Appointment(appointment) => {
                    appointment.is_possible(today)?;
                    if let Some(other) = appointments.iter().find(|other| other.clashes_with(appointment)) {
                        return Err(Refusal::HoldsThatPost {
                            post: other.post.clone(),
                            from: other.from,
                            to: other.to,
                        });
                    }
                    appointments.push(appointment);
                }
            }
        }
        if person.is_none() && !appointments.is_empty() { Err(Refusal::NotRegistered) } else { Ok(()) }
    }
}

impl Appointment {
    fn is_possible(&self, today: Day) -> Result<(), Refusal> {
        may_be_announced("from", self.from, today)?;
        if let Some(to) = self.to
            && to < self.from
        {
            return Err(Refusal::EndsBeforeItBegins { from: self.from, to });
        }
        match self.level {
            PostLevel::Principal | PostLevel::Deputy => Ok(()),
            PostLevel::DeputyRank | PostLevel::OtherInCharge if self.in_charge_of.is_some() => Ok(()),
            PostLevel::DeputyRank | PostLevel::OtherInCharge => Err(Refusal::InChargeOfNothing),
        }
    }

    /// The same post on the same day. Both days of an appointment are days in the post.
    fn clashes_with(&self, other: &Self) -> bool {
        let ends = |appointment: &Self| appointment.to.unwrap_or(Day::LAST);
        self.organ == other.organ && self.post == other.post && self.from <= ends(other) && other.from <= ends(self)
    }
}

impl Fact for OfficialFact {
    fn amends(&self, before: &Self, entry: u64) -> Result<(), Refusal> {
        match (self, before) {
            (Self::Person(_), Self::Person(_)) | (Self::Appointment(_), Self::Appointment(_)) => Ok(()),
            _ => Err(Refusal::AnotherKindOfFact { entry }),
        }
    }
}

impl Event for OfficialEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Registered(_) => "OfficialRegistered",
            Self::Appointed(_) => "OfficialAppointed",
            Self::Ended(_) => "AppointmentEnded",
            Self::Amended(_) => "OfficialAmended",
            Self::Struck(_) => "OfficialStruck",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::Registered(person) => person.on,
            Self::Appointed(appointment) => appointment.from,
            Self::Ended(end) => end.to,
            Self::Amended(amended) => amended.on,
            Self::Struck(struck) => struck.on,
        }
    }
}

/// The rank of a post: who is a responsible person of the organ (JI-2020 art. 2(1); JI-2018 art. 128).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostLevel {
    /// 正职.
    Principal,
    /// 副职.
    Deputy,
    /// A person of deputy rank who shares charge of the act.
    DeputyRank,
    /// Another person who shares charge of the act.
    OtherInCharge,
}

impl Word for PostLevel {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Principal, "Principal", "正职"),
        (Self::Deputy, "Deputy", "副职"),
        (Self::DeputyRank, "DeputyRank", "副职级别参与分管"),
        (Self::OtherInCharge, "OtherInCharge", "其他参与分管"),
    ];
}

#[cfg(test)]
mod tests;
