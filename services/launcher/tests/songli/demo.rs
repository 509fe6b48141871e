//! The demonstration: repeatable, and with something to show on every page.

use std::collections::BTreeSet;
use std::future::Future;

use backing::postgres::Access;
use nix::sys::signal::Signal;
use proto::Message;
use proto::common::Envelope;
use proto::reconsideration::{CaseEvent, case_event};
use sqlx::{Connection as _, PgConnection};

use super::{Place, Up};

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

async fn database(up: &Up, name: &str) -> PgConnection {
    let access = Access::to_running(&up.data).unwrap();
    PgConnection::connect(&access.url(name)).await.unwrap()
}

/// Stream, version, name, legal day and content of an event.
type Fact = (Vec<u8>, i64, String, String, Vec<u8>);

/// What is told of every case, without when it was typed in.
fn facts(up: &Up) -> Vec<Fact> {
    let envelopes: Vec<Vec<u8>> = wait(async {
        let mut log = database(up, "songli_reconsideration").await;
        let sql = "SELECT envelope FROM log.event ORDER BY stream, version";
        sqlx::query_scalar(sql).fetch_all(&mut log).await.unwrap()
    });
    let envelopes = envelopes.iter().map(|bytes| Envelope::decode(bytes.as_slice()).unwrap());
    envelopes.map(|e| (e.stream, e.version, e.event, e.occurred_on, e.payload)).collect()
}

fn texts(up: &Up, sql: &'static str) -> BTreeSet<String> {
    let found: Vec<String> = wait(async {
        let mut registers = database(up, "songli_portal").await;
        sqlx::query_scalar(sql).fetch_all(&mut registers).await.unwrap()
    });
    found.into_iter().collect()
}

fn counted(up: &Up, name: &str, sql: &str) -> i64 {
    // A constant of this test.
    wait(async { sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut database(up, name).await).await.unwrap() })
}

#[test]
fn the_same_size_gives_the_same_facts() {
    let told = [Place::new(), Place::new()].map(|place| {
        let up = place.up_with(&["--demo", "--size", "12"]);
        let facts = facts(&up);
        up.stop(Signal::SIGTERM);
        let (done, said) = place.says(&["up", "--demo", "--size", "13"]);
        assert!(!done && said.contains("12 件"), "{said}");
        facts
    });
    assert!(told[0].len() > 60 && told[0] == told[1]);
}

#[test]
fn it_shows_every_stage_every_outcome_and_what_is_late_and_next() {
    let place = Place::new();
    let up = place.up_with(&["--demo"]);
    assert!(up.said.contains("li.ming"), "{}", up.said);
    assert!(up.page("/sign-in").contains("演示系统"), "nobody takes it for a real one");
    let facts = facts(&up);

    let names: BTreeSet<&str> = facts.iter().map(|(_, _, name, ..)| name.as_str()).collect();
    let missing: Vec<_> = [
        "Received",
        "SupplementNoticeIssued",
        "SupplementNoticeServed",
        "SupplementsReceived",
        "SupplementExtended",
        "DeemedAbandoned",
        "Accepted",
        "AcceptanceRefused",
        "NonAcceptanceServed",
        "DeemedAccepted",
        "ProcedureChosen",
        "AcknowledgementSent",
        "HandlersAssigned",
        "CopySent",
        "CopyServed",
        "AnswerReceived",
        "AnswerExpired",
        "OpinionHeard",
        "OpinionExcused",
        "HearingSettled",
        "CommitteeSettled",
        "HearingHeld",
        "CommitteeOpinionReceived",
        "Extended",
        "Converted",
        "Suspended",
        "Resumed",
        "Submitted",
        "Decided",
        "DecisionServed",
        "DisputeResolved",
        "Mediated",
        "Withdrawn",
        "Terminated",
        "TerminationServed",
        "ApplicationDismissed",
        "DismissalServed",
        "Amended",
        "Struck",
    ]
    .into_iter()
    .filter(|name| !names.contains(name))
    .collect();
    assert!(missing.is_empty(), "{missing:?}");

    let decided =
        facts.iter().filter(|(_, _, name, ..)| name == "Decided").filter_map(|(.., payload)| match CaseEvent::decode(
            payload.as_slice(),
        )
        .unwrap()
        .event?
        {
            case_event::Event::Decided(decided) => decided.decision,
            _ => None,
        });
    let outcomes: BTreeSet<String> = decided.flat_map(|decision| decision.items).map(|item| item.kind).collect();
    assert_eq!(outcomes.len(), 13, "{outcomes:?}");

    let stages = texts(&up, "SELECT DISTINCT stage FROM portal.case_file");
    assert_eq!(stages.len(), 15, "{stages:?}");
    let procedures = texts(&up, "SELECT DISTINCT procedure FROM portal.case_file WHERE procedure <> ''");
    assert_eq!(procedures.len(), 2, "{procedures:?}");
    let today = runtime::clock::Clock::machine().today();
    let running = "SELECT k.due FROM portal.clock k JOIN portal.case_file c ON c.id = k.case_id
        WHERE c.is_open AND k.ended_on IS NULL AND k.due IS NOT NULL";
    let next = kernel::calendar::Calendar::shipped().roll_forward(today).to_string();
    let due = texts(&up, running);
    assert!(due.contains(&next) && due.iter().any(|due| *due < today.to_string()), "{next}: {due:?}");

    let [lawsuits, suggestions] = ["lawsuit", "suggestion"].map(|kind| {
        counted(&up, "songli_portal", &format!("SELECT count(*) FROM portal.{kind} WHERE stage <> 'Struck'"))
    });
    assert!((50..=70).contains(&lawsuits) && (12..=18).contains(&suggestions), "{lawsuits}, {suggestions}");
    let issued = "SELECT count(*) FROM notices.notice WHERE number <> '' AND restates IS NULL";
    let restated = "SELECT count(*) FROM notices.notice WHERE number <> '' AND restates IS NOT NULL";
    let [issued, restated] = [issued, restated].map(|sql| counted(&up, "songli_notices", sql));
    assert!(issued == 4 && restated == 1, "{issued} issued, {restated} restated");
    up.stop(Signal::SIGTERM);
}
