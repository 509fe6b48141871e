//! A practice system: all services in this process, on one clock that only the API moves.

use anyhow::Context as _;
use backing::Private;
use jiff::Timestamp;
use kernel::day::Day;
use portal::{PRACTICE_PASSWORD, PRACTICE_PEOPLE};
use runtime::clock::Clock;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::door;
use crate::place::Place;
use crate::purpose::Purpose;
use crate::services::ALL;
use crate::supervise::told;
use crate::together::Together;

/// Where the clock stands at the start: on the morning asked for, else where it stood at the last stop, else today.
pub(crate) fn clock(day: Option<Day>, stood: Option<&str>) -> anyhow::Result<Clock> {
    let today = || Clock::machine().today();
    let now = match (day, stood.and_then(|stood| stood.parse().ok())) {
        (None, Some(stood)) => stood,
        (day, _) => morning(day.unwrap_or_else(today))?,
    };
    Ok(Clock::standing_at(now))
}

/// When offices open.
pub(crate) fn morning(day: Day) -> anyhow::Result<Timestamp> {
    format!("{day}T09:00:00+08:00").parse().with_context(|| format!("{day} 不在可用的日期范围内"))
}

/// Starts the services, and has them stopped together with everything else. Returns the lines to tell the person.
pub(crate) async fn start(
    place: &Place,
    private: &Private,
    clock: Clock,
    services: &mut JoinSet<()>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<Vec<String>> {
    let settings = portal::Settings {
        listen: door::free(place.machine.listen)?,
        practice: true,
        people: true,
        area: place.machine.area.clone(),
        ..portal::Settings::default()
    };
    let made = ALL.iter().map(|entry| ((entry.make)(&settings), clock.clone()));
    let together = Together::start(place, private, made).await?;
    let opened = settings.opened.door().await.context("网页没有打开")?;
    let data = private.folder.path().to_owned();
    let today = clock.today();
    services.spawn(async move {
        told(&mut stop).await;
        together.stop().await;
        if let Err(error) = Purpose::Practice.remember(&data, &clock.now().to_string()) {
            tracing::error!("{error:#}");
        }
    });
    let mut lines = vec![format!("练习系统，今天是 {today}。请用浏览器打开 {}", door::address(&opened))];
    lines.push(people());
    Ok(lines)
}

/// With whose accounts one signs in.
pub(crate) fn people() -> String {
    let people = PRACTICE_PEOPLE.map(|person| format!("{}（{} {}）", person.account, person.title(), person.name));
    format!("账号：{}；口令都是 {PRACTICE_PASSWORD}", people.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::day::day;

    #[test]
    fn the_clock_goes_on_where_it_stood_unless_another_day_is_asked_for() {
        let stood = Some("2026-03-04T01:30:00Z");
        assert_eq!(clock(None, stood).unwrap().today(), day(2026, 3, 4));
        assert_eq!(clock(Some(day(2025, 1, 2)), stood).unwrap().today(), day(2025, 1, 2));
        assert_eq!(clock(None, Some("?")).unwrap().today(), Clock::machine().today());
    }
}
