use cqrs_es::test::TestFramework;
use kernel::actor::Actor;
use kernel::aggregate::Refusal as _;
use kernel::calendar::Calendar;
use kernel::day::day;
use kernel::spec::given;
use runtime::{Decider, Happened};

use super::*;
use crate::amendment::Reason;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn entry() -> OrganEntry {
    OrganEntry {
        code: OrganCode::try_from("610327-sfj".to_owned()).unwrap(),
        name: line("陇县司法局"),
        short_name: Some(line("县司法局")),
        kind: OrganKind::Department,
        area: Area::try_from("610327".to_owned()).unwrap(),
        credit_code: None,
        since: day(2024, 1, 1),
        predecessors: Vec::new(),
    }
}

fn name(name: &str, from: Day) -> OrganName {
    OrganName { name: line(name), short_name: None, from, basis: line("陇编发〔2025〕1号") }
}

fn end(on: Day) -> OrganEnd {
    OrganEnd { on, successor: None, basis: line("陇政发〔2026〕3号") }
}

fn registered() -> OrganEvent {
    OrganEvent::Registered(entry())
}

fn renamed() -> OrganEvent {
    OrganEvent::Renamed(name("陇县司法行政局", day(2025, 5, 1)))
}

fn abolished() -> OrganEvent {
    OrganEvent::Abolished(end(day(2026, 2, 1)))
}

fn amendment(entry: u64, reason: Reason) -> Amendment {
    Amendment { entry, reason, explanation: line("录入时看错一行") }
}

fn amend(entry: u64, fact: OrganFact) -> OrganCommand {
    OrganCommand::Amend(Amend { amendment: amendment(entry, Reason::EntryError), fact })
}

fn strike(entry: u64) -> OrganCommand {
    OrganCommand::Strike(amendment(entry, Reason::EntryError))
}

#[test]
fn an_organ_is_registered_once() {
    given::<Organ>([]).when(OrganCommand::Register(entry())).then([registered()]);
    given::<Organ>([registered()])
        .when(OrganCommand::Register(entry()))
        .refused(Refusal::AlreadyRegistered { name: line("陇县司法局") });
}

#[test]
fn what_is_not_registered_is_neither_renamed_nor_abolished() {
    given::<Organ>([])
        .when(OrganCommand::Rename(name("陇县司法行政局", day(2025, 5, 1))))
        .refused(Refusal::NotRegistered);
    given::<Organ>([]).when(OrganCommand::Abolish(end(day(2026, 2, 1)))).refused(Refusal::NotRegistered);
}

#[test]
fn an_organ_may_be_entered_a_year_ahead_and_no_further() {
    let today = day(2026, 3, 2);
    let latest = today.plus_days(366);
    given::<Organ>([])
        .when(OrganCommand::Register(OrganEntry { since: latest, ..entry() }))
        .then([OrganEvent::Registered(OrganEntry { since: latest, ..entry() })]);
    let since = latest.plus_days(1);
    given::<Organ>([]).when(OrganCommand::Register(OrganEntry { since, ..entry() })).refused(Refusal::TooFarAhead {
        field: "since",
        day: since,
        latest,
    });
}

#[test]
fn a_name_begins_after_the_entry_and_on_a_day_of_its_own() {
    let rename = |from| OrganCommand::Rename(name("陇县司法行政局", from));
    let since = day(2024, 1, 1);
    given::<Organ>([registered()]).when(rename(day(2023, 12, 31))).refused(Refusal::BeforeEntry {
        field: "from",
        day: day(2023, 12, 31),
        since,
    });
    given::<Organ>([registered()])
        .when(rename(since))
        .refused(Refusal::NamedThatDay { from: since, name: line("陇县司法局") });
    let next = day(2024, 1, 2);
    given::<Organ>([registered()]).when(rename(next)).then([OrganEvent::Renamed(name("陇县司法行政局", next))]);
    given::<Organ>([registered(), renamed()])
        .when(rename(day(2025, 5, 1)))
        .refused(Refusal::NamedThatDay { from: day(2025, 5, 1), name: line("陇县司法行政局") });
}

#[test]
fn an_earlier_name_may_be_entered_later() {
    let earlier = name("陇县法制局", day(2024, 9, 1));
    given::<Organ>([registered(), renamed()])
        .when(OrganCommand::Rename(earlier.clone()))
        .then([OrganEvent::Renamed(earlier)]);
}

#[test]
fn a_name_that_is_borne_already_is_no_new_name_but_a_new_short_name_is() {
    let same = name("陇县司法行政局", day(2025, 9, 1));
    given::<Organ>([registered(), renamed()])
        .when(OrganCommand::Rename(same.clone()))
        .refused(Refusal::BearsThatName { from: same.from, name: same.name.clone() });
    let shortened = OrganName { short_name: Some(line("县司法行政局")), ..same };
    given::<Organ>([registered(), renamed()])
        .when(OrganCommand::Rename(shortened.clone()))
        .then([OrganEvent::Renamed(shortened)]);
}

#[test]
fn an_abolished_organ_is_not_renamed_from_its_end_on() {
    let end = day(2026, 2, 1);
    let rename = |from| OrganCommand::Rename(name("陇县法制局", from));
    given::<Organ>([registered(), abolished()])
        .when(rename(day(2026, 1, 31)))
        .then([OrganEvent::Renamed(name("陇县法制局", day(2026, 1, 31)))]);
    for from in [end, day(2026, 2, 2)] {
        given::<Organ>([registered(), abolished()]).when(rename(from)).refused(Refusal::NamedAfterItsEnd { from, end });
    }
}

#[test]
fn an_organ_ends_once_and_after_it_began() {
    given::<Organ>([registered(), abolished()])
        .when(OrganCommand::Abolish(end(day(2026, 3, 1))))
        .refused(Refusal::AlreadyAbolished { on: day(2026, 2, 1) });
    let since = day(2024, 1, 1);
    given::<Organ>([registered()]).when(OrganCommand::Abolish(end(since))).refused(Refusal::BeforeEntry {
        field: "on",
        day: since,
        since,
    });
}

#[test]
fn an_abolition_may_be_announced_before_its_day() {
    let later = end(day(2026, 7, 1));
    given::<Organ>([registered()]).when(OrganCommand::Abolish(later.clone())).then([OrganEvent::Abolished(later)]);
}

#[test]
fn an_organ_is_neither_its_own_predecessor_nor_its_own_successor() {
    let own = organ_id(&entry().code);
    given::<Organ>([])
        .when(OrganCommand::Register(OrganEntry { predecessors: vec![own], ..entry() }))
        .refused(Refusal::ItsOwnKin { field: "predecessors" });
    given::<Organ>([registered()])
        .when(OrganCommand::Abolish(OrganEnd { successor: Some(own), ..end(day(2026, 2, 1)) }))
        .refused(Refusal::ItsOwnKin { field: "successor" });
}

#[test]
fn an_entry_is_amended_with_its_old_and_new_value() {
    let put_right = OrganEntry { name: line("陇县司法局（县依法治县办）"), ..entry() };
    given::<Organ>([registered(), renamed()]).when(amend(1, OrganFact::Entry(put_right.clone()))).then([
        OrganEvent::Amended(Amended {
            amendment: amendment(1, Reason::EntryError),
            on: day(2026, 3, 2),
            before: OrganFact::Entry(entry()),
            after: OrganFact::Entry(put_right),
        }),
    ]);
}

#[test]
fn an_amended_entry_counts_as_amended_in_later_decisions() {
    let amended = OrganEvent::Amended(Amended {
        amendment: amendment(3, Reason::AnnulledByAuthority),
        on: day(2026, 3, 2),
        before: OrganFact::End(end(day(2026, 2, 1))),
        after: OrganFact::End(end(day(2026, 5, 1))),
    });
    let rename = name("陇县法制局", day(2026, 4, 30));
    given::<Organ>([registered(), renamed(), abolished(), amended])
        .when(OrganCommand::Rename(rename.clone()))
        .then([OrganEvent::Renamed(rename)]);
}

#[test]
fn an_amendment_must_fit_the_rest_of_the_history() {
    let since = day(2025, 6, 1);
    given::<Organ>([registered(), renamed()])
        .when(amend(1, OrganFact::Entry(OrganEntry { since, ..entry() })))
        .refused(Refusal::BeforeEntry { field: "from", day: day(2025, 5, 1), since });
}

#[test]
fn an_amendment_changes_something_keeps_the_key_and_the_kind_of_fact() {
    let other = OrganCode::try_from("610327-fzj".to_owned()).unwrap();
    let history = || given::<Organ>([registered(), renamed()]);
    history().when(amend(1, OrganFact::Entry(entry()))).refused(Refusal::NothingChanges);
    history().when(amend(1, OrganFact::Entry(OrganEntry { code: other, ..entry() }))).refused(Refusal::KeyIsFixed);
    history().when(amend(2, OrganFact::End(end(day(2026, 2, 1))))).refused(Refusal::AnotherKindOfFact { entry: 2 });
    history().when(amend(3, OrganFact::Entry(entry()))).refused(Refusal::NoSuchEntry { entry: 3 });
}

#[test]
fn what_was_entered_by_mistake_no_longer_counts() {
    let struck = OrganEvent::Struck(Struck {
        amendment: amendment(2, Reason::EntryError),
        on: day(2026, 3, 2),
        before: OrganFact::End(end(day(2026, 2, 1))),
    });
    given::<Organ>([registered(), abolished()]).when(strike(2)).then([struck.clone()]);
    given::<Organ>([registered(), abolished(), struck.clone()])
        .when(strike(2))
        .refused(Refusal::NoSuchEntry { entry: 2 });
    let again = end(day(2026, 4, 1));
    given::<Organ>([registered(), abolished(), struck])
        .when(OrganCommand::Abolish(again.clone()))
        .then([OrganEvent::Abolished(again)]);
}

#[test]
fn an_organ_entered_by_mistake_is_struck_last_and_can_be_entered_again() {
    given::<Organ>([registered(), renamed()]).when(strike(1)).refused(Refusal::NotRegistered);
    let struck = OrganEvent::Struck(Struck {
        amendment: amendment(1, Reason::EntryError),
        on: day(2026, 3, 2),
        before: OrganFact::Entry(entry()),
    });
    given::<Organ>([registered()]).when(strike(1)).then([struck.clone()]);
    given::<Organ>([registered(), struck]).when(OrganCommand::Register(entry())).then([registered()]);
}

#[test]
fn a_new_fact_strikes_nothing() {
    given::<Organ>([registered()])
        .when(OrganCommand::Strike(amendment(1, Reason::NewFact)))
        .refused(Refusal::NewFactStrikesNothing);
}

#[test]
fn a_refusal_names_code_field_and_the_clashing_day() {
    let refusal = Refusal::NamedAfterItsEnd { from: day(2026, 2, 1), end: day(2026, 2, 1) };
    assert_eq!((refusal.code().as_str(), refusal.field()), ("NamedAfterItsEnd", Some("from")));
    assert_eq!(refusal.to_string(), "该机关自2026-02-01起已撤销，不能自2026-02-01起更名，请核对日期");
}

#[test]
fn a_code_is_written_in_small_letters_digits_and_hyphens() {
    for wrong in ["", "610327-SFJ", "610327 sfj", "司法局", &"a".repeat(41)] {
        assert_eq!(OrganCode::try_from(wrong.to_owned()), Err(OrganCodeError(wrong.to_owned())));
    }
}

#[test]
fn the_test_framework_of_cqrs_es_runs_on_an_organ() {
    let occasion = || kernel::aggregate::Occasion {
        today: day(2026, 3, 2),
        actor: Actor::person("tester", "测试员"),
        calendar: std::sync::Arc::new(Calendar::shipped()),
    };
    let framework = || TestFramework::<Decider<Organ>>::with(occasion());
    framework()
        .given_no_previous_events()
        .when(OrganCommand::Register(entry()))
        .then_expect_events(vec![Happened(registered())]);
    framework()
        .given(vec![Happened(registered())])
        .and(vec![Happened(abolished())])
        .when(OrganCommand::Abolish(end(day(2026, 3, 1))))
        .then_expect_error(Refusal::AlreadyAbolished { on: day(2026, 2, 1) });
}
