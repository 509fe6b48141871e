//! What all forms share: how they are shown, what a consequence looks like, and what happens when one is saved.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use proto::common::{Changed, Refused};
use uuid::Uuid;

use crate::access::Person;
use crate::asking::{self, Preview, Previewed};
use crate::drafts::{self, Kept};
use crate::failure::Failure;
use crate::form::{Entered, Section};
use crate::frame::{Frame, page};
use crate::kinds::Kind;
use crate::registers::twins::Twin;
use crate::sending::{self, Commanded, Sent};
use crate::words::CORRECTIONS;
use crate::{Portal, session};

/// A form's own words and places.
#[derive(Default)]
pub(crate) struct Form {
    pub(crate) title: String,
    /// What the law says to it.
    pub(crate) article: String,
    /// What was said when the step was offered.
    pub(crate) effect: String,
    pub(crate) note: String,
    pub(crate) action: String,
    pub(crate) save: String,
    pub(crate) back: String,
    /// The case it belongs to, by number.
    pub(crate) case: String,
    pub(crate) parties: String,
    pub(crate) command_id: String,
    pub(crate) version: String,
    /// Whether its consequence is shown and its draft kept.
    pub(crate) is_command: bool,
    pub(crate) consequence: Option<Consequence>,
    /// Something to be read before anything else: a draft was found, the case has changed.
    pub(crate) said: Vec<Said>,
    /// An older draft of the same form.
    pub(crate) draft: Option<String>,
    pub(crate) twins: Vec<Twin>,
}

/// A line to be read before anything else, and behind it what opens more of it: an address, and its words.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) more: Option<(String, String)>,
}

impl Said {
    /// Lines behind which there is nothing more.
    pub(crate) fn each(lines: &[String]) -> Vec<Said> {
        lines.iter().cloned().map(Said::from).collect()
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, more: None }
    }
}

/// What would follow from what is entered.
#[derive(Default, Template)]
#[template(path = "consequence.html")]
pub(crate) struct Consequence {
    pub(crate) refusal: String,
    pub(crate) missing: usize,
    pub(crate) moves: Vec<(String, String)>,
    pub(crate) notes: Vec<String>,
    pub(crate) twins: Vec<Twin>,
}

#[derive(Template)]
#[template(path = "form.html")]
struct Page {
    frame: Frame,
    form: Form,
    sections: Vec<Section>,
    wrong: Vec<Wrong>,
}

/// A form's page.
pub(crate) async fn shown(
    portal: &Portal,
    person: &Person,
    here: &str,
    form: Form,
    sections: Vec<Section>,
    errors: BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let frame = Frame::of(portal, person, here).await?;
    let wrong = wrong(&sections, &errors);
    let status = status(&wrong);
    let mut response = page(&Page { frame, form, sections, wrong })?;
    *response.status_mut() = status;
    Ok(response)
}

/// Something that is wrong: the field's id and label, and why; without a field where none can be named.
pub(crate) struct Wrong {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) why: String,
}

/// All that is wrong, in the order of the form, for the summary on top.
pub(crate) fn wrong(sections: &[impl Borrow<Section>], errors: &BTreeMap<String, String>) -> Vec<Wrong> {
    let fields = || sections.iter().flat_map(|section| &section.borrow().fields);
    let at_fields = fields().filter(|field| field.has_error()).map(|field| Wrong {
        id: field.id.clone(),
        label: field.label.clone(),
        why: field.error.clone(),
    });
    let elsewhere = errors.iter().filter(|(name, _)| fields().all(|field| field.name != **name));
    let elsewhere = elsewhere.map(|(_, why)| Wrong { id: String::new(), label: String::new(), why: why.clone() });
    at_fields.chain(elsewhere).collect()
}

/// Of a form with this wrong in it.
pub(crate) fn status(wrong: &[Wrong]) -> StatusCode {
    if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// What would follow from a command, in the service's own words.
pub(crate) fn consequence(preview: Preview) -> Consequence {
    let refusal = preview.refused.map(|refused| refused.text).or(preview.malformed.map(|wrong| wrong.text));
    Consequence {
        refusal: refusal.unwrap_or_default(),
        moves: preview.moves,
        notes: preview.notes,
        ..Consequence::default()
    }
}

/// While somebody types: what would follow as far as it is entered.
pub(crate) async fn previewed<C: Previewed>(
    portal: &Portal,
    person: &Person,
    to: Option<Uuid>,
    read: Result<C, BTreeMap<String, String>>,
) -> Result<Consequence, Failure> {
    match read {
        Err(missing) => Ok(Consequence { missing: missing.len(), ..Consequence::default() }),
        Ok(command) => Ok(consequence(asking::preview(portal, to, &command, person).await?)),
    }
}

/// The fragment that the script puts in.
pub(crate) fn fragment(consequence: &Consequence) -> Result<Response, Failure> {
    Ok(Html(consequence.render()?).into_response())
}

/// A form that was sent off.
pub(crate) struct Submitted<'a, C> {
    pub(crate) case: Uuid,
    pub(crate) command: &'a C,
    pub(crate) entered: &'a Entered,
    pub(crate) form: &'a str,
    pub(crate) title: &'a str,
}

/// What is to be shown after a form was sent off.
pub(crate) enum Outcome {
    /// It is saved, or waits: go there.
    Go(Response),
    /// It is not saved: the form again, with this.
    Again { errors: BTreeMap<String, String>, said: Vec<Said>, version: Option<i64> },
}

/// Sends what a form contains. The command's id was minted when the form was first shown, so a second click, a resend and
/// what waits for the broker are one command.
pub(crate) async fn save<C: Commanded>(
    portal: &Portal,
    person: &Person,
    submitted: &Submitted<'_, C>,
) -> Result<Outcome, Failure> {
    let id = submitted.entered.command_id()?;
    let kept =
        Kept { command_id: id, form: submitted.form, title: submitted.title, entered: &submitted.entered.kept() };
    let command = sending::command(id, submitted.case, submitted.entered.version(), person, submitted.command);
    let page = format!("{}/{}", C::KIND.address, submitted.case);
    match sending::send(portal, C::KIND, &command).await {
        Sent::Accepted(accepted) => {
            // It is saved, whatever becomes of what follows.
            let after = async {
                drafts::discard(portal, &person.account, id).await?;
                sending::accepted(portal, person, C::KIND, &accepted).await
            };
            if let Err(failure) = after.await {
                tracing::error!("a command was accepted, and then: {failure:?}");
            }
            let said = if accepted.repeated { "?saved=before" } else { "?saved=1" };
            Ok(Outcome::Go(Redirect::to(&format!("{page}{said}")).into_response()))
        }
        Sent::Refused(refused) => Ok(Outcome::Again { errors: at_field(refused), said: Vec::new(), version: None }),
        Sent::Malformed(text) => {
            let mut errors = at_named_field(&text);
            let said = errors.remove(USED_BEFORE).map(|_| saved_before(page)).into_iter().collect();
            Ok(Outcome::Again { errors, said, version: None })
        }
        Sent::Changed(changed) => {
            drafts::keep(portal, &person.account, &kept).await?;
            Ok(Outcome::Again {
                errors: BTreeMap::new(),
                said: in_between(portal, C::KIND, submitted.case, &changed).await,
                version: Some(changed.actual),
            })
        }
        unsent @ (Sent::Nothing | Sent::Unknown) => {
            drafts::let_wait(portal, &person.account, &kept, C::KIND, &command).await?;
            let how = if matches!(unsent, Sent::Nothing) { "unsent" } else { "unknown" };
            Ok(Outcome::Go(Redirect::to(&format!("/drafts?said={how}")).into_response()))
        }
    }
}

/// S50: where the service has to be asked before anything can be sent, and is away, what was entered is kept.
pub(crate) async fn kept(
    portal: &Portal,
    person: &Person,
    entered: &Entered,
    form: &str,
    title: &str,
) -> Result<Response, Failure> {
    let kept = Kept { command_id: entered.command_id()?, form, title, entered: &entered.kept() };
    drafts::keep(portal, &person.account, &kept).await?;
    Ok(Redirect::to("/drafts?said=kept").into_response())
}

/// The field that services name where the id of a form was used for another content: the form was saved before.
const USED_BEFORE: &str = "command_id";

/// S03: what was changed in a form after it was saved is not saved a second time under the same id.
fn saved_before(page: String) -> Said {
    let text = "这张表单此前已经保存，这一次改动的内容没有保存；需要改动的，请打开后更正：".to_owned();
    Said { text, more: Some((page, "打开查看".to_owned())) }
}

/// S48: what the others did meanwhile; one's own text stays in the form.
async fn in_between(portal: &Portal, kind: &Kind, id: Uuid, changed: &Changed) -> Vec<Said> {
    let what = kind.title;
    let first = format!("您打开这张表单之后，{what}有了新的记录，本次没有保存。所填内容都在下面，请核对后再保存一次：");
    // Without its service's answer a record goes by its number.
    let titles = asking::titles(portal, kind, id).await.unwrap_or_default();
    let each = changed.between.iter().map(|between| {
        let name = between.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
        let (day, time) = session::moment(between.recorded_at);
        let number = format!("第 {} 号记录", between.version);
        let title = titles.get(&between.version).cloned().or_else(|| correction(&between.event)).unwrap_or(number);
        let address = format!("{}/{id}#e{}", kind.address, between.version);
        Said { text: format!("{day} {time} {name}："), more: Some((address, title)) }
    });
    std::iter::once(first.into()).chain(each).collect()
}

/// What puts other entries right is no entry of its own.
fn correction(event: &str) -> Option<String> {
    CORRECTIONS.iter().find(|(known, _)| *known == event).map(|(_, title)| (*title).to_owned())
}

fn at_field(refused: Refused) -> BTreeMap<String, String> {
    BTreeMap::from([(refused.field, refused.text)])
}

/// Services name the field before a colon.
fn at_named_field(text: &str) -> BTreeMap<String, String> {
    match text.split_once('：') {
        Some((field, why)) if field.is_ascii() => BTreeMap::from([(field.to_owned(), why.to_owned())]),
        _ => BTreeMap::from([(String::new(), text.to_owned())]),
    }
}

/// The person a form was sent by; if his session has ended, what he wrote is kept for him and he signs in again.
pub(crate) async fn sender(
    portal: &Portal,
    headers: &axum::http::HeaderMap,
    entered: &Entered,
    form: &str,
    title: &str,
) -> Result<Result<Person, Response>, Failure> {
    if let Some(person) = session::person(portal, headers).await? {
        entered.checked(&person)?;
        return Ok(Ok(person));
    }
    let former = session::former_person(portal, headers).await?.filter(|person| entered.checked(person).is_ok());
    let (Some(person), Ok(command_id)) = (former, entered.command_id()) else {
        return Err(Failure::NotSignedIn { next: form.to_owned() });
    };
    drafts::keep(portal, &person.account, &Kept { command_id, form, title, entered: &entered.kept() }).await?;
    let sign = if form.contains('?') { '&' } else { '?' };
    let next = format!("{form}{sign}draft={command_id}");
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    Ok(Err(Redirect::to(&format!("/sign-in?kept=1&next={next}")).into_response()))
}
