use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The processes of the program `name` whose working folder is `folder`.
///
/// Our servers and services each run in a folder of their own, so whoever is found there before we start anything was
/// left by an earlier run. A person's shell that happens to stand in the folder runs another program.
fn residents(folder: &Path, name: &str) -> Vec<Pid> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| lives_in(*pid, folder, name)).map(Pid::from_raw).collect()
}

fn lives_in(pid: i32, folder: &Path, name: &str) -> bool {
    let proc = Path::new("/proc").join(pid.to_string());
    let runs_it = || {
        let exe = fs::read_link(proc.join("exe")).ok()?;
        Some(exe.file_name()?.to_string_lossy().starts_with(name))
    };
    fs::read_link(proc.join("cwd")).is_ok_and(|cwd| cwd == folder) && runs_it().unwrap_or(false)
}

/// Ends what an earlier run left in `folder`, with the given signals in turn, each with its time to take effect.
pub async fn end_residents(folder: &Path, name: &str, signals: &[(Signal, Duration)]) {
    for (signal, patience) in signals {
        let left = residents(folder, name);
        if left.is_empty() {
            return;
        }
        tracing::info!("上次运行留下的 {name}（{} 个进程）先让它结束", left.len());
        for pid in left {
            let _ = kill(pid, *signal);
        }
        let asked = Instant::now();
        while !residents(folder, name).is_empty() && asked.elapsed() < *patience {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
