//! The first entries of a place, from a file that a clerk can read and another county can replace.
//!
//! Each line becomes an order to this service, given at every start and carried out once: its key is the line itself.

mod rows;

use kernel::aggregate::Aggregate;
use kernel::calendar::{AnnouncedYear, Calendar};
use kernel::id::Id;
use proto::{Message, directory as messages};
use runtime::{Contract, Order, read};
use uuid::Uuid;

use crate::contract::holiday_kind;
use crate::holiday_year::{HolidayYear, holiday_year_id};
use crate::judicial_organ::{JudicialCode, JudicialKind, JudicialLevel, JudicialOrgan, judicial_organ_id};
use crate::official::{Official, PostLevel};
use crate::organ::{Organ, OrganCode, OrganKind, organ_id};
use crate::setting::{Setting, known, setting_id};
use kernel::word::Word;
use rows::{Row, rows};

/// The shipped file: 陇县.
pub const LONGXIAN: &str = include_str!("../seeds/longxian.txt");

/// What is wrong with a file of first entries, in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第{line}行：{wrong}")]
pub struct Wrong {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there, and the remedy.
    pub wrong: String,
}

/// A part of the file: its name, its columns, and what becomes of one of its rows.
struct Part {
    name: &'static str,
    columns: &'static [&'static str],
    order: fn(&Row) -> Result<Order, String>,
}

const PARTS: &[Part] = &[
    Part {
        name: "机关",
        columns: &["代码", "名称", "简称", "类别", "区划", "统一社会信用代码", "自", "前身"],
        order: organ,
    },
    Part {
        name: "法院检察院", columns: &["代码", "名称", "种类", "级别", "区划", "自"], order: judicial_organ
    },
    Part { name: "人员", columns: &["编号", "姓名", "登记日"], order: person },
    Part {
        name: "任职",
        columns: &["编号", "机关代码", "职务", "级别", "自", "至", "分管", "依据"],
        order: appointment,
    },
    Part { name: "放假", columns: &["年份", "发布日", "文件"], order: holiday_year },
    Part { name: "设置", columns: &["区划", "名称", "值", "自", "依据"], order: setting },
];

/// The orders of a file, in its order. Every row is checked as a command is.
pub fn orders(text: &str) -> Result<Vec<Order>, Wrong> {
    rows(text)?.iter().map(|row| (row.part.order)(row).map_err(|wrong| Wrong { line: row.line, wrong })).collect()
}

/// An order whose command this service will be able to read.
fn order<A: Contract>(row: &Row, stream: Uuid, area: &str, command: &impl Message) -> Result<Order, String> {
    let payload = command.encode_to_vec();
    A::command(&payload).map_err(|wrong| wrong.to_string())?;
    let key = format!("{}\n{}", row.part.name, row.text);
    Ok(Order { kind: A::KIND, stream, area: area.to_owned(), key, payload })
}

fn word<W: Word>(row: &Row, column: &str) -> Result<String, String> {
    let word = W::from_chinese(row.cell(column)).map_err(|wrong| format!("{column}：{wrong}"))?;
    Ok(word.english().to_owned())
}

fn organ_of(column: &str, code: &str) -> Result<Id<Organ>, String> {
    read::value::<OrganCode>(column, code.to_owned()).map(|code| organ_id(&code)).map_err(|wrong| wrong.to_string())
}

fn organ(row: &Row) -> Result<Order, String> {
    let predecessors = row.cell("前身").split_whitespace().map(|code| organ_of("前身", code));
    let predecessors: Result<Vec<_>, _> = predecessors.map(|id| id.map(|id| id.uuid().as_bytes().to_vec())).collect();
    let entry = messages::OrganEntry {
        code: row.text_of("代码"),
        name: row.text_of("名称"),
        short_name: row.text_of("简称"),
        kind: word::<OrganKind>(row, "类别")?,
        area: row.text_of("区划"),
        credit_code: row.text_of("统一社会信用代码"),
        since: row.text_of("自"),
        predecessors: predecessors?,
    };
    let stream = organ_of("代码", &entry.code)?.uuid();
    let command = messages::organ_command::Command::Register(entry);
    order::<Organ>(row, stream, &row.jurisdiction()?, &messages::OrganCommand { command: Some(command) })
}

fn judicial_organ(row: &Row) -> Result<Order, String> {
    let entry = messages::JudicialOrganEntry {
        code: row.text_of("代码"),
        name: row.text_of("名称"),
        kind: word::<JudicialKind>(row, "种类")?,
        level: word::<JudicialLevel>(row, "级别")?,
        area: row.text_of("区划"),
        since: row.text_of("自"),
    };
    let code: JudicialCode = read::value("代码", entry.code.clone()).map_err(|wrong| wrong.to_string())?;
    let command = messages::judicial_organ_command::Command::Register(entry);
    let command = messages::JudicialOrganCommand { command: Some(command) };
    order::<JudicialOrgan>(row, judicial_organ_id(&code).uuid(), &row.jurisdiction()?, &command)
}

/// People have no key of their own outside this file.
fn official_of(row: &Row) -> Result<Uuid, String> {
    match row.cell("编号") {
        "" => Err("编号：不能为空，请填写".to_owned()),
        key => Ok(Id::<Official>::named(Official::KIND, key).uuid()),
    }
}

fn person(row: &Row) -> Result<Order, String> {
    let person = messages::Person { name: row.text_of("姓名"), on: row.text_of("登记日") };
    let command = messages::official_command::Command::Register(person);
    order::<Official>(row, official_of(row)?, "", &messages::OfficialCommand { command: Some(command) })
}

fn appointment(row: &Row) -> Result<Order, String> {
    let appointment = messages::Appointment {
        organ: organ_of("机关代码", row.cell("机关代码"))?.uuid().as_bytes().to_vec(),
        post: row.text_of("职务"),
        level: word::<PostLevel>(row, "级别")?,
        from: row.text_of("自"),
        to: row.text_of("至"),
        in_charge_of: row.text_of("分管"),
        basis: row.text_of("依据"),
    };
    let command = messages::official_command::Command::Appoint(appointment);
    order::<Official>(row, official_of(row)?, "", &messages::OfficialCommand { command: Some(command) })
}

fn holiday_year(row: &Row) -> Result<Order, String> {
    let year: i16 = row.cell("年份").parse().map_err(|_| "年份：应为四位数字".to_owned())?;
    let shipped = Calendar::shipped();
    let days = shipped.years().find(|shipped| shipped.year() == year).map(AnnouncedYear::days);
    let days = days.ok_or_else(|| format!("年份：程序没有附带{year}年的放假安排，请删去本行，在系统中公布"))?;
    let announce = messages::AnnounceHolidayYear {
        year: year.into(),
        published_on: row.text_of("发布日"),
        notice: row.text_of("文件"),
        days: days
            .map(|day| messages::HolidayDay {
                day: day.day.to_string(),
                kind: holiday_kind(day.arrangement).to_owned(),
                name: day.name.clone(),
            })
            .collect(),
    };
    let command = messages::holiday_year_command::Command::Announce(announce);
    let command = messages::HolidayYearCommand { command: Some(command) };
    order::<HolidayYear>(row, holiday_year_id(year).uuid(), "", &command)
}

fn setting(row: &Row) -> Result<Order, String> {
    let adoption = messages::Adoption {
        name: row.text_of("名称"),
        value: row.text_of("值"),
        from: row.text_of("自"),
        basis: row.text_of("依据"),
        area: row.text_of("区划"),
    };
    let known = known::named(&adoption.name).map_err(|wrong| wrong.to_string())?;
    known.allows(&adoption.value).map_err(|wrong| wrong.to_string())?;
    let stream = setting_id(&row.area()?, known.name).uuid();
    let command = messages::setting_command::Command::Adopt(adoption);
    order::<Setting>(row, stream, &row.jurisdiction()?, &messages::SettingCommand { command: Some(command) })
}

#[cfg(test)]
mod tests;
