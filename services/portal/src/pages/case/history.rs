use proto::reconsideration::Clock;

use crate::access::{Door, Person};
use crate::registers::cases::{Entry, Mark, Sheet};
use crate::registers::deadlines;
use crate::registers::telling::{self, Group};
use crate::{session, words};

/// What the timeline can be narrowed to: name in addresses, title.
pub(super) const SHOWN: [(&str, &str); 5] = [
    ("", "全部"),
    ("papers", "文书和送达"),
    ("hearings", "听取意见、听证"),
    ("deadlines", "期限"),
    ("corrections", "更正"),
];

/// An entry as the timeline shows it.
pub(super) struct Happening {
    pub(super) number: i64,
    pub(super) on: String,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// The periods it started or moved, with their last days.
    pub(super) periods: Vec<String>,
    /// By whom and when it was typed in.
    pub(super) recorded: String,
    /// It was typed in on another day than the one it counts for.
    pub(super) is_late_entry: bool,
    pub(super) is_struck: bool,
    pub(super) marks: Vec<String>,
    pub(super) may_correct: bool,
}

/// Newest on top, narrowed as asked.
pub(super) fn told(entries: &[Entry], sheet: &Sheet, person: &Person, now: i64, show: &str) -> Vec<Happening> {
    let may_work = person.may_open(Door::CaseWork);
    let is_shown = |entry: &Entry, group: Group| match show {
        "papers" => group == Group::Paper,
        "hearings" => group == Group::Hearing,
        "deadlines" => !entry.clocks.is_empty(),
        "corrections" => group == Group::Correction,
        _ => true,
    };
    let told = entries.iter().rev().map(|entry| (entry, telling::told(entry, sheet)));
    told.filter(|(entry, told)| is_shown(entry, told.group))
        .map(|(entry, told)| {
            let (day, time) = session::moment(entry.recorded_at);
            let marks = sheet.marks.get(&entry.number).cloned().unwrap_or_default();
            let is_struck = marks.iter().any(|mark| matches!(mark, Mark::Struck { .. }));
            let is_fixed = sheet.is_struck || is_struck || told.group == Group::Correction || entry.follows();
            Happening {
                number: entry.number,
                on: entry.occurred_on.clone(),
                title: told.title,
                lines: told.lines,
                periods: entry.clocks.iter().filter_map(|clock| runs(clock, sheet)).collect(),
                recorded: format!("{} {day} {time} 录入", entry.actor),
                is_late_entry: entry.occurred_on < day.to_string() && !entry.account.starts_with("songli:"),
                is_struck,
                marks: marks.iter().map(said).collect(),
                may_correct: may_work && !is_fixed && person.may_correct(&entry.account, entry.recorded_at, now),
            }
        })
        .collect()
}

/// Until when a period runs as of an entry; nothing for one that ended.
fn runs(clock: &Clock, sheet: &Sheet) -> Option<String> {
    let deadline = clock.deadline.as_ref().filter(|_| clock.ended_on.is_empty())?;
    let until = if deadline.due.is_empty() { "中止".to_owned() } else { format!("至 {}", deadline.due) };
    Some(format!("{}{}：{until}", deadlines::title(&clock.name, &deadline.rule), sheet.whose(clock.party)))
}

fn said(mark: &Mark) -> String {
    match mark {
        Mark::Amended { field, before, after, by } => {
            let [before, after] = [before, after].map(|value| words::put_right(field, value));
            let before = if before.is_empty() { "（空）" } else { &before };
            format!("已更正：{before} → {after}（见第 {by} 号记录）")
        }
        Mark::Moved { on, by } => format!("日期随更正改为 {on}（见第 {by} 号记录）"),
        Mark::Struck { by } => format!("已撤除（见第 {by} 号记录）"),
    }
}
