//! A private nats-server with JetStream, on the loopback address and behind a password.

mod access;
mod binary;
mod config;
mod health;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::kept::Kept;
use crate::private::Options;
use crate::secret::Password;
use crate::{DataFolder, Durability, Failure, Identity, end_residents, secret, tool};
pub use access::Access;
pub use binary::Binary;

const READY_WITHIN: Duration = Duration::from_mins(2);
const STOP: [(Signal, Duration); 2] =
    [(Signal::SIGTERM, Duration::from_secs(20)), (Signal::SIGKILL, Duration::from_secs(5))];

/// A running nats-server.
#[derive(Debug)]
pub struct Nats {
    kept: RwLock<std::sync::Arc<Kept>>,
    setup: Setup,
    port: u16,
}

/// What a start needs, kept for the next one.
#[derive(Debug)]
struct Setup {
    binary: PathBuf,
    identity: Identity,
    /// Its own folder: configuration and, below it, the streams.
    home: PathBuf,
    /// Where the port of the last start is noted, so that a restart keeps the address.
    port_note: PathBuf,
    log: PathBuf,
    password: Password,
    durability: Durability,
}

/// Which port to listen on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Port {
    /// This one and no other.
    Fixed(u16),
    /// Whatever is free.
    Any,
}

impl Nats {
    /// Finds the program, clears away what an earlier run left, and starts.
    pub async fn start(folder: &DataFolder, options: &Options) -> Result<Self, Failure> {
        let binary = Binary::find(options.nats_server.as_deref(), &options.packages()).await?;
        let home = folder.servers_own("nats")?;
        end_residents(&home, "nats-server", &STOP).await;
        let password = if let Some(kept) = secret::kept(folder.path(), "nats")? {
            kept
        } else {
            let fresh = secret::generate()?;
            secret::keep(folder, "nats", &fresh)?;
            fresh
        };
        let (log, _) = folder.log("nats")?;
        let setup = Setup {
            binary: folder.runnable(&binary.path)?,
            identity: folder.identity().clone(),
            home,
            port_note: access::port_note(folder.path()),
            log,
            password,
            durability: options.durability,
        };
        let (kept, port) = setup.launch_on(options.nats_port).await?;
        fs::write(&setup.port_note, port.to_string()).map_err(|e| Failure::file(&setup.port_note, e))?;
        Ok(Self { kept: RwLock::new(kept.into()), setup, port })
    }

    /// Starts again after the server has ended, at the same address.
    pub async fn restart(&self) -> Result<(), Failure> {
        self.stop().await;
        end_residents(&self.setup.home, "nats-server", &STOP).await;
        let (kept, _) = self.setup.launch(Port::Fixed(self.port)).await?;
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept.into();
        Ok(())
    }

    /// The way in.
    #[must_use]
    pub fn access(&self) -> Access {
        Access::new(self.port, self.setup.password.clone())
    }

    /// Its address, without user and password.
    #[must_use]
    pub fn url(&self) -> String {
        self.access().url()
    }

    /// The user to sign in as.
    #[must_use]
    pub fn user(&self) -> &str {
        access::USER
    }

    /// The password to sign in with.
    #[must_use]
    pub fn password(&self) -> &str {
        self.setup.password.plain()
    }

    /// The server's process number.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.kept().pid()
    }

    /// Returns when the server has ended, for whatever reason.
    pub async fn end(&self) -> ExitStatus {
        self.kept().end().await
    }

    /// Asks it to end, then insists.
    pub async fn stop(&self) {
        self.kept().stop(&STOP).await;
    }

    /// Ends it as a power cut would. For probes.
    pub fn kill9(&self) {
        self.kept().kill9();
    }

    fn kept(&self) -> std::sync::Arc<Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Setup {
    /// A port that was asked for is used or refused. Otherwise the one of last time is tried first.
    async fn launch_on(&self, asked: u16) -> Result<(Kept, u16), Failure> {
        if asked != 0 {
            return if is_free(asked) { self.launch(Port::Fixed(asked)).await } else { Err(Failure::PortTaken(asked)) };
        }
        let last = fs::read_to_string(&self.port_note).ok().and_then(|note| note.trim().parse().ok());
        if let Some(last) = last.filter(|port| *port != 0 && is_free(*port)) {
            match self.launch(Port::Fixed(last)).await {
                Err(Failure::PortTaken(_)) => {} // taken since we looked
                started => return started,
            }
        }
        self.launch(Port::Any).await
    }

    async fn launch(&self, port: Port) -> Result<(Kept, u16), Failure> {
        let text = config::text(&self.home, port, access::USER, self.password.plain(), self.durability);
        let config = self.home.join("nats.conf");
        secret::write_private(&config, &text)?;
        self.identity.own(&config)?;
        config::forget_ports(&self.home)?;

        let log =
            fs::File::options().append(true).create(true).open(&self.log).map_err(|e| Failure::file(&self.log, e))?;
        let begin = log.metadata().map_or(0, |found| found.len());
        let mut command = tool::command(&self.binary, Some(&self.identity));
        command.arg("-c").arg(&config).current_dir(&self.home).stdout(Stdio::null()).stderr(log);
        let kept = Kept::spawn(command, &self.identity, Signal::SIGTERM)?;

        let started = Instant::now();
        loop {
            if kept.ended().is_some() {
                let tail = tool::tail(&self.log, begin);
                return Err(match port {
                    Port::Fixed(port) if tail.contains("address already in use") => Failure::PortTaken(port),
                    _ => Failure::in_words_of("nats-server", &self.home, &self.log, tail),
                });
            }
            if let Some(ports) = config::ports(&self.home, kept.pid())
                && health::is_well(SocketAddr::from((Ipv4Addr::LOCALHOST, ports.monitoring))).await
            {
                return Ok((kept, ports.clients));
            }
            if started.elapsed() > READY_WITHIN {
                let (log, tail) = (self.log.clone(), tool::tail(&self.log, begin));
                return Err(Failure::NotReady { server: "nats-server", seconds: READY_WITHIN.as_secs(), log, tail });
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}
