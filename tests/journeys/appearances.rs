//! A lawsuit and its hearing as those around them meet them: sent over NATS, completed from the directory, published.

use proto::Message;
use proto::appearances::{self as messages, hearing_command, hearing_event, lawsuit_command, lawsuit_event};
use proto::directory::{self, Appointment, OfficialsAnswer, OfficialsQuestion, PostHeld, official_command};
use songli_tests::{System, accepted, command, refused};
use uuid::Uuid;

const BUREAU: &str = "610327-scjgj";

fn organ_id(code: &str) -> Vec<u8> {
    ::directory::organ::organ_id(&code.to_owned().try_into().expect("a code")).uuid().as_bytes().to_vec()
}

async fn deputy(system: &System, on: &str) -> PostHeld {
    let asked = OfficialsQuestion { on: on.to_owned(), organ: organ_id(BUREAU), after: Vec::new() };
    let officials: OfficialsAnswer = system.ask("directory", "Officials", &asked).await;
    officials.posts.into_iter().find(|held| held.level == "Deputy").expect("a deputy")
}

fn register() -> Vec<u8> {
    let registration = messages::Registration {
        case_number: Some(messages::CaseNumber {
            text: "〔2025〕陕0327行初3号".to_owned(), ..Default::default()
        }),
        court: Some(messages::Court { code: "陕0327".to_owned(), ..Default::default() }),
        docketed_on: "2025-09-01".to_owned(),
        plaintiffs: vec![messages::Plaintiff { number: 1, kind: "Citizen".to_owned(), name: "张三".to_owned() }],
        defendants: vec![messages::Defendant {
            number: 2,
            role: "Defendant".to_owned(),
            kind: "OriginalOrgan".to_owned(),
            organ: organ_id(BUREAU),
            copy_received_on: "2025-09-03".to_owned(),
            ..Default::default()
        }],
        cause: "行政处罚".to_owned(),
        classes: vec!["FoodDrugSafety".to_owned()],
        ..Default::default()
    };
    messages::LawsuitCommand { command: Some(lawsuit_command::Command::Register(registration)) }.encode_to_vec()
}

fn record(lawsuit: Uuid, hearing: Uuid, on: &str, official: Vec<u8>) -> Vec<u8> {
    let notice = messages::NoticeTo { defendant: 2, notice: "ShallNotify".to_owned(), ..Default::default() };
    let head = messages::Head { official, spoke: "Yes".to_owned(), ..Default::default() };
    let attendance = messages::Attendance { defendant: 2, heads: vec![head], ..Default::default() };
    let recording = messages::Recording {
        plan: Some(messages::Plan { day: on.to_owned(), notices: vec![notice], ..Default::default() }),
        holding: Some(messages::Holding { on: on.to_owned(), attendances: vec![attendance], ..Default::default() }),
    };
    messages::HearingCommand {
        command: Some(hearing_command::Command::Record(recording)),
        lawsuit: lawsuit.as_bytes().to_vec(),
        instance: 1,
        hearing: hearing.as_bytes().to_vec(),
        ..Default::default()
    }
    .encode_to_vec()
}

#[tokio::test]
async fn s20_who_appeared_is_recorded_with_the_post_of_that_day_and_published() {
    let system = System::of([::directory::service(), appearances::service()]).await;
    system.settled().await;
    let deputy = deputy(&system, "2025-10-20").await;

    // He is promoted after the hearing, and before it is entered.
    let end = directory::AppointmentEnd { entry: deputy.entry, to: "2025-12-31".to_owned(), basis: String::new() };
    let promoted = Appointment {
        organ: deputy.organ.clone(),
        post: "局长".to_owned(),
        level: "Principal".to_owned(),
        from: "2026-01-01".to_owned(),
        ..Default::default()
    };
    let official = Uuid::from_slice(&deputy.official).expect("an id");
    for what in [official_command::Command::End(end), official_command::Command::Appoint(promoted)] {
        let payload = directory::OfficialCommand { command: Some(what) }.encode_to_vec();
        accepted(system.send("directory", "Official", &command(system.clock.new_id(), official, payload)).await);
    }
    system.settled().await;

    let (lawsuit, hearing) = (system.clock.new_id(), system.clock.new_id());
    accepted(system.send("appearances", "Lawsuit", &command(system.clock.new_id(), lawsuit, register())).await);
    let early = record(lawsuit, hearing, "2023-12-29", deputy.official.clone());
    let no = refused(system.send("appearances", "Hearing", &command(system.clock.new_id(), hearing, early)).await);
    assert!(no.text.contains("没有在“陇县市场监督管理局”的任职"), "{}", no.text);
    let recorded = record(lawsuit, hearing, "2025-10-20", deputy.official.clone());
    accepted(system.send("appearances", "Hearing", &command(system.clock.new_id(), hearing, recorded)).await);
    system.settled().await;

    let asked = messages::LawsuitStepsQuestion { lawsuit: lawsuit.as_bytes().to_vec() };
    let steps: messages::LawsuitStepsAnswer = system.ask("appearances", "LawsuitSteps", &asked).await;
    let suit = steps.lawsuit.expect("the lawsuit in short");
    assert_eq!(suit.defendants[0].name, "陇县市场监督管理局", "filled from the directory");
    let court = suit.instances[0].court.clone().expect("a court");
    assert_eq!((court.name.as_str(), court.id.len()), ("陇县人民法院", 16));
    let duty = &steps.duties[0];
    assert_eq!(
        (duty.state.as_str(), duty.level.as_str(), duty.official_post.as_str()),
        ("Fulfilled", "Deputy", "副局长")
    );
    assert!(duty.principal_required, "adopted by the place for listed cases");

    let pool = system.database("appearances").await;
    let envelopes: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT envelope FROM log.event ORDER BY position").fetch_all(&pool).await.expect("the log");
    let envelopes =
        envelopes.iter().map(|bytes| proto::common::Envelope::decode(bytes.as_slice()).expect("an envelope"));
    let envelopes: Vec<_> = envelopes.collect();
    let names: Vec<&str> = envelopes.iter().map(|envelope| envelope.event.as_str()).collect();
    assert_eq!(names, ["Registered", "CopyReceived", "HearingNoted", "HearingScheduled", "HearingHeld"]);
    let noted = messages::LawsuitEvent::decode(envelopes[2].payload.as_slice()).expect("a message");
    assert!(matches!(noted.event, Some(lawsuit_event::Event::HearingNoted(noted)) if noted.state == "Held"));
    assert_eq!(noted.duties[0].organ, organ_id(BUREAU));
    let held = messages::HearingEvent::decode(envelopes[4].payload.as_slice()).expect("a message");
    let Some(hearing_event::Event::HearingHeld(held)) = held.event else { panic!("{held:?}") };
    assert!(held.presences[0].principal_missing, "S22");
}
