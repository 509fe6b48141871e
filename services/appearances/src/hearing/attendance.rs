//! Who came for an organ, and what that amounts to (LAW.md A-PER, A-HEA-3, A-HEA-5, A-ABS; STATISTICS.md 5.3).

use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::{Line, Text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::law;
use crate::parties::{Defendant, OrganKind, PartyNumber, Role};
use crate::refusal::Refusal;

words! {
    /// The rank of a post, the highest first (JI-2020 art. 2(1)).
    PostLevel {
        Principal "正职",
        Deputy "副职",
        DeputyRank "副职级别参与分管",
        OtherInCharge "其他参与分管",
    }

    /// Whose responsible person somebody is.
    HeadOf {
        Own "本机关负责人",
        LowerOrgan "下级机关负责人",
        DelegatedOrganisation "受委托组织负责人",
    }

    /// Whether somebody spoke on the substance (出庭出声), the most first.
    Spoke {
        Yes "出声",
        Partly "部分出声",
        No "未出声",
    }

    /// Why no responsible person came.
    AbsenceGround {
        ForceMajeure "不可抗力",
        Accident "意外事件",
        IndispensableDuty "不能代替的公务",
        OtherReason "其他正当事由",
        NotStated "未说明",
        Unfounded "理由不成立",
    }

    /// What the court said of the reason.
    Finding {
        Accepted "法院认可",
        Rejected "法院不认可",
        NotStated "法院未认定",
    }

    /// Whether the court notified an organ that its responsible person is to appear.
    Notice {
        ShallNotify "应当通知",
        MayNotify "可以通知",
        None "未通知",
    }

    /// What an attendance amounts to.
    Status {
        Appeared "已出庭",
        AbsentAccepted "正当理由未出庭（法院认可）",
        AbsentNotFound "正当理由未出庭（未认定）",
        AbsentWithoutReason "无正当理由未出庭",
        OnlyStaff "仅工作人员",
        OnlyLawyers "仅律师",
        Nobody "均未出庭",
        IdentityRejected "身份审查不合格视为未出庭",
        LeftEarly "中途退庭",
    }
}

/// Who came for a defendant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attendance {
    /// For whom.
    pub defendant: PartyNumber,
    /// Who came as responsible person.
    pub heads: Vec<Head>,
    /// Corresponding staff (A-PER-4).
    pub staff: Vec<Companion>,
    /// Lawyers and other agents.
    pub lawyers: Vec<Companion>,
    /// Why no responsible person came, where something was said.
    pub absence: Option<Absence>,
    /// The co-defendant whose responsible person appears for this one too, by agreement (A-CNT-3).
    pub represented_by: Option<PartyNumber>,
}

/// Somebody who came as responsible person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Who it is in the directory, where he is in it.
    pub official: Option<Uuid>,
    /// The name.
    pub name: Line,
    /// The post, of that day.
    pub post: Option<Line>,
    /// Its rank.
    pub level: Option<PostLevel>,
    /// Whose responsible person he is.
    pub of: HeadOf,
    /// Where name and post of somebody outside the directory are taken from.
    pub statement: Option<Line>,
    /// Whether the court did not accept the certificate of identity, and why (A-HEA-3).
    pub identity_rejected: Option<Line>,
    /// Whether he spoke.
    pub spoke: Spoke,
    /// Whether he left without permission.
    pub left_early: bool,
    /// The posts he held that day, looked up in the directory.
    pub posts: Vec<PostThatDay>,
    /// Whether he is a responsible person of the organ he came for.
    pub counts: bool,
    /// Replaced another before the trial (A-HEA-4), and the like.
    pub remark: Option<Line>,
}

/// A post that somebody held on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostThatDay {
    /// In which organ.
    pub organ: Uuid,
    /// The organ's name.
    pub organ_name: Line,
    /// The post.
    pub post: Line,
    /// Its rank.
    pub level: PostLevel,
}

/// Staff, or an agent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Companion {
    /// The name.
    pub name: Line,
    /// The post.
    pub post: Option<Line>,
    /// The organ or firm.
    pub organisation: Option<Line>,
}

/// Why no responsible person came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Absence {
    /// The ground given.
    pub ground: AbsenceGround,
    /// In the organ's words.
    pub explanation: Option<Text>,
    /// The paper that explains it.
    pub paper: Option<Paper>,
    /// Whether it bears the organ's seal or the principal's signature (A-ABS-2).
    pub stamped: bool,
    /// What the court said of it.
    pub finding: Finding,
}

/// An organ in a suit, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sued {
    /// Its number.
    pub number: PartyNumber,
    /// Its id; none if it is not in the directory.
    pub organ: Option<Uuid>,
    /// Its name.
    pub name: Line,
    /// As what it takes part.
    pub role: Role,
    /// Why.
    pub kind: OrganKind,
}

impl From<&Defendant> for Sued {
    fn from(defendant: &Defendant) -> Self {
        let Defendant { number, organ, name, role, kind, .. } = defendant.clone();
        Self { number, organ, name, role, kind }
    }
}

/// What an attendance amounts to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// For whom.
    pub of: Sued,
    /// Whether the court had notified it.
    pub notice: Notice,
    /// What it amounts to.
    pub status: Status,
    /// The highest of those who count and stayed; where none stayed, of those who left early.
    pub who: Option<Who>,
    /// Whether the case is of a class in which the principal in principle appears.
    pub principal_expected: bool,
    /// Whether the place's own rule demands it there.
    pub principal_required: bool,
    /// The co-defendant whose responsible person appeared for this one too.
    pub represented_by: Option<PartyNumber>,
    /// Whether staff of the organ came.
    pub staff_came: bool,
}

/// A responsible person who came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Who {
    /// The rank.
    pub level: PostLevel,
    /// Who it is in the directory.
    pub official: Option<Uuid>,
    /// The name.
    pub name: Line,
    /// The post.
    pub post: Option<Line>,
    /// The most that any of those who count spoke.
    pub spoke: Spoke,
}

impl Attendance {
    /// The attendance with each head's post and rank of that day, and whether he counts.
    pub fn on(mut self, day: Day, defendant: &Defendant) -> Result<Self, Refusal> {
        let heads = self.heads.into_iter().map(|head| head.on(day, defendant));
        self.heads = heads.collect::<Result<_, _>>()?;
        if let Some(other) = self.represented_by.filter(|other| *other == defendant.number) {
            return Err(Refusal::RepresentsItself { number: other.0 });
        }
        Ok(self)
    }

    /// What it amounts to.
    #[must_use]
    pub fn presence(&self, of: &Defendant, notice: Notice, principal_expected: bool, required: bool) -> Presence {
        let (left, stayed): (Vec<&Head>, Vec<&Head>) =
            self.heads.iter().filter(|head| head.was_there()).partition(|head| head.left_early);
        let present = if stayed.is_empty() { left } else { stayed };
        let spoke = present.iter().map(|head| head.spoke).min();
        let highest = present.iter().copied().min_by_key(|head| head.level);
        let who = highest.zip(spoke).and_then(|(head, spoke)| {
            let Head { level, official, name, post, .. } = head.clone();
            Some(Who { level: level?, official, name, post, spoke })
        });
        Presence {
            of: of.into(),
            notice,
            status: self.status(),
            who,
            principal_expected,
            principal_required: principal_expected && required,
            represented_by: self.represented_by,
            staff_came: self.has_staff(),
        }
    }

    fn status(&self) -> Status {
        if self.heads.iter().any(|head| head.was_there() && !head.left_early) {
            return Status::Appeared;
        }
        if self.heads.iter().any(Head::was_there) {
            return Status::LeftEarly;
        }
        if self.heads.iter().any(|head| head.counts) {
            return Status::IdentityRejected;
        }
        match self.absence.as_ref().and_then(Absence::status) {
            Some(status) => status,
            None if self.has_staff() => Status::OnlyStaff,
            None if !self.lawyers.is_empty() => Status::OnlyLawyers,
            None => Status::Nobody,
        }
    }

    /// Responsible persons who do not count come as staff (A-PER-3, A-PER-4).
    fn has_staff(&self) -> bool {
        !self.staff.is_empty() || self.heads.iter().any(|head| !head.counts)
    }

    /// What nothing forbids, and somebody should look at.
    #[must_use]
    pub fn notes(&self, presence: &Presence) -> Vec<String> {
        let name = &presence.of.name;
        let mut notes = Vec::new();
        for head in self.heads.iter().filter(|head| !head.counts) {
            notes.push(format!(
                "{}是{}，不计为“{name}”的负责人，按工作人员记（法释〔2020〕3号第二条第二款）",
                head.name, head.of
            ));
        }
        match &self.absence {
            Some(absence) if absence.ground.is_lawful() && !absence.is_in_writing() => notes.push(format!(
                "“{name}”的负责人不能出庭没有情况说明和证明材料，按无正当理由未出庭计（法释〔2020〕3号第九条）"
            )),
            Some(absence) if absence.ground.is_lawful() && !absence.stamped => notes.push(format!(
                "“{name}”的情况说明应当加盖机关印章或者由主要负责人签字（法释〔2020〕3号第九条），请核对"
            )),
            None if presence.who.is_none() && !self.heads.iter().any(|head| head.counts) => {
                notes.push(format!("“{name}”的负责人未出庭，请填写理由和情况说明；没有的按无正当理由统计"));
            }
            _ => {}
        }
        if self.heads.is_empty() && self.staff.is_empty() && !self.lawyers.is_empty() {
            notes.push(format!("“{name}”仅委托律师出庭，不符合规定（法释〔2018〕1号第一百二十八条第二款）"));
        }
        let agents = self.heads.iter().filter(|head| !head.counts).count() + self.staff.len() + self.lawyers.len();
        if agents > law::MOST_AGENTS {
            notes.push(format!("“{name}”的诉讼代理人超过二名（法释〔2018〕1号第一百二十八条第二款），请核对"));
        }
        if presence.principal_missing() {
            let by = if presence.principal_required { "本地规定应由" } else { "原则上由" };
            notes.push(format!("本案属重大公共利益等案件，{by}主要负责人出庭，“{name}”只有其他负责人出庭"));
        }
        notes
    }
}

impl Presence {
    /// S22: the principal was expected, and only others came.
    #[must_use]
    pub fn principal_missing(&self) -> bool {
        let is_other = self.who.as_ref().is_some_and(|who| who.level != PostLevel::Principal);
        self.principal_expected && self.status == Status::Appeared && is_other
    }
}

impl Head {
    /// A-PER-1 to A-PER-3: whether he is a responsible person of the organ he came for, by the post he held that day. Of
    /// several posts in one organ the highest counts.
    fn on(mut self, day: Day, defendant: &Defendant) -> Result<Self, Refusal> {
        let own = |post: &PostThatDay| Some(post.organ) == defendant.organ;
        self.counts = self.of == HeadOf::Own;
        if self.official.is_some() {
            let fitting = self.posts.iter().filter(|post| own(post) == self.counts);
            let Some(held) = fitting.min_by_key(|post| post.level) else {
                let (name, organ) = (self.name, defendant.name.clone());
                return Err(match self.of {
                    HeadOf::Own => Refusal::NoPostThatDay { name, organ, on: day },
                    of => Refusal::NoPostElsewhereThatDay { name, organ, on: day, of },
                });
            };
            self.post = Some(held.post.clone());
            self.level = Some(held.level);
        } else if self.post.is_none() || self.level.is_none() || self.statement.is_none() {
            return Err(Refusal::HeadNotDescribed { name: self.name });
        }
        Ok(self)
    }

    /// Whether he counts and was there, accepted by the court.
    fn was_there(&self) -> bool {
        self.counts && self.identity_rejected.is_none()
    }
}

impl AbsenceGround {
    /// A-ABS-1.
    #[must_use]
    pub fn is_lawful(self) -> bool {
        matches!(self, Self::ForceMajeure | Self::Accident | Self::IndispensableDuty | Self::OtherReason)
    }
}

impl Absence {
    /// What bears a seal or a signature is a paper, though it seldom bears a number.
    fn is_in_writing(&self) -> bool {
        self.paper.is_some() || self.stamped
    }

    /// A-ABS-2, S21: without a paper an absence is unexcused, whatever is said; none where nothing was said at all.
    fn status(&self) -> Option<Status> {
        match (self.ground, self.is_in_writing(), self.finding) {
            (AbsenceGround::NotStated, ..) => None,
            (ground, true, Finding::Accepted) if ground.is_lawful() => Some(Status::AbsentAccepted),
            (ground, true, Finding::NotStated) if ground.is_lawful() => Some(Status::AbsentNotFound),
            _ => Some(Status::AbsentWithoutReason),
        }
    }
}

#[cfg(test)]
mod tests;
