//! 败诉: no statute defines it, so the codes of the outcomes decide, with what the place has adopted (A-OUT, STATISTICS 4).

use super::{Counting, Figure, Place, Placing, Scope};
use crate::facts::lawsuits::Outcome;
use crate::rates::Measure;
use crate::words;

const SETTINGS: &[&str] = &[
    "slight_procedure_is_loss",
    "lawful_agreement_compensation_is_loss",
    "mediation_is_loss",
    "co_defendant_loss",
    "include_public_interest",
    "include_compensation_only",
];

/// Share of (case, defendant) concluded at first instance that were lost (一审败诉率, 全部审结口径).
pub const FIRST: Figure = Figure {
    code: "loss.first.all",
    title: "行政诉讼一审败诉率",
    version: 1,
    measure: Measure::Rate,
    unit: "件次",
    formula: "一审败诉件次÷一审审结件次（判决、驳回起诉、撤诉、调解，含发回重审后审结的）；一案一被告为一件次",
    settings: SETTINGS,
    attribution: "裁判日",
    counting: Counting::Parties(Placing {
        period_by: |f, _| f.judged_on.as_deref().filter(|_| matches!(f.instance_kind.as_str(), "First" | "Remand")),
        place: |f, scope| place(&f.outcome, scope),
        tell: |f| tell(&f.outcome),
    }),
};

/// Share of (case, defendant) that became effective as lost (生效裁判败诉率).
pub const EFFECTIVE: Figure = Figure {
    code: "loss.effective",
    title: "行政诉讼生效裁判败诉率",
    formula: "生效裁判败诉件次÷生效裁判件次；一案一被告为一件次，以生效的结果计；再审维持或者终结的不另计，再审改变结果的计入再审裁判生效的期间，被再审撤销、改变的原裁判不再计",
    attribution: "裁判生效日",
    counting: Counting::Chains(Placing {
        period_by: |f, _| f.effective_on.as_deref(),
        place: |f, scope| {
            if scope.has_seen(f.replaced_on.as_ref()) {
                return Place::Excluded("已由再审撤销或者由后来的生效裁判取代");
            }
            place(&f.outcome, scope)
        },
        tell: |f| tell(&f.outcome),
    }),
    ..FIRST
};

/// 维持原判（撤销）
fn tell(Outcome { code, holding, .. }: &Outcome) -> String {
    let others: Vec<&str> = holding.iter().filter(|held| *held != code).map(|held| words::outcome(held)).collect();
    let outcome = words::outcome(code);
    if others.is_empty() { outcome.to_owned() } else { format!("{outcome}（{}）", others.join("、")) }
}

fn place(case: &Outcome, scope: &Scope) -> Place {
    let policies = &scope.policies;
    let own = case.holding.iter().any(|code| is_loss(code, scope));
    let others = case.holding_for_others.iter().any(|code| is_loss(code, scope));
    match case.code.as_str() {
        "D01" => return Place::Excluded("不予立案"),
        "D05" => return Place::Excluded("移送或者指定管辖"),
        _ => {}
    }
    if case.role == "ThirdPartyOrgan" {
        return Place::Excluded("作为第三人参加诉讼");
    }
    if case.public_interest && policies.says("include_public_interest", "no") {
        return Place::Excluded("行政公益诉讼不计入");
    }
    if case.compensation_only && policies.says("include_compensation_only", "no") {
        return Place::Excluded("单独赔偿案件不计入");
    }
    let is_lost = match policies.get("co_defendant_loss") {
        "original_only" if case.defendants > 1 && case.organ_kind == "ReconsiderationOrgan" => {
            return Place::Excluded("复议机关作共同被告不计败诉");
        }
        "both" => own || others,
        _ => own,
    };
    Place::among(is_lost)
}

/// Whether an outcome is lost: STATISTICS 4. The code is of what holds in substance, so an upheld judgment has its own.
fn is_loss(code: &str, scope: &Scope) -> bool {
    let policies = &scope.policies;
    match code {
        "J02" | "J03" | "J04" | "J05" | "J06" | "J07" | "J09" | "J10" | "J11" | "J12" | "J13" | "J15" => true,
        "J08" => policies.says("slight_procedure_is_loss", "yes"),
        "J14" => policies.says("lawful_agreement_compensation_is_loss", "yes"),
        "M01" => policies.says("mediation_is_loss", "yes"),
        _ => false,
    }
}
