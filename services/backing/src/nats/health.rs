use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Whether the server says that it and JetStream are well.
pub(super) async fn is_well(monitor: SocketAddr) -> bool {
    let answer = tokio::time::timeout(Duration::from_secs(5), ask(monitor)).await;
    matches!(answer, Ok(Ok(text)) if text.split_whitespace().nth(1) == Some("200"))
}

async fn ask(monitor: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(monitor).await?;
    stream.write_all(b"GET /healthz?js-enabled-only=true HTTP/1.0\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}
