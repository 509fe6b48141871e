//! Stored events are history (`runtime::history`): every form in which one was ever written still reads (`history.json`).
//!
//! A new event, or a new form of one, is added to `forms`; the test then tells the line to add.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic too")]

#[path = "history/forms.rs"]
mod forms;

use runtime::history::{Form, History};
use suggestions::suggestion::Suggestion;

fn history() -> History {
    History::stored(include_str!("history.json")).of::<Suggestion>("songli.suggestions.v1.SuggestionEvent")
}

#[test]
fn every_form_still_says_what_it_said_and_is_written_as_it_was() {
    history().still_reads();
}

#[test]
fn every_event_of_every_kind_occurs_in_the_history() {
    history().is_complete();
}

#[test]
fn every_form_of_today_lies_in_the_history() {
    history().holds(forms::all().iter().map(Form::of::<Suggestion>));
}

#[test]
fn what_was_written_by_a_newer_version_is_said_to_be_so() {
    history().tells_a_newer_version();
}
