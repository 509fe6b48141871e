use super::attendance::{Notice, PostLevel, Status};
use super::plan::{Cancellation, Mode, Move, Observation};
use super::{Command, HearingFact, Stage};
use crate::clocks::{ClockName, End};
use crate::lawsuit::duty::DutyState;
use crate::outcome::Code;
use crate::refusal::Refusal;
use crate::samples::*;

fn schedule(day: &str, told: Notice) -> Command {
    Command::Schedule(plan(day, vec![notice(BUREAU, told)]))
}

fn stage(play: &Play) -> Stage {
    play.hearings[&1].stage()
}

#[test]
fn a_hea_2_and_a_tri_8_notice_and_summons_are_due_three_days_before() {
    let play = Play::on("2025-09-15").does(register(suit("2025-06-03")));
    let play = play.hears(1, FIRST, schedule("2025-10-09", Notice::ShallNotify));
    let clocks = &play.hearings[&1].clocks;
    assert_eq!(clocks.find((ClockName::Notice, FIRST, Some(BUREAU))).unwrap().due(), d("2025-10-06")); // C31
    assert_eq!(clocks.find((ClockName::Summons, FIRST, None)).unwrap().due(), d("2025-10-06"));
    let plain = Play::on("2025-09-15").does(register(suit("2025-06-03")));
    let plain = plain.hears(1, FIRST, schedule("2025-10-09", Notice::None));
    assert!(plain.hearings[&1].clocks.find((ClockName::Notice, FIRST, Some(BUREAU))).is_none());
}

#[test]
fn a_hea_2_and_a_tri_8_the_days_for_notice_and_summons_end_with_what_arrives_or_with_the_hearing() {
    let arrives = |summoned_on: Option<&str>, served_on: Option<&str>| super::plan::Plan {
        summoned_on: summoned_on.map(d),
        ..plan(
            "2024-07-10",
            vec![super::plan::NoticeTo { served_on: served_on.map(d), ..notice(BUREAU, Notice::ShallNotify) }],
        )
    };
    let ends = |play: &Play| {
        let find = |name, party| play.hearings[&1].clocks.find((name, FIRST, party)).unwrap().ended;
        [find(ClockName::Summons, None), find(ClockName::Notice, Some(BUREAU))]
            .map(|end| end.map(|end| (end.how, end.on)))
    };
    let play = registered().hears(1, FIRST, Command::Schedule(arrives(None, None)));
    assert_eq!(ends(&play), [None, None]);
    let play = play.hears(1, FIRST, Command::Amend(amendment(1), HearingFact::Plan(arrives(Some("2024-07-04"), None))));
    let done = Some((End::Done, d("2024-07-04")));
    assert_eq!(ends(&play), [done, None]);
    let held = play.hears(1, FIRST, Command::Hold(holding("2024-07-10", vec![staff_of(BUREAU)])));
    assert_eq!(ends(&held), [done, Some((End::Superseded, d("2024-07-10")))]);
    let moved = HearingFact::Holding(holding("2024-07-11", vec![staff_of(BUREAU)]));
    let held = held.hears(1, FIRST, Command::Amend(amendment(3), moved));
    assert_eq!(ends(&held), [done, Some((End::Superseded, d("2024-07-11")))]);
    let told = arrives(Some("2024-07-04"), Some("2024-07-05"));
    let held = held.hears(1, FIRST, Command::Amend(amendment(1), HearingFact::Plan(told.clone())));
    assert_eq!(ends(&held), [done, Some((End::Done, d("2024-07-05")))]);
    let at_once = registered().hears(1, FIRST, Command::Record(told, holding("2024-07-10", vec![staff_of(BUREAU)])));
    assert_eq!(ends(&at_once), ends(&held));
    let to_come = registered().refuses_in(1, FIRST, Command::Schedule(arrives(None, Some("2024-12-21"))));
    assert!(matches!(to_come, Refusal::NotYetCome { field: "served_on", .. }), "{to_come}");
}

#[test]
fn a_hearing_is_scheduled_moved_and_held() {
    let play = registered().hears(1, FIRST, schedule("2024-07-10", Notice::MayNotify));
    assert_eq!((stage(&play), play.stage().as_str()), (Stage::Scheduled, "已定开庭"));
    let moved =
        Move { plan: plan("2024-07-20", vec![notice(BUREAU, Notice::MayNotify)]), on: d("2024-07-08"), reason: None };
    let play = play.hears(1, FIRST, Command::Move(moved));
    let summons = play.hearings[&1].clocks.find((ClockName::Summons, FIRST, None)).unwrap();
    assert_eq!(summons.due(), d("2024-07-17"));
    let held = Command::Hold(holding("2024-07-20", vec![led_by(BUREAU, head(PostLevel::Principal))]));
    let play = play.hears(1, FIRST, held);
    assert_eq!((stage(&play), play.stage().as_str()), (Stage::Held, "已开庭"));
    assert_eq!(play.hearings[&1].presences[0].status, Status::Appeared);
    let of = &play.heard.last().unwrap().of;
    assert_eq!(of.case_number.as_ref().unwrap().to_string(), "（2024）陕0327行初12号");
    assert_eq!(play.refuses_in(1, FIRST, schedule("2024-07-10", Notice::None)), Refusal::HearingEnteredBefore);
}

#[test]
fn s18_a_change_of_the_day_is_entered_when_the_hearing_has_been_held() {
    let moved = |to: &str, on: &str| {
        Command::Move(Move { plan: plan(to, vec![notice(BUREAU, Notice::MayNotify)]), on: d(on), reason: None })
    };
    let held = Command::Hold(holding("2024-07-20", vec![led_by(BUREAU, head(PostLevel::Principal))]));
    let play = registered().hears(1, FIRST, schedule("2024-07-10", Notice::MayNotify)).hears(1, FIRST, held);
    let elsewhere = Refusal::HeldOnAnotherDay { held_on: d("2024-07-20") };
    assert_eq!(play.refuses_in(1, FIRST, moved("2024-07-19", "2024-07-08")), elsewhere);
    assert_eq!(play.refuses_in(1, FIRST, moved("2024-07-20", "2024-07-21")), elsewhere);
    let play = play.hears(1, FIRST, moved("2024-07-20", "2024-07-08"));
    assert_eq!((stage(&play), play.duty(FIRST, BUREAU).state), (Stage::Held, DutyState::Fulfilled));
    let summons = play.hearings[&1].clocks.find((ClockName::Summons, FIRST, None)).unwrap();
    assert_eq!(summons.due(), d("2024-07-17"));
    let again = play.refuses_in(1, FIRST, moved("2024-07-20", "2024-07-09"));
    assert_eq!(again, Refusal::HearingIs { stage: Stage::Held });
}

#[test]
fn a_cancelled_hearing_leaves_no_open_duty() {
    let play = registered().hears(1, FIRST, schedule("2024-12-30", Notice::ShallNotify));
    let play = play.hears(1, FIRST, Command::Cancel(Cancellation { on: d("2024-12-20"), reason: None }));
    assert_eq!(stage(&play), Stage::Cancelled);
    assert!(play.duties(FIRST, BUREAU).is_empty());
    assert_eq!(play.events.last().unwrap().told.duties[0].state, DutyState::Withdrawn);
}

#[test]
fn the_plan_of_a_cancelled_hearing_put_right_does_not_bring_it_back() {
    let play = registered().hears(1, FIRST, schedule("2024-12-30", Notice::ShallNotify));
    let play = play.hears(1, FIRST, Command::Cancel(Cancellation { on: d("2024-12-19"), reason: None }));
    let right = HearingFact::Plan(plan("2024-12-27", vec![notice(BUREAU, Notice::MayNotify)]));
    let play = play.hears(1, FIRST, Command::Amend(amendment(1), right));
    assert_eq!(stage(&play), Stage::Cancelled);
    assert!(play.duties(FIRST, BUREAU).is_empty());
    assert_eq!(play.stage(), "待收副本");
}

#[test]
fn everyone_concerned_is_told_of_and_nobody_else() {
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-06-03")));
    let both = plan("2024-07-10", vec![notice(BUREAU, Notice::None), notice(GOVERNMENT, Notice::None)]);
    let only_one = Command::Record(both, holding("2024-07-10", vec![staff_of(BUREAU)]));
    assert_eq!(play.refuses_in(1, FIRST, only_one), Refusal::AttendanceNotTold { name: government().name });
    let one = plan("2024-07-10", vec![notice(BUREAU, Notice::None)]);
    let two = Command::Record(one, holding("2024-07-10", vec![staff_of(BUREAU), staff_of(GOVERNMENT)]));
    assert_eq!(play.refuses_in(1, FIRST, two), Refusal::NotConcerned { name: government().name });
}

#[test]
fn s19_a_hearing_entered_by_mistake_leaves_every_duty_and_stays_in_the_history() {
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Absent);
    let play = play.hears(1, FIRST, Command::Strike(amendment(1)));
    assert_eq!(stage(&play), Stage::Struck);
    assert!(play.duties(FIRST, BUREAU).is_empty());
    assert_eq!(play.refuses_in(1, FIRST, Command::Strike(amendment(1))), Refusal::EnteredByMistake);
    // Entered right now: a new one in its place.
    let right = recorded("2024-07-10", Notice::None, led_by(BUREAU, head(PostLevel::Principal)));
    let play = play.hears(2, FIRST, right);
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
}

#[test]
fn an_attendance_put_right_settles_the_duty_anew() {
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    let right = holding("2024-07-10", vec![led_by(BUREAU, head(PostLevel::Deputy))]);
    let play = play.hears(1, FIRST, Command::Amend(amendment(2), HearingFact::Holding(right.clone())));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
    assert_eq!(play.hearings[&1].presences[0].status, Status::Appeared);
    let settled = play.hearings[&1].entries[1].fact.clone();
    let again = Command::Amend(amendment(2), settled);
    assert_eq!(play.refuses_in(1, FIRST, again), Refusal::NothingChanges);
    let other = Command::Amend(amendment(1), HearingFact::Holding(right));
    assert_eq!(play.refuses_in(1, FIRST, other), Refusal::AnotherKindOfEntry { entry: 1 });
}

#[test]
fn a_notice_put_right_after_the_hearing_makes_the_further_duty() {
    let first = recorded("2024-07-10", Notice::None, led_by(BUREAU, head(PostLevel::Principal)));
    let play = registered().hears(1, FIRST, first);
    let play = play.hears(2, FIRST, recorded("2024-07-20", Notice::None, staff_of(BUREAU)));
    assert_eq!(play.duties(FIRST, BUREAU).len(), 1);
    let notified = HearingFact::Plan(plan("2024-07-20", vec![notice(BUREAU, Notice::ShallNotify)]));
    let play = play.hears(2, FIRST, Command::Amend(amendment(1), notified));
    assert_eq!(play.duties(FIRST, BUREAU).len(), 2);
}

#[test]
fn a_plan_that_was_moved_since_is_not_the_one_to_amend() {
    let play = registered().hears(1, FIRST, schedule("2024-07-10", Notice::None));
    let moved =
        Move { plan: plan("2024-07-20", vec![notice(BUREAU, Notice::None)]), on: d("2024-07-08"), reason: None };
    let play = play.hears(1, FIRST, Command::Move(moved));
    let amend = Command::Amend(amendment(1), HearingFact::Plan(plan("2024-07-11", vec![notice(BUREAU, Notice::None)])));
    assert_eq!(play.refuses_in(1, FIRST, amend), Refusal::MovedSince { entry: 2 });
}

fn observation(unit: &str, on: &str) -> Observation {
    Observation {
        on: d(on),
        unit: None,
        unit_name: line(unit),
        observers: Vec::new(),
        headcount: 12,
        mode: Mode::OnSite,
        material: None,
    }
}

#[test]
fn n_obs_a_unit_observes_a_hearing_once() {
    // L22: a vice-mayor sits in the audience of the hearing at which the mayor appears.
    let play =
        registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, led_by(BUREAU, head(PostLevel::Principal))));
    let play = play.hears(1, FIRST, Command::Observe(observation("陇县司法局", "2024-07-10")));
    let twice = Command::Observe(observation("陇县司法局", "2024-07-10"));
    assert_eq!(play.refuses_in(1, FIRST, twice), Refusal::ObservedBefore { unit: line("陇县司法局") });
    let other_day = Command::Observe(observation("陇县公安局", "2024-07-11"));
    assert!(matches!(play.refuses_in(1, FIRST, other_day), Refusal::NotTheHearingsDay { .. }));
    let play = play.hears(1, FIRST, Command::Observe(observation("陇县公安局", "2024-07-10")));
    let struck = play.hears(1, FIRST, Command::Strike(amendment(3)));
    assert_eq!(struck.hearings[&1].entries.len(), 3, "the hearing itself stands");
    assert_eq!(struck.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
}

#[test]
fn a_hearing_belongs_to_one_instance() {
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    let play = play.does(judge(FIRST, "2024-08-01", Code::J01)).does(appeal("2024-08-09", PLAINTIFF));
    let play = play.does(open(crate::lawsuit::InstanceKind::Second, "2024-08-20"));
    let held = Command::Hold(holding("2024-09-10", vec![staff_of(BUREAU)]));
    assert!(matches!(play.refuses_in(1, SECOND, held), Refusal::HearingOfAnotherInstance { .. }));
}
