//! The case stands still and goes on; a simplified case becomes an ordinary one.

use proto::reconsideration::case_command::Command;
use proto::reconsideration::{Conversion, Resumption, Suspension};

use super::review::paper;
use super::{Around, Described};
use crate::form::{Field, Reader};
use crate::words::SUSPENSION_GROUNDS;

pub(super) fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let today = around.usual;
    let one = |fields: Vec<Field>| vec![("", String::new(), fields)];
    Some(match command {
        "suspend" => {
            let mut fields = vec![
                Field::choice("ground", "中止的情形", SUSPENSION_GROUNDS)
                    .help("第一、二、四项情形中止满六十日、原因仍未消除的，可以终止"),
                Field::day("on", "中止日期").or(today).help("当天计入期限；自次日起至恢复之日不计入"),
                Field::line("explanation", "说明").if_any().wide().help("选择“其他”的应当说明"),
                Field::day("resumed_on", "恢复日期").if_any().help("补录已经恢复的中止时填写"),
            ];
            fields.extend(paper("中止通知书"));
            one(fields)
        }
        "resume" => {
            let mut fields = vec![
                Field::day("on", "恢复日期").or(today).help("期限自次日起继续计算"),
                Field::line("explanation", "中止的原因怎样消除").if_any().wide(),
            ];
            fields.extend(paper("恢复审理通知书"));
            one(fields)
        }
        "convert" => one(vec![
            Field::day("on", "批准日期").or(today).help("简易程序审理期限届满前；审理期限仍自受理之日起算，为60日"),
            Field::line("approval.name", "批准人").or(&around.person.name),
            Field::line("approval.post", "批准人职务").if_any(),
            Field::text("reason", "转为普通程序的理由").if_any(),
        ]),
        _ => return None,
    })
}

pub(super) fn read(command: &str, r: &mut Reader<'_>, _: &Around<'_>) -> Option<Command> {
    Some(match command {
        "suspend" => Command::Suspend(Suspension {
            on: r.day("on"),
            ground: r.word("ground", SUSPENSION_GROUNDS),
            explanation: r.line_if_any("explanation"),
            paper: r.paper("中止通知书"),
            resumption: match r.day_if_any("resumed_on") {
                on if on.is_empty() => None,
                on => Some(Resumption { on, ..Resumption::default() }),
            },
        }),
        "resume" => Command::Resume(Resumption {
            on: r.day("on"),
            explanation: r.line_if_any("explanation"),
            paper: r.paper("恢复审理通知书"),
        }),
        "convert" => Command::Convert(Conversion {
            on: r.day("on"),
            approval: Some(r.approval()),
            reason: r.text_if_any("reason"),
        }),
        _ => return None,
    })
}
