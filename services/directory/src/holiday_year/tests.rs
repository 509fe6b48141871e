use kernel::calendar::{Arrangement as Arranged, CalendarError, Fault};
use kernel::day::day;
use kernel::spec::{Given, given};

use super::*;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn holiday(month: i8, d: i8) -> ArrangedDay {
    ArrangedDay { day: day(2027, month, d), arrangement: Arranged::Holiday, name: "节日".to_owned() }
}

/// A year as short as can be.
fn days() -> Vec<ArrangedDay> {
    [(1, 1), (5, 1), (10, 1)].map(|(month, d)| holiday(month, d)).to_vec()
}

fn notice(published_on: Day) -> Notice {
    Notice { published_on, document: line("国务院办公厅关于2027年部分节假日安排的通知") }
}

fn announce() -> Announce {
    Announce { year: 2027, notice: notice(day(2026, 11, 3)), days: days() }
}

fn announced() -> HolidayYearEvent {
    HolidayYearEvent::Announced { year: 2027, notice: notice(day(2026, 11, 3)), days: days() }
}

fn amend(days: Vec<ArrangedDay>, published_on: Day) -> AmendYear {
    AmendYear {
        notice: notice(published_on), reason: Reason::NewFact, explanation: line("国务院办公厅调整"), days
    }
}

/// What has happened, in December 2026.
fn in_december(history: impl IntoIterator<Item = HolidayYearEvent>) -> Given<HolidayYear> {
    given::<HolidayYear>(history).on(day(2026, 12, 1))
}

#[test]
fn a_year_is_announced_once() {
    in_december([]).when(HolidayYearCommand::Announce(announce())).then([announced()]);
    in_december([announced()])
        .when(HolidayYearCommand::Announce(announce()))
        .refused(Refusal::AlreadyAnnounced { year: 2027 });
}

#[test]
fn the_days_are_kept_in_order_whatever_order_they_came_in() {
    let mut backwards = days();
    backwards.reverse();
    in_december([]).when(HolidayYearCommand::Announce(Announce { days: backwards, ..announce() })).then([announced()]);
}

#[test]
fn a_year_that_the_calendar_would_not_take_is_refused_in_its_words() {
    let mut twice = days();
    twice.push(holiday(10, 1));
    let refused = |days, fault| {
        in_december([])
            .when(HolidayYearCommand::Announce(Announce { days, ..announce() }))
            .refused(Refusal::Days(CalendarError { line: 0, fault }));
    };
    refused(twice, Fault::Twice(day(2027, 10, 1)));
    refused(Vec::new(), Fault::Incomplete(day(2027, 1, 1)));
}

#[test]
fn a_notice_is_published_in_its_year_or_the_one_before_and_not_in_the_future() {
    let published =
        |published_on| HolidayYearCommand::Announce(Announce { notice: notice(published_on), ..announce() });
    let too_early = day(2025, 12, 31);
    in_december([])
        .when(published(too_early))
        .refused(Refusal::PublishedInAnotherYear { year: 2027, published_on: too_early });
    let tomorrow = day(2026, 12, 2);
    in_december([]).when(published(tomorrow)).refused(Refusal::NotYetCome {
        field: "published_on",
        day: tomorrow,
        today: day(2026, 12, 1),
    });
}

#[test]
fn only_an_announced_year_is_amended() {
    let amend = amend(days(), day(2026, 12, 1));
    in_december([]).when(HolidayYearCommand::Amend(amend)).refused(Refusal::NotAnnounced);
}

#[test]
fn an_amendment_says_what_it_amends_and_what_held_before() {
    let mut more = days();
    more.insert(1, holiday(2, 8));
    let published_on = day(2026, 12, 1);
    in_december([announced()]).when(HolidayYearCommand::Amend(amend(more.clone(), published_on))).then([
        HolidayYearEvent::Amended {
            year: 2027,
            notice: notice(published_on),
            amendment: Amendment { entry: 1, reason: Reason::NewFact, explanation: line("国务院办公厅调整") },
            on: day(2026, 12, 1),
            before: days(),
            days: more,
        },
    ]);
}

#[test]
fn an_amendment_changes_something() {
    let amend = amend(days(), day(2026, 11, 3));
    in_december([announced()]).when(HolidayYearCommand::Amend(amend)).refused(Refusal::NothingChanges);
}

#[test]
fn a_new_notice_is_not_older_than_the_one_it_amends_but_a_wrongly_entered_day_is_put_right() {
    let earlier = day(2026, 11, 2);
    let older = amend(days(), earlier);
    in_december([announced()])
        .when(HolidayYearCommand::Amend(older.clone()))
        .refused(Refusal::PublishedBeforeTheFirst { published_on: earlier, earlier: day(2026, 11, 3) });
    let put_right = HolidayYearCommand::Amend(AmendYear { reason: Reason::EntryError, ..older });
    assert!(in_december([announced()]).when(put_right).outcome().is_ok());
}
