//! 公文排版: `songli-paper`, a program of its own, runs beside the services. Where it is missing, all else works.

use std::convert::Infallible;
use std::fs;
use std::future::pending;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use backing::{Private, end_residents};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::Command;
use tokio::sync::watch;

use crate::place::Place;
use crate::supervise::{Plan, Reports, keep_service};
use crate::up::ORPHANS;

const NAME: &str = "paper";
const PROGRAM: &str = "songli-paper";

/// Keeps it running; before that, has it built where we were started from the source tree. Never returns; it is dropped
/// when all is to stop, which the type-setter, keeping nothing, survives well.
pub(crate) async fn keep(place: &Place, private: &Private, stop: watch::Receiver<bool>) -> Infallible {
    if let Err(failure) = run(place, private, stop).await {
        tracing::warn!("公文排版服务没有启动：{failure:#}。其他功能不受影响");
    }
    pending().await
}

async fn run(place: &Place, private: &Private, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let home = private.folder.servers_own(&format!("services/{NAME}"))?;
    end_residents(&home, PROGRAM, &ORPHANS).await;
    let program = std::env::current_exe().context("找不到自己的程序文件")?.with_file_name(PROGRAM);
    if let Some(source) = source()
        && let Err(failure) = build(&source, &program, private).await
    {
        tracing::warn!("{failure:#}");
    }
    ensure!(program.exists(), "没有找到 {}", program.display());
    let runnable = private.folder.runnable(&program)?;
    if runnable != program {
        bring_fonts(&program, &runnable).context("随程序提供的字体无法复制")?;
    }
    let nats = private.nats.access();
    let fonts = place.machine.fonts.clone().unwrap_or_else(|| private.folder.path().join("fonts"));
    let environment = vec![
        ("SONGLI_NATS_URL", nats.url()),
        ("SONGLI_NATS_USER", nats.user().to_owned()),
        ("SONGLI_NATS_PASSWORD", nats.password().to_owned()),
        ("SONGLI_FONTS", fonts.display().to_string()),
        ("SONGLI_LOG", place.machine.log.clone()),
    ];
    let (log, _) = private.folder.log(NAME)?;
    let (identity, arguments) = (private.folder.identity().clone(), vec!["--supervised"]);
    let plan = Plan { name: NAME, program: runnable, arguments, environment, identity, home, log };
    let reports = Reports { ready: watch::Sender::new(false), door: watch::Sender::new(None) };
    keep_service(plan, reports, stop).await;
    Ok(())
}

/// Its source, if `cargo run --release` started us: cargo then says where our own lies.
fn source() -> Option<PathBuf> {
    let ours = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?);
    let beside = ours.parent()?.join(NAME);
    let is_meant = !cfg!(debug_assertions) && ours.ends_with("launcher") && beside.join("Cargo.toml").exists();
    is_meant.then_some(beside)
}

/// Builds it behind everything else that runs on this machine. Takes a moment if nothing has changed.
async fn build(source: &Path, program: &Path, private: &Private) -> anyhow::Result<()> {
    let (path, log) = private.folder.log("paper-build")?;
    if !program.exists() {
        tracing::info!("正在后台编译公文排版程序，第一次约需十分钟；过程见 {}", path.display());
    }
    let target = program.ancestors().nth(2).context("程序不在编译目录中")?;
    let mut cargo = Command::new("nice");
    cargo
        .args(["-n", "19"])
        .arg(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--package", NAME, "--target-dir"])
        .arg(target)
        .current_dir(source)
        .process_group(0)
        .stdin(std::process::Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    let mut child = cargo.spawn().context("cargo 无法运行")?;
    let mut group = Group(child.id());
    let ended = child.wait().await?;
    group.0 = None;
    ensure!(ended.success(), "公文排版程序没有编译成功，原因见 {}", path.display());
    Ok(())
}

/// A build and the compilers it runs, which end with us.
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            let _ = killpg(Pid::from_raw(leader.cast_signed()), Signal::SIGTERM);
        }
    }
}

/// The servers' user cannot enter the source tree: the fonts go where the program's copy is.
fn bring_fonts(program: &Path, copy: &Path) -> anyhow::Result<()> {
    let fonts = program.ancestors().map(|up| up.join("services/paper/fonts")).find(|folder| folder.is_dir());
    let Some(fonts) = fonts else { return Ok(()) };
    let there = copy.with_file_name("fonts");
    fs::create_dir_all(&there)?;
    for font in fs::read_dir(fonts)? {
        let font = font?;
        fs::copy(font.path(), there.join(font.file_name()))?;
    }
    Ok(())
}
