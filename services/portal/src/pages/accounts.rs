//! `/accounts`: who may come in, kept by the administrator.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::forms::{self, Form, Wrong};
use crate::access::{Door, Person, Role, may_open};
use crate::accounts::{self, Account, Purpose};
use crate::drafts;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::frame::{Frame, page};
use crate::registers::cases;
use crate::registers::judicial::{self, JudicialOrgan};
use crate::registers::organs::{self, Organ};
use crate::{Portal, passwords, session};

#[derive(Template)]
#[template(path = "accounts.html")]
struct Page {
    frame: Frame,
    /// Each with the name of what it belongs to.
    accounts: Vec<(String, Account)>,
    /// Of the account just made: shown once.
    made: Option<(String, String)>,
    sections: Vec<Section>,
    wrong: Vec<Wrong>,
}

fn roles() -> Vec<(String, String)> {
    Role::ALL.iter().map(|role| (role.name().to_owned(), role.title().to_owned())).collect()
}

/// The organs, courts and procuratorates an account can belong to.
struct Places {
    organs: Vec<Organ>,
    judicial: Vec<JudicialOrgan>,
}

impl Places {
    async fn of(portal: &Portal) -> Result<Self, Failure> {
        let organs = organs::ever(portal, portal.inside.clock.today()).await?;
        Ok(Self { organs, judicial: judicial::all(portal).await? })
    }

    /// What an account is for: posts, and whose they are.
    fn purpose(&self) -> [Field; 4] {
        let (organs, judicial) =
            (self.organs.iter().map(Organ::choice), self.judicial.iter().map(JudicialOrgan::choice));
        [
            Field::line("person", "姓名").help("显示在每条记录和文书上"),
            Field::checks("roles", "岗位", roles()).help(
                "可以兼任。承办人只能查阅自己承办、登记和尚未分派的案件；机关应诉人员只能查阅本机关的应诉案件、建议和数据；\
                 法院、检察院账号只能查阅本院的庭审、建议，不能兼任其他岗位；系统管理员不办理案件",
            ),
            Field::select("organ", "所属机关", organs).if_any().help("机关应诉人员应当选择"),
            Field::select("judicial_organ", "所属法院、检察院", judicial).if_any().help("法院、检察院账号应当选择"),
        ]
    }

    /// Reads what an account is for, and whether its parts go together.
    fn read(&self, reader: &mut Reader<'_>) -> Purpose {
        let person = reader.line("person");
        let roles: Vec<Role> = reader.entered().all("roles").filter_map(Role::named).collect();
        let organ: Option<Uuid> = reader.entered().text("organ").parse().ok();
        let judicial_organ: Option<Uuid> = reader.entered().text("judicial_organ").parse().ok();
        let of = |role: Role| roles.contains(&role);
        if roles.is_empty() {
            reader.wrong("roles", "请至少选择一个岗位");
        }
        if roles.len() > 1 && roles.iter().any(|role| role.is_outside()) {
            reader.wrong("roles", "法院、检察院账号不能兼任其他岗位");
        }
        if of(Role::OrganOfficer) && organ.is_none() {
            reader.wrong("organ", "机关应诉人员属于哪个机关，请选择");
        }
        let kind = self.judicial.iter().find(|known| Some(known.id) == judicial_organ).map(|known| known.kind.as_str());
        for (role, wanted, why) in [
            (Role::Court, "Court", "属于哪个法院，请选择"),
            (Role::Procuratorate, "Procuratorate", "属于哪个检察院，请选择"),
        ] {
            if of(role) && kind != Some(wanted) {
                reader.wrong("judicial_organ", why);
            }
        }
        Purpose { person, roles, organ, judicial_organ }
    }

    /// Where an account belongs, in words.
    fn called(&self, account: &Account) -> String {
        let organ = self.organs.iter().find(|organ| Some(organ.id) == account.organ).map(|organ| organ.name.clone());
        let judicial = || self.judicial.iter().find(|known| Some(known.id) == account.judicial_organ);
        organ.or_else(|| judicial().map(|known| known.name.clone())).unwrap_or_default()
    }
}

fn sections(portal: &Portal, places: &Places, entered: &Entered, errors: &BTreeMap<String, String>) -> Vec<Section> {
    let name = Field::line("name", "账号").help("小写字母、数字、点和连字符，如 zhao.min；以后不能改");
    let fields = std::iter::once(name).chain(places.purpose());
    vec![Section::new("新增账号", fields, entered, errors, portal.inside.clock.today())]
}

async fn shown(
    portal: &Portal,
    person: &Person,
    made: Option<(String, String)>,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let places = Places::of(portal).await?;
    let sections = sections(portal, &places, entered, errors);
    let frame = Frame::of(portal, person, "/accounts").await?;
    let wrong = forms::wrong(&sections, errors);
    let status = forms::status(&wrong);
    let listed = accounts::all(portal).await?.into_iter().map(|account| (places.called(&account), account)).collect();
    let mut response = page(&Page { frame, accounts: listed, made, sections, wrong })?;
    *response.status_mut() = status;
    Ok(response)
}

/// `GET /accounts`
pub(crate) async fn show(State(portal): State<Portal>, person: Person) -> Result<Response, Failure> {
    shown(&portal, &person, None, &Entered::default(), &BTreeMap::new()).await
}

/// `POST /accounts`
pub(crate) async fn make(State(portal): State<Portal>, person: Person, entered: Entered) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let name = reader.line("name");
    let purpose = Places::of(&portal).await?.read(&mut reader);
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if !name.is_empty() && (!name.chars().all(is_plain) || name.len() > 40) {
        reader.wrong("name", "只能用小写字母、数字、点和连字符，不超过40个");
    }
    let mut errors = reader.errors();
    if errors.is_empty() {
        let password = passwords::readable()?;
        if accounts::make(&portal, &name, &purpose, &password).await? {
            return shown(&portal, &person, Some((name, password)), &Entered::default(), &errors).await;
        }
        errors.insert("name".to_owned(), format!("账号 {name} 已经有了，请换一个"));
    }
    shown(&portal, &person, None, &entered, &errors).await
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
    places: &Places,
    account: &Account,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
) -> Vec<Section> {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let [person, roles, organ, judicial] = places.purpose();
    let fields = [
        person.or(&account.person),
        roles.or(account.roles.join(" ")),
        organ.or(id(account.organ)),
        judicial.or(id(account.judicial_organ)),
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
    person: Person,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let account = account(&portal, &name).await?;
    let places = Places::of(&portal).await?;
    let sections = sections_of(&portal, &places, &account, &Entered::default(), &BTreeMap::new());
    forms::shown(&portal, &person, "/accounts", form_of(&account), sections, BTreeMap::new()).await
}

/// S51: what an account would leave behind that keeps only these posts, and where that has to go first.
async fn open_work(portal: &Portal, account: &Account, stays: &[Role]) -> Result<Option<String>, Failure> {
    let may_handle = stays.iter().any(|role| matches!(role, Role::Handler | Role::HeadOfBody));
    let handled = if may_handle { 0 } else { cases::handled_by(portal, &account.name).await? };
    let may_work = stays.iter().any(|role| may_open(*role, Door::CaseWork));
    let registered = if may_work { 0 } else { cases::registered_by(portal, &account.name).await? };
    let may_write = stays.iter().any(|role| may_open(*role, Door::Desk));
    let waiting = if may_write { 0 } else { drafts::waiting(portal, &account.name).await? };
    Ok(if handled > 0 {
        Some(format!("还承办 {handled} 件没有办结的案件，先由机构负责人改派"))
    } else if registered > 0 {
        Some(format!(
            "登记的案件还有 {registered} 件没有确定承办人，待办事项都在这个账号名下，先由机构负责人确定承办人"
        ))
    } else if waiting > 0 {
        Some(format!("还有 {waiting} 条内容等待补发，先等补发有了结果"))
    } else {
        None
    })
}

/// `POST /accounts/{account}`
pub(crate) async fn change(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let account = account(&portal, &name).await?;
    let mut reader = Reader::new(&entered, portal.inside.clock.today());
    let places = Places::of(&portal).await?;
    let (purpose, closed) = (places.read(&mut reader), reader.flag("closed"));
    let keeps = !closed && purpose.roles.contains(&Role::Administrator);
    let kept = !account.closed && account.roles.iter().any(|role| role == Role::Administrator.name());
    if kept && !keeps && accounts::administrators(&portal).await? < 2 {
        reader.wrong(if closed { "closed" } else { "roles" }, "这是最后一个系统管理员，请先另设一个");
    }
    let stays = if closed { &[] } else { purpose.roles.as_slice() };
    if let Some(why) = open_work(&portal, &account, stays).await? {
        reader.wrong(if closed { "closed" } else { "roles" }, why);
    }
    let errors = reader.errors();
    if !errors.is_empty() {
        let sections = sections_of(&portal, &places, &account, &entered, &errors);
        return forms::shown(&portal, &person, "/accounts", form_of(&account), sections, errors).await;
    }
    accounts::change(&portal, &name, &purpose, closed).await?;
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
