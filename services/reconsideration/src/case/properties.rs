//! What holds whatever is entered, in whatever order, however it is amended.

use std::sync::Arc;

use kernel::aggregate::Aggregate;
use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::spec::rearranged;
use proptest::prelude::*;
use runtime::Contract;

use super::suspension::SuspensionGround;
use super::{Case, Command};
use crate::clocks::Clocks;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accept_simplified, amend, answer, ask_supplement, assign, convert, decide,
    dismiss, extend, hear, mediate, no_committee, no_hearing, receive, refuse, resume, send_copy, serve_copy,
    serve_decision, serve_notice, strike, submit, supplements, suspend, suspend_until, suspending, terminate, withdraw,
};

/// The day on which everything is told, and the day the application came in.
const TODAY: &str = "2026-03-02";
const RECEIVED: Day = kernel::day::day(2024, 9, 2);
/// Where all that happens is lawful: the day of receipt and acceptance.
const ACCEPTED: Day = kernel::day::day(2025, 9, 15);

#[derive(Debug, Clone)]
enum Telling {
    /// A step, so many days after the one told before it.
    Step(usize, u32),
    /// A step, so many days after the reception.
    Early(usize, u32),
    /// A day of an entry is put right, so many days after the reception.
    Amend(u64, usize, u32),
    /// An entry is struck.
    Strike(u64),
}

/// The steps from reception to the service of the decision, more or less in their order.
const STEPS: usize = 26;
/// With those that end a case otherwise.
const ALL_STEPS: usize = 31;

fn step(which: usize, on: Day) -> Command {
    let (on, later) = (&on.to_string(), &on.plus_days(6).to_string());
    match which {
        0 => accept(on),
        1 => accept_simplified(on),
        2 => refuse(on),
        3 => ask_supplement(on),
        4 => serve_notice(on),
        5 => supplements(on),
        6 => Command::DeemAccepted,
        7 => assign(on),
        8 => send_copy(on),
        9 => suspending(on, SuspensionGround::ApplicantDied, None),
        10 => serve_copy(on),
        11 | 15 | 23 => resume(on),
        12 | 22 => suspend(on),
        13 => answer(on),
        14 => Command::RecordAnswerExpiry(RESPONDENT),
        16 => convert(on),
        17 => hear(APPLICANT, on),
        18 => no_hearing(on),
        19 => no_committee(on),
        20 => extend(on, 17),
        21 => submit(on),
        24 => decide(on),
        25 => serve_decision(APPLICANT, on),
        26 => mediate(on),
        27 => terminate(on),
        28 => dismiss(on),
        29 => withdraw(on),
        _ => suspend_until(on, later),
    }
}

const FIELDS: [&str; 6] = ["received_on", "on", "until", "posted_on", "signed_on/2", "withdrawn_on"];

fn tellings() -> impl Strategy<Value = Vec<Telling>> {
    // Steps come more or less in their order, so that cases get far; each may come late, early or not at all.
    let ordered = (0..STEPS).map(|which| (Just(which), 0..9_u32)).collect::<Vec<_>>();
    let in_order = ordered
        .prop_map(|steps| steps.into_iter().map(|(which, after)| Telling::Step(which, after)).collect::<Vec<_>>());
    let other = prop_oneof![
        3 => (0..STEPS, 0..40_u32).prop_map(|(which, after)| Telling::Step(which, after)),
        1 => (STEPS..ALL_STEPS, 0..40_u32).prop_map(|(which, after)| Telling::Step(which, after)),
        3 => (1..20_u64, 0..FIELDS.len(), 0..60_u32).prop_map(|(entry, field, after)| Telling::Amend(entry, field, after)),
        6 => (0..ALL_STEPS, 0..60_u32).prop_map(|(which, after)| Telling::Early(which, after)),
        1 => (2..20_u64).prop_map(Telling::Strike),
    ];
    (in_order, prop::collection::vec((any::<prop::sample::Index>(), other), 0..12)).prop_map(|(mut told, others)| {
        for (place, other) in others {
            told.insert(place.index(told.len() + 1), other);
        }
        told
    })
}

/// Tells a case; what is refused is not told.
fn told(tellings: &[Telling]) -> Play {
    told_on(Play::on(TODAY).does(receive(&RECEIVED.to_string())), tellings)
}

fn told_on(mut play: Play, tellings: &[Telling]) -> Play {
    let mut day = RECEIVED;
    for telling in tellings {
        let command = match telling {
            Telling::Step(which, after) => {
                let on = day.plus_days(*after);
                if play.case.decide(step(*which, on), &play.on).is_ok() {
                    day = on;
                }
                step(*which, on)
            }
            Telling::Early(which, after) => step(*which, RECEIVED.plus_days(*after)),
            Telling::Amend(entry, field, after) => {
                amend(*entry, FIELDS[*field], &RECEIVED.plus_days(*after).to_string())
            }
            Telling::Strike(entry) => strike(*entry),
        };
        if play.case.decide(command.clone(), &play.on).is_ok() {
            play = play.does(command);
        }
    }
    play
}

/// Everything that happens to a case between its acceptance and the service of its decision, in the order in which it does:
/// simplified or not, converted before, between or after the first steps, and suspended around some of them.
fn happened(gaps: &[u32], pause: (usize, usize), conversion: usize) -> Vec<Command> {
    let (from, to) = (pause.0.min(pause.1), pause.0.max(pause.1));
    let mut order = vec!["assign", "send", "serve", "answer"];
    order.insert(to, "resume");
    order.insert(from, "suspend");
    match conversion {
        1 => order.insert(0, "convert"),
        2 => order.insert(to + 2, "convert"),
        3 => order.push("convert"),
        _ => {}
    }
    order.extend(["hear", "hearing", "committee"]);
    if conversion < 4 {
        order.push("extend");
    }
    order.extend(["submit", "decide", "decided"]);
    let (mut day, mut suspended_on) = (ACCEPTED, ACCEPTED);
    let mut steps = Vec::new();
    for (what, gap) in order.into_iter().zip(gaps) {
        day = day.plus_days(*gap);
        let on = &day.to_string();
        match what {
            "suspend" => suspended_on = day,
            "resume" => steps.push(suspend_until(&suspended_on.to_string(), on)),
            "assign" => steps.push(assign(on)),
            "send" => steps.push(send_copy(on)),
            "serve" => steps.push(serve_copy(on)),
            "answer" => steps.push(answer(on)),
            "convert" => steps.push(convert(on)),
            "hear" => steps.push(hear(APPLICANT, on)),
            "hearing" => steps.push(no_hearing(on)),
            "committee" => steps.push(no_committee(on)),
            "extend" => steps.push(extend(on, 17)),
            "submit" => steps.push(submit(on)),
            "decide" => steps.push(decide(on)),
            _ => steps.push(serve_decision(APPLICANT, on)),
        }
    }
    steps
}

/// Tells what happened in this order, each thing as soon as it can be told.
fn told_as_they_come(accepted: Command, mut waiting: Vec<Command>) -> Play {
    let mut play = Play::on(TODAY).does(receive(&ACCEPTED.to_string())).does(accepted);
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|command| {
            let is_lawful = play.case.decide(command.clone(), &play.on).is_ok();
            if is_lawful {
                play = play.clone().does(command.clone());
            }
            !is_lawful
        });
        assert!(waiting.len() < before, "{waiting:?} cannot be told after {:?}", play.events);
    }
    play
}

fn dues(clocks: &Clocks) -> Vec<String> {
    let mut dues: Vec<String> = clocks
        .iter()
        .map(|clock| format!("{:?} {:?} {:?} {:?}", clock.name, clock.person, clock.deadline, clock.ended))
        .collect();
    dues.sort();
    dues
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_deadline_equals_the_one_computed_from_scratch(tellings in tellings()) {
        let play = told(&tellings);
        let again = kernel::retelling::from_scratch(&play.case, &play.on).unwrap();
        prop_assert_eq!(dues(&play.case.file.clocks), dues(&again.file.clocks));
        prop_assert_eq!(&play.case.stage, &again.stage);
        prop_assert_eq!(play.case.file.history.entries(), again.file.history.entries());
    }

    #[test]
    fn every_deadline_equals_its_own_recomputation(tellings in tellings()) {
        let play = told(&tellings);
        for clock in play.case.file.clocks.iter() {
            prop_assert_eq!(&clock.deadline.recomputed(&play.on.calendar).unwrap(), &clock.deadline);
        }
    }

    #[test]
    fn the_same_facts_come_to_the_same_in_whatever_order_they_are_entered(
        gaps in prop::collection::vec(0..4_u32, 14),
        pause in (0..5_usize, 0..5_usize),
        // As ordinary; converted at one of three places; simplified to the end.
        conversion in 0..5_usize,
        order in prop::collection::vec(any::<prop::sample::Index>(), 14),
    ) {
        let on = ACCEPTED.to_string();
        let accepted = || if conversion == 0 { accept(&on) } else { accept_simplified(&on) };
        let in_order = happened(&gaps, pause, conversion);
        let mut shuffled = in_order.clone();
        for (place, with) in order.iter().enumerate().take(shuffled.len()) {
            let with = with.index(shuffled.len());
            shuffled.swap(place, with);
        }
        let (one, other) = (told_as_they_come(accepted(), in_order), told_as_they_come(accepted(), shuffled));
        prop_assert_eq!(dues(&one.case.file.clocks), dues(&other.case.file.clocks));
        prop_assert_eq!(one.case.stage, other.case.stage);
    }

    #[test]
    fn r_cal_7_what_runs_equals_its_recomputation_under_whatever_calendar_and_what_has_ended_stays(
        tellings in tellings(),
        place in any::<prop::sample::Index>(),
        days in prop::collection::vec(0..400_u32, 1..12),
    ) {
        let (before, after) = tellings.split_at(place.index(tellings.len() + 1));
        let mut play = told(before);
        let known = play.clone();
        play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| RECEIVED.plus_days(*day))));
        let play = play.does(Command::Recount);
        prop_assert_eq!(&play.case.stage, &known.case.stage);
        prop_assert_eq!(play.case.file.history.entries(), known.case.file.history.entries());
        for clock in known.case.file.clocks.iter().filter(|clock| !clock.is_running()) {
            prop_assert_eq!(play.case.file.clocks.find(clock.key()), Some(clock));
        }
        let play = told_on(play, after).does(Command::Recount);
        for clock in play.case.file.clocks.iter().filter(|clock| clock.is_running() && !clock.outlives_its_thing()) {
            if let Ok(again) = clock.deadline.recomputed(&play.on.calendar) {
                prop_assert!(again.says_the_same(&clock.deadline), "{again:?} {:?}", clock.deadline);
            }
        }
        let read = play.events.iter().map(|event| Case::read(&Case::write(event)).unwrap());
        prop_assert_eq!(read.fold(Case::default(), |case, event| case.evolve(&event)), play.case);
    }

    #[test]
    fn r_cal_7_a_calendar_taken_back_restores_every_date(
        tellings in tellings(),
        days in prop::collection::vec(0..400_u32, 1..12),
    ) {
        let mut play = told(&tellings);
        let known = play.clone();
        play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| RECEIVED.plus_days(*day))));
        let mut play = play.does(Command::Recount);
        play.on.calendar = known.on.calendar;
        let play = play.does(Command::Recount);
        for clock in known.case.file.clocks.iter() {
            let restored = play.case.file.clocks.find(clock.key()).unwrap();
            prop_assert!(restored.deadline.says_the_same(&clock.deadline), "{restored:?} {clock:?}");
        }
    }

    #[test]
    fn every_event_is_read_as_it_was_written_and_leads_to_the_same_case(tellings in tellings()) {
        let play = told(&tellings);
        let read = play.events.iter().map(|event| Case::read(&Case::write(event)).unwrap());
        let read = read.fold(Case::default(), |case, event| case.evolve(&event));
        prop_assert_eq!(read, play.case);
    }

    #[test]
    fn a_case_is_stored_as_it_is(tellings in tellings()) {
        let play = told(&tellings);
        let stored = serde_json::to_string(&play.case).unwrap();
        prop_assert_eq!(serde_json::from_str::<Case>(&stored).unwrap(), play.case);
    }
}

#[test]
fn the_tellings_reach_every_stage_that_matters() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut stages = std::collections::BTreeSet::new();
    let mut events = std::collections::BTreeSet::new();
    let mut late = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let tellings = tellings().new_tree(&mut runner).unwrap().current();
        let play = told(&tellings);
        stages.insert(play.stage());
        events.extend(play.events.iter().map(|event| event.fact.described().0));
        late.extend(play.events.iter().filter(|event| event.late.is_some()).map(|event| event.fact.described().0));
    }
    for event in ["Suspended", "Resumed", "Extended", "Converted", "OpinionHeard", "AnswerReceived"] {
        assert!(late.contains(event), "{late:?}");
    }
    for stage in
        ["Decided", "Trial", "AwaitingAnswer", "Accepted", "NotAccepted", "Suspended", "Mediated", "Terminated"]
    {
        assert!(stages.contains(stage), "{stages:?}");
    }
    for event in [
        "Amended",
        "Struck",
        "DeemedAccepted",
        "DeemedAcceptanceWithdrawn",
        "AnswerExpired",
        "AnswerExpiryWithdrawn",
        "Extended",
        "Converted",
        "Resumed",
        "Submitted",
    ] {
        assert!(events.contains(event), "{events:?}");
    }
}
