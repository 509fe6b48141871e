use std::sync::Arc;

use kernel::calendar::{Calendar, CalendarVersion};
use kernel::day::Day;
use kernel::spec::rearranged;

use crate::case::{Command, Fact};
use crate::clocks::{ClockName, End};
use crate::samples::{
    APPLICANT, Play, RESPONDENT, accept, amend, assign, d, decide, decided, extend, hear, no_committee, no_hearing,
    receive, send_copy, serve_copy, serve_decision, submit, suspend_until,
};

/// The same case when these days are announced to be the other sort of day.
fn announced(play: Play, days: &[&str]) -> Play {
    let calendar = rearranged(&play.on.calendar, days.iter().map(|day| d(day)));
    under(play, calendar)
}

fn under(mut play: Play, calendar: Calendar) -> Play {
    play.on.calendar = Arc::new(calendar);
    play
}

/// The shipped years again, as the version after this.
fn taken_back(play: Play) -> Play {
    let version = CalendarVersion(play.on.calendar.version().0 + 1);
    let shipped = Calendar::shipped();
    under(play, Calendar::new(version, shipped.years().cloned().map(|year| year.holding_since(version))))
}

fn due(play: &Play, name: ClockName) -> (Option<Day>, bool) {
    let deadline = &play.clock(name).deadline;
    (deadline.due(), deadline.is_provisional())
}

/// P01: sixty days from 2026-12-01 end on Saturday 2027-01-30.
fn accepted_before_2027() -> Play {
    Play::on("2026-12-10").does(receive("2026-11-30")).does(accept("2026-12-01"))
}

#[test]
fn r_cal_7_t12_a_date_into_a_year_not_announced_is_counted_anew_when_it_is() {
    let play = accepted_before_2027();
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-02-01")), true));

    let play = announced(play, &["2027-01-30"]).does(Command::Recount);
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-01-30")), false));

    let event = play.events.last().unwrap();
    let Fact::DeadlinesRecounted(said) = &event.fact else { panic!("{event:?}") };
    let told = |clocks: &[crate::clocks::Clock]| {
        clocks.iter().map(|clock| (clock.name, clock.due(), clock.deadline.is_provisional())).collect::<Vec<_>>()
    };
    assert_eq!(told(&said.before), [(ClockName::Decision, d("2027-02-01"), true)]);
    assert_eq!(told(&event.clocks), [(ClockName::Decision, d("2027-01-30"), false)]);
    assert_eq!(said.because.iter().map(|year| (year.year, year.revision)).collect::<Vec<_>>(), [(2027, 1)]);
    assert_eq!((said.on, play.stage()), (d("2026-12-10"), "Accepted"));
}

#[test]
fn r_cal_7_what_was_counted_anew_is_not_told_again() {
    let play = announced(accepted_before_2027(), &["2027-01-30"]).does(Command::Recount);
    let told = play.events.len();
    assert_eq!(play.does(Command::Recount).events.len(), told);
}

#[test]
fn r_cal_7_s13_an_arrangement_taken_back_restores_the_dates() {
    let before = accepted_before_2027();
    let play = announced(before.clone(), &["2027-01-30"]).does(Command::Recount);
    let restored = taken_back(play).does(Command::Recount);
    assert_eq!(due(&restored, ClockName::Decision), due(&before, ClockName::Decision));
}

#[test]
fn r_cal_7_s13_what_has_ended_does_not_move_and_a_closed_case_neither() {
    let play = decided().today("2025-03-01").does(serve_decision(APPLICANT, "2025-01-13"));
    let told = play.events.len();
    let play = announced(play, &["2024-12-02", "2024-12-04", "2025-01-13", "2025-01-27", "2025-02-05"]);
    assert_eq!(play.does(Command::Recount).events.len(), told);
}

#[test]
fn r_cal_7_the_days_for_a_suit_move_while_they_run() {
    let play = decided().does(serve_decision(APPLICANT, "2025-01-10")).today("2025-01-20");
    let suit = |play: &Play| play.clock_of(ClockName::Suit, APPLICANT).due();
    assert_eq!(suit(&play), d("2025-01-26"), "a Sunday that is worked");
    let later = announced(play, &["2025-02-05"]).does(Command::Recount);
    assert_eq!(suit(&later), d("2025-01-26"));

    let play = decided().today("2025-01-20").does(serve_decision(APPLICANT, "2025-01-13"));
    assert_eq!(suit(&play), d("2025-02-05"));
    let play = announced(play, &["2025-02-05"]).does(Command::Recount);
    assert_eq!(suit(&play), d("2025-02-06"));
    assert_eq!(play.stage(), "Decided");
}

#[test]
fn r_acc_4_a_review_counted_anew_lapses_on_its_new_last_day() {
    let play = Play::on("2026-12-30").does(receive("2026-12-29"));
    assert_eq!(due(&play, ClockName::Review), (Some(d("2027-01-06")), true));
    let play = announced(play, &["2027-01-02"]).does(Command::Recount);
    assert_eq!(due(&play, ClockName::Review), (Some(d("2027-01-05")), false));

    let play = play.today("2027-01-06").does(Command::DeemAccepted);
    let Fact::DeemedAccepted(e) = &play.events.last().unwrap().fact else { panic!() };
    assert_eq!(e.on, d("2027-01-05"));
    assert_eq!(play.clock(ClockName::Review).ended.unwrap().how, End::Lapsed);
}

#[test]
fn r_sus_3_what_stands_still_is_counted_by_the_calendar_of_its_resumption() {
    let play = accepted_before_2027().does(crate::samples::suspend("2026-12-09"));
    let told = play.events.len();
    let play = announced(play, &["2027-01-30", "2027-02-01"]).does(Command::Recount);
    assert_eq!(play.events.len(), told);
    let play = play.does(crate::samples::resume("2026-12-10"));
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-02-02")), false), "nominally 2027-01-31, a Sunday");
}

#[test]
fn r_cal_7_an_entry_put_right_afterwards_is_counted_by_the_new_calendar_and_the_rest_stays() {
    let play = announced(accepted_before_2027(), &["2027-01-30", "2027-02-01"]).does(Command::Recount);
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-01-30")), false));
    let numbers: Vec<u64> = play.case.file.history.entries().iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [1, 2], "nothing was entered");

    let play = play.does(amend(2, "on", "2026-12-03"));
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-02-02")), false), "nominally Monday, which is off");
    let play = play.does(amend(2, "on", "2026-12-01"));
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-01-30")), false));
}

#[test]
fn r_sus_3_a_pause_entered_late_is_told_before_what_was_counted_anew() {
    let play = Play::on("2026-12-30").does(receive("2026-11-30")).does(accept("2026-12-01")).does(assign("2026-12-02"));
    let play = play.does(send_copy("2026-12-03")).does(serve_copy("2026-12-04"));
    let play = announced(play, &["2027-01-30"]).does(Command::Recount);
    let play = play.today("2027-01-20").does(crate::samples::answer("2026-12-14"));
    let play = play.does(hear(APPLICANT, "2026-12-15")).does(no_hearing("2026-12-15"));
    let play = play.does(no_committee("2026-12-15")).does(submit("2026-12-16"));
    let play = play.does(suspend_until("2026-12-07", "2026-12-10"));
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-02-02")), false));
    assert_eq!(play.clock_of(ClockName::Answer, RESPONDENT).ended.map(|ended| ended.on), Some(d("2026-12-14")));

    let ended = play.does(decide("2026-12-18"));
    let told = ended.events.len();
    assert_eq!(announced(ended, &["2027-02-02"]).does(Command::Recount).events.len(), told);
}

#[test]
fn r_cal_10_an_extension_stays_on_top_of_the_nominal_day() {
    let play = accepted_before_2027().does(extend("2026-12-09", 30));
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-03-01")), true));
    let play = announced(play, &["2027-03-01"]).does(Command::Recount);
    assert_eq!(due(&play, ClockName::Decision), (Some(d("2027-03-02")), false));
}
