//! What programs have had of the processors.

use std::path::PathBuf;
use std::time::Duration;

use backing::Postgres;

/// What this process has had.
pub fn here() -> anyhow::Result<Duration> {
    let threads = std::fs::read_dir("/proc/self/task")?.filter_map(|thread| Some(thread.ok()?.path()));
    Ok(spent(threads))
}

/// What PostgreSQL has had.
pub fn of(postgres: &Postgres) -> anyhow::Result<Duration> {
    let postmaster = postgres.pid();
    let children = std::fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children"))?;
    Ok(spent(children.split_whitespace().map(|pid| PathBuf::from(format!("/proc/{pid}")))))
}

fn spent(programs: impl Iterator<Item = PathBuf>) -> Duration {
    // One that has just ended has nothing more to tell.
    let spent = programs.filter_map(|program| {
        let stat = std::fs::read_to_string(program.join("schedstat")).ok()?;
        stat.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    });
    spent.sum()
}
