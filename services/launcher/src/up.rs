use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use backing::{Private, end_residents};
use kernel::day::Day;
use nix::sys::signal::Signal;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::place::Place;
use crate::purpose::Purpose;
use crate::restore::refuse_unfinished;
use crate::services::{ALL, Entry, database};
use crate::supervise::{Plan, Reports, keep_server, keep_service};
use crate::until::StopSignals;
use crate::{demo, door, paper, practice};

/// What a service of an earlier run gets to end itself, before it is ended.
pub(crate) const ORPHANS: [(Signal, Duration); 2] =
    [(Signal::SIGTERM, Duration::from_secs(15)), (Signal::SIGKILL, Duration::from_secs(5))];

/// What is to be started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// For what.
    pub purpose: Purpose,
    /// Of a practice system: the day on which its clock stands.
    pub day: Option<Day>,
    /// Of a demonstration: how many cases it has.
    pub size: Option<u32>,
}

/// Starts everything, keeps it running until asked to stop, and stops it in order.
pub(crate) async fn up(place: &Place, wish: Wish) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut signals = StopSignals::listen()?;
    refuse_unfinished(&place.data)?;
    let (folder, memory) = wish.purpose.claim(&place.data)?;
    if wish.purpose == Purpose::Demonstration && !demo::is_filled(memory.as_deref(), wish.size)? {
        // What was half filled is of no use.
        folder.clear();
        wish.purpose.mark(folder.path())?;
    }
    let options = place.options();
    let private = tokio::select! {
        started = Private::start_in(folder, &options) => started?,
        () = signals.asked() => bail!("启动尚未完成即被中断"),
    };
    let (stop, stopping) = watch::channel(false);
    let mut services = JoinSet::new();
    let worked = tokio::select! {
        worked = work(place, wish, memory.as_deref(), &private, &mut services, &stopping, begun) => worked,
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
    wish: Wish,
    memory: Option<&str>,
    private: &Private,
    services: &mut JoinSet<()>,
    stopping: &watch::Receiver<bool>,
    begun: Instant,
) -> anyhow::Result<()> {
    let working = async {
        let lines = match wish.purpose {
            Purpose::Practice => {
                let clock = practice::clock(wish.day, memory)?;
                practice::start(place, private, clock, services, stopping.clone()).await?
            }
            Purpose::Work => start(place, wish.purpose, private, services, stopping).await?,
            Purpose::Demonstration => {
                if memory.is_none() {
                    // Better told now than when all is filled.
                    door::free(place.machine.listen)?;
                    demo::fill(place, private, wish.size.unwrap_or(demo::USUAL_SIZE)).await?;
                }
                let started = start(place, wish.purpose, private, services, stopping).await?;
                started.into_iter().chain([practice::people()]).collect()
            }
        };
        let (seconds, data) = (begun.elapsed().as_secs_f32(), private.folder.path().display());
        println!("讼理已就绪（{seconds:.1} 秒）\n{}\n数据目录 {data}；按 Ctrl-C 停止", lines.join("\n"));
        std::future::pending().await
    };
    tokio::select! {
        ended = working => ended,
        never = keep_server(&private.postgres) => match never {},
        never = keep_server(&private.nats) => match never {},
        never = paper::keep(place, private, stopping.clone()) => match never {},
    }
}

/// Starts each service as a child. Returns the lines to tell the person.
async fn start(
    place: &Place,
    purpose: Purpose,
    private: &Private,
    services: &mut JoinSet<()>,
    stopping: &watch::Receiver<bool>,
) -> anyhow::Result<Vec<String>> {
    let program = std::env::current_exe().context("找不到自己的程序文件")?;
    let program = private.folder.runnable(&program)?;
    let homes = private.folder.servers_own("services")?;
    for entry in &ALL {
        end_residents(&homes.join(entry.name), "songli", &ORPHANS).await;
    }
    // Only now, since what an earlier run left behind may have listened there.
    let listen = door::free(place.machine.listen)?;
    let mut answering = Vec::new();
    let (door, mut opened) = watch::channel(None);
    for entry in &ALL {
        private.postgres.create_database(&database(entry.name)).await?;
        let plan = plan(place, purpose, private, entry, &program, listen)?;
        let (ready, is_ready) = watch::channel(false);
        answering.push(is_ready);
        services.spawn(keep_service(plan, Reports { ready, door: door.clone() }, stopping.clone()));
    }
    for service in &mut answering {
        service.wait_for(|ready| *ready).await?;
    }
    let opened = opened.wait_for(Option::is_some).await?.clone().context("网页没有打开")?;
    let address = format!("请用浏览器打开 {}", door::address(&opened));
    Ok(std::iter::once(address).chain(door::first_account(&opened)).collect())
}

fn plan(
    place: &Place,
    purpose: Purpose,
    private: &Private,
    entry: &'static Entry,
    program: &Path,
    listen: SocketAddr,
) -> anyhow::Result<Plan> {
    let home = private.folder.servers_own(&format!("services/{}", entry.name))?;
    let (log, _) = private.folder.log(entry.name)?;
    let nats = private.nats.access();
    let environment = vec![
        ("SONGLI_DATABASE_URL", private.postgres.url(&database(entry.name))),
        ("SONGLI_NATS_URL", nats.url()),
        ("SONGLI_NATS_USER", nats.user().to_owned()),
        ("SONGLI_NATS_PASSWORD", nats.password().to_owned()),
        ("SONGLI_LISTEN", listen.to_string()),
        ("SONGLI_AREA", place.machine.area.clone()),
        ("SONGLI_LOG", place.machine.log.clone()),
    ];
    let (program, identity) = (program.to_owned(), private.folder.identity().clone());
    let mut arguments = vec!["serve", entry.name, "--supervised"];
    arguments.extend((purpose == Purpose::Demonstration).then_some("--made-up"));
    Ok(Plan { name: entry.name, program, arguments, environment, identity, home, log })
}
