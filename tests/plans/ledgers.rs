//! The ledgers of lawsuits and suggestions, the hearing calendar and the work list of those who see to them look up what they
//! show, however many there are: for the liaison, who sees all, for the officer of one organ, and for the court.

use songli_tests::System;
use songli_tests::browser::{Browser, escaped};
use sqlx::PgPool;

use crate::look_up;

/// How many lawsuits there are, each with a hearing, and how many suggestions; one in fifty of each is open.
const LAWSUITS: i64 = 20_000;
/// The tables that grow with them.
const TABLES: [&str; 6] =
    ["portal.lawsuit", "portal.hearing", "portal.suggestion", "portal.addressee", "portal.term", "portal.entry"];

#[tokio::test]
async fn what_the_liaison_the_officer_and_the_court_open_reads_no_whole_table() {
    let listen = ([127, 0, 0, 1], 0).into();
    let settings = portal::Settings { listen, people: true, ..portal::Settings::default() };
    let opened = settings.opened.clone();
    let system = System::of([directory::service(), portal::service(settings)]).await;
    system.settled().await;
    let pool = system.service("portal").running.pool();
    fill(pool).await.unwrap();

    let (lawsuit, suggestion) = (format!("/lawsuits/{}", id("1", 4_000)), format!("/suggestions/{}", id("3", 4_000)));
    let searched = |list: &str, text: &str| format!("/{list}?q={}", escaped(text));
    let seen: [(&str, &[(&str, &str)]); 3] = [
        (
            "zhao.lin",
            &[
                ("/", "登记出庭情况"),
                ("/?bucket=overdue", "登记出庭情况"),
                ("/?bucket=overdue&page=9", "2026-01-20"),
                ("/lawsuits", "超过 10000 件"),
                ("/lawsuits?page=3", "超过 10000 件"),
                ("/lawsuits?state=open&sort=due", "400 件"),
                ("/lawsuits?sort=changed", "超过 10000 件"),
                ("/lawsuits?stage=AwaitingAnswer", "400 件"),
                (&searched("lawsuits", "（2025）陕0327行初77号"), "原告77"),
                (&lawsuit, "案卷记录"),
                ("/hearings?month=2026-03", "开庭日已过"),
                ("/hearings/days/2026-03-02", "10 次开庭"),
                ("/suggestions", "超过 10000 件"),
                ("/suggestions?page=3", "超过 10000 件"),
                ("/suggestions?sort=issued", "超过 10000 件"),
                ("/suggestions?state=open", "400 件"),
                ("/suggestions?state=overdue", "333 件"),
                (&searched("suggestions", "陇法建〔2025〕77号"), "建议书77"),
                (&suggestion, "案卷记录"),
                ("/provisional", "暂定期限"),
            ],
        ),
        (
            "feng.tao",
            &[
                ("/", "书面回复"),
                ("/lawsuits", "399 件"),
                ("/lawsuits?state=open&sort=due", "19 件"),
                ("/suggestions", "399 件"),
                ("/suggestions?state=overdue", "15 件"),
            ],
        ),
        (
            "han.mei",
            &[
                ("/hearings?month=2026-03", "2026年3月"),
                ("/hearings/days/2026-03-02", "次开庭"),
                ("/suggestions", "399 件"),
            ],
        ),
    ];
    let door = opened.door().await.unwrap().address;
    look_up(door, pool, &TABLES, &seen).await;
    says_that_there_are_more_hearings(&mut Browser::at(door), "zhao.lin").await;
}

/// A list that does not hold all of it says so.
async fn says_that_there_are_more_hearings(browser: &mut Browser, account: &str) {
    let asked = serde_json::json!({ "account": account, "password": portal::PRACTICE_PASSWORD });
    let (_, begun) = browser.call("POST", "/api/sign-in", "", &asked).await;
    let token = begun["token"].as_str().expect("a token");
    let nothing = serde_json::Value::Null;
    let (_, all) = browser.call("GET", "/api/hearings?from=2020-10-01", token, &nothing).await;
    assert_eq!((all["total"].as_u64(), all["more"].as_bool()), (Some(1_000), Some(true)));
    let (_, some) = browser.call("GET", "/api/hearings?from=2020-10-01&to=2020-10-02", token, &nothing).await;
    assert_eq!((some["total"].as_u64(), some["more"].as_bool()), (Some(19), Some(false)));
}

/// The nth of a kind.
fn id(kind: &str, n: i64) -> String {
    format!("{kind}0000000-0000-0000-0000-{n:012x}")
}

/// Fills the registers at once: how they come to be filled is not the question here.
async fn fill(pool: &PgPool) -> sqlx::Result<()> {
    let [lawsuit, hearing, suggestion] =
        ["1", "2", "3"].map(|kind| format!("('{kind}' || lpad(to_hex(n), 31, '0'))::uuid"));
    // The market bureau and the county's court have to do with one in fifty, which are not all open.
    let organ = "CASE WHEN n % 50 = n / 1000 % 50 THEN (SELECT id FROM portal.organ WHERE code = '610327-scjgj') \
                 ELSE md5((n % 50)::text)::uuid END";
    let court = "CASE WHEN n % 50 = n / 1000 % 50 THEN (SELECT id FROM portal.judicial_organ WHERE code = '陕0327') \
                 ELSE md5((n % 50)::text)::uuid END";
    let grams = |words: &str| format!("ARRAY(SELECT substr({words}, at, 2) FROM generate_series(1, 20) at)");
    let (sued, advised) = ("'(2025)陕0327行初' || n || '号原告' || n", "'陇法建(2025)' || n || '号建议书' || n");
    let (sued_grams, advised_grams) = (grams(sued), grams(advised));
    let statements = [
        format!(
            "INSERT INTO portal.lawsuit (id, version, number, number_keys, stage, is_open, instance, court, plaintiffs,
                 defendants, organ_ids, cause, act, docketed_on, registered_on, is_lost, outcome, changed_at, words, grams,
                 summary)
             SELECT {lawsuit}, 3, '（2025）陕0327行初' || n || '号', ARRAY['(2025)陕0327行初' || n || '号'],
                 CASE WHEN n % 50 = 0 THEN 'AwaitingAnswer' ELSE 'Effective' END, n % 50 = 0, 'First', '陇县人民法院',
                 '原告' || n, '陇县公安局', ARRAY[{organ}], '行政处罚', '罚款',
                 to_char(date '2020-10-01' + (n / 10)::int, 'YYYY-MM-DD'), '2026-01-05', false, '', n, {sued},
                 {sued_grams}, ''
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.hearing (id, version, lawsuit, instance, state, day, time, room, court, court_name, number,
                 organ_ids, defendants, statuses, observed, plan, held, changed_at)
             SELECT {hearing}, 1, {lawsuit}, 1, CASE WHEN n % 50 = 0 THEN 'Scheduled' ELSE 'Held' END,
                 to_char(date '2020-10-01' + (n / 10)::int, 'YYYY-MM-DD'), '09:30', '', {court}, '陇县人民法院',
                 '（2025）陕0327行初' || n || '号', ARRAY[{organ}], '陇县公安局', '', 0, '', '', n
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.suggestion (id, version, kind, number, number_key, title, issuer, issuer_name, issued_on,
                 urgent, stage, organs, organ_ids, changed_at, words, grams)
             SELECT {suggestion}, 1, 'Governance', '陇法建〔2025〕' || n || '号', '陇法建(2025)' || n || '号', '建议书' || n,
                 {court}, '陇县人民法院', to_char(date '2020-10-01' + (n / 10)::int, 'YYYY-MM-DD'), false,
                 CASE WHEN n % 50 = 0 THEN 'Open' ELSE 'Concluded' END, '陇县公安局', ARRAY[{organ}], n, {advised},
                 {advised_grams}
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.addressee SELECT {suggestion}, 1, {organ}, '陇县公安局',
                 CASE WHEN n % 100 = 0 THEN 'NotReceived' WHEN n % 50 = 0 THEN 'InProgress' ELSE 'Replied' END, ''
             FROM generate_series(1, $1) n"
        ),
        format!(
            "INSERT INTO portal.term SELECT kind, id, name, 0, 1, 'R-DEC-1',
                 to_char(date '2026-01-20' + (n % 60)::int, 'YYYY-MM-DD'),
                 CASE WHEN n % 50 = 0 THEN NULL ELSE '2026-02-05' END, CASE WHEN n % 50 = 0 THEN '' ELSE 'Done' END,
                 false, false, '', {organ}
             FROM generate_series(1, $1) n,
                 LATERAL (VALUES ('Lawsuit', {lawsuit}, 'Answer'), ('Suggestion', {suggestion}, 'Reply'))
                     AS of (kind, id, name)"
        ),
        format!(
            "INSERT INTO portal.entry SELECT kind, id, entry, '', '2026-01-05', 0, 'zhao.lin', '赵琳', ''
             FROM generate_series(1, $1) n, generate_series(1, 3) entry,
                 LATERAL (VALUES ('Lawsuit', {lawsuit}), ('Suggestion', {suggestion})) AS of (kind, id)"
        ),
    ];
    let mut tx = pool.begin().await?;
    // A page counts as seen by all only once what is on it has been flushed.
    sqlx::query("SET LOCAL synchronous_commit = on").execute(&mut *tx).await?;
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(LAWSUITS).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    let tables = TABLES.join(", ");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("VACUUM ANALYZE {tables}"))).execute(pool).await?;
    Ok(())
}
