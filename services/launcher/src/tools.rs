//! What looks after the data: each of these works whether `songli up` is running or not; what is about one service works
//! on given servers too.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context as _, bail};
use backing::postgres::Access;
use backing::{DataFolder, Private, nats};
use runtime::event_log::{EventLog, Seal};
use runtime::settings::Settings;
use runtime::{Surroundings, rebuild as rebuild_model};

use crate::place::Place;
use crate::reach::{Reach, heads, logs};
use crate::restore::refuse_unfinished;
use crate::services::{ALL, Entry, database};

/// Whether it runs, and by whom.
pub(crate) fn status(place: &Place) -> anyhow::Result<()> {
    let data = std::path::absolute(&place.data)?;
    match DataFolder::holder(&data) {
        Some(holder) => println!("{} 正在使用：{holder}", data.display()),
        None => println!("{} 没有在运行", data.display()),
    }
    Ok(())
}

/// Walks through every log and names the first thing wrong in each.
pub(crate) async fn verify(place: &Place, seals: &[String]) -> anyhow::Result<()> {
    let printed = seals.iter().map(|text| seal_of(text)).collect::<anyhow::Result<BTreeMap<_, _>>>()?;
    let reach = Reach::open(place).await?;
    let verified = verify_all(reach.access(), &printed).await;
    reach.close().await;
    verified
}

/// Checks all logs, and those with a printed seal against it too. Says what it finds; fails if anything is wrong.
pub(crate) async fn verify_all(access: &Access, printed: &BTreeMap<String, Seal>) -> anyhow::Result<()> {
    let logs = logs(access).await?;
    let mut wrong = Vec::new();
    for service in printed.keys().filter(|service| !logs.contains_key(*service)) {
        wrong.push(format!("{service}：没有这个日志"));
    }
    for (service, log) in logs {
        match runtime::event_log::verify(&log, printed.get(&service)).await? {
            Ok(whole) => println!(
                "{service}：{} 个事件、{} 条流，完好；封印 {service}={}",
                whole.events, whole.streams, whole.seal
            ),
            Err(damage) => wrong.push(format!("{service}：{damage}")),
        }
        log.close().await;
    }
    if wrong.is_empty() { Ok(()) } else { bail!("事件日志核对不符：\n  {}", wrong.join("\n  ")) }
}

fn seal_of(text: &str) -> anyhow::Result<(String, Seal)> {
    let (service, seal) = text.split_once('=').with_context(|| format!("{text} 应形如 directory=位置:散列"))?;
    Ok((service.to_owned(), seal.parse().with_context(|| format!("{text} 不是封印"))?))
}

/// Prints the latest seal of every log.
pub(crate) async fn seal(place: &Place) -> anyhow::Result<()> {
    let reach = Reach::open(place).await?;
    let seals = heads(reach.access()).await;
    reach.close().await;
    for (service, seal) in seals? {
        println!("{service}={seal}");
    }
    Ok(())
}

/// Empties a read model and fills it again from the logs.
pub(crate) async fn rebuild(place: &Place, service: &str, reader: &str) -> anyhow::Result<()> {
    let entry = Entry::named(service)?;
    let servers = Servers::of(place).await?;
    let rebuilt = async {
        let around = Surroundings::of(&servers.settings(place, entry), entry.name).await?;
        rebuild_model(&(entry.make)(&portal::Settings::default()), reader, &around).await
    };
    let rebuilt = rebuilt.await;
    servers.leave().await;
    match rebuilt? {
        Some(events) => println!("读模型 {reader} 已按 {events} 个事件重新生成"),
        None => println!("{reader} 已退回第一个事件，服务运行时自行从头再读；已办过的不会重办"),
    }
    Ok(())
}

/// Fills every read model of every service again, one after another, and tells how fast each was.
pub(crate) async fn rebuild_all(place: &Place) -> anyhow::Result<()> {
    if place.given.is_some() {
        bail!("设置给出的是一个服务的数据库：请写明服务名和读模型名，如 songli rebuild portal cases");
    }
    let servers = Servers::of(place).await?;
    let rebuilt = async {
        for entry in &ALL {
            let around = Surroundings::of(&servers.settings(place, entry), entry.name).await?;
            let service = (entry.make)(&portal::Settings::default());
            for model in service.read_models() {
                let begun = Instant::now();
                let events = rebuild_model(&service, model, &around).await?.unwrap_or_default();
                let took = begun.elapsed();
                // Some ten digits of events at the most: exact in a float.
                #[expect(clippy::cast_precision_loss, reason = "a rate, printed without decimals")]
                let rate = events as f64 / took.as_secs_f64();
                println!("{} {model}：{events} 个事件，{:.1} 秒，每秒 {rate:.0} 个", entry.name, took.as_secs_f64());
            }
            around.pool.close().await;
        }
        anyhow::Ok(())
    };
    let rebuilt = rebuilt.await;
    servers.leave().await;
    rebuilt
}

/// Has a log published anew, from where it and its stream part; the relay fills the stream again at the next start.
pub(crate) async fn republish(place: &Place, service: &str) -> anyhow::Result<()> {
    let entry = Entry::named(service)?;
    let running = DataFolder::holder(&std::path::absolute(&place.data)?).is_some();
    let servers = Servers::of(place).await?;
    let emptied = async {
        let around = Surroundings::of(&servers.settings(place, entry), entry.name).await?;
        runtime::republish(&EventLog::open(around.pool, entry.name).await?, &around.bus).await
    };
    let emptied = emptied.await;
    servers.leave().await;
    println!("{service} 的流已清空，日志在第 {} 期", emptied?.number);
    println!(
        "{}",
        if place.given.is_some() {
            "请重新启动这个服务的各个副本，随后按日志重新发布"
        } else if running {
            "请重新启动 songli up，随后按日志重新发布"
        } else {
            "下次 songli up 时按日志重新发布"
        }
    );
    Ok(())
}

/// Both servers, whoever runs them.
enum Servers {
    Given(Settings),
    Running(Access, nats::Access),
    Started(Box<Private>),
}

impl Servers {
    async fn of(place: &Place) -> anyhow::Result<Self> {
        if let Some(given) = &place.given {
            return Ok(Self::Given(given.clone()));
        }
        let data = std::path::absolute(&place.data)?;
        refuse_unfinished(&data)?;
        if DataFolder::holder(&data).is_some() {
            return Ok(Self::Running(Access::to_running(&data)?, nats::Access::to_running(&data)?));
        }
        Ok(Self::Started(Box::new(Private::start(&data, &place.options()).await?)))
    }

    fn settings(&self, place: &Place, entry: &Entry) -> Settings {
        let (postgres, nats) = match self {
            Self::Given(settings) => return settings.clone(),
            Self::Running(postgres, nats) => (postgres, nats.clone()),
            Self::Started(private) => (private.postgres.access(), private.nats.access()),
        };
        place.settings(postgres.url(&database(entry.name)), &nats)
    }

    async fn leave(self) {
        if let Self::Started(private) = self {
            private.stop().await;
        }
    }
}
