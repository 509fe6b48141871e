//! The limit of one transaction per command: a single INSERT of the bytes that follow from it. It loads, checks and
//! decides nothing.

use futures::future::BoxFuture;
use sqlx::{Connection, PgConnection};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::Contestant;

/// Its table.
pub const LAYOUT: &str = "CREATE TABLE raw (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)";

/// Connections that are held, not pooled, so that nothing stands between a command and its INSERT.
pub struct Raw {
    connections: Vec<Mutex<PgConnection>>,
    event: Vec<u8>,
}

impl Raw {
    /// Connects. `event` is what one event takes.
    pub async fn connect(url: &str, connections: usize, event: Vec<u8>) -> anyhow::Result<Self> {
        let mut held = Vec::with_capacity(connections);
        for _ in 0..connections {
            held.push(Mutex::new(PgConnection::connect(url).await?));
        }
        Ok(Self { connections: held, event })
    }
}

impl Contestant for Raw {
    fn put(&self, worker: usize, _jar: Uuid, events: u32) -> BoxFuture<'_, anyhow::Result<()>> {
        Box::pin(async move {
            let mut connection = self.connections[worker % self.connections.len()].lock().await;
            let body = (0..events).flat_map(|_| self.event.iter().copied()).collect::<Vec<u8>>();
            sqlx::query("INSERT INTO raw (body) VALUES ($1)").bind(body).execute(&mut *connection).await?;
            Ok(())
        })
    }
}
