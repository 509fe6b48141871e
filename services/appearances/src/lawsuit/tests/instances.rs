//! Second instances, retrials and remands: what they leave of what they examine.

use kernel::aggregate::Aggregate as _;

use super::effective_in_second;
use crate::clocks::ClockName;
use crate::lawsuit::InstanceKind;
use crate::lawsuit::further::InstanceOpening;
use crate::outcome::{Code, Form};
use crate::refusal::Refusal;
use crate::samples::*;

#[test]
fn a_apl_3_and_a_apl_4_the_second_instance_has_limits_of_its_own() {
    let play = Play::on("2025-12-01").does(register(suit("2025-01-06"))).does(judge(FIRST, "2025-06-10", Code::J01));
    let play = play.does(serve(FIRST, BUREAU, "2025-06-12")).does(appeal("2025-06-20", PLAINTIFF));
    let play = play.does(open(InstanceKind::Second, "2025-07-03"));
    assert_eq!(play.due(ClockName::Trial, SECOND, None), "2025-10-09"); // C19
    assert!(!play.clock(ClockName::Appeal, FIRST, Some(BUREAU)).is_running());
    let play = play.does(copy(SECOND, BUREAU, "2025-07-07"));
    assert_eq!(play.due(ClockName::AppealAnswer, SECOND, Some(BUREAU)), "2025-07-22");
}

#[test]
fn a_ret_2_a_ret_3_and_a_ret_5_a_retrial_follows_what_it_examines() {
    let play = effective_in_second(Code::J02, Code::S01, None).does(open(InstanceKind::RetrialExam, "2024-10-10"));
    let (third, fourth) = (crate::parties::InstanceNumber(3), crate::parties::InstanceNumber(4));
    assert_eq!(play.due(ClockName::Trial, third, None), "2025-04-10");
    let play = play.does(copy(third, BUREAU, "2024-10-14"));
    assert_eq!(play.due(ClockName::AppealAnswer, third, Some(BUREAU)), "2024-10-29");
    let refused = play.clone().does(judge(third, "2024-11-20", Code::R01));
    assert!(refused.result(SECOND, BUREAU).is_final, "what was effective stays so");
    let result = refused.result(third, BUREAU);
    assert_eq!(result.standing.map(|standing| (standing.code, standing.from)), Some((Code::J02, FIRST)));
    assert_eq!(result.effective_on, None, "it takes effect no second time");
    let ordered = play.does(judge(third, "2024-11-20", Code::R02)).does(open(InstanceKind::Retrial, "2024-12-02"));
    assert_eq!(ordered.clock(ClockName::Trial, fourth, None).deadline.rule(), "A-RET-5-SECOND");
    let upheld = ordered.does(judge(fourth, "2024-12-10", Code::R03)).does(serve(fourth, BUREAU, "2024-12-12"));
    let result = upheld.result(fourth, BUREAU);
    assert_eq!(result.standing.map(|standing| standing.code), Some(Code::J02));
    assert!(result.is_final && !upheld.result(SECOND, BUREAU).is_final);
}

#[test]
fn a_out_what_is_upheld_inherits_and_what_is_changed_replaces() {
    let upheld = effective_in_second(Code::J02, Code::S01, None);
    let second = upheld.result(SECOND, BUREAU);
    let standing = second.standing.clone().unwrap();
    assert!(standing.is_loss() && second.is_final);
    assert_eq!((standing.code, standing.from, second.effective_on), (Code::J02, FIRST, Some(d("2024-09-25"))));
    assert!(upheld.result(FIRST, BUREAU).standing.unwrap().is_loss());
    assert!(!upheld.result(FIRST, BUREAU).is_final);

    let changed = effective_in_second(Code::J01, Code::S02, Some(Code::J09));
    assert!(!changed.result(FIRST, BUREAU).standing.unwrap().is_loss());
    let standing = changed.result(SECOND, BUREAU).standing.unwrap();
    assert!(standing.is_loss() && standing.code == Code::J09 && standing.from == SECOND);

    let withdrawn = effective_in_second(Code::J02, Code::S05, None);
    assert_eq!(withdrawn.result(SECOND, BUREAU).standing.map(|standing| standing.code), Some(Code::J02));
    let deemed = effective_in_second(Code::J02, Code::D04, None);
    assert!(deemed.result(SECOND, BUREAU).standing.unwrap().is_loss(), "the appeal, and not the suit");
    assert_eq!(deemed.stage(), "已生效");
}

#[test]
fn a_apl_4_a_second_instance_takes_effect_when_the_last_of_those_served_has_received_it() {
    let play = effective_in_second(Code::J02, Code::S01, None);
    assert_eq!(
        play.result(SECOND, BUREAU).effective_on,
        Some(d("2024-09-25")),
        "whether the plaintiff is served is not known"
    );
    let later = play.does(serve(SECOND, PLAINTIFF, "2024-09-27"));
    assert_eq!(later.result(SECOND, BUREAU).effective_on, Some(d("2024-09-27")));
}

/// A retrial of what became effective in the second instance.
fn retried() -> Play {
    let play = effective_in_second(Code::J02, Code::S01, None).does(open(InstanceKind::RetrialExam, "2024-10-10"));
    let (third, fourth) = (crate::parties::InstanceNumber(3), crate::parties::InstanceNumber(4));
    let play = play.does(judge(third, "2024-11-01", Code::R02)).does(open(InstanceKind::Retrial, "2024-11-11"));
    assert_eq!(play.lawsuit.chain.instances.last().unwrap().number, fourth);
    play
}

#[test]
fn in_a_retrial_an_answer_is_taken_and_no_days_run_for_it() {
    let fourth = crate::parties::InstanceNumber(4);
    let play = retried().does(copy(fourth, BUREAU, "2024-11-13"));
    assert!(play.lawsuit.running(fourth).all(|clock| clock.name == ClockName::Trial));
    assert_eq!(play.stage(), "待开庭", "nobody waits for an answer");
    let expiry = crate::lawsuit::Command::RecordAnswerExpiry(fourth, BUREAU);
    assert!(matches!(play.refuses(expiry), Refusal::NoDaysToAnswer { .. }));
    let filing = crate::lawsuit::answer::AnswerFiling {
        instance: fourth,
        defendant: BUREAU,
        on: d("2024-12-18"),
        posted_on: None,
        with_evidence: false,
        paper: None,
        evidence_only: false,
    };
    let play = play.does(crate::lawsuit::Command::RecordAnswer(filing));
    assert!(matches!(&play.events.last().unwrap().fact, crate::lawsuit::Fact::AnswerFiled(e) if !e.late));
}

#[test]
fn a_ret_5_a_retrial_of_a_first_instance_is_tried_and_appealed_against_as_one_unless_taken_up_by_the_superior_court() {
    // JI-2018 119.
    let retrial = crate::parties::InstanceNumber(2);
    let play = registered().does(judge(FIRST, "2024-07-01", Code::J01)).does(serve(FIRST, BUREAU, "2024-07-03"));
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-07-03")).does(take_effect(FIRST));
    let ordered = open(InstanceKind::Retrial, "2024-09-02");
    let crate::lawsuit::Command::OpenInstance(opening) = ordered.clone() else { unreachable!() };
    let taken_up = crate::lawsuit::Command::OpenInstance(InstanceOpening { by_superior: true, ..opening });
    let retried = |opened: crate::lawsuit::Command| {
        let lost = crate::lawsuit::judgment::Outcome {
            changed_to: Some(Code::J02),
            causes: vec![crate::outcome::Cause::Procedure],
            ..outcome(BUREAU, Code::R04)
        };
        let play = play.clone().does(opened).does(judging(retrial, Form::Judgment, "2024-10-10", vec![lost]));
        play.does(serve(retrial, BUREAU, "2024-10-14")).does(serve(retrial, PLAINTIFF, "2024-10-15"))
    };
    let first = retried(ordered);
    assert_eq!(first.clock(ClockName::Trial, retrial, None).deadline.rule(), "A-RET-5");
    assert_eq!(first.due(ClockName::Effect, retrial, None), "2024-10-30");
    assert_eq!(first.result(retrial, BUREAU).effective_on, None);
    let second = first.clone().does(open(InstanceKind::Second, "2024-11-04"));
    assert_eq!(second.lawsuit.chain.instances[2].follows, Some(retrial));
    let taken_up = retried(taken_up);
    assert_eq!(taken_up.clock(ClockName::Trial, retrial, None).deadline.rule(), "A-RET-5-SECOND");
    assert_eq!(taken_up.result(retrial, BUREAU).effective_on, Some(d("2024-10-15")), "the last of those served");
    let further = taken_up.refuses(open(InstanceKind::Second, "2024-11-04"));
    assert!(matches!(further, Refusal::DoesNotFollow { .. }), "{further}");
    // What was entered without it is put right.
    let mut entries = first.lawsuit.history.entries().iter();
    let opened = entries.find(|entry| entry.fact.described().0 == "InstanceOpened").unwrap().number;
    let put_right = first.does(amend(opened, "by_superior", "是"));
    assert_eq!(put_right.result(retrial, BUREAU).effective_on, Some(d("2024-10-15")));
    assert!(put_right.lawsuit.running(retrial).next().is_none());
}

/// Effective on 2025-02-28, and an application for retrial was refused on 2025-11-10.
fn examined_in_vain() -> Play {
    let play = Play::on("2025-12-20").does(register(suit("2024-12-02"))).does(judge(FIRST, "2025-02-10", Code::J02));
    let play = play.does(serve(FIRST, BUREAU, "2025-02-12")).does(serve(FIRST, PLAINTIFF, "2025-02-12"));
    let play = play.does(take_effect(FIRST)).does(open(InstanceKind::RetrialExam, "2025-09-01"));
    play.does(judge(SECOND, "2025-11-10", Code::R01)).does(serve(SECOND, BUREAU, "2025-11-12"))
}

#[test] // STATISTICS 4: R01 inherits
fn a_out_a_refused_application_for_retrial_has_no_effect_of_its_own_even_by_certificate() {
    let play = examined_in_vain();
    for effect in [take_effect(SECOND), certified(SECOND, "2025-11-20")] {
        assert_eq!(play.refuses(effect), Refusal::LeavesTheExamined { kind: InstanceKind::RetrialExam });
    }
    let result = play.result(FIRST, BUREAU);
    assert_eq!((result.effective_on, result.is_final), (Some(d("2025-02-28")), true));
}

#[test] // A-OUT
fn an_effect_of_an_examination_that_was_stored_is_read_as_it_was_and_can_be_struck() {
    let mut play = examined_in_vain();
    let effect = crate::lawsuit::further::TookEffect {
        instance: SECOND,
        on: d("2025-11-20"),
        by: crate::lawsuit::further::EffectBy::Certificate,
        certificate: Some(paper("生效证明")),
        kind: InstanceKind::RetrialExam,
        case_number: None,
    };
    play.lawsuit = play.lawsuit.evolve(&crate::lawsuit::Fact::TookEffect(effect).with(Vec::new()));
    assert_eq!(play.result(SECOND, BUREAU).effective_on, Some(d("2025-11-20")));
    let entry = play.lawsuit.history.last_number();
    let play = play.does(strike(entry));
    let (first, second) = (play.result(FIRST, BUREAU), play.result(SECOND, BUREAU));
    assert_eq!((first.is_final, second.effective_on), (true, None));
}

#[test]
fn a_out_a_retrial_that_remands_leaves_nothing_final() {
    let fourth = crate::parties::InstanceNumber(4);
    let play = retried();
    assert!(play.result(SECOND, BUREAU).is_final, "being examined it still holds");
    let play = play.does(judge(fourth, "2024-12-02", Code::R05));
    assert!(!play.result(SECOND, BUREAU).is_final && !play.result(FIRST, BUREAU).is_final);
    assert_eq!((play.stage().as_str(), play.lawsuit.summary().effective_on), ("待另行审理", None));
}

#[test]
fn a_remand_leaves_nothing_standing_and_goes_on_as_a_new_instance() {
    let play = effective_in_second(Code::J02, Code::S03, None);
    let second = play.result(SECOND, BUREAU);
    assert_eq!((second.standing, second.effective_on), (None, None));
    assert_eq!(play.stage(), "待另行审理");
    assert!(matches!(play.refuses(open(InstanceKind::Second, "2024-10-08")), Refusal::DoesNotFollow { .. }));
    let play = play.does(open(InstanceKind::Remand, "2024-10-08"));
    let third = crate::parties::InstanceNumber(3);
    assert_eq!(play.clock(ClockName::Trial, third, None).deadline.rule(), "A-TRI-5");
    let play = play.does(copy(third, BUREAU, "2024-10-10"));
    assert_eq!(play.clock(ClockName::Answer, third, Some(BUREAU)).deadline.rule(), "A-TRI-2");
}
