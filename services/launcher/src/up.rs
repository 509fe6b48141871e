use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use backing::{Private, end_residents};
use nix::sys::signal::Signal;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::place::Place;
use crate::restore::refuse_unfinished;
use crate::services::{ALL, Entry};
use crate::supervise::{Plan, keep_server, keep_service};
use crate::until::StopSignals;

/// What a service of an earlier run gets to end itself, before it is ended.
const ORPHANS: [(Signal, Duration); 2] =
    [(Signal::SIGTERM, Duration::from_secs(15)), (Signal::SIGKILL, Duration::from_secs(5))];

/// Starts everything, keeps it running until asked to stop, and stops it in order.
pub(crate) async fn up(place: &Place) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut signals = StopSignals::listen()?;
    refuse_unfinished(&place.data)?;
    let options = place.options();
    let private = tokio::select! {
        started = Private::start(&place.data, &options) => started?,
        () = signals.asked() => bail!("启动尚未完成即被中断"),
    };
    let (stop, stopping) = watch::channel(false);
    let mut services = JoinSet::new();
    let worked = tokio::select! {
        worked = work(place, &private, &mut services, &stopping, begun) => worked,
        () = signals.asked() => Ok(()),
    };
    eprintln!("正在停止……（再按一次 Ctrl-C 立即退出）");
    stop.send_replace(true);
    tokio::select! {
        () = async {
            while services.join_next().await.is_some() {}
            private.stop().await;
        } => eprintln!("讼理已停止"),
        () = signals.asked() => eprintln!("未等全部停止即退出；数据库会自行收尾"),
    }
    worked
}

/// Returns only when something prevents the start.
async fn work(
    place: &Place,
    private: &Private,
    services: &mut JoinSet<()>,
    stopping: &watch::Receiver<bool>,
    begun: Instant,
) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("找不到自己的程序文件")?;
    let program = private.folder.runnable(&program)?;
    let mut answering = Vec::new();
    for entry in &ALL {
        private.postgres.create_database(&entry.database()).await?;
        let plan = plan(place, private, entry, &program).await?;
        let (ready, is_ready) = watch::channel(false);
        answering.push(is_ready);
        services.spawn(keep_service(plan, ready, stopping.clone()));
    }
    let all_ready = async {
        for service in &mut answering {
            service.wait_for(|ready| *ready).await?;
        }
        announce(private.folder.path(), begun);
        std::future::pending::<anyhow::Result<()>>().await
    };
    tokio::select! {
        ended = all_ready => ended,
        never = keep_server(&private.postgres) => match never {},
        never = keep_server(&private.nats) => match never {},
    }
}

async fn plan(place: &Place, private: &Private, entry: &'static Entry, program: &Path) -> anyhow::Result<Plan> {
    let homes = private.folder.path().join("services");
    private.folder.identity().own_folder(&homes)?;
    let home = homes.join(entry.name);
    private.folder.identity().own_folder(&home)?;
    end_residents(&home, "songli", &ORPHANS).await;
    let (log, _) = private.folder.log(entry.name)?;
    let nats = private.nats.access();
    let environment = vec![
        ("SONGLI_DATABASE_URL", private.postgres.url(&entry.database())),
        ("SONGLI_NATS_URL", nats.url()),
        ("SONGLI_NATS_USER", nats.user().to_owned()),
        ("SONGLI_NATS_PASSWORD", nats.password().to_owned()),
        ("SONGLI_AREA", place.machine.area.clone()),
        ("SONGLI_LOG", place.machine.log.clone()),
    ];
    let (program, identity) = (program.to_owned(), private.folder.identity().clone());
    Ok(Plan { name: entry.name, program, environment, identity, home, log })
}

/// One line for the person.
fn announce(data: &Path, begun: Instant) {
    println!("讼理已就绪（{:.1} 秒）。数据目录 {}；按 Ctrl-C 停止", begun.elapsed().as_secs_f32(), data.display());
}
