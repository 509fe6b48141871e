//! The read models on a real PostgreSQL: commands go through `cqrs-es` into the log, the log's events into the registers,
//! and each question is asked as of a day.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "registers/desk.rs"]
mod desk;

use desk::{Desk, amendment, bytes, organ};
use directory::registers;
use proto::Message;
use proto::directory as messages;
use runtime::Projection;
use sqlx::PgPool;
use uuid::Uuid;

fn rename(name: &str, from: &str) -> messages::OrganName {
    messages::OrganName {
        name: name.to_owned(),
        short_name: String::new(),
        from: from.to_owned(),
        basis: "陇编发〔2025〕1号".to_owned(),
    }
}

#[tokio::test]
async fn an_organ_bears_the_name_it_bore_on_the_day_asked_about() {
    use messages::organ_command::Command::{Amend, Rename, Strike};
    let mut desk = Desk::seeded().await;
    let code = "610327-sfj";
    desk.tell_organ(code, Rename(rename("陇县司法行政局", "2025-05-01"))).await;
    let name = async |desk: &Desk, on| desk.organ(code, on).await.map(|organ| organ.name);
    assert_eq!(name(&desk, "2023-12-31").await, None);
    assert_eq!(name(&desk, "2024-01-01").await.unwrap(), "陇县司法局");
    assert_eq!(name(&desk, "2025-04-30").await.unwrap(), "陇县司法局");
    assert_eq!(name(&desk, "2025-05-01").await.unwrap(), "陇县司法行政局");

    let fact = messages::organ_fact::Fact::Name(rename("陇县司法行政局", "2025-06-01"));
    let fact = Some(messages::OrganFact { fact: Some(fact) });
    desk.tell_organ(code, Amend(messages::AmendOrgan { amendment: Some(amendment(2)), fact })).await;
    assert_eq!(name(&desk, "2025-05-31").await.unwrap(), "陇县司法局");
    assert_eq!(name(&desk, "2025-06-01").await.unwrap(), "陇县司法行政局");

    desk.tell_organ(code, Strike(amendment(2))).await;
    assert_eq!(name(&desk, "2026-01-01").await.unwrap(), "陇县司法局");
}

#[tokio::test]
async fn an_abolished_organ_stands_until_the_day_before() {
    use messages::organ_command::Command::{Abolish, Strike};
    let mut desk = Desk::seeded().await;
    let code = "610327-xzspj";
    let successor = bytes(organ("610327-zfb"));
    let end = messages::OrganEnd {
        on: "2026-02-01".to_owned(),
        successor: successor.clone(),
        basis: "陇政发〔2026〕3号".to_owned(),
    };
    desk.tell_organ(code, Abolish(end)).await;
    let last = desk.organ(code, "2026-01-31").await.unwrap();
    assert_eq!((last.until.as_str(), last.successor), ("2026-02-01", successor));
    assert!(desk.organ(code, "2026-02-01").await.is_none());

    desk.tell_organ(code, Strike(amendment(2))).await;
    assert_eq!(desk.organ(code, "2026-02-01").await.unwrap().until, "");
}

#[tokio::test]
async fn an_organ_entered_by_mistake_stands_in_no_list_and_may_be_entered_again() {
    use messages::organ_command::Command::{Register, Strike};
    let mut desk = Desk::seeded().await;
    let before = desk.organs("2026-03-02").await;
    let code = "610327-wbb";
    desk.tell_organ(code, Strike(amendment(1))).await;
    assert_eq!(desk.organs("2026-03-02").await.len(), before.len() - 1);
    let entry = messages::OrganEntry {
        code: code.to_owned(),
        name: "县委编办".to_owned(),
        kind: "PartyOrgan".to_owned(),
        area: "610327".to_owned(),
        since: "2025-01-01".to_owned(),
        credit_code: "11610327000000000U".to_owned(),
        predecessors: vec![bytes(organ("610327-zfb"))],
        ..Default::default()
    };
    desk.tell_organ(code, Register(entry.clone())).await;
    let found = desk.organ(code, "2026-03-02").await.unwrap();
    assert_eq!((found.name, found.since, found.credit_code), (entry.name, entry.since, entry.credit_code));
    assert_eq!(found.predecessors, entry.predecessors);
}

#[tokio::test]
async fn organs_are_asked_for_by_area_and_in_pages() {
    let desk = Desk::seeded().await;
    let ask = async |area: &str, after: &str| {
        let asked =
            messages::OrgansQuestion { on: "2026-03-02".to_owned(), area: area.to_owned(), after: after.to_owned() };
        desk.ask(registers::organs::Organs, asked).await
    };
    assert_eq!(ask("610300", "").await.unwrap().organs.len(), 7);
    assert_eq!(ask("610327", "").await.unwrap().organs.len(), 7);
    assert_eq!(ask("610326", "").await.unwrap().organs.len(), 0);
    let rest = ask("", "610327-wbb").await.unwrap();
    assert_eq!(
        rest.organs.iter().map(|organ| organ.code.as_str()).collect::<Vec<_>>(),
        ["610327-xzf", "610327-xzspj", "610327-zfb"]
    );
    assert_eq!(rest.next, "");
    let wrong = ask("陇县", "").await.unwrap_err().to_string();
    assert!(wrong.starts_with("area：") && wrong.contains("610327"), "{wrong}");
}

#[tokio::test]
async fn more_organs_than_a_page_holds_are_all_found() {
    let desk = Desk::seeded().await;
    let many = "INSERT INTO directory.organ (id, code, kind, area, credit_code, since, predecessors)
        SELECT gen_random_uuid(), 'x-' || n, 'Department', '610327', '', '2024-01-01', '{}' FROM generate_series(1, 2500) n";
    sqlx::query(many).execute(&desk.pool).await.unwrap();
    let names =
        "INSERT INTO directory.organ_name SELECT id, 1, code, '', since FROM directory.organ WHERE code LIKE 'x-%'";
    sqlx::query(names).execute(&desk.pool).await.unwrap();
    let (mut after, mut found) = (String::new(), Vec::new());
    loop {
        let asked = messages::OrgansQuestion { on: "2026-03-02".to_owned(), area: String::new(), after };
        let page = desk.ask(registers::organs::Organs, asked).await.unwrap();
        found.extend(page.organs.into_iter().map(|organ| organ.code));
        after = page.next;
        if after.is_empty() {
            break;
        }
    }
    let told = found.len();
    found.dedup();
    assert_eq!((told, found.len()), (2507, 2507));
}

#[tokio::test]
async fn a_post_is_held_on_its_first_and_on_its_last_day() {
    use messages::official_command::Command::{Amend, Appoint, End, Register, Strike};
    let mut desk = Desk::seeded().await;
    let (office, person) = (organ("610327-zfb"), Uuid::from_u128(7));
    let registered = messages::Person { name: "冯样本".to_owned(), on: "2025-01-01".to_owned() };
    desk.tell_official(person, Register(registered)).await;
    let deputy = messages::Appointment {
        organ: bytes(office),
        post: "副主任".to_owned(),
        level: "Deputy".to_owned(),
        from: "2025-02-01".to_owned(),
        ..Default::default()
    };
    desk.tell_official(person, Appoint(deputy.clone())).await;
    let end = messages::AppointmentEnd { entry: 2, to: "2025-10-31".to_owned(), basis: String::new() };
    desk.tell_official(person, End(end)).await;
    let held = async |desk: &Desk, on: &str| desk.posts(office, on).await.contains(&"冯样本 副主任".to_owned());
    assert!(!held(&desk, "2025-01-31").await);
    assert!(held(&desk, "2025-02-01").await);
    assert!(held(&desk, "2025-10-31").await);
    assert!(!held(&desk, "2025-11-01").await);

    let fact = messages::official_fact::Fact::Appointment(deputy);
    let fact = Some(messages::OfficialFact { fact: Some(fact) });
    desk.tell_official(person, Amend(messages::AmendOfficial { amendment: Some(amendment(2)), fact })).await;
    assert!(held(&desk, "2025-11-01").await);
    desk.tell_official(person, Strike(amendment(2))).await;
    assert!(!held(&desk, "2025-11-01").await);
    desk.tell_official(person, Strike(amendment(1))).await;
    assert_eq!(desk.posts(office, "2025-11-01").await, ["郑示例 主任"]);
}

#[tokio::test]
async fn the_seeded_officials_are_synthetic_and_each_department_has_its_principal() {
    let desk = Desk::seeded().await;
    assert_eq!(desk.posts(organ("610327-sfj"), "2026-03-02").await, ["王示例 局长", "赵样本 副局长"]);
    let asked = messages::OfficialsQuestion { on: "2026-03-02".to_owned(), ..Default::default() };
    let all = desk.ask(registers::officials::Officials, asked).await.unwrap();
    assert_eq!((all.posts.len(), all.next.len()), (9, 0));
    assert!(all.posts.iter().all(|held| held.name.ends_with("示例") || held.name.ends_with("样本")));
}

#[tokio::test]
async fn courts_and_procuratorates_are_found_by_day_and_kind() {
    use messages::judicial_organ_command::Command::{Abolish, Rename, Strike};
    let mut desk = Desk::seeded().await;
    let code = "陕0327".to_owned().try_into().unwrap();
    let court = directory::judicial_organ::judicial_organ_id(&code).uuid();
    let mut tell = async |command| {
        let message = messages::JudicialOrganCommand { command: Some(command) };
        desk.carry_out::<directory::judicial_organ::JudicialOrgan>(court, &message.encode_to_vec()).await;
    };
    let basis = "法编〔2024〕9号".to_owned();
    tell(Rename(messages::JudicialOrganName {
        name: "陇州人民法院".to_owned(),
        from: "2025-01-01".to_owned(),
        basis: basis.clone(),
    }))
    .await;
    tell(Abolish(messages::JudicialOrganEnd { on: "2026-01-01".to_owned(), successor: Vec::new(), basis })).await;
    let names = async |desk: &Desk, on: &str, kind: &str| {
        let asked = messages::JudicialOrgansQuestion { on: on.to_owned(), kind: kind.to_owned(), after: String::new() };
        let answer = desk.ask(registers::judicial_organs::JudicialOrgans, asked).await.unwrap();
        answer.organs.into_iter().map(|organ| organ.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&desk, "2024-12-31", "Court").await, ["陇县人民法院"]);
    assert_eq!(names(&desk, "2025-01-01", "").await, ["陇县人民检察院", "陇州人民法院"]);
    assert_eq!(names(&desk, "2026-01-01", "Court").await, [""; 0]);
    let message = messages::JudicialOrganCommand { command: Some(Strike(amendment(3))) };
    desk.carry_out::<directory::judicial_organ::JudicialOrgan>(court, &message.encode_to_vec()).await;
    assert_eq!(names(&desk, "2026-01-01", "Court").await, ["陇州人民法院"]);
}

#[tokio::test]
async fn a_setting_holds_from_its_day_and_before_it_the_default() {
    use messages::setting_command::Command::{Adopt, Amend, Strike};
    let mut desk = Desk::seeded().await;
    let name = "principal_in_listed_cases";
    let said = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    assert_eq!(desk.setting(name, "2024-06-13").await, said("no", ""));
    assert_eq!(desk.setting(name, "2024-06-14").await, said("yes", "2024-06-14"));
    let adoption = |value: &str| messages::Adoption {
        name: name.to_owned(),
        value: value.to_owned(),
        from: "2026-01-01".to_owned(),
        basis: "陇法办发〔2025〕8号".to_owned(),
        area: "610327".to_owned(),
    };
    desk.tell_setting(name, Adopt(adoption("no"))).await;
    assert_eq!(desk.setting(name, "2026-03-02").await, said("no", "2026-01-01"));
    let amend = messages::AmendSetting { amendment: Some(amendment(2)), adoption: Some(adoption("yes")) };
    desk.tell_setting(name, Amend(amend)).await;
    assert_eq!(desk.setting(name, "2026-03-02").await, said("yes", "2026-01-01"));
    desk.tell_setting(name, Strike(amendment(2))).await;
    assert_eq!(desk.setting(name, "2026-03-02").await, said("yes", "2024-06-14"));
    assert_eq!(desk.setting("issuer_org", "2024-06-13").await, said("", ""));
}

#[tokio::test]
async fn holidays_are_those_published_by_the_end_of_the_day() {
    let mut desk = Desk::seeded().await;
    let published = async |desk: &Desk, on: &str, year| {
        let asked = messages::HolidaysQuestion { on: on.to_owned(), year };
        desk.ask(registers::holidays::Holidays, asked).await.unwrap().years
    };
    assert_eq!(published(&desk, "2025-11-03", 0).await.len(), 3);
    let announced = published(&desk, "2025-11-04", 2026).await;
    assert_eq!((announced.len(), announced[0].revision, announced[0].days.len()), (1, 1, 39));

    let mut days = announced[0].days.clone();
    days.retain(|day| day.day != "2026-02-28");
    let amend = messages::AmendHolidayYear {
        published_on: "2026-02-10".to_owned(),
        notice: "国务院办公厅关于调整2026年春节假期安排的通知".to_owned(),
        reason: "NewFact".to_owned(),
        explanation: "调整补班".to_owned(),
        days,
    };
    let message = messages::HolidayYearCommand { command: Some(messages::holiday_year_command::Command::Amend(amend)) };
    let year = directory::holiday_year::holiday_year_id(2026).uuid();
    desk.carry_out::<directory::holiday_year::HolidayYear>(year, &message.encode_to_vec()).await;
    assert_eq!(published(&desk, "2026-02-09", 2026).await[0].revision, 1);
    let now = published(&desk, "2026-02-10", 2026).await;
    assert_eq!((now[0].revision, now[0].days.len()), (2, 38));
}

#[tokio::test]
async fn a_question_without_a_day_is_sent_back() {
    let desk = Desk::seeded().await;
    let asked = messages::OrgansQuestion::default();
    let wrong = desk.ask(registers::organs::Organs, asked).await.unwrap_err();
    assert_eq!(wrong.to_string(), "on：缺少日期，请写成 2024-09-25 这样的形式");
}

#[tokio::test]
async fn registers_that_are_cleared_and_filled_again_are_the_same() {
    let mut desk = Desk::seeded().await;
    desk.tell_organ("610327-sfj", messages::organ_command::Command::Rename(rename("陇县司法行政局", "2025-05-01")))
        .await;
    let before = contents(&desk.pool).await;
    let mut db = desk.pool.acquire().await.unwrap();
    registers::organs::Organs.clear(&mut db).await.unwrap();
    registers::officials::Officials.clear(&mut db).await.unwrap();
    registers::judicial_organs::JudicialOrgans.clear(&mut db).await.unwrap();
    registers::holidays::Holidays.clear(&mut db).await.unwrap();
    registers::settings::Settings.clear(&mut db).await.unwrap();
    drop(db);
    assert!(contents(&desk.pool).await.iter().all(|(_, rows)| rows.is_empty()));
    desk.read = 0;
    desk.follow().await;
    assert_eq!(contents(&desk.pool).await, before);
}

/// All rows of all registers.
async fn contents(pool: &PgPool) -> Vec<(String, Vec<String>)> {
    let tables =
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'directory' AND tablename <> 'migration' ORDER BY 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
    let mut contents = Vec::new();
    for table in tables {
        let rows = sqlx::AssertSqlSafe(format!("SELECT t::text FROM directory.{table} t ORDER BY 1"));
        contents.push((table, sqlx::query_scalar(rows).fetch_all(pool).await.unwrap()));
    }
    contents
}
