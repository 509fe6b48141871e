//! The binary `songli-paper`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let supervised = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--supervised"] => true,
        _ => {
            eprintln!(
                "用法：songli-paper\n公文排版服务；设置写在环境变量中：SONGLI_NATS_URL 等，见 settings.example.env"
            );
            return ExitCode::FAILURE;
        }
    };
    match paper::run(supervised).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("讼理公文排版：{failure:#}");
            ExitCode::FAILURE
        }
    }
}
