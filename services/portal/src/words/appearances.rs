//! The words of 行政应诉 and 负责人出庭应诉.

use super::Words;

pub const LAWSUIT_STAGES: Words = &[
    ("AwaitingCopy", "待收起诉状副本"),
    ("AwaitingAnswer", "待答辩"),
    ("AwaitingHearing", "待开庭"),
    ("HearingScheduled", "已排期"),
    ("Heard", "已开庭"),
    ("AwaitingJudgment", "待裁判"),
    ("Judged", "已裁判，上诉期内"),
    ("Appealed", "已上诉"),
    ("Remanded", "发回重审"),
    ("Effective", "已生效"),
    ("Closed", "已结案"),
    ("Struck", "误录"),
];

pub const LAWSUIT_STEPS: Words = &[
    ("register", "登记应诉案件"),
    ("record_copy", "收到起诉状副本"),
    ("record_answer", "提交答辩状和证据"),
    ("record_answer_expiry", "答辩期届满未答辩"),
    ("decide_without_hearing", "不开庭审理"),
    ("judge", "收到裁判文书"),
    ("serve_judgment", "裁判文书送达"),
    ("file_appeal", "提起上诉"),
    ("open_instance", "进入下一审级"),
    ("take_effect", "裁判生效"),
    ("join_defendant", "追加被告"),
    ("convert", "简易程序转为普通程序"),
];

pub const HEARING_STEPS: Words = &[
    ("schedule", "登记开庭"),
    ("record", "登记开庭和出庭情况"),
    ("move", "变更开庭"),
    ("hold", "登记出庭情况"),
    ("cancel", "取消开庭"),
    ("observe", "登记旁听庭审"),
    ("amend", "更正"),
    ("strike", "误录，撤除"),
];

pub const INSTANCES: Words = &[
    ("First", "一审"),
    ("Second", "二审"),
    ("RetrialExam", "再审审查"),
    ("Retrial", "再审"),
    ("Remand", "重审"),
    ("Enforcement", "执行"),
];

pub const PLAINTIFF_KINDS: Words = &[
    ("Citizen", "公民"),
    ("LegalPerson", "法人"),
    ("OtherOrganisation", "其他组织"),
    ("IndividualBusiness", "个体工商户"),
    ("Procuratorate", "人民检察院"),
];

pub const DEFENDANT_ROLES: Words = &[("Defendant", "被告"), ("CoDefendant", "共同被告"), ("ThirdPartyOrgan", "第三人")];

pub const DEFENDANT_KINDS: Words = &[("OriginalOrgan", "原行政机关"), ("ReconsiderationOrgan", "复议机关")];

pub const CASE_CLASSES: Words = &[
    ("FoodDrugSafety", "食品药品安全"),
    ("EcologyResources", "生态环境和资源保护"),
    ("PublicHealth", "公共卫生安全"),
    ("WorkSafety", "重大安全生产事故"),
    ("MajorPublicInterest", "其他重大公共利益"),
    ("HighAttention", "社会高度关注"),
    ("MassIncident", "可能引发群体性事件"),
];

pub const RECONSIDERED: Words = &[
    ("Maintained", "复议维持"),
    ("Changed", "复议改变"),
    ("IllegalProcedure", "复议以程序违法确认违法"),
    ("Mixed", "复议部分维持、部分改变"),
    ("NotAccepted", "复议不予受理或者程序驳回"),
    ("NoDecision", "复议机关逾期未作决定"),
];

pub const WITHOUT_HEARING: Words = &[
    ("PaperTrial", "书面审理"),
    ("DismissedBeforeHearing", "开庭前裁定驳回起诉"),
    ("WithdrawnBeforeHearing", "开庭前撤诉"),
    ("OtherGround", "其他"),
];

pub const FORMS: Words = &[("Judgment", "判决"), ("Ruling", "裁定"), ("Mediation", "调解")];

pub const OUTCOMES: Words = &[
    ("J01", "驳回诉讼请求"),
    ("J02", "撤销"),
    ("J03", "部分撤销"),
    ("J04", "撤销并责令重作"),
    ("J05", "责令履行法定职责"),
    ("J06", "履行给付义务"),
    ("J07", "确认违法（利益重大不撤销）"),
    ("J08", "确认违法（程序轻微）"),
    ("J09", "确认违法（无可撤销内容等）"),
    ("J10", "确认无效"),
    ("J11", "责令补救、赔偿"),
    ("J12", "变更"),
    ("J13", "协议：继续履行、补救、赔偿"),
    ("J14", "协议：补偿"),
    ("J15", "撤销复议决定、确认复议决定违法"),
    ("J16", "驳回赔偿请求"),
    ("D01", "不予立案"),
    ("D02", "驳回起诉"),
    ("D03", "准许撤诉"),
    ("D04", "按撤诉处理"),
    ("D05", "移送、指定管辖"),
    ("D06", "终结诉讼"),
    ("M01", "调解书"),
    ("S01", "驳回上诉，维持原判"),
    ("S02", "改判"),
    ("S03", "发回重审"),
    ("S04", "撤销裁定，指令立案、审理"),
    ("S05", "准许撤回上诉"),
    ("R01", "驳回再审申请"),
    ("R02", "提审、指令再审"),
    ("R03", "再审维持"),
    ("R04", "再审改判"),
    ("R05", "再审发回"),
    ("R06", "终结再审"),
];

pub const WITHDRAWN: Words = &[("SelfCorrected", "被告改变或者履行"), ("Settled", "和解"), ("OtherReason", "其他")];

/// Why an organ lost in court; of a reconsideration there is a list of its own.
pub const LOSS_CAUSES: Words = &[
    ("FactsUnclear", "主要事实不清、证据不足"),
    ("Procedure", "违反法定程序"),
    ("WrongBasis", "适用依据错误"),
    ("ExcessOfPower", "超越职权"),
    ("AbuseOfPower", "滥用职权"),
    ("Improper", "明显不当"),
    ("Inaction", "不履行职责"),
    ("NoBasis", "主体不适格、没有依据"),
    ("NoAnswer", "逾期不答复、不举证"),
    ("OtherCause", "其他"),
];

pub const COURT_NOTICES: Words = &[("None", "法院未通知"), ("ShallNotify", "应当通知"), ("MayNotify", "可以通知")];

pub const HEARING_MODES: Words = &[("OnSite", "现场"), ("Online", "线上"), ("Mixed", "现场和线上")];

pub const HEARING_STATES: Words =
    &[("Scheduled", "已排期"), ("Held", "已开庭"), ("Cancelled", "已取消"), ("Struck", "误录")];

pub const LEVELS: Words =
    &[("Principal", "正职"), ("Deputy", "副职"), ("DeputyRank", "副职级别参与分管"), ("OtherInCharge", "其他参与分管")];

pub const HEADS_OF: Words = &[("Own", "本机关"), ("LowerOrgan", "下级机关"), ("DelegatedOrganisation", "受委托的组织")];

pub const SPOKE: Words = &[("Yes", "发言"), ("Partly", "部分发言"), ("No", "未发言")];

pub const ABSENCE_GROUNDS: Words = &[
    ("ForceMajeure", "不可抗力"),
    ("Accident", "意外事件"),
    ("IndispensableDuty", "需要履行他人不能代替的公务"),
    ("OtherReason", "其他正当事由"),
    ("NotStated", "未说明"),
    ("Unfounded", "理由不成立"),
];

pub const FINDINGS: Words = &[("NotStated", "未认定"), ("Accepted", "法院认可"), ("Rejected", "法院不认可")];

pub const ATTENDANCE: Words = &[
    ("Appeared", "负责人已出庭"),
    ("AbsentAccepted", "正当理由未出庭（法院认可）"),
    ("AbsentNotFound", "正当理由未出庭（未认定）"),
    ("AbsentWithoutReason", "无正当理由未出庭"),
    ("OnlyStaff", "仅工作人员出庭"),
    ("OnlyLawyers", "仅律师出庭"),
    ("Nobody", "均未出庭"),
    ("IdentityRejected", "身份审查不合格，视为未出庭"),
    ("LeftEarly", "中途退庭"),
];

pub const DUTY_STATES: Words = &[
    ("Open", "待出庭"),
    ("Fulfilled", "已出庭"),
    ("LawfullyAbsent", "正当理由未出庭"),
    ("Absent", "未出庭"),
    ("IdentityRejected", "身份审查不合格"),
    ("LeftEarly", "中途退庭"),
    ("Voided", "未开庭，不计"),
];

pub const OBSERVED: Words = &[("OnSite", "现场旁听"), ("Online", "线上旁听")];
