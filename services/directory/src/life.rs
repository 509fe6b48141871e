//! What an organ of any kind goes through: it is entered, bears names, and ends.

use kernel::day::Day;

use crate::dates::may_be_announced;
use crate::refusal::Refusal;
use kernel::writing::Line;

/// A name and its short form.
pub(crate) type Borne<'a> = (&'a Line, Option<&'a Line>);

/// The entries about an organ, for the question whether they can all be true.
#[derive(Default)]
pub(crate) struct Life<'a> {
    entered: Vec<(Day, Borne<'a>)>,
    names: Vec<(Day, Borne<'a>)>,
    ends: Vec<Day>,
}

/// One thing that happens in the life of an organ.
pub(crate) enum Moment<'a> {
    /// It is entered under a name.
    Entered(Day, Borne<'a>),
    /// It bears another name from a day on.
    Named(Day, Borne<'a>),
    /// It no longer stands from a day on.
    Ended(Day),
}

impl<'a> Life<'a> {
    /// The life that consists of these moments.
    pub(crate) fn of(moments: impl Iterator<Item = Moment<'a>>) -> Self {
        let mut life = Self::default();
        for moment in moments {
            match moment {
                Moment::Entered(since, name) => life.entered.push((since, name)),
                Moment::Named(from, name) => life.names.push((from, name)),
                Moment::Ended(on) => life.ends.push(on),
            }
        }
        life.names.sort();
        life
    }

    /// One entry, then names from different days, then at most one end; the first clash is named.
    pub(crate) fn is_possible(&self, today: Day) -> Result<(), Refusal> {
        let (since, mut borne) = match self.entered[..] {
            [] if self.names.is_empty() && self.ends.is_empty() => return Ok(()),
            [] => return Err(Refusal::NotRegistered),
            [entered] => entered,
            [(_, (name, _)), ..] => return Err(Refusal::AlreadyRegistered { name: name.clone() }),
        };
        may_be_announced("since", since, today)?;
        let end = match self.ends[..] {
            [] => None,
            [on] => Some(on),
            [on, ..] => return Err(Refusal::AlreadyAbolished { on }),
        };
        let mut last = since;
        for &(from, name) in &self.names {
            may_be_announced("from", from, today)?;
            if from < since {
                return Err(Refusal::BeforeEntry { field: "from", day: from, since });
            }
            if from == last {
                return Err(Refusal::NamedThatDay { from, name: borne.0.clone() });
            }
            if name == borne {
                return Err(Refusal::BearsThatName { from, name: borne.0.clone() });
            }
            if let Some(end) = end
                && from >= end
            {
                return Err(Refusal::NamedAfterItsEnd { from, end });
            }
            (last, borne) = (from, name);
        }
        let Some(end) = end else { return Ok(()) };
        may_be_announced("on", end, today)?;
        if end <= since { Err(Refusal::BeforeEntry { field: "on", day: end, since }) } else { Ok(()) }
    }
}
