//! A form that becomes a command: shown, its consequence told while somebody types, its draft kept, sent off. The same for
//! everything that is entered about lawsuits, hearings and suggestions.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::response::Response;
use kernel::day::Day;
use uuid::Uuid;

use super::forms::{self, Consequence, Form, Outcome, Submitted};
use crate::Portal;
use crate::access::Person;
use crate::asking::{self, Previewed};
use crate::drafts;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader, Section};

/// What is wrong, by field.
pub(super) type Errors = BTreeMap<String, String>;

/// A form and the command it becomes.
pub(super) trait Desk: Send + Sync {
    type Command: Previewed;

    fn person(&self) -> &Person;

    /// The place of the menu it belongs to.
    fn here(&self) -> &'static str;

    /// What the command goes to; none: it begins something.
    fn to(&self) -> Option<Uuid>;

    /// The form's own words and places.
    fn form(&self) -> Form;

    /// What stands in the form at first, where that is more than its fields' own beginnings.
    fn beginning(&self) -> Entered {
        Entered::default()
    }

    fn groups(&self, entered: &Entered) -> Vec<Group>;

    fn read(&self, reader: &mut Reader<'_>) -> Self::Command;

    /// What is said of the consequence beside what its service says.
    fn warnings(&self, _: &Entered) -> Vec<String> {
        Vec::new()
    }
}

/// Fields under a heading.
pub(super) struct Group {
    title: String,
    note: String,
    fields: Vec<Field>,
    more: Option<(String, &'static str)>,
    folded: bool,
}

impl Group {
    pub(super) fn new(title: impl Into<String>, fields: impl IntoIterator<Item = Field>) -> Self {
        let fields = fields.into_iter().collect();
        Self { title: title.into(), note: String::new(), fields, more: None, folded: false }
    }

    pub(super) fn note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Closed until something in it is filled in.
    pub(super) fn folded(self) -> Self {
        Self { folded: true, ..self }
    }

    /// Its rows can be added to: the group's name in fields, and the button's words.
    pub(super) fn rows(
        name: &str,
        title: impl Into<String>,
        more: &'static str,
        entered: &Entered,
        each: impl Fn(usize) -> Vec<Field>,
    ) -> Self {
        let count = entered.rows(name);
        let rows = Field::hidden(format!("{name}.rows"), count.to_string());
        let fields = std::iter::once(rows).chain((1..=count).flat_map(each));
        Self { more: Some((name.to_owned(), more)), ..Self::new(title, fields) }
    }

    /// Below its rows, fields that are there once.
    pub(super) fn and(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    fn shown(self, entered: &Entered, errors: &Errors, today: Day) -> Section {
        let mut section = Section::new(self.title, self.fields, entered, errors, today).note(self.note);
        if let Some((name, words)) = self.more {
            section = section.with_more(&name, words);
        }
        if self.folded { section.folded() } else { section }
    }
}

fn sections(portal: &Portal, desk: &impl Desk, entered: &Entered, errors: &Errors) -> Vec<Section> {
    let today = portal.inside.clock.today();
    desk.groups(entered).into_iter().map(|group| group.shown(entered, errors, today)).collect()
}

fn read<D: Desk>(portal: &Portal, desk: &D, entered: &Entered) -> Result<D::Command, Errors> {
    let mut reader = Reader::new(entered, portal.inside.clock.today());
    let command = desk.read(&mut reader);
    let errors = reader.errors();
    if errors.is_empty() { Ok(command) } else { Err(errors) }
}

/// What would follow from what is entered so far.
async fn previewed<D: Desk>(
    portal: &Portal,
    desk: &D,
    entered: &Entered,
    read: Result<D::Command, Errors>,
) -> Result<Consequence, Failure> {
    let mut consequence = forms::previewed(portal, desk.person(), desk.to(), read).await?;
    consequence.notes.extend(desk.warnings(entered));
    Ok(consequence)
}

fn form(portal: &Portal, desk: &impl Desk, entered: &Entered) -> Form {
    let form = desk.form();
    let id = entered.command_id().unwrap_or_else(|_| portal.inside.clock.new_id());
    let version = entered.version().map_or(form.version, |version| version.to_string());
    let save = if form.save.is_empty() { "保存".to_owned() } else { form.save };
    Form { command_id: id.to_string(), version, save, is_command: true, ..form }
}

/// What stands in a form as it is opened.
pub(super) struct Opened {
    /// One of its drafts, if it was asked for.
    pub(super) entered: Option<Entered>,
    /// What is said of that draft.
    said: Option<String>,
    /// Where the latest draft is opened, to be offered otherwise.
    draft: Option<String>,
}

impl Opened {
    pub(super) fn say(self, form: &mut Form) {
        form.said.extend(self.said.map(Into::into));
        form.draft = self.draft;
    }
}

/// A form is opened with one of its drafts in it, or else with the latest offered (S02).
pub(super) async fn opened(
    portal: &Portal,
    person: &Person,
    action: &str,
    draft: Option<Uuid>,
) -> Result<Opened, Failure> {
    let draft = match draft {
        Some(id) => drafts::of(portal, person, id).await?,
        None => None,
    };
    if let Some(draft) = draft {
        if draft.is_waiting() {
            super::drafts::locked()?;
        }
        let said = Some(format!("已恢复 {} 保存的草稿", draft.kept()));
        return Ok(Opened { entered: Some(Entered::read(draft.entered.as_bytes())), said, draft: None });
    }
    let older = drafts::latest(portal, person, action).await?;
    let older = older.filter(|draft| !draft.is_waiting() && draft.state != "Sent");
    Ok(Opened { entered: None, said: None, draft: older.map(|draft| draft.address()) })
}

/// The form as it is opened, or with one of its drafts in it.
pub(super) async fn show(portal: &Portal, desk: &impl Desk, draft: Option<Uuid>) -> Result<Response, Failure> {
    let mut opened = opened(portal, desk.person(), &desk.form().action, draft).await?;
    let entered = opened.entered.take().unwrap_or_else(|| desk.beginning());
    let mut form = form(portal, desk, &entered);
    opened.say(&mut form);
    let errors = Errors::new();
    let mut sections = sections(portal, desk, &entered, &errors);
    // A form that is opened is begun at its first field.
    let first = sections.iter_mut().flat_map(|section| &mut section.fields).find(|field| field.kind != "hidden");
    if let Some(first) = first {
        first.is_next = true;
    }
    if let Ok(command) = read(portal, desk, &entered) {
        let preview = asking::preview(portal, desk.to(), &command, desk.person()).await;
        form.consequence = preview.ok().map(forms::consequence);
    }
    forms::shown(portal, desk.person(), desk.here(), form, sections, errors).await
}

/// The form as it was sent off: saved, or shown again with what is wrong, a row more, or what would follow.
pub(super) async fn save(portal: &Portal, desk: &impl Desk, mut entered: Entered) -> Result<Response, Failure> {
    if entered.add_row() {
        let errors = Errors::new();
        let sections = sections(portal, desk, &entered, &errors);
        let form = form(portal, desk, &entered);
        return forms::shown(portal, desk.person(), desk.here(), form, sections, errors).await;
    }
    let read = read(portal, desk, &entered);
    let (mut said, mut consequence) = (Vec::new(), None);
    let errors = match read {
        read if entered.get("do") == Some("check") => {
            let errors = read.as_ref().err().cloned().unwrap_or_default();
            consequence = Some(previewed(portal, desk, &entered, read).await?);
            errors
        }
        Err(errors) => errors,
        Ok(command) => {
            let form = desk.form();
            let title = format!("{} {}", form.case, form.title);
            let case = desk.to().map_or_else(|| entered.command_id(), Ok)?;
            let submitted =
                Submitted { case, command: &command, entered: &entered, form: &form.action, title: title.trim() };
            match forms::save(portal, desk.person(), &submitted).await? {
                Outcome::Go(response) => return Ok(response),
                Outcome::Again { errors, said: why, version } => {
                    if let Some(version) = version {
                        entered.set("version", version.to_string());
                        renumber(desk, &mut entered);
                    }
                    said = why;
                    errors
                }
            }
        }
    };
    let mut form = form(portal, desk, &entered);
    form.said.extend(said);
    form.consequence = consequence;
    let sections = sections(portal, desk, &entered, &errors);
    forms::shown(portal, desk.person(), desk.here(), form, sections, errors).await
}

/// Nothing was saved, and a number that was free when the form was opened may be another's now.
fn renumber(desk: &impl Desk, entered: &mut Entered) {
    for field in desk.groups(entered).iter().flat_map(|group| &group.fields) {
        field.kept_as().into_iter().for_each(|name| entered.drop(name));
    }
}

/// While somebody types: what would follow.
pub(super) async fn consequence(portal: &Portal, desk: &impl Desk, entered: &Entered) -> Result<Response, Failure> {
    entered.checked(desk.person())?;
    let read = read(portal, desk, entered);
    forms::fragment(&previewed(portal, desk, entered, read).await?)
}

/// The person a form was sent by; or, where his session has ended, the page that says his text is kept.
pub(super) async fn sender(
    portal: &Portal,
    headers: &HeaderMap,
    entered: &Entered,
    here: &axum::http::Uri,
    title: &str,
) -> Result<Result<Person, Response>, Failure> {
    let here = here.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    forms::sender(portal, headers, entered, &here, title).await
}
