//! `/cases/{case}/steps/{command}`: one form for each step. Which steps there are now, the service says.

mod conclusion;
mod decision;
mod review;
mod suspension;
mod trial;

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use kernel::day::Day;
use proto::reconsideration::{CaseCommand, Step, StepsAnswer, case_command};
use serde::Deserialize;
use uuid::Uuid;

use super::forms::{self, Form, Outcome, Submitted};
use crate::access::{Person, takes_the_head};
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};
use crate::registers::cases::{self, Sheet};
use crate::{Portal, accounts, asking, drafts, words};

/// What a form may ask for beside what is entered.
pub(crate) struct Around<'a> {
    /// The day that stands in the form at first.
    pub(crate) usual: Day,
    pub(crate) sheet: &'a Sheet,
    pub(crate) officers: &'a [(String, String)],
    pub(crate) party: u32,
    pub(crate) person: &'a Person,
}

/// Fields under a heading, and a note.
pub(crate) type Described = Vec<(&'static str, String, Vec<Field>)>;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    party: u32,
    #[serde(default)]
    draft: Option<Uuid>,
}

/// The fields of a step's form; none if this program does not know the step.
fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let found = review::described(command, around).or_else(|| trial::described(command, around));
    let found = found.or_else(|| suspension::described(command, around));
    found.or_else(|| decision::described(command, around)).or_else(|| conclusion::described(command, around))
}

fn read(command: &str, reader: &mut Reader<'_>, around: &Around<'_>) -> Option<case_command::Command> {
    let chapters = [review::read, trial::read, suspension::read, decision::read, conclusion::read];
    chapters.into_iter().find_map(|chapter| chapter(command, reader, around))
}

/// Whether this program has a form for a step.
pub(crate) fn is_known(command: &str, sheet: &Sheet, person: &Person, today: Day) -> bool {
    described(command, &Around { usual: today, sheet, officers: &[], party: 1, person }).is_some()
}

fn title_of(command: &str) -> String {
    words::title(words::STEPS, command)
}

/// Everything a step's page needs.
struct Desk {
    case: Uuid,
    command: String,
    party: u32,
    sheet: Sheet,
    officers: Vec<(String, String)>,
    person: Person,
    today: Day,
    /// The day on which the step can be taken: today, or an earlier one where a case is entered late.
    usual: Day,
}

impl Desk {
    async fn of(portal: &Portal, person: Person, case: Uuid, command: String, party: u32) -> Result<Self, Failure> {
        let (_, sheet) = cases::case(portal, &person, case).await?.ok_or_else(Failure::no_such_case)?;
        if !person.may(&command) {
            return Err(Failure::forbidden(if takes_the_head(&command) {
                "这一步由机构负责人办理"
            } else {
                "您的岗位不办理这一步"
            }));
        }
        let officers = accounts::officers(portal).await?;
        let today = portal.inside.clock.today();
        Ok(Self { case, command, party, sheet, officers, person, today, usual: today })
    }

    fn around(&self) -> Around<'_> {
        Around {
            usual: self.usual,
            sheet: &self.sheet,
            officers: &self.officers,
            party: self.party,
            person: &self.person,
        }
    }

    fn address(&self) -> String {
        let party = if self.party == 0 { String::new() } else { format!("?party={}", self.party) };
        format!("/cases/{}/steps/{}{party}", self.case, self.command)
    }

    fn sections(&self, entered: &Entered, errors: &BTreeMap<String, String>) -> Result<Vec<Section>, Failure> {
        let described = described(&self.command, &self.around());
        let described = described.ok_or_else(|| Failure::NotFound("没有这一步的表单".to_owned()))?;
        let section = |(title, note, fields)| Section::new(title, fields, entered, errors, self.today).note(note);
        Ok(described.into_iter().map(section).collect())
    }

    fn read(&self, entered: &Entered) -> Result<CaseCommand, BTreeMap<String, String>> {
        let mut reader = Reader::new(entered, self.today);
        let command = read(&self.command, &mut reader, &self.around());
        let errors = reader.errors();
        if errors.is_empty() { Ok(CaseCommand { command }) } else { Err(errors) }
    }

    /// The step as it is offered now, and whether it is hindered.
    fn offered(&self, steps: &StepsAnswer) -> (Option<Step>, bool) {
        let is_it = |step: &&Step| step.command == self.command && (step.party == 0 || step.party == self.party);
        match steps.steps.iter().find(is_it) {
            Some(step) => (Some(step.clone()), false),
            None => (steps.hindered.iter().find(is_it).cloned(), true),
        }
    }

    async fn form(&mut self, portal: &Portal, entered: &Entered) -> Result<Form, Failure> {
        let steps = asking::steps(portal, self.case).await;
        // With the service away the form still opens, so that what is being written can be kept.
        let (step, is_hindered, version) = match &steps {
            Ok(steps) => {
                let (step, is_hindered) = self.offered(steps);
                (step, is_hindered, steps.version)
            }
            Err(Failure::Away(_)) => (None, false, self.sheet.version),
            Err(_) => (None, true, self.sheet.version),
        };
        let step = step.unwrap_or_default();
        self.usual = step.on.parse().unwrap_or(self.today);
        let title = if step.title.is_empty() { title_of(&self.command) } else { step.title };
        let mut said = Vec::new();
        if is_hindered {
            let why =
                if step.refusal.is_empty() { "案件现在的阶段不能办理这一步" } else { &step.refusal };
            said.push(format!("现在不能办理：{why}").into());
        }
        let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
        Ok(Form {
            title,
            article: step.article,
            effect: step.effect,
            action: self.address(),
            save: "保存".to_owned(),
            back: format!("/cases/{}", self.case),
            case: self.sheet.number.clone(),
            parties: format!("{} 不服 {}", self.sheet.names("Applicant"), self.sheet.respondent_names()),
            command_id: id.to_string(),
            version: entered.version().unwrap_or(version).to_string(),
            is_command: true,
            said,
            ..Form::default()
        })
    }
}

/// `GET /cases/{case}/steps/{command}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path((case, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let mut desk = Desk::of(&portal, person, case, command, asked.party).await?;
    let draft = match asked.draft {
        Some(id) => drafts::of(&portal, &desk.person, id).await?,
        None => None,
    };
    let entered = draft.as_ref().map(|draft| Entered::read(draft.entered.as_bytes())).unwrap_or_default();
    let mut form = desk.form(&portal, &entered).await?;
    match &draft {
        Some(draft) if draft.is_waiting() => return super::drafts::locked(),
        Some(draft) => form.said.push(format!("已恢复 {} 保存的草稿", draft.kept()).into()),
        None => {
            let older =
                drafts::latest(&portal, &desk.person, &desk.address()).await?.filter(|draft| !draft.is_waiting());
            form.draft = older.filter(|draft| draft.state != "Sent").map(|draft| draft.address());
        }
    }
    let errors = BTreeMap::new();
    let sections = desk.sections(&entered, &errors)?;
    if let Ok(command) = desk.read(&entered) {
        form.consequence =
            asking::preview(&portal, Some(case), &command, &desk.person).await.ok().map(forms::consequence);
    }
    forms::shown(&portal, &desk.person, "/cases", form, sections, errors).await
}

/// `POST /cases/{case}/steps/{command}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path((case, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
    mut entered: Entered,
) -> Result<Response, Failure> {
    let here = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let person = match forms::sender(&portal, &headers, &entered, &here, &title_of(&command)).await? {
        Ok(person) => person,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut desk = Desk::of(&portal, person, case, command, asked.party).await?;
    let read = desk.read(&entered);
    if entered.get("do") == Some("check") {
        return checked(&portal, &mut desk, &entered, read).await;
    }
    let (errors, said) = match &read {
        Err(errors) => (errors.clone(), Vec::new()),
        Ok(command) => {
            let title = format!("{} {}", desk.sheet.number, title_of(&desk.command));
            let submitted = Submitted { case, command, entered: &entered, form: &desk.address(), title: &title };
            match forms::save(&portal, &desk.person, &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said, version } => {
                    if let Some(version) = version {
                        entered.set("version", version.to_string());
                    }
                    (errors, said)
                }
            }
        }
    };
    let mut form = desk.form(&portal, &entered).await?;
    form.said.extend(said);
    let sections = desk.sections(&entered, &errors)?;
    forms::shown(&portal, &desk.person, "/cases", form, sections, errors).await
}

/// Without script: the form again, with what would follow.
async fn checked(
    portal: &Portal,
    desk: &mut Desk,
    entered: &Entered,
    read: Result<CaseCommand, BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let errors = read.as_ref().err().cloned().unwrap_or_default();
    let mut form = desk.form(portal, entered).await?;
    form.consequence = Some(forms::previewed(portal, &desk.person, Some(desk.case), read).await?);
    let sections = desk.sections(entered, &errors)?;
    forms::shown(portal, &desk.person, "/cases", form, sections, errors).await
}

/// `POST /cases/{case}/steps/{command}/consequence`: while somebody types.
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path((case, command)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
    entered: Entered,
) -> Result<Response, Failure> {
    entered.checked(&person)?;
    let desk = Desk::of(&portal, person, case, command, asked.party).await?;
    forms::fragment(&forms::previewed(&portal, &desk.person, Some(case), desk.read(&entered)).await?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::day::day;
    use proto::reconsideration::{Claim, Party};

    use super::*;
    use crate::access::Role;
    use crate::access::tests::person;

    #[test]
    fn every_step_has_a_form_and_reads_what_its_form_shows() {
        let party = Party { number: 1, role: "Applicant".to_owned(), name: "张三".to_owned(), ..Party::default() };
        let respondent = (2, Vec::new(), "陇县公安局".to_owned());
        let claim = Claim { number: 1, ..Claim::default() };
        let mut sheet = Sheet::default();
        sheet.parties.push(party);
        sheet.respondents.push(respondent);
        sheet.claims.push(claim);
        let (today, person) = (day(2026, 3, 2), person(&[Role::HeadOfBody]));
        let around = Around { usual: today, sheet: &sheet, officers: &[], party: 1, person: &person };
        let entered = Entered::read(b"version=1&ground=Withdrawn&required=yes&procedure=Simplified");
        let errors = BTreeMap::new();
        for (command, title) in words::STEPS {
            let described = described(command, &around).unwrap_or_else(|| panic!("{title}"));
            let sections =
                described.into_iter().map(|(_, _, fields)| Section::new("", fields, &entered, &errors, today));
            let shown: BTreeSet<String> = sections.flat_map(|section| section.fields).map(|field| field.name).collect();
            let mut reader = Reader::new(&entered, today);
            assert!(read(command, &mut reader, &around).is_some(), "{title}");
            for (field, _) in reader.errors() {
                assert!(shown.contains(&field), "{title}: {field} is wanted and not shown: {shown:?}");
            }
        }
    }
}
