//! The notices of the quarters that have ended, each issued in its time, and one restated.
//!
//! The service runs only while a notice is made: in between it would look, each day, whether the facts have moved.

use anyhow::{Context as _, bail};
use backing::Private;
use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use notices::notice::Notice;
use portal::PracticePerson;
use proto::common::{Actor, Answer, Command, answer, reply};
use proto::notices::notice_command::Command as OfNotice;
use proto::notices::{
    Approval, Collection, Drafting, Freezing, Issue, NoticeAnswer, NoticeCommand, NoticeQuestion, NoticeStepsAnswer,
    NoticeStepsQuestion, Restated, TypicalCase,
};
use proto::{Message, subject};
use runtime::Running;
use runtime::clock::Clock;
use uuid::Uuid;

use super::story::{DEMONSTRATION, people};
use crate::place::Place;
use crate::together::Together;

/// How many typical cases a notice tells.
const TYPICAL: usize = 2;

/// A notice to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edition {
    /// The last day of its quarter.
    pub quarter_ends: Day,
    /// Whether it restates the one that was issued.
    pub restates: bool,
}

impl Edition {
    fn period(self) -> String {
        format!("{}Q{}", self.quarter_ends.year(), (self.quarter_ends.month() + 2) / 3)
    }
}

/// Makes and issues a notice on the day on which the clock stands.
pub(super) async fn issue(
    place: &Place,
    private: &Private,
    clock: &Clock,
    area: &str,
    edition: Edition,
) -> anyhow::Result<()> {
    let together = Together::start(place, private, [(notices::service(), clock.clone())]).await?;
    together.settled().await?;
    let desk = Desk { running: together.service(notices::NAME)?, on: clock.today(), period: edition.period() };
    let made = desk.make(edition, area).await.with_context(|| format!("{}的通报没有编成", desk.period));
    together.settled().await?;
    together.stop().await;
    made
}

struct Desk<'a> {
    running: &'a Running,
    on: Day,
    period: String,
}

impl Desk<'_> {
    async fn make(&self, edition: Edition, area: &str) -> anyhow::Result<()> {
        let (editor, leader) = (people("通报编写人员")[0], people("领导")[0]);
        let on = self.on.to_string();
        let question = NoticeStepsQuestion { period: self.period.clone(), area: area.to_owned(), id: Vec::new() };
        let steps: NoticeStepsAnswer = self.ask("NoticeSteps", &question).await?;
        let (id, ordinal, restates) = if edition.restates {
            let restated = Restated { notice: steps.id, ..Restated::default() };
            (steps.restatement, steps.ordinal + 1, Some(restated))
        } else {
            (steps.id, steps.ordinal, None)
        };
        let collection = Collection {
            on: on.clone(),
            kind: "Quarterly".to_owned(),
            period: self.period.clone(),
            area: area.to_owned(),
            ordinal,
            restates,
            ..Collection::default()
        };
        self.send(&id, editor, OfNotice::Collect(collection)).await?;
        let freezing = Freezing { on: on.clone(), notice: id.clone(), ..Freezing::default() };
        self.send(&id, editor, OfNotice::Freeze(freezing)).await?;
        let notice: NoticeAnswer = self.ask("Notice", &NoticeQuestion { id: id.clone() }).await?;
        let typical = notice.candidates.into_iter().take(TYPICAL).map(|candidate| TypicalCase {
            item: candidate.item,
            title: candidate.title,
            text: candidate.text,
            ..TypicalCase::default()
        });
        let drafting = Drafting { on: on.clone(), typical: typical.collect(), ..notice.draft.unwrap_or_default() };
        self.send(&id, editor, OfNotice::Draft(drafting)).await?;
        let approval = Approval {
            on: on.clone(),
            name: leader.name.to_owned(),
            post: leader.title().to_owned(),
            opinion: "同意印发".to_owned(),
        };
        self.send(&id, leader, OfNotice::Approve(approval)).await?;
        let (signer, area) = (leader.name.to_owned(), area.to_owned());
        let issue = Issue { on, signer, area, ..Issue::default() };
        self.send(&id, editor, OfNotice::Issue(issue)).await
    }

    async fn send(&self, id: &[u8], by: &PracticePerson, command: OfNotice) -> anyhow::Result<()> {
        let payload = NoticeCommand { command: Some(command) }.encode_to_vec();
        let name = [id, payload.as_slice()].concat();
        let command = Command {
            command_id: Uuid::new_v5(&DEMONSTRATION, &name).as_bytes().to_vec(),
            stream: id.to_vec(),
            actor: Some(Actor { account: by.account.to_owned(), name: by.name.to_owned() }),
            payload,
            ..Command::default()
        };
        match self.running.executor.execute(Notice::KIND, command).await.outcome {
            Some(reply::Outcome::Accepted(_)) => Ok(()),
            other => bail!("没有被接受：{other:?}"),
        }
    }

    async fn ask<A: Message + Default>(&self, question: &str, asked: &impl Message) -> anyhow::Result<A> {
        let subject = subject::ask(notices::NAME, question);
        let said = self.running.bus.client.request(subject, asked.encode_to_vec().into()).await?;
        match Answer::decode(said.payload)?.outcome {
            Some(answer::Outcome::Found(found)) => Ok(A::decode(found.as_slice())?),
            other => bail!("{question} 没有回答：{other:?}"),
        }
    }
}
