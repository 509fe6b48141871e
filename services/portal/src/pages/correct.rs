//! `/cases/{case}/entries/{entry}`: an entry is put right or struck. What follows is said beforehand (S16).

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::reconsideration::case_command::Command;
use proto::reconsideration::{Amend, Amendment, CaseCommand, Strike};
use uuid::Uuid;

use super::desk::{self, Desk, Group};
use super::forms::Form;
use super::putting_right::{self, Asked, Change, PutRight, Standing, TITLE};
use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Reader};
use crate::registers::cases::{self, Sheet};
use crate::{Portal, asking};

struct Correcting {
    person: Person,
    case: Uuid,
    sheet: Sheet,
    entry: Standing,
    version: i64,
}

impl Correcting {
    async fn of(
        portal: &Portal,
        person: Person,
        (case, number): (Uuid, i64),
        entered: &Entered,
    ) -> Result<Self, Failure> {
        let (told, sheet) = cases::case(portal, &person, case).await?.ok_or_else(Failure::no_such_case)?;
        let by = told.iter().find(|told| told.number == number).ok_or_else(putting_right::no_such_entry)?;
        if !person.may_correct(&by.account, by.recorded_at, portal.inside.clock.now().as_microsecond()) {
            return Err(putting_right::not_his());
        }
        let told = asking::entries(portal, case).await.map(|answer| (answer.version, answer.entries));
        let (entry, version) = putting_right::standing(told, number, entered)?;
        Ok(Self { person, case, sheet, entry, version })
    }
}

impl Desk for Correcting {
    type Command = CaseCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/cases"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.case)
    }

    fn form(&self) -> Form {
        Form {
            case: self.sheet.number.clone(),
            parties: format!("{} 不服 {}", self.sheet.names("Applicant"), self.sheet.respondent_names()),
            ..self.entry.form(format!("/cases/{}", self.case), self.version)
        }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        self.entry.groups()
    }

    fn read(&self, r: &mut Reader<'_>) -> CaseCommand {
        let PutRight { reason, explanation, change } = self.entry.read(r);
        let amendment = Some(Amendment { entry: self.entry.number, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend { field, value } => Command::Amend(Amend { amendment, field, value }),
        };
        CaseCommand { command: Some(command) }
    }
}

/// `GET /cases/{case}/entries/{entry}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Correcting::of(&portal, person, of, &Entered::default()).await?, asked.draft).await
}

/// `POST /cases/{case}/entries/{entry}`
pub(crate) async fn save(
    State(portal): State<Portal>,
    Path(of): Path<(Uuid, i64)>,
    uri: Uri,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    match desk::sender(&portal, &headers, &entered, &uri, TITLE).await? {
        Ok(person) => desk::save(&portal, &Correcting::of(&portal, person, of, &entered).await?, entered).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /cases/{case}/entries/{entry}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Correcting::of(&portal, person, of, &entered).await?, &entered).await
}
