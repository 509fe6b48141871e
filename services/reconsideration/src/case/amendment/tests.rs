use super::*;
use crate::case::application::InTime;
use crate::case::suspension::SuspensionGround;
use crate::case::termination::TerminationGround;
use crate::clocks::{ClockName, End};
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accepted, amend, amendment, answer, answered, assign, d, decided, extend,
    line, mediate, receive, send_copy, serve_copy, serve_decision, strike, suspend, suspending, terminate, terminating,
    withdraw,
};

#[test]
fn s16_a_received_date_put_right_moves_every_dependent_day() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    assert_eq!(play.case.stage.trial().unwrap().accepted_on, d("2024-12-04"));
    let play = play.today("2024-12-06").does(amend(1, "received_on", "2024-11-26"));
    assert_eq!(play.last(1), ["Amended"]);
    assert_eq!(play.due(ClockName::Review), "2024-12-03");
    assert_eq!(play.case.stage.trial().unwrap().accepted_on, d("2024-12-03"), "and the deemed acceptance with it");
    assert_eq!(play.clock(ClockName::Decision).deadline.start().on, d("2024-12-03"));
    assert_eq!(play.events.last().unwrap().clocks.len(), 3, "review, decision, copy");
}

#[test] // R-APP-1
fn s16_whether_the_application_came_in_time_is_said_anew() {
    let mut reception = crate::samples::reception("2024-11-27");
    reception.act.known_on = Some(d("2024-10-08"));
    let play = Play::on("2024-12-10").does(crate::samples::receiving(reception));
    let said = |play: &Play| match &play.case.file.history.get(1).unwrap().fact {
        Fact::Received(e) => e.application,
        fact => panic!("{fact:?}"),
    };
    assert_eq!(said(&play), InTime::InTime);
    let late = play.does(amend(1, "known_on", "2024-09-02"));
    assert_eq!((said(&late), late.events.last().unwrap().application), (InTime::Late, Some(InTime::Late)));
    let renamed = late.does(amend(1, "act_title", "处罚决定书"));
    assert_eq!((said(&renamed), renamed.events.last().unwrap().application), (InTime::Late, None));
}

#[test] // R-ACC-4
fn s16_a_received_date_put_right_so_that_the_review_had_ended_before_the_acceptance_deems_the_case_accepted() {
    let play = Play::on("2024-04-10").does(receive("2024-04-01")).does(accept("2024-04-09"));
    let play = play.does(assign("2024-04-10"));
    let in_time = play.clone().does(amend(1, "received_on", "2024-04-02"));
    assert_eq!(in_time.last(1), ["Amended"]);
    let play = play.does(amend(1, "received_on", "2024-03-27"));
    assert_eq!(play.last(3), ["Amended", "DeemedAccepted", "Struck"]);
    assert_eq!((play.stage(), play.case.stage.trial().unwrap().accepted_on), ("Accepted", d("2024-04-03")));
    assert_eq!(play.due(ClockName::Decision), "2024-06-03");
    assert_eq!(play.clock(ClockName::Review).ended.unwrap().how, End::Lapsed);
    assert!(play.case.file.history.get(2).is_none(), "the acceptance binds nothing");
    assert_eq!(
        play.refuses(accept("2024-04-09")),
        Refusal::AcceptedTooLate { on: d("2024-04-09"), due: d("2024-04-03") }
    );

    let struck = accepted().today("2024-12-06").does(assign("2024-12-05")).does(strike(2));
    assert_eq!(struck.last(2), ["Struck", "DeemedAccepted"], "what was done since presupposes an acceptance");
    assert_eq!(struck.case.stage.trial().unwrap().accepted_on, d("2024-12-04"));
}

#[test]
fn a_received_date_put_right_so_that_the_review_still_runs_takes_the_deemed_acceptance_back() {
    let play = Play::on("2024-11-29").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    let went_on = play.clone().does(assign("2024-12-05"));
    let play = play.does(amend(1, "received_on", "2024-11-28"));
    assert_eq!(play.last(2), ["Amended", "DeemedAcceptanceWithdrawn"]);
    assert_eq!(play.stage(), "UnderReview");
    assert!(play.clock(ClockName::Review).is_running());
    assert!(play.case.file.clocks.find((ClockName::Decision, None)).is_none());
    let refusal = went_on.refuses(amend(1, "received_on", "2024-11-28"));
    assert!(matches!(refusal, Refusal::Clash { entry: 3, .. }), "{refusal}");
}

#[test]
fn s11_an_amendment_that_clashes_names_the_entry_and_the_day() {
    let refusal = accepted().refuses(amend(2, "on", "2024-11-26"));
    let early = Refusal::TooEarly { field: "on", on: d("2024-11-26"), fact: "收到申请", since: d("2024-11-27") };
    assert_eq!(refusal, early, "the amended entry itself is told its own reason");

    let refusal = answered().refuses(amend(1, "received_on", "2024-12-03"));
    let said = refusal.to_string();
    assert!(matches!(refusal, Refusal::Clash { entry: 2, on, .. } if on == d("2024-12-02")), "{said}");
    assert!(said.contains("受理") && said.contains("2024-12-03"), "{said}");
}

#[test]
fn an_acceptance_moved_beyond_the_review_is_refused() {
    let refusal = accepted().today("2024-12-10").refuses(amend(2, "on", "2024-12-05"));
    assert_eq!(refusal, Refusal::AcceptedTooLate { on: d("2024-12-05"), due: d("2024-12-04") });
}

#[test]
fn an_acceptance_put_right_moves_the_decision_and_an_extension_on_top_of_it() {
    let play = accepted().does(extend("2024-12-02", 30)).today("2024-12-10").does(amend(2, "on", "2024-11-29"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-02-27")));
    assert_eq!(play.due(ClockName::Decision), "2025-02-27");
}

#[test]
fn s10_an_extension_struck_leaves_the_day_computed_without_it() {
    let plain = accepted();
    let play = plain.clone().does(extend("2024-12-02", 30)).does(strike(3));
    assert_eq!(play.clock(ClockName::Decision), plain.clock(ClockName::Decision));
    assert_eq!(play.does(extend("2024-12-02", 20)).last(1), ["Extended"], "and it may be granted again");
}

#[test]
fn the_days_of_an_extension_are_put_right() {
    let play = accepted().does(extend("2024-12-02", 30));
    assert_eq!(play.refuses(amend(3, "days", "31")), Refusal::ExtendedTooLong { days: 31 });
    assert_eq!(play.does(amend(3, "days", "3")).due(ClockName::Decision), "2025-02-05", "nominal 02-03, a holiday");
}

#[test]
fn a_served_day_put_right_moves_the_answer() {
    let play = answered().does(amend(5, "on", "2024-12-06"));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-20"));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).ended.unwrap().how, End::Done);
}

#[test]
fn a_lapse_falls_away_when_the_answer_turns_out_to_have_been_in_time() {
    let lapsed = accepted().today("2024-12-20").does(send_copy("2024-12-04")).does(serve_copy("2024-12-05"));
    let lapsed = lapsed.does(Command::RecordAnswerExpiry(RESPONDENT)).does(answer("2024-12-20"));
    let play = lapsed.today("2024-12-25").does(amend(4, "on", "2024-12-06"));
    assert_eq!(play.last(2), ["Amended", "AnswerExpiryWithdrawn"], "due 12-20 now");
    assert!(matches!(
        play.case.stage.trial().unwrap().answers[&RESPONDENT],
        crate::case::trial::Answered::Received { on, .. } if on == d("2024-12-20")
    ));
}

#[test]
fn s43_amending_a_decided_case_reopens_nothing_and_starts_nothing() {
    let play = decided().today("2025-03-01").does(serve_decision(APPLICANT, "2025-01-12"));
    let amended = play.clone().does(amend(1, "received_on", "2024-11-26"));
    let amended = amended.does(amend(11, "approved_on", "2025-01-09")).does(amend(11, "on", "2025-01-09"));
    assert_eq!(amended.stage(), "Decided");
    let running = |play: &Play| play.case.file.clocks.iter().filter(|clock| clock.is_running()).count();
    assert_eq!(running(&amended), running(&play));
    assert_eq!(amended.clock(ClockName::Decision).ended.unwrap().on, d("2025-01-09"));
}

#[test]
fn s41_an_amendment_says_old_new_and_why() {
    let play = accepted().does(amend(1, "party_name/1", "章三"));
    let Fact::Amended(amended) = &play.events.last().unwrap().fact else { panic!() };
    assert_eq!((amended.before.as_str(), amended.after.as_str()), ("张三", "章三"));
    assert_eq!(amended.amendment.reason, Reason::EntryError);
    assert_eq!(play.case.file.person(APPLICANT).unwrap().name, line("章三"));
}

#[test]
fn what_cannot_be_amended_is_refused() {
    let play = Play::on("2024-11-27").does(receive("2024-11-27")).today("2024-12-05").does(Command::DeemAccepted);
    assert_eq!(play.refuses(amend(2, "on", "2024-12-01")), Refusal::FollowsByLaw { title: "视为受理" });
    assert_eq!(play.refuses(strike(2)), Refusal::FollowsByLaw { title: "视为受理" });
    assert_eq!(play.refuses(amend(9, "on", "2024-12-01")), Refusal::NoSuchEntry { entry: 9 });
    assert_eq!(play.refuses(amend(1, "colour", "红")), Refusal::NoSuchField { field: "colour".to_owned() });
    assert_eq!(play.refuses(amend(1, "received_on", "2024-11-27")), Refusal::NothingChanges);
    assert!(matches!(play.refuses(amend(1, "received_on", "昨天")), Refusal::WrongValue { .. }));
    // The respondent bears the name of the organ whose id it has.
    assert!(matches!(play.refuses(amend(1, "party_name/2", "陇县水利局")), Refusal::NoSuchField { .. }));
    let new_fact = Amendment { reason: Reason::NewFact, ..amendment(1) };
    assert_eq!(play.refuses(Command::Strike(new_fact)), Refusal::NewFactStrikesNothing);
}

#[test]
fn a_struck_entry_that_others_rest_on_is_refused() {
    let refusal = answered().refuses(strike(5));
    assert!(matches!(refusal, Refusal::Clash { entry: 6, .. }), "{refusal}");
    let play = answered().does(strike(6));
    assert_eq!(play.stage(), "AwaitingAnswer");
    assert!(play.clock_of(ClockName::Answer, RESPONDENT).is_running());
}

#[test]
fn a_case_entered_by_mistake_leaves_the_procedure_and_stays_in_the_history() {
    let play = accepted().does(strike(1));
    assert_eq!(play.stage(), "Struck");
    assert_eq!(play.case.file.clocks.iter().count(), 0);
    assert_eq!(play.case.file.history.entries().len(), 2);
    assert_eq!(play.refuses(assign("2024-12-02")), Refusal::EnteredByMistake);
    assert_eq!(play.refuses(amend(1, "received_on", "2024-11-26")), Refusal::EnteredByMistake);
}

/// What the last event says was put right: what it was and what it is, as messages carry it.
fn put_right(play: &Play) -> (String, String) {
    let amended = play.events.iter().rev().find_map(|event| match &event.fact {
        Fact::Amended(amended) => Some((amended.before.clone(), amended.after.clone())),
        _ => None,
    });
    amended.unwrap()
}

#[test]
fn r_med_3_s43_why_it_was_withdrawn_is_put_right_and_the_case_stays_as_it_ended() {
    let settled = Play::on("2024-12-04").does(receive("2024-11-27")).does(withdraw("2024-12-04"));
    for (play, entry) in [(answered().does(terminate("2024-12-18")), 7), (settled, 2)] {
        let reopened = |amended: &Play| (amended.stage() != play.stage()) || amended.case.stage.is_open();
        // People write the word as they know it, messages as they carry it.
        for (word, after) in [("达成和解", "Settled"), ("Settled", "Settled"), ("其他原因", "OtherReason")] {
            let amended = play.clone().does(amend(entry, "withdrawal_reason", word));
            assert_eq!(put_right(&amended), ("SelfCorrected".to_owned(), after.to_owned()));
            assert!(!reopened(&amended));
            assert_eq!(amended.events.last().unwrap().clocks, [], "no period moves");
        }
        let same = play.refuses(amend(entry, "withdrawal_reason", "被申请人自行纠正"));
        assert_eq!(same, Refusal::NothingChanges);
        let unknown = play.refuses(amend(entry, "withdrawal_reason", "想通了")).to_string();
        assert!(unknown.contains("达成和解、被申请人自行纠正、其他原因"), "{unknown}");
    }
}

#[test]
fn s43_whether_the_mediation_changes_the_act_is_put_right() {
    let play = answered().does(mediate("2024-12-18")).does(amend(7, "changes_act", "否"));
    assert_eq!((put_right(&play), play.stage()), (("Yes".to_owned(), "No".to_owned()), "Mediated"));
    let Fact::Mediated(mediated) = &play.case.file.history.get(7).unwrap().fact else { panic!() };
    assert!(!mediated.paper.changes_act);
}

#[test]
fn r_ter_1_r_ter_5_why_a_case_was_terminated_is_put_right_under_the_conditions_of_the_ground() {
    let play = answered().does(terminate("2024-12-18"));
    let not_suspended = play.refuses(amend(7, "termination_ground", "SuspendedSixtyDays"));
    assert_eq!(not_suspended, Refusal::NotSuspendedSo);
    let died = play.does(amend(7, "termination_ground", "ApplicantDied"));
    assert_eq!((put_right(&died).1.as_str(), died.stage()), ("ApplicantDied", "Terminated"));
    let Fact::Terminated(terminated) = &died.case.file.history.get(7).unwrap().fact else { panic!() };
    assert_eq!(terminated.termination.withdrawal, None, "nobody withdrew");
    // That somebody withdrew after all wants a day and a reason.
    let refusal = died.refuses(amend(7, "termination_ground", "Withdrawn"));
    assert!(refusal.to_string().contains("撤除这条记录后重新登记"), "{refusal}");
    let criminal = died.does(amend(7, "termination_ground", "因同一违法行为被采取刑事强制措施"));
    assert_eq!(put_right(&criminal), ("ApplicantDied".to_owned(), "CriminalMeasure".to_owned()));
}

#[test]
fn r_sus_1_r_ter_5_the_ground_of_a_suspension_put_right_starts_or_takes_away_the_sixty_days() {
    let play = answered().today("2025-03-10").does(suspend("2024-12-20"));
    assert!(play.case.file.clocks.find((ClockName::Suspension, None)).is_none());
    let play = play.does(amend(7, "suspension_ground", "ApplicantDied"));
    assert_eq!(play.due(ClockName::Suspension), "2025-02-18");
    let other = play.refuses(amend(7, "suspension_ground", "其他需要中止的情形"));
    assert_eq!(other, Refusal::SuspensionNotExplained);
    let ended = play.clone().does(terminating("2025-03-07", TerminationGround::SuspendedSixtyDays, None));
    let clash = ended.refuses(amend(7, "suspension_ground", "OtherCase"));
    assert!(matches!(clash, Refusal::Clash { title: "终止行政复议", .. }), "{clash}");
    let play = play.does(amend(7, "suspension_ground", "OtherCase"));
    assert!(play.case.file.clocks.find((ClockName::Suspension, None)).is_none());

    let explained = answered().does(suspending("2024-12-20", SuspensionGround::OtherReason, Some("等待批复")));
    assert_eq!(explained.does(amend(7, "suspension_ground", "LawReferred")).stage(), "Suspended");
}
