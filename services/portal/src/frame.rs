//! What surrounds every page: the bar, the menu, and what hangs over all of them.

use std::time::Duration;

use axum::response::{Html, IntoResponse, Response};
use kernel::day::Day;

use crate::access::{Person, Role};
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
    /// Whether there are cases to be searched for.
    pub(crate) sees_cases: bool,
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
        let is_shown = sending::shown(portal, person.position, Duration::from_millis(1500)).await?;
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
            sees_cases: person.sees_cases(),
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

fn menu(person: &Person, here: &str) -> Vec<Group> {
    let item = |title, address: &'static str| Item { title, address, is_here: address == here };
    let mut menu = Vec::new();
    if person.sees_cases() {
        menu.push(Group {
            title: "办案",
            items: vec![
                item("工作台", "/"),
                item("行政复议案件", "/cases"),
                item("登记收到申请", "/cases/new"),
                item("草稿与补发", "/drafts"),
            ],
        });
    }
    let mut system = vec![item("更换口令", "/password")];
    if person.is(Role::Administrator) {
        system.insert(0, item("账号", "/accounts"));
    }
    menu.push(Group { title: "系统", items: system });
    menu
}

/// A page as it is sent.
pub(crate) fn page(template: &impl askama::Template) -> Result<Response, Failure> {
    Ok(Html(template.render()?).into_response())
}
