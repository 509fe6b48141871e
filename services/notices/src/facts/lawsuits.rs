//! A lawsuit, as far as it is counted: its instances, who came for each organ to each hearing, what became of its case, and
//! the result that became effective.
//!
//! The lawsuit's own events say all of it whole, after hearings and amendments too; so here is only taken up what was said
//! last.

use std::collections::BTreeMap;

use proto::appearances::lawsuit_event::Event;
use proto::appearances::{Defendant, HearingNoted, Instance, InstanceResult, LawsuitEvent, Presence, Summary};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::rows::Row;
use super::told::{Told, day, id_if_any, read, sources};
use super::{Fact, Listed, OnDay, Source, Sources};
use crate::words;

/// The log.
pub const LOG: &str = "appearances";
/// The aggregate.
pub const KIND: &str = "Lawsuit";

/// An instance of a lawsuit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Suit {
    /// The lawsuit.
    pub stream: Uuid,
    /// The instance.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// （2026）陕0327行初12号.
    pub number: String,
    /// The organs sued.
    pub organs: Vec<Uuid>,
    /// Their names that day.
    pub organ_names: Vec<String>,
    /// First, Second, RetrialExam, Retrial, Remand.
    pub instance_kind: String,
    /// The court, where it is in the directory.
    pub court: Option<Uuid>,
    /// 案由.
    pub title: String,
    /// Brought by a procuratorate.
    pub public_interest: bool,
    /// About compensation alone.
    pub compensation_only: bool,
    /// The day it was docketed.
    pub docketed_on: OnDay,
    /// The day it was registered here, where nothing says when it was docketed.
    pub known_on: OnDay,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

/// An organ that is sued, in one instance: the unit of the duty to appear and of losing (A-CNT-1, A-DEF-6).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Party {
    /// The lawsuit.
    pub stream: Uuid,
    /// Instance and defendant.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// The instance's number.
    pub number: String,
    /// The organ; empty: not in the directory.
    pub organs: Vec<Uuid>,
    /// Its name that day.
    pub organ_names: Vec<String>,
    /// First, Second, RetrialExam, Retrial, Remand.
    pub instance_kind: String,
    /// The court, where it is in the directory.
    pub court: Option<Uuid>,
    /// 案由, without the names of the citizens in it: a notice lists it.
    pub title: String,
    /// The first day on which the instance was heard.
    pub first_heard_on: OnDay,
    /// What the organ's attendance at each of its hearings amounted to, in the order of their days.
    #[sqlx(try_from = "String")]
    pub attendances: Listed<Attendance>,
    /// Whether the principal was expected (A-HEA-1, A-HEA-1c).
    pub principal_expected: bool,
    /// The day of the result.
    pub judged_on: OnDay,
    /// The result.
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub outcome: Outcome,
    /// Whether it is not public, or was heard behind closed doors in whatever instance.
    pub closed: bool,
    /// The citizens in it.
    #[sqlx(default)]
    pub names: Vec<String>,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

/// What an organ's attendance at a hearing amounted to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Attendance {
    /// The day of the hearing.
    pub held_on: OnDay,
    /// ShallNotify, MayNotify, None.
    pub notice: String,
    /// STATISTICS 5.3: Appeared, OnlyStaff, …
    pub status: String,
    /// The highest rank among its own heads who stayed, or else left early: Principal, Deputy, DeputyRank, OtherInCharge.
    pub level: String,
    /// Who that was, with the post of that day.
    pub official: String,
    /// The status of the co-defendant whose head was to appear for it too, by agreement; empty: there was none.
    pub represented_status: String,
    /// The rank of that head.
    pub represented_level: String,
}

/// As what an organ was sued, and what its case came to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Outcome {
    /// Defendant, CoDefendant, ThirdPartyOrgan.
    pub role: String,
    /// OriginalOrgan, ReconsiderationOrgan.
    pub organ_kind: String,
    /// How many organs are sued in the lawsuit.
    pub defendants: i32,
    /// Brought by a procuratorate.
    pub public_interest: bool,
    /// About compensation alone.
    pub compensation_only: bool,
    /// The result: STATISTICS 4.
    pub code: String,
    /// What holds in substance, riders last: of an upheld judgment its own codes.
    pub holding: Vec<String>,
    /// What holds in substance for the other organs sued.
    pub holding_for_others: Vec<String>,
}

/// A hearing held, for one of the organs concerned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Hearing {
    /// The lawsuit.
    pub stream: Uuid,
    /// Hearing and defendant.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// The instance's number.
    pub number: String,
    /// The organ; empty: not in the directory.
    pub organs: Vec<Uuid>,
    /// Its name that day.
    pub organ_names: Vec<String>,
    /// First, Second, RetrialExam, Retrial, Remand.
    pub instance_kind: String,
    /// OriginalOrgan, ReconsiderationOrgan.
    pub organ_kind: String,
    /// How many organs are sued in the lawsuit.
    pub defendants: i32,
    /// The court, where it is in the directory.
    pub court: Option<Uuid>,
    /// Who came.
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub attendance: Attendance,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

/// The result of a lawsuit that became effective, for one of the organs sued.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, FromRow)]
pub struct Chain {
    /// The lawsuit.
    pub stream: Uuid,
    /// Instance and defendant.
    pub key: String,
    /// GB/T 2260.
    pub area: String,
    /// The number of the instance whose result it is.
    pub number: String,
    /// The organ; empty: not in the directory.
    pub organs: Vec<Uuid>,
    /// Its name that day.
    pub organ_names: Vec<String>,
    /// The court, where it is in the directory.
    pub court: Option<Uuid>,
    /// 案由, without the names of the citizens in it: a notice lists it.
    pub title: String,
    /// The day it became effective.
    pub effective_on: OnDay,
    /// The day from which it was quashed, or a later result holds in its place.
    pub replaced_on: OnDay,
    /// The result of the instance.
    #[serde(flatten)]
    #[sqlx(flatten)]
    pub outcome: Outcome,
    /// Whether it is not public, or was heard behind closed doors in whatever instance.
    pub closed: bool,
    /// The events that made it so.
    #[sqlx(default, try_from = "String")]
    pub sources: Sources,
}

/// Implements what all facts of a lawsuit answer alike.
macro_rules! of_lawsuits {
    ($($fact:ident $kind:literal $organs:literal $table:literal $title:expr, $columns:literal, $days:expr;)+) => { $(
        impl Fact for $fact {
            const KIND: &'static str = $kind;
            const IS_AN_ORGANS: bool = $organs;

            fn stream(&self) -> Uuid {
                self.stream
            }
            fn key(&self) -> &str {
                &self.key
            }
            fn organs(&self) -> &[Uuid] {
                &self.organs
            }
            fn organ_names(&self) -> &[String] {
                &self.organ_names
            }
            fn number(&self) -> &str {
                &self.number
            }
            fn title(&self) -> String {
                let title: fn(&$fact) -> String = $title;
                title(self)
            }
            fn court(&self) -> Option<Uuid> {
                self.court
            }
            fn sources(&self) -> &[Source] {
                &self.sources.0
            }
        }

        impl Row for $fact {
            const TABLE: &'static str = $table;
            const LOG: &'static str = LOG;
            const COLUMNS: &'static str = $columns;
            const DAYS: &'static [&'static str] = $days;
        }
    )+ };
}

of_lawsuits! {
    Suit "Suit" true "notices.suit_fact" |f| format!("{} · 被告：{}", instance_title(&f.instance_kind), f.organ_names.join("、")),
        "stream, key, area, number, organs, organ_names, instance_kind, court, title, public_interest, compensation_only,
        docketed_on, known_on", &["docketed_on", "known_on"];
    Party "PartyInstance" true "notices.party_fact" |f| format!("{} · {}", instance_title(&f.instance_kind), f.organ_names.join("、")),
        "stream, key, area, number, organs, organ_names, instance_kind, role, organ_kind, defendants, court, title,
        public_interest, compensation_only, first_heard_on, attendances, principal_expected, judged_on, code, holding,
        holding_for_others, closed", &["first_heard_on", "judged_on"];
    Hearing "Hearing" true "notices.hearing_fact" |f| format!("{}庭审 · {}", instance_title(&f.instance_kind), f.organ_names.join("、")),
        "stream, key, area, number, organs, organ_names, instance_kind, organ_kind, defendants, court, held_on, notice,
        status, level, official, represented_status, represented_level", &["held_on"];
    Chain "Chain" true "notices.chain_fact" |f| format!("生效裁判 · {}", f.organ_names.join("、")),
        "stream, key, area, number, organs, organ_names, role, organ_kind, defendants, court, title,
        public_interest, compensation_only, effective_on, replaced_on, code, holding, holding_for_others, closed", &["effective_on"];
}

/// 一审, 二审 …
#[must_use]
pub fn instance_title(kind: &str) -> &'static str {
    match kind {
        "First" => "一审",
        "Second" => "二审",
        "RetrialExam" => "再审审查",
        "Retrial" => "再审",
        "Remand" => "重审",
        _ => "其他程序",
    }
}

/// Whether an event of a lawsuit can change what is counted of it.
pub(super) fn makes_facts(event: &str) -> bool {
    !matches!(
        event,
        "Converted"
            | "CopyReceived"
            | "AnswerFiled"
            | "AnswerExpired"
            | "AnswerExpiryWithdrawn"
            | "AppealFiled"
            | "DeadlinesRecounted"
    )
}

/// What a lawsuit comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Made {
    /// Its instances.
    pub suits: Vec<Suit>,
    /// The organs sued in each.
    pub parties: Vec<Party>,
    /// Its hearings.
    pub hearings: Vec<Hearing>,
    /// Its effective results.
    pub chains: Vec<Chain>,
}

/// What was said last of each part of a lawsuit, with the events that said it.
#[derive(Default)]
struct Docket<'t> {
    entered: Vec<&'t Told>,
    summary: Summary,
    results: BTreeMap<(u32, u32), (InstanceResult, Vec<&'t Told>)>,
    hearings: BTreeMap<Vec<u8>, (HearingNoted, Vec<&'t Told>)>,
}

/// What the events of a lawsuit come to; nothing if it was entered by mistake.
pub fn made_of(history: &[Told]) -> anyhow::Result<Made> {
    let mut docket = Docket::default();
    for told in history {
        docket.take_up(told, read(told)?);
    }
    if docket.summary.stage == "Struck" {
        return Ok(Made::default());
    }
    let Some(first) = history.first() else { return Ok(Made::default()) };
    Ok(Made {
        suits: docket.summary.instances.iter().map(|instance| docket.suit(first, instance)).collect(),
        parties: docket.parties(first),
        hearings: docket.hearings_held(first),
        chains: docket.chains(first),
    })
}

impl<'t> Docket<'t> {
    fn take_up(&mut self, told: &'t Told, message: LawsuitEvent) {
        match message.event {
            Some(Event::HearingNoted(noted)) => {
                let known = self.hearings.entry(noted.hearing.clone()).or_default();
                known.0 = noted;
                known.1.push(told);
            }
            Some(
                Event::Registered(_) | Event::DefendantJoined(_) | Event::InstanceOpened(_) | Event::LawsuitAmended(_),
            ) => self.entered.push(told),
            _ => {}
        }
        for result in message.results {
            let known = self.results.entry((result.instance, result.defendant)).or_default();
            known.0 = result;
            known.1.push(told);
        }
        if let Some(summary) = message.lawsuit {
            self.summary = summary;
        }
    }

    fn suit(&self, first: &Told, instance: &Instance) -> Suit {
        Suit {
            stream: first.stream,
            key: instance.number.to_string(),
            area: first.area.clone(),
            number: number(instance),
            organs: self.sued(instance.number).filter_map(|defendant| id_if_any(&defendant.organ)).collect(),
            organ_names: self.sued(instance.number).map(|defendant| defendant.name.clone()).collect(),
            instance_kind: instance.kind.clone(),
            court: court(instance),
            title: self.summary.cause.clone(),
            public_interest: self.summary.public_interest,
            compensation_only: self.summary.compensation_only,
            docketed_on: day(&instance.docketed_on),
            known_on: day(&first.on).filter(|_| instance.docketed_on.is_empty()),
            sources: sources(self.entered.iter().copied()),
        }
    }

    fn parties(&self, first: &Told) -> Vec<Party> {
        let each = self.summary.instances.iter().flat_map(|instance| {
            self.taking_part(instance.number).map(move |defendant| self.party(first, instance, defendant))
        });
        each.filter(|party| party.first_heard_on.is_some() || party.judged_on.is_some()).collect()
    }

    fn party(&self, first: &Told, instance: &Instance, defendant: &Defendant) -> Party {
        let result =
            self.results.get(&(instance.number, defendant.number)).filter(|(result, _)| !result.code.is_empty());
        let heard = || self.heard(defendant.number).filter(|(noted, ..)| noted.instance == instance.number);
        let told = heard().flat_map(|(.., told)| told).chain(result.iter().flat_map(|(_, told)| told)).copied();
        let mut attendances: Vec<_> = heard().map(|(noted, presence, _)| attendance(noted, presence)).collect();
        attendances.sort_by(|one, other| one.held_on.cmp(&other.held_on));
        Party {
            stream: first.stream,
            key: format!("{}/{}", instance.number, defendant.number),
            area: first.area.clone(),
            number: number(instance),
            organs: id_if_any(&defendant.organ).into_iter().collect(),
            organ_names: vec![defendant.name.clone()],
            instance_kind: instance.kind.clone(),
            court: court(instance),
            title: self.cause(),
            first_heard_on: attendances.first().and_then(|attendance| attendance.held_on.clone()),
            attendances: Listed(attendances),
            principal_expected: !self.summary.classes.is_empty(),
            judged_on: result.and_then(|(result, _)| day(&result.judged_on)),
            outcome: self.outcome(instance, defendant, result.map(|(result, _)| result)),
            closed: self.is_closed(),
            names: self.citizens(),
            sources: sources(told),
        }
    }

    /// The hearings held that concern a defendant, with what its attendance amounted to.
    fn heard(&self, defendant: u32) -> impl Iterator<Item = (&HearingNoted, &Presence, &[&'t Told])> {
        let held = self.hearings.values().filter(|(noted, _)| noted.state == "Held");
        held.filter_map(move |(noted, told)| {
            let presence = noted.presences.iter().find(|presence| presence.defendant == defendant)?;
            Some((noted, presence, told.as_slice()))
        })
    }

    fn outcome(&self, instance: &Instance, defendant: &Defendant, result: Option<&InstanceResult>) -> Outcome {
        Outcome {
            role: defendant.role.clone(),
            organ_kind: defendant.kind.clone(),
            defendants: self.how_many_sued(instance.number),
            public_interest: self.summary.public_interest,
            compensation_only: self.summary.compensation_only,
            code: result.map(|result| result.code.clone()).unwrap_or_default(),
            holding: result.map(holding).unwrap_or_default(),
            holding_for_others: self.holding_for_others(instance.number, defendant.number),
        }
    }

    /// The organs in an instance: those joined later only from theirs on, and none against which the suit was withdrawn before.
    fn taking_part(&self, instance: u32) -> impl Iterator<Item = &Defendant> {
        let known = self.summary.instances.iter().find(|known| known.number == instance);
        let left = known.map(|known| known.left.as_slice()).unwrap_or_default();
        let is_joined = move |organ: &&Defendant| organ.joined_in <= instance;
        self.summary.defendants.iter().filter(is_joined).filter(|organ| !left.contains(&organ.number))
    }

    fn sued(&self, instance: u32) -> impl Iterator<Item = &Defendant> {
        self.taking_part(instance).filter(|defendant| defendant.role != "ThirdPartyOrgan")
    }

    fn how_many_sued(&self, instance: u32) -> i32 {
        i32::try_from(self.sued(instance).count()).unwrap_or(i32::MAX)
    }

    fn citizens(&self) -> Vec<String> {
        let citizens = self.summary.plaintiffs.iter().filter(|plaintiff| plaintiff.kind == "Citizen");
        citizens.map(|plaintiff| plaintiff.name.clone()).collect()
    }

    fn cause(&self) -> String {
        words::without_names(&self.summary.cause, &self.citizens())
    }

    fn is_closed(&self) -> bool {
        self.summary.non_public || self.hearings.values().any(|(noted, _)| noted.closed && noted.state != "Struck")
    }

    fn holding_for_others(&self, instance: u32, defendant: u32) -> Vec<String> {
        let others = self.results.range((instance, 0)..=(instance, u32::MAX));
        others.filter(|((_, other), _)| *other != defendant).flat_map(|(_, (result, _))| holding(result)).collect()
    }

    fn hearings_held(&self, first: &Told) -> Vec<Hearing> {
        let each = self.summary.defendants.iter().flat_map(|defendant| {
            self.heard(defendant.number)
                .map(move |(noted, presence, told)| self.hearing(first, defendant, noted, presence, told))
        });
        each.collect()
    }

    fn hearing(
        &self,
        first: &Told,
        defendant: &Defendant,
        noted: &HearingNoted,
        presence: &Presence,
        told: &[&Told],
    ) -> Hearing {
        let hearing = id_if_any(&noted.hearing).unwrap_or_default();
        let instance = self.summary.instances.iter().find(|instance| instance.number == noted.instance);
        Hearing {
            stream: first.stream,
            key: format!("{hearing}/{}", defendant.number),
            area: first.area.clone(),
            number: instance.map(number).unwrap_or_default(),
            organs: id_if_any(&defendant.organ).into_iter().collect(),
            organ_names: vec![defendant.name.clone()],
            instance_kind: noted.instance_kind.clone(),
            organ_kind: defendant.kind.clone(),
            defendants: self.how_many_sued(noted.instance),
            court: instance.and_then(court),
            attendance: attendance(noted, presence),
            sources: sources(told.iter().copied()),
        }
    }

    fn chains(&self, first: &Told) -> Vec<Chain> {
        let effective =
            self.results.values().filter(|(result, _)| !holds_from(result).is_empty() && result.code != "R05");
        let each = effective.filter_map(|(result, told)| {
            let defendant = self.summary.defendants.iter().find(|defendant| defendant.number == result.defendant)?;
            let instance = self.summary.instances.iter().find(|instance| instance.number == result.instance)?;
            let later = self.results.range((result.instance + 1, 0)..).map(|(_, later)| later);
            let later = later.filter(|(later, _)| later.defendant == result.defendant && !holds_from(later).is_empty());
            let replaced = later.min_by(|(one, _), (other, _)| holds_from(one).cmp(holds_from(other)));
            let told = told.iter().chain(replaced.iter().flat_map(|(_, told)| told));
            Some(Chain {
                stream: first.stream,
                key: format!("{}/{}", instance.number, defendant.number),
                area: first.area.clone(),
                number: number(instance),
                organs: id_if_any(&defendant.organ).into_iter().collect(),
                organ_names: vec![defendant.name.clone()],
                court: court(instance),
                title: self.cause(),
                effective_on: day(&result.effective_on),
                replaced_on: replaced.and_then(|(later, _)| day(holds_from(later))),
                outcome: self.outcome(instance, defendant, Some(result)),
                closed: self.is_closed(),
                sources: sources(told.copied()),
            })
        });
        each.collect()
    }
}

/// From which day a result holds in place of those before it. A retrial that leaves another result standing holds from
/// none; one that sends the case back holds from its own, though it is no result itself (LAW 3.7, row 11).
fn holds_from(result: &InstanceResult) -> &str {
    match result.code.as_str() {
        "" | "R03" | "R06" => "",
        "R05" => &result.judged_on,
        _ => &result.effective_on,
    }
}

fn attendance(noted: &HearingNoted, presence: &Presence) -> Attendance {
    let representing = noted.presences.iter().find(|other| other.defendant == presence.represented_by);
    Attendance {
        held_on: day(&noted.on),
        notice: presence.notice.clone(),
        status: presence.status.clone(),
        level: presence.level.clone(),
        official: format!("{}{}", presence.official_post, presence.official_name),
        represented_status: representing.map(|other| other.status.clone()).unwrap_or_default(),
        represented_level: representing.map(|other| other.level.clone()).unwrap_or_default(),
    }
}

/// The codes of what holds in substance.
fn holding(result: &InstanceResult) -> Vec<String> {
    let own = [&result.effective_code].into_iter().chain(&result.effective_riders);
    own.filter(|code| !code.is_empty()).cloned().collect()
}

fn number(instance: &Instance) -> String {
    instance.case_number.as_ref().map(|number| number.text.clone()).unwrap_or_default()
}

fn court(instance: &Instance) -> Option<Uuid> {
    instance.court.as_ref().and_then(|court| id_if_any(&court.id))
}
