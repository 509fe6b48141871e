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

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};

use crate::failure::Failure;
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
        .layer(middleware::from_fn(guarded))
        .with_state(portal.clone())
}

async fn nothing_here() -> Failure {
    Failure::NotFound("没有这个页面，请核对地址".to_owned())
}

/// What every answer carries: nothing is framed, guessed, fetched from elsewhere, or kept by others.
async fn guarded(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
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
