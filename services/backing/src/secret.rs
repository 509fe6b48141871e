use std::fmt;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::{DataFolder, Failure};

/// A password, which no log shows.
#[derive(Clone)]
pub(crate) struct Password(String);

impl Password {
    #[cfg(test)]
    pub(crate) fn of(plain: &str) -> Self {
        Self(plain.to_owned())
    }

    /// The password itself, for the one who signs in with it.
    pub(crate) fn plain(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The password kept under `name`, if there is one.
pub(crate) fn kept(folder: &Path, name: &str) -> Result<Option<Password>, Failure> {
    let path = folder.join("secrets").join(name);
    match fs::read_to_string(&path) {
        Ok(password) if !password.trim().is_empty() => Ok(Some(Password(password.trim().to_owned()))),
        Ok(_) => Ok(None),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Failure::file(path, e)),
    }
}

/// A new password of forty hexadecimal digits (160 bits).
pub(crate) fn generate() -> Result<Password, Failure> {
    let cause = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 20];
    File::open(cause).and_then(|mut f| f.read_exact(&mut bytes)).map_err(|e| Failure::file(cause, e))?;
    Ok(Password(bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))))
}

/// Keeps a password where only we read it: all of it, or none.
pub(crate) fn keep(folder: &DataFolder, name: &str, password: &Password) -> Result<(), Failure> {
    let secrets = folder.ours("secrets")?;
    let (path, fresh) = (secrets.join(name), secrets.join(format!(".{name}.new")));
    write_private(&fresh, password.plain())?;
    fs::rename(&fresh, &path).map_err(|e| Failure::file(&path, e))
}

/// Writes a file that no other user reads, at no moment.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let _ = fs::remove_file(path);
    let mut file =
        File::options().write(true).create_new(true).mode(0o600).open(path).map_err(|e| Failure::file(path, e))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| Failure::file(path, e))
}
