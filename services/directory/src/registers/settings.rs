//! Adopted values of settings; asked: what holds in a place on a day, adopted or by default.

use kernel::area::Area;
use proto::directory::{SettingInForce, SettingsInForceAnswer, SettingsInForceQuestion};
use runtime::event_log::Recorded;
use runtime::{At, Projection, Question, Unanswered, read};
use sqlx::{PgConnection, query, query_as};
use uuid::Uuid;

use super::{asked_on, numbered, told};
use crate::setting::{Adoption, Setting, SettingEvent, known};

/// The register of adopted values.
#[derive(Debug)]
pub struct Settings;

const ADOPTION: &str = "INSERT INTO directory.setting (id, entry, area, name, value, from_day, basis)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id, entry) DO UPDATE SET value = excluded.value, from_day = excluded.from_day, basis = excluded.basis";

impl Projection for Settings {
    const NAME: &'static str = "settings";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let Some((id, version, event)) = told::<Setting>(event)? else { return Ok(()) };
        match event {
            SettingEvent::Adopted(adoption) => put(db, id, version, adoption).await,
            SettingEvent::Amended(e) => put(db, id, numbered(e.amendment.entry)?, e.after).await,
            SettingEvent::Struck(e) => {
                let gone = query("DELETE FROM directory.setting WHERE id = $1 AND entry = $2");
                gone.bind(id).bind(numbered(e.amendment.entry)?).execute(db).await?;
                Ok(())
            }
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM directory.setting").execute(db).await?;
        Ok(())
    }
}

async fn put(db: &mut PgConnection, id: Uuid, entry: i64, adoption: Adoption) -> anyhow::Result<()> {
    query(ADOPTION)
        .bind(id)
        .bind(entry)
        .bind(adoption.area.as_str())
        .bind(adoption.name.as_str())
        .bind(adoption.value.as_str())
        .bind(adoption.from.to_string())
        .bind(adoption.basis.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// What holds in a place on a day.
#[derive(Debug)]
pub struct SettingsInForce;

const HELD: &str = "SELECT DISTINCT ON (name) name, value, from_day, basis, entry FROM directory.setting
    WHERE area = $1 AND from_day <= $2 ORDER BY name, from_day DESC";

impl Question for SettingsInForce {
    const NAME: &'static str = "SettingsInForce";
    type Asked = SettingsInForceQuestion;
    type Answer = SettingsInForceAnswer;

    async fn answer(
        &self,
        at: &mut At<'_>,
        asked: SettingsInForceQuestion,
    ) -> Result<SettingsInForceAnswer, Unanswered> {
        let on = asked_on(&asked.on)?;
        let area: Area = read::value("area", asked.area)?;
        let adopted: Vec<(String, String, String, String, i64)> =
            query_as(HELD).bind(area.as_str()).bind(on.to_string()).fetch_all(&mut *at.db).await?;
        let mut settings: Vec<SettingInForce> = adopted
            .into_iter()
            .map(|(name, value, from, basis, entry)| {
                in_words(SettingInForce { name, value, from, basis, entry, ..SettingInForce::default() })
            })
            .collect();
        let silent = |name: &str| settings.iter().all(|adopted| adopted.name != name);
        let defaults = known::ALL.iter().filter(|known| !known.default.is_empty() && silent(known.name));
        let defaults = defaults.map(|known| {
            in_words(SettingInForce {
                name: known.name.to_owned(),
                value: known.default.to_owned(),
                ..SettingInForce::default()
            })
        });
        let defaults: Vec<_> = defaults.collect();
        settings.extend(defaults);
        settings.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(SettingsInForceAnswer { settings })
    }
}

/// With the words for people; a setting that is no longer known keeps its name.
fn in_words(setting: SettingInForce) -> SettingInForce {
    match known::named(&setting.name) {
        Ok(known) => SettingInForce {
            title: known.title.to_owned(),
            shown: known.shown(&setting.value),
            source: known.source.to_owned(),
            ..setting
        },
        Err(_) => SettingInForce { title: setting.name.clone(), shown: setting.value.clone(), ..setting },
    }
}
