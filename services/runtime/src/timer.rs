//! A day passes, a command out.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::day::Day;
use sqlx::PgConnection;

use crate::reaction::Order;
use crate::running::Inside;

/// How long to wait after a failure.
const REST: Duration = Duration::from_secs(1);

/// What a service does of itself when a day has come.
///
/// It is asked at start, at midnight China time, and whenever the service's read models have moved; after a long stop
/// once for each day that passed. It only gives commands, and each is carried out once.
pub trait Timer: Send + Sync + 'static {
    /// Its name, unique in the service. It goes into the command ids: renaming it would have them given once more.
    const NAME: &'static str;

    /// The commands that follow from this day having come.
    fn due(&self, db: &mut PgConnection, day: Day) -> impl Future<Output = anyhow::Result<Vec<Order>>> + Send;
}

/// A timer without its type.
pub(crate) trait Alarm: Send + Sync {
    fn name(&self) -> &'static str;
    fn due<'a>(&'a self, db: &'a mut PgConnection, day: Day) -> BoxFuture<'a, anyhow::Result<Vec<Order>>>;
}

impl<T: Timer> Alarm for T {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn due<'a>(&'a self, db: &'a mut PgConnection, day: Day) -> BoxFuture<'a, anyhow::Result<Vec<Order>>> {
        Timer::due(self, db, day).boxed()
    }
}

/// What the service's read models have seen, as one number that grows.
pub(crate) async fn seen(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT coalesce(sum(position), 0)::bigint FROM log.reader").fetch_one(db).await
}

/// The last day a timer has dealt with, and what the read models had seen by then.
pub(crate) async fn dealt_with(name: &str, db: &mut PgConnection) -> anyhow::Result<Option<(Day, i64)>> {
    let found: Option<(String, i64)> =
        sqlx::query_as("SELECT day, seen FROM log.timer WHERE name = $1").bind(name).fetch_optional(db).await?;
    found.map(|(day, seen)| Ok::<_, anyhow::Error>((day.parse()?, seen))).transpose()
}

/// Keeps time for ever.
pub(crate) async fn run(alarm: Arc<dyn Alarm>, inside: Inside) {
    let part = format!("{}.{}", inside.log.service(), alarm.name());
    loop {
        if let Err(error) = keep_time(&*alarm, &inside, &part).await {
            inside.progress.trouble(&part, &error);
        }
        tokio::time::sleep(REST).await;
    }
}

async fn keep_time(alarm: &dyn Alarm, inside: &Inside, part: &str) -> anyhow::Result<()> {
    let Inside { clock, executor, progress, .. } = inside;
    progress.well(part);
    let mut steps = progress.steps();
    loop {
        steps.mark_unchanged();
        let today = clock.today();
        let mut db = inside.pool().acquire().await?;
        let seen = seen(&mut db).await?;
        let last = dealt_with(alarm.name(), &mut db).await?;
        if last != Some((today, seen)) {
            let mut day = last.map_or(today, |(day, _)| if day < today { day.plus_days(1) } else { today });
            while day <= today {
                // One that cannot be carried out does not hold up the others; the day is asked for again.
                let mut failed = None;
                for order in alarm.due(&mut db, day).await? {
                    failed = executor.order(alarm.name(), &[], order).await.err().or(failed);
                }
                if let Some(error) = failed {
                    return Err(error);
                }
                sqlx::query(
                    "INSERT INTO log.timer (name, day, seen) VALUES ($1, $2, $3)
                     ON CONFLICT (name) DO UPDATE SET day = excluded.day, seen = excluded.seen",
                )
                .bind(alarm.name())
                .bind(day.to_string())
                .bind(seen)
                .execute(&mut *db)
                .await?;
                day = day.plus_days(1);
            }
            progress.moved();
        }
        drop(db);
        tokio::select! {
            () = clock.next_day(today) => {}
            _ = steps.changed() => {}
        }
    }
}
