//! What is published of a log, compared with the log.

use async_nats::jetstream::consumer::{DeliverPolicy, pull};
use futures::StreamExt;
use proto::subject;
use runtime::Bus;
use runtime::event_log::EventLog;

/// A message as it lies in a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Its place in the stream.
    pub sequence: u64,
    /// The position it claims.
    pub position: i64,
    /// The epoch it claims.
    pub epoch: i32,
    /// The event.
    pub bytes: Vec<u8>,
}

/// All that lies in the stream of a service.
pub async fn all(bus: &Bus, service: &str) -> anyhow::Result<Vec<Published>> {
    let mut stream = bus.jetstream.get_stream(subject::stream(service)).await?;
    let count = usize::try_from(stream.info().await?.state.messages)?;
    let from_the_first = pull::OrderedConfig { deliver_policy: DeliverPolicy::All, ..Default::default() };
    let mut messages = stream.create_consumer(from_the_first).await?.messages().await?;
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let message = messages.next().await.ok_or_else(|| anyhow::anyhow!("the stream has ended"))??;
        let header = |name: &str| {
            message.headers.as_ref().and_then(|headers| headers.get(name)).map_or("", |value| value.as_str())
        };
        found.push(Published {
            sequence: message.info().map_err(|error| anyhow::anyhow!(error))?.stream_sequence,
            position: header(subject::POSITION).parse()?,
            epoch: header(subject::EPOCH).parse()?,
            bytes: message.payload.to_vec(),
        });
    }
    Ok(found)
}

/// Whether the stream holds the log: each position once, in order, at the sequence of the same number, with the same
/// bytes. Tells what is wrong.
pub async fn faults(bus: &Bus, log: &EventLog) -> Vec<String> {
    let published = match all(bus, log.service()).await {
        Ok(published) => published,
        Err(error) => return vec![format!("the stream cannot be read: {error:#}")],
    };
    let events = log.read(0, i64::MAX).await.expect("a log");
    let mut faults = Vec::new();
    if published.len() != events.len() {
        faults.push(format!("{} of {} events are published", published.len(), events.len()));
    }
    for (message, event) in published.iter().zip(&events) {
        let sequence = i64::try_from(message.sequence).unwrap_or(i64::MAX);
        if (sequence, message.position) != (event.position, event.position) {
            faults.push(format!("position {} lies at {sequence}, where {} is due", message.position, event.position));
        } else if message.bytes != event.bytes {
            faults.push(format!("position {} is published with other bytes", event.position));
        }
    }
    faults
}
