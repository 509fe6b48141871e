//! Waiting without guessing how long.

use std::time::Duration;

/// How long to wait for what should have happened at once.
const PATIENCE: Duration = Duration::from_mins(1);

/// Looks again and again until something is there, and gives it.
///
/// # Panics
/// If it is not there within a minute.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(PATIENCE, looking).await;
    found.unwrap_or_else(|_| panic!("waited in vain until {what}"))
}
