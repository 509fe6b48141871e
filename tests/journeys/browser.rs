//! The clerk and the head of the body at headless Chromium: everything is found by role and label, as the browser itself
//! tells them to assistive programs.

use directory::organ::organ_id;
use fantoccini::key::Key;
use proto::Message;
use proto::directory::{OrganCommand, OrganEntry, organ_command};
use songli_tests::chromium::Chromium;
use songli_tests::{accepted, command};

use crate::lawsuits_on_their_pages::County;
use crate::portal_of_the_county::{Office, mine};

/// The bureau that decides on work injuries.
const BUREAU: &str = "陇县人力资源和社会保障局";

/// The conditions of article 30, as the form has them ticked one by one.
pub const CONDITIONS: [&str; 7] = [
    "有明确的申请人和符合规定的被申请人",
    "申请人与行政行为有利害关系",
    "有具体的行政复议请求和理由",
    "在法定申请期限内提出",
    "属于行政复议范围",
    "属于本机关的管辖范围",
    "行政复议机关未受理过且人民法院未受理过",
];

/// An office that has the bureau in its directory, and a browser at its door.
async fn office() -> (Office, Chromium) {
    let office = Office::open().await;
    let entry = OrganEntry {
        code: "610327-rsj".to_owned(),
        name: BUREAU.to_owned(),
        kind: "Department".to_owned(),
        area: "610327".to_owned(),
        since: "2024-01-01".to_owned(),
        ..OrganEntry::default()
    };
    let stream = organ_id(&entry.code.clone().try_into().expect("a code")).uuid();
    let payload = OrganCommand { command: Some(organ_command::Command::Register(entry)) }.encode_to_vec();
    let register = command(office.system.clock.new_id(), stream, payload);
    accepted(office.system.send("directory", "Organ", &register).await);
    office.system.settled().await;
    let chromium = Chromium::open(office.door.address).await;
    (office, chromium)
}

async fn signs_in(page: &Chromium, account: &str) {
    page.types("账号", account).await;
    page.types("口令", &mine(account)).await;
    page.clicks("button", "登录").await;
    page.sees(&["工作台"]).await;
}

/// Opens the form of a step; those that a late entry admits of on an earlier day are folded.
pub async fn takes(page: &Chromium, step: &str) {
    page.sees(&["下一步"]).await;
    page.unfolds_all().await;
    page.clicks("link", step).await;
    page.sees(&["保存之后"]).await;
}

pub async fn saves(page: &Chromium) {
    page.clicks("button", "保存").await;
    page.sees(&["已保存。"]).await;
}

/// L01: applied on 2 May 2024, supplemented, accepted on 20 May, a third party, extended on 16 July; all of it typed in on
/// 2 March 2026. The days and names that the source does not show are chosen here (选定).
#[tokio::test]
async fn l01_is_entered_late_and_has_the_dates_of_the_law() {
    let (_office, page) = office().await;
    page.goes_to("/").await;
    signs_in(&page, "qian.clerk").await;

    page.clicks("link", "登记收到申请").await;
    page.types("收到日期", "2024.5.2").await;
    page.types("已有编号", "陇政复〔2024〕85号").await;
    page.types("申请人姓名或者名称", "周八").await;
    page.chooses("被申请人", BUREAU).await;
    page.types("行政行为名称", "不予认定工伤决定").await;
    page.chooses("行政行为类型", "行政确认").await;
    page.types("知道行政行为的日期", "20240415").await;
    page.chooses("怎样知道的", "直接送达签收").await;
    page.types("具体请求", "撤销不予认定工伤决定").await;
    page.sees(&["行政复议申请审查期限", "2024-05-10"]).await;
    page.clicks("button", "保存并取号").await;
    page.sees(&["陇政复〔2024〕85号", "在申请期限内"]).await;

    takes(&page, "通知补正").await;
    page.types("通知日期", "2024.5.8").await;
    page.types("需要补正的内容", "补充与用工单位之间劳动关系的证明").await;
    saves(&page).await;

    takes(&page, "收到补正材料").await;
    page.types("收到日期", "2024.5.14").await;
    saves(&page).await;

    takes(&page, "受理").await;
    for condition in CONDITIONS {
        page.ticks("checkbox", condition).await;
    }
    page.types("受理日期", "2024.5.20").await;
    page.sees(&["60日，从2024-05-20起算，至2024-07-19"]).await;
    saves(&page).await;
    page.sees(&["普通程序审理期限：至 2024-07-19"]).await;

    takes(&page, "第三人参加").await;
    page.types("第三人姓名或者名称", "江城华兴建筑工程有限公司").await;
    page.chooses("第三人类型", "法人").await;
    page.ticks("radio", "通知参加").await;
    page.types("参加日期", "2024.6.3").await;
    saves(&page).await;
    page.clicks("button", "退出").await;

    signs_in(&page, "wang.head").await;
    page.goes_to("/cases/陇政复[2024]85号").await;
    page.sees(&["江城华兴建筑工程有限公司"]).await;
    takes(&page, "延长审理期限").await;
    page.types("批准日期", "2024.7.16").await;
    page.sees(&["由2024-07-19改为2024-08-19"]).await;
    saves(&page).await;
    page.sees(&["普通程序审理期限：至 2024-08-19"]).await;

    page.clicks("link", "怎么算的：普通程序审理期限").await;
    page.sees(&["2024年8月19日", "2024年8月18日（星期日）", "顺延"]).await;
}

#[tokio::test] // S46
async fn the_way_back_from_a_case_leads_to_the_list_as_it_was_filtered() {
    let (mut office, page) = office().await;
    office.registers("周八").await;
    page.goes_to("/cases?state=open&sort=due").await;
    page.types("账号", "qian.clerk").await;
    page.types("口令", &mine("qian.clerk")).await;
    page.clicks("button", "登录").await;
    page.clicks("link", "陇政复〔2026〕1号").await;
    page.sees(&["下一步"]).await;
    takes(&page, "通知补正").await;
    page.clicks("link", "返回 陇政复〔2026〕1号").await;
    page.sees(&["下一步"]).await;
    page.clicks("link", "返回案件列表").await;
    page.sees(&["周八", "筛选"]).await;
    assert_eq!(page.address().await, "/cases?state=open&sort=due");
    page.client.back().await.expect("the way back");
    page.sees(&["下一步"]).await;
}

#[tokio::test] // S16, S42
async fn the_form_that_puts_right_asks_for_what_striking_needs_once_that_is_chosen() {
    let (mut office, page) = office().await;
    office.registers("周八").await;
    page.goes_to("/cases/陇政复[2026]1号").await;
    signs_in(&page, "qian.clerk").await;
    page.clicks("link", "更正：收到申请 2026-03-02").await;
    page.sees(&["更正还是撤除", "改动有误的栏目"]).await;
    let shown = page.text().await.expect("a page");
    assert!(!shown.contains("确认撤除整个案件"), "{shown}");

    page.ticks("radio", "整个案件（共 1 条记录）撤除，不能恢复").await;
    page.sees(&["确认撤除整个案件"]).await;
    page.types("说明", "重复登记").await;
    page.clicks("button", "保存更正").await;
    page.sees(&["请核对后勾选确认"]).await;
    page.ticks("checkbox", "确认撤除整个案件；只是某一栏有误的，不要撤除，更正那一栏").await;
    page.clicks("button", "保存更正").await;
    page.sees(&["已保存。"]).await;
}

/// An ordinary application, by the keyboard alone. Every key counts; a Chinese character counts as one.
#[tokio::test] // S52
async fn a_keyboard_alone_registers_an_application() {
    let (_office, page) = office().await;
    page.goes_to("/sign-in").await;
    page.writes("qian.clerk").await;
    page.presses(Key::Tab).await;
    page.writes(&mine("qian.clerk")).await;
    page.presses(Key::Enter).await;
    page.sees(&["工作台"]).await;
    page.goes_to("/cases/new").await;
    page.sees(&["保存并取号"]).await;

    let mut keys = Keys { page: &page, pressed: 0, fields: 0 };
    keys.fill("申请人姓名或者名称", "周八").await;
    keys.choose("被申请人", "陇县市场监督管理局").await;
    keys.fill("行政行为名称", "罚款500元的行政处罚决定").await;
    keys.choose("行政行为类型", "行政处罚").await;
    keys.fill("文号", "陇市监罚〔2026〕7号").await;
    keys.fill("知道行政行为的日期", "2.26").await;
    keys.choose("怎样知道的", "直接送达签收").await;
    keys.fill("具体请求", "撤销该处罚决定").await;
    keys.reach("保存并取号").await;
    keys.press(Key::Enter).await;
    page.sees(&["陇政复〔2026〕1号", "周八", "2026-03-09", "在申请期限内"]).await;
    println!("an ordinary registration: {} fields, {} keystrokes", keys.fields, keys.pressed);
    assert!(keys.fields <= 8 && keys.pressed <= 70, "{} fields, {} keystrokes", keys.fields, keys.pressed);
}

/// Counts what is pressed.
struct Keys<'a> {
    page: &'a Chromium,
    pressed: usize,
    fields: usize,
}

impl Keys<'_> {
    async fn press(&mut self, key: Key) {
        self.page.presses(key).await;
        self.pressed += 1;
    }

    /// Goes on until this has the focus.
    async fn reach(&mut self, label: &str) {
        for _ in 0..60 {
            if self.page.focus().await.1 == label {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("“{label}” is not reached with the Tab key");
    }

    async fn fill(&mut self, label: &str, text: &str) {
        self.reach(label).await;
        self.page.writes(text).await;
        self.pressed += text.chars().count();
        self.fields += 1;
    }

    async fn choose(&mut self, label: &str, option: &str) {
        self.reach(label).await;
        for _ in 0..40 {
            let chosen = "return document.activeElement.selectedOptions[0].text;";
            if self.page.client.execute(chosen, Vec::new()).await.expect("a list").as_str() == Some(option) {
                self.fields += 1;
                return;
            }
            self.press(Key::Down).await;
        }
        panic!("“{label}” has no “{option}”");
    }
}

/// Every page, as each of the people meets it, empty, filled and with errors.
#[tokio::test] // S52
async fn nothing_on_any_page_keeps_somebody_out() {
    let (mut office, page) = office().await;
    page.goes_to("/sign-in").await;
    let mut obstacles = Obstacles { page: &page, found: Vec::new() };
    obstacles.look("sign-in").await;
    page.types("账号", "wang.head").await;
    page.types("口令", "wrong").await;
    page.clicks("button", "登录").await;
    page.sees(&["账号或者口令不对"]).await;
    obstacles.look("a wrong password").await;
    signs_in(&page, "wang.head").await;
    for empty in ["/", "/cases", "/drafts"] {
        obstacles.open(empty).await;
    }

    let (case, _) = office.registers("周八").await;
    let (decided, _) = office.registers("吴九").await;
    office.decides(decided).await;
    obstacles.open(&format!("/cases/{decided}")).await;
    office.system.pass(30).await;
    office.registers("郑十").await;
    let mut doors: Vec<String> = [
        "/?whose=all",
        "/?whose=mine&bucket=paused",
        "/cases",
        "/cases?q=nothing",
        "/cases?from=gestern",
        "/cases/new",
        "/password",
        "/nothing",
        "/accounts",
    ]
    .map(str::to_owned)
    .into();
    let steps = office.steps(case).await.steps.into_iter();
    doors.extend(steps.map(|step| format!("/cases/{case}/steps/{}?party={}", step.command, step.party)));
    doors.extend(
        ["", "?saved=1", "?show=papers", "/deadlines/Decision/0", "/entries/1", "/steps/decide"]
            .map(|door| format!("/cases/{case}{door}")),
    );
    for door in doors {
        obstacles.open(&door).await;
    }
    page.goes_to("/cases/new").await;
    page.clicks("button", "保存并取号").await;
    page.sees(&["没有保存，有"]).await;
    obstacles.look("a form with errors").await;
    page.clicks("button", "+ 再加一名申请人").await;
    page.find("textbox", "申请人2姓名或者名称").await;
    obstacles.look("a form with a row more").await;
    page.types("申请人姓名或者名称", "周八").await;
    page.sees(&["草稿已保存"]).await;
    obstacles.open("/drafts").await;
    // As if the registers were far behind what this person has written.
    let pool = office.system.database("portal").await;
    sqlx::query("UPDATE portal.session SET positions = '{\"reconsideration\": 1000000}'")
        .execute(&pool)
        .await
        .expect("a session");
    obstacles.open("/cases").await;
    obstacles.open(&format!("/cases/{}", office.system.clock.new_id())).await;
    // A page that comes again by itself would cross the way out.
    sqlx::query("UPDATE portal.session SET positions = '{}'").execute(&pool).await.expect("a session");
    page.goes_to("/cases").await;
    page.clicks("button", "退出").await;
    page.sees(&["登录"]).await;

    page.types("账号", "admin").await;
    page.types("口令", &mine("admin")).await;
    page.clicks("button", "登录").await;
    page.sees(&["新增账号"]).await;
    obstacles.look("/accounts").await;
    page.clicks("button", "新增账号").await;
    page.sees(&["没有保存，有"]).await;
    obstacles.look("accounts with errors").await;
    obstacles.open("/accounts/qian.clerk").await;
    assert!(obstacles.found.is_empty(), "{}", obstacles.found.join("\n"));
}

pub async fn practises(page: &Chromium, account: &str) {
    page.goes_to("/sign-in").await;
    page.types("账号", account).await;
    page.types("口令", portal::PRACTICE_PASSWORD).await;
    page.clicks("button", "登录").await;
    page.sees(&["退出"]).await;
}

#[tokio::test] // S24
async fn a_day_of_fifteen_hearings_is_printed_on_one_sheet_with_room_for_notes_and_without() {
    let mut county = County::open().await;
    for number in 1..=5 {
        let lawsuit = county.sued(&format!("（2026）陕0327行初{number}号")).await;
        for time in ["9点00分", "10点30分", "14点30分"] {
            county.plans(&lawsuit, "2026-03-20", time).await;
        }
    }
    let page = Chromium::open(county.door.address).await;
    practises(&page, "zhao.lin").await;
    for list in ["/hearings/days/2026-03-20", "/hearings/days/2026-03-20?notes=1"] {
        page.goes_to(list).await;
        page.sees(&["15 次开庭", "（2026）陕0327行初5号"]).await;
        assert_eq!(page.sheets().await, 1, "{list}");
    }
}

/// An ordinary hearing with who appeared, by the keyboard alone, and every page of lawsuits, hearings and suggestions.
#[tokio::test] // S52
async fn an_ordinary_appearance_takes_few_keys_and_no_page_of_the_liaison_keeps_somebody_out() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初12号").await;
    let page = Chromium::open(county.door.address).await;
    let mut obstacles = Obstacles { page: &page, found: Vec::new() };
    practises(&page, "zhao.lin").await;
    for empty in ["/", "/lawsuits", "/lawsuits/new", "/hearings", "/hearings/days/2026-03-02", "/suggestions"] {
        obstacles.open(empty).await;
    }

    page.goes_to(&format!("{lawsuit}/hearings/1/record")).await;
    page.sees(&["保存之后"]).await;
    let mut keys = Keys { page: &page, pressed: 0, fields: 0 };
    keys.choose("出庭负责人", "孙样本 副局长（副职）").await;
    keys.fill("工作人员", "吴科员 科员").await;
    keys.reach("保存").await;
    keys.press(Key::Enter).await;
    page.sees(&["负责人已出庭", "孙样本", "已保存"]).await;
    println!("an ordinary appearance: {} fields, {} keystrokes", keys.fields, keys.pressed);
    assert!(keys.fields <= 3 && keys.pressed <= 30, "{} fields, {} keystrokes", keys.fields, keys.pressed);
    let hearing = page.address().await;
    let hearing = hearing.split('?').next().expect("a path").to_owned();

    let mut doors: Vec<String> = [
        "/?whose=all",
        "/lawsuits?state=lost",
        "/lawsuits?from=gestern",
        "/hearings?month=2026-03",
        "/hearings/days/2026-03-02?notes=1",
        "/suggestions/new",
        "/directory/organs",
        "/directory/courts",
        "/directory/holidays",
        "/directory/holidays?year=2031",
        "/directory/settings",
        "/drafts",
    ]
    .map(str::to_owned)
    .into();
    doors.push(lawsuit.clone());
    doors.push(hearing.clone());
    doors.extend(["/hearings/1/new", "/deadlines/Answer/1/2", "/entries/1"].map(|door| format!("{lawsuit}{door}")));
    doors.extend(
        ["record_answer?party=2", "judge", "decide_without_hearing", "file_appeal", "open_instance?kind=Second"]
            .map(|step| format!("{lawsuit}/steps/{step}")),
    );
    doors.extend(["/steps/observe", "/steps/hold", "/entries/2"].map(|door| format!("{hearing}{door}")));
    for door in doors {
        obstacles.open(&door).await;
    }
    page.goes_to("/suggestions/new").await;
    page.clicks("button", "保存").await;
    page.sees(&["没有保存，有"]).await;
    obstacles.look("a suggestion with errors").await;
    page.clicks("button", "退出").await;
    for account in ["han.mei", "tang.ning", "feng.tao"] {
        practises(&page, account).await;
        obstacles.look(account).await;
        page.clicks("button", "退出").await;
    }
    assert!(obstacles.found.is_empty(), "{}", obstacles.found.join("\n"));
}

/// A quarter's figures and its notice from the first number to the issue, and what it was counted from.
#[tokio::test] // S52
async fn no_page_of_figures_and_notices_keeps_somebody_out() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初12号").await;
    let suggestion = county.suggested().await.path;
    let suggestion = suggestion.split('?').next().expect("a path").to_owned();
    let organ = organ_id(&"610327-scjgj".to_owned().try_into().expect("a code")).uuid();
    county.system.pass(30).await;
    let page = Chromium::open(county.door.address).await;
    let mut obstacles = Obstacles { page: &page, found: Vec::new() };

    practises(&page, "zhao.lin").await;
    for step in ["record_reply", "record_objection", "record_extension", "record_withdrawal", "remind", "close"] {
        obstacles.open(&format!("{suggestion}/steps/{step}?addressee=1")).await;
    }
    for door in ["", "/deadlines/1", "/entries/1"] {
        obstacles.open(&format!("{suggestion}{door}")).await;
    }
    page.goes_to("/").await;
    page.clicks("button", "退出").await;

    practises(&page, "he.jing").await;
    for door in ["/notices", "/search", "/search?q=行政处罚", "/search?q=没有这样的案件", &lawsuit] {
        obstacles.open(door).await;
    }
    page.goes_to("/notices/new?period=2026Q1").await;
    obstacles.look("a notice to begin").await;
    page.clicks("button", "开始").await;
    page.sees(&["正在汇总数据"]).await;
    obstacles.look("a notice that is begun").await;
    let notice = page.address().await;
    let notice = notice.split('?').next().expect("a path").to_owned();
    for (step, entered) in
        [("冻结数据", &[][..]), ("起草", &[]), ("审批", &[("审批人", "王军")]), ("印发", &[("签发人", "马国栋")])]
    {
        page.clicks("link", step).await;
        page.sees(&["保存之后"]).await;
        obstacles.look(step).await;
        let button = if step == "起草" { "保存通报稿" } else { step };
        if !entered.is_empty() {
            page.clicks("button", button).await;
            page.sees(&["没有保存，有"]).await;
            obstacles.look("a step of a notice with errors").await;
        }
        for (field, text) in entered {
            page.types(field, text).await;
        }
        page.clicks("button", button).await;
        page.sees(&["已保存。"]).await;
        obstacles.look(&format!("{step}, done")).await;
        if step == "冻结数据" {
            obstacles.open(&format!("{notice}/steps/unfreeze")).await;
            page.goes_to(&notice).await;
        }
    }
    for step in ["restate", "withdraw"] {
        obstacles.open(&format!("{notice}/steps/{step}")).await;
    }
    page.goes_to("/").await;
    page.clicks("button", "退出").await;

    practises(&page, "ma.guodong").await;
    let card = format!("/organs/{organ}/card?period=2026Q1");
    let supposed = "/figures?period=2026Q1&if.left_early=appeared";
    let members = "/figures/members?figure=app.heard&period=2026Q1&which=Denominator";
    for door in ["/government", "/figures?period=2026Q1", supposed, members, &card, "/notices", &notice, &suggestion] {
        obstacles.open(door).await;
    }
    assert!(obstacles.found.is_empty(), "{}", obstacles.found.join("\n"));
}

/// Gathers what is wrong with pages, so that all of it is told at once.
struct Obstacles<'a> {
    page: &'a Chromium,
    found: Vec<String>,
}

impl Obstacles<'_> {
    async fn open(&mut self, door: &str) {
        self.page.goes_to(door).await;
        self.look(door).await;
    }

    async fn look(&mut self, name: &str) {
        self.found.extend(self.page.obstacles().await.into_iter().map(|found| format!("{name}: {found}")));
    }
}
