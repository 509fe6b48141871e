use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::{Failure, Identity, tool};

/// Waits on a pipe from us. A line means that the server is being looked after; the pipe's end means that we are gone,
/// in whatever way, and the server gets the signal to end.
const KEEPER: &str = r#"read -r word && exit 0; kill -s "$1" "$2""#;

/// A server process that does not outlive us.
#[derive(Debug)]
pub(crate) struct Kept {
    server: Mutex<Child>,
    keeper: Mutex<Child>,
    pid: Pid,
    gently: Signal,
}

impl Kept {
    /// Starts `command` in a process group of its own, so that Ctrl-C reaches us alone and the order of stopping is ours.
    pub(crate) fn spawn(mut command: Command, identity: &Identity, gently: Signal) -> Result<Self, Failure> {
        let server = command.process_group(0).spawn().map_err(|cause| Failure::NotRunnable {
            program: command.get_program().into(),
            cause,
            remedy: "请检查该文件存在、可执行，且与本机的体系结构相符",
        })?;
        let pid = Pid::from_raw(server.id().cast_signed());
        let mut keeper = tool::command(Path::new("/bin/sh"), Some(identity));
        keeper.args(["-c", KEEPER, "songli-keeper", gently.as_str().trim_start_matches("SIG"), &pid.to_string()]);
        keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        match keeper.spawn() {
            Ok(keeper) => Ok(Self { server: Mutex::new(server), keeper: Mutex::new(keeper), pid, gently }),
            Err(cause) => {
                let _ = kill(pid, Signal::SIGKILL);
                Err(Failure::NotRunnable { program: "/bin/sh".into(), cause, remedy: "系统需要 /bin/sh" })
            }
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw().cast_unsigned()
    }

    /// How the server ended, if it has.
    pub(crate) fn ended(&self) -> Option<ExitStatus> {
        let ended = locked(&self.server).try_wait().ok().flatten();
        if ended.is_some() {
            self.dismiss_keeper();
        }
        ended
    }

    /// Returns when the server has ended, for whatever reason.
    pub(crate) async fn end(&self) -> ExitStatus {
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Asks the server to end, then insists. Each signal has its time to take effect.
    pub(crate) async fn stop(&self, signals: &[(Signal, Duration)]) {
        for (signal, patience) in signals {
            self.signal(*signal);
            let asked = Instant::now();
            while asked.elapsed() < *patience {
                if self.ended().is_some() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }

    /// Ends the server as a power cut would. For probes.
    pub(crate) fn kill9(&self) {
        self.signal(Signal::SIGKILL);
    }

    /// A process that has been waited for has no number any more: it must not be signalled.
    fn signal(&self, signal: Signal) {
        let mut server = locked(&self.server);
        if matches!(server.try_wait(), Ok(None)) {
            let _ = kill(self.pid, signal);
        }
    }

    /// A keeper that outlives its server could signal a stranger who got the same process number.
    fn dismiss_keeper(&self) {
        use std::io::Write;
        let mut keeper = locked(&self.keeper);
        if let Some(mut pipe) = keeper.stdin.take() {
            let _ = pipe.write_all(b"done\n");
            drop(pipe);
            let _ = keeper.wait();
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.signal(self.gently);
        let asked = Instant::now();
        while self.ended().is_none() {
            if asked.elapsed() > Duration::from_secs(10) {
                self.kill9();
                let _ = locked(&self.server).wait();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn locked(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
