//! So many cases, entered through the commands; how fast the read models that know them are made again; and how long a
//! person then waits for the portal's pages.

use std::time::{Duration, Instant};

use anyhow::{bail, ensure};
use directory::organ::{OrganCode, organ_id};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use proto::Message as _;
use proto::common::reply;
use proto::reconsideration::case_command::Command;
use proto::reconsideration::{CaseCommand, Termination, Withdrawal};
use reconsideration::case::Case;
use songli_tests::{System, command};
use uuid::Uuid;

use crate::{entered, pages};

/// One in so many is still open.
const OPEN: u32 = 50;
/// Over so many days before the last month the others came in.
const DAYS: u32 = 700;
/// How many commands are under way at once.
const AT_ONCE: usize = 512;
/// How long the register may take to know all of them.
const PATIENCE: Duration = Duration::from_hours(1);
/// Whose acts they are about: names and codes of the directory's seeds.
const RESPONDENTS: [(&str, &str); 3] =
    [("610327-fgj", "陇县发展和改革局"), ("610327-scjgj", "陇县市场监督管理局"), ("610327-xzspj", "陇县行政审批局")];

/// Enters them and measures the pages.
pub async fn measure(cases: u32) -> anyhow::Result<()> {
    let listen = ([127, 0, 0, 1], 0).into();
    let settings = portal::Settings { listen, people: true, ..portal::Settings::default() };
    let opened = settings.opened.clone();
    let services = [
        directory::service(),
        reconsideration::service(),
        appearances::service(),
        suggestions::service(),
        notices::service(),
        portal::service(settings),
    ];
    let system = System::of(services).await;
    system.settled().await;
    let begun = Instant::now();
    let last = enter(&system, cases).await?;
    println!("{cases} cases entered in {:.1?}, {last} events", begun.elapsed());
    let begun = Instant::now();
    for (service, reader) in [(portal::NAME, "cases"), (portal::NAME, "deadlines"), (notices::NAME, "facts")] {
        let inside = &system.service(service).running;
        let come = inside.reached(reader, reconsideration::NAME, last, PATIENCE).await?;
        ensure!(come, "{service} {reader} has not come to {last}");
    }
    println!("read by all registers after {:.1?}", begun.elapsed());
    let database = system.database(portal::NAME).await;
    sqlx::query("VACUUM ANALYZE").execute(&database).await?;
    let Some(door) = opened.door().await else { bail!("the portal has no door") };
    pages::measure(door.address).await?;
    make_again(&system).await
}

/// How fast the read models that know all of them are made again from the first event.
async fn make_again(system: &System) -> anyhow::Result<()> {
    let (portal, notices) = (portal::service(portal::Settings::default()), notices::service());
    println!("| made again | events a second |\n|---|---|");
    for (service, reader) in [(&portal, "cases"), (&portal, "deadlines"), (&notices, "facts")] {
        let around = system.surroundings(&system.service(service.name()).database).await;
        let begun = Instant::now();
        let events = runtime::rebuild(service, reader, &around).await?.unwrap_or_default();
        println!(
            "| {} {reader} | {:.0} |",
            service.name(),
            f64::from(u32::try_from(events)?) / begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// Each chapter for all of them, and then the next; gives the position of the last event.
async fn enter(system: &System, cases: u32) -> anyhow::Result<i64> {
    let executor = &system.service(reconsideration::NAME).running.executor;
    let streams: Vec<Uuid> = (0..cases).map(|_| system.clock.new_id()).collect();
    let today = system.today();
    let mut last = 0;
    for chapter in [received, accepted, terminated] {
        let told = streams.iter().zip(0_u32..).filter_map(|(stream, case)| Some((*stream, chapter(case, today)?)));
        let sent = stream::iter(told).map(async |(stream, told)| {
            let payload = CaseCommand { command: Some(told) }.encode_to_vec();
            match executor.execute(Case::KIND, command(system.clock.new_id(), stream, payload)).await.outcome {
                Some(reply::Outcome::Accepted(accepted)) => Ok(accepted.position),
                other => bail!("not accepted: {other:?}"),
            }
        });
        let reached = sent.buffered(AT_ONCE).try_fold(0, async |highest: i64, position| Ok(highest.max(position)));
        last = last.max(reached.await?);
    }
    Ok(last)
}

fn is_open(case: u32) -> bool {
    case.is_multiple_of(OPEN)
}

fn received_on(case: u32, today: Day) -> Day {
    if is_open(case) { today.minus_days(2 + case / OPEN % 30) } else { today.minus_days(31 + case % DAYS) }
}

fn received(case: u32, today: Day) -> Option<Command> {
    let on = received_on(case, today);
    let (code, name) = RESPONDENTS[case as usize % RESPONDENTS.len()];
    let organ = organ_id(&OrganCode::try_from(code.to_owned()).ok()?).uuid().as_bytes().to_vec();
    Some(Command::Receive(entered::reception(case, on, organ, name.to_owned())))
}

fn accepted(case: u32, today: Day) -> Option<Command> {
    Some(Command::Accept(entered::acceptance(received_on(case, today).plus_days(2))))
}

fn terminated(case: u32, today: Day) -> Option<Command> {
    let on = received_on(case, today).plus_days(20).to_string();
    let withdrawal = Withdrawal { on: on.clone(), reason: "Settled".to_owned(), ..Withdrawal::default() };
    (!is_open(case)).then(|| {
        Command::Terminate(Termination {
            on,
            number: Some(entered::number()),
            ground: "Withdrawn".to_owned(),
            withdrawal: Some(withdrawal),
            ..Termination::default()
        })
    })
}
