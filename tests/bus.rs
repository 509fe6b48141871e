//! What travels on the bus, and what several copies of a service make of it: invariants 7 and 9 in quiet times. The
//! probes disturb them.

use proto::common::Command;
use proto::subject;
use runtime::Service;
use songli_tests::jar::{Jar, close, put};
use songli_tests::{System, accepted, command};

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
