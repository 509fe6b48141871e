//! Each event with every field filled, and with those left out that may be.

use serde::Deserialize;
use serde_json::{Value, json};
use suggestions::suggestion::SuggestionEvent;

const ID: &str = "018f3b1e-0000-7000-8000-000000000001";
const OTHER: &str = "018f3b1e-0000-7000-8000-000000000002";

fn event(fact: &Value, clocks: &Value, standings: &Value, stage: &str) -> SuggestionEvent {
    let about = brief();
    let event = json!({ "fact": fact, "clocks": clocks, "about": about, "standings": standings, "stage": stage });
    SuggestionEvent::deserialize(event).unwrap()
}

fn plain(fact: &Value) -> SuggestionEvent {
    event(fact, &json!([]), &json!([bare_standing()]), "Open")
}

fn brief() -> Value {
    json!({ "kind": "Governance", "issuer": ID, "issuer_name": "陇县人民法院", "number": "陇法建〔2026〕3号",
        "title": "关于规范行政处罚程序的司法建议书", "issued_on": "2026-03-02", "urgent": false,
        "lawsuit": { "id": ID, "number": "（2026）陕0327行初1号" }, "reconsideration": null })
}

/// A clock that the letter set against the law, one that was extended and met, and one that the place's default set.
fn clocks() -> Value {
    let deadline = |rule: &str, period: Value, extensions: Value, nominal: &str, due: &str| {
        json!({ "rule": rule, "shape": { "period": period, "counting": "after", "rolls": true },
            "start": { "fact": "收到司法建议书", "on": "2026-03-02" }, "pauses": [], "extensions": extensions,
            "calendar": 1, "nominal": nominal, "due": due, "provisional": false })
    };
    let none = json!([]);
    let by_letter = deadline("S-COM-1", json!({ "calendar_days": 30 }), none.clone(), "2026-04-01", "2026-04-01");
    let by_law = deadline("S-JUD-2", json!({ "months": 2 }), none, "2026-05-02", "2026-05-06");
    let granted = json!([{ "granted_on": "2026-03-05", "lengthening": { "until": "2026-04-30" } },
        { "granted_on": "2026-03-06", "lengthening": { "by": 5 } },
        { "granted_on": "2026-03-07", "lengthening": { "within": { "months": 1 } } },
        { "granted_on": "2026-03-08", "lengthening": { "within": { "calendar_days": 3 } } },
        { "granted_on": "2026-03-09", "lengthening": { "within": { "working_days": 2 } } }]);
    let extended = deadline("S-COM-1", json!({ "working_days": 20 }), granted, "2026-05-09", "2026-05-09");
    let by_default = deadline("S-JUD-4", json!({ "months": 2 }), json!([]), "2026-05-02", "2026-05-06");
    json!([
        { "name": "Reply", "addressee": 1, "deadline": by_letter, "origin": "Letter", "original_due": "2026-04-01",
          "other": by_law, "registered_on": "2026-03-02", "ended": null },
        { "name": "Reply", "addressee": 2, "deadline": extended, "origin": "Statute", "original_due": "2026-03-30",
          "other": null, "registered_on": "2026-03-03", "ended": { "on": "2026-05-08", "how": "Done" },
          "replaces": { "name": "Reply", "addressee": 2, "deadline": by_default, "origin": "LocalDefault",
              "original_due": "2026-05-06", "other": null, "registered_on": "2026-03-03", "ended": null } },
        { "name": "Reply", "addressee": 3, "deadline": by_default, "origin": "LocalDefault",
          "original_due": "2026-05-06", "other": null, "registered_on": "2026-03-03",
          "ended": { "on": "2026-04-01", "how": "Voided" } },
        { "name": "Reply", "addressee": 4, "deadline": by_default, "origin": "LocalDefault",
          "original_due": "2026-05-06", "other": null, "registered_on": "2026-03-03",
          "ended": { "on": "2026-03-02", "how": "Withdrawn" } },
    ])
}

fn paper() -> Value {
    json!({ "kind": "同意延期函", "number": "陇法函〔2026〕1号", "on": "2026-03-05", "title": "关于同意延期的函" })
}

fn bare_paper() -> Value {
    json!({ "kind": "函", "number": null, "on": null, "title": null })
}

fn addressee() -> Value {
    json!({ "number": 1, "organ": OTHER, "name": "陇县公安局", "received_on": "2026-03-02" })
}

fn bare_addressee() -> Value {
    json!({ "number": 2, "organ": ID, "name": "陇县教育局", "received_on": null })
}

fn reply() -> Value {
    json!({ "addressee": 1, "on": "2026-03-30", "posted_on": "2026-03-31", "delivered_on": "2026-04-02",
        "number": "陇公函〔2026〕8号", "title": "关于司法建议的复函", "adoption": "PartlyAdopted",
        "summary": "已经规范", "proof": "邮件回执" })
}

fn rectification() -> Value {
    json!({ "addressee": 1, "on": "2026-06-01", "status": "Completed", "planned_until": "2026-05-31",
        "verified_by_issuer_on": "2026-06-10", "summary": "修订告知程序", "paper": paper() })
}

fn standing() -> Value {
    json!({ "addressee": addressee(), "reply": reply(), "rectification": rectification(), "reminders": 2,
        "objected_on": "2026-03-10", "withdrawn_on": "2026-04-10", "closed_on": "2026-04-20" })
}

fn bare_standing() -> Value {
    json!({ "addressee": bare_addressee(), "reply": null, "rectification": null, "reminders": 0,
        "objected_on": null, "withdrawn_on": null, "closed_on": null })
}

fn amendment() -> Value {
    json!({ "entry": 3, "reason": "EntryError", "explanation": "日期录错" })
}

fn letters() -> [Value; 2] {
    let link = json!({ "id": ID, "number": "（2026）陕0327行初1号" });
    let elsewhere = json!({ "id": null, "number": "陇政复〔2026〕1号" });
    [
        json!({ "kind": "Governance", "issuer": ID, "issuer_name": "陇县人民法院", "number": "陇法建〔2026〕3号",
            "issued_on": "2026-03-02", "title": "关于规范行政处罚程序的司法建议书",
            "problems": [{ "number": 1, "problem": "未告知听证权利", "suggestion": "规范告知程序" }],
            "limit": { "Within": { "months": 2 } }, "urgent": true, "lawsuit": link, "reconsideration": elsewhere,
            "copied_to": ["陇县人民政府"], "remark": "一并抄送" }),
        json!({ "kind": "OtherProcuratorial", "issuer": ID, "issuer_name": "陇县人民检察院", "number": null,
            "issued_on": "2026-03-02", "title": "检察建议书", "problems": [], "limit": { "Until": "2026-03-31" },
            "urgent": false, "lawsuit": null, "reconsideration": null, "copied_to": [], "remark": null }),
    ]
}

/// Why periods were counted anew, and what they were.
fn recounted(before: &Value) -> Value {
    let notice = json!({ "published_on": "2024-11-12", "document": "国务院办公厅关于2025年部分节假日安排的通知" });
    json!({ "DeadlinesRecounted": { "on": "2024-12-10", "before": before, "because": [
        { "year": 2025, "revision": 2, "notice": notice }, { "year": 2026, "revision": 1, "notice": null } ] } })
}

/// All of them.
pub fn all() -> Vec<SuggestionEvent> {
    let [full, bare] = letters();
    let registered = |letter: &Value, area: Value, addressees: Value| {
        json!({ "Registered": { "registered_on": "2026-03-03",
            "registration": { "letter": letter, "addressees": addressees, "area": area, "default_months": 2 } } })
    };
    let full = registered(&full, json!("610327"), json!([addressee(), bare_addressee()]));
    let mut all = vec![
        event(&full, &clocks(), &json!([standing(), bare_standing()]), "Open"),
        event(&registered(&bare, Value::Null, json!([bare_addressee()])), &json!([]), &json!([]), "Struck"),
        event(&json!({ "Replied": reply() }), &clocks(), &json!([standing()]), "Concluded"),
    ];
    let facts = [
        json!({ "AddresseeAdded": { "addressee": bare_addressee(), "on": "2026-03-04" } }),
        json!({ "Received": { "addressee": 2, "on": "2026-03-04", "proof": "送达回证" } }),
        json!({ "Received": { "addressee": 2, "on": "2026-03-04", "proof": null } }),
        json!({ "Extended": { "addressee": 1, "on": "2026-03-05", "by": { "Within": { "calendar_days": 30 } },
            "paper": paper(), "reason": "需要调查" } }),
        json!({ "Extended": { "addressee": 1, "on": "2026-03-05", "by": { "Within": { "working_days": 5 } },
            "paper": bare_paper(), "reason": null } }),
        json!({ "Replied": { "addressee": 1, "on": "2026-03-30", "posted_on": null, "delivered_on": "2026-03-30",
            "number": null, "title": null, "adoption": "Objecting", "summary": null, "proof": null } }),
        json!({ "Objected": { "addressee": 1, "on": "2026-03-10", "reasons": "事实有出入", "paper": paper() } }),
        json!({ "ObjectionSettled": { "addressee": 1, "on": "2026-03-16", "result": "Changed",
            "changed_received_on": "2026-03-18", "limit": { "Until": "2026-05-31" }, "paper": paper() } }),
        json!({ "ObjectionSettled": { "addressee": 1, "on": "2026-03-16", "result": "Maintained",
            "changed_received_on": null, "limit": null, "paper": null } }),
        json!({ "Withdrawn": { "addressee": 1, "on": "2026-04-10", "reason": "事实认定有误", "paper": paper() } }),
        json!({ "Withdrawn": { "addressee": null, "on": "2026-04-10", "reason": null, "paper": null } }),
        json!({ "RectificationRecorded": rectification() }),
        json!({ "RectificationRecorded": { "addressee": 1, "on": "2026-06-01", "status": "LongTerm",
            "planned_until": null, "verified_by_issuer_on": null, "summary": null, "paper": null } }),
        json!({ "Reminded": { "addressee": 1, "on": "2026-04-02", "number": 3, "days_before": -1, "due": "2026-04-01" } }),
        json!({ "Closed": { "addressee": 1, "on": "2026-06-20", "ground": "IssuerConfirmed", "explanation": "已核实" } }),
        json!({ "Closed": { "addressee": 1, "on": "2026-06-20", "ground": "LocalRule", "explanation": null } }),
        json!({ "Amended": { "amendment": amendment(), "on": "2026-04-01", "field": "on", "before": "2026-03-04",
            "after": "2026-03-05" } }),
        json!({ "Struck": { "amendment": amendment(), "on": "2026-04-01", "event": "Received" } }),
    ];
    all.extend(facts.iter().map(plain));
    all.push(event(&recounted(&clocks()), &clocks(), &json!([standing()]), "Open"));
    all.push(plain(&recounted(&json!([]))));
    all
}
