use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::actor::Actor;
use kernel::aggregate::{Aggregate as _, Occasion};
use kernel::day::day;
use kernel::number::Number;
use kernel::word::Word as _;
use proto::Message as _;
use proto::reconsideration::CaseCommand;
use reconsideration::case::decision::DecisionKind;
use reconsideration::case::termination::Termination;
use reconsideration::case::{self, Case, Fact};
use reconsideration::clocks::ClockName;
use runtime::Contract as _;

use super::*;

/// A case as the service would have it, with what its timers do in the mornings.
fn lived(year: &Year, case: u32) -> Case {
    let mut steps = tell(year, &year.plot(case), "610327").unwrap();
    steps.sort_by_key(|step| step.on);
    let calendar = Arc::new(year.calendar.clone());
    let on = |today: Day| Occasion { today, actor: Actor::system("demo"), calendar: Arc::clone(&calendar) };
    let mut lived = Case::default();
    for step in steps {
        while let Some((morning, lapse)) = lapse_before(&lived, step.on) {
            lived = decided(lived, lapse, &on(morning)).unwrap();
        }
        let Entered::Case(entered) = step.entry else { continue };
        let payload = CaseCommand { command: Some(entered.clone()) }.encode_to_vec();
        let command = numbered(Case::command(&payload).unwrap());
        lived = decided(lived, command, &on(step.on))
            .unwrap_or_else(|why| panic!("case {case} of the year until {}: {why}: {:?}", year.today, entered));
    }
    lived
}

fn decided(case: Case, command: case::Command, on: &Occasion) -> Result<Case, reconsideration::refusal::Refusal> {
    let events = case.decide(command, on)?;
    Ok(events.iter().fold(case, Case::evolve))
}

/// What a timer orders before a day, and on which.
fn lapse_before(case: &Case, day: Day) -> Option<(Day, case::Command)> {
    let clocks = case.file.clocks.iter();
    let mut lapsed =
        clocks.filter(|clock| clock.is_running() && clock.due() < day && clock.registered_on <= clock.due());
    lapsed.find_map(|clock| {
        let command = match (clock.name, clock.person) {
            (ClockName::Review, _) => case::Command::DeemAccepted,
            (ClockName::Answer, Some(person)) => case::Command::RecordAnswerExpiry(person),
            _ => return None,
        };
        Some((clock.due().plus_days(1), command))
    })
}

fn numbered(command: case::Command) -> case::Command {
    let number = || Some(Number { text: "1".to_owned().try_into().unwrap(), ordinal: Some(1), existing: false });
    match command {
        case::Command::Receive(c) => {
            case::Command::Receive(Box::new(case::application::Receive { number: number(), ..*c }))
        }
        case::Command::Decide(c) => case::Command::Decide(Box::new(case::decision::Decide { number: number(), ..*c })),
        case::Command::Mediate(c) => {
            case::Command::Mediate(Box::new(case::mediation::Mediate { number: number(), ..*c }))
        }
        case::Command::Terminate(c) => {
            case::Command::Terminate(Box::new(case::termination::Terminate { number: number(), ..*c }))
        }
        case::Command::DismissApplication(c) => {
            case::Command::DismissApplication(Box::new(case::dismissal::Dismiss { number: number(), ..*c }))
        }
        other => other,
    }
}

/// What ended, stopped or turned a case otherwise than its own decision does, with its ground.
fn turn(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Suspended(e) => Some(format!("Suspended, {}", e.ground.english())),
        Fact::Resumed(_) => Some("Resumed".to_owned()),
        Fact::Converted(_) => Some("Converted".to_owned()),
        Fact::Mediated(e) => Some(format!("Mediated, the act changed: {}", e.paper.changes_act)),
        Fact::Withdrawn(e) => Some(format!("Withdrawn, {}", e.reason.english())),
        Fact::Terminated(e) => {
            let Termination { ground, withdrawal, .. } = &e.termination;
            let why = withdrawal.as_ref().map_or(ground.english(), |withdrawal| withdrawal.reason.english());
            Some(format!("Terminated, {why}"))
        }
        Fact::ApplicationDismissed(_) => Some("ApplicationDismissed".to_owned()),
        Fact::DisputeResolved(e) => Some(format!("DisputeResolved, {}", e.by.english())),
        _ => None,
    }
}

/// What became of a case that is concluded after its acceptance (审结).
const CONCLUDED: [&str; 4] = ["Decided", "Mediated", "Terminated", "ApplicationDismissed"];

const TURNS: [&str; 22] = [
    "ApplicationDismissed",
    "Converted",
    "DisputeResolved, OpinionLetter",
    "DisputeResolved, OtherMeans",
    "DisputeResolved, RecommendationLetter",
    "Mediated, the act changed: false",
    "Mediated, the act changed: true",
    "Resumed",
    "Suspended, ApplicantDied",
    "Suspended, ForceMajeure",
    "Suspended, LawReferred",
    "Suspended, MediationAgreed",
    "Suspended, OrganisationEnded",
    "Suspended, OtherCase",
    "Terminated, ApplicantDied",
    "Terminated, OtherReason",
    "Terminated, SelfCorrected",
    "Terminated, Settled",
    "Terminated, SuspendedSixtyDays",
    "Withdrawn, OtherReason",
    "Withdrawn, SelfCorrected",
    "Withdrawn, Settled",
];

#[test]
fn every_step_is_lawful_and_every_outcome_and_stage_there_whatever_day_it_is() {
    let mut today = day(2025, 2, 1);
    while today < day(2027, 1, 10) {
        let year = Year::until(today, 120);
        let cases: Vec<Case> = (0..year.size).map(|case| lived(&year, case)).collect();
        let facts = || cases.iter().flat_map(|case| case.file.history.entries()).map(|entry| &entry.fact);
        let outcomes: BTreeSet<DecisionKind> = facts()
            .filter_map(|fact| match fact {
                Fact::Decided(decided) => Some(decided.decision.items.iter().map(|item| item.kind)),
                _ => None,
            })
            .flatten()
            .collect();
        assert_eq!(outcomes.len(), 13, "{today}: {outcomes:?}");
        let turns: BTreeSet<String> = facts().filter_map(turn).collect();
        assert!(turns.iter().eq(&TURNS), "{today}: {turns:?}");
        let stages: BTreeSet<&str> = cases.iter().map(|case| case.stage.name()).collect();
        assert_eq!(stages.len(), 15, "{today}: {stages:?}");
        let suspended = cases.iter().filter(|case| case.stage.halt().is_some()).count();
        assert!(suspended >= 3, "{today}: {suspended} stand still");
        today = today.plus_days(29);
    }
}

/// Places publish direct correction rates of some tenth to a quarter of what is concluded.
#[test]
fn about_a_fifth_of_what_is_concluded_is_corrected() {
    let year = Year::until(day(2026, 11, 22), 1000);
    let cases: Vec<Case> = (0..year.size).map(|case| lived(&year, case)).collect();
    let corrected = |case: &&Case| {
        let facts = || case.file.history.entries().iter().map(|entry| &entry.fact);
        facts().any(|fact| matches!(fact, Fact::Decided(e) if e.corrective))
    };
    let corrected = cases.iter().filter(corrected).count();
    let concluded = cases.iter().filter(|case| CONCLUDED.contains(&case.stage.name())).count();
    assert!((12..=25).contains(&(corrected * 100 / concluded)), "{corrected} of {concluded}");
}

/// Places publish that a fifth to a quarter of what is concluded after acceptance is mediated, settled or withdrawn.
#[test]
fn about_a_quarter_of_what_is_concluded_ends_in_agreement() {
    let year = Year::until(day(2026, 11, 22), 1000);
    let cases: Vec<Case> = (0..year.size).map(|case| lived(&year, case)).collect();
    let of = |stages: &[&str]| cases.iter().filter(|case| stages.contains(&case.stage.name())).count();
    let withdrawn = |case: &&Case| {
        let facts = || case.file.history.entries().iter().map(|entry| &entry.fact);
        facts().any(|fact| matches!(fact, Fact::Terminated(e) if e.termination.withdrawal.is_some()))
    };
    let agreed = of(&["Mediated"]) + cases.iter().filter(withdrawn).count();
    let concluded = of(&CONCLUDED);
    assert!((20..=27).contains(&(agreed * 100 / concluded)), "{agreed} of {concluded}");
}

#[test]
fn small_years_have_as_many_cases_as_were_asked_for() {
    for size in [1, 2, 5, 12, 30] {
        let year = Year::until(day(2026, 3, 2), size);
        let plots = year.plots();
        assert_eq!(plots.len(), size as usize);
        assert!(plots.is_sorted() && plots.iter().all(|(entered_on, _)| *entered_on <= year.today));
    }
}
