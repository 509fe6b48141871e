//! The words of scenario files: a verb for each command, a word for each field, as the pages call them. A test compares them
//! with the descriptors of the messages, so none can be forgotten.

mod lawsuits;
mod notices;
mod suggestions;

use portal::words::{
    ACT_KINDS, AGENT_KINDS, CAUSES, CHANNELS, CLAIMS, COMMITTEE_GROUNDS, CONDITIONS, CONSENT, DECISIONS, FIELDS,
    HEARING_GROUNDS, ID_KINDS, JOINED_BY, KNOWN_BY, MATTERS, MEDIATION, NON_ACCEPTANCE, OPINION_METHODS, PARTY_KINDS,
    PROCEDURES, REASONS, RESOLVED_BY, SERVED, SERVICE_METHODS, SIMPLIFIED_GROUNDS, SUSPENSION_GROUNDS,
    TERMINATION_GROUNDS, WITHDRAWAL_REASONS, Words,
};

/// What somebody does.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) word: &'static str,
    /// The field of the message of commands.
    pub(super) command: &'static str,
    pub(super) message: Message,
    /// With what it is done.
    pub(super) to: &'static Thing,
}

/// A kind of thing that steps are taken with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Thing {
    /// What it is called in scenarios.
    pub(super) word: &'static str,
    /// Its part of the API.
    pub(super) address: &'static str,
    /// The steps that begin one.
    pub(super) begins: &'static [&'static str],
    /// The account of whoever looks where nobody is named.
    pub(super) reader: &'static str,
}

pub(super) const CASE: Thing = Thing { word: "案件", address: "cases", begins: &["receive"], reader: "qian.fang" };
pub(super) const LAWSUIT: Thing =
    Thing { word: "诉讼", address: "lawsuits", begins: &["register"], reader: "zhao.lin" };
/// The last one of the lawsuit that is meant.
pub(super) const HEARING: Thing =
    Thing { word: "庭审", address: "hearings", begins: &["schedule", "record"], reader: "zhao.lin" };
pub(super) const SUGGESTION: Thing =
    Thing { word: "建议", address: "suggestions", begins: &["register"], reader: "zhao.lin" };
pub(super) const NOTICE: Thing =
    Thing { word: "通报", address: "notices", begins: &["collect", "restate"], reader: "he.jing" };

/// A message and the words for its fields.
#[derive(Debug)]
pub(super) struct Message {
    /// The field whose content stands beside the message's own word; empty: nothing stands there.
    pub(super) head: &'static str,
    pub(super) fields: &'static [Field],
    /// What nobody writes.
    pub(super) filled: &'static [(&'static str, Fill)],
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What is meant where nothing is written: what the page's form shows at first.
    pub(super) default: &'static str,
}

/// How a field's content is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// The day of the step, where no other is written.
    OwnDay,
    /// The name of whoever takes the step, where no other is written.
    OwnName,
    Day,
    Text,
    Number,
    Flag,
    /// A word of a closed list, or several.
    Word(Words),
    Words(Words),
    /// Which of a message's flags are up.
    Ticks(Words),
    /// An organ of the directory, by name.
    Organ,
    /// Somebody in the case, or several, by name.
    Person,
    Persons,
    /// Those who handle a case, by name.
    Handlers,
    /// An organ by name, whether it is in the directory or not; its name goes into that field.
    Unit(&'static str),
    /// A court or procuratorate of the directory, by name.
    Issuer,
    /// An official of the directory, by name, or somebody who is not in it.
    Official,
    /// An instance by its title; where nothing is written, the latest.
    Instance,
    /// How much time: a day, or `2个月`, `15日`, `10个工作日`.
    Limit,
    /// Several lines.
    Texts,
    /// A quarter: `2026Q1`.
    Quarter,
    /// How many of those the service offers.
    Offered,
    /// Claims by number; where nothing is written, the one at the item's own place.
    Claims,
    /// Another case, or a lawsuit, of the scenario.
    Case,
    Lawsuit,
    /// What was entered before, by its title in the timeline; one of its columns; what is to stand there.
    Entry,
    Column,
    NewValue,
    /// A message of its own, or any number of them.
    One(&'static Message),
    Many(&'static Message),
    /// One that is always there.
    Always(&'static Message),
}

/// What `play` fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Always this.
    Is(&'static str),
    /// The word under which the message stands.
    Label,
    /// The place among its like, from one.
    Nth,
    /// The next number that is free in the case.
    Free,
    /// The area whose register gives the number.
    Area,
    /// The government's name, and its id.
    GovernmentName,
    GovernmentId,
    /// Follows from another field of the message.
    Follows,
}

impl Field {
    const fn or(self, default: &'static str) -> Self {
        Self { default, ..self }
    }
}

impl Message {
    /// The field of a word.
    pub(super) fn field(&self, word: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.word == word)
    }

    /// The field that stands beside the message's word.
    pub(super) fn head(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == self.head)
    }
}

/// All verbs.
pub(super) fn verbs() -> impl Iterator<Item = &'static Verb> {
    let of_notices = [notices::NOTICES, notices::RESTATE];
    let of_cases = [VERBS, lawsuits::LAWSUITS, lawsuits::HEARINGS, suggestions::SUGGESTIONS];
    of_cases.into_iter().chain(of_notices).flatten()
}

/// The verb of a word; of those done with several things, the one that is done with what is meant.
pub(super) fn verb(word: &str, meant: &Thing) -> Option<&'static Verb> {
    let of_word = || verbs().filter(|verb| verb.word == word);
    of_word().find(|verb| verb.to == meant).or_else(|| of_word().next())
}

const fn field(word: &'static str, name: &'static str, kind: Kind) -> Field {
    Field { word, name, kind, default: "" }
}

const fn text(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Text)
}

const fn day(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Day)
}

const fn own_day(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::OwnDay)
}

const fn flag(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Flag)
}

const fn method(word: &'static str, name: &'static str) -> Field {
    field(word, name, Kind::Word(SERVICE_METHODS)).or("Direct")
}

const fn part(head: &'static str, fields: &'static [Field], filled: &'static [(&'static str, Fill)]) -> Message {
    Message { head, fields, filled }
}

const fn verb_of(word: &'static str, command: &'static str, fields: &'static [Field]) -> Verb {
    Verb { word, command, message: part("", fields, &[]), to: &CASE }
}

const PAPER: Message =
    part("number", &[text("文号", "number"), day("落款日期", "on"), text("标题", "title")], &[("kind", Fill::Label)]);

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

const AMENDMENT: Message = part(
    "entry",
    &[
        field("记录", "entry", Kind::Entry),
        field("更正的性质", "reason", Kind::Word(REASONS)).or("EntryError"),
        text("说明", "explanation"),
    ],
    &[],
);

/// Every step, in the order of the procedure. The words are those the pages offer the steps under.
pub(super) static VERBS: &[Verb] = &[
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
        "确定是否提请复议委员会咨询",
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
        ],
    ),
    verb_of(
        "恢复审理",
        "resume",
        &[
            own_day("恢复日期", "on"),
            text("中止的原因怎样消除", "explanation"),
            field("恢复审理通知书", "paper", Kind::One(&PAPER)),
        ],
    ),
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
    AMEND,
    STRIKE,
];

const AMEND: Verb = verb_of(
    "更正",
    "amend",
    &[
        field("记录", "amendment", Kind::One(&AMENDMENT)),
        field("更正哪一栏", "field", Kind::Column),
        field("改为", "value", Kind::NewValue),
    ],
);

const STRIKE: Verb = verb_of("撤除误录", "strike", &[field("记录", "amendment", Kind::One(&AMENDMENT))]);

impl Verb {
    const fn to(self, to: &'static Thing) -> Self {
        Self { to, ..self }
    }

    const fn with(self, filled: &'static [(&'static str, Fill)]) -> Self {
        Self { message: Message { filled, ..self.message }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use prost_reflect::{DescriptorPool, FieldDescriptor, MessageDescriptor};

    use super::*;

    /// What is done with each kind of thing, the message of its commands, and the steps nobody takes in a scenario.
    const THINGS: [(&Thing, &[Verb], &str, &[&str]); 5] = [
        (&CASE, VERBS, "reconsideration.v1.CaseCommand", &[]),
        (&LAWSUIT, lawsuits::LAWSUITS, "appearances.v1.LawsuitCommand", &["note_hearing"]),
        (&HEARING, lawsuits::HEARINGS, "appearances.v1.HearingCommand", &[]),
        (&SUGGESTION, suggestions::SUGGESTIONS, "suggestions.v1.SuggestionCommand", &[]),
        (&NOTICE, notices::NOTICES, "notices.v1.NoticeCommand", &["keep_paper", "offer_restatement", "mark_restated"]),
    ];

    #[test]
    fn every_command_has_a_verb_and_every_field_a_word() {
        let pool = DescriptorPool::decode(proto::DESCRIPTORS).unwrap();
        for (thing, all, message, nobodys) in THINGS {
            let commands = pool.get_message_by_name(&format!("songli.{message}")).unwrap();
            let commands = commands.oneofs().next().unwrap().fields().collect::<Vec<_>>();
            let verbs: BTreeMap<&str, &Verb> = all.iter().map(|verb| (verb.command, verb)).collect();
            let words: BTreeSet<&str> = all.iter().map(|verb| verb.word).collect();
            assert_eq!((verbs.len(), words.len()), (all.len(), all.len()));
            let there = commands.iter().map(FieldDescriptor::name).filter(|name| !nobodys.contains(name));
            assert_eq!(there.collect::<BTreeSet<_>>(), verbs.keys().copied().collect());
            for command in commands.iter().filter(|command| verbs.contains_key(command.name())) {
                let verb = verbs[command.name()];
                assert_eq!(verb.to, thing, "{}", verb.word);
                says_everything(&verb.message, command.kind().as_message().unwrap(), verb.word);
            }
            let is_there = |begins: &&str| super::verbs().any(|verb| verb.to == thing && verb.command == *begins);
            assert!(thing.begins.iter().all(is_there), "{thing:?}");
        }
    }

    /// The words for a message name all of its fields, each with a content of its kind, and no others.
    fn says_everything(words: &Message, message: &MessageDescriptor, place: &str) {
        let place = format!("{place}/{}", message.name());
        assert!(words.head.is_empty() || words.head().is_some(), "{place}: {}", words.head);
        let said = words.fields.iter().map(|field| field.name).chain(words.filled.iter().map(|(name, _)| *name));
        let said: BTreeSet<String> = said.map(str::to_owned).collect();
        assert_eq!(said, message.fields().map(|field| field.name().to_owned()).collect(), "{place}");
        let distinct: BTreeSet<&str> = words.fields.iter().map(|field| field.word).collect();
        assert_eq!(distinct.len(), words.fields.len(), "{place}: a word twice");
        for field in words.fields {
            is_of_its_kind(field, &message.get_field_by_name(field.name).unwrap(), &place);
        }
    }

    fn is_of_its_kind(field: &Field, there: &FieldDescriptor, place: &str) {
        use prost_reflect::Kind as There;
        let place = format!("{place}/{}", field.word);
        let (fits, many) = match field.kind {
            Kind::OwnDay | Kind::OwnName | Kind::Day | Kind::Text | Kind::Quarter | Kind::Column | Kind::NewValue => {
                (there.kind() == There::String, false)
            }
            Kind::Offered => (there.kind().as_message().is_some(), true),
            Kind::Limit => (there.kind().as_message().is_some_and(|message| message.name() == "Limit"), false),
            Kind::Word(list) => (there.kind() == There::String && is_sound(field, list), false),
            Kind::Words(_) | Kind::Texts => (there.kind() == There::String, true),
            Kind::Number | Kind::Person | Kind::Instance => (there.kind() == There::Uint32, false),
            Kind::Persons | Kind::Claims => (there.kind() == There::Uint32, true),
            Kind::Entry => (there.kind() == There::Int64, false),
            Kind::Flag => (there.kind() == There::Bool, false),
            Kind::Organ | Kind::Unit(_) | Kind::Issuer | Kind::Official | Kind::Case | Kind::Lawsuit => {
                (there.kind() == There::Bytes, false)
            }
            Kind::Handlers => (there.kind().as_message().is_some_and(|message| message.name() == "Handler"), true),
            Kind::Ticks(list) => {
                let flags: Vec<String> =
                    there.kind().as_message().unwrap().fields().map(|flag| flag.name().to_owned()).collect();
                (list.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>() == flags, false)
            }
            Kind::One(words) | Kind::Always(words) => {
                says_everything(words, there.kind().as_message().unwrap(), &place);
                (true, false)
            }
            Kind::Many(words) => {
                says_everything(words, there.kind().as_message().unwrap(), &place);
                (true, true)
            }
        };
        assert!(fits, "{place} is a {:?}", there.kind());
        assert_eq!(many, there.is_list(), "{place}");
    }

    /// The list has every title once, and the default is in it.
    fn is_sound(field: &Field, list: Words) -> bool {
        let titles: BTreeSet<&str> = list.iter().map(|(_, title)| *title).collect();
        let known = field.default.is_empty() || list.iter().any(|(name, _)| *name == field.default);
        titles.len() == list.len() && known
    }

    #[test]
    fn a_verb_is_what_the_pages_call_the_step() {
        use portal::words::{HEARING_STEPS, LAWSUIT_STEPS, STEPS, SUGGESTION_STEPS};
        for (thing, steps) in
            [(&CASE, STEPS), (&LAWSUIT, LAWSUIT_STEPS), (&HEARING, HEARING_STEPS), (&SUGGESTION, SUGGESTION_STEPS)]
        {
            // Entries are put right on a page of their own.
            for (command, title) in steps.iter().filter(|(command, _)| !matches!(*command, "amend" | "strike")) {
                assert_eq!(verb(title, thing).map(|verb| verb.command), Some(*command));
            }
        }
    }

    #[test]
    fn the_document_has_every_verb_and_every_field() {
        for verb in verbs() {
            assert!(DOCUMENT.contains(verb.word), "{}", verb.word);
            is_documented(&verb.message);
        }
    }

    fn is_documented(message: &Message) {
        for field in message.fields {
            assert!(DOCUMENT.contains(field.word), "{}", field.word);
            if let Kind::One(message) | Kind::Many(message) | Kind::Always(message) = field.kind {
                is_documented(message);
            }
        }
    }

    const DOCUMENT: &str = include_str!("../../../../tests/scenarios/README.md");
}
