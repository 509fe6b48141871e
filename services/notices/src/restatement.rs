//! Facts recorded after a notice was issued never change it: where they change what it printed, a restatement is offered;
//! and when a notice that restates another is issued, the other is marked as restated.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kernel::aggregate::Aggregate as _;
use kernel::day::Day;
use kernel::word::Word as _;
use proto::Message;
use proto::notices::notice_command::Command;
use proto::notices::{LogPosition, NoticeCommand, Offer, Restating};
use runtime::event_log::Recorded;
use runtime::{Contract as _, Order, Reaction, Timer};
use sqlx::PgConnection;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::facts::{Asked, Positions};
use crate::manifest::{self, Ground};
use crate::notice::freezing::Frozen;
use crate::notice::{Event, Notice, Stage};
use crate::notices;

/// Looks at each issued notice when facts of its period have changed.
#[derive(Default)]
pub(crate) struct Offers {
    /// The notices in force, with how far they were looked at.
    watched: Mutex<HashMap<Uuid, Watched>>,
}

struct Watched {
    frozen: Frozen,
    until: Positions,
}

impl Timer for Offers {
    const NAME: &'static str = "restatement-offers";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let mut watched = self.watched.lock().await;
        let lines = notices::all(&mut *db).await?;
        let issued: Vec<Uuid> =
            lines.iter().filter(|line| line.stage == Stage::Issued.english()).map(|line| line.id).collect();
        watched.retain(|id, _| issued.contains(id));
        let positions = manifest::positions(&mut *db).await?;
        let mut orders = Vec::new();
        for id in issued {
            let watched = match watched.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => match Watched::begun(&mut *db, id).await? {
                    Some(begun) => new.insert(begun),
                    None => continue,
                },
            };
            orders.extend(watched.look(&mut *db, id, day, &positions).await?);
        }
        Ok(orders)
    }
}

impl Watched {
    /// A notice as it was issued.
    async fn begun(db: &mut PgConnection, id: Uuid) -> anyhow::Result<Option<Self>> {
        let (notice, _) = notices::notice(db, id).await?;
        Ok(notice.frozen.map(|frozen| {
            let until = manifest::of(&frozen.manifest.message().positions);
            Self { frozen, until }
        }))
    }

    /// What is to be offered now, if that is another thing than the notice bears. Only when it bears it is it dealt with: an
    /// order that is not carried out is given again.
    async fn look(
        &mut self,
        db: &mut PgConnection,
        id: Uuid,
        day: Day,
        positions: &[LogPosition],
    ) -> anyhow::Result<Option<Order>> {
        let Ground { asked, scope } = Ground::frozen(&self.frozen.manifest.message())?;
        let (since, now) = (Asked { positions: self.until.clone(), ..asked }, manifest::of(positions));
        if !since.have_changed(&mut *db, scope.period).await? {
            self.until = now;
            return Ok(None);
        }
        let changes = manifest::changes_since(&mut *db, &self.frozen, now.clone()).await?;
        let (notice, version) = notices::notice(db, id).await?;
        if changes == notice.offer.map(|offer| offer.content.message().changes).unwrap_or_default() {
            self.until = now;
            return Ok(None);
        }
        Ok(Some(order(id, version, Offer { on: day.to_string(), positions: positions.to_vec(), changes })))
    }
}

/// Has an offer made to a notice that is at a version. Once it is made, the notice is at another. The positions would not
/// tell it from others: facts that were filled again say another thing at the same ones.
fn order(notice: Uuid, version: i64, offer: Offer) -> Order {
    let payload = NoticeCommand { command: Some(Command::OfferRestatement(offer)) }.encode_to_vec();
    Order { kind: Notice::KIND, stream: notice, area: String::new(), key: version.to_string(), payload }
}

/// Marks the notice that another one restates.
pub(crate) struct Restated;

impl Reaction for Restated {
    const NAME: &'static str = "restated";
    const READS: &'static str = crate::NAME;

    async fn react(&self, _db: &mut PgConnection, event: &Recorded) -> anyhow::Result<Vec<Order>> {
        if event.envelope.kind != Notice::KIND || event.envelope.event != "Issued" {
            return Ok(Vec::new());
        }
        let Event::Issued(issued) = Notice::read(&event.envelope.payload)? else { return Ok(Vec::new()) };
        let Some(restated) = issued.restates else { return Ok(Vec::new()) };
        let restating = Restating {
            on: issued.on.to_string(),
            by: event.envelope.stream.clone(),
            number: issued.number.text.to_string(),
        };
        let payload = NoticeCommand { command: Some(Command::MarkRestated(restating)) }.encode_to_vec();
        let key = "restated".to_owned();
        Ok(vec![Order { kind: Notice::KIND, stream: restated, area: String::new(), key, payload }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_made_after_another_is_another_order_though_nothing_was_told_in_between() {
        let key = |version| order(Uuid::nil(), version, Offer::default()).key;
        assert_eq!(key(7), key(7));
        assert_ne!(key(7), key(8));
    }
}
