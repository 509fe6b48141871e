//! What a command would do, without doing it.

use kernel::aggregate::Occasion;
use proto::common::{self, PreviewQuestion};
use proto::suggestions::PreviewAnswer;
use runtime::{At, Completion as _, Contract, Question, Unanswered, write};

use super::{suggestion_of, tried, words};
use crate::clocks::Clock;
use crate::completion::LocalDefaults;
use crate::suggestion::{Command, Suggestion, SuggestionEvent};

/// While a form is filled in, and before a correction is made: what would follow.
#[derive(Debug)]
pub struct Preview;

impl Question for Preview {
    const NAME: &'static str = "Preview";
    type Asked = PreviewQuestion;
    type Answer = PreviewAnswer;

    async fn answer(&self, at: &mut At<'_>, asked: PreviewQuestion) -> Result<PreviewAnswer, Unanswered> {
        let (suggestion, version) = suggestion_of(at, &asked.stream).await?;
        let on = at.previewing(asked.actor);
        let payload = LocalDefaults.complete(asked.payload, at.db).await?;
        let answer = match Suggestion::command(&payload) {
            Ok(command) => previewed(&suggestion, command, &on),
            Err(wrong) => {
                let malformed = Some(common::Malformed { text: wrong.to_string() });
                PreviewAnswer { malformed, ..PreviewAnswer::default() }
            }
        };
        Ok(PreviewAnswer { version, ..answer })
    }
}

/// What would follow from a command.
#[must_use]
pub fn previewed(suggestion: &Suggestion, command: Command, on: &Occasion) -> PreviewAnswer {
    let (after, events) = match tried(suggestion, command, on) {
        Ok(tried) => tried,
        Err(refusal) => {
            return PreviewAnswer { refused: Some(write::refused(&refusal)), ..PreviewAnswer::default() };
        }
    };
    let moves = words::moves(&suggestion.clocks, &after, on.today);
    let titles: Vec<&str> = events.iter().map(|event| event.fact.described().1).collect();
    let each: Vec<&str> = moves.iter().map(|moved| moved.words.as_str()).collect();
    let words = if each.is_empty() {
        format!("{}，不影响期限", titles.join("、"))
    } else {
        format!("{}：{}", titles.join("、"), each.join("；"))
    };
    PreviewAnswer {
        events: events.iter().map(|event| event.fact.described().0.to_owned()).collect(),
        notes: notes(&events),
        words,
        moves,
        ..PreviewAnswer::default()
    }
}

/// What nothing forbids, and somebody should look at.
fn notes(events: &[SuggestionEvent]) -> Vec<String> {
    let clocks = || events.iter().flat_map(|event| &event.clocks);
    let late = clocks().filter(|clock| clock.is_late());
    let late = late.map(|clock| format!("{}（至{}届满）已经超过", clock.name, clock.due()));
    clocks().filter_map(Clock::warning).chain(late).collect()
}
