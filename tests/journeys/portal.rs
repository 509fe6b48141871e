//! The portal as the people of an office meet it: each at a browser without script, on the services as they are installed.

use std::collections::BTreeSet;

use proto::reconsideration::{StepsAnswer, StepsQuestion};
use songli_tests::System;
use songli_tests::browser::{Browser, Page, escaped};
use uuid::Uuid;

/// A system with a portal, and the people of the office.
pub struct Office {
    pub system: System,
    pub clerk: Browser,
    pub handler: Browser,
    pub other_handler: Browser,
    pub head: Browser,
    pub door: portal::Door,
}

/// The steps of an ordinary case to its decision, with what is entered beside what the forms suggest.
const PLAYED: [(&str, &[(&str, &str)]); 14] = [
    (
        "accept",
        &[
            ("conditions", "parties"),
            ("conditions", "interest"),
            ("conditions", "claims"),
            ("conditions", "in_time"),
            ("conditions", "in_scope"),
            ("conditions", "jurisdiction"),
            ("conditions", "not_pending"),
        ],
    ),
    ("send_acknowledgement", &[]),
    ("assign_handlers", &[("presiding", "li.ming"), ("others", "sun.li")]),
    ("join_third_party", &[("party.name", "赵六")]),
    ("send_copy", &[]),
    ("serve_copy", &[]),
    ("record_answer", &[]),
    ("hear_opinion", &[("mediation", "NoAnswer")]),
    ("hear_opinion", &[("mediation", "NoAnswer")]),
    ("hear_opinion", &[("mediation", "NoAnswer")]),
    ("settle_hearing", &[("required", "no")]),
    ("settle_committee", &[("required", "no")]),
    ("submit", &[]),
    ("decide", &[("item.1.kind", "Maintain"), ("approved_by.name", "县长")]),
];

impl Office {
    pub async fn open() -> Self {
        Box::pin(Self::on(None)).await
    }

    /// An office whose services have their databases on a server of its own.
    pub async fn on(postgres: Option<&backing::Postgres>) -> Self {
        let settings =
            portal::Settings { listen: ([127, 0, 0, 1], 0).into(), practice: true, ..portal::Settings::default() };
        let opened = settings.opened.clone();
        let services = [
            directory::service(),
            reconsideration::service(),
            appearances::service(),
            suggestions::service(),
            notices::service(),
            portal::service(settings),
        ];
        let system = match postgres {
            None => System::of(services).await,
            Some(postgres) => {
                let mut system = System::of([]).await;
                for service in services {
                    postgres.create_database(service.name()).await.expect("a database");
                    let database = postgres.url(service.name());
                    system.add(service, database).await;
                }
                system
            }
        };
        let door = opened.door().await.expect("an open door");
        system.settled().await;
        let mut admin = Browser::at(door.address);
        let first = door.first_password.clone().expect("a password at the first start");
        renew(&mut admin, "admin", &first).await;
        let mut browsers = Vec::new();
        let people = [
            ("qian.clerk", "钱收案", "Clerk"),
            ("li.ming", "李明", "Handler"),
            ("sun.li", "孙丽", "Handler"),
            ("wang.head", "王主任", "HeadOfBody"),
        ];
        for (account, name, role) in people {
            let page = admin.open("/accounts").await;
            let made = admin.submit(&page, &[("name", account), ("person", name), ("roles", role)], "save").await;
            let password = made.between("<code class=\"password\">", "</code>").expect("a first password");
            let mut browser = Browser::at(door.address);
            renew(&mut browser, account, password).await;
            browsers.push(browser);
        }
        let [clerk, handler, other_handler, head] = browsers.try_into().expect("four people");
        Self { system, clerk, handler, other_handler, head, door }
    }

    /// The clerk registers an application, and it gets a number.
    pub async fn registers(&mut self, applicant: &str) -> (Uuid, Page) {
        let page = self.clerk.open("/cases/new").await;
        let page = self.clerk.submit(&page, &application(&page, applicant), "save").await;
        assert_eq!(page.status, 200, "{}", page.body);
        let case = page.path.trim_start_matches("/cases/").split('?').next().and_then(|id| id.parse().ok());
        (case.unwrap_or_else(|| panic!("no case at {}: {}", page.path, page.body)), page)
    }

    /// The head takes a step as its form suggests it. Tells whether it was lawful.
    async fn takes(&mut self, case: Uuid, command: &str, entered: &[(&str, &str)]) -> bool {
        let steps = self.steps(case).await.steps;
        let Some(step) = steps.iter().find(|step| step.command == command) else { return false };
        let page = self.head.open(&format!("/cases/{case}/steps/{command}?party={}", step.party)).await;
        let page = self.head.submit(&page, entered, "save").await;
        assert!(page.body.contains("已保存"), "{command}: {}", page.body);
        true
    }

    /// The head takes a case to its decision.
    pub async fn decides(&mut self, case: Uuid) {
        for (command, entered) in PLAYED {
            self.takes(case, command, entered).await;
        }
    }

    pub async fn steps(&self, case: Uuid) -> StepsAnswer {
        let asked = StepsQuestion { case: case.as_bytes().to_vec() };
        self.system.ask("reconsideration", "Steps", &asked).await
    }

    async fn cases(&self) -> i64 {
        self.system.settled().await;
        let pool = self.system.database("portal").await;
        sqlx::query_scalar("SELECT count(*) FROM portal.case_file").fetch_one(&pool).await.expect("a number")
    }
}

/// The password that somebody has put in the place of his first one.
pub fn mine(account: &str) -> String {
    format!("office-2026-{}", account.len())
}

/// Signs in with a first password and puts one's own in its place.
async fn renew(browser: &mut Browser, account: &str, first: &str) {
    let page = browser.sign_in(account, first).await;
    assert!(page.body.contains("这是初始口令"), "{}", page.body);
    let own = mine(account);
    let page = browser.submit(&page, &[("old", first), ("new", &own), ("again", &own)], "save").await;
    assert!(!page.body.contains("没有保存"), "{}", page.body);
}

/// What is entered to register an application.
pub fn application<'a>(page: &'a Page, applicant: &'a str) -> Vec<(&'a str, &'a str)> {
    let respondent = page.body.split("<option value=\"").find(|option| option.contains("陇县市场监督管理局"));
    let respondent = respondent.and_then(|option| option.split('"').next()).expect("the bureau is in the list");
    vec![
        ("applicant.1.name", applicant),
        ("respondent.1.organ", respondent),
        ("act.title", "罚款500元的行政处罚决定"),
        ("act.kind", "Penalty"),
        ("act.document_number", "陇市监罚〔2026〕7号"),
        ("claim.1.text", "撤销该处罚决定"),
    ]
}

#[tokio::test] // S03 S05 S06 S49
async fn an_application_is_registered_once_however_often_it_is_saved() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    let (action, fields) = page.form(&application(&page, "王喆彧䶮"), "save");
    let mut twice = office.clerk.clone();
    let (first, second) = tokio::join!(office.clerk.post(&action, &fields), twice.post(&action, &fields));
    assert!(first.body.contains("陇政复〔2026〕1号") && second.body.contains("陇政复〔2026〕1号"));
    assert_eq!(office.cases().await, 1);
    let page = office.clerk.open(&first.path).await;
    for shown in [
        "王喆彧䶮",
        "陇县市场监督管理局",
        "行政复议申请审查期限",
        "2026-03-09",
        "怎么算的",
        "下一步",
        "要办的事",
        "审查并决定是否受理",
        "未确定（登记人 钱收案）",
        "第 0 个工作日 / 5 个工作日",
    ] {
        assert!(page.body.contains(shown), "{shown} is not on {}", page.body);
    }
    let by_number = office.clerk.open(&format!("/cases/{}", escaped("陇政复[2026]1号"))).await;
    assert!(by_number.body.contains("王喆彧䶮"));
    let list = office.clerk.open("/cases").await;
    assert!(list.body.contains("王喆彧䶮") && list.body.contains("1 件"));
}

#[tokio::test] // S12
async fn a_make_up_saturday_counts_and_the_notice_that_made_it_so_is_named() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    // Friday before the Spring Festival: the Saturday is worked, then nine days are not.
    let entered = [application(&page, "春节前"), vec![("received_on", "2026-02-13")]].concat();
    let saved = office.clerk.submit(&page, &entered, "save").await;
    let case = saved.path.split('?').next().expect("an address");
    let explained = office.clerk.open(&format!("{case}/deadlines/Review/0")).await;
    for said in [
        "2026年2月27日",
        "2026-02-14 星期六 第1日（春节调休上班）",
        "2026-02-23 星期一 不计入（春节休假）",
        "国务院办公厅关于2026年部分节假日安排的通知",
    ] {
        assert!(explained.body.contains(said), "{said} is not on {}", explained.body);
    }
    assert!(!explained.body.contains("2025年部分节假日"), "a year without a part in it is named");
}

#[tokio::test] // S05 S11 S52 S56
async fn bad_input_is_named_at_its_field_and_nothing_is_lost() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    let mut entered = application(&page, "<b>张三</b>");
    entered.push(("received_on", "２０２６－３－３"));
    let future = office.clerk.submit(&page, &entered, "save").await;
    assert_eq!(future.status, 422);
    assert!(future.body.contains("2026-03-03") && future.body.contains("href=\"#f-received_on\""), "{}", future.body);
    assert!(future.body.contains("&#60;b&#62;张三") && !future.body.contains("<b>张三"));
    let long = "长".repeat(10_000);
    let mut entered = application(&page, &long);
    entered.push(("received_on", "2026.2.30"));
    let wrong = office.clerk.submit(&page, &entered, "save").await;
    assert!(wrong.body.contains("最多200个字") && wrong.body.contains("只有28天"), "{}", wrong.status);
    assert!(wrong.body.contains(&long), "what was typed is still there");
    let right = office.clerk.submit(&future, &[("received_on", "3月2日")], "save").await;
    assert!(right.body.contains("陇政复〔2026〕1号") && !right.body.contains("<b>张三"), "{}", right.body);
    let case = right.path.trim_start_matches("/cases/").split('?').next().unwrap_or_default();
    let page = office.clerk.open(&format!("/cases/{case}/steps/issue_supplement_notice")).await;
    let clash = office.clerk.submit(&page, &[("on", "2月27日"), ("items", "身份证明")], "save").await;
    assert!(clash.status == 422 && clash.body.contains("2026-03-02"), "{}", clash.body);
    assert!(clash.body.contains("href=\"#f-on\"") && clash.body.contains("身份证明"), "{}", clash.body);
}

#[tokio::test] // S01
async fn a_likely_twin_is_shown_and_going_on_needs_a_reason() {
    let mut office = Office::open().await;
    office.registers("张三").await;
    let page = office.clerk.open("/cases/new").await;
    let again = office.clerk.submit(&page, &application(&page, "张三"), "save").await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("继续登记的理由"), "{}", again.body);
    let going_on = office.clerk.submit(&again, &[("twin.reason", "针对另一份处罚决定")], "save").await;
    assert!(
        going_on.body.contains("陇政复〔2026〕2号") && going_on.body.contains("针对另一份处罚决定"),
        "{}",
        going_on.body
    );
}

#[tokio::test] // R-TER-6
async fn who_settled_and_withdrew_is_found_when_he_applies_again() {
    let mut office = Office::open().await;
    let (case, _) = office.registers("李四").await;
    assert!(office.takes(case, PLAYED[0].0, PLAYED[0].1).await);
    let settled = [("ground", "Withdrawn"), ("withdrawal.on", "2026-03-02"), ("withdrawal.reason", "Settled")];
    assert!(office.takes(case, "terminate", &settled).await);
    let page = office.clerk.open("/cases/new").await;
    let again = office.clerk.submit(&page, &application(&page, "李四"), "save").await;
    assert!(again.status == 422 && again.body.contains("继续登记的理由"), "{}", again.body);
    assert!(again.body.contains("终止（达成和解）") && again.body.contains("第七十四条第二款"), "{}", again.body);
}

#[tokio::test] // S17, S43
async fn the_page_offers_the_steps_that_the_service_would_take_and_no_others() {
    let mut office = Office::open().await;
    let (case, _) = office.registers("张三").await;
    for (command, entered) in PLAYED {
        every_step_is_there(&mut office, case).await;
        let is_taken = office.takes(case, command, entered).await;
        // Everybody in the case is heard; there are fewer than could be.
        assert!(is_taken || command == "hear_opinion", "{command} is not lawful");
    }
    let page = office.head.open(&format!("/cases/{case}")).await;
    assert!(page.body.contains("陇政复决字〔2026〕1号") && page.body.contains("已决定"), "{}", page.body);
    let after = every_step_is_there(&mut office, case).await;

    // The newest entry is the decision: its result was typed in wrong.
    let decision = page.attributes("href").into_iter().find(|link| link.contains("/entries/")).expect("a correction");
    let form = office.head.open(decision).await;
    let right = [("to.item_kind/1", "Revoke"), ("to.item_causes/1", "Procedure"), ("explanation", "看错决定书")];
    let page = office.head.submit(&form, &right, "save").await;
    assert!(page.body.contains("维持 → 撤销") && page.body.contains("已决定"), "{}", page.body);
    assert_eq!(every_step_is_there(&mut office, case).await.steps, after.steps, "it stays closed");
    let form = office.head.open(&format!("/cases/{case}/entries/1")).await;
    assert!(form.body.contains("整个案件（共"), "{}", form.body);
    let page = office.head.submit(&form, &[("change", "strike"), ("explanation", "误点")], "save").await;
    assert!(page.status == 422 && page.body.contains("撤除整个案件不能恢复"), "{}", page.body);
}

/// What the service would take stands on the page, each with a form that opens; what it would refuse has no link.
async fn every_step_is_there(office: &mut Office, case: Uuid) -> StepsAnswer {
    let steps = office.steps(case).await;
    let page = office.head.open(&format!("/cases/{case}")).await;
    let lawful: BTreeSet<(String, u32)> = steps.steps.iter().map(|step| (step.command.clone(), step.party)).collect();
    let commands = page.attributes("data-step").into_iter().map(str::to_owned);
    let parties = page.attributes("data-party").into_iter().map(|party| party.parse().expect("a number"));
    let shown: BTreeSet<(String, u32)> = commands.zip(parties).collect();
    assert_eq!(shown, lawful);
    assert!(!page.body.contains("升级本机程序"), "a step without a form: {}", page.body);
    for (command, party) in &lawful {
        let form = office.head.open(&format!("/cases/{case}/steps/{command}?party={party}")).await;
        assert_eq!(form.status, 200, "{command}");
        assert!(!form.body.contains("现在不能办理"), "{command}: {}", form.body);
    }
    let pool = office.system.database("portal").await;
    let stage: String = sqlx::query_scalar("SELECT stage FROM portal.case_file WHERE id = $1")
        .bind(case)
        .fetch_one(&pool)
        .await
        .expect("it");
    assert_eq!(stage, steps.stage);
    steps
}

#[tokio::test] // S48
async fn the_second_of_two_editors_sees_what_changed_and_keeps_his_text() {
    let mut office = Office::open().await;
    let (case, _) = office.registers("张三").await;
    let address = format!("/cases/{case}/steps/issue_supplement_notice");
    let mine = office.handler.open(&address).await;
    let hers = office.head.open(&address).await;
    let saved = office.head.submit(&hers, &[("items", "补充身份证明")], "save").await;
    assert!(saved.body.contains("已保存"), "{}", saved.body);
    let clash = office.handler.submit(&mine, &[("items", "补充处罚决定书复印件")], "save").await;
    assert!(clash.body.contains("王主任") && clash.body.contains("补充处罚决定书复印件"), "{}", clash.body);
}

#[tokio::test] // S08 S14
async fn the_buckets_add_up_and_each_count_is_the_length_of_its_list() {
    let mut office = Office::open().await;
    for name in ["甲", "乙", "丙"] {
        office.registers(name).await;
    }
    office.system.pass(20).await;
    let (case, _) = office.registers("丁").await;
    let page = office.clerk.open("/").await;
    let counts: Vec<i64> = page
        .body
        .split("<span class=\"count\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next()?.parse().ok())
        .collect();
    assert_eq!(counts[0], counts[1..].iter().sum::<i64>(), "{counts:?}");
    for (bucket, count) in ["overdue", "today", "soon", "later", "paused", "undated"].iter().zip(&counts[1..]) {
        let list = office.clerk.open(&format!("/?bucket={bucket}")).await;
        assert_eq!(i64::try_from(list.body.matches("data-row").count()).expect("few"), *count, "{bucket}");
    }
    // Accepted by lapse of time, and nobody was told so.
    assert!(page.body.contains("发送受理通知") && page.body.contains("确定两名以上承办人员"));
    assert!(office.clerk.open("/?bucket=soon").await.body.contains(&case.to_string()));
}

#[tokio::test] // S47
async fn what_a_handler_may_not_read_is_nowhere() {
    let mut office = Office::open().await;
    let (case, _) = office.registers("张三").await;
    office.system.pass(14).await;
    let form = office.head.open(&format!("/cases/{case}/steps/assign_handlers")).await;
    let saved = office.head.submit(&form, &[("presiding", "li.ming"), ("others", "wang.head")], "save").await;
    assert!(saved.body.contains("已保存"), "{}", saved.body);
    office.system.settled().await;
    let doors = ["/".to_owned(), "/cases".to_owned(), format!("/cases?q={}", escaped("张三")), "/cases.csv".to_owned()];
    for door in &doors {
        assert!(office.handler.open(door).await.body.contains("张三"), "{door}");
        assert!(!office.other_handler.open(door).await.body.contains("陇政复"), "{door}");
    }
    for door in ["", "/steps/send_copy", "/deadlines/Decision/0", "/entries/1"] {
        assert_eq!(office.other_handler.open(&format!("/cases/{case}{door}")).await.status, 404, "{door}");
    }
    assert_eq!(office.handler.open(&format!("/cases/{case}/steps/extend")).await.status, 403);
    assert_eq!(office.handler.open("/accounts").await.status, 403);
    let token = signed_in(&mut office, "sun.li").await;
    let api = &mut office.other_handler.clone();
    let (_, list) = api.call("GET", "/api/cases", &token, &serde_json::Value::Null).await;
    assert_eq!(list["total"], 0);
    for door in ["", "/steps", "/deadlines", "/entries"] {
        let (status, _) = api.call("GET", &format!("/api/cases/{case}{door}"), &token, &serde_json::Value::Null).await;
        assert_eq!(status, 404, "{door}");
    }
}

#[tokio::test] // S51
async fn an_account_is_closed_when_its_open_cases_are_another_s() {
    let mut office = Office::open().await;
    let (case, _) = office.registers("张三").await;
    office.system.pass(14).await;
    let form = office.head.open(&format!("/cases/{case}/steps/assign_handlers")).await;
    office.head.submit(&form, &[("presiding", "li.ming"), ("others", "wang.head")], "save").await;
    office.system.settled().await;
    let mut admin = Browser::at(office.door.address);
    admin.sign_in("admin", &mine("admin")).await;
    let form = admin.open("/accounts/li.ming").await;
    for leaves in [("closed", "on"), ("roles", "Clerk")] {
        let refused = admin.submit(&form, &[leaves], "save").await;
        assert!(refused.status == 422 && refused.body.contains("1 件没有办结"), "{}", refused.body);
    }
    assert_eq!(office.handler.open("/cases").await.status, 200);
    let form = office.head.open(&format!("/cases/{case}/steps/assign_handlers")).await;
    office.head.submit(&form, &[("presiding", "sun.li"), ("others", "wang.head")], "save").await;
    office.system.settled().await;
    let form = admin.open("/accounts/li.ming").await;
    let closed = admin.submit(&form, &[("closed", "on")], "save").await;
    assert_eq!(closed.path, "/accounts", "{}", closed.body);

    // What nobody handles yet is the registrar's, and what waits to be sent its writer's.
    let form = admin.open("/accounts/qian.clerk").await;
    let (other, _) = office.registers("李四").await;
    let refused = admin.submit(&form, &[("closed", "on")], "save").await;
    assert!(refused.status == 422 && refused.body.contains("1 件没有确定承办人"), "{}", refused.body);
    let kept = admin.submit(&form, &[("roles", "Handler")], "save").await;
    assert_eq!(kept.path, "/accounts", "{}", kept.body);
    office.system.pass(14).await;
    let form = office.head.open(&format!("/cases/{other}/steps/assign_handlers")).await;
    office.head.submit(&form, &[("presiding", "sun.li"), ("others", "wang.head")], "save").await;
    office.system.settled().await;
    let pool = office.system.service("portal").running.pool();
    let waits = "INSERT INTO portal.draft (command_id, account, form, title, entered, state, kept_at)
        VALUES (gen_random_uuid(), 'qian.clerk', '/cases/new', '', '', 'Waiting', 0)";
    sqlx::query(waits).execute(pool).await.expect("a line");
    let form = admin.open("/accounts/qian.clerk").await;
    let refused = admin.submit(&form, &[("closed", "on")], "save").await;
    assert!(refused.status == 422 && refused.body.contains("1 条内容等待补发"), "{}", refused.body);
}

#[tokio::test]
async fn a_browser_s_cookie_counts_for_nothing_in_the_api() {
    let mut office = Office::open().await;
    let pages = office.clerk.open("/cases").await;
    assert_eq!(pages.status, 200);
    let (status, _) = office.clerk.call("GET", "/api/cases", "nobody", &serde_json::Value::Null).await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn the_api_says_in_chinese_and_by_a_code_what_is_wrong_with_a_call() {
    let mut office = Office::open().await;
    let token = signed_in(&mut office, "qian.clerk").await;
    let nothing = serde_json::json!({});
    for (method, path, status, code, text) in [
        ("GET", "/api/work?page=many", 400, "Malformed", "请求无法解读：page"),
        ("GET", "/api/work?page=9223372036854775807", 200, "", ""),
        ("GET", "/api/cases?q=%00", 200, "", ""),
        ("GET", "/api/cases/%00", 404, "NotFound", "没有这个案件"),
        ("GET", "/api/nothing", 404, "NotFound", "没有这个地址"),
        ("POST", "/api/cases", 405, "Malformed", "请求方法"),
        ("POST", "/api/sign-in", 422, "Malformed", "请求无法解读：missing field `account`"),
        ("POST", "/api/cases/new/commands", 400, "Malformed", "请求无法解读"),
        ("GET", "/api/notices", 200, "", ""),
        ("GET", "/api/accounts", 404, "NotFound", ""),
    ] {
        let (answered, answer) = office.clerk.call(method, path, &token, &nothing).await;
        assert_eq!(answered, status, "{path}: {answer}");
        assert_eq!(answer["code"].as_str().unwrap_or_default(), code, "{path}: {answer}");
        assert!(answer["error"].as_str().unwrap_or_default().contains(text), "{path}: {answer}");
    }
    let page = office.clerk.open("/cases/new").await;
    let case = office.clerk.submit(&page, &application(&page, "张三"), "save").await.path;
    let commands = format!("/api{}/commands", case.split('?').next().expect("an address"));
    let recount = serde_json::json!({ "command": { "recount": {} } });
    let (status, answer) = office.clerk.call("POST", &commands, &token, &recount).await;
    assert!(status == 403 && answer["error"].as_str().is_some_and(|why| why.contains("由系统自动办理")), "{answer}");
    let (status, answer) = office.clerk.call("GET", "/api/cases", "nobody", &nothing).await;
    assert_eq!((status, answer["code"].as_str()), (401, Some("NotSignedIn")), "{answer}");
}

#[tokio::test]
async fn guesses_at_once_lock_like_guesses_in_turn() {
    let office = Office::open().await;
    let guess = |password: String| {
        let mut browser = Browser::at(office.door.address);
        async move {
            let asked = serde_json::json!({ "account": "li.ming", "password": password });
            browser.call("POST", "/api/sign-in", "", &asked).await.0
        }
    };
    assert_eq!(guess("wrong-0".to_owned()).await, 401);
    assert_eq!(guess(mine("li.ming")).await, 200, "who knows it begins anew");
    let answers = futures::future::join_all((0..40).map(|n| guess(format!("wrong-{n}")))).await;
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 35, "{answers:?}");
    assert_eq!(guess(mine("li.ming")).await, 429);
    let asked = serde_json::json!({ "account": "sun.li", "password": mine("sun.li") });
    let (status, _) = Browser::at(office.door.address).call("POST", "/api/sign-in", "", &asked).await;
    assert_eq!(status, 200, "the office's address is not locked by one account");
}

async fn signed_in(office: &mut Office, account: &str) -> String {
    let body = serde_json::json!({ "account": account, "password": mine(account) });
    let (status, answer) = office.clerk.clone().call("POST", "/api/sign-in", "", &body).await;
    assert_eq!(status, 200, "{answer}");
    answer["token"].as_str().expect("a token").to_owned()
}

#[tokio::test] // S03 S17
async fn a_program_plays_a_case_over_the_api() {
    let mut office = Office::open().await;
    let token = signed_in(&mut office, "qian.clerk").await;
    let api = &mut Browser::at(office.door.address);
    let (_, organs) = api.call("GET", "/api/organs", &token, &serde_json::Value::Null).await;
    let organs = organs["organs"].as_array().expect("organs").clone();
    let bureau = organs.iter().find(|organ| organ["code"] == "610327-scjgj").expect("the bureau");
    let id = office.system.clock.new_id();
    let receive = serde_json::json!({ "command_id": id, "command": { "receive": {
        "received_on": "2026-03-02", "channel": "InPerson", "number": { "area": "610327" },
        "parties": [{ "number": 1, "role": "Applicant", "kind": "Citizen", "name": "张三" }],
        "respondents": [{ "number": 2, "organ": bureau["bytes"], "name": bureau["name"] }],
        "act": { "kind": "Penalty", "title": "罚款", "served": "Unknown" },
        "claims": [{ "number": 1, "kind": "Revoke", "text": "撤销罚款" }],
    } } });
    let (status, first) = api.call("POST", "/api/cases/new/commands", &token, &receive).await;
    assert_eq!((status, first["repeated"].as_bool()), (200, Some(false)), "{first}");
    let (_, again) = api.call("POST", "/api/cases/new/commands", &token, &receive).await;
    assert_eq!((again["case"].clone(), again["repeated"].as_bool()), (first["case"].clone(), Some(true)));
    let (_, moved) = api.call("POST", "/api/clock/move", &token, &serde_json::json!({ "days": 8 })).await;
    assert_eq!(moved["today"], "2026-03-10");
    office.system.settled().await;
    let case = id.to_string();
    let (_, one) = api.call("GET", &format!("/api/cases/{case}"), &token, &serde_json::Value::Null).await;
    assert_eq!((one["stage"].as_str(), one["accepted_on"].as_str()), (Some("Accepted"), Some("2026-03-09")), "{one}");
    let extend = serde_json::json!({ "command": { "extend": { "on": "2026-03-10", "days": 30 } } });
    let (status, _) = api.call("POST", &format!("/api/cases/{case}/commands"), &token, &extend).await;
    assert_eq!(status, 403);
    let early = serde_json::json!({ "command": { "send_copy": { "on": "2026-03-01", "method": "Direct" } } });
    let (status, no) = api.call("POST", &format!("/api/cases/{case}/commands"), &token, &early).await;
    assert_eq!((status, no["field"].as_str()), (422, Some("on")), "{no}");
}

#[tokio::test] // S02 S50
async fn with_the_broker_down_nothing_is_lost_and_nothing_doubled() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    office.system.nats.kill9();
    let unsent = office.clerk.submit(&page, &application(&page, "张三"), "save").await;
    assert!(unsent.body.contains("自动补发") && unsent.body.contains("等待补发"), "{}", unsent.body);
    let reading = office.clerk.open("/cases").await;
    assert!(reading.status == 200 && reading.body.contains("消息服务中断"), "{}", reading.body);
    office.system.nats.restart().await.expect("it starts again");
    songli_tests::until("it was sent again by itself", async || {
        let drafts = office.clerk.clone().open("/drafts").await;
        drafts.body.contains("已补发").then_some(())
    })
    .await;
    assert_eq!(office.cases().await, 1);
}

#[tokio::test] // S02
async fn a_session_that_ended_while_a_form_was_open_gives_the_text_back() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    let home = office.clerk.open("/").await;
    let token = home.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
    office.clerk.clone().post("/sign-out", &[("csrf".to_owned(), token)]).await;
    let ended = office.clerk.submit(&page, &application(&page, "王喆彧䶮"), "save").await;
    assert!(ended.body.contains("登录已经过期") && ended.body.contains("保存为草稿"), "{}", ended.body);
    let next = ended.between("name=\"next\" value=\"", "\"").expect("where to go on").to_owned();
    let fields = [("account", "qian.clerk"), ("password", &mine("qian.clerk")), ("next", &next)];
    let given_back =
        office.clerk.post("/sign-in", &fields.map(|(name, value)| (name.to_owned(), value.to_owned()))).await;
    assert!(given_back.body.contains("已恢复") && given_back.body.contains("王喆彧䶮"), "{}", given_back.body);
    let saved = office.clerk.submit(&given_back, &[], "save").await;
    assert!(saved.body.contains("陇政复〔2026〕1号"), "{}", saved.body);
    assert!(office.clerk.open("/drafts").await.body.contains("没有草稿"));
    assert_eq!(office.cases().await, 1);
}

#[tokio::test]
async fn what_has_served_its_purpose_is_swept_when_a_day_has_come() {
    const LEFT: &str = "SELECT (SELECT count(*) FROM portal.session WHERE seen_at = 0),
        (SELECT count(*) FROM portal.failed_sign_in WHERE whose = 'long ago'),
        (SELECT count(*) FROM portal.draft WHERE title = 'sent long ago')";
    let mut office = Office::open().await;
    let pool = office.system.service("portal").running.pool();
    for used_up in [
        "INSERT INTO portal.session (key, account, csrf, begun_at, seen_at, ended) VALUES ('old', 'admin', '', 0, 0, true)",
        "INSERT INTO portal.failed_sign_in (kind, whose, failures, last_at) VALUES ('account', 'long ago', 3, 0)",
        "INSERT INTO portal.draft (command_id, account, form, title, entered, state, kept_at)
         SELECT gen_random_uuid(), 'qian.clerk', '/cases/new', title, '', state, kept_at FROM (VALUES
             ('sent long ago', 'Sent', 0), ('sent just now', 'Sent', 4102444800000000), ('written long ago', 'Draft', 0))
             AS draft (title, state, kept_at)",
    ] {
        sqlx::query(used_up).execute(pool).await.expect("a line");
    }
    let left = async || sqlx::query_as::<_, (i64, i64, i64)>(LEFT).fetch_one(pool).await.expect("what is left");
    assert_eq!(left().await, (1, 1, 1));
    office.system.pass(1).await;
    songli_tests::until("it is swept", async || (left().await == (0, 0, 0)).then_some(())).await;
    let drafts = office.clerk.open("/drafts").await;
    assert!(drafts.path == "/drafts" && drafts.body.contains("written long ago"), "{}", drafts.body);
    assert!(drafts.body.contains("sent just now"), "{}", drafts.body);
}

#[tokio::test]
async fn with_the_database_down_the_form_comes_back_and_is_saved_once() {
    let servers = backing::Private::throw_away().await.expect("servers");
    let mut office = Box::pin(Office::on(Some(&servers.postgres))).await;
    let page = office.clerk.open("/cases/new").await;
    servers.postgres.kill9();
    let unsaved = office.clerk.submit(&page, &application(&page, "张三"), "save").await;
    assert_eq!(unsaved.status, 503, "{}", unsaved.body);
    assert!(unsaved.body.contains("再保存一次") && unsaved.body.contains("张三"), "{}", unsaved.body);
    servers.postgres.restart().await.expect("it starts again");
    let saved = songli_tests::until("the form is taken", async || {
        let again = office.clerk.clone().submit(&unsaved, &[], "save").await;
        (again.status == 200).then_some(again)
    })
    .await;
    assert!(saved.body.contains("陇政复〔2026〕1号"), "{}", saved.body);
    assert_eq!(office.cases().await, 1);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_in_chinese() {
    let mut office = Office::open().await;
    for (address, status) in
        [("/nothing", 404), ("/cases/x/steps/accept", 400), ("/?page=gestern", 400), ("/cases/x", 404)]
    {
        let page = office.clerk.open(address).await;
        assert!(page.status == status && page.body.contains("回到首页"), "{address}: {}", page.body);
    }
}
