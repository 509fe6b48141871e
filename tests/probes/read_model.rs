//! A read model that adds up is killed between writing and committing, gets events again, and is rebuilt while writing
//! goes on: it always says what the log says, and nobody ever finds it empty.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use futures::future::join_all;
use proto::subject;
use runtime::event_log::Recorded;
use runtime::{Executor, Inside, Projection, Running, Service, rebuild};
use songli_tests::chance::rounds;
use songli_tests::jar::{Jar, put};
use songli_tests::pantry::{Count, Shelf, in_log, on_shelf, pantry};
use songli_tests::{System, accepted, command, database, until};
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

/// Makes whoever commits to the shelf wait for a lock that the probe holds: it has written, and has not committed.
const GATE: &str = "
    CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock_shared(7);
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER gate AFTER INSERT OR UPDATE ON pantry.shelf DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION gate();";

/// Whoever waits at the gate.
const AT_THE_GATE: &str = "
    SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.objid = 7 AND NOT l.granted AND d.datname = current_database()";

/// Puts beans into some jars.
async fn fill(system: &System, executor: &Executor, jars: &[Uuid]) {
    let commands = jars.iter().map(|jar| executor.execute("Jar", command(system.clock.new_id(), *jar, put(1, 2))));
    for reply in join_all(commands).await {
        accepted(reply);
    }
}

fn jars(system: &System, count: u32) -> Vec<Uuid> {
    (0..count).map(|_| system.clock.new_id()).collect()
}

async fn the_shelf_is_right(running: &Running) {
    until("everything is read", async || running.lacks().await.is_ok_and(|lack| lack.is_none()).then_some(())).await;
    assert_eq!(on_shelf(running.pool()).await, in_log(&running.log).await);
}

/// The gate, closed as long as it is held.
struct Gate {
    holding: PgConnection,
}

impl Gate {
    async fn close(pool: &PgPool) -> Self {
        let mut holding = pool.acquire().await.unwrap().detach();
        sqlx::query("SELECT pg_advisory_lock(7)").execute(&mut holding).await.unwrap();
        Self { holding }
    }

    async fn somebody_waits(&mut self) -> i32 {
        until("a transaction waits at the gate", async || {
            sqlx::query_scalar(AT_THE_GATE).fetch_optional(&mut self.holding).await.unwrap()
        })
        .await
    }

    async fn open(self) {
        self.holding.close().await.unwrap();
    }
}

/// How a service ends while its transaction is between writing and committing.
#[derive(Debug, Clone, Copy)]
enum End {
    /// The service is gone; its transaction is committed after all, and nobody is told.
    CommittedUnheard,
    /// The service is gone, and its transaction with it.
    RolledBack,
    /// The transaction alone fails.
    TransactionOnly,
}

/// A pantry whose read model is of this kind, killed in all these ways. Tells what is on the shelf in the end, and what
/// should be.
async fn killed_between_writing_and_committing(service: impl Fn(&str) -> Service) -> [BTreeMap<Uuid, Count>; 2] {
    let system = System::of([]).await;
    let address = database().await;
    let pool = PgPool::connect(&address).await.unwrap();
    let mut copy = system.copy(service(&address), &address).await;
    sqlx::raw_sql(GATE).execute(&pool).await.unwrap();
    let jars = jars(&system, 5);
    for _ in 0..rounds() {
        for end in [End::CommittedUnheard, End::RolledBack, End::TransactionOnly] {
            let mut gate = Gate::close(&pool).await;
            fill(&system, &copy.executor, &jars).await;
            let waiting = gate.somebody_waits().await;
            match end {
                End::CommittedUnheard | End::RolledBack => {
                    drop(copy);
                    if matches!(end, End::RolledBack) {
                        terminate(&pool, waiting).await;
                    }
                    gate.open().await;
                    copy = system.copy(service(&address), &address).await;
                }
                End::TransactionOnly => {
                    terminate(&pool, waiting).await;
                    gate.open().await;
                }
            }
            fill(&system, &copy.executor, &jars[..2]).await;
        }
    }
    until("everything is read", async || copy.lacks().await.is_ok_and(|lack| lack.is_none()).then_some(())).await;
    let (mut is, should) = (on_shelf(&pool).await, in_log(&copy.log).await);
    copy.stop().await;
    is.remove(&Uuid::nil());
    [is, should]
}

async fn terminate(pool: &PgPool, pid: i32) {
    sqlx::query("SELECT pg_terminate_backend($1)").bind(pid).execute(pool).await.unwrap();
}

#[tokio::test]
async fn killed_between_writing_and_committing_it_counts_each_event_once() {
    let [is, should] = killed_between_writing_and_committing(|_| pantry()).await;
    assert_eq!(is, should);
}

/// A read model that writes outside the transaction in which its position moves.
struct Careless(PgPool);

impl Projection for Careless {
    const NAME: &'static str = Shelf::NAME;
    const READS: &'static [&'static str] = Shelf::READS;

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        // The transaction writes something too, and so is held at the gate; what counts has passed it by then.
        let nothing = "INSERT INTO pantry.shelf VALUES ($1, 0, 0) ON CONFLICT (jar) DO UPDATE SET puts = shelf.puts";
        sqlx::query(nothing).bind(Uuid::nil()).execute(db).await?;
        let mut own = self.0.acquire().await?;
        sqlx::query("SET session_replication_role = replica").execute(&mut *own).await?;
        Shelf.apply(&mut own, event).await
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        Shelf.clear(db).await
    }
}

#[tokio::test]
async fn a_read_model_that_writes_outside_its_transaction_is_found_out() {
    let careless = |address: &str| {
        let own = PgPool::connect_lazy(address).unwrap();
        Service::new("pantry").aggregate::<Jar>().projection(Careless(own)).layout(sqlx::migrate!("src/pantry"))
    };
    let [is, should] = killed_between_writing_and_committing(careless).await;
    let beans = |shelf: &BTreeMap<Uuid, Count>| shelf.values().map(|count| count.beans).sum::<i64>();
    println!("{} beans are counted where {} are", beans(&is), beans(&should));
    assert!(beans(&is) > beans(&should), "{is:?}");
}

#[tokio::test]
async fn events_that_come_again_are_not_counted_again() {
    let system = System::of([pantry()]).await;
    let (bus, pantry) = (system.bus().await, &system.service("pantry").running);
    let jars = jars(&system, 20);
    for _ in 0..2 * rounds() {
        fill(&system, &pantry.executor, &jars).await;
        the_shelf_is_right(pantry).await;
        // The broker forgets how far its reader was, and would begin again.
        let stream = bus.jetstream.get_stream(subject::stream("pantry")).await.unwrap();
        stream.delete_consumer("pantry-shelf").await.unwrap();
        fill(&system, &pantry.executor, &jars).await;
        the_shelf_is_right(pantry).await;
        // Another reader under the same name asks for everything from the first event.
        stream.delete_consumer("pantry-shelf").await.unwrap();
        let all = async_nats::jetstream::consumer::pull::Config {
            durable_name: Some("pantry-shelf".to_owned()),
            ..Default::default()
        };
        let _ = stream.create_consumer(all).await;
        fill(&system, &pantry.executor, &jars).await;
        the_shelf_is_right(pantry).await;
    }
    // Two copies, both of which would read.
    let second = system.copy(songli_tests::pantry::pantry(), &system.service("pantry").database).await;
    for _ in 0..3 * rounds() {
        sqlx::query(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
             WHERE l.locktype = 'advisory' AND d.datname = current_database()",
        )
        .execute(pantry.pool())
        .await
        .unwrap();
        for _ in 0..20 {
            // Each on jars of its own: here they are to quarrel about the reading, not about the writing.
            tokio::join!(fill(&system, &pantry.executor, &jars[..10]), fill(&system, &second.executor, &jars[10..]));
        }
    }
    the_shelf_is_right(pantry).await;
    second.stop().await;
}

/// Invariant 9.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rebuilt_while_writing_goes_on_it_is_the_same_and_never_empty() {
    let system = System::of([pantry()]).await;
    let (running, address) = (&system.service("pantry").running, &system.service("pantry").database);
    let jars = jars(&system, 30);
    fill(&system, &running.executor, &jars).await;
    the_shelf_is_right(running).await;

    let stop = Arc::new(AtomicBool::new(false));
    let looks = Arc::new(AtomicU32::new(0));
    let writer = {
        let (stop, inside, jars) = (Arc::clone(&stop), Inside::clone(running), jars.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let id = || inside.clock.new_id();
                let commands = jars.iter().map(|jar| inside.executor.execute("Jar", command(id(), *jar, put(1, 1))));
                let written = join_all(commands).await.into_iter().map(|reply| accepted(reply).position).max().unwrap();
                // Not so far ahead that reading it would take longer than the probe.
                inside.reached("shelf", "pantry", written - 1500, Duration::from_mins(1)).await.unwrap();
            }
        })
    };
    let onlooker = {
        let (stop, looks, pool) = (Arc::clone(&stop), Arc::clone(&looks), system.database("pantry").await);
        tokio::spawn(async move {
            let mut least = 0;
            while !stop.load(Ordering::Relaxed) {
                let shelf = on_shelf(&pool).await;
                assert_eq!(shelf.len(), 30, "the shelf was seen half filled");
                let beans: i64 = shelf.values().map(|count| count.beans).sum();
                // A rebuild goes back to no older state than the one it began in, since it reads on to the stream's end.
                assert!(beans >= least, "the shelf went back from {least} to {beans} beans");
                least = beans;
                looks.fetch_add(1, Ordering::Relaxed);
            }
        })
    };
    for _ in 0..4 * rounds() {
        let before = looks.load(Ordering::Relaxed);
        let applied = rebuild(&pantry(), "shelf", &system.surroundings(address).await).await.unwrap();
        assert!(applied >= Some(60), "{applied:?}");
        let looked = || looks.load(Ordering::Relaxed) > before || onlooker.is_finished();
        until("somebody has looked", async || looked().then_some(())).await;
    }
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    onlooker.await.unwrap();
    the_shelf_is_right(running).await;
    let before = on_shelf(running.pool()).await;
    rebuild(&pantry(), "shelf", &system.surroundings(address).await).await.unwrap();
    assert_eq!(on_shelf(running.pool()).await, before);
}
