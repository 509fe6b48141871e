use kernel::field::Fields as _;

use crate::clocks::ClockName;
use crate::hearing::attendance::Notice;
use crate::lawsuit::registration::Reconsidered;
use crate::lawsuit::{Command, Fact, InstanceKind};
use crate::outcome::{Code, Form};
use crate::parties::CaseClass;
use crate::refusal::Refusal;
use crate::samples::*;

#[test]
fn a_corrected_receipt_moves_the_days_for_the_answer() {
    let play = registered().does(copy(FIRST, BUREAU, "2024-06-05")).does(amend(2, "on", "2024-06-12"));
    assert_eq!(play.due(ClockName::Answer, FIRST, Some(BUREAU)), "2024-06-27");
    let clash = play.refuses(amend(2, "on", "2024-06-01"));
    assert!(matches!(clash, Refusal::TooEarly { .. }), "{clash}");
}

#[test]
fn a_lapse_goes_when_what_it_rests_on_is_corrected() {
    let play = registered().does(copy(FIRST, BUREAU, "2024-11-20"));
    let play = play.does(Command::RecordAnswerExpiry(FIRST, BUREAU)).does(amend(2, "on", "2024-12-18"));
    assert_eq!(play.events.last().unwrap().fact.described().0, "AnswerExpiryWithdrawn");
    assert!(play.clock(ClockName::Answer, FIRST, Some(BUREAU)).is_running());
}

#[test]
fn a_served_day_put_right_moves_the_effect() {
    let play = registered().does(judge(FIRST, "2024-09-10", Code::J02)).does(serve(FIRST, BUREAU, "2024-09-12"));
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-09-13")).does(take_effect(FIRST));
    let play = play.does(amend(4, "on", "2024-10-10"));
    assert_eq!(play.result(FIRST, BUREAU).effective_on, Some(d("2024-10-26")));
}

#[test]
fn a_result_is_put_right_field_by_field() {
    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(amend(2, "code/2", "J01"));
    assert!(!play.result(FIRST, BUREAU).standing.unwrap().is_loss());
    // It is shown, and written, in the words of the list; several of them apart by a semicolon.
    let Fact::Amended(amended) = &play.events.last().unwrap().fact else { panic!() };
    assert_eq!((amended.before.as_str(), amended.after.as_str()), ("撤销", "驳回诉讼请求"));
    let play = play.does(amend(2, "code/2", "撤销")).does(amend(2, "causes/2", "违反法定程序；明显不当"));
    let fields = play.lawsuit.history.get(2).unwrap().fact.fields();
    assert!(fields.iter().any(|field| field.name == "causes/2" && field.value == "违反法定程序；明显不当"));
    let wrong = play.refuses(amend(2, "code/2", "S01"));
    assert!(matches!(wrong, Refusal::NotInThisInstance { .. }), "{wrong}");
    assert!(matches!(play.refuses(amend(2, "code/2", "J99")), Refusal::WrongValue { .. }));
    assert!(matches!(play.refuses(amend(2, "nothing", "x")), Refusal::NoSuchField { .. }));
}

#[test]
fn classes_put_right_are_each_named_once_and_in_order() {
    let play = registered().does(amend(1, "classes", "WorkSafety FoodDrugSafety WorkSafety"));
    let registration = play.lawsuit.chain.registration.as_ref().unwrap();
    assert_eq!(registration.classes, [CaseClass::FoodDrugSafety, CaseClass::WorkSafety]);
}

#[test]
fn a_court_or_organ_in_the_directory_bears_the_name_that_it_has_there() {
    for field in ["court_name", "party_name/2"] {
        let refused = registered().refuses(amend(1, field, "陇县水利局"));
        assert!(matches!(refused, Refusal::NoSuchField { .. }), "{field}: {refused}");
    }
    let mut elsewhere = suit("2024-06-03");
    (elsewhere.court.id, elsewhere.defendants[0].organ) = (None, None);
    let play = Play::on("2024-12-31").does(register(elsewhere));
    let play = play.does(amend(1, "court_name", "西安铁路运输法院")).does(amend(1, "party_name/2", "陇县水利局"));
    assert_eq!(play.lawsuit.chain.party_name(BUREAU), Ok(&line("陇县水利局")));
}

#[test]
fn a_hearing_is_put_right_where_it_was_entered_and_strikes_first() {
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    assert_eq!(play.refuses(strike(2)), Refusal::AmendTheHearing);
    assert!(matches!(play.refuses(strike(1)), Refusal::HasHearings { .. }));
    let play = play.hears(1, FIRST, crate::hearing::Command::Strike(amendment(1))).does(strike(1));
    assert!(play.lawsuit.is_struck && play.lawsuit.clocks.iter().next().is_none());
    assert_eq!(play.refuses(copy(FIRST, BUREAU, "2024-06-05")), Refusal::EnteredByMistake);
}

#[test]
fn s19_a_hearing_struck_cancelled_moved_or_put_right_binds_only_where_it_is_now() {
    use crate::hearing::plan::{Cancellation, Move};
    use crate::hearing::{Command as Hear, HearingFact};
    let fixed = |day| plan(day, vec![notice(BUREAU, Notice::None)]);
    let planned = || registered().hears(1, FIRST, Hear::Schedule(fixed("2024-06-10")));
    let moved = |to| Hear::Move(Move { plan: fixed(to), on: d("2024-06-07"), reason: None });
    let right = HearingFact::Plan(fixed("2024-06-25"));
    let cancelled = Hear::Cancel(Cancellation { on: d("2024-06-07"), reason: None });
    for after in [Hear::Strike(amendment(1)), cancelled, moved("2024-06-20"), Hear::Amend(amendment(1), right)] {
        let play = planned().hears(1, FIRST, after).does(amend(1, "docketed_on", "2024-06-17"));
        assert_eq!(play.due(ClockName::Trial, FIRST, None), "2024-12-17");
    }
    let still = planned().hears(1, FIRST, moved("2024-06-20")).refuses(amend(1, "docketed_on", "2024-06-21"));
    assert!(still.to_string().contains("第3号记录“庭审”（2024-06-20）"), "{still}");

    // The judgment is put right to a day before a hearing that was entered by mistake.
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    let play = play.does(judge(FIRST, "2024-08-01", Code::J01)).hears(1, FIRST, Hear::Strike(amendment(1)));
    let play = play.does(amend(3, "judged_on", "2024-07-01"));
    assert_eq!(play.result(FIRST, BUREAU).given.unwrap().judged_on, d("2024-07-01"));
    assert_eq!(play.lawsuit.history.entries().len(), 4, "what was entered about the hearing stays in the history");
}

#[test]
fn a_docketing_day_put_right_must_fit_what_came_after() {
    let play = registered().hears(1, FIRST, recorded("2024-07-10", Notice::None, staff_of(BUREAU)));
    let clash = play.refuses(amend(1, "docketed_on", "2024-08-01"));
    assert!(matches!(clash, Refusal::Clash { .. }), "{clash}");
    assert!(clash.to_string().contains("庭审") && clash.to_string().contains("2024-07-10"), "{clash}");
    let play = play.does(amend(1, "docketed_on", "2024-06-17"));
    assert_eq!(play.due(ClockName::Trial, FIRST, None), "2024-12-17");
}

#[test] // A-TRI-5 A-TRI-6
fn the_procedure_put_right_moves_the_courts_limit() {
    let play = registered().does(amend(1, "procedure", "简易程序"));
    assert_eq!(play.clock(ClockName::Trial, FIRST, None).deadline.rule(), "A-TRI-6");
    assert_eq!(play.does(amend(1, "procedure", "Ordinary")).due(ClockName::Trial, FIRST, None), "2024-12-03");
}

#[test] // A-APL-1 A-APL-2
fn the_form_of_a_paper_put_right_moves_the_days_for_an_appeal() {
    let dismissed = judging(FIRST, Form::Judgment, "2024-08-01", vec![outcome(BUREAU, Code::D02)]);
    let play = registered().does(dismissed).does(serve(FIRST, BUREAU, "2024-08-05"));
    assert_eq!(play.due(ClockName::Appeal, FIRST, Some(BUREAU)), "2024-08-20");
    let play = play.does(amend(2, "form", "裁定"));
    assert_eq!(play.due(ClockName::Appeal, FIRST, Some(BUREAU)), "2024-08-15");
    let wrong = registered().does(judge(FIRST, "2024-08-01", Code::J02)).refuses(amend(2, "form", "裁定"));
    assert!(matches!(wrong, Refusal::NotInThisForm { .. }), "{wrong}");
}

#[test]
fn what_a_suit_is_about_and_what_else_a_paper_says_can_be_put_right() {
    let play = registered().does(amend(1, "public_interest", "是")).does(amend(1, "after_reconsideration", "维持"));
    let summary = play.lawsuit.summary();
    let result = summary.after_reconsideration.map(|after| after.result);
    assert_eq!((summary.public_interest, result), (true, Some(Reconsidered::Maintained)));
    assert_eq!(play.does(amend(1, "after_reconsideration", "")).lawsuit.summary().after_reconsideration, None);

    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(amend(2, "riders/2", "责令补救、赔偿"));
    assert_eq!(play.result(FIRST, BUREAU).standing.unwrap().riders, [Code::J11]);
    let alone = registered().does(amend(1, "compensation_only", "是")).does(judge(FIRST, "2024-08-01", Code::J11));
    assert!(matches!(alone.refuses(amend(1, "compensation_only", "否")), Refusal::Clash { .. }));
    let answered = registered().does(copy(FIRST, BUREAU, "2024-06-05")).does(answer(BUREAU, "2024-06-12"));
    let Fact::AnswerFiled(filed) =
        answered.does(amend(3, "with_evidence", "否")).lawsuit.history.get(3).unwrap().fact.clone()
    else {
        panic!()
    };
    assert!(!filed.filing.with_evidence);
}

#[test] // A-RET-2 A-RET-5
fn the_kind_of_an_instance_put_right_must_follow_what_came_before() {
    let play = registered().does(judge(FIRST, "2024-08-01", Code::J02)).does(serve(FIRST, BUREAU, "2024-08-02"));
    let play = play.does(serve(FIRST, PLAINTIFF, "2024-08-02")).does(take_effect(FIRST));
    let play = play.does(open(InstanceKind::RetrialExam, "2024-10-08"));
    let entry = play.lawsuit.history.last_number();
    let refused = play.refuses(amend(entry, "kind", "重审"));
    assert!(matches!(refused, Refusal::DoesNotFollow { .. }), "{refused}");
    let play = play.does(amend(entry, "kind", "再审"));
    assert_eq!(play.clock(ClockName::Trial, SECOND, None).deadline.rule(), "A-RET-5");
}
