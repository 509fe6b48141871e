//! The duty of an organ to have a responsible person appear: one for each instance (A-CNT-1, A-CNT-2).

use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::word::words;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::InstanceKind;
use super::chain::{Chain, Instance};
use super::noting::{HearingNoted, HearingState};
use crate::hearing::attendance::{Notice, Presence, Status, Sued, Who};
use crate::parties::{Defendant, InstanceNumber, PartyNumber};

words! {
    /// What has become of a duty.
    DutyState {
        Open "待出庭",
        Fulfilled "已出庭",
        LawfullyAbsent "正当理由未出庭（法院认可）",
        Absent "未出庭",
        IdentityRejected "身份审查不合格视为未出庭",
        LeftEarly "中途退庭",
        Voided "未开庭",
        Withdrawn "已撤除",
    }
}

/// A duty to appear, and what has become of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// In which instance.
    pub instance: InstanceNumber,
    /// The kind of the instance.
    pub kind: InstanceKind,
    /// The instance's number at the court.
    pub case_number: Option<CaseNumber>,
    /// Whose.
    pub of: Sued,
    /// 1; 2 for the one that a second notice made.
    pub ordinal: u32,
    /// The strongest notice of its hearings.
    pub notice: Notice,
    /// What has become of it.
    pub state: DutyState,
    /// What happened at the hearing that settled it.
    pub presence: Option<Presence>,
    /// Which hearing that was.
    pub hearing: Option<Uuid>,
    /// The day of that hearing.
    pub settled_on: Option<Day>,
    /// When it was first heard.
    pub first_heard_on: Option<Day>,
    /// When it was last heard.
    pub last_heard_on: Option<Day>,
    /// How many hearings were held under it.
    pub hearings_held: u32,
    /// Whether the case is of a class in which the principal in principle appears.
    pub principal_expected: bool,
    /// Whether the place's own rule demands it there.
    pub principal_required: bool,
}

impl Chain {
    /// Every duty there is.
    #[must_use]
    pub fn duties(&self) -> Vec<Duty> {
        let instances = self.instances.iter();
        let each = instances.flat_map(|instance| self.taking_part(instance.number).map(move |of| (instance, of)));
        each.flat_map(|(instance, of)| self.duties_of(instance, of)).collect()
    }

    fn duties_of(&self, instance: &Instance, of: &Defendant) -> Vec<Duty> {
        let mut hearings: Vec<(&HearingNoted, Notice)> = instance
            .hearings
            .values()
            .filter(|hearing| matches!(hearing.state, HearingState::Planned | HearingState::Held))
            .filter_map(|hearing| Some((hearing, hearing.notice_to(of.number)?)))
            .collect();
        hearings.sort_by_key(|(hearing, _)| (hearing.on, hearing.hearing));
        let is_judged = instance.outcomes.contains_key(&of.number) || (!of.is_sued() && instance.is_judged(self));
        let is_over = instance.dispensed.is_some() || is_judged;
        let mut duties: Vec<Duty> = Vec::new();
        for (hearing, notice) in hearings {
            // A-CNT-1: a further notice after an appearance makes a further duty.
            match duties.last_mut() {
                Some(duty) if duty.state != DutyState::Fulfilled || notice == Notice::None => {
                    duty.take(hearing, notice);
                }
                _ => {
                    let ordinal = u32::try_from(duties.len()).unwrap_or(u32::MAX).saturating_add(1);
                    let mut duty = self.opened(instance, of, ordinal);
                    duty.take(hearing, notice);
                    duties.push(duty);
                }
            }
        }
        if duties.is_empty() && is_over {
            duties.push(self.opened(instance, of, 1));
        }
        for duty in &mut duties {
            if let Some(presence) = &mut duty.presence {
                presence.of = duty.of.clone();
                presence.principal_expected = duty.principal_expected;
                presence.principal_required = duty.principal_required;
            }
        }
        // A-CNT-4: no hearing, no duty.
        for duty in duties.iter_mut().filter(|duty| is_over && duty.state == DutyState::Open) {
            duty.state = DutyState::Voided;
        }
        duties
    }

    fn opened(&self, instance: &Instance, of: &Defendant, ordinal: u32) -> Duty {
        Duty {
            instance: instance.number,
            kind: instance.kind,
            case_number: instance.case_number.clone(),
            of: of.into(),
            ordinal,
            notice: Notice::None,
            state: DutyState::Open,
            presence: None,
            hearing: None,
            settled_on: None,
            first_heard_on: None,
            last_heard_on: None,
            hearings_held: 0,
            principal_expected: self.registration.as_ref().is_some_and(|suit| !suit.classes.is_empty()),
            principal_required: false,
        }
    }
}

impl Duty {
    /// One more hearing falls under it. An appearance settles it for good, and the highest who appeared at any of them counts;
    /// otherwise the last hearing says what became of it.
    fn take(&mut self, hearing: &HearingNoted, notice: Notice) {
        self.notice = self.notice.min(notice);
        self.principal_required |= hearing.principal_required && self.principal_expected;
        let Some(presence) = hearing.presence_of(self.of.number) else { return };
        self.hearings_held += 1;
        self.first_heard_on = self.first_heard_on.or(Some(hearing.on));
        self.last_heard_on = Some(hearing.on);
        if self.state == DutyState::Fulfilled {
            self.also_appeared(presence);
            return;
        }
        self.state = DutyState::after(presence.status);
        self.presence = Some(presence.clone());
        self.hearing = Some(hearing.hearing);
        self.settled_on = Some(hearing.on);
    }

    /// A-HEA-1c: somebody came to a later hearing. Of all who came the highest counts, and the most that any of them spoke.
    fn also_appeared(&mut self, later: &Presence) {
        let Some(presence) = self.presence.as_mut().filter(|_| later.status == Status::Appeared) else { return };
        if let (Some(old), Some(new)) = (&presence.who, &later.who) {
            let highest = if new.level < old.level { new } else { old };
            presence.who = Some(Who { spoke: old.spoke.min(new.spoke), ..highest.clone() });
        }
    }

    /// The responsible person who fulfilled it.
    #[must_use]
    pub fn who(&self) -> Option<&Who> {
        self.presence.as_ref().and_then(|presence| presence.who.as_ref())
    }

    /// The co-defendant whose responsible person appeared for this organ too.
    #[must_use]
    pub fn represented_by(&self) -> Option<PartyNumber> {
        self.presence.as_ref().and_then(|presence| presence.represented_by)
    }
}

impl DutyState {
    fn after(status: Status) -> Self {
        match status {
            Status::Appeared => Self::Fulfilled,
            Status::AbsentAccepted => Self::LawfullyAbsent,
            Status::IdentityRejected => Self::IdentityRejected,
            Status::LeftEarly => Self::LeftEarly,
            Status::AbsentNotFound
            | Status::AbsentWithoutReason
            | Status::OnlyStaff
            | Status::OnlyLawyers
            | Status::Nobody => Self::Absent,
        }
    }
}

/// What an event must say so that these duties become those.
pub(super) fn changes(before: &[Duty], after: Vec<Duty>) -> Vec<Duty> {
    let key = |duty: &Duty| (duty.instance, duty.of.number, duty.ordinal);
    let gone = before.iter().filter(|old| !after.iter().any(|new| key(new) == key(old)));
    let gone: Vec<Duty> = gone.cloned().map(|old| Duty { state: DutyState::Withdrawn, ..old }).collect();
    gone.into_iter().chain(after.into_iter().filter(|new| !before.contains(new))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hearing::attendance::{Attendance, Head, PostLevel, Spoke};
    use crate::parties::CaseClass;
    use crate::samples::*;

    fn led(level: PostLevel, spoke: Spoke) -> Attendance {
        led_by(BUREAU, Head { spoke, ..head(level) })
    }

    #[test] // A-HEA-1c A-CNT-1 S22
    fn of_all_who_came_to_its_hearings_the_highest_counts() {
        let mut listed = suit("2024-06-03");
        listed.classes = vec![CaseClass::WorkSafety];
        let heard = |first, then| {
            let play = Play::on("2024-12-20").does(register(listed.clone()));
            let play = play.hears(1, FIRST, recorded("2024-07-10", Notice::MayNotify, first));
            play.hears(2, FIRST, recorded("2024-08-14", Notice::None, then)).duty(FIRST, BUREAU)
        };
        let principal = led(PostLevel::Principal, Spoke::No);
        let duty = heard(led(PostLevel::Deputy, Spoke::Yes), principal.clone());
        let who = duty.who().unwrap();
        assert_eq!((who.level, who.spoke), (PostLevel::Principal, Spoke::Yes));
        assert!(!duty.presence.as_ref().unwrap().principal_missing());
        assert_eq!((duty.settled_on, duty.hearings_held), (Some(d("2024-07-10")), 2), "the first settled it");
        let duty = heard(principal, led(PostLevel::Deputy, Spoke::Partly));
        assert_eq!(duty.who().map(|who| (who.level, who.spoke)), Some((PostLevel::Principal, Spoke::Partly)));
        assert_eq!(heard(led(PostLevel::Deputy, Spoke::Yes), staff_of(BUREAU)).state, DutyState::Fulfilled);
    }
}
