//! A command comes in, is decided, and what follows is appended; sent twice, it gets its first reply again.
//!
//! One task decides everything for its copy of the service. While a batch is being written the next one is decided, on
//! aggregates kept in memory, so the wait for the disk is shared by all who wait. What was decided on a batch that did not
//! get into the log is decided again. A copy in memory that is stale because another instance wrote is noticed by the log,
//! dropped and loaded anew, never trusted.

mod bench;
mod kind;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use bench::Bench;
use kernel::actor::Actor;
use kernel::area::Area;
use kernel::calendar::Calendar;
use prost::Message;
use proto::common::{Accepted, Command, Malformed, Reply, Unavailable, reply};
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use uuid::Uuid;

pub(crate) use kind::{Kind, KindOf, State};

use crate::bus::Bus;
use crate::completion::{Completes, Readers, Unread};
use crate::contract::{First, write};
use crate::event_log::{BATCH, EventLog, Known, sha256};
use crate::feed::Place;
use crate::progress::Progress;
use crate::running::Surroundings;

/// How many aggregates are kept in memory.
const KEPT: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();
/// How long a command waits for the readers on which it rests: shorter than its sender waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a command is decided anew because another instance wrote to its stream in between.
const TRIES: u8 = 20;

/// Decides commands and appends what follows. Clones share one queue.
#[derive(Clone)]
pub struct Executor {
    jobs: mpsc::Sender<Job>,
    kinds: Arc<HashMap<&'static str, Arc<dyn Kind>>>,
    completions: Arc<HashMap<&'static str, Arc<dyn Completes>>>,
    pool: PgPool,
    bus: Bus,
    progress: Progress,
}

/// A command on its way.
struct Job {
    kind: Arc<dyn Kind>,
    command: Command,
    command_id: Uuid,
    stream: Uuid,
    first: Option<(Arc<dyn Kind>, First)>,
    actor: Actor,
    request: [u8; 32],
    /// What it rests on has not been read to the end, so that it is refused.
    unread: Option<Unread>,
    tries: u8,
    reply: oneshot::Sender<Reply>,
}

impl Executor {
    /// Starts deciding. It ends when the last clone is dropped.
    pub(crate) fn start(
        log: EventLog,
        around: Surroundings,
        progress: Progress,
        calendar: watch::Receiver<Arc<Calendar>>,
        kinds: impl IntoIterator<Item = Arc<dyn Kind>>,
        completions: HashMap<&'static str, Arc<dyn Completes>>,
    ) -> Self {
        let (sender, jobs) = mpsc::channel(4 * BATCH);
        let Surroundings { pool, bus, clock, area } = around;
        tokio::spawn(Bench::new(log, bus.clone(), clock, area, calendar).work(jobs));
        Self {
            jobs: sender,
            kinds: Arc::new(kinds.into_iter().map(|kind| (kind.name(), kind)).collect()),
            completions: Arc::new(completions),
            pool,
            bus,
            progress,
        }
    }

    /// The kinds of aggregates it knows.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.keys().copied()
    }

    /// Has a command decided, and what follows stored, and tells what became of it. The same id with other content is an
    /// error of the sender's.
    pub async fn execute(&self, kind: &str, command: Command) -> Reply {
        let request = sha256(&[kind.as_bytes(), &[0], &command.encode_to_vec()].concat());
        self.queue(kind, command, request).await
    }

    /// The same for a sender whose ids say all: whatever else the command contains, it is carried out once.
    pub(crate) async fn execute_once(&self, kind: &str, command: Command) -> Reply {
        let request = sha256(&command.command_id);
        self.queue(kind, command, request).await
    }

    async fn queue(&self, kind: &str, mut command: Command, request: [u8; 32]) -> Reply {
        let mut unread = None;
        if let Some(completion) = self.completions.get(kind) {
            match self.completed(&**completion, std::mem::take(&mut command.payload)).await {
                Ok((payload, behind)) => (command.payload, unread) = (payload, behind),
                Err(error) => {
                    tracing::error!("completing a command failed: {error:#}");
                    return not_completed();
                }
            }
        }
        match self.job(kind, command, request, unread) {
            Err(wrong) => malformed(wrong),
            Ok((job, reply)) => match self.jobs.send(job).await {
                Ok(()) => reply.await.unwrap_or_else(|_| stopping()),
                Err(_) => stopping(),
            },
        }
    }

    async fn completed(
        &self,
        completion: &dyn Completes,
        payload: Vec<u8>,
    ) -> anyhow::Result<(Vec<u8>, Option<Unread>)> {
        let unread = self.unread(completion.rests_on(&payload)).await?;
        let payload = if unread.is_some() {
            payload
        } else {
            completion.complete(payload, &mut *self.pool.acquire().await?).await?
        };
        Ok((payload, unread))
    }

    /// What these readers do not know of what is published now, after they were waited for.
    async fn unread(&self, readers: Readers) -> anyhow::Result<Option<Unread>> {
        let until = Instant::now() + PATIENCE;
        for (reader, logs) in readers {
            for &log in *logs {
                let end = self.bus.published(log).await?;
                let come = Place::reach(reader, log, end, until, &self.progress, &self.pool).await?;
                if come < end {
                    return Ok(Some(Unread::ReadersBehind { log, come, end }));
                }
            }
        }
        Ok(None)
    }

    fn job(
        &self,
        kind: &str,
        command: Command,
        request: [u8; 32],
        unread: Option<Unread>,
    ) -> Result<(Job, oneshot::Receiver<Reply>), String> {
        let known = self.kinds.get(kind).ok_or_else(|| format!("没有名为“{kind}”的对象"))?;
        let id = |bytes: &[u8], name| match Uuid::from_slice(bytes) {
            Ok(id) if !id.is_nil() => Ok(id),
            _ => Err(format!("{name}：应为16字节的非空UUID")),
        };
        let stream = id(&command.stream, "stream")?;
        let first = known.first(stream, &command.payload).map_err(|wrong| wrong.to_string())?;
        let kind_of = |first: First| match self.kinds.get(first.kind) {
            Some(kind) => Ok((Arc::clone(kind), first)),
            None => Err(format!("没有名为“{}”的对象", first.kind)),
        };
        if !command.area.is_empty() {
            Area::try_from(command.area.clone()).map_err(|wrong| format!("area：{wrong}"))?;
        }
        let (sender, receiver) = oneshot::channel();
        let job = Job {
            first: first.map(kind_of).transpose()?,
            kind: Arc::clone(known),
            command_id: id(&command.command_id, "command_id")?,
            stream,
            actor: command
                .actor
                .clone()
                .map(|a| Actor { account: a.account, name: a.name })
                .ok_or("actor：缺少操作人")?,
            request,
            command,
            unread,
            tries: 0,
            reply: sender,
        };
        Ok((job, receiver))
    }
}

fn said(outcome: reply::Outcome) -> Reply {
    Reply { outcome: Some(outcome) }
}

fn malformed(text: String) -> Reply {
    said(reply::Outcome::Malformed(Malformed { text }))
}

fn stopping() -> Reply {
    said(reply::Outcome::Unavailable(Unavailable {
        text: "服务正在停止，请稍后用同一编号重发".to_owned()
    }))
}

fn unavailable() -> Reply {
    said(reply::Outcome::Unavailable(Unavailable {
        text: "数据库暂时不可用，未能确认是否保存，请用同一编号重发".to_owned(),
    }))
}

fn not_completed() -> Reply {
    said(reply::Outcome::Unavailable(Unavailable {
        text: "暂时无法核对所填内容，没有保存，请稍后用同一编号重发".to_owned(),
    }))
}

/// The program itself failed. Sent again, the command would fail again, so its sender is not asked to.
fn broken() -> Reply {
    malformed("程序内部出错，没有保存：请把所填内容和这一提示告诉管理员".to_owned())
}

fn answer_all(jobs: impl IntoIterator<Item = Job>, reply: &Reply) {
    for job in jobs {
        job.answer(reply.clone());
    }
}

impl Job {
    /// The streams it writes to, its own last.
    fn streams(&self) -> impl Iterator<Item = (Uuid, &Arc<dyn Kind>)> {
        let first = self.first.as_ref().map(|(kind, first)| (first.stream, kind));
        first.into_iter().chain([(self.stream, &self.kind)])
    }

    /// An answer nobody waits for any more is lost; the sender asks again under the same id.
    fn answer(self, reply: Reply) {
        let _ = self.reply.send(reply);
    }

    fn accepted(self, position: i64, version: i64, epoch: i32) {
        self.answer(said(reply::Outcome::Accepted(Accepted { position, version, epoch, repeated: false })));
    }

    fn known(self, known: &Known, epoch: i32) {
        let reply = if known.request == self.request {
            let Known { position, version, .. } = *known;
            said(reply::Outcome::Accepted(Accepted { position, version, epoch, repeated: true }))
        } else {
            malformed(format!("command_id：{}已用于另一内容的命令，请换用新的编号", self.command_id))
        };
        self.answer(reply);
    }

    fn once_more(mut self, again: &mut Vec<Self>) {
        self.tries += 1;
        if self.tries < TRIES {
            again.push(self);
        } else {
            let text = "同一对象写入过于频繁，未保存，请稍后用同一编号重发".to_owned();
            self.answer(said(reply::Outcome::Unavailable(Unavailable { text })));
        }
    }
}

pub(crate) fn refused(refusal: &impl kernel::aggregate::Refusal) -> Reply {
    said(reply::Outcome::Refused(write::refused(refusal)))
}
