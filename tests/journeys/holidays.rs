//! A year's holidays are announced while a case, a lawsuit and a suggestion run into it: what will move is listed before,
//! and what has moved is shown with its reason afterwards (S13, T12).

use kernel::id::Id;
use proto::Message;
use proto::appearances::{self, LawsuitCommand, lawsuit_command};
use proto::reconsideration::{
    Acceptance, Act, CaseCommand, Claim, Conditions, NumberRequest, Party, Reception, Respondent, case_command,
};
use proto::suggestions::{self as letters, SuggestionCommand, suggestion_command};
use songli_tests::browser::{Browser, Page};
use songli_tests::{System, accepted, command};
use uuid::Uuid;

use crate::notice_on_its_pages::{BUREAU, County};

/// 2027 as it might be announced, with a Saturday that is worked, on which sixty days from 2026-12-01 end.
const DAYS: &str = "2027-01-01 放假 元旦\n2027-01-30 上班 春节\n2027-05-01，放假，劳动节\n2027-10-01,holiday,国庆节";
/// The same as a holiday file has it.
const FILE: &str =
    "2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节";
const NOTICE: &str = "国务院办公厅关于2027年部分节假日安排的通知";
const COURT: &str = "陕0327";

fn organ() -> Vec<u8> {
    Id::<()>::named("Organ", BUREAU).uuid().as_bytes().to_vec()
}

async fn tells(system: &System, service: &str, kind: &str, stream: Uuid, payload: Vec<u8>) {
    accepted(system.send(service, kind, &command(system.clock.new_id(), stream, payload)).await);
}

/// Received on 2026-11-30, accepted the day after.
async fn accepts(system: &System) -> Uuid {
    let party = Party {
        number: 1,
        role: "Applicant".to_owned(),
        kind: "Citizen".to_owned(),
        name: "吴某".to_owned(),
        ..Party::default()
    };
    let reception = Reception {
        received_on: "2026-11-30".to_owned(),
        channel: "InPerson".to_owned(),
        number: Some(NumberRequest { area: "610327".to_owned(), ..NumberRequest::default() }),
        parties: vec![party],
        respondents: vec![Respondent { number: 2, organ: organ(), name: "陇县市场监督管理局".to_owned() }],
        act: Some(Act {
            kind: "Penalty".to_owned(),
            title: "行政处罚决定书".to_owned(),
            served: "Yes".to_owned(),
            ..Act::default()
        }),
        claims: vec![Claim { number: 1, kind: "Revoke".to_owned(), text: "撤销该处罚决定".to_owned() }],
        ..Reception::default()
    };
    let conditions = Conditions {
        parties: true,
        interest: true,
        claims: true,
        in_time: true,
        in_scope: true,
        jurisdiction: true,
        not_pending: true,
    };
    let acceptance = Acceptance {
        on: "2026-12-01".to_owned(),
        procedure: "Ordinary".to_owned(),
        conditions: Some(conditions),
        ..Acceptance::default()
    };
    let case = system.clock.new_id();
    for step in [case_command::Command::Receive(reception), case_command::Command::Accept(acceptance)] {
        let payload = CaseCommand { command: Some(step) }.encode_to_vec();
        tells(system, "reconsideration", "ReconsiderationCase", case, payload).await;
    }
    case
}

/// The copy came so that the days for an answer end on Tuesday 2027-01-05.
async fn is_sued(system: &System) -> Uuid {
    let registration = appearances::Registration {
        case_number: Some(appearances::CaseNumber {
            text: format!("（2026）{COURT}行初9号"), ..Default::default()
        }),
        court: Some(appearances::Court { code: COURT.to_owned(), ..Default::default() }),
        docketed_on: "2026-12-14".to_owned(),
        plaintiffs: vec![appearances::Plaintiff { number: 1, kind: "Citizen".to_owned(), name: "周八".to_owned() }],
        defendants: vec![appearances::Defendant {
            number: 2,
            role: "Defendant".to_owned(),
            kind: "OriginalOrgan".to_owned(),
            organ: organ(),
            ..Default::default()
        }],
        cause: "行政处罚".to_owned(),
        ..Default::default()
    };
    let copy = appearances::CopyReceipt { instance: 1, defendant: 2, on: "2026-12-21".to_owned() };
    let lawsuit = system.clock.new_id();
    for step in [lawsuit_command::Command::Register(registration), lawsuit_command::Command::RecordCopy(copy)] {
        let payload = LawsuitCommand { command: Some(step) }.encode_to_vec();
        tells(system, "appearances", "Lawsuit", lawsuit, payload).await;
    }
    lawsuit
}

/// Received so that two months end on Saturday 2027-01-30.
async fn is_written_to(system: &System) -> Uuid {
    let letter = letters::Letter {
        kind: "Governance".to_owned(),
        issuer: Id::<()>::named("JudicialOrgan", COURT).uuid().as_bytes().to_vec(),
        issuer_name: "陇县人民法院".to_owned(),
        number: "陇法建〔2026〕9号".to_owned(),
        issued_on: "2026-11-30".to_owned(),
        title: "关于规范行政处罚程序的司法建议书".to_owned(),
        ..Default::default()
    };
    let addressee = letters::Addressee {
        number: 1,
        organ: organ(),
        name: "陇县市场监督管理局".to_owned(),
        received_on: "2026-11-30".to_owned(),
    };
    let registration =
        letters::Registration { letter: Some(letter), addressees: vec![addressee], ..Default::default() };
    let suggestion = system.clock.new_id();
    let command = Some(suggestion_command::Command::Register(registration));
    let payload = SuggestionCommand { command }.encode_to_vec();
    tells(system, "suggestions", "Suggestion", suggestion, payload).await;
    suggestion
}

/// A county on 2026-12-22, with one of each.
async fn county() -> (County, [String; 3]) {
    let county = County::open().await;
    county.system.pass(295).await;
    assert_eq!(county.system.today().to_string(), "2026-12-22");
    let (case, lawsuit, suggestion) =
        (accepts(&county.system).await, is_sued(&county.system).await, is_written_to(&county.system).await);
    county.system.settled().await;
    (county, [format!("/cases/{case}"), format!("/lawsuits/{lawsuit}"), format!("/suggestions/{suggestion}")])
}

/// The administrator fills the year in, and looks what it would move.
async fn looks(admin: &mut Browser, days: &str, more: &[(&str, &str)]) -> Page {
    let page = admin.open("/directory/holidays/new?year=2027").await;
    let entered = [("notice", NOTICE), ("published_on", "2026-12-22"), ("days", days)];
    admin.submit(&page, &[&entered, more].concat(), "check").await
}

#[tokio::test]
async fn r_cal_7_t12_s13_what_an_announced_year_moves_is_listed_before_and_told_afterwards() {
    let (county, things) = county().await;
    let (mut admin, mut head) = (county.person("admin").await, county.person("wang.jun").await);
    for thing in &things {
        let page = head.open(thing).await;
        assert!(page.body.contains("暂定"), "{thing}: {}", page.body);
    }

    let page = head.open("/provisional").await;
    assert!(things.iter().all(|thing| page.body.contains(thing)) && page.body.contains("2027-02-01"), "{}", page.body);

    let page = looks(&mut admin, DAYS, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("2027-02-01（暂定）</td><td class=\"number\">2027-01-30</td>"), "{}", page.body);
    assert!(page.body.contains("应诉案件") && page.body.contains("建议"), "{}", page.body);
    assert!(!page.body.contains("陇法建") && !page.body.contains("行初9号"), "an administrator reads no case");
    assert!(head.open(&things[0]).await.body.contains("暂定"), "nothing was saved");

    let page = admin.submit(&page, &[], "save").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.path.starts_with("/directory/holidays?year=2027"), "{}: {}", page.path, page.body);
    county.system.settled().await;
    for (thing, due) in things.iter().zip(["2027-01-30", "2027-01-05", "2027-01-30"]) {
        let page = head.open(thing).await;
        assert!(page.body.contains(due) && page.body.contains("放假安排变动，期限重新计算"), "{thing}: {}", page.body);
        assert!(page.body.contains(NOTICE) && page.body.contains("（暂定）"), "{thing}: {}", page.body);
        assert!(!page.body.contains("tag-amber\">暂定"), "{thing}: {}", page.body);
    }

    assert!(head.open("/provisional").await.body.contains("没有暂定的期限"));

    let more = [("reason", "EntryError"), ("explanation", "核对后更正")];
    let without = DAYS.replace("2027-01-30 上班 春节\n", "");
    let page = looks(&mut admin, &without, &more).await;
    assert!(page.body.contains("2027-01-30</td><td class=\"number\">2027-02-01</td>"), "{}", page.body);
    admin.submit(&page, &[], "save").await;
    county.system.settled().await;
    let page = head.open(&things[0]).await;
    assert!(page.body.contains("原为 2027-01-30") && page.body.contains("至 2027-02-01"), "{}", page.body);
}

#[tokio::test]
async fn r_cal_7_a_service_that_was_away_counts_anew_when_it_is_back() {
    let (mut county, things) = county().await;
    let database = county.system.stop("reconsideration").await;
    let days = FILE.lines().map(|row| {
        let [day, kind, name] = row.split(',').collect::<Vec<_>>().try_into().expect("three");
        proto::directory::HolidayDay { day: str::to_owned(day), kind: str::to_owned(kind), name: str::to_owned(name) }
    });
    let announce = proto::directory::AnnounceHolidayYear {
        year: 2027,
        published_on: "2026-12-22".to_owned(),
        notice: NOTICE.to_owned(),
        days: days.collect(),
    };
    let announce = proto::directory::holiday_year_command::Command::Announce(announce);
    let payload = proto::directory::HolidayYearCommand { command: Some(announce) }.encode_to_vec();
    let year = directory::holiday_year::holiday_year_id(2027).uuid();
    tells(&county.system, "directory", "HolidayYear", year, payload).await;
    county.system.settled().await;

    county.system.add(reconsideration::service(), database).await;
    county.system.settled().await;
    let page = county.person("wang.jun").await.open(&things[0]).await;
    assert!(page.body.contains("2027-01-30") && page.body.contains("原为 2027-02-01（暂定）"), "{}", page.body);

    let told = events(&county.system).await;
    for model in ["running_periods", "holidays"] {
        let around = county.system.surroundings(&county.system.service("reconsideration").database).await;
        runtime::rebuild(&reconsideration::service(), model, &around).await.expect("it is rebuilt");
    }
    let database = county.system.stop("reconsideration").await;
    county.system.add(reconsideration::service(), database).await;
    county.system.settled().await;
    assert_eq!(events(&county.system).await, told, "what was counted anew is not told again");
}

/// How many events the log of reconsideration holds.
async fn events(system: &System) -> i64 {
    let log = system.database("reconsideration").await;
    sqlx::query_scalar("SELECT count(*) FROM log.event").fetch_one(&log).await.expect("a number")
}
