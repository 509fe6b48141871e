//! What travels on the bus, and what several copies of a service make of it: invariants 7 and 9 in quiet times. The
//! probes disturb them.

use std::time::Duration;

use futures::future::join_all;
use proto::Message;
use proto::common::{Command, Envelope, Reply, reply::Outcome};
use proto::subject;
use runtime::event_log::{Commit, Encoded};
use runtime::{Service, Unreached, rebuild};
use songli_tests::jar::{DROPPED, Jar, PutBeans, close, put};
use songli_tests::pantry::{cellar, pantry};
use songli_tests::{System, accepted, command};
use uuid::Uuid;

fn jars() -> Service {
    Service::new("jars").aggregate::<Jar>()
}

#[tokio::test]
async fn an_event_is_published_under_its_area_with_the_headers_of_cloud_events() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    let elsewhere = Command { area: "610300".to_owned(), ..command(system.clock.new_id(), jar, put(1, 1)) };
    accepted(system.send("jars", "Jar", &elsewhere).await);
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, close())).await);
    system.settled().await;

    let stream = system.bus().await.stream("jars").await.unwrap();
    let stored = system.service("jars").running.log.read(0, 2).await.unwrap();
    // A stream belongs to the area in which it began, whoever writes to it later.
    for (event, subject) in stored.iter().zip(["songli.evt.jars.610300.BeansPut", "songli.evt.jars.610300.JarClosed"]) {
        let published = stream.get_raw_message(u64::try_from(event.position).unwrap()).await.unwrap();
        assert_eq!(published.subject.as_str(), subject);
        let header = |name: &str| published.headers.get(name).map(ToString::to_string).unwrap_or_default();
        assert_eq!(header("Nats-Msg-Id"), format!("jars-1-{}", event.position));
        assert_eq!(header(subject::POSITION), event.position.to_string());
        assert_eq!(header("ce-specversion"), "1.0");
        assert_eq!(header("ce-source"), "/songli/jars");
        assert_eq!(header("ce-subject"), format!("Jar/{jar}"));
        assert_eq!(header("ce-time"), "2026-03-02T01:00:00Z");
        assert!(header("ce-type").starts_with("songli.jars.v1."));
        assert_eq!(header("ce-id").len(), 36);
    }
}

#[tokio::test]
async fn the_streams_keep_everything_for_ever() {
    let system = System::of([jars()]).await;
    let mut stream = system.bus().await.stream("jars").await.unwrap();
    let config = &stream.info().await.unwrap().config;
    assert_eq!((config.max_age.as_secs(), config.max_bytes, config.max_messages), (0, -1, -1));
    assert!(config.deny_delete && config.allow_atomic_publish);
}

#[tokio::test]
async fn a_copy_that_stands_by_takes_over_when_the_first_one_leaves() {
    let mut system = System::of([jars()]).await;
    let second = system.copy(jars(), &system.service("jars").database).await;
    let jar = system.clock.new_id();
    accepted(system.send("jars", "Jar", &command(system.clock.new_id(), jar, put(1, 1))).await);
    system.settled().await;
    system.stop("jars").await;
    accepted(second.executor.execute("Jar", command(system.clock.new_id(), jar, put(1, 1))).await);
    let bus = system.bus().await;
    songli_tests::until("the second copy publishes", async || {
        (bus.published("jars").await.unwrap() == 2).then_some(())
    })
    .await;
    second.stop().await;
}

/// Has a command decided by the service that is under way.
async fn jar_does(system: &System, command: Command) -> Reply {
    system.service("jars").running.executor.execute("Jar", command).await
}

fn malformed(reply: Reply) -> String {
    match reply.outcome {
        Some(Outcome::Malformed(malformed)) => malformed.text,
        other => panic!("not malformed: {other:?}"),
    }
}

#[tokio::test]
async fn what_could_never_be_published_is_not_stored() {
    let system = System::of([jars()]).await;
    let jar = system.clock.new_id();
    let words = PutBeans { beans: 1, times: 1, words: "豆".repeat(400_000) };
    let large = command(system.clock.new_id(), jar, words.encode_to_vec());
    let elsewhere = Command { area: "no area".to_owned(), ..command(system.clock.new_id(), jar, put(1, 1)) };
    assert!(malformed(jar_does(&system, large.clone()).await).contains("内容过大"));
    assert!(malformed(jar_does(&system, elsewhere).await).contains("area"));
    let by_bus = system.bus().await.request(subject::command("jars", "Jar"), large.encode_to_vec()).await;
    assert_eq!(by_bus, Err(Unreached::TooLarge));
    // The jar and the log go on as if nothing had been asked.
    assert_eq!(accepted(jar_does(&system, command(system.clock.new_id(), jar, put(1, 1))).await).version, 1);
    system.settled().await;
}

#[tokio::test]
async fn a_command_on_which_the_program_breaks_harms_no_other() {
    let system = System::of([jars()]).await;
    let (jar, other) = (system.clock.new_id(), system.clock.new_id());
    let dropped = PutBeans { beans: 1, times: 1, words: DROPPED.to_owned() }.encode_to_vec();
    let commands = [(jar, put(1, 1)), (jar, dropped), (jar, put(1, 1)), (other, put(1, 1))];
    let replies = commands.map(|(to, payload)| jar_does(&system, command(system.clock.new_id(), to, payload)));
    let [first, broken, second, third] = join_all(replies).await.try_into().unwrap();
    assert!(malformed(broken).contains("程序内部出错"));
    assert_eq!([first, second, third].map(|reply| accepted(reply).version), [1, 2, 1]);
    system.settled().await;
}

#[tokio::test]
async fn a_stream_that_cannot_be_read_harms_no_other() {
    let system = System::of([jars()]).await;
    let (jar, other) = (system.clock.new_id(), system.clock.new_id());
    let envelope = Envelope {
        kind: "Jar".to_owned(),
        stream: jar.as_bytes().to_vec(),
        version: 1,
        payload: b"of a later version".to_vec(),
        ..Envelope::default()
    };
    let events = vec![Encoded::new(jar, &envelope)];
    let commit =
        Commit { command_id: Uuid::from_u128(1), request: [0; 32], streams: vec![(jar, 0)], events, version: 1 };
    system.service("jars").running.log.append(&[commit]).await.unwrap();
    let replies = [jar, other].map(|to| jar_does(&system, command(system.clock.new_id(), to, put(1, 1))));
    let [unread, third] = join_all(replies).await.try_into().unwrap();
    assert!(malformed(unread).contains("升级"));
    accepted(third);
}

#[tokio::test]
async fn whoever_has_begun_to_ask_is_answered_although_the_service_stops() {
    let mut system = System::of([jars()]).await;
    let bus = system.bus().await;
    let asked = (0..200).map(|_| {
        let (bus, command) = (bus.clone(), command(system.clock.new_id(), system.clock.new_id(), put(1, 1)));
        tokio::spawn(async move { bus.request(subject::command("jars", "Jar"), command.encode_to_vec()).await })
    });
    let asked: Vec<_> = asked.collect();
    songli_tests::until("some have come", async || {
        (system.service("jars").running.log.read(0, 1).await.unwrap().len() == 1).then_some(())
    })
    .await;
    system.stop("jars").await;
    for answer in join_all(asked).await {
        let answer = answer.unwrap();
        assert!(matches!(answer, Ok(_) | Err(Unreached::NotSent)), "{answer:?}");
    }
}

#[tokio::test]
async fn a_reaction_that_is_sent_back_reads_again_although_nothing_happens() {
    let system = System::of([pantry(), cellar()]).await;
    let jar = command(system.clock.new_id(), system.clock.new_id(), put(1, 3));
    let end = accepted(system.send("pantry", "Jar", &jar).await).position;
    system.settled().await;
    let started = system.service("cellar");
    rebuild(&cellar(), "mirror", &system.surroundings(&started.database).await).await.unwrap();
    assert!(started.running.reached("mirror", "pantry", end, Duration::from_mins(1)).await.unwrap());
    system.settled().await;
    assert_eq!(started.running.log.read(0, 10).await.unwrap().len(), 3, "nothing is done a second time");
}
