//! Who owes an appearance in an instance, and what became of it.

use crate::clocks::{ClockName, End};
use crate::hearing::Command as Hear;
use crate::hearing::attendance::{AbsenceGround, Attendance, Finding, Notice, PostLevel, Status};
use crate::lawsuit::InstanceKind;
use crate::lawsuit::duty::DutyState;
use crate::lawsuit::registration::Registration;
use crate::outcome::{Code, Form, WithdrawReason};
use crate::parties::{CaseClass, Role};
use crate::refusal::Refusal;
use crate::samples::*;
use kernel::word::Word;

pub(super) fn heard(play: Play, hearing: u128, on: &str, told: Notice, attendance: Attendance) -> Play {
    play.hears(hearing, FIRST, recorded(on, told, attendance))
}

#[test]
fn a_cnt_1_t09_one_appearance_fulfils_the_duty_of_an_instance() {
    let play = heard(registered(), 1, "2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Principal)));
    let play = heard(play, 2, "2024-07-20", Notice::None, staff_of(BUREAU));
    let play = heard(play, 3, "2024-07-30", Notice::None, staff_of(BUREAU));
    let duty = play.duty(FIRST, BUREAU);
    assert_eq!((duty.state, duty.hearings_held, duty.settled_on), (DutyState::Fulfilled, 3, Some(d("2024-07-10"))));
    assert_eq!((duty.first_heard_on, duty.last_heard_on), (Some(d("2024-07-10")), Some(d("2024-07-30"))));
    let held = play.heard.iter().filter(|event| event.fact.described().0 == "HearingHeld");
    assert_eq!(held.count(), 3, "S18: three hearings, three records");
}

#[test]
fn a_cnt_1_t10_a_second_notice_makes_a_second_duty() {
    let play = heard(registered(), 1, "2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Principal)));
    let play = heard(play, 2, "2024-07-20", Notice::MayNotify, staff_of(BUREAU));
    let duties = play.duties(FIRST, BUREAU);
    assert_eq!(
        duties.iter().map(|duty| (duty.ordinal, duty.state)).collect::<Vec<_>>(),
        [(1, DutyState::Fulfilled), (2, DutyState::Absent)]
    );
}

#[test]
fn hearings_entered_out_of_order_come_to_the_same_duties() {
    let first = recorded("2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Principal)));
    let second = recorded("2024-07-20", Notice::MayNotify, staff_of(BUREAU));
    let in_order = registered().hears(1, FIRST, first.clone()).hears(2, FIRST, second.clone());
    let other = registered().hears(2, FIRST, second).hears(1, FIRST, first);
    assert_eq!(in_order.lawsuit.chain.duties(), other.lawsuit.chain.duties());
}

#[test]
fn an_appearance_at_a_later_hearing_fulfils_too_and_the_last_absence_counts() {
    let absent = |finding| Attendance {
        absence: Some(absence(AbsenceGround::IndispensableDuty, true, finding)),
        ..staff_of(BUREAU)
    };
    let play = heard(registered(), 1, "2024-07-10", Notice::ShallNotify, absent(Finding::Accepted));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::LawfullyAbsent);
    let again = heard(play.clone(), 2, "2024-07-20", Notice::ShallNotify, staff_of(BUREAU));
    // A-ABS-4: absent again after the adjournment, without a reason.
    assert_eq!(again.duty(FIRST, BUREAU).state, DutyState::Absent);
    let came = heard(play, 2, "2024-07-20", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Deputy)));
    assert_eq!(came.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
}

#[test]
fn a_abs_4_another_absence_after_an_accepted_one_counts_by_itself() {
    let accepted =
        Attendance { absence: Some(absence(AbsenceGround::Accident, true, Finding::Accepted)), ..staff_of(BUREAU) };
    let play = heard(registered(), 1, "2024-07-10", Notice::ShallNotify, accepted);
    let play = heard(play, 2, "2024-08-10", Notice::ShallNotify, nobody(BUREAU));
    let duty = play.duty(FIRST, BUREAU);
    assert_eq!((duty.state, duty.presence.unwrap().status), (DutyState::Absent, Status::Nobody));
}

#[test]
fn a_cnt_2_another_instance_is_another_duty() {
    let play = heard(registered(), 1, "2024-07-10", Notice::None, led_by(BUREAU, head(PostLevel::Principal)));
    let play = play.does(judge(FIRST, "2024-08-01", Code::J01)).does(appeal("2024-08-09", PLAINTIFF));
    let play = play.does(open(InstanceKind::Second, "2024-08-20"));
    let play = play.hears(2, SECOND, recorded("2024-09-10", Notice::None, staff_of(BUREAU)));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
    assert_eq!(play.duty(SECOND, BUREAU).state, DutyState::Absent);
}

#[test]
fn a_cnt_3_s23_a_head_agreed_on_by_co_defendants_is_told_beside_each_ones_own_status() {
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-06-03")));
    let both = plan("2024-07-10", vec![notice(BUREAU, Notice::None), notice(GOVERNMENT, Notice::None)]);
    let mut other = staff_of(GOVERNMENT);
    other.represented_by = Some(BUREAU);
    let attendances = vec![led_by(BUREAU, head(PostLevel::Principal)), other];
    let play = play.hears(1, FIRST, Hear::Record(both, holding("2024-07-10", attendances)));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Fulfilled);
    let duty = play.duty(FIRST, GOVERNMENT);
    assert_eq!((duty.state, duty.represented_by()), (DutyState::Absent, Some(BUREAU)));
}

#[test]
fn a_cnt_4_without_an_open_hearing_there_is_no_duty() {
    let without = |on: &str| {
        crate::lawsuit::Command::DecideWithoutHearing(crate::lawsuit::answer::WithoutHearing {
            instance: FIRST,
            on: d(on),
            ground: crate::lawsuit::answer::NoHearing::PaperTrial,
        })
    };
    let play = registered().does(without("2024-07-10"));
    assert_eq!(play.duty(FIRST, BUREAU).state, DutyState::Voided);
    let hearing = recorded("2024-07-20", Notice::None, staff_of(BUREAU));
    assert_eq!(play.refuses_in(1, FIRST, hearing.clone()), Refusal::DispensedBefore { on: d("2024-07-10") });
    let heard = registered().hears(1, FIRST, hearing);
    assert_eq!(heard.refuses(without("2024-07-25")), Refusal::WasHeard { on: d("2024-07-20") });
    let planned = registered().hears(1, FIRST, Hear::Schedule(plan("2024-12-30", vec![notice(BUREAU, Notice::None)])));
    assert_eq!(planned.duty(FIRST, BUREAU).state, DutyState::Open);
    let withdrawn = crate::lawsuit::judgment::Outcome {
        withdraw_reason: Some(WithdrawReason::Settled),
        ..outcome(BUREAU, Code::D03)
    };
    let ended = planned.does(judging(FIRST, Form::Ruling, "2024-12-18", vec![withdrawn]));
    assert_eq!(ended.duty(FIRST, BUREAU).state, DutyState::Voided, "withdrawn before the hearing");
}

#[test]
fn a_per_6_an_organ_joined_as_third_party_has_the_duty_too() {
    let mut joined = suit_of_two("2024-06-03");
    joined.defendants[1].role = Role::ThirdPartyOrgan;
    let play = Play::on("2024-12-20").does(register(joined));
    let play = play.hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(GOVERNMENT)));
    assert_eq!(play.duty(FIRST, GOVERNMENT).state, DutyState::Absent);
    assert!(play.duties(FIRST, BUREAU).is_empty(), "that hearing did not concern it");
}

#[test]
fn a_per_6_a_third_party_organ_is_heard_and_gets_no_result_of_its_own() {
    let mut joined = suit_of_two("2024-06-03");
    joined.defendants[1].role = Role::ThirdPartyOrgan;
    let play = Play::on("2024-12-20").does(register(joined));
    let play = play.does(copy(FIRST, BUREAU, "2024-06-05")).does(copy(FIRST, GOVERNMENT, "2024-06-05"));
    assert!(play.lawsuit.clocks.find((ClockName::Answer, FIRST, Some(GOVERNMENT))).is_none(), "it need not answer");
    let play = play.does(answer(BUREAU, "2024-06-20"));
    assert_eq!(play.stage(), "待开庭");
    let planned = Hear::Schedule(plan("2024-12-30", vec![notice(GOVERNMENT, Notice::None)]));
    let play = play.hears(1, FIRST, planned).does(judge(FIRST, "2024-08-01", Code::J01));
    assert_eq!(play.stage(), "已裁判，未生效");
    assert_eq!(play.clock(ClockName::Trial, FIRST, None).ended.map(|ended| ended.how), Some(End::Done));
    assert_eq!(play.duty(FIRST, GOVERNMENT).state, DutyState::Voided);
    let play = play.does(serve(FIRST, BUREAU, "2024-08-05")).does(serve(FIRST, PLAINTIFF, "2024-08-05"));
    let waits = Refusal::NotServedOnAll { name: Some(government().name) };
    assert_eq!(play.refuses(take_effect(FIRST)), waits, "it may appeal too");
    let play = play.does(serve(FIRST, GOVERNMENT, "2024-08-06")).does(take_effect(FIRST));
    assert_eq!(play.result(FIRST, BUREAU).effective_on, Some(d("2024-08-22")));
}

#[test]
fn a_hea_1_a_listed_class_expects_the_principal_and_the_place_may_require_him() {
    let listed = Registration { classes: vec![CaseClass::FoodDrugSafety], ..suit("2024-06-03") };
    let mut play = Play::on("2024-12-20").does(register(listed));
    play.principal_required = true;
    let play =
        play.hears(1, FIRST, recorded("2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Deputy))));
    let duty = play.duty(FIRST, BUREAU);
    assert!(duty.principal_expected && duty.principal_required);
    assert!(duty.presence.unwrap().principal_missing());
}

#[test]
fn a_hea_1_every_organ_sued_owes_an_appearance_whether_or_not_the_court_notified_it() {
    let notices = vec![notice(BUREAU, Notice::ShallNotify), notice(GOVERNMENT, Notice::None)];
    let held = holding("2024-07-10", vec![staff_of(BUREAU), staff_of(GOVERNMENT)]);
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-06-03")));
    let play = play.hears(1, FIRST, Hear::Record(plan("2024-07-10", notices), held));
    for organ in [BUREAU, GOVERNMENT] {
        let duty = play.duty(FIRST, organ);
        assert_eq!((duty.state, duty.principal_expected), (DutyState::Absent, false), "of no listed class");
    }
}

#[test]
fn a_hea_1_in_each_listed_class_the_principal_is_expected() {
    for (class, ..) in CaseClass::ALL {
        let listed = Registration { classes: vec![*class], ..suit("2024-06-03") };
        let play = Play::on("2024-12-20").does(register(listed));
        let play = heard(play, 1, "2024-07-10", Notice::ShallNotify, led_by(BUREAU, head(PostLevel::Deputy)));
        let duty = play.duty(FIRST, BUREAU);
        assert!(duty.principal_expected && !duty.principal_required, "{class}");
    }
}

#[test]
fn n_gen_5_the_lawsuit_knows_which_hearing_was_not_in_public() {
    let closed = crate::hearing::plan::Plan { closed: true, ..plan("2024-07-10", vec![notice(BUREAU, Notice::None)]) };
    let play = registered().hears(1, FIRST, Hear::Schedule(closed));
    let is_closed = |play: &Play| {
        let instance = &play.lawsuit.chain.instances[0];
        instance.hearings.values().map(|hearing| hearing.closed).collect::<Vec<_>>()
    };
    assert_eq!(is_closed(&play), [true]);
    let play = play.hears(1, FIRST, Hear::Hold(holding("2024-07-10", vec![staff_of(BUREAU)])));
    assert_eq!(is_closed(&play), [true], "when it is held it still was");
}

#[test]
fn a_hea_1b_a_notice_that_the_court_may_give_is_told_apart_from_one_that_it_must_and_from_none() {
    let noticed = |told| heard(registered(), 1, "2024-07-10", told, staff_of(BUREAU)).duty(FIRST, BUREAU).notice;
    for told in [Notice::ShallNotify, Notice::MayNotify, Notice::None] {
        assert_eq!(noticed(told), told);
    }
    // Of two hearings the stronger notice counts, in whatever order they are entered.
    let play = heard(registered(), 1, "2024-07-20", Notice::None, staff_of(BUREAU));
    let play = heard(play, 2, "2024-07-10", Notice::MayNotify, staff_of(BUREAU));
    assert_eq!(play.duty(FIRST, BUREAU).notice, Notice::MayNotify);
}
