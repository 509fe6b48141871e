use kernel::day::day;
use kernel::spec::given;

use super::*;
use crate::amendment::Reason;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn person() -> Person {
    Person { name: line("张示例"), on: day(2024, 1, 1) }
}

fn bureau() -> Id<Organ> {
    Id::named("Organ", "610327-sfj")
}

/// Head of the bureau from a day, to a day or for good.
fn head(from: Day, to: Option<Day>) -> Appointment {
    Appointment {
        organ: bureau(),
        post: line("局长"),
        level: PostLevel::Principal,
        from,
        to,
        in_charge_of: None,
        basis: None,
    }
}

fn registered() -> OfficialEvent {
    OfficialEvent::Registered(person())
}

/// The second event of the histories below: head of the bureau since 2024-01-01.
fn appointed() -> OfficialEvent {
    OfficialEvent::Appointed(head(day(2024, 1, 1), None))
}

fn ended(to: Day) -> OfficialEvent {
    OfficialEvent::Ended(AppointmentEnd { entry: 2, to, basis: None })
}

fn end(entry: u64, to: Day) -> OfficialCommand {
    OfficialCommand::End(AppointmentEnd { entry, to, basis: None })
}

fn amendment(entry: u64) -> Amendment {
    Amendment { entry, reason: Reason::EntryError, explanation: line("录入时看错一行") }
}

#[test]
fn a_person_is_registered_once_and_not_in_the_future() {
    given::<Official>([]).when(OfficialCommand::Register(person())).then([registered()]);
    given::<Official>([registered()])
        .when(OfficialCommand::Register(person()))
        .refused(Refusal::AlreadyRegistered { name: line("张示例") });
    let tomorrow = day(2026, 3, 3);
    given::<Official>([])
        .when(OfficialCommand::Register(Person { on: tomorrow, ..person() }))
        .refused(Refusal::NotYetCome { field: "on", day: tomorrow, today: day(2026, 3, 2) });
}

#[test]
fn only_a_registered_person_is_appointed() {
    given::<Official>([]).when(OfficialCommand::Appoint(head(day(2024, 1, 1), None))).refused(Refusal::NotRegistered);
    given::<Official>([registered()]).when(OfficialCommand::Appoint(head(day(2024, 1, 1), None))).then([appointed()]);
}

#[test]
fn an_appointment_may_be_announced_before_its_day() {
    let next_month = head(day(2026, 4, 1), None);
    given::<Official>([registered()])
        .when(OfficialCommand::Appoint(next_month.clone()))
        .then([OfficialEvent::Appointed(next_month)]);
    let (day, latest) = (day(2027, 3, 4), day(2027, 3, 3));
    given::<Official>([registered()]).when(OfficialCommand::Appoint(head(day, None))).refused(Refusal::TooFarAhead {
        field: "from",
        day,
        latest,
    });
}

#[test]
fn an_appointment_lasts_at_least_its_first_day() {
    let from = day(2025, 6, 1);
    let one_day = head(from, Some(from));
    given::<Official>([registered()])
        .when(OfficialCommand::Appoint(one_day.clone()))
        .then([OfficialEvent::Appointed(one_day)]);
    let to = day(2025, 5, 31);
    given::<Official>([registered()])
        .when(OfficialCommand::Appoint(head(from, Some(to))))
        .refused(Refusal::EndsBeforeItBegins { from, to });
}

#[test]
fn one_person_does_not_hold_one_post_twice_on_a_day() {
    let clash = |to| Refusal::HoldsThatPost { post: line("局长"), from: day(2024, 1, 1), to };
    let again = |from| OfficialCommand::Appoint(head(from, None));
    given::<Official>([registered(), appointed()]).when(again(day(2026, 1, 1))).refused(clash(None));
    let last = day(2025, 12, 31);
    let history = || given::<Official>([registered(), appointed(), ended(last)]);
    history().when(again(last)).refused(clash(Some(last)));
    let next = head(day(2026, 1, 1), None);
    history().when(OfficialCommand::Appoint(next.clone())).then([OfficialEvent::Appointed(next)]);
    let before = head(day(2023, 1, 1), Some(day(2024, 1, 1)));
    history().when(OfficialCommand::Appoint(before)).refused(clash(Some(last)));
}

#[test]
fn another_post_or_another_organ_may_be_held_besides() {
    let deputy = Appointment { post: line("副局长"), level: PostLevel::Deputy, ..head(day(2025, 1, 1), None) };
    let elsewhere = Appointment { organ: Id::named("Organ", "610327-xzf"), ..head(day(2025, 1, 1), None) };
    for besides in [deputy, elsewhere] {
        given::<Official>([registered(), appointed()])
            .when(OfficialCommand::Appoint(besides.clone()))
            .then([OfficialEvent::Appointed(besides)]);
    }
}

#[test]
fn ji_2020_2_who_counts_for_what_they_share_charge_of_names_it() {
    for level in [PostLevel::DeputyRank, PostLevel::OtherInCharge] {
        let silent = Appointment { level, ..head(day(2025, 1, 1), None) };
        given::<Official>([registered()])
            .when(OfficialCommand::Appoint(silent.clone()))
            .refused(Refusal::InChargeOfNothing);
        let named = Appointment { in_charge_of: Some(line("行政复议")), ..silent };
        given::<Official>([registered()])
            .when(OfficialCommand::Appoint(named.clone()))
            .then([OfficialEvent::Appointed(named)]);
    }
}

#[test]
fn an_appointment_ends_once_on_or_after_its_first_day() {
    let first = day(2024, 1, 1);
    given::<Official>([registered(), appointed()]).when(end(2, first)).then([ended(first)]);
    let to = day(2023, 12, 31);
    given::<Official>([registered(), appointed()])
        .when(end(2, to))
        .refused(Refusal::EndsBeforeItBegins { from: first, to });
    given::<Official>([registered(), appointed(), ended(first)])
        .when(end(2, day(2025, 1, 1)))
        .refused(Refusal::AlreadyEnded { to: first });
    given::<Official>([registered(), appointed()]).when(end(1, first)).refused(Refusal::NotAnAppointment { entry: 1 });
    given::<Official>([registered()]).when(end(2, first)).refused(Refusal::NoSuchEntry { entry: 2 });
}

#[test]
fn a_mistaken_end_is_taken_back_by_amending_the_appointment() {
    let to = day(2025, 12, 31);
    let [before, after] = [Some(to), None].map(|to| OfficialFact::Appointment(head(day(2024, 1, 1), to)));
    let amended =
        OfficialEvent::Amended(Amended { amendment: amendment(2), on: day(2026, 3, 2), before, after: after.clone() });
    given::<Official>([registered(), appointed(), ended(to)])
        .when(OfficialCommand::Amend(Amend { amendment: amendment(2), fact: after }))
        .then([amended.clone()]);
    given::<Official>([registered(), appointed(), ended(to), amended])
        .when(end(2, day(2026, 1, 31)))
        .then([ended(day(2026, 1, 31))]);
}

#[test]
fn an_appointment_entered_by_mistake_no_longer_stands_in_the_way() {
    let struck = OfficialEvent::Struck(Struck {
        amendment: amendment(2),
        on: day(2026, 3, 2),
        before: OfficialFact::Appointment(head(day(2024, 1, 1), None)),
    });
    given::<Official>([registered(), appointed()]).when(OfficialCommand::Strike(amendment(2))).then([struck.clone()]);
    let right = head(day(2025, 1, 1), None);
    given::<Official>([registered(), appointed(), struck])
        .when(OfficialCommand::Appoint(right.clone()))
        .then([OfficialEvent::Appointed(right)]);
}

#[test]
fn a_person_with_posts_is_not_struck() {
    given::<Official>([registered(), appointed()])
        .when(OfficialCommand::Strike(amendment(1)))
        .refused(Refusal::NotRegistered);
}

#[test]
fn a_name_is_not_amended_to_an_appointment() {
    let fact = OfficialFact::Appointment(head(day(2024, 1, 1), None));
    given::<Official>([registered()])
        .when(OfficialCommand::Amend(Amend { amendment: amendment(1), fact }))
        .refused(Refusal::AnotherKindOfFact { entry: 1 });
}
