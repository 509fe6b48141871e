//! What a decision about a notice needs to know is looked up first: the figures and what they follow from, the notice that
//! is put right, the names that must not be printed.

use anyhow::Result;
use kernel::writing::Line;
use proto::Message;
use proto::notices::notice_command::Command;
use proto::notices::{self as messages, Drafting, Freezing, NoticeCommand, Restated};
use runtime::{Completion, Projection as _, Readers};
use sqlx::{PgConnection, query_scalar};
use uuid::Uuid;

use crate::facts::Facts;
use crate::facts::told::FactsTold;
use crate::manifest::{self, Ground};
use crate::names::Names;
use crate::notice::collection::Collection;
use crate::notice::{Kind, Stage, notice_id};
use crate::notices::notice;
use crate::period::Period;
use kernel::word::Word;

/// What figures are counted from.
const COUNTED: Readers = &[(FactsTold::NAME, FactsTold::READS), (Names::NAME, Names::READS)];

/// Completes commands to notices.
pub(crate) struct NoticeCompletion;

impl Completion for NoticeCompletion {
    async fn complete(&self, payload: Vec<u8>, db: &mut PgConnection) -> Result<Vec<u8>> {
        let Ok(mut message) = NoticeCommand::decode(payload.as_slice()) else { return Ok(payload) };
        match &mut message.command {
            Some(Command::Collect(m)) => {
                m.after = withdrawn_before(&mut *db, m).await?;
                if let Some(restated) = &mut m.restates {
                    *restated = in_force(db, std::mem::take(&mut restated.notice)).await?;
                }
            }
            Some(Command::Freeze(m)) => freeze(db, m).await?,
            Some(Command::Draft(m)) => hide_names(db, m).await?,
            _ => return Ok(payload),
        }
        Ok(message.encode_to_vec())
    }

    /// What was told before the figures are frozen is in them (N-GEN-3).
    fn rests_on(&self, payload: &[u8]) -> Readers {
        match NoticeCommand::decode(payload).map(|message| message.command) {
            Ok(Some(Command::Freeze(_))) => COUNTED,
            _ => &[],
        }
    }
}

/// The notice of the period before this one, if it was withdrawn.
async fn withdrawn_before(db: &mut PgConnection, m: &messages::Collection) -> Result<Vec<u8>> {
    let (kind, period) = (Kind::from_english(&m.kind).ok(), Period::try_from(m.period.clone()).ok());
    let (Some(kind), Some(period), Some(ordinal)) = (kind, period, m.ordinal.checked_sub(1)) else {
        return Ok(Vec::new());
    };
    let id = notice_id(kind, &m.area, period, ordinal).uuid();
    let (notice, _) = notice(db, id).await?;
    Ok(if notice.stage == Stage::Withdrawn { id.as_bytes().to_vec() } else { Vec::new() })
}

/// The notice of this id with its number, if it is in force.
async fn in_force(db: &mut PgConnection, id: Vec<u8>) -> Result<Restated> {
    let mut restated = Restated { notice: id, ..Restated::default() };
    if let Ok(id) = Uuid::from_slice(&restated.notice) {
        let (notice, _) = notice(db, id).await?;
        if let Some(issued) = notice.issued.as_ref().filter(|_| notice.is_in_force()) {
            restated.number = issued.number.text.to_string();
            restated.issued_on = issued.on.to_string();
        }
    }
    Ok(restated)
}

async fn freeze(db: &mut PgConnection, m: &mut Freezing) -> Result<()> {
    (m.manifest, m.figures, m.hidden_names) = (None, Vec::new(), Vec::new());
    let (Ok(id), Ok(on)) = (Uuid::from_slice(&m.notice), m.on.parse()) else { return Ok(()) };
    let (notice, _) = notice(&mut *db, id).await?;
    let Some(Collection { kind, area, period, .. }) = notice.begun else { return Ok(()) };
    let (ground, positions) = Ground::now(&mut *db, area.as_str(), period, on).await?;
    let manifest = ground.manifest(&mut *db, kind.english(), positions).await?;
    let figures = manifest::document(&mut *db, &manifest).await?;
    let counted = Facts::of(&mut *db, &ground.asked, period).await?;
    m.hidden_names = citizens(db, &counted.streams()).await?;
    m.figures = figures.encode_to_vec();
    m.manifest = Some(manifest);
    Ok(())
}

/// The citizens in each case that is told as an example.
async fn hide_names(db: &mut PgConnection, m: &mut Drafting) -> Result<()> {
    for case in &mut m.typical {
        let stream = case.item.as_ref().and_then(|item| Uuid::from_slice(&item.stream).ok());
        case.hidden_names = citizens(&mut *db, stream.as_slice()).await?;
    }
    Ok(())
}

/// The citizens in cases and lawsuits, under every name that was entered, but for those that hide one already.
async fn citizens(db: &mut PgConnection, streams: &[Uuid]) -> Result<Vec<String>> {
    let names: Vec<String> = query_scalar(
        "SELECT DISTINCT name FROM (
             SELECT unnest(names) AS name FROM notices.case_fact WHERE stream = ANY ($1)
             UNION ALL SELECT unnest(names) FROM notices.party_fact WHERE stream = ANY ($1)) AS told
         WHERE name <> '' AND name NOT LIKE '%某%' ORDER BY name",
    )
    .bind(streams)
    .fetch_all(db)
    .await?;
    Ok(names.iter().map(|name| Line::known(name).to_string()).collect())
}
