//! How an entry about a case is put right.

use proto::common::{Amend, Amendment, Entry, Strike};
use proto::reconsideration::CaseCommand;
use proto::reconsideration::case_command::Command;
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::pages::putting_right::{self, Change, Corrected, Found, PutRight};
use crate::registers::cases;
use crate::{Portal, asking};

pub(crate) struct OfCase;

impl Corrected for OfCase {
    type Command = CaseCommand;

    const LIST: &'static str = "/cases";
    const WHOLE: &'static str = "整个案件";
    const TOGETHER: bool = true;

    async fn found(portal: &Portal, person: &Person, id: Uuid, entry: i64) -> Result<Found, Failure> {
        let (told, sheet) = cases::case(portal, person, id).await?.ok_or_else(Failure::no_such_case)?;
        let by = told.iter().find(|told| told.number == entry).ok_or_else(putting_right::no_such_entry)?;
        if !person.may_correct(&by.account, by.recorded_at, portal.inside.clock.now().as_microsecond()) {
            return Err(putting_right::not_his());
        }
        let parties = format!("{} 不服 {}", sheet.names("Applicant"), sheet.respondent_names());
        Ok(Found { called: sheet.number, parties })
    }

    async fn entries(portal: &Portal, id: Uuid) -> Result<(i64, Vec<Entry>), Failure> {
        asking::entries(portal, id).await.map(|answer| (answer.version, answer.entries))
    }

    fn command(entry: i64, PutRight { reason, explanation, change }: PutRight) -> CaseCommand {
        let amendment = Some(Amendment { entry, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend(changes) => {
                let (field, value, also) = putting_right::first(changes);
                Command::Amend(Amend { amendment, field, value, also })
            }
        };
        CaseCommand { command: Some(command) }
    }
}
