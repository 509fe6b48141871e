//! When and where a hearing is, and whom the court notified: what is asked for and how it is read.

use kernel::day::Day;
use proto::appearances::{NoticeTo, Plan};

use super::attendance::Concerned;
use crate::dates;
use crate::form::{Entered, Field, Reader};
use crate::pages::desk::Group;
use crate::words::{COURT_NOTICES, HEARING_MODES};

/// When and where a hearing is.
pub(super) fn plan_fields(concerned: &Concerned, today: &str) -> Vec<Group> {
    let when = [
        Field::coming_day("day", "开庭日期").or(today),
        Field::line("time", "开庭时间").if_any().help("如 09:30；还没有确定的先不填"),
        Field::line("room", "法庭").if_any().help("如：第三法庭"),
        Field::choice("mode", "开庭方式", HEARING_MODES).or("OnSite"),
    ];
    let notices = concerned.defendants.iter().flat_map(|defendant| {
        let of = |name: &str| format!("d{}.{name}", defendant.number);
        let whose = concerned.whose(defendant);
        [
            Field::choice(of("notice"), format!("{whose}法院通知负责人出庭"), COURT_NOTICES).or("None"),
            Field::day(of("served_on"), format!("{whose}出庭通知书送达日期")).if_any().help("应当在开庭三日前送达"),
        ]
    });
    let seldom = [
        Field::day("summoned_on", "收到传票日期").if_any(),
        Field::line("remark", "备注").if_any(),
        Field::flag("closed", "不公开审理"),
    ];
    vec![Group::new("开庭", when), Group::new("负责人出庭通知", notices), Group::new("其他", seldom).folded()]
}

/// The day that was entered for a hearing; until one is, this.
pub(super) fn day_of(entered: &Entered, field: &str, today: Day, usual: String) -> String {
    dates::coming(entered.text(field), today).map_or(usual, |day| day.to_string())
}

/// Reads when and where it is.
pub(super) fn read_plan(r: &mut Reader<'_>, concerned: &Concerned) -> Plan {
    let notices = concerned.defendants.iter().map(|defendant| {
        let of = |name: &str| format!("d{}.{name}", defendant.number);
        NoticeTo {
            defendant: defendant.number,
            notice: r.word(&of("notice"), COURT_NOTICES),
            served_on: r.day_if_any(&of("served_on")),
        }
    });
    let notices = notices.collect();
    Plan {
        day: r.coming_day("day"),
        time: read_time(r),
        room: r.line_if_any("room"),
        mode: r.word("mode", HEARING_MODES),
        closed: r.flag("closed"),
        notices,
        summoned_on: r.day_if_any("summoned_on"),
        remark: r.line_if_any("remark"),
    }
}

/// A plan as the form would have it, for moving it or putting it right.
pub(super) fn entered_of_plan(plan: &Plan) -> Entered {
    let mut entered = Entered::default();
    for (name, value) in [
        ("day", &plan.day),
        ("time", &plan.time),
        ("room", &plan.room),
        ("mode", &plan.mode),
        ("summoned_on", &plan.summoned_on),
        ("remark", &plan.remark),
    ] {
        entered.set(name, value);
    }
    if plan.mode.is_empty() {
        entered.set("mode", "OnSite");
    }
    entered.set("closed", if plan.closed { "on" } else { "" });
    for notice in &plan.notices {
        entered.set(&format!("d{}.notice", notice.defendant), &notice.notice);
        entered.set(&format!("d{}.served_on", notice.defendant), &notice.served_on);
    }
    entered
}

/// 9:30, 9点30分 and ０９：３０ are half past nine.
pub(super) fn read_time(r: &mut Reader<'_>) -> String {
    let typed = r.line_if_any("time");
    if typed.is_empty() {
        return typed;
    }
    let plain: String = typed.chars().map(crate::normal::narrow).collect();
    let mut numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let hour: Option<u8> = numbers.next().and_then(|hour| hour.parse().ok());
    let minute: Option<u8> = numbers.next().map_or(Some(0), |minute| minute.parse().ok());
    if let (Some(hour @ 0..=23), Some(minute @ 0..=59)) = (hour, minute) {
        return format!("{hour:02}:{minute:02}");
    }
    r.wrong("time", "时间请写成 09:30");
    typed
}

#[cfg(test)]
mod tests {
    use kernel::day::day;

    use super::*;

    #[test]
    fn a_time_is_understood_as_it_is_usually_written() {
        for (typed, meant) in [("9:30", "09:30"), ("９点３０分", "09:30"), ("14", "14:00"), ("", "")] {
            let mut entered = Entered::default();
            entered.set("time", typed);
            let mut reader = Reader::new(&entered, day(2026, 3, 2));
            assert_eq!(read_time(&mut reader), meant, "{typed}");
            assert!(reader.errors().is_empty());
        }
        let mut entered = Entered::default();
        entered.set("time", "25:00");
        let mut reader = Reader::new(&entered, day(2026, 3, 2));
        read_time(&mut reader);
        assert!(reader.errors()["time"].contains("09:30"));
    }
}
