use runtime::settings::Given;

use crate::services::Entry;
use crate::telemetry;
use crate::until::{StopSignals, parent_gone};

/// The line by which a supervised service says that commands are answered.
pub(crate) const READY: &str = "ready";

/// Runs one service until it is told to stop, or until the parent that supervises it is gone.
pub(crate) async fn serve(name: &str, given: &Given, supervised: bool) -> anyhow::Result<()> {
    let entry = Entry::named(name)?;
    let settings = given.service()?;
    telemetry::begin(&settings.log, false);
    let mut signals = StopSignals::listen()?;
    let stop = async {
        if supervised {
            tokio::select! {
                () = signals.asked() => {}
                () = parent_gone() => tracing::warn!("songli up 已不在，服务随之停止"),
            }
        } else {
            signals.asked().await;
        }
    };
    let ready = || if supervised { println!("{READY}") } else { tracing::info!("服务 {name} 已就绪") };
    tokio::pin!(stop);
    runtime::run((entry.make)(), settings, ready, stop).await
}
