//! The paper of a notice, by `songli-paper` itself: made once there is somebody to set it, kept with its hash, and from then
//! on the same, whatever becomes of the type-setter and of the service that asked for it.

use std::fmt::Write as _;
use std::process::Stdio;

use futures::StreamExt as _;
use proto::notices::{NoticeEvent, Paper, notice_event};
use proto::paper::Render;
use proto::{Message, subject};
use runtime::event_log::sha256;
use songli_tests::{System, until};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use uuid::Uuid;

use crate::notice_on_its_pages::{BUREAU, County, Suit, begun_at, issues, takes};

/// What a page says where there is no paper yet.
const NONE_YET: &str = "公文排版服务尚未就绪或正在排版";
/// The number of the notice that is issued last.
const SECOND: &str = "通报〔2026〕2号";

/// Starts the type-setter beside the services of a system, and waits until it answers. It ends when it is dropped.
async fn type_setter(system: &System) -> Child {
    let tests = std::env::current_exe().expect("a program");
    let program = tests.ancestors().nth(2).expect("a folder of programs").join("songli-paper");
    let mut type_setter = Command::new(program)
        .arg("--supervised")
        .env("SONGLI_NATS_URL", system.nats.url())
        .env("SONGLI_NATS_USER", system.nats.user())
        .env("SONGLI_NATS_PASSWORD", system.nats.password())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("songli-paper is missing: cargo build -p paper");
    let said = BufReader::new(type_setter.stdout.take().expect("what it says")).lines().next_line().await;
    assert_eq!(said.expect("a word").as_deref(), Some("ready"));
    type_setter
}

/// What was kept as the paper of a notice, each time.
async fn kept(system: &System, notice: &str) -> Vec<Paper> {
    let notice: Uuid = notice.trim_start_matches("/notices/").parse().expect("an id");
    let recorded = system.service("notices").running.log.load(&[notice]).await.expect("a log");
    let events = recorded.iter().map(|event| NoticeEvent::decode(event.envelope.payload.as_slice()).expect("an event"));
    let kept = events.filter_map(|event| match event.event {
        Some(notice_event::Event::PaperKept(paper)) => Some(paper),
        _ => None,
    });
    kept.collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[tokio::test] // N-GEN-3
async fn a_paper_is_made_when_there_is_somebody_to_set_it_and_then_stays_as_it_is() {
    let mut county = County::open().await;
    let suit = Suit {
        serial: 1,
        organ: BUREAU,
        docketed_on: "2026-01-05",
        heard_on: "2026-01-20",
        head: Some("Principal"),
        judged: None,
    };
    county.sued(&suit).await;
    county.system.pass(40).await;
    let mut editor = county.person("he.jing").await;
    let form = editor.open("/notices/new?period=2026Q1").await;
    let notice = begun_at(&editor.submit(&form, &[], "save").await);
    issues(&mut editor, &notice).await;
    county.system.settled().await;

    let address = format!("{notice}/paper.pdf");
    assert!(editor.open(&notice).await.body.contains(NONE_YET));
    let none = editor.open(&address).await;
    assert!(none.status == 404 && none.body.contains(NONE_YET), "{} {}", none.status, none.body);
    for page in ["/notices", "/figures?period=2026Q1", "/government"] {
        assert_eq!(editor.open(page).await.status, 200, "{page}");
    }

    let first = type_setter(&county.system).await;
    let paper = until("the paper is kept", async || kept(&county.system, &notice).await.pop()).await;
    let served = editor.open(&address).await;
    assert_eq!((served.status, served.headers["content-type"].as_str()), (200, "application/pdf"));
    assert!(served.bytes.starts_with(b"%PDF") && served.bytes == paper.pdf);
    assert_eq!(paper.sha256, sha256(&served.bytes));
    let page = editor.open(&notice).await.body;
    assert!(page.contains(&hex(&paper.sha256)) && page.contains(&format!("共 {} 页", paper.pages)), "{page}");

    // The type-setter goes and comes again, and so does the service: what is kept is neither lost nor made once more.
    drop(first);
    assert!(editor.open(&address).await.bytes == paper.pdf);
    let _second = type_setter(&county.system).await;
    let bus = county.system.bus().await;
    let mut asked = bus.client.subscribe(subject::ask("paper", "Render")).await.expect("an ear");
    bus.client.flush().await.expect("an ear");
    let database = county.system.stop("notices").await;
    county.system.add(notices::service(), database).await;
    county.system.settled().await;
    county.sued(&Suit { serial: 2, heard_on: "2026-03-10", ..suit }).await;
    county.system.settled().await;
    let restatement = begun_at(&takes(&mut editor, &notice, "restate", &[]).await);
    issues(&mut editor, &restatement).await;
    until("the second paper is kept", async || kept(&county.system, &restatement).await.pop()).await;
    let mut rendered: Vec<String> = Vec::new();
    while rendered.last().is_none_or(|number| number != SECOND) {
        let request = asked.next().await.expect("a request");
        rendered.push(Render::decode(request.payload).expect("a question").document.expect("a document").number);
    }
    assert_eq!(rendered, [SECOND]);
    assert_eq!(kept(&county.system, &notice).await, std::slice::from_ref(&paper));
    assert!(editor.open(&address).await.bytes == paper.pdf);
}
