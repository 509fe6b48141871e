use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use backing::Failure;
use backing::postgres::copy_to;
use serde::{Deserialize, Serialize};
use sqlx::{Connection as _, PgConnection};

use crate::place::Place;
use crate::purpose;
use crate::reach::{Reach, heads};

/// The manifest's name in the cluster's folder, and so in the backup: `tar xzOf FILE songli-backup.json`.
pub(crate) const MANIFEST: &str = "songli-backup.json";

/// What a backup holds at the least. The copy is taken after this was written down.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// When, in China Standard Time.
    pub made_at: String,
    /// By which version of ours.
    pub songli: String,
    /// PostgreSQL's major version: a physical copy is bound to it.
    pub postgres: u32,
    /// The processor: a physical copy is bound to it too.
    pub arch: String,
    /// The mark of a folder that is not for real cases: its copy is not either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The seal at the head of each service's log.
    pub heads: BTreeMap<String, String>,
}

/// Writes one consistent copy of everything to a new file.
pub(crate) async fn backup(place: &Place, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        return Err(Failure::Exists(file.to_owned()).into());
    }
    let reach = Reach::open(place).await?;
    let done = write(place, file, &reach).await;
    reach.close().await;
    let manifest = done?;
    let size = fs::metadata(file)?.len();
    println!(
        "已备份到 {}（{:.1} MB）",
        file.display(),
        f64::from(u32::try_from(size / 1024).unwrap_or(u32::MAX)) / 1024.0
    );
    manifest.heads.iter().for_each(|(service, seal)| println!("  {service}={seal}"));
    Ok(())
}

async fn write(place: &Place, file: &Path, reach: &Reach) -> anyhow::Result<Manifest> {
    let heads = heads(reach.access()).await?;
    let manifest = Manifest {
        made_at: now(reach).await?,
        songli: env!("CARGO_PKG_VERSION").to_owned(),
        postgres: reach.binaries().major,
        arch: std::env::consts::ARCH.to_owned(),
        purpose: purpose::mark(&place.data),
        heads: heads.into_iter().map(|(service, seal)| (service, seal.to_string())).collect(),
    };
    leave(&manifest, &place.data.join("postgres"))?;
    copy_to(file, reach.access(), reach.binaries()).await?;
    Ok(manifest)
}

/// Into the cluster's folder, with the owner of all else there.
fn leave(manifest: &Manifest, cluster: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let (path, fresh) = (cluster.join(MANIFEST), cluster.join(format!("{MANIFEST}.new")));
    fs::write(&fresh, serde_json::to_string_pretty(manifest)?).map_err(|e| Failure::file(&fresh, e))?;
    let owner = fs::metadata(cluster)?;
    chown(&fresh, Some(owner.uid()), Some(owner.gid())).map_err(|e| Failure::file(&fresh, e))?;
    fs::rename(&fresh, &path).map_err(|e| Failure::file(&path, e))?;
    Ok(())
}

async fn now(reach: &Reach) -> anyhow::Result<String> {
    let mut server = PgConnection::connect(&reach.access().url("postgres")).await.context("无法连接数据库")?;
    let now = sqlx::query_scalar("SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')");
    let now = now.fetch_one(&mut server).await?;
    server.close().await?;
    Ok(now)
}
