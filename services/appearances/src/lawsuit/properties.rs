//! What holds whatever is entered, in whatever order, however it is amended.

use kernel::day::Day;
use proptest::prelude::*;
use runtime::Contract;

use super::{Command, InstanceKind, Lawsuit};
use crate::clocks::Clocks;
use crate::hearing::Hearing;
use crate::hearing::attendance::{Notice, PostLevel};
use crate::outcome::Code;
use crate::samples::*;
use kernel::aggregate::Aggregate as _;

const TODAY: &str = "2026-03-02";
const DOCKETED: Day = kernel::day::day(2024, 9, 2);

#[derive(Debug, Clone)]
enum Telling {
    /// A step, so many days after docketing.
    Step(usize, u32),
    /// A hearing of an instance, held or only planned.
    Hearing(u128, u32, u32, bool),
    /// A day of an entry is put right.
    Amend(u64, usize, u32),
    /// An entry is struck.
    Strike(u64),
}

fn step(which: usize, on: Day) -> Command {
    let on = &on.to_string();
    match which {
        0 => copy(FIRST, BUREAU, on),
        1 => answer(BUREAU, on),
        2 => Command::RecordAnswerExpiry(FIRST, BUREAU),
        3 => judge(FIRST, on, Code::J02),
        4 => serve(FIRST, BUREAU, on),
        5 => serve(FIRST, PLAINTIFF, on),
        6 => take_effect(FIRST),
        7 => appeal(on, PLAINTIFF),
        8 => open(InstanceKind::Second, on),
        9 => copy(SECOND, BUREAU, on),
        10 => judge(SECOND, on, Code::S01),
        _ => serve(SECOND, BUREAU, on),
    }
}

const FIELDS: [&str; 4] = ["docketed_on", "on", "judged_on", "posted_on"];

fn tellings() -> impl Strategy<Value = Vec<Telling>> {
    let in_order = (0..12_usize).map(|which| {
        let after = u32::try_from(which).unwrap_or(0) * 20;
        (Just(which), after..after + 25)
    });
    let in_order = in_order.collect::<Vec<_>>();
    let in_order = in_order
        .prop_map(|steps| steps.into_iter().map(|(which, after)| Telling::Step(which, after)).collect::<Vec<_>>());
    let other = prop_oneof![
        3 => (0..12_usize, 0..260_u32).prop_map(|(which, after)| Telling::Step(which, after)),
        3 => (1..4_u128, 1..3_u32, 0..260_u32, any::<bool>())
            .prop_map(|(id, instance, after, held)| Telling::Hearing(id, instance, after, held)),
        3 => (1..14_u64, 0..FIELDS.len(), 0..260_u32).prop_map(|(entry, field, after)| Telling::Amend(entry, field, after)),
        1 => (2..14_u64).prop_map(Telling::Strike),
    ];
    (in_order, prop::collection::vec((any::<prop::sample::Index>(), other), 0..12)).prop_map(|(mut told, others)| {
        for (place, other) in others {
            told.insert(place.index(told.len() + 1), other);
        }
        told
    })
}

/// Tells a lawsuit; what is refused is not told.
fn told(tellings: &[Telling]) -> Play {
    let mut play = Play::on(TODAY).does(register(suit(&DOCKETED.to_string())));
    for telling in tellings {
        let next = match telling {
            Telling::Step(which, after) => play.tries(step(*which, DOCKETED.plus_days(*after))),
            Telling::Hearing(id, instance, after, held) => {
                let on = DOCKETED.plus_days(*after).to_string();
                let came = led_by(BUREAU, head(PostLevel::Deputy));
                let command = if *held {
                    recorded(&on, Notice::MayNotify, came)
                } else {
                    crate::hearing::Command::Schedule(plan(&on, vec![notice(BUREAU, Notice::ShallNotify)]))
                };
                play.tries_in(*id, crate::parties::InstanceNumber(*instance), command)
            }
            Telling::Amend(entry, field, after) => {
                play.tries(amend(*entry, FIELDS[*field], &DOCKETED.plus_days(*after).to_string()))
            }
            Telling::Strike(entry) => play.tries(strike(*entry)),
        };
        if let Ok(next) = next {
            play = next;
        }
    }
    play
}

fn dues(clocks: &Clocks) -> Vec<String> {
    let one = |clock: &crate::clocks::Clock| {
        format!("{:?} {:?} {:?} {:?} {:?}", clock.name, clock.instance, clock.party, clock.deadline, clock.ended)
    };
    let mut dues: Vec<String> = clocks.iter().map(one).collect();
    dues.sort();
    dues
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_deadline_equals_the_one_computed_from_scratch(tellings in tellings()) {
        let play = told(&tellings);
        let again = super::amendment::told_from_scratch(&play.lawsuit, &play.on).unwrap();
        prop_assert_eq!(dues(&play.lawsuit.clocks), dues(&again.clocks));
        prop_assert_eq!(&play.lawsuit.chain, &again.chain);
        for clock in play.lawsuit.clocks.iter() {
            prop_assert_eq!(&clock.deadline.recomputed(&play.on.calendar).unwrap(), &clock.deadline);
        }
    }

    #[test]
    fn every_event_is_read_as_it_was_written_and_leads_to_the_same_lawsuit(tellings in tellings()) {
        let play = told(&tellings);
        let read: Vec<_> = play.events.iter().map(|event| Lawsuit::read(&Lawsuit::write(event)).unwrap()).collect();
        prop_assert_eq!(&read, &play.events);
        prop_assert_eq!(read.iter().fold(Lawsuit::default(), Lawsuit::evolve), play.lawsuit.clone());
        for event in &play.heard {
            prop_assert_eq!(&Hearing::read(&Hearing::write(event)).unwrap(), event);
        }
        let stored = serde_json::to_string(&play.lawsuit).unwrap();
        prop_assert_eq!(serde_json::from_str::<Lawsuit>(&stored).unwrap(), play.lawsuit);
    }

    #[test]
    fn whoever_adds_up_what_events_tell_knows_every_duty_and_result(tellings in tellings()) {
        let play = told(&tellings);
        let (mut duties, mut results) = (Vec::new(), Vec::new());
        for event in &play.events {
            for duty in &event.told.duties {
                duties.retain(|old: &super::duty::Duty| {
                    (old.instance, old.of.number, old.ordinal) != (duty.instance, duty.of.number, duty.ordinal)
                });
                if duty.state != super::duty::DutyState::Withdrawn {
                    duties.push(duty.clone());
                }
            }
            for result in &event.told.results {
                results.retain(|old: &super::result::InstanceResult| {
                    (old.instance, old.of.number) != (result.instance, result.of.number)
                });
                if result.given.is_some() {
                    results.push(result.clone());
                }
            }
        }
        duties.sort_by_key(|duty| (duty.instance, duty.of.number, duty.ordinal));
        results.sort_by_key(|result| (result.instance, result.of.number));
        prop_assert_eq!(duties, play.lawsuit.chain.duties());
        prop_assert_eq!(results, play.lawsuit.chain.results());
    }
}

#[test]
fn the_tellings_reach_every_event_that_matters() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut events = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let tellings = tellings().new_tree(&mut runner).unwrap().current();
        events.extend(told(&tellings).events.iter().map(|event| event.fact.described().0));
    }
    for event in
        ["AnswerExpired", "TookEffect", "EffectWithdrawn", "AnswerExpiryWithdrawn", "InstanceOpened", "LawsuitStruck"]
    {
        assert!(events.contains(event), "{events:?}");
    }
}
