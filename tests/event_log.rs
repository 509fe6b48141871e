//! The event log on a real PostgreSQL: invariants 1 to 5 of the design.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::collections::HashMap;
use std::pin::pin;

use cqrs_es::CqrsFramework;
use futures::future::join_all;
use futures::poll;
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use proto::Message;
use proto::common::reply::Outcome as Said;
use proto::common::{Command, Envelope};
use runtime::clock::Clock;
use runtime::event_log::{self, BATCH, Commit, Encoded, EventLog, LogStore, Outcome, Seal, sha256};
use runtime::{Completion, Contract as _, Decider, Service};
use songli_tests::jar::{Jar, JarCommand, JarEvent, JarRefusal, PutBeans, close, put};
use songli_tests::{System, accepted, command, refused};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

fn jars() -> Service {
    Service::new("jars").aggregate::<Jar>()
}

async fn log() -> EventLog {
    let pool = PgPool::connect(&songli_tests::database().await).await.unwrap();
    EventLog::open(pool, "jars").await.unwrap()
}

/// A commit of so many events to one stream at an expected version, with an envelope that is good enough for the log.
fn commit(stream: Uuid, expected: i64, events: i64) -> Commit {
    let id = Clock::machine().new_id();
    let mut previous = Vec::new();
    let events = (expected + 1..=expected + events).map(|version| {
        let envelope = Envelope {
            stream: stream.as_bytes().to_vec(),
            version,
            previous: std::mem::take(&mut previous),
            command_id: id.as_bytes().to_vec(),
            ..Envelope::default()
        };
        let encoded = Encoded::new(stream, &envelope);
        previous = encoded.hash.to_vec();
        encoded
    });
    let events: Vec<_> = events.collect();
    let version = events.last().map_or(expected, |event| event.version);
    Commit { command_id: id, request: [7; 32], streams: vec![(stream, expected)], events, version }
}

#[tokio::test]
async fn a_command_is_decided_and_stored() {
    let system = System::of([jars()]).await;
    let (jar, id) = (system.clock.new_id(), system.clock.new_id());
    let first = accepted(system.send("jars", "Jar", &command(id, jar, put(3, 2))).await);
    assert_eq!((first.position, first.version, first.repeated), (2, 2, false));
    let closed = accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, close())).await);
    assert_eq!((closed.position, closed.version), (3, 3));
    let no = refused(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    assert_eq!((no.code.as_str(), no.text.as_str()), ("JarClosed", "罐子已经盖上"));
}

// Invariant 1: one encoding for store, hash, bus and replay.
#[tokio::test]
async fn the_bytes_that_were_hashed_are_stored_published_and_replayed() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 3))).await);
    system.settled().await;
    let stored = system.service("jars").running.log.read(0, 10).await.unwrap();
    let stream = system.bus().await.stream("jars").await.unwrap();
    let mut previous = Vec::new();
    for event in stored {
        let published = stream.get_raw_message(u64::try_from(event.position).unwrap()).await.unwrap();
        assert_eq!(published.payload, event.bytes);
        assert_eq!(event.envelope.encode_to_vec(), event.bytes);
        assert_eq!(event.envelope.previous, previous);
        previous = sha256(&event.bytes).to_vec();
    }
}

// Invariant 2: gapless positions, in the order of the batch.
#[tokio::test]
async fn a_batch_takes_the_positions_that_follow() {
    let log = log().await;
    let clock = Clock::machine();
    let [a, b] = [clock.new_id(), clock.new_id()];
    let outcomes = log.append(&[commit(a, 0, 2), commit(b, 0, 1), commit(a, 2, 1)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Stored(2), Outcome::Stored(3), Outcome::Stored(4)]);
    let read: Vec<_> = log.read(1, 2).await.unwrap().iter().map(|e| (e.position, e.envelope.version)).collect();
    assert_eq!(read, [(2, 2), (3, 1)]);
}

// Invariant 3: a conflict changes nothing, and takes along only what was decided on it.
#[tokio::test]
async fn a_commit_on_a_stream_that_has_moved_is_left_out_with_those_that_follow_on_it() {
    let log = log().await;
    let clock = Clock::machine();
    let [a, b, c] = [clock.new_id(), clock.new_id(), clock.new_id()];
    log.append(&[commit(a, 0, 2)]).await.unwrap();
    let mut both = commit(b, 0, 1);
    both.streams.push((a, 1)); // it read `a` at version 1 and writes to `b`
    let outcomes = log.append(&[both, commit(c, 0, 1), commit(b, 1, 1)]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Stale, Outcome::Stored(3), Outcome::Stale]);
    assert!(log.load(&[b]).await.unwrap().is_empty());
    assert!(event_log::verify(log.pool(), None).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_commit_decided_on_one_that_was_left_out_is_left_out_although_its_version_fits() {
    let log = log().await;
    let clock = Clock::machine();
    let a = clock.new_id();
    let [first, second] = [commit(a, 0, 1), commit(a, 1, 1)];
    log.append(&[commit(a, 0, 1)]).await.unwrap();
    // Another has brought the stream to version 1, which the second expects; but it was decided on the first.
    let outcomes = log.append(&[first, second]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Stale, Outcome::Stale]);
    assert!(event_log::verify(log.pool(), None).await.unwrap().is_ok());
}

/// As a reader gives up that has lost its lease. What others write afterwards on the same connection is kept.
#[tokio::test]
async fn what_is_given_up_while_its_transaction_begins_leaves_none_open() {
    let clock = Clock::machine();
    // It is used at once, as by a service: what the server is told first is that a transaction begins.
    let one = PgPoolOptions::new().max_connections(1).test_before_acquire(false);
    let pool = one.connect(&songli_tests::database().await).await.unwrap();
    let log = EventLog::open(pool.clone(), "jars").await.unwrap();
    let server: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&pool).await.unwrap();
    // It read another stream too, and so is looked at in a transaction.
    let mut told = commit(clock.new_id(), 0, 1);
    told.streams.push((clock.new_id(), 0));

    while pool.num_idle() == 0 {
        tokio::task::yield_now().await;
    }
    signal(server, "STOP");
    {
        let told = [told];
        let mut work = pin!(log.append(&told));
        for _ in 0..100 {
            assert!(poll!(&mut work).is_pending());
            tokio::task::yield_now().await;
        }
    }
    signal(server, "CONT");
    let transaction = async || sqlx::query_scalar("SELECT txid_current()").fetch_one(&pool).await.unwrap();
    let [one, other]: [i64; 2] = [transaction().await, transaction().await];
    assert_ne!(one, other, "both were asked in one transaction");
}

fn signal(process: i32, name: &str) {
    let sent = std::process::Command::new("kill").args(["-s", name, &process.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[tokio::test]
async fn a_command_that_could_not_be_looked_at_is_carried_out_when_it_is_sent_again() {
    let system = System::of([jars()]).await;
    let again = command(system.clock.new_id(), system.clock.new_id(), put(1, 1));
    let pool = system.database("jars").await;
    sqlx::query("ALTER TABLE log.event RENAME TO away").execute(&pool).await.unwrap();
    let away = system.send("jars", "Jar", &again).await;
    assert!(matches!(away.outcome, Some(Said::Unavailable(_))), "{away:?}");
    sqlx::query("ALTER TABLE log.away RENAME TO event").execute(&pool).await.unwrap();
    assert!(!accepted(system.send("jars", "Jar", &again).await).repeated);
}

#[tokio::test]
async fn what_was_decided_on_a_batch_that_did_not_get_in_is_decided_again() {
    let system = System::of([jars()]).await;
    let second = system.copy(jars(), &system.service("jars").database).await;
    let (clock, jar) = (&system.clock, system.clock.new_id());
    accepted(second.executor.execute("Jar", command(clock.new_id(), jar, put(1, 1))).await);
    // Behind the back of the second copy, which has the jar in memory.
    accepted(system.service("jars").running.executor.execute("Jar", command(clock.new_id(), jar, put(1, 1))).await);
    // More than one batch takes.
    let many = (0..BATCH + 88).map(|_| second.executor.execute("Jar", command(clock.new_id(), jar, put(1, 1))));
    for reply in join_all(many).await {
        accepted(reply);
    }
    let versions: Vec<i64> = second.log.load(&[jar]).await.unwrap().iter().map(|e| e.envelope.version).collect();
    assert_eq!(versions, (1..=602).collect::<Vec<_>>());
    assert!(event_log::verify(second.log.pool(), None).await.unwrap().is_ok());
    second.stop().await;
}

#[tokio::test]
async fn a_sender_who_saw_an_earlier_version_learns_what_came_in_between() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, close())).await);
    let late = Command { expected_version: Some(1), ..command(system.clock.new_id(), jar, put(1, 1)) };
    let Some(Said::Changed(changed)) = system.send("jars", "Jar", &late).await.outcome else { panic!("not changed") };
    assert_eq!((changed.expected, changed.actual), (1, 2));
    let between: Vec<_> = changed.between.iter().map(|e| (e.version, e.event.as_str())).collect();
    assert_eq!(between, [(2, "JarClosed")]);
}

#[tokio::test]
async fn a_sender_who_takes_a_stream_for_new_learns_what_came_before_although_nobody_has_it_in_memory() {
    let mut system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    let database = system.stop("jars").await;
    system.add(jars(), database).await;
    let as_new = Command { expected_version: Some(0), ..command(system.clock.new_id(), jar, put(1, 1)) };
    let reply = system.send("jars", "Jar", &as_new).await;
    let Some(Said::Changed(changed)) = reply.outcome else { panic!("{reply:?}") };
    assert_eq!((changed.expected, changed.actual, changed.between.len()), (0, 1, 1));
}

// Invariant 4.
#[tokio::test]
async fn the_same_command_again_gets_its_first_reply_and_appends_nothing() {
    let system = System::of([jars()]).await;
    let (jar, id) = (system.clock.new_id(), system.clock.new_id());
    let first = accepted(system.send("jars", "Jar", &command(id, jar, put(1, 1))).await);
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, close())).await);
    // By now the jar is closed and would refuse it; but it was accepted.
    let again = accepted(system.send("jars", "Jar", &command(id, jar, put(1, 1))).await);
    assert_eq!((again.position, again.version, again.repeated), (first.position, first.version, true));
    let other = system.send("jars", "Jar", &command(id, jar, put(2, 1))).await;
    assert!(matches!(other.outcome, Some(Said::Malformed(_))), "{other:?}");
    let log = &system.service("jars").running.log;
    assert_eq!(event_log::head(log.pool()).await.unwrap().position, 2);
}

/// Writes on the beans how many events the log holds when they are put in.
struct Labelled;

impl Completion for Labelled {
    async fn complete(&self, payload: Vec<u8>, db: &mut PgConnection) -> anyhow::Result<Vec<u8>> {
        let events: i64 = sqlx::query_scalar("SELECT count(*) FROM log.event").fetch_one(db).await?;
        let put = PutBeans::decode(payload.as_slice())?;
        Ok(PutBeans { words: format!("第{}颗", events + 1), ..put }.encode_to_vec())
    }
}

#[tokio::test]
async fn a_command_is_completed_with_what_the_service_knows_and_is_still_the_same_when_that_has_changed() {
    let system = System::of([Service::new("jars").aggregate_completed::<Jar>(Labelled)]).await;
    let (jar, id) = (system.clock.new_id(), system.clock.new_id());
    let pretended = PutBeans { beans: 1, times: 1, words: "第九颗".to_owned() }.encode_to_vec();
    accepted(system.send("jars", "Jar", &command(id, jar, pretended.clone())).await);
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    assert!(accepted(system.send("jars", "Jar", &command(id, jar, pretended)).await).repeated);

    let stored = system.service("jars").running.log.read(0, 9).await.unwrap();
    let words = stored.iter().map(|event| match Jar::read(&event.envelope.payload).unwrap() {
        JarEvent::BeansPut { words, .. } => words,
        JarEvent::JarClosed { .. } => String::new(),
    });
    assert_eq!(words.collect::<Vec<_>>(), ["第1颗", "第2颗"]);
}

#[tokio::test]
async fn the_same_command_sent_many_times_at_once_is_carried_out_once() {
    let system = System::of([jars()]).await;
    let (jar, id) = (system.clock.new_id(), system.clock.new_id());
    let command = command(id, jar, put(1, 1));
    let executor = &system.service("jars").running.executor;
    let replies = join_all((0..50).map(|_| executor.execute("Jar", command.clone()))).await;
    let replies: Vec<_> = replies.into_iter().map(accepted).collect();
    assert!(replies.iter().all(|reply| reply.position == 1));
    assert_eq!(replies.iter().filter(|reply| !reply.repeated).count(), 1);
}

#[tokio::test]
async fn a_refusal_is_not_kept_so_the_same_command_may_succeed_later() {
    let system = System::of([jars()]).await;
    let (jar, id) = (system.clock.new_id(), system.clock.new_id());
    let too_early = Command { expected_version: Some(1), ..command(id, jar, put(1, 1)) };
    assert!(matches!(system.send("jars", "Jar", &too_early).await.outcome, Some(Said::Changed(_))));
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    assert_eq!(accepted(system.send("jars", "Jar", &too_early).await).version, 2);
}

#[tokio::test]
async fn commands_for_one_jar_are_decided_one_after_another_and_batched_together() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    let executor = &system.service("jars").running.executor;
    let commands = (0..300).map(|_| executor.execute("Jar", command(system.clock.new_id(), jar, put(1, 1))));
    let mut versions: Vec<_> = join_all(commands).await.into_iter().map(|reply| accepted(reply).version).collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=300).collect::<Vec<_>>());
}

#[tokio::test]
async fn two_copies_of_a_service_write_to_the_same_jar_without_harm() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    let second = system.copy(jars(), &system.service("jars").database).await;
    let executors = [&system.service("jars").running.executor, &second.executor];
    let commands = (0..200).map(|n| executors[n % 2].execute("Jar", command(system.clock.new_id(), jar, put(1, 1))));
    let mut versions: Vec<_> = join_all(commands).await.into_iter().map(|reply| accepted(reply).version).collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=200).collect::<Vec<_>>());
    // What one has closed the other refuses, though it has it in memory as open.
    accepted(executors[0].execute("Jar", command(system.clock.new_id(), jar, close())).await);
    refused(executors[1].execute("Jar", command(system.clock.new_id(), jar, put(1, 1))).await);
    second.stop().await;
}

#[tokio::test]
async fn a_stream_of_another_kind_is_not_taken_for_a_jar() {
    let system = System::of([jars()]).await;
    let stream = system.clock.new_id();
    let log = &system.service("jars").running.log;
    log.append(&[commit(stream, 0, 1)]).await.unwrap();
    let reply = system.send("jars", "Jar", &command(system.clock.new_id(), stream, put(1, 1))).await;
    assert!(matches!(reply.outcome, Some(Said::Malformed(_))), "{reply:?}");
}

#[tokio::test]
async fn a_command_without_its_parts_is_malformed_and_names_them() {
    let system = System::of([jars()]).await;
    let good = command(system.clock.new_id(), system.clock.new_id(), put(1, 1));
    let broken = [
        (Command { command_id: vec![1], ..good.clone() }, "command_id"),
        (Command { stream: Uuid::nil().as_bytes().to_vec(), ..good.clone() }, "stream"),
        (Command { actor: None, ..good.clone() }, "actor"),
    ];
    for (command, part) in broken {
        let Some(Said::Malformed(wrong)) = system.send("jars", "Jar", &command).await.outcome else { panic!("{part}") };
        assert!(wrong.text.contains(part), "{}", wrong.text);
    }
}

// Invariant 5: what is handed out today can be held against the log tomorrow.
#[tokio::test]
async fn a_printed_seal_holds_as_long_as_nothing_before_it_is_touched() {
    let log = log().await;
    let clock = Clock::machine();
    log.append(&[commit(clock.new_id(), 0, 3)]).await.unwrap();
    let printed: Seal = event_log::head(log.pool()).await.unwrap().to_string().parse().unwrap();
    log.append(&[commit(clock.new_id(), 0, 3)]).await.unwrap();
    let whole = event_log::verify(log.pool(), Some(&printed)).await.unwrap().unwrap();
    assert_eq!((whole.events, whole.streams), (6, 2));
    let forged = Seal { root: vec![0; 32], ..printed };
    let damage = event_log::verify(log.pool(), Some(&forged)).await.unwrap().unwrap_err();
    assert_eq!(damage, event_log::Damage::SealDisagrees { position: 3 });
}

#[tokio::test]
async fn events_and_commands_are_never_changed_or_removed() {
    let log = log().await;
    log.append(&[commit(Clock::machine().new_id(), 0, 1)]).await.unwrap();
    for statement in ["DELETE FROM log.event", "UPDATE log.event SET version = 9", "TRUNCATE log.command"] {
        assert!(sqlx::query(statement).execute(log.pool()).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn the_crates_own_framework_runs_on_our_log() {
    let log = log().await;
    let occasion = Occasion {
        today: "2026-03-02".parse().unwrap(),
        actor: Actor::person("ceshi", "测试员"),
        calendar: std::sync::Arc::new(Calendar::shipped()),
    };
    let store = LogStore::<Jar>::new(log.clone(), Clock::machine(), "610327");
    let framework: CqrsFramework<Decider<Jar>, _> = CqrsFramework::new(store, vec![], occasion);
    let jar = Clock::machine().new_id().to_string();
    let two = || JarCommand::Put(PutBeans { beans: 1, times: 2, words: String::new() });
    framework.execute(&jar, two()).await.unwrap();
    framework.execute_with_metadata(&jar, JarCommand::Close, HashMap::new()).await.unwrap();
    let refused = framework.execute(&jar, two()).await.unwrap_err();
    assert!(matches!(refused, cqrs_es::AggregateError::UserError(JarRefusal::JarClosed)));
    let whole = event_log::verify(log.pool(), None).await.unwrap().unwrap();
    assert_eq!((whole.events, whole.streams), (3, 1));
}
