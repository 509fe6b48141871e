//! `/lawsuits/{lawsuit}/entries/{entry}`: an entry is put right or struck. What follows is said beforehand.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::appearances::lawsuit_command::Command;
use proto::appearances::{Amend, Amendment, LawsuitCommand, Strike};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::Form;
use crate::pages::putting_right::{self, Asked, Change, PutRight, Standing, TITLE};
use crate::registers::lawsuits::{self, Lawsuit};
use crate::{Portal, asking};

struct Correcting {
    person: Person,
    lawsuit: Lawsuit,
    entry: Standing,
    version: i64,
}

impl Correcting {
    async fn of(
        portal: &Portal,
        person: Person,
        (lawsuit, number): (Uuid, i64),
        entered: &Entered,
    ) -> Result<Self, Failure> {
        let lawsuit = lawsuits::lawsuit_of(portal, &person, lawsuit).await?.ok_or_else(Failure::no_such_thing)?;
        putting_right::may(portal, &person, lawsuit.id, number).await?;
        let told = asking::lawsuit_entries(portal, lawsuit.id).await.map(|answer| (answer.version, answer.entries));
        let (entry, version) = putting_right::standing(told, number, entered)?;
        Ok(Self { person, lawsuit, entry, version })
    }
}

impl Desk for Correcting {
    type Command = LawsuitCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/lawsuits"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.lawsuit.id)
    }

    fn form(&self) -> Form {
        let back = format!("/lawsuits/{}", self.lawsuit.id);
        Form {
            case: self.lawsuit.called(),
            parties: self.lawsuit.parties_in_short(),
            ..self.entry.form(back, self.version)
        }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        self.entry.groups()
    }

    fn read(&self, r: &mut Reader<'_>) -> LawsuitCommand {
        let PutRight { reason, explanation, change } = self.entry.read(r);
        let amendment = Some(Amendment { entry: self.entry.number, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend { field, value } => Command::Amend(Amend { amendment, field, value }),
        };
        LawsuitCommand { command: Some(command) }
    }
}

/// `GET /lawsuits/{lawsuit}/entries/{entry}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Correcting::of(&portal, person, of, &Entered::default()).await?, asked.draft).await
}

/// `POST /lawsuits/{lawsuit}/entries/{entry}`
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

/// `POST /lawsuits/{lawsuit}/entries/{entry}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Correcting::of(&portal, person, of, &entered).await?, &entered).await
}
