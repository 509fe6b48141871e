//! The connection to NATS, and the stream that is a log's public copy.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::{self, ErrorCode, stream};
use async_nats::{Client, ConnectOptions, Event, RequestErrorKind};
use proto::subject;
use tokio::sync::watch;

/// The oldest server whose atomic batches and filters can be relied on.
const OLDEST: (u64, u64) = (2, 12);

/// A connection to NATS with JetStream.
#[derive(Clone)]
pub struct Bus {
    /// For requests and replies.
    pub client: Client,
    /// For streams.
    pub jetstream: jetstream::Context,
    connected: watch::Receiver<bool>,
}

/// Why a request has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    /// It was not sent: what it asks for is not done.
    #[error("消息服务或所求的服务未在运行，什么也没有保存：请稍后用同一编号重发")]
    NotSent,
    /// It was sent, and no answer came: what it asks for may have been done.
    #[error("未能确认是否保存：请稍后用同一编号重发")]
    NoAnswer,
    /// It cannot be sent, however often it is tried.
    #[error("内容过大，没有保存：请缩短文字，或者分几次录入")]
    TooLarge,
}

impl Bus {
    /// Connects, and refuses a server that is too old: it would take our requests and silently do something else.
    pub async fn connect(url: &str, user: &str, password: &str, name: &str) -> anyhow::Result<Self> {
        let mut options = ConnectOptions::new().name(name).request_timeout(Some(Duration::from_secs(10)));
        if !user.is_empty() {
            options = options.user_and_password(user.to_owned(), password.to_owned());
        }
        let (connection, connected) = watch::channel(true);
        options = options.event_callback(move |event| {
            match event {
                Event::Connected => connection.send_replace(true),
                Event::Disconnected | Event::Closed => connection.send_replace(false),
                _ => false,
            };
            std::future::ready(())
        });
        let servers: Vec<&str> = url.split(',').map(str::trim).collect();
        let client = options.connect(servers).await.with_context(|| format!("无法连接NATS（{url}）"))?;
        let version = client.server_info().version;
        ensure!(
            new_enough(&version),
            "nats-server版本为{version}，需要2.12或更新：旧版会静默忽略部分设置，请升级后再启动"
        );
        let jetstream = jetstream::new(client.clone());
        Ok(Self { client, jetstream, connected })
    }

    /// Sends a command or a question and waits for the answer. Without a broker it fails at once, and so it does when the
    /// broker goes away while it waits.
    pub async fn request(&self, subject: String, payload: Vec<u8>) -> Result<Vec<u8>, Unreached> {
        let mut connected = self.connected.clone();
        if !*connected.borrow_and_update() {
            return Err(Unreached::NotSent);
        }
        tokio::select! {
            reply = self.client.request(subject, payload.into()) => match reply {
                Ok(reply) => Ok(reply.payload.into()),
                Err(error) => Err(match error.kind() {
                    RequestErrorKind::NoResponders => Unreached::NotSent,
                    RequestErrorKind::MaxPayloadExceeded => Unreached::TooLarge,
                    _ => Unreached::NoAnswer,
                }),
            },
            _ = connected.wait_for(|connected| !connected) => Err(Unreached::NoAnswer),
        }
    }

    /// The stream of a service, made if there is none. It keeps everything for ever.
    pub async fn stream(&self, service: &str) -> anyhow::Result<stream::Stream> {
        let wanted = stream_of(service);
        let stream = self.jetstream.get_or_create_stream(wanted.clone()).await?;
        let echoed = &stream.cached_info().config;
        let differs = [
            ("subjects", echoed.subjects != wanted.subjects),
            ("storage", echoed.storage != wanted.storage),
            ("retention", echoed.retention != wanted.retention),
            ("limits", echoed.max_age != wanted.max_age || echoed.max_bytes > 0 || echoed.max_messages > 0),
            ("allow_atomic", echoed.allow_atomic_publish != wanted.allow_atomic_publish),
            ("allow_direct", echoed.allow_direct != wanted.allow_direct),
            ("deny_delete", echoed.deny_delete != wanted.deny_delete),
        ];
        if let Some((setting, _)) = differs.iter().find(|(_, differs)| *differs) {
            bail!("流{}的设置“{setting}”与所需不符：请删除该流后重启，它会从日志重新填满", wanted.name);
        }
        Ok(stream)
    }

    /// The stream of a service, if there is one yet.
    pub(crate) async fn existing(&self, service: &str) -> anyhow::Result<Option<stream::Stream>> {
        match self.jetstream.get_stream(subject::stream(service)).await {
            Ok(stream) => Ok(Some(stream)),
            Err(error) => match error.kind() {
                GetStreamErrorKind::JetStream(error) if error.error_code() == ErrorCode::STREAM_NOT_FOUND => Ok(None),
                _ => Err(error.into()),
            },
        }
    }

    /// The last position of a service's log that is published; 0 if nothing ever was.
    pub async fn published(&self, service: &str) -> anyhow::Result<i64> {
        match self.existing(service).await? {
            Some(stream) => as_position(stream.cached_info().state.last_sequence),
            None => Ok(0),
        }
    }
}

/// A sequence as a position: they are the same number.
pub(crate) fn as_position(sequence: u64) -> anyhow::Result<i64> {
    i64::try_from(sequence).context("sequence beyond any log")
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= OLDEST
}

fn stream_of(service: &str) -> stream::Config {
    stream::Config {
        name: subject::stream(service),
        subjects: vec![subject::events(service)],
        storage: stream::StorageType::File,
        retention: stream::RetentionPolicy::Limits,
        allow_atomic_publish: true,
        allow_direct: true,
        deny_delete: true,
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn a_server_before_2_12_is_refused() {
        assert!(!new_enough("2.9.10"));
        assert!(!new_enough("2.11.9"));
        assert!(new_enough("2.12.0"));
        assert!(new_enough("2.15.1"));
        assert!(new_enough("3.0.0-beta.1"));
        assert!(!new_enough(""));
    }
}
