use std::path::{Path, PathBuf};

use backing::{Durability, Options, nats};
use nix::unistd::geteuid;
use runtime::settings::{Given, Machine, Settings, Wrong};

use crate::purpose::Purpose;

/// The data folder and the machine around it.
#[derive(Debug)]
pub(crate) struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// Where the rest lies.
    pub machine: Machine,
    /// The servers of one service, where they are given instead of private ones.
    pub given: Option<Settings>,
}

impl Place {
    /// What the command line says wins over the environment, and that over the file; the file lies in the data folder
    /// unless another is named.
    pub(crate) fn read<E: Iterator<Item = (String, String)>>(
        data: Option<PathBuf>,
        file: Option<&Path>,
        environment: impl Fn() -> E,
        purpose: Purpose,
    ) -> Result<Self, Wrong> {
        let outside = Given::read(file, environment())?.machine()?;
        let data = data.unwrap_or_else(|| purpose.beside(outside.data.unwrap_or_else(usual_place)));
        let near = Some(data.join("settings.env")).filter(|near| file.is_none() && near.exists());
        let given = Given::read(file.or(near.as_deref()), environment())?;
        Ok(Self { data, machine: given.machine()?, given: given.service().ok() })
    }

    /// How private servers are found and run here.
    pub(crate) fn options(&self) -> Options {
        Options {
            postgres_bin: self.machine.postgres_bin.clone(),
            nats_server: self.machine.nats_server.clone(),
            packages: self.machine.packages.clone(),
            nats_port: self.machine.nats_port,
            durability: Durability::Full,
        }
    }

    /// What a service of these servers is told.
    pub(crate) fn settings(&self, database_url: String, nats: &nats::Access) -> Settings {
        Settings {
            database_url,
            nats_url: nats.url(),
            nats_user: nats.user().to_owned(),
            nats_password: nats.password().to_owned(),
            area: self.machine.area.clone(),
            log: self.machine.log.clone(),
        }
    }
}

fn usual_place() -> PathBuf {
    PathBuf::from(if geteuid().is_root() { "/var/lib/songli" } else { ".songli" })
}
