//! What the demonstration's cases are about, in words. Everything here is made up, and looks it.

/// A sort of case.
pub(super) struct Matter {
    /// Whose act: the organ's code in the directory.
    pub respondent: &'static str,
    pub respondent_name: &'static str,
    /// What sort of act.
    pub act: &'static str,
    pub title: &'static str,
    /// What stands before the year in the act's number; empty for an omission.
    pub document: &'static str,
    /// 行政管理领域 and 复议事项.
    pub field: &'static str,
    pub subject: &'static str,
    /// In yuan; empty: none.
    pub amount: &'static str,
    /// The ground on which the simplified procedure applies; empty: none.
    pub simplified: &'static str,
    /// Whether an enterprise applies.
    pub by_enterprise: bool,
    /// Who stands on the other side; empty: nobody.
    pub third_party: &'static str,
    /// Kind and text.
    pub claims: &'static [(&'static str, &'static str)],
    pub reasons: &'static str,
    /// How such cases end.
    pub outcomes: &'static [Outcome],
    /// What the parties agree on where they do, and whether that changes the act.
    pub terms: (&'static str, bool),
}

impl Matter {
    /// Why a case stands still once its applicant is no more.
    pub(super) fn loss(&self) -> &'static Halt {
        if self.by_enterprise { &ORGANISATION_ENDED } else { &APPLICANT_DIED }
    }

    /// How such a case ends where the act stands.
    pub(super) fn standing(&self) -> &'static Outcome {
        self.outcomes.iter().find(|outcome| outcome.maintains()).unwrap_or(&MAINTAIN)
    }

    /// The cause of action, were one to sue.
    pub(super) fn cause(&self) -> &'static str {
        match self.act {
            "Penalty" => "行政处罚",
            "Confirmation" => "行政确认",
            "Expropriation" => "行政征收补偿",
            "Information" => "政府信息公开",
            "Registration" => "行政登记",
            "ComplaintHandling" => "投诉举报处理",
            "Inaction" => "不履行法定职责",
            "Licence" => "行政许可",
            "CompulsoryMeasure" => "行政强制措施",
            "Agreement" => "行政协议",
            _ => "行政强制执行",
        }
    }
}

/// How a case ends.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    /// What is decided about the first claim.
    pub kind: &'static str,
    pub causes: &'static [&'static str],
    pub text: &'static str,
    /// Whether the act is to be made again.
    pub redo: bool,
    /// What is decided about the second claim, where there is one.
    pub rider: &'static str,
}

impl Outcome {
    /// Whether the act is left standing.
    pub(super) fn maintains(&self) -> bool {
        matches!(self.kind, "Maintain" | "DismissClaim")
    }
}

const fn ends(kind: &'static str, causes: &'static [&'static str], text: &'static str) -> Outcome {
    Outcome { kind, causes, text, redo: false, rider: "" }
}

const fn redone(kind: &'static str, causes: &'static [&'static str], text: &'static str) -> Outcome {
    Outcome { redo: true, ..ends(kind, causes, text) }
}

const fn with(rider: &'static str, outcome: Outcome) -> Outcome {
    Outcome { rider, ..outcome }
}

const MAINTAIN: Outcome = ends("Maintain", &[], "维持被申请人作出的行政行为");

/// The decision where the respondent has not answered (R-DEC-T18).
pub(super) const UNANSWERED: Outcome = redone(
    "Revoke",
    &["NoAnswer"],
    "被申请人未按期提出书面答复、提交证据和依据，视为该行政行为没有证据、依据，决定撤销，并责令重新作出",
);

/// The sorts of cases, in turn.
pub(super) const MATTERS: [Matter; 12] = [
    Matter {
        respondent: "610327-gaj",
        respondent_name: "陇县公安局",
        act: "Penalty",
        title: "行政处罚决定书（殴打他人）",
        document: "陇公（示）行罚决字",
        field: "F01",
        subject: "X01",
        amount: "500.00",
        simplified: "SmallAmount",
        by_enterprise: false,
        third_party: "同案当事人",
        claims: &[("Revoke", "撤销被申请人作出的罚款五百元的行政处罚决定")],
        reasons: "申请人称当日系对方先动手，处罚决定认定事实不清，对双方处理明显失当。",
        outcomes: &[
            MAINTAIN,
            ends("Change", &["Improper"], "将罚款五百元变更为警告"),
            redone("Revoke", &["FactsUnclear"], "主要事实不清，撤销行政处罚决定，责令重新处理"),
        ],
        terms: ("被申请人将罚款五百元变更为罚款二百元；申请人与同案当事人互相谅解，不再追究。", true),
    },
    Matter {
        respondent: "610327-scjgj",
        respondent_name: "陇县市场监督管理局",
        act: "Penalty",
        title: "行政处罚决定书（经营超过保质期的食品）",
        document: "陇市监（示）罚",
        field: "F02",
        subject: "X01",
        amount: "50000.00",
        simplified: "",
        by_enterprise: true,
        third_party: "",
        claims: &[("Change", "请求减轻罚款五万元的行政处罚")],
        reasons: "申请人称货值不足百元且已主动下架，罚款数额与违法情节不相当。",
        outcomes: &[
            ends("Change", &["Improper"], "将罚款五万元变更为五千元"),
            MAINTAIN,
            ends("RevokePartial", &["WrongBasis"], "撤销处罚决定中没收违法所得的部分，其余维持"),
            ends("ConfirmIllegalKeep", &["Procedure"], "送达程序轻微违法，确认违法，不撤销"),
        ],
        terms: ("被申请人将罚款五万元变更为罚款五千元，申请人自调解书生效之日起三十日内缴纳。", true),
    },
    Matter {
        respondent: "610327-rsj",
        respondent_name: "陇县人力资源和社会保障局",
        act: "Confirmation",
        title: "不予认定工伤决定书",
        document: "陇人社（示）工伤认",
        field: "F10",
        subject: "X08",
        amount: "",
        simplified: "",
        by_enterprise: false,
        third_party: "用人单位",
        claims: &[("Revoke", "撤销不予认定工伤决定，责令重新作出认定")],
        reasons: "申请人称在上班途中发生非本人主要责任的交通事故，应当认定为工伤。",
        outcomes: &[
            redone("Revoke", &["FactsUnclear"], "上下班途中的事实未予查清，撤销并责令六十日内重新认定"),
            MAINTAIN,
            redone("Revoke", &["WrongBasis"], "适用依据错误，撤销并责令重新认定"),
        ],
        terms: ("被申请人撤回不予认定工伤决定，补充调查事故责任后三十日内重新作出认定。", true),
    },
    Matter {
        respondent: "610327-zrzyj",
        respondent_name: "陇县自然资源局",
        act: "Expropriation",
        title: "集体土地地上附着物补偿决定书",
        document: "陇自然资（示）补",
        field: "F06",
        subject: "X06",
        amount: "186000.00",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[("Revoke", "撤销补偿决定，重新核定地上附着物的补偿")],
        reasons: "申请人称清点登记遗漏果树和机井，补偿标准适用错误。",
        outcomes: &[
            ends("RevokePartial", &["FactsUnclear"], "撤销补偿决定中关于果树数量的部分"),
            MAINTAIN,
            redone("Revoke", &["Procedure"], "未听取被征收人意见，撤销并责令重新作出"),
        ],
        terms: ("双方重新清点，补计果树二十三株、机井一口，被申请人三十日内增付补偿款一万二千元。", true),
    },
    Matter {
        respondent: "610327-fgj",
        respondent_name: "陇县发展和改革局",
        act: "Information",
        title: "政府信息公开申请答复书",
        document: "陇发改（示）信公答",
        field: "F26",
        subject: "X16",
        amount: "",
        simplified: "Information",
        by_enterprise: false,
        third_party: "",
        claims: &[("Revoke", "撤销答复书，责令重新答复")],
        reasons: "申请人称所申请的项目备案信息客观存在，答复信息不存在没有依据。",
        outcomes: &[
            MAINTAIN,
            redone("Revoke", &["FactsUnclear"], "未尽合理检索义务，撤销答复书，责令重新答复"),
            MAINTAIN,
        ],
        terms: ("被申请人协助申请人在三十日内查阅项目备案档案，申请人对原答复不再提出异议。", false),
    },
    Matter {
        respondent: "610327-zrzyj",
        respondent_name: "陇县自然资源局",
        act: "Registration",
        title: "不动产权属转移登记",
        document: "陕（示）陇县不动产权第",
        field: "F07",
        subject: "X19",
        amount: "",
        simplified: "",
        by_enterprise: false,
        third_party: "登记权利人",
        claims: &[("Revoke", "撤销房屋所有权转移登记")],
        reasons: "申请人称系共有人，转移登记未经其同意，申请材料中的签名不是本人所签。",
        outcomes: &[
            MAINTAIN,
            ends("Revoke", &["FactsUnclear"], "未审慎审查申请材料，撤销转移登记"),
            ends("ConfirmVoid", &["NoBasis"], "登记没有依据，属重大且明显违法，确认无效"),
        ],
        terms: ("登记权利人三十日内向申请人支付房屋份额折价款三万元，转移登记保持不变。", false),
    },
    Matter {
        respondent: "610327-scjgj",
        respondent_name: "陇县市场监督管理局",
        act: "ComplaintHandling",
        title: "投诉举报处理结果告知书",
        document: "陇市监（示）举告",
        field: "F03",
        subject: "X17",
        amount: "",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[("OrderPerform", "责令被申请人对举报事项重新调查处理")],
        reasons: "申请人称举报的预包装食品标签不符合规定，被申请人不予立案没有说明理由。",
        outcomes: &[
            ends("DismissClaim", &[], "被申请人已依法履行调查和告知职责，驳回行政复议请求"),
            redone("Revoke", &["Procedure"], "超过法定期限作出处理，撤销告知书，责令重新处理"),
            MAINTAIN,
        ],
        terms: ("被申请人三十日内书面说明不予立案的理由，并督促经营者改正食品标签。", false),
    },
    Matter {
        respondent: "610327-nyncj",
        respondent_name: "陇县农业农村局",
        act: "Inaction",
        title: "对种子质量问题的查处申请未予处理",
        document: "",
        field: "F12",
        subject: "X13",
        amount: "",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[("OrderPerform", "责令被申请人履行查处职责并书面答复")],
        reasons: "申请人称提交查处申请后两个月未得到任何答复。",
        outcomes: &[
            ends("OrderPerform", &["Inaction"], "责令被申请人三十日内作出处理并书面答复申请人"),
            ends("DismissClaim", &[], "所申请事项不属于被申请人职责，驳回行政复议请求"),
            ends("ConfirmIllegal", &["Inaction"], "被申请人已在审理期间处理，确认此前未履行职责违法"),
        ],
        terms: ("被申请人三十日内完成种子质量检验，并将处理结果书面答复申请人。", false),
    },
    Matter {
        respondent: "610327-xzspj",
        respondent_name: "陇县行政审批局",
        act: "Licence",
        title: "不予行政许可决定书（食品经营许可）",
        document: "陇审批（示）不予许",
        field: "F36",
        subject: "X04",
        amount: "",
        simplified: "",
        by_enterprise: true,
        third_party: "",
        claims: &[("Revoke", "撤销不予行政许可决定，责令重新作出")],
        reasons: "申请人称经营场所已按要求整改，现场核查记录与实际不符。",
        outcomes: &[MAINTAIN, redone("Revoke", &["WrongBasis"], "所依据的核查标准已经废止，撤销并责令重新作出")],
        terms: ("申请人按核查意见补齐整改，被申请人三十日内重新核查并准予许可。", true),
    },
    Matter {
        respondent: "610327-cgj",
        respondent_name: "陇县城市管理执法局",
        act: "CompulsoryMeasure",
        title: "扣押决定书（经营工具）",
        document: "陇城管（示）扣",
        field: "F09",
        subject: "X02",
        amount: "2600.00",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[
            ("ConfirmIllegal", "确认扣押经营工具的行为违法"),
            ("Compensate", "赔偿被扣押物品损坏的损失二千六百元"),
        ],
        reasons: "申请人称执法人员未出具清单，被扣押的餐车在保管期间损坏。",
        outcomes: &[
            with("Compensate", ends("ConfirmIllegal", &["Procedure"], "未当场交付扣押清单，确认扣押行为违法")),
            with("CompensateRefused", MAINTAIN),
        ],
        terms: ("被申请人返还经营工具并支付修理费一千二百元，申请人不再提出其他赔偿请求。", false),
    },
    Matter {
        respondent: "610327-nyncj",
        respondent_name: "陇县农业农村局",
        act: "Agreement",
        title: "高标准农田建设占地补偿协议履行争议",
        document: "陇农协（示）",
        field: "F12",
        subject: "X15",
        amount: "43000.00",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[("Agreement", "责令被申请人按照协议支付占地补偿款")],
        reasons: "申请人称已按协议交付土地，补偿款逾期半年未付。",
        outcomes: &[
            ends("AgreementLiability", &["OtherCause"], "责令被申请人六十日内依照协议支付占地补偿款"),
            ends("AgreementCompensate", &["OtherCause"], "因规划调整变更协议合法，责令给予合理补偿"),
            ends("DismissClaim", &[], "付款条件尚未成就，驳回行政复议请求"),
        ],
        terms: ("被申请人三十日内支付占地补偿款四万三千元，申请人放弃逾期利息。", false),
    },
    Matter {
        respondent: "610327-sl",
        respondent_name: "陇县示例镇人民政府",
        act: "CompulsoryExecution",
        title: "强制拆除决定书（房前附属棚屋）",
        document: "示政强拆",
        field: "F37",
        subject: "X03",
        amount: "12000.00",
        simplified: "",
        by_enterprise: false,
        third_party: "",
        claims: &[("ConfirmIllegal", "确认强制拆除行为违法"), ("Compensate", "赔偿建筑材料损失一万二千元")],
        reasons: "申请人称拆除前没有催告，也没有告知陈述、申辩的权利。",
        outcomes: &[
            with("Compensate", ends("ConfirmIllegal", &["ExcessOfPower"], "超越职权实施强制拆除，确认违法")),
            with("CompensateRefused", ends("ConfirmIllegalKeep", &["Procedure"], "催告程序有瑕疵，确认违法，不撤销")),
        ],
        terms: ("被申请人三十日内赔偿建筑材料损失八千元，申请人自行清理现场。", false),
    },
];

/// The organ that acts together with a case's respondent where two do.
pub(super) const SECOND_RESPONDENT: (&str, &str) = ("610327-cgj", "陇县城市管理执法局");

/// The reconsideration organ.
pub(super) const ORGAN: (&str, &str) = ("610327-xzf", "陇县人民政府");

/// Names are a surname and a word that says what they are.
pub(super) const SURNAMES: [&str; 40] = [
    "张", "李", "王", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "吕",
];
pub(super) const GIVEN: [&str; 8] = ["示例", "样本", "演示", "试用", "虚拟", "范例", "假名", "化名"];

/// Enterprises likewise.
pub(super) const ENTERPRISES: [&str; 8] = [
    "陇县示例商贸有限公司",
    "陇县样本餐饮店",
    "陇县演示建材有限公司",
    "陇县虚拟食品厂",
    "陇县范例超市",
    "陇县试用运输有限公司",
    "陇县示例农业专业合作社",
    "陇县样本便利店",
];

pub(super) const LAW_FIRM: &str = "陕西示例律师事务所";

/// Grounds on which an application is not accepted, with the reasons and the competent organ.
pub(super) const NON_ACCEPTANCES: [(&str, &str, &str); 6] = [
    ("OutOfTime", "申请人收到行政行为决定书后超过六十日提出申请，且无正当理由。", ""),
    ("NoJurisdiction", "被申请行政复议的行政行为由市级机关作出，不属于本机关管辖。", "宝鸡市人民政府"),
    ("OutOfScope", "所提事项系信访答复意见，不属于行政复议范围。", ""),
    ("NoInterest", "申请人与被申请行政复议的行政行为没有利害关系。", ""),
    ("AlreadyPending", "申请人已就同一行政行为向人民法院提起诉讼并被受理。", ""),
    ("NoConcreteClaim", "经释明后仍没有具体的行政复议请求。", ""),
];

/// A word of a closed list, and what is told about it.
pub(super) type Told = (&'static str, &'static str);

/// Why a case stands still, and how that came to an end.
pub(super) struct Halt {
    pub ground: &'static str,
    pub explanation: &'static str,
    pub ended: &'static str,
}

const APPLICANT_DIED: Halt = Halt {
    ground: "ApplicantDied",
    explanation: "近亲属提交了死亡证明，正在商议由谁参加",
    ended: "申请人的配偶书面表示继续参加行政复议",
};
const ORGANISATION_ENDED: Halt = Halt {
    ground: "OrganisationEnded",
    explanation: "申请人已经办理注销登记",
    ended: "权利义务的承受人已经确定，并书面表示继续参加行政复议",
};
pub(super) const FORCE_MAJEURE: Halt = Halt {
    ground: "ForceMajeure",
    explanation: "申请人所在地因暴雨道路中断，暂不能参加行政复议",
    ended: "道路已经恢复通行，申请人可以参加行政复议",
};
pub(super) const TO_MEDIATE: Halt = Halt {
    ground: "MediationAgreed",
    explanation: "双方请求给予时间协商",
    ended: "双方未能达成调解协议，申请人要求继续审理",
};
pub(super) const LAW_REFERRED: Halt =
    Halt {
        ground: "LawReferred", explanation: "已就所适用规定的含义送请有权机关解释", ended: "有权机关已经作出解释"
    };
pub(super) const OTHER_CASE: Halt =
    Halt {
        ground: "OtherCase", explanation: "相关民事案件尚在人民法院审理", ended: "相关民事案件的判决已经生效"
    };

pub(super) const SETTLED: Told = ("Settled", "双方当面协商一致，申请人自愿撤回");
pub(super) const SELF_CORRECTED: Told = ("SelfCorrected", "被申请人重新作出处理，申请人表示满意");
pub(super) const WITHDRAWN: Told = ("OtherReason", "申请人表示不再坚持申请");
/// Why applications are withdrawn, in turn.
pub(super) const WITHDRAWALS: [Told; 3] = [SETTLED, SELF_CORRECTED, WITHDRAWN];

/// Nobody goes on with the case of an applicant who is no more: whoever might has said that he does not, or nothing.
pub(super) const GIVEN_UP: &str = "依法有权继续参加的人书面表示放弃行政复议权利";
pub(super) const SILENT: &str = "至今没有人表示继续参加行政复议";

/// Grounds on which an application is dismissed after acceptance, with the reasons.
pub(super) const DISMISSALS: [Told; 2] = [
    ("NoInterest", "受理后查明，申请人的合法权益未受该行政行为影响，与该行政行为没有利害关系。"),
    ("AlreadyPending", "受理后查明，申请人此前已就同一行政行为提起行政诉讼，人民法院已经立案。"),
];

/// What resolves a dispute after the decision, in turn.
pub(super) const RESOLUTIONS: [Told; 3] = [
    ("OpinionLetter", "被申请人按照意见书改进工作，并当面向申请人释明，申请人表示不再争议。"),
    ("RecommendationLetter", "被申请人按照建议书完善制度，解决了申请人的实际困难。"),
    ("OtherMeans", "行政复议机构组织双方当面沟通，申请人的实际诉求得到解决。"),
];

pub(super) const TO_BE_SUPPLEMENTED: [&str; 3] = [
    "身份证明复印件；被申请行政复议的决定书复印件。",
    "授权委托书未载明委托权限；行政复议请求不具体，请写明。",
    "证明与行政行为有利害关系的材料；申请书未签名。",
];

pub(super) const PROPOSALS: [&str; 2] =
    ["承办人员审查后提出处理意见，提请决定。", "经行政复议机构集体研究，提请行政复议机关负责人决定。"];

/// What a court decides in the first instance.
#[derive(Clone, Copy)]
pub(super) struct Decided {
    pub form: &'static str,
    /// For the organ whose act it is.
    pub code: &'static str,
    /// For the reconsideration organ beside it.
    pub reconsidered: &'static str,
    /// Why the organ lost; none: it did not.
    pub causes: &'static [&'static str],
}

const fn won(form: &'static str, code: &'static str) -> Decided {
    Decided { form, code, reconsidered: code, causes: &[] }
}

const fn lost(code: &'static str, causes: &'static [&'static str]) -> Decided {
    Decided { form: "Judgment", code, reconsidered: "J15", causes }
}

/// In turn as chance picks them: most suits are won.
pub(super) const JUDGMENTS: [Decided; 14] = [
    won("Judgment", "J01"),
    won("Judgment", "J01"),
    won("Judgment", "J01"),
    won("Judgment", "J01"),
    won("Judgment", "J01"),
    won("Judgment", "J01"),
    won("Ruling", "D02"),
    won("Ruling", "D03"),
    won("Mediation", "M01"),
    lost("J02", &["FactsUnclear"]),
    lost("J04", &["Procedure"]),
    lost("J05", &["Inaction"]),
    lost("J09", &["Procedure"]),
    lost("J12", &["Improper"]),
];

/// The second instance leaves the judgment standing.
pub(super) const UPHELD: &str = "S01";

/// Code and name.
pub(super) const LOWER_COURT: (&str, &str) = ("陕0327", "陇县人民法院");
pub(super) const HIGHER_COURT: (&str, &str) = ("陕03", "宝鸡市中级人民法院");

/// Who suggests: code, name, and what stands before the year in its numbers.
pub(super) const COURT: (&str, &str, &str) = ("陕0327", "陇县人民法院", "陇法建");
pub(super) const PROCURATORATE: (&str, &str, &str) = ("610327-jc", "陇县人民检察院", "陇检建");

/// What is suggested.
pub(super) struct Advice {
    pub by_court: bool,
    pub kind: &'static str,
    pub title: &'static str,
    pub problem: &'static str,
    pub suggestion: &'static str,
}

/// In turn.
pub(super) const ADVICE: [Advice; 6] = [
    Advice {
        by_court: true,
        kind: "Governance",
        title: "关于规范行政处罚告知程序的司法建议书",
        problem: "部分案件处罚前告知与决定间隔不足，影响当事人陈述、申辩。",
        suggestion: "统一告知文书，明确陈述、申辩期限并留存送达凭证。",
    },
    Advice {
        by_court: false,
        kind: "PublicInterest",
        title: "关于督促清理河道建筑垃圾的检察建议书",
        problem: "示例河段长期堆放建筑垃圾，影响行洪和水环境。",
        suggestion: "依法履行监管职责，限期清理并恢复原状。",
    },
    Advice {
        by_court: true,
        kind: "CaseSpecific",
        title: "关于补偿标准公开的司法建议书",
        problem: "征收补偿标准及清点结果公开不充分，引发多起诉讼。",
        suggestion: "公开补偿标准和清点结果，建立异议复核机制。",
    },
    Advice {
        by_court: false,
        kind: "SocialGovernance",
        title: "关于加强校园周边食品安全监管的检察建议书",
        problem: "校园周边个别摊点没有公示健康证明，食材来源不明。",
        suggestion: "开展专项检查，完善日常巡查台账。",
    },
    Advice {
        by_court: true,
        kind: "AppearanceDefault",
        title: "关于行政机关负责人出庭应诉的司法建议书",
        problem: "负责人未出庭且未说明正当理由。",
        suggestion: "落实负责人出庭应诉制度，并书面反馈处理情况。",
    },
    Advice {
        by_court: false,
        kind: "CorrectIllegality",
        title: "关于纠正超期答复的检察建议书",
        problem: "办理信息公开申请存在超期答复。",
        suggestion: "健全期限预警，逐件核查在办申请。",
    },
];

/// To whom: code and name.
pub(super) const ADDRESSEES: [(&str, &str); 6] = [
    ("610327-scjgj", "陇县市场监督管理局"),
    ("610327-zrzyj", "陇县自然资源局"),
    ("610327-gaj", "陇县公安局"),
    ("610327-rsj", "陇县人力资源和社会保障局"),
    ("610327-nyncj", "陇县农业农村局"),
    ("610327-sl", "陇县示例镇人民政府"),
];
