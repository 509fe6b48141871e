//! How far the parts of a service have come, and what troubles them: what tests wait for and health pages show.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

/// Shared by all parts of a running service.
#[derive(Clone)]
pub struct Progress {
    steps: watch::Sender<u64>,
    troubles: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { steps: watch::Sender::new(0), troubles: Arc::default() }
    }

    /// Something has moved; whoever waits looks again.
    pub(crate) fn moved(&self) {
        self.steps.send_modify(|steps| *steps += 1);
    }

    /// A part cannot go on. It tries again by itself; said once as long as the reason stays the same.
    pub(crate) fn trouble(&self, part: &str, error: &anyhow::Error) {
        let text = format!("{error:#}");
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if troubles.get(part) != Some(&text) {
            tracing::error!("{part}: {text}");
            troubles.insert(part.to_owned(), text);
        }
        drop(troubles);
        self.moved();
    }

    /// A part goes on.
    pub(crate) fn well(&self, part: &str) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if troubles.remove(part).is_some() {
            tracing::info!("{part}: goes on");
        }
    }

    /// What troubles which part now.
    #[must_use]
    pub fn troubles(&self) -> BTreeMap<String, String> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Told of each step.
    #[must_use]
    pub fn steps(&self) -> watch::Receiver<u64> {
        self.steps.subscribe()
    }
}
