//! What stands beside and below the facts on the page of a lawsuit, hearing or suggestion: what runs, what may be done now,
//! and everything that was entered.

use kernel::calendar::Calendar;
use kernel::day::Day;

use crate::access::Person;
use crate::registers::entries::Entry;
use crate::registers::lawsuits::telling::Told;
use crate::registers::terms::Term;
use crate::{Portal, remaining, session, words};

/// A group of facts: heading, and rows of name and content.
pub(super) struct Facts {
    pub(super) title: String,
    pub(super) rows: Vec<(String, String)>,
}

impl Facts {
    /// With the rows that say something.
    pub(super) fn new(title: impl Into<String>, rows: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let rows = rows.into_iter().filter(|(_, content)| !content.trim().is_empty());
        Self { title: title.into(), rows: rows.map(|(name, content)| (name.to_owned(), content)).collect() }
    }
}

/// A period.
pub(super) struct Period {
    pub(super) title: String,
    pub(super) article: String,
    pub(super) due: String,
    pub(super) left: String,
    pub(super) class: &'static str,
    pub(super) provisional: bool,
    pub(super) is_information: bool,
    pub(super) explained: String,
    pub(super) ended: String,
}

impl Period {
    pub(super) fn of(term: &Term, whose: &str, explained: String, today: Day, calendar: &Calendar) -> Self {
        let (pressing, left) = remaining::left(term.due, term.working, today, calendar);
        let rule = kernel::rules::find(&term.deadline.rule);
        let named = || words::title(words::TERMS, &term.name);
        // The effect of a judgment is counted by the rule for appeals, and is none; what is left of the days for the answer is
        // for the evidence alone.
        let has_own = matches!(term.name.as_str(), "Effect" | "Evidence");
        let title = rule.filter(|_| !has_own).map_or_else(named, |rule| rule.title().to_owned());
        let whose = if whose.is_empty() { String::new() } else { format!("（{whose}）") };
        let due = term.due.map(|due| due.to_string()).unwrap_or_default();
        let is_late = term.ended_on.as_ref().is_some_and(|ended| !due.is_empty() && *ended > due);
        let ended = match (term.ended.as_str(), term.ended_on.as_deref()) {
            (_, None) if is_over(term, today) => "届满未办".to_owned(),
            (_, None) => String::new(),
            ("Done", Some(on)) if is_late => format!("{on} 办结，逾期"),
            ("Done", Some(on)) => format!("{on} 办结，在期限内"),
            ("Lapsed", _) => "届满未办".to_owned(),
            ("Voided", Some(on)) => format!("{on} 撤回，不再计算"),
            (_, Some(on)) => format!("{on} 停止计算"),
        };
        Self {
            title: format!("{title}{whose}"),
            article: rule.map(|rule| rule.article().to_string()).unwrap_or_default(),
            is_information: !matches!(term.name.as_str(), "Answer" | "Evidence" | "AppealAnswer" | "Reply"),
            class: pressing.class(),
            provisional: term.deadline.provisional,
            due,
            left,
            explained,
            ended,
        }
    }
}

/// Whether it is a right that was lost by its own day, which no event need tell (A-TRI-3, A-TRI-4).
fn is_over(term: &Term, today: Day) -> bool {
    matches!(term.name.as_str(), "LateEvidence" | "Objection") && term.due.is_some_and(|due| due < today)
}

/// Running periods, and those that have ended.
pub(super) fn periods(
    portal: &Portal,
    terms: &[Term],
    whose: impl Fn(&Term) -> String,
    explained: impl Fn(&Term) -> String,
) -> (Vec<Period>, Vec<Period>) {
    let (today, calendar) = (portal.inside.clock.today(), portal.inside.calendar());
    let period = |term: &Term| Period::of(term, &whose(term), explained(term), today, &calendar);
    let runs = |term: &&Term| term.is_running() && !is_over(term, today);
    let (running, ended): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(runs);
    (running.into_iter().map(period).collect(), ended.into_iter().map(period).collect())
}

/// A step as the page offers it.
pub(super) struct Offered {
    pub(super) command: String,
    /// Of which instance and for whom.
    pub(super) of: String,
    pub(super) title: String,
    pub(super) article: String,
    pub(super) effect: String,
    /// The earlier day on which alone it is lawful.
    pub(super) on: String,
    pub(super) address: String,
}

/// An entry as the timeline shows it.
pub(super) struct Happening {
    pub(super) number: i64,
    pub(super) on: String,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) periods: Vec<String>,
    pub(super) recorded: String,
    pub(super) is_late_entry: bool,
    pub(super) is_struck: bool,
    pub(super) marks: Vec<String>,
    /// Where it is put right; empty: not by this person.
    pub(super) correct: String,
}

/// Everything that was entered, newest on top.
pub(super) fn told(
    portal: &Portal,
    person: &Person,
    entries: Vec<(Entry, Told)>,
    may_work: bool,
    correct: impl Fn(i64) -> String,
) -> Vec<Happening> {
    let now = portal.inside.clock.now().as_microsecond();
    let marks: Vec<(i64, bool, String)> = entries
        .iter()
        .flat_map(|(entry, told)| {
            let mark = |how: &str| format!("{how}（见第 {} 号记录）", entry.entry);
            let moved = told.moves.iter().map(|(moved, on)| (*moved, false, mark(&format!("日期随更正改为 {on}"))));
            let corrected = told.corrects.iter().map(|(corrected, how)| (*corrected, told.strikes, mark(how)));
            moved.chain(corrected).collect::<Vec<_>>()
        })
        .collect();
    // With the first entry everything is struck.
    let is_gone = marks.iter().any(|(corrected, strikes, _)| *corrected == 1 && *strikes);
    let happening = |(entry, told): (Entry, Told)| {
        let (day, time) = session::moment(entry.recorded_at);
        let own = || marks.iter().filter(|(corrected, ..)| *corrected == entry.entry);
        let is_struck = own().any(|(_, strikes, _)| *strikes);
        let may_correct = may_work
            && !is_gone
            && !is_struck
            && !told.follows
            && told.corrects.is_none()
            && person.may_correct(&entry.account, entry.recorded_at, now);
        Happening {
            number: entry.entry,
            title: told.title,
            lines: told.lines,
            periods: told.periods,
            recorded: format!("{} {day} {time} 录入", entry.actor),
            is_late_entry: entry.occurred_on < day.to_string() && !entry.account.starts_with("songli:"),
            is_struck,
            marks: own().map(|(.., mark)| mark.clone()).collect(),
            correct: if may_correct { correct(entry.entry) } else { String::new() },
            on: entry.occurred_on,
        }
    };
    entries.into_iter().rev().map(happening).collect()
}
