use std::sync::Arc;

use kernel::spec::rearranged;

use crate::clocks::Origin;
use crate::samples::*;
use crate::suggestion::issue::Kind;
use crate::suggestion::{Command, Fact};

fn announced(mut play: Play, days: &[&str]) -> Play {
    play.on.calendar = Arc::new(rearranged(&play.on.calendar, days.iter().map(|day| d(day))));
    play
}

fn due(play: &Play) -> (String, bool) {
    let clock = play.suggestion.clocks.find(FIRST).unwrap();
    (clock.due().to_string(), clock.deadline.is_provisional())
}

/// Received on 2026-11-26: two months end on 2027-01-26.
fn received() -> Play {
    Play::on("2026-11-27").does(register(Kind::Governance, "2026-11-26"))
}

#[test]
fn r_cal_7_a_reply_is_due_by_the_year_as_it_is_announced() {
    let play = received();
    assert_eq!(due(&play), ("2027-01-26".to_owned(), true));
    let play = announced(play, &["2027-01-26"]).does(Command::Recount);
    assert_eq!(due(&play), ("2027-01-27".to_owned(), false));

    let event = play.events.last().unwrap();
    let Fact::DeadlinesRecounted(said) = &event.fact else { panic!("{event:?}") };
    assert_eq!(said.before[0].due(), d("2027-01-26"));
    assert_eq!(said.because.iter().map(|year| year.year).collect::<Vec<_>>(), [2027]);
    assert_eq!(event.standings.len(), 1);
    let clock = play.suggestion.clocks.find(FIRST).unwrap();
    assert_eq!(clock.original_due, d("2027-01-27"), "it was never extended");

    let told = play.events.len();
    assert_eq!(play.does(Command::Recount).events.len(), told);
}

#[test]
fn r_cal_7_what_was_replied_to_does_not_move() {
    let play = received().does(delivered(FIRST, "2026-11-27"));
    let told = play.events.len();
    assert_eq!(announced(play, &["2027-01-26"]).does(Command::Recount).events.len(), told);
}

#[test]
fn s_com_2_an_extension_of_working_days_ends_with_them() {
    let play = received().does(extend(FIRST, "2026-11-27", "3个工作日"));
    assert_eq!(due(&play), ("2027-01-29".to_owned(), true));
    let play = announced(play, &["2027-01-28"]).does(Command::Recount);
    assert_eq!(due(&play), ("2027-02-01".to_owned(), false));
    assert_eq!(play.suggestion.clocks.find(FIRST).unwrap().original_due, d("2027-01-26"));
}

#[test]
fn s_com_1_of_law_and_letter_the_earlier_counts_as_the_year_is_announced() {
    let mut paper = letter(Kind::Governance, "2026-11-26");
    paper.limit = Some(limit("2027-01-24"));
    let play = Play::on("2026-11-27").does(registration(paper, &[Some("2026-11-26")]));
    let clock = play.suggestion.clocks.find(FIRST).unwrap();
    assert_eq!((due(&play), clock.origin), (("2027-01-25".to_owned(), true), Origin::Letter));

    let play = announced(play, &["2027-01-25"]).does(Command::Recount);
    let clock = play.suggestion.clocks.find(FIRST).unwrap();
    assert_eq!((due(&play), clock.origin), (("2027-01-26".to_owned(), false), Origin::Statute), "both end that day");
    assert_eq!(clock.other, None);
}
