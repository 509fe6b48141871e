//! The notices, each as it is now, and what may be done with it.

use std::time::Duration;

use kernel::day::Day;
use kernel::word::Word;
use proto::Message;
use proto::notices::{self as messages, notice_event};
use runtime::{At, Malformed, Projection as _, Question, Unanswered, read, write};
use sqlx::query_scalar;
use uuid::Uuid;

use super::{area_of, period_of};
use crate::contract::{write_approval, write_draft};
use crate::manifest;
use crate::notice::draft::Draft;
use crate::notice::{Kind, Notice, Stage, notice_id};
use crate::notices::{NoticesTold, Row, all, notice};
use crate::paper;
use crate::period::Period;
use crate::text;

/// How many lines a page of the register holds.
const PAGE: usize = 200;
/// How long the register is waited for by whoever has just written something (S49).
const PATIENCE: Duration = Duration::from_millis(1500);

/// All notices.
#[derive(Debug)]
pub struct Notices;

impl Question for Notices {
    const NAME: &'static str = "Notices";
    type Asked = messages::NoticesQuestion;
    type Answer = messages::NoticesAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: messages::NoticesQuestion,
    ) -> Result<messages::NoticesAnswer, Unanswered> {
        let is_shown = at.reached(NoticesTold::NAME, crate::NAME, asked.written, PATIENCE).await?;
        let first: usize = asked.after.parse().unwrap_or_default();
        let rows = all(&mut *at.db).await?;
        let mut lines = rows.iter().filter(|row| row.area.starts_with(&asked.area)).skip(first);
        let notices: Vec<_> = lines.by_ref().take(PAGE).map(line).collect();
        let next = if lines.next().is_some() { (first + PAGE).to_string() } else { String::new() };
        Ok(messages::NoticesAnswer { notices, next, behind: !is_shown })
    }
}

fn line(row: &Row) -> messages::NoticeLine {
    let period = Period::try_from(row.period.clone()).map(Period::title).unwrap_or_default();
    let restating = if row.restates.is_some() { "（更正）" } else { "" };
    messages::NoticeLine {
        id: write::uuid(row.id),
        kind: row.kind.clone(),
        period: row.period.clone(),
        title: format!("{period}通报{restating}"),
        ordinal: u32::try_from(row.ordinal).unwrap_or_default(),
        stage: row.stage.clone(),
        stage_title: Stage::from_english(&row.stage).map(Stage::chinese).unwrap_or_default().to_owned(),
        number: row.number.clone(),
        issued_on: row.issued_on.clone(),
        has_paper: row.has_paper,
        restatement_offered: row.offered && row.stage == "Issued",
        restates: write::uuid_if_any(row.restates),
        restated_by: write::uuid_if_any(row.restated_by),
        area: row.area.clone(),
    }
}

/// A notice as it is now.
#[derive(Debug)]
pub struct NoticeNow;

impl Question for NoticeNow {
    const NAME: &'static str = "Notice";
    type Asked = messages::NoticeQuestion;
    type Answer = messages::NoticeAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: messages::NoticeQuestion,
    ) -> Result<messages::NoticeAnswer, Unanswered> {
        let id = read::uuid("id", &asked.id)?;
        let (notice, version) = notice(&mut *at.db, id).await?;
        if version == 0 {
            return Err(Malformed::field("id", "没有该通报，请核对").into());
        }
        let mut answer = answer(id, &notice, version, at.today)?;
        if notice.issued.is_some() && notice.paper.is_none() {
            answer.paper_problem = paper::problem(&mut *at.db, id).await?.unwrap_or_default();
        }
        Ok(answer)
    }
}

/// All that is known of a notice.
fn answer(id: Uuid, notice: &Notice, version: i64, today: Day) -> anyhow::Result<messages::NoticeAnswer> {
    let mut answer = messages::NoticeAnswer {
        notice: Some(line(&row(id, notice))),
        version,
        approvals: notice.approvals.iter().map(write_approval).collect(),
        signer: notice.issued.as_ref().map(|issued| issued.signer.to_string()).unwrap_or_default(),
        paper_sha256: notice.paper.as_ref().map(|paper| paper.sha256.clone()).unwrap_or_default(),
        paper_pages: notice.paper.as_ref().map_or(0, |paper| paper.pages),
        offer: notice.offer.as_ref().map(|offer| offer.content.message()).filter(|offer| !offer.changes.is_empty()),
        withdrawn_because: notice.withdrawn.as_ref().map(|w| w.reason.to_string()).unwrap_or_default(),
        ..messages::NoticeAnswer::default()
    };
    if let Some(restated) = notice.begun.as_ref().and_then(|begun| begun.restates.as_ref()) {
        answer.restates = Some(messages::Restated {
            notice: write::uuid(restated.notice),
            number: write::text_if_any(restated.number.as_ref()),
            issued_on: write::text_if_any(restated.issued_on.as_ref()),
        });
    }
    if let Some(frozen) = &notice.frozen {
        let (manifest, figures) = (frozen.manifest.message(), frozen.figures.message());
        let draft = notice.draft.clone().unwrap_or_else(|| text::first_draft(notice, today));
        answer.text = Some(text::whole(notice, &draft, &manifest, &figures)?);
        answer.candidates = text::candidates(&figures);
        answer.draft = Some(without_names(&draft));
        answer.manifest = Some(manifest);
        answer.figures = Some(figures);
    }
    Ok(answer)
}

/// The names that are hidden in a text are not told beside it.
fn without_names(draft: &Draft) -> messages::Drafting {
    let mut told = write_draft(draft);
    told.typical.iter_mut().for_each(|case| case.hidden_names.clear());
    told
}

fn row(id: Uuid, notice: &Notice) -> Row {
    let begun = notice.begun.as_ref();
    let issued = notice.issued.as_ref();
    let offered = notice.offer.as_ref().is_some_and(|offer| !offer.content.message().changes.is_empty());
    Row {
        id,
        kind: begun.map(|begun| begun.kind.english().to_owned()).unwrap_or_default(),
        period: begun.map(|begun| begun.period.to_string()).unwrap_or_default(),
        area: begun.map(|begun| begun.area.to_string()).unwrap_or_default(),
        ordinal: begun.and_then(|begun| i32::try_from(begun.ordinal).ok()).unwrap_or_default(),
        stage: notice.stage.english().to_owned(),
        number: issued.map(|issued| issued.number.text.to_string()).unwrap_or_default(),
        issued_on: issued.map(|issued| issued.on.to_string()).unwrap_or_default(),
        has_paper: notice.paper.is_some(),
        offered,
        restates: begun.and_then(|begun| begun.restates.as_ref()).map(|restated| restated.notice),
        restated_by: notice.restated.as_ref().map(|restated| restated.by),
    }
}

/// The figures of a frozen notice once more.
#[derive(Debug)]
pub struct Recompute;

impl Question for Recompute {
    const NAME: &'static str = "Recompute";
    type Asked = messages::RecomputeQuestion;
    type Answer = messages::RecomputeAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: messages::RecomputeQuestion,
    ) -> Result<messages::RecomputeAnswer, Unanswered> {
        let (notice, _) = notice(&mut *at.db, read::uuid("id", &asked.id)?).await?;
        let frozen = notice.frozen.ok_or_else(|| Malformed::field("id", "该通报尚未冻结数据，或者没有该通报"))?;
        let manifest = frozen.manifest.message();
        let figures = manifest::document(&mut *at.db, &manifest).await?.encode_to_vec();
        let outdated = manifest::outdated(&manifest).cloned().collect();
        Ok(messages::RecomputeAnswer { identical: figures == frozen.figures.bytes(), figures, outdated })
    }
}

/// The paper that is kept.
#[derive(Debug)]
pub struct NoticePaper;

impl Question for NoticePaper {
    const NAME: &'static str = "NoticePaper";
    type Asked = messages::NoticePaperQuestion;
    type Answer = messages::NoticePaperAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: messages::NoticePaperQuestion,
    ) -> Result<messages::NoticePaperAnswer, Unanswered> {
        let id = read::uuid("id", &asked.id)?;
        let (notice, _) = notice(&mut *at.db, id).await?;
        let number = notice.issued.map(|issued| issued.number.text.to_string()).unwrap_or_default();
        let envelopes: Vec<Vec<u8>> =
            query_scalar("SELECT envelope FROM log.event WHERE stream = $1 ORDER BY version DESC")
                .bind(id)
                .fetch_all(&mut *at.db)
                .await?;
        for bytes in envelopes {
            let envelope = proto::common::Envelope::decode(bytes.as_slice()).map_err(anyhow::Error::from)?;
            let event = messages::NoticeEvent::decode(envelope.payload.as_slice()).map_err(anyhow::Error::from)?;
            if let Some(notice_event::Event::PaperKept(paper)) = event.event {
                let messages::Paper { pdf, sha256, .. } = paper;
                return Ok(messages::NoticePaperAnswer { kept: true, pdf, sha256, number });
            }
        }
        Ok(messages::NoticePaperAnswer { number, ..messages::NoticePaperAnswer::default() })
    }
}

/// What may be done with a notice now.
#[derive(Debug)]
pub struct NoticeSteps;

impl Question for NoticeSteps {
    const NAME: &'static str = "NoticeSteps";
    type Asked = messages::NoticeStepsQuestion;
    type Answer = messages::NoticeStepsAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: messages::NoticeStepsQuestion,
    ) -> Result<messages::NoticeStepsAnswer, Unanswered> {
        let (id, ordinal) = if asked.id.is_empty() {
            let period = period_of(at, asked.period)?;
            let area = area_of(at, asked.area).await?;
            latest(at, period, &area).await?
        } else {
            (read::uuid("id", &asked.id)?, 1)
        };
        let (notice, version) = notice(&mut *at.db, id).await?;
        let next = notice
            .begun
            .as_ref()
            .map(|begun| notice_id(begun.kind, begun.area.as_str(), begun.period, begun.ordinal + 1).uuid());
        Ok(messages::NoticeStepsAnswer {
            id: write::uuid(id),
            version,
            stage: notice.stage.english().to_owned(),
            stage_title: notice.stage.chinese().to_owned(),
            steps: steps(&notice, at.today),
            restatement: write::uuid_if_any(next),
            ordinal: notice.begun.as_ref().map_or(ordinal, |begun| begun.ordinal),
        })
    }
}

/// The latest notice of a period, or the one that would be its first, or its next where the latest was withdrawn; with its
/// ordinal.
async fn latest(at: &mut At<'_>, period: Period, area: &str) -> Result<(Uuid, u32), Unanswered> {
    let rows = all(&mut *at.db).await?;
    let latest = rows.iter().find(|row| row.period == period.to_string() && row.area == area);
    let ordinal = latest.and_then(|row| u32::try_from(row.ordinal).ok()).unwrap_or_default();
    Ok(match latest.filter(|row| row.stage != Stage::Withdrawn.english()) {
        Some(row) => (row.id, ordinal),
        None => (notice_id(Kind::Quarterly, area, period, ordinal + 1).uuid(), ordinal + 1),
    })
}

/// The steps of each stage.
fn steps(notice: &Notice, today: Day) -> Vec<messages::Step> {
    let has_ended = notice.begun.as_ref().is_some_and(|begun| begun.period.last() < today);
    let steps: &[(&str, &str, &str)] = match notice.stage {
        Stage::NotBegun => &[("collect", "开始汇总", "开始汇总该期数据")],
        Stage::Collecting if has_ended => &[("freeze", "冻结数据", "按现有记录固定全部数字及其明细")],
        Stage::Collecting | Stage::Restated | Stage::Withdrawn => &[],
        Stage::Frozen => &[DRAFT, UNFREEZE],
        Stage::Drafted => &[("approve", "审批", "审批后可以印发"), DRAFT, UNFREEZE],
        Stage::Approved => &[("issue", "印发", "取得文号，生成文件并存档，此后不再改动"), DRAFT, UNFREEZE],
        Stage::Issued => &[
            ("restate", "更正", "另行制发更正通报，原通报保留并注明已被更正"),
            ("withdraw", "撤回", "撤回通报，注明理由；撤回后该期可以另起一份"),
        ],
    };
    let step = |(command, title, effect): &(&str, &str, &str)| messages::Step {
        command: (*command).to_owned(),
        title: (*title).to_owned(),
        effect: (*effect).to_owned(),
    };
    steps.iter().map(step).collect()
}

const DRAFT: (&str, &str, &str) = ("draft", "起草", "修改文字，数字不变");
const UNFREEZE: (&str, &str, &str) = ("unfreeze", "解除冻结", "写明理由，重新汇总数据");
