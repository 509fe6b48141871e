use super::*;
use crate::case::acceptance::{ProcedureChoice, SimplifiedGround};
use crate::case::application::{JoinedBy, Role, ThirdPartyJoining};
use crate::case::opinions::OpinionExcuse;
use crate::case::supplement::SupplementExtension;
use crate::clocks::{ClockName, End};
use crate::samples::{
    APPLICANT, Play, RESPONDENT, THIRD, accept, accept_simplified, accepted, answer, ask_supplement, assign, convert,
    d, decide, decided, extend, hear, line, mediate, no_committee, no_hearing, party, receive, resume, send_copy,
    serve_copy, serve_decision, serve_notice, simplified, submit, supplements, suspend, suspend_until, terminate,
    tried,
};

/// Everything but when it was typed in.
fn dues(play: &Play) -> Vec<String> {
    let clocks = play.case.file.clocks.iter();
    let mut dues: Vec<String> = clocks
        .map(|clock| format!("{:?} {:?} {:?} {:?}", clock.name, clock.person, clock.deadline, clock.ended))
        .collect();
    dues.sort();
    dues
}

/// Simplified, answered, submitted and decided within the thirty days.
fn decided_simply() -> Play {
    let play = Play::on("2025-01-10").does(receive("2024-11-27")).does(accept_simplified("2024-12-02"));
    let play = play.does(assign("2024-12-03")).does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    play.does(answer("2024-12-09")).does(submit("2024-12-23")).does(decide("2024-12-25"))
}

#[test]
fn r_sus_3_a_pause_entered_when_the_case_is_decided_counts_as_if_it_had_been_told_in_time() {
    let told_in_time = tried().today("2025-01-20").does(suspend("2024-12-20")).does(resume("2024-12-30"));
    let told_in_time = told_in_time.does(submit("2025-01-08")).does(decide("2025-01-10"));
    for ended in [decided(), decided().does(serve_decision(APPLICANT, "2025-01-10"))] {
        let late = ended.today("2025-01-20").does(suspend_until("2024-12-20", "2024-12-30"));
        assert_eq!((late.stage(), late.last(2)), ("Decided", vec!["Suspended", "Resumed"]));
        assert_eq!(late.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-02-10")));
        assert!(late.case.stage.trial().unwrap().halt.is_none());
        let of_trial = |play: &Play| dues(play).into_iter().filter(|due| !due.starts_with("Suit")).collect::<Vec<_>>();
        assert_eq!(of_trial(&late), of_trial(&told_in_time));
    }
    let submitted =
        tried().today("2025-01-20").does(submit("2025-01-08")).does(suspend_until("2024-12-20", "2024-12-30"));
    assert_eq!(submitted.stage(), "Submitted");
    assert_eq!(dues(&submitted.does(decide("2025-01-10"))), dues(&told_in_time));
}

#[test]
fn r_sus_3_s11_a_late_pause_is_refused_where_it_contradicts_the_record_with_its_day() {
    let clashes = |play: &Play, command, with: &str, on: &str| match play.refuses(command) {
        Refusal::Clash { title, on: day, .. } => assert_eq!((title, day), (with, d(on))),
        refusal => panic!("{refusal}"),
    };
    let play = decided().today("2025-01-20");
    clashes(&play, suspend("2024-12-20"), "作出决定", "2025-01-10");
    clashes(&play, suspend_until("2024-12-20", "2025-01-13"), "作出决定", "2025-01-10");
    let said = play.refuses(suspend("2024-12-20")).to_string();
    assert!(said.contains("2025-01-10") && said.contains("请先登记恢复审理"), "{said}");
    let after = Refusal::AfterTheEnd { on: d("2025-01-13"), ended: d("2025-01-10") };
    assert_eq!(play.refuses(suspend_until("2025-01-13", "2025-01-14")), after);
    let early = Refusal::TooEarly { field: "on", on: d("2024-12-01"), fact: "受理", since: d("2024-12-02") };
    assert_eq!(play.refuses(suspend_until("2024-12-01", "2024-12-03")), early);
}

#[test]
fn r_sus_3_r_ord_3_a_late_pause_moves_the_lapse_of_the_answer_on_which_the_decision_rests() {
    let sent = accepted().today("2025-01-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let play = sent.does(serve_copy("2024-12-05")).does(Command::RecordAnswerExpiry(RESPONDENT));
    let play = play.does(hear(APPLICANT, "2025-01-02")).does(no_hearing("2025-01-02")).does(no_committee("2025-01-02"));
    let play = play.does(submit("2025-01-08")).does(decide("2025-01-10"));
    let lapsed = |play: &Play| play.clock_of(ClockName::Answer, RESPONDENT).ended.unwrap();
    assert_eq!((lapsed(&play).on, lapsed(&play).how), (d("2024-12-19"), End::Lapsed));

    let moved = play.clone().does(suspend_until("2024-12-11", "2024-12-23"));
    assert_eq!((lapsed(&moved).on, lapsed(&moved).how), (d("2024-12-31"), End::Lapsed));
    let entries = moved.case.file.history.entries().iter();
    let days: Vec<Day> = entries.filter(|entry| entry.fact.is_lapse()).map(|entry| entry.fact.described().2).collect();
    assert_eq!(days, [d("2024-12-31")]);

    let refusal = play.refuses(suspend_until("2024-12-11", "2025-01-07"));
    assert!(matches!(refusal, Refusal::Clash { title: "提请决定", .. }), "{refusal}");
}

#[test]
fn r_ter_5_r_med_2_a_case_that_ended_while_it_stood_still_needs_no_resumption() {
    let mediated = tried().today("2025-01-10").does(mediate("2025-01-06"));
    let play = mediated.does(suspend("2024-12-20"));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.due()), ("Mediated", None));
    let play = play.does(resume("2024-12-30"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-02-10")));
    let terminated = tried().today("2025-01-10").does(terminate("2025-01-06"));
    assert_eq!(terminated.does(suspend("2024-12-20")).stage(), "Terminated");
}

#[test]
fn r_dec_2_an_extension_entered_when_the_case_is_decided() {
    let play = decided().today("2025-01-20").does(extend("2025-01-06", 30));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.nominal()), ("Decided", Some(d("2025-03-02"))));
    let after = Refusal::AfterSubmission { on: d("2025-01-09"), submitted: d("2025-01-08") };
    assert_eq!(decided().refuses(extend("2025-01-09", 30)), after);
    assert!(matches!(play.refuses(extend("2025-01-07", 30)), Refusal::ExtendedBefore { .. }));
}

#[test]
fn r_sim_6_a_conversion_entered_when_the_case_is_decided_wants_the_ordinary_steps_entered_first() {
    let play = decided_simply();
    assert_eq!(play.due(ClockName::Decision), "2025-01-02"); // nominal 01-01
    match play.refuses(convert("2024-12-12")) {
        Refusal::Clash { title: "提请决定", why, .. } => assert!(matches!(*why, Refusal::NotHeard { .. }), "{why}"),
        refusal => panic!("{refusal}"),
    }
    let heard =
        play.does(hear(APPLICANT, "2024-12-17")).does(no_hearing("2024-12-18")).does(no_committee("2024-12-18"));
    let play = heard.does(convert("2024-12-12"));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.nominal()), ("Decided", Some(d("2025-01-31"))));
}

#[test]
fn r_ord_4_r_hea_1_what_was_done_before_the_submission_is_entered_after_it() {
    let excuse =
        |on: &str| Command::ExcuseOpinion(OpinionExcuse { party: APPLICANT, on: d(on), reason: line("下落不明") });
    let play = decided_simply().does(excuse("2024-12-17"));
    assert_eq!((play.stage(), play.last(1)), ("Decided", vec!["OpinionExcused"]));
    let after = Refusal::AfterTheEnd { on: d("2024-12-26"), ended: d("2024-12-25") };
    assert_eq!(play.refuses(excuse("2024-12-26")), after);
    let between = play.does(excuse("2024-12-24"));
    assert_eq!((between.stage(), between.last(1)), ("Decided", vec!["OpinionExcused"]));

    // Settled anew, and by an earlier paper told later: the later day holds.
    let settled = tried().does(no_hearing("2024-12-19"));
    let required = crate::case::opinions::Requirement {
        on: d("2024-12-18"),
        ground: Some(crate::case::opinions::HearingGround::NewType),
        explanation: None,
    };
    let settled = settled.does(Command::SettleHearing(required)).today("2025-01-08");
    assert_eq!(settled.does(submit("2025-01-08")).stage(), "Submitted");
}

#[test]
fn r_app_10_a_third_party_is_entered_when_the_case_is_decided() {
    let joining = |on: &str| {
        let party = party(THIRD.0, Role::ThirdParty, "李四");
        Command::JoinThirdParty(ThirdPartyJoining { on: d(on), party, by: JoinedBy::Notice })
    };
    for ended in [decided_simply(), decided()] {
        let play = ended.does(joining("2024-12-10"));
        assert_eq!((play.stage(), play.case.file.persons.len()), ("Decided", 3));
    }
    let after = Refusal::AfterTheEnd { on: d("2025-01-13"), ended: d("2025-01-10") };
    assert_eq!(decided().today("2025-01-20").refuses(joining("2025-01-13")), after);
}

#[test]
fn r_ord_2_an_answer_in_time_entered_when_the_case_is_decided_takes_the_lapse_back() {
    let sent = accepted().today("2025-01-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let play = sent.does(serve_copy("2024-12-05")).does(Command::RecordAnswerExpiry(RESPONDENT));
    let play = play.does(hear(APPLICANT, "2025-01-02")).does(no_hearing("2025-01-02")).does(no_committee("2025-01-02"));
    let play = play.does(submit("2025-01-08")).does(decide("2025-01-10"));
    let in_time = play.clone().does(answer("2024-12-18"));
    assert_eq!((in_time.stage(), in_time.last(2)), ("Decided", vec!["AnswerReceived", "AnswerExpiryWithdrawn"]));
    assert_eq!(in_time.clock_of(ClockName::Answer, RESPONDENT).ended.unwrap().how, End::Done);
    let too_late = play.does(answer("2024-12-25"));
    assert_eq!((too_late.stage(), too_late.last(1)), ("Decided", vec!["AnswerReceived"]));
}

#[test]
fn r_sim_1_a_procedure_chosen_before_the_copy_was_sent_is_entered_after_it() {
    let play = Play::on("2024-12-30").does(receive("2024-11-27")).does(assign("2024-12-05"));
    let play = play.does(send_copy("2024-12-06")).does(serve_copy("2024-12-06"));
    let choose =
        |on: &str| Command::ChooseProcedure(ProcedureChoice { on: d(on), track: simplified(SimplifiedGround::Agreed) });
    assert_eq!(play.refuses(choose("2024-12-09")), Refusal::CopyIsSent { on: d("2024-12-06") });
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-20"));
    let play = play.does(choose("2024-12-05"));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-13"));
    assert_eq!(play.clock(ClockName::Decision).deadline.rule(), "R-DEC-3");
}

#[test]
fn r_acc_3_an_extension_of_the_supplement_is_entered_when_the_case_is_accepted() {
    let play = Play::on("2025-03-20").does(receive("2025-01-22")).does(ask_supplement("2025-01-23"));
    let play = play.does(serve_notice("2025-01-24")).does(supplements("2025-02-20")).does(accept("2025-02-24"));
    let clock = play.clock(ClockName::Supplement);
    assert!(clock.due() < clock.ended.unwrap().on, "it looks late");
    let extension = SupplementExtension { on: d("2025-02-13"), until: d("2025-02-21"), reason: line("住院") };
    let play = play.does(Command::ExtendSupplement(extension));
    assert_eq!((play.stage(), play.due(ClockName::Supplement).as_str()), ("Accepted", "2025-02-21"));
}
