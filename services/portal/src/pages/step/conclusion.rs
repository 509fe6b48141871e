//! How a case ends without a decision on the merits.

use proto::reconsideration::case_command::Command;
use proto::reconsideration::{Dismissal, Mediation, Signature, Termination, Withdrawal};

use super::decision::{number, read_number};
use super::review::{paper, read_service, service};
use super::{Around, Described};
use crate::form::{Field, Reader};
use crate::words::{NON_ACCEPTANCE, TERMINATION_GROUNDS, WITHDRAWAL_REASONS};

fn reason(name: &str) -> Field {
    Field::choice(name, "撤回的原因", WITHDRAWAL_REASONS).help("计入调撤率；被申请人自行纠正的，计入综合纠错率")
}

pub(super) fn described(command: &str, around: &Around<'_>) -> Option<Described> {
    let today = around.usual;
    let one = |fields: Vec<Field>| vec![("", String::new(), fields)];
    Some(match command {
        "mediate" => {
            let signed = around.sheet.persons().into_iter().map(|(party, name)| {
                Field::day(format!("signed.{party}"), format!("{name}签字日期")).or(today).if_any()
            });
            let effect = "各方签字、行政复议机关加盖印章后生效；以其中最晚的日期为准。".to_owned();
            let sealed = Field::day("sealed_on", "加盖印章日期").or(today);
            vec![
                ("签字和盖章", effect, signed.chain([sealed]).collect()),
                (
                    "调解书",
                    String::new(),
                    vec![
                        Field::flag("changes_act", "调解书改变了行政行为").help("计入综合纠错率"),
                        Field::text("terms", "调解内容"),
                        Field::coming_day("perform_by", "履行期限").if_any().help("调解书写明履行期限的填写"),
                        number(),
                    ],
                ),
            ]
        }
        "withdraw" => {
            let mut fields = vec![
                Field::day("on", "撤回日期").or(today).help("受理前撤回的，不再审查"),
                reason("reason"),
                Field::line("explanation", "说明").if_any().wide(),
            ];
            fields.extend(paper("撤回申请书"));
            one(fields)
        }
        "terminate" => vec![
            (
                "",
                String::new(),
                vec![
                    Field::choice("ground", "终止的事由", TERMINATION_GROUNDS),
                    Field::day("on", "终止日期").or(today),
                    Field::line("explanation", "说明").if_any().wide(),
                    number(),
                ],
            ),
            (
                "撤回申请",
                "申请人撤回申请的填写。".to_owned(),
                vec![Field::day("withdrawal.on", "撤回日期").if_any(), reason("withdrawal.reason").if_any()],
            ),
        ],
        "serve_termination" => one(service(around, "终止决定书")),
        "dismiss_application" => one(vec![
            Field::choice("ground", "不符合哪一项受理条件", NON_ACCEPTANCE),
            Field::day("on", "决定日期").or(today),
            Field::text("reasons", "具体说明").help("写入驳回申请决定书；驳回的是申请，不是请求"),
            number(),
        ]),
        "serve_dismissal" => one(service(around, "驳回申请决定书")),
        _ => return None,
    })
}

pub(super) fn read(command: &str, r: &mut Reader<'_>, around: &Around<'_>) -> Option<Command> {
    Some(match command {
        "mediate" => Command::Mediate(Mediation {
            number: Some(read_number(r, around)),
            signatures: signatures(r, around),
            sealed_on: r.day("sealed_on"),
            changes_act: r.flag("changes_act"),
            terms: r.text("terms"),
            perform_by: r.coming_day_if_any("perform_by"),
        }),
        "withdraw" => Command::Withdraw(Withdrawal {
            on: r.day("on"),
            reason: r.word("reason", WITHDRAWAL_REASONS),
            explanation: r.line_if_any("explanation"),
            paper: r.paper("撤回申请书"),
        }),
        "terminate" => {
            let ground = r.word("ground", TERMINATION_GROUNDS);
            let withdrawal = (ground == "Withdrawn").then(|| Withdrawal {
                on: r.day("withdrawal.on"),
                reason: r.word("withdrawal.reason", WITHDRAWAL_REASONS),
                ..Withdrawal::default()
            });
            Command::Terminate(Termination {
                on: r.day("on"),
                number: Some(read_number(r, around)),
                ground,
                withdrawal,
                explanation: r.line_if_any("explanation"),
            })
        }
        "serve_termination" => Command::ServeTermination(read_service(r)),
        "dismiss_application" => Command::DismissApplication(Dismissal {
            on: r.day("on"),
            number: Some(read_number(r, around)),
            ground: r.word("ground", NON_ACCEPTANCE),
            reasons: r.text("reasons"),
        }),
        "serve_dismissal" => Command::ServeDismissal(read_service(r)),
        _ => return None,
    })
}

/// Whoever has a day has signed; who is missing, the service says.
fn signatures(r: &mut Reader<'_>, around: &Around<'_>) -> Vec<Signature> {
    let persons = around.sheet.persons().into_iter();
    let signed = persons.map(|(party, _)| Signature { party, on: r.day_if_any(&format!("signed.{party}")) });
    signed.filter(|signature| !signature.on.is_empty()).collect()
}
