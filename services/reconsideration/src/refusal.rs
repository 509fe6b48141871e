//! Every reason to say no.

use kernel::day::Day;
use kernel::deadline::DeadlineError;
use kernel::number::NotGiven;

use crate::case::acceptance::{Condition, Procedure};
use crate::case::application::Role;
use crate::case::decision::DecisionKind;
use crate::clocks::ClockName;
use crate::money::Yuan;
use kernel::writing::Line;

/// Why the reconsideration service says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it, and the fields are the days and names it contains")]
pub enum Refusal {
    // Where the case stands.
    #[error("该案尚未登记收到申请，请先登记")]
    NotReceived,
    #[error("该案已作为误录撤除，不再办理")]
    EnteredByMistake,
    #[error("案件处于“{stage}”阶段，不能办理这一步骤")]
    NotAtThisStage { stage: &'static str },
    #[error("{on}晚于案件审结的日期{ended}，审结后不能办理这一步骤；补录审结以前办理的，请核对日期")]
    AfterTheEnd { on: Day, ended: Day },

    // Days.
    #[error("{on}晚于今天（{today}），请核对日期")]
    NotYetCome { field: &'static str, on: Day, today: Day },
    #[error("{on}早于{fact}的日期{since}，请核对日期，或者先更正原记录")]
    TooEarly { field: &'static str, on: Day, fact: &'static str, since: Day },
    #[error("{on}在{since}《行政复议法》修订施行之前，应当适用当时的规定，本系统不计算其期限")]
    UnderTheOldLaw { on: Day, since: Day },
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    #[error("期限至{due}届满，今天（{today}）尚未届满")]
    StillRuns { due: Day, today: Day },
    #[error("该案没有正在计算的{name}")]
    NoSuchClock { name: ClockName },
    #[error("第{entry}号记录所称期限届满前已经办理")]
    LapsedAccordingTo { entry: u64 },

    // Reception.
    #[error("没有申请人，请至少登记一名申请人（行政复议法第十四条）")]
    NoApplicant,
    #[error("没有被申请人，请至少登记一个被申请人（行政复议法第十九条）")]
    NoRespondent,
    #[error("没有行政复议请求，请至少登记一项请求")]
    NoClaim,
    #[error("序号{number}为零或者重复，参加人、请求各自的序号应从1起且不得重复")]
    NumberGivenTwice { number: u32 },
    #[error("本案没有序号为{number}的参加人")]
    NoSuchPerson { number: u32 },
    #[error("“{name}”不是本案{role}，请核对")]
    InAnotherRole { name: Line, role: Role },
    #[error("代理人{has}名，每一方可以委托一至二名代理人（行政复议法第十七条第一款）")]
    TooManyAgents { has: usize },
    #[error(
        "申请人{applicants}人、代表人{has}人：申请人超过五人的，推选一至五名代表人（行政复议法第十五条、行政复议法实施条例第八条）"
    )]
    Representatives { applicants: usize, has: usize },
    #[error("序号{number}不是申请人，代表人应从申请人中推选（行政复议法第十五条）")]
    RepresentativeIsNoApplicant { number: u32 },

    // Numbers.
    #[error("尚未取得编号，请重新提交")]
    NumberNotTaken,
    #[error("编号{number}已经使用，编号不得重复；请核对纸质文书上的编号")]
    NumberTaken { number: Line },
    #[error("编号{number}远大于登记簿现有最大号{last}，请核对编号")]
    NumberFarAhead { number: Line, last: u32 },

    // Supplement.
    #[error("已经通知补正过一次，补正应当一次性告知，不能再次通知补正（行政复议法第三十一条第一款）")]
    SupplementedBefore,
    #[error("补正通知日{on}晚于审查期限届满日{due}，期限届满即视为受理，不能再通知补正（行政复议法第三十条第三款）")]
    SupplementNoticeTooLate { on: Day, due: Day },
    #[error("补正通知尚未送达申请人，补正期限尚未起算，请先登记送达")]
    SupplementNoticeNotServed,
    #[error("补正期限至{due}届满，{on}尚不能视为放弃申请（行政复议法第三十一条第二款）")]
    SupplementPeriodRuns { on: Day, due: Day },
    #[error(
        "补正期限已于{due}届满，该案已视为放弃申请（行政复议法第三十一条第二款）；届满前已经交邮的，请填写交邮日期"
    )]
    SupplementedTooLate { due: Day },
    #[error("已于{on}送达“{name}”，不能重复登记；如有误，请更正原记录")]
    ServedBefore { name: Line, on: Day },

    // Acceptance.
    #[error(
        "受理日{on}晚于审查期限届满日{due}：该案已自{due}起视为受理（行政复议法第三十条第三款），无需再作受理，请直接办理受理后的步骤"
    )]
    AcceptedTooLate { on: Day, due: Day },
    #[error(
        "不予受理决定日{on}晚于审查期限届满日{due}：该案已自{due}起视为受理（行政复议法第三十条第三款），不能再决定不予受理；受理后发现不符合受理条件的，应当决定驳回申请（行政复议法第三十三条）"
    )]
    RefusedTooLate { on: Day, due: Day },
    #[error("该案已于{on}受理，不能重复受理或者再作审查；如有误，请更正原记录")]
    AcceptedBefore { on: Day },
    #[error("受理条件“{condition}”未确认符合，七项条件均符合方可受理（行政复议法第三十条第一款）")]
    ConditionNotMet { condition: Condition },
    #[error("以不属于本机关管辖为由不予受理的，应当告知有管辖权的机关（行政复议法第三十条第二款），请填写")]
    CompetentOrganNotNamed,
    #[error(
        "适用简易程序的案件应当事实清楚、权利义务关系明确、争议不大（行政复议法第五十三条第一款），请确认；当事人各方同意的，请选择该情形"
    )]
    SimplifiedCaseUnclear,
    #[error("{}，不属于涉及款额三千元以下的案件，不能据此适用简易程序（行政复议法第五十三条第一款）", .amount.map_or_else(|| "未登记涉及款额".to_owned(), |amount| format!("涉及款额{amount}元")))]
    AmountNotSmall { amount: Option<Yuan> },
    #[error("审理程序已确定为{procedure}；只有视为受理的案件可以另行确定一次，其他案件由简易程序转为普通程序须经批准")]
    ProcedureIsSettled { procedure: Procedure },
    #[error("{on}时简易程序的审理期限（至{due}）已经届满，不能再确定适用简易程序")]
    ChosenTooLate { on: Day, due: Day },
    #[error("受理通知已经登记发送，不能重复登记；如有误，请更正原记录")]
    AcknowledgedBefore,

    // Trial.
    #[error(
        "承办人员{has}名，行政复议案件应当由二名以上行政复议人员办理，请先确定承办人员（行政复议法实施条例第三十二条）"
    )]
    TooFewHandlers { has: usize },
    #[error("申请书副本已于{on}发送，不能重复登记；如有误，请更正原记录")]
    CopyIsSent { on: Day },
    #[error("申请书副本尚未发送，请先登记发送")]
    CopyNotSent,
    #[error("申请书副本尚未送达“{name}”，答复期限尚未起算，请先登记送达")]
    CopyNotServed { name: Line },
    #[error("“{name}”的答复已登记（{on}），不能重复登记；如有误，请更正原记录")]
    AnsweredBefore { name: Line, on: Day },
    #[error("适用简易程序的案件不能延长审理期限（行政复议法第六十二条）")]
    SimplifiedCaseExtended,
    #[error("审理期限已于{on}批准延长，只能延长一次（行政复议法第六十二条第一款）")]
    ExtendedBefore { on: Day },
    #[error("延长{days}日：应为一至三十日，延长期限最多不得超过三十日（行政复议法第六十二条第一款）")]
    ExtendedTooLong { days: u16 },
    #[error("批准延长日{on}晚于审理期限届满日{due}，期限已经届满，不能延长（行政复议法第六十二条第一款）")]
    ExtendedTooLate { on: Day, due: Day },
    #[error("{on}晚于提请决定日{submitted}，提请决定后不能办理这一步骤")]
    AfterSubmission { on: Day, submitted: Day },
    #[error("听证已于{on}举行，不能改定为不举行听证；如有误，请先撤除听证记录")]
    HearingWasHeld { on: Day },
    #[error("咨询意见已于{on}取得，不能改定为不提请咨询；如有误，请先撤除该记录")]
    OpinionWasGiven { on: Day },
    #[error("尚未确定应当举行听证，请先登记听证的理由（行政复议法第五十条）")]
    HearingNotRequired,
    #[error("尚未确定应当提请行政复议委员会咨询，请先登记理由（行政复议法第五十二条）")]
    CommitteeNotRequired,

    // Suspension.
    #[error("案件自{since}起中止审理，{on}不能办理这一步骤；请先登记恢复审理，或者核对日期")]
    Suspended { on: Day, since: Day },
    #[error("案件自{since}起中止审理，至{until}恢复，其间的{on}不能办理这一步骤，请核对日期")]
    StoodStill { on: Day, since: Day, until: Day },
    #[error("案件自{since}起已经中止审理，尚未恢复，不能再次中止；如有误，请更正原记录")]
    SuspendedBefore { since: Day },
    #[error("案件没有中止审理，无须恢复")]
    NotSuspended,
    #[error("以其他情形为由中止审理的，请说明是何情形（行政复议法第三十九条第一款第十项）")]
    SuspensionNotExplained,
    #[error("案件已经适用普通程序，无须转换")]
    IsOrdinary,
    #[error("批准日{on}晚于简易程序审理期限届满日{due}，应当在期限届满前转为普通程序（行政复议法第五十五条）")]
    ConvertedTooLate { on: Day, due: Day },

    // Conclusion without decision.
    #[error("“{name}”尚未在调解书上签字，各方签字并加盖印章后调解书方生效（行政复议法第七十三条第一款）")]
    NotSigned { name: Line },
    #[error("案件已于{since}受理，受理后撤回申请经准予的，应当终止行政复议，请办理终止（行政复议法第四十一条第一项）")]
    WithdrawnAfterAcceptance { since: Day },
    #[error(
        "案件没有因行政复议法第三十九条第一款第一项、第二项、第四项的情形中止，不能以中止满六十日为由终止（第四十一条第五项）"
    )]
    NotSuspendedSo,
    #[error("中止至{due}方满六十日，{on}尚不能以此为由终止（行政复议法第四十一条第五项）")]
    SuspendedTooShortly { on: Day, due: Day },

    // Submission.
    #[error("“{name}”尚未答复{}，不能提请决定", .due.map_or_else(String::new, |due| format!("，答复期限至{due}届满")))]
    AnswerPending { name: Line, due: Option<Day> },
    #[error("尚未听取“{name}”的意见，请先听取，或者登记不能听取的原因（行政复议法第四十九条）")]
    NotHeard { name: Line },
    #[error("尚未确定是否应当举行听证，请先确定（行政复议法第五十条第一款）")]
    HearingNotSettled,
    #[error("应当举行听证而尚未举行，不能提请决定（行政复议法第五十条第一款）")]
    HearingNotHeld,
    #[error("尚未确定是否应当提请行政复议委员会咨询，请先确定（行政复议法第五十二条）")]
    CommitteeNotSettled,
    #[error("应当提请行政复议委员会咨询而尚未取得意见，不能提请决定（行政复议法第五十二条）")]
    CommitteeNotAsked,

    // Decision.
    #[error("没有决定事项，请至少填写一项对行政复议请求的决定")]
    NothingDecided,
    #[error("第{claim}项请求没有相应的决定事项，请逐项作出决定")]
    ClaimNotAnswered { claim: u32 },
    #[error("本案没有第{claim}项请求，请核对决定事项")]
    NoSuchClaim { claim: u32 },
    #[error("“{kind}”没有注明针对哪一项请求，请注明")]
    AnswersNoClaim { kind: DecisionKind },
    #[error("“{kind}”纠正了行政行为，请注明纠错原因")]
    CauseNotNamed { kind: DecisionKind },
    #[error("“{kind}”没有纠正行政行为，不应注明纠错原因")]
    CauseWithoutCorrection { kind: DecisionKind },
    #[error("只有撤销、部分撤销可以责令重新作出行政行为（行政复议法第六十四条），“{kind}”不可以")]
    RedoWithoutRevocation { kind: DecisionKind },
    #[error("被申请人均已按期答复并提交证据、依据，不能以逾期不答复、不举证为纠错原因（行政复议法第七十条）")]
    EveryAnswerCame,
    #[error("争议已于{on}登记为实质化解，不能重复登记；如有误，请更正原记录")]
    ResolvedBefore { on: Day },
    #[error("以其他方式化解的，请说明怎样化解")]
    ResolutionNotExplained,

    // Amendment.
    #[error("没有第{entry}号记录，或者该记录已经撤除")]
    NoSuchEntry { entry: u64 },
    #[error("该记录没有可以更正的栏目“{field}”")]
    NoSuchField { field: String },
    #[error("更正后的值“{value}”{why}")]
    WrongValue { value: String, why: String },
    #[error("更正前后相同，没有变化")]
    NothingChanges,
    #[error(
        "“{title}”由法律规定的期限届满而来，不能直接更正或者撤除，请更正其所依据的记录，或者补录届满前已经办理的事项"
    )]
    FollowsByLaw { title: &'static str },
    #[error("新的事实不能撤除原记录，请登记新的事实；原记录如属误录，请选择录入错误")]
    NewFactStrikesNothing,
    #[error("与第{entry}号记录“{title}”（{on}）冲突：{why}")]
    Clash { entry: u64, title: &'static str, on: Day, why: Box<Refusal> },
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
        Some(match self {
            Self::NotYetCome { field, .. } | Self::TooEarly { field, .. } => field,
            Self::NoApplicant | Self::NumberGivenTwice { .. } | Self::TooManyAgents { .. } => "parties",
            Self::NoRespondent => "respondents",
            Self::NoClaim => "claims",
            Self::Representatives { .. } | Self::RepresentativeIsNoApplicant { .. } => "representatives",
            Self::NumberTaken { .. } | Self::NumberFarAhead { .. } => "number.existing",
            Self::SupplementNoticeTooLate { .. }
            | Self::SupplementPeriodRuns { .. }
            | Self::AcceptedTooLate { .. }
            | Self::RefusedTooLate { .. }
            | Self::ExtendedTooLate { .. }
            | Self::ChosenTooLate { .. }
            | Self::AfterSubmission { .. }
            | Self::AfterTheEnd { .. }
            | Self::Suspended { .. }
            | Self::StoodStill { .. }
            | Self::SuspendedBefore { .. }
            | Self::ConvertedTooLate { .. }
            | Self::WithdrawnAfterAcceptance { .. }
            | Self::SuspendedTooShortly { .. } => "on",
            Self::SuspensionNotExplained | Self::ResolutionNotExplained => "explanation",
            Self::SupplementedTooLate { .. } => "posted_on",
            Self::NotSigned { .. } => "signatures",
            Self::NotSuspendedSo => "ground",
            Self::ConditionNotMet { .. } => "conditions",
            Self::CompetentOrganNotNamed => "competent_organ",
            Self::SimplifiedCaseUnclear | Self::AmountNotSmall { .. } => "simplified",
            Self::TooFewHandlers { .. } => "handlers",
            Self::ExtendedTooLong { .. } => "days",
            Self::NothingDecided
            | Self::ClaimNotAnswered { .. }
            | Self::NoSuchClaim { .. }
            | Self::AnswersNoClaim { .. }
            | Self::CauseNotNamed { .. }
            | Self::CauseWithoutCorrection { .. }
            | Self::RedoWithoutRevocation { .. }
            | Self::EveryAnswerCame => "items",
            Self::NoSuchEntry { .. } | Self::FollowsByLaw { .. } => "entry",
            Self::NoSuchField { .. } => "field",
            Self::WrongValue { .. } | Self::NothingChanges | Self::Clash { .. } => "value",
            Self::NewFactStrikesNothing => "reason",
            Self::InAnotherRole { .. } | Self::NoSuchPerson { .. } => "party",
            _ => return None,
        })
    }
}
