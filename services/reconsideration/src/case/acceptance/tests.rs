use super::*;
use crate::samples::{
    APPLICANT, Play, accept, accepted, conditions, d, line, receive, receiving, reception, refuse, service, simplified,
    text, withdraw,
};

fn received_for_w02() -> Play {
    Play::on("2024-09-25").does(receive("2024-09-25"))
}

#[test]
fn r_acc_1_accepted_the_day_before_and_on_the_last_day_of_the_review_and_not_the_day_after() {
    let play = received_for_w02().today("2024-10-20");
    assert_eq!(play.due(ClockName::Review), "2024-10-08"); // W02
    for on in ["2024-09-30", "2024-10-08"] {
        assert_eq!(play.clone().does(accept(on)).stage(), "Accepted");
    }
    let late = Refusal::AcceptedTooLate { on: d("2024-10-09"), due: d("2024-10-08") };
    assert_eq!(play.refuses(accept("2024-10-09")), late);
}

#[test]
fn r_acc_1_all_seven_conditions_must_hold() {
    let play = received_for_w02();
    for missing in conditions() {
        let mut held = conditions();
        held.retain(|condition| *condition != missing);
        let accept = Acceptance { on: d("2024-09-25"), track: Track::Ordinary, conditions: held, paper: None };
        assert_eq!(play.refuses(Command::Accept(accept)), Refusal::ConditionNotMet { condition: missing });
    }
}

#[test]
fn r_acc_1_not_before_the_application_and_not_in_the_future() {
    let play = received_for_w02();
    let early = Refusal::TooEarly { field: "on", on: d("2024-09-24"), fact: "收到申请", since: d("2024-09-25") };
    assert_eq!(play.refuses(accept("2024-09-24")), early);
    let future = Refusal::NotYetCome { field: "on", on: d("2024-09-26"), today: d("2024-09-25") };
    assert_eq!(play.refuses(accept("2024-09-26")), future);
}

#[test]
fn r_acc_4_t04_a_refusal_the_day_after_is_too_late_and_says_what_holds_instead() {
    let play = received_for_w02().today("2024-10-09");
    let refusal = play.refuses(refuse("2024-10-09"));
    assert_eq!(refusal, Refusal::RefusedTooLate { on: d("2024-10-09"), due: d("2024-10-08") });
    let said = refusal.to_string();
    assert!(said.contains("自2024-10-08起视为受理") && said.contains("驳回申请"), "{said}");
    let deemed = play.does(Command::DeemAccepted);
    assert_eq!(deemed.refuses(refuse("2024-10-09")), refusal, "the same once the timer has acted");
    assert_eq!(deemed.case.stage.trial().unwrap().accepted_on, d("2024-10-08"));
}

#[test]
fn r_acc_4_c05_deemed_accepted_on_the_expiry_day_by_the_ordinary_procedure() {
    let play = received_for_w02();
    let runs = |today: &str| Refusal::StillRuns { due: d("2024-10-08"), today: d(today) };
    assert_eq!(play.clone().today("2024-10-07").refuses(Command::DeemAccepted), runs("2024-10-07"));
    assert_eq!(play.clone().today("2024-10-08").refuses(Command::DeemAccepted), runs("2024-10-08"));
    let play = play.today("2024-10-09").does(Command::DeemAccepted);
    let decision = play.clock(ClockName::Decision);
    assert_eq!((decision.deadline.rule(), decision.due()), ("R-DEC-1", d("2024-12-09")));
    assert_eq!(decision.deadline.nominal(), Some(d("2024-12-07")));
    assert_eq!(
        play.clock(ClockName::Review).ended,
        Some(crate::clocks::Ended { on: d("2024-10-08"), how: End::Lapsed })
    );
}

#[test]
fn r_acc_5_r_dec_t13_refused_within_the_review_on_a_ground_and_with_the_competent_organ() {
    let play = received_for_w02().today("2024-10-20");
    assert_eq!(play.clone().does(refuse("2024-10-08")).stage(), "NotAccepted");
    let elsewhere = |competent_organ| {
        Command::RefuseAcceptance(NonAcceptance {
            on: d("2024-10-08"),
            ground: NonAcceptanceGround::NoJurisdiction,
            reasons: text("不属于本机关管辖"),
            competent_organ,
            paper: None,
        })
    };
    assert_eq!(play.refuses(elsewhere(None)), Refusal::CompetentOrganNotNamed);
    assert_eq!(play.does(elsewhere(Some(line("宝鸡市人民政府")))).stage(), "NotAccepted");
}

#[test] // R-APP-14, R-APP-15, R-APP-17
fn what_belongs_elsewhere_is_pending_there_or_lies_out_of_scope_is_refused_and_not_accepted() {
    let play = received_for_w02();
    let refused = |ground, competent_organ| {
        let (on, reasons) = (d("2024-09-25"), text("不符合受理条件"));
        Command::RefuseAcceptance(NonAcceptance { on, ground, reasons, competent_organ, paper: None })
    };
    for (condition, ground) in [
        (Condition::Jurisdiction, NonAcceptanceGround::NoJurisdiction),
        (Condition::NotPending, NonAcceptanceGround::AlreadyPending),
        (Condition::InScope, NonAcceptanceGround::OutOfScope),
    ] {
        let held = conditions().into_iter().filter(|held| *held != condition).collect();
        let accept = Acceptance { on: d("2024-09-25"), track: Track::Ordinary, conditions: held, paper: None };
        assert_eq!(play.refuses(Command::Accept(accept)), Refusal::ConditionNotMet { condition });
        let named = Some(line("宝鸡市人民政府"));
        assert_eq!(play.clone().does(refused(ground, named)).stage(), "NotAccepted", "{ground}");
    }
    let unnamed = play.refuses(refused(NonAcceptanceGround::NoJurisdiction, None));
    assert_eq!(unnamed, Refusal::CompetentOrganNotNamed);
    assert_eq!(play.does(refused(NonAcceptanceGround::OutOfScope, None)).stage(), "NotAccepted");
}

#[test]
fn r_acc_7_r_app_8_c37_where_reconsideration_comes_first_one_sues_within_fifteen_days() {
    let mut reception = reception("2024-12-24");
    reception.reconsideration_first = true;
    let play = Play::on("2024-12-30").does(receiving(reception)).does(refuse("2024-12-27"));
    let play = play.does(Command::ServeNonAcceptance(service(APPLICANT, "2024-12-30")));
    assert_eq!(play.clock_of(ClockName::Suit, APPLICANT).due(), d("2025-01-14"));
    assert_eq!(play.clock_of(ClockName::Suit, APPLICANT).deadline.rule(), "R-ACC-7");

    let free = Play::on("2024-12-30").does(receive("2024-12-24")).does(refuse("2024-12-27"));
    let free = free.does(Command::ServeNonAcceptance(service(APPLICANT, "2024-12-30")));
    assert!(free.case.file.clocks.find((ClockName::Suit, Some(APPLICANT))).is_none(), "he may have sued all along");
}

#[test]
fn r_sim_1_a_clear_case_on_one_of_four_grounds() {
    let play = received_for_w02();
    let accept =
        |track| Command::Accept(Acceptance { on: d("2024-09-25"), track, conditions: conditions(), paper: None });
    for ground in [SimplifiedGround::OnTheSpot, SimplifiedGround::WarningOrCriticism, SimplifiedGround::Information] {
        assert_eq!(play.clone().does(accept(simplified(ground))).due(ClockName::Decision), "2024-10-25");
        let unclear = Simplification { ground, is_clear: false, explanation: None };
        assert_eq!(play.refuses(accept(Track::Simplified(unclear))), Refusal::SimplifiedCaseUnclear);
    }
}

#[test]
fn r_sim_1_three_thousand_yuan_is_small_and_one_fen_more_is_not() {
    let accept = |amount: Option<u64>| {
        let mut reception = reception("2024-09-25");
        reception.act.amount = amount.map(crate::money::Yuan);
        let track = simplified(SimplifiedGround::SmallAmount);
        let accept = Acceptance { on: d("2024-09-25"), track, conditions: conditions(), paper: None };
        let play = Play::on("2024-09-25").does(receiving(reception));
        kernel::aggregate::Aggregate::decide(&play.case, Command::Accept(accept), &play.on).map(|_| ())
    };
    assert_eq!(accept(Some(300_000)), Ok(()));
    assert_eq!(accept(Some(300_001)), Err(Refusal::AmountNotSmall { amount: Some(crate::money::Yuan(300_001)) }));
    assert_eq!(accept(None), Err(Refusal::AmountNotSmall { amount: None }));
}

#[test]
fn r_sim_2_any_case_if_all_parties_agree() {
    let track = Track::Simplified(Simplification {
        ground: SimplifiedGround::Agreed,
        is_clear: false,
        explanation: Some(line("各方书面同意")),
    });
    let accept = Acceptance { on: d("2024-09-25"), track, conditions: conditions(), paper: None };
    assert_eq!(received_for_w02().does(Command::Accept(accept)).stage(), "Accepted");
}

#[test]
fn after_a_deemed_acceptance_a_person_may_choose_the_simplified_procedure_once() {
    let play = received_for_w02().today("2024-10-10").does(Command::DeemAccepted);
    let choose = |on: &str| {
        let track = simplified(SimplifiedGround::OnTheSpot);
        Command::ChooseProcedure(ProcedureChoice { on: d(on), track })
    };
    let chosen = play.clone().does(choose("2024-10-10"));
    assert_eq!(chosen.due(ClockName::Decision), "2024-11-07", "thirty days from 10-08");
    assert_eq!(chosen.clock(ClockName::Copy).deadline.rule(), "R-SIM-3");
    let settled = Refusal::ProcedureIsSettled { procedure: Procedure::Simplified };
    assert_eq!(chosen.refuses(choose("2024-10-10")), settled);
    let too_late = play.today("2024-11-08").refuses(choose("2024-11-08"));
    assert_eq!(too_late, Refusal::ChosenTooLate { on: d("2024-11-08"), due: d("2024-11-07") });
    let settled = Refusal::ProcedureIsSettled { procedure: Procedure::Ordinary };
    assert_eq!(accepted().refuses(choose("2024-12-02")), settled);
}

#[test]
fn s08_the_acknowledgement_is_recorded_once() {
    let send = |on: &str| {
        let acknowledgement = Acknowledgement { on: d(on), method: ServiceMethod::Post, paper: None };
        Command::SendAcknowledgement(acknowledgement)
    };
    let play = accepted().today("2024-12-03");
    let early = Refusal::TooEarly { field: "on", on: d("2024-12-01"), fact: "受理", since: d("2024-12-02") };
    assert_eq!(play.refuses(send("2024-12-01")), early);
    let play = play.does(send("2024-12-03"));
    assert!(play.case.file.is_acknowledged);
    assert_eq!(play.refuses(send("2024-12-03")), Refusal::AcknowledgedBefore);
}

#[test] // S08
fn nobody_is_told_of_an_acceptance_before_it_or_without_it() {
    let send = |on: &str| {
        let acknowledgement = Acknowledgement { on: d(on), method: ServiceMethod::Post, paper: None };
        Command::SendAcknowledgement(acknowledgement)
    };
    let received = Play::on("2024-11-28").does(receive("2024-11-27"));
    assert_eq!(received.refuses(send("2024-11-28")), Refusal::NotAtThisStage { stage: "受理审查" });
    for ended in [refuse("2024-11-28"), withdraw("2024-11-28")] {
        assert!(matches!(received.clone().does(ended).refuses(send("2024-11-28")), Refusal::NotAtThisStage { .. }));
    }
    let deemed = received.today("2024-12-05").does(send("2024-12-05"));
    assert_eq!(deemed.last(2), ["DeemedAccepted", "AcknowledgementSent"]);
}

#[test]
fn an_accepted_case_is_not_accepted_again() {
    assert_eq!(accepted().refuses(accept("2024-12-02")), Refusal::AcceptedBefore { on: d("2024-12-02") });
}
