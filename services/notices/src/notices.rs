//! The register of notices, a line each; and a notice as it is now.

use anyhow::ensure;
use proto::Message;
use proto::common::Envelope;
use runtime::event_log::Recorded;
use runtime::{Contract, Projection};
use sqlx::{FromRow, PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

use crate::notice::{Event, Notice, Stage};
use kernel::aggregate::Aggregate;
use kernel::word::Word;

/// The register.
pub(crate) struct NoticesTold;

impl Projection for NoticesTold {
    const NAME: &'static str = "notices";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != Notice::KIND {
            return Ok(());
        }
        let id = event.stream()?;
        let stage = match Notice::read(&event.envelope.payload)? {
            Event::Collected(e) => {
                query(
                    "INSERT INTO notices.notice (id, kind, period, area, ordinal, restates, stage)
                     VALUES ($1, $2, $3, $4, $5, $6, '')",
                )
                .bind(id)
                .bind(e.kind.english())
                .bind(e.period.to_string())
                .bind(e.area.as_str())
                .bind(i32::try_from(e.ordinal)?)
                .bind(e.restates.map(|restated| restated.notice))
                .execute(&mut *db)
                .await?;
                Some(Stage::Collecting)
            }
            Event::Frozen(_) => Some(Stage::Frozen),
            Event::Unfrozen(_) => Some(Stage::Collecting),
            Event::Drafted(_) => Some(Stage::Drafted),
            Event::Approved(_) => Some(Stage::Approved),
            Event::Issued(e) => {
                let issued = query("UPDATE notices.notice SET number = $2, issued_on = $3 WHERE id = $1");
                let issued = issued.bind(id).bind(e.number.text.to_string()).bind(e.on.to_string());
                issued.execute(&mut *db).await?;
                Some(Stage::Issued)
            }
            Event::PaperKept(_) => {
                query("UPDATE notices.notice SET has_paper = true WHERE id = $1").bind(id).execute(&mut *db).await?;
                None
            }
            Event::RestatementOffered(e) => {
                let offered = query("UPDATE notices.notice SET offered = $2 WHERE id = $1");
                offered.bind(id).bind(!e.content.message().changes.is_empty()).execute(&mut *db).await?;
                None
            }
            Event::Restated(e) => {
                let restated = query("UPDATE notices.notice SET restated_by = $2 WHERE id = $1");
                restated.bind(id).bind(e.by).execute(&mut *db).await?;
                Some(Stage::Restated)
            }
            Event::Withdrawn(_) => Some(Stage::Withdrawn),
        };
        if let Some(stage) = stage {
            let at = query("UPDATE notices.notice SET stage = $2 WHERE id = $1");
            at.bind(id).bind(stage.english()).execute(db).await?;
        }
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM notices.notice").execute(db).await?;
        Ok(())
    }
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) period: String,
    pub(crate) area: String,
    pub(crate) ordinal: i32,
    pub(crate) stage: String,
    pub(crate) number: String,
    pub(crate) issued_on: String,
    pub(crate) has_paper: bool,
    pub(crate) offered: bool,
    pub(crate) restates: Option<Uuid>,
    pub(crate) restated_by: Option<Uuid>,
}

/// All notices, the latest period first. There are a few each year.
pub(crate) async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Row>> {
    query_as(
        "SELECT id, kind, period, area, ordinal, stage, number, issued_on, has_paper, offered, restates, restated_by
         FROM notices.notice ORDER BY period DESC, kind, area, ordinal DESC",
    )
    .fetch_all(db)
    .await
}

/// A notice as its events tell it, and its version; version 0: nothing has happened to it.
pub(crate) async fn notice(db: &mut PgConnection, id: Uuid) -> anyhow::Result<(Notice, i64)> {
    let envelopes: Vec<Vec<u8>> = query_scalar("SELECT envelope FROM log.event WHERE stream = $1 ORDER BY version")
        .bind(id)
        .fetch_all(db)
        .await?;
    envelopes.iter().try_fold((Notice::default(), 0), |(notice, _), bytes| {
        let envelope = Envelope::decode(bytes.as_slice())?;
        ensure!(envelope.kind == Notice::KIND, "{id} is a {}, not a {}", envelope.kind, Notice::KIND);
        Ok((notice.evolve(&Notice::read(&envelope.payload)?), envelope.version))
    })
}
