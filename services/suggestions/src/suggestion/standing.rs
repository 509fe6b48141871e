//! How far an addressee has come.

use kernel::day::Day;
use kernel::word::words;
use serde::{Deserialize, Serialize};

use super::Fact;
use super::follow_up::Rectification;
use super::issue::Addressee;
use super::reply::{Reply, Reviewed};
use crate::clocks::{Clock, End};

words! {
    /// How far an addressee has come.
    StandingStage {
        NotReceived "未签收",
        InProgress "办理中",
        Objected "已提出异议",
        Replied "已回复",
        Withdrawn "已撤回",
        Closed "已办结",
    }
}

/// An addressee and what became of the paper there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Who.
    pub addressee: Addressee,
    /// Its reply.
    pub reply: Option<Reply>,
    /// How far it has put things right: the latest that was entered of that.
    pub rectification: Option<Rectification>,
    /// How many reminders it was sent.
    pub reminders: u32,
    /// Since when an objection waits to be settled.
    pub objected_on: Option<Day>,
    /// Since when the letter is withdrawn.
    pub withdrawn_on: Option<Day>,
    /// When it was closed.
    pub closed_on: Option<Day>,
}

impl Standing {
    pub(super) fn of(addressee: Addressee) -> Self {
        Self {
            addressee,
            reply: None,
            rectification: None,
            reminders: 0,
            objected_on: None,
            withdrawn_on: None,
            closed_on: None,
        }
    }

    /// How far it has come.
    #[must_use]
    pub fn stage(&self) -> StandingStage {
        if self.withdrawn_on.is_some() {
            StandingStage::Withdrawn
        } else if self.closed_on.is_some() {
            StandingStage::Closed
        } else if self.reply.is_some() {
            StandingStage::Replied
        } else if self.objected_on.is_some() {
            StandingStage::Objected
        } else if self.addressee.received_on.is_some() {
            StandingStage::InProgress
        } else {
            StandingStage::NotReceived
        }
    }

    /// A period that begins to run here, ended if what ends it was entered before.
    pub(super) fn ending(&self, clock: Clock) -> Clock {
        match (self.withdrawn_on, &self.reply) {
            (Some(on), _) => clock.ended(End::Voided, on),
            (None, Some(reply)) => clock.ended(End::Done, reply.counts_on()),
            (None, None) => clock,
        }
    }

    /// The same addressee, knowing one thing more.
    pub(super) fn take_up(&mut self, fact: &Fact) {
        match fact {
            Fact::Received(e) => self.addressee.received_on = Some(e.on),
            Fact::Replied(e) => self.reply = Some(e.clone()),
            Fact::Objected(e) => self.objected_on = Some(e.on),
            Fact::ObjectionSettled(e) => {
                self.objected_on = None;
                if let (Reviewed::Changed, Some(received_on)) = (e.result, e.changed_received_on) {
                    self.reply.take_if(|reply| reply.counts_on() < received_on);
                }
            }
            Fact::Withdrawn(e) => self.withdrawn_on = Some(self.withdrawn_on.map_or(e.on, |on| on.min(e.on))),
            Fact::RectificationRecorded(e) => {
                if self.rectification.as_ref().is_none_or(|earlier| earlier.on <= e.on) {
                    self.rectification = Some(e.clone());
                }
            }
            Fact::Reminded(e) => self.reminders = e.number,
            Fact::Closed(e) => self.closed_on = Some(e.on),
            Fact::Registered(_)
            | Fact::AddresseeAdded(_)
            | Fact::Extended(_)
            | Fact::Amended(_)
            | Fact::Struck(_)
            | Fact::DeadlinesRecounted(_) => {}
        }
    }
}
