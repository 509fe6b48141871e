//! What every fact has: its name and day, whom it concerns, and the command that would enter it again.

use kernel::day::Day;

use super::{Command, Fact};
use crate::clocks::AddresseeNumber;

impl Fact {
    /// The command that would enter it again; none for what puts right what was entered, and for reminders: what was sent
    /// was sent.
    pub(crate) fn command(&self) -> Option<Command> {
        Some(match self.clone() {
            Self::Registered(e) => Command::Register(Box::new(e.registration)),
            Self::AddresseeAdded(e) => Command::AddAddressee(e),
            Self::Received(e) => Command::RecordReceipt(e),
            Self::Extended(e) => Command::RecordExtension(e),
            Self::Replied(e) => Command::RecordReply(e),
            Self::Objected(e) => Command::RecordObjection(e),
            Self::ObjectionSettled(e) => Command::RecordObjectionResult(e),
            Self::Withdrawn(e) => Command::RecordWithdrawal(e),
            Self::RectificationRecorded(e) => Command::RecordRectification(e),
            Self::Closed(e) => Command::Close(e),
            Self::Reminded(_) | Self::Amended(_) | Self::Struck(_) | Self::DeadlinesRecounted(_) => return None,
        })
    }

    /// Whom it concerns; none: all.
    #[must_use]
    pub fn addressee(&self) -> Option<AddresseeNumber> {
        match self {
            Self::Registered(_) | Self::Amended(_) | Self::Struck(_) | Self::DeadlinesRecounted(_) => None,
            Self::AddresseeAdded(e) => Some(e.addressee.number),
            Self::Received(e) => Some(e.addressee),
            Self::Extended(e) => Some(e.addressee),
            Self::Replied(e) => Some(e.addressee),
            Self::Objected(e) => Some(e.addressee),
            Self::ObjectionSettled(e) => Some(e.addressee),
            Self::Withdrawn(e) => e.addressee,
            Self::RectificationRecorded(e) => Some(e.addressee),
            Self::Reminded(e) => Some(e.addressee),
            Self::Closed(e) => Some(e.addressee),
        }
    }

    /// Whether it says something about an addressee.
    pub(crate) fn concerns(&self, addressee: AddresseeNumber) -> bool {
        match self {
            Self::DeadlinesRecounted(e) => e.before.iter().any(|clock| clock.addressee == addressee),
            fact => fact.addressee().is_none_or(|number| number == addressee),
        }
    }

    /// Its name in the log, its Chinese title, and its legal day.
    #[must_use]
    pub fn described(&self) -> (&'static str, &'static str, Day) {
        match self {
            Self::Registered(e) => ("Registered", "登记建议", e.registration.letter.issued_on),
            Self::AddresseeAdded(e) => ("AddresseeAdded", "增加被建议单位", e.on),
            Self::Received(e) => ("Received", "签收", e.on),
            Self::Extended(e) => ("Extended", "延长回复期限", e.on),
            Self::Replied(e) => ("Replied", "回复", e.counts_on()),
            Self::Objected(e) => ("Objected", "提出异议", e.on),
            Self::ObjectionSettled(e) => ("ObjectionSettled", "异议处理结果", e.on),
            Self::Withdrawn(e) => ("Withdrawn", "撤回建议", e.on),
            Self::RectificationRecorded(e) => ("RectificationRecorded", "整改情况", e.on),
            Self::Reminded(e) => ("Reminded", "提醒", e.on),
            Self::Closed(e) => ("Closed", "办结", e.on),
            Self::Amended(e) => ("Amended", "更正", e.on),
            Self::Struck(e) => ("Struck", "撤除误录", e.on),
            Self::DeadlinesRecounted(e) => ("DeadlinesRecounted", "放假安排变动，期限重新计算", e.on),
        }
    }
}
