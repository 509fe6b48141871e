//! What may be done with a hearing now, and what was entered about it.

use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::word::Word;
use proto::appearances::{HearingEntry, HearingStepsAnswer, HearingStepsQuestion, Step};
use runtime::{At, Question, Unanswered};
use uuid::Uuid;

use super::preview::hearing_decided;
use super::{found, somewhere, step, words};
use crate::contract::{clock, hearing as contract, read, telling, write};
use crate::hearing::attendance::{Attendance, Notice};
use crate::hearing::plan::{Cancellation, Holding, Mode, Move, NoticeTo, Observation, Plan};
use crate::hearing::{Asked, Command, Hearing, HearingOf};
use crate::lawsuit::Lawsuit;
use crate::lawsuit::chain::Instance;
use crate::parties::{Defendant, InstanceNumber, PartyNumber};
use crate::refusal::Refusal;

/// The steps that are lawful now, and those of this stage that are not yet.
#[derive(Debug)]
pub struct HearingSteps;

impl Question for HearingSteps {
    const NAME: &'static str = "HearingSteps";
    type Asked = HearingStepsQuestion;
    type Answer = HearingStepsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: HearingStepsQuestion) -> Result<HearingStepsAnswer, Unanswered> {
        let (hearing, version) = found::<Hearing>(at, "hearing", &asked.hearing).await?;
        let (id, instance) = match &hearing.of {
            Some(of) => (of.lawsuit, of.instance),
            None => (read::uuid("lawsuit", &asked.lawsuit)?, read::instance("instance", asked.instance)?),
        };
        let (lawsuit, _) = found::<Lawsuit>(at, "lawsuit", &write::uuid(id)).await?;
        let on = at.occasion(Actor::system("steps"));
        let place = Place { lawsuit: id, instance, hearing: somewhere(&asked.hearing) };
        Ok(HearingStepsAnswer { version, ..offered(&lawsuit, &hearing, &place, &on) })
    }
}

/// Which hearing is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Of which lawsuit.
    pub lawsuit: Uuid,
    /// In which instance.
    pub instance: InstanceNumber,
    /// Which.
    pub hearing: Uuid,
}

/// The steps a hearing offers.
#[must_use]
pub fn offered(lawsuit: &Lawsuit, hearing: &Hearing, place: &Place, on: &Occasion) -> HearingStepsAnswer {
    let stage = hearing.stage();
    let takes_part =
        |organ: &Defendant| lawsuit.chain.taking_part(place.instance).any(|one| one.number == organ.number);
    let plain = HearingOf::of(&lawsuit.summary(), place.lawsuit, place.instance, takes_part, false);
    let of = hearing.of.as_ref().or(plain.as_ref());
    let entries = hearing.entries.iter().map(|entry| {
        let (event, title, on) = entry.fact.described();
        HearingEntry {
            entry: write::entry(entry.number),
            event: event.to_owned(),
            title: title.to_owned(),
            on: on.to_string(),
            fact: Some(contract::write_hearing_fact(&entry.fact)),
        }
    });
    let mut answer = HearingStepsAnswer {
        stage: stage.english().to_owned(),
        stage_title: stage.chinese().to_owned(),
        of: of.map(contract::write_of),
        clocks: hearing.clocks.iter().map(clock::write).collect(),
        entries: entries.collect(),
        presences: hearing.presences.iter().map(telling::write_presence).collect(),
        ..HearingStepsAnswer::default()
    };
    let parties: Vec<PartyNumber> =
        of.map(|of| of.defendants.iter().map(|one| one.number).collect()).unwrap_or_default();
    let instance = lawsuit.chain.instance(place.instance).ok();
    for (step, command) in attempts(hearing, &parties, instance) {
        match outcome(lawsuit, hearing, place, &*command, on) {
            Ok((day, effect)) => {
                let on = if day == on.today { String::new() } else { day.to_string() };
                let instance = place.instance.0;
                answer.steps.push(Step { effect, on, instance, ..step });
            }
            Err(refusal) if is_out_of_place(&refusal) => {}
            Err(refusal) => answer.hindered.push(Step { refusal: refusal.to_string(), ..step }),
        }
    }
    answer
}

/// Steps of other stages are not mentioned.
fn is_out_of_place(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::HearingNotEntered
            | Refusal::HearingEnteredBefore
            | Refusal::HearingIs { .. }
            | Refusal::EnteredByMistake
    )
}

/// On which day an attempt succeeds: today, or the day the hearing is planned for or was held, or one by which the instance was
/// judged.
fn outcome(
    lawsuit: &Lawsuit,
    hearing: &Hearing,
    place: &Place,
    command: &dyn Fn(Day) -> Command,
    on: &Occasion,
) -> Result<(Day, String), Refusal> {
    let planned = hearing.plan().map(|(_, plan)| plan.day);
    let judged = lawsuit.chain.instance(place.instance).ok().and_then(Instance::judged_on);
    let days = planned.into_iter().chain([on.today]).chain(hearing.day()).chain(judged).filter(|day| *day <= on.today);
    let mut first = None;
    for day in days {
        let (hearing_id, lawsuit_id) = (place.hearing, place.lawsuit);
        let asked = Asked {
            hearing: hearing_id,
            lawsuit: lawsuit_id,
            instance: place.instance,
            principal_required: false,
            noted: None,
            command: command(day),
        };
        match hearing_decided(lawsuit, hearing, asked, on) {
            Ok((_, events)) => {
                let after = events.iter().fold(hearing.clone(), kernel::aggregate::Aggregate::evolve);
                let moves = match &after.of {
                    Some(of) => words::moves(&hearing.clocks, &after.clocks, of, on.today),
                    None => Vec::new(),
                };
                let mut effects: Vec<String> = moves.into_iter().map(|moved| moved.words).collect();
                if after.stage() != hearing.stage() {
                    effects.push(format!("庭审成为“{}”", after.stage()));
                }
                let effect = if effects.is_empty() { "记入案卷".to_owned() } else { effects.join("；") };
                return Ok((day, effect));
            }
            Err(refusal) => first = first.or(Some(refusal)),
        }
    }
    Err(first.unwrap_or(Refusal::StillRuns { due: planned.unwrap_or(on.today), today: on.today }))
}

type Attempts<'a> = Vec<(Step, Box<dyn Fn(Day) -> Command + 'a>)>;

/// A hearing concerns those who have no result yet by its day.
fn attempts<'a>(hearing: &Hearing, parties: &[PartyNumber], instance: Option<&'a Instance>) -> Attempts<'a> {
    let notices =
        parties.iter().map(|defendant| NoticeTo { defendant: *defendant, notice: Notice::None, served_on: None });
    let notices: Vec<NoticeTo> = notices.collect();
    let concerned = hearing.plan().map_or(notices.clone(), |(_, plan)| plan.notices.clone());
    let concerned = move |day| {
        let open = concerned.iter().filter(|one| instance.is_none_or(|known| known.is_open_to(one.defendant, day)));
        let open: Vec<NoticeTo> = open.cloned().collect();
        if open.is_empty() { concerned.clone() } else { open }
    };
    let nobody = |notice: NoticeTo| Attendance {
        defendant: notice.defendant,
        heads: Vec::new(),
        staff: Vec::new(),
        lawyers: Vec::new(),
        absence: None,
        represented_by: None,
    };
    let attending = concerned.clone();
    let holding = move |on| {
        let attendances = attending(on).into_iter().map(nobody).collect();
        Holding { on, attendances, record: None, summary: None }
    };
    let plan = move |day| Plan {
        day,
        time: None,
        room: None,
        mode: Mode::OnSite,
        closed: false,
        notices: concerned(day),
        summoned_on: None,
        remark: None,
    };
    let (planned, recorded, moved, held) = (plan.clone(), plan.clone(), plan, holding.clone());
    let fields = "day time room mode closed notices summoned_on remark";
    let appearing = "《行政诉讼法》第三条第三款";
    vec![
        (
            step("schedule", "登记开庭安排", "法释〔2018〕1号第七十一条", fields),
            Box::new(move |day| Command::Schedule(planned(day))),
        ),
        (
            step("record", "登记已开庭和出庭情况", appearing, "plan holding"),
            Box::new(move |day| Command::Record(recorded(day), holding(day))),
        ),
        (
            step("move", "变更开庭安排", "法释〔2018〕1号第七十一条", "plan on reason"),
            Box::new(move |on| Command::Move(Move { plan: moved(on), on, reason: None })),
        ),
        (
            step("hold", "登记出庭情况", appearing, "on attendances record summary"),
            Box::new(move |on| Command::Hold(held(on))),
        ),
        (
            step("cancel", "取消开庭", "", "on reason"),
            Box::new(|on| Command::Cancel(Cancellation { on, reason: None })),
        ),
        (
            step("observe", "登记旁听庭审", "", "on unit unit_name observers headcount mode material"),
            Box::new(|on| {
                Command::Observe(Observation {
                    on,
                    unit: None,
                    unit_name: kernel::writing::Line::known("旁听单位"),
                    observers: Vec::new(),
                    headcount: 1,
                    mode: Mode::OnSite,
                    material: None,
                })
            }),
        ),
    ]
}
