use crate::access::Person;
use crate::registers::cases::{Entry, Mark, Sheet};
use crate::registers::telling::{self, Group};
use crate::session;

/// An entry as the timeline shows it.
pub(super) struct Happening {
    pub(super) number: i64,
    pub(super) on: String,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// By whom and when it was typed in.
    pub(super) recorded: String,
    /// It was typed in on another day than the one it counts for.
    pub(super) is_late_entry: bool,
    pub(super) is_struck: bool,
    pub(super) marks: Vec<String>,
    pub(super) may_correct: bool,
}

/// Newest on top; narrowed to papers, hearings or corrections.
pub(super) fn told(entries: &[Entry], sheet: &Sheet, person: &Person, now: i64, show: &str) -> Vec<Happening> {
    let is_shown = |group: Group| match show {
        "papers" => group == Group::Paper,
        "hearings" => group == Group::Hearing,
        "corrections" => group == Group::Correction,
        _ => true,
    };
    let told = entries.iter().rev().map(|entry| (entry, telling::told(entry, sheet)));
    told.filter(|(_, told)| is_shown(told.group))
        .map(|(entry, told)| {
            let (day, time) = session::moment(entry.recorded_at);
            let marks = sheet.marks.get(&entry.number).cloned().unwrap_or_default();
            let is_struck = marks.iter().any(|mark| matches!(mark, Mark::Struck { .. }));
            let is_correction = told.group == Group::Correction;
            Happening {
                number: entry.number,
                on: entry.occurred_on.clone(),
                title: told.title,
                lines: told.lines,
                recorded: format!("{} {day} {time} 录入", entry.actor),
                is_late_entry: day.to_string() != entry.occurred_on,
                is_struck,
                marks: marks.iter().map(said).collect(),
                may_correct: !is_struck && !is_correction && person.may_correct(&entry.account, entry.recorded_at, now),
            }
        })
        .collect()
}

fn said(mark: &Mark) -> String {
    match mark {
        Mark::Amended { before, after, by, .. } => {
            let before = if before.is_empty() { "（空）" } else { before };
            format!("已更正：{before} → {after}（见第 {by} 号记录）")
        }
        Mark::Struck { by } => format!("已撤除（见第 {by} 号记录）"),
    }
}
