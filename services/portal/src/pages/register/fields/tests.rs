use kernel::day::day;

use super::*;

fn desk() -> Desk {
    Desk { organs: Vec::new(), government: None, area: "610327".to_owned(), today: day(2026, 3, 2) }
}

fn form(applicants: usize, chosen: &str) -> Entered {
    let rows = (1..=applicants).map(|n| format!("&applicant.{n}.name=甲{n}&applicant.{n}.kind=Citizen"));
    Entered::read(format!("applicant.rows={applicants}{}{chosen}", rows.collect::<String>()).as_bytes())
}

fn received(entered: &Entered) -> Reception {
    read(&mut Reader::new(entered, day(2026, 3, 2)), &desk(), &[])
}

#[test]
fn r_app_10_more_than_five_applicants_are_asked_who_speaks_for_them() {
    let asked = |count: usize| {
        let sections = sections(&desk(), &form(count, ""), &BTreeMap::new(), &[]);
        let fields = sections.into_iter().flat_map(|section| section.fields);
        fields.filter(|field| field.name == "representatives").map(|field| field.options.len()).sum::<usize>()
    };
    assert_eq!((asked(5), asked(6)), (0, 6));
    let named = |count: usize| received(&form(count, "&representatives=2&representatives=6")).representatives;
    assert_eq!((named(6), named(5)), (vec![2, 6], vec![]));
    assert_eq!(received(&form(6, "")).representatives, Vec::<u32>::new(), "nobody is made one unasked");
}

#[test] // R-APP-3
fn whether_the_remedies_were_told_is_not_clear_until_somebody_says_so() {
    let told = |chosen: &str| {
        let act = received(&form(1, chosen)).act.unwrap();
        (act.remedies_told, act.remedies_unclear)
    };
    assert_eq!(told(""), (false, true));
    assert_eq!(told("&act.remedies_told=Unknown"), (false, true));
    assert_eq!(told("&act.remedies_told=No"), (false, false));
    assert_eq!(told("&act.remedies_told=Yes"), (true, false));
}
