use kernel::day::day;
use proto::common::Choice;

use super::*;

fn field(name: &str, title: &str, kind: &str, value: &str, choices: &[(&str, &str)]) -> AmendableField {
    let [field, title, value, kind] = [name, title, value, kind].map(str::to_owned);
    let choices = choices.iter().map(|(word, title)| Choice { word: (*word).to_owned(), title: (*title).to_owned() });
    AmendableField { field, title, value, kind, choices: choices.collect() }
}

const KINDS: [(&str, &str); 2] = [("Maintain", "维持"), ("Revoke", "撤销")];
const CAUSES: [(&str, &str); 2] = [("FactsUnclear", "主要事实不清、证据不足"), ("Procedure", "违反法定程序")];

/// An application, and the decision about it.
fn entries() -> Vec<Entry> {
    let entry = |entry: i64, title: &str, fields| {
        let [event, title, on] = ["", title, "2026-03-02"].map(str::to_owned);
        Entry { entry, event, title, on, fields }
    };
    let of_decision = vec![
        field("on", "决定的日期", "Day", "2026-03-02", &[]),
        field("item_kind/1", "第1项决定", "Word", "维持", &KINDS),
        field("item_causes/1", "第1项决定的纠错原因", "Words", "", &CAUSES),
        field("perform_by/1", "第1项决定的履行期限", "ComingDay", "", &[]),
    ];
    vec![
        entry(1, "收到申请", vec![field("field", "行政管理领域", "Text", "F01", &[])]),
        entry(9, "作出行政复议决定", of_decision),
    ]
}

fn standing(number: i64) -> Standing {
    Standing { whole: "整个案件".to_owned(), ..Standing::among(entries(), number).unwrap() }
}

/// What a form with these fields becomes, and what is wrong with it.
fn read(standing: &Standing, together: bool, entered: &[(&str, &str)]) -> (Change, Vec<String>) {
    let mut form = Entered::default();
    form.set("reason", "EntryError");
    form.set("explanation", "看错");
    for (name, value) in entered {
        form.set(name, *value);
    }
    let mut reader = Reader::new(&form, day(2026, 3, 2));
    let change = standing.read(&mut reader, together).change;
    (change, reader.errors().into_values().collect())
}

fn changes(change: Change) -> Vec<(String, String)> {
    match change {
        Change::Amend(changes) => changes,
        Change::Strike => panic!("nothing is to be struck"),
    }
}

#[test] // S43
fn a_result_and_its_causes_are_put_right_together_and_nothing_beside_them() {
    let asked = [("to.on", "2026-03-02"), ("to.item_kind/1", "Revoke"), ("to.item_causes/1", "Procedure")];
    let (change, wrong) = read(&standing(9), true, &asked);
    let pair = |field: &str, value: &str| (field.to_owned(), value.to_owned());
    assert_eq!(changes(change), [pair("item_kind/1", "Revoke"), pair("item_causes/1", "Procedure")]);
    assert_eq!(wrong, Vec::<String>::new());
    let (_, wrong) = read(&standing(9), false, &asked);
    assert!(wrong[0].contains("一次更正一栏"), "{wrong:?}");
    let (_, wrong) = read(&standing(9), true, &[("to.on", "2026年3月2日"), ("to.item_kind/1", "Maintain")]);
    assert!(wrong[0].contains("没有改动"), "{wrong:?}");
}

#[test]
fn a_day_that_may_lie_ahead_is_read_as_the_next_one() {
    let (change, _) = read(&standing(9), true, &[("to.perform_by/1", "3月20日")]);
    assert_eq!(changes(change), [("perform_by/1".to_owned(), "2026-03-20".to_owned())]);
}

#[test] // S16
fn the_whole_is_struck_only_by_who_was_told_what_goes_with_it_and_means_it() {
    let first = standing(1);
    assert_eq!(first.strike(), "整个案件（共 2 条记录）撤除，不能恢复");
    let (_, wrong) = read(&first, true, &[("change", "strike")]);
    assert!(wrong[0].contains("不能恢复"), "{wrong:?}");
    let (change, wrong) = read(&first, true, &[("change", "strike"), ("whole", "on")]);
    assert!(matches!(change, Change::Strike) && wrong.is_empty(), "{wrong:?}");
    let mut entered = Entered::default();
    assert!(first.warnings(&entered).is_empty());
    entered.set("change", "strike");
    assert!(first.warnings(&entered)[0].contains("收到申请（2026-03-02）、作出行政复议决定（2026-03-02）"));
    let later = standing(9);
    assert!(later.warnings(&entered).is_empty() && later.strike().contains("历史中保留"));
    assert!(read(&later, true, &[("change", "strike")]).1.is_empty());
}

#[test] // S50
fn with_its_service_away_the_form_tells_what_stood_there() {
    let mut entered = Entered::default();
    entered.set(OPENED, serde_json::to_string(&standing(1)).unwrap());
    entered.set("to.field", "F02");
    let opened = Standing::as_opened(&entered).unwrap();
    let (change, _) = read(&opened, true, &[("to.field", "F02")]);
    assert_eq!(changes(change), [("field".to_owned(), "F02".to_owned())]);
    assert!(Standing::as_opened(&Entered::default()).is_none());
}

#[test] // S48
fn what_others_put_right_meanwhile_is_not_put_back_by_a_form_that_was_opened_before() {
    let opened = serde_json::to_string(&standing(9)).unwrap();
    let mut now = standing(9);
    now.fields[0].now = "2026-03-01".to_owned();
    let stale = [(OPENED, opened.as_str()), ("to.on", "2026-03-02"), ("to.perform_by/1", "2026-04-01")];
    let (change, _) = read(&now, true, &stale);
    assert_eq!(changes(change), [("perform_by/1".to_owned(), "2026-04-01".to_owned())]);
}

#[test] // S60
fn what_is_changed_says_what_it_was() {
    let standing = standing(9);
    let mut entered = Entered::default();
    entered.set("to.item_kind/1", "Revoke");
    let kind = &standing.fields[1];
    assert_eq!((kind.said().as_str(), kind.entered(&entered).as_str()), ("维持", "Revoke"));
    assert_eq!(standing.fields[2].said(), "（空）");
}
