//! Appending and loading look things up; they never read a whole table, however much lies in the log. PostgreSQL itself
//! counts what it reads, so no plan has to be parsed: a scan of everything shows, be it for a hashed `OR EXISTS` or from a
//! plan that was made while the log was small.
#![expect(clippy::expect_used, reason = "helpers of tests may panic too")]

#[path = "plans/facts.rs"]
mod facts;
#[path = "plans/ledgers.rs"]
mod ledgers;
#[path = "plans/pages.rs"]
mod pages;

use std::net::SocketAddr;

use runtime::event_log::{Commit, Encoded, EventLog, Outcome, sha256};
use songli_tests::browser::Browser;
use songli_tests::database;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

/// How many streams there are in the end, of two events each.
const STREAMS: u32 = 40_000;
/// How many there are while PostgreSQL makes its first plans, and finds that reading everything would do.
const AT_FIRST: u32 = 100;
/// How many entries of an index one command may look at: whether it is known, where its stream ends.
const ENTRIES: i64 = 4;

#[tokio::test]
async fn appending_and_loading_look_things_up_however_large_the_log_has_become() {
    // One connection, so that plans are kept, and what was counted can be asked for where it was counted.
    let pool = PgPoolOptions::new().max_connections(1).connect(&database().await).await.unwrap();
    // Two copies of one log: where the other has written in between, an append has to look first.
    let log = EventLog::open(pool.clone(), "plans").await.unwrap();
    let other = EventLog::open(pool.clone(), "plans").await.unwrap();
    let mut commits = (STREAMS + 1..).map(|n| if n % 2 == 0 { commit(n, n, 0) } else { commit(n, n - STREAMS, 2) });

    fill(&pool, 0, AT_FIRST).await.unwrap();
    analyze(&pool).await.unwrap();
    for _ in 0..10 {
        append(&log, commits.by_ref().take(2).collect()).await.unwrap();
        append(&other, commits.by_ref().take(2).collect()).await.unwrap();
    }
    // It grows under the plans that were made for it.
    fill(&pool, AT_FIRST, STREAMS).await.unwrap();
    let before = Counted::now(&pool).await.unwrap();
    append(&log, commits.by_ref().take(300).collect()).await.unwrap();
    before.only_lookups(&pool, 300, "append").await.unwrap();

    // From here on PostgreSQL knows how large it is.
    analyze(&pool).await.unwrap();
    let before = Counted::now(&pool).await.unwrap();
    for batch in [1, 1, 1, 1, 1, 1, 1, 32, 500] {
        append(&log, commits.by_ref().take(batch).collect()).await.unwrap();
        append(&other, commits.by_ref().take(batch).collect()).await.unwrap();
    }
    before.only_lookups(&pool, 2 * 539, "append").await.unwrap();
    let asked = [stream(1), stream(STREAMS / 2), stream(u32::MAX)];
    let before = Counted::now(&pool).await.unwrap();
    log.known(&asked).await.unwrap();
    log.versions(&asked).await.unwrap();
    log.load(&asked[..1]).await.unwrap();
    log.load(&asked).await.unwrap();
    before.only_lookups(&pool, 10, "load").await.unwrap();
}

async fn append(log: &EventLog, commits: Vec<Commit>) -> sqlx::Result<()> {
    let outcomes = log.append(&commits).await?;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Stored(_))), "{outcomes:?}");
    Ok(())
}

fn stream(n: u32) -> Uuid {
    Uuid::from_u128(n.into())
}

fn commit(command: u32, of: u32, expected: i64) -> Commit {
    let bytes = vec![];
    let event = Encoded { stream: stream(of), version: expected + 1, hash: sha256(&bytes), bytes };
    Commit {
        command_id: Uuid::from_u64_pair(command.into(), 0),
        request: sha256(b"asked"),
        streams: vec![(stream(of), expected)],
        events: vec![event],
        version: expected + 1,
    }
}

/// Fills the tables at once with the streams behind `after` up to `to`: what the function does is not the question here.
async fn fill(pool: &PgPool, after: u32, to: u32) -> sqlx::Result<()> {
    for statement in [
        "INSERT INTO log.event
         SELECT h.position + n, lpad(to_hex($1 + (n + 1) / 2), 32, '0')::uuid, 2 - n % 2, sha256('root'), '\\x'
         FROM log.head h, generate_series(1, 2 * ($2 - $1)) n",
        "INSERT INTO log.command SELECT gen_random_uuid(), sha256('asked'), h.position + n, 2 - n % 2
         FROM log.head h, generate_series(1, 2 * ($2 - $1)) n",
        "UPDATE log.head SET position = position + 2 * ($2 - $1)",
    ] {
        sqlx::query(statement).bind(i64::from(after)).bind(i64::from(to)).execute(pool).await?;
    }
    Ok(())
}

async fn analyze(pool: &PgPool) -> sqlx::Result<()> {
    sqlx::query("ANALYZE log.event, log.command").execute(pool).await?;
    Ok(())
}

/// What PostgreSQL has counted on the tables of events and commands.
#[derive(Debug)]
struct Counted {
    scans: i64,
    entries: i64,
}

impl Counted {
    async fn now(pool: &PgPool) -> sqlx::Result<Self> {
        sqlx::query("SELECT pg_stat_force_next_flush()").execute(pool).await?;
        let (scans, entries) = sqlx::query_as(
            "SELECT (SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables WHERE relid = ANY (log.tables)),
                    (SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relid = ANY (log.tables))
             FROM (SELECT ARRAY['log.event'::regclass::oid, 'log.command'::regclass::oid] AS tables) log",
        )
        .fetch_one(pool)
        .await?;
        Ok(Self { scans, entries })
    }

    async fn only_lookups(&self, pool: &PgPool, asked: i64, what: &str) -> sqlx::Result<()> {
        let after = Self::now(pool).await?;
        assert_eq!(after.scans, self.scans, "{what} of {asked} read a whole table");
        let entries = after.entries - self.entries;
        assert!(entries <= asked * ENTRIES, "{what} of {asked} read {entries} entries of indexes");
        Ok(())
    }
}

/// Each of them signs in and opens his pages, which show what is written beside them and read none of the tables whole.
async fn look_up(door: SocketAddr, pool: &PgPool, tables: &[&str], seen: &[(&str, &[(&str, &str)])]) {
    for (account, pages) in seen {
        let mut browser = Browser::at(door);
        browser.sign_in(account, portal::PRACTICE_PASSWORD).await;
        for (path, shown) in *pages {
            let before = scans(pool, tables).await.expect("a count");
            let page = browser.open(path).await;
            assert!(page.status == 200 && page.body.contains(shown), "{account} {path}: {} {}", page.status, page.body);
            assert_eq!(scans(pool, tables).await.expect("a count"), before, "{path} of {account} read a whole table");
        }
    }
}

/// How often one of these tables was read from end to end.
async fn scans(pool: &PgPool, tables: &[&str]) -> sqlx::Result<i64> {
    // Each connection tells what it has counted when it is told to; so all of them are.
    let mut connections = Vec::new();
    for _ in 0..pool.size() {
        connections.push(pool.acquire().await?);
    }
    for connection in &mut connections {
        sqlx::query("SELECT pg_stat_force_next_flush()").execute(&mut **connection).await?;
    }
    drop(connections);
    sqlx::query_scalar(
        "SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables WHERE relid = ANY ($1::regclass[]::oid[])",
    )
    .bind(tables)
    .fetch_one(pool)
    .await
}
