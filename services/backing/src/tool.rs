use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::{Failure, Identity};

/// A command with a clean environment, so that no setting of the person's shell reaches a server.
pub(crate) fn command(program: &Path, identity: Option<&Identity>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("LANG", "C.UTF-8").env("LC_MESSAGES", "C").current_dir("/").stdin(Stdio::null());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    if let Some(identity) = identity {
        identity.apply(&mut command);
    }
    command
}

/// Runs a short-lived program to its end; it is killed when the caller gives up. Where its output goes is the caller's.
async fn output(mut command: Command) -> std::io::Result<Output> {
    command.stderr(Stdio::piped());
    tokio::process::Command::from(command).kill_on_drop(true).spawn()?.wait_with_output().await
}

/// Runs a short-lived program and returns how it ended and what it printed.
pub(crate) async fn captured(mut command: Command) -> std::io::Result<Output> {
    command.stdout(Stdio::piped());
    output(command).await
}

/// Runs a short-lived program and returns what it printed, or what it said when it failed.
pub(crate) async fn run(name: &'static str, mut command: Command) -> Result<String, Failure> {
    command.stdout(Stdio::piped());
    judged(name, command).await
}

/// Runs a short-lived program whose output is a file.
pub(crate) async fn run_into(file: File, name: &'static str, mut command: Command) -> Result<(), Failure> {
    command.stdout(file);
    judged(name, command).await.map(drop)
}

async fn judged(name: &'static str, command: Command) -> Result<String, Failure> {
    let program = Path::new(command.get_program()).to_owned();
    let remedy = "请检查该文件存在且可执行";
    let done = output(command).await.map_err(|cause| Failure::NotRunnable { program, cause, remedy })?;
    let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
    if done.status.success() {
        return Ok(said);
    }
    let output = format!("{said}\n{}", String::from_utf8_lossy(&done.stderr).trim()).trim().to_owned();
    Err(Failure::ToolFailed { program: name, status: done.status.to_string(), output })
}

/// The last lines of a log, from where it stood when the server was started.
pub(crate) fn tail(log: &Path, from: u64) -> String {
    use std::io::{Read, Seek, SeekFrom};
    let mut text = Vec::new();
    if let Ok(mut file) = File::open(log) {
        let _ = file.seek(SeekFrom::Start(from)).and_then(|_| file.read_to_end(&mut text));
    }
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(8)..].join("\n")
}
