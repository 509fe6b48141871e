//! The figures of a quarter, a figure's trend and the set behind a number look up the facts of their quarters, however many
//! years there are.

use kernel::id::Id;
use proto::notices::{
    FiguresAnswer, FiguresQuestion, MembersAnswer, MembersQuestion, OrganCardAnswer, OrganCardQuestion, TrendsAnswer,
    TrendsQuestion,
};
use songli_tests::System;
use sqlx::PgPool;

use crate::scans;

/// How many facts there are of each sort, in fifty quarters.
const FACTS: i64 = 20_000;
const TABLES: [&str; 6] = [
    "notices.case_fact",
    "notices.suit_fact",
    "notices.party_fact",
    "notices.hearing_fact",
    "notices.chain_fact",
    "notices.suggestion_fact",
];

#[tokio::test]
async fn figures_and_the_sets_behind_them_read_no_table_of_facts_as_a_whole() {
    let system = System::of([directory::service(), notices::service()]).await;
    system.settled().await;
    let pool = system.service("notices").running.pool();
    fill(pool).await.unwrap();

    let period = || "2026Q1".to_owned();
    let organ = Id::<()>::named("Organ", "610327-scjgj").uuid().as_bytes().to_vec();
    let before = scans(pool, &TABLES).await.unwrap();
    let asked = FiguresQuestion { period: period(), ..FiguresQuestion::default() };
    let figures: FiguresAnswer = system.ask("notices", "Figures", &asked).await;
    let size = |code: &str| {
        let figure = figures.figures.iter().find(|figure| figure.code == code).expect("a figure");
        figure.total.as_ref().map_or(0, |total| total.numerator + total.denominator)
    };
    let counted = ["app.heard", "app.hearings", "loss.effective", "inc.new_first", "inc.recon", "sug.ontime"];
    assert!(counted.iter().all(|code| size(code) > 300), "{:?}", counted.map(size));
    assert_eq!(scans(pool, &TABLES).await.unwrap(), before, "the figures of a quarter read a whole table");

    let asked = OrganCardQuestion { organ, period: period(), area: String::new() };
    let _: OrganCardAnswer = system.ask("notices", "OrganCard", &asked).await;
    assert_eq!(scans(pool, &TABLES).await.unwrap(), before, "an organ's card read a whole table");
    for figure in counted {
        let asked = MembersQuestion { figure: figure.to_owned(), period: period(), ..MembersQuestion::default() };
        let set: MembersAnswer = system.ask("notices", "Members", &asked).await;
        assert!(set.size > 200 && set.members.len() == 50, "{figure}: {}", set.size);
        assert_eq!(scans(pool, &TABLES).await.unwrap(), before, "the set behind {figure} read a whole table");
    }
    let asked = TrendsQuestion { until: period(), ..TrendsQuestion::default() };
    let TrendsAnswer { trends } = system.ask("notices", "Trends", &asked).await;
    assert!(trends.len() > counted.len() && trends.iter().all(|trend| trend.points.len() == 8));
    assert_eq!(scans(pool, &TABLES).await.unwrap(), before, "the trends read a whole table");
}

/// Fills the tables of facts at once: how they come to be filled is not the question here.
async fn fill(pool: &PgPool) -> sqlx::Result<()> {
    let stream = "lpad(to_hex(n), 32, '0')::uuid";
    // Fifty quarters, to the end of March 2026.
    let day = "to_char(date '2026-03-31' - (n % 4566)::int, 'YYYY-MM-DD')";
    let organ = "(SELECT id FROM notices.organ WHERE code = '610327-scjgj')";
    let common = "stream, key, since, digest, area, number, organs, organ_names, sources";
    let values =
        format!("{stream}, '1', 0, {stream}, '610327', n || '号', ARRAY[{organ}], ARRAY['陇县市场监督管理局'], '[]'");
    let fact = |table: &str, columns: &str, own: &str| {
        format!(
            "INSERT INTO notices.{table} ({common}, {columns}) SELECT {values}, {own} FROM generate_series(1, $1) n"
        )
    };
    let statements = [
        fact(
            "case_fact",
            "title, matter, received_on, accepted_on, concluded_on, conclusion, outcomes, withdrawal, changes_act,
             resolved_by, paper, names",
            &format!("'罚款', 'X01', {day}, {day}, {day}, 'Decided', ARRAY['Maintain'], '', false, '', '', ARRAY[]::text[]"),
        ),
        fact(
            "suit_fact",
            "instance_kind, title, public_interest, compensation_only, docketed_on",
            &format!("'First', '行政处罚', false, false, {day}"),
        ),
        fact(
            "party_fact",
            "instance_kind, role, organ_kind, defendants, title, public_interest, compensation_only, first_heard_on,
             attendances, principal_expected, judged_on, code, holding, holding_for_others, names",
            &format!(
                "'First', 'Defendant', 'OriginalOrgan', 1, '行政处罚', false, false, {day}, jsonb_build_array(jsonb_build_object(
                     'held_on', {day}, 'notice', 'None', 'status', 'Appeared', 'level', 'Principal', 'official', '钱示例',
                     'represented_status', '', 'represented_level', ''))::text, false, {day}, 'J01', ARRAY['J01'],
                 ARRAY[]::text[], ARRAY[]::text[]"
            ),
        ),
        fact(
            "hearing_fact",
            "instance_kind, organ_kind, defendants, held_on, notice, status, level, official, represented_status,
             represented_level",
            &format!("'First', 'OriginalOrgan', 1, {day}, 'None', 'Appeared', 'Principal', '钱示例', '', ''"),
        ),
        fact(
            "chain_fact",
            "role, organ_kind, defendants, public_interest, compensation_only, effective_on, code, holding,
             holding_for_others",
            &format!("'Defendant', 'OriginalOrgan', 1, false, false, {day}, 'J01', ARRAY['J01'], ARRAY[]::text[]"),
        ),
        fact(
            "suggestion_fact",
            "title, due_on, original_due_on, replied_on",
            &format!("'建议书', {day}, {day}, {day}"),
        ),
    ];
    let mut tx = pool.begin().await?;
    for statement in statements {
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(FACTS).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    let tables = TABLES.join(", ");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("ANALYZE {tables}"))).execute(pool).await?;
    Ok(())
}
