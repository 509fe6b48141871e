//! A wire to the broker that can be cut, or held for a while, at the worst moment.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What an acknowledgement of an atomic batch contains, and nothing else that the broker says unasked.
const BATCH_ACKNOWLEDGED: &[u8] = b"\"batch\":";
/// What the last message of an atomic batch contains.
const BATCH_COMPLETE: &[u8] = b"Nats-Batch-Commit";

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It carries everything.
    Open,
    /// The next acknowledgement of a batch is lost, and the connection with it.
    LosesAcknowledgement,
    /// The next batch that is complete is held back, with all that follows.
    HoldsBatch,
}

/// A wire from a client to a broker, through which all that is said goes.
pub struct Wire {
    port: u16,
    mood: Arc<watch::Sender<Mood>>,
    struck: Arc<watch::Sender<bool>>,
    _carriers: JoinSet<()>,
}

impl Wire {
    /// A wire to the broker at this address.
    ///
    /// # Panics
    /// If there is no such address.
    pub async fn to(broker: &str) -> Self {
        let broker = broker.trim_start_matches("nats://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (mood, struck) = (Arc::new(watch::Sender::new(Mood::Open)), Arc::new(watch::Sender::new(false)));
        let mut carriers = JoinSet::new();
        let each = (Arc::clone(&mood), Arc::clone(&struck));
        carriers.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(&broker).await else { continue };
                let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
                let (mood, struck) = each.clone();
                connections.spawn(async move {
                    // The end of either direction is the end of both.
                    tokio::select! {
                        () = carry(from_client, to_server, Mood::HoldsBatch, &mood, &struck) => {}
                        () = carry(from_server, to_client, Mood::LosesAcknowledgement, &mood, &struck) => {}
                    }
                });
            }
        });
        Self { port, mood, struck, _carriers: carriers }
    }

    /// Its own address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// From now on it does this.
    pub fn turns(&self, mood: Mood) {
        self.struck.send_replace(false);
        self.mood.send_replace(mood);
    }

    /// Waits until it has done what it was to do.
    pub async fn has_struck(&self) {
        crate::until("the wire has struck", async || self.struck.borrow().then_some(())).await;
    }
}

async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    strikes_when: Mood,
    mood: &watch::Sender<Mood>,
    struck: &watch::Sender<bool>,
) {
    let sign = if strikes_when == Mood::HoldsBatch { BATCH_COMPLETE } else { BATCH_ACKNOWLEDGED };
    let mut bytes = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let said = &bytes[..count];
        if *mood.borrow() == strikes_when && said.windows(sign.len()).any(|window| window == sign) {
            struck.send_replace(true);
            if strikes_when == Mood::LosesAcknowledgement {
                return;
            }
            let _ = mood.subscribe().wait_for(|mood| *mood == Mood::Open).await;
        }
        if to.write_all(said).await.is_err() {
            return;
        }
    }
}
