//! A process of writers, to be killed: `probe-writer TASK`, where the task is a [`Task`] as JSON. It ends by itself when
//! its input does, and so with the probe that began it.

use std::io::Read;

use songli_tests::writing::{Task, write};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let task = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("probe-writer TASK"))?;
    let task: Task = serde_json::from_str(&task)?;
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(1);
    });
    write(task).await;
    Ok(())
}
