//! How fresh the registers are: every page says so when they are behind (S50).

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use runtime::Bus;

use crate::{Portal, session};

/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Behind by less than this is not worth a word.
const QUIET: i64 = 6 * 1_000_000;

/// The last instant at which the registers were known to be fed.
pub(crate) struct Freshness(AtomicI64);

impl Freshness {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(0))
    }
}

/// Keeps looking, for ever.
pub(crate) async fn watch(portal: Portal) {
    loop {
        let troubled = portal.inside.progress.troubles().keys().any(|part| part.contains('<'));
        if is_connected(&portal.inside.bus) && !troubled {
            portal.freshness.0.store(portal.instant(), Ordering::Relaxed);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What pages say at their top; nothing while all is well.
pub(crate) fn notice(portal: &Portal) -> Option<String> {
    if !is_connected(&portal.inside.bus) {
        let since = since(portal);
        return Some(format!("消息服务中断，数据截至 {since}。可以查阅；暂时不能保存，所填内容会留作草稿并自动补发"));
    }
    let last = portal.freshness.0.load(Ordering::Relaxed);
    let behind = last != 0 && portal.instant() - last > QUIET;
    behind.then(|| format!("数据截至 {}，正在处理新的内容", since(portal)))
}

fn since(portal: &Portal) -> String {
    let last = portal.freshness.0.load(Ordering::Relaxed);
    let (day, time) = session::moment(if last == 0 { portal.instant() } else { last });
    format!("{day} {time}")
}

/// Whether the broker can be reached just now.
pub(crate) fn is_connected(bus: &Bus) -> bool {
    bus.client.connection_state().to_string() == "connected"
}
