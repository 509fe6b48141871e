//! `/suggestions/{suggestion}/entries/{entry}`: an entry is put right or struck.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use proto::suggestions::suggestion_command::Command;
use proto::suggestions::{Amend, Amendment, Strike, SuggestionCommand};
use uuid::Uuid;

use crate::access::Person;
use crate::failure::Failure;
use crate::form::{Entered, Reader};
use crate::pages::desk::{self, Desk, Group};
use crate::pages::forms::Form;
use crate::pages::putting_right::{self, Asked, Change, PutRight, Standing, TITLE};
use crate::registers::suggestions::{self, Suggestion};
use crate::{Portal, asking};

struct Correcting {
    person: Person,
    suggestion: Suggestion,
    entry: Standing,
    version: i64,
}

impl Correcting {
    async fn of(
        portal: &Portal,
        person: Person,
        (suggestion, number): (Uuid, i64),
        entered: &Entered,
    ) -> Result<Self, Failure> {
        let suggestion = suggestions::one(portal, &person, suggestion).await?.ok_or_else(Failure::no_such_thing)?;
        putting_right::may(portal, &person, suggestion.line.id, number).await?;
        let told =
            asking::suggestion_entries(portal, suggestion.line.id).await.map(|answer| (answer.version, answer.entries));
        let (entry, version) = putting_right::standing(told, number, entered)?;
        Ok(Self { person, suggestion, entry, version })
    }
}

impl Desk for Correcting {
    type Command = SuggestionCommand;

    fn person(&self) -> &Person {
        &self.person
    }

    fn here(&self) -> &'static str {
        "/suggestions"
    }

    fn to(&self) -> Option<Uuid> {
        Some(self.suggestion.line.id)
    }

    fn form(&self) -> Form {
        let back = format!("/suggestions/{}", self.suggestion.line.id);
        Form {
            case: self.suggestion.line.called().to_owned(),
            parties: self.suggestion.line.organs.clone(),
            ..self.entry.form(back, self.version)
        }
    }

    fn groups(&self, _: &Entered) -> Vec<Group> {
        self.entry.groups()
    }

    fn read(&self, r: &mut Reader<'_>) -> SuggestionCommand {
        let PutRight { reason, explanation, change } = self.entry.read(r);
        let amendment = Some(Amendment { entry: self.entry.number, reason, explanation });
        let command = match change {
            Change::Strike => Command::Strike(Strike { amendment }),
            Change::Amend { field, value } => Command::Amend(Amend { amendment, field, value }),
        };
        SuggestionCommand { command: Some(command) }
    }
}

/// `GET /suggestions/{suggestion}/entries/{entry}`
pub(crate) async fn show(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    desk::show(&portal, &Correcting::of(&portal, person, of, &Entered::default()).await?, asked.draft).await
}

/// `POST /suggestions/{suggestion}/entries/{entry}`
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

/// `POST /suggestions/{suggestion}/entries/{entry}/consequence`
pub(crate) async fn consequence(
    State(portal): State<Portal>,
    person: Person,
    Path(of): Path<(Uuid, i64)>,
    entered: Entered,
) -> Result<Response, Failure> {
    desk::consequence(&portal, &Correcting::of(&portal, person, of, &entered).await?, &entered).await
}
