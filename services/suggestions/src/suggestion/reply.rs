//! What an addressee answers, and what the issuer makes of an objection.

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::paper::Paper;
use kernel::word::words;
use kernel::writing::{Line, Text};
use serde::{Deserialize, Serialize};

use super::issue::{self, Letter};
use super::standing::{Standing, StandingStage};
use super::{Fact, Happening, Suggestion};
use crate::clocks::{AddresseeNumber, Clock, End, Ended};
use crate::law;
use crate::limit::Limit;
use crate::refusal::Refusal;

words! {
    /// What an addressee makes of a suggestion (STATISTICS 5.3).
    Adoption {
        Adopted "采纳",
        PartlyAdopted "部分采纳",
        NotAdopted "未采纳",
        Objecting "提出异议",
    }

    /// What the issuer does after its own review.
    Reviewed {
        Maintained "维持原函",
        Changed "变更",
    }
}

/// An addressee replies in writing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Which.
    pub addressee: AddresseeNumber,
    /// The day of the reply.
    pub on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// When the issuer received it.
    pub delivered_on: Option<Day>,
    /// Its number, if it bears one.
    pub number: Option<Line>,
    /// Its title, if it bears one.
    pub title: Option<Line>,
    /// What it makes of the suggestion.
    pub adoption: Adoption,
    /// What it says, in short.
    pub summary: Option<Text>,
    /// What proves it.
    pub proof: Option<Line>,
}

impl Reply {
    /// The day it counts: that of posting, since the way through the post does not count (R-CAL-6), or else of delivery. One
    /// of them was asked for.
    #[must_use]
    pub fn counts_on(&self) -> Day {
        self.posted_on.or(self.delivered_on).unwrap_or(self.on)
    }
}

/// An addressee objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objection {
    /// Which.
    pub addressee: AddresseeNumber,
    /// When.
    pub on: Day,
    /// Why.
    pub reasons: Text,
    /// The writing.
    pub paper: Option<Paper>,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectionResult {
    /// Whose.
    pub addressee: AddresseeNumber,
    /// When.
    pub on: Day,
    /// What.
    pub result: Reviewed,
    /// When the addressee received the changed letter.
    pub changed_received_on: Option<Day>,
    /// What the changed letter says about time.
    pub limit: Option<Limit>,
    /// The writing.
    pub paper: Option<Paper>,
}

/// The issuer takes the letter back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// From whom; none: from all.
    pub addressee: Option<AddresseeNumber>,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: Option<Text>,
    /// The writing.
    pub paper: Option<Paper>,
}

/// An addressee replies. Whether in time is for whoever compares the day it counts with the due day: either may be amended.
pub fn reply(suggestion: &Suggestion, c: Reply, on: &Occasion) -> Result<Happening, Refusal> {
    let (field, counts_on) = match (c.posted_on, c.delivered_on) {
        (Some(posted_on), _) => ("posted_on", posted_on),
        (None, Some(delivered_on)) => ("delivered_on", delivered_on),
        (None, None) => return Err(Refusal::NotSent),
    };
    law::has_come("on", c.on, on.today)?;
    law::has_come(field, counts_on, on.today)?;
    law::not_before(field, counts_on, "回复文书", c.on)?;
    if let (Some(posted_on), Some(delivered_on)) = (c.posted_on, c.delivered_on) {
        law::has_come("delivered_on", delivered_on, on.today)?;
        law::not_before("delivered_on", delivered_on, "交邮", posted_on)?;
    }
    let (standing, _, clock) = suggestion.received(c.addressee, field, counts_on)?;
    let answered = clock.answered(counts_on);
    let changed = (answered != *clock).then_some(answered);
    if suggestion.is_of_the_letter_before(&c) {
        return Ok((Fact::Replied(c), changed.into_iter().collect()));
    }
    if let Some(earlier) = &standing.reply {
        return Err(Refusal::RepliedBefore { name: standing.addressee.name.clone(), on: earlier.counts_on() });
    }
    Ok((Fact::Replied(c), changed.into_iter().collect()))
}

/// S-PRO-6: the clock runs on while the issuer reviews its letter.
pub fn object(suggestion: &Suggestion, c: Objection, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let (standing, ..) = suggestion.received(c.addressee, "on", c.on)?;
    match standing.objected_on {
        Some(on) => Err(Refusal::ObjectedBefore { name: standing.addressee.name.clone(), on }),
        None => Ok((Fact::Objected(c), Vec::new())),
    }
}

/// The issuer keeps to its letter, or changes it: then the clock starts anew from the receipt of the changed one.
pub fn settle(
    suggestion: &Suggestion,
    letter: &Letter,
    c: ObjectionResult,
    on: &Occasion,
) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let (standing, _, clock) = suggestion.received(c.addressee, "on", c.on)?;
    let Some(objected_on) = standing.objected_on else {
        return Err(Refusal::NotObjected { name: standing.addressee.name.clone() });
    };
    law::not_before("on", c.on, "提出异议", objected_on)?;
    let received_on = match (c.result, c.changed_received_on) {
        (Reviewed::Maintained, _) => return Ok((Fact::ObjectionSettled(c), Vec::new())),
        (Reviewed::Changed, None) => return Err(Refusal::ChangedLetterNotReceived),
        (Reviewed::Changed, Some(received_on)) => received_on,
    };
    law::not_before("changed_received_on", received_on, "提出异议", objected_on)?;
    let received = ("changed_received_on", received_on);
    let anew = issue::started(letter, c.limit, suggestion.default_months, c.addressee, received, on)?;
    let answer = standing.reply.as_ref().map(Reply::counts_on).filter(|on| *on < received_on);
    let before = Clock { ended: answer.map(|on| Ended { on, how: End::Done }), ..clock.clone() };
    let anew = Clock { replaces: Some(Box::new(before)), ..anew };
    let mut standing = standing.clone();
    let settled = Fact::ObjectionSettled(c);
    standing.take_up(&settled);
    Ok((settled, vec![standing.ending(anew)]))
}

/// S29: from one addressee or from all. What is withdrawn is no longer waited for, whether it was answered or not.
pub fn withdraw(suggestion: &Suggestion, letter: &Letter, c: Withdrawal, on: &Occasion) -> Result<Happening, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "制发", letter.issued_on)?;
    let from: Vec<&Standing> = match c.addressee {
        Some(number) => vec![suggestion.standing(number)?],
        None => suggestion.standings.iter().collect(),
    };
    if from.iter().all(|standing| standing.stage() == StandingStage::Withdrawn) {
        return Err(Refusal::WithdrawnBefore);
    }
    let voided = from.iter().filter(|standing| standing.withdrawn_on.is_none()).filter_map(|standing| {
        let clock = suggestion.clocks.find(standing.addressee.number)?;
        Some(clock.ended(End::Voided, c.on))
    });
    let voided = voided.collect();
    Ok((Fact::Withdrawn(c), voided))
}
