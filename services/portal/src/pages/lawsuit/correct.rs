//! How an entry about a lawsuit is put right.

use proto::appearances::LawsuitCommand;
use proto::appearances::lawsuit_command::Command;
use proto::common::{Amend, Amendment, Entry, Strike};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::pages::putting_right::{self, Change, Corrected, Found, PutRight};
use crate::registers::lawsuits;
use crate::{Portal, asking};

pub(crate) struct OfLawsuit;

impl Corrected for OfLawsuit {
    type Command = LawsuitCommand;

    const LIST: &'static str = "/lawsuits";
    const WHOLE: &'static str = "整个案件";
    const TOGETHER: bool = true;

    async fn found(portal: &Portal, person: &Person, id: Uuid, entry: i64) -> Result<Found, Failure> {
        let lawsuit = lawsuits::lawsuit_of(portal, person, id).await?.ok_or_else(Failure::no_such_thing)?;
        putting_right::may(portal, person, id, entry).await?;
        Ok(Found { called: lawsuit.called(), parties: lawsuit.parties_in_short() })
    }

    async fn entries(portal: &Portal, id: Uuid) -> Result<(i64, Vec<Entry>), Failure> {
        asking::lawsuit_entries(portal, id).await.map(|answer| (answer.version, answer.entries))
    }

    fn command(entry: i64, PutRight { reason, explanation, change }: PutRight) -> LawsuitCommand {
        let amendment = Some(Amendment { entry, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend(changes) => {
                let (field, value, also) = putting_right::first(changes);
                Command::Amend(Amend { amendment, field, value, also })
            }
        };
        LawsuitCommand { command: Some(command) }
    }
}
