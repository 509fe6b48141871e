//! What a person has done when a log and what is published of it have parted.

use anyhow::Context as _;
use async_nats::jetstream::stream::Stream;
use proto::subject;

use crate::bus::{Bus, as_position};
use crate::event_log::{Epoch, EventLog, begin_epoch_after};
use crate::feed::told;

/// Has the stream of a log filled again from the log: the stream is removed, and whichever copy of the service relays
/// makes it anew. If events were published that the log does not have, because it was restored from an older backup, it
/// goes on under a new epoch from where the two part, so that readers know whether they have read too far. Copies that
/// run meanwhile must be started again.
///
/// Interrupted, it is simply repeated.
pub async fn republish(log: &EventLog, bus: &Bus) -> anyhow::Result<Epoch> {
    let mut epoch = log.current_epoch().await?;
    let mut stream = bus.stream(log.service()).await?;
    let state = stream.info().await?.state.clone();
    let end = as_position(state.last_sequence)?;
    // A stream that lacks messages cannot be compared; nobody can read on in it either.
    if state.messages == state.last_sequence && end > 0 {
        let shared = shared(log, &stream, end).await?;
        let (published, _) = told(Some(&stream.get_raw_message(state.last_sequence).await?.headers))?;
        let begun = epoch.number > published.number && epoch.after <= shared;
        if shared < end && !begun {
            epoch = begin_epoch_after(log.pool(), shared, &format!("republished: {end} events were published")).await?;
        }
    }
    bus.jetstream.delete_stream(subject::stream(log.service())).await.context("the stream is not removed")?;
    Ok(epoch)
}

/// The last position at which log and stream have the same event. Each event has an id of its own, so from the first
/// that differs all do.
async fn shared(log: &EventLog, stream: &Stream, end: i64) -> anyhow::Result<i64> {
    let (mut same, mut differs) = (0, end + 1);
    while differs - same > 1 {
        let middle = same + (differs - same) / 2;
        let published = stream.get_raw_message(u64::try_from(middle)?).await?;
        let ours = log.read(middle - 1, 1).await?;
        if ours.first().is_some_and(|event| event.position == middle && event.bytes == published.payload) {
            same = middle;
        } else {
            differs = middle;
        }
    }
    Ok(same)
}
