//! Keeps what other services told, as far as it makes facts, and with each event makes the facts of its stream anew.

use proto::Message;
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::cases::{self, Case};
use super::lawsuits::{self, Chain, Hearing, Party, Suit};
use super::rows::put;
use super::suggestions::{self, Suggestion};
use super::{Listed, Source, Sources};

/// An event as it was told, of one stream.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Told {
    /// The stream.
    pub stream: Uuid,
    /// Its number in the stream.
    pub version: i64,
    /// Its place in the log.
    pub position: i64,
    /// Its name.
    pub event: String,
    /// The day it counts in law.
    #[sqlx(rename = "on_day")]
    pub on: String,
    /// The area of the stream.
    pub area: String,
    /// The other service's own message.
    pub payload: Vec<u8>,
}

impl Told {
    /// An event of another service's log.
    pub fn of(event: &Recorded) -> anyhow::Result<Self> {
        let envelope = &event.envelope;
        Ok(Self {
            stream: event.stream()?,
            version: envelope.version,
            position: event.position,
            event: envelope.event.clone(),
            on: envelope.occurred_on.clone(),
            area: envelope.area.clone(),
            payload: envelope.payload.clone(),
        })
    }

    pub(super) fn source(&self) -> Source {
        let Self { stream, version, position, event, on, .. } = self.clone();
        Source { stream, version, position, event, on }
    }
}

/// The facts and what they were made of.
pub(crate) struct FactsTold;

/// The projection's name, by which the positions of the facts are known.
pub(crate) const FACTS: &str = "facts";

impl Projection for FactsTold {
    const NAME: &'static str = FACTS;
    const READS: &'static [&'static str] = &[cases::LOG, lawsuits::LOG, suggestions::LOG];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let envelope = &event.envelope;
        let makes_facts = match envelope.kind.as_str() {
            cases::KIND => cases::makes_facts(&envelope.event),
            lawsuits::KIND => lawsuits::makes_facts(&envelope.event),
            suggestions::KIND => suggestions::makes_facts(&envelope.event),
            _ => false,
        };
        if !makes_facts {
            return Ok(());
        }
        let told = Told::of(event)?;
        let (stream, position) = (told.stream, told.position);
        keep(&mut *db, &told).await?;
        let history = history(&mut *db, stream).await?;
        match envelope.kind.as_str() {
            cases::KIND => put::<Case>(db, stream, position, cases::made_of(&history)?.as_slice()).await,
            lawsuits::KIND => {
                let made = lawsuits::made_of(&history)?;
                put::<Suit>(&mut *db, stream, position, &made.suits).await?;
                put::<Party>(&mut *db, stream, position, &made.parties).await?;
                put::<Hearing>(&mut *db, stream, position, &made.hearings).await?;
                put::<Chain>(db, stream, position, &made.chains).await
            }
            _ => put::<Suggestion>(db, stream, position, &suggestions::made_of(&history)?).await,
        }
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        for table in [
            "DELETE FROM notices.told",
            "DELETE FROM notices.case_fact",
            "DELETE FROM notices.suit_fact",
            "DELETE FROM notices.party_fact",
            "DELETE FROM notices.hearing_fact",
            "DELETE FROM notices.chain_fact",
            "DELETE FROM notices.suggestion_fact",
        ] {
            query(table).execute(&mut *db).await?;
        }
        Ok(())
    }
}

async fn keep(db: &mut PgConnection, told: &Told) -> sqlx::Result<()> {
    query(
        "INSERT INTO notices.told (stream, version, position, event, on_day, area, payload)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(told.stream)
    .bind(told.version)
    .bind(told.position)
    .bind(&told.event)
    .bind(&told.on)
    .bind(&told.area)
    .bind(&told.payload)
    .execute(db)
    .await?;
    Ok(())
}

async fn history(db: &mut PgConnection, stream: Uuid) -> sqlx::Result<Vec<Told>> {
    query_as(
        "SELECT stream, version, position, event, on_day, area, payload FROM notices.told
         WHERE stream = $1 ORDER BY version",
    )
    .bind(stream)
    .fetch_all(db)
    .await
}

/// The sources of these entries, in their order.
pub(super) fn sources<'t>(told: impl IntoIterator<Item = &'t Told>) -> Sources {
    let mut sources: Vec<Source> = told.into_iter().map(Told::source).collect();
    sources.sort_by_key(|source| source.position);
    sources.dedup();
    Listed(sources)
}

/// Reads the message of an event.
pub(super) fn read<M: Message + Default>(told: &Told) -> anyhow::Result<M> {
    Ok(M::decode(told.payload.as_slice())?)
}

/// An id as messages carry it; none where it is empty: of what is not in the directory.
pub(super) fn id_if_any(bytes: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(bytes).ok().filter(|id| !id.is_nil())
}

/// A day as messages carry it; none where it is empty.
pub(super) fn day(text: &str) -> super::OnDay {
    (!text.is_empty()).then(|| text.to_owned())
}
