//! Who may open which door, and what of the things behind it he sees: every address × every post × inside and outside his
//! reach (invariant 18, S47). An address that is added without a line here fails the test.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use songli_tests::System;
use songli_tests::browser::{Browser, Page};

/// Which accounts may open a door.
const MAY: &[(&str, &[&str])] = &[
    ("Entrance", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT, PROCURATORATE, ADMIN]),
    ("Everyone", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT, PROCURATORATE, ADMIN]),
    ("Work", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER]),
    ("Desk", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, EDITOR]),
    ("Search", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT, PROCURATORATE]),
    ("Cases", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, EDITOR, LEADER]),
    ("CaseWork", &[CLERK, HANDLER, OTHER_HANDLER, HEAD]),
    ("Lawsuits", &[HEAD, LIAISON, OFFICER, EDITOR, LEADER]),
    ("LawsuitWork", &[HEAD, LIAISON]),
    ("Hearings", &[HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT]),
    ("Suggestions", &[HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT, PROCURATORATE]),
    ("SuggestionWork", &[HEAD, LIAISON]),
    ("Directory", &[CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER, EDITOR, LEADER, ADMIN]),
    ("DirectoryWork", &[ADMIN]),
    ("Figures", &[CLERK, HEAD, LIAISON, OFFICER, EDITOR, LEADER]),
    ("Notices", &[CLERK, HEAD, LIAISON, OFFICER, EDITOR, LEADER]),
    ("NoticeWork", &[EDITOR]),
    ("Accounts", &[ADMIN]),
];

/// Which doors the addresses with a beginning may have: the longest beginning counts.
const BEHIND: &[(&str, &[&str])] = &[
    ("/", &["Everyone"]),
    ("/sign-in", &["Entrance"]),
    ("/assets/", &["Entrance"]),
    ("/sign-out", &["Everyone"]),
    ("/password", &["Everyone"]),
    ("/search", &["Search"]),
    ("/provisional", &["Work"]),
    ("/drafts", &["Desk"]),
    ("/accounts", &["Accounts"]),
    ("/cases", &["Cases", "CaseWork"]),
    ("/lawsuits", &["Lawsuits", "LawsuitWork"]),
    ("/hearings", &["Hearings", "LawsuitWork"]),
    ("/suggestions", &["Suggestions", "SuggestionWork"]),
    ("/directory", &["Directory", "DirectoryWork"]),
    ("/figures", &["Figures"]),
    ("/government", &["Figures"]),
    ("/organs", &["Figures"]),
    ("/notices", &["Notices", "NoticeWork"]),
    ("/api/sign-in", &["Entrance"]),
    ("/api/clock", &["Entrance", "Everyone"]),
    ("/api/settled", &["Everyone"]),
    ("/api/organs", &["Directory"]),
    ("/api/organs/", &["Figures"]),
    ("/api/courts", &["Directory"]),
    ("/api/officials", &["Directory"]),
    ("/api/work", &["Work"]),
    ("/api/cases", &["Cases", "CaseWork"]),
    ("/api/lawsuits", &["Lawsuits", "LawsuitWork"]),
    ("/api/hearings", &["Hearings", "LawsuitWork"]),
    ("/api/suggestions", &["Suggestions", "SuggestionWork"]),
    ("/api/figures", &["Figures"]),
    ("/api/notices", &["Notices", "NoticeWork"]),
];

/// What changes something, or is the form for it.
const WORK: [&str; 6] = ["/new", "/steps/", "/entries/", "/commands", "/preview", "/consequence"];

const CLERK: &str = "qian.fang";
const HANDLER: &str = "li.ming";
const OTHER_HANDLER: &str = "sun.li";
const HEAD: &str = "wang.jun";
const LIAISON: &str = "zhao.lin";
const OFFICER: &str = "feng.tao";
const EDITOR: &str = "he.jing";
const LEADER: &str = "ma.guodong";
const COURT: &str = "han.mei";
const PROCURATORATE: &str = "tang.ning";
const ADMIN: &str = "admin";
const PEOPLE: [&str; 11] =
    [CLERK, HANDLER, OTHER_HANDLER, HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT, PROCURATORATE, ADMIN];

fn may(account: &str, door: &str) -> bool {
    let (_, accounts) = MAY.iter().find(|(name, _)| *name == door).unwrap_or_else(|| panic!("{door} is not in MAY"));
    accounts.contains(&account)
}

#[test]
fn every_address_has_a_door_that_belongs_to_it() {
    let doors = portal::doors();
    assert!(doors.len() > 90, "{}", doors.len());
    for (path, door) in doors {
        let (_, behind) = BEHIND
            .iter()
            .filter(|(beginning, _)| path == *beginning || (*beginning != "/" && path.starts_with(beginning)))
            .max_by_key(|(beginning, _)| beginning.len())
            .unwrap_or_else(|| panic!("{path} is not in BEHIND: who may open it?"));
        assert!(behind.contains(&door.as_str()), "{path} is behind {door}, which is not among {behind:?}");
        let reads_entries = path.starts_with("/api/") && path.ends_with("/entries");
        if WORK.iter().any(|work| path.contains(work)) && !reads_entries {
            assert!(door.ends_with("Work"), "{path} changes something, and is behind {door}");
        }
    }
}

/// Everyone of the office at a browser and over the API, and things inside and outside their reach.
struct County {
    _system: System,
    people: BTreeMap<&'static str, Somebody>,
    things: Vec<Thing>,
}

struct Somebody {
    browser: Browser,
    token: String,
    csrf: String,
}

/// Something, its address, and who may read it.
struct Thing {
    name: &'static str,
    id: String,
    seen_by: Vec<&'static str>,
    /// Text that stands wherever it is shown.
    sign: &'static str,
}

impl County {
    async fn open() -> Self {
        let settings = portal::Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            practice: true,
            people: true,
            ..portal::Settings::default()
        };
        let opened = settings.opened.clone();
        let system = System::of([
            directory::service(),
            reconsideration::service(),
            appearances::service(),
            suggestions::service(),
            notices::service(),
            portal::service(settings),
        ])
        .await;
        let door = opened.door().await.expect("an open door");
        system.settled().await;
        let mut people = BTreeMap::new();
        for account in PEOPLE {
            let mut browser = Browser::at(door.address);
            browser.sign_in(account, portal::PRACTICE_PASSWORD).await;
            let page = browser.open("/password").await;
            let csrf = page.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
            let asked = json!({ "account": account, "password": portal::PRACTICE_PASSWORD });
            let (_, answer) = browser.call("POST", "/api/sign-in", "", &asked).await;
            let token = answer["token"].as_str().expect("a token").to_owned();
            people.insert(account, Somebody { browser, token, csrf });
        }
        let mut county = Self { _system: system, people, things: Vec::new() };
        county.fill().await;
        county
    }

    async fn call(&mut self, account: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let somebody = self.people.get_mut(account).expect("somebody");
        let token = somebody.token.clone();
        somebody.browser.call(method, path, &token, body).await
    }

    async fn does(&mut self, account: &str, path: &str, command: Value) -> String {
        let body = json!({ "command": command });
        let (status, answer) = self.call(account, "POST", path, &body).await;
        assert_eq!(status, 200, "{path}: {answer} {command}");
        answer["id"].as_str().expect("an id").to_owned()
    }

    async fn listed(&mut self, path: &str, list: &str, name: &str) -> Value {
        let (_, all) = self.call(HEAD, "GET", path, &Value::Null).await;
        let found = all[list].as_array().expect("a list").iter().find(|one| one["name"] == name);
        found.unwrap_or_else(|| panic!("{name} in {all}")).clone()
    }

    async fn bytes(&mut self, path: &str, list: &str, name: &str) -> Value {
        self.listed(path, list, name).await["bytes"].clone()
    }

    /// A case of one handler; two lawsuits, of which one is heard elsewhere against another organ; their hearings; two
    /// suggestions, of the court and of the procuratorate; a notice that is collected, and one that is issued.
    async fn fill(&mut self) {
        let market = self.bytes("/api/organs", "organs", "陇县市场监督管理局").await;
        let planning = self.bytes("/api/organs", "organs", "陇县发展和改革局").await;
        let government = self.bytes("/api/organs", "organs", "陇县人民政府").await;
        let court = self.bytes("/api/courts", "courts", "陇县人民法院").await;
        let procuratorate = self.bytes("/api/courts", "courts", "陇县人民检察院").await;
        let reception = json!({ "receive": {
            "received_on": "2026-02-26", "channel": "InPerson", "number": { "area": "610327" },
            "organ": government, "organ_name": "陇县人民政府",
            "parties": [{ "number": 1, "role": "Applicant", "kind": "Citizen", "name": "甲复议" }],
            "respondents": [{ "number": 2, "organ": market, "name": "陇县市场监督管理局" }],
            "act": { "kind": "Penalty", "title": "罚款决定", "served": "Unknown" },
            "claims": [{ "number": 1, "kind": "Revoke", "text": "撤销" }],
        }});
        let case = self.does(CLERK, "/api/cases/new/commands", reception).await;
        let conditions = json!({ "parties": true, "interest": true, "claims": true, "in_time": true, "in_scope": true,
            "jurisdiction": true, "not_pending": true });
        let at = format!("/api/cases/{case}/commands");
        self.does(
            CLERK,
            &at,
            json!({ "accept": { "on": "2026-02-27", "procedure": "Ordinary", "conditions": conditions } }),
        )
        .await;
        let handlers = json!([{ "account": HANDLER, "name": "李明" }, { "account": HEAD, "name": "王军" }]);
        self.does(HEAD, &at, json!({ "assign_handlers": { "on": "2026-02-27", "handlers": handlers } })).await;

        let own = self.sued("甲起诉", &market, json!({ "id": court }), "（2026）陕0327行初1号").await;
        let foreign =
            self.sued("乙起诉", &planning, json!({ "name": "宝鸡铁路运输法院" }), "（2026）陕7102行初2号").await;
        let own_hearing = self.planned(&own).await;
        let foreign_hearing = self.planned(&foreign).await;
        let by_court =
            self.suggested("甲建议", "AppearanceDefault", &court, "陇县人民法院", &market, "陇县市场监督管理局").await;
        let by_procuratorate = self
            .suggested("乙建议", "SocialGovernance", &procuratorate, "陇县人民检察院", &planning, "陇县发展和改革局")
            .await;
        let collected = self.collected("2025Q2").await;
        let issued = self.collected("2025Q3").await;
        self.issues(&issued).await;
        let (status, answer) = self.call(HEAD, "GET", "/api/settled", &Value::Null).await;
        assert_eq!(status, 200, "{answer}");
        let market = self.listed("/api/organs", "organs", "陇县市场监督管理局").await["id"].clone();
        let planning = self.listed("/api/organs", "organs", "陇县发展和改革局").await["id"].clone();
        let [market, planning] = [market, planning].map(|id| id.as_str().expect("an id").to_owned());
        let thing =
            |name, id: String, seen_by: &[&'static str], sign| Thing { name, id, seen_by: seen_by.to_vec(), sign };
        self.things = vec![
            thing("case", case, &[CLERK, HANDLER, HEAD, EDITOR, LEADER], "甲复议"),
            thing("lawsuit", own, &[HEAD, LIAISON, OFFICER, EDITOR, LEADER], "甲起诉"),
            thing("lawsuit", foreign, &[HEAD, LIAISON, EDITOR, LEADER], "乙起诉"),
            thing("hearing", own_hearing, &[HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT], "甲起诉"),
            thing("hearing", foreign_hearing, &[HEAD, LIAISON, EDITOR, LEADER], "乙起诉"),
            thing("suggestion", by_court, &[HEAD, LIAISON, OFFICER, EDITOR, LEADER, COURT], "甲建议"),
            thing("suggestion", by_procuratorate, &[HEAD, LIAISON, EDITOR, LEADER, PROCURATORATE], "乙建议"),
            thing("notice", collected, &[EDITOR], "2025年第二季度"),
            thing("notice", issued, &[CLERK, HEAD, LIAISON, OFFICER, EDITOR, LEADER], "2025年第三季度"),
            thing("organ", market, &[CLERK, HEAD, LIAISON, OFFICER, EDITOR, LEADER], "陇县市场监督管理局"),
            thing("organ", planning, &[CLERK, HEAD, LIAISON, EDITOR, LEADER], "陇县发展和改革局"),
            thing("account", LIAISON.to_owned(), &[ADMIN], LIAISON),
        ];
    }

    /// A notice of a quarter for which nothing is frozen yet.
    async fn collected(&mut self, period: &str) -> String {
        let collect =
            json!({ "on": "2026-03-02", "kind": "Quarterly", "period": period, "area": "610327", "ordinal": 1 });
        self.does(EDITOR, &format!("/api/notices/{period}/commands"), json!({ "collect": collect })).await
    }

    /// It goes out in the words it begins with.
    async fn issues(&mut self, notice: &str) {
        let at = format!("/api/notices/{notice}");
        let commands = format!("{at}/commands");
        self.does(EDITOR, &commands, json!({ "freeze": { "on": "2026-03-02" } })).await;
        let (_, frozen) = self.call(EDITOR, "GET", &at, &Value::Null).await;
        self.does(EDITOR, &commands, json!({ "draft": frozen["draft"] })).await;
        self.does(EDITOR, &commands, json!({ "approve": { "on": "2026-03-02", "name": "王示例" } })).await;
        let issue = json!({ "on": "2026-03-02", "signer": "王示例", "area": "610327" });
        self.does(EDITOR, &commands, json!({ "issue": issue })).await;
    }

    async fn sued(&mut self, plaintiff: &str, organ: &Value, court: Value, number: &str) -> String {
        let registration = json!({
            "case_number": { "text": number }, "court": court, "docketed_on": "2026-02-20", "procedure": "Ordinary",
            "plaintiffs": [{ "number": 1, "kind": "Citizen", "name": plaintiff }],
            "defendants": [{ "number": 2, "role": "Defendant", "kind": "OriginalOrgan", "organ": organ,
                "copy_received_on": "2026-02-24" }],
            "cause": "行政处罚", "act_title": "罚款决定",
        });
        self.does(LIAISON, "/api/lawsuits/new/commands", json!({ "register": registration })).await
    }

    async fn planned(&mut self, lawsuit: &str) -> String {
        let (_, found) = self.call(LIAISON, "GET", &format!("/api/lawsuits/{lawsuit}"), &Value::Null).await;
        let plan = json!({ "day": "2026-03-20", "time": "09:30", "room": "第一法庭",
            "notices": [{ "defendant": 2, "notice": "ShallNotify" }] });
        let command = json!({ "schedule": plan, "lawsuit": found["bytes"], "instance": 1 });
        self.does(LIAISON, "/api/hearings/new/commands", command).await
    }

    async fn suggested(
        &mut self,
        title: &str,
        kind: &str,
        issuer: &Value,
        issuer_name: &str,
        organ: &Value,
        organ_name: &str,
    ) -> String {
        let registration = json!({
            "letter": { "kind": kind, "issuer": issuer, "issuer_name": issuer_name, "issued_on": "2026-02-20", "title": title },
            "addressees": [{ "number": 1, "organ": organ, "name": organ_name, "received_on": "2026-02-25" }],
            "area": "610327",
        });
        self.does(LIAISON, "/api/suggestions/new/commands", json!({ "register": registration })).await
    }

    /// What an address answers to somebody: opened, or sent something empty where it cannot be opened.
    async fn answers(&mut self, account: &str, path: &str) -> Page {
        let somebody = self.people.get_mut(account).expect("somebody");
        let (token, csrf) = (somebody.token.clone(), somebody.csrf.clone());
        if path.starts_with("/api/") {
            let (status, body) = somebody.browser.call("GET", path, &token, &Value::Null).await;
            let (status, body) = if status == 405 {
                somebody.browser.call("POST", path, &token, &json!({ "command": {} })).await
            } else {
                (status, body)
            };
            let (headers, body, bytes) = (BTreeMap::new(), body.to_string(), Vec::new());
            return Page { status, headers, body, bytes, path: path.to_owned() };
        }
        let page = somebody.browser.open(path).await;
        // Opened where there is only something to be sent to, the pages say that the address is wrong.
        if matches!(page.status, 400 | 405) {
            let fields = [("csrf".to_owned(), csrf), ("command_id".to_owned(), "0197-none".to_owned())];
            return somebody.browser.post(path, &fields).await;
        }
        page
    }
}

/// An address with its places filled in; none if it leads to no thing of this kind.
fn filled(path: &str, thing: &Thing) -> Option<String> {
    let api = path.starts_with("/api/");
    let names = format!("/{}s/{{", thing.name);
    let is_of_the_directory = path.contains("/directory/");
    if !path.contains(&names) || path.contains("/new/") || is_of_the_directory {
        return None;
    }
    let (before, rest) = path.split_once(&names)?;
    let (_, rest) = rest.split_once('}')?;
    let command = match thing.name {
        "case" => "send_copy",
        "lawsuit" => "record_answer",
        "hearing" => "hold",
        "notice" => "approve",
        _ => "record_reply",
    };
    let clock = match thing.name {
        "case" => "Decision",
        "hearing" => "Notice",
        _ => "Answer",
    };
    let party = if thing.name == "case" { "0" } else { "2" };
    let rest = rest
        .replace("{command}", command)
        .replace("{entry}", "1")
        .replace("{clock}", clock)
        .replace("{instance}", "1")
        .replace("{party}", party)
        .replace("{addressee}", "1")
        .replace("{how}", "record");
    let question = if api && rest == "/explain" {
        if thing.name == "case" {
            "?clock=Decision"
        } else if thing.name == "suggestion" {
            "?party=1"
        } else {
            "?clock=Answer&instance=1&party=2"
        }
    } else {
        ""
    };
    Some(format!("{before}/{}s/{}{rest}{question}", thing.name, thing.id))
}

#[tokio::test] // S47
async fn nobody_opens_a_door_that_is_not_his_or_sees_a_thing_outside_his_reach() {
    let mut county = County::open().await;
    let mut wrong = Vec::new();
    let things = std::mem::take(&mut county.things);
    for (path, door) in portal::doors() {
        if path == "/api/clock/move" || path == "/sign-out" || path == "/api/sign-in" || path == "/sign-in" {
            continue;
        }
        for account in PEOPLE {
            let is_his = may(account, &door);
            let mut samples: Vec<(String, bool)> = things
                .iter()
                .filter_map(|thing| Some((filled(path, thing)?, thing.seen_by.contains(&account))))
                .collect();
            if samples.is_empty() && !path.contains('{') {
                samples.push((path.to_owned(), true));
            }
            for (address, is_inside) in samples {
                let page = county.answers(account, &address).await;
                let fits = match (is_his, is_inside) {
                    (false, _) => page.status == 403,
                    (true, false) => page.status == 404,
                    // Another's entry is put right by the head alone (S42).
                    (true, true) if address.contains("/entries/") => page.status < 500,
                    // What the law says to an empty command, or to a period that a case has not, is not the question here.
                    (true, true) => page.status != 403 && page.status < 500,
                };
                if !fits {
                    wrong.push(format!("{account} {address} ({door}, inside: {is_inside}): {}", page.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // Lists, counts, searches and exports show what is within reach, and nothing else.
    let lists = [
        ("case", "Cases", ["/cases", "/cases.csv", "/api/cases", "/cases?q=%E7%94%B2"].as_slice()),
        (
            "lawsuit",
            "Lawsuits",
            ["/lawsuits", "/lawsuits.csv", "/api/lawsuits", "/lawsuits?q=%E8%B5%B7%E8%AF%89"].as_slice(),
        ),
        ("case", "Search", ["/search?q=%E5%A4%8D%E8%AE%AE"].as_slice()),
        ("lawsuit", "Search", ["/search?q=%E8%B5%B7%E8%AF%89"].as_slice()),
        ("suggestion", "Search", ["/search?q=%E5%BB%BA%E8%AE%AE"].as_slice()),
        ("hearing", "Hearings", ["/hearings?month=2026-03", "/hearings/days/2026-03-20", "/api/hearings"].as_slice()),
        (
            "suggestion",
            "Suggestions",
            ["/suggestions", "/suggestions.csv", "/api/suggestions", "/suggestions?q=%E5%BB%BA%E8%AE%AE"].as_slice(),
        ),
    ];
    for (kind, door, addresses) in lists {
        for account in PEOPLE.into_iter().filter(|account| may(account, door)) {
            for address in addresses {
                let page = county.answers(account, address).await;
                for thing in things.iter().filter(|thing| thing.name == kind) {
                    let is_shown = page.body.contains(thing.sign);
                    assert_eq!(is_shown, thing.seen_by.contains(&account), "{account} {address}: {}", thing.sign);
                }
            }
        }
    }
}

#[tokio::test] // S47
async fn an_officer_is_not_told_of_what_another_organ_answered_and_owes() {
    let mut county = County::open().await;
    let market = county.bytes("/api/organs", "organs", "陇县市场监督管理局").await;
    let planning = county.bytes("/api/organs", "organs", "陇县发展和改革局").await;
    let court = county.bytes("/api/courts", "courts", "陇县人民法院").await;
    let registration = json!({
        "letter": { "kind": "Governance", "issuer": court, "issuer_name": "陇县人民法院", "issued_on": "2025-10-09", "title": "两家建议" },
        "addressees": [
            { "number": 1, "organ": market, "name": "陇县市场监督管理局", "received_on": "2026-02-25" },
            { "number": 2, "organ": planning, "name": "陇县发展和改革局", "received_on": "2025-10-10" },
        ],
        "area": "610327",
    });
    let suggestion = county.does(LIAISON, "/api/suggestions/new/commands", json!({ "register": registration })).await;
    county.call(HEAD, "GET", "/api/settled", &Value::Null).await;
    let page = format!("/suggestions/{suggestion}");
    for (account, overdue) in [(LIAISON, 1), (OFFICER, 0)] {
        let (_, list) = county.call(account, "GET", "/api/suggestions?state=overdue", &Value::Null).await;
        assert_eq!(list["total"], overdue, "{account}: {list}");
    }

    // Of the whole paper a reply is still owed; of the officer's organ none.
    let commands = format!("/api/suggestions/{suggestion}/commands");
    let reply = |addressee: u32, on: &str| json!({ "record_reply": { "addressee": addressee, "on": on, "delivered_on": on, "adoption": "Adopted" } });
    county.does(LIAISON, &commands, reply(1, "2026-02-27")).await;
    let of_both = [(LIAISON, "Open", "办理中"), (OFFICER, "Replied", "已回复")];
    for (account, stage, title) in of_both {
        let (_, one) = county.call(account, "GET", &format!("/api/suggestions/{suggestion}"), &Value::Null).await;
        let (_, steps) =
            county.call(account, "GET", &format!("/api/suggestions/{suggestion}/steps"), &Value::Null).await;
        assert_eq!((one["stage"].as_str(), steps["stage"].as_str()), (Some(stage), Some(stage)), "{account}");
        let shown = county.answers(account, &page).await;
        assert!(shown.body.contains(&format!("<span class=\"stage\">{title}</span>")), "{account}: {}", shown.body);
        for (state, is_there) in [("open", stage == "Open"), ("replied", stage == "Replied"), ("concluded", false)] {
            let list = county.answers(account, &format!("/suggestions?state={state}")).await;
            assert_eq!(list.body.contains("两家建议"), is_there, "{account} {state}");
        }
    }

    // What puts the other's reply right is of the other's.
    county.does(LIAISON, &commands, reply(2, "2025-11-10")).await;
    let amendment = |entry: i64| json!({ "entry": entry, "reason": "EntryError", "explanation": "核对原件" });
    let amend = |entry: i64, field: &str, value: &str| json!({ "amend": { "amendment": amendment(entry), "field": field, "value": value } });
    county.does(HEAD, &commands, amend(3, "adoption", "部分采纳")).await;
    county.does(HEAD, &commands, amend(1, "received_on/2", "2025-10-11")).await;
    county.does(HEAD, &commands, json!({ "strike": { "amendment": amendment(3) } })).await;
    for (account, is_told) in [(LIAISON, true), (OFFICER, false)] {
        let shown = county.answers(account, &page).await;
        for sign in ["改为“部分采纳”", "改为“2025-10-11”", "撤除误录"] {
            assert_eq!(shown.body.contains(sign), is_told, "{account} {sign}: {}", shown.body);
        }
        let (_, one) = county.call(account, "GET", &format!("/api/suggestions/{suggestion}"), &Value::Null).await;
        assert_eq!(one["entries"].as_array().expect("entries").len(), if is_told { 6 } else { 2 }, "{account}");
    }
    county.does(HEAD, &commands, amend(1, "title", "两家机关的建议")).await;
    assert!(county.answers(OFFICER, &page).await.body.contains("改为“两家机关的建议”"), "it concerns the paper");
}

#[tokio::test] // S47
async fn an_officer_is_told_of_what_his_organ_owes_in_a_lawsuit_and_not_of_what_another_does() {
    let mut county = County::open().await;
    let market = county.bytes("/api/organs", "organs", "陇县市场监督管理局").await;
    let planning = county.bytes("/api/organs", "organs", "陇县发展和改革局").await;
    let court = county.bytes("/api/courts", "courts", "陇县人民法院").await;
    let sued = |number: u32, organ: &Value, copied_on: &str| json!({ "number": number, "role": "CoDefendant", "kind": "OriginalOrgan", "organ": organ, "copy_received_on": copied_on });
    let registration = json!({
        "case_number": { "text": "（2026）陕0327行初9号" }, "court": { "id": court }, "docketed_on": "2026-02-10",
        "procedure": "Ordinary", "plaintiffs": [{ "number": 1, "kind": "Citizen", "name": "丙起诉" }],
        "defendants": [sued(2, &market, "2026-02-24"), sued(3, &planning, "2026-02-11")],
        "cause": "行政处罚", "act_title": "罚款决定",
    });
    let lawsuit = county.does(LIAISON, "/api/lawsuits/new/commands", json!({ "register": registration })).await;
    county.call(HEAD, "GET", "/api/settled", &Value::Null).await;
    let of_each: [(&str, &[u64]); 2] = [(LIAISON, &[2, 3]), (OFFICER, &[2])];
    let mut due = Vec::new();
    for (account, parties) in of_each {
        let (_, work) = county.call(account, "GET", "/api/work", &Value::Null).await;
        let duties = work["duties"].as_array().expect("duties").iter();
        let mut owed: Vec<u64> = duties
            .filter(|duty| duty["case"] == lawsuit)
            .map(|duty| duty["party"].as_u64().expect("a number"))
            .collect();
        owed.sort_unstable();
        assert_eq!(owed, parties, "{account}: {work}");
        let (_, list) = county.call(account, "GET", "/api/lawsuits", &Value::Null).await;
        let line = list["lawsuits"].as_array().expect("lawsuits").iter().find(|line| line["id"] == lawsuit);
        due.push(line.expect("the lawsuit")["due"].clone());
    }
    assert_eq!(due, ["2026-02-26", "2026-03-11"], "what is due next is the other's, and to the officer his own");
}

#[tokio::test] // S19, S47
async fn an_organ_that_was_taken_for_an_addressee_by_mistake_reads_the_paper_no_more() {
    let mut county = County::open().await;
    let market = county.bytes("/api/organs", "organs", "陇县市场监督管理局").await;
    let planning = county.bytes("/api/organs", "organs", "陇县发展和改革局").await;
    let court = county.bytes("/api/courts", "courts", "陇县人民法院").await;
    let suggestion =
        county.suggested("丙建议", "Governance", &court, "陇县人民法院", &planning, "陇县发展和改革局").await;
    let (page, commands) = (format!("/suggestions/{suggestion}"), format!("/api/suggestions/{suggestion}/commands"));
    let addressee = json!({ "number": 2, "organ": market, "name": "陇县市场监督管理局", "received_on": "2026-02-27" });
    let added = json!({ "add_addressee": { "addressee": addressee, "on": "2026-02-27" } });
    county.does(LIAISON, &commands, added).await;
    county.call(HEAD, "GET", "/api/settled", &Value::Null).await;
    assert!(county.answers(OFFICER, &page).await.body.contains("丙建议"));

    let amendment = json!({ "entry": 2, "reason": "EntryError", "explanation": "核对原件" });
    county.does(HEAD, &commands, json!({ "strike": { "amendment": amendment } })).await;
    county.call(HEAD, "GET", "/api/settled", &Value::Null).await;
    assert_eq!(county.answers(OFFICER, &page).await.status, 404);
    assert!(!county.answers(OFFICER, "/suggestions").await.body.contains("丙建议"));
    let (_, steps) = county.call(LIAISON, "GET", &format!("/api/suggestions/{suggestion}/steps"), &Value::Null).await;
    assert_eq!(steps["standings"].as_array().expect("standings").len(), 1, "{steps}");
    let list = county.answers(LIAISON, "/suggestions").await;
    assert!(!list.body.contains("陇县发展和改革局、陇县市场监督管理局"), "{}", list.body);
    // The history tells all that was entered.
    assert!(county.answers(LIAISON, &page).await.body.contains("增加被建议单位"));
}

#[tokio::test]
async fn without_signing_in_nothing_opens() {
    let settings =
        portal::Settings { listen: ([127, 0, 0, 1], 0).into(), practice: true, ..portal::Settings::default() };
    let opened = settings.opened.clone();
    let _system = System::of([directory::service(), reconsideration::service(), portal::service(settings)]).await;
    let mut browser = Browser::at(opened.door().await.expect("an open door").address);
    for (path, door) in portal::doors().into_iter().filter(|(_, door)| door != "Entrance") {
        let path = path.replace(['{', '}'], "");
        if path.starts_with("/api/") {
            for method in ["GET", "POST"] {
                let (status, _) = browser.call(method, &path, "nobody", &json!({})).await;
                assert!(matches!(status, 401 | 405), "{method} {path} ({door}): {status}");
            }
            continue;
        }
        for page in [browser.open(&path).await, browser.post(&path, &[]).await] {
            let is_asked = page.path.starts_with("/sign-in") || matches!(page.status, 400 | 401 | 405);
            assert!(is_asked, "{path} ({door}): {} {}", page.status, page.path);
        }
    }
}
