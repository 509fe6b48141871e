//! What holds for every deadline, whatever has happened to it (invariant 12).

#![expect(clippy::unwrap_used, reason = "what a test cannot read stops it")]

use kernel::article::{ARL_2023, whole};
use kernel::calendar::{AnnouncedYear, Calendar, CalendarVersion};
use kernel::day::{Day, day};
use kernel::deadline::{Deadline, DeadlineError, Extension, Lengthening, Pause};
use kernel::explain::Explanation;
use kernel::period::Period;
use kernel::rule::Rule;
use proptest::prelude::*;

/// Something that happens to a deadline; days are counted from its start.
#[derive(Debug, Clone)]
enum Step {
    Pause(u32),
    Resume(u32),
    ExtendBy(u16, u32),
    ExtendWithin(Period, u32),
    ExtendUntil(u32, u32),
    AmendPause(usize, u32, u32),
    WithdrawPause(usize),
    AmendExtension(usize, u16, u32),
    WithdrawExtension(usize),
    StartOn(u32),
    Announce2027,
}

fn step() -> impl Strategy<Value = Step> {
    let later = 0..140_u32;
    prop_oneof![
        4 => later.clone().prop_map(Step::Pause),
        4 => later.clone().prop_map(Step::Resume),
        2 => (1..40_u16, later.clone()).prop_map(|(by, on)| Step::ExtendBy(by, on)),
        2 => (period(), later.clone()).prop_map(|(more, on)| Step::ExtendWithin(more, on)),
        1 => (later.clone(), later.clone()).prop_map(|(until, on)| Step::ExtendUntil(until, on)),
        1 => (0..3_usize, later.clone(), later.clone()).prop_map(|(i, from, to)| Step::AmendPause(i, from, to)),
        1 => (0..3_usize).prop_map(Step::WithdrawPause),
        1 => (0..3_usize, 1..40_u16, later.clone()).prop_map(|(i, by, on)| Step::AmendExtension(i, by, on)),
        1 => (0..3_usize).prop_map(Step::WithdrawExtension),
        1 => (0..10_u32).prop_map(Step::StartOn),
        1 => Just(Step::Announce2027),
    ]
}

fn period() -> impl Strategy<Value = Period> {
    let working_days = prop_oneof![Just(3), Just(5), Just(7), Just(10)].prop_map(Period::working_days);
    prop_oneof![working_days, (3..100_u16).prop_map(Period::days), (1..8_u16).prop_map(Period::months)]
}

/// A day of the loaded years, or shortly before or after.
fn some_day() -> impl Strategy<Value = Day> {
    (0..1700_u32).prop_map(|days| day(2022, 10, 1).plus_days(days))
}

fn rule(period: Period) -> Rule {
    Rule::new("X", period, whole(ARL_2023))
}

fn with_2027() -> Calendar {
    let rows = "2026-12-31,holiday,元旦\n2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n\
                2027-02-05,holiday,春节\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
    Calendar::shipped().announcing(AnnouncedYear::parse(2027, 1, rows).unwrap(), CalendarVersion(2))
}

fn taken(deadline: &Deadline, step: &Step, first: Day, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
    let on = |days: u32| first.plus_days(days);
    match *step {
        Step::Pause(from) => deadline.paused(on(from), calendar),
        Step::Resume(to) => deadline.resumed(on(to), calendar),
        Step::ExtendBy(by, granted) => deadline.extended(Lengthening::By(by), on(granted), calendar),
        Step::ExtendWithin(more, granted) => deadline.extended(Lengthening::Within(more), on(granted), calendar),
        Step::ExtendUntil(until, granted) => deadline.extended(Lengthening::Until(on(until)), on(granted), calendar),
        Step::AmendPause(i, from, to) => {
            deadline.pause_amended(i, Some(Pause { from: on(from), to: Some(on(to)) }), calendar)
        }
        Step::WithdrawPause(i) => deadline.pause_amended(i, None, calendar),
        Step::AmendExtension(i, by, granted) => {
            let extension = Extension { granted_on: on(granted), lengthening: Lengthening::By(by) };
            deadline.extension_amended(i, Some(extension), calendar)
        }
        Step::WithdrawExtension(i) => deadline.extension_amended(i, None, calendar),
        Step::StartOn(start) => deadline.started_on(on(start), calendar),
        Step::Announce2027 => deadline.recomputed(calendar),
    }
}

/// The same facts told again in the order of their legal days, to a deadline that knows nothing yet.
fn told_again(deadline: &Deadline, rule: &Rule, calendar: &Calendar) -> Result<Deadline, DeadlineError> {
    let parts = deadline.parts();
    let mut facts: Vec<(Day, Result<Pause, Extension>)> = parts.pauses.iter().map(|p| (p.from, Ok(*p))).collect();
    facts.extend(parts.extensions.iter().map(|e| (e.granted_on, Err(*e))));
    facts.sort_by_key(|(day, _)| *day);
    let mut again = Deadline::run(rule, parts.start.on, calendar);
    for (_, fact) in facts {
        again = match fact {
            Err(extension) => again.extended(extension.lengthening, extension.granted_on, calendar)?,
            Ok(pause) => {
                let paused = again.paused(pause.from, calendar)?;
                pause.to.map_or(Ok(paused.clone()), |to| paused.resumed(to, calendar))?
            }
        };
    }
    Ok(again)
}

/// Walks the calendar day by day, as one would with a pencil.
fn by_pencil(period: Period, more: u32, start: Day, pauses: &[Pause], calendar: &Calendar) -> Day {
    let (mut left, in_working_days) = match period {
        Period::WorkingDays(count) => (u32::from(count) + more, true),
        Period::CalendarDays(count) => (u32::from(count) + more, false),
        Period::Months(_) => unreachable!("months are not walked"),
    };
    let mut day = start;
    let stands_still = |day: Day| pauses.iter().any(|p| p.from < day && p.to.is_some_and(|to| day <= to));
    while left > 0 {
        day = day.plus_days(1);
        left -= u32::from(!stands_still(day) && (!in_working_days || calendar.is_working_day(day)));
    }
    let resumed = pauses.iter().filter_map(|p| p.to).max().unwrap_or(day);
    day = day.max(resumed);
    while !calendar.is_working_day(day) {
        day = day.plus_days(1);
    }
    day
}

proptest! {
    #[test]
    fn a_deadline_reached_by_steps_equals_the_one_computed_from_scratch(
        period in period(), first in some_day(), steps in prop::collection::vec(step(), 0..12),
    ) {
        let rule = rule(period);
        let mut calendar = Calendar::shipped();
        let mut deadline = Deadline::run(&rule, first, &calendar);
        for step in &steps {
            if matches!(step, Step::Announce2027) && deadline.recomputed(&with_2027()).is_ok() {
                calendar = with_2027();
            }
            // A step that is refused leaves the deadline as it was.
            if let Ok(next) = taken(&deadline, step, first, &calendar) {
                deadline = next;
            }
        }
        prop_assert_eq!(&deadline.recomputed(&calendar), &Ok(deadline.clone()));
        prop_assert_eq!(&Deadline::recorded(deadline.parts().clone()), &Ok(deadline.clone()));
        let again = told_again(&deadline, &rule, &calendar).unwrap();
        prop_assert_eq!((again.nominal(), again.due()), (deadline.nominal(), deadline.due()));
        prop_assert_eq!(again.is_provisional(), deadline.is_provisional());
        // However odd the case, it can be explained.
        prop_assert!(!Explanation::of(&deadline, &calendar).words.is_empty());
    }

    #[test]
    fn a_paused_and_extended_period_ends_where_a_pencil_ends(
        period in period().prop_filter("walked", |p| !matches!(p, Period::Months(_))),
        start in some_day(), more in 0..31_u16, pauses in prop::collection::vec((0..50_u32, 0..40_u32), 0..4),
    ) {
        let calendar = Calendar::shipped();
        let mut deadline = Deadline::run(&rule(period), start, &calendar);
        if more > 0 {
            deadline = deadline.extended(Lengthening::By(more), start, &calendar).unwrap();
        }
        let mut since = start;
        for (gap, length) in pauses {
            let from = since.plus_days(gap);
            since = from.plus_days(length);
            let Ok(paused) = deadline.paused(from, &calendar) else { break };
            deadline = paused.resumed(since, &calendar).unwrap();
        }
        let expected = by_pencil(period, more.into(), start, &deadline.parts().pauses, &calendar);
        prop_assert_eq!(deadline.due(), Some(expected));
    }

    #[test]
    fn the_last_day_is_a_working_day_and_never_before_the_nominal_one(period in period(), start in some_day()) {
        let calendar = Calendar::shipped();
        let deadline = Deadline::run(&rule(period), start, &calendar);
        let due = deadline.due().unwrap();
        prop_assert!(calendar.is_working_day(due));
        prop_assert!(due > start);
        prop_assert!(deadline.nominal().is_none_or(|nominal| nominal <= due));
    }

    #[test]
    fn a_later_start_never_ends_sooner(period in period(), start in some_day(), by in 0..40_u32) {
        let calendar = Calendar::shipped();
        let due = |start| Deadline::run(&rule(period), start, &calendar).due();
        prop_assert!(due(start) <= due(start.plus_days(by)));
    }

    #[test]
    fn a_longer_pause_never_ends_sooner(
        period in period(), start in some_day(), from in 0..4_u32, length in 0..60_u32, more in 0..30_u32,
    ) {
        let calendar = Calendar::shipped();
        let from = start.plus_days(from);
        let running = Deadline::run(&rule(period), start, &calendar);
        prop_assume!(running.due() >= Some(from));
        let paused = running.paused(from, &calendar).unwrap();
        let due = |length| paused.resumed(from.plus_days(length), &calendar).unwrap().due();
        prop_assert!(running.due() <= due(length));
        prop_assert!(due(length) <= due(length + more));
    }

    #[test]
    fn one_more_day_of_extension_never_ends_sooner(period in period(), start in some_day(), by in 1..60_u16) {
        let calendar = Calendar::shipped();
        let running = Deadline::run(&rule(period), start, &calendar);
        let due = |by| running.extended(Lengthening::By(by), start, &calendar).unwrap().due();
        prop_assert!(running.due() <= due(by));
        prop_assert!(due(by) <= due(by + 1));
    }
}
