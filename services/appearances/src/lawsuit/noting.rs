//! Rows 3 to 5: what a hearing tells its lawsuit, and what the lawsuit makes of it.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::word::words;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chain::Instance;
use super::{Fact, InstanceKind, Lawsuit, LawsuitEvent};
use crate::hearing::attendance::{Notice, Presence};
use crate::hearing::plan::{Holding, NoticeTo, Plan};
use crate::law;
use crate::parties::{InstanceNumber, PartyNumber};
use crate::refusal::Refusal;

words! {
    /// What has become of a hearing.
    HearingState {
        Planned "已定开庭",
        Held "已开庭",
        Cancelled "已取消",
        Struck "误录",
    }
}

/// What a hearing tells its lawsuit.
#[derive(Debug, Clone, PartialEq)]
pub struct HearingNote {
    /// Which hearing.
    pub hearing: Uuid,
    /// In which instance.
    pub instance: InstanceNumber,
    /// Whether the place demands that the principal appears in listed cases.
    pub principal_required: bool,
    /// What.
    pub what: Note,
}

/// What becomes of a hearing.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each carries what the hearing's own command carries")]
pub enum Note {
    Planned(Plan),
    Held(Option<Plan>, Holding),
    Cancelled(Day),
    Struck,
}

impl Note {
    /// The plan that it tells of.
    fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Planned(plan) | Self::Held(Some(plan), _) => Some(plan),
            Self::Held(None, _) | Self::Cancelled(_) | Self::Struck => None,
        }
    }
}

/// A hearing as the lawsuit knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HearingNoted {
    /// Which hearing.
    pub hearing: Uuid,
    /// In which instance.
    pub instance: InstanceNumber,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// What has become of it.
    pub state: HearingState,
    /// The day it is planned for, or was held; of one that was cancelled or struck, the day of that.
    pub on: Day,
    /// Whom it concerns, and whom the court notified.
    pub notices: Vec<NoticeTo>,
    /// Who came, where it was held.
    pub presences: Vec<Presence>,
    /// Whether the place demands that the principal appears in listed cases.
    pub principal_required: bool,
    /// Whether it is not in public.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// A hearing is planned, held, cancelled or struck.
pub fn note(lawsuit: &Lawsuit, c: HearingNote, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    let instance = lawsuit.chain.instance(c.instance)?;
    let elsewhere = lawsuit.chain.instances.iter().find(|other| other.hearings.contains_key(&c.hearing));
    if let Some(other) = elsewhere.filter(|other| other.number != c.instance) {
        return Err(Refusal::HearingOfAnotherInstance { kind: other.kind });
    }
    let old = instance.hearings.get(&c.hearing);
    let noted = HearingNoted {
        hearing: c.hearing,
        instance: c.instance,
        kind: instance.kind,
        state: HearingState::Planned,
        on: on.today,
        notices: old.map(|old| old.notices.clone()).unwrap_or_default(),
        presences: old.map(|old| old.presences.clone()).unwrap_or_default(),
        principal_required: c.principal_required,
        closed: old.is_some_and(|old| old.closed),
    };
    let noted = match c.what.plan() {
        Some(plan) => HearingNoted { closed: plan.closed, ..noted },
        None => noted,
    };
    let noted = match (c.what, old) {
        (Note::Planned(plan), Some(old)) if old.state == HearingState::Held => {
            let presences = with_notices(lawsuit, &old.presences, &plan.notices)?;
            HearingNoted { state: HearingState::Held, on: old.on, notices: plan.notices, presences, ..noted }
        }
        (Note::Planned(plan), Some(old)) if old.state == HearingState::Cancelled => {
            HearingNoted { state: HearingState::Cancelled, on: old.on, notices: plan.notices, ..noted }
        }
        (Note::Planned(plan), _) => HearingNoted { on: plan.day, notices: plan.notices, ..noted },
        (Note::Held(plan, holding), _) => {
            let planned = || still_concerned(instance, &noted.notices, holding.on);
            let notices = plan.map_or_else(planned, |plan| plan.notices);
            let presences = presences(lawsuit, &holding, &notices, c.principal_required)?;
            HearingNoted { state: HearingState::Held, on: holding.on, notices, presences, ..noted }
        }
        (_, None) => return Err(Refusal::HearingNotEntered),
        (Note::Cancelled(day), Some(_)) => HearingNoted { state: HearingState::Cancelled, on: day, ..noted },
        (Note::Struck, Some(_)) => HearingNoted { state: HearingState::Struck, ..noted },
    };
    self::noted(lawsuit, noted, on)
}

/// The same, for telling a lawsuit again: whether a hearing can have been on its day. One that does not take place binds
/// nothing: neither its instance nor an organ it named need be there any more.
pub fn noted(lawsuit: &Lawsuit, c: HearingNoted, on: &Occasion) -> Result<LawsuitEvent, Refusal> {
    match c.state {
        HearingState::Planned => {}
        HearingState::Held => law::has_come("on", c.on, on.today)?,
        HearingState::Cancelled | HearingState::Struck => return Ok(Fact::HearingNoted(Box::new(c)).alone()),
    }
    let instance = lawsuit.chain.instance(c.instance)?;
    if c.notices.is_empty() {
        return Err(Refusal::ConcernsNobody);
    }
    for notice in &c.notices {
        lawsuit.chain.defendant_in(instance, notice.defendant)?;
        if c.notices.iter().filter(|other| other.defendant == notice.defendant).count() > 1 {
            return Err(Refusal::NumberGivenTwice { number: notice.defendant.0 });
        }
    }
    if let Some(docketed_on) = instance.docketed_on {
        law::not_before("on", c.on, "立案", docketed_on)?;
    }
    if let Some(before) = &instance.dispensed {
        return Err(Refusal::DispensedBefore { on: before.on });
    }
    let judged = c.notices.iter().filter_map(|notice| instance.outcomes.get(&notice.defendant));
    if let Some(given) = judged.filter(|given| given.judged_on < c.on).max_by_key(|given| given.judged_on) {
        return Err(Refusal::AfterJudgment { on: c.on, judged_on: given.judged_on });
    }
    Ok(Fact::HearingNoted(Box::new(c)).alone())
}

/// Those of a plan whom the hearing still concerns on its day: not who has been judged since it was planned (A-DEF-5).
fn still_concerned(instance: &Instance, planned: &[NoticeTo], on: Day) -> Vec<NoticeTo> {
    let open: Vec<NoticeTo> =
        planned.iter().filter(|notice| instance.is_open_to(notice.defendant, on)).cloned().collect();
    if open.is_empty() { planned.to_vec() } else { open }
}

/// What the attendance amounts to for each organ concerned; who came for each is told.
fn presences(
    lawsuit: &Lawsuit,
    holding: &Holding,
    notices: &[NoticeTo],
    required: bool,
) -> Result<Vec<Presence>, Refusal> {
    let chain = &lawsuit.chain;
    let is_expected = chain.registration.as_ref().is_some_and(|suit| !suit.classes.is_empty());
    for attendance in &holding.attendances {
        let number = attendance.defendant;
        let name = &chain.defendant(number)?.name;
        if !notices.iter().any(|notice| notice.defendant == number) {
            return Err(Refusal::NotConcerned { name: name.clone() });
        }
        if let Some(other) = attendance.represented_by {
            chain.defendant(other)?;
        }
    }
    let each = notices.iter().map(|notice| {
        let defendant = chain.defendant(notice.defendant)?;
        let mut told = holding.attendances.iter().filter(|attendance| attendance.defendant == notice.defendant);
        match (told.next(), told.next()) {
            (Some(attendance), None) => {
                let attendance = attendance.clone().on(holding.on, defendant)?;
                Ok(attendance.presence(defendant, notice.notice, is_expected, required))
            }
            (None, _) => Err(Refusal::AttendanceNotTold { name: defendant.name.clone() }),
            (Some(_), Some(_)) => Err(Refusal::NumberGivenTwice { number: notice.defendant.0 }),
        }
    });
    each.collect()
}

/// Who came to a hearing whose plan is put right: it still concerns the same organs.
fn with_notices(lawsuit: &Lawsuit, presences: &[Presence], notices: &[NoticeTo]) -> Result<Vec<Presence>, Refusal> {
    let notice_to = |number| notices.iter().find(|notice| notice.defendant == number);
    if let Some(new) = notices.iter().find(|new| !presences.iter().any(|old| old.of.number == new.defendant)) {
        let name = lawsuit.chain.defendant(new.defendant)?.name.clone();
        return Err(Refusal::AttendanceNotTold { name });
    }
    let each = presences.iter().map(|presence| match notice_to(presence.of.number) {
        Some(notice) => Ok(Presence { notice: notice.notice, ..presence.clone() }),
        None => Err(Refusal::NotConcerned { name: presence.of.name.clone() }),
    });
    each.collect()
}

impl HearingNoted {
    /// The court's notice to an organ; none where the hearing does not concern it.
    pub(super) fn notice_to(&self, defendant: PartyNumber) -> Option<Notice> {
        self.notices.iter().find(|notice| notice.defendant == defendant).map(|notice| notice.notice)
    }

    /// Who came for an organ; none while it was not held.
    pub(super) fn presence_of(&self, defendant: PartyNumber) -> Option<&Presence> {
        let presences = self.presences.iter().filter(|_| self.state == HearingState::Held);
        presences.into_iter().find(|presence| presence.of.number == defendant)
    }
}

#[cfg(test)]
mod tests;
