//! Real servers in throw-away folders.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::path::Path;
use std::time::{Duration, Instant};

use backing::{DataFolder, Durability, Failure, Options, Private};
use sqlx::{Connection, PgConnection};

fn throw_away() -> Options {
    Options { durability: Durability::ThrowAway, ..Options::default() }
}

/// Polls a condition with a bound.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what} 没有发生");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

async fn select(url: &str, query: &'static str) -> sqlx::Result<i64> {
    let mut connection = PgConnection::connect(url).await?;
    let answer = sqlx::query_scalar(query).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(answer)
}

#[tokio::test]
async fn a_second_start_finds_the_data_and_the_addresses_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = Private::start(folder.path(), &throw_away()).await.unwrap();
    assert!(first.postgres.create_database("songli_test").await.unwrap());
    let (database, broker) = (first.postgres.url("songli_test"), first.nats.url());
    select(&database, "WITH made AS (SELECT 1) SELECT count(*) FROM made").await.unwrap();
    first.stop().await;
    drop(first);

    let second = Private::start(folder.path(), &throw_away()).await.unwrap();
    assert!(!second.postgres.create_database("songli_test").await.unwrap());
    assert_eq!((second.postgres.url("songli_test"), second.nats.url()), (database, broker));
}

#[tokio::test]
async fn a_wrong_password_is_refused() {
    let servers = Private::throw_away().await.unwrap();
    let url = servers.postgres.url("postgres");
    let password = url.split(['@', ':']).nth(2).unwrap();
    assert!(select(&url, "SELECT 1::bigint").await.is_ok());
    assert!(select(&url.replace(password, "guess"), "SELECT 1::bigint").await.is_err());
}

#[tokio::test]
async fn a_database_can_be_copied_and_dropped() {
    let servers = Private::throw_away().await.unwrap();
    servers.postgres.create_database("one").await.unwrap();
    servers.postgres.create_database_from_template("two", "one").await.unwrap();
    assert_eq!(select(&servers.postgres.url("two"), "SELECT 2::bigint").await.unwrap(), 2);
    servers.postgres.drop_database("two").await.unwrap();
    assert!(select(&servers.postgres.url("two"), "SELECT 2::bigint").await.is_err());
}

#[tokio::test]
async fn killed_servers_come_back_at_the_same_address_with_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let servers = Private::start(folder.path(), &Options::default()).await.unwrap();
    let (url, broker) = (servers.postgres.url("postgres"), servers.nats.url());
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 7::bigint AS n").execute(&mut connection).await.unwrap();

    servers.postgres.kill9();
    servers.nats.kill9();
    servers.postgres.end().await;
    servers.nats.end().await;
    servers.postgres.restart().await.unwrap();
    servers.nats.restart().await.unwrap();

    assert_eq!(select(&url, "SELECT n FROM kept").await.unwrap(), 7);
    assert_eq!(servers.nats.url(), broker);
}

#[tokio::test]
async fn servers_left_by_a_killed_process_are_ended_first() {
    let folder = tempfile::tempdir().unwrap();
    let first = Private::start(folder.path(), &throw_away()).await.unwrap();
    let left = [first.postgres.pid(), first.nats.pid()];
    // As after `kill -9` of us and of the keepers: the hold on the folder is gone, the servers run on.
    let Private { folder: held, postgres, nats } = first;
    drop(held);
    let second = Private::start(folder.path(), &throw_away()).await.unwrap();
    assert!(left.into_iter().all(|pid| !alive(pid)), "{left:?}");
    assert_eq!(select(&second.postgres.url("postgres"), "SELECT 1::bigint").await.unwrap(), 1);
    drop((postgres, nats));
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let refused = Private::start(folder.path(), &Options { nats_port: port, ..throw_away() }).await;
    assert!(matches!(refused, Err(Failure::PortTaken(named)) if named == port), "{refused:?}");
}

#[tokio::test]
async fn a_port_that_was_free_last_time_and_is_taken_now_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let first = Private::start(folder.path(), &throw_away()).await.unwrap();
    let before = first.nats.url();
    drop(first);
    let taken = std::net::TcpListener::bind(before.trim_start_matches("nats://")).unwrap();
    let second = Private::start(folder.path(), &throw_away()).await.unwrap();
    assert_ne!(second.nats.url(), before);
    drop(taken);
}

#[tokio::test]
async fn an_old_broker_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let old = program(folder.path(), "nats-server", "echo 'nats-server: v2.9.10'");
    let data = folder.path().join("data");
    let refused = Private::start(&data, &Options { nats_server: Some(old), ..throw_away() }).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("2.9.10") && said.contains("2.12") && said.contains("SONGLI_NATS_SERVER"), "{said}");
}

#[tokio::test]
async fn data_of_another_major_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(DataFolder::open(folder.path()).unwrap());
    std::fs::create_dir(folder.path().join("postgres")).unwrap();
    std::fs::write(folder.path().join("postgres/PG_VERSION"), "13\n").unwrap();
    let refused = Private::start(folder.path(), &throw_away()).await;
    assert!(matches!(refused, Err(Failure::OtherMajor { needed: 13, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_long_path_with_blanks_and_chinese_works() {
    let outer = tempfile::tempdir().unwrap();
    set_mode(outer.path(), 0o755);
    let folder = outer.path().join(format!("讼理 数据{}", "x".repeat(90)));
    let servers = Private::start(&folder, &throw_away()).await.unwrap();
    assert_eq!(select(&servers.postgres.url("postgres"), "SELECT 1::bigint").await.unwrap(), 1);
}

#[tokio::test]
async fn a_closed_parent_folder_is_named_to_root() {
    if !nix::unistd::geteuid().is_root() {
        return; // an ordinary user's servers run as that user
    }
    let outer = tempfile::tempdir().unwrap();
    set_mode(outer.path(), 0o700);
    let refused = Private::start(&outer.path().join("data"), &throw_away()).await;
    let closed_is_named = matches!(&refused, Err(Failure::Closed { closed, .. }) if closed == outer.path());
    assert!(closed_is_named, "{refused:?}");
}

#[tokio::test]
async fn servers_end_when_their_holder_is_killed() {
    const HOLD: &str = "SONGLI_TEST_HOLD";
    if let Some(folder) = std::env::var_os(HOLD) {
        let servers = Private::start(Path::new(&folder), &throw_away()).await.unwrap();
        let pids = format!("{} {}", servers.postgres.pid(), servers.nats.pid());
        std::fs::write(Path::new(&folder).join("pids"), pids).unwrap();
        std::future::pending::<()>().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut holder = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "servers_end_when_their_holder_is_killed"])
        .env(HOLD, folder.path().join("data"))
        .spawn()
        .unwrap();
    set_mode(folder.path(), 0o755);
    let note = folder.path().join("data/pids");
    until("启动", || note.exists() && !std::fs::read(&note).unwrap().is_empty()).await;
    let pids = std::fs::read_to_string(&note).unwrap();
    let pids: Vec<u32> = pids.split(' ').map(|pid| pid.parse().unwrap()).collect();
    assert!(pids.iter().all(|pid| alive(*pid)));
    holder.kill().unwrap();
    holder.wait().unwrap();
    until("服务器结束", || pids.iter().all(|pid| !alive(*pid))).await;
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn program(folder: &Path, name: &str, script: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    set_mode(&path, 0o755);
    path
}
