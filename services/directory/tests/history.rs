//! Stored events are history (`runtime::history`): every form in which one was ever written still reads (`history.json`).
//!
//! A new event, or a new form of one, is added to `forms`; the test then tells the line to add.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use directory::holiday_year::HolidayYear;
use directory::judicial_organ::JudicialOrgan;
use directory::official::Official;
use directory::organ::Organ;
use directory::setting::Setting;
use runtime::Contract;
use runtime::history::{Form, History};
use serde::Deserialize;
use serde_json::{Value, json};

fn history() -> History {
    History::stored(include_str!("history.json"))
        .of::<Organ>("songli.directory.v1.OrganEvent")
        .of::<Official>("songli.directory.v1.OfficialEvent")
        .of::<JudicialOrgan>("songli.directory.v1.JudicialOrganEvent")
        .of::<HolidayYear>("songli.directory.v1.HolidayYearEvent")
        .of::<Setting>("songli.directory.v1.SettingEvent")
}

#[test]
fn every_form_still_says_what_it_said_and_is_written_as_it_was() {
    history().still_reads();
}

#[test]
fn every_event_of_every_kind_occurs_in_the_history() {
    history().is_complete();
}

#[test]
fn every_form_of_today_lies_in_the_history() {
    history().holds(forms());
}

#[test]
fn what_was_written_by_a_newer_version_is_said_to_be_so() {
    history().tells_a_newer_version();
}

/// The form of an event of a kind that says this.
fn form<A: Contract>(says: &Value) -> Form {
    Form::of::<A>(&A::Event::deserialize(says).unwrap())
}

/// Each event with every field filled, and with those left out that may be.
fn forms() -> Vec<Form> {
    let id = "018f3b1e-0000-7000-8000-000000000001";
    let amendment = json!({ "entry": 1, "reason": "EntryError", "explanation": "录入时看错一行" });
    let annulled = json!({ "entry": 2, "reason": "AnnulledByAuthority", "explanation": "上级撤销" });
    let new_fact = json!({ "entry": 1, "reason": "NewFact", "explanation": "国务院办公厅调整" });
    let on = "2026-03-02";
    let amended = |before: &Value, after: &Value| json!({ "Amended": { "amendment": amendment, "on": on, "before": before, "after": after } });
    let struck = |before: &Value| json!({ "Struck": { "amendment": annulled, "on": on, "before": before } });

    let organ = json!({ "code": "610327-sfj", "name": "陇县司法局", "short_name": "县司法局", "kind": "Department",
        "area": "610327", "credit_code": "11610327000000000U", "since": "2024-01-01", "predecessors": [id] });
    let bare_organ = json!({ "code": "610327-sfj", "name": "陇县司法局", "short_name": null, "kind": "PartyOrgan",
        "area": "610327", "credit_code": null, "since": "2024-01-01", "predecessors": [] });
    let organ_name = json!({ "name": "陇县司法行政局", "short_name": "县司法行政局", "from": "2025-05-01",
        "basis": "陇编发〔2025〕1号" });
    let organ_end = json!({ "on": "2026-02-01", "successor": id, "basis": "陇政发〔2026〕3号" });
    let last_organ_end = json!({ "on": "2026-02-01", "successor": null, "basis": "陇政发〔2026〕3号" });

    let person = json!({ "name": "张示例", "on": "2024-01-01" });
    let post = json!({ "organ": id, "post": "副局长", "level": "DeputyRank", "from": "2024-01-01", "to": "2025-12-31",
        "in_charge_of": "行政复议", "basis": "陇政任〔2024〕1号" });
    let open_post = json!({ "organ": id, "post": "局长", "level": "Principal", "from": "2024-01-01", "to": null,
        "in_charge_of": null, "basis": null });

    let court = json!({ "code": "陕0327", "name": "陇县人民法院", "kind": "Court", "level": "Basic",
        "area": "610327", "since": "2024-01-01" });
    let court_name = json!({ "name": "陇州人民法院", "from": "2025-01-01", "basis": "法编〔2024〕9号" });
    let court_end = json!({ "on": "2026-01-01", "successor": id, "basis": "法编〔2025〕9号" });

    let days = json!([
        { "day": "2027-01-01", "arrangement": "holiday", "name": "元旦" },
        { "day": "2027-01-03", "arrangement": "makeup_workday", "name": "元旦" },
    ]);
    let notice = json!({ "published_on": "2026-11-03", "document": "国务院办公厅关于2027年部分节假日安排的通知" });
    let adoption = json!({ "area": "610327", "name": "series_policy", "value": "each_case",
        "from": "2025-01-01", "basis": "陇法办发〔2025〕1号" });
    let other_adoption = json!({ "area": "610327", "name": "series_policy", "value": "one_case",
        "from": "2025-01-01", "basis": "陇法办发〔2025〕1号" });

    vec![
        form::<Organ>(&json!({ "Registered": organ })),
        form::<Organ>(&json!({ "Registered": bare_organ })),
        form::<Organ>(&json!({ "Renamed": organ_name })),
        form::<Organ>(&json!({ "Abolished": organ_end })),
        form::<Organ>(&json!({ "Abolished": last_organ_end })),
        form::<Organ>(&amended(&json!({ "Entry": organ }), &json!({ "Entry": bare_organ }))),
        form::<Organ>(&amended(&json!({ "End": organ_end }), &json!({ "End": last_organ_end }))),
        form::<Organ>(&struck(&json!({ "Name": organ_name }))),
        form::<Official>(&json!({ "Registered": person })),
        form::<Official>(&json!({ "Appointed": post })),
        form::<Official>(&json!({ "Appointed": open_post })),
        form::<Official>(&json!({ "Ended": { "entry": 2, "to": "2025-12-31", "basis": "陇政任〔2025〕9号" } })),
        form::<Official>(&json!({ "Ended": { "entry": 2, "to": "2025-12-31", "basis": null } })),
        form::<Official>(&amended(&json!({ "Appointment": post }), &json!({ "Appointment": open_post }))),
        form::<Official>(&struck(&json!({ "Person": person }))),
        form::<JudicialOrgan>(&json!({ "Registered": court })),
        form::<JudicialOrgan>(&json!({ "Renamed": court_name })),
        form::<JudicialOrgan>(&json!({ "Abolished": court_end })),
        form::<JudicialOrgan>(&amended(
            &json!({ "Name": court_name }),
            &json!({ "Name": { "name": "陇州法院", "from": "2025-01-01", "basis": "法编〔2024〕9号" } }),
        )),
        form::<JudicialOrgan>(&struck(&json!({ "End": court_end }))),
        form::<JudicialOrgan>(&struck(&json!({ "Entry": court }))),
        form::<HolidayYear>(&json!({ "Announced": { "year": 2027, "notice": notice, "days": days } })),
        form::<HolidayYear>(&json!({ "Amended": { "year": 2027, "notice": notice, "amendment": new_fact, "on": on,
            "before": [], "days": days } })),
        form::<Setting>(&json!({ "Adopted": adoption })),
        form::<Setting>(&amended(&adoption, &other_adoption)),
        form::<Setting>(&struck(&adoption)),
    ]
}
