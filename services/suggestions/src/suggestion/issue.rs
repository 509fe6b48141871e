//! The paper, its addressees, and by when each replies.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::{Line, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::standing::Standing;
use super::{Fact, Happening, Suggestion};
use crate::clocks::{AddresseeNumber, Clock, ClockName};
use crate::law;
use crate::limit::Limit;
use crate::refusal::Refusal;

words! {
    /// What sort of suggestion it is (S-JUD-1, S-PRO-1).
    Kind {
        Governance "综合治理类司法建议",
        NormativeDocument "规范性文件司法建议",
        AppearanceDefault "出庭应诉司法建议",
        AttendanceDefault "拒不到庭司法建议",
        RefusalToPerform "拒不履行司法建议",
        CaseSpecific "个案、类案司法建议",
        PublicInterest "公益诉讼检察建议",
        SocialGovernance "社会治理检察建议",
        CorrectIllegality "纠正违法检察建议",
        OtherProcuratorial "其他检察建议",
    }
}

impl Kind {
    /// Whether a procuratorate gives it.
    #[must_use]
    pub fn is_procuratorial(self) -> bool {
        matches!(
            self,
            Self::PublicInterest | Self::SocialGovernance | Self::CorrectIllegality | Self::OtherProcuratorial
        )
    }

    /// What a reply's period is counted from.
    pub(crate) fn receipt(self) -> &'static str {
        if self.is_procuratorial() { "收到检察建议书" } else { "收到司法建议书" }
    }
}

/// The number of a letter, as courts and procuratorates write it: the year in 〔〕 (S-JUD-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LetterNumber(Line);

impl TryFrom<String> for LetterNumber {
    type Error = <Line as TryFrom<String>>::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut characters: Vec<char> = text.trim().chars().collect();
        for at in 5..characters.len() {
            let brackets = "([（【〔［".contains(characters[at - 5]) && ")]）】〕］".contains(characters[at]);
            if brackets && characters[at - 4..at].iter().all(char::is_ascii_digit) {
                (characters[at - 5], characters[at]) = ('〔', '〕');
            }
        }
        Line::try_from(characters.into_iter().collect::<String>()).map(Self)
    }
}

impl From<LetterNumber> for String {
    fn from(number: LetterNumber) -> String {
        number.0.into()
    }
}

impl std::fmt::Display for LetterNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// What sort.
    pub kind: Kind,
    /// The court or procuratorate.
    pub issuer: Uuid,
    /// As it is named that day.
    pub issuer_name: Line,
    /// Its number, if it bears one.
    pub number: Option<LetterNumber>,
    /// Its day.
    pub issued_on: Day,
    /// Its title.
    pub title: Line,
    /// What it finds, and what it suggests of each.
    pub problems: Vec<Problem>,
    /// What it says about time itself.
    pub limit: Option<Limit>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// The lawsuit that gave rise to it.
    pub lawsuit: Option<Link>,
    /// The reconsideration case that gave rise to it.
    pub reconsideration: Option<Link>,
    /// To whom it is copied.
    pub copied_to: Vec<Line>,
    /// Anything else.
    pub remark: Option<Text>,
}

/// A problem and the suggestion that answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Its number.
    pub number: u32,
    /// What is wrong.
    pub problem: Text,
    /// What should be done.
    pub suggestion: Text,
}

/// A case that gave rise to a letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its stream; none if it is not in this system.
    pub id: Option<Uuid>,
    /// Its number as it is written.
    pub number: Line,
}

/// A paper in short, as every event tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in the letter")]
pub struct Brief {
    pub kind: Kind,
    pub issuer: Uuid,
    pub issuer_name: Line,
    pub number: Option<LetterNumber>,
    pub title: Line,
    pub issued_on: Day,
    pub urgent: bool,
    pub lawsuit: Option<Link>,
    pub reconsideration: Option<Link>,
}

impl Letter {
    /// In short.
    #[must_use]
    pub fn brief(&self) -> Brief {
        let Self { kind, issuer, issuer_name, number, title, issued_on, urgent, lawsuit, reconsideration, .. } =
            self.clone();
        Brief { kind, issuer, issuer_name, number, title, issued_on, urgent, lawsuit, reconsideration }
    }
}

/// An organ to which the paper is addressed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addressee {
    /// Its number within the paper.
    pub number: AddresseeNumber,
    /// Its id in the directory.
    pub organ: Uuid,
    /// As it is named that day.
    pub name: Line,
    /// When it signed for the letter.
    pub received_on: Option<Day>,
}

/// A paper is entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// The paper.
    pub letter: Letter,
    /// To whom it is addressed.
    pub addressees: Vec<Addressee>,
    /// Whose settings hold.
    pub area: Option<Line>,
    /// What that place had adopted for letters without any limit, in months.
    pub default_months: u16,
}

/// A paper was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// As it was entered.
    pub registration: Registration,
    /// The day it was typed in.
    pub registered_on: Day,
}

/// The same paper is addressed to another organ too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addressing {
    /// To which.
    pub addressee: Addressee,
    /// The day on which this was found.
    pub on: Day,
}

/// An addressee signs for the letter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which.
    pub addressee: AddresseeNumber,
    /// When.
    pub on: Day,
    /// What proves it.
    pub proof: Option<Line>,
}

/// The issuer gives an addressee more time, in writing (S-COM-2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extension {
    /// Which.
    pub addressee: AddresseeNumber,
    /// The day it was granted.
    pub on: Day,
    /// How much.
    pub by: Limit,
    /// The writing.
    pub paper: Paper,
    /// Why.
    pub reason: Option<Text>,
}

/// A paper is entered: one for all its addressees (S27).
pub fn register(c: Registration, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("issued_on", c.letter.issued_on, on.today)?;
    if c.addressees.is_empty() {
        return Err(Refusal::NoAddressee);
    }
    numbered_once(c.addressees.iter().map(|addressee| addressee.number.0))?;
    numbered_once(c.letter.problems.iter().map(|problem| problem.number))?;
    for (place, addressee) in c.addressees.iter().enumerate() {
        not_addressed_before(c.addressees[..place].iter(), addressee)?;
    }
    let clocks = c.addressees.iter().filter_map(|addressee| {
        let received_on = addressee.received_on?;
        Some(started(&c.letter, c.letter.limit, c.default_months, addressee.number, ("received_on", received_on), on))
    });
    let clocks = clocks.collect::<Result<Vec<_>, _>>()?;
    Ok((Fact::Registered(Box::new(Registered { registration: c, registered_on: on.today })), clocks))
}

/// Another organ is addressed by the same paper.
pub fn address(suggestion: &Suggestion, letter: &Letter, c: Addressing, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "制发", letter.issued_on)?;
    let addressees = || suggestion.standings.iter().map(|standing| &standing.addressee);
    numbered_once(addressees().chain([&c.addressee]).map(|addressee| addressee.number.0))?;
    not_addressed_before(addressees(), &c.addressee)?;
    let standing = suggestion.addressed(c.addressee.clone());
    let clock = c.addressee.received_on.map(|received_on| {
        not_withdrawn(&standing, received_on)?;
        let received = ("received_on", received_on);
        let clock = started(letter, letter.limit, suggestion.default_months, c.addressee.number, received, on)?;
        Ok::<_, Refusal>(standing.ending(clock))
    });
    let clocks = clock.transpose()?.into_iter().collect();
    Ok((Fact::AddresseeAdded(c), clocks))
}

/// S-COM-1: an addressee's period is counted from its own receipt, not from the day of the letter.
pub fn receive(suggestion: &Suggestion, letter: &Letter, c: Receipt, on: &Occasion) -> Result<Happening, Refusal> {
    let standing = suggestion.standing(c.addressee)?;
    if let Some(received_on) = standing.addressee.received_on {
        return Err(Refusal::ReceivedBefore { name: standing.addressee.name.clone(), on: received_on });
    }
    not_withdrawn(standing, c.on)?;
    let clock = started(letter, letter.limit, suggestion.default_months, c.addressee, ("on", c.on), on)?;
    Ok((Fact::Received(c), vec![standing.ending(clock)]))
}

/// A letter that is withdrawn is received no more.
fn not_withdrawn(standing: &Standing, received_on: Day) -> Result<(), Refusal> {
    match standing.withdrawn_on {
        Some(on) if on < received_on => Err(Refusal::AfterWithdrawal { name: standing.addressee.name.clone(), on }),
        _ => Ok(()),
    }
}

/// S-COM-2: only as the issuer grants in writing; the original due day is kept.
pub fn extend(suggestion: &Suggestion, c: Extension, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let (_, _, clock) = suggestion.received(c.addressee, "on", c.on)?;
    let deadline = clock.deadline.extended(c.by.into(), c.on, &on.calendar)?;
    let extended = Clock { deadline, ..clock.clone() };
    Ok((Fact::Extended(c), vec![extended]))
}

/// The period of an addressee that has received a letter.
pub(super) fn started(
    letter: &Letter,
    limit: Option<Limit>,
    default_months: u16,
    addressee: AddresseeNumber,
    (field, received_on): (&'static str, Day),
    on: &Occasion,
) -> Result<Clock, Refusal> {
    law::has_come(field, received_on, on.today)?;
    law::not_before(field, received_on, "制发", letter.issued_on)?;
    let sort = (letter.kind, letter.urgent);
    let period = law::reply_period(sort, limit, default_months, received_on, &on.calendar)?;
    Ok(Clock {
        name: ClockName::Reply,
        addressee,
        original_due: period.deadline.due().unwrap_or(Day::LAST),
        deadline: period.deadline,
        origin: period.origin,
        other: period.other,
        registered_on: on.today,
        ended: None,
        replaces: None,
    })
}

fn numbered_once(numbers: impl Iterator<Item = u32>) -> Result<(), Refusal> {
    let mut seen = std::collections::BTreeSet::from([0]);
    for number in numbers {
        if !seen.insert(number) {
            return Err(Refusal::NumberGivenTwice { number });
        }
    }
    Ok(())
}

fn not_addressed_before<'a>(
    mut addressees: impl Iterator<Item = &'a Addressee>,
    addressee: &Addressee,
) -> Result<(), Refusal> {
    match addressees.find(|other| other.organ == addressee.organ) {
        Some(other) => Err(Refusal::AddressedTwice { name: other.name.clone() }),
        None => Ok(()),
    }
}
