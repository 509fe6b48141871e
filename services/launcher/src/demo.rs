//! A demonstration: a year of disputes in 陇县 that never was, filled through the real commands: reconsideration, lawsuits,
//! suggestions, and the notices of the quarters that have ended.
//!
//! The services run in this process while it is filled, on a clock that walks through the year, so that what happens by
//! the passing of days happens then. The same seed and the same last day give the same facts.

mod chance;
mod plot;
mod press;
mod story;
mod suits;
mod words;

use std::collections::{BTreeMap, VecDeque};
use std::iter;

use anyhow::bail;
use appearances::hearing::Hearing;
use appearances::lawsuit::Lawsuit;
use appearances::registers::open_clocks::OpenClocks as SuitClocks;
use appearances::timers::{AnswerExpiries as SuitAnswerExpiries, Effects};
use backing::Private;
use futures::{StreamExt as _, TryStreamExt as _, future, stream, try_join};
use jiff::Span;
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use proto::Message as _;
use proto::appearances::{LawsuitCommand, hearing_command, lawsuit_command};
use proto::common::{Actor, Command, Reply, reply};
use proto::reconsideration::{CaseCommand, case_command};
use proto::suggestions::{SuggestionCommand, suggestion_command};
use reconsideration::case::Case;
use reconsideration::registers::open_clocks::OpenClocks as CaseClocks;
use reconsideration::timers::{AnswerExpiries as CaseAnswerExpiries, DeemedAcceptances};
use runtime::clock::Clock;
use runtime::{Executor, Projection as _, Running, Timer};
use suggestions::registers::open_clocks::OpenClocks as SuggestionClocks;
use suggestions::suggestion::Suggestion;
use suggestions::timers::Reminders;

use crate::place::Place;
use crate::practice::morning;
use crate::purpose::Purpose;
use crate::together::{Together, has_read, rested};

use plot::Year;
use press::Edition;
use story::{Entered, Step, stream_of};

/// How many cases the year has unless another number is asked for.
pub(crate) const USUAL_SIZE: u32 = 120;
/// How many commands are under way at once.
const AT_ONCE: usize = 512;
/// When, in hours after the office has opened, what a day brings is entered.
const HOURS: [i64; 4] = [0, 2, 5, 7];
/// How many lawsuits and suggestions are told at once; what is told of one comes in its order.
const SUBJECTS_AT_ONCE: usize = 64;
/// Working days from the end of a quarter to its notice.
const TO_THE_NOTICE: u32 = 10;
/// Which of the quarters is restated, and how many working days after its notice; the late fact comes half way.
const RESTATED: (usize, u32) = (1, 12);

/// Whether an earlier start has filled it. A year of another size than it has cannot be had.
pub(crate) fn is_filled(memory: Option<&str>, size: Option<u32>) -> anyhow::Result<bool> {
    match (memory, size) {
        (None, _) => Ok(false),
        (Some(filled), Some(size)) if filled != size.to_string() => {
            bail!("演示数据已填充 {filled} 件，--size {size} 无从实现：请去掉 --size，或用 --data 另指一个目录")
        }
        (Some(_), _) => Ok(true),
    }
}

/// Fills an empty system.
pub(crate) async fn fill(place: &Place, private: &Private, size: u32) -> anyhow::Result<()> {
    let today = Clock::machine().today();
    let year = Year::until(today, size);
    let area = place.machine.area.clone();
    let agenda = Agenda::of(&year, &area)?;
    let clock = Clock::standing_at(morning(agenda.first())?);
    let listen = ([127, 0, 0, 1], 0).into();
    let people = portal::Settings { listen, people: true, area: area.clone(), ..portal::Settings::default() };
    let organs = [directory::seeds::LONGXIAN, include_str!("demo/organs.txt")].concat();
    let services = [
        // What the directory knows, it is told today, with the notices of today.
        (directory::seeded_with(&organs)?, Clock::machine()),
        (reconsideration::service(), clock.clone()),
        (appearances::service(), clock.clone()),
        (suggestions::service(), clock.clone()),
        (portal::service(people), clock.clone()),
    ];
    let together = Together::start(place, private, services).await?;
    together.settled().await?;
    let walk = Walk {
        clock,
        cases: together.service(reconsideration::NAME)?,
        suits: together.service(appearances::NAME)?,
        suggestions: together.service(suggestions::NAME)?,
        area: &area,
        place,
        private,
    };
    walk.through(&year, agenda).await?;
    eprintln!("正在生成网页数据……");
    together.settled().await?;
    together.stop().await;
    Purpose::Demonstration.remember(private.folder.path(), &size.to_string())
}

/// What begins on which day.
struct Agenda {
    coming: VecDeque<(Day, Subject)>,
    editions: BTreeMap<Day, Edition>,
}

/// What is told from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Case(u32),
    Suit(u32),
    Late { quarter_ends: Day, told_on: Day },
    Suggestion(u32),
}

impl Agenda {
    fn of(year: &Year, area: &str) -> anyhow::Result<Self> {
        let mut coming: Vec<_> = year.plots().into_iter().map(|(day, case)| (day, Subject::Case(case))).collect();
        for number in 0..suits::count(year) {
            let docketed_on = suits::suit(year, number, area)?.map(|suit| suit.docketed_on);
            coming.extend(docketed_on.map(|day| (day, Subject::Suit(number))));
        }
        let suggestions = 0..story::suggestion::count(year);
        coming.extend(
            suggestions.map(|number| (story::suggestion::received_on(year, number), Subject::Suggestion(number))),
        );
        let mut editions = BTreeMap::new();
        for (place, quarter_ends) in year.quarter_ends().enumerate() {
            let issued_on = year.on(quarter_ends, TO_THE_NOTICE);
            editions.insert(issued_on, Edition { quarter_ends, restates: false });
            if place == RESTATED.0 {
                let told_on = year.on(issued_on, RESTATED.1 / 2);
                coming.push((told_on, Subject::Late { quarter_ends, told_on }));
                editions.insert(year.on(issued_on, RESTATED.1), Edition { quarter_ends, restates: true });
            }
        }
        coming.sort_unstable();
        Ok(Self { coming: coming.into(), editions })
    }

    fn first(&self) -> Day {
        self.coming.front().map_or(Day::LAST, |(day, _)| *day)
    }
}

impl Subject {
    /// Everything that is entered about it.
    fn tell(self, year: &Year, area: &str) -> anyhow::Result<Vec<Step>> {
        match self {
            Self::Case(case) => story::tell(year, &year.plot(case), area),
            Self::Suit(number) => match suits::suit(year, number, area)? {
                Some(suit) => story::lawsuit::tell(year, &suit),
                None => Ok(Vec::new()),
            },
            Self::Late { quarter_ends, told_on } => {
                story::lawsuit::tell(year, &suits::late(year, quarter_ends, told_on))
            }
            Self::Suggestion(number) => story::suggestion::tell(year, number, area),
        }
    }
}

/// The way through the year.
struct Walk<'a> {
    clock: Clock,
    cases: &'a Running,
    suits: &'a Running,
    suggestions: &'a Running,
    area: &'a str,
    place: &'a Place,
    private: &'a Private,
}

/// A step of a subject.
struct Entry {
    subject: Subject,
    nth: usize,
    step: Step,
}

impl Walk<'_> {
    /// Day by day, so that each is dealt with on its own.
    async fn through(&self, year: &Year, mut plan: Agenda) -> anyhow::Result<()> {
        let mut agenda: BTreeMap<Day, Vec<Entry>> = BTreeMap::new();
        let first = self.clock.today();
        for day in iter::once(first).chain(first.following()).take_while(|day| *day <= year.today) {
            // A subject is told on the day it comes in, and not kept in memory before.
            while let Some((_, subject)) = plan.coming.pop_front_if(|(begins_on, _)| *begins_on <= day) {
                for (nth, step) in subject.tell(year, self.area)?.into_iter().enumerate() {
                    agenda.entry(step.on).or_default().push(Entry { subject, nth, step });
                }
            }
            if day == first || day.day_of_month() == 1 {
                eprintln!("正在填充演示数据：{}年{}月，还有 {} 件", day.year(), day.month(), plan.coming.len());
            }
            self.live(day, agenda.remove(&day).unwrap_or_default()).await?;
            if let Some(edition) = plan.editions.remove(&day) {
                press::issue(self.place, self.private, &self.clock, self.area, edition).await?;
            }
        }
        Ok(())
    }

    /// One day: what it brings of itself, and then what people enter.
    async fn live(&self, day: Day, entries: Vec<Entry>) -> anyhow::Result<()> {
        let opened = morning(day)?;
        // Nothing is typed in later than now.
        let now = Clock::machine().now();
        self.clock.move_to(opened.min(now));
        self.lapses(day).await?;
        let (entries, others): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| matches!(entry.subject, Subject::Case(_)));
        let mut last = 0;
        let wave = entries.len().div_ceil(HOURS.len()).max(1);
        for (hours, wave) in HOURS.into_iter().zip(entries.chunks(wave)) {
            self.clock.move_to(opened.checked_add(Span::new().hours(hours))?.min(now));
            last = enter(&self.cases.executor, wave).await?;
        }
        let (suggested, sued): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|entry| matches!(entry.subject, Subject::Suggestion(_)));
        let (sued, suggested) =
            try_join!(enter_apart(&self.suits.executor, sued), enter_apart(&self.suggestions.executor, suggested))?;
        // The timers look there: what was done in time must not seem to have lapsed tomorrow.
        try_join!(
            has_read(self.cases, CaseClocks::NAME, last),
            has_read(self.suits, SuitClocks::NAME, sued),
            has_read(self.suggestions, SuggestionClocks::NAME, suggested),
        )?;
        Ok(())
    }

    /// Waits for what the timers do in the morning, where they have anything to do.
    async fn lapses(&self, day: Day) -> anyhow::Result<()> {
        let cases = async {
            let deems = gives_orders(self.cases, &DeemedAcceptances, day).await?;
            let expires = gives_orders(self.cases, &CaseAnswerExpiries, day).await?;
            if deems || expires { rested(self.cases).await } else { Ok(()) }
        };
        let suits = async {
            let expires = gives_orders(self.suits, &SuitAnswerExpiries, day).await?;
            let takes_effect = gives_orders(self.suits, &Effects, day).await?;
            if expires || takes_effect { rested(self.suits).await } else { Ok(()) }
        };
        let suggestions = async {
            let reminds = gives_orders(self.suggestions, &Reminders, day).await?;
            if reminds { rested(self.suggestions).await } else { Ok(()) }
        };
        try_join!(cases, suits, suggestions)?;
        Ok(())
    }
}

/// Whether a timer of a service gives orders on a day. What it has ordered counts until its read models know of it.
async fn gives_orders(running: &Running, timer: &impl Timer, day: Day) -> anyhow::Result<bool> {
    let mut db = running.pool().acquire().await?;
    Ok(!timer.due(&mut db, day).await?.is_empty())
}

/// Lawsuits or suggestions: each in its order, many at once. Gives the log's position of the last.
async fn enter_apart(executor: &Executor, entries: Vec<Entry>) -> anyhow::Result<i64> {
    let mut subjects: BTreeMap<Subject, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        subjects.entry(entry.subject).or_default().push(entry);
    }
    let told = stream::iter(subjects.into_values()).map(async |entries| {
        let mut last = 0;
        for entry in entries {
            last = accepted(&entry, executor.execute(entry.kind(), entry.command()).await)?;
        }
        anyhow::Ok(last)
    });
    let told = told.buffer_unordered(SUBJECTS_AT_ONCE);
    told.try_fold(0, |last, position| future::ready(Ok(position.max(last)))).await
}

/// Has entries decided in their order, many at once; gives the log's position of the last.
async fn enter(executor: &Executor, entries: &[Entry]) -> anyhow::Result<i64> {
    let sent = stream::iter(entries).map(async |entry| (entry, executor.execute(Case::KIND, entry.command()).await));
    let mut replies = sent.buffered(AT_ONCE);
    // Numbers are given out in the order of the commands, so none of them must give way to a later one.
    let mut last = 0;
    while let Some((entry, reply)) = tokio::task::unconstrained(replies.next()).await {
        last = accepted(entry, reply)?;
    }
    Ok(last)
}

/// The log's position of what was accepted.
fn accepted(entry: &Entry, reply: Reply) -> anyhow::Result<i64> {
    match reply.outcome {
        Some(reply::Outcome::Accepted(accepted)) => Ok(accepted.position),
        other => {
            let Entry { subject, nth, step } = entry;
            bail!("演示数据 {subject:?} 的第 {nth} 步（{}）没有被接受：{other:?}，{:?}", step.on, step.entry)
        }
    }
}

impl Entry {
    fn kind(&self) -> &'static str {
        match self.step.entry {
            Entered::Case(_) => Case::KIND,
            Entered::Lawsuit(_) => Lawsuit::KIND,
            Entered::Hearing(_) => Hearing::KIND,
            Entered::Suggestion(_) => Suggestion::KIND,
        }
    }

    fn command(&self) -> Command {
        let Step { by, about, entry, .. } = &self.step;
        let (begins, payload) = match entry {
            Entered::Case(command) => (
                matches!(command, case_command::Command::Receive(_)),
                CaseCommand { command: Some(command.clone()) }.encode_to_vec(),
            ),
            Entered::Lawsuit(command) => (
                matches!(command, lawsuit_command::Command::Register(_)),
                LawsuitCommand { command: Some(command.clone()) }.encode_to_vec(),
            ),
            Entered::Hearing(command) => {
                (matches!(command.command, Some(hearing_command::Command::Schedule(_))), command.encode_to_vec())
            }
            Entered::Suggestion(command) => (
                matches!(command, suggestion_command::Command::Register(_)),
                SuggestionCommand { command: Some(command.clone()) }.encode_to_vec(),
            ),
        };
        Command {
            command_id: stream_of(&format!("{about}/{}", self.nth)),
            stream: stream_of(about),
            expected_version: begins.then_some(0),
            actor: Some(Actor { account: by.account.to_owned(), name: by.name.to_owned() }),
            cause: Vec::new(),
            area: String::new(),
            payload,
        }
    }
}
