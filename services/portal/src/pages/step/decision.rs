//! The decision and its service.

use proto::reconsideration::case_command::Command;
use proto::reconsideration::{Approval, Claim, Decision, DecisionItem, DisputeResolution, NumberRequest, Submission};

use super::review::{read_service, service};
use super::{Around, Described};
use crate::form::{Field, Reader};
use crate::words::{self, CAUSES, CLAIMS, CONSENT, DECISIONS, RESOLVED_BY};

pub(super) fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let today = around.usual;
    let one = |fields: Vec<Field>| vec![("", String::new(), fields)];
    Some(match command {
        "submit" => one(vec![
            Field::day("on", "提请日期").or(today),
            Field::text("proposal", "拟作决定和理由")
                .if_any()
                .help("提请前应当听取当事人意见；应当听证、咨询的，应当已经完成"),
        ]),
        "decide" => {
            let claims = &around.sheet.claims;
            let treated = |claim| ("请求的处理", asked(claim), item(claim, claims.len() == 1));
            let mut described: Described = claims.iter().map(treated).collect();
            described.push((
                "批准",
                String::new(),
                vec![
                    Field::day("on", "决定日期").or(today),
                    Field::choice("approval", "批准方式", CONSENT).or("ResponsiblePerson"),
                    Field::line("approved_by.name", "批准人").help("集体讨论通过的，填主持人"),
                    Field::line("approved_by.post", "职务").if_any(),
                    Field::day("approved_by.on", "批准或者讨论日期").or(today).if_any(),
                ],
            ));
            described.push((
                "决定书",
                String::new(),
                vec![number(), Field::text("summary", "认定的事实和理由（摘要）").if_any()],
            ));
            described
        }
        "serve_decision" => one(service(around, "决定书")),
        "resolve_dispute" => one(vec![
            Field::choice("by", "怎样化解", RESOLVED_BY).help("经意见书、建议书化解的，计入综合纠错化解率"),
            Field::day("on", "化解日期").or(today),
            Field::text("explanation", "化解情况").if_any().help("以其他方式化解的，应当说明"),
        ]),
        _ => return None,
    })
}

fn asked(claim: &Claim) -> String {
    format!("请求{}：{} {}", claim.number, words::title(CLAIMS, &claim.kind), claim.text)
}

fn item(claim: &Claim, is_only: bool) -> Vec<Field> {
    let n = claim.number;
    let label = |what: &str| if is_only { what.to_owned() } else { format!("请求{n}：{what}") };
    let causes = CAUSES.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned()));
    vec![
        Field::choice(format!("item.{n}.kind"), label("决定"), DECISIONS).help("计入结案方式、纠错率"),
        Field::coming_day(format!("item.{n}.perform_by"), label("履行期限")).if_any().help("决定书写明履行期限的填写"),
        Field::flag(format!("item.{n}.redo"), label("责令重新作出行政行为")).help("仅在撤销、部分撤销时"),
        Field::text(format!("item.{n}.text"), label("决定内容")).if_any(),
        Field::checks(format!("item.{n}.causes"), label("纠错的原因"), causes)
            .if_any()
            .help("撤销、变更、确认违法等纠错决定应当选择"),
    ]
}

pub(super) fn read(command: &str, r: &mut Reader<'_>, around: &Around<'_>) -> Option<Command> {
    Some(match command {
        "submit" => Command::Submit(Submission { on: r.day("on"), proposal: r.text_if_any("proposal") }),
        "decide" => Command::Decide(read_decision(r, around)),
        "serve_decision" => Command::ServeDecision(read_service(r)),
        "resolve_dispute" => Command::ResolveDispute(DisputeResolution {
            on: r.day("on"),
            by: r.word("by", RESOLVED_BY),
            explanation: r.text_if_any("explanation"),
        }),
        _ => return None,
    })
}

fn read_decision(r: &mut Reader<'_>, around: &Around<'_>) -> Decision {
    Decision {
        on: r.day("on"),
        number: Some(read_number(r, around)),
        items: around.sheet.claims.iter().map(|claim| read_item(r, claim.number)).collect(),
        approval: r.word("approval", CONSENT),
        approved_by: Some(Approval {
            account: String::new(),
            name: r.line("approved_by.name"),
            post: r.line_if_any("approved_by.post"),
            on: r.day_if_any("approved_by.on"),
        }),
        summary: r.text_if_any("summary"),
    }
}

/// The field for a number that a paper bears already.
pub(super) fn number() -> Field {
    Field::line("number.existing", "已有文号").if_any().help("不填则自动取下一个号；文书已经编号的，照填")
}

/// From the register of the area whose number the case bears.
pub(super) fn read_number(r: &mut Reader<'_>, around: &Around<'_>) -> NumberRequest {
    let reception = around.sheet.received.reception.as_ref();
    let area = reception.and_then(|reception| reception.number.as_ref()).map(|number| number.area.clone());
    let existing = r.line_if_any("number.existing");
    NumberRequest { area: area.unwrap_or_default(), template: String::new(), existing }
}

fn read_item(r: &mut Reader<'_>, claim: u32) -> DecisionItem {
    DecisionItem {
        kind: r.word(&format!("item.{claim}.kind"), DECISIONS),
        claims: vec![claim],
        text: r.text_if_any(&format!("item.{claim}.text")),
        redo_ordered: r.flag(&format!("item.{claim}.redo")),
        redo_days: 0,
        perform_by: r.coming_day_if_any(&format!("item.{claim}.perform_by")),
        causes: r.words(&format!("item.{claim}.causes"), CAUSES),
    }
}
