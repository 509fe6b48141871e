//! Holiday arrangements with all their revisions; asked: what had been published by the end of a day.

use kernel::calendar::ArrangedDay;
use kernel::day::Day;
use proto::directory::{HolidayDay, HolidaysAnswer, HolidaysQuestion};
use runtime::event_log::Recorded;
use runtime::{At, Projection, Question, Unanswered};
use sqlx::{PgConnection, query, query_as};
use uuid::Uuid;

use super::{asked_on, told};
use crate::contract::holiday_kind;
use crate::holiday_year::{HolidayYear, HolidayYearEvent};

/// The register of holiday arrangements.
#[derive(Debug)]
pub struct Holidays;

const YEAR: &str =
    "INSERT INTO directory.holiday_year (id, revision, year, published_on, notice) VALUES ($1, $2, $3, $4, $5)";
const DAYS: &str = "INSERT INTO directory.holiday (id, revision, day, kind, name)
    SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[])";

impl Projection for Holidays {
    const NAME: &'static str = "holiday_years";
    const READS: &'static [&'static str] = &[crate::NAME];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let Some((id, revision, event)) = told::<HolidayYear>(event)? else { return Ok(()) };
        let (HolidayYearEvent::Announced { year, notice, days } | HolidayYearEvent::Amended { year, notice, days, .. }) =
            event;
        let published = query(YEAR).bind(id).bind(revision).bind(i32::from(year)).bind(notice.published_on.to_string());
        published.bind(notice.document.to_string()).execute(&mut *db).await?;
        let column = |of: fn(&ArrangedDay) -> String| days.iter().map(of).collect::<Vec<_>>();
        query(DAYS)
            .bind(id)
            .bind(revision)
            .bind(column(|day| day.day.to_string()))
            .bind(column(|day| holiday_kind(day.arrangement).to_owned()))
            .bind(column(|day| day.name.clone()))
            .execute(db)
            .await?;
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        query("DELETE FROM directory.holiday_year").execute(&mut *db).await?;
        query("DELETE FROM directory.holiday").execute(db).await?;
        Ok(())
    }
}

const PUBLISHED: &str = "SELECT DISTINCT ON (year) id, year, revision, published_on, notice FROM directory.holiday_year
    WHERE published_on <= $1 AND $2 IN (0, year) ORDER BY year, revision DESC";
const ARRANGED: &str = "SELECT day, kind, name FROM directory.holiday WHERE id = $1 AND revision = $2 ORDER BY day";

impl Question for Holidays {
    const NAME: &'static str = "Holidays";
    type Asked = HolidaysQuestion;
    type Answer = HolidaysAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: HolidaysQuestion) -> Result<HolidaysAnswer, Unanswered> {
        let on: Day = asked_on(&asked.on)?;
        let published: Vec<(Uuid, i32, i64, String, String)> =
            query_as(PUBLISHED).bind(on.to_string()).bind(asked.year).fetch_all(&mut *at.db).await?;
        let mut years = Vec::with_capacity(published.len());
        for (id, year, revision, published_on, notice) in published {
            let rows: Vec<(String, String, String)> =
                query_as(ARRANGED).bind(id).bind(revision).fetch_all(&mut *at.db).await?;
            let days = rows.into_iter().map(|(day, kind, name)| HolidayDay { day, kind, name }).collect();
            let revision = u32::try_from(revision).map_err(anyhow::Error::from)?;
            years.push(proto::directory::HolidayYear { year, revision, published_on, notice, days });
        }
        Ok(HolidaysAnswer { years })
    }
}
