//! What a period is counted from: facts of all services, each with the events that made it and the positions of its log
//! from and to which it holds.
//!
//! A fact is never changed. What corrects it closes its row and opens another, so that the figures of any position can be
//! computed again. Legal days are ISO texts here as in messages: the earlier one sorts first.

pub mod cases;
pub mod lawsuits;
pub(crate) mod rows;
pub mod suggestions;
pub mod told;

use std::collections::BTreeSet;
use std::mem::discriminant;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::figures::{Counting, Figure};
use crate::period::Period;
use cases::Case;
use lawsuits::{Chain, Hearing, Party, Suit};
use rows::{changed_in, in_period};
use suggestions::Suggestion;

/// A legal day, if there is one yet.
pub type OnDay = Option<String>;

/// An event that made a fact what it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The stream; its log is the fact's.
    pub stream: Uuid,
    /// Its number in the stream.
    pub version: i64,
    /// Its place in the log.
    pub position: i64,
    /// Its name.
    pub event: String,
    /// The day it counts in law.
    pub on: String,
}

/// The events that made a fact, in their order.
pub type Sources = Listed<Source>;

/// A list in one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Listed<T>(pub Vec<T>);

impl<T: DeserializeOwned> TryFrom<String> for Listed<T> {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&text)
    }
}

/// The facts that belong to some period by any of their days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Reconsideration cases.
    pub cases: Vec<Case>,
    /// Instances of lawsuits.
    pub suits: Vec<Suit>,
    /// Organs sued in an instance.
    pub parties: Vec<Party>,
    /// Hearings, one for each organ concerned.
    pub hearings: Vec<Hearing>,
    /// Effective results, one for each organ sued.
    pub chains: Vec<Chain>,
    /// Suggestions, one for each organ addressed.
    pub suggestions: Vec<Suggestion>,
}

/// A fact, as far as all figures treat it alike.
pub trait Fact {
    /// What sort of fact it is, by its name in messages.
    const KIND: &'static str;
    /// Whether it is about what one organ did, and so counts only for organs in scope.
    const IS_AN_ORGANS: bool;

    /// The case, lawsuit or suggestion.
    fn stream(&self) -> Uuid;
    /// Which part of it.
    fn key(&self) -> &str;
    /// The organs it counts for.
    fn organs(&self) -> &[Uuid];
    /// Their names, as they were told.
    fn organ_names(&self) -> &[String];
    /// The number people know it by.
    fn number(&self) -> &str;
    /// What it is, in a few words.
    fn title(&self) -> String;
    /// The court before which it is.
    fn court(&self) -> Option<Uuid> {
        None
    }
    /// The events that made it.
    fn sources(&self) -> &[Source];
}

/// How far the logs were read: what a figure is computed as of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Positions(Vec<(String, i64)>);

impl Positions {
    /// A position for each log.
    pub fn of(positions: impl IntoIterator<Item = (String, i64)>) -> Self {
        Self(positions.into_iter().collect())
    }

    /// How far a log was read.
    #[must_use]
    pub fn in_log(&self, log: &str) -> i64 {
        self.0.iter().find(|(name, _)| name == log).map_or(0, |(_, position)| *position)
    }
}

/// Whose facts are asked for, and as of where.
#[derive(Debug, Clone)]
pub struct Asked {
    /// GB/T 2260.
    pub area: String,
    /// As of where.
    pub positions: Positions,
}

impl Asked {
    /// The beginning that the codes of an area and of those within it share.
    pub(crate) fn within(&self) -> &str {
        let mut code = self.area.as_str();
        while code.len() > 2 && code.ends_with("00") {
            code = &code[..code.len() - 2];
        }
        code
    }

    /// Whether any fact of a period was told or corrected after the positions.
    pub(crate) async fn have_changed(&self, db: &mut PgConnection, period: Period) -> sqlx::Result<bool> {
        Ok(changed_in::<Case>(&mut *db, self, period).await?
            || changed_in::<Suit>(&mut *db, self, period).await?
            || changed_in::<Party>(&mut *db, self, period).await?
            || changed_in::<Hearing>(&mut *db, self, period).await?
            || changed_in::<Chain>(&mut *db, self, period).await?
            || changed_in::<Suggestion>(db, self, period).await?)
    }
}

impl Facts {
    /// The facts of a period, as they were known at the positions.
    pub async fn of(db: &mut PgConnection, asked: &Asked, period: Period) -> sqlx::Result<Self> {
        Ok(Self {
            cases: in_period(&mut *db, asked, period).await?,
            suits: in_period(&mut *db, asked, period).await?,
            parties: in_period(&mut *db, asked, period).await?,
            hearings: in_period(&mut *db, asked, period).await?,
            chains: in_period(&mut *db, asked, period).await?,
            suggestions: in_period(db, asked, period).await?,
        })
    }

    /// Those alone that these figures place; what several of them place is read once.
    pub(crate) async fn placed_by(
        db: &mut PgConnection,
        asked: &Asked,
        period: Period,
        figures: &[&Figure],
    ) -> sqlx::Result<Self> {
        let mut sorts: Vec<&Counting> = Vec::new();
        for Figure { counting, .. } in figures {
            if sorts.iter().all(|known| discriminant(*known) != discriminant(counting)) {
                sorts.push(counting);
            }
        }
        let mut facts = Self::default();
        for sort in sorts {
            match sort {
                Counting::Cases(_) => facts.cases = in_period(&mut *db, asked, period).await?,
                Counting::Suits(_) => facts.suits = in_period(&mut *db, asked, period).await?,
                Counting::Parties(_) => facts.parties = in_period(&mut *db, asked, period).await?,
                Counting::Hearings(_) => facts.hearings = in_period(&mut *db, asked, period).await?,
                Counting::Chains(_) => facts.chains = in_period(&mut *db, asked, period).await?,
                Counting::Suggestions(_) => facts.suggestions = in_period(&mut *db, asked, period).await?,
            }
        }
        Ok(facts)
    }

    /// The cases, lawsuits and suggestions they are of.
    pub(crate) fn streams(&self) -> Vec<Uuid> {
        let cases = self.cases.iter().map(Fact::stream).chain(self.suits.iter().map(Fact::stream));
        let parties = self.parties.iter().map(Fact::stream).chain(self.hearings.iter().map(Fact::stream));
        let rest = self.chains.iter().map(Fact::stream).chain(self.suggestions.iter().map(Fact::stream));
        cases.chain(parties).chain(rest).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Those alone whose organs are so.
    pub(crate) fn keep_only(&mut self, concern: impl Fn(&[Uuid]) -> bool) {
        self.cases.retain(|fact| concern(&fact.organs));
        self.suits.retain(|fact| concern(&fact.organs));
        self.parties.retain(|fact| concern(&fact.organs));
        self.hearings.retain(|fact| concern(&fact.organs));
        self.chains.retain(|fact| concern(&fact.organs));
        self.suggestions.retain(|fact| concern(&fact.organs));
    }
}

#[cfg(test)]
mod tests;
