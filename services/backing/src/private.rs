use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{DataFolder, Durability, Failure, Nats, Packages, Postgres, tool};

/// How private servers are found and run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder with PostgreSQL's programs, when it is not to be looked for.
    pub postgres_bin: Option<PathBuf>,
    /// The nats-server program, when it is not to be looked for.
    pub nats_server: Option<PathBuf>,
    /// The folder with packages, when it is not the user's cache.
    pub packages: Option<PathBuf>,
    /// The broker's port; 0 chooses a free one and keeps it.
    pub nats_port: u16,
    /// Whether data must outlive a power cut.
    pub durability: Durability,
}

impl Options {
    pub(crate) fn packages(&self) -> Packages {
        Packages::at(self.packages.as_deref())
    }
}

/// PostgreSQL and nats-server running in one data folder.
///
/// Dropped or stopped, the servers end before the folder is let go.
#[derive(Debug)]
pub struct Private {
    /// The broker.
    pub nats: Nats,
    /// The database.
    pub postgres: Postgres,
    /// Where both live.
    pub folder: DataFolder,
}

impl Private {
    /// Takes hold of the folder and starts both servers in it.
    pub async fn start(folder: &Path, options: &Options) -> Result<Self, Failure> {
        Self::start_in(DataFolder::open(folder)?, options).await
    }

    /// Starts both servers in a folder that is held already.
    pub async fn start_in(folder: DataFolder, options: &Options) -> Result<Self, Failure> {
        let (postgres, nats) = tokio::try_join!(Postgres::start(&folder, options), Nats::start(&folder, options))?;
        Ok(Self { nats, postgres, folder })
    }

    /// Starts both in a new folder that is removed when this process is gone, however it ends. For tests.
    pub async fn throw_away() -> Result<ThrowAway, Failure> {
        let temp = std::env::temp_dir();
        let folder = tempfile::tempdir_in(&temp).map_err(|e| Failure::file(&temp, e))?.keep();
        let sweeper = sweeper(&folder)?;
        let options = Options { durability: Durability::ThrowAway, ..Options::default() };
        let servers = Self::start(&folder, &options).await?;
        Ok(ThrowAway { servers, _sweeper: sweeper })
    }

    /// Stops the broker, then the database.
    pub async fn stop(&self) {
        self.nats.stop().await;
        self.postgres.stop().await;
    }
}

/// Servers whose data nobody wants to keep.
#[derive(Debug)]
pub struct ThrowAway {
    /// The servers.
    pub servers: Private,
    _sweeper: Child,
}

impl std::ops::Deref for ThrowAway {
    type Target = Private;

    fn deref(&self) -> &Private {
        &self.servers
    }
}

/// A shell that waits for the end of its input, which comes with our end, and then removes the folder. Servers that are
/// still ending may write into it meanwhile, so it tries for a while.
fn sweeper(folder: &Path) -> Result<Child, Failure> {
    const SWEEP: &str = r#"cat; n=0; until rm -rf -- "$1" || [ $n = 300 ]; do n=$((n+1)); sleep 0.1; done"#;
    let mut sweeper: Command = tool::command(Path::new("/bin/sh"), None);
    std::os::unix::process::CommandExt::process_group(&mut sweeper, 0);
    sweeper.args(["-c", SWEEP, "songli-sweeper"]).arg(folder);
    sweeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let failed = |cause| Failure::NotRunnable { program: "/bin/sh".into(), cause, remedy: "系统需要 /bin/sh" };
    sweeper.spawn().map_err(failed)
}
