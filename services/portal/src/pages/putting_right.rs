//! `…/entries/{entry}`: an entry is put right, field by field, or struck, whatever it is about, and why (S41, S42). What
//! follows is said beforehand (S16).

use std::marker::PhantomData;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::common::{AmendableField, Entry};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::desk::{self, Desk, Group};
use super::forms::Form;
use crate::Portal;
use crate::access::Person;
use crate::asking::Previewed;
use crate::failure::Failure;
use crate::form::{Entered, Field, Reader};
use crate::normal::narrow;
use crate::words::{self, REASONS};

/// What a draft of it is called.
pub(super) const TITLE: &str = "更正记录";
/// What is done: fields are put right, or the entry is struck.
const CHANGE: &str = "change";
const STRIKE: &str = "strike";
/// That somebody who strikes everything means it.
const WHOLE: &str = "whole";
/// Carries the entry as the form was opened with it.
const OPENED: &str = "entry";
/// Behind it stands the name of a field that can be put right.
const TO: &str = "to.";

/// A thing whose entries are put right here.
pub(crate) trait Corrected: Send + Sync + 'static {
    type Command: Previewed;

    /// Where they are listed; behind it stands the page of each.
    const LIST: &'static str;

    /// All of it, which is struck with its first entry.
    const WHOLE: &'static str;

    /// Whether several fields are put right by one command.
    const TOGETHER: bool;

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
        let (mut entry, version) = standing(C::entries(portal, id).await, number, entered)?;
        C::WHOLE.clone_into(&mut entry.whole);
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

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        self.entry.groups(entered)
    }

    fn read(&self, r: &mut Reader<'_>) -> C::Command {
        C::command(self.entry.number, self.entry.read(r, C::TOGETHER))
    }

    fn warnings(&self, entered: &Entered) -> Vec<String> {
        self.entry.warnings(entered)
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
#[derive(Serialize, Deserialize)]
struct Standing {
    number: i64,
    title: String,
    on: String,
    fields: Vec<Amendable>,
    /// All entries that stand with it: title and day.
    all: Vec<String>,
    /// What all of them are, in one word.
    #[serde(default)]
    whole: String,
}

/// A field that can be put right.
#[derive(Serialize, Deserialize)]
struct Amendable {
    name: String,
    title: String,
    kind: String,
    /// What it contains now: text, or the words that are chosen.
    now: String,
    /// Word and title, where only these can be chosen.
    choices: Vec<(String, String)>,
}

impl From<AmendableField> for Amendable {
    fn from(field: AmendableField) -> Self {
        let own = field.choices.into_iter().map(|choice| (choice.word, choice.title));
        // The codes are the directory's, and no service's.
        let codes = words::codes(&field.field).iter().map(|(code, title)| ((*code).to_owned(), (*title).to_owned()));
        let choices: Vec<(String, String)> = own.chain(codes.clone()).collect();
        let kind = if codes.len() > 0 { "WordIfAny".to_owned() } else { field.kind };
        let is_chosen =
            |(word, title): &&(String, String)| field.value.split('；').any(|now| now == word || now == title);
        let chosen: Vec<&str> = choices.iter().filter(is_chosen).map(|(word, _)| word.as_str()).collect();
        let now = if choices.is_empty() { field.value.clone() } else { chosen.join(" ") };
        Self { name: field.field, title: field.title, kind, now, choices }
    }
}

impl Amendable {
    fn place(&self) -> String {
        format!("{TO}{}", self.name)
    }

    /// As it stands now; with what it was, where something else has been entered.
    fn field(&self, entered: &Entered) -> Field {
        let (place, title) = (self.place(), self.title.clone());
        let field = match self.kind.as_str() {
            "Day" => Field::day(place, title).if_any(),
            "ComingDay" => Field::coming_day(place, title).if_any(),
            "LongText" => Field::text(place, title).if_any(),
            "Word" => Field::select(place, title, self.choices.clone()),
            "WordIfAny" => Field::select(place, title, self.choices.clone()).if_any(),
            "Words" => Field::checks(place, title, self.choices.clone()).if_any(),
            _ => Field::line(place, title).if_any(),
        };
        let is_changed = !entered.is_fresh() && self.entered(entered) != self.now;
        let help = if is_changed { format!("现在是 {}", self.said()) } else { String::new() };
        field.or(&self.now).help(help)
    }

    /// What it contains, for people.
    fn said(&self) -> String {
        let titles: Vec<&str> = self
            .choices
            .iter()
            .filter(|(word, _)| self.now.split(' ').any(|now| now == word))
            .map(|(_, title)| title.as_str())
            .collect();
        match (self.now.as_str(), titles.is_empty()) {
            ("", _) => "（空）".to_owned(),
            (now, true) => now.to_owned(),
            (_, false) => titles.join("、"),
        }
    }

    /// What was entered, chosen words in the order of the list.
    fn entered(&self, entered: &Entered) -> String {
        let place = self.place();
        if self.choices.is_empty() {
            return entered.text(&place).replace("\r\n", "\n").trim().to_owned();
        }
        let is_chosen = |(word, _): &&(String, String)| entered.all(&place).any(|chosen| chosen == word);
        self.choices.iter().filter(is_chosen).map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What it is to contain, if that is something else. A field that is not in the form, or stands there as the form was
    /// opened with it, stays as it is, whatever others have put there meanwhile (S48).
    fn change(&self, opened: Option<&Standing>, r: &mut Reader<'_>) -> Option<(String, String)> {
        let place = self.place();
        if self.kind != "Words" {
            r.entered().get(&place)?;
        }
        let value = match self.kind.as_str() {
            "Day" => r.day_if_any(&place),
            "ComingDay" => r.coming_day_if_any(&place),
            "Number" => r.line_if_any(&place).chars().map(narrow).collect(),
            _ if self.choices.is_empty() => r.text_if_any(&place),
            _ => self.entered(r.entered()),
        };
        let was = opened.and_then(|entry| entry.fields.iter().find(|field| field.name == self.name));
        let is_touched = was.is_none_or(|field| field.now != value);
        (is_touched && value != self.now).then(|| (self.name.clone(), value))
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
        (Ok((version, entries)), _) => Ok((Standing::among(entries, number).ok_or_else(no_such_entry)?, version)),
        (Err(Failure::Away(away)), Some(version)) => {
            Ok((Standing::as_opened(entered).ok_or(Failure::Away(away))?, version))
        }
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
    /// Fields, each with what it is to contain.
    Amend(Vec<(String, String)>),
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

pub(super) const NOTE: &str = "原记录保留在历史中，更正前后、更正人和时间都可以查到。更正不会重新打开已经办结的事项；撤除使其办结的记录的，\
                   回到办结以前。名录中的法院、机关选错的，撤除后重新登记。";

impl Standing {
    fn among(entries: Vec<Entry>, number: i64) -> Option<Self> {
        let all = entries.iter().map(|entry| format!("{}（{}）", entry.title, entry.on)).collect();
        let entry = entries.into_iter().find(|entry| entry.entry == number)?;
        let fields = entry.fields.into_iter().map(Amendable::from).collect();
        Some(Self { number, title: entry.title, on: entry.on, fields, all, whole: String::new() })
    }

    fn as_opened(entered: &Entered) -> Option<Self> {
        serde_json::from_str(entered.text(OPENED)).ok()
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

    /// Whether everything goes with it.
    fn is_first(&self) -> bool {
        self.number == 1
    }

    /// What striking it means.
    fn strike(&self) -> String {
        if self.is_first() {
            format!("{}（共 {} 条记录）撤除，不能恢复", self.whole, self.all.len())
        } else {
            "整条记录是误录，从案卷中撤除（历史中保留）".to_owned()
        }
    }

    fn groups(&self, entered: &Entered) -> Vec<Group> {
        let changes = [("amend".to_owned(), "更正下面的栏目".to_owned()), (STRIKE.to_owned(), self.strike())];
        let change = Field::radio(CHANGE, "更正还是撤除", changes).or("amend").wide();
        let meant = Field::flag(WHOLE, format!("确认撤除{}；只是某一栏有误的，不要撤除，更正那一栏", self.whole));
        let meant = meant.with(CHANGE, STRIKE);
        let opened = Field::kept(OPENED, serde_json::to_string(self).unwrap_or_default());
        let fields = std::iter::once(change).chain(self.is_first().then_some(meant)).chain(reasons()).chain([opened]);
        let mut groups = vec![Group::new("", fields).note(NOTE)];
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|field| field.field(entered));
            groups.push(Group::new("栏目", fields).note("改动有误的栏目，其余的保持原样。"));
        }
        groups
    }

    fn read(&self, r: &mut Reader<'_>, together: bool) -> PutRight {
        let (reason, explanation) = (r.word("reason", REASONS), r.line("explanation"));
        let change = if r.entered().text(CHANGE) == STRIKE {
            if self.is_first() && !r.flag(WHOLE) {
                r.wrong(WHOLE, format!("撤除{}不能恢复，请核对后勾选确认", self.whole));
            }
            Change::Strike
        } else {
            Change::Amend(self.changes(r, together))
        };
        PutRight { reason, explanation, change }
    }

    fn changes(&self, r: &mut Reader<'_>, together: bool) -> Vec<(String, String)> {
        let opened = Self::as_opened(r.entered());
        let changes = self.fields.iter().filter_map(|field| field.change(opened.as_ref(), r));
        let changes: Vec<(String, String)> = changes.collect();
        match changes.as_slice() {
            [] => r.wrong(CHANGE, "没有改动任何一栏，请改动有误的栏目"),
            [_, (second, _), ..] if !together => {
                r.wrong(&format!("{TO}{second}"), "一次更正一栏：请先保存前面一栏的更正，再更正这一栏");
            }
            _ => {}
        }
        changes
    }

    /// With the first entry everything goes: what that is, is listed.
    fn warnings(&self, entered: &Entered) -> Vec<String> {
        if !self.is_first() || entered.text(CHANGE) != STRIKE {
            return Vec::new();
        }
        vec![format!("将{}：{}", self.strike(), self.all.join("、"))]
    }
}

/// The first change, and those that come with it, for commands that carry them so.
pub(super) fn first(changes: Vec<(String, String)>) -> (String, String, Vec<proto::common::Change>) {
    let mut changes = changes.into_iter();
    let (field, value) = changes.next().unwrap_or_default();
    (field, value, changes.map(|(field, value)| proto::common::Change { field, value }).collect())
}

#[cfg(test)]
mod tests;
