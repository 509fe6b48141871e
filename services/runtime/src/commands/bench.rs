//! Where commands are decided, batch by batch. While one is being written the next is decided.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use jiff::Timestamp;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use lru::LruCache;
use proto::common::{Between, Changed, Reply, reply};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{Job, KEPT, Kind, State, answer_all, broken, malformed, refused, said, unavailable};
use crate::bus::Bus;
use crate::clock::Clock;
use crate::event_log::{BATCH, Commit, EventLog, Outcome};
use crate::stream::{Draft, Tip, Writing};

/// What an event's headers take up on the bus, in bytes, at the most.
const HEADERS: usize = 4096;

/// The kind of a stream in memory that this program cannot read: others are decided on as ever.
const UNREADABLE: &str = "?";

/// An aggregate as it is kept in memory.
struct Held {
    kind: &'static str,
    state: State,
    tip: Tip,
}

/// Where the deciding is done.
pub(super) struct Bench {
    log: EventLog,
    bus: Bus,
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
    pub(super) fn new(
        log: EventLog,
        bus: Bus,
        clock: Clock,
        area: String,
        calendar: watch::Receiver<Arc<Calendar>>,
    ) -> Self {
        let (held, open) = (LruCache::new(KEPT), Batch::default());
        Self { log, bus, clock, area, calendar, held, open, waiting: Vec::new(), twins: Vec::new() }
    }

    pub(super) async fn work(mut self, mut jobs: mpsc::Receiver<Job>) {
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
            match AssertUnwindSafe(self.decide(&job)).catch_unwind().await {
                Ok(Ok(commit)) if self.is_too_large(&commit) => {
                    self.give_up(job, malformed("内容过大，没有保存：请缩短文字，或者分几次录入".to_owned()));
                }
                Ok(Ok(commit)) => {
                    self.open.commits.push(commit);
                    self.open.decided.push(job);
                }
                Ok(Err(reply)) => self.open.refused.push((job, reply)),
                Err(panic) => {
                    tracing::error!("deciding a command for {} panicked: {}", job.kind.name(), said_by(&*panic));
                    self.give_up(job, broken());
                }
            }
        }
    }

    /// Whether an event of it could never be published: then it is not stored either, since what is stored is published.
    fn is_too_large(&self, commit: &Commit) -> bool {
        let most = self.bus.client.server_info().max_payload.saturating_sub(HEADERS);
        commit.events.iter().any(|event| event.bytes.len() > most)
    }

    /// Answers a command of which nothing is kept. What it did in memory is not trusted any more: those who come after it
    /// load what lies in the log.
    fn give_up(&mut self, job: Job, reply: Reply) {
        for (stream, _) in job.streams() {
            self.held.pop(&stream);
        }
        self.open.ids.remove(&job.command_id);
        self.waiting.append(&mut self.twins);
        job.answer(reply);
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
                if held.kind == UNREADABLE {
                    return Ok(());
                }
                if event.envelope.kind != held.kind {
                    // The stream is another kind's; every command that takes it for this one is turned away.
                    held.kind = "";
                } else if let Err(error) = kind.replay(&mut held.state, &event.envelope) {
                    tracing::error!("event {} of {stream} cannot be read: {error:#}", event.envelope.version);
                    held.kind = UNREADABLE;
                }
                Ok(())
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
            Some(held) if held.kind == UNREADABLE => {
                Err(malformed("stream：已有的记录无法读取，可能由较新版本写成，没有保存：请先升级本机程序".to_owned()))
            }
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

/// What a panic said.
fn said_by(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("nothing")
}
