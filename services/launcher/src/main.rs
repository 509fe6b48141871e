//! The binary `songli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match launcher::run() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("讼理：{failure:#}");
            ExitCode::FAILURE
        }
    }
}
