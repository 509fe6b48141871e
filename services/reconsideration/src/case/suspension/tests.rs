use super::*;
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, accepted, amend, answer, answered, assign, d, decide, extend, hear, line,
    receive, resume, send_copy, serve_copy, strike, submit, suspend, suspend_until, suspending, tried,
};

fn running(received: &str, accepted_on: &str, today: &str) -> Play {
    Play::on(today).does(receive(received)).does(accept(accepted_on))
}

#[test]
fn r_sus_3_c25_c26_s09_the_days_between_are_added_to_the_nominal_end() {
    let play = running("2024-02-28", "2024-03-01", "2024-04-10");
    let play = play.does(suspend("2024-03-20")).does(resume("2024-04-10"));
    let decision = &play.clock(ClockName::Decision).deadline;
    assert_eq!((decision.nominal(), decision.due()), (Some(d("2024-05-21")), Some(d("2024-05-21"))));

    let play = running("2025-07-02", "2025-07-07", "2025-08-29");
    let play = play.does(suspend("2025-08-01")).does(resume("2025-08-29"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-10-03")));
    assert_eq!(play.due(ClockName::Decision), "2025-10-09");
}

#[test]
fn r_sus_3_s09_while_it_stands_still_there_is_no_due_day_and_afterwards_it_stands_where_it_stood() {
    let play = answered().does(suspend("2024-12-20"));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.due()), ("Suspended", None));
    let play = play.today("2025-01-04").does(resume("2025-01-04"));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.nominal()), ("Trial", Some(d("2025-02-15"))));

    let play = tried().today("2025-01-10").does(submit("2025-01-08")).does(suspend("2025-01-09"));
    assert_eq!(play.stage(), "Suspended");
    assert_eq!(play.does(resume("2025-01-10")).stage(), "Submitted");
}

#[test]
fn r_sus_1_on_each_of_ten_grounds_and_the_last_is_explained() {
    use kernel::word::Word;
    assert_eq!(SuspensionGround::ALL.len(), 10);
    for (ground, ..) in SuspensionGround::ALL {
        let play = accepted().does(suspending("2024-12-02", *ground, Some("说明")));
        assert_eq!(play.stage(), "Suspended", "{ground}");
    }
    let unexplained = suspending("2024-12-02", SuspensionGround::OtherReason, None);
    assert_eq!(accepted().refuses(unexplained), Refusal::SuspensionNotExplained);
}

#[test] // R-COL-7
fn while_a_normative_document_is_reviewed_the_case_itself_stands_still() {
    let play = answered().today("2025-01-20");
    let before = play.clock(ClockName::Decision).deadline.nominal().unwrap();
    let play = play.does(suspending("2024-12-20", SuspensionGround::CollateralReview, None));
    assert_eq!((play.stage(), play.clock(ClockName::Decision).deadline.due()), ("Suspended", None));
    let play = play.does(resume("2025-01-19"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(before.plus_days(30)));
}

#[test]
fn r_sus_3_s10_after_three_pauses_an_extension_is_struck_as_if_it_had_never_been() {
    let pauses = |play: Play| {
        let play = play.does(suspend("2024-12-10")).does(resume("2024-12-14"));
        let play = play.does(suspend("2024-12-14")).does(resume("2024-12-25"));
        (play.case.file.history.last_number() + 1, play)
    };
    let (_, play) = pauses(accepted().today("2025-06-02"));
    let without = play.does(suspend("2025-02-10")).does(resume("2025-03-10"));
    let (entry, play) = pauses(accepted().today("2025-06-02"));
    let with = play.does(extend("2025-01-20", 30)).does(suspend("2025-02-10")).does(resume("2025-03-10"));
    assert_eq!(with.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-04-14")));
    assert_eq!(without.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-03-15")));
    let struck = with.does(strike(entry));
    assert_eq!(struck.clock(ClockName::Decision).deadline, without.clock(ClockName::Decision).deadline);
}

#[test]
fn r_sus_3_s11_a_backdated_pause_names_the_day_it_clashes_with() {
    let play = accepted().today("2024-12-30");
    let (on, today) = (d("2024-12-31"), d("2024-12-30"));
    assert_eq!(play.refuses(suspend("2024-12-31")), Refusal::NotYetCome { field: "on", on, today });
    let early = |play: &Play, on: &str, fact, since: &str| {
        let refusal = play.refuses(suspend(on));
        assert_eq!(refusal, Refusal::TooEarly { field: "on", on: d(on), fact, since: d(since) });
        assert!(refusal.to_string().contains(since), "{refusal}");
    };
    early(&play, "2024-12-01", "受理", "2024-12-02");
    let play = play.does(suspend("2024-12-05"));
    assert_eq!(play.refuses(suspend("2024-12-20")), Refusal::SuspendedBefore { since: d("2024-12-05") });
    let (on, since) = (d("2024-12-04"), d("2024-12-05"));
    assert_eq!(play.refuses(resume("2024-12-04")), Refusal::TooEarly { field: "on", on, fact: "中止审理", since });
    let play = play.does(resume("2024-12-12"));
    assert_eq!(play.refuses(resume("2024-12-12")), Refusal::NotSuspended);
    early(&play, "2024-12-11", "恢复审理", "2024-12-12");
    assert_eq!(play.does(suspend("2024-12-12")).stage(), "Suspended");
}

#[test]
fn r_sus_1_while_it_stands_still_it_is_not_tried_and_not_decided_but_what_happened_before_is_told() {
    let play = answered().today("2025-01-20").does(suspend("2024-12-20"));
    let since = d("2024-12-20");
    let refusal = play.refuses(hear(APPLICANT, "2024-12-21"));
    assert_eq!(refusal, Refusal::Suspended { on: d("2024-12-21"), since });
    assert_eq!(play.clone().does(hear(APPLICANT, "2024-12-20")).stage(), "Suspended");
    assert_eq!(play.refuses(extend("2025-01-10", 30)), Refusal::Suspended { on: d("2025-01-10"), since });

    let submitted = tried().today("2025-01-20").does(submit("2025-01-08")).does(suspend("2025-01-09"));
    assert_eq!(
        submitted.refuses(decide("2025-01-09")),
        Refusal::Suspended { on: d("2025-01-09"), since: d("2025-01-09") }
    );
    let resumed = submitted.does(resume("2025-01-15"));
    let too_early =
        Refusal::TooEarly { field: "on", on: d("2025-01-14"), fact: "恢复审理", since: d("2025-01-15") };
    assert_eq!(resumed.refuses(decide("2025-01-14")), too_early);
    assert_eq!(resumed.does(decide("2025-01-15")).stage(), "Decided");
}

#[test]
fn r_sus_3_an_answer_that_runs_stands_still_too() {
    let sent = accepted().today("2024-12-30").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    // Due on 12-19; four of ten working days had passed.
    let play = sent.does(serve_copy("2024-12-05")).does(suspend("2024-12-11")).does(resume("2024-12-23"));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-31"));
    let meanwhile = play.does(answer("2024-12-20"));
    assert_eq!(meanwhile.stage(), "Trial", "an answer that came meanwhile is recorded");
}

#[test]
fn r_sus_3_an_answer_whose_copy_arrives_meanwhile_begins_to_run_when_the_case_goes_on() {
    let sent = accepted().today("2024-12-30").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let play = sent.does(suspend("2024-12-04")).does(serve_copy("2024-12-09"));
    assert!(play.clock_of(ClockName::Answer, RESPONDENT).deadline.is_paused());
    let later = play.clone().does(resume("2024-12-16"));
    assert_eq!(later.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-30"));
    let backdated = play.does(resume("2024-12-06"));
    assert_eq!(backdated.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-23"), "it never stood still");
    let afterwards = accepted().today("2024-12-30").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let afterwards = afterwards.does(suspend("2024-12-11")).does(resume("2024-12-23")).does(serve_copy("2024-12-05"));
    assert_eq!(afterwards.clock_of(ClockName::Answer, RESPONDENT).due(), d("2024-12-31"), "told in another order");
}

#[test]
fn r_sus_3_a_pause_entered_late_takes_back_the_lapse_of_an_answer_that_stood_still() {
    let sent = accepted().today("2024-12-20").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let lapsed = sent.does(serve_copy("2024-12-05")).does(Command::RecordAnswerExpiry(RESPONDENT));
    let play = lapsed.clone().does(suspend("2024-12-19"));
    assert_eq!(play.last(2), ["AnswerExpiryWithdrawn", "Suspended"]);
    assert!(play.clock_of(ClockName::Answer, RESPONDENT).deadline.is_paused());
    let lapse = play.refuses(Command::RecordAnswerExpiry(RESPONDENT));
    assert_eq!(lapse, Refusal::Suspended { on: d("2024-12-20"), since: d("2024-12-19") });
    let after = lapsed.does(suspend("2024-12-20"));
    assert_eq!(after.last(1), ["Suspended"], "what had lapsed before has lapsed");
}

#[test]
fn r_sus_3_a_suspension_after_the_last_day_leaves_the_case_late() {
    let play = answered().today("2025-02-20").does(suspend("2025-02-10")).does(resume("2025-02-20"));
    assert_eq!(play.due(ClockName::Decision), "2025-02-05");
}

#[test]
fn r_sus_3_an_amended_resumption_moves_what_follows() {
    let play = tried().today("2025-01-20").does(suspend("2024-12-20")).does(resume("2024-12-30"));
    let entry = play.case.file.history.last_number();
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-02-10")));
    let play = play.does(submit("2025-01-08")).does(decide("2025-01-10")).does(amend(entry, "on", "2025-01-02"));
    assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-02-13")));
    let clash = play.refuses(amend(entry, "on", "2025-01-11"));
    assert!(matches!(clash, Refusal::Clash { title: "作出决定", .. }), "{clash}");
}

#[test]
fn r_sus_1_an_explanation_may_be_given_with_any_ground() {
    let suspension = Suspension {
        on: d("2024-12-02"),
        ground: SuspensionGround::OtherCase,
        explanation: Some(line("等待另案判决")),
        paper: None,
    };
    let play = accepted().does(Command::Suspend(suspension.clone(), None));
    assert!(matches!(&play.events.last().unwrap().fact, Fact::Suspended(e) if *e == suspension));
}

#[test]
fn r_sus_1_no_step_of_trial_lies_within_a_pause_whichever_of_them_is_told_first() {
    let play = answered().today("2025-01-20");
    let (since, until) = (d("2024-12-20"), d("2024-12-30"));
    let pause = || suspend_until("2024-12-20", "2024-12-30");
    let paused = play.clone().does(pause());
    for on in ["2024-12-21", "2024-12-29"] {
        let stood_still = Refusal::StoodStill { on: d(on), since, until };
        assert_eq!(paused.refuses(hear(APPLICANT, on)), stood_still);
        let clash = Refusal::Clash { entry: 7, title: "听取意见", on: d(on), why: Box::new(stood_still) };
        assert_eq!(play.clone().does(hear(APPLICANT, on)).refuses(pause()), clash);
        let open = play.clone().does(hear(APPLICANT, on)).refuses(suspend("2024-12-20"));
        assert!(
            matches!(&open, Refusal::Clash { entry: 7, why, .. } if matches!(**why, Refusal::Suspended { .. })),
            "{open}"
        );
    }
    for on in ["2024-12-20", "2024-12-30"] {
        let (before, after) =
            (play.clone().does(hear(APPLICANT, on)).does(pause()), paused.clone().does(hear(APPLICANT, on)));
        assert_eq!((&before.case.stage, &before.case.file.clocks), (&after.case.stage, &after.case.file.clocks));
    }
}

#[test]
fn r_sus_1_no_correction_brings_a_step_into_a_pause_or_a_pause_over_a_step() {
    let play = answered().today("2025-01-20").does(suspend_until("2024-12-20", "2024-12-30"));
    let play = play.does(hear(APPLICANT, "2025-01-02"));
    let stood_still = |on, until| Refusal::StoodStill { on: d(on), since: d("2024-12-20"), until: d(until) };
    assert_eq!(play.refuses(amend(9, "on", "2024-12-27")), stood_still("2024-12-27", "2024-12-30"));
    let (on, why) = (d("2025-01-02"), Box::new(stood_still("2025-01-02", "2025-01-03")));
    assert_eq!(play.refuses(amend(8, "on", "2025-01-03")), Refusal::Clash { entry: 9, title: "听取意见", on, why });
    assert!(matches!(play.refuses(strike(8)), Refusal::Clash { entry: 9, .. }));
    assert_eq!(play.does(amend(8, "on", "2025-01-02")).last(1), ["Amended"]);
}

#[test]
fn r_sus_3_an_answer_that_came_meanwhile_ends_the_same_days_whenever_it_is_told() {
    let sent = accepted().today("2024-12-30").does(assign("2024-12-03")).does(send_copy("2024-12-04"));
    let served = sent.does(serve_copy("2024-12-05"));
    for on in ["2024-12-10", "2024-12-11", "2024-12-20"] {
        let told = [
            served.clone().does(answer(on)).does(suspend("2024-12-11")).does(resume("2024-12-23")),
            served.clone().does(suspend("2024-12-11")).does(answer(on)).does(resume("2024-12-23")),
            served.clone().does(suspend("2024-12-11")).does(resume("2024-12-23")).does(answer(on)),
        ];
        let due = if on == "2024-12-20" { "2024-12-31" } else { "2024-12-19" };
        for play in &told {
            assert_eq!(play.case.file.clocks, told[0].case.file.clocks, "{on}");
            assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).due(), d(due), "{on}");
        }
    }
}

#[test]
fn r_sus_3_r_dec_2_a_pause_beyond_the_end_without_the_extension_counts_whichever_of_them_is_told_first() {
    let play = accepted().today("2025-03-10");
    let (pause, longer) = (|| suspend_until("2025-02-10", "2025-02-20"), || extend("2025-01-20", 30));
    for play in [play.clone().does(longer()).does(pause()), play.does(pause()).does(longer())] {
        assert_eq!(play.clock(ClockName::Decision).deadline.nominal(), Some(d("2025-03-12")));
    }
}
