use proto::Message;
use proto::directory::{self as messages, official_command, organ_command};
use runtime::Contract;

use crate::holiday_year::HolidayYear;
use crate::official::Official;
use crate::organ::Organ;

fn entry() -> messages::OrganEntry {
    messages::OrganEntry {
        code: "610327-sfj".to_owned(),
        name: "陇县司法局".to_owned(),
        kind: "Department".to_owned(),
        area: "610327".to_owned(),
        since: "2024-01-01".to_owned(),
        ..Default::default()
    }
}

/// What is said to a command to an organ that cannot be read.
fn said_to(command: organ_command::Command) -> String {
    let message = messages::OrganCommand { command: Some(command) };
    Organ::command(&message.encode_to_vec()).unwrap_err().to_string()
}

fn said_of(change: impl FnOnce(&mut messages::OrganEntry)) -> String {
    let mut entry = entry();
    change(&mut entry);
    said_to(organ_command::Command::Register(entry))
}

#[test]
fn every_wrong_field_is_named_with_its_remedy() {
    assert_eq!(said_of(|e| e.code = "SFJ".to_owned()).split('：').next(), Some("code"));
    assert_eq!(said_of(|e| e.name = " ".to_owned()), "name：不能为空，请填写");
    assert_eq!(said_of(|e| e.kind = "Bureau".to_owned()).split('：').next(), Some("kind"));
    assert!(said_of(|e| e.kind = "Bureau".to_owned()).contains("Department"));
    assert!(said_of(|e| e.area = "陇县".to_owned()).contains("610327"));
    assert!(said_of(|e| e.credit_code = "11610327000000000X".to_owned()).starts_with("credit_code："));
    assert_eq!(said_of(|e| e.since = String::new()), "since：缺少日期，请写成 2024-09-25 这样的形式");
    assert_eq!(said_of(|e| e.since = "2025-02-29".to_owned()).split('：').next(), Some("since"));
    assert!(said_of(|e| e.predecessors = vec![vec![0; 16]]).starts_with("predecessors："));
}

#[test]
fn an_amendment_names_its_entry_and_brings_what_should_have_been_entered() {
    let amend = |amendment, fact| said_to(organ_command::Command::Amend(messages::AmendOrgan { amendment, fact }));
    let amendment = |entry| messages::Amendment {
        entry,
        reason: "EntryError".to_owned(),
        explanation: "录入时看错一行".to_owned(),
    };
    let fact = || Some(messages::OrganFact { fact: Some(messages::organ_fact::Fact::Entry(entry())) });
    assert!(amend(None, fact()).starts_with("amendment："));
    assert!(amend(Some(amendment(0)), fact()).starts_with("amendment.entry："));
    assert!(amend(Some(amendment(1)), None).starts_with("fact："));
    let silent = messages::Amendment { explanation: String::new(), ..amendment(1) };
    assert!(amend(Some(silent), fact()).starts_with("amendment.explanation："));
}

#[test]
fn an_appointment_may_leave_open_what_is_not_known_and_nothing_else() {
    let appointment = messages::Appointment {
        organ: vec![7; 16],
        post: "局长".to_owned(),
        level: "Principal".to_owned(),
        from: "2024-01-01".to_owned(),
        ..Default::default()
    };
    let read = |appointment| {
        let command = Some(official_command::Command::Appoint(appointment));
        Official::command(&messages::OfficialCommand { command }.encode_to_vec())
    };
    assert!(read(appointment.clone()).is_ok());
    let nowhere = messages::Appointment { organ: Vec::new(), ..appointment.clone() };
    assert!(read(nowhere).unwrap_err().to_string().starts_with("organ："));
    let nothing = messages::Appointment { post: String::new(), ..appointment };
    assert!(read(nothing).unwrap_err().to_string().starts_with("post："));
}

#[test]
fn a_holiday_is_read_by_the_rules_of_the_calendars_files() {
    let said = |day: &str, kind: &str, name: &str| {
        let days = vec![messages::HolidayDay { day: day.to_owned(), kind: kind.to_owned(), name: name.to_owned() }];
        let announce = messages::AnnounceHolidayYear {
            year: 2027,
            published_on: "2026-11-03".to_owned(),
            notice: "通知".to_owned(),
            days,
        };
        let command = Some(messages::holiday_year_command::Command::Announce(announce));
        HolidayYear::command(&messages::HolidayYearCommand { command }.encode_to_vec())
            .map_err(|wrong| wrong.to_string())
    };
    assert!(said("2027-01-01", "holiday", "元旦").is_ok());
    for (day, kind, name) in [
        ("2027-02-29", "holiday", "春节"),
        ("2027-01-01", "rest", "元旦"),
        ("2027-01-01", "holiday", ""),
        ("2027-01-01", "holiday", "元旦,春节"),
        ("2027-01-01", "holiday", "元\n旦"),
    ] {
        let said = said(day, kind, name).unwrap_err();
        assert!(said.starts_with("days：第1天："), "{said}");
    }
}

#[test]
fn an_empty_message_and_one_of_a_newer_version_are_sent_back() {
    assert!(Organ::command(&[]).unwrap_err().to_string().contains("升级"));
    // Field 99 of the oneof, which no version up to now has.
    let newer = [0x9a, 0x06, 0x02, 0x0a, 0x00];
    assert!(Organ::command(&newer).unwrap_err().to_string().contains("升级"));
    assert!(Organ::read(&newer).unwrap_err().to_string().contains("升级"));
    assert!(Organ::read(&[0xff]).is_err());
}
