use std::future::pending;

use runtime::settings::{Given, Machine};

use crate::door;
use crate::report::Report;
use crate::services::Entry;
use crate::telemetry;
use crate::until::{StopSignals, parent_gone};

/// Runs one service until it is told to stop, or until the parent that supervises it is gone.
pub(crate) async fn serve(name: &str, given: &Given, supervised: bool, made_up: bool) -> anyhow::Result<()> {
    let entry = Entry::named(name)?;
    let (settings, machine) = (given.service()?, given.machine()?);
    telemetry::begin(&settings.log, false);
    if entry.name == portal::NAME {
        door::free(machine.listen)?;
    }
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
    let Machine { listen, area, .. } = machine;
    let told = portal::Settings { listen, area, people: made_up, ..portal::Settings::default() };
    let opened = told.opened.clone();
    let tell = async {
        match opened.door().await {
            Some(door) if supervised => println!("{}", Report::Open(door)),
            Some(door) => {
                println!("请用浏览器打开 {}", door::address(&door));
                if let Some(account) = door::first_account(&door) {
                    println!("{account}");
                }
            }
            None => {}
        }
        pending::<anyhow::Result<()>>().await
    };
    let ready = || if supervised { println!("{}", Report::Ready) } else { tracing::info!("服务 {name} 已就绪") };
    tokio::pin!(stop);
    tokio::select! {
        ended = runtime::run((entry.make)(&told), settings, ready, stop) => ended,
        never = tell => never,
    }
}
