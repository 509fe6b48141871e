use super::*;
use crate::case::Command;
use crate::samples::{Play, accept, ask_supplement, d, line, receive, serve_notice, supplements};

#[test]
fn r_acc_2_the_notice_goes_out_on_the_last_day_of_the_review_and_not_after() {
    // W05: received 2024-04-01, last day 04-09.
    let play = Play::on("2024-04-20").does(receive("2024-04-01"));
    assert_eq!(play.clone().does(ask_supplement("2024-04-08")).stage(), "SupplementRequested");
    assert_eq!(play.clone().does(ask_supplement("2024-04-09")).stage(), "SupplementRequested");
    let refusal = Refusal::SupplementNoticeTooLate { on: d("2024-04-10"), due: d("2024-04-09") };
    assert_eq!(play.refuses(ask_supplement("2024-04-10")), refusal);
}

#[test]
fn r_acc_2_once() {
    let play = Play::on("2024-04-20").does(receive("2024-04-01")).does(ask_supplement("2024-04-09"));
    assert_eq!(play.refuses(ask_supplement("2024-04-09")), Refusal::NotAtThisStage { stage: "等待补正" });
    let play = play.does(supplements("2024-04-12"));
    assert_eq!(play.refuses(ask_supplement("2024-04-15")), Refusal::SupplementedBefore);
}

#[test]
fn r_acc_2b_t05_supplements_begin_a_new_review() {
    let play = Play::on("2024-04-12").does(receive("2024-04-01")).does(ask_supplement("2024-04-09"));
    let play = play.does(serve_notice("2024-04-09")).does(supplements("2024-04-12"));
    assert_eq!((play.stage(), play.due(ClockName::Review).as_str()), ("UnderReview", "2024-04-19"));
    assert_eq!(play.clock(ClockName::Review).deadline.rule(), "R-ACC-2b");
    let play = play.today("2024-04-30");
    assert_eq!(play.clone().does(accept("2024-04-18")).stage(), "Accepted");
    assert_eq!(play.clone().does(accept("2024-04-19")).stage(), "Accepted");
    let refusal = Refusal::AcceptedTooLate { on: d("2024-04-20"), due: d("2024-04-19") };
    assert_eq!(play.refuses(accept("2024-04-20")), refusal);
}

#[test] // R-ACC-10, L01
fn the_time_used_for_the_correction_lies_outside_the_time_for_the_decision() {
    let play = Play::on("2024-05-20").does(receive("2024-05-02")).does(ask_supplement("2024-05-07"));
    let play = play.does(serve_notice("2024-05-08")).does(supplements("2024-05-15")).does(accept("2024-05-20"));
    let decision = &play.clock(ClockName::Decision).deadline;
    assert_eq!((decision.start().on, decision.due()), (d("2024-05-20"), Some(d("2024-07-19"))));
}

#[test]
fn r_acc_3_w06_ten_working_days_from_the_day_the_notice_was_received() {
    let play = Play::on("2025-01-24").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let play = play.does(serve_notice("2025-01-24"));
    assert_eq!(play.due(ClockName::Supplement), "2025-02-13");
    let again = Refusal::ServedBefore { name: line("张三"), on: d("2025-01-24") };
    assert_eq!(play.refuses(serve_notice("2025-01-24")), again);
}

#[test] // R-SRV-1
fn r_acc_3_each_of_several_applicants_has_his_own_ten_working_days() {
    let mut reception = crate::samples::reception("2025-01-22");
    let other = PersonNumber(3);
    reception.parties.push(crate::samples::party(3, Role::Applicant, "李四"));
    let play = Play::on("2025-02-20").does(crate::samples::receiving(reception)).does(ask_supplement("2025-01-23"));
    let serve = |person, on| Command::ServeSupplementNotice(crate::samples::service(person, on));
    let play = play.does(serve(crate::samples::APPLICANT, "2025-01-24")).does(serve(other, "2025-01-26"));
    let again = Refusal::ServedBefore { name: line("李四"), on: d("2025-01-26") };
    assert_eq!(play.refuses(serve(other, "2025-01-27")), again);
    let due = |person| play.clock_of(ClockName::Supplement, person).due();
    assert_eq!((due(crate::samples::APPLICANT), due(other)), (d("2025-02-13"), d("2025-02-14")));

    let give_up = |on: &str| Command::DeemAbandoned(Abandonment { on: d(on), explanation: line("无正当理由") });
    let runs = Refusal::SupplementPeriodRuns { on: d("2025-02-14"), due: d("2025-02-14") };
    assert_eq!(play.refuses(give_up("2025-02-14")), runs);
    assert_eq!(play.clone().does(give_up("2025-02-15")).stage(), "Abandoned");
    let extension = SupplementExtension { on: d("2025-02-14"), until: d("2025-02-20"), reason: line("住院") };
    let extended = play.clone().does(Command::ExtendSupplement(extension));
    assert_eq!(extended.clock_of(ClockName::Supplement, other).due(), d("2025-02-20"));
    assert_eq!(extended.clock_of(ClockName::Supplement, crate::samples::APPLICANT).due(), d("2025-02-13"));
    let reviewed = play.does(supplements("2025-02-14"));
    assert!(reviewed.case.file.supplements().all(|clock| clock.ended.is_some()));
}

#[test]
fn r_acc_3_r_dec_t17_giving_up_is_judged_by_a_person_after_the_last_day() {
    let play = Play::on("2025-02-20").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let give_up = |on: &str| Command::DeemAbandoned(Abandonment { on: d(on), explanation: line("无正当理由") });
    assert_eq!(play.refuses(give_up("2025-02-14")), Refusal::SupplementNoticeNotServed);
    let play = play.does(serve_notice("2025-01-24"));
    let runs = |on: &str| Refusal::SupplementPeriodRuns { on: d(on), due: d("2025-02-13") };
    assert_eq!(play.refuses(give_up("2025-02-12")), runs("2025-02-12"));
    assert_eq!(play.refuses(give_up("2025-02-13")), runs("2025-02-13"));
    assert_eq!(play.does(give_up("2025-02-14")).stage(), "Abandoned");
}

#[test]
fn r_acc_3_a_legitimate_reason_extends_until_a_day() {
    let play = Play::on("2025-02-20").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let play = play.does(serve_notice("2025-01-24"));
    let extend = |on: &str, until: &str| {
        Command::ExtendSupplement(SupplementExtension { on: d(on), until: d(until), reason: line("住院") })
    };
    assert!(matches!(play.refuses(extend("2025-02-14", "2025-02-20")), Refusal::Deadline(_)), "expired on 02-13");
    assert!(matches!(play.refuses(extend("2025-02-13", "2025-02-13")), Refusal::Deadline(_)), "not longer");
    let play = play.does(extend("2025-02-13", "2025-02-22"));
    assert_eq!(play.due(ClockName::Supplement), "2025-02-24", "a Saturday rolls");
}

#[test]
fn supplements_that_come_late_still_count_if_nobody_has_judged_otherwise() {
    let play = Play::on("2025-03-20").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let play = play.does(serve_notice("2025-01-24")).does(supplements("2025-02-14"));
    let clock = play.clock(ClockName::Supplement);
    assert!(clock.ended.unwrap().on > clock.due());
    assert_eq!(play.stage(), "UnderReview");
}

#[test] // R-CAL-6, R-ACC-3
fn supplements_posted_in_time_take_the_abandonment_back() {
    let play = Play::on("2025-02-17").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let play = play.does(serve_notice("2025-01-24"));
    let give_up = Command::DeemAbandoned(Abandonment { on: d("2025-02-14"), explanation: line("无正当理由") });
    let play = play.does(give_up);
    let posted = |on: &str| {
        let (received_on, posted_on) = (d("2025-02-17"), Some(d(on)));
        Command::RecordSupplements(Supplements { received_on, posted_on, items: None })
    };
    let too_late = Refusal::SupplementedTooLate { due: d("2025-02-13") };
    assert_eq!(play.refuses(posted("2025-02-14")), too_late);
    assert_eq!(play.refuses(supplements("2025-02-17")), too_late);
    let reviewed = play.clone().does(posted("2025-02-13"));
    assert_eq!(reviewed.last(2), ["AbandonmentWithdrawn", "SupplementsReceived"]);
    assert_eq!((reviewed.stage(), reviewed.due(ClockName::Review).as_str()), ("UnderReview", "2025-02-24"));
    assert_eq!(reviewed.clock(ClockName::Supplement).ended.unwrap().how, End::Done);
    assert_eq!(reviewed.does(accept("2025-02-17")).stage(), "Accepted");
    assert_eq!(play.does(supplements("2025-02-13")).stage(), "UnderReview", "it had come in time");
}

#[test]
fn supplements_do_not_come_before_the_notice() {
    let play = Play::on("2025-03-20").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let refusal =
        Refusal::TooEarly { field: "received_on", on: d("2025-01-22"), fact: "通知补正", since: d("2025-01-23") };
    assert_eq!(play.refuses(supplements("2025-01-22")), refusal);
}
