//! What a place decides for itself, adopted with a basis document from a day on.

use kernel::aggregate::{Aggregate, Event, Occasion};
use kernel::area::Area;
use kernel::day::Day;
use kernel::id::Id;
use serde::{Deserialize, Serialize};

pub mod known;

use crate::amendment::{Amend, Amended, Amendment, Entries, Fact, Struck};
use crate::dates::may_be_announced;
use crate::refusal::Refusal;
use kernel::writing::Line;

/// One setting of one place: the values it adopted, each from its day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Setting(Entries<Adoption>);

/// A place adopts a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adoption {
    /// The place.
    pub area: Area,
    /// The setting, one of [`known::ALL`].
    pub name: Line,
    /// The value, as [`known::Known`] allows it.
    pub value: Line,
    /// The first day on which it holds.
    pub from: Day,
    /// The document.
    pub basis: Line,
}

/// What may be asked of a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingCommand {
    /// Adopt a value.
    Adopt(Adoption),
    /// Put right what was entered.
    Amend(Amend<Adoption>),
    /// Take out what was entered by mistake.
    Strike(Amendment),
}

/// What happens to a setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the past tense of the commands")]
pub enum SettingEvent {
    Adopted(Adoption),
    Amended(Amended<Adoption>),
    Struck(Struck<Adoption>),
}

impl Aggregate for Setting {
    const KIND: &'static str = "Setting";
    type Command = SettingCommand;
    type Event = SettingEvent;
    type Refusal = Refusal;

    fn decide(&self, command: SettingCommand, on: &Occasion) -> Result<Vec<SettingEvent>, Refusal> {
        let event = match command {
            SettingCommand::Adopt(adoption) => SettingEvent::Adopted(adoption.checked(on.today)?),
            SettingCommand::Amend(amend) => {
                let amended = self.0.amend(amend, on.today)?;
                amended.after.clone().checked(on.today)?;
                SettingEvent::Amended(amended)
            }
            SettingCommand::Strike(amendment) => SettingEvent::Struck(self.0.strike(amendment, on.today)?),
        };
        self.clone().evolve(&event).is_possible()?;
        Ok(vec![event])
    }

    fn evolve(mut self, event: &SettingEvent) -> Self {
        match event {
            SettingEvent::Adopted(adoption) => self.0.enter(adoption.clone()),
            SettingEvent::Amended(amended) => self.0.replace(amended),
            SettingEvent::Struck(struck) => self.0.remove(struck),
        }
        self
    }
}

impl Setting {
    /// One setting of one place has one value on a day.
    fn is_possible(&self) -> Result<(), Refusal> {
        let mut earlier: Vec<&Adoption> = Vec::new();
        for adoption in self.0.iter() {
            if let Some(other) = earlier.iter().find(|other| other.from == adoption.from) {
                return Err(Refusal::AdoptedThatDay { from: other.from, value: other.value.clone() });
            }
            if let Some(first) = earlier.first() {
                adoption.is_of_the_same_setting(first)?;
            }
            earlier.push(adoption);
        }
        Ok(())
    }
}

impl Adoption {
    /// Only what is adopted now is held against the list of today: a setting may once have had other values.
    fn checked(self, today: Day) -> Result<Self, Refusal> {
        known::named(self.name.as_str())?.allows(self.value.as_str())?;
        may_be_announced("from", self.from, today)?;
        Ok(self)
    }

    fn is_of_the_same_setting(&self, other: &Self) -> Result<(), Refusal> {
        if self.area == other.area && self.name == other.name { Ok(()) } else { Err(Refusal::KeyIsFixed) }
    }
}

impl Fact for Adoption {
    fn amends(&self, before: &Self, _entry: u64) -> Result<(), Refusal> {
        self.is_of_the_same_setting(before)
    }
}

impl Event for SettingEvent {
    fn name(&self) -> &'static str {
        match self {
            Self::Adopted(_) => "SettingAdopted",
            Self::Amended(_) => "SettingAmended",
            Self::Struck(_) => "SettingStruck",
        }
    }

    fn occurred_on(&self) -> Day {
        match self {
            Self::Adopted(adoption) => adoption.from,
            Self::Amended(amended) => amended.on,
            Self::Struck(struck) => struck.on,
        }
    }
}

/// The setting of this name in this place. Whoever adopts a value sends the command to this stream.
#[must_use]
pub fn setting_id(area: &Area, name: &str) -> Id<Setting> {
    Id::named(Setting::KIND, &format!("{area}/{name}"))
}

#[cfg(test)]
mod tests;
