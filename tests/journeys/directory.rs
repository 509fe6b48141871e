//! The directory as those around it meet it: seeded at the first start, changed over NATS, asked as of a day, run in two
//! copies, rebuilt while it runs.

use kernel::calendar::{AnnouncedYear, Calendar};
use kernel::day::day;
use proto::Message;
use proto::common::reply;
use proto::directory::{
    self as messages, HolidaysAnswer, HolidaysQuestion, OfficialsAnswer, OfficialsQuestion, Organ, OrganCommand,
    OrganEnd, OrganName, OrgansAnswer, OrgansQuestion, SettingsInForceAnswer, SettingsInForceQuestion, organ_command,
};
use songli_tests::{System, accepted, command, refused};
use uuid::Uuid;

const BUREAU: &str = "610327-sfj";

fn organ_id(code: &str) -> Uuid {
    directory::organ::organ_id(&code.to_owned().try_into().expect("a code")).uuid()
}

async fn organ(system: &System, code: &str, on: &str) -> Option<Organ> {
    let asked = OrgansQuestion { on: on.to_owned(), ..Default::default() };
    let answer: OrgansAnswer = system.ask("directory", "Organs", &asked).await;
    answer.organs.into_iter().find(|organ| organ.code == code)
}

fn to_bureau(system: &System, what: organ_command::Command) -> proto::common::Command {
    let payload = OrganCommand { command: Some(what) }.encode_to_vec();
    command(system.clock.new_id(), organ_id(BUREAU), payload)
}

fn rename(name: &str, from: &str) -> organ_command::Command {
    organ_command::Command::Rename(OrganName {
        name: name.to_owned(),
        short_name: String::new(),
        from: from.to_owned(),
        basis: "陇编发〔2025〕1号".to_owned(),
    })
}

#[tokio::test]
async fn the_county_is_in_the_directory_after_the_first_start() {
    let system = System::start().await;
    system.settled().await;
    let today = system.today().to_string();
    assert_eq!(organ(&system, BUREAU, &today).await.map(|organ| organ.name).as_deref(), Some("陇县司法局"));

    let asked = OfficialsQuestion { on: today.clone(), organ: organ_id(BUREAU).as_bytes().to_vec(), after: Vec::new() };
    let officials: OfficialsAnswer = system.ask("directory", "Officials", &asked).await;
    assert_eq!(officials.posts.iter().map(|held| held.level.as_str()).collect::<Vec<_>>().len(), 2);

    let asked = HolidaysQuestion { on: today.clone(), year: 0 };
    let holidays: HolidaysAnswer = system.ask("directory", "Holidays", &asked).await;
    let years = holidays.years.iter().map(|year| year.year).collect::<Vec<_>>();
    assert_eq!(years, [2023, 2024, 2025, 2026]);

    let asked = SettingsInForceQuestion { on: today, area: "610327".to_owned() };
    let settings: SettingsInForceAnswer = system.ask("directory", "SettingsInForce", &asked).await;
    let body = settings.settings.iter().find(|setting| setting.name == "reconsideration_body").expect("it was adopted");
    assert_eq!(body.value, BUREAU);
}

#[tokio::test]
async fn an_organ_renamed_over_nats_bears_either_name_on_its_days() {
    let system = System::start().await;
    accepted(system.send("directory", "Organ", &to_bureau(&system, rename("陇县司法行政局", "2025-05-01"))).await);
    system.settled().await;
    for (on, name) in [("2025-04-30", "陇县司法局"), ("2025-05-01", "陇县司法行政局")] {
        assert_eq!(organ(&system, BUREAU, on).await.expect("it stands").name, name);
    }
}

#[tokio::test]
async fn a_refusal_tells_code_field_and_the_clashing_day() {
    let system = System::start().await;
    let end =
        OrganEnd { on: "2026-02-01".to_owned(), successor: Vec::new(), basis: "陇政发〔2026〕3号".to_owned() };
    accepted(system.send("directory", "Organ", &to_bureau(&system, organ_command::Command::Abolish(end))).await);
    let no = refused(system.send("directory", "Organ", &to_bureau(&system, rename("陇县法制局", "2026-02-01"))).await);
    assert_eq!((no.code.as_str(), no.field.as_str()), ("NamedAfterItsEnd", "from"));
    assert!(no.text.contains("2026-02-01"), "{}", no.text);
}

#[tokio::test]
async fn a_second_copy_beside_the_first_enters_nothing_twice() {
    let system = System::start().await;
    system.settled().await;
    let entered = events(&system).await;
    let second = system.copy(directory::service(), &system.service("directory").database).await;
    assert_eq!(events(&system).await, entered);

    for (n, name) in ["陇县法制局", "陇县司法行政局", "陇县司法局"].iter().enumerate() {
        let from = format!("2025-0{}-01", n + 1);
        accepted(system.send("directory", "Organ", &to_bureau(&system, rename(name, &from))).await);
    }
    system.settled().await;
    assert_eq!(events(&system).await, entered + 3);
    assert_eq!(organ(&system, BUREAU, "2025-02-10").await.expect("it stands").name, "陇县司法行政局");
    second.stop().await;
}

#[tokio::test]
async fn a_new_line_of_the_seeds_is_entered_at_the_next_start_and_the_old_ones_are_not_again() {
    let mut system = System::start().await;
    system.settled().await;
    let entered = events(&system).await;
    let database = system.stop("directory").await;
    let town = "610327-sfj,陇县司法局,县司法局,政府工作部门,610327,,2024-01-01,\n610327-x,某镇人民政府,某镇,乡镇政府（街道办）,610327,,2024-01-01,";
    let seeds =
        directory::seeds::LONGXIAN.replace("610327-sfj,陇县司法局,县司法局,政府工作部门,610327,,2024-01-01,", town);
    system.add(directory::seeded_with(&seeds).expect("seeds"), database).await;
    system.settled().await;
    assert_eq!(events(&system).await, entered + 1);
    assert_eq!(organ(&system, "610327-x", "2026-03-02").await.expect("it stands").kind, "Township");
}

#[tokio::test]
async fn a_year_announced_in_the_directory_is_known_to_the_calendar() {
    let system = System::start().await;
    system.settled().await;
    let running = &system.service("directory").running;
    assert_eq!(running.calendar().years().map(AnnouncedYear::year).collect::<Vec<_>>(), [2023, 2024, 2025, 2026]);
    assert!(!running.calendar().is_announced(day(2027, 5, 1)));

    let days = ["2027-01-01", "2027-05-01", "2027-10-01"].map(|day| messages::HolidayDay {
        day: day.to_owned(),
        kind: "holiday".to_owned(),
        name: "节日".to_owned(),
    });
    let announce = messages::AnnounceHolidayYear {
        year: 2027,
        published_on: "2026-03-02".to_owned(),
        notice: "国务院办公厅关于2027年部分节假日安排的通知".to_owned(),
        days: days.to_vec(),
    };
    let announce = messages::holiday_year_command::Command::Announce(announce);
    let payload = messages::HolidayYearCommand { command: Some(announce) }.encode_to_vec();
    let year = directory::holiday_year::holiday_year_id(2027).uuid();
    accepted(system.send("directory", "HolidayYear", &command(system.clock.new_id(), year, payload)).await);
    system.settled().await;
    assert!(running.calendar().is_announced(day(2027, 5, 1)));
    assert_ne!(running.calendar().version(), Calendar::shipped().version());
}

#[tokio::test]
async fn a_register_rebuilt_while_the_service_runs_is_the_same() {
    let system = System::start().await;
    accepted(system.send("directory", "Organ", &to_bureau(&system, rename("陇县司法行政局", "2025-05-01"))).await);
    system.settled().await;
    let before = contents(&system).await;
    assert!(before.iter().all(|(_, rows)| !rows.is_empty()));
    let around = system.surroundings(&system.service("directory").database).await;
    for model in ["organs", "officials", "judicial_organs", "holiday_years", "settings"] {
        let applied = runtime::rebuild(&directory::service(), model, &around).await.expect("it is rebuilt");
        assert_eq!(applied, Some(events(&system).await));
    }
    assert_eq!(contents(&system).await, before);
    system.settled().await;
}

/// How many events the directory's log holds.
async fn events(system: &System) -> i64 {
    let pool = system.database("directory").await;
    sqlx::query_scalar("SELECT count(*) FROM log.event").fetch_one(&pool).await.expect("a number")
}

/// All rows of all registers.
async fn contents(system: &System) -> Vec<(String, Vec<String>)> {
    let pool = system.database("directory").await;
    let tables =
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'directory' AND tablename <> 'migration' ORDER BY 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.expect("tables");
    let mut contents = Vec::new();
    for table in tables {
        let rows = sqlx::AssertSqlSafe(format!("SELECT t::text FROM directory.{table} t ORDER BY 1"));
        contents.push((table, sqlx::query_scalar(rows).fetch_all(&pool).await.expect("rows")));
    }
    contents
}

#[tokio::test]
async fn an_organ_is_not_registered_on_a_stream_that_is_not_its_own() {
    let system = System::start().await;
    let register = organ_command::Command::Register(messages::OrganEntry {
        code: "610327-x".to_owned(),
        name: "某镇人民政府".to_owned(),
        kind: "Township".to_owned(),
        area: "610327".to_owned(),
        since: "2024-01-01".to_owned(),
        ..messages::OrganEntry::default()
    });
    let reply = system.send("directory", "Organ", &to_bureau(&system, register)).await;
    let Some(reply::Outcome::Malformed(wrong)) = reply.outcome else { panic!("{reply:?}") };
    assert!(wrong.text.contains(&organ_id("610327-x").to_string()), "{}", wrong.text);
}
