//! The holiday arrangements as a service knows them: its own copy of what the directory has announced.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::calendar::{AnnouncedYear, Calendar, CalendarVersion, Notice};
use kernel::writing::Line;
use proto::Message;
use proto::directory::{HolidayDay, HolidayYearEvent, holiday_year_event};
use sqlx::{FromRow, PgConnection, PgPool, Row as _};
use tokio::sync::watch;

use crate::event_log::Recorded;
use crate::feed::{Place, Reader};
use crate::transaction::begin;

/// The log that announces holidays.
pub(crate) const LOG: &str = "directory";
/// How often a copy that does not read the directory's log looks at what the other has written.
const LOOK: Duration = Duration::from_secs(2);

/// Keeps the service's copy and tells everyone in the process when it changes.
pub(crate) struct Holidays {
    calendar: watch::Sender<Arc<Calendar>>,
}

impl Holidays {
    /// Takes up what is in the database; the shipped calendar until the directory has announced anything.
    pub(crate) async fn kept(pool: &PgPool) -> anyhow::Result<(Arc<Self>, watch::Receiver<Arc<Calendar>>)> {
        let calendar = calendar(&mut *pool.acquire().await?).await?;
        let (sender, receiver) = watch::channel(Arc::new(calendar));
        Ok((Arc::new(Self { calendar: sender }), receiver))
    }

    /// Takes up, for ever, what another copy of the service has written: only one of them reads the directory's log.
    pub(crate) async fn watch(self: Arc<Self>, pool: PgPool) {
        loop {
            tokio::time::sleep(LOOK).await;
            // A database that is away is somebody else's trouble; it will be asked again.
            let Ok(mut db) = pool.acquire().await else { continue };
            if let Ok(Some(version)) = version(&mut db).await
                && version != self.calendar.borrow().version()
                && let Ok(calendar) = calendar(&mut db).await
            {
                self.calendar.send_replace(Arc::new(calendar));
            }
        }
    }
}

impl Reader for Holidays {
    fn name(&self) -> &'static str {
        "holidays"
    }

    fn take<'a>(
        &'a self,
        pool: &'a PgPool,
        place: &'a Place,
        events: &'a [Recorded],
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        async move {
            let Some(last) = events.last() else { return Ok(()) };
            let mut tx = begin(pool).await?;
            place.move_to(last, &mut tx).await?;
            let mut changed = false;
            for event in events.iter().filter(|event| event.envelope.kind == "HolidayYear") {
                let payload = HolidayYearEvent::decode(event.envelope.payload.as_slice())?;
                let (year, days, notice, published_on) =
                    match payload.event.context("holiday event of a newer version")? {
                        holiday_year_event::Event::Announced(e) => (e.year, e.days, e.notice, e.published_on),
                        holiday_year_event::Event::Amended(e) => (e.year, e.days, e.notice, e.published_on),
                    };
                let arrangement = Arrangement { year, days: csv(&days), notice, published_on };
                arrangement.keep(event.envelope.version, &mut tx).await?;
                changed = true;
            }
            let calendar = if changed { Some(calendar(&mut tx).await?) } else { None };
            tx.commit().await?;
            if let Some(calendar) = calendar {
                self.calendar.send_replace(Arc::new(calendar));
            }
            Ok(())
        }
        .boxed()
    }
}

/// A year as the directory announced it last.
#[derive(FromRow)]
struct Arrangement {
    year: i32,
    days: String,
    notice: String,
    published_on: String,
}

/// What came before is read again when the reader is sent back, and changes nothing then.
const KEPT: &str =
    "INSERT INTO log.holiday_year (year, revision, days, notice, published_on) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (year) DO UPDATE SET revision = excluded.revision, days = excluded.days, notice = excluded.notice,
        published_on = excluded.published_on
    WHERE holiday_year.revision < excluded.revision";
const HOLDS_SINCE: &str =
    "UPDATE log.holiday_year SET since = (SELECT sum(revision) FROM log.holiday_year) WHERE year = $1";

impl Arrangement {
    /// The number of the event counts the year's revisions.
    async fn keep(&self, revision: i64, db: &mut PgConnection) -> anyhow::Result<()> {
        let kept = sqlx::query(KEPT).bind(self.year).bind(i32::try_from(revision)?).bind(&self.days);
        let kept = kept.bind(&self.notice).bind(&self.published_on).execute(&mut *db).await?;
        if kept.rows_affected() > 0 {
            sqlx::query(HOLDS_SINCE).bind(self.year).execute(db).await?;
        }
        Ok(())
    }

    fn announced(&self, revision: i32, since: i32) -> anyhow::Result<AnnouncedYear> {
        let year = AnnouncedYear::parse(i16::try_from(self.year)?, u16::try_from(revision)?, &self.days)?;
        let year = year.holding_since(CalendarVersion(u32::try_from(since)?));
        if self.published_on.is_empty() {
            return Ok(year);
        }
        let document = Line::try_from(self.notice.clone())?;
        Ok(year.published_by(Notice { published_on: self.published_on.parse()?, document }))
    }
}

/// The form in which arrangements are shipped, kept as one text a year.
fn csv(days: &[HolidayDay]) -> String {
    days.iter()
        .fold("date,kind,name\n".to_owned(), |csv, day| csv + &format!("{},{},{}\n", day.day, day.kind, day.name))
}

/// The version of the calendar that is kept: how many arrangements and amendments were announced.
pub(crate) async fn version(db: &mut PgConnection) -> sqlx::Result<Option<CalendarVersion>> {
    let version: Option<i64> = sqlx::query_scalar("SELECT sum(revision) FROM log.holiday_year").fetch_one(db).await?;
    Ok(version.and_then(|version| u32::try_from(version).ok()).map(CalendarVersion))
}

async fn calendar(db: &mut PgConnection) -> anyhow::Result<Calendar> {
    let Some(version) = version(db).await? else { return Ok(Calendar::shipped()) };
    let rows =
        sqlx::query("SELECT year, revision, since, days, notice, published_on FROM log.holiday_year ORDER BY year");
    let years = rows.fetch_all(db).await?;
    let years: Vec<AnnouncedYear> = years
        .iter()
        .map(|row| Arrangement::from_row(row)?.announced(row.try_get("revision")?, row.try_get("since")?))
        .collect::<anyhow::Result<_>>()?;
    // Laid over what is shipped, so that no year is missing while the first ones arrive.
    let shipped = Calendar::shipped();
    Ok(Calendar::new(version, shipped.years().cloned().chain(years)))
}
