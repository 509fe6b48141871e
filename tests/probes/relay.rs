//! The relay is killed at the worst moments, there are two of it, the broker and its stream go away: each event is
//! published once, in order, and every reader counts it once.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::future::join_all;
use proto::common::{Command, reply::Outcome};
use proto::{Message, subject};
use runtime::event_log::{self, EventLog};
use runtime::{Bus, Running, Service, Surroundings, Unreached, rebuild, republish};
use songli_tests::chance::{Chance, rounds};
use songli_tests::jar::{Jar, put};
use songli_tests::pantry::{Count, cellar, in_log, larder, likeness, on_shelf, pantry};
use songli_tests::wire::{Mood, Wire};
use songli_tests::{System, accepted, command, postgres, published, until};
use sqlx::PgPool;
use uuid::Uuid;

/// A jar that gets beans.
fn beans(system: &System, jar: Uuid) -> Command {
    command(system.clock.new_id(), jar, put(1, 2))
}

/// Has so many jars filled, all at once, and forgets the replies.
async fn fill(system: &System, running: &Running, jars: usize) {
    let commands = (0..jars).map(|_| running.executor.execute("Jar", beans(system, system.clock.new_id())));
    for reply in join_all(commands).await {
        accepted(reply);
    }
}

/// A copy of the pantry that reaches the broker by a wire.
async fn copy_by(wire: &Wire, system: &System, database: &str) -> Running {
    let nats = &system.nats;
    let bus = Bus::connect(&wire.url(), nats.user(), nats.password(), "test").await.unwrap();
    pantry().start(Surroundings { bus, ..system.surroundings(database).await }).await.unwrap()
}

/// Waits until a service is through with everything, then finds its stream and its shelf as the log says.
async fn all_is_well(running: &Running, bus: &Bus) {
    until("nothing is lacking", async || running.lacks().await.is_ok_and(|lack| lack.is_none()).then_some(())).await;
    assert_eq!(published::faults(bus, &running.log).await, Vec::<String>::new());
    assert_eq!(on_shelf(running.pool()).await, in_log(&running.log).await);
}

#[tokio::test]
async fn killed_between_acknowledgement_and_knowing_it_the_relay_publishes_once() {
    let system = System::of([]).await;
    let (bus, database) = (system.bus().await, songli_tests::database().await);
    for _ in 0..3 * rounds() {
        let wire = Wire::to(&system.nats.url()).await;
        let copy = copy_by(&wire, &system, &database).await;
        wire.turns(Mood::LosesAcknowledgement);
        fill(&system, &copy, 5).await;
        wire.has_struck().await;
        drop(copy);
    }
    let copy = system.copy(pantry(), &database).await;
    all_is_well(&copy, &bus).await;
    copy.stop().await;
}

/// What the probes would find if the relay trusted a note of its own instead of the stream.
#[tokio::test]
async fn a_relay_that_keeps_its_own_checkpoint_is_found_out() {
    let system = System::of([Service::new("jars").aggregate::<Jar>()]).await;
    let bus = system.bus().await;
    let jars = &system.service("jars").running;
    fill(&system, jars, 3).await;
    until("all is published", async || (bus.published("jars").await.unwrap() == 6).then_some(())).await;
    assert_eq!(published::faults(&bus, &jars.log).await, Vec::<String>::new());
    // Killed before it noted that the fifth and sixth were published, it would publish them once more.
    for message in published::all(&bus, "jars").await.unwrap().into_iter().skip(4) {
        let mut headers = async_nats::HeaderMap::new();
        headers.insert(subject::POSITION, message.position.to_string());
        headers.insert(subject::EPOCH, message.epoch.to_string());
        headers.insert(subject::FORK, "0");
        let to = subject::event("jars", "610327", "BeansPut");
        bus.jetstream.publish_with_headers(to, headers, message.bytes.into()).await.unwrap().await.unwrap();
    }
    let faults = published::faults(&bus, &jars.log).await;
    assert_eq!(faults, ["8 of 6 events are published"]);
}

/// The first relay's batch is under way when a second takes over and publishes the same and more; then it arrives.
#[tokio::test]
async fn a_late_batch_of_a_relay_that_lost_its_lease_changes_nothing() {
    let system = System::of([]).await;
    let (bus, database) = (system.bus().await, songli_tests::database().await);
    let wire = Wire::to(&system.nats.url()).await;
    let first = copy_by(&wire, &system, &database).await;
    for _ in 0..2 * rounds() {
        // What is published while there is no second copy, the first has published: it holds the lease.
        fill(&system, &first, 3).await;
        all_is_well(&first, &bus).await;
        let second = system.copy(pantry(), &database).await;
        let before = bus.published("pantry").await.unwrap();
        wire.turns(Mood::HoldsBatch);
        fill(&system, &first, 4).await;
        wire.has_struck().await;
        assert_eq!(bus.published("pantry").await.unwrap(), before);
        take_lease_away(first.pool()).await;
        until("the second relay publishes", async || {
            (bus.published("pantry").await.unwrap() >= before + 8).then_some(())
        })
        .await;
        fill(&system, &second, 2).await;
        until("it goes on", async || (bus.published("pantry").await.unwrap() >= before + 12).then_some(())).await;
        wire.turns(Mood::Open);
        fill(&system, &second, 2).await;
        all_is_well(&second, &bus).await;
        second.stop().await;
    }
    fill(&system, &first, 3).await;
    all_is_well(&first, &bus).await;
    first.stop().await;
}

/// Two copies that both believe again and again that they relay.
#[tokio::test]
async fn two_relays_at_once_publish_once() {
    let system = System::of([]).await;
    let (bus, database) = (system.bus().await, songli_tests::database().await);
    let [one, other] = [system.copy(pantry(), &database).await, system.copy(pantry(), &database).await];
    let mut chance = Chance::of(Chance::seed());
    for _ in 0..6 * rounds() {
        take_lease_away(one.pool()).await;
        for _ in 0..30 {
            let (a, b) = (1 + chance.below(3), 1 + chance.below(3));
            tokio::join!(
                fill(&system, &one, usize::try_from(a).unwrap()),
                fill(&system, &other, usize::try_from(b).unwrap())
            );
        }
    }
    all_is_well(&one, &bus).await;
    all_is_well(&other, &bus).await;
}

/// Ends the connection that holds the lease in this database, whoever it belongs to.
async fn take_lease_away(pool: &PgPool) {
    until("somebody holds the lease", async || {
        let ended: Vec<bool> = sqlx::query_scalar(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
             WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        (!ended.is_empty()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_is_removed_or_emptied_is_filled_again() {
    let system = System::of([pantry(), cellar()]).await;
    let (bus, pantry) = (system.bus().await, &system.service("pantry").running);
    let name = subject::stream("pantry");
    for round in 0..2 * rounds() {
        fill(&system, pantry, 5).await;
        if round == 0 {
            // What is emptied before it was read is a stream like any other.
            system.settled().await;
        }
        bus.jetstream.delete_stream(&name).await.unwrap();
        fill(&system, pantry, 5).await;
        until("it is there again", async || (bus.published("pantry").await.unwrap() > 0).then_some(())).await;
        bus.jetstream.get_stream(&name).await.unwrap().purge().await.unwrap();
        fill(&system, pantry, 5).await;
        until("it is whole again", async || published::faults(&bus, &pantry.log).await.is_empty().then_some(())).await;
    }
    system.settled().await;
    all_is_well(pantry, &bus).await;
    the_cellar_is_the_pantrys_likeness(&system).await;
}

/// Each order was carried out once: the jars in the cellar hold what the pantry's do, and in as many goes.
async fn the_cellar_is_the_pantrys_likeness(system: &System) {
    let should: BTreeMap<Uuid, Count> = in_log(&system.service("pantry").running.log)
        .await
        .into_iter()
        .map(|(jar, count)| (likeness(jar), count))
        .collect();
    assert_eq!(in_log(&system.service("cellar").running.log).await, should);
}

#[tokio::test]
async fn a_broker_that_is_killed_and_one_that_has_lost_everything_are_caught_up_with() {
    let system = System::of([pantry(), cellar()]).await;
    let pantry = &system.service("pantry").running;
    for round in 0..2 * rounds() {
        fill(&system, pantry, 5).await;
        let home = std::fs::read_link(format!("/proc/{}/cwd", system.nats.pid())).unwrap();
        system.nats.kill9();
        system.nats.end().await;
        // Appending goes on; what is published has to wait.
        fill(&system, pantry, 5).await;
        if round % 2 == 1 {
            std::fs::remove_dir_all(home.join("store")).unwrap();
        }
        system.nats.restart().await.unwrap();
        fill(&system, pantry, 5).await;
        system.settled().await;
        all_is_well(pantry, &system.bus().await).await;
        the_cellar_is_the_pantrys_likeness(&system).await;
    }
}

/// Invariant 8.
#[tokio::test]
async fn without_the_broker_a_command_fails_at_once_and_what_was_stored_is_published_later() {
    let system = System::of([pantry()]).await;
    let pantry = &system.service("pantry").running;
    let bus = system.bus().await;
    fill(&system, pantry, 2).await;
    system.settled().await;
    system.nats.kill9();
    system.nats.end().await;

    let (jar, to) = (system.clock.new_id(), subject::command("pantry", "Jar"));
    let sent = beans(&system, jar).encode_to_vec();
    let begun = Instant::now();
    // The first may still meet the connection's end; after it every one is told that nothing was sent.
    let lost = bus.request(to.clone(), sent.clone()).await.unwrap_err();
    println!("{lost:?} after {:?}", begun.elapsed());
    until("the end is noticed", async || {
        (bus.request(to.clone(), sent.clone()).await == Err(Unreached::NotSent)).then_some(())
    })
    .await;
    assert!(begun.elapsed() < Duration::from_secs(1), "it took {:?}", begun.elapsed());
    assert_eq!(in_log(&pantry.log).await.get(&jar), None);

    fill(&system, pantry, 3).await;
    system.nats.restart().await.unwrap();
    system.settled().await;
    all_is_well(pantry, &system.bus().await).await;
    // Sent again under its id, it is carried out, and once.
    until("the connection is there again", async || bus.request(to.clone(), sent.clone()).await.ok()).await;
    assert_eq!(in_log(&pantry.log).await[&jar].puts, 2);
    system.settled().await;
}

/// The log of the pantry is put back to an older state while its readers have gone further.
#[tokio::test]
async fn a_log_restored_from_an_older_backup_is_noticed_and_set_right() {
    let mut system = System::of([larder(), cellar()]).await;
    let (bus, database) = (system.bus().await, songli_tests::database().await);
    let name = database.split('?').next().and_then(|address| address.rsplit('/').next()).unwrap().to_owned();
    let backup = format!("{name}_backup");

    system.add(pantry(), database.clone()).await;
    fill(&system, &system.service("pantry").running, 5).await;
    system.settled().await;
    system.stop("pantry").await;
    postgres().create_database_from_template(&backup, &name).await.unwrap();

    // Ten more events that the backup does not have; the cellar reads them, the larder all but the last six.
    system.add(pantry(), database.clone()).await;
    fill(&system, &system.service("pantry").running, 2).await;
    system.settled().await;
    let larder_database = system.stop("larder").await;
    fill(&system, &system.service("pantry").running, 3).await;
    until("the cellar has read them", async || {
        let cellar = &system.service("cellar").running;
        cellar.reached("mirror", "pantry", 20, Duration::ZERO).await.unwrap().then_some(())
    })
    .await;
    system.stop("pantry").await;
    postgres().drop_database(&name).await.unwrap();
    postgres().create_database_from_template(&name, &backup).await.unwrap();

    // Started as if nothing had happened, and written to: nothing is published, and the reason is told.
    system.add(pantry(), database.clone()).await;
    fill(&system, &system.service("pantry").running, 1).await;
    let trouble = trouble_of(&system, "pantry", "pantry.relay", "从较早的备份恢复").await;
    assert!(trouble.contains("songli republish pantry"), "{trouble}");
    assert_eq!(bus.published("pantry").await.unwrap(), 20);
    let before = published::all(&bus, "pantry").await.unwrap();
    assert_eq!(before.len(), 20);
    let still = &system.service("pantry").running;
    fill(&system, still, 1).await;
    assert!(matches!(
        still.executor.execute("Jar", beans(&system, system.clock.new_id())).await.outcome,
        Some(Outcome::Accepted(_))
    ));

    // What the trouble says is done.
    let log = EventLog::open(PgPool::connect(&database).await.unwrap(), "pantry").await.unwrap();
    let epoch = republish(&log, &bus).await.unwrap();
    assert_eq!((epoch.number, epoch.after), (2, 10));
    assert_eq!(republish(&log, &bus).await.unwrap(), epoch, "repeated it begins no further epoch");
    system.stop("pantry").await;
    system.add(pantry(), database.clone()).await;
    all_is_well(&system.service("pantry").running, &bus).await;
    let log = system.service("pantry").running.log.clone();
    assert!(published::all(&bus, "pantry").await.unwrap().iter().all(|message| message.epoch == 2));

    // Who has read what is no more does not go on, and says what would help.
    let words = trouble_of(&system, "cellar", "cellar.mirror<pantry", "从备份恢复").await;
    assert!(words.contains("songli rebuild"), "{words}");
    let cellar_database = system.service("cellar").database.clone();
    let sent_back = rebuild(&cellar(), "mirror", &system.surroundings(&cellar_database).await).await.unwrap();
    assert_eq!(sent_back, None, "a reaction reads again by itself");
    until("the cellar goes on", async || {
        let (cellar, last) = (&system.service("cellar").running, event_log::head(log.pool()).await.ok()?.position);
        cellar.reached("mirror", "pantry", last, Duration::ZERO).await.ok()?.then_some(())
    })
    .await;
    system.add(larder(), larder_database.clone()).await;
    let words = trouble_of(&system, "larder", "larder.shelf<pantry", "从备份恢复").await;
    assert!(words.contains("songli rebuild"), "{words}");
    assert_ne!(on_shelf(&system.database("larder").await).await, in_log(&log).await);
    rebuild(&larder(), "shelf", &system.surroundings(&larder_database).await).await.unwrap();
    assert_eq!(on_shelf(&system.database("larder").await).await, in_log(&log).await);
    fill(&system, &system.service("pantry").running, 2).await;
    until("the larder goes on", async || {
        (on_shelf(&system.database("larder").await).await == in_log(&log).await).then_some(())
    })
    .await;
}

/// Log and stream are both put back to an older state, and nobody begins a new epoch: positions are given once more, to
/// other events. Who has read the first of them notices.
#[tokio::test]
async fn a_reader_never_takes_another_event_for_one_it_has_read() {
    let mut system = System::of([larder(), pantry()]).await;
    let bus = system.bus().await;
    fill(&system, &system.service("pantry").running, 5).await;
    system.settled().await;
    system.stop("pantry").await;
    bus.jetstream.delete_stream(subject::stream("pantry")).await.unwrap();
    system.add(pantry(), songli_tests::database().await).await;
    fill(&system, &system.service("pantry").running, 8).await;

    let words = trouble_of(&system, "larder", "larder.shelf<pantry", "不是shelf读过的那一件").await;
    assert!(words.contains("songli rebuild"), "{words}");
    let (larder_database, log) = (&system.service("larder").database, &system.service("pantry").running.log);
    rebuild(&larder(), "shelf", &system.surroundings(larder_database).await).await.unwrap();
    system.settled().await;
    assert_eq!(on_shelf(&system.database("larder").await).await, in_log(log).await);
}

/// The words in which a part of a service says what troubles it, when that is what is expected.
async fn trouble_of(system: &System, service: &str, part: &str, about: &str) -> String {
    until("a trouble is told", async || {
        let troubles = system.service(service).running.progress.troubles();
        troubles.get(part).filter(|words| words.contains(about)).cloned()
    })
    .await
}
