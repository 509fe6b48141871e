//! The courts' numbers that lawsuits bear: a court gives each once, so one that is entered for another lawsuit is noticed
//! (S01).

use kernel::aggregate::Aggregate;
use kernel::case_number::CaseNumber;
use runtime::event_log::Recorded;
use runtime::{Contract, Projection};
use sqlx::{PgConnection, query, query_scalar};
use uuid::Uuid;

use crate::lawsuit::Lawsuit;
use crate::lawsuit::chain::Stage;

/// The register of case numbers.
#[derive(Debug)]
pub struct CaseNumbers;

impl Projection for CaseNumbers {
    const NAME: &'static str = "case_numbers";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != Lawsuit::KIND {
            return Ok(());
        }
        let lawsuit = event.stream()?;
        let summary = Lawsuit::read(&event.envelope.payload)?.told.lawsuit;
        query("DELETE FROM appearances.case_number WHERE lawsuit = $1").bind(lawsuit).execute(&mut *db).await?;
        if summary.stage == Stage::Struck {
            return Ok(());
        }
        for instance in summary.instances {
            let Some(number) = instance.case_number else { continue };
            query("INSERT INTO appearances.case_number (lawsuit, instance, number) VALUES ($1, $2, $3)")
                .bind(lawsuit)
                .bind(i64::from(instance.number.0))
                .bind(number.to_string())
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM appearances.case_number").execute(db).await?;
        Ok(())
    }
}

/// Whether a lawsuit other than this one bears a number.
pub async fn is_borne_elsewhere(db: &mut PgConnection, number: &CaseNumber, than: Option<Uuid>) -> sqlx::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM appearances.case_number WHERE number = $1 AND lawsuit IS DISTINCT FROM $2)";
    query_scalar(sql).bind(number.to_string()).bind(than).fetch_one(db).await
}
