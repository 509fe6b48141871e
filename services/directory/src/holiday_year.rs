//! The State Council's holiday arrangement of one year: announced once, then only amended.

use kernel::aggregate::{Aggregate, Event, Occasion};
pub use kernel::calendar::Notice;
use kernel::calendar::{AnnouncedYear, ArrangedDay};
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

use crate::amendment::{Amendment, Reason};
use crate::dates::has_come;
use crate::refusal::Refusal;
use kernel::writing::Line;

/// The arrangement of a year as it was published last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct HolidayYear(Option<Arrangement>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Arrangement {
    year: i16,
    notice: Notice,
    days: Vec<ArrangedDay>,
    /// The number of the event that brought it; there are no others, so it counts the revisions too.
    entry: u16,
}

/// Publishes a year's arrangement.
#[derive(Debug, Clone, PartialEq)]
pub struct Announce {
    /// The year.
    pub year: i16,
    /// The paper.
    pub notice: Notice,
    /// All days that are not what their weekday makes them.
    pub days: Vec<ArrangedDay>,
}

/// Publishes another arrangement in place of the one so far.
#[derive(Debug, Clone, PartialEq)]
pub struct AmendYear {
    /// The paper; the former one again where it was merely copied wrongly.
    pub notice: Notice,
    /// The class of reason.
    pub reason: Reason,
    /// In the words of whoever amends.
    pub explanation: Line,
    /// The whole arrangement as it is now.
    pub days: Vec<ArrangedDay>,
}

/// What may be asked of a holiday year.
#[derive(Debug, Clone, PartialEq)]
pub enum HolidayYearCommand {
    /// Publish it.
    Announce(Announce),
    /// Publish another arrangement.
    Amend(AmendYear),
}

/// What happens to a holiday year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum HolidayYearEvent {
    /// It was published.
    Announced {
        /// The year.
        year: i16,
        /// The paper.
        notice: Notice,
        /// The days, in order.
        days: Vec<ArrangedDay>,
    },
    /// Another arrangement was published, or the one so far put right.
    Amended {
        /// The year.
        year: i16,
        /// The paper.
        notice: Notice,
        /// Which event is amended, and why.
        amendment: Amendment,
        /// The day of the amendment.
        on: Day,
        /// The days so far.
        before: Vec<ArrangedDay>,
        /// The days, in order.
        days: Vec<ArrangedDay>,
    },
}

impl Aggregate for HolidayYear {
    const KIND: &'static str = "HolidayYear";
    type Command = HolidayYearCommand;
    type Event = HolidayYearEvent;
    type Refusal = Refusal;

    fn decide(&self, command: HolidayYearCommand, on: &Occasion) -> Result<Vec<HolidayYearEvent>, Refusal> {
        match (&self.0, command) {
            (None, HolidayYearCommand::Announce(announce)) => announced(announce, on),
            (Some(so_far), HolidayYearCommand::Announce(_)) => Err(Refusal::AlreadyAnnounced { year: so_far.year }),
            (Some(so_far), HolidayYearCommand::Amend(amend)) => so_far.amended(amend, on),
            (None, HolidayYearCommand::Amend(_)) => Err(Refusal::NotAnnounced),
        }
    }

    fn evolve(self, event: &HolidayYearEvent) -> Self {
        let (HolidayYearEvent::Announced { year, notice, days } | HolidayYearEvent::Amended { year, notice, days, .. }) =
            event;
        let entry = self.0.map_or(1, |so_far| so_far.entry + 1);
        Self(Some(Arrangement { year: *year, notice: notice.clone(), days: days.clone(), entry }))
    }
}

fn announced(Announce { year, notice, days }: Announce, on: &Occasion) -> Result<Vec<HolidayYearEvent>, Refusal> {
    let days = checked(year, 1, days)?;
    has_come("published_on", notice.published_on, on.today)?;
    if !(year - 1..=year).contains(&notice.published_on.year()) {
        return Err(Refusal::PublishedInAnotherYear { year, published_on: notice.published_on });
    }
    Ok(vec![HolidayYearEvent::Announced { year, notice, days }])
}

impl Arrangement {
    fn amended(&self, amend: AmendYear, on: &Occasion) -> Result<Vec<HolidayYearEvent>, Refusal> {
        let AmendYear { notice, reason, explanation, days } = amend;
        let days = checked(self.year, self.entry + 1, days)?;
        has_come("published_on", notice.published_on, on.today)?;
        let (published_on, earlier) = (notice.published_on, self.notice.published_on);
        if published_on < earlier && reason != Reason::EntryError {
            return Err(Refusal::PublishedBeforeTheFirst { published_on, earlier });
        }
        if days == self.days && notice == self.notice {
            return Err(Refusal::NothingChanges);
        }
        let amendment = Amendment { entry: self.entry.into(), reason, explanation };
        let before = self.days.clone();
        Ok(vec![HolidayYearEvent::Amended { year: self.year, notice, amendment, on: on.today, before, days }])
    }
}

/// The days in order, as the calendar takes them: the same rules as for a file that is imported.
fn checked(year: i16, revision: u16, days: Vec<ArrangedDay>) -> Result<Vec<ArrangedDay>, Refusal> {
    let year = AnnouncedYear::new(year, revision, days).map_err(Refusal::Days)?;
    Ok(year.days().cloned().collect())
}

impl Event for HolidayYearEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Announced { .. } => "HolidayYearAnnounced",
            Self::Amended { .. } => "HolidayYearAmended",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::Announced { notice, .. } => notice.published_on,
            Self::Amended { on, .. } => *on,
        }
    }
}

/// The arrangement of this year. Whoever announces one sends the command to this stream.
#[must_use]
pub fn holiday_year_id(year: i16) -> Id<HolidayYear> {
    Id::named(HolidayYear::KIND, &year.to_string())
}

#[cfg(test)]
mod tests;
