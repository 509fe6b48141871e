//! Two small services for tests of the machinery: a pantry that keeps jars and counts what is in them, and a cellar that
//! keeps a likeness of each. Whatever is done twice or left out shows in a sum.

use std::collections::BTreeMap;

use kernel::day::Day;
use runtime::event_log::{EventLog, Recorded};
use runtime::{Contract, Order, Projection, Reaction, Service, Timer};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::jar::{self, Jar, JarEvent, put};

/// A pantry: jars, and a shelf on which they are counted. A timer of its own is [`Feeder`].
pub fn pantry() -> Service {
    Service::new("pantry").aggregate::<Jar>().projection(Shelf).layout(sqlx::migrate!("src/pantry"))
}

/// A cellar: for each bean in the pantry one in a jar down here.
pub fn cellar() -> Service {
    Service::new("cellar").aggregate::<Jar>().reaction(Mirror)
}

/// A larder: it has a shelf of its own, on which the pantry's jars are counted.
pub fn larder() -> Service {
    Service::new("larder").projection(Shelf).layout(sqlx::migrate!("src/pantry"))
}

/// The cellar's likeness of a jar.
#[must_use]
pub fn likeness(jar: Uuid) -> Uuid {
    Uuid::new_v5(&jar, b"likeness")
}

/// What is in a jar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many beans.
    pub beans: i64,
    /// In how many goes.
    pub puts: i64,
    /// Whether the lid is on.
    pub closed: bool,
}

/// The read model. It adds up, so an event that is applied twice is counted twice.
pub struct Shelf;

impl Projection for Shelf {
    const NAME: &'static str = "shelf";
    const READS: &'static [&'static str] = &["pantry"];

    async fn apply(&self, db: &mut PgConnection, event: &Recorded) -> anyhow::Result<()> {
        let (jar, change) = (event.stream()?, Jar::read(&event.envelope.payload)?);
        let statement = match change {
            JarEvent::BeansPut { beans, .. } => sqlx::query(
                "INSERT INTO pantry.shelf AS s (jar, beans, puts) VALUES ($1, $2, 1)
                 ON CONFLICT (jar) DO UPDATE SET beans = s.beans + excluded.beans, puts = s.puts + 1",
            )
            .bind(jar)
            .bind(i64::from(beans)),
            JarEvent::JarClosed { .. } => sqlx::query(
                "INSERT INTO pantry.shelf (jar, beans, puts, closed) VALUES ($1, 0, 0, true)
                 ON CONFLICT (jar) DO UPDATE SET closed = true",
            )
            .bind(jar),
        };
        statement.execute(db).await?;
        Ok(())
    }

    async fn clear(&self, db: &mut PgConnection) -> anyhow::Result<()> {
        sqlx::query("DELETE FROM pantry.shelf").execute(db).await?;
        Ok(())
    }
}

/// The reaction: beans put into the pantry's jar are put into its likeness too.
pub struct Mirror;

impl Reaction for Mirror {
    const NAME: &'static str = "mirror";
    const READS: &'static str = "pantry";

    async fn react(&self, _: &mut PgConnection, event: &Recorded) -> anyhow::Result<Vec<Order>> {
        Ok(match Jar::read(&event.envelope.payload)? {
            JarEvent::BeansPut { beans, .. } => vec![jar::order(likeness(event.stream()?), "mirror", put(beans, 1))],
            JarEvent::JarClosed { .. } => Vec::new(),
        })
    }
}

/// The timer: every day one bean for each jar on the shelf that is open.
pub struct Feeder;

impl Timer for Feeder {
    const NAME: &'static str = "feeder";

    async fn due(&self, db: &mut PgConnection, day: Day) -> anyhow::Result<Vec<Order>> {
        let open: Vec<Uuid> =
            sqlx::query_scalar("SELECT jar FROM pantry.shelf WHERE NOT closed ORDER BY jar").fetch_all(db).await?;
        Ok(open.into_iter().map(|jar| jar::order(jar, &day.to_string(), put(1, 1))).collect())
    }
}

/// What the read model says.
pub async fn on_shelf(pool: &PgPool) -> BTreeMap<Uuid, Count> {
    let rows: Vec<(Uuid, i64, i64, bool)> =
        sqlx::query_as("SELECT jar, beans, puts, closed FROM pantry.shelf").fetch_all(pool).await.expect("a shelf");
    rows.into_iter().map(|(jar, beans, puts, closed)| (jar, Count { beans, puts, closed })).collect()
}

/// What the events of a log amount to, whether the pantry's or the cellar's.
pub async fn in_log(log: &EventLog) -> BTreeMap<Uuid, Count> {
    let mut jars: BTreeMap<Uuid, Count> = BTreeMap::new();
    for event in log.read(0, i64::MAX).await.expect("a log") {
        let jar = jars.entry(event.stream().expect("a jar")).or_default();
        match Jar::read(&event.envelope.payload).expect("a jar's event") {
            JarEvent::BeansPut { beans, .. } => {
                jar.beans += i64::from(beans);
                jar.puts += 1;
            }
            JarEvent::JarClosed { .. } => jar.closed = true,
        }
    }
    jars
}
