//! A command comes in, is decided, and what follows is appended; sent twice, it gets its first reply again.
//!
//! One task decides everything for its copy of the service. While a batch is being written the next one is decided, on
//! aggregates kept in memory, so the wait for the disk is shared by all who wait. What was decided on a batch that did not
//! get into the log is decided again. A copy in memory that is stale because another instance wrote is noticed by the log,
//! dropped and loaded anew, never trusted.

mod kind;

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use lru::LruCache;
use prost::Message;
use proto::common::{Accepted, Between, Changed, Command, Malformed, Reply, Unavailable, reply};
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use uuid::Uuid;

pub(crate) use kind::{Kind, KindOf, State};

use crate::bus::Bus;
use crate::clock::Clock;
use crate::completion::{Completes, Readers, Unread};
use crate::contract::{First, write};
use crate::event_log::{BATCH, Commit, EventLog, Known, Outcome, sha256};
use crate::feed::Place;
use crate::stream::{Draft, Tip, Writing};

/// How many aggregates are kept in memory.
const KEPT: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();
/// How long a command waits for the readers on which it rests: shorter than its sender waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks how far they have come.
const LOOK: Duration = Duration::from_millis(50);
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
        bus: Bus,
        clock: Clock,
        area: String,
        calendar: watch::Receiver<Arc<Calendar>>,
        kinds: impl IntoIterator<Item = Arc<dyn Kind>>,
        completions: HashMap<&'static str, Arc<dyn Completes>>,
    ) -> Self {
        let (sender, jobs) = mpsc::channel(4 * BATCH);
        let pool = log.pool().clone();
        let bench = Bench {
            log,
            clock,
            area,
            calendar,
            held: LruCache::new(KEPT),
            open: Batch::default(),
            waiting: Vec::new(),
            twins: Vec::new(),
        };
        tokio::spawn(bench.work(jobs));
        Self {
            jobs: sender,
            kinds: Arc::new(kinds.into_iter().map(|kind| (kind.name(), kind)).collect()),
            completions: Arc::new(completions),
            pool,
            bus,
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
                    return unavailable();
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
        let begun = Instant::now();
        for (reader, logs) in readers {
            for &log in *logs {
                let end = self.bus.published(log).await?;
                loop {
                    let come = Place::come(reader, log, &mut *self.pool.acquire().await?).await?;
                    if end <= come {
                        break;
                    }
                    if begun.elapsed() > PATIENCE {
                        return Ok(Some(Unread::ReadersBehind { log, come, end }));
                    }
                    tokio::time::sleep(LOOK).await;
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

/// Where the deciding is done.
struct Bench {
    log: EventLog,
    clock: Clock,
    area: String,
    calendar: watch::Receiver<Arc<Calendar>>,
    held: LruCache<Uuid, Held>,
    /// Decided since the last batch was sent off.
    open: Batch,
    /// To be decided as soon as there is room.
    waiting: Vec<Job>,
    /// To be decided once the open batch is sent off: an earlier command of the same id is in it.
    twins: Vec<Job>,
}

/// What has been decided but not settled.
#[derive(Default)]
struct Batch {
    ids: HashSet<Uuid>,
    decided: Vec<Job>,
    commits: Vec<Commit>,
    refused: Vec<(Job, Reply)>,
}

/// A batch that lies in the log, or does not.
struct Written {
    decided: Vec<Job>,
    commits: Vec<Commit>,
    outcomes: sqlx::Result<Vec<Outcome>>,
    refused: Vec<(Job, Reply)>,
    /// The versions on which the refusals rest.
    versions: HashMap<Uuid, i64>,
}

impl Written {
    /// Whether all of it lies in the log.
    fn is_whole(&self) -> bool {
        let stored = |outcomes: &Vec<Outcome>| outcomes.iter().all(|outcome| matches!(outcome, Outcome::Stored(_)));
        self.refused.is_empty() && self.outcomes.as_ref().is_ok_and(stored)
    }
}

impl Batch {
    fn len(&self) -> usize {
        self.decided.len() + self.refused.len()
    }

    fn room(&self) -> usize {
        BATCH.saturating_sub(self.len())
    }
}

impl Bench {
    async fn work(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut writing: Option<JoinHandle<Written>> = None;
        let mut closed = false;
        loop {
            let room = self.open.room();
            if self.waiting.is_empty() || room == 0 {
                tokio::select! {
                    biased;
                    written = async { writing.as_mut()?.await.ok() }, if writing.is_some() => {
                        // Whoever waits for the disk goes before whoever waits for an answer.
                        let is_whole = written.as_ref().is_some_and(Written::is_whole);
                        writing = (is_whole && self.open.len() > 0).then(|| self.send());
                        self.settle(written).await;
                    }
                    taken = jobs.recv_many(&mut self.waiting, room), if room > 0 && !closed => closed = taken == 0,
                    else => return,
                }
            }
            self.take_in().await;
            if writing.is_none() && self.open.len() > 0 {
                writing = Some(self.send());
            }
        }
    }

    /// Decides what waits, as far as the open batch has room.
    async fn take_in(&mut self) {
        let room = self.open.room().min(self.waiting.len());
        let jobs: Vec<Job> = self.waiting.drain(..room).collect();
        let (jobs, twins): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| self.open.ids.insert(job.command_id));
        self.twins.extend(twins);
        if let Err(error) = self.load(&jobs).await {
            tracing::error!("loading failed: {error:#}");
            // They are in no batch, so whoever sends one of them again need not wait for it to be sent off.
            for job in &jobs {
                self.open.ids.remove(&job.command_id);
            }
            self.waiting.append(&mut self.twins);
            return answer_all(jobs, &unavailable());
        }
        for job in jobs {
            match self.decide(&job).await {
                Ok(commit) => {
                    self.open.commits.push(commit);
                    self.open.decided.push(job);
                }
                Err(reply) => self.open.refused.push((job, reply)),
            }
        }
    }

    /// Sends the open batch off.
    fn send(&mut self) -> JoinHandle<Written> {
        let Batch { decided, commits, refused, .. } = std::mem::take(&mut self.open);
        self.waiting.append(&mut self.twins);
        let streams = refused.iter().flat_map(|(job, _)| job.streams());
        let version = |stream| Some((stream, self.held.peek(&stream)?.tip.version));
        let versions = streams.filter_map(|(stream, _)| version(stream)).collect();
        let log = self.log.clone();
        tokio::spawn(async move {
            let outcomes = if commits.is_empty() { Ok(Vec::new()) } else { log.append(&commits).await };
            Written { decided, commits, outcomes, refused, versions }
        })
    }

    /// Answers the commands of a batch. If a part of it did not get into the log, all that was decided since is decided
    /// again. Nothing at all is known of a batch whose writing broke off; its senders ask again.
    async fn settle(&mut self, written: Option<Written>) {
        let Some(Written { decided, commits, outcomes, refused, versions }) = written else {
            self.held.clear();
            return self.decide_again();
        };
        let mut dropped = HashSet::new();
        match outcomes {
            Ok(outcomes) => {
                for ((job, commit), outcome) in decided.into_iter().zip(&commits).zip(outcomes) {
                    if !matches!(outcome, Outcome::Stored(_)) {
                        dropped.extend(commit.streams.iter().map(|(stream, _)| *stream));
                    }
                    match outcome {
                        Outcome::Stored(position) => job.accepted(position, commit.version, self.log.epoch()),
                        Outcome::Known(known) => job.known(&known, self.log.epoch()),
                        Outcome::Stale => job.once_more(&mut self.waiting),
                    }
                }
            }
            Err(error) => {
                tracing::error!("appending failed: {error}");
                dropped.extend(commits.iter().flat_map(|commit| &commit.streams).map(|(stream, _)| *stream));
                answer_all(decided, &unavailable());
            }
        }
        for stream in &dropped {
            self.held.pop(stream);
        }
        if !dropped.is_empty() {
            self.decide_again();
        }
        if !refused.is_empty() {
            self.refuse(refused, &versions, &dropped).await;
        }
    }

    /// Takes back what is in the open batch.
    fn decide_again(&mut self) {
        let open = std::mem::take(&mut self.open);
        for (stream, _) in open.commits.iter().flat_map(|commit| &commit.streams) {
            self.held.pop(stream);
        }
        self.waiting.extend(open.decided);
        self.waiting.extend(open.refused.into_iter().map(|(job, _)| job));
        self.waiting.append(&mut self.twins);
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
            Ok(recorded) => recorded.iter().enumerate().try_for_each(|(nth, event)| {
                let stream = event.stream()?;
                let (Some(held), Some(kind)) = (self.held.peek_mut(&stream), missing.get(&stream)) else {
                    return Ok(());
                };
                if recorded.get(nth + 1).is_none_or(|next| next.envelope.stream != event.envelope.stream) {
                    held.tip.follow(event);
                }
                if event.envelope.kind == held.kind {
                    kind.replay(&mut held.state, &event.envelope)
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
        if let Some(unread) = &job.unread {
            return Err(refused(unread));
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
    async fn refuse(&mut self, refused: Vec<(Job, Reply)>, thought: &HashMap<Uuid, i64>, dropped: &HashSet<Uuid>) {
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
                let thought = thought.get(&stream).copied();
                dropped.contains(&stream) || thought != Some(versions.get(&stream).copied().unwrap_or(0))
            });
            if let Some(known) = known.get(&job.command_id) {
                job.known(known, self.log.epoch());
            } else if moved {
                for (stream, _) in job.streams() {
                    self.held.pop(&stream);
                }
                job.once_more(&mut self.waiting);
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
    said(reply::Outcome::Refused(write::refused(refusal)))
}
