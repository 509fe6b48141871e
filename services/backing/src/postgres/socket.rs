use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{DataFolder, Failure};

/// The system allows 107 bytes for a socket's whole path.
const LONGEST: usize = 90;

/// The folder of the socket: in the data folder, or a short one elsewhere when that path is too long or has signs in it
/// that PostgreSQL's list of folders cannot hold. Its name follows from the data folder's, so each start finds it again.
pub(super) fn folder(data: &DataFolder) -> Result<PathBuf, Failure> {
    let near = data.path().join("run");
    let text = near.to_string_lossy();
    if near.as_os_str().len() <= LONGEST && !text.contains([',', '"', '\'', ' ', '\t', '\n']) && near.to_str().is_some()
    {
        return data.servers_own("run");
    }
    let hash = Sha256::digest(data.path().as_os_str().as_encoded_bytes());
    let name = hash[..8].iter().fold("songli-".to_owned(), |text, byte| format!("{text}{byte:02x}"));
    let far = if Path::new("/run").metadata().is_ok() && nix::unistd::geteuid().is_root() {
        Path::new("/run").join(name)
    } else {
        std::env::temp_dir().join(name)
    };
    claim(&far)?;
    data.identity().own_folder(&far)?;
    Ok(far)
}

/// In a folder open to everybody, somebody else could have made it first.
fn claim(folder: &Path) -> Result<(), Failure> {
    let made = fs::DirBuilder::new().mode(0o700).create(folder);
    match made {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(folder).map_err(|e| Failure::file(folder, e))?;
            let me = nix::unistd::geteuid();
            if found.is_dir() && (me.is_root() || found.uid() == me.as_raw()) {
                return Ok(());
            }
            Err(Failure::file(folder, std::io::ErrorKind::PermissionDenied.into()))
        }
        Err(e) => Err(Failure::file(folder, e)),
    }
}
