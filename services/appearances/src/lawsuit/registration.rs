//! A lawsuit is registered with its first instance: who sues which organs, over what, before which court.

use kernel::aggregate::Occasion;
use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::word::words;
use kernel::writing::{Line, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answer::CopyReceipt;
use super::{Fact, InstanceKind, LawsuitEvent};
use crate::law;
use crate::parties::{CaseClass, Court, Defendant, InstanceNumber, OrganKind, PartyNumber, Plaintiff, Role};
use crate::refusal::Refusal;

words! {
    /// By which procedure an instance is tried.
    Procedure {
        Ordinary "普通程序",
        Simplified "简易程序",
    }

    /// What a reconsideration came to, as far as it says who is sued (A-DEF).
    Reconsidered {
        Maintained "维持",
        Changed "改变",
        IllegalProcedure "以违反法定程序为由确认违法",
        Mixed "部分维持部分改变",
        NotAccepted "不予受理、驳回申请",
        NoDecision "逾期未作决定",
    }
}

/// A lawsuit as it comes to the government.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box on the form")]
pub struct Registration {
    /// The court's number, once it is given.
    pub case_number: Option<CaseNumber>,
    /// Which court.
    pub court: Court,
    /// When it was docketed, if that is known.
    pub docketed_on: Option<Day>,
    /// By which procedure it is tried.
    pub procedure: Procedure,
    /// Who sues.
    pub plaintiffs: Vec<Plaintiff>,
    /// Which organs are sued.
    pub defendants: Vec<Defendant>,
    /// The cause of action.
    pub cause: Line,
    /// F01 to F99.
    pub field: Option<Line>,
    /// X01 to X99.
    pub matter: Option<Line>,
    /// Whether a procuratorate sues in the public interest.
    pub public_interest: bool,
    /// Whether only compensation is claimed.
    pub compensation_only: bool,
    /// The classes in which the principal in principle appears.
    pub classes: Vec<CaseClass>,
    /// The reconsideration before it, if there was one.
    pub after_reconsideration: Option<AfterReconsideration>,
    /// The act sued over.
    pub act_title: Option<Line>,
    /// What is claimed.
    pub claims: Option<Text>,
    /// Whether an enterprise is concerned.
    pub enterprise_related: bool,
    /// Whether it concerns a state secret, privacy, minors and the like: it is counted, and never told of (N-GEN-5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub non_public: bool,
}

/// The reconsideration that came before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AfterReconsideration {
    /// The case, if it was decided here.
    pub case: Option<Uuid>,
    /// Its decision's number.
    pub number: Option<Line>,
    /// What it came to.
    pub result: Reconsidered,
    /// When.
    pub decided_on: Option<Day>,
}

/// A lawsuit was registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// As it was entered.
    pub registration: Registration,
    /// The day it was typed in.
    pub registered_on: Day,
}

/// A lawsuit begins.
pub fn register(mut c: Registration, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    if let Some(docketed_on) = c.docketed_on {
        law::has_come("docketed_on", docketed_on, on.today)?;
    }
    if c.plaintiffs.is_empty() {
        return Err(Refusal::NoPlaintiff);
    }
    if !c.defendants.iter().any(|defendant| defendant.role != Role::ThirdPartyOrgan) {
        return Err(Refusal::NoDefendant);
    }
    let plaintiffs = c.plaintiffs.iter().map(|plaintiff| plaintiff.number);
    let mut numbers: Vec<PartyNumber> =
        plaintiffs.chain(c.defendants.iter().map(|defendant| defendant.number)).collect();
    numbers.sort();
    if let Some(twice) = numbers.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Refusal::NumberGivenTwice { number: twice[0].0 });
    }
    for (place, defendant) in c.defendants.iter().enumerate() {
        if c.defendants[..place].iter().any(|other| other.is_same_organ(defendant)) {
            return Err(Refusal::SuedTwice { name: defendant.name.clone() });
        }
    }
    if let Some(decided_on) = c.after_reconsideration.as_ref().and_then(|before| before.decided_on) {
        law::has_come("after_reconsideration.decided_on", decided_on, on.today)?;
        if let Some(docketed_on) = c.docketed_on {
            law::not_before("docketed_on", docketed_on, "复议决定", decided_on)?;
        }
    }
    c.classes.sort();
    c.classes.dedup();
    let clock =
        super::further::trial_clock(InstanceNumber::FIRST, InstanceKind::First, c.procedure, None, c.docketed_on, on);
    let registered = Registered { registration: c, registered_on: on.today };
    Ok(Fact::Registered(Box::new(registered)).with(clock))
}

impl Registration {
    /// The copies that were said to have been received, taken out of it.
    pub(super) fn copies(&mut self) -> Vec<CopyReceipt> {
        let receipt = |defendant: &mut Defendant| {
            let on = defendant.copy_received_on.take()?;
            Some(CopyReceipt { instance: InstanceNumber::FIRST, defendant: defendant.number, on })
        };
        self.defendants.iter_mut().filter_map(receipt).collect()
    }

    /// What nothing forbids, and somebody should look at: who is sued after such a reconsideration, and a number that does
    /// not fit.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(before) = &self.after_reconsideration {
            notes.extend(self.note_on_defendants(before.result));
        }
        notes.extend(number_notes(self.case_number.as_ref(), &self.court, InstanceKind::First));
        notes
    }

    /// A-DEF-1 to A-DEF-4: who is sued otherwise than is usual after such a reconsideration.
    fn note_on_defendants(&self, result: Reconsidered) -> Option<String> {
        let has = |kind: &OrganKind| self.defendants.iter().any(|defendant| defendant.kind == *kind);
        let is_sued = |kind: &OrganKind| self.defendants.iter().any(|organ| organ.kind == *kind && organ.is_sued());
        let usual = [OrganKind::OriginalOrgan, OrganKind::ReconsiderationOrgan];
        match (law::defendants_after(result), law::sued_over_instead(result)) {
            (Some(expected), _) if usual.iter().any(|kind| has(kind) != expected.contains(kind)) => {
                let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
                Some(format!(
                    "复议结果为“{result}”，被告一般为{}（行政诉讼法第二十六条第二款），与登记的被告不同，请核对",
                    expected.join("和")
                ))
            }
            (None, Some((what, article))) if usual.iter().all(is_sued) => Some(format!(
                "复议结果为“{result}”，诉原行政行为的，被告为原行政机关；诉复议机关{what}的，被告为复议机关（{article}）；登记的被告两者都有，请核对"
            )),
            _ => None,
        }
    }
}

/// What is unusual about a case number before a court.
pub(crate) fn number_notes(number: Option<&CaseNumber>, court: &Court, kind: InstanceKind) -> Vec<String> {
    let Some(number) = number else { return Vec::new() };
    let mut notes = Vec::new();
    let code = number.kind();
    let fits = match kind {
        InstanceKind::First | InstanceKind::Remand => code.ends_with('初'),
        InstanceKind::Second => code.ends_with('终'),
        InstanceKind::RetrialExam => code.ends_with(['申', '监', '抗']),
        InstanceKind::Retrial => code.ends_with('再'),
    };
    match number.kind_title() {
        None => notes.push(format!("案号的类型代字“{code}”不在行政案件的类型代字之内，请核对")),
        Some(title) if !fits => notes.push(format!("案号的类型代字“{code}”是{title}，与“{kind}”不符，请核对")),
        Some(_) => {}
    }
    if let Some(court_code) = court.code.as_ref().filter(|code| code.as_str() != number.court()) {
        notes.push(format!("案号的法院代字“{}”与“{}”（{court_code}）不符，请核对", number.court(), court.name));
    }
    notes
}

impl Registered {
    /// The day it counts: of docketing, where that is known.
    #[must_use]
    pub fn on(&self) -> Day {
        self.registration.docketed_on.unwrap_or(self.registered_on)
    }
}
