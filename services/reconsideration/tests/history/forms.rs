//! Each event with every field filled, and with those left out that may be.

use reconsideration::case::CaseEvent;
use reconsideration::case::application::InTime;
use reconsideration::number::{NumberTaken, RegisterEvent};
use serde::Deserialize;
use serde_json::{Value, json};

const ID: &str = "018f3b1e-0000-7000-8000-000000000001";

fn event(fact: &Value, clocks: &Value) -> CaseEvent {
    CaseEvent::deserialize(json!({ "fact": fact, "clocks": clocks })).unwrap()
}

/// Entered when the procedure had gone on.
fn late(fact: &Value, late: &Value) -> CaseEvent {
    CaseEvent::deserialize(json!({ "fact": fact, "clocks": [], "late": late })).unwrap()
}

fn plain(fact: &Value) -> CaseEvent {
    event(fact, &json!([]))
}

/// A clock that counts working days, one that was paused and extended, one that stands still, and one counted in months.
fn clocks() -> Value {
    let shape = |period: Value| json!({ "period": period, "counting": "after", "rolls": true });
    json!([
        { "name": "Review", "person": null, "registered_on": "2024-11-27", "ended": { "on": "2024-12-02", "how": "Done" },
          "deadline": { "rule": "R-ACC-1", "shape": shape(json!({ "working_days": 5 })),
            "start": { "fact": "收到行政复议申请", "on": "2024-11-27" }, "pauses": [], "extensions": [],
            "calendar": 1, "nominal": null, "due": "2024-12-04", "provisional": false } },
        { "name": "Decision", "person": null, "registered_on": "2024-12-02", "ended": null,
          "deadline": { "rule": "R-DEC-1", "shape": shape(json!({ "calendar_days": 60 })),
            "start": { "fact": "受理", "on": "2024-12-02" },
            "pauses": [{ "from": "2024-12-20", "to": "2024-12-25" }],
            "extensions": [{ "granted_on": "2025-01-20", "lengthening": { "by": 30 } }],
            "calendar": 1, "nominal": "2025-03-07", "due": "2025-03-07", "provisional": true } },
        { "name": "Supplement", "person": null, "registered_on": "2024-12-02", "ended": null,
          "deadline": { "rule": "R-ACC-3", "shape": shape(json!({ "working_days": 10 })),
            "start": { "fact": "收到补正通知", "on": "2024-12-02" },
            "pauses": [{ "from": "2024-12-05", "to": null }],
            "extensions": [{ "granted_on": "2024-12-04", "lengthening": { "until": "2024-12-31" } }],
            "calendar": 1, "nominal": null, "due": null, "provisional": false } },
        { "name": "Answer", "person": 2, "registered_on": "2024-12-05",
          "ended": { "on": "2024-12-19", "how": "Lapsed" },
          "deadline": { "rule": "R-APP-3", "shape": shape(json!({ "months": 12 })),
            "start": { "fact": "知道行政行为内容", "on": "2024-12-05" }, "pauses": [], "extensions": [],
            "calendar": 1, "nominal": "2025-12-05", "due": "2025-12-05", "provisional": false } },
    ])
}

fn paper() -> Value {
    json!({ "kind": "通知书", "number": "陇政复〔2024〕1号", "on": "2024-12-02", "title": "行政复议通知书" })
}

fn bare_paper() -> Value {
    json!({ "kind": "通知书", "number": null, "on": null, "title": null })
}

fn agent() -> Value {
    json!({ "name": "周律师", "kind": "Lawyer", "organisation": "某律师事务所", "phone": "13800000000",
        "authority": "特别授权", "until": "2025-12-31", "has_power_of_attorney": true, "has_identity_papers": true })
}

fn party(number: u32, role: &str) -> Value {
    json!({ "number": number, "role": role, "kind": "Citizen", "name": "张三", "id_kind": "ResidentId",
        "id_number": "610327199001011234", "address": "陇县城关镇", "phone": "13900000000", "service_method": "Post",
        "service_address": "陇县城关镇", "agents": [agent()], "legal_representative": "李四",
        "statutory_agent": "王五", "remark": "近亲属" })
}

fn bare_party() -> Value {
    json!({ "number": 1, "role": "Applicant", "kind": "LegalPerson", "name": "某公司", "id_kind": null,
        "id_number": null, "address": null, "phone": null, "service_method": null, "service_address": null,
        "agents": [], "legal_representative": null, "statutory_agent": null, "remark": null })
}

fn received() -> Value {
    json!({ "registered_on": "2024-11-27", "application": "InTime",
        "number": { "text": "陇政复〔2024〕12号", "ordinal": 12, "existing": false },
        "reception": { "received_on": "2024-11-27", "posted_on": "2024-11-25", "channel": "Post",
            "number": { "area": "610327", "template": "陇政复", "existing": "陇政复〔2024〕12号" },
            "parties": [party(1, "Applicant"), party(3, "ThirdParty")],
            "respondents": [{ "number": 2, "organ": ID, "name": "陇县公安局" }], "representatives": [1],
            "act": { "kind": "Penalty", "document_number": "陇公罚〔2024〕1号", "title": "行政处罚决定书",
                "made_on": "2024-10-01", "known_on": "2024-10-08", "known_by": "DirectService", "amount": "1000.50",
                "served": "Yes", "remedies_told": true },
            "claims": [{ "number": 1, "kind": "Revoke", "text": "撤销" }], "facts_and_reasons": "一\n二",
            "reconsideration_first": true, "legal_aid_asked": true, "compensation_asked": true,
            "collateral_review_asked": true,
            "twin": { "case": ID, "number": "陇政复〔2024〕11号", "reason": "另一处罚" },
            "organ_name": "陇县人民政府", "organ": ID, "field": "F01", "matter": "X01",
            "enterprise_related": true } })
}

fn received_with_the_least() -> Value {
    json!({ "registered_on": "2024-11-27", "application": "Unknown",
        "number": { "text": "陇复字第8号", "ordinal": null, "existing": true },
        "reception": { "received_on": "2024-11-27", "posted_on": null, "channel": "InPerson",
            "number": { "area": "610327", "template": null, "existing": null }, "parties": [bare_party()],
            "respondents": [{ "number": 2, "organ": ID, "name": "陇县公安局" }], "representatives": [],
            "act": { "kind": "Inaction", "document_number": null, "title": "不履行职责", "made_on": null,
                "known_on": null, "known_by": null, "amount": null, "served": "Unknown", "remedies_told": false },
            "claims": [{ "number": 1, "kind": "OrderPerform", "text": "责令履行" }], "facts_and_reasons": null,
            "reconsideration_first": false, "legal_aid_asked": false, "compensation_asked": false,
            "collateral_review_asked": false,
            "twin": { "case": ID, "number": null, "reason": "另一处罚" }, "organ_name": null, "organ": null,
            "field": null, "matter": null, "enterprise_related": false } })
}

/// Whether the remedies were told is not clear yet.
fn received_unclear() -> Value {
    let mut received = received_with_the_least();
    received["reception"]["act"]["remedies_told"] = Value::Null;
    received
}

fn served() -> Value {
    json!({ "service": { "recipient": 1, "method": "PublicNotice", "on": "2024-12-02", "proof": "公告" },
        "served_on": "2025-01-01" })
}

fn served_without_proof() -> Value {
    json!({ "service": { "recipient": 1, "method": "Direct", "on": "2024-12-02", "proof": null },
        "served_on": "2024-12-02" })
}

fn decided() -> Value {
    json!({ "number": { "text": "陇政复决字〔2025〕1号", "ordinal": 1, "existing": false }, "corrective": true,
        "by_default_of_answer": true,
        "decision": { "on": "2025-01-10", "number": { "area": "610327", "template": "陇政复决字", "existing": null },
            "items": [
                { "kind": "Revoke", "claims": [1], "text": "撤销", "redo_days": 60, "perform_by": "2025-03-10",
                  "causes": ["NoAnswer", "FactsUnclear"] },
                { "kind": "Compensate", "claims": [], "text": null, "redo_days": null, "perform_by": null, "causes": [] },
            ],
            "consent": "CollectiveDiscussion",
            "approved_by": { "account": "chen.gang", "name": "陈刚", "post": "县长", "on": "2025-01-09" },
            "summary": "事实不清" } })
}

fn amendment() -> Value {
    json!({ "entry": 1, "reason": "EntryError", "explanation": "看错日期" })
}

fn before_acceptance() -> Vec<Value> {
    vec![
        json!({ "Received": received_with_the_least() }),
        json!({ "Received": received_unclear() }),
        json!({ "SupplementNoticeIssued": { "on": "2024-12-02", "items": "身份证明", "paper": paper() } }),
        json!({ "SupplementNoticeIssued": { "on": "2024-12-02", "items": "身份证明", "paper": null } }),
        json!({ "SupplementNoticeServed": served() }),
        json!({ "SupplementNoticeServed": served_without_proof() }),
        json!({ "SupplementsReceived": { "received_on": "2024-12-06", "posted_on": "2024-12-05", "items": "身份证" } }),
        json!({ "SupplementsReceived": { "received_on": "2024-12-06", "posted_on": null, "items": null } }),
        json!({ "SupplementExtended": { "on": "2024-12-06", "until": "2024-12-20", "reason": "住院" } }),
        json!({ "DeemedAbandoned": { "on": "2024-12-20", "explanation": "无正当理由" } }),
        json!({ "Accepted": { "on": "2024-12-02", "paper": paper(), "conditions": ["Parties", "Interest", "Claims",
            "InTime", "InScope", "Jurisdiction", "NotPending"],
            "track": { "Simplified": { "ground": "SmallAmount", "is_clear": true, "explanation": "罚款一千元" } } } }),
        json!({ "Accepted": { "on": "2024-12-02", "paper": bare_paper(), "conditions": [],
            "track": { "Simplified": { "ground": "Agreed", "is_clear": false, "explanation": null } } } }),
        json!({ "AcceptanceRefused": { "on": "2024-12-02", "ground": "NoJurisdiction", "reasons": "不属于管辖",
            "competent_organ": "宝鸡市人民政府", "paper": paper() } }),
        json!({ "AcceptanceRefused": { "on": "2024-12-02", "ground": "OutOfTime", "reasons": "逾期",
            "competent_organ": null, "paper": null } }),
        json!({ "NonAcceptanceServed": served_without_proof() }),
        json!({ "DeemedAccepted": { "on": "2024-12-04" } }),
        json!({ "ProcedureChosen": { "on": "2024-12-06", "track": "Ordinary" } }),
        json!({ "ProcedureChosen": { "on": "2024-12-06",
            "track": { "Simplified": { "ground": "OnTheSpot", "is_clear": true, "explanation": null } } } }),
        json!({ "AcknowledgementSent": { "on": "2024-12-02", "method": "Electronic", "paper": paper() } }),
        json!({ "AcknowledgementSent": { "on": "2024-12-02", "method": "Leaving", "paper": null } }),
    ]
}

fn of_trial() -> Vec<Value> {
    vec![
        json!({ "HandlersAssigned": { "on": "2024-12-03", "handlers": [{ "account": "li.wei", "name": "李伟" },
            { "account": "wang.fang", "name": "王芳" }] } }),
        json!({ "CopySent": { "on": "2024-12-04", "method": "Direct" } }),
        json!({ "CopyServed": served_without_proof() }),
        json!({ "AnswerReceived": { "respondent": 2, "received_on": "2024-12-16", "posted_on": "2024-12-15",
            "with_evidence": true, "paper": paper() } }),
        json!({ "AnswerReceived": { "respondent": 2, "received_on": "2024-12-16", "posted_on": null,
            "with_evidence": false, "paper": null } }),
        json!({ "AnswerExpired": { "respondent": 2, "on": "2024-12-19" } }),
        json!({ "OpinionHeard": { "party": 1, "on": "2024-12-17", "method": "Telephone", "heard_by": "李伟",
            "mediation": "Willing", "summary": "愿意" } }),
        json!({ "OpinionHeard": { "party": 1, "on": "2024-12-17", "method": "InPerson", "heard_by": "李伟",
            "mediation": "NoAnswer", "summary": null } }),
        json!({ "OpinionExcused": { "party": 1, "on": "2024-12-17", "reason": "拒绝" } }),
        json!({ "HearingSettled": { "on": "2024-12-18", "ground": "DisputedFacts", "explanation": "争议较大" } }),
        json!({ "HearingSettled": { "on": "2024-12-18", "ground": null, "explanation": null } }),
        json!({ "CommitteeSettled": { "on": "2024-12-18", "ground": "Professional", "explanation": "专业性强" } }),
        json!({ "CommitteeSettled": { "on": "2024-12-18", "ground": null, "explanation": null } }),
        json!({ "HearingHeld": { "on": "2024-12-25", "summary": "听证", "paper": paper() } }),
        json!({ "HearingHeld": { "on": "2024-12-25", "summary": null, "paper": null } }),
        json!({ "CommitteeOpinionReceived": { "on": "2024-12-26", "opinion": "同意", "paper": paper() } }),
        json!({ "CommitteeOpinionReceived": { "on": "2024-12-26", "opinion": "同意", "paper": null } }),
        json!({ "ThirdPartyJoined": { "on": "2024-12-18", "party": party(3, "ThirdParty"), "by": "Notice" } }),
        json!({ "AgentsChanged": { "on": "2024-12-18", "party": 1, "agents": [agent()] } }),
        json!({ "AgentsChanged": { "on": "2024-12-18", "party": 1, "agents": [] } }),
        json!({ "Submitted": { "on": "2025-01-08", "proposal": "维持" } }),
        json!({ "Submitted": { "on": "2025-01-08", "proposal": null } }),
        json!({ "Decided": decided() }),
        json!({ "DecisionServed": served() }),
    ]
}

fn approval() -> Value {
    json!({ "account": "chen.gang", "name": "陈刚", "post": "局长", "on": "2025-01-20" })
}

fn of_suspension() -> Vec<Value> {
    vec![
        json!({ "Suspended": { "on": "2024-12-20", "ground": "ApplicantDied", "explanation": "等待近亲属表明态度",
            "paper": paper() } }),
        json!({ "Suspended": { "on": "2024-12-20", "ground": "CollateralReview", "explanation": null, "paper": null } }),
        json!({ "Resumed": { "on": "2024-12-30", "explanation": "近亲属参加", "paper": paper() } }),
        json!({ "Resumed": { "on": "2024-12-30", "explanation": null, "paper": null } }),
        json!({ "Converted": { "on": "2024-12-20", "approval": approval(), "reason": "案情复杂" } }),
        json!({ "Converted": { "on": "2024-12-20", "approval": approval(), "reason": null } }),
    ]
}

fn of_other_ends() -> Vec<Value> {
    let request = json!({ "area": "610327", "template": null, "existing": null });
    let number = |text: &str| json!({ "text": text, "ordinal": 3, "existing": false });
    let mediated = |changes_act: bool, perform_by: Value| {
        json!({ "Mediated": { "number": number("陇政复调字〔2025〕3号"), "effective_on": "2025-01-08",
            "paper": { "number": request, "signatures": [{ "party": 1, "on": "2025-01-06" }, { "party": 2, "on": "2025-01-08" }],
                "sealed_on": "2025-01-07", "changes_act": changes_act, "terms": "罚款减至五百元", "perform_by": perform_by } } })
    };
    let withdrawal =
        json!({ "on": "2024-12-18", "reason": "SelfCorrected", "explanation": "已自行撤销处罚决定", "paper": paper() });
    let bare_withdrawal = json!({ "on": "2024-12-18", "reason": "Settled", "explanation": null, "paper": null });
    let terminated = |ground: &str, withdrawal: Value, explanation: Value| {
        json!({ "Terminated": { "number": number("陇政复终字〔2024〕3号"), "termination": { "on": "2024-12-20",
            "number": request, "ground": ground, "withdrawal": withdrawal, "explanation": explanation } } })
    };
    vec![
        mediated(true, json!("2025-02-28")),
        mediated(false, json!(null)),
        json!({ "Withdrawn": withdrawal }),
        json!({ "Withdrawn": bare_withdrawal }),
        terminated("Withdrawn", withdrawal, json!("准予撤回")),
        terminated("SuspendedSixtyDays", json!(null), json!(null)),
        json!({ "TerminationServed": served() }),
        json!({ "ApplicationDismissed": { "number": number("陇政复驳字〔2024〕3号"), "dismissal": { "on": "2024-12-20",
            "number": request, "ground": "NoInterest", "reasons": "没有利害关系" } } }),
        json!({ "DismissalServed": served() }),
        json!({ "DisputeResolved": { "on": "2025-02-10", "by": "OpinionLetter", "explanation": "被申请人按意见书退还款项" } }),
        json!({ "DisputeResolved": { "on": "2025-02-10", "by": "RecommendationLetter", "explanation": null } }),
    ]
}

fn of_amendment() -> Vec<Value> {
    let moved = json!([{ "entry": 2, "on": "2024-12-03" }]);
    let retraction = |replaced: bool| json!({ "entry": 2, "on": "2024-12-06", "reason": "补录", "replaced": replaced });
    vec![
        json!({ "Amended": { "amendment": amendment(), "on": "2024-12-06", "field": "received_on",
            "before": "2024-11-27", "after": "2024-11-26", "moved": moved } }),
        json!({ "Amended": { "amendment": amendment(), "on": "2024-12-06", "field": "posted_on", "before": "",
            "after": "2024-11-26", "moved": [] } }),
        json!({ "Struck": { "amendment": amendment(), "on": "2024-12-06", "event": "Extended", "moved": moved } }),
        json!({ "Struck": { "amendment": amendment(), "on": "2024-12-06", "event": "Extended", "moved": [] } }),
        json!({ "DeemedAcceptanceWithdrawn": retraction(true) }),
        json!({ "DeemedAcceptanceWithdrawn": retraction(false) }),
        json!({ "DeemedAcceptanceWithdrawn": {
            "entry": 2, "on": "2024-12-06", "reason": "补录", "replaced": true,
            "moved": [{ "entry": 6, "on": "2024-09-18" }],
        } }),
        json!({ "AnswerExpiryWithdrawn": retraction(true) }),
        json!({ "AbandonmentWithdrawn": retraction(true) }),
    ]
}

/// Why periods were counted anew, and what they were.
fn recounted(before: &Value) -> Value {
    let notice = json!({ "published_on": "2024-11-12", "document": "国务院办公厅关于2025年部分节假日安排的通知" });
    json!({ "DeadlinesRecounted": { "on": "2024-12-10", "before": before, "because": [
        { "year": 2025, "revision": 2, "notice": notice }, { "year": 2026, "revision": 1, "notice": null } ] } })
}

/// The events of a case.
pub fn case() -> Vec<CaseEvent> {
    let extension = json!({ "on": "2025-01-20", "days": 30, "reason": "案情复杂",
        "approval": { "account": null, "name": "陈刚", "post": null, "on": null } });
    let mut forms = vec![
        event(&json!({ "Received": received() }), &clocks()),
        event(&json!({ "Extended": extension }), &clocks()),
        plain(&json!({ "Extended": { "on": "2025-01-20", "days": 1, "reason": null,
            "approval": { "account": "chen.gang", "name": "陈刚", "post": "局长", "on": "2025-01-20" } } })),
    ];
    let facts = before_acceptance().into_iter().chain(of_trial()).chain(of_suspension()).chain(of_other_ends());
    forms.extend(facts.chain(of_amendment()).map(|fact| plain(&fact)));
    forms.push(event(&recounted(&clocks()), &clocks()));
    forms.push(plain(&recounted(&json!([]))));
    let resumed = json!({ "Resumed": { "on": "2024-12-30", "explanation": null, "paper": null } });
    forms.push(late(&resumed, &json!({ "before": 9 })));
    forms.push(late(&resumed, &json!({ "before": 9, "moved": [{ "entry": 9, "on": "2024-12-31" }] })));
    let mut non_public = received_with_the_least();
    non_public["reception"]["non_public"] = json!(true);
    forms.push(plain(&json!({ "Received": non_public })));
    let known = json!({ "Amended": { "amendment": amendment(), "on": "2024-12-06", "field": "known_on", "before": "",
        "after": "2024-09-02", "moved": [] } });
    forms.push(CaseEvent { application: Some(InTime::Late), ..plain(&known) });
    forms
}

/// The events of a register.
pub fn register() -> Vec<RegisterEvent> {
    let taken = |series: &str, ordinal: Option<u32>, existing: bool, skipped: Value| {
        RegisterEvent::deserialize(json!({ "Taken": { "series": series, "area": "610327", "year": 2024,
            "number": { "text": "陇政复〔2024〕12号", "ordinal": ordinal, "existing": existing },
            "on": "2024-11-27", "skipped": skipped } }))
        .unwrap()
    };
    let mut forms = vec![
        taken("Receipt", Some(12), false, json!(null)),
        taken("Receipt", Some(12), true, json!([1, 11])),
        taken("Receipt", None, true, json!(null)),
    ];
    forms.extend(["Mediation", "Termination", "Dismissal"].map(|series| taken(series, Some(12), false, json!(null))));
    let RegisterEvent::Taken(known) = taken("Decision", Some(12), true, json!(null));
    forms.push(RegisterEvent::Taken(NumberTaken { case: ID.parse().ok(), ..known }));
    forms
}
