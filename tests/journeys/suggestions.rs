//! A suggestion from its letter to its reply: commands over NATS, what the place has adopted, reminders as days pass.

use std::collections::BTreeMap;

use proto::Message;
use proto::common::PreviewQuestion;
use proto::directory::{Adoption, SettingCommand, setting_command};
use proto::suggestions::{
    self as messages, Addressee, Clock, Letter, Receipt, Registration, Reply, StepsAnswer, StepsQuestion,
    SuggestionCommand, SuggestionEvent, suggestion_command, suggestion_event,
};
use runtime::event_log::Recorded;
use songli_tests::{System, accepted, command};
use uuid::Uuid;

const AREA: &str = "610327";

struct Desk {
    system: System,
    suggestion: Uuid,
}

impl Desk {
    async fn open() -> Self {
        let system = System::of([directory::service(), suggestions::service()]).await;
        system.settled().await;
        let suggestion = system.clock.new_id();
        Self { system, suggestion }
    }

    async fn does(&self, step: suggestion_command::Command) {
        let payload = SuggestionCommand { command: Some(step) }.encode_to_vec();
        let command = command(self.system.clock.new_id(), self.suggestion, payload);
        accepted(self.system.send("suggestions", "Suggestion", &command).await);
        self.system.settled().await;
    }

    async fn events(&self) -> Vec<SuggestionEvent> {
        let log = &self.system.service("suggestions").running.log;
        let recorded: Vec<Recorded> = log.load(&[self.suggestion]).await.expect("a log");
        let read = |event: &Recorded| SuggestionEvent::decode(event.envelope.payload.as_slice()).expect("an event");
        recorded.iter().map(read).collect()
    }

    /// What a register knows that replaces clocks by addressee, as each event tells it to.
    async fn clocks(&self) -> BTreeMap<u32, Clock> {
        let clocks = self.events().await.into_iter().flat_map(|event| event.clocks);
        clocks.map(|clock| (clock.addressee, clock)).collect()
    }

    async fn due(&self, addressee: u32) -> String {
        let clocks = self.clocks().await;
        clocks[&addressee].deadline.as_ref().expect("a deadline").due.clone()
    }

    /// Addressee, number and day of each reminder.
    async fn reminders(&self) -> Vec<(u32, u32, String)> {
        let events = self.events().await.into_iter().filter_map(|event| match event.event {
            Some(suggestion_event::Event::Reminded(e)) => Some((e.addressee, e.number, e.on)),
            _ => None,
        });
        events.collect()
    }

    async fn adopts(&self, months: &str, from: &str) {
        let name = "default_reply_months".to_owned();
        let adoption = Adoption {
            name: name.clone(),
            value: months.to_owned(),
            from: from.to_owned(),
            basis: "陇政办发〔2026〕1号".to_owned(),
            area: AREA.to_owned(),
        };
        let setting = directory::setting::setting_id(&AREA.to_owned().try_into().expect("an area"), &name).uuid();
        let payload = SettingCommand { command: Some(setting_command::Command::Adopt(adoption)) }.encode_to_vec();
        let command = command(self.system.clock.new_id(), setting, payload);
        accepted(self.system.send("directory", "Setting", &command).await);
        self.system.settled().await;
    }
}

fn register(kind: &str, received: &[&str]) -> suggestion_command::Command {
    let organ = |number: u32| Uuid::from_u128(u128::from(number)).as_bytes().to_vec();
    let letter = Letter {
        kind: kind.to_owned(),
        issuer: organ(99),
        issuer_name: "陇县人民法院".to_owned(),
        number: "陇法建(2026)3号".to_owned(),
        issued_on: "2026-03-02".to_owned(),
        title: "关于规范行政处罚程序的司法建议书".to_owned(),
        ..Letter::default()
    };
    let addressee = |(number, received_on): (u32, &&str)| Addressee {
        number,
        organ: organ(number),
        name: format!("单位{number}"),
        received_on: (*received_on).to_owned(),
    };
    let addressees = (1..).zip(received).map(addressee).collect();
    let registration = Registration { letter: Some(letter), addressees, area: AREA.to_owned(), default_months: 9 };
    suggestion_command::Command::Register(registration)
}

fn reply(addressee: u32, delivered_on: &str) -> suggestion_command::Command {
    suggestion_command::Command::RecordReply(Reply {
        addressee,
        on: delivered_on.to_owned(),
        delivered_on: delivered_on.to_owned(),
        adoption: "Adopted".to_owned(),
        ..Reply::default()
    })
}

#[tokio::test]
async fn one_paper_to_three_agencies_is_reminded_and_answered_by_each_for_itself() {
    let desk = Desk::open().await;
    desk.does(register("Governance", &["2026-03-02", "2026-03-02", ""])).await;
    let receipt = Receipt { addressee: 3, on: "2026-03-02".to_owned(), proof: String::new() };
    desk.does(suggestion_command::Command::RecordReceipt(receipt)).await;
    let first = &desk.events().await[0];
    assert_eq!(first.about.as_ref().expect("the paper").number, "陇法建〔2026〕3号");
    assert_eq!(desk.clocks().await.len(), 3);
    assert_eq!(desk.due(3).await, "2026-05-06");

    // 2026-04-21: fifteen days before.
    desk.does(reply(1, "2026-03-02")).await;
    desk.system.pass(50).await;
    assert_eq!(desk.reminders().await, [(2, 1, "2026-04-21".to_owned()), (3, 1, "2026-04-21".to_owned())]);
    // The reply is entered on the 24th and of the 20th: the reminder stands, and no other follows.
    desk.system.pass(3).await;
    desk.does(reply(2, "2026-04-20")).await;
    desk.system.pass(13).await;
    let third: Vec<_> = desk.reminders().await.into_iter().skip(2).collect();
    assert_eq!(third, [(3, 2, "2026-05-07".to_owned())]);

    let asked = StepsQuestion { suggestion: desk.suggestion.as_bytes().to_vec() };
    let steps: StepsAnswer = desk.system.ask("suggestions", "Steps", &asked).await;
    let stages: Vec<_> = steps.standings.iter().filter_map(|s| Some(s.standing.as_ref()?.stage.clone())).collect();
    assert_eq!(
        (steps.stage.as_str(), stages),
        ("Open", ["Replied", "Replied", "InProgress"].map(str::to_owned).to_vec())
    );
}

#[tokio::test]
async fn what_the_place_has_adopted_by_the_day_of_the_letter_holds_where_neither_law_nor_letter_sets_a_limit() {
    let mut desk = Desk::open().await;
    desk.does(register("RefusalToPerform", &["2026-03-02"])).await;
    assert_eq!((desk.due(1).await.as_str(), desk.clocks().await[&1].origin.as_str()), ("2026-05-06", "LocalDefault"));

    desk.adopts("1", "2026-01-01").await;
    desk.adopts("3", "2026-03-03").await;
    desk.suggestion = desk.system.clock.new_id();
    desk.does(register("RefusalToPerform", &["2026-03-02"])).await;
    assert_eq!(desk.due(1).await, "2026-04-02");
    let Some(suggestion_event::Event::Registered(e)) = desk.events().await.remove(0).event else {
        panic!("it was entered")
    };
    assert_eq!(e.registration.expect("as entered").default_months, 1);

    let asked = PreviewQuestion {
        stream: Vec::new(),
        payload: SuggestionCommand { command: Some(register("RefusalToPerform", &["2026-03-02"])) }.encode_to_vec(),
        actor: None,
    };
    let seen: messages::PreviewAnswer = desk.system.ask("suggestions", "Preview", &asked).await;
    assert_eq!(seen.moves[0].words, "回复期限（单位1）1个月（本地规定的期限），从今天起算，至2026-04-02");
}

#[tokio::test]
async fn a_letter_entered_long_after_its_due_day_is_not_reminded_of_while_it_is_being_entered() {
    let desk = Desk::open().await;
    desk.system.pass(100).await;
    desk.does(register("Governance", &["2026-03-02", "2026-03-02"])).await;
    desk.does(reply(1, "2026-04-01")).await;
    assert_eq!(desk.reminders().await, []);
    desk.system.pass(1).await;
    assert_eq!(desk.reminders().await, [(2, 1, "2026-06-11".to_owned())]);
}
