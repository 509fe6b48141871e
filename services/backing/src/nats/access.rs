use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::secret::{self, Password};

pub(super) const USER: &str = "songli";

/// The way into a running private nats-server.
#[derive(Debug, Clone)]
pub struct Access {
    port: u16,
    password: Password,
}

/// Where the port of the last start is noted, so that a restart keeps the address and others find it.
pub(super) fn port_note(folder: &Path) -> PathBuf {
    folder.join("nats.port")
}

impl Access {
    pub(super) fn new(port: u16, password: Password) -> Self {
        Self { port, password }
    }

    /// The way into the server that another process runs in this data folder.
    pub fn to_running(folder: &Path) -> Result<Self, Failure> {
        let missing = || Failure::NotRunning(folder.to_owned());
        let port = fs::read_to_string(port_note(folder)).ok().and_then(|note| note.trim().parse().ok());
        Ok(Self::new(port.ok_or_else(missing)?, secret::kept(folder, "nats")?.ok_or_else(missing)?))
    }

    /// Its address, without user and password.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// The user to sign in as.
    #[must_use]
    pub fn user(&self) -> &str {
        USER
    }

    /// The password to sign in with.
    #[must_use]
    pub fn password(&self) -> &str {
        self.password.plain()
    }
}
