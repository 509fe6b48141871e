//! From the application to its acceptance.

use proto::reconsideration::case_command::Command;
use proto::reconsideration::{
    Abandonment, Acceptance, Acknowledgement, Conditions, DeemedAcceptance, NonAcceptance, ProcedureChoice, Service,
    SimplifiedGround, SupplementExtension, SupplementNotice, Supplements,
};

use super::{Around, Described};
use crate::form::{Field, Reader};
use crate::words::{CONDITIONS, NON_ACCEPTANCE, PROCEDURES, SERVICE_METHODS, SIMPLIFIED_GROUNDS};

/// The fields that name a paper.
pub(super) fn paper(kind: &str) -> [Field; 2] {
    [
        Field::line("paper.number", format!("{kind}文号")).if_any().help("可以不填；不同文书各有编号，与案件编号分开"),
        Field::day("paper.on", format!("{kind}落款日期")).if_any(),
    ]
}

/// The fields of a service of a document.
pub(super) fn service(around: &Around<'_>, what: &str) -> Vec<Field> {
    vec![
        Field::select(
            "recipient",
            "受送达人",
            around.sheet.persons().into_iter().map(|(n, name)| (n.to_string(), name)),
        )
        .or(around.party),
        Field::choice("method", "送达方式", SERVICE_METHODS).or("Direct"),
        Field::day("on", format!("{what}送达日期"))
            .or(around.usual)
            .help("以送达回证上的签收日期为准；公告送达填发布日期，满三十日视为送达"),
        Field::line("proof", "送达证明").if_any().help("送达回证、邮件回执的编号等"),
    ]
}

pub(super) fn read_service(r: &mut Reader<'_>) -> Service {
    Service {
        recipient: r.someone("recipient"),
        method: r.word("method", SERVICE_METHODS),
        on: r.day("on"),
        proof: r.line_if_any("proof"),
    }
}

fn procedure(around: &Around<'_>, default: &str) -> Vec<Field> {
    vec![
        Field::choice("procedure", "审理程序", PROCEDURES).or(default).help("普通程序60日；简易程序30日，不能延长"),
        Field::choice("simplified.ground", "适用简易程序的情形", SIMPLIFIED_GROUNDS)
            .if_any()
            .help("选择简易程序时填写"),
        Field::flag("simplified.facts_clear", "事实清楚、权利义务关系明确、争议不大")
            .help("除当事人各方同意外，都应当具备"),
        Field::day("on", if default == "Ordinary" { "受理日期" } else { "确定日期" }).or(around.usual),
    ]
}

fn read_simplified(r: &mut Reader<'_>, procedure: &str) -> Option<SimplifiedGround> {
    (procedure == "Simplified").then(|| SimplifiedGround {
        ground: r.word("simplified.ground", SIMPLIFIED_GROUNDS),
        facts_clear: r.flag("simplified.facts_clear"),
        explanation: String::new(),
    })
}

pub(super) fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let today = around.usual;
    let one = |fields: Vec<Field>| vec![("", String::new(), fields)];
    Some(match command {
        "accept" => {
            let ticked = CONDITIONS.iter().map(|(name, title)| ((*name).to_owned(), (*title).to_owned()));
            let conditions = Field::checks("conditions", "受理条件（逐项核对后勾选）", ticked);
            let conditions = conditions
                .help("《行政复议法》第三十条第一款：七项都具备才能受理；缺少任何一项，请通知补正或者决定不予受理");
            vec![
                ("", String::new(), vec![conditions]),
                ("程序和日期", String::new(), procedure(around, "Ordinary")),
                ("受理通知书", String::new(), paper("受理通知书").into()),
            ]
        }
        "refuse_acceptance" => {
            let mut fields = vec![
                Field::day("on", "决定日期").or(today),
                Field::choice("ground", "不予受理的理由", NON_ACCEPTANCE),
                Field::text("reasons", "具体说明").help("写入不予受理决定书"),
                Field::line("competent_organ", "有管辖权的机关")
                    .if_any()
                    .help("不属于本机关管辖的，应当告知有管辖权的行政复议机关"),
            ];
            fields.extend(paper("不予受理决定书"));
            one(fields)
        }
        "issue_supplement_notice" => {
            let mut fields = vec![
                Field::day("on", "通知日期").or(today),
                Field::text("items", "需要补正的内容").help("一次性告知；申请人收到后10个工作日内补正"),
            ];
            fields.extend(paper("补正通知书"));
            one(fields)
        }
        "serve_supplement_notice" => one(service(around, "补正通知书")),
        "serve_non_acceptance" => one(service(around, "不予受理决定书")),
        "record_supplements" => one(vec![
            Field::day("received_on", "收到日期").or(today),
            Field::day("posted_on", "交邮日期").if_any().help("邮寄的填写：以交邮日期判断是否逾期"),
            Field::text("items", "补正了哪些材料").if_any(),
        ]),
        "extend_supplement" => one(vec![
            Field::day("on", "批准日期").or(today),
            Field::coming_day("until", "延长至"),
            Field::line("reason", "理由").wide().help("申请人有什么正当理由"),
        ]),
        "deem_abandoned" => one(vec![
            Field::day("on", "认定日期").or(today),
            Field::line("explanation", "为什么没有正当理由")
                .wide()
                .help("无正当理由逾期不补正的，视为放弃申请，应当记录在案"),
        ]),
        "deem_accepted" => {
            vec![("", "审查期限届满未作处理的，自届满之日起视为受理，日期由系统按期限计算。".to_owned(), Vec::new())]
        }
        "choose_procedure" => one(procedure(around, "Simplified")),
        "send_acknowledgement" => {
            let mut fields = vec![
                Field::day("on", "发送日期").or(today),
                Field::choice("method", "发送方式", SERVICE_METHODS).or("Direct"),
            ];
            fields.extend(paper("受理通知书"));
            one(fields)
        }
        _ => return None,
    })
}

pub(super) fn read(command: &str, r: &mut Reader<'_>, around: &Around<'_>) -> Option<Command> {
    Some(match command {
        "accept" => {
            let ticked = r.words("conditions", CONDITIONS);
            let has = |name: &str| ticked.iter().any(|ticked| ticked == name);
            let conditions = Conditions {
                parties: has("parties"),
                interest: has("interest"),
                claims: has("claims"),
                in_time: has("in_time"),
                in_scope: has("in_scope"),
                jurisdiction: has("jurisdiction"),
                not_pending: has("not_pending"),
            };
            let procedure = r.word("procedure", PROCEDURES);
            Command::Accept(Acceptance {
                on: r.day("on"),
                simplified: read_simplified(r, &procedure),
                procedure,
                conditions: Some(conditions),
                paper: r.paper("受理通知书"),
            })
        }
        "refuse_acceptance" => Command::RefuseAcceptance(NonAcceptance {
            on: r.day("on"),
            ground: r.word("ground", NON_ACCEPTANCE),
            reasons: r.text("reasons"),
            competent_organ: r.line_if_any("competent_organ"),
            paper: r.paper("不予受理决定书"),
        }),
        "issue_supplement_notice" => Command::IssueSupplementNotice(SupplementNotice {
            on: r.day("on"),
            items: r.text("items"),
            paper: r.paper("补正通知书"),
            service: None,
        }),
        "serve_supplement_notice" => Command::ServeSupplementNotice(read_service(r)),
        "serve_non_acceptance" => Command::ServeNonAcceptance(read_service(r)),
        "record_supplements" => Command::RecordSupplements(Supplements {
            received_on: r.day("received_on"),
            posted_on: r.day_if_any("posted_on"),
            items: r.text_if_any("items"),
        }),
        "extend_supplement" => Command::ExtendSupplement(SupplementExtension {
            on: r.day("on"),
            until: r.coming_day("until"),
            reason: r.line("reason"),
        }),
        "deem_abandoned" => Command::DeemAbandoned(Abandonment { on: r.day("on"), explanation: r.line("explanation") }),
        "deem_accepted" => Command::DeemAccepted(DeemedAcceptance { on: around.usual.to_string() }),
        "choose_procedure" => {
            let procedure = r.word("procedure", PROCEDURES);
            let simplified = read_simplified(r, &procedure);
            Command::ChooseProcedure(ProcedureChoice { on: r.day("on"), procedure, simplified })
        }
        "send_acknowledgement" => Command::SendAcknowledgement(Acknowledgement {
            on: r.day("on"),
            method: r.word("method", SERVICE_METHODS),
            paper: r.paper("受理通知书"),
        }),
        _ => return None,
    })
}
