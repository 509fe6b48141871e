//! The words of 行政复议.

use super::Words;

pub const STAGES: Words = &[
    ("UnderReview", "受理审查"),
    ("SupplementRequested", "等待补正"),
    ("Accepted", "已受理，待发送副本"),
    ("AwaitingAnswer", "等待答复"),
    ("Trial", "审理"),
    ("Submitted", "待决定"),
    ("Suspended", "已中止"),
    ("Decided", "已决定"),
    ("Mediated", "已调解"),
    ("Terminated", "已终止"),
    ("ApplicationDismissed", "已驳回申请"),
    ("NotAccepted", "不予受理"),
    ("Abandoned", "视为放弃申请"),
    ("Withdrawn", "受理前撤回"),
    ("Struck", "误录"),
];

/// The steps, for drafts and for forms whose step is not offered; where one is offered, the service names it.
pub const STEPS: Words = &[
    ("accept", "受理"),
    ("refuse_acceptance", "决定不予受理"),
    ("issue_supplement_notice", "通知补正"),
    ("serve_supplement_notice", "补正通知送达"),
    ("serve_non_acceptance", "不予受理决定送达"),
    ("record_supplements", "收到补正材料"),
    ("extend_supplement", "延长补正期限"),
    ("deem_abandoned", "视为放弃申请"),
    ("withdraw", "申请人撤回申请"),
    ("deem_accepted", "视为受理"),
    ("choose_procedure", "确定适用简易程序"),
    ("send_acknowledgement", "发送受理通知"),
    ("assign_handlers", "确定承办人员"),
    ("send_copy", "发送申请书副本"),
    ("serve_copy", "申请书副本送达"),
    ("record_answer", "收到答复"),
    ("record_answer_expiry", "答复期限届满未答复"),
    ("hear_opinion", "听取意见"),
    ("excuse_opinion", "不能听取意见"),
    ("settle_hearing", "确定是否听证"),
    ("settle_committee", "确定是否提请行政复议委员会咨询"),
    ("record_hearing", "举行听证"),
    ("record_committee_opinion", "取得咨询意见"),
    ("extend", "延长审理期限"),
    ("convert", "转为普通程序"),
    ("suspend", "中止审理"),
    ("resume", "恢复审理"),
    ("submit", "提请决定"),
    ("decide", "作出行政复议决定"),
    ("serve_decision", "决定书送达"),
    ("mediate", "调解书生效"),
    ("terminate", "终止行政复议"),
    ("serve_termination", "终止决定书送达"),
    ("dismiss_application", "驳回行政复议申请"),
    ("serve_dismissal", "驳回申请决定书送达"),
    ("resolve_dispute", "争议实质化解"),
    ("join_third_party", "第三人参加"),
    ("change_agents", "变更代理人"),
];

pub const CHANNELS: Words = &[
    ("InPerson", "当面"),
    ("Post", "邮寄"),
    ("Internet", "互联网"),
    ("Oral", "口头"),
    ("ThroughPenaltyOrgan", "通过处罚机关"),
    ("Forwarded", "转送"),
];

pub const PARTY_KINDS: Words = &[
    ("Citizen", "公民"),
    ("LegalPerson", "法人"),
    ("OtherOrganisation", "其他组织"),
    ("IndividualBusiness", "个体工商户"),
];

pub const ID_KINDS: Words =
    &[("ResidentId", "居民身份证"), ("CreditCode", "统一社会信用代码"), ("Passport", "护照"), ("OtherId", "其他证件")];

pub const AGENT_KINDS: Words = &[
    ("Lawyer", "律师"),
    ("LegalWorker", "基层法律服务工作者"),
    ("NearRelative", "近亲属"),
    ("Employee", "工作人员"),
    ("OtherAgent", "其他代理人"),
];

pub const ACT_KINDS: Words = &[
    ("Penalty", "行政处罚"),
    ("CompulsoryMeasure", "行政强制措施"),
    ("CompulsoryExecution", "行政强制执行"),
    ("Licence", "行政许可"),
    ("Expropriation", "征收征用"),
    ("Confirmation", "行政确认"),
    ("Registration", "行政登记"),
    ("Information", "政府信息公开"),
    ("Inaction", "不履行法定职责"),
    ("Agreement", "行政协议"),
    ("ComplaintHandling", "投诉举报处理"),
    ("OtherAct", "其他行政行为"),
];

pub const KNOWN_BY: Words = &[
    ("DirectService", "直接送达签收"),
    ("Post", "邮寄送达签收"),
    ("OnTheSpot", "当场作出"),
    ("PublicNotice", "公告期满"),
    ("LateNotice", "收到补充告知"),
    ("ProvenKnowledge", "有证据证明知道"),
    ("NotServed", "依法应送达而未送达"),
    ("DutyExpired", "履行期限届满"),
];

/// Whether right, organ and period of reconsideration were told (R-APP-3).
pub const REMEDIES_TOLD: Words = &[("Yes", "是"), ("No", "否"), ("Unknown", "不清楚")];

/// How an act says whether the remedies were told, as a word.
#[must_use]
pub fn remedies_told(act: &proto::reconsideration::Act) -> &'static str {
    match (act.remedies_told, act.remedies_unclear) {
        (_, true) => "Unknown",
        (true, false) => "Yes",
        (false, false) => "No",
    }
}

pub const SERVED: Words = &[("Yes", "已送达"), ("No", "未送达"), ("Unknown", "不清楚")];

pub const CLAIMS: Words = &[
    ("Revoke", "撤销"),
    ("Change", "变更"),
    ("ConfirmIllegal", "确认违法"),
    ("ConfirmVoid", "确认无效"),
    ("OrderPerform", "责令履行"),
    ("Compensate", "赔偿"),
    ("Agreement", "行政协议请求"),
    ("OtherClaim", "其他请求"),
];

pub const SERVICE_METHODS: Words = &[
    ("Direct", "直接送达"),
    ("Post", "邮寄送达"),
    ("Electronic", "电子送达"),
    ("Leaving", "留置送达"),
    ("PublicNotice", "公告送达"),
];

pub const PROCEDURES: Words = &[("Ordinary", "普通程序"), ("Simplified", "简易程序")];

pub const SIMPLIFIED_GROUNDS: Words = &[
    ("OnTheSpot", "当场作出的行政行为"),
    ("WarningOrCriticism", "警告或者通报批评"),
    ("SmallAmount", "涉及款额三千元以下"),
    ("Information", "政府信息公开案件"),
    ("Agreed", "当事人各方同意"),
];

pub const CONDITIONS: Words = &[
    ("parties", "有明确的申请人和符合规定的被申请人"),
    ("interest", "申请人与行政行为有利害关系"),
    ("claims", "有具体的行政复议请求和理由"),
    ("in_time", "在法定申请期限内提出"),
    ("in_scope", "属于行政复议范围"),
    ("jurisdiction", "属于本机关的管辖范围"),
    ("not_pending", "行政复议机关未受理过且人民法院未受理过"),
];

pub const NON_ACCEPTANCE: Words = &[
    ("NoApplicantOrRespondent", "没有明确的申请人或者符合规定的被申请人"),
    ("NoInterest", "与行政行为没有利害关系"),
    ("NoConcreteClaim", "没有具体的行政复议请求和理由"),
    ("OutOfTime", "超过法定申请期限"),
    ("OutOfScope", "不属于行政复议范围"),
    ("NoJurisdiction", "不属于本机关管辖"),
    ("AlreadyPending", "已由其他行政复议机关或者人民法院受理"),
];

pub const OPINION_METHODS: Words = &[("InPerson", "当面"), ("Telephone", "电话"), ("Internet", "互联网")];

pub const MEDIATION: Words = &[("Willing", "愿意调解"), ("Unwilling", "不愿意调解"), ("NoAnswer", "未表态")];

pub const HEARING_GROUNDS: Words = &[
    ("PublicInterest", "涉及国家利益、重大社会公共利益"),
    ("GroupDispute", "涉及群体性纠纷或者社会关注度较高"),
    ("NewType", "涉及新业态、新领域、新类型且疑难复杂"),
    ("DisputedFacts", "证据材料存疑较多、案件事实争议较大"),
    ("ComplexLaw", "法律关系复杂"),
    ("OtherGround", "其他重大、疑难、复杂情形"),
    ("Optional", "行政复议机构认为有必要或者申请人请求"),
];

pub const COMMITTEE_GROUNDS: Words = &[
    ("MajorDifficultComplex", "案情重大、疑难、复杂"),
    ("Professional", "专业性、技术性较强"),
    ("ProvincialAct", "省级人民政府自身行政行为案件"),
    ("FoundNecessary", "行政复议机构认为有必要"),
];

pub const SUSPENSION_GROUNDS: Words = &[
    ("ApplicantDied", "申请人死亡，近亲属尚未确定是否参加"),
    ("CapacityLost", "申请人丧失行为能力，尚未确定法定代理人"),
    ("WhereaboutsUnknown", "申请人下落不明"),
    ("OrganisationEnded", "申请人终止，尚未确定权利义务承受人"),
    ("ForceMajeure", "因不可抗力或者其他正当理由不能参加"),
    ("MediationAgreed", "进行调解、和解，双方同意中止"),
    ("LawReferred", "法律适用问题需要有权机关解释或者确认"),
    ("OtherCase", "需要以其他案件的审理结果为依据"),
    ("CollateralReview", "附带审查规范性文件或者依据"),
    ("OtherReason", "其他需要中止的情形"),
];

pub const WITHDRAWAL_REASONS: Words =
    &[("Settled", "达成和解"), ("SelfCorrected", "被申请人自行纠正"), ("OtherReason", "其他原因")];

pub const RESOLVED_BY: Words =
    &[("OpinionLetter", "行政复议意见书"), ("RecommendationLetter", "行政复议建议书"), ("OtherMeans", "其他方式")];

pub const TERMINATION_GROUNDS: Words = &[
    ("Withdrawn", "申请人撤回申请，准予撤回"),
    ("ApplicantDied", "申请人死亡，没有近亲属或者近亲属放弃"),
    ("OrganisationEnded", "申请人终止，没有承受人或者承受人放弃"),
    ("CriminalMeasure", "因同一违法行为被采取刑事强制措施"),
    ("SuspendedSixtyDays", "中止满六十日，中止原因仍未消除"),
];

const YES_OR_NO: Words = &[("Yes", "是"), ("No", "否")];

/// What a field of an entry contained before or after it was put right, in words.
#[must_use]
pub fn put_right(field: &str, value: &str) -> String {
    let words = match field.split('/').next().unwrap_or_default() {
        "withdrawal_reason" => WITHDRAWAL_REASONS,
        "termination_ground" => TERMINATION_GROUNDS,
        "suspension_ground" => SUSPENSION_GROUNDS,
        "dismissal_ground" | "non_acceptance_ground" => NON_ACCEPTANCE,
        "resolved_by" => RESOLVED_BY,
        "item_kind" => DECISIONS,
        "item_causes" => CAUSES,
        "procedure" => TRACKS,
        "channel" => CHANNELS,
        "known_by" => KNOWN_BY,
        "act_kind" => ACT_KINDS,
        "act_served" => SERVED,
        "id_kind" => ID_KINDS,
        "claim_kind" => CLAIMS,
        "remedies_told" => REMEDIES_TOLD,
        "changes_act"
        | "reconsideration_first"
        | "compensation_asked"
        | "collateral_review_asked"
        | "legal_aid_asked"
        | "enterprise_related"
        | "non_public" => YES_OR_NO,
        field => codes(field),
    };
    match words {
        [] => value.to_owned(),
        words => value.split(' ').map(|value| super::title(words, value)).collect::<Vec<_>>().join("、"),
    }
}

/// The list of a field that contains a code.
#[must_use]
pub fn codes(field: &str) -> Words {
    match field {
        "field" => FIELDS,
        "matter" => MATTERS,
        _ => &[],
    }
}

/// The procedures, the simplified one by what allows it.
const TRACKS: Words = &[
    ("Ordinary", "普通程序"),
    ("OnTheSpot", "简易程序（当场作出的行政行为）"),
    ("WarningOrCriticism", "简易程序（警告或者通报批评）"),
    ("SmallAmount", "简易程序（涉及款额三千元以下）"),
    ("Information", "简易程序（政府信息公开案件）"),
    ("Agreed", "简易程序（当事人各方同意）"),
];

pub const DECISIONS: Words = &[
    ("Maintain", "维持"),
    ("Revoke", "撤销"),
    ("RevokePartial", "部分撤销"),
    ("Change", "变更"),
    ("ConfirmIllegal", "确认违法"),
    ("ConfirmIllegalKeep", "确认违法（不撤销）"),
    ("OrderPerform", "责令履行"),
    ("ConfirmVoid", "确认无效"),
    ("DismissClaim", "驳回行政复议请求"),
    ("AgreementLiability", "责令承担行政协议责任"),
    ("AgreementCompensate", "责令行政协议补偿"),
    ("Compensate", "行政赔偿"),
    ("CompensateRefused", "驳回赔偿请求"),
];

pub const CAUSES: Words = &[
    ("FactsUnclear", "主要事实不清、证据不足"),
    ("Procedure", "违反法定程序"),
    ("WrongBasis", "适用依据错误"),
    ("ExcessOfPower", "超越职权"),
    ("AbuseOfPower", "滥用职权"),
    ("Improper", "内容明显不当"),
    ("Inaction", "不履行法定职责"),
    ("NoBasis", "主体不适格或者没有依据"),
    ("NoAnswer", "逾期不答复、不举证"),
    ("OtherCause", "其他"),
];

pub const CONSENT: Words = &[("ResponsiblePerson", "行政复议机关负责人同意"), ("CollectiveDiscussion", "集体讨论通过")];

pub const JOINED_BY: Words = &[("Application", "申请参加"), ("Notice", "通知参加")];

pub const REASONS: Words =
    &[("EntryError", "录入错误"), ("NewFact", "新的事实"), ("AnnulledByAuthority", "有权机关撤销")];

pub const FLAGS: Words = &[
    ("DeemedAccepted", "视为受理"),
    ("AcknowledgementNotSent", "受理通知未发送"),
    ("AnswerExpired", "被申请人逾期未答复"),
    ("EvidenceMissing", "被申请人答复未附证据、依据"),
    ("TooFewHandlers", "承办人员未确定"),
    ("SuspendedSixtyDays", "中止已满六十日"),
    ("ApplicationLate", "申请可能超过法定期限"),
];

pub const CLOCKS: Words = &[
    ("Application", "申请期限"),
    ("Review", "审查期限"),
    ("Supplement", "补正期限"),
    ("Copy", "发送副本期限"),
    ("Answer", "答复期限"),
    ("Decision", "审理期限"),
    ("Suit", "起诉期限"),
    ("Suspension", "中止满六十日"),
];

/// What is to be done before a period ends.
pub const DUTIES: Words = &[
    ("Review", "审查并决定是否受理"),
    ("Supplement", "等待申请人补正"),
    ("Copy", "发送申请书副本，通知答复"),
    ("Answer", "等待被申请人答复"),
    ("Decision", "作出复议决定"),
];

/// What is to be done without a period.
pub const TASKS: Words = &[
    ("AcknowledgementNotSent", "发送受理通知"),
    ("TooFewHandlers", "确定两名以上承办人员"),
    ("Suspended", "中止的原因消除后恢复审理"),
    ("SuspendedSixtyDays", "中止已满六十日，决定是否终止"),
];

/// How the ledger can be narrowed beside the stage.
pub const STATES: Words =
    &[("open", "在办"), ("closed", "已结"), ("unacknowledged", "受理通知未发送"), ("struck", "误录")];

pub const FIELDS: Words = &[
    ("F01", "公安"),
    ("F02", "市场监管"),
    ("F03", "食品药品"),
    ("F04", "自然资源"),
    ("F05", "城乡规划"),
    ("F06", "房屋征收补偿"),
    ("F07", "不动产登记"),
    ("F08", "住房和城乡建设"),
    ("F09", "城市管理"),
    ("F10", "人力资源和社会保障"),
    ("F11", "生态环境"),
    ("F12", "农业农村"),
    ("F13", "林业和草原"),
    ("F14", "水利"),
    ("F15", "交通运输"),
    ("F16", "教育"),
    ("F17", "卫生健康"),
    ("F18", "医疗保障"),
    ("F19", "民政"),
    ("F20", "退役军人事务"),
    ("F21", "司法行政"),
    ("F22", "财政"),
    ("F23", "税务"),
    ("F24", "审计"),
    ("F25", "统计"),
    ("F26", "发展和改革"),
    ("F27", "工业和信息化"),
    ("F28", "商务"),
    ("F29", "文化和旅游"),
    ("F30", "应急管理"),
    ("F31", "金融"),
    ("F32", "海关"),
    ("F33", "知识产权"),
    ("F34", "国家安全"),
    ("F35", "民族宗教"),
    ("F36", "行政审批"),
    ("F37", "乡镇（街道）管理"),
    ("F99", "其他"),
];

pub const MATTERS: Words = &[
    ("X01", "行政处罚"),
    ("X02", "行政强制措施"),
    ("X03", "行政强制执行"),
    ("X04", "行政许可"),
    ("X05", "行政确权"),
    ("X06", "行政征收征用及补偿"),
    ("X07", "行政赔偿"),
    ("X08", "工伤认定"),
    ("X09", "行政确认（其他）"),
    ("X10", "侵犯经营自主权、承包经营权"),
    ("X11", "滥用行政权力排除限制竞争"),
    ("X12", "违法集资摊派、要求履行义务"),
    ("X13", "不履行法定职责"),
    ("X14", "行政给付"),
    ("X15", "行政协议"),
    ("X16", "政府信息公开"),
    ("X17", "举报投诉处理"),
    ("X18", "行政裁决"),
    ("X19", "行政登记"),
    ("X20", "行政收费"),
    ("X21", "行政奖励"),
    ("X99", "其他"),
];
