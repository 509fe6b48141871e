//! Lists as tables to download, for office programs (S54).

use std::fmt::Write as _;
use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{TryStreamExt, stream};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Postgres, QueryBuilder};
use tokio::sync::{Semaphore, mpsc};

use crate::Portal;

/// How many are sent at once; each holds a connection to the database.
static SENT: Semaphore = Semaphore::const_new(2);
/// How much is sent in one piece, and how many pieces wait for whoever takes them.
const PIECE: usize = 64 * 1024;
const PIECES: usize = 4;
/// How long a piece waits to be taken.
const PATIENCE: Duration = Duration::from_mins(1);

/// A table as it is downloaded: read line by line and sent piece by piece, so that its length takes no memory. Where the
/// reading fails the download breaks off, and nobody takes a part for the whole.
pub(super) fn download<L, const N: usize>(
    portal: &Portal,
    name: &str,
    head: [&str; N],
    lines: QueryBuilder<Postgres>,
    write: impl Fn(&mut String, &L) + Send + 'static,
) -> Response
where
    L: for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static,
{
    let (sender, receiver) = mpsc::channel::<sqlx::Result<String>>(PIECES);
    let pool = portal.inside.pool().clone();
    // A sign for office programs that it is UTF-8.
    let mut text = String::from("\u{feff}");
    row(&mut text, head);
    tokio::spawn(async move {
        let Ok(_turn) = SENT.acquire().await else { return };
        let mut lines = lines;
        let mut lines = lines.build_query_as::<L>().fetch(&pool);
        loop {
            match lines.try_next().await {
                Ok(Some(line)) => write(&mut text, &line),
                Ok(None) => break,
                Err(error) => {
                    tracing::error!("a table broke off: {error}");
                    let _ = sender.send_timeout(Err(error), PATIENCE).await;
                    return;
                }
            }
            if text.len() >= PIECE && sender.send_timeout(Ok(std::mem::take(&mut text)), PATIENCE).await.is_err() {
                return;
            }
        }
        let _ = sender.send_timeout(Ok(text), PATIENCE).await;
    });
    let pieces = stream::unfold(receiver, |mut pieces| async move { Some((pieces.recv().await?, pieces)) });
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, Body::from_stream(pieces)).into_response()
}

/// A line of a table.
pub(super) fn row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (n, cell) in cells.into_iter().enumerate() {
        let _ = write!(text, "{}{}", if n > 0 { "," } else { "" }, safe(cell));
    }
    text.push_str("\r\n");
}

/// A cell that starts no formula and breaks no line.
fn safe(cell: &str) -> String {
    let starts_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.starts_with(['＝', '＋', '－', '＠']);
    let cell = cell.replace('"', "\"\"");
    let guard = if starts_formula { "'" } else { "" };
    format!("\"{guard}{cell}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test] // S54
    fn no_cell_starts_a_formula_or_ends_its_quotes() {
        assert_eq!(safe("=1+1"), "\"'=1+1\"");
        assert_eq!(safe("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(safe("张“三”\"x\""), "\"张“三”\"\"x\"\"\"");
        assert_eq!(safe("2026-03-02"), "\"2026-03-02\"");
        let mut text = String::new();
        row(&mut text, ["a", "b,c"]);
        assert_eq!(text, "\"a\",\"b,c\"\r\n");
    }
}
