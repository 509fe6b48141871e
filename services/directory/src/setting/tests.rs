use kernel::day::day;
use kernel::spec::given;

use super::*;
use crate::amendment::Reason;

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn adoption(value: &str, from: Day) -> Adoption {
    Adoption {
        area: Area::try_from("610327".to_owned()).unwrap(),
        name: line("co_defendant_policy"),
        value: line(value),
        from,
        basis: line("陇法办发〔2026〕1号"),
    }
}

fn adopted() -> SettingEvent {
    SettingEvent::Adopted(adoption("each_counted", day(2025, 1, 1)))
}

fn amendment(entry: u64) -> Amendment {
    Amendment { entry, reason: Reason::EntryError, explanation: line("选错一项") }
}

#[test]
fn a_place_adopts_a_value_from_a_day_on() {
    let later = adoption("designated_satisfies_all", day(2026, 4, 1));
    given::<Setting>([adopted()]).when(SettingCommand::Adopt(later.clone())).then([SettingEvent::Adopted(later)]);
}

#[test]
fn a_setting_that_nobody_knows_is_refused_with_the_list() {
    let unknown = Adoption { name: line("codefendant_policy"), ..adoption("each_counted", day(2025, 1, 1)) };
    let Err(refusal) = given::<Setting>([]).when(SettingCommand::Adopt(unknown)).outcome() else {
        panic!("not refused")
    };
    assert!(matches!(&refusal, Refusal::UnknownSetting { name, .. } if name == "codefendant_policy"));
    assert!(refusal.to_string().contains("co_defendant_policy"), "{refusal}");
}

#[test]
fn a_value_outside_the_list_is_refused_with_the_list() {
    given::<Setting>([]).when(SettingCommand::Adopt(adoption("each", day(2025, 1, 1)))).refused(
        Refusal::ValueNotAllowed {
            name: "co_defendant_policy",
            title: "共同被告的出庭统计",
            value: "each".to_owned(),
            allowed: "designated_satisfies_all（商定的负责人出庭，各被告均计出庭）、each_counted（各被告分别计算）、\
                  court_notified_only（只计法院通知的被告）"
                .to_owned(),
        },
    );
}

#[test]
fn one_day_has_one_value() {
    given::<Setting>([adopted()])
        .when(SettingCommand::Adopt(adoption("court_notified_only", day(2025, 1, 1))))
        .refused(Refusal::AdoptedThatDay { from: day(2025, 1, 1), value: line("each_counted") });
}

#[test]
fn a_value_may_be_adopted_a_year_ahead_and_no_further() {
    let (day, latest) = (day(2027, 3, 4), day(2027, 3, 3));
    given::<Setting>([]).when(SettingCommand::Adopt(adoption("each_counted", day))).refused(Refusal::TooFarAhead {
        field: "from",
        day,
        latest,
    });
}

#[test]
fn a_stream_is_of_one_setting_of_one_place() {
    let elsewhere =
        Adoption { area: Area::try_from("610326".to_owned()).unwrap(), ..adoption("each_counted", day(2026, 1, 1)) };
    given::<Setting>([adopted()]).when(SettingCommand::Adopt(elsewhere.clone())).refused(Refusal::KeyIsFixed);
    given::<Setting>([adopted()])
        .when(SettingCommand::Amend(Amend { amendment: amendment(1), fact: elsewhere }))
        .refused(Refusal::KeyIsFixed);
}

#[test]
fn an_adoption_is_amended_or_struck() {
    let on = day(2026, 3, 2);
    let [before, after] = ["each_counted", "court_notified_only"].map(|value| adoption(value, day(2025, 1, 1)));
    given::<Setting>([adopted()])
        .when(SettingCommand::Amend(Amend { amendment: amendment(1), fact: after.clone() }))
        .then([SettingEvent::Amended(Amended { amendment: amendment(1), on, before: before.clone(), after })]);
    given::<Setting>([adopted()]).when(SettingCommand::Strike(amendment(1))).then([SettingEvent::Struck(Struck {
        amendment: amendment(1),
        on,
        before,
    })]);
}

#[test]
fn an_amendment_is_held_against_the_list_too() {
    let fact = adoption("each", day(2025, 1, 1));
    let outcome =
        given::<Setting>([adopted()]).when(SettingCommand::Amend(Amend { amendment: amendment(1), fact })).outcome();
    assert!(matches!(outcome, Err(Refusal::ValueNotAllowed { .. })), "{outcome:?}");
}
