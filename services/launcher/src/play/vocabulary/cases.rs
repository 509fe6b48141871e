//! The words for reconsideration cases.

use portal::words::{
    ACT_KINDS, AGENT_KINDS, CAUSES, CHANNELS, CLAIMS, COMMITTEE_GROUNDS, CONDITIONS, CONSENT, DECISIONS, FIELDS,
    HEARING_GROUNDS, ID_KINDS, JOINED_BY, KNOWN_BY, MATTERS, MEDIATION, NON_ACCEPTANCE, OPINION_METHODS, PARTY_KINDS,
    PROCEDURES, RESOLVED_BY, SERVED, SERVICE_METHODS, SIMPLIFIED_GROUNDS, SUSPENSION_GROUNDS, TERMINATION_GROUNDS,
    WITHDRAWAL_REASONS,
};

use super::{
    AMEND_TOGETHER, Field, Fill, Kind, Message, PAPER, STRIKE, Verb, day, field, flag, own_day, part, text, verb_of,
};

const fn method(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Word(SERVICE_METHODS)).or("Direct")
}

const APPROVAL: Message =
    part("name", &[text("姓名", "name"), text("职务", "post"), day("批准日期", "on")], &[("account", Fill::Is(""))]);

const NUMBER: Message =
    part("existing", &[text("编号", "existing"), text("机关代字", "template")], &[("area", Fill::Area)]);

const AGENT: Message = part(
    "name",
    &[
        text("姓名", "name"),
        field("身份", "kind", Kind::Word(AGENT_KINDS)),
        text("单位", "organisation"),
        text("联系电话", "phone"),
        text("代理事项和权限", "authority"),
        day("代理至", "until"),
        flag("有授权委托书", "has_power_of_attorney"),
        flag("有身份证明", "has_identity_papers"),
    ],
    &[],
);

const PARTY: &[Field] = &[
    text("姓名或者名称", "name"),
    field("类型", "kind", Kind::Word(PARTY_KINDS)).or("Citizen"),
    field("证件", "id_kind", Kind::Word(ID_KINDS)),
    text("证件号码", "id_number"),
    text("地址", "address"),
    text("联系电话", "phone"),
    field("送达方式", "service_method", Kind::Word(SERVICE_METHODS)),
    text("送达地址", "service_address"),
    field("代理人", "agents", Kind::Many(&AGENT)),
    text("法定代表人", "legal_representative"),
    text("法定代理人", "statutory_agent"),
    text("备注", "remark"),
];

const APPLICANT: Message = part("name", PARTY, &[("number", Fill::Free), ("role", Fill::Is("Applicant"))]);

const THIRD_PARTY: Message = part("name", PARTY, &[("number", Fill::Free), ("role", Fill::Is("ThirdParty"))]);

const RESPONDENT: Message =
    part("organ", &[field("机关", "organ", Kind::Organ)], &[("number", Fill::Free), ("name", Fill::Follows)]);

const ACT: Message = part(
    "title",
    &[
        text("名称", "title"),
        field("类型", "kind", Kind::Word(ACT_KINDS)),
        text("文号", "document_number"),
        day("作出日期", "made_on"),
        day("知道日期", "known_on"),
        field("怎样知道的", "known_by", Kind::Word(KNOWN_BY)),
        text("涉及款额", "amount"),
        field("是否已送达", "served", Kind::Word(SERVED)).or("Unknown"),
        flag("告知了复议权利、机关和期限", "remedies_told"),
        flag("是否告知不清楚", "remedies_unclear"),
    ],
    &[],
);

const CLAIM: Message =
    part("kind", &[field("种类", "kind", Kind::Word(CLAIMS)), text("具体请求", "text")], &[("number", Fill::Nth)]);

const TWIN: Message =
    part("case", &[field("案件", "case", Kind::Case), text("继续登记的理由", "reason")], &[("number", Fill::Follows)]);

const SERVICE_FIELDS: &[Field] = &[
    field("受送达人", "recipient", Kind::Person),
    method("送达方式", "method"),
    own_day("送达日期", "on"),
    text("送达证明", "proof"),
];

const SERVICE: Message = part("recipient", SERVICE_FIELDS, &[]);

const RESUMPTION_FIELDS: &[Field] = &[
    own_day("恢复日期", "on"),
    text("中止的原因怎样消除", "explanation"),
    field("恢复审理通知书", "paper", Kind::One(&PAPER)),
];

const RESUMPTION: Message = part("on", RESUMPTION_FIELDS, &[]);

const SIMPLIFIED: Message = part(
    "ground",
    &[
        field("情形", "ground", Kind::Word(SIMPLIFIED_GROUNDS)),
        flag("事实清楚、权利义务关系明确、争议不大", "facts_clear"),
        text("说明", "explanation"),
    ],
    &[],
);

const ITEM: Message = part(
    "kind",
    &[
        field("决定", "kind", Kind::Word(DECISIONS)),
        field("针对的请求", "claims", Kind::Claims),
        text("决定内容", "text"),
        flag("责令重新作出行政行为", "redo_ordered"),
        field("重新作出的天数", "redo_days", Kind::Number),
        day("履行期限", "perform_by"),
        field("纠错的原因", "causes", Kind::Words(CAUSES)),
    ],
    &[],
);

const SIGNATURE: Message = part("party", &[field("签字人", "party", Kind::Person), own_day("签字日期", "on")], &[]);

const WITHDRAWAL: Message = part(
    "reason",
    &[
        field("撤回的原因", "reason", Kind::Word(WITHDRAWAL_REASONS)),
        own_day("撤回日期", "on"),
        text("说明", "explanation"),
        field("撤回申请书", "paper", Kind::One(&PAPER)),
    ],
    &[],
);

/// Every step, in the order of the procedure. The words are those the pages offer the steps under.
pub(in super::super) static CASES: &[Verb] = &[
    verb_of(
        "登记收到申请",
        "receive",
        &[
            own_day("收到日期", "received_on"),
            day("交邮日期", "posted_on"),
            field("提交方式", "channel", Kind::Word(CHANNELS)).or("InPerson"),
            field("已有编号", "number", Kind::Always(&NUMBER)),
            field("申请人", "parties", Kind::Many(&APPLICANT)),
            field("第三人", "parties", Kind::Many(&THIRD_PARTY)),
            field("被申请人", "respondents", Kind::Many(&RESPONDENT)),
            field("代表人", "representatives", Kind::Persons),
            field("行政行为", "act", Kind::One(&ACT)),
            field("请求", "claims", Kind::Many(&CLAIM)),
            text("事实和理由", "facts_and_reasons"),
            flag("复议前置案件", "reconsideration_first"),
            flag("申请法律援助", "legal_aid_asked"),
            flag("一并请求行政赔偿", "compensation_asked"),
            flag("一并请求审查规范性文件", "collateral_review_asked"),
            field("相似案件", "twin", Kind::One(&TWIN)),
            field("行政管理领域", "field", Kind::Word(FIELDS)),
            field("复议事项", "matter", Kind::Word(MATTERS)),
            flag("涉企案件", "enterprise_related"),
            flag("不公开的案件", "non_public"),
        ],
    )
    .with(&[("organ_name", Fill::GovernmentName), ("organ", Fill::GovernmentId)]),
    verb_of(
        "通知补正",
        "issue_supplement_notice",
        &[
            own_day("通知日期", "on"),
            text("需要补正的内容", "items"),
            field("补正通知书", "paper", Kind::One(&PAPER)),
            field("送达", "service", Kind::One(&SERVICE)),
        ],
    ),
    verb_of("补正通知送达", "serve_supplement_notice", SERVICE_FIELDS),
    verb_of(
        "收到补正材料",
        "record_supplements",
        &[own_day("收到日期", "received_on"), day("交邮日期", "posted_on"), text("补正了哪些材料", "items")],
    ),
    verb_of(
        "延长补正期限",
        "extend_supplement",
        &[own_day("批准日期", "on"), day("延长至", "until"), text("理由", "reason")],
    ),
    verb_of("视为放弃申请", "deem_abandoned", &[own_day("认定日期", "on"), text("为什么没有正当理由", "explanation")]),
    verb_of("申请人撤回申请", "withdraw", WITHDRAWAL.fields),
    verb_of(
        "受理",
        "accept",
        &[
            own_day("受理日期", "on"),
            field("审理程序", "procedure", Kind::Word(PROCEDURES)).or("Ordinary"),
            field("适用简易程序的情形", "simplified", Kind::One(&SIMPLIFIED)),
            field("受理条件", "conditions", Kind::Ticks(CONDITIONS)),
            field("受理通知书", "paper", Kind::One(&PAPER)),
        ],
    ),
    verb_of(
        "决定不予受理",
        "refuse_acceptance",
        &[
            own_day("决定日期", "on"),
            field("不予受理的理由", "ground", Kind::Word(NON_ACCEPTANCE)),
            text("具体说明", "reasons"),
            text("有管辖权的机关", "competent_organ"),
            field("不予受理决定书", "paper", Kind::One(&PAPER)),
        ],
    ),
    verb_of("不予受理决定送达", "serve_non_acceptance", SERVICE_FIELDS),
    verb_of("视为受理", "deem_accepted", &[own_day("日期", "on")]),
    verb_of(
        "确定适用简易程序",
        "choose_procedure",
        &[
            own_day("确定日期", "on"),
            field("审理程序", "procedure", Kind::Word(PROCEDURES)).or("Simplified"),
            field("适用简易程序的情形", "simplified", Kind::One(&SIMPLIFIED)),
        ],
    ),
    verb_of(
        "发送受理通知",
        "send_acknowledgement",
        &[own_day("发送日期", "on"), method("发送方式", "method"), field("受理通知书", "paper", Kind::One(&PAPER))],
    ),
    verb_of(
        "确定承办人员",
        "assign_handlers",
        &[own_day("确定日期", "on"), field("承办人员", "handlers", Kind::Handlers)],
    ),
    verb_of(
        "发送申请书副本",
        "send_copy",
        &[own_day("发送日期", "on"), method("发送方式", "method"), field("送达", "services", Kind::Many(&SERVICE))],
    ),
    verb_of("申请书副本送达", "serve_copy", SERVICE_FIELDS),
    verb_of(
        "收到答复",
        "record_answer",
        &[
            field("被申请人", "respondent", Kind::Person),
            own_day("收到答复的日期", "received_on"),
            day("交邮日期", "posted_on"),
            flag("附有证据、依据和其他有关材料", "with_evidence").or("on"),
            field("行政复议答复书", "paper", Kind::One(&PAPER)),
        ],
    ),
    verb_of(
        "答复期限届满未答复",
        "record_answer_expiry",
        &[field("被申请人", "respondent", Kind::Person), own_day("日期", "on")],
    ),
    verb_of(
        "听取意见",
        "hear_opinion",
        &[
            field("听取谁的意见", "party", Kind::Person),
            own_day("听取日期", "on"),
            field("方式", "method", Kind::Word(OPINION_METHODS)).or("InPerson"),
            field("听取人", "heard_by", Kind::OwnName),
            field("调解意愿", "mediation", Kind::Word(MEDIATION)),
            text("意见要点", "summary"),
        ],
    ),
    verb_of(
        "不能听取意见",
        "excuse_opinion",
        &[field("谁的意见不能听取", "party", Kind::Person), own_day("日期", "on"), text("当事人自身的原因", "reason")],
    ),
    verb_of(
        "确定是否听证",
        "settle_hearing",
        &[
            own_day("确定日期", "on"),
            flag("是否举行听证", "required"),
            field("情形", "ground", Kind::Word(HEARING_GROUNDS)),
            text("说明", "explanation"),
        ],
    ),
    verb_of(
        "确定是否提请行政复议委员会咨询",
        "settle_committee",
        &[
            own_day("确定日期", "on"),
            flag("是否提请咨询", "required"),
            field("情形", "ground", Kind::Word(COMMITTEE_GROUNDS)),
            text("说明", "explanation"),
        ],
    ),
    verb_of(
        "举行听证",
        "record_hearing",
        &[own_day("听证日期", "on"), text("听证情况", "summary"), field("听证笔录", "paper", Kind::One(&PAPER))],
    ),
    verb_of(
        "取得咨询意见",
        "record_committee_opinion",
        &[own_day("取得日期", "on"), text("咨询意见", "opinion"), field("咨询意见书", "paper", Kind::One(&PAPER))],
    ),
    verb_of(
        "延长审理期限",
        "extend",
        &[
            own_day("批准日期", "on"),
            field("延长天数", "days", Kind::Number).or("30"),
            field("批准人", "approval", Kind::One(&APPROVAL)),
            text("延长的理由", "reason"),
        ],
    ),
    verb_of(
        "转为普通程序",
        "convert",
        &[
            own_day("批准日期", "on"),
            field("批准人", "approval", Kind::One(&APPROVAL)),
            text("转为普通程序的理由", "reason"),
        ],
    ),
    verb_of(
        "中止审理",
        "suspend",
        &[
            own_day("中止日期", "on"),
            field("中止的情形", "ground", Kind::Word(SUSPENSION_GROUNDS)),
            text("说明", "explanation"),
            field("中止通知书", "paper", Kind::One(&PAPER)),
            field("已经恢复", "resumption", Kind::One(&RESUMPTION)),
        ],
    ),
    verb_of("恢复审理", "resume", RESUMPTION_FIELDS),
    verb_of("提请决定", "submit", &[own_day("提请日期", "on"), text("拟作决定和理由", "proposal")]),
    verb_of(
        "作出行政复议决定",
        "decide",
        &[
            own_day("决定日期", "on"),
            field("已有文号", "number", Kind::Always(&NUMBER)),
            field("决定", "items", Kind::Many(&ITEM)),
            field("批准方式", "approval", Kind::Word(CONSENT)).or("ResponsiblePerson"),
            field("批准人", "approved_by", Kind::One(&APPROVAL)),
            text("认定的事实和理由", "summary"),
        ],
    ),
    verb_of("决定书送达", "serve_decision", SERVICE_FIELDS),
    verb_of(
        "调解书生效",
        "mediate",
        &[
            field("已有文号", "number", Kind::Always(&NUMBER)),
            field("签字", "signatures", Kind::Many(&SIGNATURE)),
            own_day("加盖印章日期", "sealed_on"),
            flag("改变了行政行为", "changes_act"),
            text("调解内容", "terms"),
            day("履行期限", "perform_by"),
        ],
    ),
    verb_of(
        "终止行政复议",
        "terminate",
        &[
            own_day("终止日期", "on"),
            field("已有文号", "number", Kind::Always(&NUMBER)),
            field("终止的事由", "ground", Kind::Word(TERMINATION_GROUNDS)),
            field("撤回申请", "withdrawal", Kind::One(&WITHDRAWAL)),
            text("说明", "explanation"),
        ],
    ),
    verb_of("终止决定书送达", "serve_termination", SERVICE_FIELDS),
    verb_of(
        "驳回行政复议申请",
        "dismiss_application",
        &[
            own_day("决定日期", "on"),
            field("已有文号", "number", Kind::Always(&NUMBER)),
            field("不符合哪一项受理条件", "ground", Kind::Word(NON_ACCEPTANCE)),
            text("具体说明", "reasons"),
        ],
    ),
    verb_of("驳回申请决定书送达", "serve_dismissal", SERVICE_FIELDS),
    verb_of(
        "争议实质化解",
        "resolve_dispute",
        &[own_day("化解日期", "on"), field("怎样化解", "by", Kind::Word(RESOLVED_BY)), text("化解情况", "explanation")],
    ),
    verb_of(
        "第三人参加",
        "join_third_party",
        &[
            own_day("参加日期", "on"),
            field("第三人", "party", Kind::One(&THIRD_PARTY)),
            field("参加方式", "by", Kind::Word(JOINED_BY)).or("Notice"),
        ],
    ),
    verb_of(
        "变更代理人",
        "change_agents",
        &[
            own_day("变更日期", "on"),
            field("谁的代理人", "party", Kind::Person),
            field("代理人", "agents", Kind::Many(&AGENT)),
        ],
    ),
    AMEND_TOGETHER,
    STRIKE,
];
