//! What is asked for when an application is registered, and how it is read.

use std::collections::BTreeMap;

use proto::reconsideration::{Act, Claim, NumberRequest, Party, Reception, Respondent, Twin as Seen};
use uuid::Uuid;

use super::Desk;
use crate::form::{Entered, Field, Reader, Section};
use crate::registers::twins::Twin;
use crate::words::{
    ACT_KINDS, CHANNELS, CLAIMS, FIELDS, ID_KINDS, KNOWN_BY, MATTERS, NON_PUBLIC, PARTY_KINDS, REMEDIES_TOLD, SERVED,
};

/// As many applicants as may each speak for himself.
const FEW_APPLICANTS: usize = 5;

/// The form's sections, in the order in which an application is read.
pub(super) fn sections(
    desk: &Desk,
    entered: &Entered,
    errors: &BTreeMap<String, String>,
    twins: &[Twin],
) -> Vec<Section> {
    let section = |title: &str, fields: Vec<Field>| Section::new(title, fields, entered, errors, desk.today);
    let rows = |group: &str| Field::hidden(format!("{group}.rows"), entered.rows(group).to_string());
    let with_rows = |group: &str, each: &dyn Fn(usize) -> Vec<Field>| {
        std::iter::once(rows(group)).chain((1..=entered.rows(group)).flat_map(each)).collect::<Vec<_>>()
    };
    let mut sections = vec![
        section("收件", reception_fields(desk)),
        section("申请人", applicants(entered)).with_more("applicant", "再加一名申请人"),
        section("被申请人", with_rows("respondent", &|n| vec![respondent(desk, n)]))
            .with_more("respondent", "再加一个被申请人"),
        section("行政行为", act_fields()),
        section("复议请求", with_rows("claim", &claim)).with_more("claim", "再加一项请求"),
        section("其他", other_fields()).folded(),
    ];
    // A form that is opened is begun at its first field.
    sections[0].fields[0].is_next = entered.is_fresh();
    if !twins.is_empty() {
        let reason = Field::line("twin.reason", "继续登记的理由")
            .wide()
            .help("与已有案件相似。确实是另一件的，写明理由；理由记入案卷");
        sections.push(section("可能重复", vec![reason]));
    }
    sections
}

fn reception_fields(desk: &Desk) -> Vec<Field> {
    vec![
        Field::day("received_on", "收到日期").or(desk.today).help("可以早于今天，不能晚于今天；审查期限从这一天起算"),
        Field::choice("channel", "提交方式", CHANNELS).or("InPerson"),
        Field::day("posted_on", "交邮日期").if_any().help("邮寄的填写：以交邮日期判断是否在申请期限内"),
        Field::line("number.existing", "已有编号").if_any().help("不填则自动取号；补录旧案时填纸面上的编号"),
    ]
}

/// R-APP-10: more than five are spoken for by one to five of themselves.
fn applicants(entered: &Entered) -> Vec<Field> {
    let count = entered.rows("applicant");
    let rows = Field::hidden("applicant.rows", count.to_string());
    let mut fields: Vec<Field> = std::iter::once(rows).chain((1..=count).flat_map(applicant)).collect();
    if count > FEW_APPLICANTS {
        let named = |n: usize| match entered.text(&format!("applicant.{n}.name")).trim() {
            "" => format!("申请人{n}"),
            name => name.to_owned(),
        };
        let choices = (1..=count).map(|n| (n.to_string(), named(n)));
        let help = "申请人超过五人的，推选一至五名代表人；听取意见、调解签字由代表人进行";
        fields.push(Field::checks("representatives", "代表人", choices).help(help));
    }
    fields
}

fn applicant(n: usize) -> Vec<Field> {
    let of = |name: &str| format!("applicant.{n}.{name}");
    let label = |what: &str| if n == 1 { format!("申请人{what}") } else { format!("申请人{n}{what}") };
    vec![
        Field::line(of("name"), label("姓名或者名称")),
        Field::choice(of("kind"), label("类型"), PARTY_KINDS).or("Citizen"),
        Field::choice(of("id_kind"), label("证件"), ID_KINDS).if_any(),
        Field::line(of("id_number"), label("证件号码")).if_any(),
        Field::line(of("phone"), label("联系电话")).if_any(),
        Field::line(of("address"), label("送达地址")).if_any(),
    ]
}

fn respondent(desk: &Desk, n: usize) -> Field {
    let organs = desk.organs.iter().map(|organ| (organ.id.to_string(), organ.name.clone()));
    let nth = if n == 1 { "被申请人".to_owned() } else { format!("被申请人{n}") };
    Field::select(format!("respondent.{n}.organ"), nth, organs).help("名录里没有的，请名录管理人员先登记").wide()
}

fn act_fields() -> Vec<Field> {
    vec![
        Field::line("act.title", "行政行为名称").help("如：罚款500元的行政处罚决定").wide(),
        Field::choice("act.kind", "行政行为类型", ACT_KINDS),
        Field::line("act.document_number", "文号").if_any(),
        Field::day("act.known_on", "知道行政行为的日期").if_any().help("六十日申请期限从这一天起算；不清楚的先不填"),
        Field::choice("act.known_by", "怎样知道的", KNOWN_BY).if_any().help("填了知道日期的，应当选择"),
        Field::choice("act.remedies_told", "是否告知复议权利、机关和期限", REMEDIES_TOLD)
            .or("Unknown")
            .help("未告知的，申请期限从知道权利、机关和期限起算，自知道行政行为内容起最长一年"),
    ]
}

fn claim(n: usize) -> Vec<Field> {
    let label = |what: &str| if n == 1 { what.to_owned() } else { format!("{what}{n}") };
    vec![
        Field::choice(format!("claim.{n}.kind"), label("请求"), CLAIMS).or("Revoke"),
        Field::line(format!("claim.{n}.text"), label("具体请求"))
            .help("如：撤销某公（城）行罚决字〔2026〕456号行政处罚决定"),
    ]
}

fn other_fields() -> Vec<Field> {
    vec![
        Field::choice("field", "行政管理领域", FIELDS).if_any().help("记在案卷里，在案件页面上显示；不影响统计数据"),
        Field::choice("matter", "复议事项", MATTERS)
            .if_any()
            .help("在案件页面上显示，并列入通报的纠错案件清单；不影响统计数据"),
        Field::day("act.made_on", "行政行为作出日期").if_any(),
        Field::choice("act.served", "是否已送达", SERVED).or("Unknown").if_any(),
        Field::line("act.amount", "涉及款额（元）").if_any(),
        Field::text("facts_and_reasons", "事实和理由").if_any(),
        Field::flag("reconsideration_first", "复议前置案件"),
        Field::flag("compensation_asked", "一并请求行政赔偿"),
        Field::flag("collateral_review_asked", "一并请求审查规范性文件"),
        Field::flag("legal_aid_asked", "申请法律援助"),
        Field::flag("enterprise_related", "涉企案件"),
        Field::flag("non_public", NON_PUBLIC.0).help(NON_PUBLIC.1),
    ]
}

/// Reads the whole form.
pub(super) fn read(r: &mut Reader<'_>, desk: &Desk, twins: &[Twin]) -> Reception {
    let existing = r.line_if_any("number.existing");
    let applicants = r.entered().rows("applicant");
    let parties: Vec<Party> = (1..=applicants).filter_map(|n| read_applicant(r, n)).collect();
    let named = parties.iter().map(|party| party.number).max().unwrap_or(0);
    let respondents = read_respondents(r, desk, named);
    Reception {
        received_on: r.day("received_on"),
        posted_on: r.day_if_any("posted_on"),
        channel: r.word("channel", CHANNELS),
        number: Some(NumberRequest { area: desk.area.clone(), template: String::new(), existing }),
        representatives: read_representatives(r, &parties),
        parties,
        respondents,
        act: Some(read_act(r)),
        claims: (1..=r.entered().rows("claim")).filter_map(|n| read_claim(r, n)).collect(),
        facts_and_reasons: r.text_if_any("facts_and_reasons"),
        reconsideration_first: r.flag("reconsideration_first"),
        legal_aid_asked: r.flag("legal_aid_asked"),
        compensation_asked: r.flag("compensation_asked"),
        collateral_review_asked: r.flag("collateral_review_asked"),
        twin: twins.first().map(|twin| Seen {
            case: twin.id.as_bytes().to_vec(),
            number: twin.number.clone(),
            reason: r.line("twin.reason"),
        }),
        organ_name: desk.government.as_ref().map(|organ| organ.name.clone()).unwrap_or_default(),
        organ: desk.government.as_ref().map(|organ| organ.id.as_bytes().to_vec()).unwrap_or_default(),
        field: r.word_if_any("field", FIELDS),
        matter: r.word_if_any("matter", MATTERS),
        enterprise_related: r.flag("enterprise_related"),
        non_public: r.flag("non_public"),
    }
}

/// R-APP-10: asked for where there are many; who is too few or too many, the service says.
fn read_representatives(r: &mut Reader<'_>, applicants: &[Party]) -> Vec<u32> {
    if applicants.len() <= FEW_APPLICANTS {
        return Vec::new();
    }
    let chosen: Vec<&str> = r.entered().all("representatives").collect();
    let numbers = applicants.iter().map(|party| party.number);
    numbers.filter(|number| chosen.contains(&number.to_string().as_str())).collect()
}

/// A row left empty, but for the first, is none.
fn read_applicant(r: &mut Reader<'_>, n: usize) -> Option<Party> {
    let of = |name: &str| format!("applicant.{n}.{name}");
    if n > 1 && r.entered().text(&of("name")).trim().is_empty() {
        return None;
    }
    Some(Party {
        number: u32::try_from(n).unwrap_or(u32::MAX),
        role: "Applicant".to_owned(),
        kind: r.word(&of("kind"), PARTY_KINDS),
        name: r.line(&of("name")),
        id_kind: r.word_if_any(&of("id_kind"), ID_KINDS),
        id_number: r.line_if_any(&of("id_number")).chars().map(crate::normal::narrow).collect(),
        phone: r.line_if_any(&of("phone")).chars().map(crate::normal::narrow).collect(),
        address: r.line_if_any(&of("address")),
        ..Party::default()
    })
}

fn read_respondents(r: &mut Reader<'_>, desk: &Desk, applicants: u32) -> Vec<Respondent> {
    let mut respondents = Vec::new();
    for n in 1..=r.entered().rows("respondent") {
        let field = format!("respondent.{n}.organ");
        let chosen = r.entered().text(&field);
        match desk.organs.iter().find(|organ| organ.id.to_string() == chosen) {
            Some(organ) => respondents.push(Respondent {
                number: applicants + u32::try_from(respondents.len()).unwrap_or(0) + 1,
                organ: organ.id.as_bytes().to_vec(),
                name: organ.name.clone(),
            }),
            None if n > 1 && chosen.is_empty() => {}
            None if chosen.parse::<Uuid>().is_ok() => r.wrong(&field, "这个机关在收到申请那天不在名录中，请核对"),
            None => r.wrong(&field, "请选择被申请人"),
        }
    }
    respondents
}

fn read_act(r: &mut Reader<'_>) -> Act {
    let known_on = r.day_if_any("act.known_on");
    let known_by = if known_on.is_empty() { String::new() } else { r.word("act.known_by", KNOWN_BY) };
    let served = r.word_if_any("act.served", SERVED);
    let remedies_told = r.word_if_any("act.remedies_told", REMEDIES_TOLD);
    Act {
        kind: r.word("act.kind", ACT_KINDS),
        document_number: r.line_if_any("act.document_number"),
        title: r.line("act.title"),
        made_on: r.day_if_any("act.made_on"),
        known_on,
        known_by,
        amount: r.line_if_any("act.amount").chars().map(crate::normal::narrow).collect(),
        served: if served.is_empty() { "Unknown".to_owned() } else { served },
        remedies_told: remedies_told == "Yes",
        remedies_unclear: !matches!(remedies_told.as_str(), "Yes" | "No"),
    }
}

fn read_claim(r: &mut Reader<'_>, n: usize) -> Option<Claim> {
    let (kind, text) = (format!("claim.{n}.kind"), format!("claim.{n}.text"));
    if n > 1 && r.entered().text(&text).trim().is_empty() {
        return None;
    }
    Some(Claim { number: u32::try_from(n).unwrap_or(u32::MAX), kind: r.word(&kind, CLAIMS), text: r.line(&text) })
}

#[cfg(test)]
mod tests;
