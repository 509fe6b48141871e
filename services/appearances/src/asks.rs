//! Questions about lawsuits and hearings. What is lawful now is found by deciding, without storing, so no one else holds a
//! copy of the law.

pub mod entries;
pub mod explain;
pub mod hearing_steps;
pub mod lawsuit_steps;
pub mod preview;
mod words;

use kernel::aggregate::{Aggregate, Occasion};
use proto::appearances::Step;
use runtime::{At, Contract, Malformed, Unanswered};
use uuid::Uuid;

use crate::contract::read;
use crate::lawsuit::{Command, Lawsuit, LawsuitEvent};
use crate::refusal::Refusal;

/// What a question is about, and its version; an empty id asks about one that is yet to come.
async fn found<A: Contract>(at: &mut At<'_>, field: &str, id: &[u8]) -> Result<(A, i64), Unanswered> {
    if id.is_empty() {
        return Ok((A::default(), 0));
    }
    let id = read::uuid(field, id)?;
    Ok(at.aggregate::<A>(id).await?)
}

/// The lawsuit a question is about, which must be there.
async fn lawsuit_of(at: &mut At<'_>, id: &[u8]) -> Result<(Lawsuit, i64), Unanswered> {
    match found(at, "lawsuit", id).await? {
        (_, 0) => Err(Malformed::field("lawsuit", "没有这个应诉案件，请核对").into()),
        found => Ok(found),
    }
}

/// What would become of a lawsuit, and what would have happened.
fn tried(lawsuit: &Lawsuit, command: Command, on: &Occasion) -> Result<(Lawsuit, Vec<LawsuitEvent>), Refusal> {
    let events = lawsuit.decide(command, on)?;
    let after = events.iter().fold(lawsuit.clone(), Lawsuit::evolve);
    Ok((after, events))
}

/// A step by its names, before it is known what it would do.
fn step(command: &str, title: &str, article: &str, fields: &str) -> Step {
    Step {
        command: command.to_owned(),
        title: title.to_owned(),
        article: article.to_owned(),
        fields: fields.split_whitespace().map(str::to_owned).collect(),
        ..Step::default()
    }
}

/// An id for what is only tried.
fn somewhere(id: &[u8]) -> Uuid {
    Uuid::from_slice(id).unwrap_or(Uuid::max())
}

#[cfg(test)]
mod tests;
