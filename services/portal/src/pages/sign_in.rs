//! `/sign-in`, `/sign-out`

use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Extension, Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::access::Person;
use crate::failure::Failure;
use crate::form::Entered;
use crate::frame::banner;
use crate::session::{self, Attempt};
use crate::{Portal, registers};

#[derive(Default, Template)]
#[template(path = "sign_in.html")]
struct Page {
    place: String,
    banner: Option<&'static str>,
    account: String,
    next: String,
    said: String,
    kept: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    kept: String,
}

/// Only addresses of our own are gone back to.
fn own(next: &str) -> &str {
    let is_own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if is_own { next } else { "/" }
}

async fn shown(portal: &Portal, page: Page) -> Result<Response, Failure> {
    let place = registers::organs::place(portal, portal.inside.clock.today()).await?;
    Ok(Html(Page { place, banner: banner(&portal.settings), ..page }.render()?).into_response())
}

/// `GET /sign-in`
pub(crate) async fn show(State(portal): State<Portal>, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let page = Page { next: own(&asked.next).to_owned(), kept: asked.kept == "1", ..Page::default() };
    shown(&portal, page).await
}

/// `POST /sign-in`
pub(crate) async fn sign_in(
    State(portal): State<Portal>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    entered: Entered,
) -> Result<Response, Failure> {
    let (account, next) = (entered.text("account").trim(), own(entered.text("next")));
    let said = match session::sign_in(&portal, account, entered.text("password"), &address(&headers, peer)).await? {
        Attempt::SignedIn(begun) => {
            let cookie = session::handing_over(&begun.token, &headers, peer.ip().is_loopback());
            return Ok(([cookie], Redirect::to(next)).into_response());
        }
        Attempt::Wrong => "账号或者口令不对，请核对后再试".to_owned(),
        Attempt::Locked(minutes) => format!("连续多次登录失败，已暂停登录，请在 {minutes} 分钟后再试"),
    };
    let page = Page { account: account.to_owned(), next: next.to_owned(), said, ..Page::default() };
    let mut response = shown(&portal, page).await?;
    *response.status_mut() = axum::http::StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// Where a request comes from; a proxy on this machine is believed.
pub(crate) fn address(headers: &HeaderMap, peer: SocketAddr) -> String {
    let forwarded =
        headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).and_then(|all| all.rsplit(',').next());
    match forwarded {
        Some(address) if peer.ip().is_loopback() => address.trim().chars().take(64).collect(),
        _ => peer.ip().to_string(),
    }
}

/// `POST /sign-out`: whoever's session has ended is out.
pub(crate) async fn sign_out(
    State(portal): State<Portal>,
    person: Option<Extension<Person>>,
    entered: Entered,
) -> Result<Response, Failure> {
    if let Some(Extension(person)) = person {
        entered.checked(&person)?;
        session::end(&portal, &person).await?;
    }
    Ok(Redirect::to("/sign-in").into_response())
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn nobody_is_led_elsewhere_after_signing_in() {
        assert_eq!(own("/cases?q=x"), "/cases?q=x");
        for foreign in ["//evil.example", "https://evil.example", "", "/\\evil.example"] {
            assert_eq!(own(foreign), "/", "{foreign}");
        }
    }
}
