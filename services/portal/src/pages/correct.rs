//! `/cases/{case}/entries/{entry}`: an entry is put right or struck. What follows is said beforehand (S16).

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::reconsideration::{Amend, Amendment, CaseCommand, EntriesAnswer, Entry as Standing, Strike, case_command};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{self, Form, Outcome, Submitted};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::registers::cases::{self, Sheet};
use crate::words::{REASONS, Words};
use crate::{Portal, asking, drafts};

/// The field that stands for striking the entry as a whole.
const STRIKE: &str = "strike";
const TITLE: &str = "更正记录";

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    draft: Option<Uuid>,
}

struct Desk {
    case: Uuid,
    sheet: Sheet,
    entry: Standing,
    version: i64,
    today: kernel::day::Day,
    person: Person,
}

impl Desk {
    async fn of(portal: &Portal, person: Person, case: Uuid, number: i64) -> Result<Self, Failure> {
        let (told, sheet) = cases::case(portal, &person, case).await?.ok_or_else(Failure::no_such_case)?;
        let EntriesAnswer { version, entries, .. } = asking::entries(portal, case).await?;
        let entry = entries.into_iter().find(|entry| entry.entry == number);
        let entry = entry.ok_or_else(|| Failure::NotFound("这条记录不存在，或者已经撤除".to_owned()))?;
        let by = told.iter().find(|told| told.number == number);
        let may = by.is_some_and(|told| {
            person.may_correct(&told.account, told.recorded_at, portal.inside.clock.now().as_microsecond())
        });
        if !may {
            return Err(Failure::forbidden("录入超过十分钟，或者不是本人录入的，由机构负责人更正"));
        }
        Ok(Self { case, sheet, entry, version, today: portal.inside.clock.today(), person })
    }

    fn address(&self) -> String {
        format!("/cases/{}/entries/{}", self.case, self.entry.entry)
    }

    fn sections(&self, entered: &Entered, errors: &BTreeMap<String, String>) -> Vec<Section> {
        let fields = self.entry.fields.iter().map(|field| {
            let now = if field.value.is_empty() { "（空）" } else { &field.value };
            (field.field.clone(), format!("{}：现在是 {now}", field.title))
        });
        let whole = (STRIKE.to_owned(), "整条记录是误录，从案卷中撤除（历史中保留）".to_owned());
        let what = Field::select("field", "更正哪一栏", fields.chain([whole]));
        let value = Field::line("value", "改为").if_any().help("日期照常写；撤除整条记录的不填").wide();
        let reason: Words = REASONS;
        let why = [
            Field::choice("reason", "更正的性质", reason).or("EntryError"),
            Field::line("explanation", "说明").wide().help("记入案卷，说明为什么更正"),
        ];
        let note = "原记录保留在历史中，更正前后、更正人和时间都可以查到。办结的案件更正后不会重新打开。";
        vec![Section::new("", std::iter::once(what).chain([value]).chain(why), entered, errors, self.today).note(note)]
    }

    fn read(&self, entered: &Entered) -> Result<CaseCommand, BTreeMap<String, String>> {
        let mut r = Reader::new(entered, self.today);
        let amendment = Some(Amendment {
            entry: self.entry.entry,
            reason: r.word("reason", REASONS),
            explanation: r.line("explanation"),
        });
        let chosen = entered.text("field");
        let command = if chosen == STRIKE {
            case_command::Command::Strike(Strike { amendment })
        } else {
            let field = self.entry.fields.iter().find(|field| field.field == chosen);
            let value = match field {
                None => {
                    r.wrong("field", "请选择");
                    String::new()
                }
                Some(field) if field.kind == "Day" => r.day_if_any("value"),
                Some(_) => r.text_if_any("value"),
            };
            case_command::Command::Amend(Amend { amendment, field: chosen.to_owned(), value })
        };
        let errors = r.errors();
        if errors.is_empty() { Ok(CaseCommand { command: Some(command) }) } else { Err(errors) }
    }

    fn form(&self, portal: &Portal, entered: &Entered) -> Form {
        let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
        Form {
            title: format!("{TITLE}：{}（{}）", self.entry.title, self.entry.on),
            action: self.address(),
            save: "保存更正".to_owned(),
            back: format!("/cases/{}", self.case),
            case: self.sheet.number.clone(),
            parties: format!("{} 不服 {}", self.sheet.names("Applicant"), self.sheet.respondent_names()),
            command_id: id.to_string(),
            version: entered.version().unwrap_or(self.version).to_string(),
            is_command: true,
            ..Form::default()
        }
    }
}

/// `GET /cases/{case}/entries/{entry}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((case, entry)): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let desk = Desk::of(&portal, person, case, entry).await?;
    let draft = match asked.draft {
        Some(id) => drafts::of(&portal, &desk.person, id).await?,
        None => None,
    };
    if draft.as_ref().is_some_and(drafts::Draft::is_waiting) {
        return super::drafts::locked();
    }
    let entered = draft.map(|draft| Entered::read(draft.entered.as_bytes())).unwrap_or_default();
    let errors = BTreeMap::new();
    let sections = desk.sections(&entered, &errors);
    forms::shown(&portal, &desk.person, "/cases", desk.form(&portal, &entered), sections, errors).await
}

/// `POST /cases/{case}/entries/{entry}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((case, entry)): Path<(Uuid, i64)>,
    headers: HeaderMap,
    mut entered: Entered,
) -> Result<Response, Failure> {
    let here = format!("/cases/{case}/entries/{entry}");
    let person = match forms::sender(&portal, &headers, &entered, &here, TITLE).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let desk = Desk::of(&portal, person, case, entry).await?;
    let read = desk.read(&entered);
    let mut form = desk.form(&portal, &entered);
    let errors = match &read {
        Err(errors) => errors.clone(),
        Ok(command) if entered.get("do") == Some("check") => {
            let found = forms::previewed(&portal, &desk.person, Some(case), Ok(command.clone())).await?;
            form.consequence = Some(found);
            BTreeMap::new()
        }
        Ok(command) => {
            let title = format!("{} {TITLE}", desk.sheet.number);
            let submitted = Submitted { case, command, entered: &entered, form: &here, title: &title };
            match forms::save(&portal, &desk.person, &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said, version } => {
                    if let Some(version) = version {
                        entered.set("version", version.to_string());
                        form.version = version.to_string();
                    }
                    form.said = said;
                    errors
                }
            }
        }
    };
    let sections = desk.sections(&entered, &errors);
    forms::shown(&portal, &desk.person, "/cases", form, sections, errors).await
}

/// `POST /cases/{case}/entries/{entry}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((case, entry)): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let desk = Desk::of(&portal, person, case, entry).await?;
    forms::fragment(&forms::previewed(&portal, &desk.person, Some(case), desk.read(&entered)).await?)
}
