use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{bail, ensure};
use backing::postgres::unpack;
use backing::{DataFolder, Failure, Postgres};
use runtime::event_log::{Seal, begin_epoch};

use crate::backup::{MANIFEST, Manifest};
use crate::place::Place;
use crate::purpose::leave_mark;
use crate::reach::logs;
use crate::tools::verify_all;

/// Marks a data folder whose restoration has begun and not yet been found good.
const UNFINISHED: &str = "restoring";

/// Data that was not checked to the end is not to be worked with.
pub(crate) fn refuse_unfinished(data: &Path) -> anyhow::Result<()> {
    ensure!(!data.join(UNFINISHED).exists(), "{} 上次的恢复没有完成，请重新执行 songli restore", data.display());
    Ok(())
}

/// Makes a data folder from a backup. If anything is wrong with it, the folder is left as it was.
pub(crate) async fn restore(place: &Place, file: &Path) -> anyhow::Result<()> {
    fs::File::open(file).map_err(|e| Failure::file(file, e))?;
    let folder = Arc::new(DataFolder::open(&place.data)?);
    let mark = folder.path().join(UNFINISHED);
    if mark.exists() {
        folder.clear();
    } else if folder.path().join("postgres").exists() {
        bail!("{} 里已有数据。只能恢复到空的或还不存在的目录", folder.path().display());
    }
    fs::write(&mark, "").map_err(|e| Failure::file(&mark, e))?;
    let restored = fill(place, file, &folder).await;
    match restored {
        Ok(manifest) => {
            if let Some(purpose) = &manifest.purpose {
                leave_mark(folder.path(), purpose)?;
            }
            fs::remove_file(&mark).map_err(|e| Failure::file(&mark, e))?;
            println!("已恢复 {} 的备份到 {}，可以执行 songli up", manifest.made_at, folder.path().display());
            Ok(())
        }
        Err(failure) => {
            if let Some(folder) = Arc::into_inner(folder) {
                folder.discard();
            }
            Err(failure.context("没有恢复，数据目录保持原样"))
        }
    }
}

async fn fill(place: &Place, file: &Path, folder: &Arc<DataFolder>) -> anyhow::Result<Manifest> {
    let (from, into) = (file.to_owned(), Arc::clone(folder));
    let cluster = tokio::task::spawn_blocking(move || unpack(&from, &into, &[MANIFEST])).await??;
    let manifest: Manifest = serde_json::from_str(&fs::read_to_string(cluster.join(MANIFEST))?)
        .map_err(|e| Failure::BadBackup { file: file.to_owned(), reason: format!("{MANIFEST} 读不懂（{e}）") })?;
    let arch = std::env::consts::ARCH;
    ensure!(manifest.arch == arch, "备份来自 {} 机器，不能在 {arch} 机器上恢复", manifest.arch);

    let postgres = Postgres::start(folder, &place.options()).await?;
    let checked = check(&postgres, &manifest).await;
    postgres.stop().await;
    checked?;
    fs::remove_file(cluster.join(MANIFEST))?;
    Ok(manifest)
}

/// The logs must be whole and hold what the manifest says. They go on under a new epoch, since others may have seen
/// events that this copy lacks; the streams start empty and are filled again from the logs.
async fn check(postgres: &Postgres, manifest: &Manifest) -> anyhow::Result<()> {
    let seals = manifest.heads.iter().map(|(service, seal)| Ok((service.clone(), seal.parse()?)));
    let seals = seals.collect::<anyhow::Result<BTreeMap<String, Seal>>>()?;
    verify_all(postgres.access(), &seals).await?;
    for (_, log) in logs(postgres.access()).await? {
        begin_epoch(&log, &format!("restored from the backup of {}", manifest.made_at)).await?;
        log.close().await;
    }
    Ok(())
}
