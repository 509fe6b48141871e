//! `/accounts`: who may come in, kept by the administrator.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::forms::{self, Form, Wrong};
use crate::access::{Administrator, Person, Role};
use crate::accounts::{self, Account};
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::frame::{Frame, page};
use crate::{Portal, passwords, session};

#[derive(Template)]
#[template(path = "accounts.html")]
struct Page {
    frame: Frame,
    accounts: Vec<Account>,
    /// Of the account just made: shown once.
    made: Option<(String, String)>,
    sections: Vec<Section>,
    wrong: Vec<Wrong>,
}

fn roles() -> Vec<(String, String)> {
    Role::ALL.iter().map(|role| (role.name().to_owned(), role.title().to_owned())).collect()
}

fn sections(portal: &Portal, entered: &Entered, errors: &BTreeMap<String, String>) -> Vec<Section> {
    let fields = [
        Field::line("name", "账号").help("小写字母、数字、点和连字符，如 zhao.min；以后不能改"),
        Field::line("person", "姓名").help("显示在每条记录和文书上"),
        Field::checks("roles", "岗位", roles()).help("可以兼任。收案人员和机构负责人可以查阅全部案件；承办人只能查阅自己承办、登记和尚未分派的案件；系统管理员不办理案件"),
    ];
    vec![Section::new("新增账号", fields, entered, errors, portal.inside.clock.today())]
}

async fn shown(
    portal: &Portal,
    person: &Person,
    made: Option<(String, String)>,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let sections = sections(portal, entered, errors);
    let frame = Frame::of(portal, person, "/accounts").await?;
    let wrong = forms::wrong(&sections, errors);
    let status = forms::status(&wrong);
    let mut response = page(&Page { frame, accounts: accounts::all(portal).await?, made, sections, wrong })?;
    *response.status_mut() = status;
    Ok(response)
}

/// `GET /accounts`
pub(crate) async fn show(
    State(portal): State<Portal>,
    Administrator(person): Administrator,
) -> Result<Response, Failure> {
    shown(&portal, &person, None, &Entered::default(), &BTreeMap::new()).await
}

/// `POST /accounts`
pub(crate) async fn make(
    State(portal): State<Portal>,
    Administrator(person): Administrator,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let (name, called, chosen) = (reader.line("name"), reader.line("person"), chosen(&mut reader));
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if !name.is_empty() && (!name.chars().all(is_plain) || name.len() > 40) {
        reader.wrong("name", "只能用小写字母、数字、点和连字符，不超过40个");
    }
    let mut errors = reader.errors();
    if errors.is_empty() {
        let password = passwords::readable()?;
        if accounts::make(&portal, &name, &called, &chosen, &password).await? {
            return shown(&portal, &person, Some((name, password)), &Entered::default(), &errors).await;
        }
        errors.insert("name".to_owned(), format!("账号 {name} 已经有了，请换一个"));
    }
    shown(&portal, &person, None, &entered, &errors).await
}

fn chosen(reader: &mut Reader<'_>) -> Vec<Role> {
    let roles: Vec<Role> = reader.entered().all("roles").filter_map(Role::named).collect();
    if roles.is_empty() {
        reader.wrong("roles", "请至少选择一个岗位");
    }
    roles
}

fn form_of(account: &Account) -> Form {
    Form {
        title: format!("账号 {}", account.name),
        action: format!("/accounts/{}", account.name),
        save: "保存".to_owned(),
        back: "/accounts".to_owned(),
        ..Form::default()
    }
}

fn sections_of(
    portal: &Portal,
    account: &Account,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
) -> Vec<Section> {
    let fields = [
        Field::line("person", "姓名").or(&account.person),
        Field::checks("roles", "岗位", roles()).or(account.roles.join(" ")),
        Field::flag("closed", "停用这个账号")
            .or(if account.closed { "on" } else { "" })
            .help("停用后不能登录，已有的记录不变"),
        Field::flag("renew", "重新生成初始口令").help("本人忘记口令时使用；保存后显示一次"),
    ];
    vec![Section::new("", fields, entered, errors, portal.inside.clock.today())]
}

async fn account(portal: &Portal, name: &str) -> Result<Account, Failure> {
    accounts::named_so(portal, name).await?.ok_or_else(|| Failure::NotFound("没有这个账号".to_owned()))
}

/// `GET /accounts/{account}`
pub(crate) async fn one(
    State(portal): State<Portal>,
    Administrator(person): Administrator,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let account = account(&portal, &name).await?;
    let sections = sections_of(&portal, &account, &Entered::default(), &BTreeMap::new());
    forms::shown(&portal, &person, "/accounts", form_of(&account), sections, BTreeMap::new()).await
}

/// `POST /accounts/{account}`
pub(crate) async fn change(
    State(portal): State<Portal>,
    Administrator(person): Administrator,
    Path(name): Path<String>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let account = account(&portal, &name).await?;
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let (called, roles, closed) = (reader.line("person"), chosen(&mut reader), reader.flag("closed"));
    let keeps = !closed && roles.contains(&Role::Administrator);
    let kept = !account.closed && account.roles.iter().any(|role| role == Role::Administrator.name());
    if kept && !keeps && accounts::administrators(&portal).await? < 2 {
        reader.wrong(if closed { "closed" } else { "roles" }, "这是最后一个系统管理员，请先另设一个");
    }
    let errors = reader.errors();
    if !errors.is_empty() {
        let sections = sections_of(&portal, &account, &entered, &errors);
        return forms::shown(&portal, &person, "/accounts", form_of(&account), sections, errors).await;
    }
    accounts::change(&portal, &name, &called, &roles, closed).await?;
    if closed {
        session::end_all(&portal, &name, &person.session).await?;
    }
    if entered.get("renew") == Some("on") {
        let password = passwords::readable()?;
        accounts::set_password(&portal, &name, &password, true).await?;
        session::end_all(&portal, &name, &person.session).await?;
        return shown(&portal, &person, Some((name, password)), &Entered::default(), &BTreeMap::new()).await;
    }
    Ok(Redirect::to("/accounts").into_response())
}
