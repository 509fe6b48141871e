//! The pages: one file each.

mod accounts;
mod beside;
mod case;
mod charts;
mod correct;
mod desk;
mod directory;
mod drafts;
mod explain;
pub(crate) mod figures;
mod forms;
mod government;
mod hearing;
mod hearings;
mod holiday_entry;
mod lawsuit;
mod lawsuits;
mod ledger;
pub(crate) mod members;
pub(crate) mod notice;
mod notices;
mod organ_card;
mod password;
mod periods;
mod provisional;
mod putting_right;
mod register;
mod saved;
mod search;
mod sign_in;
mod step;
mod suggestion;
mod suggestions;
mod tables;
mod work;

pub(crate) use sign_in::address;

use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use crate::access::{Door, Doors};
use crate::failure::{Failure, Problem, Told};
use crate::form::Entered;
use crate::{Portal, api, assets};

/// What a form may weigh: the longest texts it may hold, several times over.
const HEAVIEST: usize = 1024 * 1024;

const POLICY: &str =
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/// All addresses, as a router.
pub(crate) fn routes(portal: &Portal) -> Router {
    doors(Doors::new(Some(portal)), portal.settings.practice)
        .router()
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(HEAVIEST))
        .layer(middleware::from_fn(given_back))
        .layer(middleware::from_fn(guarded))
        .with_state(portal.clone())
}

/// All addresses, each behind its door.
pub(crate) fn doors(doors: Doors, is_practice: bool) -> Doors {
    let doors = doors
        .at("/", Door::Everyone, get(work::show))
        .at("/sign-in", Door::Entrance, get(sign_in::show).post(sign_in::sign_in))
        .at("/sign-out", Door::Everyone, post(sign_in::sign_out))
        .at("/password", Door::Everyone, get(password::show).post(password::change))
        .at("/search", Door::Search, get(search::show))
        .at("/provisional", Door::Work, get(provisional::show))
        .at("/drafts", Door::Desk, get(drafts::show).post(drafts::keep))
        .at("/drafts/{draft}/discard", Door::Desk, post(drafts::discard))
        .at("/accounts", Door::Accounts, get(accounts::show).post(accounts::make))
        .at("/accounts/{account}", Door::Accounts, get(accounts::one).post(accounts::change))
        .at("/assets/songli.css", Door::Entrance, get(assets::style))
        .at("/assets/songli.js", Door::Entrance, get(assets::script));
    api::routes(notices::routes(suggestions_and_directory(lawsuits_and_hearings(cases(doors)))), is_practice)
}

fn cases(doors: Doors) -> Doors {
    doors
        .at("/cases", Door::Cases, get(ledger::show))
        .at("/cases.csv", Door::Cases, get(ledger::export))
        .at("/cases/new", Door::CaseWork, get(register::show).post(register::save))
        .at("/cases/new/consequence", Door::CaseWork, post(register::consequence))
        .at("/cases/{case}", Door::Cases, get(case::show))
        .at("/cases/{case}/deadlines/{clock}/{party}", Door::Cases, get(explain::show))
        .at("/cases/{case}/steps/{command}", Door::CaseWork, get(step::show).post(step::save))
        .at("/cases/{case}/steps/{command}/consequence", Door::CaseWork, post(step::consequence))
        .at(
            "/cases/{case}/entries/{entry}",
            Door::CaseWork,
            get(putting_right::show::<correct::OfCase>).post(putting_right::save::<correct::OfCase>),
        )
        .at(
            "/cases/{case}/entries/{entry}/consequence",
            Door::CaseWork,
            post(putting_right::consequence::<correct::OfCase>),
        )
}

fn lawsuits_and_hearings(doors: Doors) -> Doors {
    doors
        .at("/lawsuits", Door::Lawsuits, get(lawsuits::show))
        .at("/lawsuits.csv", Door::Lawsuits, get(lawsuits::export))
        .at("/lawsuits/new", Door::LawsuitWork, get(lawsuit::register::show).post(lawsuit::register::save))
        .at("/lawsuits/new/consequence", Door::LawsuitWork, post(lawsuit::register::consequence))
        .at("/lawsuits/{lawsuit}", Door::Lawsuits, get(lawsuit::show))
        .at("/lawsuits/{lawsuit}/deadlines/{clock}/{instance}/{party}", Door::Lawsuits, get(lawsuit::explained))
        .at(
            "/lawsuits/{lawsuit}/steps/{command}",
            Door::LawsuitWork,
            get(lawsuit::step::show).post(lawsuit::step::save),
        )
        .at("/lawsuits/{lawsuit}/steps/{command}/consequence", Door::LawsuitWork, post(lawsuit::step::consequence))
        .at(
            "/lawsuits/{lawsuit}/entries/{entry}",
            Door::LawsuitWork,
            get(putting_right::show::<lawsuit::correct::OfLawsuit>)
                .post(putting_right::save::<lawsuit::correct::OfLawsuit>),
        )
        .at(
            "/lawsuits/{lawsuit}/entries/{entry}/consequence",
            Door::LawsuitWork,
            post(putting_right::consequence::<lawsuit::correct::OfLawsuit>),
        )
        .at(
            "/lawsuits/{lawsuit}/hearings/{instance}/{how}",
            Door::LawsuitWork,
            get(hearing::begin::show).post(hearing::begin::save),
        )
        .at(
            "/lawsuits/{lawsuit}/hearings/{instance}/{how}/consequence",
            Door::LawsuitWork,
            post(hearing::begin::consequence),
        )
        .at("/hearings", Door::Hearings, get(hearings::show))
        .at("/hearings/days/{day}", Door::Hearings, get(hearings::day))
        .at("/hearings/{hearing}", Door::Hearings, get(hearing::show))
        .at("/hearings/{hearing}/deadlines/{clock}/{party}", Door::Hearings, get(hearing::explained))
        .at(
            "/hearings/{hearing}/steps/{command}",
            Door::LawsuitWork,
            get(hearing::step::show).post(hearing::step::save),
        )
        .at("/hearings/{hearing}/steps/{command}/consequence", Door::LawsuitWork, post(hearing::step::consequence))
        .at(
            "/hearings/{hearing}/entries/{entry}",
            Door::LawsuitWork,
            get(hearing::step::show_entry).post(hearing::step::save_entry),
        )
        .at(
            "/hearings/{hearing}/entries/{entry}/consequence",
            Door::LawsuitWork,
            post(hearing::step::entry_consequence),
        )
}

fn suggestions_and_directory(doors: Doors) -> Doors {
    doors
        .at("/suggestions", Door::Suggestions, get(suggestions::show))
        .at("/suggestions.csv", Door::Suggestions, get(suggestions::export))
        .at("/suggestions/new", Door::SuggestionWork, get(suggestion::register::show).post(suggestion::register::save))
        .at("/suggestions/new/consequence", Door::SuggestionWork, post(suggestion::register::consequence))
        .at("/suggestions/{suggestion}", Door::Suggestions, get(suggestion::show))
        .at("/suggestions/{suggestion}/deadlines/{addressee}", Door::Suggestions, get(suggestion::explained))
        .at(
            "/suggestions/{suggestion}/steps/{command}",
            Door::SuggestionWork,
            get(suggestion::step::show).post(suggestion::step::save),
        )
        .at(
            "/suggestions/{suggestion}/steps/{command}/consequence",
            Door::SuggestionWork,
            post(suggestion::step::consequence),
        )
        .at(
            "/suggestions/{suggestion}/entries/{entry}",
            Door::SuggestionWork,
            get(putting_right::show::<suggestion::correct::OfSuggestion>)
                .post(putting_right::save::<suggestion::correct::OfSuggestion>),
        )
        .at(
            "/suggestions/{suggestion}/entries/{entry}/consequence",
            Door::SuggestionWork,
            post(putting_right::consequence::<suggestion::correct::OfSuggestion>),
        )
        .at("/directory/organs", Door::Directory, get(directory::organs))
        .at("/directory/courts", Door::Directory, get(directory::courts))
        .at("/directory/holidays", Door::Directory, get(directory::holidays))
        .at("/directory/holidays/new", Door::DirectoryWork, get(holiday_entry::show).post(holiday_entry::save))
        .at("/directory/settings", Door::Directory, get(directory::settings))
}

async fn nothing_here(address: Uri) -> Response {
    if address.path().starts_with("/api/") {
        return Told(Failure::NotFound("没有这个地址，请核对接口说明".to_owned())).into_response();
    }
    Failure::NotFound("没有这个页面，请核对地址".to_owned()).into_response()
}

/// What every answer carries: nothing is framed, guessed, fetched from elsewhere, or kept by others.
async fn guarded(request: Request, next: Next) -> Response {
    let (is_asset, is_api) = (request.uri().path().starts_with("/assets/"), request.uri().path().starts_with("/api/"));
    let response = next.run(request).await;
    let mut response = if is_api { as_the_api_tells(response).await } else { in_our_words(response) };
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

/// Whether the framework has refused it by itself.
fn is_the_frameworks(response: &Response) -> bool {
    let is_plain = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    response.status().is_client_error() && response.headers().get(header::CONTENT_TYPE).is_none_or(is_plain)
}

/// What the framework refuses by itself, as the API tells it: in Chinese, with what the framework says of the place.
async fn as_the_api_tells(response: Response) -> Response {
    if !is_the_frameworks(&response) {
        return response;
    }
    let status = response.status();
    let said = to_bytes(response.into_body(), HEAVIEST).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said).into_owned();
    let text = match status {
        StatusCode::METHOD_NOT_ALLOWED => "这个地址不接受这种请求方法".to_owned(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "请求的内容须是 JSON（Content-Type: application/json）".to_owned(),
        StatusCode::PAYLOAD_TOO_LARGE => return Told(Failure::too_heavy()).into_response(),
        _ => format!("请求无法解读：{}", said.split_once(": ").map_or(said.as_str(), |(_, place)| place)),
    };
    let mut told = Told(Failure::Malformed(text)).into_response();
    *told.status_mut() = status;
    told
}

/// What the framework refuses by itself.
fn in_our_words(response: Response) -> Response {
    if is_the_frameworks(&response) {
        Failure::Malformed("地址或者提交的内容有误，请从页面上的链接重新进入".to_owned()).into_response()
    } else {
        response
    }
}

/// A form that could not be taken, because a part of the system is away or the session has ended, comes back as it was sent:
/// what was written is not lost, and sent again it is the same command.
async fn given_back(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let action = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, HEAVIEST).await else { return Failure::too_heavy().into_response() };
    let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
    let entered = Entered::read(&body);
    let (status, title, text) = if response.status() == StatusCode::SERVICE_UNAVAILABLE && entered.command_id().is_ok()
    {
        let text = "系统有一部分暂时不能使用，没有确认保存。所填内容都还在这个页面上，请不要关闭，稍候再保存一次；\
                    如果刚才其实已经保存，也不会重复登记。";
        (StatusCode::SERVICE_UNAVAILABLE, "暂时不能保存", text)
    } else if wants_signing_in(&response) && has_been_written(&action, &entered) {
        let text = "登录已经过期，没有保存。所填内容都还在这个页面上，请不要关闭：先在新窗口用同一账号登录，再回到这里保存一次。";
        (StatusCode::UNAUTHORIZED, "需要重新登录", text)
    } else {
        return response;
    };
    let signs_in = status == StatusCode::UNAUTHORIZED;
    let problem = Problem { title, text: text.to_owned(), unsent: Some((action, entered)), signs_in };
    match problem.render() {
        Ok(page) => (status, Html(page)).into_response(),
        Err(error) => Failure::from(error).into_response(),
    }
}

/// Whether somebody is to sign in first, and nothing was kept for him.
fn wants_signing_in(response: &Response) -> bool {
    let next = response.headers().get(header::LOCATION).and_then(|next| next.to_str().ok());
    next.is_some_and(|next| next.starts_with("/sign-in?next="))
}

/// Whether there is something in a form that is lost with it. Passwords are not sent back.
fn has_been_written(action: &str, entered: &Entered) -> bool {
    let is_own = |name: &str| !matches!(name, "csrf" | "do" | "command_id" | "version");
    let takes_passwords = matches!(action.split('?').next(), Some("/password" | "/sign-in"));
    !takes_passwords && entered.pairs().iter().any(|(name, value)| is_own(name) && !value.is_empty())
}
