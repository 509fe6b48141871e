//! One dispute in headless Chromium, from the application to the notice that puts another right, done by those whose work it
//! is. `scenarios/story.txt` tells the same over the API.

use fantoccini::Locator;
use songli_tests::chromium::Chromium;

use crate::browser_of_the_clerk::{CONDITIONS, practises, saves, takes};
use crate::lawsuits_on_their_pages::County;
use crate::notice_on_its_pages::Number;

const BUREAU: &str = "陇县市场监督管理局";
const GOVERNMENT: &str = "陇县人民政府";
const PLANNING: &str = "陇县发展和改革局";
const COURT: &str = "陇县人民法院";

const CASE: &str = "陇政复〔2025〕1号";
const LAWSUIT: &str = "（2025）陕0327行初41号";
const SECOND_LAWSUIT: &str = "（2026）陕0327行初2号";
const SUGGESTION: &str = "陇法建〔2026〕3号";
const NOTICE: &str = "2026年第一季度通报";

/// The numbers of the page, each with where its set is opened.
const NUMBERS: &str = "
    return Array.from(document.querySelectorAll('a[data-number]')).map(function (number) {
        return { text: number.textContent, address: number.getAttribute('href') };
    });";
/// A set, through all its pages: how large it says it is, how many it lists, how many of those it counts.
const SET: &str = "
    var done = arguments[arguments.length - 1], set = { size: 0, members: 0, counted: 0 };
    (function open(address) {
        fetch(address).then(function (answer) { return answer.text(); }).then(function (html) {
            var page = new DOMParser().parseFromString(html, 'text/html'), next = page.querySelector('a[rel=next]');
            set.size = +page.querySelector('[data-size]').textContent;
            page.querySelectorAll('[data-member]').forEach(function (member) {
                set.members += 1;
                if (/^计入(分子)?$/.test(member.querySelector('.tag').textContent)) { set.counted += 1; }
            });
            if (next) { open(next.getAttribute('href')); } else { done(set); }
        });
    })(arguments[0]);";

struct Story {
    county: County,
    page: Chromium,
}

impl Story {
    async fn begins() -> Self {
        let county = County::open().await;
        let page = Chromium::open(county.door.address).await;
        Self { county, page }
    }

    /// A morning comes, and somebody signs in.
    async fn on(&self, day: &str, account: &str) {
        let morning = format!("{day}T09:00:00+08:00").parse().expect("an instant");
        self.county.system.clock.move_to(morning);
        self.county.system.settled().await;
        practises(&self.page, account).await;
    }

    /// Finds something in the list of the menu.
    async fn opens(&self, list: &str, name: &str) {
        self.page.clicks("link", list).await;
        self.page.clicks("link", name).await;
    }

    /// Takes a step as its form suggests it.
    async fn does(&self, step: &str) {
        takes(&self.page, step).await;
        saves(&self.page).await;
    }

    /// Takes a step of the notice, whose form is sent off by a button of its own.
    async fn advances(&self, step: &str, entered: &[(&str, &str)], button: &str) {
        takes(&self.page, step).await;
        for (label, text) in entered {
            self.page.types(label, text).await;
        }
        self.page.clicks("button", button).await;
        self.page.sees(&["已保存。"]).await;
    }

    /// Freezes the figures of the notice that is open.
    async fn freezes(&self) {
        self.advances("冻结数据", &[], "冻结数据").await;
        self.page.sees(&["数据已冻结"]).await;
    }

    /// Writes the notice around the lost case.
    async fn drafts(&self) {
        takes(&self.page, "起草").await;
        self.page.unfolds_all().await;
        self.page.ticks_in(&format!("某某诉{BUREAU}行政处罚案"), "checkbox", "写入通报").await;
        self.page.clicks("button", "保存通报稿").await;
        self.page.sees(&["已保存。"]).await;
    }

    async fn approves(&self) {
        let entered = [("审批人", "马国栋"), ("审批人职务", "领导"), ("审批意见", "同意印发")];
        self.advances("审批", &entered, "审批").await;
    }

    async fn issues(&self, number: &str) {
        self.advances("印发", &[("签发人", "马国栋")], "印发").await;
        self.page.sees(&["已印发", number]).await;
    }

    /// The paper as it stands on the page.
    async fn paper(&self) -> String {
        let paper = self.page.client.find(Locator::Css("article.paper")).await.expect("a paper");
        paper.html(true).await.expect("its content")
    }

    /// S32: opens every number of the page and counts what is behind it; the first one as a reader does.
    async fn every_number_is_its_set(&self) {
        let browser = &self.page.client;
        let numbers = browser.execute(NUMBERS, Vec::new()).await.expect("a page");
        let numbers: Vec<Number> = serde_json::from_value(numbers).expect("numbers");
        assert!(numbers.len() > 40, "{numbers:?}");
        for number in &numbers {
            let set = browser.execute_async(SET, vec![number.address.as_str().into()]).await.expect("a set");
            number.is_the_size_of(&serde_json::from_value(set).expect("a set"));
        }
        let first = browser.find(Locator::Css("a[data-number]")).await.expect("a number");
        self.page.clicks_on(&first).await;
        self.page.sees(&["据以认定的记录"]).await;
        self.page.clicks("link", "返回通报").await;
        self.page.sees(&["审批签发"]).await;
    }
}

/// 2025-08-04 to 2025-09-22: applied, supplemented, accepted, decided.
async fn reconsidered(story: &Story) {
    let page = &story.page;
    story.on("2025-08-04", "qian.fang").await;
    page.clicks("link", "登记收到申请").await;
    page.types("申请人姓名或者名称", "陈某").await;
    page.types("申请人送达地址", "城关镇").await;
    page.chooses("被申请人", BUREAU).await;
    page.types("行政行为名称", "罚款五万元的行政处罚决定").await;
    page.chooses("行政行为类型", "行政处罚").await;
    page.types("文号", "陇市监罚〔2025〕31号").await;
    page.types("知道行政行为的日期", "2025.7.22").await;
    page.chooses("怎样知道的", "直接送达签收").await;
    page.types("具体请求", "撤销陇市监罚〔2025〕31号行政处罚决定").await;
    page.clicks("button", "保存并取号").await;
    page.sees(&[CASE, "在申请期限内"]).await;

    story.on("2025-08-06", "qian.fang").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "通知补正").await;
    page.types("需要补正的内容", "身份证明复印件").await;
    saves(page).await;
    story.does("补正通知送达（陈某）").await;
    page.sees(&["2025-08-20"]).await;

    story.on("2025-08-12", "qian.fang").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "收到补正材料").await;
    page.types("补正了哪些材料", "身份证明复印件").await;
    saves(page).await;

    story.on("2025-08-15", "qian.fang").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "受理").await;
    for condition in CONDITIONS {
        page.ticks("checkbox", condition).await;
    }
    saves(page).await;
    page.sees(&["普通程序审理期限：至 2025-10-14"]).await;
    story.does("发送受理通知").await;

    story.on("2025-08-18", "wang.jun").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "确定承办人员").await;
    page.chooses("主办", "李明").await;
    page.ticks("checkbox", "孙丽").await;
    saves(page).await;

    story.on("2025-08-19", "li.ming").await;
    story.opens("行政复议案件", CASE).await;
    story.does("发送申请书副本").await;
    story.does(&format!("申请书副本送达（{BUREAU}）")).await;
    story.on("2025-08-28", "li.ming").await;
    story.opens("行政复议案件", CASE).await;
    story.does(&format!("收到答复（{BUREAU}）")).await;

    story.on("2025-09-03", "li.ming").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "听取意见（陈某）").await;
    page.ticks("radio", "电话").await;
    page.types("听取人", "李明、孙丽").await;
    page.ticks("radio", "愿意调解").await;
    saves(page).await;
    for question in ["确定是否听证", "确定是否提请行政复议委员会咨询"] {
        takes(page, question).await;
        page.ticks("radio", "否").await;
        saves(page).await;
    }
    story.on("2025-09-10", "li.ming").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "提请决定").await;
    page.types("拟作决定和理由", "处罚决定事实清楚，拟予维持").await;
    saves(page).await;

    story.on("2025-09-19", "wang.jun").await;
    story.opens("行政复议案件", CASE).await;
    takes(page, "作出行政复议决定").await;
    page.chooses("决定", "维持").await;
    page.types("批准人", "王军").await;
    saves(page).await;
    page.sees(&["已决定", "维持"]).await;
    story.on("2025-09-22", "li.ming").await;
    story.opens("行政复议案件", CASE).await;
    story.does("决定书送达（陈某）").await;
    story.does(&format!("决定书送达（{BUREAU}）")).await;
}

/// 2025-10-13 to 2026-01-15: both organs are sued; the bureau's principal comes, for the government staff alone; both lose.
async fn sued(story: &Story) {
    let page = &story.page;
    story.on("2025-10-13", "wang.jun").await;
    story.opens("行政复议案件", CASE).await;
    page.clicks("link", "登记对本案提起的诉讼").await;
    page.types("案号", LAWSUIT).await;
    page.types("立案日期", "2025.10.9").await;
    page.types("案由", "行政处罚").await;
    for copy in ["收到起诉状副本日期", "收到起诉状副本日期2"] {
        page.types(copy, "2025.10.13").await;
    }
    saves(page).await;
    page.sees(&[LAWSUIT, "陈某", BUREAU, GOVERNMENT, "复议维持", "2025-10-28"]).await;

    story.on("2025-10-24", "zhao.lin").await;
    story.opens("应诉案件", LAWSUIT).await;
    for organ in [BUREAU, GOVERNMENT] {
        story.does(&format!("提交答辩状（{organ}）")).await;
    }
    story.on("2025-12-22", "zhao.lin").await;
    story.opens("应诉案件", LAWSUIT).await;
    page.clicks("link", "登记开庭").await;
    page.types("开庭日期", "2026.1.6").await;
    page.types("开庭时间", "9:30").await;
    for organ in [BUREAU, GOVERNMENT] {
        page.ticks_in(&format!("{organ}：法院通知负责人出庭"), "radio", "应当通知").await;
    }
    saves(page).await;

    story.on("2026-01-06", "zhao.lin").await;
    story.opens("庭审日历", &format!("09:30 陈某 诉 {BUREAU}、{GOVERNMENT}")).await;
    takes(page, "登记出庭情况").await;
    page.chooses(&format!("{BUREAU}：出庭负责人"), "钱示例 局长（正职）").await;
    page.types(&format!("{BUREAU}：工作人员"), "孙某 法规股股长").await;
    page.chooses(&format!("{GOVERNMENT}：出庭负责人"), "负责人未出庭").await;
    page.types(&format!("{GOVERNMENT}：工作人员"), "赵样本 司法局副局长").await;
    saves(page).await;
    page.sees(&["负责人已出庭", "钱示例", "仅工作人员出庭"]).await;

    story.on("2026-01-15", "zhao.lin").await;
    story.opens("应诉案件", LAWSUIT).await;
    takes(page, "收到裁判文书").await;
    page.types("裁判日期", "2026.1.14").await;
    page.types("送达原告日期", "2026.1.15").await;
    for (organ, outcome) in [(BUREAU, "撤销"), (GOVERNMENT, "撤销复议决定、确认复议决定违法")] {
        page.chooses(&format!("{organ}：结果"), outcome).await;
        page.types_in(organ, "送达日期", "2026.1.15").await;
        page.ticks_in(organ, "checkbox", "主要事实不清、证据不足").await;
    }
    saves(page).await;
    page.sees(&["败诉", "撤销复议决定、确认复议决定违法", "2026-01-30"]).await;
}

/// 2026-01-20 to 2026-03-09: the court's suggestion is answered on the Saturday that is a working day; another lawsuit is to be
/// heard.
async fn advised(story: &Story) {
    let page = &story.page;
    story.on("2026-01-20", "zhao.lin").await;
    story.opens("应诉案件", LAWSUIT).await;
    page.clicks("link", "登记由本案引起的司法建议").await;
    page.sees(&["由应诉案件"]).await;
    page.unfolds_all().await;
    page.chooses("制发机关", COURT).await;
    page.chooses("种类", "司法建议：综合治理").await;
    page.types("文号", SUGGESTION).await;
    page.types("落款日期", "2026.1.19").await;
    page.types("标题", "关于规范行政处罚取证的司法建议书").await;
    page.chooses("单位", BUREAU).await;
    page.types("签收日期", "2026.1.20").await;
    page.types("回复期限至", "2026.2.28").await;
    page.types("问题1", "处罚决定认定货值的证据不足").await;
    page.types("建议1", "完善抽样取证和货值核定程序").await;
    saves(page).await;
    page.sees(&["2026-02-28"]).await;

    story.on("2026-02-02", "zhao.lin").await;
    story.opens("应诉案件", LAWSUIT).await;
    page.sees(&["已生效"]).await;
    page.clicks("link", "登记应诉案件").await;
    page.types("案号", SECOND_LAWSUIT).await;
    page.types("立案日期", "2026.1.28").await;
    page.types("被诉行政行为", "政府信息公开申请答复书").await;
    page.types("案由", "政府信息公开").await;
    page.types("原告姓名或者名称", "冯某").await;
    page.chooses("被告", PLANNING).await;
    page.types("收到起诉状副本日期", "2026.2.2").await;
    saves(page).await;
    story.on("2026-02-11", "zhao.lin").await;
    story.opens("应诉案件", SECOND_LAWSUIT).await;
    story.does(&format!("提交答辩状（{PLANNING}）")).await;

    story.on("2026-02-28", "zhao.lin").await;
    story.opens("建议台账", SUGGESTION).await;
    takes(page, &format!("登记回复（{BUREAU}）")).await;
    page.types("送达日期", "2.28").await;
    page.chooses("采纳情况", "采纳").await;
    page.types("回复要点", "修订取证规程，开展专项复核").await;
    saves(page).await;
    page.sees(&["按期", "采纳"]).await;

    story.on("2026-03-09", "zhao.lin").await;
    story.opens("应诉案件", SECOND_LAWSUIT).await;
    page.clicks("link", "登记开庭").await;
    page.types("开庭日期", "2026.3.20").await;
    saves(page).await;
}

/// 2026-04-10 to 2026-05-08: the quarter is printed; what is entered late changes nothing in it, and a second notice puts it
/// right.
async fn told(story: &Story) -> String {
    let page = &story.page;
    story.on("2026-04-10", "he.jing").await;
    page.clicks("link", "通报").await;
    page.clicks("link", "开始编制通报").await;
    page.chooses("期间", "2026年第一季度").await;
    page.clicks("button", "开始").await;
    page.sees(&["已保存。", "正在汇总数据"]).await;
    story.freezes().await;
    story.on("2026-04-13", "he.jing").await;
    story.opens("通报", NOTICE).await;
    story.drafts().await;
    story.on("2026-04-14", "he.jing").await;
    story.opens("通报", NOTICE).await;
    story.approves().await;
    story.on("2026-04-15", "he.jing").await;
    story.opens("通报", NOTICE).await;
    story.issues("通报〔2026〕1号").await;
    page.sees(&["50.00%", "100.00%", "无案件"]).await;
    story.every_number_is_its_set().await;
    let issued = story.paper().await;
    let address = page.address().await;

    story.on("2026-05-06", "zhao.lin").await;
    story.opens("庭审日历", &format!("2026-03-20 {SECOND_LAWSUIT}")).await;
    takes(page, "登记出庭情况").await;
    page.chooses("出庭负责人", "周示例 局长（正职）").await;
    saves(page).await;
    page.sees(&["负责人已出庭"]).await;

    story.on("2026-05-08", "he.jing").await;
    story.opens("通报", NOTICE).await;
    page.sees(&["印发以后的变化", "50.00%（1/2） → 66.67%（2/3）"]).await;
    assert_eq!(story.paper().await, issued, "S36: what was issued stays as it is");
    story.advances("更正", &[], "更正").await;
    page.sees(&["正在汇总数据"]).await;
    story.freezes().await;
    story.drafts().await;
    story.approves().await;
    story.issues("通报〔2026〕2号").await;
    page.sees(&["66.67%"]).await;
    story.every_number_is_its_set().await;
    story.county.system.settled().await;
    page.clicks("link", "通报〔2026〕1号").await;
    page.sees(&["已由新的通报更正"]).await;
    assert_eq!(story.paper().await, issued);
    address
}

/// The court has its hearings and its suggestion, and no way to anything else.
async fn seen_by_the_court(story: &Story, notice: &str) {
    let page = &story.page;
    practises(page, "han.mei").await;
    let entries = page.client.find_all(Locator::Css("nav.menu a")).await.expect("a menu");
    let mut menu = Vec::new();
    for entry in entries {
        menu.push(entry.text().await.expect("a title"));
    }
    assert_eq!(menu, ["庭审日历", "建议台账", "更换口令"]);

    page.clicks("link", "庭审日历").await;
    for month in ["2026年4月", "2026年3月"] {
        page.clicks("link", "上月").await;
        page.sees(&[month]).await;
    }
    page.clicks("link", &format!("冯某 诉 {PLANNING}")).await;
    page.sees(&[SECOND_LAWSUIT, "负责人已出庭", "周示例"]).await;
    page.clicks("link", "返回庭审日历").await;
    for month in ["2026年2月", "2026年1月"] {
        page.clicks("link", "上月").await;
        page.sees(&[month]).await;
    }
    page.clicks("link", &format!("09:30 陈某 诉 {BUREAU}、{GOVERNMENT}")).await;
    page.sees(&[LAWSUIT, "负责人已出庭", "仅工作人员出庭"]).await;
    story.opens("建议台账", SUGGESTION).await;
    page.sees(&["按期", "采纳"]).await;

    for closed in [notice, "/notices", "/figures", "/lawsuits", "/cases"] {
        page.goes_to(closed).await;
        page.sees(&["这一项不在您的岗位范围内"]).await;
    }
    practises(page, "tang.ning").await;
    page.sees(&["还没有建议"]).await;
}

#[tokio::test] // S31 S32 S36 S38 S39 S47
async fn a_dispute_is_taken_from_the_application_to_the_notice_that_puts_another_right() {
    let story = Story::begins().await;
    reconsidered(&story).await;
    sued(&story).await;
    advised(&story).await;
    let notice = told(&story).await;
    seen_by_the_court(&story, &notice).await;
}
