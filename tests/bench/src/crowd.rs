//! So many cases, and the lawsuits and suggestions that come with them, entered through the commands; how fast the read models
//! that know them are made again; and how long a person then waits for the portal's pages.

use std::time::{Duration, Instant};

use anyhow::{bail, ensure};
use appearances::hearing::Hearing;
use appearances::lawsuit::Lawsuit;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use kernel::id::Id;
use proto::Message as _;
use proto::appearances::{HearingCommand, LawsuitCommand, hearing_command, lawsuit_command};
use proto::common::reply;
use proto::reconsideration::{CaseCommand, case_command};
use proto::suggestions::{SuggestionCommand, suggestion_command};
use reconsideration::case::Case;
use runtime::Service;
use songli_tests::{System, command};
use suggestions::suggestion::Suggestion;
use uuid::Uuid;

use crate::{entered, made_again, pages};

/// One in so many is still open.
const OPEN: u32 = 50;
/// Over so many days before the last month the others began.
const DAYS: u32 = 700;
/// How many commands are under way at once.
const AT_ONCE: usize = 512;
/// How long the registers may take to know all of them.
const PATIENCE: Duration = Duration::from_hours(1);
/// Whose acts they are about: names and codes of the directory's seeds.
const ORGANS: [(&str, &str); 3] =
    [("610327-fgj", "陇县发展和改革局"), ("610327-scjgj", "陇县市场监督管理局"), ("610327-xzspj", "陇县行政审批局")];

/// What is said of one thing: to which kind of aggregate, in which stream.
type Said = (&'static str, Uuid, Vec<u8>);
/// A chapter of a thing's story, by its number and id; none if it is not told of this one.
type Chapter = fn(u32, Uuid, Day) -> Option<Said>;

/// The logs they are in, for how many cases there is one of each, and how its story goes.
const STORIES: [(&str, u32, &[Chapter]); 3] = [
    (reconsideration::NAME, 1, &[received, accepted, terminated]),
    (appearances::NAME, 10, &[sued, scheduled, held, judged]),
    (suggestions::NAME, 100, &[suggested, replied]),
];

/// All services.
pub fn services(portal: portal::Settings) -> [Service; 6] {
    [
        directory::service(),
        reconsideration::service(),
        appearances::service(),
        suggestions::service(),
        notices::service(),
        portal::service(portal),
    ]
}

/// Enters them and measures.
pub async fn measure(cases: u32) -> anyhow::Result<()> {
    let listen = ([127, 0, 0, 1], 0).into();
    let settings = portal::Settings { listen, people: true, ..portal::Settings::default() };
    let opened = settings.opened.clone();
    let system = System::of(services(settings)).await;
    system.settled().await;
    for (log, one_in, chapters) in STORIES {
        let things: Vec<Uuid> = (0..cases / one_in).map(|_| system.clock.new_id()).collect();
        let begun = Instant::now();
        let last = enter(&system, log, &things, chapters).await?;
        println!("{} of {log} entered in {:.1?}, {last} events", things.len(), begun.elapsed());
        let begun = Instant::now();
        read_by_all(&system, log, last).await?;
        println!("read by all registers after {:.1?}", begun.elapsed());
    }
    sqlx::query("VACUUM ANALYZE").execute(&system.database(portal::NAME).await).await?;
    let Some(door) = opened.door().await else { bail!("the portal has no door") };
    pages::measure(door.address).await?;
    made_again::measure(&system, &STORIES.map(|(log, ..)| log)).await
}

/// Each chapter for all of them, and then the next; gives the position of the last event.
async fn enter(system: &System, log: &str, things: &[Uuid], chapters: &[Chapter]) -> anyhow::Result<i64> {
    let executor = &system.service(log).running.executor;
    let mut last = 0;
    for chapter in chapters {
        let told = things.iter().zip(0_u32..).filter_map(|(thing, nth)| chapter(nth, *thing, system.today()));
        let sent = stream::iter(told).map(async |(kind, stream, payload)| {
            match executor.execute(kind, command(system.clock.new_id(), stream, payload)).await.outcome {
                Some(reply::Outcome::Accepted(accepted)) => Ok(accepted.position),
                other => bail!("not accepted: {other:?}"),
            }
        });
        let reached = sent.buffered(AT_ONCE).try_fold(0, async |highest: i64, position| Ok(highest.max(position)));
        last = last.max(reached.await?);
    }
    Ok(last)
}

async fn read_by_all(system: &System, log: &str, last: i64) -> anyhow::Result<()> {
    for service in services(portal::Settings::default()) {
        let inside = &system.service(service.name()).running;
        let readers = sqlx::query_scalar("SELECT name FROM log.reader WHERE log = $1").bind(log);
        let readers: Vec<String> = readers.fetch_all(inside.pool()).await?;
        for reader in readers {
            let come = inside.reached(&reader, log, last, PATIENCE).await?;
            ensure!(come, "{} {reader} has not come to {last} of {log}", service.name());
        }
    }
    Ok(())
}

fn is_open(nth: u32) -> bool {
    nth.is_multiple_of(OPEN)
}

fn begun_on(nth: u32, today: Day) -> Day {
    if is_open(nth) { today.minus_days(2 + nth / OPEN % 30) } else { today.minus_days(31 + nth % DAYS) }
}

fn organ(nth: u32) -> (Vec<u8>, String) {
    let (code, name) = ORGANS[nth as usize % ORGANS.len()];
    (Id::<()>::named("Organ", code).uuid().as_bytes().to_vec(), name.to_owned())
}

fn received(nth: u32, case: Uuid, today: Day) -> Option<Said> {
    let (organ, name) = organ(nth);
    to_case(case, case_command::Command::Receive(entered::reception(nth, begun_on(nth, today), organ, name)))
}

fn accepted(nth: u32, case: Uuid, today: Day) -> Option<Said> {
    to_case(case, case_command::Command::Accept(entered::acceptance(begun_on(nth, today).plus_days(2))))
}

fn terminated(nth: u32, case: Uuid, today: Day) -> Option<Said> {
    let terminate = case_command::Command::Terminate(entered::termination(begun_on(nth, today).plus_days(20)));
    to_case(case, terminate).filter(|_| !is_open(nth))
}

fn to_case(case: Uuid, command: case_command::Command) -> Option<Said> {
    Some((Case::KIND, case, CaseCommand { command: Some(command) }.encode_to_vec()))
}

fn sued(nth: u32, lawsuit: Uuid, today: Day) -> Option<Said> {
    let suit = entered::suit(nth, begun_on(nth, today), organ(nth).0);
    to_lawsuit(lawsuit, lawsuit_command::Command::Register(suit))
}

fn scheduled(nth: u32, lawsuit: Uuid, today: Day) -> Option<Said> {
    let day = if is_open(nth) { today.plus_days(10) } else { begun_on(nth, today).plus_days(20) };
    to_hearing(lawsuit, hearing_command::Command::Schedule(entered::plan(day)))
}

fn held(nth: u32, lawsuit: Uuid, today: Day) -> Option<Said> {
    let hold = hearing_command::Command::Hold(entered::holding(begun_on(nth, today).plus_days(20)));
    to_hearing(lawsuit, hold).filter(|_| !is_open(nth))
}

fn judged(nth: u32, lawsuit: Uuid, today: Day) -> Option<Said> {
    let judge = lawsuit_command::Command::Judge(entered::judgment(begun_on(nth, today).plus_days(28)));
    to_lawsuit(lawsuit, judge).filter(|_| !is_open(nth) && nth.is_multiple_of(2))
}

fn to_lawsuit(lawsuit: Uuid, command: lawsuit_command::Command) -> Option<Said> {
    Some((Lawsuit::KIND, lawsuit, LawsuitCommand { command: Some(command) }.encode_to_vec()))
}

fn to_hearing(lawsuit: Uuid, command: hearing_command::Command) -> Option<Said> {
    let hearing = Uuid::new_v5(&lawsuit, b"hearing");
    let command = HearingCommand {
        command: Some(command),
        lawsuit: lawsuit.as_bytes().to_vec(),
        instance: 1,
        hearing: hearing.as_bytes().to_vec(),
        ..HearingCommand::default()
    };
    Some((Hearing::KIND, hearing, command.encode_to_vec()))
}

fn suggested(nth: u32, suggestion: Uuid, today: Day) -> Option<Said> {
    let (organ, name) = organ(nth);
    let register = suggestion_command::Command::Register(entered::letter(nth, begun_on(nth, today), organ, name));
    to_suggestion(suggestion, register)
}

fn replied(nth: u32, suggestion: Uuid, today: Day) -> Option<Said> {
    let reply = suggestion_command::Command::RecordReply(entered::reply(begun_on(nth, today).plus_days(25)));
    to_suggestion(suggestion, reply).filter(|_| !is_open(nth))
}

fn to_suggestion(suggestion: Uuid, command: suggestion_command::Command) -> Option<Said> {
    Some((Suggestion::KIND, suggestion, SuggestionCommand { command: Some(command) }.encode_to_vec()))
}
