//! What has served its purpose is taken away, at the start and whenever a day has come: sessions that have long ended,
//! failures that lock nobody any more, and drafts that were sent.

use std::time::Duration;

use sqlx::query;

use crate::{Portal, session};

/// How long the line of a session that has ended is kept, so that what was being written finds its owner; and how long a
/// person reads that a draft was sent.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1_000_000;
/// How long to wait after a failure.
const REST: Duration = Duration::from_mins(1);

/// Sweeps, day by day, for ever.
pub(crate) async fn every_day(portal: Portal) {
    loop {
        let today = portal.inside.clock.today();
        match sweep(&portal).await {
            Ok(()) => portal.inside.clock.next_day(today).await,
            Err(error) => {
                tracing::warn!("nothing was swept: {error:#}");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

async fn sweep(portal: &Portal) -> sqlx::Result<()> {
    let (pool, now) = (portal.inside.pool(), portal.instant());
    query("DELETE FROM portal.session WHERE seen_at < $1").bind(now - KEPT).execute(pool).await?;
    query("DELETE FROM portal.failed_sign_in WHERE last_at < $1").bind(now - session::LOCKED).execute(pool).await?;
    query("DELETE FROM portal.draft WHERE state = 'Sent' AND kept_at < $1").bind(now - KEPT).execute(pool).await?;
    Ok(())
}
