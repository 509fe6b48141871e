//! An organ of administration: entered, renamed, abolished; what was entered wrongly is amended or struck.

use std::fmt;

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

use crate::amendment::{Amend, Amended, Amendment, Entries, Fact, Struck};
use crate::credit_code::CreditCode;
use crate::life::{Life, Moment};
use crate::refusal::Refusal;
use kernel::word::Word;
use kernel::writing::Line;

/// An organ, as far as decisions about it ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Organ(Entries<OrganFact>);

/// The first entry of an organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganEntry {
    /// Its key.
    pub code: OrganCode,
    /// The name it bears from `since`.
    pub name: Line,
    /// The name people use: 县司法局.
    pub short_name: Option<Line>,
    /// What sort of organ.
    pub kind: OrganKind,
    /// Where it governs.
    pub area: Area,
    /// Its unified social credit code, where known.
    pub credit_code: Option<CreditCode>,
    /// The first day on which the entry holds, which need not be the day it was founded.
    pub since: Day,
    /// The organs whose matters it took over.
    pub predecessors: Vec<Id<Organ>>,
}

/// The organ bears another name from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganName {
    /// The name.
    pub name: Line,
    /// The name people use.
    pub short_name: Option<Line>,
    /// The first day.
    pub from: Day,
    /// The document.
    pub basis: Line,
}

/// The organ ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganEnd {
    /// The first day on which it no longer stands.
    pub on: Day,
    /// The organ that carries on its matters (ARL 19(5)), if one does.
    pub successor: Option<Id<Organ>>,
    /// The document.
    pub basis: Line,
}

/// One thing entered about an organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrganFact {
    /// That it stands.
    Entry(OrganEntry),
    /// That it bears another name.
    Name(OrganName),
    /// That it ends.
    End(OrganEnd),
}

/// What may be asked of an organ.
#[derive(Debug, Clone, PartialEq)]
pub enum OrganCommand {
    /// Enter it.
    Register(OrganEntry),
    /// Give it another name.
    Rename(OrganName),
    /// Let it end.
    Abolish(OrganEnd),
    /// Put right what was entered.
    Amend(Amend<OrganFact>),
    /// Take out what was entered by mistake.
    Strike(Amendment),
}

/// What happens to an organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum OrganEvent {
    Registered(OrganEntry),
    Renamed(OrganName),
    Abolished(OrganEnd),
    Amended(Amended<OrganFact>),
    Struck(Struck<OrganFact>),
}

impl Aggregate for Organ {
    const KIND: &'static str = "Organ";
    type Command = OrganCommand;
    type Event = OrganEvent;
    type Refusal = Refusal;

    /// Whatever is asked becomes true if, with it, all that was entered can be true.
    fn decide(&self, command: OrganCommand, on: &Occasion) -> Result<Vec<OrganEvent>, Refusal> {
        let event = match command {
            OrganCommand::Register(entry) => OrganEvent::Registered(entry),
            OrganCommand::Rename(name) => OrganEvent::Renamed(name),
            OrganCommand::Abolish(end) => OrganEvent::Abolished(end),
            OrganCommand::Amend(amend) => OrganEvent::Amended(self.0.amend(amend, on.today)?),
            OrganCommand::Strike(amendment) => OrganEvent::Struck(self.0.strike(amendment, on.today)?),
        };
        self.clone().evolve(&event).is_possible(on.today)?;
        Ok(vec![event])
    }

    fn evolve(mut self, event: &OrganEvent) -> Self {
        match event {
            OrganEvent::Registered(entry) => self.0.enter(OrganFact::Entry(entry.clone())),
            OrganEvent::Renamed(name) => self.0.enter(OrganFact::Name(name.clone())),
            OrganEvent::Abolished(end) => self.0.enter(OrganFact::End(end.clone())),
            OrganEvent::Amended(amended) => self.0.replace(amended),
            OrganEvent::Struck(struck) => self.0.remove(struck),
        }
        self
    }
}

impl Organ {
    fn is_possible(&self, today: Day) -> Result<(), Refusal> {
        Life::of(self.0.iter().map(OrganFact::moment)).is_possible(today)?;
        let own = self.0.iter().find_map(OrganFact::code).map(organ_id);
        let is_own = |id: &Id<Organ>| Some(*id) == own;
        let field = self.0.iter().find_map(|fact| match fact {
            OrganFact::Entry(entry) => entry.predecessors.iter().any(is_own).then_some("predecessors"),
            OrganFact::Name(_) => None,
            OrganFact::End(end) => end.successor.as_ref().is_some_and(is_own).then_some("successor"),
        });
        field.map_or(Ok(()), |field| Err(Refusal::ItsOwnKin { field }))
    }
}

impl OrganFact {
    fn code(&self) -> Option<&OrganCode> {
        if let Self::Entry(entry) = self { Some(&entry.code) } else { None }
    }

    fn moment(&self) -> Moment<'_> {
        match self {
            Self::Entry(entry) => Moment::Entered(entry.since, (&entry.name, entry.short_name.as_ref())),
            Self::Name(name) => Moment::Named(name.from, (&name.name, name.short_name.as_ref())),
            Self::End(end) => Moment::Ended(end.on),
        }
    }
}

impl Fact for OrganFact {
    fn amends(&self, before: &Self, entry: u64) -> Result<(), Refusal> {
        match (self, before) {
            (Self::Entry(new), Self::Entry(old)) if new.code != old.code => Err(Refusal::KeyIsFixed),
            (Self::Entry(_), Self::Entry(_)) | (Self::Name(_), Self::Name(_)) | (Self::End(_), Self::End(_)) => Ok(()),
            _ => Err(Refusal::AnotherKindOfFact { entry }),
        }
    }
}

impl Event for OrganEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Registered(_) => "OrganRegistered",
            Self::Renamed(_) => "OrganRenamed",
            Self::Abolished(_) => "OrganAbolished",
            Self::Amended(_) => "OrganAmended",
            Self::Struck(_) => "OrganStruck",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::Registered(entry) => entry.since,
            Self::Renamed(name) => name.from,
            Self::Abolished(end) => end.on,
            Self::Amended(amended) => amended.on,
            Self::Struck(struck) => struck.on,
        }
    }
}

/// What sort of organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrganKind {
    /// 省级人民政府.
    ProvincialGovernment,
    /// 市级人民政府.
    MunicipalGovernment,
    /// 县级人民政府.
    CountyGovernment,
    /// A department of a government, at the level its area tells.
    Department,
    /// A town's or township's government, or a subdistrict office.
    Township,
    /// An organ dispatched by a government.
    DispatchedOrgan,
    /// A body dispatched by a department.
    DispatchedBody,
    /// An organisation authorised by a law, regulation or rule.
    AuthorisedOrganisation,
    /// An organ of the party: it takes part in the work, and is no respondent and no defendant.
    PartyOrgan,
}

impl Word for OrganKind {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::ProvincialGovernment, "ProvincialGovernment", "省级人民政府"),
        (Self::MunicipalGovernment, "MunicipalGovernment", "市级人民政府"),
        (Self::CountyGovernment, "CountyGovernment", "县级人民政府"),
        (Self::Department, "Department", "政府工作部门"),
        (Self::Township, "Township", "乡镇政府（街道办）"),
        (Self::DispatchedOrgan, "DispatchedOrgan", "派出机关"),
        (Self::DispatchedBody, "DispatchedBody", "派出机构"),
        (Self::AuthorisedOrganisation, "AuthorisedOrganisation", "授权组织"),
        (Self::PartyOrgan, "PartyOrgan", "党委机构"),
    ];
}

/// The key of an organ in this directory: lower-case letters, digits and hyphens, as `610327-sfj`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganCode(String);

/// Why a text is not an [`OrganCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是机关代码，应由小写字母、数字和连字符组成，不超过40位，如 610327-sfj")]
pub struct OrganCodeError(String);

impl TryFrom<String> for OrganCode {
    type Error = OrganCodeError;

    fn try_from(text: String) -> Result<Self, OrganCodeError> {
        let good = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if good && (1..=40).contains(&text.len()) { Ok(Self(text)) } else { Err(OrganCodeError(text)) }
    }
}

impl From<OrganCode> for String {
    fn from(code: OrganCode) -> String {
        code.0
    }
}

impl fmt::Display for OrganCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The organ of this code. Whoever registers one sends the command to this stream, so that no code is taken twice.
#[must_use]
pub fn organ_id(code: &OrganCode) -> Id<Organ> {
    Id::named(Organ::KIND, &code.0)
}

#[cfg(test)]
mod tests;
