use super::*;
use crate::case::Command;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accept_simplified, accepted, answer, d, extend, hear, line, receive,
    receiving, reception, send_copy, serve_copy, service, submit, tried,
};

#[test]
fn r_ord_5_s07_two_different_officers() {
    let assign = |accounts: &[&str]| {
        let handlers = accounts.iter().map(|name| Handler { account: line(name), name: line(name) }).collect();
        Command::AssignHandlers(Assignment { on: d("2024-12-02"), handlers })
    };
    let play = accepted();
    assert_eq!(play.refuses(assign(&[])), Refusal::TooFewHandlers { has: 0 });
    assert_eq!(play.refuses(assign(&["li.wei", "li.wei"])), Refusal::TooFewHandlers { has: 1 });
    assert_eq!(play.clone().does(assign(&["li.wei", "wang.fang"])).last(1), ["HandlersAssigned"]);
    assert_eq!(play.refuses(hear(APPLICANT, "2024-12-02")), Refusal::TooFewHandlers { has: 0 });
}

#[test] // R-ORD-5, S51
fn officers_are_replaced_as_long_as_the_case_is_open() {
    let submitted = tried().today("2025-01-10").does(submit("2025-01-08"));
    let assign = crate::samples::assign;
    assert_eq!(submitted.clone().does(assign("2025-01-09")).stage(), "Submitted");
    let suspended = submitted.does(crate::samples::suspend("2025-01-09"));
    assert_eq!(suspended.does(assign("2025-01-10")).last(1), ["HandlersAssigned"]);
    let ended = Refusal::AfterTheEnd { on: d("2025-01-11"), ended: d("2025-01-10") };
    assert_eq!(crate::samples::decided().today("2025-01-11").refuses(assign("2025-01-11")), ended);
}

#[test]
fn r_ord_1_w07_the_copy_goes_out_within_seven_working_days() {
    let play = Play::on("2025-04-28").does(receive("2025-04-28")).does(accept("2025-04-28"));
    assert_eq!(play.due(ClockName::Copy), "2025-05-12");
    let late = play.today("2025-05-13").does(send_copy("2025-05-13"));
    let clock = late.clock(ClockName::Copy);
    assert!(clock.ended.unwrap().on > clock.due(), "late, and recorded as late");
}

#[test]
fn r_ord_2_w08_each_respondent_answers_within_ten_working_days_of_its_own_receipt() {
    let mut reception = reception("2025-09-22");
    let other = PersonNumber(9);
    reception.respondents.push(crate::case::application::Respondent {
        number: other,
        organ: uuid::Uuid::from_u128(8),
        name: line("陇县林业局"),
    });
    let play = Play::on("2025-09-26").does(receiving(reception)).does(accept("2025-09-23"));
    let sending = CopySending { on: d("2025-09-24"), method: ServiceMethod::Direct };
    let play = play.does(Command::SendCopy(sending, vec![service(RESPONDENT, "2025-09-24")]));
    assert_eq!(play.last(2), ["CopySent", "CopyServed"]);
    let play = play.does(Command::ServeCopy(service(other, "2025-09-26")));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2025-10-14"));
    assert_eq!(play.clock_of(ClockName::Answer, other).due(), d("2025-10-16"));
    assert_eq!(play.stage(), "AwaitingAnswer");
    let play = play.today("2025-10-14").does(answer("2025-10-14"));
    assert_eq!(play.stage(), "AwaitingAnswer", "the other has not answered");
}

#[test]
fn r_sim_3_w09_in_simplified_procedure_the_copy_goes_out_within_three_working_days() {
    let play = Play::on("2026-02-13").does(receive("2026-02-13")).does(accept_simplified("2026-02-13"));
    assert_eq!(play.due(ClockName::Copy), "2026-02-25");
}

#[test]
fn r_sim_4_w10_in_simplified_procedure_the_respondent_answers_within_five_working_days() {
    let play = Play::on("2026-04-30").does(receive("2026-04-28")).does(accept_simplified("2026-04-29"));
    let play = play.does(send_copy("2026-04-30")).does(serve_copy("2026-04-30"));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2026-05-11"));
}

#[test]
fn r_ord_3_the_lapse_of_the_answer_is_recorded_on_the_day_after_and_not_before() {
    let play = accepted().today("2024-12-05").does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    let due = play.clock_of(ClockName::Answer, RESPONDENT).due();
    assert_eq!(due, d("2024-12-19"));
    let lapse = || Command::RecordAnswerExpiry(RESPONDENT);
    for today in ["2024-12-18", "2024-12-19"] {
        let runs = Refusal::StillRuns { due, today: d(today) };
        assert_eq!(play.clone().today(today).refuses(lapse()), runs);
    }
    let play = play.today("2024-12-20").does(lapse());
    assert_eq!((play.last(1), play.stage()), (vec!["AnswerExpired"], "Trial"));
    let again = Refusal::AnsweredBefore { name: line("陇县公安局"), on: d("2024-12-19") };
    assert_eq!(play.refuses(lapse()), again);
}

#[test]
fn an_answer_that_was_in_time_after_all_takes_the_lapse_back_and_a_late_one_does_not() {
    let lapsed = accepted().today("2024-12-20").does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    let lapsed = lapsed.does(Command::RecordAnswerExpiry(RESPONDENT)).today("2024-12-25");
    let in_time = lapsed.clone().does(answer("2024-12-19"));
    assert_eq!(in_time.last(2), ["AnswerExpiryWithdrawn", "AnswerReceived"]);
    assert_eq!(in_time.clock_of(ClockName::Answer, RESPONDENT).ended.unwrap().how, End::Done);
    let posted = RespondentAnswer {
        respondent: RESPONDENT,
        received_on: d("2024-12-23"),
        posted_on: Some(d("2024-12-19")),
        with_evidence: true,
        paper: None,
    };
    let posted = lapsed.clone().does(Command::RecordAnswer(posted));
    assert_eq!(posted.last(2), ["AnswerExpiryWithdrawn", "AnswerReceived"], "R-CAL-6");
    let late = lapsed.does(answer("2024-12-20"));
    assert_eq!(late.last(2), ["AnswerExpired", "AnswerReceived"]);
    let clock = late.clock_of(ClockName::Answer, RESPONDENT);
    assert!(clock.ended.unwrap().on > clock.due());
}

#[test]
fn an_answer_presupposes_that_the_copy_was_served() {
    let play = accepted().today("2024-12-20");
    assert_eq!(play.refuses(serve_copy("2024-12-05")), Refusal::CopyNotSent);
    let play = play.does(send_copy("2024-12-04"));
    assert_eq!(play.refuses(answer("2024-12-16")), Refusal::CopyNotServed { name: line("陇县公安局") });
    assert_eq!(play.refuses(send_copy("2024-12-04")), Refusal::CopyIsSent { on: d("2024-12-04") });
    let play = play.does(serve_copy("2024-12-05"));
    let early =
        Refusal::TooEarly {
            field: "received_on", on: d("2024-12-04"), fact: "申请书副本送达", since: d("2024-12-05")
        };
    assert_eq!(play.refuses(answer("2024-12-04")), early);
}

#[test]
fn r_dec_2_c03_thirty_days_more_are_added_to_the_nominal_end() {
    let play = accepted().today("2025-02-05").does(extend("2025-02-05", 30));
    let clock = play.clock(ClockName::Decision);
    assert_eq!((clock.deadline.nominal(), clock.due()), (Some(d("2025-03-02")), d("2025-03-03")));
}

#[test]
fn r_dec_2_t06_not_after_the_sixty_days_ended() {
    let play = accepted().today("2025-02-10");
    assert_eq!(play.clone().does(extend("2025-02-04", 10)).last(1), ["Extended"]);
    assert_eq!(play.clone().does(extend("2025-02-05", 10)).last(1), ["Extended"]);
    let late = Refusal::ExtendedTooLate { on: d("2025-02-06"), due: d("2025-02-05") };
    assert_eq!(play.refuses(extend("2025-02-06", 10)), late);
}

#[test]
fn r_dec_2_s17_once_and_by_one_to_thirty_days() {
    let play = accepted();
    for days in [0, 31] {
        assert_eq!(play.refuses(extend("2024-12-02", days)), Refusal::ExtendedTooLong { days });
    }
    for days in [1, 30] {
        let extended = play.clone().does(extend("2024-12-02", days));
        assert_eq!(extended.refuses(extend("2024-12-02", 1)), Refusal::ExtendedBefore { on: d("2024-12-02") });
    }
}

#[test]
fn r_dec_3_a_simplified_case_is_not_extended() {
    // C04.
    let play = Play::on("2025-09-03").does(receive("2025-09-03")).does(accept_simplified("2025-09-03"));
    assert_eq!(play.due(ClockName::Decision), "2025-10-09");
    assert_eq!(play.refuses(extend("2025-09-03", 10)), Refusal::SimplifiedCaseExtended);
}

#[test]
fn r_dec_1_c02_sixty_days_from_acceptance_roll_over_the_spring_festival() {
    let clock = accepted().clock(ClockName::Decision).clone();
    assert_eq!((clock.deadline.nominal(), clock.due()), (Some(d("2025-01-31")), d("2025-02-05")));
}

#[test]
fn an_extension_of_before_the_submission_may_be_entered_after_it() {
    let play = tried().today("2025-01-20").does(submit("2025-01-15"));
    let after = Refusal::AfterSubmission { on: d("2025-01-16"), submitted: d("2025-01-15") };
    assert_eq!(play.refuses(extend("2025-01-16", 30)), after);
    assert_eq!(play.does(extend("2025-01-14", 30)).due(ClockName::Decision), "2025-03-03");
}
