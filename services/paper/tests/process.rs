//! The program as `songli up` runs it.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "official/notice.rs"]
mod notice;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use backing::{DataFolder, Durability, Nats, Options};
use proto::common::{Answer, answer};
use proto::paper::{Document, Render, Rendered, rendered};
use proto::{Message as _, subject};
use runtime::Bus;
use sha2::{Digest as _, Sha256};

async fn ask(bus: &Bus, document: Document, most: u64) -> rendered::Outcome {
    let asked = Render { document: Some(document), most }.encode_to_vec();
    let reply = bus.request(subject::ask(paper::NAME, paper::RENDER), asked).await.unwrap();
    let Some(answer::Outcome::Found(found)) = Answer::decode(reply.as_slice()).unwrap().outcome else { panic!() };
    Rendered::decode(found.as_slice()).unwrap().outcome.unwrap()
}

#[tokio::test]
async fn it_answers_on_the_bus_until_its_supervisor_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(folder.path()).unwrap();
    let nats =
        Nats::start(&folder, &Options { durability: Durability::ThrowAway, ..Options::default() }).await.unwrap();
    let access = nats.access();
    let mut child = Command::new(env!("CARGO_BIN_EXE_songli-paper"))
        .arg("--supervised")
        .env("SONGLI_NATS_URL", access.url())
        .env("SONGLI_NATS_USER", access.user())
        .env("SONGLI_NATS_PASSWORD", access.password())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "ready\n");

    let bus = Bus::connect(&access.url(), access.user(), access.password(), "test").await.unwrap();
    let rendered::Outcome::Paper(paper) = ask(&bus, notice::notice(), 0).await else { panic!("no paper") };
    assert!(paper.pdf.starts_with(b"%PDF-1.7") && paper.pages >= 4);
    assert_eq!(paper.sha256, Sha256::digest(&paper.pdf).to_vec());
    let rendered::Outcome::Problems(told) = ask(&bus, Document::default(), 0).await else {
        panic!("nothing was wrong")
    };
    assert!(told.problems.iter().any(|problem| problem.text.contains("标题")), "{told:?}");

    let rendered::Outcome::Problems(told) = ask(&bus, notice::notice(), 2048).await else { panic!("it is larger") };
    assert!(told.problems[0].text.contains("超过可以存档的 2 KB"), "{told:?}");

    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    nats.stop().await;
}
