//! Keeps servers and services running, and says when one had to be started again.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use backing::{Identity, Nats, Postgres};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portal::Door;
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::watch;

use crate::back_off::BackOff;
use crate::output::forward;
use crate::report::Report;

/// How long a service may take to finish what it has begun.
const PATIENCE: Duration = Duration::from_secs(15);

/// A service to be run as a child.
#[derive(Debug)]
pub(crate) struct Plan {
    pub name: &'static str,
    pub program: PathBuf,
    pub arguments: Vec<&'static str>,
    pub environment: Vec<(&'static str, String)>,
    pub identity: Identity,
    /// Its working folder, by which a later start knows what an earlier one left.
    pub home: PathBuf,
    pub log: PathBuf,
}

/// What services report.
#[derive(Debug, Clone)]
pub(crate) struct Reports {
    /// Whether this one answers now.
    pub ready: watch::Sender<bool>,
    /// The door that one of them has opened.
    pub door: watch::Sender<Option<Door>>,
}

/// Runs a service, again and again, until `stop` says so.
pub(crate) async fn keep_service(plan: Plan, reports: Reports, mut stop: watch::Receiver<bool>) {
    let mut back_off = BackOff::new();
    while !*stop.borrow() {
        let begun = Instant::now();
        let ended = match plan.start(&reports) {
            Ok((mut child, _lifeline)) => tokio::select! {
                ended = child.wait() => ended.map_or_else(|e| e.to_string(), in_words),
                () = told(&mut stop) => return end(child).await,
            },
            Err(failure) => format!("{failure:#}"),
        };
        reports.ready.send_replace(false);
        let wait = back_off.after(begun.elapsed());
        tracing::warn!("服务 {} 意外结束（{ended}），{:.1} 秒后重新启动", plan.name, wait.as_secs_f32());
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = told(&mut stop) => {}
        }
    }
}

pub(crate) async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

impl Plan {
    /// In a process group of its own, so that Ctrl-C reaches us alone; its input is a pipe that closes when we are gone.
    fn start(&self, reports: &Reports) -> anyhow::Result<(Child, Option<ChildStdin>)> {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.arguments).env_clear().envs(self.environment.iter().cloned());
        command.envs(
            ["PATH", "LANG", "TZ", "RUST_BACKTRACE"]
                .into_iter()
                .filter_map(|name| Some((name, std::env::var_os(name)?))),
        );
        command.current_dir(&self.home).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.identity.apply(&mut command);
        let mut child =
            Command::from(command).kill_on_drop(true).spawn().with_context(|| self.program.display().to_string())?;

        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .with_context(|| self.log.display().to_string())?;
        let (name, both) = (self.name, log.try_clone()?);
        if let Some(errors) = child.stderr.take() {
            tokio::spawn(async move { forward(name, errors, both, |_| false).await });
        }
        if let Some(output) = child.stdout.take() {
            let reports = reports.clone();
            tokio::spawn(async move { forward(name, output, log, |line| reports.take(line)).await });
        }
        // Taken out of the child, because waiting for a child closes the input that it still holds.
        let lifeline = child.stdin.take();
        Ok((child, lifeline))
    }
}

impl Reports {
    /// Takes up a line, if it is a report.
    fn take(&self, line: &str) -> bool {
        match Report::read(line) {
            Some(Report::Ready) => drop(self.ready.send_replace(true)),
            Some(Report::Open(door)) => drop(self.door.send_replace(Some(door))),
            None => return false,
        }
        true
    }
}

async fn end(mut child: Child) {
    if let Some(pid) = child.id() {
        let _ = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGTERM);
    }
    if tokio::time::timeout(PATIENCE, child.wait()).await.is_err() {
        let _ = child.kill().await;
    }
}

/// A private server, as far as keeping it running goes.
pub(crate) trait Server {
    const NAME: &'static str;

    async fn ended(&self) -> ExitStatus;
    async fn start_again(&self) -> Result<(), backing::Failure>;
}

impl Server for Postgres {
    const NAME: &'static str = "PostgreSQL";

    async fn ended(&self) -> ExitStatus {
        self.end().await
    }

    async fn start_again(&self) -> Result<(), backing::Failure> {
        self.restart().await
    }
}

impl Server for Nats {
    const NAME: &'static str = "nats-server";

    async fn ended(&self) -> ExitStatus {
        self.end().await
    }

    async fn start_again(&self) -> Result<(), backing::Failure> {
        self.restart().await
    }
}

/// Starts a server again whenever it has ended. Never returns; it is dropped when all is to stop.
pub(crate) async fn keep_server<S: Server>(server: &S) -> std::convert::Infallible {
    let mut back_off = BackOff::new();
    let mut begun = Instant::now();
    loop {
        let ended = in_words(server.ended().await);
        let wait = back_off.after(begun.elapsed());
        tracing::warn!("{} 意外结束（{ended}），{:.1} 秒后重新启动", S::NAME, wait.as_secs_f32());
        tokio::time::sleep(wait).await;
        begun = Instant::now();
        match server.start_again().await {
            Ok(()) => tracing::warn!("{} 已重新启动", S::NAME),
            Err(failure) => tracing::error!("{:#}", anyhow::Error::from(failure)),
        }
    }
}

fn in_words(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("退出码 {code}"),
        (None, Some(signal)) => format!("信号 {signal}"),
        (None, None) => "原因不明".to_owned(),
    }
}
