//! How long a quarter's figures take over so many cases, beside what PostgreSQL alone takes to count the same rows; how long
//! it takes to open the set behind a number, to make a notice and to type-set it; how fast the facts are made again from the
//! events; and what memory all of it takes, with PostgreSQL, the broker and the type-setter.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use kernel::aggregate::Aggregate as _;
use kernel::day::{Day, day};
use proto::Message as _;
use proto::common::{Envelope, Number};
use proto::notices::{FiguresAnswer, FiguresQuestion, MembersAnswer, MembersQuestion};
use proto::reconsideration::case_event::Event;
use proto::reconsideration::{Approval, CaseEvent, Decided, Decision, DecisionItem, Received};
use reconsideration::case::Case;
use runtime::event_log::{BATCH, Commit, Encoded, EventLog};
use songli_tests::System;
use sqlx::PgPool;
use uuid::Uuid;

use crate::{entered, notice};

/// The quarter in which all of them are decided, and its first day.
const QUARTER: (&str, Day) = ("2025Q4", day(2025, 10, 1));
/// Over how many organs they are spread.
const ORGANS: u32 = 40;
/// How often each question is asked; what is told is the median.
const TIMES: usize = 5;

/// Measures and prints a table.
pub async fn measure(cases: u32) -> anyhow::Result<()> {
    let system = System::of([
        directory::service(),
        reconsideration::service(),
        appearances::service(),
        suggestions::service(),
        notices::service(),
    ])
    .await;
    let log = &system.service(reconsideration::NAME).running.log;
    let begun = Instant::now();
    for batch in (0..cases).collect::<Vec<_>>().chunks(BATCH) {
        let commits: Vec<Commit> = batch.iter().map(|case| told(*case, system.clock.new_id())).collect();
        log.append(&commits).await?;
    }
    println!("{cases} cases, {} events, appended in {:.1?}", 3 * cases, begun.elapsed());
    let begun = Instant::now();
    wait_for_facts(&system, log).await?;
    println!("published and made into facts in {:.1?}", begun.elapsed());

    let database = system.database(notices::NAME).await;
    sqlx::query("VACUUM ANALYZE").execute(&database).await?;
    let rebuilt = rebuilt(&system).await?;
    let question = FiguresQuestion { period: QUARTER.0.to_owned(), ..FiguresQuestion::default() };
    let mut figures = Vec::new();
    let mut plain = Vec::new();
    let mut members = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let answer: FiguresAnswer = system.ask(notices::NAME, "Figures", &question).await;
        figures.push(begun.elapsed());
        let begun = Instant::now();
        let counted = counted(&database).await?;
        plain.push(begun.elapsed());
        let begun = Instant::now();
        let opened = MembersQuestion {
            figure: "corr.direct.concluded".to_owned(),
            period: QUARTER.0.to_owned(),
            which: "Numerator".to_owned(),
            ..MembersQuestion::default()
        };
        let opened: MembersAnswer = system.ask(notices::NAME, "Members", &opened).await;
        members.push(begun.elapsed());
        let corrected = answer.figures.iter().find(|figure| figure.code == "corr.direct.concluded");
        let tally = corrected.and_then(|figure| figure.total.clone()).context("no figure")?;
        ensure!((tally.numerator, tally.denominator) == counted, "{tally:?} and {counted:?} differ");
        ensure!(opened.size == counted.0, "{} and {} differ", opened.size, counted.0);
    }
    let (figures, plain, members) = (median(figures), median(plain), median(members));
    let notice = notice::Made::of(&system, QUARTER.0).await?;
    println!("| over {cases} cases | |\n|---|---|");
    println!("| all figures of the quarter | {figures:.1?} |");
    println!("| those of cases counted by PostgreSQL alone | {plain:.1?} |");
    println!("| ratio | {:.1} |", figures.as_secs_f64() / plain.as_secs_f64());
    println!("| the set behind a number, its first page | {members:.1?} |");
    println!("| facts made again, events a second | {:.0} |", f64::from(3 * cases) / rebuilt.as_secs_f64());
    println!("| a notice, from the first command to the number it is issued under | {:.1?} |", notice.issued);
    match notice.type_set {
        Some(took) => println!("| from there to its paper of {} pages | {took:.1?} |", notice.pages),
        None => println!("| its paper | `cargo build --release -p paper` first |"),
    }
    println!("| memory of all processes, MB | {} |", notice.memory >> 20);
    Ok(())
}

async fn wait_for_facts(system: &System, log: &EventLog) -> anyhow::Result<()> {
    let head = runtime::event_log::head(log.pool()).await?.position;
    let inside = &system.service(notices::NAME).running;
    let come = inside.reached("facts", reconsideration::NAME, head, Duration::from_hours(1)).await?;
    ensure!(come, "the facts have not come to {head}");
    Ok(())
}

async fn rebuilt(system: &System) -> anyhow::Result<Duration> {
    let around = system.surroundings(&system.service(notices::NAME).database).await;
    let begun = Instant::now();
    runtime::rebuild(&notices::service(), "facts", &around).await?;
    Ok(begun.elapsed())
}

/// The figures of cases in the quarter, in the one before and a year before, in one statement; the numerator and denominator
/// of the first.
async fn counted(database: &PgPool) -> anyhow::Result<(u64, u64)> {
    const COUNTED: &str = "
        WITH period (first, last) AS (
            VALUES ('2025-10-01', '2025-12-31'), ('2025-07-01', '2025-09-30'), ('2024-10-01', '2024-12-31')
        ), placed AS (
            SELECT first, outcomes && ARRAY['Revoke', 'Change'] AS corrected, concluded_on BETWEEN first AND last AS concluded,
                accepted_on BETWEEN first AND last AS accepted, received_on BETWEEN first AND last AS received,
                withdrawal = 'SelfCorrected' OR changes_act AS otherwise, conclusion = 'Mediated' AS mediated
            FROM notices.case_fact JOIN period ON concluded_on BETWEEN first AND last
                OR accepted_on BETWEEN first AND last OR received_on BETWEEN first AND last
            WHERE until IS NULL
        )
        SELECT count(*) FILTER (WHERE concluded AND corrected), count(*) FILTER (WHERE concluded),
            count(*) FILTER (WHERE accepted AND corrected), count(*) FILTER (WHERE accepted),
            count(*) FILTER (WHERE concluded AND (corrected OR otherwise)),
            count(*) FILTER (WHERE concluded AND mediated), count(*) FILTER (WHERE received)
        FROM placed GROUP BY first ORDER BY first DESC";
    let (corrected, concluded, ..): (i64, i64, i64, i64, i64, i64, i64) =
        sqlx::query_as(COUNTED).fetch_one(database).await?;
    Ok((corrected.try_into()?, concluded.try_into()?))
}

/// A case that is received, accepted and decided in the quarter.
fn told(case: u32, stream: Uuid) -> Commit {
    let received_on = QUARTER.1.plus_days(case % 30);
    let (accepted_on, decided_on) = (received_on.plus_days(3), received_on.plus_days(40 + case % 7));
    let number =
        Some(Number { text: format!("陇政复〔2025〕{}号", case + 1), ordinal: case + 1, existing: false });
    let organ = Uuid::from_u128(u128::from(case % ORGANS) + 1).as_bytes().to_vec();
    let received = Received {
        reception: Some(entered::reception(case, received_on, organ, format!("示例局{}", case % ORGANS))),
        number: number.clone(),
        registered_on: received_on.to_string(),
        application: "InTime".to_owned(),
    };
    let kind = if case.is_multiple_of(5) { "Revoke" } else { "Maintain" };
    let causes = if kind == "Revoke" { vec!["FactsUnclear".to_owned()] } else { Vec::new() };
    let item = DecisionItem {
        kind: kind.to_owned(),
        claims: vec![1],
        text: "见决定书".to_owned(),
        causes,
        ..DecisionItem::default()
    };
    let approved = Approval { name: "县长".to_owned(), on: decided_on.to_string(), ..Approval::default() };
    let decision = Decision {
        on: decided_on.to_string(),
        number: Some(entered::number()),
        items: vec![item],
        approval: "ResponsiblePerson".to_owned(),
        approved_by: Some(approved),
        summary: "事实见决定书".to_owned(),
    };
    let events = [
        ("Received", received_on, Event::Received(received)),
        ("Accepted", accepted_on, Event::Accepted(entered::acceptance(accepted_on))),
        (
            "Decided",
            decided_on,
            Event::Decided(Decided {
                decision: Some(decision),
                number,
                corrective: kind == "Revoke",
                ..Decided::default()
            }),
        ),
    ];
    let id = Uuid::from_u128(u128::from(case) << 64 | 1);
    let mut previous = Vec::new();
    let events = events.into_iter().zip(1_i64..).map(|((name, on, event), version)| {
        let envelope = Envelope {
            event_id: Uuid::from_u128(u128::from(case) << 64 | u128::from(version.unsigned_abs())).as_bytes().to_vec(),
            log: reconsideration::NAME.to_owned(),
            kind: Case::KIND.to_owned(),
            stream: stream.as_bytes().to_vec(),
            version,
            area: "610327".to_owned(),
            event: name.to_owned(),
            occurred_on: on.to_string(),
            command_id: id.as_bytes().to_vec(),
            previous: std::mem::take(&mut previous),
            payload: CaseEvent { event: Some(event), ..CaseEvent::default() }.encode_to_vec(),
            ..Envelope::default()
        };
        let encoded = Encoded::new(stream, &envelope);
        previous = encoded.hash.to_vec();
        encoded
    });
    Commit { command_id: id, request: [7; 32], streams: vec![(stream, 0)], events: events.collect(), version: 3 }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
