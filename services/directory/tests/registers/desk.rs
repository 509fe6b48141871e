//! A directory without bus: its log, its registers, and who enters and asks.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, mpsc};

use backing::{Private, ThrowAway};
use cqrs_es::CqrsFramework;
use directory::holiday_year::HolidayYear;
use directory::judicial_organ::JudicialOrgan;
use directory::official::Official;
use directory::organ::Organ;
use directory::registers;
use directory::setting::Setting;
use kernel::actor::Actor;
use kernel::aggregate::{Aggregate, Occasion};
use kernel::calendar::Calendar;
use kernel::day::{Day, day};
use proto::Message;
use proto::directory as messages;
use runtime::clock::Clock;
use runtime::event_log::{EventLog, LogStore};
use runtime::{At, Contract, Projection, Question, Unanswered};
use sqlx::PgPool;
use uuid::Uuid;

pub const TODAY: Day = day(2026, 3, 2);

/// A directory without bus: its log, its registers, and who enters something.
pub struct Desk {
    pub pool: PgPool,
    log: EventLog,
    pub read: i64,
}

/// Holds a directory as it is after the shipped seeds.
const SEEDED: &str = "seeded";

/// One private PostgreSQL for all tests here; it lives on a runtime of its own, since each test's ends with the test.
static SERVERS: LazyLock<ThrowAway> = LazyLock::new(|| {
    let (sender, started) = mpsc::channel();
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let servers = Private::throw_away().await.unwrap();
            servers.postgres.create_database(SEEDED).await.unwrap();
            let mut desk = Desk::at(&servers.postgres.url(SEEDED)).await;
            for order in directory::seeds::orders(directory::seeds::LONGXIAN).unwrap() {
                desk.order(order.kind, order.stream, &order.payload).await;
            }
            desk.pool.close().await;
            sender.send(servers).unwrap();
            std::future::pending::<()>().await;
        });
    });
    started.recv().unwrap()
});

impl Desk {
    /// The directory as it is after the shipped seeds, in a database of its own.
    pub async fn seeded() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("directory_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let servers = tokio::task::spawn_blocking(|| &*SERVERS).await.unwrap();
        servers.postgres.create_database_from_template(&name, SEEDED).await.unwrap();
        Self::at(&servers.postgres.url(&name)).await
    }

    async fn at(database: &str) -> Self {
        let pool = PgPool::connect(database).await.unwrap();
        let log = EventLog::open(pool.clone(), directory::NAME).await.unwrap();
        let mut layout = registers::layout();
        layout.create_schema(directory::NAME);
        layout.dangerous_set_table_name("directory.migration");
        layout.run(&pool).await.unwrap();
        let read = runtime::event_log::head(&pool).await.unwrap().position;
        Self { pool, log, read }
    }

    async fn order(&mut self, kind: &str, stream: Uuid, payload: &[u8]) {
        match kind {
            Organ::KIND => self.carry_out::<Organ>(stream, payload).await,
            Official::KIND => self.carry_out::<Official>(stream, payload).await,
            JudicialOrgan::KIND => self.carry_out::<JudicialOrgan>(stream, payload).await,
            HolidayYear::KIND => self.carry_out::<HolidayYear>(stream, payload).await,
            Setting::KIND => self.carry_out::<Setting>(stream, payload).await,
            other => panic!("no such kind: {other}"),
        }
    }

    /// Has a command carried out and the registers follow.
    pub async fn carry_out<A: Contract>(&mut self, stream: Uuid, payload: &[u8])
    where
        A::Refusal: std::fmt::Debug,
    {
        let actor = Actor::person("ceshi", "测试员");
        let occasion = Occasion { today: TODAY, actor, calendar: Arc::new(Calendar::shipped()) };
        let store = LogStore::<A>::new(self.log.clone(), Clock::machine(), "610327");
        let framework = CqrsFramework::new(store, Vec::new(), occasion);
        framework.execute(&stream.to_string(), A::command(payload).unwrap()).await.unwrap();
        self.follow().await;
    }

    pub async fn follow(&mut self) {
        for event in self.log.read(self.read, 1000).await.unwrap() {
            self.apply(&event).await;
            self.read = event.position;
        }
    }

    async fn apply(&self, event: &runtime::event_log::Recorded) {
        let mut db = self.pool.acquire().await.unwrap();
        registers::organs::Organs.apply(&mut db, event).await.unwrap();
        registers::officials::Officials.apply(&mut db, event).await.unwrap();
        registers::judicial_organs::JudicialOrgans.apply(&mut db, event).await.unwrap();
        registers::holidays::Holidays.apply(&mut db, event).await.unwrap();
        registers::settings::Settings.apply(&mut db, event).await.unwrap();
    }

    pub async fn ask<Q: Question>(&self, question: Q, asked: Q::Asked) -> Result<Q::Answer, Unanswered> {
        let mut db = self.pool.acquire().await.unwrap();
        let mut at = At { db: &mut db, today: TODAY, calendar: Arc::new(Calendar::shipped()) };
        question.answer(&mut at, asked).await
    }

    pub async fn organs(&self, on: &str) -> Vec<messages::Organ> {
        let asked = messages::OrgansQuestion { on: on.to_owned(), ..Default::default() };
        self.ask(registers::organs::Organs, asked).await.unwrap().organs
    }

    pub async fn organ(&self, code: &str, on: &str) -> Option<messages::Organ> {
        self.organs(on).await.into_iter().find(|organ| organ.code == code)
    }

    /// Who held which post in an organ on a day, as `张示例 县长`.
    pub async fn posts(&self, organ: Uuid, on: &str) -> Vec<String> {
        let asked = messages::OfficialsQuestion { on: on.to_owned(), organ: bytes(organ), after: Vec::new() };
        let answer = self.ask(registers::officials::Officials, asked).await.unwrap();
        let mut posts: Vec<_> = answer.posts.iter().map(|held| format!("{} {}", held.name, held.post)).collect();
        posts.sort();
        posts
    }

    pub async fn tell_organ(&mut self, code: &str, command: messages::organ_command::Command) {
        let message = messages::OrganCommand { command: Some(command) };
        self.carry_out::<Organ>(organ(code), &message.encode_to_vec()).await;
    }

    pub async fn tell_official(&mut self, official: Uuid, command: messages::official_command::Command) {
        let message = messages::OfficialCommand { command: Some(command) };
        self.carry_out::<Official>(official, &message.encode_to_vec()).await;
    }

    pub async fn tell_setting(&mut self, name: &str, command: messages::setting_command::Command) {
        let message = messages::SettingCommand { command: Some(command) };
        let area = "610327".to_owned().try_into().unwrap();
        let stream = directory::setting::setting_id(&area, name).uuid();
        self.carry_out::<Setting>(stream, &message.encode_to_vec()).await;
    }

    /// The value of a setting on a day, with the first day on which it holds.
    pub async fn setting(&self, name: &str, on: &str) -> (String, String) {
        let asked = messages::SettingsInForceQuestion { on: on.to_owned(), area: "610327".to_owned() };
        let answer = self.ask(registers::settings::SettingsInForce, asked).await.unwrap();
        let setting = answer.settings.into_iter().find(|setting| setting.name == name);
        setting.map(|setting| (setting.value, setting.from)).unwrap_or_default()
    }
}

pub fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

pub fn organ(code: &str) -> Uuid {
    directory::organ::organ_id(&code.to_owned().try_into().unwrap()).uuid()
}

pub fn amendment(entry: i64) -> messages::Amendment {
    messages::Amendment { entry, reason: "EntryError".to_owned(), explanation: "录入时看错一行".to_owned() }
}
