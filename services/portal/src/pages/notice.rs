//! `/notices/{notice}`: a notice as the paper it will be, every number leading to its set; beside it where it stands, what
//! may be done now, what has changed since, and all that the numbers follow from.

mod draft;
mod sheet;
mod steps;

pub(crate) use draft::{consequence as draft_consequence, save as save_draft, show as show_draft};
pub(crate) use steps::{consequence, save, show as show_step};

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use proto::notices::{Approval, Change, Figure, FiguresQuestion, Manifest, NoticeAnswer, NoticeLine, Policy, Tally};
use serde::Deserialize;
use uuid::Uuid;

use self::sheet::Sheet;
use super::figures::in_words;
use super::members::{Source, log_title};
use super::notices::address;
use super::saved;
use crate::Portal;
use crate::access::{Door, Person};
use crate::asking::notices;
use crate::failure::Failure;
use crate::frame::{Frame, page};

#[derive(Template)]
#[template(path = "notice.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    notice: NoticeLine,
    class: &'static str,
    sheet: Option<Sheet>,
    edits: bool,
    offered: Vec<Offered>,
    away: Option<String>,
    approvals: Vec<Approval>,
    signer: String,
    paper: Paper,
    restates: Option<(String, String, String)>,
    restated_by: Option<String>,
    withdrawn_because: String,
    offer: Option<(String, Vec<Changed>)>,
    since: Vec<Changed>,
    manifest: Option<Told>,
    said: &'static str,
}

/// A step that may be taken now.
struct Offered {
    title: String,
    effect: String,
    address: String,
}

/// The paper of a notice.
enum Paper {
    /// There will be none before it is issued.
    NotYet,
    /// It is being made, or nobody is there who makes it.
    Waits,
    /// None can be made, for this reason.
    Unprintable(String),
    Kept {
        pages: u32,
        sha256: String,
    },
}

/// A figure then and now.
struct Changed {
    title: String,
    before: String,
    after: String,
    /// The set as it is now.
    address: String,
}

/// The manifest in words.
struct Told {
    positions: Vec<(String, String, String)>,
    formulas: Vec<String>,
    policies: Vec<(String, String, String)>,
    organs: Vec<String>,
    calendar: u32,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    saved: String,
}

/// `GET /notices/{notice}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let frame = Frame::of(&portal, &person, "/notices").await?;
    let id = notices::named(&portal, &person, &name).await?;
    let answer = notices::notice(&portal, &person, id).await?;
    let edits = person.may_open(Door::NoticeWork);
    let (offered, away) = if edits { offered(&portal, id).await? } else { (Vec::new(), None) };
    let since = if edits && is_open(&answer) { since_frozen(&portal, &person, &answer).await? } else { Vec::new() };
    let notice = answer.notice.clone().unwrap_or_default();
    let source = Source { notice: Some(id), ..Source::default() };
    let running = Source { period: notice.period.clone(), ..Source::default() };
    let offer = answer.offer.clone().filter(|offer| !offer.changes.is_empty());
    page(&Page {
        class: stage_class(&notice.stage),
        sheet: answer.text.as_ref().map(|text| Sheet::of(text, &source, &person)),
        edits,
        offered,
        away,
        approvals: answer.approvals.clone(),
        signer: answer.signer.clone(),
        paper: paper_of(&answer, &notice),
        restates: answer
            .restates
            .as_ref()
            .filter(|of| !of.notice.is_empty())
            .map(|of| (address(&of.notice), of.number.clone(), of.issued_on.clone())),
        restated_by: (!notice.restated_by.is_empty()).then(|| address(&notice.restated_by)),
        withdrawn_because: answer.withdrawn_because.clone(),
        offer: offer.map(|offer| (offer.on, offer.changes.iter().map(|change| changed(change, &running)).collect())),
        since,
        manifest: answer.manifest.as_ref().map(told),
        said: saved::said(&asked.saved),
        frame,
        id,
        notice,
    })
}

/// `GET /notices/{notice}/paper.pdf`: the paper as it was rendered at the issue.
pub(crate) async fn paper(
    State(portal): State<Portal>,
    person: Person,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let paper = notices::paper(&portal, &person, id).await?;
    if !paper.kept {
        return Err(Failure::NotFound(NO_PAPER.to_owned()));
    }
    let name: String = form_urlencoded::byte_serialize(format!("{}.pdf", paper.number).as_bytes()).collect();
    let disposition = format!("inline; filename=\"notice.pdf\"; filename*=UTF-8''{name}");
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)], paper.pdf)
        .into_response())
}

/// What is said while there is no paper of an issued notice.
pub(crate) const NO_PAPER: &str = "公文排版服务尚未就绪或正在排版，请稍后再试";

/// How a stage is marked.
pub(crate) fn stage_class(stage: &str) -> &'static str {
    match stage {
        "Issued" => "tag-green",
        "Restated" | "Withdrawn" => "tag-grey",
        "Frozen" | "Drafted" | "Approved" => "tag-amber",
        _ => "tag-plain",
    }
}

async fn offered(portal: &Portal, id: Uuid) -> Result<(Vec<Offered>, Option<String>), Failure> {
    match notices::steps(portal, id).await {
        Ok(answer) => {
            let steps = answer.steps.into_iter().filter(|step| steps::is_known(&step.command));
            let offered = steps.map(|step| Offered {
                address: format!("/notices/{id}/steps/{}", step.command),
                title: step.title,
                effect: step.effect,
            });
            Ok((offered.collect(), None))
        }
        Err(failure @ Failure::Away(_)) => Ok((Vec::new(), Some(failure.text()))),
        Err(failure) => Err(failure),
    }
}

/// Whether it is frozen and can still be thawed: then what has changed since is worth a word.
fn is_open(answer: &NoticeAnswer) -> bool {
    answer.notice.as_ref().is_some_and(|notice| matches!(notice.stage.as_str(), "Frozen" | "Drafted" | "Approved"))
}

fn paper_of(answer: &NoticeAnswer, notice: &NoticeLine) -> Paper {
    if notice.has_paper {
        Paper::Kept { pages: answer.paper_pages, sha256: hex(&answer.paper_sha256) }
    } else if notice.number.is_empty() {
        Paper::NotYet
    } else if answer.paper_problem.is_empty() {
        Paper::Waits
    } else {
        Paper::Unprintable(answer.paper_problem.clone())
    }
}

fn changed(change: &Change, source: &Source) -> Changed {
    let line = |line: &String| if line.is_empty() { "—".to_owned() } else { line.clone() };
    if change.before.is_none() && change.after.is_none() {
        return Changed {
            title: change.title.clone(),
            before: line(&change.line_before),
            after: line(&change.line_after),
            address: source.address(&change.figure, &[], "Numerator"),
        };
    }
    Changed {
        title: change.title.clone(),
        before: printed(change.before.as_ref()),
        after: printed(change.after.as_ref()),
        address: source.address(&change.figure, &change.organ, whole(change.after.as_ref())),
    }
}

/// The set that a value opens: of a rate all it is the rate of.
fn whole(tally: Option<&Tally>) -> &'static str {
    if tally.is_some_and(|tally| tally.denominator > 0) { "Denominator" } else { "Numerator" }
}

/// A value with the sizes behind it: 91.03%（71/78）.
fn printed(tally: Option<&Tally>) -> String {
    match tally {
        Some(tally) if tally.denominator > 0 => {
            format!("{}（{}/{}）", tally.printed, tally.numerator, tally.denominator)
        }
        Some(tally) => tally.printed.clone(),
        None => "—".to_owned(),
    }
}

/// The figures whose totals would be others if they were frozen now.
async fn since_frozen(portal: &Portal, person: &Person, answer: &NoticeAnswer) -> Result<Vec<Changed>, Failure> {
    let (Some(frozen), Some(notice)) = (&answer.figures, &answer.notice) else { return Ok(Vec::new()) };
    let (period, area) = (notice.period.clone(), notice.area.clone());
    let asked = FiguresQuestion { period, area, ..FiguresQuestion::default() };
    let now = notices::figures(portal, person, &asked).await?;
    let source = Source { period: notice.period.clone(), ..Source::default() };
    let other = |figure: &Figure| {
        let now = now.figures.iter().find(|now| now.code == figure.code && now.total != figure.total)?;
        Some(Changed {
            title: figure.title.clone(),
            before: printed(figure.total.as_ref()),
            after: printed(now.total.as_ref()),
            address: source.address(&figure.code, &[], whole(now.total.as_ref())),
        })
    };
    Ok(frozen.figures.iter().filter_map(other).collect())
}

fn told(manifest: &Manifest) -> Told {
    let policy = |policy: &Policy| {
        let (title, value) = in_words(&policy.name, &policy.value);
        let organ = manifest.organs.iter().find(|organ| organ.code == policy.value);
        let value = organ.map_or(value, |organ| organ.name.clone());
        let basis = if policy.from.is_empty() {
            "未另行规定".to_owned()
        } else {
            format!("自 {} {}", policy.from, policy.basis)
        };
        (title, value, basis)
    };
    Told {
        positions: manifest
            .positions
            .iter()
            .map(|at| (log_title(&at.log), at.position.to_string(), hex(&at.event_hash)))
            .collect(),
        formulas: manifest.formulas.iter().map(|formula| format!("{} 第{}版", formula.code, formula.version)).collect(),
        policies: manifest.policies.iter().map(policy).collect(),
        organs: manifest.organs.iter().map(|organ| organ.name.clone()).collect(),
        calendar: manifest.calendar,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The notice as somebody works on it now.
pub(super) async fn worked_on(
    portal: &Portal,
    person: &Person,
    id: Uuid,
) -> Result<(NoticeAnswer, NoticeLine), Failure> {
    let answer = notices::notice(portal, person, id).await?;
    let notice = answer.notice.clone().unwrap_or_default();
    Ok((answer, notice))
}
