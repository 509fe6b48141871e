//! What every fact has: its name and day, and the command that would enter it again.

use kernel::aggregate::Event;
use kernel::day::Day;

use super::further::Effect;
use super::{Command, Fact, LawsuitEvent, Told};
use crate::clocks::Clock;

impl Fact {
    /// With what it does to periods.
    #[must_use]
    pub fn with(self, clocks: impl IntoIterator<Item = Clock>) -> LawsuitEvent {
        LawsuitEvent { fact: self, clocks: clocks.into_iter().collect(), told: Told::default() }
    }

    /// Where it does nothing to periods.
    #[must_use]
    pub fn alone(self) -> LawsuitEvent {
        self.with([])
    }

    /// The command that would enter it again; none for what puts right what was entered.
    pub(crate) fn command(&self) -> Option<Command> {
        Some(match self.clone() {
            Self::Registered(e) => Command::Register(Box::new(e.registration)),
            Self::CopyReceived(e) => Command::RecordCopy(e.receipt),
            Self::AnswerFiled(e) => Command::RecordAnswer(e.filing),
            Self::AnswerExpired(e) => Command::RecordAnswerExpiry(e.instance, e.defendant),
            Self::HearingDispensed(e) => Command::DecideWithoutHearing(e),
            Self::Judged(e) => Command::Judge(e.judgment),
            Self::JudgmentServed(e) => Command::ServeJudgment(e.service),
            Self::AppealFiled(e) => Command::FileAppeal(e.appeal),
            Self::InstanceOpened(e) => Command::OpenInstance(e.opening),
            Self::TookEffect(e) => Command::TakeEffect(Effect {
                instance: e.instance,
                certified: e.certificate.map(|certificate| (e.on, certificate)),
            }),
            Self::DefendantJoined(e) => Command::JoinDefendant(e),
            Self::Converted(e) => Command::Convert(e),
            Self::HearingNoted(e) => Command::Note(e),
            Self::Amended(_)
            | Self::Struck(_)
            | Self::AnswerExpiryWithdrawn(_)
            | Self::EffectWithdrawn(_)
            | Self::DeadlinesRecounted(_) => return None,
        })
    }

    /// Its name in the log, its Chinese title, and its legal day.
    #[must_use]
    pub fn described(&self) -> (&'static str, &'static str, Day) {
        match self {
            Self::Registered(e) => ("Registered", "登记应诉案件", e.on()),
            Self::CopyReceived(e) => ("CopyReceived", "收到副本", e.receipt.on),
            Self::AnswerFiled(e) if e.filing.evidence_only => ("AnswerFiled", "提交证据、依据", e.filing.on),
            Self::AnswerFiled(e) => ("AnswerFiled", "提交答辩状", e.filing.on),
            Self::AnswerExpired(e) if e.evidence_only => ("AnswerExpired", "举证期限届满", e.on),
            Self::AnswerExpired(e) => ("AnswerExpired", "答辩期限届满", e.on),
            Self::HearingDispensed(e) => ("HearingDispensed", "不开庭审理", e.on),
            Self::Judged(e) => ("Judged", "裁判", e.judgment.judged_on),
            Self::JudgmentServed(e) => ("JudgmentServed", "裁判文书送达", e.service.on),
            Self::AppealFiled(e) => ("AppealFiled", "提起上诉", e.appeal.on),
            Self::InstanceOpened(e) => ("InstanceOpened", "登记新的审级", e.opening.docketed_on),
            Self::TookEffect(e) => ("TookEffect", "裁判生效", e.on),
            Self::DefendantJoined(e) => ("DefendantJoined", "追加被告", e.on),
            Self::Converted(e) => ("Converted", "简易程序转为普通程序", e.on),
            Self::HearingNoted(e) => ("HearingNoted", "庭审", e.on),
            Self::Amended(e) => ("LawsuitAmended", "更正", e.on),
            Self::Struck(e) => ("LawsuitStruck", "撤除误录", e.on),
            Self::AnswerExpiryWithdrawn(e) => ("AnswerExpiryWithdrawn", "撤回答辩期限届满", e.on),
            Self::EffectWithdrawn(e) => ("EffectWithdrawn", "撤回裁判生效", e.on),
            Self::DeadlinesRecounted(e) => ("DeadlinesRecounted", "放假安排变动，期限重新计算", e.on),
        }
    }
}

impl Event for LawsuitEvent {
    fn name(&self) -> &'static str {
        self.fact.described().0
    }

    fn occurred_on(&self) -> Day {
        self.fact.described().2
    }
}
