//! The service at work on a real PostgreSQL and a real broker: numbers and cases in one commit, and what the days bring.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use backing::{Private, ThrowAway};
use jiff::Timestamp;
use kernel::aggregate::Aggregate;
use proto::Message;
use proto::common::{
    Actor, Amendment, Answer, Command, Deadline, PreviewQuestion, RecountAnswer, RecountQuestion, Reply, Strike,
    answer, reply,
};
use proto::reconsideration::{self as messages, case_command};
use proto::subject;
use reconsideration::asks::{preview::Preview, steps::Steps};
use reconsideration::case::Case;
use reconsideration::number::NumberRegister;
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
        let name = format!("reconsideration_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        servers.postgres.create_database(&name).await.unwrap();
        let pool = PgPool::connect(&servers.postgres.url(&name)).await.unwrap();
        let (url, user, password) = (servers.nats.url(), servers.nats.user(), servers.nats.password());
        let bus = Bus::connect(&url, user, password, "test").await.unwrap();
        // Each test has a log of its own, so the stream of the one before it must go.
        let _ = bus.jetstream.delete_stream("songli-reconsideration").await;
        let clock = Clock::standing_at(morning(day));
        let surroundings = Surroundings { pool: pool.clone(), bus, clock: clock.clone(), area: "610327".to_owned() };
        let running = reconsideration::service().start(surroundings).await.unwrap();
        Self { running, clock, pool, count: 0 }
    }

    async fn sends(&mut self, case: Uuid, command: case_command::Command) -> Reply {
        self.count += 1;
        self.sends_as(self.count, case, command).await
    }

    async fn sends_as(&self, id: u128, case: Uuid, command: case_command::Command) -> Reply {
        let command = Command {
            command_id: Uuid::from_u128(id).as_bytes().to_vec(),
            stream: case.as_bytes().to_vec(),
            expected_version: None,
            actor: Some(Actor { account: "zhao.min".to_owned(), name: "赵敏".to_owned() }),
            cause: Vec::new(),
            area: String::new(),
            payload: payload(command),
        };
        self.running.executor.execute(Case::KIND, command).await
    }

    async fn does(&mut self, case: Uuid, command: case_command::Command) {
        let reply = self.sends(case, command).await;
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

    /// The numbers given out, in their order.
    async fn numbers(&self) -> Vec<String> {
        let sql = "SELECT envelope FROM log.event ORDER BY position";
        let envelopes: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(&self.pool).await.unwrap();
        let envelopes = envelopes.iter().map(|bytes| proto::common::Envelope::decode(bytes.as_slice()).unwrap());
        let registers = envelopes.filter(|envelope| envelope.kind == NumberRegister::KIND);
        registers
            .map(|envelope| {
                let event = messages::RegisterEvent::decode(envelope.payload.as_slice()).unwrap().event.unwrap();
                let messages::register_event::Event::Taken(taken) = event;
                taken.number.unwrap().text
            })
            .collect()
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

    /// Waits until the last event of a stream has this name.
    async fn comes_to(&self, stream: Uuid, event: &str) {
        let waiting = async {
            while self.events(stream).await.last().is_none_or(|last| last != event) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
    }
}

fn morning(day: &str) -> Timestamp {
    format!("{day}T09:00:00+08:00").parse().unwrap()
}

fn payload(command: case_command::Command) -> Vec<u8> {
    messages::CaseCommand { command: Some(command) }.encode_to_vec()
}

fn number_of_the_place() -> messages::NumberRequest {
    messages::NumberRequest { area: "610327".to_owned(), ..Default::default() }
}

fn receive(received_on: &str, existing: &str) -> case_command::Command {
    case_command::Command::Receive(messages::Reception {
        received_on: received_on.to_owned(),
        channel: "InPerson".to_owned(),
        number: Some(messages::NumberRequest { existing: existing.to_owned(), ..number_of_the_place() }),
        parties: vec![messages::Party {
            number: 1,
            role: "Applicant".to_owned(),
            kind: "Citizen".to_owned(),
            name: "张三".to_owned(),
            ..Default::default()
        }],
        respondents: vec![messages::Respondent {
            number: 2,
            organ: Uuid::from_u128(7).as_bytes().to_vec(),
            name: "陇县公安局".to_owned(),
        }],
        act: Some(messages::Act {
            kind: "Penalty".to_owned(),
            title: "行政处罚决定书".to_owned(),
            served: "Yes".to_owned(),
            ..Default::default()
        }),
        claims: vec![messages::Claim { number: 1, kind: "Revoke".to_owned(), text: "撤销".to_owned() }],
        ..Default::default()
    })
}

fn accept(on: &str) -> case_command::Command {
    case_command::Command::Accept(messages::Acceptance {
        on: on.to_owned(),
        procedure: "Ordinary".to_owned(),
        conditions: Some(messages::Conditions {
            parties: true,
            interest: true,
            claims: true,
            in_time: true,
            in_scope: true,
            jurisdiction: true,
            not_pending: true,
        }),
        ..Default::default()
    })
}

fn service(on: &str) -> messages::Service {
    messages::Service { recipient: 2, method: "Direct".to_owned(), on: on.to_owned(), proof: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn s03_s04_each_case_takes_a_number_of_its_own_and_a_repeated_command_takes_none() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-11-27").await;
    let [first, second, third] = [1, 2, 3].map(|n| Uuid::from_u128(0x100 + n));
    office.does(first, receive("2024-11-27", "")).await;
    let again = office.sends_as(office.count, first, receive("2024-11-27", "")).await;
    assert!(matches!(again.outcome, Some(reply::Outcome::Accepted(accepted)) if accepted.repeated));
    let (one, other) = tokio::join!(
        office.sends_as(50, second, receive("2024-11-27", "")),
        office.sends_as(51, third, receive("2024-11-27", "")),
    );
    for reply in [one, other] {
        assert!(matches!(reply.outcome, Some(reply::Outcome::Accepted(_))), "{reply:?}");
    }
    assert_eq!(office.numbers().await, ["陇政复〔2024〕1号", "陇政复〔2024〕2号", "陇政复〔2024〕3号"]);

    // A refused case takes no number either.
    let refused = office.sends(Uuid::from_u128(0x104), receive("2024-11-28", "")).await;
    assert!(matches!(refused.outcome, Some(reply::Outcome::Refused(_))), "{refused:?}");
    office.does(Uuid::from_u128(0x105), receive("2024-11-20", "陇政复〔2024〕9号")).await;
    office.does(Uuid::from_u128(0x106), receive("2024-11-27", "")).await;
    let numbers = office.numbers().await;
    assert_eq!(numbers[3..], ["陇政复〔2024〕9号", "陇政复〔2024〕10号"]);
    let twice = office.sends(Uuid::from_u128(0x107), receive("2024-11-20", "陇政复〔2024〕9号")).await;
    assert!(matches!(twice.outcome, Some(reply::Outcome::Refused(refused)) if refused.code == "NumberTaken"));
    office.running.stop().await;
}

fn terminate(on: &str, existing: &str) -> case_command::Command {
    let request = messages::NumberRequest { existing: existing.to_owned(), ..number_of_the_place() };
    case_command::Command::Terminate(messages::Termination {
        on: on.to_owned(),
        number: Some(request),
        ground: "CriminalMeasure".to_owned(),
        ..Default::default()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_entered_anew_bears_its_own_number_and_no_other_case_does() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-12-10").await;
    let [case, other] = [1, 2].map(|n| Uuid::from_u128(0x200 + n));
    for case in [case, other] {
        office.does(case, receive("2024-12-02", "")).await;
        office.does(case, accept("2024-12-03")).await;
    }
    office.does(case, terminate("2024-12-09", "")).await;
    let number = "陇政复终字〔2024〕1号";
    let twice = office.sends(case, terminate("2024-12-09", number)).await;
    assert!(matches!(twice.outcome, Some(reply::Outcome::Refused(_))), "as long as its entry stands: {twice:?}");
    let amendment =
        Some(Amendment { entry: 3, reason: "EntryError".to_owned(), explanation: "日期录错".to_owned() });
    office.does(case, case_command::Command::Strike(Strike { amendment })).await;
    let others = office.sends(other, terminate("2024-12-09", number)).await;
    assert!(matches!(others.outcome, Some(reply::Outcome::Refused(refused)) if refused.code == "NumberTaken"));
    office.does(case, terminate("2024-12-06", number)).await;
    office.does(other, terminate("2024-12-09", "")).await;
    assert_eq!(office.numbers().await[2..], [number, number, "陇政复终字〔2024〕2号"]);
    office.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")] // R-ACC-4, R-CAL-8
async fn the_timer_deems_accepted_what_was_registered_in_time_and_nothing_else() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-11-27").await;
    let [in_time, late, taken_back, on_the_last_day, a_day_late] = [1, 2, 3, 4, 5].map(|n| Uuid::from_u128(0x200 + n));
    office.does(in_time, receive("2024-11-27", "")).await;
    office.does(late, receive("2024-06-03", "")).await;
    office.does(taken_back, receive("2024-11-27", "")).await;
    office.morning_of("2024-12-04").await;
    assert_eq!(office.events(in_time).await, ["Received"], "the last day is not over");
    office.does(on_the_last_day, receive("2024-11-27", "")).await;
    office.does(a_day_late, receive("2024-11-26", "")).await;
    office.morning_of("2024-12-05").await;
    office.comes_to(on_the_last_day, "DeemedAccepted").await;
    assert_eq!(office.events(a_day_late).await, ["Received"], "its review had ended the day before");
    office.comes_to(in_time, "DeemedAccepted").await;
    office.comes_to(taken_back, "DeemedAccepted").await;
    assert_eq!(office.events(late).await, ["Received"], "it was registered after its review had ended");

    office.does(taken_back, accept("2024-12-03")).await;
    let events = ["Received", "DeemedAccepted", "DeemedAcceptanceWithdrawn", "Accepted"];
    assert_eq!(office.events(taken_back).await, events);
    office.does(late, accept("2024-06-11")).await;
    assert_eq!(office.events(late).await, ["Received", "Accepted"]);
    office.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timer_records_that_an_answer_did_not_come() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-12-02").await;
    let case = Uuid::from_u128(0x301);
    office.does(case, receive("2024-11-27", "")).await;
    office.does(case, accept("2024-12-02")).await;
    let copies = messages::CopySending {
        on: "2024-12-02".to_owned(),
        method: "Direct".to_owned(),
        services: vec![service("2024-12-02")],
    };
    office.does(case, case_command::Command::SendCopy(copies)).await;
    office.morning_of("2024-12-16").await;
    assert_eq!(office.events(case).await.last().unwrap(), "CopyServed", "the last day is not over");
    office.morning_of("2024-12-17").await;
    office.comes_to(case, "AnswerExpired").await;
    office.morning_of("2024-12-18").await;
    assert_eq!(office.events(case).await.iter().filter(|event| *event == "AnswerExpired").count(), 1);
    office.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_asks_for_steps_and_previews() {
    let _one = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2024-11-27").await;
    let case = Uuid::from_u128(0x401);
    let id = case.as_bytes().to_vec();
    let none = office.asks(Steps, messages::StepsQuestion { case: id.clone() }).await;
    assert_eq!((none.version, none.steps[0].command.as_str()), (0, "receive"));
    let payload = payload(receive("2024-11-27", "陇政复〔2024〕5号"));
    let preview = PreviewQuestion { stream: Vec::new(), payload, actor: None };
    assert_eq!(office.asks(Preview, preview.clone()).await.events, ["Received"]);
    office.does(case, receive("2024-11-27", "陇政复〔2024〕5号")).await;
    assert_eq!(office.asks(Preview, preview).await.refused.unwrap().code, "NumberTaken");
    let steps = office.asks(Steps, messages::StepsQuestion { case: id }).await;
    assert!(steps.version == 1 && steps.steps.iter().any(|step| step.command == "accept"));
    let garbled = PreviewQuestion { stream: Vec::new(), payload: vec![1, 2, 3], actor: None };
    assert!(office.asks(Preview, garbled).await.malformed.is_some());
    office.running.stop().await;
}

#[tokio::test]
async fn r_cal_7_t12_a_year_announced_moves_what_runs_into_it_and_is_told_beforehand() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let mut office = Office::on("2026-12-01").await;
    let case = Uuid::from_u128(0x0CA1);
    office.does(case, receive("2026-11-30", "")).await;
    office.does(case, accept("2026-12-01")).await;
    office.morning_of("2026-12-02").await;

    let days = "2027-01-01,holiday,元旦\n2027-01-30,makeup_workday,春节\n2027-05-01,holiday,劳动节\n\
                2027-10-01,holiday,国庆节\n";
    let asked = RecountQuestion { year: 2027, days: days.to_owned(), after: Vec::new() }.encode_to_vec();
    let answer = office.running.bus.request(subject::ask("reconsideration", "Recount"), asked).await.unwrap();
    let Some(answer::Outcome::Found(found)) = Answer::decode(answer.as_slice()).unwrap().outcome else { panic!() };
    let moved = RecountAnswer::decode(found.as_slice()).unwrap();
    let period = &moved.things[0].periods[0];
    let due = |deadline: &Option<Deadline>| deadline.as_ref().map(|d| (d.due.clone(), d.provisional)).unwrap();
    assert_eq!((due(&period.before).0.as_str(), due(&period.after).0.as_str()), ("2027-02-01", "2027-01-30"));

    let announced = "INSERT INTO log.holiday_year (year, revision, days, since, notice, published_on)
        VALUES (2027, 2, $1, 2, '国务院办公厅通知', '2026-12-02')";
    sqlx::query(announced).bind(days).execute(&office.pool).await.unwrap();
    office.comes_to(case, "DeadlinesRecounted").await;
    office.morning_of("2026-12-03").await;
    let recorded = office.running.log.load(&[case]).await.unwrap();
    let event = messages::CaseEvent::decode(recorded.last().unwrap().envelope.payload.as_slice()).unwrap();
    assert_eq!(
        event.clocks.iter().map(|clock| due(&clock.deadline)).collect::<Vec<_>>(),
        [("2027-01-30".to_owned(), false)]
    );
    assert_eq!(office.events(case).await.iter().filter(|event| *event == "DeadlinesRecounted").count(), 1);
}
