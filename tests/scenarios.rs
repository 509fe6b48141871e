//! The scenario files of `scenarios/`, played as `songli play` plays them, and what it says when something is wrong.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests may panic too")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use launcher::play::{self, Company, Difference};
use songli_tests::System;
use songli_tests::browser::Browser;
use sqlx::PgPool;

/// Over all four services, to a notice: its figures count whatever is in the system, so it is played on one of its own.
const STORY: &str = "story.txt";

/// A system to play on, and its address.
struct Practice {
    system: System,
    door: portal::Door,
}

impl Practice {
    async fn open() -> Self {
        Self::of(portal::Settings { practice: true, people: true, ..portal::Settings::default() }).await
    }

    async fn of(settings: portal::Settings) -> Self {
        let settings = portal::Settings { listen: ([127, 0, 0, 1], 0).into(), ..settings };
        let opened = settings.opened.clone();
        let system = System::of([
            directory::service(),
            reconsideration::service(),
            appearances::service(),
            suggestions::service(),
            notices::service(),
            portal::service(settings),
        ])
        .await;
        let door = opened.door().await.expect("an open door");
        system.settled().await;
        Self { system, door }
    }

    fn address(&self) -> String {
        self.door.address.to_string()
    }

    /// Invariant 9: each read model, made again from the first event, comes to what it had come to piece by piece, however
    /// many events are taken in at once.
    async fn is_the_same_when_made_again(&self) {
        self.system.settled().await;
        for service in [
            directory::service(),
            reconsideration::service(),
            appearances::service(),
            suggestions::service(),
            notices::service(),
            portal::service(portal::Settings::default()),
        ] {
            let name = service.name();
            let database = self.system.database(name).await;
            let around = self.system.surroundings(&self.system.service(name).database).await;
            let before = content(&database, name).await;
            for model in service.read_models() {
                for at_once in [7, 100_000] {
                    runtime::rebuild_by(&service, model, &around, at_once).await.unwrap();
                    let after = content(&database, name).await;
                    for (table, rows) in &after {
                        let again = format!("{table} of {name} after {model} was made again by {at_once}");
                        assert_eq!(before[table].len(), rows.len(), "{again}");
                        for (row, earlier) in rows.iter().zip(&before[table]) {
                            assert_eq!(row, earlier, "{again}");
                        }
                    }
                }
            }
        }
    }

    /// Plays a file to its end.
    async fn holds(&self, name: &str) {
        let (written, played) = self.play(&file(name)).await;
        if let Err(difference) = played {
            panic!("{name}\n{written}{difference}");
        }
    }

    /// Plays a file's text, and gives what was written down.
    async fn play(&self, text: &str) -> (String, Result<(), Difference>) {
        let scenario = play::read(text).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
        let address = self.address();
        let playing = tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            let played = Company::at(&address).unwrap().play(&scenario, &mut out).unwrap();
            (String::from_utf8(out).unwrap(), played)
        });
        playing.await.unwrap()
    }
}

/// The rows of a service's tables, and of its register of what runs, as texts in their order.
async fn content(database: &PgPool, service: &str) -> BTreeMap<String, Vec<String>> {
    let tables =
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = $1 OR tablename = 'running_period'";
    let tables: Vec<String> = sqlx::query_scalar(tables).bind(service).fetch_all(database).await.unwrap();
    let mut content = BTreeMap::new();
    for table in tables {
        let rows = format!("SELECT line::text FROM {table} AS line ORDER BY 1");
        let rows = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(database).await.unwrap();
        content.insert(table, rows);
    }
    content
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn file(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

/// The line on which a text stands, from 1.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap() + 1
}

#[tokio::test]
async fn every_scenario_holds_whatever_was_played_before() {
    let practice = Practice::open().await;
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name()));
    let scenarios = files.filter(|file| file.extension().is_some_and(|extension| extension == "txt"));
    let mut names: Vec<String> = scenarios.map(|file| file.display().to_string()).collect();
    names.sort();
    let wanted = ["L01", "L04", "L05", "L14", "L22", "L26", "S09", "S10", "S27", "T04", "T07", "story"];
    for timeline in wanted.map(|name| format!("{name}.txt")) {
        assert!(names.contains(&timeline), "{timeline}");
    }
    names.retain(|name| name != STORY);
    // The first once more: its cases are new ones, and the clock goes back for it.
    for name in names.iter().chain(names.first()) {
        practice.holds(name).await;
    }
    practice.is_the_same_when_made_again().await;
}

#[tokio::test]
async fn the_story_of_a_dispute_ends_in_a_notice_that_late_facts_do_not_change() {
    Practice::open().await.holds(STORY).await;
}

#[tokio::test]
async fn the_first_difference_is_told_with_line_expected_and_found() {
    let practice = Practice::open().await;
    let text = file("T04.txt");
    let (right, wrong) = ("应当 届满 审理期限 2024-12-09", "应当 届满 审理期限 2024-12-07");
    let (written, played) = practice.play(&text.replace(right, wrong)).await;
    let difference = played.unwrap_err();
    assert_eq!((difference.line, difference.statement.as_str()), (line_of(&text, right), wrong));
    assert_eq!((difference.expected.as_str(), difference.found.as_str()), ("2024-12-07", "2024-12-09"));
    assert!(written.contains("应当 提示 视为受理") && !written.contains("应当 解释 审理期限"), "{written}");

    let tolerated = text.replace("    应当拒绝：该案已自2024-10-08起视为受理\n", "");
    let difference = practice.play(&tolerated).await.1.unwrap_err();
    assert_eq!((difference.line, difference.expected.as_str()), (line_of(&text, "李明 决定不予受理"), "办成"));
    assert!(difference.found.contains("应当决定驳回申请"), "{difference}");

    let forbidden = "2024-09-25 钱芳 登记收到申请\n  申请人：李某\n  被申请人：陇县市场监督管理局\n  行政行为：罚款\n    类型：行政处罚\n  请求：撤销\n    具体请求：撤销\n  应当拒绝：没有申请人\n";
    let difference = practice.play(forbidden).await.1.unwrap_err();
    assert_eq!((difference.line, difference.found.as_str()), (1, "办成"));

    let stranger = "2024-09-25 钱芳 登记收到申请\n  申请人：李某\n  被申请人：陇县市场管理局\n";
    let difference = practice.play(stranger).await.1.unwrap_err();
    assert_eq!(difference.line, 3);
    assert!(difference.found.contains("陇县市场监督管理局"), "{difference}");
}

#[tokio::test]
async fn a_system_that_is_not_for_practice_is_refused_and_has_none_of_its_people() {
    let ordinary = Practice::of(portal::Settings::default()).await;
    let address = ordinary.address();
    let refused = tokio::task::spawn_blocking(move || Company::at(&address).err().unwrap()).await.unwrap();
    assert!(refused.to_string().contains("不是练习系统"), "{refused:#}");
    let mut browser = Browser::at(ordinary.door.address);
    let account = portal::PRACTICE_PEOPLE[0].account;
    let asked = serde_json::json!({ "account": account, "password": portal::PRACTICE_PASSWORD });
    assert_eq!(browser.call("POST", "/api/sign-in", "", &asked).await.0, 401);
    assert_eq!(browser.call("POST", "/api/clock/move", "", &serde_json::json!({ "days": 1 })).await.0, 404);
}

#[test]
fn a_malformed_file_plays_nothing_and_every_mistake_is_told_with_its_line() {
    let temp = tempfile::tempdir().unwrap();
    let (good, bad) = (folder().join("T04.txt"), temp.path().join("bad.txt"));
    std::fs::write(
        &bad,
        "2024-05-02 钱芳 收案\n\n2024-05-03 李明 提请决定\n    拟办：维持\n应当 届满 审限 2024-07-02\n",
    )
    .unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    // Nobody listens there: had anything been played, this would fail.
    let code = play::run("127.0.0.1:1", &[good, bad.clone()], &mut out, &mut err).unwrap();
    let said = String::from_utf8(err).unwrap();
    assert_eq!((code, out.as_slice()), (2, [].as_slice()), "{said}");
    for (line, part) in [(1, "没有“收案”"), (4, "没有“拟办”"), (5, "没有“审限”")] {
        let there = said.lines().any(|told| told.contains(&format!("第{line}行")) && told.contains(part));
        assert!(there, "{part}: {said}");
    }
}
