use std::sync::Arc;

use super::*;
use crate::actor::Actor;
use crate::calendar::CalendarVersion;
use crate::day::day;
use crate::deadline::Deadline;
use crate::rules;
use crate::writing::Line;

/// A period of a rule: whether it runs, and whether it outlives its case.
#[derive(Debug, Clone, PartialEq)]
struct One {
    deadline: Deadline,
    runs: bool,
    outlives: bool,
}

impl Clock for One {
    type Key = bool;

    fn key(&self) -> bool {
        self.runs
    }

    fn is_withdrawn(&self) -> bool {
        false
    }

    fn withdrawn(&self) -> Self {
        self.clone()
    }

    fn is_running(&self) -> bool {
        self.runs
    }

    fn deadlines(&self) -> Vec<&Deadline> {
        vec![&self.deadline]
    }

    fn outlives_its_thing(&self) -> bool {
        self.outlives
    }

    fn keep(&mut self, _: &Self) {}
}

/// Sixty days from 2026-12-01 end on Saturday 2027-01-30.
fn one() -> One {
    let deadline = Deadline::run(rules::find("R-DEC-1").unwrap(), day(2026, 12, 1), &Calendar::shipped());
    One { deadline, runs: true, outlives: false }
}

fn clocks(clock: &One) -> Clocks<One> {
    let mut clocks = Clocks::default();
    clocks.take_up(std::slice::from_ref(clock));
    clocks
}

/// 2027 as its notice arranges it, which makes that Saturday a working day.
fn announced(version: u32) -> Calendar {
    let rows = "2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n2027-05-01,holiday,劳动节\n\
                2027-10-01,holiday,国庆节\n";
    let document = Line::try_from("国务院办公厅关于2027年部分节假日安排的通知".to_owned()).unwrap();
    let year = AnnouncedYear::parse(2027, 1, rows).unwrap();
    let year = year.published_by(Notice { published_on: day(2026, 12, 10), document });
    Calendar::shipped().announcing(year, CalendarVersion(version))
}

fn told(clock: &One, today: Day, calendar: Calendar) -> Option<(Recounted<One>, Vec<One>)> {
    let on = Occasion { today, actor: Actor::system("recount"), calendar: Arc::new(calendar) };
    let anew = |one: &One| Some(One { deadline: one.deadline.recomputed(&on.calendar).ok()?, ..one.clone() });
    recounted(&clocks(clock), anew, &on)
}

#[test]
fn r_cal_7_what_runs_into_a_year_is_counted_anew_when_that_is_announced() {
    let before = one();
    assert_eq!((before.deadline.due(), before.deadline.is_provisional()), (Some(day(2027, 2, 1)), true));

    let (said, after) = told(&before, day(2026, 12, 10), announced(5)).unwrap();
    assert_eq!((after[0].deadline.due(), after[0].deadline.is_provisional()), (Some(day(2027, 1, 30)), false));
    assert_eq!((said.on, said.before), (day(2026, 12, 10), vec![before]));
    let because: Vec<_> = said.because.iter().map(|year| (year.year, year.revision)).collect();
    assert_eq!(because, [(2027, 1)]);
    assert_eq!(said.because[0].notice.as_ref().map(|notice| notice.published_on), Some(day(2026, 12, 10)));
}

#[test]
fn r_cal_7_what_comes_out_the_same_is_not_told() {
    let calendar = announced(5);
    let deadline = one().deadline.recomputed(&calendar).unwrap();
    assert_eq!(told(&One { deadline, ..one() }, day(2026, 12, 10), calendar.clone()), None);

    let early = Deadline::run(rules::find("R-DEC-1").unwrap(), day(2026, 3, 2), &Calendar::shipped());
    assert_eq!(told(&One { deadline: early, ..one() }, day(2026, 3, 2), calendar), None);
}

#[test]
fn r_cal_7_what_has_ended_does_not_move() {
    assert_eq!(told(&One { runs: false, ..one() }, day(2026, 12, 10), announced(5)), None);
}

#[test]
fn r_cal_7_a_period_that_outlives_its_case_moves_until_its_last_day() {
    let suit = One { outlives: true, ..one() };
    assert!(told(&suit, day(2027, 2, 1), announced(5)).is_some());
    assert_eq!(told(&suit, day(2027, 2, 2), announced(5)), None);
    assert!(told(&one(), day(2027, 2, 2), announced(5)).is_some(), "an open case is late by the right day");
}

#[test]
fn an_arrangement_taken_back_restores_what_was() {
    let before = one();
    let (_, after) = told(&before, day(2026, 12, 10), announced(5)).unwrap();
    let (_, restored) =
        told(&after[0], day(2026, 12, 11), Calendar::new(CalendarVersion(6), Calendar::shipped().years().cloned()))
            .unwrap();
    assert!(restored[0].deadline.says_the_same(&before.deadline));
}
