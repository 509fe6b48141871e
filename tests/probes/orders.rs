//! What a service does of itself, by reaction or by timer, it does once: killed between doing it and noting it, it comes
//! again under the same id. A timer that slept catches up day by day.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};

use futures::future::join_all;
use runtime::event_log::{EventLog, Recorded};
use runtime::{Executor, Order, Reaction, Running, Service};
use songli_tests::chance::rounds;
use songli_tests::jar::{self, Jar, close, put};
use songli_tests::pantry::{Count, Feeder, Mirror, cellar, in_log, likeness, pantry};
use songli_tests::{System, accepted, command, database, until};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

async fn fill(system: &System, executor: &Executor, jars: &[Uuid]) {
    let commands = jars.iter().map(|jar| executor.execute("Jar", command(system.clock.new_id(), *jar, put(1, 1))));
    for reply in join_all(commands).await {
        accepted(reply);
    }
}

async fn through(running: &Running) {
    until("it is through", async || running.lacks().await.is_ok_and(|lack| lack.is_none()).then_some(())).await;
}

/// Has a cellar killed between the carrying out of an order and the moving of its place. Tells how many goes the cellar's
/// jars got beyond those of the pantry's.
async fn killed_between_order_and_note(service: impl Fn() -> Service) -> i64 {
    let system = System::of([pantry()]).await;
    let address = database().await;
    let pool = PgPool::connect(&address).await.unwrap();
    let log = EventLog::open(pool.clone(), "cellar").await.unwrap();
    let pantry = &system.service("pantry").running;
    let jars: Vec<_> = (0..4).map(|_| system.clock.new_id()).collect();
    let mut copy = system.copy(service(), &address).await;
    through(&copy).await;
    for _ in 0..3 * rounds() {
        let look = Look::at("SELECT FROM log.reader WHERE name = 'mirror' FOR UPDATE", &pool).await;
        let before = in_log(&log).await;
        fill(&system, &pantry.executor, &jars).await;
        look.ends_whoever_waits().await;
        assert_ne!(in_log(&log).await, before, "an order was carried out");
        drop(copy);
        look.ends().await;
        copy = system.copy(service(), &address).await;
        through(&copy).await;
    }
    copy.stop().await;
    let goes = |counts: BTreeMap<Uuid, Count>| counts.values().map(|count| count.puts).sum::<i64>();
    goes(in_log(&log).await) - goes(in_log(&pantry.log).await)
}

#[tokio::test]
async fn killed_between_order_and_note_a_reaction_carries_it_out_once() {
    assert_eq!(killed_between_order_and_note(cellar).await, 0);
}

/// A look at a place, which cannot be moved meanwhile.
struct Look {
    tx: Transaction<'static, Postgres>,
    pid: i32,
    pool: PgPool,
}

impl Look {
    async fn at(place: &'static str, pool: &PgPool) -> Self {
        let mut tx = pool.begin().await.unwrap();
        sqlx::query(place).execute(&mut *tx).await.unwrap();
        let pid = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *tx).await.unwrap();
        Self { tx, pid, pool: pool.clone() }
    }

    /// Waits for the transaction that would move the place, and ends it as if its process had been killed.
    async fn ends_whoever_waits(&self) {
        until("somebody wants to move the place", async || {
            let ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))";
            sqlx::query_scalar::<_, bool>(ended).bind(self.pid).fetch_optional(&self.pool).await.unwrap()
        })
        .await;
    }

    async fn ends(self) {
        self.tx.rollback().await.unwrap();
    }
}

/// A reaction whose orders have another name each time.
struct Forgetful;

impl Reaction for Forgetful {
    const NAME: &'static str = Mirror::NAME;
    const READS: &'static str = Mirror::READS;

    async fn react(&self, _: &mut PgConnection, event: &Recorded) -> anyhow::Result<Vec<Order>> {
        let key = RandomState::new().hash_one(()).to_string();
        Ok(vec![jar::order(likeness(event.stream()?), &key, put(1, 1))])
    }
}

#[tokio::test]
async fn a_reaction_whose_orders_do_not_follow_from_the_event_is_found_out() {
    let forgetful = || Service::new("cellar").aggregate::<Jar>().reaction(Forgetful);
    assert!(killed_between_order_and_note(forgetful).await > 0);
}

/// The days on which each jar was fed, as its events tell.
async fn fed(log: &EventLog, jar: Uuid) -> Vec<String> {
    let events = log.load(&[jar]).await.unwrap();
    let by_the_feeder =
        |event: &Recorded| event.envelope.actor.as_ref().is_some_and(|actor| actor.account == "songli:feeder");
    events.iter().filter(|event| by_the_feeder(event)).map(|event| event.envelope.occurred_on.clone()).collect()
}

#[tokio::test]
async fn a_timer_that_slept_catches_up_day_by_day_and_feeds_each_jar_once_a_day() {
    let mut system = System::of([pantry().timer(Feeder)]).await;
    let jars: Vec<_> = (0..3).map(|_| system.clock.new_id()).collect();
    let log = |system: &System| system.service("pantry").running.log.clone();
    fill(&system, &system.service("pantry").running.executor, &jars).await;
    system.settled().await;
    for jar in &jars {
        assert_eq!(fed(&log(&system), *jar).await, ["2026-03-02"]);
    }
    system.pass(1).await;
    system.pass(1).await;
    assert_eq!(fed(&log(&system), jars[0]).await, ["2026-03-02", "2026-03-03", "2026-03-04"]);

    // Stopped for eleven days; one jar is closed on the day of the awakening, after that day's bean.
    let address = system.stop("pantry").await;
    let week = system.clock.now().checked_add(jiff::Span::new().hours(24 * 11)).unwrap();
    system.clock.move_to(week);
    system.add(pantry().timer(Feeder), address).await;
    system.settled().await;
    // Each of the days was dealt with: eleven beans more. They count on the day they were given.
    assert_eq!(fed(&log(&system), jars[0]).await.len(), 3 + 11);
    let running = &system.service("pantry").running;
    accepted(running.executor.execute("Jar", command(system.clock.new_id(), jars[0], close())).await);
    system.settled().await;
    system.pass(1).await;
    assert_eq!(fed(&log(&system), jars[0]).await.len(), 14);
    assert_eq!(fed(&log(&system), jars[1]).await.len(), 15);
}

#[tokio::test]
async fn a_timer_that_is_killed_again_and_again_gives_each_order_once() {
    let system = System::of([]).await;
    let address = database().await;
    let pool = PgPool::connect(&address).await.unwrap();
    let jars: Vec<_> = (0..3).map(|_| system.clock.new_id()).collect();
    let mut copy = system.copy(pantry().timer(Feeder), &address).await;
    let log = EventLog::open(pool.clone(), "pantry").await.unwrap();
    fill(&system, &copy.executor, &jars).await;
    through(&copy).await;
    let mut days = 1;
    for _ in 0..3 * rounds() {
        let look = Look::at("SELECT FROM log.timer WHERE name = 'feeder' FOR UPDATE", &pool).await;
        let before = in_log(&log).await;
        system.clock.move_to(system.clock.now().checked_add(jiff::Span::new().hours(48)).unwrap());
        days += 2;
        look.ends_whoever_waits().await;
        assert_ne!(in_log(&log).await, before, "it fed");
        drop(copy);
        look.ends().await;
        copy = system.copy(pantry().timer(Feeder), &address).await;
        through(&copy).await;
    }
    for jar in &jars {
        let fed = fed(&log, *jar).await;
        assert_eq!(fed.len(), days, "{fed:?}");
    }
    let all: BTreeSet<Uuid> = in_log(&copy.log).await.into_keys().collect();
    assert_eq!(all, jars.into_iter().collect());
    copy.stop().await;
}

/// One copy keeps time, the other is killed: the one that is left takes over.
#[tokio::test]
async fn the_copy_that_is_left_keeps_time() {
    let system = System::of([]).await;
    let address = database().await;
    let first = system.copy(pantry().timer(Feeder), &address).await;
    let second = system.copy(pantry().timer(Feeder), &address).await;
    let jar = system.clock.new_id();
    fill(&system, &second.executor, &[jar]).await;
    through(&second).await;
    drop(first);
    system.clock.move_to(system.clock.now().checked_add(jiff::Span::new().hours(24)).unwrap());
    through(&second).await;
    assert_eq!(fed(&second.log, jar).await, ["2026-03-02", "2026-03-03"]);
}
