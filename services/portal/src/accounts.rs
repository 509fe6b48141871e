//! The accounts: made, changed and closed by an administrator.

use sqlx::FromRow;

use crate::access::Role;
use crate::{PRACTICE_PASSWORD, PRACTICE_PEOPLE, Portal, passwords};

/// The first account's name.
pub(crate) const FIRST: &str = "admin";

/// An account as the list shows it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) person: String,
    pub(crate) roles: Vec<String>,
    pub(crate) closed: bool,
    pub(crate) must_change: bool,
}

impl Account {
    pub(crate) fn titles(&self) -> String {
        self.roles.iter().filter_map(|role| Role::named(role)).map(Role::title).collect::<Vec<_>>().join("、")
    }
}

/// At the very first start: makes the administrator and gives the password, which nobody can find out again.
pub(crate) async fn first_administrator(portal: &Portal) -> anyhow::Result<Option<String>> {
    let any: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM portal.account)").fetch_one(portal.inside.pool()).await?;
    if any {
        return Ok(None);
    }
    let password = passwords::readable()?;
    let made = make(portal, FIRST, "系统管理员", &[Role::Administrator], &password).await?;
    // Another copy may have been quicker.
    Ok(made.then_some(password))
}

/// Makes an account whose password is to be replaced at the first sign-in. Tells whether the name was free.
pub(crate) async fn make(
    portal: &Portal,
    name: &str,
    person: &str,
    roles: &[Role],
    password: &str,
) -> anyhow::Result<bool> {
    let hash = portal.passwords.hash(password).await?;
    Ok(insert(portal, name, person, roles, &hash, true).await?)
}

/// Makes those of the practice people who are not there yet; they keep the password that everybody knows.
pub(crate) async fn practice_people(portal: &Portal) -> anyhow::Result<()> {
    let hash = portal.passwords.hash(PRACTICE_PASSWORD).await?;
    for person in PRACTICE_PEOPLE {
        insert(portal, person.account, person.name, &[person.role], &hash, false).await?;
    }
    Ok(())
}

async fn insert(
    portal: &Portal,
    name: &str,
    person: &str,
    roles: &[Role],
    hash: &str,
    must_change: bool,
) -> sqlx::Result<bool> {
    let made = sqlx::query(
        "INSERT INTO portal.account (name, person, roles, password, must_change, made_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
    )
    .bind(name)
    .bind(person)
    .bind(named(roles))
    .bind(hash)
    .bind(must_change)
    .bind(portal.instant())
    .execute(portal.inside.pool())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Changes name, roles and whether it is closed.
pub(crate) async fn change(
    portal: &Portal,
    name: &str,
    person: &str,
    roles: &[Role],
    closed: bool,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE portal.account SET person = $2, roles = $3, closed = $4 WHERE name = $1")
        .bind(name)
        .bind(person)
        .bind(named(roles))
        .bind(closed)
        .execute(portal.inside.pool())
        .await?;
    Ok(())
}

/// Gives another password.
pub(crate) async fn set_password(portal: &Portal, name: &str, password: &str, must_change: bool) -> anyhow::Result<()> {
    let hash = portal.passwords.hash(password).await?;
    sqlx::query("UPDATE portal.account SET password = $2, must_change = $3 WHERE name = $1")
        .bind(name)
        .bind(hash)
        .bind(must_change)
        .execute(portal.inside.pool())
        .await?;
    Ok(())
}

/// Whether it is this account's password.
pub(crate) async fn is_password(portal: &Portal, name: &str, password: &str) -> anyhow::Result<bool> {
    let hash: Option<String> = sqlx::query_scalar("SELECT password FROM portal.account WHERE name = $1")
        .bind(name)
        .fetch_optional(portal.inside.pool())
        .await?;
    portal.passwords.is_right(password, hash).await
}

/// All accounts, open ones first.
pub(crate) async fn all(portal: &Portal) -> sqlx::Result<Vec<Account>> {
    sqlx::query_as("SELECT name, person, roles, closed, must_change FROM portal.account ORDER BY closed, name")
        .fetch_all(portal.inside.pool())
        .await
}

/// One account.
pub(crate) async fn named_so(portal: &Portal, name: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as("SELECT name, person, roles, closed, must_change FROM portal.account WHERE name = $1")
        .bind(name)
        .fetch_optional(portal.inside.pool())
        .await
}

/// Those who can handle a case, as account and name.
pub(crate) async fn officers(portal: &Portal) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as(
        "SELECT name, person FROM portal.account WHERE NOT closed AND roles && ARRAY['Handler', 'HeadOfBody'] ORDER BY name",
    )
    .fetch_all(portal.inside.pool())
    .await
}

/// How many accounts keep the accounts: the last one is neither closed nor demoted.
pub(crate) async fn administrators(portal: &Portal) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM portal.account WHERE NOT closed AND 'Administrator' = ANY (roles)")
        .fetch_one(portal.inside.pool())
        .await
}

fn named(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.name()).collect()
}
