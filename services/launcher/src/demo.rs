//! A demonstration: a year of reconsideration in 陇县 that never was, filled through the real commands.
//!
//! The services run in this process while it is filled, on a clock that walks through the year, so that what happens by
//! the passing of days happens then. The same seed and the same last day give the same facts.

mod chance;
mod plot;
mod story;
mod words;

use std::collections::{BTreeMap, VecDeque};
use std::iter;
use std::time::Duration;

use anyhow::{bail, ensure};
use backing::Private;
use futures::{StreamExt as _, stream};
use jiff::Span;
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use proto::Message as _;
use proto::common::{Actor, Command, reply};
use proto::reconsideration::CaseCommand;
use proto::reconsideration::case_command;
use reconsideration::case::Case;
use reconsideration::clocks::ClockName;
use reconsideration::registers::open_clocks::{OpenClocks, lapsed_before};
use runtime::clock::Clock;
use runtime::{Executor, Projection as _, Running};
use uuid::Uuid;

use crate::place::Place;
use crate::practice::morning;
use crate::purpose::Purpose;
use crate::together::{Together, rested};

use plot::Year;
use story::Step;

/// How many cases the year has unless another number is asked for.
pub(crate) const USUAL_SIZE: u32 = 120;
/// How many commands are under way at once.
const AT_ONCE: usize = 512;
/// How long the service may take to know what it has done.
const PATIENCE: Duration = Duration::from_mins(1);
/// When, in hours after the office has opened, what a day brings is entered.
const HOURS: [i64; 4] = [0, 2, 5, 7];
/// The namespace of the ids of cases and commands.
const DEMONSTRATION: Uuid = Uuid::from_u128(0x8a51_6c3e_92f4_5d07_b1c8_4e60_73d2_95a1);

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
    let plots = year.plots();
    let clock = Clock::standing_at(morning(plots.first().map_or(today, |(first, _)| *first))?);
    let listen = ([127, 0, 0, 1], 0).into();
    let area = place.machine.area.clone();
    let people = portal::Settings { listen, people: true, area: area.clone(), ..portal::Settings::default() };
    let organs = [directory::seeds::LONGXIAN, include_str!("demo/organs.txt")].concat();
    let services = [
        // What the directory knows, it is told today, with the notices of today.
        (directory::seeded_with(&organs)?, Clock::machine()),
        (reconsideration::service(), clock.clone()),
        (portal::service(people), clock.clone()),
    ];
    let together = Together::start(place, private, services).await?;
    together.settled().await?;
    let walk = Walk { clock, cases: together.service(reconsideration::NAME)?, area: &area };
    walk.through(&year, plots).await?;
    eprintln!("正在生成网页数据……");
    together.settled().await?;
    together.stop().await;
    Purpose::Demonstration.remember(private.folder.path(), &size.to_string())
}

/// The way through the year.
struct Walk<'a> {
    clock: Clock,
    cases: &'a Running,
    area: &'a str,
}

/// A step of a case.
struct Entry {
    case: u32,
    nth: usize,
    step: Step,
}

impl Walk<'_> {
    /// Day by day, so that each is dealt with on its own.
    async fn through(&self, year: &Year, plots: Vec<(Day, u32)>) -> anyhow::Result<()> {
        let mut coming = VecDeque::from(plots);
        let mut agenda: BTreeMap<Day, Vec<Entry>> = BTreeMap::new();
        let first = self.clock.today();
        for day in iter::once(first).chain(first.following()).take_while(|day| *day <= year.today) {
            // A case is told on the day it comes in, and not kept in memory before.
            while let Some((_, case)) = coming.pop_front_if(|(entered_on, _)| *entered_on <= day) {
                for (nth, step) in story::tell(year, &year.plot(case), self.area)?.into_iter().enumerate() {
                    agenda.entry(step.on).or_default().push(Entry { case, nth, step });
                }
            }
            if day == first || day.day_of_month() == 1 {
                eprintln!("正在填充演示数据：{}年{}月，还有 {} 件", day.year(), day.month(), coming.len());
            }
            self.live(day, &agenda.remove(&day).unwrap_or_default()).await?;
        }
        Ok(())
    }

    /// One day: what it brings of itself, and then what people enter.
    async fn live(&self, day: Day, entries: &[Entry]) -> anyhow::Result<()> {
        let opened = morning(day)?;
        // Nothing is typed in later than now.
        let now = Clock::machine().now();
        self.clock.move_to(opened.min(now));
        if self.has_lapses(day).await? {
            rested(self.cases).await?;
        }
        let mut last = 0;
        let wave = entries.len().div_ceil(HOURS.len()).max(1);
        for (hours, wave) in HOURS.into_iter().zip(entries.chunks(wave)) {
            self.clock.move_to(opened.checked_add(Span::new().hours(hours))?.min(now));
            last = enter(&self.cases.executor, wave).await?;
        }
        // The timers look there: what was done in time must not seem to have lapsed tomorrow.
        let known = self.cases.reached(OpenClocks::NAME, reconsideration::NAME, last, PATIENCE).await?;
        ensure!(known, "服务 {} 没有跟上，请查看运行日志", reconsideration::NAME);
        Ok(())
    }

    /// Whether the timers have anything to do in the morning.
    async fn has_lapses(&self, day: Day) -> anyhow::Result<bool> {
        let mut db = self.cases.pool().acquire().await?;
        let reviews = lapsed_before(&mut db, ClockName::Review, day).await?;
        let answers = lapsed_before(&mut db, ClockName::Answer, day).await?;
        Ok(!reviews.is_empty() || !answers.is_empty())
    }
}

/// Has entries decided in their order, many at once; gives the log's position of the last.
async fn enter(executor: &Executor, entries: &[Entry]) -> anyhow::Result<i64> {
    let sent = stream::iter(entries).map(async |entry| (entry, executor.execute(Case::KIND, entry.command()).await));
    let mut replies = sent.buffered(AT_ONCE);
    // Numbers are given out in the order of the commands, so none of them must give way to a later one.
    let mut last = 0;
    while let Some((entry, reply)) = tokio::task::unconstrained(replies.next()).await {
        match reply.outcome {
            Some(reply::Outcome::Accepted(accepted)) => last = accepted.position,
            other => {
                bail!("演示案件 {} 的第 {} 步没有被接受：{other:?}，{:?}", entry.case, entry.nth, entry.step.command)
            }
        }
    }
    Ok(last)
}

impl Entry {
    fn command(&self) -> Command {
        let named = |name: String| Uuid::new_v5(&DEMONSTRATION, name.as_bytes()).as_bytes().to_vec();
        let Step { by, command, .. } = &self.step;
        let begins = matches!(command, case_command::Command::Receive(_));
        Command {
            command_id: named(format!("{}/{}", self.case, self.nth)),
            stream: named(self.case.to_string()),
            expected_version: begins.then_some(0),
            actor: Some(Actor { account: by.account.to_owned(), name: by.name.to_owned() }),
            cause: Vec::new(),
            area: String::new(),
            payload: CaseCommand { command: Some(command.clone()) }.encode_to_vec(),
        }
    }
}
