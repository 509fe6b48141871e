//! Every reason to say no.

use kernel::day::Day;
use kernel::number::NotGiven;
use kernel::writing::Line;

use crate::notice::Stage;
use crate::period::Period;
use crate::text::UnknownPlace;

/// Why the notices service says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it, and the fields are the days and names it contains")]
pub enum Refusal {
    #[error("该通报尚未开始，请先开始汇总数据")]
    NotBegun,
    #[error("该期通报已经开始，请打开该期通报继续办理")]
    BegunBefore,
    #[error("通报处于“{stage}”阶段，不能办理这一步骤")]
    NotAtThisStage { stage: Stage },
    #[error("{on}晚于今天（{today}），请核对日期")]
    NotYetCome { on: Day, today: Day },
    #[error("{on}早于上一步骤的日期{since}，请核对日期")]
    TooEarly { on: Day, since: Day },

    // Collecting and freezing.
    #[error("季度通报的期间应为一个季度（如 2026Q1），“{period}”不是")]
    NotAQuarter { period: Period },
    #[error("{period}至{last}才结束，结束之后方可冻结数据")]
    PeriodRuns { period: String, last: Day },
    #[error("只有已经印发的通报可以更正，所指的通报没有印发、已被更正或者已撤回，请核对")]
    NothingToRestate,
    #[error("更正通报的期间、地区应与被更正的通报相同，期次应为其后一期，请从被更正的通报开始更正")]
    AnotherNoticeRestated,
    #[error("该期前一份通报没有撤回，不能另起一份；需要改正的，请从已印发的通报开始更正")]
    NotWithdrawn,
    #[error("未能汇总出该期数据，请稍后再试")]
    NoFigures,

    // Words.
    #[error("没有正文，请至少保留一段")]
    NoWords,
    #[error(transparent)]
    UnknownPlace(#[from] UnknownPlace),
    #[error(
        "{part}中的“{number}”是直接写入的数字，没有可以核对的明细；请改为花括号中的指标引用，如 {{app.heard}}、{{app.heard.numerator}}"
    )]
    NumberTyped { field: &'static str, part: String, number: String },
    #[error("典型案例“{title}”不在冻结的败诉、纠错案件之内，请从清单中选取")]
    NotAmongCases { title: Line },
    #[error(
        "{part}的文字中出现当事人姓名“{name}”，请改为“{hidden}”；确需公开的，请将该案列为典型案例，勾选公开姓名并写明理由"
    )]
    NameShown { field: &'static str, part: String, name: Line, hidden: String },

    // Issue.
    #[error("尚未取得文号，请重新提交")]
    NumberNotTaken,
    #[error("文号{number}已经使用，文号不得重复；请核对纸质通报上的文号")]
    NumberTaken { number: Line },
    #[error("文号{number}远大于登记簿现有最大号{last}，请核对文号")]
    NumberFarAhead { number: Line, last: u32 },
    #[error("通报文件已经生成并存档，不能替换")]
    PaperKeptBefore,
    #[error("通报文件{size}字节，超过{most}字节，不能存档；请撤回该通报，精简文字后另起一份")]
    PaperTooLarge { size: usize, most: usize },
    #[error("通报文件与其校验值不符，未存档，请重新生成")]
    PaperDamaged,
}

impl From<NotGiven> for Refusal {
    fn from(why: NotGiven) -> Self {
        match why {
            NotGiven::Taken(number) => Self::NumberTaken { number },
            NotGiven::FarAhead(number, last) => Self::NumberFarAhead { number, last },
        }
    }
}

impl kernel::aggregate::Refusal for Refusal {
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotYetCome { .. } | Self::TooEarly { .. } => Some("on"),
            Self::NotAQuarter { .. } => Some("period"),
            Self::NoWords | Self::UnknownPlace(_) => Some("blocks"),
            Self::NotAmongCases { .. } => Some("typical"),
            Self::NameShown { field, .. } | Self::NumberTyped { field, .. } => Some(field),
            Self::NumberTaken { .. } | Self::NumberFarAhead { .. } => Some("existing"),
            _ => None,
        }
    }
}
