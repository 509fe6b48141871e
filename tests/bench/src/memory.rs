//! What memory a system takes.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;

/// What a process and all that descend from it take, in bytes; what several share counts once (`Pss`).
pub fn of_all(root: u32) -> anyhow::Result<u64> {
    let parents = processes()?;
    let descends = |mut pid: u32| loop {
        match parents.get(&pid) {
            _ if pid == root => return true,
            Some(parent) => pid = *parent,
            None => return false,
        }
    };
    Ok(parents.keys().copied().filter(|pid| descends(*pid)).filter_map(proportional).sum())
}

/// Every process with its parent.
pub fn processes() -> anyhow::Result<BTreeMap<u32, u32>> {
    let mut parents = BTreeMap::new();
    for process in fs::read_dir("/proc")? {
        let Some(pid) = process?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has just ended takes nothing.
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let after_name = stat.rsplit_once(')').context("no name")?.1;
        parents.insert(pid, after_name.split_whitespace().nth(1).context("no parent")?.parse()?);
    }
    Ok(parents)
}

fn proportional(pid: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}
