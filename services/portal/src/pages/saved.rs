//! What a page says to somebody who has just saved something.

use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::failure::Failure;
use crate::frame::Frame;

#[derive(Template)]
#[template(path = "processing.html")]
struct Processing {
    frame: Frame,
}

/// What is shown in place of a thing that is not there: a page that comes again while it is being written.
pub(super) fn not_yet(frame: Frame, saved: &str, list: &str) -> Result<Response, Failure> {
    if frame.is_processing {
        return Ok(Html(Processing { frame }.render()?).into_response());
    }
    if !saved.is_empty() {
        return Ok(Redirect::to(list).into_response());
    }
    Err(Failure::no_such_thing())
}

/// What is said on top after something was saved.
pub(super) fn said(saved: &str) -> &'static str {
    match saved {
        "1" => "已保存。",
        "before" => "这张表单此前已经保存，没有重复登记。",
        _ => "",
    }
}
