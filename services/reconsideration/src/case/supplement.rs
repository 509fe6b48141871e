//! Art. 31: an application that cannot be judged as it is, is supplemented once.

use std::collections::BTreeMap;

use kernel::aggregate::Occasion;
use kernel::day::Day;
use kernel::deadline::{Filing, Lengthening};
use kernel::paper::Paper;
use serde::{Deserialize, Serialize};

use super::acceptance::Review;
use super::application::Role;
use super::file::File;
use super::service::{Served, Service};
use super::{CaseEvent, Fact};
use crate::clocks::{Clock, ClockName, End, PersonNumber};
use crate::law;
use crate::refusal::Refusal;
use kernel::writing::{Line, Text};

/// The applicant was asked to supplement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requested {
    /// When.
    pub on: Day,
    /// Which applicants the notice has reached.
    pub served: BTreeMap<PersonNumber, Day>,
}

/// Asks for all that is missing at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplementNotice {
    /// The day of the notice.
    pub on: Day,
    /// What is missing or unclear.
    pub items: Text,
    /// The notice.
    pub paper: Option<Paper>,
}

/// What was missing came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Supplements {
    /// When it arrived.
    pub received_on: Day,
    /// When it was handed to the post.
    pub posted_on: Option<Day>,
    /// What came.
    pub items: Option<Text>,
}

/// The applicant gets more time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplementExtension {
    /// The day it is granted.
    pub on: Day,
    /// The new last day.
    pub until: Day,
    /// The legitimate reason.
    pub reason: Line,
}

/// A person judges that the applicant has given up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Abandonment {
    /// The day of that judgment.
    pub on: Day,
    /// Why there is no legitimate reason.
    pub explanation: Line,
}

/// Row 2: the notice, once and within five working days of receipt.
pub fn ask(
    file: &File,
    review: &Review,
    c: SupplementNotice,
    service: Option<Service>,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    if review.is_renewed {
        return Err(Refusal::SupplementedBefore);
    }
    law::not_before("on", c.on, "收到申请", review.since)?;
    let clock = file.clock(ClockName::Review)?;
    if clock.due() < c.on {
        return Err(Refusal::SupplementNoticeTooLate { on: c.on, due: clock.due() });
    }
    let requested = Requested::by(&c);
    let superseded = clock.ended(End::Superseded, c.on);
    let mut events = vec![Fact::SupplementNoticeIssued(c).with([superseded])];
    if let Some(service) = service {
        events.extend(serve(file, &requested, service, on)?);
    }
    Ok(events)
}

/// The notice reaches an applicant, and his ten working days begin: where there are several, each has his own.
pub fn serve(file: &File, requested: &Requested, c: Service, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    law::not_before("on", c.on, "通知补正", requested.on)?;
    let applicant = file.person_as(c.recipient, Role::Applicant)?;
    if let Some(served_on) = requested.served.get(&c.recipient) {
        return Err(Refusal::ServedBefore { name: applicant.name.clone(), on: *served_on });
    }
    let (recipient, served) = (c.recipient, c.served(&on.calendar));
    let period = law::run(&law::SUPPLEMENT, served.served_on, &on.calendar)?;
    let clock = Clock::started(ClockName::Supplement, period, on.today);
    let is_one_of_several = file.those(Role::Applicant).nth(1).is_some();
    let clock = if is_one_of_several { clock.of(recipient) } else { clock };
    Ok(vec![Fact::SupplementNoticeServed(served).with([clock])])
}

/// Row 3: supplements arrive, and a new review begins. Whether they come too late to count is for a person to judge.
pub fn record(file: &File, requested: &Requested, c: Supplements, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("received_on", c.received_on, on.today)?;
    law::not_before("received_on", c.received_on, "通知补正", requested.on)?;
    if let Some(posted_on) = c.posted_on {
        law::not_before("received_on", c.received_on, "交邮", posted_on)?;
        law::not_before("posted_on", posted_on, "通知补正", requested.on)?;
    }
    let review = law::run(&law::REVIEW_AFTER_SUPPLEMENT, c.received_on, &on.calendar)?;
    let filed_on = c.posted_on.unwrap_or(c.received_on);
    let supplement = file.supplements().map(|clock| clock.ended(End::Done, filed_on));
    let clocks = [Clock::started(ClockName::Review, review, on.today)].into_iter().chain(supplement);
    Ok(vec![Fact::SupplementsReceived(c).with(clocks)])
}

/// R-CAL-6: who posted in time what was missing has not given up, whenever it arrives and is entered.
pub(super) fn after_abandonment(file: &File, c: &Supplements) -> Refusal {
    let mut given_up = file.history.entries().iter().rev();
    let given_up = given_up.find(|entry| matches!(entry.fact, Fact::DeemedAbandoned(_)));
    let filing = Filing { posted_on: c.posted_on, received_on: Some(c.received_on) };
    match given_up {
        Some(entry) if file.supplements().any(|clock| clock.deadline.is_met_by(filing)) => {
            Refusal::LapsedAccordingTo { entry: entry.number }
        }
        _ => Refusal::SupplementedTooLate { due: file.supplements_due().unwrap_or(c.received_on) },
    }
}

/// Row 5: the applicant has a legitimate reason and gets until another day.
pub fn extend(
    file: &File,
    requested: &Requested,
    c: SupplementExtension,
    on: &Occasion,
) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let Some(served_on) = requested.served.values().min() else { return Err(Refusal::SupplementNoticeNotServed) };
    law::not_before("on", c.on, "补正通知送达", *served_on)?;
    let longer = |clock: &Clock| clock.deadline.extended(Lengthening::Until(c.until), c.on, &on.calendar);
    // Of several, those that still run and end before.
    let (longer, shorter): (Vec<_>, Vec<_>) =
        file.supplements().map(|clock| longer(clock).map(|longer| clock.with(longer))).partition(Result::is_ok);
    match (longer.is_empty(), shorter.into_iter().next()) {
        (true, Some(Err(why))) => Err(why.into()),
        _ => Ok(vec![Fact::SupplementExtended(c).with(longer.into_iter().flatten())]),
    }
}

/// Row 4: nothing came within the period, or the last of several, and there is no legitimate reason; a person says so, never
/// a timer.
pub fn deem_abandoned(file: &File, c: Abandonment, on: &Occasion) -> Result<Vec<CaseEvent>, Refusal> {
    law::has_come("on", c.on, on.today)?;
    let Some(due) = file.supplements_due() else { return Err(Refusal::SupplementNoticeNotServed) };
    if c.on <= due {
        return Err(Refusal::SupplementPeriodRuns { on: c.on, due });
    }
    let lapsed = file.supplements().map(|clock| clock.ended(End::Lapsed, clock.due()));
    Ok(vec![Fact::DeemedAbandoned(c).with(lapsed)])
}

impl Requested {
    pub(super) fn by(notice: &SupplementNotice) -> Self {
        Self { on: notice.on, served: BTreeMap::new() }
    }

    pub(super) fn take_up(&mut self, fact: &Fact) {
        if let Fact::SupplementNoticeServed(Served { service, served_on }) = fact {
            self.served.insert(service.recipient, *served_on);
        }
    }
}

#[cfg(test)]
mod tests;
