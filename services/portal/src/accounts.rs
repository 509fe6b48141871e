//! The accounts: made, changed and closed by an administrator.

use kernel::id::Id;
use sqlx::FromRow;
use uuid::Uuid;

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
    pub(crate) organ: Option<Uuid>,
    pub(crate) judicial_organ: Option<Uuid>,
    pub(crate) closed: bool,
    pub(crate) must_change: bool,
}

/// What an account is for: who, in which posts, for which organ or court.
#[derive(Debug, Clone, Default)]
pub(crate) struct Purpose {
    pub(crate) person: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) organ: Option<Uuid>,
    pub(crate) judicial_organ: Option<Uuid>,
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
    let purpose =
        Purpose { person: "系统管理员".to_owned(), roles: vec![Role::Administrator], ..Purpose::default() };
    let made = make(portal, FIRST, &purpose, &password).await?;
    // Another copy may have been quicker.
    Ok(made.then_some(password))
}

/// Makes an account whose password is to be replaced at the first sign-in. Tells whether the name was free.
pub(crate) async fn make(portal: &Portal, name: &str, purpose: &Purpose, password: &str) -> anyhow::Result<bool> {
    let hash = portal.passwords.hash(password).await?;
    Ok(insert(portal, name, purpose, &hash, true).await?)
}

/// Makes those of the practice people who are not there yet; they keep the password that everybody knows.
pub(crate) async fn practice_people(portal: &Portal) -> anyhow::Result<()> {
    let hash = portal.passwords.hash(PRACTICE_PASSWORD).await?;
    for person in PRACTICE_PEOPLE {
        let named = |kind| (!person.of.is_empty()).then(|| Id::<()>::named(kind, person.of).uuid());
        let purpose = Purpose {
            person: person.name.to_owned(),
            roles: vec![person.role],
            organ: named("Organ").filter(|_| !person.role.is_outside()),
            judicial_organ: named("JudicialOrgan").filter(|_| person.role.is_outside()),
        };
        insert(portal, person.account, &purpose, &hash, false).await?;
    }
    Ok(())
}

async fn insert(portal: &Portal, name: &str, purpose: &Purpose, hash: &str, must_change: bool) -> sqlx::Result<bool> {
    let made = sqlx::query(
        "INSERT INTO portal.account (name, person, roles, password, must_change, made_at, organ, judicial_organ)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(name)
    .bind(&purpose.person)
    .bind(named(&purpose.roles))
    .bind(hash)
    .bind(must_change)
    .bind(portal.instant())
    .bind(purpose.organ)
    .bind(purpose.judicial_organ)
    .execute(portal.inside.pool())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Changes what it is for and whether it is closed.
pub(crate) async fn change(portal: &Portal, name: &str, purpose: &Purpose, closed: bool) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE portal.account SET person = $2, roles = $3, closed = $4, organ = $5, judicial_organ = $6 WHERE name = $1",
    )
    .bind(name)
    .bind(&purpose.person)
    .bind(named(&purpose.roles))
    .bind(closed)
    .bind(purpose.organ)
    .bind(purpose.judicial_organ)
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
    sqlx::query_as("SELECT name, person, roles, organ, judicial_organ, closed, must_change FROM portal.account ORDER BY closed, name")
        .fetch_all(portal.inside.pool())
        .await
}

/// One account.
pub(crate) async fn named_so(portal: &Portal, name: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as(
        "SELECT name, person, roles, organ, judicial_organ, closed, must_change FROM portal.account WHERE name = $1",
    )
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
