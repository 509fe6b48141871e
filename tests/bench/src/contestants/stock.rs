//! `postgres-es`, the way its documentation shows it, on the very same aggregate.

use std::sync::Arc;

use anyhow::anyhow;
use futures::future::BoxFuture;
use kernel::actor::Actor;
use kernel::aggregate::Occasion;
use kernel::calendar::Calendar;
use postgres_es::{PostgresCqrs, default_postgress_pool, postgres_cqrs};
use runtime::Decider;
use runtime::clock::Clock;
use songli_tests::jar::{Jar, JarCommand};
use sqlx_of_stock::PgPool;
use sqlx_of_stock::postgres::PgPoolOptions;
use uuid::Uuid;

use super::{Contestant, put};

/// The table of its documentation (`db/init.sql`).
pub const LAYOUT: &str = "
CREATE TABLE events
(
    aggregate_type text                         NOT NULL,
    aggregate_id   text                         NOT NULL,
    sequence       bigint CHECK (sequence >= 0) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
)";

/// The pool its documentation shows.
pub const OWN_POOL: u32 = 10;

/// The framework over its own repository.
pub struct Stock {
    pool: PgPool,
    cqrs: PostgresCqrs<Decider<Jar>>,
}

impl Stock {
    /// Connects with a pool of that size.
    pub async fn connect(url: &str, connections: u32) -> anyhow::Result<Self> {
        let pool = match connections {
            OWN_POOL => default_postgress_pool(url).await,
            _ => PgPoolOptions::new().max_connections(connections).connect(url).await?,
        };
        let occasion = Occasion {
            today: Clock::machine().today(),
            actor: Actor { account: "ceshi".to_owned(), name: "测试员".to_owned() },
            calendar: Arc::new(Calendar::shipped()),
        };
        Ok(Self { cqrs: postgres_cqrs(pool.clone(), vec![], occasion), pool })
    }

    /// Lets its connections go.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Its pool.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}

impl Contestant for Stock {
    fn put(&self, _worker: usize, jar: Uuid, events: u32) -> BoxFuture<'_, anyhow::Result<()>> {
        Box::pin(async move {
            let done = self.cqrs.execute(&jar.to_string(), JarCommand::Put(put(events))).await;
            done.map_err(|error| anyhow!("postgres-es: {error:?}"))
        })
    }
}
