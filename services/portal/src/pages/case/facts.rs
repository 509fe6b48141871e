use proto::reconsideration::{Decision, Party, Reception, Withdrawal};

use crate::registers::cases::{End, Sheet};
use crate::words::{self, title};

/// A group of facts: heading, and rows of name and content.
pub(super) struct Facts {
    pub(super) title: &'static str,
    pub(super) rows: Vec<(String, String)>,
}

/// The facts in the law's order.
pub(super) fn of(sheet: &Sheet) -> Vec<Facts> {
    let reception = sheet.received.reception.clone().unwrap_or_default();
    let mut groups = vec![
        Facts { title: "当事人", rows: parties(sheet) },
        Facts { title: "行政行为", rows: act(sheet) },
        Facts { title: "请求", rows: claims(sheet, &reception) },
        Facts { title: "程序", rows: procedure(sheet, &reception) },
    ];
    groups.extend(sheet.decision.as_ref().map(|decision| Facts { title: "结果", rows: result(sheet, decision) }));
    groups.extend(sheet.end.as_ref().map(|end| Facts { title: "结果", rows: ended(sheet, end) }));
    groups
}

fn parties(sheet: &Sheet) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = sheet.parties.iter().flat_map(party).collect();
    rows.extend(sheet.respondents.iter().map(|(_, _, name)| ("被申请人".to_owned(), name.clone())));
    rows
}

/// Somebody, and behind him his agents.
fn party(party: &Party) -> Vec<(String, String)> {
    let role = if party.role == "Applicant" { "申请人" } else { "第三人" };
    let paper = title(words::ID_KINDS, &party.id_kind);
    let papers = if party.id_number.is_empty() { String::new() } else { paper + &masked(&party.id_number) };
    let about = [title(words::PARTY_KINDS, &party.kind), papers, party.phone.clone(), party.address.clone()];
    let agents = party.agents.iter().map(|agent| {
        (format!("{role}的代理人"), format!("{}（{}）", agent.name, title(words::AGENT_KINDS, &agent.kind)))
    });
    std::iter::once((role.to_owned(), format!("{}（{}）", party.name, joined(&about, "，")))).chain(agents).collect()
}

fn act(sheet: &Sheet) -> Vec<(String, String)> {
    let act = &sheet.act;
    let known = match act.known_by.as_str() {
        "" => act.known_on.clone(),
        by => format!("{}（{}）", act.known_on, title(words::KNOWN_BY, by)),
    };
    rows([
        ("名称", act.title.clone()),
        ("类型", title(words::ACT_KINDS, &act.kind)),
        ("文号", act.document_number.clone()),
        ("作出日期", act.made_on.clone()),
        ("知道日期", known),
        ("告知救济途径", title(words::REMEDIES_TOLD, words::remedies_told(act))),
        ("涉及款额", if act.amount.is_empty() { String::new() } else { format!("{} 元", act.amount) }),
    ])
}

fn claims(sheet: &Sheet, reception: &Reception) -> Vec<(String, String)> {
    let claims = sheet.claims.iter().map(|claim| (title(words::CLAIMS, &claim.kind), claim.text.clone()));
    claims.chain(rows([("事实和理由", reception.facts_and_reasons.clone())])).collect()
}

fn procedure(sheet: &Sheet, reception: &Reception) -> Vec<(String, String)> {
    let special = [
        (reception.reconsideration_first, "复议前置"),
        (reception.compensation_asked, "一并请求赔偿"),
        (reception.collateral_review_asked, "一并请求审查规范性文件"),
        (reception.legal_aid_asked, "申请法律援助"),
        (reception.enterprise_related, "涉企"),
        (reception.non_public, "不公开"),
    ];
    let special: Vec<&str> = special.iter().filter(|(set, _)| *set).map(|(_, title)| *title).collect();
    let subject = [title(words::FIELDS, &reception.field), title(words::MATTERS, &reception.matter)];
    rows([
        ("收到", format!("{}，{}", sheet.received_on, title(words::CHANNELS, &reception.channel))),
        ("申请期限", timely(sheet).to_owned()),
        ("受理", sheet.accepted_on.clone().unwrap_or_default()),
        ("特别事项", special.join("、")),
        ("领域和事项", joined(&subject, "，")),
        ("登记人", sheet.registrar.clone()),
    ])
}

/// Whether the application came in time, as the service judged it last.
fn timely(sheet: &Sheet) -> &'static str {
    match sheet.received.application.as_str() {
        "InTime" => "在申请期限内",
        "Late" => "可能超过申请期限",
        _ => "尚不能判断",
    }
}

fn result(sheet: &Sheet, decision: &Decision) -> Vec<(String, String)> {
    let on = sheet.decided_on.clone().unwrap_or_default();
    let items = decision.items.iter().map(|item| {
        let again = if item.redo_ordered { "责令重新作出".to_owned() } else { String::new() };
        let content = joined(&[again, item.text.clone()], "，");
        (title(words::DECISIONS, &item.kind), if content.is_empty() { "—".to_owned() } else { content })
    });
    let resolved = sheet.resolution.iter().map(|e| {
        let how = joined(&[e.on.clone(), title(words::RESOLVED_BY, &e.by), e.explanation.clone()], "，");
        ("实质化解".to_owned(), how)
    });
    let decision = ("决定".to_owned(), format!("{} {on}", sheet.decision_number));
    std::iter::once(decision).chain(items).chain(resolved).collect()
}

/// What ended it without a decision on the merits.
fn ended(sheet: &Sheet, end: &End) -> Vec<(String, String)> {
    let paper = format!("{} {}", sheet.decision_number, sheet.decided_on.as_deref().unwrap_or_default());
    let because = |withdrawal: &Withdrawal| {
        joined(&[title(words::WITHDRAWAL_REASONS, &withdrawal.reason), withdrawal.explanation.clone()], "，")
    };
    match end {
        End::Mediated(e) => rows([
            ("调解书", paper),
            ("行政行为", if e.changes_act { "有改变" } else { "没有改变" }.to_owned()),
            ("调解内容", e.terms.clone()),
            ("履行期限", e.perform_by.clone()),
        ]),
        End::Terminated(e) => rows([
            ("终止", paper),
            ("事由", title(words::TERMINATION_GROUNDS, &e.ground)),
            ("撤回的原因", e.withdrawal.as_ref().map(because).unwrap_or_default()),
            ("说明", e.explanation.clone()),
        ]),
        End::Dismissed(e) => {
            rows([("驳回申请", paper), ("事由", title(words::NON_ACCEPTANCE, &e.ground)), ("理由", e.reasons.clone())])
        }
        End::Withdrawn(e) => rows([("受理前撤回", e.on.clone()), ("原因", because(e))]),
    }
}

/// Rows that say something.
fn rows<const N: usize>(rows: [(&str, String); N]) -> Vec<(String, String)> {
    let filled = rows.into_iter().filter(|(_, content)| !content.trim().is_empty());
    filled.map(|(name, content)| (name.to_owned(), content)).collect()
}

fn joined(parts: &[String], between: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(between)
}

/// The first and last digits of a number that names a person.
fn masked(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    if characters.len() < 10 {
        return number.to_owned();
    }
    let hidden = 4..characters.len() - 4;
    characters.iter().enumerate().map(|(n, c)| if hidden.contains(&n) { '*' } else { *c }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_citizens_number_is_shown_masked() {
        assert_eq!(masked("610327199003071234"), "6103**********1234");
        assert_eq!(masked("G1234567"), "G1234567");
    }
}
