use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::Port;
use crate::{Durability, Failure};

/// The configuration file of a private server.
///
/// JetStream acknowledges before it has written to disk unless told otherwise (`sync_interval`). The store has no bound
/// of its own: the streams are the log's public copy, and what limits them is the disk.
pub(super) fn text(home: &Path, port: Port, user: &str, password: &str, durability: Durability) -> String {
    let port = match port {
        Port::Fixed(port) => i32::from(port),
        Port::Any => -1,
    };
    let sync = match durability {
        Durability::Full => "always",
        Durability::ThrowAway => "2m",
    };
    let (store, ports) = (quoted(&home.join("store")), quoted(home));
    format!(
        "server_name: songli
listen: \"127.0.0.1:{port}\"
http: \"127.0.0.1:-1\"
ports_file_dir: {ports}
max_payload: 1MB
authorization {{ user: {user}, password: \"{password}\" }}
jetstream {{
  store_dir: {store}
  sync_interval: {sync}
  max_memory_store: 64MB
  max_file_store: 4TB
}}
"
    )
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display().to_string().replace('\\', "\\\\").replace('"', "\\\""))
}

/// The ports a server has taken.
pub(super) struct Ports {
    pub clients: u16,
    pub monitoring: u16,
}

/// What the server with this process number has written down about its ports.
pub(super) fn ports(home: &Path, pid: u32) -> Option<Ports> {
    #[derive(Deserialize)]
    struct File {
        nats: Vec<String>,
        monitoring: Vec<String>,
    }
    let ending = format!("_{pid}.ports");
    let mut files = fs::read_dir(home).ok()?.filter_map(Result::ok);
    let file = files.find(|file| file.file_name().to_string_lossy().ends_with(&ending))?;
    let written: File = serde_json::from_slice(&fs::read(file.path()).ok()?).ok()?;
    let port = |urls: &[String]| urls.first()?.rsplit(':').next()?.parse().ok();
    Some(Ports { clients: port(&written.nats)?, monitoring: port(&written.monitoring)? })
}

/// Removes what servers that were killed have left written.
pub(super) fn forget_ports(home: &Path) -> Result<(), Failure> {
    for file in fs::read_dir(home).map_err(|e| Failure::file(home, e))?.filter_map(Result::ok) {
        if file.path().extension().is_some_and(|ending| ending == "ports") {
            fs::remove_file(file.path()).map_err(|e| Failure::file(file.path(), e))?;
        }
    }
    Ok(())
}
