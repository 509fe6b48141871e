use std::collections::BTreeMap;

use backing::postgres::{Access, Binaries, major_of};
use backing::{DataFolder, Failure, Packages, Postgres};
use runtime::event_log::{self, Seal};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::place::Place;
use crate::restore::refuse_unfinished;
use crate::services::DATABASES;

/// A way to the data, whether `songli up` is running or not.
pub(crate) enum Reach {
    /// Another process has it running.
    Running { access: Access, binaries: Binaries },
    /// We have started the database for the time being.
    Started { postgres: Box<Postgres>, folder: DataFolder },
}

impl Reach {
    pub(crate) async fn open(place: &Place) -> anyhow::Result<Self> {
        let data = std::path::absolute(&place.data)?;
        refuse_unfinished(&data)?;
        let Some(major) = major_of(&data.join("postgres"))? else { return Err(Failure::NoCluster(data).into()) };
        if DataFolder::holder(&data).is_some() {
            let access = Access::to_running(&data)?;
            let packages = Packages::at(place.machine.packages.as_deref());
            let binaries = Binaries::find(place.machine.postgres_bin.as_deref(), &packages, Some(major)).await?;
            return Ok(Self::Running { access, binaries });
        }
        let folder = DataFolder::open(&data)?;
        let postgres = Box::new(Postgres::start(&folder, &place.options()).await?);
        Ok(Self::Started { postgres, folder })
    }

    pub(crate) fn access(&self) -> &Access {
        match self {
            Self::Running { access, .. } => access,
            Self::Started { postgres, .. } => postgres.access(),
        }
    }

    pub(crate) fn binaries(&self) -> &Binaries {
        match self {
            Self::Running { binaries, .. } => binaries,
            Self::Started { postgres, .. } => postgres.binaries(),
        }
    }

    /// Leaves everything as it was found.
    pub(crate) async fn close(self) {
        if let Self::Started { postgres, folder } = self {
            postgres.stop().await;
            drop(folder);
        }
    }
}

/// The logs in this PostgreSQL, by service. A service that has never run has none yet.
pub(crate) async fn logs(access: &Access) -> anyhow::Result<BTreeMap<String, PgPool>> {
    let mut logs = BTreeMap::new();
    for database in access.databases(DATABASES).await? {
        let pool = PgPoolOptions::new().max_connections(2).connect(&access.url(&database)).await?;
        let there: bool = sqlx::query_scalar("SELECT to_regclass('log.head') IS NOT NULL").fetch_one(&pool).await?;
        if there {
            logs.insert(database[DATABASES.len()..].to_owned(), pool);
        }
    }
    Ok(logs)
}

/// The seal at the head of each log.
pub(crate) async fn heads(access: &Access) -> anyhow::Result<BTreeMap<String, Seal>> {
    let mut heads = BTreeMap::new();
    for (service, log) in logs(access).await? {
        heads.insert(service, event_log::head(&log).await?);
        log.close().await;
    }
    Ok(heads)
}
