//! Every reason to say no.

use kernel::day::Day;
use kernel::deadline::DeadlineError;
use kernel::writing::Line;

use crate::clocks::End;
use crate::limit::Limit;

/// Why the suggestions service says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it, and the fields are the days and names it contains")]
pub enum Refusal {
    // Where the paper stands.
    #[error("该建议书尚未登记，请先登记")]
    NotRegistered,
    #[error("该建议书已经登记，不能重复登记；如有误，请更正原记录")]
    RegisteredBefore,
    #[error("该建议书已作为误录撤除，不再办理")]
    EnteredByMistake,
    #[error("该建议书没有序号为{number}的被建议单位")]
    NoSuchAddressee { number: u32 },
    #[error("“{name}”尚未签收建议书，请先登记签收日期")]
    NotReceived { name: Line },
    #[error("“{name}”的建议书已于{on}撤回，此后不再办理")]
    AfterWithdrawal { name: Line, on: Day },
    #[error("“{name}”已于{on}办结，不能登记此后的事项；如有误，请更正原记录")]
    AfterClosing { name: Line, on: Day },

    // Days.
    #[error("{on}晚于今天（{today}），请核对日期")]
    NotYetCome { field: &'static str, on: Day, today: Day },
    #[error("{on}早于{fact}的日期{since}，请核对日期，或者先更正原记录")]
    TooEarly { field: &'static str, on: Day, fact: &'static str, since: Day },
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    #[error("建议书限定的期限{limit}早于签收日{received_on}，无从计算；请核对，或者不填限定的期限并在备注中写明")]
    LimitBeforeReceipt { limit: Limit, received_on: Day },

    // The paper.
    #[error("没有被建议单位，请至少登记一个")]
    NoAddressee,
    #[error("序号{number}为零或者重复，被建议单位、问题各自的序号应从1起且不得重复")]
    NumberGivenTwice { number: u32 },
    #[error("“{name}”已是该建议书的被建议单位，不能重复登记")]
    AddressedTwice { name: Line },
    #[error("“{name}”已于{on}签收，不能重复登记；如有误，请更正原记录")]
    ReceivedBefore { name: Line, on: Day },

    // Reply.
    #[error("回复没有交邮日期，也没有对方收到的日期，请至少填写一项：期限内交邮或者送达才算按期回复")]
    NotSent,
    #[error("“{name}”已于{on}回复，不能重复登记；如有误，请更正原记录")]
    RepliedBefore { name: Line, on: Day },
    #[error("“{name}”已于{on}提出异议，尚未复核，不能再次提出")]
    ObjectedBefore { name: Line, on: Day },
    #[error("“{name}”没有待复核的异议")]
    NotObjected { name: Line },
    #[error("复核后变更建议书的，应当填写变更后的建议书的签收日期，回复期限自该日重新计算")]
    ChangedLetterNotReceived,
    #[error("建议书已经撤回，不能重复登记；如有误，请更正原记录")]
    WithdrawnBefore,

    // Afterwards.
    #[error("整改尚未完成，不能登记制发机关核实日期；请将整改情况改为“整改完成”，或者不填核实日期")]
    VerifiedBeforeCompletion,
    #[error("“{name}”{end}（{on}），不再提醒")]
    NothingToRemindOf { name: Line, end: End, on: Day },
    #[error("回复期限至{due}届满，届满前{first}日起提醒")]
    RemindedTooEarly { due: Day, first: i32 },
    #[error("“{name}”的第{number}次提醒已于{on}发出，尚未到下一次")]
    RemindedBefore { name: Line, number: u32, on: Day },
    #[error("“{name}”尚未回复，不能办结，请先登记回复")]
    NotReplied { name: Line },

    // Amendment.
    #[error("没有第{entry}号记录，或者该记录已经撤除")]
    NoSuchEntry { entry: u64 },
    #[error("该记录没有可以更正的栏目“{field}”")]
    NoSuchField { field: String },
    #[error("更正后的值“{value}”{why}")]
    WrongValue { value: String, why: String },
    #[error("更正前后相同，没有变化")]
    NothingChanges,
    #[error("提醒已经发出，不能更正或者撤除")]
    ReminderStands,
    #[error("新的事实不能撤除原记录，请登记新的事实；原记录如属误录，请选择录入错误")]
    NewFactStrikesNothing,
    #[error("与第{entry}号记录“{title}”（{on}）冲突：{why}")]
    Clash { entry: u64, title: &'static str, on: Day, why: Box<Refusal> },
}

impl kernel::aggregate::Refusal for Refusal {
    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotYetCome { field, .. } | Self::TooEarly { field, .. } => field,
            Self::LimitBeforeReceipt { .. } => "limit",
            Self::NoAddressee | Self::NumberGivenTwice { .. } | Self::AddressedTwice { .. } => "addressees",
            Self::NoSuchAddressee { .. } | Self::NotReceived { .. } => "addressee",
            Self::AfterWithdrawal { .. } | Self::AfterClosing { .. } | Self::Deadline(_) => "on",
            Self::NotSent => "posted_on",
            Self::ChangedLetterNotReceived => "changed_received_on",
            Self::VerifiedBeforeCompletion => "verified_by_issuer_on",
            Self::NoSuchEntry { .. } | Self::ReminderStands => "entry",
            Self::NoSuchField { .. } => "field",
            Self::WrongValue { .. } | Self::NothingChanges | Self::Clash { .. } => "value",
            Self::NewFactStrikesNothing => "reason",
            _ => return None,
        })
    }
}
