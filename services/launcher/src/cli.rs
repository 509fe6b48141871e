use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::day::Day;
use runtime::settings::Given;

use crate::due::Asked;
use crate::place::Place;
use crate::purpose::Purpose;
use crate::up::Wish;
use crate::{backup, due, play, reproduce, restore, serve, telemetry, tools, up};

/// 讼理：行政争议的全程记录
#[derive(Debug, Parser)]
#[command(name = "songli", version, disable_help_subcommand = true)]
struct Cli {
    /// 数据目录［默认：root 为 /var/lib/songli，其他用户为 .songli；练习、演示的在其旁边，加 -practice、-demo］
    #[arg(long, global = true, value_name = "目录")]
    data: Option<PathBuf>,
    /// 设置文件［默认：数据目录中的 settings.env］
    #[arg(long, global = true, value_name = "文件")]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动数据库、消息服务器和全部服务
    Up {
        /// 练习系统：数据另存一处，时钟停在一天，只由 songli play 拨动
        #[arg(long, conflicts_with = "demo")]
        practice: bool,
        /// 练习系统的时钟停在这一天，如 2026-03-02［默认：上次停止时的日期；第一次为今天］
        #[arg(long, value_name = "日期", requires = "practice")]
        day: Option<Day>,
        /// 演示系统：数据另存一处，第一次启动时填充虚构的一年案件、诉讼、建议和通报
        #[arg(long)]
        demo: bool,
        /// 演示系统填充多少件复议案件，诉讼和建议按比例［默认：120］
        #[arg(long, value_name = "件数", requires = "demo", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        size: Option<u32>,
    },
    /// 针对给定的服务器单独运行一个服务
    Serve {
        /// 服务名
        service: String,
        /// 由 songli up 启动：标准输入关闭即退出
        #[arg(long, hide = true)]
        supervised: bool,
        /// 数据是演示用的，网页据此注明
        #[arg(long, hide = true)]
        made_up: bool,
    },
    /// 计算期限届满日：给出规则与起算日，或从标准输入读一张表
    Due {
        /// 规则编号，如 R-ACC-1
        #[arg(value_name = "规则", requires = "start")]
        rule: Option<String>,
        /// 起算日，如 2024-09-25
        #[arg(value_name = "起算日")]
        start: Option<String>,
        /// 中止日与恢复日
        #[arg(long, num_args = 2, value_names = ["中止日", "恢复日"], requires = "start")]
        paused: Option<Vec<String>>,
        /// 列出全部规则
        #[arg(long)]
        list: bool,
    },
    /// 在练习系统上演练情景文件，逐步核对，遇到第一处不符即停止
    Play {
        /// 练习系统的地址
        #[arg(long, value_name = "地址", default_value = "http://127.0.0.1:8080")]
        at: String,
        /// 情景文件，写法见 tests/scenarios/README.md
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
    },
    /// 按公开的件数重新计算公布的数值，逐项对照
    Reproduce {
        /// 公开数据文件，写法见 tests/published/README.md
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 查看是否在运行、由谁运行
    Status,
    /// 逐条核对事件日志，指出第一处被改动、缺失或调换的事件
    Verify {
        /// 以前打印的封印（服务=位置:散列），一并核对
        #[arg(value_name = "封印")]
        seals: Vec<String>,
    },
    /// 打印每个事件日志最新的封印
    Seal,
    /// 把全部数据备份到一个新文件，运行中也可进行
    Backup {
        /// 备份文件，如 songli.tar.gz
        file: PathBuf,
    },
    /// 从备份恢复到一个空的数据目录
    Restore {
        /// 备份文件
        file: PathBuf,
    },
    /// 清空读模型并按事件重新生成；其他读者从头再读。不写服务名的，重新生成所有读模型
    Rebuild {
        /// 服务名
        #[arg(requires = "reader")]
        service: Option<String>,
        /// 读模型名，或其他读者名
        reader: Option<String>,
    },
    /// 把一个服务的日志重新发布到消息服务器；日志曾回到较早状态的，另起一期
    Republish {
        /// 服务名
        service: String,
    },
}

/// Does what the command line asks.
pub fn run() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    if let Command::Due { rule, start, paused, list } = &cli.command {
        let paused = paused.as_deref().and_then(|days| Some((days.first()?.as_str(), days.get(1)?.as_str())));
        let asked = Asked { list: *list, rule: rule.as_deref(), start: start.as_deref(), paused };
        return Ok(due::run(&asked, io::stdin(), io::stdout(), io::stderr())?.into());
    }
    if let Command::Play { at, files } = &cli.command {
        return Ok(play::run(at, files, io::stdout(), io::stderr())?.into());
    }
    if let Command::Reproduce { file } = &cli.command {
        return Ok(reproduce::run(file, io::stdout(), io::stderr())?.into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(carry_out(cli));
    // Nothing that still reads or waits in a thread of its own may hold up the end.
    runtime.shutdown_background();
    done.map(|()| ExitCode::SUCCESS)
}

async fn carry_out(cli: Cli) -> anyhow::Result<()> {
    let environment = || std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    if let Command::Serve { service, supervised, made_up } = cli.command {
        let given = Given::read(cli.settings.as_deref(), environment())?;
        return serve::serve(&service, &given, supervised, made_up).await;
    }
    let purpose = match cli.command {
        Command::Up { practice: true, .. } => Purpose::Practice,
        Command::Up { demo: true, .. } => Purpose::Demonstration,
        _ => Purpose::Work,
    };
    let place = Place::read(cli.data, cli.settings.as_deref(), environment, purpose)?;
    telemetry::begin(&place.machine.log, true);
    match cli.command {
        Command::Up { day, size, .. } => Box::pin(up::up(&place, Wish { purpose, day, size })).await,
        Command::Status => tools::status(&place),
        Command::Verify { seals } => tools::verify(&place, &seals).await,
        Command::Seal => tools::seal(&place).await,
        Command::Backup { file } => backup::backup(&place, &file).await,
        Command::Restore { file } => restore::restore(&place, &file).await,
        Command::Rebuild { service: Some(service), reader: Some(reader) } => {
            tools::rebuild(&place, &service, &reader).await
        }
        Command::Rebuild { .. } => tools::rebuild_all(&place).await,
        Command::Republish { service } => tools::republish(&place, &service).await,
        Command::Serve { .. } | Command::Due { .. } | Command::Play { .. } | Command::Reproduce { .. } => Ok(()),
    }
}
