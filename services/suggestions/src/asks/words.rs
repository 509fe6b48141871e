//! What a step does to the periods, in words.

use kernel::day::Day;
use proto::suggestions as messages;

use crate::clocks::{Clock, Clocks, End};
use crate::contract::field::Field;
use crate::suggestion::Suggestion;

/// What a period is called, with whose it is.
pub(super) fn title(clock: &Clock, suggestion: &Suggestion) -> String {
    match suggestion.standings.iter().find(|standing| standing.addressee.number == clock.addressee) {
        Some(standing) => format!("{}（{}）", clock.name, standing.addressee.name),
        None => clock.name.to_string(),
    }
}

/// What changes from these periods to those.
pub(super) fn moves(before: &Clocks, after: &Suggestion, today: Day) -> Vec<messages::ClockMove> {
    let told = before.changes_to(&after.clocks).into_iter().filter_map(|new| {
        let old = before.find(new.addressee);
        let (title, words) = (title(&new, after), words(old, &new, today)?);
        let words = format!("{title}{words}");
        Some(messages::ClockMove { before: old.map(Field::write), after: Some(new.write()), title, words })
    });
    told.collect()
}

/// What happened to a period; nothing if none would notice.
fn words(old: Option<&Clock>, new: &Clock, today: Day) -> Option<String> {
    let due = new.due();
    let was_running = old.is_none_or(Clock::is_running);
    match new.ended {
        None if old.is_none() => Some(starts(new, today)),
        None if !was_running => Some(format!("恢复计算，至{due}")),
        None => old.filter(|old| old.due() != due).map(|old| format!("由{}改为{due}", old.due())),
        Some(ended) if ended.how == End::Withdrawn => Some("撤除".to_owned()),
        Some(ended) if was_running || old.is_some_and(|old| old.ended != new.ended) => Some(match ended.how {
            End::Done if new.is_late() => format!("（至{due}届满）已回复，逾期"),
            End::Done => format!("（至{due}届满）已按期回复"),
            End::Voided | End::Withdrawn => "因建议书撤回不再计算".to_owned(),
        }),
        Some(_) => old.filter(|old| old.due() != due).map(|old| format!("由{}改为{due}", old.due())),
    }
}

fn starts(clock: &Clock, today: Day) -> String {
    let start = clock.deadline.start().on;
    let period = clock.deadline.parts().shape.period;
    let from = if start == today { "今天".to_owned() } else { start.to_string() };
    let doubt = if clock.deadline.is_provisional() { "（暂定）" } else { "" };
    format!("{period}（{}），从{from}起算，至{}{doubt}", clock.origin, clock.due())
}
