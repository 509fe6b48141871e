//! Publishes what is in the log to its stream, in order: the event table is the outbox, and there is no second one.
//!
//! The sequence of a message in the stream is the event's position in the log. So the stream itself says how far the
//! relay has come; there is no checkpoint that could disagree with it. Each batch is atomic and names the sequence it
//! must follow, which makes a repeated batch, and a second relay, harmless.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use async_nats::jetstream::stream::{self, Stream};
use async_nats::{HeaderMap, client::Request};
use jiff::Timestamp;
use proto::common::Envelope;
use proto::subject;
use serde::Deserialize;
use uuid::Uuid;

use crate::bus::{Bus, as_position};
use crate::event_log::{Epoch, EventLog, Recorded};
use crate::running::Inside;

/// The most events in one atomic batch; the server takes a thousand.
const BATCH: i64 = 500;
/// How often an idle relay looks for events that another copy appended, and whether the stream is still there.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait after a failure.
const REST: Duration = Duration::from_secs(1);

/// Relays for ever.
pub(crate) async fn run(inside: Inside) {
    let part = format!("{}.relay", inside.log.service());
    loop {
        if let Err(error) = relay(&inside, &part).await {
            inside.progress.trouble(&part, &error);
        }
        tokio::time::sleep(REST).await;
    }
}

async fn relay(inside: &Inside, part: &str) -> anyhow::Result<()> {
    let Inside { log, bus, progress, .. } = inside;
    let mut moved = log.moved();
    let mut stream = bus.stream(log.service()).await?;
    let epoch = log.current_epoch().await?;
    ensure!(epoch.number == log.epoch(), "日志已进入第{}期，本进程仍在第{}期：请重启服务", epoch.number, log.epoch());
    let mut last = end(&mut stream, log, bus).await?;
    progress.well(part);
    loop {
        moved.mark_unchanged();
        let events = log.read(last, BATCH).await?;
        let Some(first) = events.first() else {
            let _ = tokio::time::timeout(LOOK, moved.changed()).await;
            let state = &stream.info().await?.state;
            ensure!(as_position(state.last_sequence)? == last, "流的末尾被他人移动");
            ensure!(whole(state), "流被清空");
            continue;
        };
        ensure!(first.position == last + 1, "日志在{last}之后缺少事件：请运行 songli verify");
        last = publish(bus, log.service(), epoch, last, &events).await?;
        progress.moved();
    }
}

/// The position up to which the stream holds the log; the stream is emptied first if it lacks a part.
async fn end(stream: &mut Stream, log: &EventLog, bus: &Bus) -> anyhow::Result<i64> {
    let state = stream.info().await?.state.clone();
    if !whole(&state) {
        tracing::warn!("stream {} lacks messages and is filled again from the log", subject::stream(log.service()));
        bus.jetstream.delete_stream(subject::stream(log.service())).await?;
        *stream = bus.stream(log.service()).await?;
        return Ok(0);
    }
    agree(stream, log, state.last_sequence).await
}

/// The position of the last message of a stream, if that is an event of the log. It is not if the log was put back to an
/// older state: then nothing is published, and the service's own readers take nothing in.
pub(crate) async fn agree(stream: &Stream, log: &EventLog, last_sequence: u64) -> anyhow::Result<i64> {
    let last = as_position(last_sequence)?;
    if last > 0 {
        let published = stream.get_raw_message(last_sequence).await?;
        let ours = log.read(last - 1, 1).await?;
        let same = ours.first().is_some_and(|event| event.position == last && event.bytes == published.payload);
        if !same {
            bail!(
                "流中第{last}号事件不在日志中：日志可能是从较早的备份恢复的。请停止写入，核对后运行 songli republish {}，它会开启新的一期并按日志重新发布",
                log.service()
            );
        }
    }
    Ok(last)
}

fn whole(state: &stream::State) -> bool {
    state.messages == state.last_sequence
}

/// Publishes events as one atomic batch behind the given position, and tells the position after it.
async fn publish(bus: &Bus, service: &str, epoch: Epoch, after: i64, events: &[Recorded]) -> anyhow::Result<i64> {
    // Another for each attempt: the server must not take what an earlier one, or another relay, has sent for a part of it.
    let batch = bus.client.new_inbox();
    let Some((last, rest)) = events.split_last() else { return Ok(after) };
    let header = |event: &Recorded, nth: usize| {
        let mut headers = headers(event, epoch);
        headers.insert("Nats-Batch-Id", batch.as_str());
        headers.insert("Nats-Batch-Sequence", nth.to_string());
        if nth == 1 {
            headers.insert(async_nats::header::NATS_EXPECTED_LAST_SEQUENCE, after.to_string());
        }
        headers
    };
    for (event, nth) in rest.iter().zip(1..) {
        let to = subject_of(service, &event.envelope);
        bus.client.publish_with_headers(to, header(event, nth), event.bytes.clone().into()).await?;
    }
    let mut headers = header(last, events.len());
    headers.insert("Nats-Batch-Commit", "1");
    let request = Request::new().headers(headers).payload(last.bytes.clone().into());
    let reply = bus.client.send_request(subject_of(service, &last.envelope), request).await?;
    let ack: Ack = serde_json::from_slice(&reply.payload).context("the stream's acknowledgement cannot be read")?;
    if let Some(error) = ack.error {
        bail!("the stream refused a batch after position {after}: {} ({})", error.description, error.err_code);
    }
    ensure!(
        ack.seq == Some(u64::try_from(last.position)?),
        "the stream put position {} at {:?}",
        last.position,
        ack.seq
    );
    Ok(last.position)
}

fn subject_of(service: &str, envelope: &Envelope) -> String {
    subject::event(service, &envelope.area, &envelope.event)
}

/// CloudEvents in its NATS binding, and what our own readers go by.
fn headers(event: &Recorded, epoch: Epoch) -> HeaderMap {
    let Envelope { log, kind, event_id, stream, event: name, recorded_at, .. } = &event.envelope;
    let mut headers = HeaderMap::new();
    headers.insert(async_nats::header::NATS_MESSAGE_ID, format!("{log}-{}-{}", epoch.number, event.position));
    headers.insert(subject::POSITION, event.position.to_string());
    headers.insert(subject::EPOCH, epoch.number.to_string());
    headers.insert(subject::FORK, epoch.after.to_string());
    headers.insert("ce-specversion", "1.0");
    headers.insert("ce-id", uuid_text(event_id));
    headers.insert("ce-source", format!("/songli/{log}"));
    headers.insert("ce-type", format!("songli.{log}.v1.{name}"));
    headers.insert("ce-subject", format!("{kind}/{}", uuid_text(stream)));
    headers.insert("ce-time", Timestamp::from_microsecond(*recorded_at).unwrap_or_default().to_string());
    headers.insert("ce-datacontenttype", "application/protobuf");
    headers
}

fn uuid_text(bytes: &[u8]) -> String {
    Uuid::from_slice(bytes).unwrap_or_default().to_string()
}

#[derive(Deserialize)]
struct Ack {
    seq: Option<u64>,
    error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Refusal {
    err_code: u32,
    description: String,
}
