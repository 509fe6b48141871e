//! What holds whatever is entered, in whatever order, however it is amended.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::aggregate::Aggregate;
use kernel::day::Day;
use kernel::spec::rearranged;
use proptest::prelude::*;
use runtime::Contract;

use super::follow_up::{RectificationStatus, Reminding};
use super::issue::Kind;
use super::{Command, Fact, Suggestion, amendment};
use crate::samples::*;

/// The day on which everything is told, and the day of the letter.
const TODAY: &str = "2026-09-01";
const ISSUED: Day = kernel::day::day(2026, 3, 2);

const STEPS: usize = 13;

fn step(which: usize, on: Day) -> Command {
    let on = &on.to_string();
    match which {
        0 => receive(SECOND, on),
        1 => extend(FIRST, on, "1个月"),
        2 => extend(SECOND, on, "2026-07-31"),
        3 => delivered(FIRST, on),
        4 => reply(SECOND, Some(on), None),
        5 => object(FIRST, on),
        6 => settle(FIRST, on, None),
        7 => settle(FIRST, on, Some((on, Some("30日")))),
        8 => rectify(FIRST, on, RectificationStatus::InProgress, None),
        9 => close(FIRST, on),
        10 => address(THIRD, on, Some(on)),
        11 => Command::Remind(Reminding { addressee: FIRST, by_plan: true }),
        _ => Command::Remind(Reminding { addressee: FIRST, by_plan: false }),
    }
}

#[derive(Debug, Clone)]
enum Telling {
    /// A step, so many days after the letter.
    Step(usize, u32),
    /// The letter is withdrawn from one, or from all.
    Withdraw(bool, u32),
    /// A day of an entry is put right.
    Amend(u64, usize, u32),
    /// An entry is struck.
    Strike(u64),
}

const FIELDS: [&str; 5] = ["issued_on", "received_on/1", "on", "posted_on", "delivered_on"];

fn tellings() -> impl Strategy<Value = Vec<Telling>> {
    let telling = prop_oneof![
        10 => (0..STEPS, 0..90_u32).prop_map(|(which, after)| Telling::Step(which, after)),
        1 => (any::<bool>(), 0..90_u32).prop_map(|(one, after)| Telling::Withdraw(one, after)),
        4 => (1..9_u64, 0..FIELDS.len(), 0..90_u32).prop_map(|(entry, field, after)| Telling::Amend(entry, field, after)),
        1 => (2..9_u64).prop_map(Telling::Strike),
    ];
    prop::collection::vec(telling, 0..24)
}

/// Tells a suggestion; what is refused is not told.
fn told(tellings: &[Telling]) -> Play {
    let issued_on = ISSUED.to_string();
    let paper = letter(Kind::Governance, &issued_on);
    let mut play = Play::on(TODAY).does(registration(paper, &[Some(&issued_on), None]));
    for telling in tellings {
        let day = |after: &u32| ISSUED.plus_days(*after);
        let command = match telling {
            Telling::Step(which, after) => step(*which, day(after)),
            Telling::Withdraw(one, after) => withdraw(one.then_some(SECOND), &day(after).to_string()),
            Telling::Amend(entry, field, after) => amend(*entry, FIELDS[*field], &day(after).to_string()),
            Telling::Strike(entry) => strike(*entry),
        };
        if play.suggestion.decide(command.clone(), &play.on).is_ok() {
            play = play.does(command);
        }
    }
    play
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_deadline_equals_the_one_computed_from_scratch(tellings in tellings()) {
        let Play { suggestion, on, .. } = told(&tellings);
        let again = amendment::tell(&Suggestion::default(), suggestion.history.entries().iter(), None, &on).unwrap();
        let sorted = |suggestion: &Suggestion| {
            let mut clocks: Vec<_> = suggestion.clocks.iter().cloned().collect();
            clocks.sort_by_key(|clock| clock.addressee);
            clocks
        };
        prop_assert_eq!(sorted(&suggestion), sorted(&again));
        prop_assert_eq!(&suggestion.standings, &again.standings);
    }

    #[test]
    fn every_deadline_equals_its_own_recomputation(tellings in tellings()) {
        let Play { suggestion, on, .. } = told(&tellings);
        for clock in suggestion.clocks.iter() {
            for period in std::iter::successors(Some(clock), |period| period.replaces.as_deref()) {
                prop_assert_eq!(&period.deadline.recomputed(&on.calendar).unwrap(), &period.deadline);
            }
        }
    }

    #[test]
    fn r_cal_7_what_runs_equals_the_one_computed_from_scratch_under_whatever_calendar_and_what_has_ended_stays(
        tellings in tellings(),
        days in prop::collection::vec(0..300_u32, 1..12),
    ) {
        let mut play = told(&tellings);
        let known = play.suggestion.clone();
        play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| ISSUED.plus_days(*day))));
        // What no longer fits together is left to a person.
        let Ok(_) = play.suggestion.decide(Command::Recount, &play.on) else { return Ok(()) };
        let Play { suggestion, on, .. } = play.does(Command::Recount);
        prop_assert_eq!(&suggestion.standings, &known.standings);
        let again = amendment::tell(&Suggestion::default(), suggestion.history.entries().iter(), None, &on).unwrap();
        for clock in suggestion.clocks.iter() {
            if clock.is_running() {
                let again = again.clocks.find(clock.addressee).unwrap();
                prop_assert!(again.deadline.says_the_same(&clock.deadline), "{again:?} {clock:?}");
                prop_assert_eq!((again.origin, again.original_due), (clock.origin, clock.original_due));
            } else {
                prop_assert_eq!(Some(clock), known.clocks.find(clock.addressee));
            }
        }
    }

    #[test]
    fn every_event_is_read_as_it_was_written_and_leads_to_the_same_suggestion(tellings in tellings()) {
        let play = told(&tellings);
        let read: Vec<_> = play.events.iter().map(|e| Suggestion::read(&Suggestion::write(e)).unwrap()).collect();
        prop_assert_eq!(&read, &play.events);
        let read = read.iter().fold(Suggestion::default(), Suggestion::evolve);
        let stored = serde_json::to_string(&play.suggestion).unwrap();
        prop_assert_eq!(serde_json::from_str::<Suggestion>(&stored).unwrap(), read);
    }

    #[test]
    fn whoever_replaces_what_each_event_tells_knows_how_things_stand(tellings in tellings()) {
        let play = told(&tellings);
        let mut known = std::collections::BTreeMap::new();
        for event in &play.events {
            if matches!(event.fact, Fact::Amended(_) | Fact::Struck(_)) {
                known.clear();
            }
            known.extend(event.standings.iter().map(|standing| (standing.addressee.number, standing.clone())));
        }
        prop_assert_eq!(known.into_values().collect::<Vec<_>>(), play.suggestion.standings.clone());
        prop_assert_eq!(play.events.last().unwrap().stage, play.suggestion.stage());
    }
}

#[test]
fn the_tellings_reach_every_event_that_matters() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut events = BTreeSet::new();
    for _ in 0..300 {
        let tellings = tellings().new_tree(&mut runner).unwrap().current();
        events.extend(told(&tellings).events.iter().map(|event| event.fact.described().0));
    }
    assert_eq!(events.len(), 13, "{events:?}");
}
