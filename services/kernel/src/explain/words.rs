use std::collections::BTreeSet;

use super::{DayLine, Role};
use crate::calendar::{Calendar, DayKind};
use crate::day::Day;
use crate::deadline::{Deadline, DeadlineParts, Lengthening};
use crate::period::{Counting, Period};
use crate::rule::{ARR_2007_HELD_UNTIL, Mark, Rule};
use crate::rules;

/// The explanation as one paragraph: basis, start, what was left out, end, and what is not certain about it.
pub(super) fn paragraph(deadline: &Deadline, calendar: &Calendar, days: &[DayLine]) -> String {
    let parts = deadline.parts();
    let rule = rules::find(deadline.rule());
    let mut sentences = vec![basis(parts, rule), start(parts)];
    if parts.shape.period.is_in_working_days() {
        sentences.extend(left_out(days));
    }
    sentences.extend(pauses(parts));
    sentences.extend(extensions(parts));
    sentences.extend(end(parts, calendar));
    sentences.extend(provisional(parts, calendar));
    sentences.extend(rule.and_then(|rule| doubt(rule, parts.start.on)));
    sentences.extend(another_calendar(deadline, calendar));
    sentences.concat()
}

fn basis(parts: &DeadlineParts, rule: Option<&Rule>) -> String {
    let (id, period) = (&parts.rule, parts.shape.period);
    match rule {
        None => format!("按规则{id}，期限为{period}。"),
        Some(rule) if parts.shape.is_before() => {
            format!("依据{}，{}应在{}{period}前（{id}）。", rule.article(), rule.title(), parts.start.fact)
        }
        Some(rule) => {
            let of = if rule.title().ends_with("期限") { "" } else { "的期限" };
            format!("依据{}，{}{of}为{period}（{id}）。", rule.article(), rule.title())
        }
    }
}

fn start(parts: &DeadlineParts) -> String {
    let (fact, on) = (&parts.start.fact, dated(parts.start.on));
    match parts.shape.counting {
        Counting::After => format!("自{on}{fact}起算，当日不计入。"),
        Counting::NthDayBefore => format!("自{on}{fact}的前一日起倒数。"),
        Counting::ClearDaysBefore => format!("自{on}{fact}的前一日起倒数，其间须有足数的整日，故多数一日。"),
    }
}

/// Rest days that a count in working days stepped over, and weekend days that it did not.
fn left_out(days: &[DayLine]) -> Option<String> {
    let skipped = spans(days.iter().filter(|line| line.role == Role::Skipped));
    let made_up = days.iter().filter(|line| matches!(line.role, Role::Counted(_)) && line.note.is_some());
    let made_up = spans(made_up);
    match (skipped.is_empty(), made_up.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("其间{skipped}，不计入。")),
        (true, false) => Some(format!("其间{made_up}，计入。")),
        (false, false) => Some(format!("其间{skipped}，不计入；{made_up}，计入。")),
    }
}

/// `10月1日至7日国庆节休假、10月11日周末`: neighbouring days of one kind are one span.
fn spans<'a>(lines: impl Iterator<Item = &'a DayLine>) -> String {
    let lines: Vec<&DayLine> = lines.collect();
    let joined = |a: &&DayLine, b: &&DayLine| a.note == b.note && b.day.days_since(a.day) == 1;
    let span = |run: &[&DayLine]| {
        let (first, last) = (run.first()?, run.last()?);
        let kind = first.note.as_deref().unwrap_or_default();
        Some(if first.day == last.day {
            format!("{}{kind}", first.day.in_chinese())
        } else {
            format!("{}至{}{kind}", first.day.in_chinese(), last.day.in_chinese())
        })
    };
    lines.chunk_by(joined).filter_map(span).collect::<Vec<_>>().join("、")
}

fn pauses(parts: &DeadlineParts) -> impl Iterator<Item = String> {
    parts.pauses.iter().map(|pause| match pause.to {
        None => format!("自{}中止，尚未恢复，届满日待恢复后计算。", pause.from.in_chinese()),
        Some(to) => {
            let days = to.days_since(pause.from);
            format!("{}中止，{}恢复，其间{days}日不计入。", pause.from.in_chinese(), to.in_chinese())
        }
    })
}

fn extensions(parts: &DeadlineParts) -> impl Iterator<Item = String> {
    parts.extensions.iter().map(|extension| {
        let granted_on = extension.granted_on.in_chinese();
        match extension.lengthening {
            Lengthening::By(count) => longer(&granted_on, parts.shape.period.of_same_unit(count)),
            Lengthening::Within(more) => longer(&granted_on, more),
            Lengthening::Until(until) => format!("{granted_on}批准延长至{}。", until.in_chinese()),
        }
    })
}

fn longer(granted_on: &str, more: Period) -> String {
    format!("{granted_on}批准延长{more}，自顺延之前的届满日接续计算。")
}

fn end(parts: &DeadlineParts, calendar: &Calendar) -> Option<String> {
    let due = parts.due?;
    if parts.shape.is_before() {
        return Some(format!("最迟日为{}，遇休息日不顺延。", dated(due)));
    }
    let name = name_of_end(parts);
    let Some(nominal) = parts.nominal else {
        return Some(format!("{name}为{}，期限于当日届满。", dated(due)));
    };
    let end = match calendar.kind(nominal) {
        _ if !parts.shape.rolls => "遇休息日不顺延".to_owned(),
        kind if due != nominal => format!("该日为{kind}，顺延至其后第一个工作日{}", dated(due)),
        kind @ DayKind::MakeUpWorkday(_) => format!("该日为{kind}，是工作日，不顺延"),
        _ => "期限于当日届满".to_owned(),
    };
    Some(format!("{name}为{}，{end}。", dated(nominal)))
}

/// What the law calls the last day before it rolls.
fn name_of_end(parts: &DeadlineParts) -> String {
    let untouched = parts.pauses.is_empty() && parts.extensions.is_empty();
    match parts.shape.period {
        Period::WorkingDays(_) if !untouched => "届满日".to_owned(),
        _ if !untouched => "届满日（顺延之前）".to_owned(),
        Period::WorkingDays(count) => format!("第{count}个工作日"),
        Period::CalendarDays(count) => format!("第{count}日"),
        Period::Months(_) => {
            let matches = parts.nominal.is_some_and(|end| end.day_of_month() == parts.start.on.day_of_month());
            if matches { "对应日".to_owned() } else { "届满月没有对应日，末日".to_owned() }
        }
    }
}

fn provisional(parts: &DeadlineParts, calendar: &Calendar) -> Option<String> {
    let due = parts.due.filter(|_| parts.provisional)?;
    // In working days each day was asked of the calendar, else only those from the nominal end on.
    let first = parts.nominal.unwrap_or(parts.start.on).min(due);
    let last = due.max(parts.nominal.unwrap_or(parts.start.on));
    let days = std::iter::once(first).chain(first.following()).take_while(|day| *day <= last);
    let years: BTreeSet<i16> = days.filter(|day| !calendar.is_announced(*day)).map(Day::year).collect();
    let years: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
    Some(format!("暂定：{}放假安排尚未载入，按周末和法定节日推算，载入后重新计算。", years.join("、")))
}

fn doubt(rule: &Rule, start: Day) -> Option<String> {
    let reason = match rule.mark() {
        _ if rule.rests_on_arr_2007() && start > ARR_2007_HELD_UNTIL => {
            "所依据的条例已于2026年修订，起算日在2007年文本确定适用的期间之后"
        }
        _ if rule.rests_on_arr_2007() => "所依据的条例已于2026年修订，此处按2007年文本，适用至2026年6月30日",
        _ if !rule.is_in_force_on(start) => "起算日不在本规则施行期间，须按当时的规定核对",
        Mark::LocalPractice => "国家层面没有统一规定，按本地做法设定",
        Mark::Likely => "按通行做法理解，条文没有明确写出",
        Mark::Certain => return None,
    };
    Some(format!("依据待核实：{reason}。"))
}

fn another_calendar(deadline: &Deadline, calendar: &Calendar) -> Option<String> {
    let (recorded, present) = (deadline.parts().calendar, calendar.version());
    if recorded == present {
        return None;
    }
    let recomputed = deadline.recomputed(calendar).ok()?;
    let due = recomputed.due().filter(|_| recomputed.due() != deadline.due())?;
    Some(format!("以上为第{recorded}版日历的结果；按第{present}版日历重新计算为{}。", dated(due)))
}

fn dated(day: Day) -> String {
    format!("{}（{}）", day.in_chinese(), day.weekday_in_chinese())
}
