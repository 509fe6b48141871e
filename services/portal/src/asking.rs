//! Questions to the services: what is lawful now is never worked out here.

pub(crate) mod notices;

use std::collections::BTreeMap;

use proto::common::{
    Answer, Explanation, Malformed, MovedThing, PreviewQuestion, RecountAnswer, RecountQuestion, Refused, answer,
};
use proto::reconsideration::{EntriesAnswer, EntriesQuestion, ExplainQuestion, StepsAnswer, StepsQuestion};
use proto::{Message, appearances, directory, reconsideration, subject, suggestions};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::kinds::Kind;
use crate::sending::Commanded;
use crate::{Portal, kinds, words};

/// Asks a service, and gives the answer's bytes.
pub(crate) async fn asked(
    portal: &Portal,
    service: &str,
    question: &str,
    content: Vec<u8>,
) -> Result<Vec<u8>, Failure> {
    let away = || Failure::Away("暂时无法查询：消息服务或者业务服务未在运行，可以查阅已有内容，请稍后再试".to_owned());
    let answer = portal.inside.bus.request(subject::ask(service, question), content).await.map_err(|_| away())?;
    match Answer::decode(answer.as_slice()).map_err(anyhow::Error::from)?.outcome {
        Some(answer::Outcome::Found(found)) => Ok(found),
        Some(answer::Outcome::Malformed(wrong)) => Err(Failure::Malformed(wrong.text)),
        Some(answer::Outcome::Unavailable(_)) | None => Err(away()),
    }
}

/// Asks a service.
pub(crate) async fn ask<A: Message + Default>(
    portal: &Portal,
    service: &str,
    question: &str,
    content: &impl Message,
) -> Result<A, Failure> {
    let found = asked(portal, service, question, content.encode_to_vec()).await?;
    Ok(A::decode(found.as_slice()).map_err(anyhow::Error::from)?)
}

/// What a command would do, in the words of its service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preview {
    pub(crate) refused: Option<Refused>,
    pub(crate) malformed: Option<Malformed>,
    /// A period's title, and how it moves.
    pub(crate) moves: Vec<(String, String)>,
    pub(crate) notes: Vec<String>,
}

/// A command whose service tells beforehand what it would do.
pub(crate) trait Previewed: Commanded {
    /// The name of the question.
    const PREVIEW: &'static str;
    /// The answer as the service writes it.
    type Answer: Message + Default + Into<Preview>;
}

impl Preview {
    /// A hearing: what each attendance amounts to stands before the periods.
    fn with_presences(mut self, presences: &[appearances::Presence]) -> Self {
        let amounts = presences.iter().map(|presence| {
            let who = match presence.official_name.as_str() {
                "" => String::new(),
                name => format!("（{name}，{}）", presence.official_post),
            };
            (presence.organ_name.clone(), format!("{}{who}", words::title(words::ATTENDANCE, &presence.status)))
        });
        self.moves.splice(0..0, amounts);
        self
    }
}

/// What each service answers in a message of its own with the same fields.
macro_rules! previewed {
    ($($module:ident { $($command:ident $question:literal,)+ } $(+ $presences:ident)?)+) => { $(
        impl From<$module::PreviewAnswer> for Preview {
            fn from(answer: $module::PreviewAnswer) -> Self {
                let moves = answer.moves.into_iter().map(|moved| {
                    let words = moved.words.strip_prefix(&moved.title).map(str::to_owned).unwrap_or(moved.words);
                    (moved.title, words)
                });
                let (refused, malformed) = (answer.refused, answer.malformed);
                let preview = Self { refused, malformed, moves: moves.collect(), notes: answer.notes };
                $(let preview = preview.with_presences(&answer.$presences);)?
                preview
            }
        }
        $(impl Previewed for $module::$command {
            const PREVIEW: &'static str = $question;
            type Answer = $module::PreviewAnswer;
        })+
    )+ };
}

previewed! {
    reconsideration { CaseCommand "Preview", }
    appearances { LawsuitCommand "LawsuitPreview", HearingCommand "HearingPreview", } + presences
    suggestions { SuggestionCommand "Preview", }
}

/// What a command would do, as the service writes it. One that begins a thing needs none.
pub(crate) async fn previewed<C: Previewed>(
    portal: &Portal,
    to: Option<Uuid>,
    command: &C,
    person: &Person,
) -> Result<C::Answer, Failure> {
    let stream = to.map(|to| to.as_bytes().to_vec()).unwrap_or_default();
    let asked = PreviewQuestion { stream, payload: command.encode_to_vec(), actor: Some(person.actor()) };
    ask(portal, C::KIND.service, C::PREVIEW, &asked).await
}

/// What a command would do.
pub(crate) async fn preview<C: Previewed>(
    portal: &Portal,
    to: Option<Uuid>,
    command: &C,
    person: &Person,
) -> Result<Preview, Failure> {
    Ok(previewed(portal, to, command, person).await?.into())
}

/// What may be done with a case now.
pub(crate) async fn steps(portal: &Portal, case: Uuid) -> Result<StepsAnswer, Failure> {
    ask(portal, kinds::RECONSIDERATION, "Steps", &StepsQuestion { case: bytes(case) }).await
}

/// How a date of a case came about.
pub(crate) async fn explain(portal: &Portal, case: Uuid, clock: &str, party: u32) -> Result<Explanation, Failure> {
    let asked = ExplainQuestion { case: bytes(case), clock: clock.to_owned(), party };
    ask(portal, kinds::RECONSIDERATION, "Explain", &asked).await
}

/// What was entered in a case and stands, with what can be put right in it.
pub(crate) async fn entries(portal: &Portal, case: Uuid) -> Result<EntriesAnswer, Failure> {
    ask(portal, kinds::RECONSIDERATION, "Entries", &EntriesQuestion { case: bytes(case) }).await
}

/// What may be done with a lawsuit now.
pub(crate) async fn lawsuit_steps(portal: &Portal, lawsuit: Uuid) -> Result<appearances::LawsuitStepsAnswer, Failure> {
    let asked = appearances::LawsuitStepsQuestion { lawsuit: bytes(lawsuit) };
    ask(portal, kinds::APPEARANCES, "LawsuitSteps", &asked).await
}

/// What was entered in a lawsuit and stands.
pub(crate) async fn lawsuit_entries(
    portal: &Portal,
    lawsuit: Uuid,
) -> Result<appearances::LawsuitEntriesAnswer, Failure> {
    let asked = appearances::LawsuitEntriesQuestion { lawsuit: bytes(lawsuit) };
    ask(portal, kinds::APPEARANCES, "LawsuitEntries", &asked).await
}

/// How a date of a lawsuit or hearing came about.
pub(crate) async fn explain_appearance(
    portal: &Portal,
    asked: &appearances::ExplainQuestion,
) -> Result<Explanation, Failure> {
    ask(portal, kinds::APPEARANCES, "Explain", asked).await
}

/// What may be done with a hearing now.
pub(crate) async fn hearing_steps(portal: &Portal, hearing: Uuid) -> Result<appearances::HearingStepsAnswer, Failure> {
    let asked = appearances::HearingStepsQuestion { hearing: bytes(hearing), ..Default::default() };
    ask(portal, kinds::APPEARANCES, "HearingSteps", &asked).await
}

/// What may be done with a suggestion now.
pub(crate) async fn suggestion_steps(portal: &Portal, suggestion: Uuid) -> Result<suggestions::StepsAnswer, Failure> {
    let asked = suggestions::StepsQuestion { suggestion: bytes(suggestion) };
    ask(portal, kinds::SUGGESTIONS, "Steps", &asked).await
}

/// What was entered about a suggestion and stands.
pub(crate) async fn suggestion_entries(
    portal: &Portal,
    suggestion: Uuid,
) -> Result<suggestions::EntriesAnswer, Failure> {
    let asked = suggestions::EntriesQuestion { suggestion: bytes(suggestion) };
    ask(portal, kinds::SUGGESTIONS, "Entries", &asked).await
}

/// What the entries of a thing are called, by number; none of what is not kept here.
pub(crate) async fn titles(portal: &Portal, kind: &Kind, id: Uuid) -> Result<BTreeMap<i64, String>, Failure> {
    let entries = match kind {
        kind if *kind == kinds::CASE => entries(portal, id).await?.entries,
        kind if *kind == kinds::LAWSUIT => lawsuit_entries(portal, id).await?.entries,
        kind if *kind == kinds::SUGGESTION => suggestion_entries(portal, id).await?.entries,
        kind if *kind == kinds::HEARING => {
            let entries = hearing_steps(portal, id).await?.entries.into_iter();
            return Ok(entries.map(|entry| (entry.entry, entry.title)).collect());
        }
        _ => Vec::new(),
    };
    Ok(entries.into_iter().map(|entry| (entry.entry, entry.title)).collect())
}

/// How the last day for an addressee's reply came about.
pub(crate) async fn explain_reply(portal: &Portal, suggestion: Uuid, addressee: u32) -> Result<Explanation, Failure> {
    let asked = suggestions::ExplainQuestion { suggestion: bytes(suggestion), addressee };
    ask(portal, kinds::SUGGESTIONS, "Explain", &asked).await
}

/// The holiday arrangements that are known today.
pub(crate) async fn holidays(portal: &Portal, year: i32) -> Result<directory::HolidaysAnswer, Failure> {
    let asked = directory::HolidaysQuestion { on: portal.inside.clock.today().to_string(), year };
    ask(portal, kinds::DIRECTORY, "Holidays", &asked).await
}

/// What a service would count anew if this were the arrangement of a year, with the days as a file has them; or what is
/// wrong with that.
pub(crate) async fn would_move(
    portal: &Portal,
    service: &str,
    year: i32,
    days: &str,
) -> Result<Result<Vec<MovedThing>, Malformed>, Failure> {
    let (mut things, mut after) = (Vec::new(), Vec::new());
    loop {
        let asked = RecountQuestion { year, days: days.to_owned(), after };
        let answer: RecountAnswer = ask(portal, service, "Recount", &asked).await?;
        if let Some(wrong) = answer.malformed {
            return Ok(Err(wrong));
        }
        things.extend(answer.things);
        after = answer.next;
        if after.is_empty() {
            return Ok(Ok(things));
        }
    }
}

/// What holds here on a day, adopted or by default.
pub(crate) async fn settings(portal: &Portal, on: String) -> Result<directory::SettingsInForceAnswer, Failure> {
    let asked = directory::SettingsInForceQuestion { on, area: portal.settings.area.clone() };
    ask(portal, kinds::DIRECTORY, "SettingsInForce", &asked).await
}

/// An id as messages carry it.
pub(crate) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}
