//! When to stop.

use std::io::Read as _;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// How long an orphan may take to end properly.
const LAST_PATIENCE: Duration = Duration::from_secs(20);

/// The signals by which a person, a service manager or a closed terminal asks us to stop.
pub(crate) struct StopSignals {
    signals: [Signal; 3],
}

impl StopSignals {
    /// From here on these signals no longer end the process by themselves.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hangup] = kinds.map(signal);
        Ok(Self { signals: [interrupt?, terminate?, hangup?] })
    }

    /// Returns when one of them has come.
    pub(crate) async fn asked(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// Returns when the standard input ends, which for a child is when its parent is gone, in whatever way. A process that
/// then cannot end properly ends anyhow.
pub(crate) async fn parent_gone() {
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = [0; 64];
        while std::io::stdin().read(&mut rest).is_ok_and(|read| read > 0) {}
        let _ = tell.send(());
        std::thread::sleep(LAST_PATIENCE);
        std::process::exit(1);
    });
    let _ = told.await;
}
