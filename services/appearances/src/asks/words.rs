//! What a step does to the periods, in words.

use kernel::clocks::Clock as _;
use kernel::day::Day;
use kernel::rules;
use proto::appearances as messages;

use crate::clocks::{Clock, ClockName, Clocks, End};
use crate::contract::clock;
use crate::hearing::HearingOf;
use crate::lawsuit::chain::Chain;
use crate::parties::PartyNumber;

/// What parties are called.
pub(super) trait Names {
    /// What a party is called.
    fn name(&self, party: PartyNumber) -> Option<String>;
}

impl Names for Chain {
    fn name(&self, party: PartyNumber) -> Option<String> {
        self.party_name(party).ok().map(ToString::to_string)
    }
}

impl Names for HearingOf {
    fn name(&self, party: PartyNumber) -> Option<String> {
        self.defendants.iter().find(|defendant| defendant.number == party).map(|defendant| defendant.name.to_string())
    }
}

/// What a period is called, with whose it is where several have one.
pub(super) fn title(clock: &Clock, names: &impl Names) -> String {
    let rule =
        rules::find(clock.deadline.rule()).map_or_else(|| clock.name.to_string(), |rule| rule.title().to_owned());
    // What is counted by a rule that says more, or something else.
    let rule =
        if matches!(clock.name, ClockName::Effect | ClockName::Evidence) { clock.name.to_string() } else { rule };
    match clock.party.and_then(|party| names.name(party)) {
        Some(name) => format!("{rule}（{name}）"),
        None => rule,
    }
}

/// What changes from these periods to those.
pub(super) fn moves(before: &Clocks, after: &Clocks, names: &impl Names, today: Day) -> Vec<messages::ClockMove> {
    let old = |new: &Clock| before.find(new.key());
    let changes = before.changes_to(after);
    let told = changes.iter().filter_map(|new| {
        let words = format!("{}{}", title(new, names), words(old(new), new, today)?);
        let (before, after) = (old(new).map(clock::write), Some(clock::write(new)));
        Some(messages::ClockMove { before, after, title: title(new, names), words })
    });
    told.collect()
}

/// What happened to a period; nothing if none would notice.
fn words(old: Option<&Clock>, new: &Clock, today: Day) -> Option<String> {
    let due = new.due();
    let moved = old.filter(|old| old.due() != due);
    match (&new.ended, moved) {
        (None, Some(old)) => Some(format!("由{}改为{due}", old.due())),
        (None, None) if old.is_none() => Some(starts(new, today)),
        (None, None) => old.filter(|old| !old.is_running()).map(|_| "恢复计算".to_owned()),
        (Some(ended), _) if old.is_none_or(Clock::is_running) => Some(match ended.how {
            End::Done if ended.on > due => format!("（至{due}届满）办结，逾期"),
            End::Done => format!("（至{due}届满）办结"),
            End::Superseded => "停止计算".to_owned(),
            End::Lapsed => format!("已于{due}届满"),
            End::Withdrawn => "撤除".to_owned(),
        }),
        (Some(ended), _) if ended.how == End::Withdrawn => Some("撤除".to_owned()),
        (Some(_), Some(old)) => Some(format!("由{}改为{due}（已办结）", old.due())),
        (Some(_), None) => None,
    }
}

fn starts(clock: &Clock, today: Day) -> String {
    let start = clock.deadline.start().on;
    let shape = clock.deadline.parts().shape;
    let from = if start == today { "今天".to_owned() } else { start.to_string() };
    let doubt = if clock.deadline.is_provisional() { "（暂定）" } else { "" };
    if shape.is_before() {
        format!("应在{from}的{}前，最迟{}{doubt}", shape.period, clock.due())
    } else {
        format!("{}，从{from}起算，至{}{doubt}", shape.period, clock.due())
    }
}

/// What happens, and what it does to periods, in one sentence.
pub(super) fn sentence(titles: &[&str], moves: &[messages::ClockMove]) -> String {
    let each: Vec<&str> = moves.iter().map(|moved| moved.words.as_str()).collect();
    let titles = titles.join("、");
    if each.is_empty() {
        format!("{titles}，不影响期限")
    } else {
        format!("{titles}，将变动{}个期限：{}", each.len(), each.join("；"))
    }
}
