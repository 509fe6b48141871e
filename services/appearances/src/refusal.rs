//! Every reason to say no.

use kernel::day::Day;
use kernel::writing::Line;

use crate::hearing::Stage;
use crate::hearing::attendance::HeadOf;
use crate::lawsuit::InstanceKind;
use crate::outcome::{Code, Form};

/// Why the appearances service says no.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it, and the fields are the days and names it contains")]
pub enum Refusal {
    // Where the lawsuit stands.
    #[error("该应诉案件尚未登记，请先登记")]
    NotRegistered,
    #[error("该应诉案件已经登记，不能重复登记；如有误，请更正原记录")]
    RegisteredBefore,
    #[error("该记录已作为误录撤除，不再办理")]
    EnteredByMistake,
    #[error("本案没有第{number}个审级，请核对")]
    NoSuchInstance { number: u32 },
    #[error("本案没有序号为{number}的被告，请核对")]
    NoSuchDefendant { number: u32 },
    #[error("本案没有序号为{number}的当事人，请核对")]
    NoSuchParty { number: u32 },

    // Days.
    #[error("{on}晚于今天（{today}），请核对日期")]
    NotYetCome { field: &'static str, on: Day, today: Day },
    #[error("{on}早于{fact}的日期{since}，请核对日期，或者先更正原记录")]
    TooEarly { field: &'static str, on: Day, fact: &'static str, since: Day },
    #[error("{on}晚于该审级的裁判日{judged_on}，请核对日期，或者先更正裁判日期")]
    AfterJudgment { on: Day, judged_on: Day },
    #[error("期限至{due}届满，今天（{today}）尚未届满")]
    StillRuns { due: Day, today: Day },
    #[error("第{entry}号记录所称期限届满前已经办理")]
    LapsedAccordingTo { entry: u64 },

    // Registration.
    #[error("没有原告，请至少登记一名原告")]
    NoPlaintiff,
    #[error("没有被告，请至少登记一个被告（行政诉讼法第二十六条）")]
    NoDefendant,
    #[error("序号{number}重复，原告、被告共用一列序号，各不得重复")]
    NumberGivenTwice { number: u32 },
    #[error("“{name}”登记了两次，请核对被告")]
    SuedTwice { name: Line },

    #[error("{kind}已经适用普通程序，无须转换")]
    IsOrdinary { kind: InstanceKind },
    #[error("{kind}不追加被告；追加被告在一审或者重审中进行，请核对审级")]
    NobodyIsJoined { kind: InstanceKind },
    #[error("“{name}”在{kind}以后才追加，没有参加该审级，请核对审级")]
    JoinedLater { name: Line, kind: InstanceKind },
    #[error("对“{name}”的起诉此前已经撤回或者按撤诉处理，“{name}”没有参加{kind}，请核对审级")]
    LeftBefore { name: Line, kind: InstanceKind },

    // Answer.
    #[error("“{name}”已于{on}收到副本，不能重复登记；如有误，请更正原记录")]
    CopyReceivedBefore { name: Line, on: Day },
    #[error("“{name}”尚未收到副本，答辩期限尚未起算，请先登记收到副本")]
    CopyNotReceived { name: Line },
    #[error("{kind}中“{name}”没有法定的答辩期限，不会届满；提交了答辩状的，可以直接登记")]
    NoDaysToAnswer { name: Line, kind: InstanceKind },
    #[error("“{name}”的答辩期限已于{on}办结，不能重复登记；如有误，请更正原记录")]
    AnsweredBefore { name: Line, on: Day },
    #[error("“{name}”已于{on}提交证据、依据，不能重复登记；如有误，请更正原记录")]
    EvidenceBefore { name: Line, on: Day },

    // Hearing, as the lawsuit sees it.
    #[error("该审级已于{on}开庭，不能登记为不开庭审理；庭审如属误录，请先撤除")]
    WasHeard { on: Day },
    #[error("该审级已于{on}登记为不开庭审理，不能登记开庭；如有误，请先撤除该记录")]
    DispensedBefore { on: Day },
    #[error("该庭审属于另一案件或者另一审级（{kind}），请核对")]
    HearingOfAnotherInstance { kind: InstanceKind },
    #[error("没有写明庭审涉及哪些被告，请至少写明一个")]
    ConcernsNobody,
    #[error("该次庭审不涉及“{name}”，请核对出庭情况或者庭审涉及的被告")]
    NotConcerned { name: Line },
    #[error("没有填写“{name}”的出庭情况，请填写；无人出庭的，也请写明")]
    AttendanceNotTold { name: Line },
    #[error("该记录由庭审带来，请在庭审记录中更正或者撤除")]
    AmendTheHearing,
    #[error("该案还有庭审记录（{on}），请先撤除误录的庭审，再撤除案件")]
    HasHearings { on: Day },

    // Judgment.
    #[error("没有裁判结果，请至少填写一个被告的裁判结果")]
    NoOutcome,
    #[error("“{name}”在该审级已于{on}有裁判结果，不能重复登记；如有误，请更正原记录")]
    JudgedBefore { name: Line, on: Day },
    #[error("中止诉讼不是裁判结果，审理还将继续")]
    SuspensionIsNoOutcome,
    #[error("{kind}没有“{code}”这样的结果，请核对审级和结果")]
    NotInThisInstance { code: Code, kind: InstanceKind },
    #[error(
        "“{code}”只与其他结果一并作出（行政诉讼法第七十六条），请选择主要结果，并注明一并{code}；单独提起行政赔偿的除外"
    )]
    OnlyBeside { code: Code },
    #[error("“{code}”不以{form}作出，请核对文书种类")]
    NotInThisForm { code: Code, form: Form },
    #[error("“{name}”不是复议机关，不能撤销其复议决定，请核对")]
    OnlyForReconsideration { name: Line },
    #[error("“{code}”应当写明改为什么结果，请填写")]
    ChangedToWhat { code: Code },
    #[error("“{code}”没有改变原裁判，不应填写改判结果")]
    NothingIsChanged { code: Code },
    #[error("准许撤诉应当写明原因：被告改变或者履行、和解、其他")]
    WithdrawnWhy,
    #[error("“{code}”不是撤诉，不应填写撤诉原因")]
    NotWithdrawn { code: Code },
    #[error("被告（序号{number}）败诉，请注明败诉原因")]
    LostWhy { number: u32 },
    #[error("被告（序号{number}）的结果不是败诉，不应注明败诉原因")]
    NotLost { number: u32 },
    #[error("“{name}”在该审级尚无裁判结果，请先登记裁判")]
    NotJudged { name: Line },
    #[error("已于{on}送达“{name}”，不能重复登记；如有误，请更正原记录")]
    ServedBefore { name: Line, on: Day },

    // Appeal, further instances, effect.
    #[error("没有写明由谁上诉，请填写")]
    NoAppellant,
    #[error("{kind}的“{code}”不能上诉（行政诉讼法第八十五条）")]
    NoAppealAgainst { code: Code, kind: InstanceKind },
    #[error("“{name}”已于{on}上诉，不能重复登记；如有误，请更正原记录")]
    AppealedBefore { name: Line, on: Day },
    #[error("{kind}尚未对全部被告作出裁判，请先登记裁判")]
    InstanceStillOpen { kind: InstanceKind },
    #[error("{followed}现在的结果之后不能进入{kind}，请核对原审结果和审级")]
    DoesNotFollow { kind: InstanceKind, followed: InstanceKind },
    #[error("裁判已于{on}生效；如有误，请先更正或者撤除生效记录")]
    EffectiveBefore { on: Day },
    #[error(
        "已于{on}上诉，裁判不因上诉期限届满而生效；上诉未被受理或者按撤回处理，法院已证明裁判生效的，请填写生效日期和证明文书"
    )]
    IsAppealed { on: Day },
    #[error("案件已进入{kind}，原审裁判的生效以{kind}的结果为准")]
    IsExamined { kind: InstanceKind },
    #[error("{kind}的结果尚不产生生效裁判（发回、移送、指令再审等）")]
    LeavesNothing { kind: InstanceKind },
    #[error("{kind}的结果自身不另行生效：驳回再审申请或者终结审查的，原生效裁判的效力和生效日期不变")]
    LeavesTheExamined { kind: InstanceKind },
    #[error(
        "尚未登记送达{}，不能推定上诉期限届满；法院已证明生效的，请填写生效日期和证明文书",
        .name.as_ref().map_or_else(|| "全部当事人".to_owned(), |name| format!("“{name}”"))
    )]
    NotServedOnAll { name: Option<Line> },

    // Hearing.
    #[error("该庭审尚未登记，请先登记")]
    HearingNotEntered,
    #[error("该庭审已经登记，不能重复登记；同一案件的另一次庭审请另行登记")]
    HearingEnteredBefore,
    #[error("该庭审{stage}，不能办理这一步骤；如有误，请更正原记录")]
    HearingIs { stage: Stage },
    #[error("庭审已于{held_on}举行：补录的变更应当在该日以前作出，并且变更为该日开庭")]
    HeldOnAnotherDay { held_on: Day },
    #[error(
        "名录中“{name}”在{on}没有在“{organ}”的任职：请在名录中补录任职，或者核对开庭日期；属于下级机关、受委托组织负责人的，请选择相应的身份"
    )]
    NoPostThatDay { name: Line, organ: Line, on: Day },
    #[error("“{name}”登记为{of}，但名录中其在{on}没有在“{organ}”以外的任职：请在名录中补录任职，或者核对其身份")]
    NoPostElsewhereThatDay { name: Line, organ: Line, on: Day, of: HeadOf },
    #[error("“{name}”不在名录中，请填写职务、级别，并说明依据（如出庭应诉负责人身份证明），或者先在名录中登记")]
    HeadNotDescribed { name: Line },
    #[error("被告（序号{number}）不能由自己代表自己出庭，请选择另一共同被告")]
    RepresentsItself { number: u32 },
    #[error("旁听日期{on}不是该次庭审的日期{day}，请核对")]
    NotTheHearingsDay { on: Day, day: Day },
    #[error("旁听人数{headcount}人少于所列人员{named}人，请核对")]
    FewerThanNamed { headcount: u32, named: usize },
    #[error("“{unit}”旁听该次庭审已经登记，同一单位同一庭审只计一次；如有误，请更正原记录")]
    ObservedBefore { unit: Line },
    #[error("开庭安排之后又有变更，请更正现行的第{entry}号记录")]
    MovedSince { entry: u64 },
    #[error("第{entry}号记录是另一种记录，请按原记录的种类更正")]
    AnotherKindOfEntry { entry: u64 },
    #[error("庭审只能整体撤除；个别内容有误，请更正该记录")]
    StrikeTheHearing,

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

impl kernel::aggregate::Refusal for Refusal {
    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotYetCome { field, .. } | Self::TooEarly { field, .. } => field,
            Self::AfterJudgment { .. } | Self::NotTheHearingsDay { .. } | Self::HeldOnAnotherDay { .. } => "on",
            Self::NoPlaintiff => "plaintiffs",
            Self::NoDefendant | Self::NumberGivenTwice { .. } | Self::SuedTwice { .. } => "defendants",
            Self::NoSuchInstance { .. }
            | Self::HearingOfAnotherInstance { .. }
            | Self::NobodyIsJoined { .. }
            | Self::JoinedLater { .. }
            | Self::LeftBefore { .. } => "instance",
            Self::NoSuchDefendant { .. } => "defendant",
            Self::NoSuchParty { .. } | Self::ServedBefore { .. } => "party",
            Self::ConcernsNobody => "notices",
            Self::NotConcerned { .. } | Self::AttendanceNotTold { .. } => "attendances",
            Self::NoPostThatDay { .. } | Self::NoPostElsewhereThatDay { .. } | Self::HeadNotDescribed { .. } => "heads",
            Self::RepresentsItself { .. } => "represented_by",
            Self::NoOutcome
            | Self::JudgedBefore { .. }
            | Self::SuspensionIsNoOutcome
            | Self::NotInThisInstance { .. }
            | Self::OnlyBeside { .. }
            | Self::OnlyForReconsideration { .. } => "outcomes",
            Self::NotInThisForm { .. } => "form",
            Self::ChangedToWhat { .. } | Self::NothingIsChanged { .. } => "changed_to",
            Self::WithdrawnWhy | Self::NotWithdrawn { .. } => "withdraw_reason",
            Self::LostWhy { .. } | Self::NotLost { .. } => "causes",
            Self::NoAppellant | Self::AppealedBefore { .. } => "appellants",
            Self::DoesNotFollow { .. } => "kind",
            Self::NotServedOnAll { .. } | Self::IsAppealed { .. } => "certificate",
            Self::FewerThanNamed { .. } => "headcount",
            Self::ObservedBefore { .. } => "unit",
            Self::NoSuchEntry { .. } | Self::FollowsByLaw { .. } | Self::AmendTheHearing | Self::MovedSince { .. } => {
                "entry"
            }
            Self::NoSuchField { .. } => "field",
            Self::WrongValue { .. } | Self::NothingChanges | Self::Clash { .. } => "value",
            Self::NewFactStrikesNothing => "reason",
            _ => return None,
        })
    }
}
