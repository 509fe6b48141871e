use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::Binaries;
use super::access::USER;
use crate::secret::Password;
use crate::{DataFolder, Durability, Failure, secret, tool};

/// The major version that the cluster in this folder belongs to; none when there is no cluster.
pub fn major_of(data: &Path) -> Result<Option<u32>, Failure> {
    let file = data.join("PG_VERSION");
    match fs::read_to_string(&file) {
        Ok(text) => text.trim().parse().map(Some).map_err(|_| Failure::UnreadableMajor(data.to_owned())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Failure::file(file, e)),
    }
}

/// Sees to it that there is a cluster and that its password is known, and returns the password.
///
/// A cluster whose password is not kept here, because it came from a backup or the file was lost, gets a new one.
pub(super) async fn prepare(
    folder: &DataFolder,
    data: &Path,
    binaries: &Binaries,
    durability: Durability,
) -> Result<Password, Failure> {
    if major_of(data)?.is_none() {
        let password = secret::generate()?;
        make(folder, data, binaries, durability, &password).await?;
        return Ok(password);
    }
    if let Some(password) = secret::kept(folder.path(), "postgres")? {
        return Ok(password);
    }
    let password = secret::generate()?;
    set_password(folder, data, binaries, &password).await?;
    secret::keep(folder, "postgres", &password)?;
    Ok(password)
}

/// Made beside its place and moved there when whole, so that a start that was cut off leaves nothing half made.
async fn make(
    folder: &DataFolder,
    data: &Path,
    binaries: &Binaries,
    durability: Durability,
    password: &Password,
) -> Result<(), Failure> {
    clear_half_made(folder.path())?;
    let fresh = folder.servers_own(&format!("postgres.new-{}", std::process::id()))?;
    let password_file = folder.servers_own("tmp")?.join("password");
    secret::write_private(&password_file, password.plain())?;
    folder.identity().own(&password_file)?;

    let mut initdb = tool::command(&binaries.program("initdb"), Some(folder.identity()));
    initdb.args(["--username", USER, "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums"]);
    initdb.args(["--auth-local", "scram-sha-256", "--auth-host", "scram-sha-256", "--pwfile"]).arg(&password_file);
    if durability == Durability::ThrowAway {
        initdb.arg("--no-sync");
    }
    initdb.arg("--pgdata").arg(&fresh);
    let made = tool::run("initdb", initdb).await;
    let _ = fs::remove_file(&password_file);
    if let Err(failure) = made {
        let _ = fs::remove_dir_all(&fresh);
        return Err(match failure {
            Failure::ToolFailed { output, .. } if output.contains("No space left on device") => {
                Failure::DiskFull(folder.path().to_owned())
            }
            other => other,
        });
    }
    secret::keep(folder, "postgres", password)?;
    if data.exists() {
        fs::remove_dir(data).map_err(|e| Failure::file(data, e))?; // only an empty folder goes
    }
    fs::rename(&fresh, data).map_err(|e| Failure::file(data, e))
}

/// Removes what a start or a restoration left that was cut off.
pub(super) fn clear_half_made(folder: &Path) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|e| Failure::file(folder, e))?;
    let half_made =
        entries.filter_map(Result::ok).filter(|e| e.file_name().to_string_lossy().starts_with("postgres.new-"));
    let paths: Vec<PathBuf> = half_made.map(|entry| entry.path()).collect();
    paths.iter().try_for_each(|path| fs::remove_dir_all(path).map_err(|e| Failure::file(path, e)))
}

/// Single-user mode asks for no password, and no other process can connect meanwhile. The statement goes in by the
/// input, since arguments can be seen by everybody.
async fn set_password(
    folder: &DataFolder,
    data: &Path,
    binaries: &Binaries,
    password: &Password,
) -> Result<(), Failure> {
    let statement = format!("ALTER ROLE {USER} PASSWORD '{}';\n", password.plain());
    let file = folder.servers_own("tmp")?.join("statement.sql");
    secret::write_private(&file, &statement)?;
    let open = fs::File::open(&file).map_err(|e| Failure::file(&file, e))?;
    let mut single = tool::command(&binaries.program("postgres"), Some(folder.identity()));
    single.args(["--single", "-D"]).arg(data).arg("postgres").current_dir(data).stdin(Stdio::from(open));
    let done = tool::run("postgres --single", single).await;
    let _ = fs::remove_file(&file);
    done.map(drop)
}
