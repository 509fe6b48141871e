//! The published figures of `tests/published/`, and what happens when something in a file is another.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::measure::Found;
use super::*;

const FILES: [&str; 4] = ["nanyang-2022-h1", "xuancheng-2022", "hubei-2020", "shanghai-2014"];

fn file(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/published");
    serde_json::from_slice(&fs::read(folder.join(format!("{name}.json"))).unwrap()).unwrap()
}

fn read(file: &Value) -> Result<Reproduction, Mistake> {
    Reproduction::of(file.to_string().as_bytes()).unwrap()
}

fn reproduced(file: &Value) -> Reproduction {
    read(file).unwrap_or_else(|mistake| panic!("{mistake}"))
}

/// What each printed value came to; of an uncovered one nothing.
fn values(reproduction: Reproduction) -> BTreeMap<String, Option<String>> {
    let values = reproduction.findings.into_iter().map(|finding| match finding.found {
        Found::Computed { computed, .. } => (finding.id, Some(computed)),
        Found::NotCovered(_) => (finding.id, None),
    });
    values.collect()
}

fn computed(file: &Value) -> BTreeMap<String, Option<String>> {
    values(reproduced(file))
}

fn of(values: &BTreeMap<String, Option<String>>, id: &str) -> String {
    values[id].clone().unwrap()
}

/// Every number beneath is another.
fn altered(value: &mut Value) {
    match value {
        Value::Number(number) => *value = json!(number.as_u64().unwrap() + 17),
        Value::Array(values) => values.iter_mut().for_each(altered),
        Value::Object(values) => values.values_mut().for_each(altered),
        _ => {}
    }
}

#[test]
fn a_half_year_of_appearances_comes_out_whole() {
    let values = computed(&file("nanyang-2022-h1"));
    let expected = [
        ("a1", "91.03%（599/658）"),
        ("a2", "90.38%（479/530）"),
        ("a3", "93.75%（120/128）"),
        ("s1", "530＋128＝658，总数658"),
        ("s2", "479＋120＝599，总数599"),
    ];
    assert_eq!(values.len(), expected.len());
    for (id, value) in expected {
        assert_eq!(of(&values, id), value, "{id}");
    }
}

#[test]
fn a_year_of_reconsideration_with_disputes_resolved_by_opinion_letter_comes_out_whole() {
    let values = computed(&file("xuancheng-2022"));
    let expected = [("r1", "22.7%（69/304）"), ("r2", "21.1%（64/304）"), ("r3", "48.7%（148/304）")];
    assert_eq!(values.len(), expected.len());
    for (id, value) in expected {
        assert_eq!(of(&values, id), value, "{id}");
    }
}

#[test]
fn of_two_other_releases_comes_out_what_formulas_cover_and_the_rest_says_why_not() {
    let hubei = computed(&file("hubei-2020"));
    assert_eq!(of(&hubei, "g1"), "上升18.38%（4580→5422）");
    assert_eq!(of(&hubei, "r1"), "57.71%（3129/5422）");
    assert_eq!(of(&hubei, "r2"), "40.94%（2220/5422）");
    assert!(of(&hubei, "s1").ends_with("＝376，总数376") && of(&hubei, "s2").ends_with("＝250，总数250"));
    assert_eq!(hubei["g2"], None);
    let shanghai = computed(&file("shanghai-2014"));
    assert_eq!(of(&shanghai, "r1"), "79.9%（4955/6200）");
    assert_eq!(of(&shanghai, "r2"), "20.1%（1245/6200）");
    assert_eq!(of(&shanghai, "c1"), "4.1%（191/4696）");
    assert_eq!(shanghai.values().flatten().count(), 3);
    let words = reproduced(&file("shanghai-2014")).to_string();
    assert!(words.contains("o1 全市 维持：未涵盖，没有按结案方式计算占比的公式"), "{words}");
}

#[test]
fn every_covered_value_agrees_and_is_told_with_its_formula_and_settings() {
    for name in FILES {
        let reproduction = reproduced(&file(name));
        assert_eq!(reproduction.code(), SAME, "{reproduction}");
    }
    let words = reproduced(&file("nanyang-2022-h1")).to_string();
    assert!(words.contains("2025年上半年"), "{words}");
    assert!(words.contains("a2 全市 first instance：公布90.38%，复算90.38%（479/530），相符"), "{words}");
    assert!(words.contains("app.heard 第1版：") && words.contains("审级：一审；"), "{words}");
    assert!(words.contains("市直行政机关的sued_units、units_at_100_percent没有公式用到"), "{words}");
    assert!(words.ends_with("相符5项，不符0项，未涵盖0项\n"), "{words}");
}

#[test]
fn counts_in_what_is_expected_are_never_read() {
    for name in FILES {
        let original = file(name);
        let mut file = original.clone();
        for expected in file["expected"].as_array_mut().unwrap() {
            altered(expected);
        }
        assert_ne!(file, original);
        assert_eq!(reproduced(&file).to_string(), reproduced(&original).to_string());
    }
}

#[test]
fn another_count_of_a_unit_gives_another_value_which_is_told_as_a_difference() {
    let changed = |name: &str, unit: usize, count: &str, by: u64, id: &str| {
        let mut file = file(name);
        let count = &mut file["units"][unit][count];
        *count = json!(count.as_u64().unwrap() + by);
        let reproduction = reproduced(&file);
        assert_eq!(reproduction.code(), DIFFERENT);
        assert!(reproduction.to_string().contains("不符\n"));
        of(&values(reproduction), id)
    };
    assert_eq!(changed("nanyang-2022-h1", 0, "cases_heard", 5, "a1"), "90.35%（599/663）");
    assert_eq!(changed("xuancheng-2022", 0, "corrected", 1, "r1"), "23.0%（70/304）");
    assert_eq!(changed("xuancheng-2022", 0, "resolved_after_upholding_by_opinion_letter", 3, "r3"), "49.7%（151/304）");
    assert_eq!(changed("hubei-2020", 0, "received_last_year", 20, "g1"), "上升17.87%（4600→5422）");
    assert_eq!(changed("hubei-2020", 1, "received", 100, "r2"), "42.79%（2320/5422）");
    let mut shanghai = file("shanghai-2014");
    shanghai["units"][0]["outcomes"]["撤销"] = json!(73);
    shanghai["units"][0]["outcomes"]["维持"] = json!(3499);
    shanghai["units"][0]["corrected"] = json!(201);
    assert_eq!(of(&computed(&shanghai), "c1"), "4.3%（201/4696）");
}

#[test]
fn lawsuits_concluded_without_a_hearing_are_not_counted_among_those_heard() {
    let mut nanyang = file("nanyang-2022-h1");
    assert_eq!(reproduced(&nanyang).made.instances, 1050);
    nanyang["units"][0]["concluded"] = json!(2000);
    assert_eq!(of(&computed(&nanyang), "a1"), "91.03%（599/658）");
}

#[test]
fn without_measures_the_names_of_metrics_are_understood() {
    for name in FILES {
        let mut file = file(name);
        let with = reproduced(&file).findings;
        for expected in file["expected"].as_array_mut().unwrap() {
            let expected = expected.as_object_mut().unwrap();
            expected.remove("measure");
            expected.remove("not_covered");
        }
        let without = reproduced(&file);
        assert_eq!(without.code(), SAME);
        for (with, without) in with.iter().zip(&without.findings) {
            // Nothing but the numbers, which are not read, says what a sum is of.
            if with.is_covered() && !with.id.starts_with('s') {
                assert_eq!(without.found, with.found, "{name} {}", with.id);
            } else {
                assert!(!without.is_covered(), "{name} {}", with.id);
            }
        }
    }
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/published/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    for metric in measure::metrics() {
        assert!(readme.contains(&format!("`{metric}`")), "{metric}");
    }
}

#[test]
fn contradictory_or_unknown_counts_are_told_with_unit_and_name_and_nothing_is_computed() {
    let said = |name: &str, change: &dyn Fn(&mut Value)| {
        let mut file = file(name);
        change(&mut file);
        read(&file).map(|reproduction| reproduction.to_string()).unwrap_err().to_string()
    };
    let set = |key: &'static str, value: Value| move |file: &mut Value| file["units"][0][key] = value.clone();
    let cases = [
        ("nanyang-2022-h1", "appeared", json!(700), "单位“全市”的appeared 700大于cases_heard 658"),
        (
            "nanyang-2022-h1",
            "first_instance_appeared",
            json!(531),
            "first_instance_appeared 531大于first_instance_heard 530",
        ),
        (
            "nanyang-2022-h1",
            "appeared",
            json!(598),
            "first_instance_appeared 479＋second_instance_appeared 120大于appeared 598",
        ),
        ("nanyang-2022-h1", "received", json!(3), "concluded 既可指复议又可指诉讼"),
        ("nanyang-2022-h1", "出庭", json!(3), "“出庭”不是已有的统计项"),
        ("nanyang-2022-h1", "cases_heard", json!("658"), "“cases_heard”应为0至10000000的整数"),
        ("nanyang-2022-h1", "cases_heard", json!(-1), "“cases_heard”应为0至10000000的整数"),
        ("xuancheng-2022", "corrected", json!(300), "大于concluded 304"),
        ("hubei-2020", "received", json!(3000), "各部分 received 之和3687大于总数3000"),
        ("hubei-2020", "accepted", json!(6000), "accepted 6000大于received 5422"),
        ("shanghai-2014", "corrected", json!(190), "纠错114（含改正后终止191）与corrected 190不符"),
        ("shanghai-2014", "concluded", json!(4697), "outcomes 之和4696与concluded 4697不符"),
        ("shanghai-2014", "accepted", json!(4956), "之和6201与received 6200不符"),
        ("shanghai-2014", "outcomes", json!({ "胜诉": 1 }), "“胜诉”不是已有的统计项"),
    ];
    for (name, key, value, part) in cases {
        let text = said(name, &set(key, value));
        assert!(text.contains(part), "{key}: {text}");
    }
    let expected = |key: &'static str, value: Value| move |file: &mut Value| file["expected"][0][key] = value.clone();
    let measure = |measure: Value| expected("measure", measure);
    let name = "nanyang-2022-h1";
    assert!(said(name, &expected("unit", json!("全省"))).contains("a1 的 unit “全省”不在 units 中"));
    assert!(said(name, &expected("printed", json!("91.03"))).contains("printed “91.03”不是百分比"));
    assert!(said(name, &measure(json!({ "code": "app.heart" }))).contains("公式“app.heart”不存在"));
    for settings in [json!({ "left_early": "maybe" }), json!({ "mediated_is_corrective": "yes" })] {
        let text = said(name, &measure(json!({ "code": "app.heard", "settings": settings })));
        assert!(text.contains("不适用于 app.heard"), "{text}");
    }
    assert!(said(name, &measure(json!({ "code": "app.heard", "part": "denominator" }))).contains("measure.part"));
    assert!(said(name, &expected("type", json!("number"))).contains("tests/published/README.md"));
    assert!(said(name, &|file| file["period"]["end"] = json!("2021-06-30")).contains("早于首日2022-01-01"));
}

#[test]
fn a_file_that_is_no_json_is_told_with_its_place() {
    let mistake = Reproduction::of(b"{\n  \"title\" \"x\"\n}").unwrap().err().unwrap();
    assert_eq!(mistake, Mistake::NotJson { line: 2, column: 11 });
}

#[test]
fn cases_carried_over_from_the_year_before_are_concluded_without_being_received_in_the_year() {
    let file = json!({
        "title": "题名", "issuer": "机关", "source": { "published": "2024-02-01" },
        "period": { "label": "2023年度", "start": "2023-01-01", "end": "2023-12-31" },
        "units": [{ "name": "全县", "received": 100, "received_last_year": 90, "accepted": 60, "concluded": 80, "corrected": 20 }],
        "expected": [
            { "id": "1", "unit": "total", "type": "ratio", "metric": "correction rate", "printed": "25%" },
            { "id": "2", "unit": "total", "type": "ratio", "metric": "acceptance rate", "printed": "60%" },
            { "id": "3", "unit": "total", "type": "growth", "metric": "received", "printed": "11.1%" },
            { "id": "4", "unit": "total", "type": "ratio", "printed": "33.3%", "measure": { "code": "corr.direct.accepted" } },
        ],
    });
    let reproduction = reproduced(&file);
    assert_eq!(reproduction.made.cases, 190);
    assert_eq!(reproduction.code(), SAME, "{reproduction}");
}
