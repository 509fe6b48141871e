//! A command comes in, is decided, and what follows is appended; sent twice, it gets its first reply again.
//!
//! One task decides everything for its copy of the service. While a batch is being written the next one gathers, so the
//! wait for the disk is shared by all who wait. Aggregates are kept in memory between commands: a copy that is stale
//! because another instance wrote is noticed by the log, dropped and loaded anew, never trusted.

mod kind;

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use lru::LruCache;
use prost::Message;
use proto::common::{Accepted, Between, Changed, Command, Malformed, Refused, Reply, Unavailable, reply};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

pub(crate) use kind::{Kind, KindOf, State};

use crate::clock::Clock;
use crate::contract::First;
use crate::event_log::{BATCH, Commit, EventLog, Known, Outcome, sha256};
use crate::stream::{Draft, Tip, Writing};

/// How many aggregates are kept in memory.
const KEPT: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();
/// How often a command is decided anew because another instance wrote to its stream in between.
const TRIES: u8 = 20;

/// Decides commands and appends what follows. Clones share one queue.
#[derive(Clone)]
pub struct Executor {
    jobs: mpsc::Sender<Job>,
    kinds: Arc<HashMap<&'static str, Arc<dyn Kind>>>,
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
    tries: u8,
    reply: oneshot::Sender<Reply>,
}

/// An aggregate as it is kept in memory.
struct Held {
    kind: &'static str,
    state: State,
    tip: Tip,
}

impl Executor {
    /// Starts deciding. It ends when the last clone is dropped.
    pub(crate) fn start(
        log: EventLog,
        clock: Clock,
        area: String,
        calendar: watch::Receiver<Arc<Calendar>>,
        kinds: impl IntoIterator<Item = Arc<dyn Kind>>,
    ) -> Self {
        let (sender, jobs) = mpsc::channel(4 * BATCH);
        let bench = Bench { log, clock, area, calendar, held: LruCache::new(KEPT) };
        tokio::spawn(bench.work(jobs));
        Self { jobs: sender, kinds: Arc::new(kinds.into_iter().map(|kind| (kind.name(), kind)).collect()) }
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

    async fn queue(&self, kind: &str, command: Command, request: [u8; 32]) -> Reply {
        match self.job(kind, command, request) {
            Err(wrong) => malformed(wrong),
            Ok((job, reply)) => match self.jobs.send(job).await {
                Ok(()) => reply.await.unwrap_or_else(|_| stopping()),
                Err(_) => stopping(),
            },
        }
    }

    fn job(&self, kind: &str, command: Command, request: [u8; 32]) -> Result<(Job, oneshot::Receiver<Reply>), String> {
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

/// Where the deciding is done.
struct Bench {
    log: EventLog,
    clock: Clock,
    area: String,
    calendar: watch::Receiver<Arc<Calendar>>,
    held: LruCache<Uuid, Held>,
}

impl Bench {
    async fn work(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let room = BATCH.saturating_sub(batch.len()).max(1);
            if batch.is_empty() {
                if jobs.recv_many(&mut batch, room).await == 0 {
                    return;
                }
            } else {
                while batch.len() < BATCH
                    && let Ok(job) = jobs.try_recv()
                {
                    batch.push(job);
                }
            }
            batch = self.batch(batch).await;
        }
    }

    /// Deals with a batch and gives back the jobs that must be tried again.
    async fn batch(&mut self, jobs: Vec<Job>) -> Vec<Job> {
        let mut again = Vec::new();
        let mut ids = HashSet::new();
        let (jobs, twins): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| ids.insert(job.command_id));
        again.extend(twins);

        if let Err(error) = self.load(&jobs).await {
            tracing::error!("loading failed: {error:#}");
            answer_all(jobs, &unavailable());
            return again;
        }

        let mut decided = Vec::new();
        let mut commits = Vec::new();
        let mut refused = Vec::new();
        for job in jobs {
            match self.decide(&job).await {
                Ok(commit) => {
                    commits.push(commit);
                    decided.push(job);
                }
                Err(reply) => refused.push((job, reply)),
            }
        }

        let mut dropped = HashSet::new();
        if !commits.is_empty() {
            match self.log.append(&commits).await {
                Ok(outcomes) => {
                    for ((job, commit), outcome) in decided.into_iter().zip(commits).zip(outcomes) {
                        if !matches!(outcome, Outcome::Stored(_)) {
                            for (stream, _) in &commit.streams {
                                self.held.pop(stream);
                                dropped.insert(*stream);
                            }
                        }
                        match outcome {
                            Outcome::Stored(position) => job.accepted(position, commit.version, self.log.epoch()),
                            Outcome::Known(known) => job.known(&known, self.log.epoch()),
                            Outcome::Stale => job.once_more(&mut again),
                        }
                    }
                }
                Err(error) => {
                    tracing::error!("appending failed: {error}");
                    for (stream, _) in commits.iter().flat_map(|commit| &commit.streams) {
                        self.held.pop(stream);
                        dropped.insert(*stream);
                    }
                    answer_all(decided, &unavailable());
                }
            }
        }
        if !refused.is_empty() {
            self.refuse(refused, &dropped, &mut again).await;
        }
        again
    }

    /// Loads the aggregates that are asked for and not in memory.
    async fn load(&mut self, jobs: &[Job]) -> anyhow::Result<()> {
        let mut missing: HashMap<Uuid, &Arc<dyn Kind>> = HashMap::new();
        let mut begun = Vec::new();
        for job in jobs {
            for (stream, kind) in job.streams() {
                if self.held.get(&stream).is_none() && missing.insert(stream, kind).is_none() {
                    self.held.put(stream, Held { kind: kind.name(), state: kind.begin(), tip: Tip::default() });
                    // Whoever says that the stream does not exist yet is believed, once: the log checks it.
                    if stream != job.stream || job.command.expected_version != Some(0) || job.tries > 0 {
                        begun.push(stream);
                    }
                }
            }
        }
        if begun.is_empty() {
            return Ok(());
        }
        let replayed = match self.log.load(&begun).await {
            Ok(recorded) => recorded.iter().try_for_each(|recorded| {
                let stream = recorded.stream()?;
                let (Some(held), Some(kind)) = (self.held.peek_mut(&stream), missing.get(&stream)) else {
                    return Ok(());
                };
                held.tip.follow(recorded);
                if recorded.envelope.kind == held.kind {
                    kind.replay(&mut held.state, &recorded.envelope)
                } else {
                    // The stream is another kind's; every command that takes it for this one is turned away.
                    held.kind = "";
                    Ok(())
                }
            }),
            Err(error) => Err(error),
        };
        if replayed.is_err() {
            for stream in missing.keys() {
                self.held.pop(stream);
            }
        }
        replayed
    }

    /// Decides a command. What it changes in memory is taken back if it is refused.
    async fn decide(&mut self, job: &Job) -> Result<Commit, Reply> {
        if let Some(expected) = job.command.expected_version {
            let actual = self.held.get(&job.stream).map_or(0, |held| held.tip.version);
            if expected != actual {
                return Err(said(reply::Outcome::Changed(Changed { expected, actual, between: Vec::new() })));
            }
        }
        let now = self.clock.now();
        let occasion = Occasion {
            today: kernel::day::Day::in_china(now),
            actor: job.actor.clone(),
            calendar: Arc::clone(&self.calendar.borrow()),
        };
        let (said_first, undo) = match &job.first {
            None => (Vec::new(), None),
            Some((kind, first)) => {
                let state = self.state(kind, first.stream)?;
                let undo = kind.copy(state);
                (kind.decide(state, &first.payload, &[], &occasion).await?, Some((first.stream, undo)))
            }
        };
        let decided = match self.state(&job.kind, job.stream) {
            Ok(state) => job.kind.decide(state, &job.command.payload, &said_first, &occasion).await,
            Err(reply) => Err(reply),
        };
        let drafts = decided.inspect_err(|_| {
            if let Some((stream, undo)) = undo
                && let Some(held) = self.held.peek_mut(&stream)
            {
                held.state = undo;
            }
        })?;
        let mut commit = Commit {
            command_id: job.command_id,
            request: job.request,
            streams: Vec::new(),
            events: Vec::new(),
            version: 0,
        };
        if let Some((kind, first)) = &job.first {
            self.join(job, kind.name(), first.stream, said_first, now, &mut commit);
        }
        self.join(job, job.kind.name(), job.stream, drafts, now, &mut commit);
        Ok(commit)
    }

    /// The state of a stream that is in memory.
    fn state(&mut self, kind: &Arc<dyn Kind>, stream: Uuid) -> Result<&mut State, Reply> {
        match self.held.get_mut(&stream) {
            Some(held) if held.kind == kind.name() => Ok(&mut held.state),
            Some(_) => Err(malformed(format!("stream：{stream}不是{}", kind.name()))),
            None => Err(unavailable()),
        }
    }

    /// Joins what was decided on to its stream, in memory and in the commit.
    fn join(
        &mut self,
        job: &Job,
        kind: &'static str,
        stream: Uuid,
        drafts: Vec<Draft>,
        now: Timestamp,
        commit: &mut Commit,
    ) {
        let Some(held) = self.held.get_mut(&stream) else { return };
        let before = held.tip.version;
        if before == 0 {
            held.tip.area.clone_from(if job.command.area.is_empty() { &self.area } else { &job.command.area });
        }
        let writing = Writing {
            log: self.log.service(),
            kind,
            stream,
            command_id: job.command_id,
            cause: &job.command.cause,
            actor: &job.actor,
            recorded_at: now,
        };
        commit.streams.push((stream, before));
        commit.events.extend(drafts.into_iter().map(|draft| held.tip.join(draft, &writing, self.clock.new_id())));
        commit.version = held.tip.version;
    }

    /// Says no, but only to commands that were not accepted earlier and on aggregates that are as they were thought to be.
    async fn refuse(&mut self, refused: Vec<(Job, Reply)>, dropped: &HashSet<Uuid>, again: &mut Vec<Job>) {
        let commands: Vec<Uuid> = refused.iter().map(|(job, _)| job.command_id).collect();
        let streams: Vec<Uuid> = refused.iter().flat_map(|(job, _)| job.streams()).map(|(stream, _)| stream).collect();
        let (known, versions) = match tokio::try_join!(self.log.known(&commands), self.log.versions(&streams)) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!("checking refusals failed: {error}");
                return answer_all(refused.into_iter().map(|(job, _)| job), &unavailable());
            }
        };
        for (job, mut reply) in refused {
            let moved = job.streams().any(|(stream, _)| {
                let thought = self.held.peek(&stream).map(|held| held.tip.version);
                dropped.contains(&stream) || thought != Some(versions.get(&stream).copied().unwrap_or(0))
            });
            if let Some(known) = known.get(&job.command_id) {
                job.known(known, self.log.epoch());
            } else if moved {
                for (stream, _) in job.streams() {
                    self.held.pop(&stream);
                }
                job.once_more(again);
            } else {
                if let Some(reply::Outcome::Changed(changed)) = &mut reply.outcome {
                    changed.between = self.between(job.stream, changed.expected).await;
                }
                job.answer(reply);
            }
        }
    }

    /// What happened to a stream since a version.
    async fn between(&self, stream: Uuid, since: i64) -> Vec<Between> {
        let recorded = self.log.load(&[stream]).await.unwrap_or_default().into_iter();
        let later = recorded.map(|recorded| recorded.envelope).filter(|envelope| envelope.version > since);
        later
            .map(|e| Between { version: e.version, event: e.event, actor: e.actor, recorded_at: e.recorded_at })
            .collect()
    }
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
    said(reply::Outcome::Refused(Refused {
        code: refusal.code(),
        text: refusal.to_string(),
        field: refusal.field().unwrap_or_default().to_owned(),
    }))
}
