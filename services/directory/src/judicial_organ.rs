//! A court or a procuratorate, under the code by which case numbers or this directory name it.
//!
//! Which court hears whose cases is not derived from anything here: it is entered with each case (LAW.md 6).

use std::fmt;

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

use crate::amendment::{Amend, Amended, Amendment, Entries, Fact, Struck};
use crate::life::{Life, Moment};
use crate::refusal::Refusal;
use kernel::word::Word;
use kernel::writing::Line;

/// A court or a procuratorate, as far as decisions about it ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JudicialOrgan(Entries<JudicialOrganFact>);

/// The first entry of a court or a procuratorate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudicialOrganEntry {
    /// Its key.
    pub code: JudicialCode,
    /// The name it bears from `since`.
    pub name: Line,
    /// Court or procuratorate.
    pub kind: JudicialKind,
    /// Its level.
    pub level: JudicialLevel,
    /// Its seat.
    pub area: Area,
    /// The first day on which the entry holds.
    pub since: Day,
}

/// It bears another name from a day on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudicialOrganName {
    /// The name.
    pub name: Line,
    /// The first day.
    pub from: Day,
    /// The document.
    pub basis: Line,
}

/// It ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudicialOrganEnd {
    /// The first day on which it no longer stands.
    pub on: Day,
    /// The one that carries on its cases, if one does.
    pub successor: Option<Id<JudicialOrgan>>,
    /// The document.
    pub basis: Line,
}

/// One thing entered about a court or a procuratorate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum JudicialOrganFact {
    /// That it stands.
    Entry(JudicialOrganEntry),
    /// That it bears another name.
    Name(JudicialOrganName),
    /// That it ends.
    End(JudicialOrganEnd),
}

/// What may be asked of a court's or a procuratorate's entry.
#[derive(Debug, Clone, PartialEq)]
pub enum JudicialOrganCommand {
    /// Enter it.
    Register(JudicialOrganEntry),
    /// Give it another name.
    Rename(JudicialOrganName),
    /// Let it end.
    Abolish(JudicialOrganEnd),
    /// Put right what was entered.
    Amend(Amend<JudicialOrganFact>),
    /// Take out what was entered by mistake.
    Strike(Amendment),
}

/// What happens to a court's or a procuratorate's entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum JudicialOrganEvent {
    Registered(JudicialOrganEntry),
    Renamed(JudicialOrganName),
    Abolished(JudicialOrganEnd),
    Amended(Amended<JudicialOrganFact>),
    Struck(Struck<JudicialOrganFact>),
}

impl Aggregate for JudicialOrgan {
    const KIND: &'static str = "JudicialOrgan";
    type Command = JudicialOrganCommand;
    type Event = JudicialOrganEvent;
    type Refusal = Refusal;

    /// Whatever is asked becomes true if, with it, all that was entered can be true.
    fn decide(&self, command: JudicialOrganCommand, on: &Occasion) -> Result<Vec<JudicialOrganEvent>, Refusal> {
        let event = match command {
            JudicialOrganCommand::Register(entry) => JudicialOrganEvent::Registered(entry),
            JudicialOrganCommand::Rename(name) => JudicialOrganEvent::Renamed(name),
            JudicialOrganCommand::Abolish(end) => JudicialOrganEvent::Abolished(end),
            JudicialOrganCommand::Amend(amend) => JudicialOrganEvent::Amended(self.0.amend(amend, on.today)?),
            JudicialOrganCommand::Strike(amendment) => JudicialOrganEvent::Struck(self.0.strike(amendment, on.today)?),
        };
        self.clone().evolve(&event).is_possible(on.today)?;
        Ok(vec![event])
    }

    fn evolve(mut self, event: &JudicialOrganEvent) -> Self {
        match event {
            JudicialOrganEvent::Registered(entry) => self.0.enter(JudicialOrganFact::Entry(entry.clone())),
            JudicialOrganEvent::Renamed(name) => self.0.enter(JudicialOrganFact::Name(name.clone())),
            JudicialOrganEvent::Abolished(end) => self.0.enter(JudicialOrganFact::End(end.clone())),
            JudicialOrganEvent::Amended(amended) => self.0.replace(amended),
            JudicialOrganEvent::Struck(struck) => self.0.remove(struck),
        }
        self
    }
}

impl JudicialOrgan {
    fn is_possible(&self, today: Day) -> Result<(), Refusal> {
        Life::of(self.0.iter().map(JudicialOrganFact::moment)).is_possible(today)?;
        let Some(entry) = self.0.iter().find_map(JudicialOrganFact::entry) else { return Ok(()) };
        entry.code.fits(entry.kind, entry.level)?;
        let own = Some(judicial_organ_id(&entry.code));
        let succeeds_itself =
            |fact: &JudicialOrganFact| matches!(fact, JudicialOrganFact::End(e) if e.successor == own);
        if self.0.iter().any(succeeds_itself) { Err(Refusal::ItsOwnKin { field: "successor" }) } else { Ok(()) }
    }
}

impl JudicialOrganFact {
    fn entry(&self) -> Option<&JudicialOrganEntry> {
        if let Self::Entry(entry) = self { Some(entry) } else { None }
    }

    fn moment(&self) -> Moment<'_> {
        match self {
            Self::Entry(entry) => Moment::Entered(entry.since, (&entry.name, None)),
            Self::Name(name) => Moment::Named(name.from, (&name.name, None)),
            Self::End(end) => Moment::Ended(end.on),
        }
    }
}

impl Fact for JudicialOrganFact {
    fn amends(&self, before: &Self, entry: u64) -> Result<(), Refusal> {
        match (self, before) {
            (Self::Entry(new), Self::Entry(old)) if new.code != old.code => Err(Refusal::KeyIsFixed),
            (Self::Entry(_), Self::Entry(_)) | (Self::Name(_), Self::Name(_)) | (Self::End(_), Self::End(_)) => Ok(()),
            _ => Err(Refusal::AnotherKindOfFact { entry }),
        }
    }
}

impl Event for JudicialOrganEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Registered(_) => "JudicialOrganRegistered",
            Self::Renamed(_) => "JudicialOrganRenamed",
            Self::Abolished(_) => "JudicialOrganAbolished",
            Self::Amended(_) => "JudicialOrganAmended",
            Self::Struck(_) => "JudicialOrganStruck",
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

/// Court or procuratorate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JudicialKind {
    /// 人民法院.
    Court,
    /// 人民检察院.
    Procuratorate,
}

impl Word for JudicialKind {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Court, "Court", "法院"), (Self::Procuratorate, "Procuratorate", "检察院")];
}

/// The level of a court or a procuratorate; a procuratorate takes the name of the court it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JudicialLevel {
    /// 最高.
    Supreme,
    /// 高级; of procuratorates 省级.
    High,
    /// 中级; of procuratorates 市级.
    Intermediate,
    /// 基层.
    Basic,
}

impl Word for JudicialLevel {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Supreme, "Supreme", "最高"),
        (Self::High, "High", "高级"),
        (Self::Intermediate, "Intermediate", "中级"),
        (Self::Basic, "Basic", "基层"),
    ];
}

/// The key of a court or a procuratorate: the code that stands in a court's case numbers (陕0327), or `610327-jc`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JudicialCode(String);

/// Why a text is not a [`JudicialCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是法院或检察院代码，法院如“陕0327”，检察院如“610327-jc”")]
pub struct JudicialCodeError(String);

/// What the Supreme People's Court's own case numbers begin with.
const SUPREME: &str = "最高法";
/// What follows the area in the code of a procuratorate.
const PROCURATORATE: &str = "-jc";

impl JudicialCode {
    /// How many digits follow the province's one sign, for a court (法〔2015〕137号); none for anything else.
    fn digits_of_a_court(&self) -> Option<usize> {
        let mut signs = self.0.chars();
        let province = signs.next().is_some_and(|sign| ('一'..='龥').contains(&sign));
        let digits = signs.as_str();
        (province && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits.len())
    }

    fn is_a_procuratorates(&self) -> bool {
        let area = self.0.strip_suffix(PROCURATORATE);
        area.is_some_and(|area| Area::try_from(area.to_owned()).is_ok())
    }

    /// A code tells whose it is.
    fn fits(&self, kind: JudicialKind, level: JudicialLevel) -> Result<(), Refusal> {
        let fits = match (kind, level) {
            (JudicialKind::Procuratorate, _) => self.is_a_procuratorates(),
            (JudicialKind::Court, JudicialLevel::Supreme) => self.0 == SUPREME,
            (JudicialKind::Court, JudicialLevel::High) => self.digits_of_a_court() == Some(0),
            (JudicialKind::Court, JudicialLevel::Intermediate) => self.digits_of_a_court() == Some(2),
            (JudicialKind::Court, JudicialLevel::Basic) => self.digits_of_a_court() == Some(4),
        };
        if fits { Ok(()) } else { Err(Refusal::CodeOfAnotherLevel { code: self.0.clone() }) }
    }
}

impl TryFrom<String> for JudicialCode {
    type Error = JudicialCodeError;

    fn try_from(text: String) -> Result<Self, JudicialCodeError> {
        let code = Self(text);
        let court = matches!(code.digits_of_a_court(), Some(0 | 2 | 4)) || code.0 == SUPREME;
        if court || code.is_a_procuratorates() { Ok(code) } else { Err(JudicialCodeError(code.0)) }
    }
}

impl From<JudicialCode> for String {
    fn from(code: JudicialCode) -> String {
        code.0
    }
}

impl fmt::Display for JudicialCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The court or procuratorate of this code. Whoever registers one sends the command to this stream.
#[must_use]
pub fn judicial_organ_id(code: &JudicialCode) -> Id<JudicialOrgan> {
    Id::named(JudicialOrgan::KIND, &code.0)
}

#[cfg(test)]
mod tests;
