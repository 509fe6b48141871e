//! The pages that are open all day look up what they show, however many cases there are. PostgreSQL itself counts what it
//! reads, as for the log.

use songli_tests::System;
use songli_tests::browser::escaped;
use sqlx::PgPool;

use crate::look_up;

/// The tables that grow with the cases.
const TABLES: [&str; 3] = ["portal.case_file", "portal.clock", "portal.case_entry"];
/// How many cases there are. One in fifty is open; of the open ones one half is a handler's, the other nobody's.
const CASES: i64 = 20_000;

#[tokio::test]
async fn work_list_ledger_and_case_page_read_no_whole_table() {
    let listen = ([127, 0, 0, 1], 0).into();
    let settings = portal::Settings { listen, people: true, ..portal::Settings::default() };
    let opened = settings.opened.clone();
    let system = System::of([directory::service(), reconsideration::service(), portal::service(settings)]).await;
    system.settled().await;
    let pool = system.service("portal").running.pool();
    fill(pool).await.unwrap();

    let searched = format!("/cases?q={}", escaped("陇政复〔2026〕77号"));
    let case = format!("/cases/{}", id(4_000));
    let seen: [(&str, &[(&str, &str)]); 2] = [
        (
            "qian.fang",
            &[
                ("/", "陇政复"),
                ("/?bucket=overdue", "陇政复"),
                ("/cases", "超过 10000 件"),
                ("/cases?page=3", "超过 10000 件"),
                ("/cases?state=open&sort=due", "400 件"),
                ("/cases?sort=changed", "超过 10000 件"),
                ("/cases?stage=Trial", "400 件"),
                (&searched, "申请人77"),
                (&case, "案卷记录"),
            ],
        ),
        // His own, those he registered, and those that nobody handles yet.
        (
            "li.ming",
            &[
                ("/", "陇政复"),
                ("/?whose=all", "陇政复"),
                ("/cases", "600 件"),
                ("/cases?page=3", "600 件"),
                ("/cases?state=open&sort=due", "400 件"),
                ("/cases?sort=changed", "600 件"),
                ("/cases?mine=on", "200 件"),
                (&case, "案卷记录"),
            ],
        ),
    ];
    look_up(opened.door().await.unwrap().address, pool, &TABLES, &seen).await;
}

fn id(n: i64) -> uuid::Uuid {
    uuid::Uuid::from_u128(n.unsigned_abs().into())
}

/// Fills the registers at once: how they come to be filled is not the question here.
async fn fill(pool: &PgPool) -> sqlx::Result<()> {
    let id = "lpad(to_hex(n), 32, '0')::uuid";
    let statements = [
        format!(
            "INSERT INTO portal.case_file SELECT {id}, 3, '陇政复〔2026〕' || n || '号', '陇政复(2026)' || n || '号',
                 CASE WHEN n % 50 = 0 THEN 'Trial' ELSE 'Decided' END, n % 50 = 0, 'Ordinary',
                 to_char(date '2020-01-01' + (n / 10)::int, 'YYYY-MM-DD'), '2026-01-05',
                 CASE WHEN n % 50 = 0 THEN NULL ELSE '2026-02-05' END, '', '', '申请人' || n, '陇县公安局',
                 ARRAY[]::uuid[], 'Penalty', '罚款',
                 CASE n % 100 WHEN 0 THEN ARRAY['li.ming', 'sun.li'] WHEN 50 THEN '{{}}' ELSE ARRAY['sun.li', 'wu.gang'] END,
                 '李明、孙丽', true, CASE n % 100 WHEN 1 THEN 'li.ming' ELSE 'qian.fang' END, n,
                 '陇政复(2026)' || n || '号申请人' || n,
                 ARRAY(SELECT substr('陇政复(2026)' || n || '号申请人' || n, at, 2) FROM generate_series(1, 20) at)
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.clock SELECT {id}, 'Decision', 0, 'R-DEC-1', '2026-01-05',
                 to_char(date '2026-01-20' + (n % 60)::int, 'YYYY-MM-DD'),
                 CASE WHEN n % 50 = 0 THEN NULL ELSE '2026-02-05' END,
                 CASE WHEN n % 50 = 0 THEN '' ELSE 'Decided' END, false, false, ''
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.case_entry SELECT {id}, entry, 'AnswerOverdue', '2026-01-05', 0, 'qian.fang', '钱芳', ''
             FROM generate_series(1, $1) n, generate_series(1, 3) entry"
        ),
    ];
    let mut tx = pool.begin().await?;
    // A page counts as seen by all only once what is on it has been flushed.
    sqlx::query("SET LOCAL synchronous_commit = on").execute(&mut *tx).await?;
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(CASES).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    sqlx::raw_sql("VACUUM ANALYZE portal.case_file, portal.clock, portal.case_entry").execute(pool).await?;
    Ok(())
}
