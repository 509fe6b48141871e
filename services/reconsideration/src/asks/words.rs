//! What a step does to the periods, in words.

use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::rules;
use proto::reconsideration as messages;

use crate::case::file::File;
use crate::clocks::{Clock, Clocks, End};
use crate::contract::clock;

/// What a period is called, with whose it is where several persons have one.
pub(super) fn title(clock: &Clock, file: &File) -> String {
    let rule =
        rules::find(clock.deadline.rule()).map_or_else(|| clock.name.to_string(), |rule| rule.title().to_owned());
    match clock.person.and_then(|number| file.persons.iter().find(|person| person.number == number)) {
        Some(person) => format!("{rule}（{}）", person.name),
        None => rule,
    }
}

/// What changes from these periods to those.
pub(super) fn moves(before: &Clocks, after: &Clocks, file: &File, today: Day) -> Vec<messages::ClockMove> {
    let old = |new: &Clock| before.find(new.key());
    let changes = before.changes_to(after);
    let told = changes.iter().filter(|new| old(new).is_none_or(|old| words(Some(old), new, today).is_some()));
    told.map(|new| messages::ClockMove {
        before: old(new).map(clock::write),
        after: Some(clock::write(new)),
        title: title(new, file),
        words: format!("{}{}", title(new, file), words(old(new), new, today).unwrap_or_default()),
    })
    .collect()
}

/// What happened to a period; nothing if none would notice.
fn words(old: Option<&Clock>, new: &Clock, today: Day) -> Option<String> {
    let due = new.due();
    let is_new = old
        .is_none_or(|old| old.deadline.start() != new.deadline.start() && old.deadline.rule() != new.deadline.rule());
    let moved = old.filter(|old| old.due() != due);
    let stood_still = old.is_some_and(|old| old.deadline.is_paused());
    match (&new.ended, moved) {
        (None, _) if new.deadline.is_paused() => (!stood_still).then(|| "中止计算".to_owned()),
        (None, _) if stood_still => Some(format!("恢复计算，至{due}")),
        (Some(ended), _) if new.deadline.is_paused() && ended.how == End::Done => Some("（中止期间）办结".to_owned()),
        (None, Some(old)) if !is_new => Some(format!("由{}改为{due}", old.due())),
        (None, _) if is_new => Some(starts(new, today)),
        (Some(ended), _) if old.is_none_or(Clock::is_running) => Some(match ended.how {
            End::Done if ended.on > due => format!("（至{due}届满）办结，逾期"),
            End::Done => format!("（至{due}届满）办结"),
            End::Superseded => "停止计算".to_owned(),
            End::Lapsed => format!("已于{due}届满"),
            End::Withdrawn => "撤除".to_owned(),
        }),
        (Some(ended), _) if ended.how == End::Withdrawn => Some("撤除".to_owned()),
        (Some(_), Some(old)) => Some(format!("由{}改为{due}（已办结）", old.due())),
        (Some(ended), None) if old.is_some_and(|old| old.ended != Some(*ended)) => {
            Some(format!("结束日改为{}", ended.on))
        }
        (None, None) if old.is_some_and(|old| !old.is_running()) => Some("恢复计算".to_owned()),
        _ => None,
    }
}

fn starts(clock: &Clock, today: Day) -> String {
    let start = clock.deadline.start().on;
    let period = clock.deadline.parts().shape.period;
    let from = if start == today { "今天".to_owned() } else { start.to_string() };
    let doubt = if clock.deadline.is_provisional() { "（暂定）" } else { "" };
    format!("{period}，从{from}起算，至{}{doubt}", clock.due())
}
