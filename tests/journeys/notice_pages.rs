//! A quarter from its facts to the issued notice and the restatement, through the pages, on the services as they are
//! installed. Every printed number is opened, and its set counted.

use std::collections::HashMap;

use futures::StreamExt as _;
use kernel::id::Id;
use proto::appearances::{
    Attendance, CaseNumber, Companion, Court, Defendant, Head, HearingCommand, Holding, Judgment, LawsuitCommand,
    NoticeTo, Outcome, Plaintiff, Plan, Recording, Registration, hearing_command, lawsuit_command,
};
use proto::common::{Answer, answer};
use proto::directory::{OrganCommand, OrganEntry, organ_command};
use proto::paper::{Problem, Problems, Rendered, rendered};
use proto::{Message, subject};
use serde::Deserialize;
use songli_tests::browser::{Browser, Page};
use songli_tests::{System, accepted, command};
use uuid::Uuid;

const COURT: &str = "陕0327";
pub const BUREAU: &str = "610327-scjgj";
const APPROVALS: &str = "610327-xzspj";

/// A system with all services but the one that sets papers, and the people of a practice system.
pub struct County {
    pub system: System,
    door: portal::Door,
}

/// A lawsuit of the first instance as these tests tell it.
pub struct Suit {
    pub serial: u32,
    pub organ: &'static str,
    pub docketed_on: &'static str,
    pub heard_on: &'static str,
    /// The rank of the head who came; none: staff only.
    pub head: Option<&'static str>,
    /// The result and its day.
    pub judged: Option<(&'static str, &'static str)>,
}

impl County {
    pub async fn open() -> Self {
        let settings =
            portal::Settings { listen: ([127, 0, 0, 1], 0).into(), people: true, ..portal::Settings::default() };
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
        Self { system, door }
    }

    pub async fn person(&self, account: &str) -> Browser {
        let mut browser = Browser::at(self.door.address);
        let page = browser.sign_in(account, portal::PRACTICE_PASSWORD).await;
        assert_eq!(page.status, 200, "{account}: {}", page.body);
        browser
    }

    async fn tells(&self, kind: &str, stream: Uuid, payload: Vec<u8>) {
        let command = command(self.system.clock.new_id(), stream, payload);
        accepted(self.system.send("appearances", kind, &command).await);
    }

    /// The directory comes to know the government of a county whose code is before this one's.
    async fn knows_a_neighbour(&self) {
        let entry = OrganEntry {
            code: "610326-xzf".to_owned(),
            name: "眉县人民政府".to_owned(),
            kind: "CountyGovernment".to_owned(),
            area: "610326".to_owned(),
            since: "2024-01-01".to_owned(),
            ..OrganEntry::default()
        };
        let organ = Id::<()>::named("Organ", &entry.code).uuid();
        let payload = OrganCommand { command: Some(organ_command::Command::Register(entry)) }.encode_to_vec();
        let command = command(self.system.clock.new_id(), organ, payload);
        accepted(self.system.send("directory", "Organ", &command).await);
        self.system.settled().await;
    }

    pub async fn sued(&self, suit: &Suit) {
        let lawsuit = self.system.clock.new_id();
        let number = format!("（2026）{COURT}行初{}号", suit.serial);
        let registration = Registration {
            case_number: Some(CaseNumber { text: number, ..CaseNumber::default() }),
            court: Some(Court { code: COURT.to_owned(), ..Court::default() }),
            docketed_on: suit.docketed_on.to_owned(),
            plaintiffs: vec![Plaintiff { number: 1, kind: "Citizen".to_owned(), name: "周八".to_owned() }],
            defendants: vec![Defendant {
                number: 2,
                role: "Defendant".to_owned(),
                kind: "OriginalOrgan".to_owned(),
                organ: id("Organ", suit.organ),
                ..Defendant::default()
            }],
            cause: "行政处罚".to_owned(),
            field: "F02".to_owned(),
            matter: "X01".to_owned(),
            act_title: "罚款500元的行政处罚决定".to_owned(),
            claims: "撤销该处罚决定".to_owned(),
            ..Registration::default()
        };
        self.lawsuit(lawsuit, lawsuit_command::Command::Register(registration)).await;
        self.heard(lawsuit, suit.heard_on, suit.head).await;
        if let Some((code, on)) = suit.judged {
            let causes = if code == "J04" { vec!["FactsUnclear".to_owned()] } else { Vec::new() };
            let outcome = Outcome { defendant: 2, code: code.to_owned(), causes, ..Outcome::default() };
            let judgment = Judgment {
                instance: 1,
                form: "Judgment".to_owned(),
                judged_on: on.to_owned(),
                outcomes: vec![outcome],
                ..Judgment::default()
            };
            self.lawsuit(lawsuit, lawsuit_command::Command::Judge(judgment)).await;
        }
    }

    async fn lawsuit(&self, lawsuit: Uuid, told: lawsuit_command::Command) {
        self.tells("Lawsuit", lawsuit, LawsuitCommand { command: Some(told) }.encode_to_vec()).await;
    }

    /// A hearing that took place, entered at once.
    async fn heard(&self, lawsuit: Uuid, on: &str, head: Option<&str>) {
        let hearing = self.system.clock.new_id();
        let head = head.map(|level| Head {
            name: "钱示例".to_owned(),
            post: "负责人".to_owned(),
            level: level.to_owned(),
            statement: "负责人身份证明".to_owned(),
            spoke: "Yes".to_owned(),
            ..Head::default()
        });
        let staff = Companion {
            name: "何样本".to_owned(), post: "法制股工作人员".to_owned(), ..Companion::default()
        };
        let attendance =
            Attendance { defendant: 2, heads: head.into_iter().collect(), staff: vec![staff], ..Attendance::default() };
        let notice = NoticeTo { defendant: 2, notice: "MayNotify".to_owned(), ..NoticeTo::default() };
        let plan = Plan { day: on.to_owned(), notices: vec![notice], ..Plan::default() };
        let holding = Holding { on: on.to_owned(), attendances: vec![attendance], ..Holding::default() };
        let told = HearingCommand {
            command: Some(hearing_command::Command::Record(Recording { plan: Some(plan), holding: Some(holding) })),
            lawsuit: lawsuit.as_bytes().to_vec(),
            instance: 1,
            hearing: hearing.as_bytes().to_vec(),
            ..HearingCommand::default()
        };
        self.tells("Hearing", hearing, told.encode_to_vec()).await;
    }
}

fn id(kind: &str, key: &str) -> Vec<u8> {
    Id::<()>::named(kind, key).uuid().as_bytes().to_vec()
}

/// A number on a page, and where its set is opened.
#[derive(Debug, Deserialize)]
pub struct Number {
    pub text: String,
    pub address: String,
}

impl Number {
    /// S32: it is the size of its set, or the ratio of two.
    pub fn is_the_size_of(&self, set: &Set) {
        let Self { text, address } = self;
        assert_eq!(set.members, set.size, "{text} {address}");
        if text.contains('%') || text.contains("无案件") {
            assert_eq!(*text, printed(set.counted, set.size), "{address}");
        } else {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            assert_eq!(digits.parse().ok(), Some(set.size), "{text} {address}");
        }
    }
}

/// The numbers of a page that are marked so.
fn numbers(page: &Page, mark: &str) -> Vec<Number> {
    let anchors = page.body.split("<a ").skip(1).filter_map(|anchor| anchor.split_once("</a>"));
    let number = |(anchor, _): (&str, &str)| {
        let (tag, text) = anchor.split_once('>')?;
        let address = tag.split_once("href=\"")?.1.split('"').next()?.replace("&#38;", "&");
        tag.contains(mark).then(|| Number { text: text.to_owned(), address })
    };
    anchors.filter_map(number).collect()
}

/// A set as its pages show it.
#[derive(Debug, Default, Deserialize)]
pub struct Set {
    size: usize,
    members: usize,
    counted: usize,
}

async fn opened(browser: &mut Browser, address: &str) -> Set {
    let mut set = Set::default();
    let mut next = Some(address.to_owned());
    while let Some(address) = next {
        let page = browser.open(&address).await;
        assert_eq!(page.status, 200, "{address}: {}", page.body);
        set.size = page.between("<span data-size>", "</span>").and_then(|size| size.parse().ok()).expect("a size");
        set.members += page.body.matches("data-member>").count();
        set.counted += page.body.matches(">计入分子<").count() + page.body.matches(">计入<").count();
        next = page.body.split("<a href=\"").skip(1).find_map(|anchor| {
            let (tag, _) = anchor.split_once('>')?;
            tag.contains("rel=\"next\"").then(|| tag.split('"').next().unwrap_or_default().replace("&#38;", "&"))
        });
    }
    set
}

/// Half up, from whole numbers: 6.16%.
fn printed(counted: usize, of: usize) -> String {
    if of == 0 {
        return "无案件".to_owned();
    }
    let hundredths = (counted * 20_000 + of) / (2 * of);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Opens every number of a page, each set once, and tells how many numbers there are. A change opens what it is a change of.
async fn every_number_is_its_set(browser: &mut Browser, page: &Page) -> usize {
    let (numbers, changes) = (numbers(page, "data-number"), numbers(page, "data-compared"));
    let mut sets = HashMap::new();
    for Number { address, .. } in numbers.iter().chain(&changes) {
        if !sets.contains_key(address) {
            sets.insert(address, opened(browser, address).await);
        }
        assert_eq!(sets[address].members, sets[address].size, "{address}");
    }
    for number in &numbers {
        number.is_the_size_of(&sets[&number.address]);
    }
    numbers.len()
}

/// The same of a page of figures: what they are compared with and their quarters are among the numbers.
async fn every_figure_is_its_set(browser: &mut Browser, page: &Page) -> usize {
    for mark in ["data-compared", "data-trend"] {
        assert!(page.body.contains(&format!("data-number {mark}>")), "{mark}: {}", page.body);
    }
    every_number_is_its_set(browser, page).await
}

/// S02: what was being written in a form is offered when it is opened again.
async fn offers_its_draft(browser: &mut Browser, address: &str) {
    let form = browser.open(address).await;
    assert!(!form.body.contains("恢复草稿"), "{address}");
    let (_, mut fields) = form.form(&[], "save");
    let about = [("draft.form", address.split('?').next().unwrap_or_default()), ("draft.title", "通报")];
    fields.extend(about.map(|(name, value)| (name.to_owned(), value.to_owned())));
    browser.post("/drafts", &fields).await;
    let again = browser.open(address).await;
    assert!(again.body.contains("恢复草稿"), "{address}: {}", again.body);
    let draft = again.between("没有保存的草稿。<a href=\"", "\"").expect("an address").replace("&#38;", "&");
    assert!(browser.open(&draft).await.body.contains("已恢复"), "{draft}");
}

/// Takes a step of a notice by its form.
pub async fn takes(browser: &mut Browser, notice: &str, step: &str, entered: &[(&str, &str)]) -> Page {
    let form = browser.open(&format!("{notice}/steps/{step}")).await;
    let page = browser.submit(&form, entered, "save").await;
    assert!(page.body.contains("已保存"), "{step}: {}", page.body);
    page
}

/// Where the notice is that was begun last.
pub fn begun_at(page: &Page) -> String {
    page.path.split('?').next().unwrap_or_default().to_owned()
}

/// Takes a notice that was begun to its issue.
pub async fn issues(browser: &mut Browser, notice: &str) {
    for (step, entered) in
        [("freeze", &[][..]), ("draft", &[]), ("approve", &[("name", "王军")]), ("issue", &[("signer", "马国栋")])]
    {
        takes(browser, notice, step, entered).await;
    }
}

/// The other pages of figures open their sets too, and say which quarter still runs.
async fn shows_figures_that_open(editor: &mut Browser, card: &str) {
    for page in [card, "/government", "/government?period=2026Q1"] {
        let page = editor.open(page).await;
        assert!(every_figure_is_its_set(editor, &page).await > 100);
    }
    let running = editor.open("/government").await.body;
    assert!(running.contains("最近八个季度，2026年第二季度尚未结束"), "{running}");
}

/// S38: neither a number that is not known nor one that was typed.
async fn is_refused_other_numbers(editor: &mut Browser, draft: &Page) {
    for (text, why) in [
        ("本季{app.herd}", "没有“{app.herd}”这个数字"),
        ("负责人出庭应诉率99.00%。", "“出庭应诉”第1自然段中的“99.00%”是直接写入的数字"),
    ] {
        let wrong = editor.submit(draft, &[("block.1.text", text)], "save").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains(why), "{}", wrong.body);
    }
}

/// S31: as on the paper, which has its day on the last line, and of the signer nothing: only what goes upward names him.
fn reads_as_its_paper(issued: &Page) {
    assert_eq!(issued.between("class=\"red-head\">", "<"), Some("陇县司法局文件"));
    let read = issued.between("<article", "</article>").expect("a paper");
    assert!(read.contains("<span>2026年4月11日印发</span>"), "{read}");
    assert!(!read.contains("签发人") && !read.contains("马国栋"), "{read}");
}

/// Figures without their formula say nothing.
async fn has_formulas_in_words(editor: &mut Browser, pages: &[&str]) {
    for page in pages {
        let body = editor.open(page).await.body;
        assert!(body.contains("开庭审理的件次") && body.contains("50.00%"), "the formula in words, {page}: {body}");
    }
}

/// Who may not read lawsuits sees how many a set has, and none of them.
async fn a_set_shows_what_a_posts_doors_open(county: &County, editor: &mut Browser, figures: &Page, card: &str) {
    let lost = "/figures/members?period=2026Q1&figure=loss.first.all&which=Denominator";
    assert!(editor.open(lost).await.body.contains("行初1号") && editor.open(card).await.body.contains("行初1号"));
    let mut clerk = county.person("qian.fang").await;
    let closed = clerk.open(lost).await.body;
    assert!(closed.contains("不在您的岗位范围内") && !closed.contains("行初"), "{closed}");
    assert!(every_number_is_its_set(&mut clerk, figures).await > 30, "S32: as many rows, though closed");
    let closed = clerk.open(card).await.body;
    assert!(closed.contains("案件不在您的岗位范围内") && !closed.contains("行初"), "{closed}");
}

#[tokio::test] // S31 S32 S36 S38 S39 S47
async fn a_quarter_is_frozen_drafted_approved_issued_and_put_right() {
    let county = County::open().await;
    let suits = [
        Suit {
            serial: 1,
            organ: BUREAU,
            docketed_on: "2026-01-05",
            heard_on: "2026-01-20",
            head: Some("Principal"),
            judged: Some(("J04", "2026-02-10")),
        },
        Suit {
            serial: 2,
            organ: BUREAU,
            docketed_on: "2026-01-06",
            heard_on: "2026-02-03",
            head: None,
            judged: Some(("J01", "2026-02-20")),
        },
        Suit {
            serial: 3,
            organ: APPROVALS,
            docketed_on: "2026-01-07",
            heard_on: "2026-02-04",
            head: Some("Deputy"),
            judged: None,
        },
    ];
    for suit in &suits {
        county.sued(suit).await;
    }
    county.system.pass(40).await;
    county.knows_a_neighbour().await;
    let mut editor = county.person("he.jing").await;

    let figures = editor.open("/figures?period=2026Q1").await;
    assert!(figures.body.contains("66.67%") && figures.body.contains("app.heard"), "{}", figures.body);
    assert!(every_figure_is_its_set(&mut editor, &figures).await > 300);
    assert!(figures.body.contains("最近八个季度\"") && !figures.body.contains("尚未结束"), "{}", figures.body);

    let card = format!("/organs/{}/card?period=2026Q1", Id::<()>::named("Organ", BUREAU).uuid());
    shows_figures_that_open(&mut editor, &card).await;
    has_formulas_in_words(&mut editor, &["/government?period=2026Q1", &card]).await;
    a_set_shows_what_a_posts_doors_open(&county, &mut editor, &figures, &card).await;

    offers_its_draft(&mut editor, "/notices/new?period=2026Q1").await;
    let form = editor.open("/notices/new?period=2026Q1").await;
    let begun = editor.submit(&form, &[], "save").await;
    assert!(begun.body.contains("正在汇总数据"), "{}", begun.body);
    let notice = begun_at(&begun);
    offers_its_draft(&mut editor, &format!("{notice}/steps/freeze")).await;
    takes(&mut editor, &notice, "freeze", &[]).await;

    let draft = editor.open(&format!("{notice}/steps/draft")).await;
    assert!(draft.body.contains("{app.heard}") && draft.body.contains("66.67%"), "{}", draft.body);
    is_refused_other_numbers(&mut editor, &draft).await;
    let drafted = takes(&mut editor, &notice, "draft", &[("case.0.chosen", "on")]).await;
    assert!(!drafted.body.contains("周八"), "names are hidden");

    takes(&mut editor, &notice, "approve", &[("name", "王军"), ("post", "司法局局长")]).await;
    let mut leader = county.person("ma.guodong").await;
    assert_eq!(leader.open(&notice).await.status, 404, "a notice is its editors' own until it is issued");
    takes(&mut editor, &notice, "issue", &[("signer", "马国栋")]).await;
    county.system.settled().await;

    let issued = leader.open(&notice).await;
    assert!(issued.body.contains("〔2026〕1号") && issued.body.contains("公文排版服务尚未就绪"), "{}", issued.body);
    reads_as_its_paper(&issued);
    assert!(every_number_is_its_set(&mut leader, &issued).await > 30);
    let steps = editor.open(&notice).await;
    assert!(!steps.body.contains("/steps/freeze") && !steps.body.contains("/steps/draft"), "S39: {}", steps.body);

    let late = Suit {
        serial: 4,
        organ: BUREAU,
        docketed_on: "2026-02-01",
        heard_on: "2026-03-10",
        head: Some("Deputy"),
        judged: None,
    };
    county.sued(&late).await;
    county.system.settled().await;
    let offered = editor.open(&notice).await;
    assert!(offered.body.contains("印发以后的变化") && offered.body.contains("75.00%"), "{}", offered.body);
    let paper = |page: &Page| page.between("<article", "</article>").map(str::to_owned);
    assert_eq!(paper(&offered), paper(&steps), "S36: what was issued stays as it is");

    let restating = takes(&mut editor, &notice, "restate", &[]).await;
    let second = begun_at(&restating);
    assert_ne!(second, notice);
    issues(&mut editor, &second).await;
    county.system.settled().await;
    let restated = leader.open(&second).await;
    assert!(restated.body.contains("〔2026〕2号") && restated.body.contains("75.00%"), "{}", restated.body);
    assert!(leader.open(&notice).await.body.contains("已由新的通报更正"));

    let mut officer = county.person("feng.tao").await;
    let own = officer.open("/figures?period=2026Q1").await;
    assert!(own.body.contains("66.67%") && !own.body.contains("行政审批局"), "{}", own.body);
    assert!(every_number_is_its_set(&mut officer, &own).await > 10);
    let other = Id::<()>::named("Organ", APPROVALS).uuid();
    assert_eq!(officer.open(&format!("/organs/{other}/card?period=2026Q1")).await.status, 404);
    let read = officer.open(&second).await;
    assert!(read.body.contains("75.00%"), "an issued notice is read whole");
    assert!(every_number_is_its_set(&mut officer, &read).await > 0);

    let mut court = county.person("han.mei").await;
    for closed in ["/figures", "/notices", &notice, "/government", "/figures/members?figure=app.heard&period=2026Q1"] {
        assert_eq!(court.open(closed).await.status, 403, "{closed}");
    }
}

#[tokio::test] // S49
async fn the_lists_of_notices_wait_for_what_was_just_begun_or_say_that_they_are_behind() {
    const BEGUN: &str = "2026年第一季度通报";
    let county = County::open().await;
    let mut editor = county.person("he.jing").await;
    let form = editor.open("/notices/new?period=2026Q1").await;
    let register = county.system.database("notices").await;
    let mut held_up = register.begin().await.expect("a transaction");
    let hold = sqlx::query("SELECT FROM log.reader WHERE name = 'notices' FOR UPDATE").execute(&mut *held_up).await;
    assert_eq!(hold.expect("the register's place").rows_affected(), 1);
    let begun = editor.submit(&form, &[], "save").await;
    assert!(begun.body.contains("正在汇总数据"), "{}", begun.body);
    for list in ["/notices", "/government"] {
        let behind = editor.open(list).await;
        assert!(behind.body.contains("data-processing") && !behind.body.contains(BEGUN), "{list}: {}", behind.body);
    }
    // Asked for while the register is still held up.
    let (shown, released) = tokio::join!(editor.open("/notices"), held_up.rollback());
    released.expect("the register goes on");
    assert!(shown.body.contains(BEGUN) && !shown.body.contains("data-processing"), "{}", shown.body);
    assert!(editor.open("/government").await.body.contains(BEGUN));
}

#[tokio::test] // S50
async fn with_its_service_away_a_notice_is_begun_and_frozen_when_it_is_back() {
    let mut county = County::open().await;
    county.system.pass(40).await;
    let mut editor = county.person("he.jing").await;
    let form = editor.open("/notices/new?period=2026Q1").await;
    let notices = county.system.stop("notices").await;
    let waits = editor.submit(&form, &[], "save").await;
    assert!(waits.body.contains("等待补发"), "{}", waits.body);
    county.system.add(notices::service(), notices).await;
    let freeze = songli_tests::until("the notice is begun by itself", async || {
        let begun = editor.clone().open("/notices/2026Q1").await;
        begun.between("class=\"step\" href=\"", "\"").map(str::to_owned)
    })
    .await;
    let form = editor.open(&freeze).await;
    let notices = county.system.stop("notices").await;
    let waits = editor.submit(&form, &[], "save").await;
    assert!(waits.body.contains("等待补发"), "{}", waits.body);
    county.system.add(notices::service(), notices).await;
    songli_tests::until("it is frozen by itself", async || {
        editor.clone().open("/notices/2026Q1").await.body.contains("数据已冻结").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_cannot_be_printed_says_why() {
    const WHY: &str = "正文中的“𮧵”（U+2E9F5）没有字体可以显示";
    let county = County::open().await;
    county.system.pass(40).await;
    let bus = county.system.bus().await;
    let mut asked = bus.client.subscribe(subject::ask("paper", "Render")).await.expect("a subscription");
    tokio::spawn(async move {
        while let Some(request) = asked.next().await {
            let problem = Problem { text: WHY.to_owned(), ..Problem::default() };
            let problems = rendered::Outcome::Problems(Problems { problems: vec![problem] });
            let found = answer::Outcome::Found(Rendered { outcome: Some(problems) }.encode_to_vec());
            let said = Answer { outcome: Some(found) }.encode_to_vec();
            bus.client.publish(request.reply.expect("who asks"), said.into()).await.expect("an answer");
        }
    });
    let mut editor = county.person("he.jing").await;
    let form = editor.open("/notices/new?period=2026Q1").await;
    let notice = begun_at(&editor.submit(&form, &[], "save").await);
    issues(&mut editor, &notice).await;
    let page = songli_tests::until("it says why", async || {
        let page = editor.clone().open(&notice).await;
        page.body.contains(WHY).then_some(page)
    })
    .await;
    assert!(!page.body.contains("尚未就绪"), "{}", page.body);
}
