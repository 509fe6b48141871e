//! The process: connects to the broker and answers, one question after another, until it is told to stop.

use std::future::pending;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use futures::StreamExt as _;
use kernel::day::Day;
use proto::common::{Answer, Malformed, Unavailable, answer};
use proto::paper::{Paper, Problem, ProblemKind, Problems, Render, Rendered, rendered};
use proto::{Message as _, subject};
use runtime::Bus;
use runtime::clock::Clock;
use runtime::settings::Given;
use sha2::{Digest as _, Sha256};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

use crate::faces::shipped;
use crate::press::{Press, Printed};
use crate::{NAME, RENDER};

/// What the broker and the envelopes around a PDF need of a message.
const ENVELOPE: usize = 4096;

/// Answers until told to stop, or, if supervised, until the supervisor is gone. A supervisor reads `ready` from the
/// standard output once questions are answered.
pub async fn run(supervised: bool) -> anyhow::Result<()> {
    let environment = std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let given = Given::read(None, environment)?;
    let (broker, machine) = (given.broker()?, given.machine()?);
    let filter = EnvFilter::try_new(format!("async_nats=warn,{}", machine.log))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    let stop = stop(supervised)?;
    let press = Arc::new(press(machine.fonts)?);
    let bus = Bus::connect(&broker.url, &broker.user, &broker.password, NAME).await?;
    let mut requests = bus.client.queue_subscribe(subject::ask(NAME, RENDER), NAME.to_owned()).await?;
    bus.client.flush().await?;
    if supervised {
        println!("ready");
    } else {
        tracing::info!("公文排版服务已就绪");
    }
    let (clock, room) = (Clock::machine(), bus.client.server_info().max_payload.saturating_sub(ENVELOPE));
    tokio::pin!(stop);
    loop {
        let request = tokio::select! {
            request = requests.next() => request.context("与消息服务器的连接已关闭")?,
            () = &mut stop => return Ok(()),
        };
        let Some(reply) = request.reply else { continue };
        let (press, today) = (Arc::clone(&press), clock.today());
        let answered = tokio::task::spawn_blocking(move || answer(&press, &request.payload, today, room)).await;
        let outcome = answered.unwrap_or_else(|panic| fault(&panic.into()));
        bus.client.publish(reply, Answer { outcome: Some(outcome) }.encode_to_vec().into()).await?;
        bus.client.flush().await?;
    }
}

fn press(own: Option<PathBuf>) -> anyhow::Result<Press> {
    let own = own.filter(|folder| folder.is_dir());
    let program = std::env::current_exe().context("找不到自己的程序文件")?;
    Press::new(own.as_deref(), &shipped(&program)?)
}

fn answer(press: &Press, asked: &[u8], today: Day, room: usize) -> answer::Outcome {
    let (document, most) = match Render::decode(asked) {
        Ok(Render { document: Some(document), most }) => (document, most),
        Ok(Render { document: None, .. }) => return malformed("没有要排版的公文"),
        Err(error) => return malformed(&format!("无法解码：{error}")),
    };
    let room = usize::try_from(most).ok().filter(|most| *most > 0).map_or(room, |most| most.min(room));
    let outcome = match press.print(document, today) {
        Ok(Printed::Paper(pdf, _)) if pdf.len() > room => rendered::Outcome::Problems(Problems {
            problems: vec![Problem {
                kind: ProblemKind::TooLarge.into(),
                field: String::new(),
                text: format!(
                    "排好的公文有 {} KB，超过可以存档的 {} KB：请把附件另行印发",
                    pdf.len().div_ceil(1024),
                    room / 1024
                ),
            }],
        }),
        Ok(Printed::Paper(pdf, pages)) => {
            let sha256 = Sha256::digest(&pdf).to_vec();
            rendered::Outcome::Paper(Paper { pdf, sha256, pages: u32::try_from(pages).unwrap_or(u32::MAX) })
        }
        Ok(Printed::Problems(problems)) => rendered::Outcome::Problems(Problems { problems }),
        Err(error) => return fault(&error),
    };
    answer::Outcome::Found(Rendered { outcome: Some(outcome) }.encode_to_vec())
}

fn malformed(text: &str) -> answer::Outcome {
    answer::Outcome::Malformed(Malformed { text: text.to_owned() })
}

fn fault(error: &anyhow::Error) -> answer::Outcome {
    tracing::error!("a document was not set: {error:#}");
    answer::Outcome::Unavailable(Unavailable { text: "公文排版失败，请稍后再试".to_owned() })
}

/// Ends when a signal says so, or when the supervisor is gone.
fn stop(supervised: bool) -> anyhow::Result<impl Future<Output = ()>> {
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let [interrupt, terminate, hangup] = kinds.map(signal);
    let (mut interrupt, mut terminate, mut hangup) = (interrupt?, terminate?, hangup?);
    Ok(async move {
        let alone = async { if supervised { input_ended().await } else { pending().await } };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            () = alone => tracing::warn!("songli up 已不在，公文排版服务随之停止"),
        }
    })
}

/// The supervisor holds the other end.
async fn input_ended() {
    let (tell, ended) = oneshot::channel();
    std::thread::spawn(move || {
        let mut rest = [0; 64];
        while std::io::stdin().read(&mut rest).is_ok_and(|read| read > 0) {}
        let _ = tell.send(());
    });
    let _ = ended.await;
}
