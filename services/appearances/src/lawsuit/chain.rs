//! The chain of instances as it follows from what was entered.

use std::collections::BTreeMap;

use kernel::case_number::CaseNumber;
use kernel::day::Day;
use kernel::rule::Rule;
use kernel::word::words;
use kernel::writing::Line;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answer::{self, AnswerFiled, WithoutHearing};
use super::further::{EffectBy, InstanceOpened, TookEffect};
use super::judgment::{Judged, JudgmentServed, JudgmentService, Outcome};
use super::noting::{HearingNoted, HearingState};
use super::registration::{AfterReconsideration, Procedure, Registered, Registration};
use super::result::Standing;
use super::{Fact, InstanceKind};
use crate::clocks::End;
use crate::law;
use crate::outcome::{Code, Form, Leaves};
use crate::parties::{CaseClass, Court, Defendant, InstanceNumber, PartyNumber, Plaintiff};
use crate::refusal::Refusal;

words! {
    /// Where a lawsuit stands.
    Stage {
        NotRegistered "未登记",
        AwaitingCopy "待收副本",
        AwaitingAnswer "待答辩",
        AwaitingHearing "待开庭",
        HearingScheduled "已定开庭",
        Heard "已开庭",
        AwaitingJudgment "待裁判",
        Judged "已裁判，未生效",
        Appealed "已上诉",
        Remanded "待另行审理",
        Effective "已生效",
        Closed "已结束",
        Struck "误录",
    }

    /// Whether an instance is heard.
    Hearings {
        NotYet "尚未开庭",
        Scheduled "已定开庭",
        Heard "已开庭",
        Dispensed "不开庭",
    }
}

/// The registration, and the instances in the order in which they were entered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Who sues whom, over what.
    pub registration: Option<Registration>,
    /// The instances.
    pub instances: Vec<Instance>,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// Its number.
    pub number: InstanceNumber,
    /// Its kind.
    pub kind: InstanceKind,
    /// Before which court.
    pub court: Court,
    /// The court's number.
    pub case_number: Option<CaseNumber>,
    /// When it was docketed.
    pub docketed_on: Option<Day>,
    /// By which procedure it is tried.
    pub procedure: Procedure,
    /// Whether a superior court has taken a retrial up itself.
    pub by_superior: bool,
    /// The instance whose result it examines.
    pub follows: Option<InstanceNumber>,
    /// Who brought it, where that is known.
    pub brought_by: Vec<PartyNumber>,
    /// Which organs have received a copy.
    pub copies: BTreeMap<PartyNumber, Day>,
    /// Which organs have answered.
    pub answers: BTreeMap<PartyNumber, Day>,
    /// Which organs have handed evidence in.
    #[serde(default)]
    pub evidence: BTreeMap<PartyNumber, Day>,
    /// Whose days ended without an answer, by which event.
    pub expiries: BTreeMap<PartyNumber, u64>,
    /// Whose days ended without evidence, though there was an answer, by which event.
    #[serde(default)]
    pub evidence_expiries: BTreeMap<PartyNumber, u64>,
    /// That there is no open hearing.
    pub dispensed: Option<WithoutHearing>,
    /// Its hearings, as each was last told.
    pub hearings: BTreeMap<Uuid, HearingNoted>,
    /// What it came to for each organ.
    pub outcomes: BTreeMap<PartyNumber, Given>,
    /// Who appealed against it.
    pub appealed: BTreeMap<PartyNumber, Day>,
    /// That it became effective, where an event says so.
    pub effect: Option<RecordedEffect>,
}

/// What a paper said for one organ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// What.
    pub outcome: Outcome,
    /// In which form.
    pub form: Form,
    /// The paper's day.
    pub judged_on: Day,
    /// The event that entered it.
    pub entry: u64,
    /// Whom the paper has reached.
    pub served: BTreeMap<PartyNumber, Day>,
}

/// That a result became effective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedEffect {
    /// When.
    pub on: Day,
    /// By what.
    pub by: EffectBy,
    /// The event.
    pub entry: u64,
}

/// A lawsuit in short, for those who see only one event of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Where it stands.
    pub stage: Stage,
    /// Its instances in short.
    pub instances: Vec<InstanceInShort>,
    /// Who sues.
    pub plaintiffs: Vec<Plaintiff>,
    /// Which organs are sued, with the day on which each received the complaint.
    pub defendants: Vec<Defendant>,
    /// The cause of action.
    pub cause: Option<Line>,
    /// F01 to F99.
    pub field: Option<Line>,
    /// X01 to X99.
    pub matter: Option<Line>,
    /// Whether a procuratorate sues in the public interest.
    pub public_interest: bool,
    /// Whether only compensation is claimed.
    pub compensation_only: bool,
    /// Whether nothing of it is told outside.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub non_public: bool,
    /// The classes in which the principal in principle appears.
    pub classes: Vec<CaseClass>,
    /// The reconsideration before it.
    pub after_reconsideration: Option<AfterReconsideration>,
    /// When the result that stands became effective.
    pub effective_on: Option<Day>,
}

/// Of a lawsuit that is not registered.
impl Default for Summary {
    fn default() -> Self {
        Self {
            stage: Stage::NotRegistered,
            instances: Vec::new(),
            plaintiffs: Vec::new(),
            defendants: Vec::new(),
            cause: None,
            field: None,
            matter: None,
            public_interest: false,
            compensation_only: false,
            non_public: false,
            classes: Vec::new(),
            after_reconsideration: None,
            effective_on: None,
        }
    }
}

/// An instance in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstanceInShort {
    /// Its number.
    pub number: InstanceNumber,
    /// Its kind.
    pub kind: InstanceKind,
    /// Before which court.
    pub court: Court,
    /// The court's number.
    pub case_number: Option<CaseNumber>,
    /// When it was docketed.
    pub docketed_on: Option<Day>,
    /// By which procedure it is tried.
    pub procedure: Procedure,
    /// Whether it is heard.
    pub hearings: Hearings,
    /// When it was first heard.
    pub first_heard_on: Option<Day>,
    /// The day of its last paper.
    pub judged_on: Option<Day>,
    /// When it became effective.
    pub effective_on: Option<Day>,
    /// The instance whose result it examines.
    pub follows: Option<InstanceNumber>,
    /// The organs against which the suit was withdrawn before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<PartyNumber>,
    /// Since when it was said that there is no open hearing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispensed_on: Option<Day>,
}

impl Chain {
    /// An instance.
    pub(crate) fn instance(&self, number: InstanceNumber) -> Result<&Instance, Refusal> {
        let found = self.instances.iter().find(|instance| instance.number == number);
        found.ok_or(Refusal::NoSuchInstance { number: number.0 })
    }

    /// The results that concern a party: of an organ that is sued its own, of everyone else all.
    pub(super) fn concerning<'a>(
        &'a self,
        instance: &'a Instance,
        party: PartyNumber,
    ) -> impl Iterator<Item = &'a Given> {
        let has_its_own = self.defendant(party).is_ok_and(Defendant::is_sued);
        instance.outcomes.iter().filter(move |(organ, _)| !has_its_own || **organ == party).map(|(_, given)| given)
    }

    /// The paper that reaches a party: the one that is named, or else the latest by then that had not reached it.
    pub(super) fn paper_of<'a>(&'a self, instance: &'a Instance, service: &JudgmentService) -> Option<&'a Given> {
        let concerning = || self.concerning(instance, service.party);
        if let Some(about) = service.about {
            let named = instance.outcomes.get(&about)?;
            return concerning().find(|given| given.entry == named.entry);
        }
        let is_new = |given: &Given| !given.served.contains_key(&service.party);
        let by_then = concerning().filter(|given| given.judged_on <= service.on);
        let latest = by_then.max_by_key(|given| (is_new(given), given.judged_on, given.entry));
        latest.or_else(|| concerning().min_by_key(|given| given.judged_on))
    }

    /// A party that has not been served with a result against which it may appeal.
    pub(super) fn unserved(&self, instance: &Instance) -> Option<PartyNumber> {
        let is_open = |given: &Given, party: PartyNumber| {
            self.appeal_rule(instance, given).is_some() && !given.served.contains_key(&party)
        };
        self.parties(instance.number)
            .find(|party| self.concerning(instance, *party).any(|given| is_open(given, *party)))
    }

    /// How a party's days for an appeal have ended, where they have otherwise than by the calendar: it appealed, the court
    /// certified the effect, or a further instance was opened.
    pub(super) fn appeal_over(&self, instance: &Instance, party: PartyNumber) -> Option<(End, Day)> {
        let appealed = instance.appealed.get(&party).map(|on| (End::Done, *on));
        let certified = || instance.effect.as_ref().map(|effect| (End::Superseded, effect.on));
        let further = || {
            let later = self.following(instance)?;
            let how = if later.brought_by.contains(&party) { End::Done } else { End::Superseded };
            Some((how, later.docketed_on?))
        };
        appealed.or_else(certified).or_else(further)
    }

    /// The further instance that examines its result.
    pub(super) fn following(&self, instance: &Instance) -> Option<&Instance> {
        self.instances.iter().find(|later| later.follows == Some(instance.number))
    }

    /// The result under examination behind an instance: not that of an examination itself.
    pub(super) fn examined(&self, instance: &Instance) -> Option<&Instance> {
        let followed = self.instance(instance.follows?).ok()?;
        if followed.kind == InstanceKind::RetrialExam { self.examined(followed) } else { Some(followed) }
    }

    /// By the procedure of which instance it is tried: a retrial by that of the result it examines, but as a second instance
    /// where the superior court has taken the case up itself (JI-2018 119).
    pub(super) fn tried_as(&self, instance: &Instance) -> Option<InstanceKind> {
        match instance.kind {
            InstanceKind::Retrial if instance.by_superior => Some(InstanceKind::Second),
            InstanceKind::RetrialExam | InstanceKind::Retrial => {
                self.examined(instance).and_then(|examined| self.tried_as(examined))
            }
            kind => Some(kind),
        }
    }

    /// By which rule one appeals against a result; none where one cannot. What a retrial upholds or changes, it says anew.
    pub(super) fn appeal_rule(&self, instance: &Instance, given: &Given) -> Option<&'static Rule> {
        let tried_first = matches!(self.tried_as(instance), Some(InstanceKind::First | InstanceKind::Remand));
        let said = match given.outcome.code {
            Code::R03 | Code::R04 => self.stands(instance, given)?.code,
            code => code,
        };
        if !tried_first || instance.kind == InstanceKind::RetrialExam || !said.can_be_appealed(given.form) {
            return None;
        }
        Some(if given.form == Form::Judgment { &law::APPEAL_OF_JUDGMENT } else { &law::APPEAL_OF_RULING })
    }

    /// What a result leaves standing.
    pub(super) fn stands(&self, instance: &Instance, given: &Given) -> Option<Standing> {
        let own = |code: Code| Standing {
            code,
            riders: given.outcome.riders.clone(),
            causes: given.outcome.causes.clone(),
            from: instance.number,
        };
        match given.outcome.code.leaves(instance.kind) {
            Leaves::Itself => Some(own(given.outcome.code)),
            Leaves::TheChanged => given.outcome.changed_to.map(own),
            Leaves::Nothing => None,
            Leaves::TheExamined => {
                let examined = self.examined(instance)?;
                let given = examined.outcomes.get(&given.outcome.defendant)?;
                self.stands(examined, given)
            }
        }
    }

    /// The lawsuit in short.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let Some(suit) = self.registration.clone() else { return Summary::default() };
        let mut defendants = suit.defendants;
        for defendant in &mut defendants {
            let instance = defendant.joined.map_or(InstanceNumber::FIRST, |joined| joined.instance);
            let copies = self.instance(instance).map(|instance| &instance.copies);
            defendant.copy_received_on = copies.ok().and_then(|copies| copies.get(&defendant.number)).copied();
        }
        Summary {
            stage: self.stage(),
            instances: self.instances.iter().map(|instance| instance.in_short(self)).collect(),
            plaintiffs: suit.plaintiffs,
            defendants,
            cause: Some(suit.cause),
            field: suit.field,
            matter: suit.matter,
            public_interest: suit.public_interest,
            compensation_only: suit.compensation_only,
            non_public: suit.non_public,
            classes: suit.classes,
            after_reconsideration: suit.after_reconsideration,
            effective_on: self.effective_on(),
        }
    }

    /// When the result that stands became effective: none, where a retrial has quashed what was.
    fn effective_on(&self) -> Option<Day> {
        let latest = self.instances.iter().rev().find(|instance| instance.effective(self).is_some())?;
        let stands = latest.outcomes.keys().any(|organ| !self.is_replaced(latest, *organ));
        latest.effective(self).filter(|_| stands)
    }

    /// Where the lawsuit stands: where its latest instance does.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let Some(instance) = self.instances.last() else { return Stage::NotRegistered };
        if instance.is_judged(self) {
            let left = instance.outcomes.values().map(|given| self.stands(instance, given)).collect::<Vec<_>>();
            let is_transferred = instance.outcomes.values().all(|given| given.outcome.code == Code::D05);
            let is_ruling =
                |standing: &Standing| matches!(standing.code, Code::D01 | Code::D03 | Code::D04 | Code::D06);
            return match instance.effective(self) {
                _ if is_transferred => Stage::Closed,
                Some(_) if left.iter().flatten().all(is_ruling) => Stage::Closed,
                Some(_) => Stage::Effective,
                None if !instance.appealed.is_empty() => Stage::Appealed,
                None if left.iter().all(Option::is_none) => Stage::Remanded,
                // What a refused application for retrial left standing was effective before.
                None if instance.kind == InstanceKind::RetrialExam => Stage::Effective,
                None => Stage::Judged,
            };
        }
        match instance.hearings(self) {
            Hearings::Dispensed => Stage::AwaitingJudgment,
            Hearings::Scheduled => Stage::HearingScheduled,
            Hearings::Heard => Stage::Heard,
            Hearings::NotYet if instance.copies.is_empty() && instance.kind == InstanceKind::First => {
                Stage::AwaitingCopy
            }
            Hearings::NotYet if instance.awaits_answers(self) => Stage::AwaitingAnswer,
            Hearings::NotYet => Stage::AwaitingHearing,
        }
    }

    /// Where a fact brings it.
    pub(super) fn take_up(&mut self, entry: u64, fact: &Fact) {
        match fact {
            Fact::Registered(e) => self.begin(e),
            Fact::InstanceOpened(e) => self.instances.push(Instance::opened(e)),
            Fact::CopyReceived(e) => self.at(e.receipt.instance, |instance| {
                instance.copies.insert(e.receipt.defendant, e.receipt.on);
            }),
            Fact::AnswerFiled(AnswerFiled { filing, .. }) => self.at(filing.instance, |instance| {
                if !filing.evidence_only {
                    instance.answers.insert(filing.defendant, filing.on);
                }
                if filing.with_evidence || filing.evidence_only {
                    instance.evidence.entry(filing.defendant).or_insert(filing.on);
                }
            }),
            Fact::AnswerExpired(e) => self.at(e.instance, |instance| {
                let expiries = if e.evidence_only { &mut instance.evidence_expiries } else { &mut instance.expiries };
                expiries.insert(e.defendant, entry);
            }),
            Fact::HearingDispensed(e) => self.at(e.instance, |instance| instance.dispensed = Some(e.clone())),
            Fact::Judged(Judged { judgment, .. }) => self.at(judgment.instance, |instance| {
                for outcome in &judgment.outcomes {
                    let (form, judged_on) = (judgment.form, judgment.judged_on);
                    let (outcome, served) = (outcome.clone(), BTreeMap::new());
                    let given = Given { outcome, form, judged_on, entry, served };
                    instance.outcomes.insert(given.outcome.defendant, given);
                }
            }),
            Fact::JudgmentServed(JudgmentServed { service, .. }) => {
                let instance = self.instance(service.instance).ok();
                let paper = instance.and_then(|instance| self.paper_of(instance, service)).map(|given| given.entry);
                self.at(service.instance, |instance| {
                    for given in instance.outcomes.values_mut().filter(|given| Some(given.entry) == paper) {
                        given.served.insert(service.party, service.on);
                    }
                });
            }
            Fact::AppealFiled(e) => self.at(e.appeal.instance, |instance| {
                instance.appealed.extend(e.appeal.appellants.iter().map(|party| (*party, e.appeal.made_on())));
            }),
            Fact::TookEffect(TookEffect { instance, on, by, .. }) => self.at(*instance, |instance| {
                instance.effect = Some(RecordedEffect { on: *on, by: *by, entry });
            }),
            Fact::Converted(e) => self.at(e.instance, |instance| instance.procedure = Procedure::Ordinary),
            Fact::DefendantJoined(e) => {
                if let Some(registration) = &mut self.registration {
                    registration.defendants.push(e.joined());
                }
            }
            Fact::HearingNoted(e) => self.at(e.instance, |instance| {
                instance.hearings.insert(e.hearing, (**e).clone());
            }),
            // These change what was entered, and the lawsuit is told anew.
            Fact::Amended(_)
            | Fact::Struck(_)
            | Fact::AnswerExpiryWithdrawn(_)
            | Fact::EffectWithdrawn(_)
            // And this, nothing but periods.
            | Fact::DeadlinesRecounted(_) => {}
        }
    }

    fn begin(&mut self, registered: &Registered) {
        let registration = registered.registration.clone();
        self.instances.push(Instance {
            court: registration.court.clone(),
            case_number: registration.case_number.clone(),
            docketed_on: registration.docketed_on,
            procedure: registration.procedure,
            ..Instance::empty(InstanceNumber::FIRST, InstanceKind::First, registration.court.clone())
        });
        self.registration = Some(registration);
    }

    fn at(&mut self, number: InstanceNumber, change: impl FnOnce(&mut Instance)) {
        if let Some(instance) = self.instances.iter_mut().find(|instance| instance.number == number) {
            change(instance);
        }
    }
}

impl Instance {
    fn empty(number: InstanceNumber, kind: InstanceKind, court: Court) -> Self {
        Self {
            number,
            kind,
            court,
            case_number: None,
            docketed_on: None,
            procedure: Procedure::Ordinary,
            by_superior: false,
            follows: None,
            brought_by: Vec::new(),
            copies: BTreeMap::new(),
            answers: BTreeMap::new(),
            evidence: BTreeMap::new(),
            expiries: BTreeMap::new(),
            evidence_expiries: BTreeMap::new(),
            dispensed: None,
            hearings: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            appealed: BTreeMap::new(),
            effect: None,
        }
    }

    fn opened(e: &InstanceOpened) -> Self {
        let opening = e.opening.clone();
        Self {
            case_number: opening.case_number,
            docketed_on: Some(opening.docketed_on),
            procedure: opening.procedure,
            by_superior: opening.by_superior,
            follows: opening.follows,
            brought_by: opening.brought_by,
            ..Self::empty(e.number, opening.kind, opening.court)
        }
    }

    /// The hearings that were held, in the order of their days.
    pub(super) fn held(&self) -> impl Iterator<Item = &HearingNoted> {
        self.hearings.values().filter(|hearing| hearing.state == HearingState::Held)
    }

    /// When it was first heard.
    #[must_use]
    pub fn first_heard_on(&self) -> Option<Day> {
        self.held().map(|hearing| hearing.on).min()
    }

    /// When some of the organs were last heard.
    #[must_use]
    pub fn last_heard_on(&self, of: impl Fn(PartyNumber) -> bool) -> Option<Day> {
        let concerns = |hearing: &&HearingNoted| hearing.notices.iter().any(|notice| of(notice.defendant));
        self.held().filter(concerns).map(|hearing| hearing.on).max()
    }

    /// When the last of some of the organs received a copy.
    #[must_use]
    pub fn last_copied_on(&self, of: impl Fn(PartyNumber) -> bool) -> Option<Day> {
        self.copies.iter().filter(|(party, _)| of(**party)).map(|(_, on)| *on).max()
    }

    /// The day of its last paper.
    #[must_use]
    pub fn judged_on(&self) -> Option<Day> {
        self.outcomes.values().map(|given| given.judged_on).max()
    }

    /// Whether it has come to something for every organ that is sued.
    #[must_use]
    pub fn is_judged(&self, chain: &Chain) -> bool {
        chain.sued(self.number).all(|organ| self.outcomes.contains_key(&organ.number))
    }

    /// When it became effective: by an event, or, where there is no appeal, by service on the last of those served, once
    /// each organ is. Whether the court has served the others too, an organ often does not learn.
    #[must_use]
    pub fn effective(&self, chain: &Chain) -> Option<Day> {
        if let Some(effect) = &self.effect {
            return Some(effect.on);
        }
        let is_final = self.outcomes.values().all(|given| chain.appeal_rule(self, given).is_none());
        let leaves = || self.outcomes.values().any(|given| chain.stands(self, given).is_some());
        if !self.is_judged(chain) || !is_final || self.kind == InstanceKind::RetrialExam || !leaves() {
            return None;
        }
        let each_is_served = self.outcomes.iter().all(|(organ, given)| given.served.contains_key(organ));
        let services = self.outcomes.values().flat_map(|given| given.served.values());
        services.copied().max().filter(|_| each_is_served)
    }

    /// Whether the days of an organ run that has received a copy.
    fn awaits_answers(&self, chain: &Chain) -> bool {
        let is_answered = |party| self.answers.contains_key(party) || self.expiries.contains_key(party);
        let waiting = self.copies.keys().filter(|party| !is_answered(party));
        let mut organs = waiting.filter_map(|party| chain.defendant(*party).ok());
        organs.any(|organ| !answer::days(self.kind, organ).is_empty())
    }

    /// Whether an organ has no result yet that is older than a day.
    #[must_use]
    pub fn is_open_to(&self, organ: PartyNumber, day: Day) -> bool {
        self.outcomes.get(&organ).is_none_or(|given| given.judged_on >= day)
    }

    /// Whether it is heard. What ended without a hearing for every organ needs none.
    #[must_use]
    pub fn hearings(&self, chain: &Chain) -> Hearings {
        let is_planned = |hearing: &HearingNoted| hearing.state == HearingState::Planned;
        match (&self.dispensed, self.first_heard_on()) {
            (_, Some(_)) if self.hearings.values().any(is_planned) => Hearings::Scheduled,
            (_, Some(_)) => Hearings::Heard,
            (Some(_), None) => Hearings::Dispensed,
            (None, None) if self.is_judged(chain) => Hearings::Dispensed,
            (None, None) if self.hearings.values().any(is_planned) => Hearings::Scheduled,
            (None, None) => Hearings::NotYet,
        }
    }

    fn in_short(&self, chain: &Chain) -> InstanceInShort {
        let hearings = match self.first_heard_on() {
            Some(_) => Hearings::Heard,
            None => self.hearings(chain),
        };
        InstanceInShort {
            number: self.number,
            kind: self.kind,
            court: self.court.clone(),
            case_number: self.case_number.clone(),
            docketed_on: self.docketed_on,
            procedure: self.procedure,
            hearings,
            first_heard_on: self.first_heard_on(),
            judged_on: self.judged_on(),
            effective_on: self.effective(chain),
            follows: self.follows,
            left: chain.left_before(self.number).collect(),
            dispensed_on: self.dispensed.as_ref().map(|without| without.on),
        }
    }
}
