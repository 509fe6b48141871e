use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::{Uid, User, geteuid};

use crate::Failure;

/// Whom the servers run as: the user who started us, or an ordinary user when that is root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    user: String,
    dropped: Option<(u32, u32)>,
}

impl Identity {
    /// For root, the user who owns the data already there, else `postgres`, `songli` or `nobody`.
    ///
    /// It must be known to the system by name: PostgreSQL looks its own user up.
    pub fn for_data_in(folder: &Path) -> Result<Self, Failure> {
        let me = geteuid();
        if !me.is_root() {
            let user = User::from_uid(me).ok().flatten().map_or_else(|| me.to_string(), |user| user.name);
            return Ok(Self { user, dropped: None });
        }
        let owner = fs::metadata(folder.join("postgres")).ok().map(|data| Uid::from_raw(data.uid()));
        let owner = owner.filter(|uid| !uid.is_root()).and_then(|uid| User::from_uid(uid).ok().flatten());
        let user = owner
            .or_else(|| ["postgres", "songli", "nobody"].iter().find_map(|name| User::from_name(name).ok().flatten()))
            .ok_or(Failure::NoOrdinaryUser)?;
        Ok(Self { user: user.name, dropped: Some((user.uid.as_raw(), user.gid.as_raw())) })
    }

    /// The user's name.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Makes `command` run as this user. From root this also clears the supplementary groups.
    pub fn apply(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt;
        if let Some((uid, gid)) = self.dropped {
            command.uid(uid).gid(gid);
        }
    }

    /// Makes a folder that only this user enters.
    pub fn own_folder(&self, path: &Path) -> Result<(), Failure> {
        fs::create_dir_all(path).map_err(|e| Failure::file(path, e))?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(|e| Failure::file(path, e))?;
        self.own(path)
    }

    /// Gives a file to this user.
    pub fn own(&self, path: &Path) -> Result<(), Failure> {
        let Some((uid, gid)) = self.dropped else { return Ok(()) };
        chown(path, Some(uid), Some(gid)).map_err(|e| Failure::file(path, e))
    }

    /// The first folder on the way to `path` (itself included) that this user may not enter.
    #[must_use]
    pub fn first_closed(&self, path: &Path) -> Option<PathBuf> {
        let (uid, gid) = self.dropped?;
        let mut way: Vec<&Path> = path.ancestors().collect();
        way.reverse();
        let closed = way.into_iter().find(|step| {
            let Ok(found) = fs::metadata(step) else { return false };
            let bit = if found.uid() == uid {
                0o100
            } else if found.gid() == gid {
                0o010
            } else {
                0o001
            };
            found.mode() & bit == 0
        });
        closed.map(Path::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_closed_folder_is_named() {
        let nobody = Identity { user: "nobody".into(), dropped: Some((65534, 65534)) };
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(nobody.first_closed(&inner), Some(outer.path().to_owned()));
        fs::set_permissions(outer.path(), fs::Permissions::from_mode(0o711)).unwrap();
        assert_eq!(nobody.first_closed(&inner), None);
    }
}
