use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::Failure;
use crate::secret::{self, Password};

pub(super) const USER: &str = "songli";

/// The way into a running private PostgreSQL.
#[derive(Debug, Clone)]
pub struct Access {
    sockets: PathBuf,
    password: Password,
}

pub(super) enum Answer {
    Ready,
    Recovering,
    None,
}

impl Access {
    pub(super) fn new(sockets: PathBuf, password: Password) -> Self {
        Self { sockets, password }
    }

    /// The way into the server that another process runs in this data folder.
    pub fn to_running(folder: &Path) -> Result<Self, Failure> {
        let missing = || Failure::NotRunning(folder.to_owned());
        let note = folder.join("postgres/postmaster.pid");
        let note = match fs::read_to_string(&note) {
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => return Err(Failure::file(note, e)),
            read => read.map_err(|_| missing())?,
        };
        let sockets = note.lines().nth(4).filter(|line| line.starts_with('/')).ok_or_else(missing)?;
        let password = secret::kept(folder, "postgres")?.ok_or_else(missing)?;
        Ok(Self::new(sockets.into(), password))
    }

    /// The address of a database, for sqlx.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let host: String =
            self.sockets.as_os_str().as_encoded_bytes().iter().fold(String::new(), |text, byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                    text + &char::from(*byte).to_string()
                }
                other => format!("{text}%{other:02X}"),
            });
        format!("postgres://{USER}:{}@localhost/{database}?host={host}", self.password.plain())
    }

    /// Makes a database unless it is there. Says whether it was made.
    pub async fn create_database(&self, name: &str) -> Result<bool, Failure> {
        let mut server = self.connect().await?;
        let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(name)
            .fetch_one(&mut server)
            .await?;
        if !there {
            run(&mut server, format!("CREATE DATABASE {}", checked(name)?)).await?;
        }
        server.close().await?;
        Ok(!there)
    }

    /// Makes a database as a copy of another, which nobody may be using.
    pub async fn create_database_from_template(&self, name: &str, template: &str) -> Result<(), Failure> {
        let mut server = self.connect().await?;
        run(&mut server, format!("CREATE DATABASE {} TEMPLATE {}", checked(name)?, checked(template)?)).await?;
        Ok(server.close().await?)
    }

    /// Drops a database, whoever is using it.
    pub async fn drop_database(&self, name: &str) -> Result<(), Failure> {
        let mut server = self.connect().await?;
        run(&mut server, format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", checked(name)?)).await?;
        Ok(server.close().await?)
    }

    /// The databases whose names begin so.
    pub async fn databases(&self, beginning: &str) -> Result<Vec<String>, Failure> {
        let mut server = self.connect().await?;
        let found =
            sqlx::query_scalar("SELECT datname::text FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1");
        let found = found.bind(beginning).fetch_all(&mut server).await?;
        server.close().await?;
        Ok(found)
    }

    pub(super) fn sockets(&self) -> &Path {
        &self.sockets
    }

    pub(super) fn password(&self) -> &str {
        self.password.plain()
    }

    /// A real query with the real password: the socket is there long before the server answers.
    pub(super) async fn answers(&self) -> Answer {
        const CANNOT_CONNECT_NOW: &str = "57P03";
        let ask = async {
            let mut server = PgConnection::connect(&self.url("postgres")).await?;
            sqlx::query("SELECT 1").execute(&mut server).await?;
            server.close().await
        };
        match tokio::time::timeout(Duration::from_secs(5), ask).await {
            Ok(Ok(())) => Answer::Ready,
            Ok(Err(sqlx::Error::Database(e))) if e.code().as_deref() == Some(CANNOT_CONNECT_NOW) => Answer::Recovering,
            _ => Answer::None,
        }
    }

    async fn connect(&self) -> Result<PgConnection, Failure> {
        Ok(PgConnection::connect(&self.url("postgres")).await?)
    }
}

async fn run(server: &mut PgConnection, statement: String) -> Result<(), Failure> {
    sqlx::query(AssertSqlSafe(statement)).execute(server).await?;
    Ok(())
}

/// Names stand in statements as they are, so only harmless ones are let through.
fn checked(name: &str) -> Result<&str, Failure> {
    let harmless = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let good = !name.is_empty()
        && name.len() < 64
        && name.chars().all(harmless)
        && !name.starts_with(|c: char| c.is_ascii_digit());
    good.then_some(name).ok_or_else(|| Failure::BadName(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_a_folder_with_a_chinese_name() {
        let url = Access::new("/home/讼 理/run".into(), Password::of("pw")).url("songli_directory");
        assert_eq!(url, "postgres://songli:pw@localhost/songli_directory?host=/home/%E8%AE%BC%20%E7%90%86/run");
    }

    #[test]
    fn a_name_that_could_end_the_statement_is_refused() {
        for bad in ["", "a;b", "A", "a\"b", "1a", "a-b"] {
            assert!(matches!(checked(bad), Err(Failure::BadName(_))), "{bad}");
        }
        assert!(checked("songli_directory").is_ok());
    }
}
