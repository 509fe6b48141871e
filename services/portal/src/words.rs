//! The closed lists as forms and pages show them: the name that messages carry, and the Chinese one. One file for each
//! service whose words they are; here stands what several of them share.

mod appearances;
mod directory;
mod reconsideration;
mod suggestions;

pub use appearances::*;
pub use directory::*;
pub use reconsideration::*;
pub use suggestions::*;

/// A list: name in messages, title.
pub type Words = &'static [(&'static str, &'static str)];

/// The title of a word; the word itself if it is from a newer list than this.
#[must_use]
pub fn title(words: Words, name: &str) -> String {
    words.iter().find(|(known, _)| *known == name).map_or_else(|| name.to_owned(), |(_, title)| (*title).to_owned())
}

/// What is counted, and never told of: its label, and what that means (N-GEN-5).
pub const NON_PUBLIC: (&str, &str) =
    ("不公开的案件", "涉及国家秘密、商业秘密、个人隐私或者未成年人的；通报中只计数，不列出，不作典型案例");

/// What puts right what was entered, by the names of the events.
pub const CORRECTIONS: Words =
    &[("Amended", "更正"), ("Struck", "撤除误录"), ("DeadlinesRecounted", "放假安排变动，期限重新计算")];

/// The periods of lawsuits, hearings and suggestions.
pub const TERMS: Words = &[
    ("Answer", "答辩举证期限"),
    ("Evidence", "举证期限"),
    ("LateEvidence", "申请延期举证期限"),
    ("Objection", "管辖异议期限"),
    ("AppealAnswer", "上诉答辩期限"),
    ("Trial", "法院审理期限"),
    ("Appeal", "上诉期限"),
    ("Effect", "裁判生效前的最后上诉期限"),
    ("Notice", "出庭通知"),
    ("Summons", "传票送达"),
    ("Reply", "回复期限"),
];

/// What a liaison has to see to.
pub const COURT_DUTIES: Words = &[
    ("Answer", "提交答辩状、证据和依据"),
    ("Evidence", "提交证据、依据"),
    ("AppealAnswer", "提交答辩状"),
    ("Reply", "书面回复"),
    ("HearingAhead", "落实负责人出庭"),
    ("HearingPassed", "登记出庭情况"),
    ("NotReceived", "登记签收日期"),
];
