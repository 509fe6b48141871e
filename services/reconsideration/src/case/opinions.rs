//! Art. 49 to 52: opinions, the hearing, the committee. The hearing's own chapter comes later; what is kept here is that it
//! was required or not, and that it was held.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::file::File;
use super::trial::{Settled, Trial};
use super::{CaseEvent, Fact};
use crate::clocks::PersonNumber;
use crate::law;
use crate::refusal::Refusal;
use kernel::word::words;
use kernel::writing::{Line, Text};

words! {
    /// How an opinion is heard (art. 49).
    OpinionMethod {
        InPerson "当面",
        Internet "互联网",
        Telephone "电话",
    }

    /// What a party says when asked whether it would mediate.
    Mediation {
        Willing "愿意调解",
        Unwilling "不愿意调解",
        NoAnswer "未表态",
    }

    /// Why a hearing is held (art. 50).
    HearingGround {
        PublicInterest "涉及国家利益、重大社会公共利益",
        GroupDispute "涉及群体性纠纷或者社会关注度较高",
        NewType "涉及新业态、新领域、新类型且疑难复杂",
        DisputedFacts "证据材料存疑较多、案件事实争议较大",
        ComplexLaw "法律关系复杂",
        OtherGround "其他重大、疑难、复杂情形",
        Optional "行政复议机构认为有必要或者申请人请求",
    }

    /// Why the committee's opinion is asked for (art. 52).
    CommitteeGround {
        MajorDifficultComplex "案情重大、疑难、复杂",
        Professional "专业性、技术性较强",
        ProvincialAct "省级人民政府自身行政行为案件",
        FoundNecessary "行政复议机构认为有必要",
    }
}

/// A party's opinion is heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whose.
    pub party: PersonNumber,
    /// When.
    pub on: Day,
    /// How.
    pub method: OpinionMethod,
    /// By whom.
    pub heard_by: Line,
    /// What it says about mediation: it must be asked.
    pub mediation: Mediation,
    /// What it says.
    pub summary: Option<Text>,
}

/// A party cannot be heard, for a reason of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpinionExcuse {
    /// Whose.
    pub party: PersonNumber,
    /// When that was found.
    pub on: Day,
    /// The reason.
    pub reason: Line,
}

/// Whether something is required, and on what ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement<G> {
    /// When that was settled.
    pub on: Day,
    /// The ground; none: it is not required.
    pub ground: Option<G>,
    /// In words.
    pub explanation: Option<Line>,
}

/// The hearing was held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HearingRecord {
    /// When.
    pub on: Day,
    /// What was found.
    pub summary: Option<Text>,
    /// The record.
    pub paper: Option<Paper>,
}

/// The committee gave its opinion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommitteeOpinion {
    /// When.
    pub on: Day,
    /// What.
    pub opinion: Text,
    /// The opinion.
    pub paper: Option<Paper>,
}

/// R-ORD-4: an opinion is heard.
pub fn hear(file: &File, trial: &Trial, c: Opinion, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    takes_part(file, c.party, c.on)?;
    Ok(vec![Fact::OpinionHeard(c).alone()])
}

/// R-ORD-4: only for the party's own reason may the case be decided without hearing it.
pub fn excuse(file: &File, trial: &Trial, c: OpinionExcuse, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    takes_part(file, c.party, c.on)?;
    Ok(vec![Fact::OpinionExcused(c).alone()])
}

/// R-HEA-1: whether a hearing is required is asked, and answered with a ground.
pub fn settle_hearing(trial: &Trial, c: Requirement<HearingGround>, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    if let (Some(held_on), false) = (trial.hearing_held_on, c.is_required()) {
        return Err(Refusal::HearingWasHeld { on: held_on });
    }
    Ok(vec![Fact::HearingSettled(c).alone()])
}

/// R-COM-1: whether the committee's opinion is required is asked, and answered with a ground.
pub fn settle_committee(
    trial: &Trial,
    c: Requirement<CommitteeGround>,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    if let (Some(given_on), false) = (trial.committee_opinion_on, c.is_required()) {
        return Err(Refusal::OpinionWasGiven { on: given_on });
    }
    Ok(vec![Fact::CommitteeSettled(c).alone()])
}

/// The hearing that was found required was held.
pub fn record_hearing(trial: &Trial, c: HearingRecord, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    match trial.hearing {
        Some(Settled { required: true, .. }) => Ok(vec![Fact::HearingHeld(c).alone()]),
        _ => Err(Refusal::HearingNotRequired),
    }
}

/// The opinion that was found required has come.
pub fn record_committee_opinion(trial: &Trial, c: CommitteeOpinion, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    step_of_trial(trial, c.on, on)?;
    match trial.committee {
        Some(Settled { required: true, .. }) => Ok(vec![Fact::CommitteeOpinionReceived(c).alone()]),
        _ => Err(Refusal::CommitteeNotRequired),
    }
}

/// A step that the officers who handle the case take after its acceptance.
fn step_of_trial(trial: &Trial, day: Day, on: &Occasion) -> Result<(), Refusal> {
    law::has_come("on", day, on.today)?;
    law::not_before("on", day, "受理", trial.accepted_on)?;
    trial.has_handlers_on(day)
}

fn takes_part(file: &File, party: PersonNumber, day: Day) -> Result<(), Refusal> {
    let person = file.person(party)?;
    law::not_before("on", day, "参加案件", person.since)
}

impl<G> Requirement<G> {
    /// Whether it is required.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.ground.is_some()
    }
}

#[cfg(test)]
mod tests;
