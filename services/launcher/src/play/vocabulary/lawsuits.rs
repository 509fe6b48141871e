//! The words for lawsuits and their hearings.

use portal::words::{
    ABSENCE_GROUNDS, CASE_CLASSES, COURT_NOTICES, DEFENDANT_KINDS, DEFENDANT_ROLES, FIELDS, FINDINGS, FORMS, HEADS_OF,
    HEARING_MODES, INSTANCES, LEVELS, LOSS_CAUSES, MATTERS, OBSERVED, OUTCOMES, PLAINTIFF_KINDS, PROCEDURES,
    RECONSIDERED, SPOKE, WITHDRAWN, WITHOUT_HEARING,
};

use super::{
    AMENDMENT, Field, Fill, HEARING, Kind, LAWSUIT, Message, PAPER, Verb, day, field, flag, own_day, part, text,
    verb_of,
};

/// A field the service fills.
const fn follows(name: &'static str) -> (&'static str, Fill) {
    (name, Fill::Follows)
}

const INSTANCE: Field = field("审级", "instance", Kind::Instance).or("latest");

const COURT: Message = part("name", &[text("名称", "name")], &[follows("id"), follows("code")]);

const CASE_NUMBER: Message = part(
    "text",
    &[text("案号", "text")],
    &[follows("year"), follows("court_code"), follows("type"), follows("serial"), follows("part")],
);

const PLAINTIFF: Message = part(
    "name",
    &[text("姓名或者名称", "name"), field("类型", "kind", Kind::Word(PLAINTIFF_KINDS)).or("Citizen")],
    &[("number", Fill::Free)],
);

const DEFENDANT: Message = part(
    "organ",
    &[
        field("机关", "organ", Kind::Unit("name")),
        field("地位", "role", Kind::Word(DEFENDANT_ROLES)).or("Defendant"),
        field("身份", "kind", Kind::Word(DEFENDANT_KINDS)).or("OriginalOrgan"),
        day("收到起诉状副本的日期", "copy_received_on"),
    ],
    &[("number", Fill::Free), ("name", Fill::Follows), follows("joined_in"), follows("joined_on")],
);

const AFTER_RECONSIDERATION: Message = part(
    "case",
    &[
        field("案件", "case", Kind::Case),
        text("文号", "number"),
        field("复议结果", "result", Kind::Word(RECONSIDERED)),
        day("复议决定日期", "decided_on"),
    ],
    &[],
);

const COPY: Message =
    part("defendant", &[field("机关", "defendant", Kind::Person), own_day("收到日期", "on")], &[follows("instance")]);

const SERVICE: Message = part(
    "party",
    &[field("受送达人", "party", Kind::Person), own_day("送达日期", "on"), text("送达证明", "proof")],
    &[follows("instance"), follows("about")],
);

const OUTCOME: Message = part(
    "defendant",
    &[
        field("机关", "defendant", Kind::Person),
        field("结果", "code", Kind::Word(OUTCOMES)),
        field("附带结果", "riders", Kind::Words(OUTCOMES)),
        field("改判为", "changed_to", Kind::Word(OUTCOMES)),
        field("撤诉原因", "withdraw_reason", Kind::Word(WITHDRAWN)),
        field("败诉原因", "causes", Kind::Words(LOSS_CAUSES)),
    ],
    &[follows("organ"), follows("organ_name")],
);

const NOTICE: Message = part(
    "defendant",
    &[
        field("机关", "defendant", Kind::Person),
        field("法院通知", "notice", Kind::Word(COURT_NOTICES)).or("None"),
        day("通知送达日期", "served_on"),
    ],
    &[],
);

const PLAN_FIELDS: &[Field] = &[
    own_day("开庭日期", "day"),
    text("时间", "time"),
    text("法庭", "room"),
    field("方式", "mode", Kind::Word(HEARING_MODES)).or("OnSite"),
    flag("不公开", "closed"),
    field("涉及机关", "notices", Kind::Many(&NOTICE)),
    day("传票送达日期", "summoned_on"),
    text("备注", "remark"),
];

const PLAN: Message = part("", PLAN_FIELDS, &[]);

const HEAD: Message = part(
    "official",
    &[
        field("姓名", "official", Kind::Official),
        text("职务", "post"),
        field("级别", "level", Kind::Word(LEVELS)),
        field("哪个机关的负责人", "of", Kind::Word(HEADS_OF)).or("Own"),
        text("依据", "statement"),
        flag("身份审查不合格", "identity_rejected"),
        text("不合格的原因", "identity_reason"),
        field("发言", "spoke", Kind::Word(SPOKE)).or("Yes"),
        flag("中途退庭", "left_early"),
        text("备注", "remark"),
    ],
    &[follows("name"), follows("posts"), follows("counts")],
);

const COMPANION: Message =
    part("name", &[text("姓名", "name"), text("职务", "post"), text("单位", "organisation")], &[]);

const ABSENCE: Message = part(
    "ground",
    &[
        field("原因", "ground", Kind::Word(ABSENCE_GROUNDS)),
        text("说明", "explanation"),
        field("情况说明", "paper", Kind::One(&PAPER)),
        flag("加盖印章或者负责人签字", "stamped"),
        field("法院认定", "finding", Kind::Word(FINDINGS)).or("NotStated"),
    ],
    &[],
);

const ATTENDANCE: Message = part(
    "defendant",
    &[
        field("机关", "defendant", Kind::Person),
        field("负责人", "heads", Kind::Many(&HEAD)),
        field("工作人员", "staff", Kind::Many(&COMPANION)),
        field("律师", "lawyers", Kind::Many(&COMPANION)),
        field("负责人未出庭", "absence", Kind::One(&ABSENCE)),
        field("由谁的负责人一并出庭", "represented_by", Kind::Person),
    ],
    &[],
);

const HOLDING_FIELDS: &[Field] = &[
    own_day("开庭日期", "on"),
    field("出庭", "attendances", Kind::Many(&ATTENDANCE)),
    field("庭审笔录", "record", Kind::One(&PAPER)),
    text("庭审情况", "summary"),
];

const HOLDING: Message = part("", HOLDING_FIELDS, &[]);

const MOVE_FIELDS: &[Field] =
    &[own_day("变更日期", "on"), field("变更为", "plan", Kind::Always(&MOVED_PLAN)), text("理由", "reason")];

const MOVED_PLAN: Message = part("day", PLAN_FIELDS, &[]);

const MOVE: Message = part("", MOVE_FIELDS, &[]);

const CANCELLATION_FIELDS: &[Field] = &[own_day("取消日期", "on"), text("理由", "reason")];

const CANCELLATION: Message = part("", CANCELLATION_FIELDS, &[]);

const OBSERVER: Message =
    part("name", &[text("姓名", "name"), text("职务", "post"), field("级别", "level", Kind::Word(LEVELS))], &[]);

const OBSERVATION_FIELDS: &[Field] = &[
    own_day("旁听日期", "on"),
    field("组织单位", "unit", Kind::Unit("unit_name")),
    field("旁听人员", "observers", Kind::Many(&OBSERVER)),
    field("人数", "headcount", Kind::Number),
    field("方式", "mode", Kind::Word(OBSERVED)).or("OnSite"),
    text("材料", "material"),
];

const OBSERVATION: Message = part("", OBSERVATION_FIELDS, &[follows("unit_name")]);

const FACT: Message = part(
    "",
    &[
        field("开庭", "plan", Kind::One(&PLAN)),
        field("变更", "move", Kind::One(&MOVE)),
        field("出庭情况", "holding", Kind::One(&HOLDING)),
        field("取消", "cancellation", Kind::One(&CANCELLATION)),
        field("旁听", "observation", Kind::One(&OBSERVATION)),
    ],
    &[],
);

/// What is done with a lawsuit. What a hearing tells its lawsuit, the service says.
pub(in super::super) static LAWSUITS: &[Verb] = &[
    verb_of(
        "登记应诉案件",
        "register",
        &[
            field("案号", "case_number", Kind::One(&CASE_NUMBER)),
            field("法院", "court", Kind::One(&COURT)),
            own_day("立案日期", "docketed_on"),
            field("审理程序", "procedure", Kind::Word(PROCEDURES)).or("Ordinary"),
            field("原告", "plaintiffs", Kind::Many(&PLAINTIFF)),
            field("被告", "defendants", Kind::Many(&DEFENDANT)),
            text("案由", "cause"),
            field("行政管理领域", "field", Kind::Word(FIELDS)),
            field("诉讼事项", "matter", Kind::Word(MATTERS)),
            flag("行政公益诉讼", "public_interest"),
            flag("单独赔偿案件", "compensation_only"),
            field("案件类别", "classes", Kind::Words(CASE_CLASSES)),
            field("经过复议", "after_reconsideration", Kind::One(&AFTER_RECONSIDERATION)),
            text("被诉行政行为", "act_title"),
            text("诉讼请求", "claims"),
            flag("涉企案件", "enterprise_related"),
            flag("不公开的案件", "non_public"),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "收到起诉状副本",
        "record_copy",
        &[INSTANCE, field("机关", "defendant", Kind::Person), own_day("收到日期", "on")],
    )
    .to(&LAWSUIT),
    verb_of(
        "提交答辩状和证据",
        "record_answer",
        &[
            INSTANCE,
            field("机关", "defendant", Kind::Person),
            own_day("提交日期", "on"),
            day("交邮日期", "posted_on"),
            flag("附有证据、依据和其他有关材料", "with_evidence").or("on"),
            flag("只提交证据、依据", "evidence_only"),
            field("答辩状", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "答辩期届满未答辩",
        "record_answer_expiry",
        &[INSTANCE, field("机关", "defendant", Kind::Person), own_day("日期", "on")],
    )
    .to(&LAWSUIT),
    verb_of(
        "不开庭审理",
        "decide_without_hearing",
        &[INSTANCE, own_day("日期", "on"), field("情形", "ground", Kind::Word(WITHOUT_HEARING))],
    )
    .to(&LAWSUIT),
    verb_of(
        "收到裁判文书",
        "judge",
        &[
            INSTANCE,
            field("形式", "form", Kind::Word(FORMS)).or("Judgment"),
            own_day("裁判日期", "judged_on"),
            field("裁判", "outcomes", Kind::Many(&OUTCOME)),
            field("裁判文书", "paper", Kind::One(&PAPER)),
            field("送达", "services", Kind::Many(&SERVICE)),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "裁判文书送达",
        "serve_judgment",
        &[
            INSTANCE,
            field("受送达人", "party", Kind::Person),
            own_day("送达日期", "on"),
            text("送达证明", "proof"),
            field("对哪个机关的裁判", "about", Kind::Person),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "提起上诉",
        "file_appeal",
        &[
            INSTANCE,
            field("上诉人", "appellants", Kind::Persons),
            own_day("上诉日期", "on"),
            day("交邮日期", "posted_on"),
            field("上诉状", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "进入下一审级",
        "open_instance",
        &[
            field("审级", "kind", Kind::Word(INSTANCES)).or("Second"),
            field("法院", "court", Kind::One(&COURT)),
            field("案号", "case_number", Kind::One(&CASE_NUMBER)),
            own_day("立案日期", "docketed_on"),
            field("审理程序", "procedure", Kind::Word(PROCEDURES)),
            field("上诉人或者申请人", "brought_by", Kind::Persons),
            field("收到上诉状副本", "copies", Kind::Many(&COPY)),
            field("对哪一审的结果", "follows", Kind::Instance),
            flag("上级法院提审", "by_superior"),
        ],
    )
    .to(&LAWSUIT),
    verb_of(
        "裁判生效",
        "take_effect",
        &[INSTANCE, day("生效日期", "on"), field("生效证明", "certificate", Kind::One(&PAPER))],
    )
    .to(&LAWSUIT),
    verb_of(
        "简易程序转为普通程序",
        "convert",
        &[INSTANCE, own_day("裁定日期", "on"), field("裁定书", "paper", Kind::One(&PAPER))],
    )
    .to(&LAWSUIT),
    verb_of(
        "追加被告",
        "join_defendant",
        &[
            INSTANCE,
            own_day("追加日期", "on"),
            field("被告", "defendant", Kind::One(&DEFENDANT)),
            field("参加诉讼通知书", "paper", Kind::One(&PAPER)),
        ],
    )
    .to(&LAWSUIT),
    super::AMEND_TOGETHER.to(&LAWSUIT),
    super::STRIKE.to(&LAWSUIT),
];

/// What is done with a hearing of the lawsuit that is meant.
pub(in super::super) static HEARINGS: &[Verb] = &[
    verb_of("登记开庭", "schedule", PLAN_FIELDS).to(&HEARING),
    verb_of("变更开庭", "move", MOVE_FIELDS).to(&HEARING),
    verb_of("登记出庭情况", "hold", HOLDING_FIELDS).to(&HEARING),
    verb_of("取消开庭", "cancel", CANCELLATION_FIELDS).to(&HEARING),
    verb_of(
        "登记开庭和出庭情况",
        "record",
        &[field("开庭", "plan", Kind::Always(&PLAN)), field("出庭情况", "holding", Kind::Always(&HOLDING))],
    )
    .to(&HEARING),
    verb_of("登记旁听庭审", "observe", OBSERVATION_FIELDS).to(&HEARING).with(&[follows("unit_name")]),
    verb_of(
        "更正庭审",
        "amend",
        &[field("记录", "amendment", Kind::One(&AMENDMENT)), field("改为", "fact", Kind::One(&FACT))],
    )
    .to(&HEARING),
    verb_of("撤除误录的庭审", "strike", &[field("记录", "amendment", Kind::One(&AMENDMENT))]).to(&HEARING),
];
