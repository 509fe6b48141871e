//! What places have adopted for letters without any limit, as the directory tells it.

use anyhow::Context as _;
use proto::Message;
use proto::directory::{Adoption, SettingEvent, setting_event};
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{PgConnection, query, query_scalar};

/// The register of adopted values.
#[derive(Debug)]
pub struct ReplyMonths;

/// The setting's name, and its kind in the directory.
const SETTING: &str = "default_reply_months";
const KIND: &str = "Setting";

const ADOPTED: &str = "INSERT INTO suggestions.reply_months (setting, entry, area, from_day, months)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (setting, entry) DO UPDATE SET from_day = excluded.from_day, months = excluded.months";
const STRUCK: &str = "DELETE FROM suggestions.reply_months WHERE setting = $1 AND entry = $2";
const HELD: &str = "SELECT months FROM suggestions.reply_months WHERE area = $1 AND from_day <= $2
    ORDER BY from_day DESC, entry DESC LIMIT 1";

impl Projection for ReplyMonths {
    const NAME: &'static str = "reply_months";
    const READS: &'static [&'static str] = &["directory"];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        if event.envelope.kind != KIND {
            return Ok(());
        }
        let (setting, version) = (event.stream()?, event.envelope.version);
        match SettingEvent::decode(event.envelope.payload.as_slice())?.event.context("a setting's event")? {
            setting_event::Event::Adopted(adoption) => adopt(db, setting, version, &adoption).await,
            setting_event::Event::Amended(e) => {
                let entry = e.amendment.context("an amendment")?.entry;
                adopt(db, setting, entry, &e.after.context("an adoption")?).await
            }
            setting_event::Event::Struck(e) => {
                let entry = e.amendment.context("an amendment")?.entry;
                query(STRUCK).bind(setting).bind(entry).execute(db).await?;
                Ok(())
            }
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM suggestions.reply_months").execute(db).await?;
        Ok(())
    }
}

async fn adopt(db: &mut PgConnection, setting: uuid::Uuid, entry: i64, adoption: &Adoption) -> anyhow::Result<()> {
    if adoption.name != SETTING {
        return Ok(());
    }
    let months: i64 = adoption.value.parse().context("a number of months")?;
    let adopted = query(ADOPTED).bind(setting).bind(entry).bind(&adoption.area).bind(&adoption.from);
    adopted.bind(months).execute(db).await?;
    Ok(())
}

/// The months that a place had adopted by a day; none where it had adopted nothing.
pub async fn adopted(db: &mut PgConnection, area: &str, on: &str) -> anyhow::Result<Option<u32>> {
    let months: Option<i64> = query_scalar(HELD).bind(area).bind(on).fetch_optional(db).await?;
    Ok(months.map(u32::try_from).transpose()?)
}
