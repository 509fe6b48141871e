//! Sessions: the browser holds a secret, the database its hash. They end after an hour without use, after twelve hours in
//! any case, and when somebody signs out.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use kernel::day::Day;
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use crate::access::{Person, Role};
use crate::{Portal, passwords};

const COOKIE: &str = "songli";
const MINUTE: i64 = 60 * 1_000_000;
/// How long a session lasts without being used.
const IDLE: i64 = 60 * MINUTE;
/// How long a session lasts at most.
const LONGEST: i64 = 12 * 60 * MINUTE;
/// How many failures lock.
const FAILURES: i32 = 5;
/// For how long.
pub(crate) const LOCKED: i64 = 15 * MINUTE;
/// An address serves an office, so it takes more.
const FAILURES_OF_ADDRESS: i32 = 30;

/// What a new session gives to the caller.
pub(crate) struct Begun {
    /// What the browser, or a program, shows from now on.
    pub(crate) token: String,
}

#[derive(FromRow)]
struct Found {
    account: String,
    person: String,
    roles: Vec<String>,
    organ: Option<Uuid>,
    judicial_organ: Option<Uuid>,
    csrf: String,
    positions: String,
    must_change: bool,
    lasts: bool,
}

const FOUND: &str = "SELECT s.account, a.person, a.roles, a.organ, a.judicial_organ, s.csrf, s.positions::text AS positions, a.must_change,
        (NOT s.ended AND NOT a.closed AND s.seen_at > $2 AND s.begun_at > $3) AS lasts
    FROM portal.session s JOIN portal.account a ON a.name = s.account WHERE s.key = $1";

/// Who opens a page; nobody if the session has ended.
pub(crate) async fn person(portal: &Portal, headers: &HeaderMap) -> anyhow::Result<Option<Person>> {
    lasting(portal, cookie(headers)).await
}

/// Who calls the API, where a browser's cookie counts for nothing; nobody if the session has ended.
pub(crate) async fn caller(portal: &Portal, headers: &HeaderMap) -> anyhow::Result<Option<Person>> {
    lasting(portal, bearer(headers)).await
}

async fn lasting(portal: &Portal, token: Option<String>) -> anyhow::Result<Option<Person>> {
    let Some(token) = token else { return Ok(None) };
    let Some((person, true)) = found(portal, &token).await? else { return Ok(None) };
    // A minute's accuracy is enough and saves a write on most requests.
    sqlx::query("UPDATE portal.session SET seen_at = $2 WHERE key = $1 AND seen_at < $3")
        .bind(&person.session)
        .bind(portal.instant())
        .bind(portal.instant() - MINUTE)
        .execute(portal.inside.pool())
        .await?;
    Ok(Some(person))
}

/// Who a request came from before the session ended: what he was writing is his.
pub(crate) async fn former_person(portal: &Portal, headers: &HeaderMap) -> anyhow::Result<Option<Person>> {
    let Some(token) = cookie(headers) else { return Ok(None) };
    Ok(found(portal, &token).await?.map(|(person, _)| person))
}

async fn found(portal: &Portal, token: &str) -> anyhow::Result<Option<(Person, bool)>> {
    let (key, now) = (key(token), portal.instant());
    let found: Option<Found> = sqlx::query_as(FOUND)
        .bind(&key)
        .bind(now - IDLE)
        .bind(now - LONGEST)
        .fetch_optional(portal.inside.pool())
        .await?;
    let Some(found) = found else { return Ok(None) };
    let positions: BTreeMap<String, i64> = serde_json::from_str(&found.positions)?;
    let person = Person {
        account: found.account,
        name: found.person,
        roles: found.roles.iter().filter_map(|role| Role::named(role)).collect(),
        organ: found.organ,
        judicial_organ: found.judicial_organ,
        session: key,
        csrf: found.csrf,
        positions: positions.into_iter().collect(),
        must_change: found.must_change,
    };
    Ok(Some((person, found.lasts)))
}

/// What became of an attempt to sign in.
pub(crate) enum Attempt {
    SignedIn(Begun),
    /// Account or password is wrong; which, is not said.
    Wrong,
    /// Too many failures; so many minutes to wait.
    Locked(i64),
}

/// Signs in, if the password is right and nothing is locked. An attempt counts as failed before the password is looked at,
/// so that many at once are no more than many in turn.
pub(crate) async fn sign_in(portal: &Portal, account: &str, password: &str, address: &str) -> anyhow::Result<Attempt> {
    let now = portal.instant();
    if let Some(minutes) = count(portal, "address", address, FAILURES_OF_ADDRESS, now).await? {
        return Ok(Attempt::Locked(minutes));
    }
    if let Some(minutes) = count(portal, "account", account, FAILURES, now).await? {
        take_back(portal, address).await?;
        return Ok(Attempt::Locked(minutes));
    }
    let pool = portal.inside.pool();
    let hash: Option<String> = sqlx::query_scalar("SELECT password FROM portal.account WHERE name = $1 AND NOT closed")
        .bind(account)
        .fetch_optional(pool)
        .await?;
    if !portal.passwords.is_right(password, hash).await? {
        return Ok(Attempt::Wrong);
    }
    take_back(portal, address).await?;
    sqlx::query("DELETE FROM portal.failed_sign_in WHERE kind = 'account' AND whose = $1")
        .bind(account)
        .execute(pool)
        .await?;
    Ok(Attempt::SignedIn(begin(portal, account).await?))
}

/// Counts one more; what is older than the lock is forgotten. Above the most it tells for how many minutes it is locked,
/// counted from the last one that was let through.
async fn count(portal: &Portal, kind: &str, whose: &str, most: i32, now: i64) -> sqlx::Result<Option<i64>> {
    let (failures, since): (i32, i64) = sqlx::query_as(
        "INSERT INTO portal.failed_sign_in AS f (kind, whose, failures, last_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (kind, whose) DO UPDATE SET
            failures = CASE WHEN f.last_at > $4 THEN least(f.failures, $5) + 1 ELSE 1 END,
            last_at = CASE WHEN f.last_at > $4 AND f.failures >= $5 THEN f.last_at ELSE excluded.last_at END
         RETURNING failures, last_at",
    )
    .bind(kind)
    .bind(whose)
    .bind(now)
    .bind(now - LOCKED)
    .bind(most)
    .fetch_one(portal.inside.pool())
    .await?;
    Ok((failures > most).then(|| (since + LOCKED - now) / MINUTE + 1))
}

/// An attempt that did not fail, or was not looked at, is not held against the address.
async fn take_back(portal: &Portal, address: &str) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE portal.failed_sign_in SET failures = failures - 1 WHERE kind = 'address' AND whose = $1 AND failures > 0",
    )
    .bind(address)
    .execute(portal.inside.pool())
    .await?;
    Ok(())
}

/// Begins a session. What its forms carry is what those of the account's sessions before carried, so that a form that was
/// opened in one of them can be sent off in this one (S02).
async fn begin(portal: &Portal, account: &str) -> anyhow::Result<Begun> {
    const BEGUN: &str = "INSERT INTO portal.session (key, account, csrf, begun_at, seen_at) VALUES ($1, $2,
        coalesce((SELECT csrf FROM portal.session WHERE account = $2 ORDER BY begun_at DESC LIMIT 1), $3), $4, $4)";
    let (token, csrf, now) = (passwords::secret()?, passwords::secret()?, portal.instant());
    sqlx::query(BEGUN).bind(key(&token)).bind(account).bind(csrf).bind(now).execute(portal.inside.pool()).await?;
    Ok(Begun { token })
}

/// Ends a session; the line stays, so that what was being written finds its owner.
pub(crate) async fn end(portal: &Portal, person: &Person) -> sqlx::Result<()> {
    sqlx::query("UPDATE portal.session SET ended = true WHERE key = $1")
        .bind(&person.session)
        .execute(portal.inside.pool())
        .await?;
    Ok(())
}

/// Ends all sessions of an account but perhaps one.
pub(crate) async fn end_all(portal: &Portal, account: &str, but: &[u8]) -> sqlx::Result<()> {
    sqlx::query("UPDATE portal.session SET ended = true WHERE account = $1 AND key <> $2")
        .bind(account)
        .bind(but)
        .execute(portal.inside.pool())
        .await?;
    Ok(())
}

/// Notes how far a service's log had come with a person's own act, so that his next page waits for it or says so (S49).
pub(crate) async fn wrote(portal: &Portal, person: &Person, service: &str, position: i64) -> sqlx::Result<()> {
    const WROTE: &str = "UPDATE portal.session SET positions = jsonb_set(positions, ARRAY[$2],
        to_jsonb(greatest((positions ->> $2)::bigint, $3))) WHERE key = $1";
    sqlx::query(WROTE).bind(&person.session).bind(service).bind(position).execute(portal.inside.pool()).await?;
    Ok(())
}

/// The header that hands the secret to the browser.
pub(crate) fn handing_over(token: &str, headers: &HeaderMap, from_here: bool) -> (HeaderName, HeaderValue) {
    let by_tls = from_here && headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    let secure = if by_tls { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}");
    (header::SET_COOKIE, HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static("")))
}

fn key(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned)
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut each = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    each.find(|(name, _)| *name == COOKIE).map(|(_, token)| token.to_owned())
}

/// The machine's day in China of an instant in microseconds, with the time of day.
pub(crate) fn moment(instant: i64) -> (Day, String) {
    let at = jiff::Timestamp::from_microsecond(instant).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let civil = jiff::tz::offset(8).to_datetime(at);
    (Day::in_china(at), format!("{:02}:{:02}", civil.hour(), civil.minute()))
}
