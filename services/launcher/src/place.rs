use std::path::{Path, PathBuf};

use backing::{Durability, Options};
use nix::unistd::geteuid;
use runtime::settings::{Given, Machine, Wrong};

/// The data folder and the machine around it.
#[derive(Debug)]
pub(crate) struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// Where the rest lies.
    pub machine: Machine,
}

impl Place {
    /// What the command line says wins over the environment, and that over the file; the file lies in the data folder
    /// unless another is named.
    pub(crate) fn read<E: Iterator<Item = (String, String)>>(
        data: Option<PathBuf>,
        file: Option<&Path>,
        environment: impl Fn() -> E,
    ) -> Result<Self, Wrong> {
        let outside = Given::read(file, environment())?.machine()?;
        let data = data.or(outside.data).unwrap_or_else(usual_place);
        let near = Some(data.join("settings.env")).filter(|near| file.is_none() && near.exists());
        let machine = Given::read(file.or(near.as_deref()), environment())?.machine()?;
        Ok(Self { data, machine })
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
}

fn usual_place() -> PathBuf {
    PathBuf::from(if geteuid().is_root() { "/var/lib/songli" } else { ".songli" })
}
