//! `/hearings/{hearing}/steps/{command}` and `/hearings/{hearing}/entries/{entry}`: what is done with a hearing, and how its
//! entries are put right. An entry is put right as a whole, on the form on which it was made.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use kernel::day::Day;
use proto::Message;
use proto::appearances::hearing_command::Command;
use proto::appearances::hearing_event::Event;
use proto::appearances::hearing_fact::Fact;
use proto::appearances::{
    AmendHearing, Cancellation, HearingCommand, HearingEvent, HearingFact, Holding, Move, Observation, Observer,
};
use proto::common::{Amendment, Strike};
use serde::Deserialize;
use uuid::Uuid;

use super::attendance::{Concerned, entered_of, holding_groups, read_holding};
use super::plan::{day_of, entered_of_plan, plan_fields, read_plan};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::{Form, Said};
use crate::pages::putting_right::{self, NOTE, TITLE, no_such_entry, reasons};
use crate::registers::entries::{self, Entry};
use crate::registers::lawsuits::{self, Hearing, telling};
use crate::registers::organs::{self, Organ};
use crate::words::{self, HEARING_STEPS, LEVELS, OBSERVED, REASONS, title};
use crate::{Portal, asking};

/// What is to be put right: this entry, or the hearing as a whole.
const CHANGES: words::Words = &[("amend", "更正这条记录"), ("strike", "整次开庭是误录，撤除")];
const CHANGES_OF_OBSERVATION: words::Words = &[("amend", "更正这条记录"), ("strike", "这次旁听是误录，撤除")];

#[derive(Deserialize)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
}

/// What is done with a hearing.
enum Task {
    Step(String),
    PutRight(Box<Standing>),
}

/// An entry as it stands.
struct Standing {
    number: i64,
    title: String,
    on: String,
    fact: Fact,
}

struct Stepping {
    person: Person,
    hearing: Hearing,
    task: Task,
    concerned: Concerned,
    organs: Vec<Organ>,
    version: i64,
    said: Vec<String>,
    article: String,
    effect: String,
    today: Day,
}

impl Stepping {
    async fn step(portal: &Portal, person: Person, hearing: Uuid, command: String) -> Result<Self, Failure> {
        if !matches!(command.as_str(), "move" | "hold" | "cancel" | "observe") {
            return Err(Failure::NotFound("没有这一步的表单".to_owned()));
        }
        let mut stepping = Self::of(portal, person, hearing, Task::Step(command.clone())).await?;
        let answer = match asking::hearing_steps(portal, hearing).await {
            Err(Failure::Away(_)) => return Ok(stepping),
            answer => answer?,
        };
        if let Some(step) = answer.steps.iter().find(|step| step.command == command) {
            stepping.article.clone_from(&step.article);
            stepping.effect.clone_from(&step.effect);
        } else {
            let why = answer.hindered.iter().find(|step| step.command == command).map(|step| step.refusal.as_str());
            let why = why.unwrap_or("现在不能办理这一步");
            stepping.said.push(format!("现在不能办理：{why}"));
        }
        stepping.version = answer.version;
        Ok(stepping)
    }

    async fn entry(portal: &Portal, person: Person, hearing: Uuid, number: i64) -> Result<Self, Failure> {
        let found = lawsuits::hearing_of(portal, &person, hearing).await?.ok_or_else(Failure::no_such_thing)?;
        putting_right::may(portal, &person, found.id, number).await?;
        let told = entries::of(portal, hearing).await?;
        let fact = standing(&told, number)?.ok_or_else(no_such_entry)?;
        let entry = told.iter().find(|entry| entry.entry == number).ok_or_else(no_such_entry)?;
        let (title, on) = (telling::hearing(entry).title, entry.occurred_on.clone());
        Self::of(portal, person, hearing, Task::PutRight(Box::new(Standing { number, title, on, fact }))).await
    }

    async fn of(portal: &Portal, person: Person, hearing: Uuid, task: Task) -> Result<Self, Failure> {
        let hearing = lawsuits::hearing_of(portal, &person, hearing).await?.ok_or_else(Failure::no_such_thing)?;
        let lawsuit =
            lawsuits::lawsuit_of(portal, &person, hearing.lawsuit).await?.ok_or_else(Failure::no_such_thing)?;
        let noticed: Vec<u32> = hearing.plan()?.notices.iter().map(|notice| notice.defendant).collect();
        let instance = u32::try_from(hearing.instance).unwrap_or_default();
        let before = match &task {
            Task::PutRight(entry) => match &entry.fact {
                Fact::Holding(holding) => holding.clone(),
                _ => Holding::default(),
            },
            Task::Step(_) => Holding::default(),
        };
        let concerned = Concerned::of(portal, (&lawsuit, instance), &noticed, before).await?;
        let today = portal.inside.clock.today();
        let organs = organs::ever(portal, today).await?;
        let (version, said) = (hearing.version, Vec::new());
        let (article, effect) = (String::new(), String::new());
        Ok(Self { person, hearing, task, concerned, organs, version, said, article, effect, today })
    }

    /// The organs concerned on the day that was entered.
    fn concerned(&self, entered: &Entered) -> Concerned {
        let is_held = match &self.task {
            Task::Step(command) => command == "hold",
            Task::PutRight(entry) => matches!(entry.fact, Fact::Holding(_)),
        };
        let field = if is_held { "on" } else { "day" };
        self.concerned.on(&day_of(entered, field, self.today, self.hearing.day.clone()))
    }

    fn observation(&self) -> Vec<Group> {
        let organs = self.organs.iter().map(Organ::choice);
        let fields = vec![
            Field::select("unit", "组织旁听的单位", organs),
            Field::choice("mode", "旁听方式", OBSERVED).or("OnSite"),
            Field::number("headcount", "旁听人数"),
            Field::line("material", "旁听材料").if_any().help("签到表、照片等"),
            Field::text("observers", "旁听的负责人")
                .if_any()
                .help("一行一人：姓名 职务 级别（正职、副职）；其他人员只计人数"),
        ];
        vec![Group::new("", fields)]
    }

    fn read_observation(&self, r: &mut Reader<'_>) -> Observation {
        let chosen = r.entered().text("unit");
        let unit = self.organs.iter().find(|organ| organ.id.to_string() == chosen);
        if unit.is_none() {
            r.wrong("unit", "请选择单位");
        }
        let observers = r.text_if_any("observers");
        Observation {
            on: self.hearing.day.clone(),
            unit: unit.map(|unit| asking::bytes(unit.id)).unwrap_or_default(),
            unit_name: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
            observers: observers.lines().filter(|line| !line.trim().is_empty()).map(observer).collect(),
            headcount: r.number("headcount"),
            mode: r.word("mode", OBSERVED),
            material: r.line_if_any("material"),
        }
    }

    /// The fields of what is put right.
    fn entry_groups(&self, entry: &Standing, entered: &Entered) -> Vec<Group> {
        let changes = if is_observation(entry) { CHANGES_OF_OBSERVATION } else { CHANGES };
        let change = Field::choice("change", "怎样更正", changes).or("amend");
        let mut groups = vec![Group::new("", std::iter::once(change).chain(reasons())).note(NOTE)];
        groups.extend(match &entry.fact {
            Fact::Plan(_) | Fact::Move(_) => plan_fields(&self.concerned(entered), ""),
            Fact::Holding(_) => holding_groups(&self.concerned(entered), entered, ""),
            Fact::Observation(_) => self.observation(),
            Fact::Cancellation(_) => cancellation("").into(),
        });
        groups
    }

    fn read_entry(&self, r: &mut Reader<'_>, entry: &Standing) -> Command {
        let amendment =
            Amendment { entry: entry.number, reason: r.word("reason", REASONS), explanation: r.line("explanation") };
        if r.word("change", CHANGES) == "strike" {
            // An observation is struck alone, anything else with its hearing.
            let entry = if is_observation(entry) { entry.number } else { 1 };
            return Command::Strike(Strike { amendment: Some(Amendment { entry, ..amendment }) });
        }
        let fact = match &entry.fact {
            Fact::Plan(_) => Fact::Plan(read_plan(r, &self.concerned(r.entered()))),
            Fact::Move(before) => {
                let plan = Some(read_plan(r, &self.concerned(r.entered())));
                Fact::Move(Move { plan, on: before.on.clone(), reason: before.reason.clone() })
            }
            Fact::Holding(_) => Fact::Holding(read_holding(r, &self.concerned(r.entered()))),
            Fact::Observation(_) => Fact::Observation(self.read_observation(r)),
            Fact::Cancellation(_) => Fact::Cancellation(read_cancellation(r)),
        };
        let fact = Some(HearingFact { fact: Some(fact) });
        Command::Amend(AmendHearing { amendment: Some(amendment), fact })
    }
}

fn is_observation(entry: &Standing) -> bool {
    matches!(entry.fact, Fact::Observation(_))
}

/// What was entered under a number, as it was last put right; none if it was taken out.
fn standing(told: &[Entry], number: i64) -> anyhow::Result<Option<Fact>> {
    let of = |amendment: Option<&Amendment>| amendment.map_or(0, |amendment| amendment.entry);
    let mut standing = None;
    for entry in told {
        standing = match HearingEvent::decode(entry.payload.as_slice())?.event {
            Some(Event::HearingAmended(e)) if of(e.amendment.as_ref()) == number => {
                e.after.and_then(|after| after.fact)
            }
            Some(Event::HearingStruck(e)) if [1, number].contains(&of(e.amendment.as_ref())) => None,
            Some(event) if entry.entry == number => entered(event),
            _ => standing,
        };
    }
    Ok(standing)
}

fn entered(event: Event) -> Option<Fact> {
    Some(match event {
        Event::HearingScheduled(plan) => Fact::Plan(plan),
        Event::HearingMoved(moved) => Fact::Move(moved),
        Event::HearingHeld(held) => Fact::Holding(held.holding?),
        Event::HearingCancelled(cancelled) => Fact::Cancellation(cancelled),
        Event::CourtObserved(observed) => Fact::Observation(observed),
        Event::HearingAmended(_) | Event::HearingStruck(_) => return None,
    })
}

fn cancellation(today: &str) -> [Group; 1] {
    let reason = Field::line("reason.cancelled", "原因").wide().if_any();
    [Group::new("", [Field::day("cancelled_on", "取消日期").or(today), reason])]
}

fn read_cancellation(r: &mut Reader<'_>) -> Cancellation {
    Cancellation { on: r.day("cancelled_on"), reason: r.line_if_any("reason.cancelled") }
}

/// 张三 局长 正职
fn observer(line: &str) -> Observer {
    let mut parts = line.split_whitespace().map(str::to_owned);
    let (name, post, level) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let level = LEVELS.iter().find(|(_, title)| *title == level).map_or("", |(level, _)| level);
    Observer { name, post, level: level.to_owned() }
}

fn observed(observation: &Observation) -> Entered {
    let mut entered = Entered::default();
    let unit = Uuid::from_slice(&observation.unit).map(|unit| unit.to_string()).unwrap_or_default();
    entered.set("unit", unit);
    entered.set("mode", &observation.mode);
    entered.set("headcount", observation.headcount.to_string());
    entered.set("material", &observation.material);
    let lines = observation.observers.iter().map(|observer| {
        format!("{} {} {}", observer.name, observer.post, title(LEVELS, &observer.level)).trim().to_owned()
    });
    entered.set("observers", lines.collect::<Vec<_>>().join("\n"));
    entered
}

impl Desk for Stepping {
    type Command = HearingCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/hearings"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.hearing.id)
    }

    fn form(&self) -> Form {
        let back = format!("/hearings/{}", self.hearing.id);
        let (name, action) = match &self.task {
            Task::Step(command) => (title(HEARING_STEPS, command), format!("{back}/steps/{command}")),
            Task::PutRight(entry) => {
                (format!("{TITLE}：{}（{}）", entry.title, entry.on), format!("{back}/entries/{}", entry.number))
            }
        };
        Form {
            title: name,
            article: self.article.clone(),
            effect: self.effect.clone(),
            action,
            case: self.hearing.called().to_owned(),
            parties: format!("{} 诉 {}", self.hearing.plaintiffs, self.hearing.defendants),
            version: self.version.to_string(),
            said: Said::each(&self.said),
            back,
            ..Form::default()
        }
    }

    fn beginning(&self) -> Entered {
        let plan = || self.hearing.plan().map(|plan| entered_of_plan(&plan)).unwrap_or_default();
        let mut entered = match &self.task {
            Task::Step(command) if command == "move" => {
                let mut entered = plan();
                entered.set("moved_on", self.today.to_string());
                entered
            }
            Task::Step(_) => return Entered::default(),
            Task::PutRight(entry) => match &entry.fact {
                Fact::Plan(plan) => entered_of_plan(plan),
                Fact::Move(moved) => moved.plan.as_ref().map(entered_of_plan).unwrap_or_default(),
                Fact::Holding(holding) => entered_of(holding),
                Fact::Observation(observation) => observed(observation),
                Fact::Cancellation(cancelled) => {
                    let mut entered = Entered::default();
                    entered.set("cancelled_on", &cancelled.on);
                    entered.set("reason.cancelled", &cancelled.reason);
                    entered
                }
            },
        };
        if matches!(self.task, Task::PutRight(_)) {
            entered.set("change", "amend");
            entered.set("reason", "EntryError");
        }
        entered
    }

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        match &self.task {
            Task::PutRight(entry) => self.entry_groups(entry, entered),
            Task::Step(command) => match command.as_str() {
                "move" => {
                    let mut groups = plan_fields(&self.concerned(entered), "");
                    let why =
                        [Field::day("moved_on", "变更日期"), Field::line("moved.reason", "变更原因").if_any().wide()];
                    groups.push(Group::new("变更", why));
                    groups
                }
                "hold" => holding_groups(&self.concerned(entered), entered, &self.hearing.day),
                "cancel" => cancellation(&self.today.to_string()).into(),
                _ => self.observation(),
            },
        }
    }

    fn read(&self, r: &mut Reader<'_>) -> HearingCommand {
        let command = match &self.task {
            Task::PutRight(entry) => self.read_entry(r, entry),
            Task::Step(command) => match command.as_str() {
                "move" => Command::Move(Move {
                    plan: Some(read_plan(r, &self.concerned(r.entered()))),
                    on: r.day("moved_on"),
                    reason: r.line_if_any("moved.reason"),
                }),
                "hold" => Command::Hold(read_holding(r, &self.concerned(r.entered()))),
                "cancel" => Command::Cancel(read_cancellation(r)),
                _ => Command::Observe(self.read_observation(r)),
            },
        };
        HearingCommand {
            command: Some(command),
            lawsuit: asking::bytes(self.hearing.lawsuit),
            instance: u32::try_from(self.hearing.instance).unwrap_or_default(),
            principal_required: false,
            hearing: asking::bytes(self.hearing.id),
        }
    }
}

/// `GET /hearings/{hearing}/steps/{command}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((hearing, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Stepping::step(&portal, person, hearing, command).await?, asked.draft).await
}

/// `POST /hearings/{hearing}/steps/{command}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((hearing, command)): Path<(Uuid, String)>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, &title(HEARING_STEPS, &command)).await? {
        Ok(person) => desk::save(&portal, &Stepping::step(&portal, person, hearing, command).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /hearings/{hearing}/steps/{command}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((hearing, command)): Path<(Uuid, String)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Stepping::step(&portal, person, hearing, command).await?, &entered).await
}

/// `GET /hearings/{hearing}/entries/{entry}`
pub(crate) async fn show_entry(
    State(portal): State<Portal>,
    person: Person,
    Path((hearing, entry)): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Stepping::entry(&portal, person, hearing, entry).await?, asked.draft).await
}

/// `POST /hearings/{hearing}/entries/{entry}`
pub(crate) async fn save_entry(
    State(portal): State<Portal>,
    Path((hearing, entry)): Path<(Uuid, i64)>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, TITLE).await? {
        Ok(person) => desk::save(&portal, &Stepping::entry(&portal, person, hearing, entry).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /hearings/{hearing}/entries/{entry}/consequence`
pub(crate) async fn entry_consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((hearing, entry)): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Stepping::entry(&portal, person, hearing, entry).await?, &entered).await
}
