//! A notice made and issued the way its editor does, and its paper.

use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use kernel::aggregate::Aggregate as _;
use notices::notice::Notice;
use proto::Message as _;
use proto::notices::notice_command::Command as OfNotice;
use proto::notices::{
    Approval, Collection, Drafting, Freezing, Issue, NoticeAnswer, NoticeCommand, NoticeQuestion, NoticeStepsAnswer,
    NoticeStepsQuestion,
};
use songli_tests::{System, accepted, command};
use uuid::Uuid;

use crate::memory;

/// How long a paper may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// A notice that was issued.
pub struct Made {
    /// From the first command to the last.
    pub issued: Duration,
    /// From there until its paper is kept; none where there is no type-setter.
    pub type_set: Option<Duration>,
    /// How many pages it has.
    pub pages: u32,
    /// What all processes take when it is done, in bytes.
    pub memory: u64,
}

impl Made {
    /// Makes that of a quarter.
    pub async fn of(system: &System, period: &str) -> anyhow::Result<Self> {
        let desk = Desk { system, on: system.today().to_string() };
        let type_setter = TypeSetter::start(system)?;
        let question = NoticeStepsQuestion { period: period.to_owned(), area: AREA.to_owned(), id: Vec::new() };
        let steps: NoticeStepsAnswer = system.ask(notices::NAME, "NoticeSteps", &question).await;
        let begun = Instant::now();
        desk.make(&steps, period).await?;
        let issued = begun.elapsed();
        let mut made = Self { issued, type_set: None, pages: 0, memory: 0 };
        if type_setter.is_some() {
            let begun = Instant::now();
            made.pages = desk.paper(&steps.id).await?;
            made.type_set = Some(begun.elapsed());
        }
        made.memory = memory::of_all(std::process::id())?;
        Ok(made)
    }
}

/// Whose notice it is.
const AREA: &str = "610327";

struct Desk<'a> {
    system: &'a System,
    on: String,
}

impl Desk<'_> {
    async fn make(&self, steps: &NoticeStepsAnswer, period: &str) -> anyhow::Result<()> {
        let (on, area) = (self.on.clone(), AREA.to_owned());
        let id = &steps.id;
        let (kind, period, ordinal) = ("Quarterly".to_owned(), period.to_owned(), steps.ordinal);
        let collection =
            Collection { on: on.clone(), kind, period, area: area.clone(), ordinal, ..Collection::default() };
        self.send(id, OfNotice::Collect(collection)).await?;
        self.send(id, OfNotice::Freeze(Freezing { on: on.clone(), notice: id.clone(), ..Freezing::default() })).await?;
        let drafting = Drafting { on: on.clone(), ..self.notice(id).await.draft.unwrap_or_default() };
        self.send(id, OfNotice::Draft(drafting)).await?;
        let (name, post) = ("马国栋".to_owned(), "副县长".to_owned());
        let approval = Approval { on: on.clone(), name: name.clone(), post, opinion: "同意印发".to_owned() };
        self.send(id, OfNotice::Approve(approval)).await?;
        self.send(id, OfNotice::Issue(Issue { on, signer: name, area, ..Issue::default() })).await
    }

    async fn send(&self, id: &[u8], told: OfNotice) -> anyhow::Result<()> {
        let payload = NoticeCommand { command: Some(told) }.encode_to_vec();
        let command = command(self.system.clock.new_id(), Uuid::from_slice(id)?, payload);
        accepted(self.system.send(notices::NAME, Notice::KIND, &command).await);
        self.system.settled().await;
        Ok(())
    }

    async fn notice(&self, id: &[u8]) -> NoticeAnswer {
        self.system.ask(notices::NAME, "Notice", &NoticeQuestion { id: id.to_vec() }).await
    }

    /// Waits for the paper and tells its pages.
    async fn paper(&self, id: &[u8]) -> anyhow::Result<u32> {
        let kept = async {
            loop {
                let pages = self.notice(id).await.paper_pages;
                if pages > 0 {
                    return pages;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, kept).await.context("the paper has not come")
    }
}

/// The program that type-sets, if it has been built beside this one.
struct TypeSetter(Child);

impl TypeSetter {
    fn start(system: &System) -> anyhow::Result<Option<Self>> {
        let program = std::env::current_exe()?.with_file_name("songli-paper");
        if !program.exists() {
            return Ok(None);
        }
        let child = Program::new(program)
            .env("SONGLI_NATS_URL", system.nats.url())
            .env("SONGLI_NATS_USER", system.nats.user())
            .env("SONGLI_NATS_PASSWORD", system.nats.password())
            .stdin(Stdio::null())
            .spawn()?;
        Ok(Some(Self(child)))
    }
}

impl Drop for TypeSetter {
    fn drop(&mut self) {
        // It keeps nothing.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
