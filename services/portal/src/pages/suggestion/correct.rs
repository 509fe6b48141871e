//! How an entry about a suggestion is put right.

use proto::common::{Amendment, Entry, Strike};
use proto::suggestions::suggestion_command::Command;
use proto::suggestions::{Amend, SuggestionCommand};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::pages::putting_right::{self, Change, Corrected, Found, PutRight};
use crate::registers::suggestions;
use crate::{Portal, asking};

pub(crate) struct OfSuggestion;

impl Corrected for OfSuggestion {
    type Command = SuggestionCommand;

    const LIST: &'static str = "/suggestions";
    const WHOLE: &'static str = "整件建议";
    const TOGETHER: bool = false;

    async fn found(portal: &Portal, person: &Person, id: Uuid, entry: i64) -> Result<Found, Failure> {
        let suggestion = suggestions::one(portal, person, id).await?.ok_or_else(Failure::no_such_thing)?;
        putting_right::may(portal, person, id, entry).await?;
        Ok(Found { called: suggestion.line.called().to_owned(), parties: suggestion.line.organs })
    }

    async fn entries(portal: &Portal, id: Uuid) -> Result<(i64, Vec<Entry>), Failure> {
        asking::suggestion_entries(portal, id).await.map(|answer| (answer.version, answer.entries))
    }

    fn command(entry: i64, PutRight { reason, explanation, change }: PutRight) -> SuggestionCommand {
        let amendment = Some(Amendment { entry, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend(changes) => {
                let (field, value, _) = putting_right::first(changes);
                Command::Amend(Amend { amendment, field, value })
            }
        };
        SuggestionCommand { command: Some(command) }
    }
}
