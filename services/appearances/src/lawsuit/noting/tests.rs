use super::*;
use crate::asks::hearing_steps::{Place, offered};
use crate::hearing::attendance::PostLevel;
use crate::hearing::{Command as Hear, Hearing};
use crate::lawsuit::duty::DutyState;
use crate::lawsuit::judgment::Outcome;
use crate::outcome::{Code, Form, WithdrawReason};
use crate::samples::*;

/// A hearing of both is planned; then the suit against the government is withdrawn.
fn partly_withdrawn() -> Play {
    let both = vec![notice(BUREAU, Notice::MayNotify), notice(GOVERNMENT, Notice::MayNotify)];
    let play = Play::on("2024-12-20").does(register(suit_of_two("2024-05-06")));
    let play = play.hears(1, FIRST, Hear::Schedule(plan("2024-09-10", both)));
    let withdrawn = Outcome { withdraw_reason: Some(WithdrawReason::Settled), ..outcome(GOVERNMENT, Code::D03) };
    play.does(judging(FIRST, Form::Ruling, "2024-06-10", vec![withdrawn]))
}

#[test]
fn a_def_5_a_cnt_4_a_ruling_on_one_organ_leaves_the_instance_to_be_heard_for_the_other() {
    let play = partly_withdrawn();
    assert_eq!((play.stage().as_str(), play.duty(FIRST, GOVERNMENT).state), ("已定开庭", DutyState::Voided));
    assert_eq!(play.lawsuit.summary().instances[0].hearings, crate::lawsuit::chain::Hearings::Scheduled);
    let came = led_by(BUREAU, head(PostLevel::Deputy));
    let held = play.clone().hears(1, FIRST, Hear::Hold(holding("2024-09-10", vec![came.clone()])));
    assert_eq!((held.stage().as_str(), held.duty(FIRST, BUREAU).state), ("已开庭", DutyState::Fulfilled));
    assert_eq!(held.duty(FIRST, GOVERNMENT).state, DutyState::Voided);
    let more = held.hears(2, FIRST, recorded("2024-10-08", Notice::None, came));
    assert_eq!(more.duty(FIRST, BUREAU).hearings_held, 2);
    let other = play.refuses_in(2, FIRST, recorded("2024-10-08", Notice::None, nobody(GOVERNMENT)));
    assert_eq!(other, Refusal::AfterJudgment { on: d("2024-10-08"), judged_on: d("2024-06-10") });
}

#[test]
fn a_cnt_1_a_hearing_after_it_is_offered_for_the_other_alone() {
    let play = partly_withdrawn();
    let place = Place { lawsuit: uuid::Uuid::from_u128(0xA), instance: FIRST, hearing: uuid::Uuid::from_u128(1) };
    let held = offered(&play.lawsuit, &play.hearings[&1], &place, &play.on);
    assert!(held.steps.iter().any(|step| step.command == "hold"), "{:?}", held.hindered);
    let new = offered(&play.lawsuit, &Hearing::default(), &place, &play.on);
    assert!(new.steps.iter().any(|step| step.command == "record"), "{:?}", new.hindered);
}

#[test] // S19, A-DEF-6
fn an_instance_that_only_a_struck_or_cancelled_hearing_named_can_be_struck() {
    let play = Play::on("2024-12-20").does(register(suit("2024-05-06"))).does(judge(FIRST, "2024-08-01", Code::J01));
    let play = play.does(open(InstanceKind::Second, "2024-08-20"));
    let mistake = play.lawsuit.history.last_number();
    let play = play.hears(1, SECOND, recorded("2024-09-10", Notice::None, staff_of(BUREAU)));
    assert!(matches!(play.refuses(strike(mistake)), Refusal::Clash { .. }), "it was heard");
    let struck = play.clone().hears(1, SECOND, Hear::Strike(amendment(1))).does(strike(mistake));
    assert_eq!((struck.lawsuit.chain.instances.len(), struck.duties(SECOND, BUREAU)), (1, vec![]));
    let planned = Hear::Schedule(plan("2024-12-23", vec![notice(BUREAU, Notice::None)]));
    let play = play.hears(1, SECOND, Hear::Strike(amendment(1))).hears(2, SECOND, planned);
    let cancelled = Hear::Cancel(crate::hearing::plan::Cancellation { on: d("2024-12-19"), reason: None });
    assert_eq!(play.hears(2, SECOND, cancelled).does(strike(mistake)).lawsuit.chain.instances.len(), 1);
}

#[test] // S19, A-DEF-6
fn an_organ_joined_by_mistake_can_be_struck_once_the_hearing_that_named_it_is() {
    let play = Play::on("2024-12-20").does(register(suit("2024-05-06"))).does(joins(FIRST, government(), "2024-06-03"));
    let mistake = play.lawsuit.history.last_number();
    let play = play.hears(1, FIRST, recorded("2024-09-10", Notice::None, staff_of(GOVERNMENT)));
    assert!(matches!(play.refuses(strike(mistake)), Refusal::Clash { .. }), "it was there");
    let play = play.hears(1, FIRST, Hear::Strike(amendment(1))).does(strike(mistake));
    assert_eq!(play.lawsuit.chain.defendants().len(), 1);
}
