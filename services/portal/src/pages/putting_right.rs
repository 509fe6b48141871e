//! `…/entries/{entry}`: an entry is put right, one field at a time, or struck, whatever it is about: which of its fields, the
//! new value, and why (S41, S42). What follows is said beforehand (S16).

use std::marker::PhantomData;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::common::Entry;
use serde::Deserialize;
use uuid::Uuid;

use super::desk::{self, Desk, Group};
use super::forms::Form;
use crate::Portal;
use crate::access::Person;
use crate::asking::Previewed;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::words::REASONS;

/// What a draft of it is called.
pub(super) const TITLE: &str = "更正记录";
/// The field that stands for striking the entry as a whole.
const STRIKE: &str = "strike";
/// Behind it stands the name of a field that can be put right.
const FIELD: &str = "field.";

/// A thing whose entries are put right here.
pub(crate) trait Corrected: Send + Sync + 'static {
    type Command: Previewed;

    /// Where they are listed; behind it stands the page of each.
    const LIST: &'static str;

    /// What it is called and who is in it, if the person may put this entry of it right.
    fn found(
        portal: &Portal,
        person: &Person,
        id: Uuid,
        entry: i64,
    ) -> impl Future<Output = Result<Found, Failure>> + Send;

    /// Its version and entries, as its service tells them.
    fn entries(portal: &Portal, id: Uuid) -> impl Future<Output = Result<(i64, Vec<Entry>), Failure>> + Send;

    /// What its service is told.
    fn command(entry: i64, put_right: PutRight) -> Self::Command;
}

/// A thing that was found.
pub(crate) struct Found {
    pub(super) called: String,
    pub(super) parties: String,
}

/// An entry of a thing, with who puts it right.
struct Correcting<C> {
    person: Person,
    id: Uuid,
    found: Found,
    entry: Standing,
    version: i64,
    kind: PhantomData<C>,
}

impl<C: Corrected> Correcting<C> {
    async fn of(
        portal: &Portal,
        person: Person,
        (id, number): (Uuid, i64),
        entered: &Entered,
    ) -> Result<Self, Failure> {
        let found = C::found(portal, &person, id, number).await?;
        let (entry, version) = standing(C::entries(portal, id).await, number, entered)?;
        Ok(Self { person, id, found, entry, version, kind: PhantomData })
    }
}

impl<C: Corrected> Desk for Correcting<C> {
    type Command = C::Command;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        C::LIST
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.id)
    }

    fn form(&self) -> Form {
        let Found { called, parties } = &self.found;
        let form = self.entry.form(format!("{}/{}", C::LIST, self.id), self.version);
        Form { case: called.clone(), parties: parties.clone(), ..form }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        self.entry.groups()
    }

    fn read(&self, r: &mut Reader<'_>) -> C::Command {
        C::command(self.entry.number, self.entry.read(r))
    }
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    draft: Option<Uuid>,
}

/// `GET …/entries/{entry}`
pub(crate) async fn show<C: Corrected>(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Correcting::<C>::of(&portal, person, of, &Entered::default()).await?, asked.draft).await
}

/// `POST …/entries/{entry}`
pub(crate) async fn save<C: Corrected>(
    State(portal): State<Portal>,
    Path(of): Path<(Uuid, i64)>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, TITLE).await? {
        Ok(person) => desk::save(&portal, &Correcting::<C>::of(&portal, person, of, &entered).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST …/entries/{entry}/consequence`
pub(crate) async fn consequence<C: Corrected>(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Correcting::<C>::of(&portal, person, of, &entered).await?, &entered).await
}

/// An entry as it stands, and what can be put right in it.
struct Standing {
    number: i64,
    title: String,
    on: String,
    /// Name, what it is and contains now, kind.
    fields: Vec<(String, String, String)>,
}

impl From<Entry> for Standing {
    fn from(entry: Entry) -> Self {
        let fields = entry.fields.into_iter().map(|field| {
            let now = if field.value.is_empty() { "（空）" } else { &field.value };
            (field.field, format!("{}：现在是 {now}", field.title), field.kind)
        });
        Self { number: entry.entry, title: entry.title, on: entry.on, fields: fields.collect() }
    }
}

/// The entry that a form is about, with the version in which it stands: as its service tells or, with the service away, as
/// the form had it when it was opened, so that what is entered can wait (S50).
fn standing(
    told: Result<(i64, Vec<Entry>), Failure>,
    number: i64,
    entered: &Entered,
) -> Result<(Standing, i64), Failure> {
    match (told, entered.version()) {
        (Ok((version, entries)), _) => {
            let found = entries.into_iter().map(Standing::from).find(|entry| entry.number == number);
            Ok((found.ok_or_else(no_such_entry)?, version))
        }
        (Err(Failure::Away(_)), Some(version)) => Ok((Standing::as_opened(number, entered), version)),
        (Err(failure), _) => Err(failure),
    }
}

/// What is to be changed, and why.
pub(crate) struct PutRight {
    pub(super) reason: String,
    pub(super) explanation: String,
    pub(super) change: Change,
}

pub(crate) enum Change {
    Strike,
    Amend { field: String, value: String },
}

/// One's own slip within ten minutes, anything else with the head of the body.
pub(super) async fn may(portal: &Portal, person: &Person, thing: Uuid, entry: i64) -> Result<(), Failure> {
    let entered: Option<(String, i64)> =
        sqlx::query_as("SELECT account, recorded_at FROM portal.entry WHERE id = $1 AND entry = $2")
            .bind(thing)
            .bind(entry)
            .fetch_optional(portal.inside.pool())
            .await?;
    let (account, recorded_at) = entered.ok_or_else(no_such_entry)?;
    if person.may_correct(&account, recorded_at, portal.inside.clock.now().as_microsecond()) {
        Ok(())
    } else {
        Err(not_his())
    }
}

pub(super) fn not_his() -> Failure {
    Failure::forbidden("录入超过十分钟，或者不是本人录入的，由机构负责人更正")
}

pub(super) fn no_such_entry() -> Failure {
    Failure::NotFound("这条记录不存在，或者已经撤除".to_owned())
}

/// The nature of the correction and its explanation.
pub(super) fn reasons() -> [Field; 2] {
    [
        Field::choice("reason", "更正的性质", REASONS).or("EntryError"),
        Field::line("explanation", "说明").wide().help("记入案卷，说明为什么更正"),
    ]
}

pub(super) const NOTE: &str = "原记录保留在历史中，更正前后、更正人和时间都可以查到。办结的更正后不会重新打开。\
                   名录中的法院、机关选错的，撤除后重新登记。";

impl Standing {
    fn as_opened(number: i64, entered: &Entered) -> Self {
        let fields = entered.pairs().iter().filter_map(|(name, told)| {
            let (kind, label) = told.split_once(' ')?;
            Some((name.strip_prefix(FIELD)?.to_owned(), label.to_owned(), kind.to_owned()))
        });
        let [title, on] = ["entry.title", "entry.on"].map(|name| entered.text(name).to_owned());
        Self { number, title, on, fields: fields.collect() }
    }

    fn form(&self, back: String, version: i64) -> Form {
        Form {
            title: format!("{TITLE}：{}（{}）", self.title, self.on),
            action: format!("{back}/entries/{}", self.number),
            save: "保存更正".to_owned(),
            version: version.to_string(),
            back,
            ..Form::default()
        }
    }

    fn groups(&self) -> Vec<Group> {
        let fields = self.fields.iter().map(|(name, label, _)| (name.clone(), label.clone()));
        let kept = self
            .fields
            .iter()
            .map(|(name, label, kind)| Field::hidden(format!("{FIELD}{name}"), format!("{kind} {label}")));
        let kept = kept.chain([Field::hidden("entry.title", &self.title), Field::hidden("entry.on", &self.on)]);
        let whole = (STRIKE.to_owned(), "整条记录是误录，从案卷中撤除（历史中保留）".to_owned());
        let what = [
            Field::select("field", "更正哪一栏", fields.chain([whole])),
            Field::line("value", "改为").if_any().help("日期照常写；撤除整条记录的不填").wide(),
        ];
        vec![Group::new("", what.into_iter().chain(reasons()).chain(kept)).note(NOTE)]
    }

    fn read(&self, r: &mut Reader<'_>) -> PutRight {
        let (reason, explanation) = (r.word("reason", REASONS), r.line("explanation"));
        let chosen = r.entered().text("field").to_owned();
        let field = self.fields.iter().find(|(name, ..)| *name == chosen);
        let change = match field {
            _ if chosen == STRIKE => Change::Strike,
            None => {
                r.wrong("field", "请选择");
                Change::Strike
            }
            Some((.., kind)) if kind == "Day" => Change::Amend { value: r.day_if_any("value"), field: chosen },
            Some(_) => Change::Amend { value: r.text_if_any("value"), field: chosen },
        };
        PutRight { reason, explanation, change }
    }
}
