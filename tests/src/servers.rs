//! One private PostgreSQL for each test binary; each test gets databases of its own from a template.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};

use backing::{Private, ThrowAway};
use runtime::event_log::EventLog;
use sqlx::PgPool;

/// Holds an empty event log, so that a test's database is a copy and not a migration.
const TEMPLATE: &str = "template_log";

/// The servers live on a runtime of their own, since each test's ends with the test.
static SERVERS: LazyLock<ThrowAway> = LazyLock::new(|| {
    let (sender, started) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let servers = Private::throw_away().await.expect("private servers");
            servers.postgres.create_database(TEMPLATE).await.expect("the template");
            let pool = PgPool::connect(&servers.postgres.url(TEMPLATE)).await.expect("a connection");
            EventLog::open(pool.clone(), "template").await.expect("an empty log");
            pool.close().await;
            sender.send(servers).expect("somebody waits");
            std::future::pending::<()>().await;
        });
    });
    started.recv().expect("private servers")
});

/// The private PostgreSQL of this test binary.
#[must_use]
pub fn postgres() -> &'static backing::Postgres {
    &SERVERS.postgres
}

/// The address of a new database with an empty event log.
pub async fn database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    // Tests that wait for their databases together must not each block a thread of the runtime that answers them.
    let servers = tokio::task::spawn_blocking(postgres).await.expect("private servers");
    servers.create_database_from_template(&name, TEMPLATE).await.expect("a database");
    servers.url(&name)
}
