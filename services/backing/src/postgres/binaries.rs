use std::fs;
use std::path::{Path, PathBuf};

use crate::packages::POSTGRES;
use crate::{DataFolder, Failure, Packages, tool};

const NEEDED: u32 = 15;
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "pg_basebackup"];

/// PostgreSQL's programs of one version.
#[derive(Debug, Clone)]
pub struct Binaries {
    bin: PathBuf,
    /// The major version.
    pub major: u32,
    /// The whole version, as `15.18`.
    pub version: String,
    /// The whole of our package, if they come from it: that may be copied elsewhere.
    package: Option<PathBuf>,
}

impl Binaries {
    /// The ones named in the settings, else the first of these that will do: on the path, in the system's usual places
    /// (newest first), in the package. Data that is already there binds the major version.
    pub async fn find(named: Option<&Path>, packages: &Packages, data: Option<u32>) -> Result<Self, Failure> {
        if let Some(named) = named {
            let found = Self::at(named).await?;
            return match data {
                Some(needed) if needed != found.major => Err(Failure::OtherMajor { needed, found: found.to_string() }),
                _ => Ok(found),
            };
        }
        let mut rejected = Vec::new();
        for bin in on_path().into_iter().chain(in_usual_places()) {
            match Self::at(&bin).await {
                Ok(found) if data.is_none_or(|needed| needed == found.major) => return Ok(found),
                Ok(found) => rejected.push(found.to_string()),
                Err(failure) => rejected.push(failure.to_string()),
            }
        }
        rejected.dedup();
        let rejected = if rejected.is_empty() { "系统里没有安装".to_owned() } else { rejected.join("；") };
        match data {
            Some(needed) if needed != POSTGRES_MAJOR => Err(Failure::OtherMajor { needed, found: rejected }),
            _ => {
                let unpacked = packages.obtain(&POSTGRES, rejected).await?;
                let bin = unpacked.join(POSTGRES.program).with_file_name("");
                Ok(Self { package: Some(unpacked), ..Self::at(&bin).await? })
            }
        }
    }

    /// One of its programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// Programs that the servers' user can reach, copied into the data folder when need be.
    pub(super) fn reachable_from(self, folder: &DataFolder) -> Result<Self, Failure> {
        let Some(closed) = folder.identity().first_closed(&self.program("postgres")) else { return Ok(self) };
        let Some(package) = self.package.as_ref() else {
            let user = folder.identity().user().to_owned();
            return Err(Failure::ProgramClosed { program: self.program("postgres"), user, closed });
        };
        let copy = folder.path().join("bin").join(package.file_name().unwrap_or_default());
        if !copy.exists() {
            let fresh = folder.path().join("bin/.postgres.new");
            let _ = fs::remove_dir_all(&fresh);
            copy_tree(package, &fresh).map_err(|e| Failure::file(&fresh, e))?;
            fs::rename(&fresh, &copy).map_err(|e| Failure::file(&copy, e))?;
        }
        Ok(Self { bin: copy.join(POSTGRES.program).with_file_name(""), ..self })
    }

    async fn at(bin: &Path) -> Result<Self, Failure> {
        if let Some(missing) = PROGRAMS.iter().find(|name| !bin.join(name).is_file()) {
            return Err(Failure::IncompletePostgres { bin: bin.to_owned(), missing });
        }
        let program = bin.join("postgres");
        let mut ask = tool::command(&program, None);
        ask.arg("--version");
        let answer = tool::run("postgres --version", ask).await?;
        let unknown = || Failure::UnknownVersion { program: program.clone(), answer: answer.clone() };
        let version = answer.strip_prefix("postgres (PostgreSQL) ").and_then(|rest| rest.split_whitespace().next());
        let version = version.ok_or_else(unknown)?.to_owned();
        let digits = version.chars().take_while(char::is_ascii_digit).collect::<String>();
        let major = digits.parse().map_err(|_| unknown())?;
        if major < NEEDED {
            let remedy = "请安装新版本，或用 SONGLI_POSTGRES_BIN 指明其程序目录";
            return Err(Failure::TooOld { program, found: version, needed: "15", remedy });
        }
        Ok(Self { bin: bin.to_owned(), major, version, package: None })
    }
}

impl std::fmt::Display for Binaries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}（{}）", self.version, self.bin.display())
    }
}

/// The major version that our package brings.
const POSTGRES_MAJOR: u32 = 18;

/// What stands on the path may be a link into a folder that has the other programs.
fn on_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::split_paths(&path).map(|folder| folder.join("initdb"));
    let real = programs.filter_map(|program| fs::canonicalize(program).ok());
    real.filter_map(|program| program.parent().map(Path::to_owned)).take(1).collect()
}

/// Where Debian's and the PostgreSQL project's own packages put them, newest first.
fn in_usual_places() -> Vec<PathBuf> {
    let in_versions = |parent: &str, prefix: &str| -> Vec<(u32, PathBuf)> {
        let folders = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
        let versions = folders.filter_map(|folder| {
            let major = folder.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((major, folder.path().join("bin")))
        });
        versions.filter(|(_, bin)| bin.is_dir()).collect()
    };
    let mut found = [in_versions("/usr/lib/postgresql", ""), in_versions("/usr", "pgsql-")].concat();
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    found.into_iter().map(|(_, bin)| bin).collect()
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
