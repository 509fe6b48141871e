use super::*;
use crate::case::Command;
use crate::case::application::{JoinedBy, ThirdPartyJoining};
use crate::case::opinions::OpinionExcuse;
use crate::case::trial::RespondentAnswer;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, THIRD, accept_simplified, accepted, answer, assign, d, decide, decided, deciding,
    hear, item, line, no_committee, no_hearing, receiving, reception, send_copy, serve_copy, serve_decision, submit,
    text, tried,
};
use kernel::aggregate::Aggregate;

fn submitted() -> Play {
    tried().today("2025-01-10").does(submit("2025-01-08"))
}

#[test]
fn a_case_is_not_submitted_while_an_answer_may_still_come() {
    let play = accepted().today("2024-12-19").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let name = line("陇县公安局");
    assert_eq!(play.refuses(submit("2024-12-19")), Refusal::AnswerPending { name: name.clone(), due: None });
    let play = play.does(serve_copy("2024-12-05"));
    let pending = Refusal::AnswerPending { name, due: Some(d("2024-12-19")) };
    assert_eq!(play.refuses(submit("2024-12-19")), pending);
}

#[test] // R-ORD-4
fn whoever_joins_after_the_submission_is_heard_before_the_decision() {
    let join = |on: &str| {
        let party = crate::samples::party(3, Role::ThirdParty, "李四");
        Command::JoinThirdParty(ThirdPartyJoining { on: d(on), party, by: JoinedBy::Notice })
    };
    let joined = submitted().does(join("2025-01-09"));
    assert_eq!(joined.refuses(decide("2025-01-10")), Refusal::NotHeard { name: line("李四") });
    let heard = joined.clone().does(hear(THIRD, "2025-01-10"));
    let early = Refusal::TooEarly { field: "on", on: d("2025-01-09"), fact: "听取意见", since: d("2025-01-10") };
    assert_eq!(heard.refuses(decide("2025-01-09")), early);
    assert_eq!(heard.does(decide("2025-01-10")).stage(), "Decided");
    let excuse = OpinionExcuse { party: THIRD, on: d("2025-01-09"), reason: line("无法联系") };
    assert_eq!(joined.does(Command::ExcuseOpinion(excuse)).does(decide("2025-01-10")).stage(), "Decided");
    let same_day = submitted().does(join("2025-01-08")).does(hear(THIRD, "2025-01-08"));
    assert_eq!(same_day.last(1), ["OpinionHeard"]);
}

#[test]
fn the_submission_lies_after_all_that_it_rests_on() {
    let play = tried();
    let early = |on: &str, fact, since: &str| Refusal::TooEarly { field: "on", on: d(on), fact, since: d(since) };
    assert_eq!(play.refuses(submit("2024-12-15")), early("2024-12-15", "收到答复", "2024-12-16"));
    assert_eq!(play.refuses(submit("2024-12-16")), early("2024-12-16", "听取意见", "2024-12-17"));
    assert_eq!(play.refuses(submit("2024-12-17")), early("2024-12-17", "确定是否听证", "2024-12-18"));
}

#[test]
fn a_decision_follows_its_submission_and_approval() {
    let early = Refusal::TooEarly { field: "on", on: d("2025-01-07"), fact: "提请决定", since: d("2025-01-08") };
    assert_eq!(submitted().refuses(decide("2025-01-07")), early);
    assert_eq!(tried().refuses(decide("2024-12-20")), Refusal::NotAtThisStage { stage: "审理" });
}

#[test]
fn r_com_2_a_decision_names_who_consented() {
    let Command::Decide(mut c) = decide("2025-01-09") else { panic!() };
    c.decision.consent = Consent::CollectiveDiscussion;
    c.decision.approved_by.on = Some(d("2025-01-10"));
    let early =
        Refusal::TooEarly {
            field: "on", on: d("2025-01-09"), fact: "批准或者集体讨论", since: d("2025-01-10")
        };
    assert_eq!(submitted().refuses(Command::Decide(c.clone())), early);
    c.decision.approved_by.on = Some(d("2025-01-09"));
    assert_eq!(submitted().does(Command::Decide(c)).stage(), "Decided");
}

#[test]
fn r_dec_t1_to_r_dec_t9_correct_the_act_and_name_the_cause() {
    let kinds = [
        DecisionKind::Change,
        DecisionKind::Revoke,
        DecisionKind::RevokePartial,
        DecisionKind::ConfirmIllegalKeep,
        DecisionKind::ConfirmIllegal,
        DecisionKind::OrderPerform,
        DecisionKind::ConfirmVoid,
        DecisionKind::AgreementLiability,
        DecisionKind::AgreementCompensate,
    ];
    for kind in kinds {
        let without = Item { causes: Vec::new(), ..item(kind) };
        assert_eq!(submitted().refuses(deciding("2025-01-10", vec![without])), Refusal::CauseNotNamed { kind });
        let play = submitted().does(deciding("2025-01-10", vec![item(kind)]));
        assert!(matches!(&play.events.last().unwrap().fact, Fact::Decided(e) if e.corrective));
    }
}

#[test]
fn r_dec_t10_to_r_dec_t11_correct_nothing_and_name_no_cause() {
    for kind in [DecisionKind::Maintain, DecisionKind::DismissClaim] {
        let with = Item { causes: vec![Cause::Procedure], ..item(kind) };
        let refusal = Refusal::CauseWithoutCorrection { kind };
        assert_eq!(submitted().refuses(deciding("2025-01-10", vec![with])), refusal);
        let play = submitted().does(deciding("2025-01-10", vec![item(kind)]));
        assert!(matches!(&play.events.last().unwrap().fact, Fact::Decided(e) if !e.corrective));
    }
}

#[test]
fn r_dec_t16_compensation_rides_on_a_decision() {
    let rider = Item { claims: Vec::new(), ..item(DecisionKind::Compensate) };
    assert_eq!(submitted().refuses(deciding("2025-01-10", vec![rider.clone()])), Refusal::NothingDecided);
    let items = vec![item(DecisionKind::ConfirmIllegal), rider];
    assert_eq!(submitted().does(deciding("2025-01-10", items)).stage(), "Decided");
}

#[test]
fn r_dec_t18_the_missing_answer_is_a_cause_only_where_it_is_missing() {
    let by_default = || vec![Item { causes: vec![Cause::NoAnswer], ..item(DecisionKind::Revoke) }];
    assert_eq!(submitted().refuses(deciding("2025-01-10", by_default())), Refusal::EveryAnswerCame);

    let lapsed = accepted().today("2025-01-10").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let lapsed = lapsed.does(serve_copy("2024-12-05")).does(Command::RecordAnswerExpiry(RESPONDENT));
    let lapsed = lapsed.does(hear(APPLICANT, "2024-12-17")).does(no_hearing("2024-12-18"));
    let lapsed = lapsed.does(no_committee("2024-12-18")).does(submit("2025-01-08"));
    let play = lapsed.does(deciding("2025-01-10", by_default()));
    assert!(matches!(&play.events.last().unwrap().fact, Fact::Decided(e) if e.by_default_of_answer));
}

#[test] // R-ORD-3
fn r_dec_t18_missing_evidence_counts_as_the_missing_answer_unless_it_follows_in_time() {
    let answer = |on: &str, with_evidence| {
        let received_on = d(on);
        Command::RecordAnswer(RespondentAnswer {
            respondent: RESPONDENT,
            received_on,
            posted_on: None,
            with_evidence,
            paper: None,
        })
    };
    let bare = accepted().today("2024-12-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let bare = bare.does(serve_copy("2024-12-05")).does(answer("2024-12-16", false));
    let judged = |play: Play| {
        let heard = play.today("2025-01-10").does(hear(APPLICANT, "2024-12-21")).does(no_hearing("2024-12-21"));
        let submitted = heard.does(no_committee("2024-12-21")).does(submit("2025-01-08"));
        let by_default = vec![Item { causes: vec![Cause::NoAnswer], ..item(DecisionKind::Revoke) }];
        submitted.case.decide(deciding("2025-01-10", by_default), &submitted.on).map(|_| ())
    };
    assert_eq!(judged(bare.clone()), Ok(()));
    let again = Refusal::AnsweredBefore { name: line("陇县公安局"), on: d("2024-12-16") };
    assert_eq!(bare.refuses(answer("2024-12-19", false)), again);
    let in_time = bare.clone().does(answer("2024-12-19", true));
    assert_eq!(judged(in_time.clone()), Err(Refusal::EveryAnswerCame));
    assert_eq!(
        in_time.refuses(answer("2024-12-20", true)),
        Refusal::AnsweredBefore { name: line("陇县公安局"), on: d("2024-12-19") }
    );
    assert_eq!(judged(bare.does(answer("2024-12-20", true))), Ok(()), "one day too late");
}

#[test]
fn r_dec_t2_and_r_dec_t3_may_order_the_act_to_be_made_again_and_others_may_not() {
    let redo = |kind| vec![Item { redo_days: Some(60), ..item(kind) }];
    for kind in [DecisionKind::Revoke, DecisionKind::RevokePartial] {
        assert_eq!(submitted().does(deciding("2025-01-10", redo(kind))).stage(), "Decided");
    }
    let kind = DecisionKind::Maintain;
    assert_eq!(submitted().refuses(deciding("2025-01-10", redo(kind))), Refusal::RedoWithoutRevocation { kind });
}

#[test]
fn each_claim_is_answered_by_an_item_and_each_item_answers_one() {
    let refused = |items| submitted().refuses(deciding("2025-01-10", items));
    assert_eq!(refused(Vec::new()), Refusal::NothingDecided);
    let kind = DecisionKind::Maintain;
    assert_eq!(refused(vec![Item { claims: vec![2], ..item(kind) }]), Refusal::NoSuchClaim { claim: 2 });
    assert_eq!(refused(vec![Item { claims: Vec::new(), ..item(kind) }]), Refusal::AnswersNoClaim { kind });

    let mut reception = reception("2024-11-27");
    let second = crate::case::application::ClaimKind::Compensate;
    reception.claims.push(crate::case::application::Claim { number: 2, kind: second, text: text("赔偿损失") });
    let play = Play::on("2025-01-10").does(receiving(reception)).does(accept_simplified("2024-12-02"));
    let play = play.does(assign("2024-12-03")).does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    let play = play.does(answer("2024-12-10")).does(submit("2024-12-20"));
    assert_eq!(play.refuses(decide("2024-12-30")), Refusal::ClaimNotAnswered { claim: 2 });
}

#[test]
fn r_dec_1_a_late_decision_is_a_decision_and_shows_as_late() {
    let play = submitted().today("2025-02-06").does(decide("2025-02-06"));
    let clock = play.clock(ClockName::Decision);
    assert!(clock.ended.unwrap().on > clock.due());
}

#[test]
fn r_dec_5_the_decision_takes_effect_on_service_and_a_cal_2_gives_fifteen_days_to_sue() {
    // C07: received Saturday 2025-09-20, due 10-09.
    let play = decided().today("2025-09-20").does(serve_decision(APPLICANT, "2025-09-20"));
    assert_eq!(play.clock_of(ClockName::Suit, APPLICANT).due(), d("2025-10-09"));
    let play = play.does(serve_decision(RESPONDENT, "2025-09-20"));
    assert!(play.case.file.clocks.find((ClockName::Suit, Some(RESPONDENT))).is_none());
    let again = Refusal::ServedBefore { name: line("张三"), on: d("2025-09-20") };
    assert_eq!(play.refuses(serve_decision(APPLICANT, "2025-09-20")), again);
}

#[test]
fn what_is_ordered_is_to_be_done_after_the_decision() {
    let items = vec![Item { perform_by: Some(d("2025-01-09")), ..item(DecisionKind::OrderPerform) }];
    let early =
        Refusal::TooEarly { field: "perform_by", on: d("2025-01-09"), fact: "作出决定", since: d("2025-01-10") };
    assert_eq!(submitted().refuses(deciding("2025-01-10", items)), early);
}
