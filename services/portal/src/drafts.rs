//! What is being written: kept under the id of the command it will become. What could not be sent waits here and is sent
//! again by itself under the same id, so that nothing is lost and nothing doubled (S02, S50).

use std::collections::BTreeSet;
use std::time::Duration;

use proto::Message;
use proto::common::Command;
use sqlx::FromRow;
use uuid::Uuid;

use crate::access::Person;
use crate::kinds::{self, Kind};
use crate::sending::{self, Sent};
use crate::{Portal, session};

/// How often what waits is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// A draft.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Draft {
    pub(crate) command_id: Uuid,
    pub(crate) form: String,
    pub(crate) title: String,
    pub(crate) entered: String,
    pub(crate) state: String,
    pub(crate) said: String,
    pub(crate) kept_at: i64,
}

impl Draft {
    /// When it was kept, for people.
    pub(crate) fn kept(&self) -> String {
        let (day, time) = session::moment(self.kept_at);
        format!("{day} {time}")
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.state == "Waiting"
    }

    /// In words.
    pub(crate) fn state_title(&self) -> &'static str {
        match self.state.as_str() {
            "Waiting" => "等待补发",
            "Refused" => "补发未被接受",
            "Sent" => "已补发",
            _ => "草稿",
        }
    }

    /// Where it is gone on with.
    pub(crate) fn address(&self) -> String {
        let sign = if self.form.contains('?') { '&' } else { '?' };
        format!("{}{sign}draft={}", self.form, self.command_id)
    }
}

/// What is to be kept.
pub(crate) struct Kept<'a> {
    pub(crate) command_id: Uuid,
    pub(crate) form: &'a str,
    pub(crate) title: &'a str,
    pub(crate) entered: &'a str,
}

/// Keeps what is being written. What waits to be sent is left as it is.
pub(crate) async fn keep(portal: &Portal, account: &str, kept: &Kept<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO portal.draft (command_id, account, form, title, entered, state, kept_at) VALUES ($1, $2, $3, $4, $5, 'Draft', $6)
         ON CONFLICT (command_id) DO UPDATE SET title = excluded.title, entered = excluded.entered, kept_at = excluded.kept_at,
            state = 'Draft', said = '' WHERE draft.account = excluded.account AND draft.state IN ('Draft', 'Refused')",
    )
    .bind(kept.command_id)
    .bind(account)
    .bind(kept.form)
    .bind(kept.title)
    .bind(kept.entered)
    .bind(portal.instant())
    .execute(portal.inside.pool())
    .await?;
    Ok(())
}

/// Has a command wait until it can be sent again.
pub(crate) async fn let_wait(
    portal: &Portal,
    account: &str,
    kept: &Kept<'_>,
    kind: &Kind,
    command: &Command,
) -> sqlx::Result<()> {
    keep(portal, account, kept).await?;
    sqlx::query(
        "UPDATE portal.draft SET state = 'Waiting', command = $3, kind = $4 WHERE command_id = $1 AND account = $2",
    )
    .bind(kept.command_id)
    .bind(account)
    .bind(command.encode_to_vec())
    .bind(kind.name)
    .execute(portal.inside.pool())
    .await?;
    Ok(())
}

/// It was saved, or is not wanted any more.
pub(crate) async fn discard(portal: &Portal, account: &str, command_id: Uuid) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM portal.draft WHERE command_id = $1 AND account = $2")
        .bind(command_id)
        .bind(account)
        .execute(portal.inside.pool())
        .await?;
    Ok(())
}

const COLUMNS: &str = "SELECT command_id, form, title, entered, state, said, kept_at FROM portal.draft";

/// One of a person's drafts.
pub(crate) async fn of(portal: &Portal, person: &Person, command_id: Uuid) -> sqlx::Result<Option<Draft>> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE account = $1 AND command_id = $2")))
        .bind(&person.account)
        .bind(command_id)
        .fetch_optional(portal.inside.pool())
        .await
}

/// All of a person's drafts, the latest first.
pub(crate) async fn all(portal: &Portal, person: &Person) -> sqlx::Result<Vec<Draft>> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE account = $1 ORDER BY kept_at DESC LIMIT 100")))
        .bind(&person.account)
        .fetch_all(portal.inside.pool())
        .await
}

/// How much of an account waits to be sent.
pub(crate) async fn waiting(portal: &Portal, account: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM portal.draft WHERE account = $1 AND state = 'Waiting'")
        .bind(account)
        .fetch_one(portal.inside.pool())
        .await
}

/// The latest draft of a form, to be offered when the form is opened again.
pub(crate) async fn latest(portal: &Portal, person: &Person, form: &str) -> sqlx::Result<Option<Draft>> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{COLUMNS} WHERE account = $1 AND form = $2 ORDER BY kept_at DESC LIMIT 1"
    )))
    .bind(&person.account)
    .bind(form)
    .fetch_optional(portal.inside.pool())
    .await
}

/// Sends what waits, again and again, for ever.
pub(crate) async fn send_waiting(portal: Portal) {
    loop {
        if let Err(error) = send_each(&portal).await {
            tracing::warn!("waiting commands: {error:#}");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Sends each that waits, the longest waiting first. Behind one that its service did not answer, the others to the same
/// service wait for the next round, so that they come in their order; those to other services go on.
async fn send_each(portal: &Portal) -> anyhow::Result<()> {
    let waiting: Vec<(Uuid, String, Vec<u8>)> = sqlx::query_as(
        "SELECT command_id, kind, command FROM portal.draft WHERE state = 'Waiting' AND command IS NOT NULL ORDER BY kept_at",
    )
    .fetch_all(portal.inside.pool())
    .await?;
    let mut silent = BTreeSet::new();
    for (id, kind, command) in waiting {
        let sendable = kinds::named(&kind).zip(Command::decode(command.as_slice()).ok());
        let (state, said) = match sendable {
            Some((kind, _)) if silent.contains(kind.service) => continue,
            None => ("Refused", "本机程序不认识这条命令，请打开表单核对后重新保存".to_owned()),
            Some((kind, command)) => match sending::send(portal, kind, &command).await {
                Sent::Accepted(_) => ("Sent", String::new()),
                Sent::Refused(refused) => ("Refused", refused.text),
                Sent::Changed(_) => ("Refused", format!("{}在此期间已有变化，请核对后重新保存", kind.title)),
                Sent::Malformed(text) => ("Refused", text),
                Sent::Nothing | Sent::Unknown => {
                    silent.insert(kind.service);
                    continue;
                }
            },
        };
        sqlx::query("UPDATE portal.draft SET state = $2, said = $3 WHERE command_id = $1 AND state = 'Waiting'")
            .bind(id)
            .bind(state)
            .bind(said)
            .execute(portal.inside.pool())
            .await?;
    }
    Ok(())
}
