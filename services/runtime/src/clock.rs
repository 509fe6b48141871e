//! The one place where time is read and ids are made.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use kernel::day::Day;
use tokio::sync::watch;
use uuid::{ContextV7, Uuid};

/// What time it is, and what ids are free: the machine's clock, or one that a test moves.
#[derive(Clone)]
pub struct Clock {
    source: Source,
    ids: Arc<Mutex<ContextV7>>,
}

#[derive(Clone)]
enum Source {
    Machine,
    Moved(watch::Sender<Timestamp>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::reading(Source::Machine)
    }

    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn standing_at(now: Timestamp) -> Self {
        Self::reading(Source::Moved(watch::Sender::new(now)))
    }

    fn reading(source: Source) -> Self {
        Self { source, ids: Arc::new(Mutex::new(ContextV7::new())) }
    }

    /// Now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::Machine => Timestamp::now(),
            Source::Moved(now) => *now.borrow(),
        }
    }

    /// Today in China.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::in_china(self.now())
    }

    /// A new id (UUIDv7). Ids of one clock ascend in the order in which they are made.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*ids, seconds, nanos))
    }

    /// Whether it stands still until it is moved.
    #[must_use]
    pub fn can_be_moved(&self) -> bool {
        matches!(self.source, Source::Moved(_))
    }

    /// Moves a clock that stands still; the machine's own is not moved.
    pub fn move_to(&self, now: Timestamp) {
        if let Source::Moved(clock) = &self.source {
            clock.send_replace(now);
        }
    }

    /// Waits until the day in China is another than this.
    pub async fn next_day(&self, after: Day) {
        match &self.source {
            // Looking once a minute costs nothing and survives a machine that slept or whose clock was set.
            Source::Machine => {
                while self.today() == after {
                    tokio::time::sleep(Duration::from_mins(1)).await;
                }
            }
            Source::Moved(clock) => {
                // An error means the clock is gone, and with it the process.
                let _ = clock.subscribe().wait_for(|now| Day::in_china(*now) != after).await;
            }
        }
    }
}
