//! The courts' numbers that lawsuits bear: a court gives each once, so one that is entered for another lawsuit is noticed
//! (S01).

use std::collections::BTreeMap;

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
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// The numbers of each lawsuit are written once, as the last of the events about it left them.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        const BORNE: &str = "INSERT INTO appearances.case_number (lawsuit, instance, number)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[])";
        let mut told = BTreeMap::new();
        for event in events.iter().filter(|event| event.envelope.kind == Lawsuit::KIND) {
            told.insert(event.stream()?, Lawsuit::read(&event.envelope.payload)?.told.lawsuit);
        }
        if told.is_empty() {
            return Ok(());
        }
        let lawsuits: Vec<Uuid> = told.keys().copied().collect();
        query("DELETE FROM appearances.case_number WHERE lawsuit = ANY ($1)").bind(lawsuits).execute(&mut *db).await?;
        let (mut lawsuits, mut instances, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        for (lawsuit, summary) in told.into_iter().filter(|(_, summary)| summary.stage != Stage::Struck) {
            for instance in summary.instances {
                let Some(number) = instance.case_number else { continue };
                lawsuits.push(lawsuit);
                instances.push(i64::from(instance.number.0));
                numbers.push(number.to_string());
            }
        }
        query(BORNE).bind(lawsuits).bind(instances).bind(numbers).execute(db).await?;
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
