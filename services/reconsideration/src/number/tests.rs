use super::*;
use crate::samples::{d, line, occasion};

fn taking(existing: Option<&str>) -> NumberTaking {
    NumberTaking {
        series: Series::Receipt,
        area: "610327".to_owned().try_into().unwrap(),
        year: 2024,
        template: line("陇政复"),
        existing: existing.map(line),
        on: d("2024-03-04"),
    }
}

fn take(register: &mut NumberRegister, existing: Option<&str>) -> Result<NumberTaken, Refusal> {
    let events = register.decide(RegisterCommand::Take(taking(existing)), &occasion("2024-03-04"))?;
    let RegisterEvent::Taken(taken) = &events[0];
    *register = std::mem::take(register).evolve(&events[0]);
    Ok(taken.clone())
}

#[test]
fn numbers_follow_one_another() {
    let mut register = NumberRegister::default();
    let taken = [(); 3].map(|()| take(&mut register, None).unwrap().number.text.to_string());
    assert_eq!(taken, ["陇政复〔2024〕1号", "陇政复〔2024〕2号", "陇政复〔2024〕3号"]);
}

#[test]
fn a_number_that_a_paper_bears_takes_its_place_and_the_numbers_before_it_are_named() {
    let mut register = NumberRegister::default();
    let taken = take(&mut register, Some("陇政复[2024]12号")).unwrap();
    assert_eq!((taken.number.text.as_str(), taken.skipped), ("陇政复〔2024〕12号", Some((1, 11))));
    assert_eq!(take(&mut register, None).unwrap().number.ordinal, Some(13));
    assert_eq!(take(&mut register, Some("陇政复〔2024〕7号")).unwrap().skipped, None, "it was passed over");
    for taken in ["陇政复〔2024〕7号", "陇政复〔2024〕12号", "陇政复〔2024〕13号"] {
        assert_eq!(take(&mut register, Some(taken)), Err(Refusal::NumberTaken { number: line(taken) }));
    }
    assert_eq!(take(&mut register, None).unwrap().number.ordinal, Some(14), "a passed-over number is never given out");
}

#[test]
fn a_number_of_another_form_stands_outside_the_count_and_is_taken_once() {
    let mut register = NumberRegister::default();
    let taken = take(&mut register, Some("陇复字第8号")).unwrap();
    assert_eq!((taken.number.ordinal, taken.number.existing), (None, true));
    let again = Refusal::NumberTaken { number: line("陇复字第8号") };
    assert_eq!(take(&mut register, Some("陇复字第8号")), Err(again));
    assert_eq!(take(&mut register, None).unwrap().number.ordinal, Some(1));
}

#[test]
fn a_number_far_ahead_is_taken_for_a_slip() {
    let mut register = NumberRegister::default();
    let number = line("陇政复〔2024〕1001号");
    assert_eq!(take(&mut register, Some(number.as_str())), Err(Refusal::NumberFarAhead { number, last: 0 }));
    assert!(take(&mut register, Some("陇政复〔2024〕1000号")).is_ok());
}

#[test]
fn each_series_area_and_year_has_a_register_of_its_own() {
    let (plain, mut other) = (taking(None), taking(None));
    assert_eq!(plain.register(), other.register());
    other.year = 2025;
    assert_ne!(plain.register(), other.register());
    other = NumberTaking { series: Series::Decision, ..taking(None) };
    assert_ne!(plain.register(), other.register());
}

#[test]
fn a_number_of_another_year_belongs_to_that_years_register() {
    let request = |existing: Option<&str>| NumberRequest {
        area: "610327".to_owned().try_into().unwrap(),
        template: None,
        existing: existing.map(line),
    };
    assert_eq!(request(None).year(d("2024-01-02")), 2024);
    assert_eq!(request(Some("陇政复（2023）40号")).year(d("2024-01-02")), 2023);
    assert_eq!(request(Some("陇复字第8号")).year(d("2024-01-02")), 2024);
}
