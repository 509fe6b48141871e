//! What people read in place of codes.

/// An outcome of a lawsuit: STATISTICS 4.
#[must_use]
pub fn outcome(code: &str) -> &str {
    match code {
        "J01" => "驳回诉讼请求",
        "J02" => "撤销",
        "J03" => "部分撤销",
        "J04" => "撤销并责令重作",
        "J05" => "责令履行法定职责",
        "J06" => "责令履行给付义务",
        "J07" => "确认违法（保留效力）",
        "J08" => "确认违法（程序轻微）",
        "J09" => "确认违法",
        "J10" => "确认无效",
        "J11" => "责令补救或者赔偿",
        "J12" => "变更",
        "J13" => "判令继续履行协议、补救或者赔偿",
        "J14" => "判令给予补偿",
        "J15" => "撤销复议决定或者确认其违法",
        "J16" => "驳回赔偿请求",
        "D01" => "不予立案",
        "D02" => "驳回起诉",
        "D03" => "准许撤诉",
        "D04" => "按撤诉处理",
        "D05" => "移送",
        "D06" => "终结诉讼",
        "M01" => "调解",
        "S01" => "维持原判",
        "S02" => "改判",
        "S03" => "发回重审",
        "S04" => "指令立案或者审理",
        "S05" => "准许撤回上诉",
        "R01" => "驳回再审申请",
        "R02" => "提审或者指令再审",
        "R03" => "再审维持",
        "R04" => "再审改判",
        "R05" => "再审发回",
        "R06" => "终结再审",
        other => other,
    }
}

/// An item of a reconsideration decision: LAW 2.7.
#[must_use]
pub fn decision(kind: &str) -> &str {
    match kind {
        "Change" => "变更",
        "Revoke" => "撤销",
        "RevokePartial" => "部分撤销",
        "ConfirmIllegalKeep" => "确认违法（不撤销）",
        "ConfirmIllegal" => "确认违法",
        "OrderPerform" => "责令履行",
        "ConfirmVoid" => "确认无效",
        "AgreementLiability" => "行政协议责任",
        "AgreementCompensate" => "行政协议补偿",
        "Maintain" => "维持",
        "DismissClaim" => "驳回请求",
        "Compensate" => "行政赔偿",
        "CompensateRefused" => "驳回赔偿请求",
        other => other,
    }
}

/// How a reconsideration case was concluded.
#[must_use]
pub fn conclusion(kind: &str) -> &'static str {
    match kind {
        "Decided" => "作出决定",
        "Mediated" => "调解",
        "Terminated" => "终止",
        "ApplicationDismissed" => "驳回申请",
        _ => "未审结",
    }
}

/// Why an applicant withdrew.
#[must_use]
pub fn withdrawal(reason: &str) -> &'static str {
    match reason {
        "Settled" => "和解",
        "SelfCorrected" => "被申请人改正",
        _ => "其他原因",
    }
}

/// What resolved a dispute after the decision.
#[must_use]
pub fn resolution(by: &str) -> &'static str {
    match by {
        "OpinionLetter" => "，经意见书化解",
        "RecommendationLetter" => "，经建议书化解",
        "OtherMeans" => "，以其他方式化解",
        _ => "",
    }
}

/// What an attendance amounts to: STATISTICS 5.3.
#[must_use]
pub fn attendance(status: &str) -> &'static str {
    match status {
        "Appeared" => "负责人出庭",
        "AbsentAccepted" => "有正当理由未出庭（法院认可）",
        "AbsentNotFound" => "称有正当理由未出庭（法院未认定）",
        "AbsentWithoutReason" => "无正当理由未出庭",
        "OnlyStaff" => "仅工作人员出庭",
        "OnlyLawyers" => "仅律师等代理人出庭",
        "Nobody" => "均未出庭",
        "IdentityRejected" => "身份审查不合格，视为未出庭",
        "LeftEarly" => "中途退庭",
        _ => "未开庭",
    }
}

/// What a case is about: STATISTICS 5.2.
#[must_use]
pub fn matter(code: &str) -> &'static str {
    match code {
        "X01" => "行政处罚",
        "X02" => "行政强制措施",
        "X03" => "行政强制执行",
        "X04" => "行政许可",
        "X05" => "行政确权",
        "X06" => "行政征收征用及补偿",
        "X07" => "行政赔偿",
        "X08" => "工伤认定",
        "X09" => "行政确认",
        "X10" => "侵犯经营自主权",
        "X11" => "排除限制竞争",
        "X12" => "违法要求履行义务",
        "X13" => "不履行法定职责",
        "X14" => "行政给付",
        "X15" => "行政协议",
        "X16" => "政府信息公开",
        "X17" => "举报投诉处理",
        "X18" => "行政裁决",
        "X19" => "行政登记",
        "X20" => "行政收费",
        "X21" => "行政奖励",
        "X99" => "其他",
        _ => "未登记",
    }
}

/// A citizen as a notice speaks of him: 张某 (N-GEN-5).
#[must_use]
pub fn hidden(name: &str) -> String {
    name.chars().take(1).chain("某".chars()).collect()
}

/// Typed words in which these citizens are spoken of so.
#[must_use]
pub fn without_names(words: &str, names: &[String]) -> String {
    names.iter().fold(words.to_owned(), |words, name| {
        let (bare, name) = (without_blanks(&words), without_blanks(name));
        if name.is_empty() || !bare.contains(&name) { words } else { bare.replace(&name, &hidden(&name)) }
    })
}

/// 张　三 is 张三.
#[must_use]
pub fn without_blanks(words: &str) -> String {
    words.chars().filter(|c| *c == '\n' || !c.is_whitespace()).collect()
}

/// An event of another service.
#[must_use]
pub fn event(name: &str) -> &'static str {
    match name {
        "Received" => "收到",
        "Accepted" => "受理",
        "DeemedAccepted" => "视为受理",
        "Decided" => "作出决定",
        "Mediated" => "调解结案",
        "Terminated" => "终止",
        "ApplicationDismissed" => "驳回申请",
        "DisputeResolved" => "争议实质化解",
        "Registered" => "登记",
        "InstanceOpened" => "进入新的审级",
        "HearingNoted" => "庭审",
        "HearingDispensed" => "不开庭审理",
        "DefendantJoined" => "追加被告",
        "Judged" => "裁判",
        "JudgmentServed" => "裁判文书送达",
        "TookEffect" => "裁判生效",
        "EffectWithdrawn" => "撤回生效",
        "AddresseeAdded" => "增加被建议单位",
        "Extended" => "延期",
        "Replied" => "回复",
        "Objected" => "提出异议",
        "ObjectionSettled" => "异议处理",
        "Withdrawn" => "撤回",
        "Closed" => "办结",
        "Amended" | "LawsuitAmended" => "更正",
        "Struck" | "LawsuitStruck" => "撤除误录",
        _ => "其他记录",
    }
}
