//! The words of 司法建议 and 检察建议.

use super::Words;

pub const JUDICIAL: Words = &[
    ("Governance", "综合治理"),
    ("NormativeDocument", "规范性文件"),
    ("AppearanceDefault", "出庭应诉"),
    ("AttendanceDefault", "拒不到庭"),
    ("RefusalToPerform", "拒不履行"),
    ("CaseSpecific", "个案或者类案"),
];

pub const PROCURATORIAL: Words = &[
    ("PublicInterest", "公益诉讼"),
    ("SocialGovernance", "社会治理"),
    ("CorrectIllegality", "纠正违法"),
    ("OtherProcuratorial", "其他检察建议"),
];

pub const SUGGESTION_STAGES: Words =
    &[("Open", "办理中"), ("Replied", "已回复"), ("Withdrawn", "已撤回"), ("Concluded", "已办结"), ("Struck", "误录")];

pub const ADDRESSEE_STAGES: Words = &[
    ("NotReceived", "未签收"),
    ("InProgress", "办理中"),
    ("Objected", "已提出异议"),
    ("Replied", "已回复"),
    ("Withdrawn", "已撤回"),
    ("Closed", "已办结"),
];

pub const SUGGESTION_STEPS: Words = &[
    ("register", "登记建议"),
    ("add_addressee", "增加被建议单位"),
    ("record_receipt", "登记签收"),
    ("record_extension", "延长回复期限"),
    ("record_reply", "登记回复"),
    ("record_objection", "提出异议"),
    ("record_objection_result", "异议处理结果"),
    ("record_withdrawal", "撤回建议"),
    ("record_rectification", "登记整改情况"),
    ("remind", "发出提醒"),
    ("close", "办结"),
];

pub const ADOPTIONS: Words =
    &[("Adopted", "采纳"), ("PartlyAdopted", "部分采纳"), ("NotAdopted", "未采纳"), ("Objecting", "提出异议")];

pub const RECTIFIED: Words =
    &[("Planned", "已制定计划"), ("InProgress", "整改中"), ("LongTerm", "长期整改"), ("Completed", "整改完成")];

pub const OBJECTION_RESULTS: Words = &[("Maintained", "维持"), ("Changed", "变更")];

pub const CLOSED_BY: Words = &[("IssuerConfirmed", "制发机关确认"), ("LocalRule", "按本地规定办结")];
