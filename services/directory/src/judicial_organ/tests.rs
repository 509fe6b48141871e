use kernel::day::day;
use kernel::spec::given;

use super::*;
use crate::amendment::Reason;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn code(text: &str) -> JudicialCode {
    JudicialCode::try_from(text.to_owned()).unwrap()
}

fn court() -> JudicialOrganEntry {
    JudicialOrganEntry {
        code: code("陕0327"),
        name: line("陇县人民法院"),
        kind: JudicialKind::Court,
        level: JudicialLevel::Basic,
        area: Area::try_from("610327".to_owned()).unwrap(),
        since: day(2024, 1, 1),
    }
}

fn registered() -> JudicialOrganEvent {
    JudicialOrganEvent::Registered(court())
}

#[test]
fn a_court_is_registered_once() {
    given::<JudicialOrgan>([]).when(JudicialOrganCommand::Register(court())).then([registered()]);
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Register(court()))
        .refused(Refusal::AlreadyRegistered { name: line("陇县人民法院") });
}

#[test]
fn the_code_of_a_court_tells_its_level_and_that_of_a_procuratorate_its_area() {
    use JudicialKind::{Court, Procuratorate};
    use JudicialLevel::{Basic, High, Intermediate, Supreme};
    let register = |text: &str, kind, level| {
        JudicialOrganCommand::Register(JudicialOrganEntry { code: code(text), kind, level, ..court() })
    };
    for (text, kind, level) in [
        ("最高法", Court, Supreme),
        ("陕", Court, High),
        ("陕03", Court, Intermediate),
        ("陕7102", Court, Basic),
        ("610327-jc", Procuratorate, Basic),
        ("610300-jc", Procuratorate, Intermediate),
    ] {
        assert!(given::<JudicialOrgan>([]).when(register(text, kind, level)).outcome().is_ok(), "{text}");
    }
    for (text, kind, level) in [
        ("陕0327", Court, Intermediate),
        ("陕", Court, Supreme),
        ("最高法", Court, High),
        ("陕0327", Procuratorate, Basic),
        ("610327-jc", Court, Basic),
    ] {
        let refusal = Refusal::CodeOfAnotherLevel { code: text.to_owned() };
        given::<JudicialOrgan>([]).when(register(text, kind, level)).refused(refusal);
    }
}

#[test]
fn what_is_no_code_is_not_taken_for_one() {
    for text in ["", "陕032", "S0327", "陕0327初", "61032-jc", "-jc", "610327-fy"] {
        assert_eq!(JudicialCode::try_from(text.to_owned()), Err(JudicialCodeError(text.to_owned())));
    }
}

#[test]
fn a_court_is_renamed_and_ends_as_any_organ_does() {
    let name = JudicialOrganName {
        name: line("陇州人民法院"), from: day(2025, 1, 1), basis: line("法编〔2024〕9号")
    };
    let end = JudicialOrganEnd { on: day(2025, 1, 1), successor: None, basis: line("法编〔2024〕9号") };
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Rename(name.clone()))
        .then([JudicialOrganEvent::Renamed(name.clone())]);
    given::<JudicialOrgan>([registered(), JudicialOrganEvent::Abolished(end.clone())])
        .when(JudicialOrganCommand::Rename(name))
        .refused(Refusal::NamedAfterItsEnd { from: day(2025, 1, 1), end: day(2025, 1, 1) });
    let by_itself = JudicialOrganEnd { successor: Some(judicial_organ_id(&court().code)), ..end };
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Abolish(by_itself))
        .refused(Refusal::ItsOwnKin { field: "successor" });
}

#[test]
fn a_wrong_entry_is_amended_and_a_mistaken_one_struck() {
    let amendment = || Amendment { entry: 1, reason: Reason::EntryError, explanation: line("种类选错") };
    let on = day(2026, 3, 2);
    let after = JudicialOrganFact::Entry(JudicialOrganEntry { since: day(2023, 1, 1), ..court() });
    let before = JudicialOrganFact::Entry(court());
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Amend(Amend { amendment: amendment(), fact: after.clone() }))
        .then([JudicialOrganEvent::Amended(Amended { amendment: amendment(), on, before: before.clone(), after })]);
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Strike(amendment()))
        .then([JudicialOrganEvent::Struck(Struck { amendment: amendment(), on, before })]);
}

#[test]
fn an_amendment_does_not_turn_a_court_into_a_procuratorate() {
    let amendment = Amendment { entry: 1, reason: Reason::EntryError, explanation: line("种类选错") };
    let fact = JudicialOrganFact::Entry(JudicialOrganEntry { kind: JudicialKind::Procuratorate, ..court() });
    given::<JudicialOrgan>([registered()])
        .when(JudicialOrganCommand::Amend(Amend { amendment, fact }))
        .refused(Refusal::CodeOfAnotherLevel { code: "陕0327".to_owned() });
}
