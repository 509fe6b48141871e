//! Style and script, in files of their own: the content policy allows nothing else.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("../assets/songli.css");
const SCRIPT: &str = include_str!("../assets/songli.js");

/// `GET /assets/songli.css`
pub(crate) async fn style() -> Response {
    file("text/css; charset=utf-8", STYLE)
}

/// `GET /assets/songli.js`
pub(crate) async fn script() -> Response {
    file("text/javascript; charset=utf-8", SCRIPT)
}

fn file(kind: &'static str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "private, max-age=600")];
    (StatusCode::OK, headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_uses_nothing_newer_than_the_browsers_of_offices() {
        for newer in
            [":has(", ":is(", ":where(", "inset:", "aspect-ratio", "@layer", "@container", "accent-color", "color-mix"]
        {
            assert!(!STYLE.contains(newer), "{newer}");
        }
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("//cdn"));
        }
    }
}
