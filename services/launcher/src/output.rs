use std::fs::File;
use std::io::Write as _;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Passes on what a service writes: to the terminal with its name, and to its log. Each line is shown to `seen` first,
/// which may keep it.
pub(crate) async fn forward(
    name: &str,
    from: impl AsyncRead + Unpin,
    mut log: File,
    mut seen: impl FnMut(&str) -> bool,
) {
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if !seen(text) {
            // A full disk or a closed terminal must not stop the service.
            let _ = writeln!(log, "{text}");
            let _ = writeln!(std::io::stderr(), "[{name}] {text}");
        }
        line.clear();
    }
}
