use super::*;
use crate::article::{ARL_2023, art};
use crate::calendar::AnnouncedYear;
use crate::day::day;
use crate::period::Period;
use crate::rules;

fn shipped() -> Calendar {
    Calendar::shipped()
}

fn run(rule: &str, start: &str) -> Deadline {
    Deadline::run(rules::find(rule).unwrap(), on(start), &shipped())
}

fn on(text: &str) -> Day {
    text.parse().unwrap()
}

fn due(deadline: &Deadline) -> String {
    deadline.due().unwrap().to_string()
}

fn delivered(day: &str) -> Filing {
    Filing { posted_on: None, received_on: Some(on(day)) }
}

/// 2027 as its notice may arrange it: Saturday 30 January is worked for Spring Festival.
fn with_2027() -> Calendar {
    let rows = "2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n";
    shipped().announcing(AnnouncedYear::parse(2027, 1, rows).unwrap(), CalendarVersion(2))
}

#[test]
fn t01_r_cal_6_a_filing_posted_on_the_last_day_is_in_time_whenever_it_arrives() {
    let deadline = run("R-ACC-1", "2024-09-25");
    assert!(deadline.is_met_by(Filing { posted_on: Some(on("2024-10-08")), received_on: Some(on("2024-10-12")) }));
    assert!(deadline.is_met_by(Filing { posted_on: Some(on("2024-10-08")), received_on: None }));
}

#[test]
fn t02_r_cal_6_a_filing_posted_a_day_late_is_late() {
    let deadline = run("R-ACC-1", "2024-09-25");
    assert!(!deadline.is_met_by(Filing { posted_on: Some(on("2024-10-09")), received_on: Some(on("2024-10-09")) }));
    assert!(!deadline.is_met_by(Filing { posted_on: None, received_on: None }));
}

#[test]
fn t03_r_cal_8_the_last_day_lasts_until_midnight_in_china() {
    let deadline = run("R-DEC-1", "2024-12-02");
    let filed = |instant: &str| Day::in_china(instant.parse().unwrap()).to_string();
    assert_eq!(due(&deadline), "2025-02-05");
    assert!(deadline.is_met_by(delivered(&filed("2025-02-05T23:58:00+08:00"))));
    assert!(!deadline.is_met_by(delivered(&filed("2025-02-06T00:00:00+08:00"))));
}

#[test]
fn t04_r_acc_4_a_refusal_signed_after_the_review_period_is_too_late() {
    let review = run("R-ACC-1", "2024-09-25");
    assert!(!review.expired_before(on("2024-10-07")));
    assert!(!review.expired_before(on("2024-10-08")));
    assert!(review.expired_before(on("2024-10-09")));
}

#[test]
fn t05_r_acc_2b_supplements_start_a_new_review() {
    assert_eq!(due(&run("R-ACC-2b", "2024-04-12")), "2024-04-19");
}

#[test]
fn t06_r_dec_2_no_more_time_is_granted_once_the_sixty_days_have_ended() {
    let trial = run("R-DEC-1", "2024-12-02");
    let extended = |granted_on| trial.extended(Lengthening::By(30), on(granted_on), &shipped());
    let (granted_on, due) = (on("2025-02-06"), on("2025-02-05"));
    assert_eq!(extended("2025-02-06"), Err(DeadlineError::ExtendedAfterExpiry { granted_on, due }));
    assert_eq!(extended("2025-02-05").unwrap().due(), Some(on("2025-03-03")));
    assert_eq!(extended("2025-02-04").unwrap().nominal(), Some(on("2025-03-02")), "R-CAL-10: on the nominal day");
}

#[test]
fn t12_r_cal_7_a_provisional_date_moves_when_its_year_is_announced() {
    let provisional = run("R-DEC-1", "2026-12-01");
    assert_eq!((due(&provisional).as_str(), provisional.is_provisional()), ("2027-02-01", true));
    let settled = provisional.recomputed(&with_2027()).unwrap();
    assert_eq!((due(&settled).as_str(), settled.is_provisional()), ("2027-01-30", false));
    assert_eq!(settled.parts().calendar, CalendarVersion(2));
}

#[test]
fn a_period_has_the_same_inputs_under_another_calendar_and_others_from_another_day() {
    let counted = run("R-DEC-1", "2026-12-01");
    assert!(counted.has_same_inputs(&counted.recomputed(&with_2027()).unwrap()));
    assert!(!counted.has_same_inputs(&run("R-DEC-1", "2026-12-02")));
    let longer = counted.extended(Lengthening::By(30), on("2026-12-10"), &shipped()).unwrap();
    assert!(!counted.has_same_inputs(&longer));
}

#[test]
fn r_cal_7_only_a_date_that_asks_about_an_unannounced_day_is_provisional() {
    assert!(!run("R-DEC-3", "2026-12-01").is_provisional(), "ends on 2026-12-31");
    assert!(run("R-DEC-3", "2026-12-02").is_provisional(), "ends on 2027-01-01");
    assert!(!run("R-ACC-1", "2026-12-24").is_provisional(), "the fifth working day is 2026-12-31");
    assert!(run("R-ACC-1", "2026-12-25").is_provisional());
    assert!(!run("R-SRV-5", "2026-12-20").is_provisional(), "never rolls, so asks about no day");
    assert!(run("R-APP-1", "2020-01-01").is_provisional(), "nor are the years before 2023 loaded");
}

#[test]
fn r_cal_9_clear_days_ask_for_one_more() {
    let rule = rules::find("R-HEA-3").unwrap().with_clear_days();
    assert_eq!(due(&Deadline::run(&rule, on("2025-10-13"), &shipped())), "2025-09-28");
    let rule = rules::find("A-HEA-2").unwrap().with_clear_days();
    assert_eq!(due(&Deadline::run(&rule, on("2025-10-09"), &shipped())), "2025-10-05");
}

#[test]
fn r_sus_3_a_paused_period_has_no_due_day_until_it_runs_again() {
    let paused = run("R-DEC-1", "2024-03-01").paused(on("2024-03-20"), &shipped()).unwrap();
    assert_eq!((paused.due(), paused.nominal(), paused.is_paused()), (None, None, true));
    assert!(!paused.expired_before(on("2029-01-01")));
    assert!(paused.is_met_by(delivered("2029-01-01")));
    assert_eq!(due(&paused.resumed(on("2024-04-10"), &shipped()).unwrap()), "2024-05-21");
}

#[test]
fn r_sus_3_working_days_after_the_pause_day_up_to_the_resumption_do_not_count() {
    let answer = run("R-ORD-2", "2024-03-04");
    assert_eq!(due(&answer), "2024-03-18");
    let resumed = answer.paused(on("2024-03-06"), &shipped()).unwrap().resumed(on("2024-03-11"), &shipped()).unwrap();
    assert_eq!(due(&resumed), "2024-03-21", "03-05(1), 03-06(2), 03-12(3) to 03-15(6), 03-18(7) to 03-21(10)");
}

#[test]
fn r_sus_3_a_pause_on_the_last_day_ends_the_period_when_it_is_over() {
    let answer = run("R-ORD-2", "2024-03-04").paused(on("2024-03-18"), &shipped()).unwrap();
    assert_eq!(due(&answer.resumed(on("2024-03-30"), &shipped()).unwrap()), "2024-04-01", "03-30 is a Saturday");
}

#[test]
fn a_period_does_not_end_before_it_runs_again() {
    // Nominal end Saturday 2024-12-07, due Monday the 9th, suspended on that Monday.
    let trial = run("R-DEC-1", "2024-10-08").paused(on("2024-12-09"), &shipped()).unwrap();
    assert_eq!(due(&trial.resumed(on("2024-12-13"), &shipped()).unwrap()), "2024-12-13");
}

#[test]
fn a_pause_outside_the_running_period_names_the_clashing_day() {
    let trial = run("R-DEC-1", "2024-12-02");
    let paused = |from| trial.paused(on(from), &shipped());
    let (from, start, due) = (on("2024-12-01"), on("2024-12-02"), on("2025-02-05"));
    assert_eq!(paused("2024-12-01"), Err(DeadlineError::PausedBeforeStart { from, start }));
    assert!(paused("2024-12-02").is_ok());
    assert!(paused("2025-02-05").is_ok());
    let from = on("2025-02-06");
    assert_eq!(paused("2025-02-06"), Err(DeadlineError::PausedAfterExpiry { from, due }));
}

#[test]
fn pauses_follow_one_another() {
    let once = run("R-DEC-1", "2024-03-01").paused(on("2024-03-20"), &shipped()).unwrap();
    let (from, since) = (on("2024-03-20"), on("2024-03-20"));
    assert_eq!(once.paused(on("2024-03-25"), &shipped()), Err(DeadlineError::AlreadyPaused { since }));
    let to = on("2024-03-19");
    assert_eq!(once.resumed(to, &shipped()), Err(DeadlineError::ResumedBeforePause { from, to }));
    let resumed = once.resumed(on("2024-04-10"), &shipped()).unwrap();
    assert_eq!(resumed.resumed(on("2024-04-11"), &shipped()), Err(DeadlineError::NotPaused));
    let (from, resumed_on) = (on("2024-04-09"), on("2024-04-10"));
    let overlapping = DeadlineError::PausedBeforeResumption { from, resumed: resumed_on };
    assert_eq!(resumed.paused(from, &shipped()), Err(overlapping));
    assert!(resumed.paused(resumed_on, &shipped()).is_ok());
}

#[test]
fn more_time_is_granted_between_the_start_and_the_end() {
    let trial = run("R-DEC-1", "2024-12-02");
    let (granted_on, start) = (on("2024-12-01"), on("2024-12-02"));
    let early = trial.extended(Lengthening::By(30), granted_on, &shipped());
    assert_eq!(early, Err(DeadlineError::ExtendedBeforeStart { granted_on, start }));
    let (until, end) = (on("2025-01-31"), on("2025-01-31"));
    let no_longer = trial.extended(Lengthening::Until(until), start, &shipped());
    assert_eq!(no_longer, Err(DeadlineError::NotLengthened { until, end }));
}

#[test]
fn r_cal_3_the_day_it_begins_is_not_counted_and_may_be_a_rest_day() {
    // 2024-11-29 is a Friday.
    for received_on in ["2024-11-29", "2024-11-30", "2024-12-01"] {
        assert_eq!(due(&run("R-ACC-1", received_on)), "2024-12-06", "{received_on}");
    }
    assert_eq!(due(&run("R-ORD-2", "2024-12-01")), "2024-12-13");
}

#[test]
fn r_cal_10_more_time_comes_on_top_of_the_nominal_end_and_rolls_once() {
    let trial = run("R-DEC-1", "2024-12-02");
    assert_eq!((trial.nominal(), due(&trial)), (Some(on("2025-01-31")), "2025-02-05".to_owned()));
    let extended = trial.extended(Lengthening::By(30), on("2025-01-20"), &shipped()).unwrap();
    assert_eq!((extended.nominal(), due(&extended)), (Some(on("2025-03-02")), "2025-03-03".to_owned()));
}

#[test]
fn more_time_is_added_in_the_order_in_which_it_was_granted_and_not_in_that_of_its_entry() {
    let period = run("S-JUD-2", "2026-03-02");
    let days =
        |deadline: &Deadline| deadline.extended(Lengthening::Within(Period::days(15)), on("2026-03-10"), &shipped());
    let month =
        |deadline: &Deadline| deadline.extended(Lengthening::Within(Period::months(1)), on("2026-03-20"), &shipped());
    let (in_order, late) = (month(&days(&period).unwrap()).unwrap(), days(&month(&period).unwrap()).unwrap());
    // Two months to 2 May, fifteen days to the 17th, another month.
    assert_eq!((in_order.nominal(), late.nominal()), (Some(on("2026-06-17")), Some(on("2026-06-17"))));
}

#[test]
fn a_period_in_working_days_that_is_longer_by_months_ends_on_a_working_day() {
    // 2024-06-08 to the 10th are days of rest, and so is Sunday 2024-05-12.
    let answer = run("R-ORD-2", "2024-04-23");
    assert_eq!(due(&answer), "2024-05-09");
    let longer = |more| due(&answer.extended(Lengthening::Within(more), on("2024-05-06"), &shipped()).unwrap());
    assert_eq!([Period::months(1), Period::days(3)].map(longer), ["2024-06-11", "2024-05-13"]);
}

#[test]
fn r_acc_3_the_applicant_is_given_until_a_day() {
    let supplement = run("R-ACC-3", "2025-01-24");
    let until = |day| supplement.extended(Lengthening::Until(on(day)), on("2025-02-10"), &shipped()).unwrap();
    assert_eq!(due(&until("2025-02-28")), "2025-02-28");
    assert_eq!(due(&until("2025-03-01")), "2025-03-03", "a Saturday rolls");
}

#[test]
fn a_longer_period_still_runs_after_its_first_end() {
    let trial = run("R-DEC-1", "2024-12-02");
    let extended = trial.extended(Lengthening::By(30), on("2025-01-20"), &shipped()).unwrap();
    let paused = extended.paused(on("2025-02-20"), &shipped()).unwrap().resumed(on("2025-02-25"), &shipped()).unwrap();
    assert_eq!(due(&paused), "2025-03-07");
    let withdrawn = paused.extension_amended(0, None, &shipped());
    let (from, due) = (on("2025-02-20"), on("2025-02-05"));
    assert_eq!(withdrawn, Err(DeadlineError::PausedAfterExpiry { from, due }), "the pause no longer fits");
}

#[test]
fn an_amended_pause_or_start_counts_as_if_it_had_always_been_so() {
    let trial = run("R-DEC-1", "2024-03-01");
    let paused = trial.paused(on("2024-03-20"), &shipped()).unwrap().resumed(on("2024-04-10"), &shipped()).unwrap();
    assert_eq!(paused.pause_amended(0, None, &shipped()), Ok(trial));
    let shorter = Pause { from: on("2024-03-20"), to: Some(on("2024-04-09")) };
    assert_eq!(due(&paused.pause_amended(0, Some(shorter), &shipped()).unwrap()), "2024-05-20");
    assert_eq!(paused.pause_amended(1, None, &shipped()), Err(DeadlineError::NoSuchPause { index: 1 }));
    assert_eq!(due(&paused.started_on(on("2024-03-04"), &shipped()).unwrap()), "2024-05-24");
    let (from, start) = (on("2024-03-20"), on("2024-03-21"));
    assert_eq!(paused.started_on(start, &shipped()), Err(DeadlineError::PausedBeforeStart { from, start }));
}

#[test]
fn a_latest_day_counted_back_is_neither_paused_nor_extended() {
    let notice = run("R-HEA-3", "2025-10-13");
    assert_eq!(notice.paused(on("2025-10-13"), &shipped()), Err(DeadlineError::CountedBack));
    assert_eq!(notice.extended(Lengthening::By(1), on("2025-10-13"), &shipped()), Err(DeadlineError::CountedBack));
}

#[test]
fn a_recorded_deadline_is_read_back_and_not_computed_again() {
    let deadline = run("R-DEC-1", "2024-12-02");
    let stored = serde_json::to_string(&deadline).unwrap();
    assert_eq!(serde_json::from_str::<Deadline>(&stored).unwrap(), deadline);
    let by_hand = DeadlineParts { due: Some(day(2025, 2, 10)), ..deadline.parts().clone() };
    assert_eq!(Deadline::recorded(by_hand).unwrap().due(), Some(day(2025, 2, 10)));
}

#[test]
fn a_record_that_contradicts_itself_is_refused() {
    let parts = run("R-DEC-1", "2024-12-02").parts().clone();
    let no_due = DeadlineParts { due: None, nominal: None, ..parts.clone() };
    assert_eq!(Deadline::recorded(no_due), Err(DeadlineError::DueDisagreesWithPauses));
    let nominal = day(2025, 2, 6);
    let after_due = DeadlineParts { nominal: Some(nominal), ..parts };
    assert_eq!(Deadline::recorded(after_due), Err(DeadlineError::NominalDisagreesWithDue { nominal }));
}

#[test]
fn the_shape_a_rule_had_is_kept_when_the_rule_changes() {
    let old = Rule::new("R-DEC-1", Period::days(45), art(ARL_2023, 62));
    let deadline = Deadline::run(&old, on("2024-12-02"), &shipped());
    assert_eq!(due(&deadline.started_on(on("2024-12-03"), &shipped()).unwrap()), "2025-01-17");
}
