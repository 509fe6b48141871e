//! Questions about a suggestion. What is lawful now is found by deciding, without storing, so no one else holds a copy of the
//! law.

pub mod entries;
pub mod explain;
pub mod preview;
pub mod steps;
mod words;

use kernel::aggregate::{Aggregate, Occasion};
use runtime::{At, Malformed, Unanswered, read};

use crate::refusal::Refusal;
use crate::suggestion::{Command, Suggestion, SuggestionEvent};

/// The suggestion a question is about, and its version; an empty id asks about one that is yet to come.
async fn suggestion_of(at: &mut At<'_>, id: &[u8]) -> Result<(Suggestion, i64), Unanswered> {
    match read::uuid_if_any("suggestion", id)? {
        Some(id) => Ok(at.aggregate::<Suggestion>(id).await?),
        None => Ok((Suggestion::default(), 0)),
    }
}

/// The suggestion a question is about, which must be there.
async fn known_suggestion_of(at: &mut At<'_>, id: &[u8]) -> Result<(Suggestion, i64), Unanswered> {
    match suggestion_of(at, id).await? {
        (_, 0) => Err(Malformed::field("suggestion", "没有这份建议，请核对").into()),
        found => Ok(found),
    }
}

/// What would become of a suggestion, and what would have happened.
fn tried(
    suggestion: &Suggestion,
    command: Command,
    on: &Occasion,
) -> Result<(Suggestion, Vec<SuggestionEvent>), Refusal> {
    let events = suggestion.decide(command, on)?;
    let after = events.iter().fold(suggestion.clone(), Suggestion::evolve);
    Ok((after, events))
}

#[cfg(test)]
mod tests;
