//! Keeps what other services told, as far as it makes facts, and with each event makes the facts of its stream anew.

use std::collections::{BTreeMap, BTreeSet};

use proto::Message;
use runtime::Projection;
use runtime::event_log::Recorded;
use sqlx::{FromRow, PgConnection, query, query_as};
use uuid::Uuid;

use super::cases::{self, Case};
use super::lawsuits::{self, Chain, Hearing, Party, Suit};
use super::rows::{AsOf, put};
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
        self.apply_all(db, std::slice::from_ref(event)).await
    }

    /// What each event makes of its stream is worked out in their order, and then written at once.
    async fn apply_all(&self, db: &mut PgConnection, events: &[Recorded]) -> anyhow::Result<()> {
        let mut told = Vec::new();
        for event in events.iter().filter(|event| makes_facts(event)) {
            told.push((event.envelope.kind.as_str(), Told::of(event)?));
        }
        if told.is_empty() {
            return Ok(());
        }
        keep(&mut *db, &told).await?;
        let histories = histories(&mut *db, &told).await?;
        let mut made = Made::default();
        for (kind, Told { stream, version, position, .. }) in &told {
            let history = histories.get(stream).map(Vec::as_slice).unwrap_or_default();
            let history = &history[..history.partition_point(|told| told.version <= *version)];
            made.take_up(kind, (*stream, *position), history)?;
        }
        put(&mut *db, &made.cases).await?;
        put(&mut *db, &made.suits).await?;
        put(&mut *db, &made.parties).await?;
        put(&mut *db, &made.hearings).await?;
        put(&mut *db, &made.chains).await?;
        put(db, &made.suggestions).await
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

fn makes_facts(event: &Recorded) -> bool {
    let name = &event.envelope.event;
    match event.envelope.kind.as_str() {
        cases::KIND => cases::makes_facts(name),
        lawsuits::KIND => lawsuits::makes_facts(name),
        suggestions::KIND => suggestions::makes_facts(name),
        _ => false,
    }
}

/// The facts of streams from positions on.
#[derive(Default)]
struct Made {
    cases: Vec<AsOf<Case>>,
    suits: Vec<AsOf<Suit>>,
    parties: Vec<AsOf<Party>>,
    hearings: Vec<AsOf<Hearing>>,
    chains: Vec<AsOf<Chain>>,
    suggestions: Vec<AsOf<Suggestion>>,
}

impl Made {
    /// The facts of a stream, from a position on, as its history tells them.
    fn take_up(&mut self, kind: &str, (stream, since): (Uuid, i64), history: &[Told]) -> anyhow::Result<()> {
        match kind {
            cases::KIND => {
                self.cases.push(AsOf { stream, since, facts: cases::made_of(history)?.into_iter().collect() });
            }
            lawsuits::KIND => {
                let made = lawsuits::made_of(history)?;
                self.suits.push(AsOf { stream, since, facts: made.suits });
                self.parties.push(AsOf { stream, since, facts: made.parties });
                self.hearings.push(AsOf { stream, since, facts: made.hearings });
                self.chains.push(AsOf { stream, since, facts: made.chains });
            }
            _ => self.suggestions.push(AsOf { stream, since, facts: suggestions::made_of(history)? }),
        }
        Ok(())
    }
}

async fn keep(db: &mut PgConnection, told: &[(&str, Told)]) -> sqlx::Result<()> {
    let told = || told.iter().map(|(_, told)| told);
    query(
        "INSERT INTO notices.told (stream, version, position, event, on_day, area, payload)
         SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bytea[])",
    )
    .bind(told().map(|told| told.stream).collect::<Vec<_>>())
    .bind(told().map(|told| told.version).collect::<Vec<_>>())
    .bind(told().map(|told| told.position).collect::<Vec<_>>())
    .bind(told().map(|told| told.event.as_str()).collect::<Vec<_>>())
    .bind(told().map(|told| told.on.as_str()).collect::<Vec<_>>())
    .bind(told().map(|told| told.area.as_str()).collect::<Vec<_>>())
    .bind(told().map(|told| told.payload.as_slice()).collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}

/// All that was told of the streams of these, of each in its order.
async fn histories(db: &mut PgConnection, of: &[(&str, Told)]) -> sqlx::Result<BTreeMap<Uuid, Vec<Told>>> {
    let streams: BTreeSet<Uuid> = of.iter().map(|(_, told)| told.stream).collect();
    let told: Vec<Told> = query_as(
        "SELECT stream, version, position, event, on_day, area, payload FROM notices.told
         WHERE stream = ANY ($1) ORDER BY stream, version",
    )
    .bind(streams.into_iter().collect::<Vec<_>>())
    .fetch_all(db)
    .await?;
    let mut histories: BTreeMap<Uuid, Vec<Told>> = BTreeMap::new();
    for told in told {
        histories.entry(told.stream).or_default().push(told);
    }
    Ok(histories)
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
