use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use super::{Access, Binaries, cluster};
use crate::{DataFolder, Failure, tool};

/// Writes one consistent physical copy of the whole running cluster to `file`, which must not exist.
///
/// The copy is written under another name and gets its own when it is complete and on disk.
pub async fn copy_to(file: &Path, access: &Access, binaries: &Binaries) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::Exists(file.to_owned()));
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let done = write_copy(&part, access, binaries).await;
    let done = done.and_then(|()| fs::rename(&part, file).map_err(|e| Failure::file(file, e)));
    if done.is_err() {
        let _ = fs::remove_file(&part);
        return done;
    }
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(|e| Failure::file(parent, e))
}

async fn write_copy(part: &Path, access: &Access, binaries: &Binaries) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let options = File::options().write(true).create(true).truncate(true).mode(0o600).open(part);
    let out = options.map_err(|e| Failure::file(part, e))?;
    let to_sync = out.try_clone().map_err(|e| Failure::file(part, e))?;
    let mut copy = tool::command(&binaries.program("pg_basebackup"), None);
    copy.args(["--format=tar", "--wal-method=fetch", "--gzip", "--checkpoint=fast", "--no-password", "--pgdata=-"]);
    copy.arg("--username").arg(super::access::USER).arg("--host").arg(access.sockets());
    copy.env("PGPASSWORD", access.password());
    match tool::run_into(out, "pg_basebackup", copy).await {
        Ok(()) => to_sync.sync_all().map_err(|e| Failure::file(part, e)),
        Err(Failure::ToolFailed { output, .. }) if output.contains("No space left on device") => {
            Err(Failure::DiskFull(part.to_owned()))
        }
        Err(other) => Err(other),
    }
}

/// Unpacks such a copy as the cluster of a data folder that has none: all of it, or nothing.
///
/// `must_hold` names files without which it is some other archive.
pub fn unpack(file: &Path, folder: &DataFolder, must_hold: &[&str]) -> Result<PathBuf, Failure> {
    let data = folder.path().join("postgres");
    if data.exists() {
        return Err(Failure::Exists(data));
    }
    cluster::clear_half_made(folder.path())?;
    let scratch = folder.servers_own(&format!("postgres.new-{}", std::process::id()))?;
    let done = unpack_into(&scratch, file, folder).and_then(|()| {
        let missing = must_hold.iter().chain(&["PG_VERSION", "backup_label", "global/pg_control"]);
        match missing.into_iter().find(|name| !scratch.join(name).is_file()) {
            Some(name) => Err(Failure::BadBackup { file: file.to_owned(), reason: format!("里面没有 {name}") }),
            None => on_disk(&scratch).and_then(|()| fs::rename(&scratch, &data)).map_err(|e| Failure::file(&data, e)),
        }
    });
    if done.is_err() {
        let _ = fs::remove_dir_all(&scratch);
    }
    done.map(|()| data)
}

/// All at once: telling each of a thousand files would take a thousand times as long.
fn on_disk(folder: &Path) -> io::Result<()> {
    Ok(nix::unistd::syncfs(File::open(folder)?)?)
}

fn unpack_into(scratch: &Path, file: &Path, folder: &DataFolder) -> Result<(), Failure> {
    let bad = |e: io::Error| match e.kind() {
        io::ErrorKind::StorageFull => Failure::DiskFull(scratch.to_owned()),
        _ => Failure::BadBackup { file: file.to_owned(), reason: innermost(&e) },
    };
    let input = File::open(file).map_err(|e| Failure::file(file, e))?;
    let mut archive = tar::Archive::new(flate2::bufread::GzDecoder::new(BufReader::with_capacity(1 << 18, input)));
    archive.set_preserve_permissions(true);
    for entry in archive.entries().map_err(bad)? {
        let mut entry = entry.map_err(bad)?;
        let kind = entry.header().entry_type();
        if !(kind.is_file() || kind.is_dir()) {
            return Err(Failure::BadBackup { file: file.to_owned(), reason: "里面有不该有的链接".to_owned() });
        }
        if !entry.unpack_in(scratch).map_err(bad)? {
            return Err(Failure::BadBackup {
                file: file.to_owned(), reason: "里面有指向目录之外的文件名".to_owned()
            });
        }
        let path = scratch.join(entry.path().map_err(bad)?);
        folder.identity().own(&path)?;
    }
    // The archive ends before the compressed stream does: only at its very end the checksum is compared.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(bad).map(drop)
}

fn innermost(e: &io::Error) -> String {
    let mut cause: &dyn std::error::Error = e;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
