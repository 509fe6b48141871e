//! What holds whatever is entered, in whatever order, however it is amended.

use std::sync::Arc;

use kernel::aggregate::Aggregate as _;
use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::spec::rearranged;
use proptest::prelude::*;
use runtime::Contract;
use uuid::Uuid;

use super::duty::Duty;
use super::further::Effect;
use super::judgment::{JudgmentService, Outcome};
use super::noting::HearingState;
use super::result::{InShort, InstanceResult};
use super::{Command, InstanceKind, Lawsuit};
use crate::clocks::{ClockName, Clocks};
use crate::hearing::attendance::{Notice, PostLevel};
use crate::hearing::plan::{Cancellation, Move};
use crate::hearing::{Command as Hear, Hearing, HearingFact, Stage};
use crate::outcome::{Code, Form, WithdrawReason};
use crate::parties::{InstanceNumber, PartyNumber};
use crate::samples::*;

const TODAY: &str = "2026-03-02";
const DOCKETED: Day = kernel::day::day(2024, 9, 2);

#[derive(Debug, Clone)]
enum Telling {
    /// A step, so many days after docketing.
    Step(usize, u32),
    /// What becomes of a hearing of an instance, on such a day.
    Hearing(u128, u32, usize, u32),
    /// A day of an entry is put right.
    Amend(u64, usize, u32),
    /// An entry is struck.
    Strike(u64),
}

const STEPS: usize = 17;

fn step(which: usize, on: Day) -> Command {
    let on = &on.to_string();
    match which {
        0 => copy(FIRST, BUREAU, on),
        1 => copy(FIRST, GOVERNMENT, on),
        2 => answer(BUREAU, on),
        3 => Command::RecordAnswerExpiry(FIRST, BUREAU),
        4 => judging(FIRST, Form::Ruling, on, vec![withdrawn(GOVERNMENT)]),
        5 => serve(FIRST, GOVERNMENT, on),
        6 | 9 => serve(FIRST, PLAINTIFF, on),
        7 => judge(FIRST, on, Code::J02),
        8 => serve(FIRST, BUREAU, on),
        10 => take_effect(FIRST),
        11 => appeal(on, PLAINTIFF),
        12 => open(InstanceKind::Second, on),
        13 => copy(SECOND, BUREAU, on),
        14 => judge(SECOND, on, Code::S01),
        15 => judging(SECOND, Form::Ruling, on, vec![outcome(GOVERNMENT, Code::S05)]),
        _ => serve(SECOND, BUREAU, on),
    }
}

fn withdrawn(against: PartyNumber) -> Outcome {
    Outcome { withdraw_reason: Some(WithdrawReason::Settled), ..outcome(against, Code::D03) }
}

fn becomes(what: usize, on: &str) -> Hear {
    let plan = || plan(on, vec![notice(BUREAU, Notice::ShallNotify)]);
    let came = || led_by(BUREAU, head(PostLevel::Deputy));
    match what {
        0 => Hear::Schedule(plan()),
        1 => recorded(on, Notice::MayNotify, came()),
        2 => Hear::Hold(holding(on, vec![came()])),
        3 => Hear::Move(Move { plan: plan(), on: d(on), reason: None }),
        4 => Hear::Cancel(Cancellation { on: d(on), reason: None }),
        5 => Hear::Amend(amendment(1), HearingFact::Plan(plan())),
        _ => Hear::Strike(amendment(1)),
    }
}

const FIELDS: [&str; 4] = ["docketed_on", "on", "judged_on", "posted_on"];

fn tellings() -> impl Strategy<Value = Vec<Telling>> {
    // Steps come more or less in their order, so that lawsuits get far; any may be left out, so that periods lapse.
    let in_order = (0..STEPS).map(|which| {
        let after = u32::try_from(which).unwrap_or(0) * 15;
        prop::option::weighted(0.8, (Just(which), after..after + 20))
    });
    let in_order = in_order.collect::<Vec<_>>().prop_map(|steps| {
        let told = steps.into_iter().flatten();
        told.map(|(which, after)| Telling::Step(which, after)).collect::<Vec<_>>()
    });
    let other = prop_oneof![
        3 => (0..STEPS, 0..260_u32).prop_map(|(which, after)| Telling::Step(which, after)),
        8 => (1..3_u128, 1..3_u32, 0..7_usize, 0..260_u32)
            .prop_map(|(id, instance, what, after)| Telling::Hearing(id, instance, what, after)),
        // Most often the day itself, from which a lapse follows.
        6 => (1..18_u64, prop_oneof![3 => Just(1), 1 => 0..FIELDS.len()], 0..260_u32)
            .prop_map(|(entry, field, after)| Telling::Amend(entry, field, after)),
        1 => (2..18_u64).prop_map(Telling::Strike),
    ];
    (in_order, prop::collection::vec((any::<prop::sample::Index>(), other), 0..16)).prop_map(|(mut told, others)| {
        for (place, other) in others {
            told.insert(place.index(told.len() + 1), other);
        }
        told
    })
}

fn sued() -> Play {
    Play::on(TODAY).does(register(suit_of_two(&DOCKETED.to_string())))
}

/// Tells a lawsuit; what is refused is not told.
fn told(tellings: &[Telling]) -> Play {
    let mut play = sued();
    for telling in tellings {
        let next = match telling {
            Telling::Step(which, after) => play.tries(step(*which, DOCKETED.plus_days(*after))),
            Telling::Hearing(id, instance, what, after) => {
                let on = DOCKETED.plus_days(*after).to_string();
                play.tries_in(*id, InstanceNumber(*instance), becomes(*what, &on))
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

/// Something that happened: a step of the lawsuit, or a hearing that was held.
#[derive(Debug, Clone)]
enum Happened {
    Step(Command),
    Hearing(Hear),
}

/// A suit over two organs that is withdrawn against one of them, with what came of the judgment for the other: nothing yet,
/// an appeal and a second instance, or an appeal that came to nothing; or, with nothing yet, one of them was joined later.
fn happened(gaps: &[u32], end: usize) -> Vec<Happened> {
    let mut day = DOCKETED;
    let mut gaps = gaps.iter();
    let mut later = || {
        day = day.plus_days(*gaps.next().unwrap_or(&1));
        day.to_string()
    };
    let served = |party, on: &str, about| {
        let (instance, on) = (FIRST, d(on));
        Command::ServeJudgment(JudgmentService { instance, party, on, proof: None, about: Some(about) })
    };
    let joining = (end == JOINED).then(|| joins(FIRST, government(), &later()));
    let mut steps: Vec<Command> = joining.into_iter().collect();
    steps.extend([copy(FIRST, BUREAU, &later()), copy(FIRST, GOVERNMENT, &later()), answer(BUREAU, &later())]);
    steps.push(judging(FIRST, Form::Ruling, &later(), vec![withdrawn(GOVERNMENT)]));
    steps.extend([served(GOVERNMENT, &later(), GOVERNMENT), served(PLAINTIFF, &later(), GOVERNMENT)]);
    let heard = recorded(&later(), Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Deputy)));
    let judged_on = later();
    steps.push(judge(FIRST, &judged_on, Code::J02));
    steps.extend([served(BUREAU, &later(), BUREAU), served(PLAINTIFF, &later(), BUREAU)]);
    if end == 1 || end == 2 {
        steps.push(appeal(&later(), PLAINTIFF));
    }
    if end == 1 {
        steps.extend([open(InstanceKind::Second, &later()), copy(SECOND, BUREAU, &later())]);
        steps.push(judge(SECOND, &later(), Code::S01));
    }
    if end == 2 {
        let certified = Some((d(&later()), paper("生效证明")));
        steps.push(Command::TakeEffect(Effect { instance: FIRST, certified }));
    }
    steps.into_iter().map(Happened::Step).chain([Happened::Hearing(heard)]).collect()
}

/// The end of a suit in which the second organ was joined later.
const JOINED: usize = 3;

/// Tells what happened in this order, each thing as soon as it can be told.
fn told_as_they_come(end: usize, mut waiting: Vec<Happened>) -> Play {
    let on = DOCKETED.to_string();
    let registered = if end == JOINED { suit(&on) } else { suit_of_two(&on) };
    let mut play = Play::on(TODAY).does(register(registered));
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|happened| {
            let next = match happened {
                Happened::Step(command) => play.tries(command.clone()),
                Happened::Hearing(command) => play.tries_in(1, FIRST, command.clone()),
            };
            next.map(|next| play = next).is_err()
        });
        assert!(waiting.len() < before, "{waiting:?} cannot be told after {:?}", play.events);
    }
    play
}

/// What a lawsuit comes to, without the order in which it was told: that an appeal cut the days off after all were served is
/// not told where the appeal was entered first.
fn comes_to(play: &Play) -> (Vec<String>, Vec<Duty>, Vec<InstanceResult>, String) {
    let clocks = play.lawsuit.clocks.iter().filter(|clock| clock.name != ClockName::Effect || clock.is_running());
    let mut clocks: Vec<String> = clocks
        .map(|clock| {
            format!("{:?} {:?} {:?} {} {:?}", clock.name, clock.instance, clock.party, clock.due(), clock.ended)
        })
        .collect();
    clocks.sort();
    let unnumbered = |result: InstanceResult| {
        let given = result.given.map(|given| InShort { entry: 0, ..given });
        InstanceResult { given, ..result }
    };
    let results = play.lawsuit.chain.results().into_iter().map(unnumbered).collect();
    (clocks, play.lawsuit.chain.duties(), results, play.stage())
}

/// What was entered, with the day on which it counts.
fn entered(lawsuit: &Lawsuit) -> Vec<(u64, (&'static str, &'static str, Day))> {
    lawsuit.history.entries().iter().map(|entry| (entry.number, entry.fact.described())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_deadline_equals_the_one_computed_from_scratch(tellings in tellings()) {
        let play = told(&tellings);
        let again = kernel::retelling::from_scratch(&play.lawsuit, &play.on).unwrap();
        prop_assert_eq!(dues(&play.lawsuit.clocks), dues(&again.clocks));
        prop_assert_eq!(&play.lawsuit.chain, &again.chain);
        prop_assert_eq!(entered(&play.lawsuit), entered(&again));
        for clock in play.lawsuit.clocks.iter() {
            prop_assert_eq!(&clock.deadline.recomputed(&play.on.calendar).unwrap(), &clock.deadline);
        }
    }

    #[test]
    fn r_cal_7_what_runs_equals_its_recomputation_under_whatever_calendar_and_what_has_ended_stays(
        tellings in tellings(),
        days in prop::collection::vec(0..500_u32, 1..12),
    ) {
        let mut play = told(&tellings);
        let known = play.clone();
        let first = play.lawsuit.clocks.iter().map(|clock| clock.deadline.start().on).min().unwrap_or(play.on.today);
        play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| first.plus_days(*day))));
        let play = play.does(Command::Recount);
        prop_assert_eq!(&play.lawsuit.chain, &known.lawsuit.chain);
        prop_assert_eq!(entered(&play.lawsuit), entered(&known.lawsuit));
        for clock in known.lawsuit.clocks.iter() {
            let now = play.lawsuit.clocks.find(clock.key()).unwrap();
            match clock.deadline.recomputed(&play.on.calendar) {
                Ok(again) if clock.is_running() => prop_assert!(again.says_the_same(&now.deadline), "{again:?} {now:?}"),
                _ => prop_assert_eq!(now, clock),
            }
        }
        let read = play.events.iter().map(|event| Lawsuit::read(&Lawsuit::write(event)).unwrap());
        prop_assert_eq!(read.fold(Lawsuit::default(), |lawsuit, event| lawsuit.evolve(&event)), play.lawsuit);
    }

    #[test]
    fn the_same_facts_come_to_the_same_in_whatever_order_they_are_entered(
        gaps in prop::collection::vec(0..9_u32, 16),
        end in 0..4_usize,
        order in prop::collection::vec(any::<prop::sample::Index>(), 20),
    ) {
        let in_order = happened(&gaps, end);
        let mut shuffled = in_order.clone();
        for (place, with) in order.iter().enumerate().take(shuffled.len()) {
            let with = with.index(shuffled.len());
            shuffled.swap(place, with);
        }
        prop_assert_eq!(comes_to(&told_as_they_come(end, shuffled)), comes_to(&told_as_they_come(end, in_order)));
    }

    #[test]
    fn a_hearing_and_its_lawsuit_agree_on_what_has_become_of_it(tellings in tellings()) {
        let play = told(&tellings);
        for (id, hearing) in &play.hearings {
            let mut known = play.lawsuit.chain.instances.iter().filter_map(|one| one.hearings.get(&Uuid::from_u128(*id)));
            let state = known.next().map(|noted| noted.state);
            prop_assert_eq!(state, match hearing.stage() {
                Stage::NotEntered => None,
                Stage::Scheduled => Some(HearingState::Planned),
                Stage::Held => Some(HearingState::Held),
                Stage::Cancelled => Some(HearingState::Cancelled),
                Stage::Struck => Some(HearingState::Struck),
            });
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
                duties.retain(|old: &Duty| {
                    (old.instance, old.of.number, old.ordinal) != (duty.instance, duty.of.number, duty.ordinal)
                });
                if duty.state != super::duty::DutyState::Withdrawn {
                    duties.push(duty.clone());
                }
            }
            for result in &event.told.results {
                results.retain(|old: &InstanceResult| {
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
    let (mut events, mut heard) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for _ in 0..400 {
        let tellings = tellings().new_tree(&mut runner).unwrap().current();
        let play = told(&tellings);
        events.extend(play.events.iter().map(|event| event.fact.described().0));
        heard.extend(play.heard.iter().map(|event| event.fact.described().0));
    }
    for event in
        ["AnswerExpired", "TookEffect", "EffectWithdrawn", "AnswerExpiryWithdrawn", "InstanceOpened", "LawsuitStruck"]
    {
        assert!(events.contains(event), "{events:?}");
    }
    for event in
        ["HearingScheduled", "HearingMoved", "HearingHeld", "HearingCancelled", "HearingAmended", "HearingStruck"]
    {
        assert!(heard.contains(event), "{heard:?}");
    }
}
