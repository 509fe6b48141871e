//! A process of writers, to be killed: `probe-writer TASK`, where the task is a [`Task`] as JSON.

use songli_tests::writing::{Task, write};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let task = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("probe-writer TASK"))?;
    let task: Task = serde_json::from_str(&task)?;
    write(task).await;
    Ok(())
}
