//! Questions about a case. What is lawful now is found by deciding, without storing, so no one else holds a copy of the law.

pub mod entries;
pub mod explain;
pub mod preview;
pub mod steps;
mod words;

use kernel::aggregate::{Aggregate, Occasion};
use runtime::{At, Malformed, Unanswered};

use crate::case::{Case, CaseEvent, Command};
use crate::contract::read;
use crate::refusal::Refusal;

/// The case a question is about, and its version; an empty id asks about a case that is yet to come.
async fn case_of(at: &mut At<'_>, id: &[u8]) -> Result<(Case, i64), Unanswered> {
    if id.is_empty() {
        return Ok((Case::default(), 0));
    }
    let id = read::uuid("case", id)?;
    Ok(at.aggregate::<Case>(id).await?)
}

/// The case a question is about, which must be there.
async fn known_case_of(at: &mut At<'_>, id: &[u8]) -> Result<(Case, i64), Unanswered> {
    match case_of(at, id).await? {
        (_, 0) => Err(Malformed::field("case", "没有这个案件，请核对").into()),
        found => Ok(found),
    }
}

/// What would become of a case, and what would have happened.
fn tried(case: &Case, command: Command, on: &Occasion) -> Result<(Case, Vec<CaseEvent>), Refusal> {
    let events = case.decide(command, on)?;
    let after = events.iter().fold(case.clone(), Case::evolve);
    Ok((after, events))
}

#[cfg(test)]
mod tests;
