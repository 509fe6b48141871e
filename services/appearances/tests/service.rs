//! The service at work on a real PostgreSQL and a real broker: a hearing and its lawsuit in one commit, and what the days
//! bring.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use appearances::asks::hearing_steps::HearingSteps;
use appearances::asks::lawsuit_steps::LawsuitSteps;
use appearances::asks::preview::{HearingPreview, LawsuitPreview};
use appearances::hearing::Hearing;
use appearances::lawsuit::Lawsuit;
use backing::{Private, ThrowAway};
use jiff::Timestamp;
use kernel::aggregate::Aggregate;
use proto::Message;
use proto::appearances::{self as messages, hearing_command, lawsuit_command};
use proto::common::{Actor, Amendment, Command, PreviewQuestion, Reply, Strike, reply};
use runtime::clock::Clock;
use runtime::{At, Bus, Question, Running, Surroundings};
use sqlx::PgPool;
use uuid::Uuid;

/// The servers live on a runtime of their own, since each test's ends with the test.
static SERVERS: LazyLock<ThrowAway> = LazyLock::new(|| {
    let (sender, started) = mpsc::channel();
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            sender.send(Private::throw_away().await.unwrap()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    started.recv().unwrap()
});

/// One test at a time: all share the broker, and with it the stream of the service.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

const LAWSUIT: Uuid = Uuid::from_u128(0x0196_0000_0000_7000_8000_0000_0000_0001);
const HEARING: Uuid = Uuid::from_u128(0x0196_0000_0000_7000_8000_0000_0000_0002);

struct Office {
    running: Running,
    clock: Clock,
    pool: PgPool,
    count: u128,
}

impl Office {
    async fn on(day: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let servers = tokio::task::spawn_blocking(|| &*SERVERS).await.unwrap();
        let name = format!("appearances_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        servers.postgres.create_database(&name).await.unwrap();
        let pool = PgPool::connect(&servers.postgres.url(&name)).await.unwrap();
        let (url, user, password) = (servers.nats.url(), servers.nats.user(), servers.nats.password());
        let bus = Bus::connect(&url, user, password, "test").await.unwrap();
        // Each test has a log of its own, so the stream of the one before it must go.
        let _ = bus.jetstream.delete_stream("songli-appearances").await;
        let clock = Clock::standing_at(morning(day));
        let surroundings = Surroundings { pool: pool.clone(), bus, clock: clock.clone(), area: "610327".to_owned() };
        let running = appearances::service().start(surroundings).await.unwrap();
        Self { running, clock, pool, count: 0 }
    }

    async fn sends(&mut self, kind: &str, stream: Uuid, payload: Vec<u8>) -> Reply {
        self.count += 1;
        let command = Command {
            command_id: Uuid::from_u128(self.count).as_bytes().to_vec(),
            stream: stream.as_bytes().to_vec(),
            expected_version: None,
            actor: Some(Actor { account: "zhao.min".to_owned(), name: "赵敏".to_owned() }),
            cause: Vec::new(),
            area: String::new(),
            payload,
        };
        self.running.executor.execute(kind, command).await
    }

    async fn does(&mut self, command: lawsuit_command::Command) {
        let payload = messages::LawsuitCommand { command: Some(command) }.encode_to_vec();
        let reply = self.sends(Lawsuit::KIND, LAWSUIT, payload).await;
        assert!(matches!(reply.outcome, Some(reply::Outcome::Accepted(_))), "{reply:?}");
    }

    async fn asks<Q: Question>(&self, question: Q, asked: Q::Asked) -> Q::Answer {
        let mut db = self.pool.acquire().await.unwrap();
        let mut at = At { db: &mut db, today: self.clock.today(), calendar: self.running.calendar() };
        question.answer(&mut at, asked).await.unwrap()
    }

    /// The names of a stream's events.
    async fn events(&self, stream: Uuid) -> Vec<String> {
        let recorded = self.running.log.load(&[stream]).await.unwrap();
        recorded.into_iter().map(|recorded| recorded.envelope.event).collect()
    }

    /// Waits until a morning has come and all that it brings is done.
    async fn morning_of(&self, day: &str) {
        self.clock.move_to(morning(day));
        let waiting = async {
            while self.running.lacks().await.unwrap().is_some() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
    }
}

fn morning(day: &str) -> Timestamp {
    format!("{day}T09:00:00+08:00").parse().unwrap()
}

fn register(docketed_on: &str) -> lawsuit_command::Command {
    lawsuit_command::Command::Register(messages::Registration {
        case_number: Some(messages::CaseNumber { text: "(2024)陕0327行初12号".to_owned(), ..Default::default() }),
        court: Some(messages::Court { name: "陇县人民法院".to_owned(), ..Default::default() }),
        docketed_on: docketed_on.to_owned(),
        plaintiffs: vec![messages::Plaintiff { number: 1, kind: "Citizen".to_owned(), name: "张三".to_owned() }],
        defendants: vec![messages::Defendant {
            number: 2,
            role: "Defendant".to_owned(),
            kind: "OriginalOrgan".to_owned(),
            name: "某镇人民政府".to_owned(),
            copy_received_on: docketed_on.to_owned(),
            ..Default::default()
        }],
        cause: "行政强制".to_owned(),
        ..Default::default()
    })
}

fn held(on: &str, heads: Vec<messages::Head>) -> Vec<u8> {
    let notices = vec![messages::NoticeTo { defendant: 2, notice: "None".to_owned(), ..Default::default() }];
    let attendances = vec![messages::Attendance { defendant: 2, heads, ..Default::default() }];
    let command = hearing_command::Command::Record(messages::Recording {
        plan: Some(messages::Plan { day: on.to_owned(), notices, ..Default::default() }),
        holding: Some(messages::Holding { on: on.to_owned(), attendances, ..Default::default() }),
    });
    messages::HearingCommand {
        command: Some(command),
        lawsuit: LAWSUIT.as_bytes().to_vec(),
        instance: 1,
        hearing: HEARING.as_bytes().to_vec(),
        ..Default::default()
    }
    .encode_to_vec()
}

fn chief() -> messages::Head {
    messages::Head {
        name: "周镇长".to_owned(),
        post: "镇长".to_owned(),
        level: "Principal".to_owned(),
        statement: "出庭应诉负责人身份证明".to_owned(),
        spoke: "Yes".to_owned(),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hearing_and_what_its_lawsuit_makes_of_it_are_stored_together_or_not_at_all() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2023-10-20").await;
    // L14: the township head himself appears.
    office.does(register("2023-09-08")).await;
    let preview = PreviewQuestion { payload: held("2023-10-16", vec![chief()]), ..Default::default() };
    let preview = office.asks(HearingPreview, preview).await;
    assert_eq!(
        (preview.events, preview.duties[0].state.as_str()),
        (vec!["HearingScheduled".to_owned(), "HearingHeld".to_owned()], "Fulfilled")
    );

    let too_early = office.sends(Hearing::KIND, HEARING, held("2023-09-01", vec![chief()])).await;
    assert!(matches!(too_early.outcome, Some(reply::Outcome::Refused(refused)) if refused.code == "TooEarly"));
    let unknown = messages::Head { official: Uuid::from_u128(9).as_bytes().to_vec(), ..chief() };
    let nobody = office.sends(Hearing::KIND, HEARING, held("2023-10-16", vec![unknown])).await;
    assert!(
        matches!(nobody.outcome, Some(reply::Outcome::Malformed(wrong)) if wrong.text.contains("名录中没有这个人"))
    );
    assert_eq!(office.events(LAWSUIT).await, ["Registered", "CopyReceived"]);

    let reply = office.sends(Hearing::KIND, HEARING, held("2023-10-16", vec![chief()])).await;
    assert!(matches!(reply.outcome, Some(reply::Outcome::Accepted(_))), "{reply:?}");
    assert_eq!(office.events(HEARING).await, ["HearingScheduled", "HearingHeld"]);
    assert_eq!(office.events(LAWSUIT).await, ["Registered", "CopyReceived", "HearingNoted"]);
    let elsewhere = office.sends(Hearing::KIND, Uuid::from_u128(77), held("2023-10-16", vec![chief()])).await;
    assert!(matches!(elsewhere.outcome, Some(reply::Outcome::Malformed(_))), "{elsewhere:?}");

    let lawsuit = LAWSUIT.as_bytes().to_vec();
    let steps = office.asks(LawsuitSteps, messages::LawsuitStepsQuestion { lawsuit: lawsuit.clone() }).await;
    assert_eq!((steps.stage.as_str(), steps.duties[0].state.as_str()), ("Heard", "Fulfilled"));
    assert_eq!(steps.lawsuit.unwrap().instances[0].case_number.as_ref().unwrap().text, "（2024）陕0327行初12号");
    let hearing = HEARING.as_bytes().to_vec();
    let steps = office.asks(HearingSteps, messages::HearingStepsQuestion { hearing, lawsuit, instance: 1 }).await;
    assert_eq!((steps.stage.as_str(), steps.presences[0].level.as_str()), ("Held", "Principal"));
    office.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s01_a_courts_number_that_another_lawsuit_bears_is_pointed_out() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-06-03").await;
    office.does(register("2024-06-03")).await;
    let notes = async |office: &Office, stream: &[u8], number: &str| {
        let lawsuit_command::Command::Register(mut suit) = register("2024-06-03") else { unreachable!() };
        suit.case_number = Some(messages::CaseNumber { text: number.to_owned(), ..Default::default() });
        let command = Some(lawsuit_command::Command::Register(suit));
        let payload = messages::LawsuitCommand { command }.encode_to_vec();
        let asked = PreviewQuestion { stream: stream.to_vec(), payload, ..Default::default() };
        office.asks(LawsuitPreview, asked).await.notes
    };
    office.morning_of("2024-06-04").await;
    let twice = notes(&office, &[], "（２０２４）陕0327行初12号").await;
    assert!(twice.iter().any(|note| note.contains("另一个应诉案件")), "{twice:?}");
    assert!(notes(&office, &[], "（2024）陕0327行初13号").await.is_empty());
    let amendment = Amendment { entry: 1, reason: "EntryError".to_owned(), explanation: "重复登记".to_owned() };
    office.does(lawsuit_command::Command::Strike(Strike { amendment: Some(amendment) })).await;
    office.morning_of("2024-06-05").await;
    assert!(notes(&office, &[], "（2024）陕0327行初12号").await.is_empty());
    office.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timers_record_a_missed_answer_and_an_effect_of_what_was_registered_in_time() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-06-03").await;
    office.does(register("2024-06-03")).await;
    office.morning_of("2024-06-18").await;
    assert_eq!(office.events(LAWSUIT).await.last().unwrap(), "CopyReceived", "the last day is not over");
    office.morning_of("2024-06-19").await;
    assert_eq!(office.events(LAWSUIT).await.last().unwrap(), "AnswerExpired");

    office.morning_of("2024-07-10").await;
    let serve = |party| messages::JudgmentService { party, on: "2024-07-10".to_owned(), ..Default::default() };
    office
        .does(lawsuit_command::Command::Judge(messages::Judgment {
            instance: 1,
            form: "Judgment".to_owned(),
            judged_on: "2024-07-09".to_owned(),
            outcomes: vec![messages::Outcome { defendant: 2, code: "J01".to_owned(), ..Default::default() }],
            services: vec![serve(1), serve(2)],
            ..Default::default()
        }))
        .await;
    office.morning_of("2024-07-25").await;
    assert_eq!(office.events(LAWSUIT).await.last().unwrap(), "JudgmentServed");
    office.morning_of("2024-07-26").await;
    assert_eq!(office.events(LAWSUIT).await.last().unwrap(), "TookEffect");
    office.morning_of("2024-07-27").await;
    assert_eq!(office.events(LAWSUIT).await.iter().filter(|event| *event == "TookEffect").count(), 1);
    office.running.stop().await;
}
