//! What a command would do, without doing it.

use kernel::aggregate::{Aggregate, Occasion};
use proto::common::{self, PreviewQuestion};
use proto::reconsideration::{self as messages, PreviewAnswer};
use runtime::{At, Contract, Question, Unanswered, write};
use uuid::Uuid;

use super::{case_of, tried, words};
use crate::case::application::InTime;
use crate::case::{Case, CaseEvent, Command, Fact};
use crate::clocks::{Clock, ClockName};
use crate::contract::case::numbered;
use crate::law;
use crate::number::{NumberRegister, RegisterEvent};
use crate::refusal::Refusal;

/// While a form is filled in, and before a correction is made: what would follow.
#[derive(Debug)]
pub struct Preview;

impl Question for Preview {
    const NAME: &'static str = "Preview";
    type Asked = PreviewQuestion;
    type Answer = PreviewAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: PreviewQuestion) -> Result<PreviewAnswer, Unanswered> {
        let (case, version) = case_of(at, &asked.stream).await?;
        let on = at.previewing(asked.actor);
        let command = match Case::command(&asked.payload) {
            Ok(command) => command,
            Err(wrong) => {
                let malformed = Some(common::Malformed { text: wrong.to_string() });
                return Ok(PreviewAnswer { malformed, version, ..PreviewAnswer::default() });
            }
        };
        let case_id = Uuid::from_slice(&asked.stream).unwrap_or_default();
        let answer = match with_number(at, case_id, command, &on).await? {
            Ok(command) => previewed(&case, command, &on),
            Err(refusal) => refused(&refusal),
        };
        Ok(PreviewAnswer { version, ..answer })
    }
}

/// The command with the number that it would get now.
async fn with_number(
    at: &mut At<'_>,
    case: Uuid,
    command: Command,
    on: &Occasion,
) -> anyhow::Result<Result<Command, Refusal>> {
    let Some(first) = Case::first(case, &command) else { return Ok(Ok(command)) };
    let (register, _) = at.aggregate::<NumberRegister>(first.stream).await?;
    Ok(register.decide(NumberRegister::command(&first.payload)?, on).map(|events| {
        events.into_iter().fold(command, |command, RegisterEvent::Taken(taken)| numbered(command, taken.number))
    }))
}

/// What would follow from a command.
#[must_use]
pub fn previewed(case: &Case, command: Command, on: &Occasion) -> PreviewAnswer {
    let (after, events) = match tried(case, command, on) {
        Ok(tried) => tried,
        Err(refusal) => return refused(&refusal),
    };
    let moves = words::moves(&case.file.clocks, &after.file.clocks, &after.file, on.today);
    PreviewAnswer {
        events: events.iter().map(|event| event.fact.described().0.to_owned()).collect(),
        words: in_words(&events, &moves),
        notes: notes(&events),
        moves,
        ..PreviewAnswer::default()
    }
}

fn refused(refusal: &Refusal) -> PreviewAnswer {
    PreviewAnswer { refused: Some(write::refused(refusal)), ..PreviewAnswer::default() }
}

fn in_words(events: &[CaseEvent], moves: &[messages::ClockMove]) -> String {
    let titles: Vec<&str> = events.iter().map(|event| event.fact.described().1).collect();
    let each: Vec<&str> = moves.iter().map(|moved| moved.words.as_str()).collect();
    let count = |sort: fn(&messages::ClockMove) -> bool| moves.iter().filter(|moved| sort(moved)).count();
    let counted = [("变动", count(is_moved)), ("起算", count(has_started)), ("结束", count(has_ended))];
    let counted = counted.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}个期限"));
    let counted = counted.collect::<Vec<_>>().join("、");
    match (counted.is_empty(), each.is_empty()) {
        (_, true) => format!("{}，不影响期限", titles.join("、")),
        (true, false) => format!("{}：{}", titles.join("、"), each.join("；")),
        (false, false) => format!("{}，将{counted}：{}", titles.join("、"), each.join("；")),
    }
}

fn due(clock: Option<&messages::Clock>) -> Option<&str> {
    clock.and_then(|clock| clock.deadline.as_ref()).map(|deadline| deadline.due.as_str())
}

fn is_moved(moved: &messages::ClockMove) -> bool {
    moved.before.is_some() && due(moved.before.as_ref()) != due(moved.after.as_ref())
}

fn has_started(moved: &messages::ClockMove) -> bool {
    moved.before.is_none() && moved.after.as_ref().is_some_and(|after| after.ended_on.is_empty())
}

fn has_ended(moved: &messages::ClockMove) -> bool {
    let runs = |clock: &messages::Clock| clock.ended_on.is_empty();
    moved.before.as_ref().is_some_and(runs) && !moved.after.as_ref().is_some_and(runs) && !is_moved(moved)
}

/// Whether the application came in time cannot be told yet; where the sixty days are counted, until when (R-APP-3).
fn not_yet_clear(clocks: &[Clock]) -> String {
    let sixty_days = clocks.iter().find(|clock| clock.deadline.rule() == law::APPLICATION.id());
    let counted =
        sixty_days.map(|clock| format!("（六十日至{}届满，是否告知复议权利、机关和期限不清楚）", clock.due()));
    format!("依现有记载尚不能判断是否在法定申请期限内提出{}", counted.unwrap_or_default())
}

/// What nothing forbids, and somebody should look at.
fn notes(events: &[CaseEvent]) -> Vec<String> {
    let received = events.iter().filter_map(|event| match &event.fact {
        Fact::Received(e) => match e.application {
            InTime::InTime => None,
            InTime::Late => Some("申请可能超过法定申请期限，请在受理审查时判断".to_owned()),
            InTime::Unknown => Some(not_yet_clear(&event.clocks)),
        },
        Fact::DeemedAccepted(e) => Some(format!("审查期限届满未作处理，自{}起视为受理", e.on)),
        _ => None,
    });
    let late = events.iter().flat_map(|event| &event.clocks).filter(|clock| is_late(clock));
    received.chain(late.map(|clock| format!("{}（至{}届满）已经超过", clock.name, clock.due()))).collect()
}

fn is_late(clock: &Clock) -> bool {
    clock.name != ClockName::Application && clock.ended.is_some_and(|ended| ended.on > clock.due())
}
