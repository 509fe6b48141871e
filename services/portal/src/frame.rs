//! What surrounds every page: the bar, the menu, and what hangs over all of them.

use std::time::Duration;

use axum::response::{Html, IntoResponse, Response};
use kernel::day::Day;

use crate::access::{Door, Person};
use crate::failure::Failure;
use crate::{Portal, Settings, freshness, registers, sending};

/// The frame of a page.
pub(crate) struct Frame {
    /// The place that owns the system: 陇县人民政府.
    pub(crate) place: String,
    pub(crate) person: String,
    pub(crate) titles: String,
    pub(crate) csrf: String,
    pub(crate) menu: Vec<Group>,
    /// Read models are behind, or something is away.
    pub(crate) notice: Option<String>,
    /// The person's own last act is not yet shown: the page comes again by itself (S49).
    pub(crate) is_processing: bool,
    pub(crate) today: String,
    /// Today for the script, which echoes dates without a year.
    pub(crate) day: Day,
    /// What tells a practice or demonstration system from a real one.
    pub(crate) banner: Option<&'static str>,
    /// What the search looks for, for those who may search.
    pub(crate) search: Option<&'static str>,
    /// What was looked for last.
    pub(crate) searched: String,
}

/// A group of the menu.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) items: Vec<Item>,
}

/// An entry of the menu.
pub(crate) struct Item {
    pub(crate) title: &'static str,
    pub(crate) address: &'static str,
    pub(crate) is_here: bool,
}

impl Frame {
    /// The frame of a page at this place of the menu.
    pub(crate) async fn of(portal: &Portal, person: &Person, here: &str) -> Result<Self, Failure> {
        let today = portal.inside.clock.today();
        let is_shown = sending::shown(portal, &person.positions, Duration::from_millis(1500)).await?;
        Ok(Self {
            place: registers::organs::place(portal, today).await?,
            person: person.name.clone(),
            titles: person.titles(),
            csrf: person.csrf.clone(),
            menu: menu(person, here),
            notice: freshness::notice(portal),
            is_processing: !is_shown,
            today: format!("{} {}", today.in_chinese(), today.weekday_in_chinese()),
            day: today,
            banner: banner(&portal.settings),
            search: search(person),
            searched: String::new(),
        })
    }
}

/// What tells a practice or demonstration system from a real one.
pub(crate) fn banner(settings: &Settings) -> Option<&'static str> {
    if settings.practice {
        Some("练习系统：内容可以随意录入，不是真实案件。")
    } else {
        settings.people.then_some("演示系统：案件和人物都是虚构的。")
    }
}

/// The whole menu: a title, an address, and the door it leads to.
type Entries = &'static [(&'static str, &'static str, Door)];

const MENU: [(&str, Entries); 6] = [
    (
        "办案",
        &[
            ("工作台", "/", Door::Work),
            ("行政复议案件", "/cases", Door::Cases),
            ("登记收到申请", "/cases/new", Door::CaseWork),
            ("草稿与补发", "/drafts", Door::Desk),
        ],
    ),
    (
        "应诉",
        &[
            ("应诉案件", "/lawsuits", Door::Lawsuits),
            ("登记应诉案件", "/lawsuits/new", Door::LawsuitWork),
            ("庭审日历", "/hearings", Door::Hearings),
        ],
    ),
    (
        "建议",
        &[("建议台账", "/suggestions", Door::Suggestions), ("登记建议", "/suggestions/new", Door::SuggestionWork)],
    ),
    (
        "通报",
        &[
            ("季度概览", "/government", Door::Figures),
            ("统计数据", "/figures", Door::Figures),
            ("通报", "/notices", Door::Notices),
        ],
    ),
    (
        "名录",
        &[
            ("机关和人员", "/directory/organs", Door::Directory),
            ("法院、检察院", "/directory/courts", Door::Directory),
            ("放假调休", "/directory/holidays", Door::Directory),
            ("暂定期限", "/provisional", Door::Work),
            ("本地设置", "/directory/settings", Door::Directory),
        ],
    ),
    ("系统", &[("账号", "/accounts", Door::Accounts), ("更换口令", "/password", Door::Everyone)]),
];

/// What of the menu a person may open.
fn menu(person: &Person, here: &str) -> Vec<Group> {
    let group = |(title, entries): (&'static str, Entries)| {
        let open = entries.iter().filter(|(.., door)| person.may_open(*door));
        let items = open.map(|(title, address, _)| Item { title, address, is_here: *address == here });
        Group { title, items: items.collect() }
    };
    MENU.into_iter().map(group).filter(|group| !group.items.is_empty()).collect()
}

/// What a person's search looks for; none: there is nothing he may find.
fn search(person: &Person) -> Option<&'static str> {
    let places = [
        (Door::Cases, "编号、案号、文号、当事人、机关"),
        (Door::Lawsuits, "案号、文号、当事人、机关"),
        (Door::Suggestions, "文号、标题、机关"),
    ];
    places.iter().find(|(door, _)| person.may_open(*door)).map(|(_, help)| *help)
}

/// A page as it is sent.
pub(crate) fn page(template: &impl askama::Template) -> Result<Response, Failure> {
    Ok(Html(template.render()?).into_response())
}
