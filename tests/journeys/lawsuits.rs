//! A lawsuit as the liaison meets it on the pages: registered, heard, judged; the hearing calendar and the day list; and a
//! suggestion with its reply.

use std::collections::BTreeSet;

use songli_tests::System;
use songli_tests::browser::{Browser, Page, escaped};

/// The county with all its services, on 2 March 2026.
pub struct County {
    pub system: System,
    pub door: portal::Door,
    liaison: Browser,
    court: Browser,
    officer: Browser,
}

impl County {
    pub async fn open() -> Self {
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
        let mut browsers = Vec::new();
        for account in ["zhao.lin", "han.mei", "feng.tao"] {
            let mut browser = Browser::at(door.address);
            let page = browser.sign_in(account, portal::PRACTICE_PASSWORD).await;
            assert_eq!(page.status, 200, "{account}");
            browsers.push(browser);
        }
        let [liaison, court, officer] = browsers.try_into().expect("three people");
        Self { system, door, liaison, court, officer }
    }

    /// Opens a form, fills it in and saves it.
    async fn fills(&mut self, form: &str, entered: &[(&str, &str)]) -> Page {
        let page = self.liaison.open(form).await;
        assert_eq!(page.status, 200, "{form}: {}", page.body);
        assert!(!page.body.contains("现在不能办理"), "{form}: {}", page.body);
        let page = self.liaison.submit(&page, entered, "save").await;
        assert!(page.body.contains("已保存"), "{form}: {}", page.body);
        self.system.settled().await;
        page
    }

    /// Registers a lawsuit against the market bureau and gives its address.
    pub async fn sued(&mut self, number: &str) -> String {
        let form = self.liaison.open("/lawsuits/new").await;
        let (court, bureau) = (option(&form, "陇县人民法院"), option(&form, "陇县市场监督管理局"));
        let entered = [
            ("number", number),
            ("court", court.as_str()),
            ("docketed_on", "2026-02-25"),
            ("act_title", "罚款500元的行政处罚决定"),
            ("cause", "行政处罚"),
            ("plaintiff.1.name", "周<b>八"),
            ("defendant.1.organ", bureau.as_str()),
            ("defendant.1.copy_on", "2026-03-02"),
        ];
        let page = self.fills("/lawsuits/new", &entered).await;
        page.path.split('?').next().expect("a path").to_owned()
    }

    /// Plans a hearing of the first instance.
    pub async fn plans(&mut self, lawsuit: &str, day: &str, time: &str) {
        let planned = [("day", day), ("time", time), ("room", "第三法庭"), ("d2.notice", "ShallNotify")];
        self.fills(&format!("{lawsuit}/hearings/1/new"), &planned).await;
    }

    /// Registers one suggestion of the court to two organs and gives its page.
    pub async fn suggested(&mut self) -> Page {
        let form = self.liaison.open("/suggestions/new").await;
        let court = option(&form, "陇县人民法院");
        let (market, planning) = (option(&form, "陇县市场监督管理局"), option(&form, "陇县发展和改革局"));
        let entered = [
            ("issuer", court.as_str()),
            ("kind", "Governance"),
            ("number", "陇法建〔2026〕3号"),
            ("issued_on", "2026-02-20"),
            ("title", "关于规范行政处罚程序的司法建议"),
            ("addressee.rows", "2"),
            ("addressee.1.organ", market.as_str()),
            ("addressee.1.received_on", "2026-02-24"),
            ("addressee.2.organ", planning.as_str()),
            ("addressee.2.received_on", "2026-02-26"),
            ("copied_to", "中共陇县县委依法治县办、陇县人大常委会"),
            ("problem.1.problem", "未告知听证权利"),
            ("problem.1.suggestion", "完善告知程序"),
        ];
        self.fills("/suggestions/new", &entered).await
    }
}

/// The value of an option that is shown with these words.
fn option(page: &Page, words: &str) -> String {
    let found = page.body.split("<option value=\"").find(|option| {
        option.split_once('>').is_some_and(|(_, text)| text.split('<').next().unwrap_or_default().contains(words))
    });
    let value = found.and_then(|option| option.split('"').next());
    value.unwrap_or_else(|| panic!("no option “{words}” on {}", page.path)).to_owned()
}

#[tokio::test] // S18 S20 S24 S49 S53 S56
async fn a_lawsuit_is_registered_heard_and_judged_on_the_pages() {
    let mut county = County::open().await;
    let lawsuit = county.sued("(2026)陕0327行初12号").await;
    let page = county.liaison.open(&lawsuit).await;
    for shown in ["（2026）陕0327行初12号", "周&#60;b&#62;八", "陇县市场监督管理局", "2026-03-17", "怎么算的", "下一步"]
    {
        assert!(page.body.contains(shown), "{shown} is not on {}", page.body);
    }
    assert!(!page.body.contains("<b>八"), "markup is text");
    // The court's number is found in every usual writing, by address and by search.
    for written in ["（2026）陕0327行初12号", "(2026)陕0327行初12号", "〔2026〕陕０３２７行初12号"]
    {
        let found = county.liaison.open(&format!("/lawsuits/{}", escaped(written))).await;
        assert!(found.body.contains("周&#60;b&#62;八"), "{written}: {}", found.status);
        let list = county.liaison.open(&format!("/lawsuits?q={}", escaped(written))).await;
        assert!(list.body.contains("1 件"), "{written}");
        let straight = county.liaison.open(&format!("/search?q={}", escaped(written))).await;
        assert_eq!(straight.path, lawsuit, "{written}");
    }
    let found = county.liaison.open(&format!("/search?q={}", escaped("周<b>"))).await;
    assert!(found.body.contains("（2026）陕0327行初12号") && found.path.starts_with("/search"), "{}", found.body);
    let nothing = county.liaison.open(&format!("/search?q={}", escaped("行初123号"))).await;
    assert!(nothing.body.contains("没有找到含有“行初123号”"), "{}", nothing.body);
    let explained = page.body.split("href=\"").find(|link| link.contains("/deadlines/Answer/")).expect("a date");
    let explained = county.liaison.open(explained.split('"').next().expect("an address")).await;
    assert!(explained.status == 200 && explained.body.contains("2026年3月17日"), "{}", explained.body);

    // Two hearings on different days are two rows with two attendances; one form, few fields.
    let form = county.liaison.open(&format!("{lawsuit}/hearings/1/record")).await;
    let head = option(&form, "孙样本");
    let shown_after = county
        .fills(
            &format!("{lawsuit}/hearings/1/record"),
            &[
                ("on", "2026-03-02"),
                ("d2.1.head", &head),
                ("d2.staff", "吴科员 科员"),
                ("d2.lawyers", "郑律师 某律师事务所"),
            ],
        )
        .await;
    for shown in ["负责人已出庭", "孙样本", "副局长", "工作人员 吴科员（科员）", "律师 郑律师"]
    {
        assert!(shown_after.body.contains(shown), "{shown} is not on {}", shown_after.body);
    }
    county.plans(&lawsuit, "2026-03-20", "9点30分").await;
    let page = county.liaison.open(&lawsuit).await;
    let hearings: BTreeSet<&str> =
        page.body.split("href=\"/hearings/").skip(1).filter_map(|link| link.split('"').next()).collect();
    assert_eq!(hearings.len(), 2, "{hearings:?}");

    // The court has them in its calendar and on its day list, and its part of the record, and no more.
    let calendar = county.court.open("/hearings?month=2026-03").await;
    assert!(calendar.body.contains("2026年3月") && calendar.body.contains("09:30"), "{}", calendar.body);
    let sheet = county.court.open("/hearings/days/2026-03-20?notes=1").await;
    for shown in ["第三法庭", "09:30", "应当通知", "（2026）陕0327行初12号", "备注"] {
        assert!(sheet.body.contains(shown), "{shown} is not on {}", sheet.body);
    }
    assert_eq!(county.court.open(&lawsuit).await.status, 403);
    assert!(!sheet.body.contains("href=\"/lawsuits"), "no way to where the court may not go");
    assert!(county.officer.open(&lawsuit).await.body.contains("负责人已出庭"));

    // What is owed stands on the work list, in buckets that add up, each as long as its count.
    let work = county.liaison.open("/").await;
    assert!(work.body.contains("提交答辩状、证据和依据") && work.body.contains("落实负责人出庭"), "{}", work.body);
    let numbers: Vec<usize> = work
        .body
        .split("<span class=\"count\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next()?.parse().ok())
        .collect();
    assert_eq!(numbers[0], numbers[1..].iter().sum::<usize>(), "{numbers:?}");
    for (bucket, count) in ["overdue", "today", "soon", "later", "paused", "undated"].iter().zip(&numbers[1..]) {
        let list = county.liaison.open(&format!("/?bucket={bucket}")).await;
        assert_eq!(list.body.matches("data-row").count(), *count, "{bucket}");
    }
}

#[tokio::test]
async fn a_hearing_bears_the_number_of_its_lawsuit_as_it_was_put_right() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初21号").await;
    let planned = [("day", "2026-03-20"), ("time", "9点30分"), ("d2.notice", "ShallNotify")];
    county.fills(&format!("{lawsuit}/hearings/1/new"), &planned).await;
    let change = [("to.case_number", "（2026）陕0327行初12号"), ("explanation", "案号录反")];
    county.fills(&format!("{lawsuit}/entries/1"), &change).await;
    for page in ["/hearings/days/2026-03-20", "/"] {
        let shown = county.liaison.open(page).await;
        assert!(shown.body.contains("行初12号") && !shown.body.contains("行初21号"), "{page}: {}", shown.body);
    }
    assert!(county.liaison.open("/hearings/days/2026-03-20").await.body.contains("陇县市场监督管理局"));
}

#[tokio::test] // S41
async fn what_is_put_right_reads_in_the_words_of_the_lists_and_every_offer_of_it_opens() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初15号").await;
    let form = county.liaison.open(&format!("{lawsuit}/hearings/1/record")).await;
    let head = option(&form, "钱示例");
    let hearing =
        county.fills(&format!("{lawsuit}/hearings/1/record"), &[("on", "2026-03-02"), ("d2.1.head", &head)]).await;
    let judged = [("on", "2026-03-02"), ("outcome.2.code", "J05"), ("outcome.2.causes", "Inaction")];
    county.fills(&format!("{lawsuit}/steps/judge?instance=1"), &judged).await;
    let mut judgment = None;
    for page in [lawsuit.clone(), hearing.path] {
        let page = county.liaison.open(&page).await;
        let links: Vec<&str> = page.body.split("href=\"").filter_map(|link| link.split('"').next()).collect();
        let links: Vec<&str> = links.into_iter().filter(|link| link.contains("/entries/")).collect();
        assert!(links.len() >= 2, "{}", page.body);
        for link in links {
            let form = county.liaison.open(link).await;
            assert_eq!(form.status, 200, "{link}");
            if form.body.contains("裁判结果") {
                judgment = Some(form.clone());
            }
            let why = [("change", "strike"), ("whole", "on"), ("explanation", "录错")];
            let said = county.liaison.submit(&form, &why, "check").await;
            for never in ["不能直接更正", "该记录由庭审带来"] {
                assert!(said.body.contains("保存之后") && !said.body.contains(never), "{link}: {}", said.body);
            }
        }
    }
    let form = judgment.expect("the judgment can be put right");
    assert!(form.body.contains("<option value=\"J05\" selected>责令履行法定职责</option>"), "{}", form.body);
    let change = [("to.code/2", "J04"), ("explanation", "看错判项")];
    let page = county.liaison.submit(&form, &change, "save").await;
    assert!(page.body.contains("责令履行法定职责 → 撤销并责令重作") && !page.body.contains("J0"), "{}", page.body);
}

#[tokio::test] // S50
async fn with_its_service_away_a_correction_waits_and_holds_nothing_else_up() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初16号").await;
    let correction = county.liaison.open(&format!("{lawsuit}/entries/1")).await;
    let paper = county.liaison.open("/suggestions/new").await;
    let (court, organ) = (option(&paper, "陇县人民法院"), option(&paper, "陇县市场监督管理局"));
    let appearances = county.system.stop("appearances").await;
    let suggestions = county.system.stop("suggestions").await;
    let change = [("to.docketed_on", "2月26日"), ("explanation", "看错日期")];
    let waits = county.liaison.submit(&correction, &change, "save").await;
    assert!(waits.body.contains("等待补发"), "{}", waits.body);
    let entered = [
        ("issuer", court.as_str()),
        ("kind", "Governance"),
        ("issued_on", "2026-02-20"),
        ("title", "关于规范行政处罚程序的司法建议"),
        ("addressee.1.organ", organ.as_str()),
    ];
    let waits = county.liaison.submit(&paper, &entered, "save").await;
    assert_eq!(waits.body.matches("等待补发").count(), 2, "{}", waits.body);
    county.system.add(suggestions::service(), suggestions).await;
    songli_tests::until("the suggestion was sent again by itself", async || {
        let drafts = county.liaison.clone().open("/drafts").await;
        (drafts.body.contains("已补发") && drafts.body.contains("等待补发")).then_some(())
    })
    .await;
    county.system.add(appearances::service(), appearances).await;
    songli_tests::until("the correction was sent again by itself", async || {
        let page = county.liaison.clone().open(&lawsuit).await;
        page.body.contains("2026-02-25 → 2026-02-26").then_some(())
    })
    .await;
}

#[tokio::test] // S17
async fn every_step_that_is_offered_has_a_form_that_opens() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初13号").await;
    every_form_opens(&mut county, &lawsuit).await;
    let form = county.liaison.open(&format!("{lawsuit}/hearings/1/record")).await;
    let head = option(&form, "钱示例");
    county.fills(&format!("{lawsuit}/hearings/1/record"), &[("on", "2026-03-02"), ("d2.1.head", &head)]).await;
    county.fills(&format!("{lawsuit}/steps/record_answer?instance=1&party=2"), &[("on", "2026-03-02")]).await;
    every_form_opens(&mut county, &lawsuit).await;
    let judged = [
        ("on", "2026-03-02"),
        ("outcome.2.code", "J02"),
        ("outcome.2.causes", "FactsUnclear"),
        ("outcome.2.served_on", "2026-03-02"),
        ("served_on_plaintiffs", "2026-03-02"),
    ];
    county.fills(&format!("{lawsuit}/steps/judge?instance=1"), &judged).await;
    every_form_opens(&mut county, &lawsuit).await;
    let page = county.liaison.open(&lawsuit).await;
    assert!(
        page.body.contains("撤销") && page.body.contains("败诉") && page.body.contains("2026-03-17"),
        "{}",
        page.body
    );
    // S18: a hearing that was forgotten is entered when the judgment is there.
    assert!(page.body.contains("补录开庭和出庭情况"), "{}", page.body);
    county.fills(&format!("{lawsuit}/hearings/1/record"), &[("on", "2026-03-02"), ("d2.1.head", &head)]).await;
    county.fills(&format!("{lawsuit}/steps/file_appeal?instance=1"), &[("appellants", "2")]).await;
    every_form_opens(&mut county, &lawsuit).await;
    // LAW 3.7, row 9: the appeal comes to nothing, as the court certifies.
    let (page, by_certificate) =
        (county.liaison.open(&lawsuit).await, "/steps/take_effect?instance=1&kind=Certificate");
    assert!(page.body.contains(&by_certificate.replace('&', "&#38;")), "{}", page.body);
    let certified = [("on", "2026-03-02"), ("paper.number", "（2026）陕0327行初13号生效证明")];
    county.fills(&format!("{lawsuit}{by_certificate}"), &certified).await;
    assert!(county.liaison.open(&lawsuit).await.body.contains("2026-03-02 生效"), "the result is effective");
}

/// Each step the page offers leads to a form that can be saved.
async fn every_form_opens(county: &mut County, lawsuit: &str) {
    let page = county.liaison.open(lawsuit).await;
    assert!(!page.attributes("data-step").is_empty(), "{}", page.body);
    let steps = page.body.split("class=\"step\" href=\"").skip(1).filter_map(|link| link.split('"').next());
    for step in steps.map(|step| step.replace("&#38;", "&")) {
        let form = county.liaison.open(&step).await;
        assert_eq!(form.status, 200, "{step}");
        assert!(!form.body.contains("现在不能办理"), "{step}: {}", form.body);
    }
}

#[tokio::test] // S19 S21 S22 S41
async fn a_hearing_entered_by_mistake_is_out_of_every_list_and_stays_in_the_history() {
    let mut county = County::open().await;
    let lawsuit = county.sued("（2026）陕0327行初14号").await;
    let absent =
        [("on", "2026-03-02"), ("d2.1.head", "nobody"), ("d2.staff", "吴科员 科员"), ("d2.absence.ground", "Accident")];
    let form = county.liaison.open(&format!("{lawsuit}/hearings/1/record")).await;
    let said = county.liaison.submit(&form, &absent, "check").await;
    assert!(said.body.contains("没有") && said.body.contains("保存之后"), "{}", said.body);
    let page = county.fills(&format!("{lawsuit}/hearings/1/record"), &absent).await;
    let hearing = page.path.split('?').next().expect("a path").to_owned();
    assert!(page.body.contains("意外事件") && page.body.contains("没有书面说明"), "{}", page.body);
    let entry = page.body.split("href=\"").find(|link| link.contains("/entries/")).expect("a correction");
    let entry = entry.split('"').next().expect("an address").to_owned();
    let strike = [("change", "strike"), ("reason", "EntryError"), ("explanation", "录到了别的案件")];
    let page = county.fills(&entry, &strike).await;
    for shown in ["误录", "现在正确录入", "返回列表", "录到了别的案件", "赵琳"] {
        assert!(page.body.contains(shown), "{shown} is not on {}", page.body);
    }
    assert!(!county.liaison.open(&lawsuit).await.body.contains(&hearing));
    assert!(!county.liaison.open("/hearings?month=2026-03").await.body.contains(&hearing));
}

#[tokio::test] // S27
async fn an_organ_to_which_a_paper_turns_out_to_be_addressed_too_has_a_clock_of_its_own() {
    let mut county = County::open().await;
    let page = county.suggested().await;
    let suggestion = page.path.split('?').next().expect("a path").to_owned();
    let adding = format!("{suggestion}/steps/add_addressee");
    let form = county.liaison.open(&adding).await;
    let third = option(&form, "陇县司法局");
    let added = [("organ", third.as_str()), ("on", "2026-03-01"), ("received_on", "2026-02-28")];
    let page = county.fills(&adding, &added).await;
    // From a Saturday on which people worked.
    for shown in ["陇县司法局", "2026-02-28", "2026-04-28"] {
        assert!(page.body.contains(shown), "{shown} is not on {}", page.body);
    }
}

#[tokio::test] // S03 S48
async fn what_gets_a_number_in_its_form_is_saved_once_and_after_another_under_the_next() {
    let mut county = County::open().await;
    let page = county.suggested().await;
    let suggestion = page.path.split('?').next().expect("a path").to_owned();
    let adding = format!("{suggestion}/steps/add_addressee");
    let (form, other_form) = (county.liaison.open(&adding).await, county.liaison.open(&adding).await);
    let justice = option(&form, "陇县司法局");
    let added = [("organ", justice.as_str()), ("on", "2026-03-02")];
    let page = county.liaison.submit(&form, &added, "save").await;
    assert!(page.body.contains("已保存"), "{}", page.body);
    county.system.settled().await;
    let page = county.liaison.submit(&form, &added, "save").await;
    assert!(page.body.contains("此前已经保存，没有重复登记"), "{}", page.body);
    let page = county.liaison.submit(&form, &[("organ", justice.as_str()), ("on", "2026-03-01")], "save").await;
    let link = format!("<a href=\"{suggestion}\">打开查看</a>");
    assert!(page.body.contains("此前已经保存，这一次改动的内容没有保存") && page.body.contains(&link), "{}", page.body);

    // Whoever had opened the form before is told of it, and saves under the number after.
    let approval = option(&other_form, "陇县行政审批局");
    let page = county.liaison.submit(&other_form, &[("organ", approval.as_str()), ("on", "2026-03-02")], "save").await;
    let link = format!("<a href=\"{suggestion}#e2\">增加被建议单位</a>");
    assert!(page.body.contains("有了新的记录") && page.body.contains(&link), "{}", page.body);
    let page = county.liaison.submit(&page, &[], "save").await;
    assert!(page.body.contains("已保存") && page.body.contains("陇县行政审批局"), "{}", page.body);
}

#[tokio::test] // S27 S28 S46 S-JUD-5 S-COM-5
async fn one_paper_to_two_organs_has_two_clocks_and_two_replies() {
    let mut county = County::open().await;
    let page = county.suggested().await;
    let suggestion = page.path.split('?').next().expect("a path").to_owned();
    for shown in [
        "陇法建〔2026〕3号",
        "2026-04-24",
        "2026-04-27",
        "未告知听证权利",
        "完善告知程序",
        "中共陇县县委依法治县办、陇县人大常委会",
    ] {
        assert!(page.body.contains(shown), "{shown} is not on {}", page.body);
    }
    let replied = [("on", "2026-03-02"), ("posted_on", "2026-03-02"), ("adoption", "Adopted"), ("summary", "已整改")];
    let page = county.fills(&format!("{suggestion}/steps/record_reply?addressee=1"), &replied).await;
    assert!(page.body.contains("按期") && page.body.contains("采纳"), "{}", page.body);
    let list = county.liaison.open("/suggestions?kind=Judicial&state=open").await;
    assert!(list.body.contains("2026-04-27") && list.body.contains("1 件"), "{}", list.body);
    // The officer of one organ is told of his own clock and reply, and not of the other's.
    let own = county.officer.open(&suggestion).await;
    assert!(own.body.contains("按期") && !own.body.contains("2026-04-27"), "{}", own.body);
    assert_eq!(county.officer.open(&format!("{suggestion}/deadlines/2")).await.status, 404);
    let found = county.court.open(&format!("/suggestions/{}", escaped("陇法建[2026]3号"))).await;
    assert!(found.body.contains("2026-04-27"), "{}", found.status);
    let steps = county.liaison.open(&suggestion).await;
    let steps = steps.body.split("class=\"step\" href=\"").skip(1).filter_map(|link| link.split('"').next());
    for step in steps.map(|step| step.replace("&#38;", "&")) {
        let form = county.liaison.open(&step).await;
        assert!(form.status == 200 && !form.body.contains("现在不能办理"), "{step}: {}", form.body);
    }
}
