//! The pages: one file each.

mod accounts;
mod case;
mod correct;
mod drafts;
mod explain;
mod forms;
mod ledger;
mod password;
mod register;
mod sign_in;
mod step;
mod work;

pub(crate) use sign_in::address;

use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::failure::{Failure, Problem};
use crate::form::Entered;
use crate::{Portal, api, assets};

/// What a form may weigh: the longest texts it may hold, several times over.
const HEAVIEST: usize = 1024 * 1024;

const POLICY: &str =
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/// All addresses.
pub(crate) fn routes(portal: &Portal) -> Router {
    Router::new()
        .route("/", get(work::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/password", get(password::show).post(password::change))
        .route("/cases", get(ledger::show))
        .route("/cases.csv", get(ledger::export))
        .route("/cases/new", get(register::show).post(register::save))
        .route("/cases/new/consequence", post(register::consequence))
        .route("/cases/{case}", get(case::show))
        .route("/cases/{case}/steps/{command}", get(step::show).post(step::save))
        .route("/cases/{case}/steps/{command}/consequence", post(step::consequence))
        .route("/cases/{case}/entries/{entry}", get(correct::show).post(correct::save))
        .route("/cases/{case}/entries/{entry}/consequence", post(correct::consequence))
        .route("/cases/{case}/deadlines/{clock}/{party}", get(explain::show))
        .route("/drafts", get(drafts::show).post(drafts::keep))
        .route("/drafts/{draft}/discard", post(drafts::discard))
        .route("/accounts", get(accounts::show).post(accounts::make))
        .route("/accounts/{account}", get(accounts::one).post(accounts::change))
        .route("/assets/songli.css", get(assets::style))
        .route("/assets/songli.js", get(assets::script))
        .merge(api::routes(portal))
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(HEAVIEST))
        .layer(middleware::from_fn(given_back))
        .layer(middleware::from_fn(guarded))
        .with_state(portal.clone())
}

async fn nothing_here() -> Failure {
    Failure::NotFound("没有这个页面，请核对地址".to_owned())
}

/// What every answer carries: nothing is framed, guessed, fetched from elsewhere, or kept by others.
async fn guarded(request: Request, next: Next) -> Response {
    let (is_asset, is_api) = (request.uri().path().starts_with("/assets/"), request.uri().path().starts_with("/api/"));
    let response = next.run(request).await;
    let mut response = if is_api { response } else { in_our_words(response) };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if !is_asset {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// What the framework refuses by itself.
fn in_our_words(response: Response) -> Response {
    let is_plain = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    let kind = response.headers().get(header::CONTENT_TYPE);
    if response.status().is_client_error() && kind.is_none_or(is_plain) {
        Failure::Malformed("地址或者提交的内容有误，请从页面上的链接重新进入".to_owned()).into_response()
    } else {
        response
    }
}

/// A form that could not be taken, because a part of the system is away, comes back as it was sent: what was written is not
/// lost, and sent again it is the same command.
async fn given_back(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let action = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, HEAVIEST).await else { return Failure::too_heavy().into_response() };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let entered = Entered::read(&body);
    if response.status() != StatusCode::SERVICE_UNAVAILABLE || entered.command_id().is_err() {
        return response;
    }
    let text = "系统有一部分暂时不能使用，没有确认保存。所填内容都还在这个页面上，请不要关闭，稍候再保存一次；\
                如果刚才其实已经保存，也不会重复登记。";
    let problem = Problem { title: "暂时不能保存", text: text.to_owned(), unsent: Some((action, entered)) };
    match problem.render() {
        Ok(page) => (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response(),
        Err(error) => Failure::from(error).into_response(),
    }
}
