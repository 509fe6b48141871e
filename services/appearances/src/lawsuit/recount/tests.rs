use std::sync::Arc;

use kernel::calendar::Calendar;
use kernel::deadline::Deadline;
use kernel::spec::rearranged;

use crate::clocks::ClockName;
use crate::lawsuit::{Command, Fact};
use crate::outcome::Code;
use crate::parties::PartyNumber;
use crate::samples::*;
use crate::{law, lawsuit};

fn announced(mut play: Play, days: &[&str]) -> Play {
    play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| d(day))));
    play
}

fn due(play: &Play, name: ClockName, party: Option<PartyNumber>) -> (Option<kernel::day::Day>, bool) {
    let deadline = &play.lawsuit.clocks.find((name, FIRST, party)).unwrap().deadline;
    (deadline.due(), deadline.is_provisional())
}

/// The copy received on 2026-12-21: fifteen days end on 2027-01-05.
fn sued() -> Play {
    let play = Play::on("2026-12-22").does(register(suit("2026-12-14")));
    play.does(copy(FIRST, BUREAU, "2026-12-21"))
}

#[test]
fn r_cal_7_the_days_for_an_answer_move_when_the_year_is_announced() {
    let play = sued();
    assert_eq!(due(&play, ClockName::Answer, Some(BUREAU)), (Some(d("2027-01-05")), true));

    let play = announced(play, &["2027-01-05"]).does(Command::Recount);
    assert_eq!(due(&play, ClockName::Answer, Some(BUREAU)), (Some(d("2027-01-06")), false));
    let event = play.events.last().unwrap();
    let Fact::DeadlinesRecounted(said) = &event.fact else { panic!("{event:?}") };
    assert!(said.before.iter().all(|clock| clock.deadline.is_provisional()));
    assert_eq!(said.before.len(), event.clocks.len());
    assert_eq!(said.because.iter().map(|year| year.year).collect::<Vec<_>>(), [2027]);
}

#[test]
fn r_cal_7_what_was_answered_does_not_move_and_an_expiry_follows_from_the_new_day() {
    let late = announced(sued(), &["2027-01-05"]).does(Command::Recount).today("2027-01-07");
    let late = late.does(Command::RecordAnswerExpiry(FIRST, BUREAU));
    let Fact::AnswerExpired(e) = &late.events.last().unwrap().fact else { panic!() };
    assert_eq!(e.on, d("2027-01-06"));

    let answered = sued().does(answer(BUREAU, "2026-12-22"));
    let before = due(&answered, ClockName::Answer, Some(BUREAU));
    let after = announced(answered, &["2027-01-05"]).does(Command::Recount);
    assert_eq!(due(&after, ClockName::Answer, Some(BUREAU)), before);
}

#[test]
fn r_cal_7_a_judgment_takes_effect_after_the_days_as_they_are_counted_anew() {
    let play = sued().does(judge(FIRST, "2026-12-22", Code::J01));
    let play = play.does(serve(FIRST, PLAINTIFF, "2026-12-22")).does(serve(FIRST, BUREAU, "2026-12-22"));
    let (appeal, effect) = (due(&play, ClockName::Appeal, Some(BUREAU)), due(&play, ClockName::Effect, None));
    assert_eq!((appeal, effect), ((Some(d("2027-01-06")), true), (Some(d("2027-01-06")), true)));

    let play = announced(play, &["2027-01-06"]).does(Command::Recount);
    let (appeal, effect) = (due(&play, ClockName::Appeal, Some(BUREAU)), due(&play, ClockName::Effect, None));
    assert_eq!((appeal, effect), ((Some(d("2027-01-07")), false), (Some(d("2027-01-07")), false)));
    let play = play.today("2027-01-08").does(take_effect(FIRST));
    let Fact::TookEffect(e) = &play.events.last().unwrap().fact else { panic!() };
    assert_eq!(e.on, d("2027-01-08"));
    assert_eq!(lawsuit::recount::recount(&play.lawsuit.clocks, &play.on), None);
}

#[test]
fn a_hea_2_a_tri_8_what_is_counted_back_from_a_hearing_asks_no_calendar() {
    for rule in [&law::NOTICE, &law::SUMMONS] {
        let run = |calendar: &Calendar| Deadline::run(rule, d("2027-01-11"), calendar);
        let shipped = Calendar::shipped();
        let other = rearranged(&shipped, ["2027-01-08", "2027-01-07", "2027-01-06"].map(d));
        assert!(run(&shipped).says_the_same(&run(&other)), "{}", rule.id());
    }
}
