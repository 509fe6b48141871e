//! What follows a letter: reminders before the reply, and whether things were put right, whatever the reply says.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::Text;
use serde::{Deserialize, Serialize};

use super::reply::Reply;
use super::{Fact, Happening, Suggestion};
use crate::clocks::AddresseeNumber;
use crate::law;
use crate::refusal::Refusal;

words! {
    /// How far things are put right.
    RectificationStatus {
        Planned "已制定整改方案",
        InProgress "整改中",
        LongTerm "长期整改",
        Completed "整改完成",
    }

    /// Why a letter is closed.
    ClosingGround {
        IssuerConfirmed "制发机关确认",
        LocalRule "依本地规定",
    }
}

/// How far an addressee has put things right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rectification {
    /// Which.
    pub addressee: AddresseeNumber,
    /// When this was so.
    pub on: Day,
    /// How far.
    pub status: RectificationStatus,
    /// By when it should be done.
    pub planned_until: Option<Day>,
    /// When the issuer found that it is done.
    pub verified_by_issuer_on: Option<Day>,
    /// What was done.
    pub summary: Option<Text>,
    /// What proves it.
    pub paper: Option<Paper>,
}

/// An addressee is to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminding {
    /// Which.
    pub addressee: AddresseeNumber,
    /// Because the day of one of [`law::REMINDERS`] has come; else because somebody orders it (S-PRO-8).
    pub by_plan: bool,
}

/// An addressee is reminded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// Which.
    pub addressee: AddresseeNumber,
    /// When.
    pub on: Day,
    /// Its number.
    pub number: u32,
    /// How many days before the due day; by plan, one of [`law::REMINDERS`].
    pub days_before: i32,
    /// The due day as it stood then.
    pub due: Day,
}

/// A letter is closed for an addressee that has replied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    /// Which.
    pub addressee: AddresseeNumber,
    /// When.
    pub on: Day,
    /// Why.
    pub ground: ClosingGround,
    /// In words.
    pub explanation: Option<Text>,
}

/// S-PRO-10: a fact of its own; a look back finds it out long after the letter is closed.
pub fn rectify(suggestion: &Suggestion, c: Rectification, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let standing = suggestion.standing(c.addressee)?;
    let name = || standing.addressee.name.clone();
    let Some(received_on) = standing.addressee.received_on else { return Err(Refusal::NotReceived { name: name() }) };
    law::not_before("on", c.on, "收到建议书", received_on)?;
    if let Some(verified_on) = c.verified_by_issuer_on {
        law::has_come("verified_by_issuer_on", verified_on, on.today)?;
        law::not_before("verified_by_issuer_on", verified_on, "收到建议书", received_on)?;
        if c.status != RectificationStatus::Completed {
            return Err(Refusal::VerifiedBeforeCompletion);
        }
    }
    Ok((Fact::RectificationRecorded(c), Vec::new()))
}

/// S30: numbered, and only while the reply is waited for; those by plan once each.
pub fn remind(suggestion: &Suggestion, c: Reminding, on: &Occasion) -> Result<Happening, Refusal> {
    let addressee = c.addressee;
    let standing = suggestion.standing(addressee)?;
    let name = || standing.addressee.name.clone();
    let Some(clock) = suggestion.clocks.find(addressee) else { return Err(Refusal::NotReceived { name: name() }) };
    if let Some(ended) = clock.ended {
        return Err(Refusal::NothingToRemindOf { name: name(), end: ended.how, on: ended.on });
    }
    let due = clock.due();
    let last = suggestion.reminded.get(&addressee);
    let days_before = if c.by_plan {
        let Some(days_before) = law::reminder_by(due, on.today) else {
            return Err(Refusal::RemindedTooEarly { due, first: law::REMINDERS[0] });
        };
        if let Some(last) = last.filter(|last| last.due == due && last.days_before <= days_before) {
            return Err(Refusal::RemindedBefore { name: name(), number: last.number, on: last.on });
        }
        days_before
    } else {
        law::days_before(due, on.today)
    };
    let number = last.map_or(1, |last| last.number + 1);
    Ok((Fact::Reminded(Reminder { addressee, on: on.today, number, days_before, due }), Vec::new()))
}

/// Only what was answered is closed.
pub fn close(suggestion: &Suggestion, c: Closing, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let (standing, ..) = suggestion.received(c.addressee, "on", c.on)?;
    let name = || standing.addressee.name.clone();
    if let Some(on) = standing.closed_on {
        return Err(Refusal::AfterClosing { name: name(), on });
    }
    let Some(replied_on) = standing.reply.as_ref().map(Reply::counts_on) else {
        return Err(Refusal::NotReplied { name: name() });
    };
    law::not_before("on", c.on, "回复", replied_on)?;
    Ok((Fact::Closed(c), Vec::new()))
}
