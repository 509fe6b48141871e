use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{Failure, Identity};

const LOCK: &str = "lock";

/// What may lie in a folder before it becomes a data folder.
const HARMLESS: [&str; 4] = ["settings.env", "lost+found", "packages", "fonts"];

/// The folder that holds everything, held by one process at a time.
///
/// The hold is a file lock of the kernel's, so it vanishes with the process, however that ends.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    identity: Identity,
    was_missing: bool,
    _lock: File,
}

/// Who holds a data folder.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Holder {
    /// Its process number.
    pub pid: u32,
    /// The command it was started by.
    pub command: String,
    /// Since when, in China Standard Time.
    #[serde(skip)]
    pub since: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "进程 {}（{}），自 {}", self.pid, self.command, self.since)
    }
}

impl DataFolder {
    /// Makes the folder if it is missing and takes hold of it.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let path = std::path::absolute(path).map_err(|e| Failure::file(path, e))?;
        let is_new = !path.exists();
        fs::create_dir_all(&path).map_err(|e| Failure::file(&path, e))?;
        let path = fs::canonicalize(&path).map_err(|e| Failure::file(&path, e))?;
        if !is_new && !is_ours(&path)? {
            return Err(Failure::NotOurs(path));
        }
        let mut lock = open_lock(&path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = Holder::read(&mut lock);
                return Err(Failure::Held { folder: path, holder });
            }
            Err(TryLockError::Error(e)) => return Err(Failure::file(path.join(LOCK), e)),
        }
        let identity = Identity::for_data_in(&path)?;
        let mode = if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).map_err(|e| Failure::file(&path, e))?;
        if let Some(closed) = identity.first_closed(&path) {
            if is_new {
                let _ = fs::remove_dir_all(&path);
            }
            return Err(Failure::Closed { user: identity.user().to_owned(), closed });
        }
        Holder::write(&mut lock).map_err(|e| Failure::file(path.join(LOCK), e))?;
        Ok(Self { path, identity, was_missing: is_new, _lock: lock })
    }

    /// Who holds the folder at `path` now, if anyone does.
    #[must_use]
    pub fn holder(path: &Path) -> Option<Holder> {
        let mut lock = File::open(path.join(LOCK)).ok()?;
        matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| Holder::read(&mut lock))
    }

    /// Where it is: absolute, without symbolic links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whom the servers in it run as.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// A subfolder that belongs to the servers' user alone.
    pub fn servers_own(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.path.join(name);
        self.identity.own_folder(&folder)?;
        Ok(folder)
    }

    /// A subfolder that belongs to us alone.
    pub(crate) fn ours(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.path.join(name);
        fs::create_dir_all(&folder).map_err(|e| Failure::file(&folder, e))?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(|e| Failure::file(&folder, e))?;
        Ok(folder)
    }

    /// A log file, opened to append; what has grown beyond ten megabytes is put aside first.
    pub fn log(&self, name: &str) -> Result<(PathBuf, File), Failure> {
        const LARGE: u64 = 10 * 1024 * 1024;
        let folder = self.ours("logs")?;
        let path = folder.join(format!("{name}.log"));
        if fs::metadata(&path).is_ok_and(|found| found.len() > LARGE) {
            fs::rename(&path, folder.join(format!("{name}.1.log"))).map_err(|e| Failure::file(&path, e))?;
        }
        let file = File::options().create(true).append(true).open(&path).map_err(|e| Failure::file(&path, e))?;
        Ok((path, file))
    }

    /// A program that the servers' user can run: the one given, or a copy in this folder when the way to it is closed.
    pub fn runnable(&self, program: &Path) -> Result<PathBuf, Failure> {
        if self.identity.first_closed(program).is_none() {
            return Ok(program.to_owned());
        }
        let bin = self.path.join("bin");
        let name = program.file_name().unwrap_or_default();
        let copy = bin.join(name);
        let fresh = bin.join(format!(".{}.new", name.to_string_lossy()));
        fs::create_dir_all(&bin).map_err(|e| Failure::file(&bin, e))?;
        fs::copy(program, &fresh).map_err(|e| Failure::file(&fresh, e))?;
        fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).map_err(|e| Failure::file(&fresh, e))?;
        fs::rename(&fresh, &copy).map_err(|e| Failure::file(&copy, e))?;
        Ok(copy)
    }

    /// Removes what is in it, except what a person may have put there.
    pub fn clear(&self) {
        let keep = |name: &OsStr| name == LOCK || HARMLESS.iter().any(|harmless| name == *harmless);
        let entries = fs::read_dir(&self.path).into_iter().flatten().filter_map(Result::ok);
        for entry in entries.filter(|entry| !keep(&entry.file_name())) {
            let _ =
                if entry.path().is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
        }
    }

    /// Leaves no trace of a folder that was not to become one after all.
    pub fn discard(self) {
        self.clear();
        let _ = fs::remove_file(self.path.join(LOCK));
        if self.was_missing {
            let _ = fs::remove_dir(&self.path);
        }
    }
}

fn is_ours(path: &Path) -> Result<bool, Failure> {
    if path.join(LOCK).exists() {
        return Ok(true);
    }
    let mut entries = fs::read_dir(path).map_err(|e| Failure::file(path, e))?;
    Ok(entries.all(|entry| entry.is_ok_and(|e| HARMLESS.iter().any(|name| e.file_name() == *name))))
}

fn open_lock(folder: &Path) -> Result<File, Failure> {
    let path = folder.join(LOCK);
    let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    open.map_err(|e| Failure::file(&path, e))
}

impl Holder {
    fn write(lock: &mut File) -> io::Result<()> {
        let command: Vec<String> = std::env::args().collect();
        let me = Self { pid: std::process::id(), command: command.join(" "), since: String::new() };
        lock.set_len(0)?;
        lock.seek(SeekFrom::Start(0))?;
        lock.write_all(serde_json::to_string(&me)?.as_bytes())?;
        lock.sync_data()
    }

    /// The lock file was written when the hold began, so its age is the hold's.
    fn read(lock: &mut File) -> Self {
        let mut text = String::new();
        let _ = lock.read_to_string(&mut text);
        let since = lock.metadata().and_then(|m| m.modified()).ok();
        let since = since.and_then(|t| jiff::Timestamp::try_from(t).ok()).map_or_else(
            || "不明时刻".to_owned(),
            |t| t.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        );
        let unknown = Self { pid: 0, command: "不明".to_owned(), since: String::new() };
        Self { since, ..serde_json::from_str(&text).unwrap_or(unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_told_who_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataFolder::open(folder.path()).unwrap();
        let Err(Failure::Held { holder, .. }) = DataFolder::open(folder.path()) else { panic!("held twice") };
        assert_eq!(holder.pid, std::process::id());
        assert_eq!(DataFolder::holder(folder.path()).map(|h| h.pid), Some(std::process::id()));
        drop(first);
        assert_eq!(DataFolder::holder(folder.path()), None);
        DataFolder::open(folder.path()).unwrap();
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("letter.txt"), "x").unwrap();
        assert!(matches!(DataFolder::open(folder.path()), Err(Failure::NotOurs(_))));
    }
}
