//! What is looked up before a paper is entered.

use proto::Message;
use proto::suggestions::{SuggestionCommand, suggestion_command};
use runtime::Completion;
use sqlx::PgConnection;

use crate::law;
use crate::registers::reply_months;

/// S-JUD-4: what the place had adopted on the day of the paper for letters without any limit.
#[derive(Debug)]
pub struct LocalDefaults;

impl Completion for LocalDefaults {
    async fn complete(&self, payload: Vec<u8>, db: &mut PgConnection) -> anyhow::Result<Vec<u8>> {
        let Ok(mut message) = SuggestionCommand::decode(payload.as_slice()) else { return Ok(payload) };
        let Some(suggestion_command::Command::Register(registration)) = &mut message.command else {
            return Ok(payload);
        };
        let issued_on = registration.letter.as_ref().map(|letter| letter.issued_on.as_str()).unwrap_or_default();
        let adopted = reply_months::adopted(db, &registration.area, issued_on).await?;
        registration.default_months = adopted.unwrap_or_else(|| law::DEFAULT_MONTHS.into());
        Ok(message.encode_to_vec())
    }
}
