use kernel::aggregate::Event as _;

use super::*;
use crate::clocks::ClockName;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accept_simplified, answer, ask_supplement, assign, d, decide, decided, extend,
    hear, no_committee, no_hearing, occasion, party, receive, receiving, reception, refuse, send_copy, serve_copy,
    serve_decision, serve_notice, service, submit, supplements, text,
};

fn told_late() -> Play {
    Play::on("2026-03-02").does(receive("2024-11-27"))
}

#[test]
fn l01_work_injury_refusal_corrected_application_and_extension() {
    // Not visible in the source and chosen here: notice 05-07, served that day, supplements 05-15.
    let mut reception = reception("2024-05-02");
    reception.act.made_on = Some(d("2024-04-15"));
    reception.act.known_on = Some(d("2024-04-15"));
    reception.act.known_by = Some(application::KnownBy::DirectService);
    let play = Play::on("2024-05-02").does(receiving(reception));
    assert!(matches!(&play.events[0].fact, Fact::Received(e) if e.application == application::InTime::InTime));

    let play = play.today("2024-05-07").does(ask_supplement("2024-05-07")).does(serve_notice("2024-05-07"));
    let play = play.today("2024-05-15").does(supplements("2024-05-15"));
    let play = play.today("2024-05-20").does(accept("2024-05-20"));
    assert_eq!(play.due(ClockName::Decision), "2024-07-19");
    let third = application::ThirdPartyJoining {
        on: d("2024-05-30"),
        party: party(3, application::Role::ThirdParty, "某建筑公司"),
        by: application::JoinedBy::Notice,
    };
    let play = play.today("2024-07-16").does(Command::JoinThirdParty(third)).does(extend("2024-07-16", 30));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2024-08-18")));
    assert_eq!(play.due(ClockName::Decision), "2024-08-19");
}

#[test]
fn l04_accepted_on_the_fifth_working_day_because_a_saturday_was_worked() {
    let play = Play::on("2024-10-10").does(receive("2024-10-10"));
    assert_eq!(play.due(ClockName::Review), "2024-10-16");
    let play = play.today("2024-10-16").does(accept("2024-10-16"));
    // The steps between acceptance and decision are not visible in the source and chosen here.
    let play = play.today("2024-11-20").does(assign("2024-10-17")).does(send_copy("2024-10-18"));
    let play = play.does(serve_copy("2024-10-18")).does(answer("2024-10-30")).does(hear(APPLICANT, "2024-11-01"));
    let play = play.does(no_hearing("2024-11-01")).does(no_committee("2024-11-01")).does(submit("2024-11-18"));
    let play = play.does(decide("2024-11-20"));
    let decision = play.clock(ClockName::Decision);
    assert_eq!(decision.ended.unwrap().on.days_since(decision.deadline.start().on), 35);
    assert!(decision.ended.unwrap().on <= decision.due());
}

#[test]
fn l05_simplified_procedure_rolls_to_monday() {
    let play = Play::on("2025-05-26").does(receive("2025-05-26")).today("2025-05-29");
    let play = play.does(accept_simplified("2025-05-29"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-06-28")));
    assert_eq!(play.due(ClockName::Decision), "2025-06-30");
}

#[test]
fn a_case_of_long_ago_is_told_step_by_step_without_being_deemed_accepted_on_the_way() {
    let play = told_late().does(accept("2024-12-02")).does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let play = play.does(serve_copy("2024-12-05")).does(answer("2024-12-16")).does(hear(APPLICANT, "2024-12-17"));
    let play = play.does(no_hearing("2024-12-18")).does(no_committee("2024-12-18")).does(submit("2025-01-08"));
    let play = play.does(decide("2025-01-10")).does(serve_decision(APPLICANT, "2025-01-12"));
    assert_eq!(play.stage(), "Decided");
    assert!(play.events.iter().all(|event| event.name() != "DeemedAccepted"));
    let in_good_time = decided().today("2025-01-12").does(serve_decision(APPLICANT, "2025-01-12"));
    let dues = |play: &Play| play.case.file.clocks.iter().map(|clock| clock.deadline.clone()).collect::<Vec<_>>();
    assert_eq!(dues(&play), dues(&in_good_time), "when it is typed in does not matter");
}

#[test]
fn a_step_after_the_review_had_ended_makes_the_case_deemed_accepted_first() {
    let play = told_late().does(assign("2024-12-05"));
    assert_eq!(play.last(2), ["DeemedAccepted", "HandlersAssigned"]);
    assert_eq!(play.case.stage.trial().unwrap().accepted_on, d("2024-12-04"));
}

#[test]
fn a_step_within_the_review_presupposes_acceptance() {
    assert_eq!(told_late().refuses(assign("2024-12-04")), Refusal::NotAtThisStage { stage: "受理审查" });
}

#[test]
fn an_acceptance_typed_in_after_the_timer_takes_the_deemed_acceptance_back() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    assert_eq!(play.due(ClockName::Decision), "2025-02-05"); // from 12-04: nominal 02-02, a holiday
    let play = play.does(assign("2024-12-05")).does(accept("2024-12-02"));
    assert_eq!(play.last(2), ["DeemedAcceptanceWithdrawn", "Accepted"]);
    assert_eq!(play.clock(ClockName::Decision).deadline.start().on, d("2024-12-02"));
    let trial = play.case.stage.trial().unwrap();
    assert_eq!(
        (trial.accepted_on, trial.deemed_by, trial.handlers_since),
        (d("2024-12-02"), None, Some(d("2024-12-05")))
    );
    assert_eq!(play.case.file.history.entries().iter().map(|e| e.number).collect::<Vec<_>>(), [1, 5, 3]);
}

#[test]
fn a_simplified_acceptance_typed_in_after_the_timer_moves_the_lapse_of_the_answer_that_followed() {
    let play = Play::on("2024-09-02").does(receive("2024-09-02")).today("2024-09-10").does(Command::DeemAccepted);
    let play = play.does(assign("2024-09-10")).does(send_copy("2024-09-10")).does(serve_copy("2024-09-10"));
    let play = play.today("2024-09-26").does(Command::RecordAnswerExpiry(RESPONDENT));
    let lapsed_on = |play: &Play| {
        let entries = play.case.file.history.entries().iter();
        let mut lapses = entries.filter_map(|entry| match &entry.fact {
            Fact::AnswerExpired(e) => Some(e.on),
            _ => None,
        });
        lapses.next().unwrap()
    };
    assert_eq!(lapsed_on(&play), d("2024-09-25")); // ten working days
    let play = play.does(accept_simplified("2024-09-03"));
    assert_eq!(play.last(2), ["DeemedAcceptanceWithdrawn", "Accepted"]);
    assert_eq!(lapsed_on(&play), d("2024-09-18")); // five
}

#[test]
fn a_refusal_typed_in_after_the_timer_takes_it_back_unless_the_case_went_on() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    let refused = play.clone().does(refuse("2024-12-04"));
    assert_eq!(refused.stage(), "NotAccepted");
    assert!(refused.case.file.clocks.find((ClockName::Decision, None)).is_none(), "the clocks of trial never ran");
    let went_on = play.does(assign("2024-12-05"));
    let refusal = went_on.refuses(refuse("2024-12-04"));
    assert!(matches!(refusal, Refusal::Clash { entry: 3, on, .. } if on == d("2024-12-05")), "{refusal}");
}

#[test]
fn a_supplement_notice_typed_in_after_the_timer_takes_it_back_with_its_service() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    let notice = supplement::SupplementNotice { on: d("2024-12-03"), items: text("身份证明"), paper: None };
    let play = play.does(Command::IssueSupplementNotice(notice, Some(service(APPLICANT, "2024-12-04"))));
    assert_eq!(play.last(3), ["DeemedAcceptanceWithdrawn", "SupplementNoticeIssued", "SupplementNoticeServed"]);
    assert_eq!((play.stage(), play.due(ClockName::Supplement).as_str()), ("SupplementRequested", "2024-12-18"));
}

#[test]
fn nothing_is_done_before_an_application_came_in() {
    assert_eq!(Play::on("2026-03-02").refuses(accept("2026-03-02")), Refusal::NotReceived);
}

#[test]
fn a_case_is_received_once() {
    let refusal = told_late().refuses(receive("2024-11-27"));
    assert_eq!(refusal, Refusal::NotAtThisStage { stage: "受理审查" });
}

#[test]
fn the_case_runs_on_the_framework_of_cqrs_es() {
    use runtime::{Decider, Happened};
    let framework = cqrs_es::test::TestFramework::<Decider<Case>>::with(occasion("2024-12-05"));
    let received = Play::on("2024-11-27").does(receive("2024-11-27")).events;
    let accepted = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(accept("2024-12-04"));
    let given = || received.iter().cloned().map(Happened).collect::<Vec<_>>();
    framework
        .given(given())
        .when(accept("2024-12-04"))
        .then_expect_events(vec![Happened(accepted.events.last().unwrap().clone())]);
    let framework = cqrs_es::test::TestFramework::<Decider<Case>>::with(occasion("2024-12-05"));
    framework
        .given(given())
        .when(accept("2024-12-05"))
        .then_expect_error(Refusal::AcceptedTooLate { on: d("2024-12-05"), due: d("2024-12-04") });
}

#[test]
fn the_case_is_told_in_the_kernels_form() {
    let received = Play::on("2024-11-27").does(receive("2024-11-27")).events;
    kernel::spec::given::<Case>(received)
        .on(d("2024-12-06"))
        .when(accept("2024-12-05"))
        .refused(Refusal::AcceptedTooLate { on: d("2024-12-05"), due: d("2024-12-04") });
}
