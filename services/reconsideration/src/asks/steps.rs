//! What may be done now: each step is tried with the plainest content it can have.

use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::day::Day;
use proto::reconsideration::{Step, StepsAnswer, StepsQuestion};
use runtime::{At, Question, Unanswered};

use super::{case_of, tried, words};
use crate::case::trial::Trial;
use crate::case::{Case, Command, Stage};
use crate::clocks::{Clock, ClockName, End};
use crate::refusal::Refusal;

mod attempts;

use attempts::Attempt;

/// The steps that are lawful now, and those of this stage that are not yet.
#[derive(Debug)]
pub struct Steps;

impl Question for Steps {
    const NAME: &'static str = "Steps";
    type Asked = StepsQuestion;
    type Answer = StepsAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: StepsQuestion) -> Result<StepsAnswer, Unanswered> {
        let (case, version) = case_of(at, &asked.case).await?;
        let on = at.occasion(Actor::system("steps"));
        Ok(StepsAnswer { version, ..offered(&case, &on) })
    }
}

/// The steps a case offers.
#[must_use]
pub fn offered(case: &Case, on: &Occasion) -> StepsAnswer {
    let mut answer = StepsAnswer {
        stage: case.stage.name().to_owned(),
        stage_title: case.stage.title().to_owned(),
        flags: flags(case, on.today),
        ..StepsAnswer::default()
    };
    for attempt in attempts::all(case, on.today) {
        match outcome(case, &attempt, on) {
            Ok((day, Effect { words, is_late })) => {
                let on = if day == on.today && !is_late { String::new() } else { day.to_string() };
                answer.steps.push(Step { effect: words, on, ..attempt.step() });
            }
            Err(refusal) if is_out_of_place(&refusal) => {}
            Err(refusal) => answer.hindered.push(Step { refusal: refusal.to_string(), ..attempt.step() }),
        }
    }
    answer
}

/// On which day an attempt succeeds, and what it would change. A case that is entered late may admit of a step only on an
/// earlier day.
fn outcome(case: &Case, attempt: &Attempt, on: &Occasion) -> Result<(Day, Effect), Refusal> {
    let taken = |day: Day| effect(case, (attempt.on)(day), on).map(|effect| (day, effect));
    taken(on.today).or_else(|refusal| match refusal {
        // What may have happened before the case stood still is not offered while it does.
        Refusal::Suspended { .. } => Err(refusal),
        refusal => days_to_try(case, on.today).into_iter().find_map(|day| taken(day).ok()).ok_or(refusal),
    })
}

/// The last days of periods that ended without the act they were for, latest first, the day of the last fact, and those on
/// which the trial ended: what was done until then can be entered still.
fn days_to_try(case: &Case, today: Day) -> Vec<Day> {
    let entries = case.file.history.entries();
    let running = case.file.clocks.iter().filter(|clock| clock.is_running()).map(Clock::due);
    let entered = entries.iter().map(|entry| entry.fact.described().2);
    let ended = entries.iter().filter(|entry| entry.fact.ends_the_trial()).map(|entry| entry.fact.described().2);
    let mut days: Vec<Day> = running.chain(entered.max()).chain(ended).filter(|day| *day < today).collect();
    days.sort();
    days.dedup();
    days.reverse();
    days
}

/// What a step would change.
struct Effect {
    words: String,
    /// It would be told before something entered already.
    is_late: bool,
}

fn effect(case: &Case, command: Command, on: &Occasion) -> Result<Effect, Refusal> {
    let (after, events) = tried(case, command, on)?;
    let moves = words::moves(&case.file.clocks, &after.file.clocks, &after.file, on.today);
    let mut effects: Vec<String> = moves.into_iter().map(|moved| moved.words).collect();
    if after.stage.title() != case.stage.title() {
        effects.push(format!("案件进入“{}”阶段", after.stage.title()));
    }
    let words = if effects.is_empty() { "记入案卷，不影响期限".to_owned() } else { effects.join("；") };
    Ok(Effect { words, is_late: events.iter().any(|event| event.late.is_some()) })
}

/// Steps of other stages, and steps that are done, are not mentioned.
fn is_out_of_place(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotAtThisStage { .. }
            | Refusal::AfterTheEnd { .. }
            | Refusal::NotReceived
            | Refusal::EnteredByMistake
            | Refusal::AcceptedBefore { .. }
            | Refusal::AcknowledgedBefore
            | Refusal::CopyIsSent { .. }
            | Refusal::ResolvedBefore { .. }
            | Refusal::ProcedureIsSettled { .. }
            | Refusal::Suspended { .. }
            | Refusal::SuspendedBefore { .. }
            | Refusal::NotSuspended
            | Refusal::IsOrdinary
            | Refusal::WithdrawnAfterAcceptance { .. }
            | Refusal::HearingNotRequired
            | Refusal::CommitteeNotRequired
    )
}

/// R-TER-5: whether the case has stood still for so long that it may be terminated.
fn may_end(case: &Case, today: Day) -> bool {
    case.file.clocks.find((ClockName::Suspension, None)).is_some_and(|clock| clock.is_running() && clock.due() < today)
}

/// What hangs over a case until it is done.
fn flags(case: &Case, today: Day) -> Vec<String> {
    let file = &case.file;
    let trial = case.stage.trial();
    let is_open = case.stage.is_open();
    let late = |clock: &Clock| clock.ended.is_some_and(|ended| ended.on > clock.due());
    let lapsed = |clock: &Clock| clock.ended.is_some_and(|ended| ended.how == End::Lapsed);
    let mut answers = file.clocks.iter().filter(|clock| clock.name == ClockName::Answer);
    let answer_lapsed = answers.any(|clock| late(clock) || lapsed(clock));
    let lacks_evidence = |trial: &Trial| trial.answers.keys().any(|respondent| trial.lacks_evidence_of(*respondent));
    let flags = [
        ("DeemedAccepted", trial.is_some_and(|trial| trial.deemed_by.is_some())),
        ("AcknowledgementNotSent", is_open && trial.is_some() && !file.is_acknowledged),
        ("AnswerExpired", answer_lapsed),
        ("EvidenceMissing", trial.is_some_and(lacks_evidence)),
        ("TooFewHandlers", is_open && trial.is_some_and(|trial| trial.handlers_since.is_none())),
        ("SuspendedSixtyDays", may_end(case, today)),
        ("ApplicationLate", is_open && file.clocks.find((ClockName::Application, None)).is_some_and(late)),
    ];
    let is_mistaken = case.stage == Stage::EnteredByMistake;
    flags.iter().filter(|(_, is_up)| *is_up && !is_mistaken).map(|(flag, _)| (*flag).to_owned()).collect()
}
