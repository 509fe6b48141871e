//! Questions to the service that keeps the cases: what is lawful now is never worked out here.

use proto::common::{Answer, answer};
use proto::reconsideration::{
    CaseCommand, EntriesAnswer, EntriesQuestion, ExplainAnswer, ExplainQuestion, PreviewAnswer, PreviewQuestion,
    StepsAnswer, StepsQuestion,
};
use proto::{Message, subject};
use uuid::Uuid;

use crate::Portal;
use crate::access::Person;
use crate::failure::Failure;
use crate::sending::CASES;

/// Asks, and gives the answer's bytes.
pub(crate) async fn asked(portal: &Portal, question: &str, content: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let away = || Failure::Away("暂时无法查询：消息服务或者复议服务未在运行，可以查阅已有内容，请稍后再试".to_owned());
    let answer = portal.inside.bus.request(subject::ask(CASES, question), content).await.map_err(|_| away())?;
    match Answer::decode(answer.as_slice()).map_err(anyhow::Error::from)?.outcome {
        Some(answer::Outcome::Found(found)) => Ok(found),
        Some(answer::Outcome::Malformed(wrong)) => Err(Failure::Malformed(wrong.text)),
        Some(answer::Outcome::Unavailable(_)) | None => Err(away()),
    }
}

async fn ask<A: Message + Default>(portal: &Portal, question: &str, content: &impl Message) -> Result<A, Failure> {
    let found = asked(portal, question, content.encode_to_vec()).await?;
    Ok(A::decode(found.as_slice()).map_err(anyhow::Error::from)?)
}

/// What may be done with a case now.
pub(crate) async fn steps(portal: &Portal, case: Uuid) -> Result<StepsAnswer, Failure> {
    ask(portal, "Steps", &StepsQuestion { case: case.as_bytes().to_vec() }).await
}

/// What a command would do.
pub(crate) async fn preview(
    portal: &Portal,
    case: Option<Uuid>,
    command: &CaseCommand,
    person: &Person,
) -> Result<PreviewAnswer, Failure> {
    let case = case.map(|case| case.as_bytes().to_vec()).unwrap_or_default();
    let asked = PreviewQuestion { case, payload: command.encode_to_vec(), actor: Some(person.actor()) };
    ask(portal, "Preview", &asked).await
}

/// How a date came about.
pub(crate) async fn explain(portal: &Portal, case: Uuid, clock: &str, party: u32) -> Result<ExplainAnswer, Failure> {
    let asked = ExplainQuestion { case: case.as_bytes().to_vec(), clock: clock.to_owned(), party };
    ask(portal, "Explain", &asked).await
}

/// What was entered and stands, with what can be put right in it.
pub(crate) async fn entries(portal: &Portal, case: Uuid) -> Result<EntriesAnswer, Failure> {
    ask(portal, "Entries", &EntriesQuestion { case: case.as_bytes().to_vec() }).await
}
